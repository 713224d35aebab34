//! What is known of an article beside its text, as a line below its title.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::messages::Ui;
use crate::document::StoredArticle;
use crate::ingest::Published;
use crate::text::Language;

/// The line below a title.
pub struct Facts {
    pub badge: Option<Badge>,
    pub source: Option<String>,
    pub date: Option<Day>,
    pub agencies: Option<String>,
    pub authors: Option<String>,
    pub original: Option<Original>,
}

/// The languages of an article: for the eye, and in words.
pub struct Badge {
    pub code: &'static str,
    pub name: &'static str,
}

/// A date for machines and for people.
pub struct Day {
    pub machine: String,
    pub day: String,
    /// With the time of day, where the source names one.
    pub moment: String,
}

/// The address an article came from.
pub struct Original {
    pub href: String,
    pub label: String,
}

impl Facts {
    /// Puts together what is known.
    pub fn new(stored: &StoredArticle, ui: Ui) -> Facts {
        let article = &stored.article;
        let list = |names: &[String]| (!names.is_empty()).then(|| names.join(", "));
        Facts {
            badge: badge(stored, ui),
            source: article.source.clone().filter(|source| !source.trim().is_empty()),
            date: article.published.as_ref().and_then(|published| day(published, ui)),
            agencies: list(&stored.agencies).map(|names| ui.fill("hit.via", &[("agencies", &names)])),
            authors: list(&article.authors).map(|names| ui.fill("article.authors", &[("authors", &names)])),
            original: article.url.as_deref().and_then(|url| original(url, ui)),
        }
    }
}

fn badge(stored: &StoredArticle, ui: Ui) -> Option<Badge> {
    let has = |language| stored.paragraphs.iter().any(|(_, of)| *of == Some(language));
    let (has_de, has_en) = (has(Language::De), has(Language::En));
    if has_de && has_en {
        return Some(Badge { code: "DE+EN", name: ui.t("language.both") });
    }
    let code = |language| if language == Language::De { "DE" } else { "EN" };
    stored.language().map(|language| Badge { code: code(language), name: ui.language_name(language) })
}

/// The day is the one that the source wrote, in its own time zone.
fn day(published: &Published, ui: Ui) -> Option<Day> {
    let text = &published.text;
    let written: Option<Date> = text.get(..10).and_then(|day| day.parse().ok());
    let of_instant = || Some(Timestamp::from_second(published.unix_s).ok()?.to_zoned(TimeZone::UTC).date());
    let day = ui.day(written.or_else(of_instant)?);
    let time = text.get(10..16).filter(|_| written.is_some()).and_then(|time| time.strip_prefix(['T', 't', ' ']));
    let moment = time.map(|time| ui.fill("date.time", &[("date", &day), ("time", time)]));
    Some(Day { machine: text.clone(), moment: moment.unwrap_or_else(|| day.clone()), day })
}

/// Only addresses of the web become links: anything else (`javascript:`) may be an attack.
fn original(url: &str, ui: Ui) -> Option<Original> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().filter(|host| !host.is_empty())?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    Some(Original { href: url.to_string(), label: ui.fill("hit.original", &[("host", host)]) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DE: Ui = Ui { language: Language::De };
    const EN: Ui = Ui { language: Language::En };

    #[test]
    fn days_are_written_as_the_language_does() {
        let written = |text: &str, ui| {
            day(&Published::parse(text).expect("a date"), ui).map(|day| (day.day, day.moment)).expect("a day")
        };
        let texts = |day: &str, moment: &str| (day.to_string(), moment.to_string());
        assert_eq!(
            written("2024-11-20T18:05:00+01:00", DE),
            texts("20. November 2024", "20. November 2024, 18:05 Uhr")
        );
        assert_eq!(written("2024-03-01T00:30:00+01:00", EN), texts("1 March 2024", "1 March 2024, 00:30"));
        assert_eq!(written("2024-11-20", EN), texts("20 November 2024", "20 November 2024"));
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let label = |url: &str| original(url, EN).map(|link| link.label);
        assert_eq!(label("https://www.example.org/a?b"), Some("Original at example.org".to_string()));
        assert_eq!(label("HTTP://user@example.org:80#x"), Some("Original at example.org:80".to_string()));
        for url in
            ["javascript:alert(1)", "javascript://example.org/%0aalert(1)", "data:text/html,x", "//x", "x", "http://"]
        {
            assert_eq!(label(url), None, "{url}");
        }
    }
}
