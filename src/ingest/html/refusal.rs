//! Pages that are no articles: consent walls, what is left before a paywall, errors, checks for robots.
//!
//! The phrases stand in `schema/refused_pages.tsv`. A page is refused if its text is short and such phrases make up most of
//! it: a long article about cookies goes in, and so does a short one that ends with an offer of a newsletter.

use std::sync::LazyLock;

use crate::ingest::tables::{REFUSED_PAGES, rows};

/// A text with fewer characters may be nothing but a wall. A judgement, not a measurement: an article of two or three
/// paragraphs has more.
const SHORT_CHARS: usize = 900;
/// A wall with its small print may have up to this many; a judgement as well.
const WALL_CHARS: usize = 3000;
/// Share of a text that stands in paragraphs with such phrases.
const MOST: f64 = 0.5;
/// Share that is enough where many different phrases meet, which they do not by chance.
const MUCH: f64 = 0.25;
const MANY_PHRASES: usize = 3;

static PHRASES: LazyLock<Vec<(&'static str, String)>> =
    LazyLock::new(|| rows(REFUSED_PAGES).map(|[reason, _, phrase]| (reason, phrase.to_lowercase())).collect());

/// Returns why a page with this title and text is no article; `None` if it is one.
pub(super) fn reason(title: &str, text: &str, is_free: Option<bool>) -> Option<&'static str> {
    let n_chars = text.chars().count();
    if n_chars >= WALL_CHARS {
        return None;
    }
    let is_short = n_chars < SHORT_CHARS;
    let paragraphs = std::iter::once(title).chain(text.lines()).map(folded);
    let (mut n_all, mut n_covered, mut found) = (0, 0, Vec::new());
    for paragraph in paragraphs {
        let before = found.len();
        found.extend(PHRASES.iter().filter(|(_, phrase)| paragraph.contains(phrase.as_str())));
        n_all += paragraph.chars().count();
        n_covered += if found.len() > before { paragraph.chars().count() } else { 0 };
    }
    let share = n_covered as f64 / n_all.max(1) as f64;
    found.sort_unstable();
    found.dedup();
    let is_wall = match is_short {
        true => share >= MOST || (share >= MUCH && found.len() >= MANY_PHRASES),
        false => share >= MOST && found.len() >= MANY_PHRASES,
    };
    let is_stub = is_short && (is_free == Some(false) || found.iter().any(|(reason, _)| *reason == "paywall"));
    match found.iter().map(|(reason, _)| *reason).max_by_key(|reason| found.iter().filter(|(r, _)| r == reason).count())
    {
        _ if is_stub => Some(message("paywall")),
        Some(reason) if is_wall => Some(message(reason)),
        _ => None,
    }
}

fn folded(text: &str) -> String {
    text.to_lowercase().replace(['’', '\u{a0}'], "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn message(reason: &str) -> &'static str {
    match reason {
        "consent" => "a consent page, not an article; save the page again after consenting",
        "paywall" => {
            "only the beginning of an article, the rest is behind a paywall; save the page with the whole text"
        }
        "robot" => "a page that checks for robots or scripts, not an article; save the page again from a browser",
        _ => "an error page, not an article",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_walls_are_refused_and_long_articles_stay() {
        let wall = "Mit Werbung weiterlesen\nBesuchen Sie uns wie gewohnt mit Werbung und Tracking.";
        assert!(reason("Willkommen", wall, None).is_some_and(|r| r.starts_with("a consent page")));
        let about =
            format!("{wall}\n{}", "Die Datenschutzkonferenz prüft solche Abfragen seit Jahren genau. ".repeat(12));
        assert_eq!(reason("Pur-Abos in der Kritik", &about, None), None);
        assert!(reason("404 Not Found", "The page you requested was not found.", None).is_some());
        assert!(reason("Ein Titel", "Ein Satz.", Some(false)).is_some_and(|r| r.contains("paywall")));
        assert_eq!(reason("Ein Titel", "Ein Satz.", Some(true)), None);
        assert_eq!(reason("Ein Titel", &"Ein Satz. ".repeat(100), Some(false)), None);
    }
}
