//! Web pages: JSON-LD first, then `meta` elements, then the main text as Readability finds it.
//!
//! In: a page that was saved. Out: one article, or the reason why the page is none: a consent wall, the stub before a paywall,
//! an error page, no text. Facts are taken from the first place that has them.

mod json_ld;
mod page;
mod paragraphs;
mod refusal;
mod tokens;

use super::draft::{Draft, Out};
use json_ld::Described;
use page::Page;

pub(super) use paragraphs::{inline_text, paragraphs};

/// Readability walks up and down the tree for every element, which is quadratic in depth; beyond these bounds, which are
/// well above any page that a newspaper prints, all of the text is taken as it stands.
const MAX_DEPTH: usize = 256;
const MAX_ELEMENTS: usize = 50_000;
/// Longer names of sites are sentences.
const MAX_SITE_CHARS: usize = 60;

/// Reads the article of a page.
pub(super) fn read(out: &mut Out, markup: &str) {
    let page = Page::read(markup);
    let described = json_ld::described(&page.scripts, &mut |line, what| out.mended(Some(line), what));
    let draft = article(markup, &page, described.unwrap_or_default());
    let file_id = out.source.file_id();
    out.draft(None, draft.map(|draft| Draft { file_id, ..draft }));
}

fn article(markup: &str, page: &Page, described: Described) -> Result<Draft, String> {
    let source = described.publisher.clone().or_else(|| page.meta(&["og:site_name", "application-name", "publisher"]));
    let title = title(page, &described);
    let is_free = described.is_free;
    let text = without_title(better_text(described.body, main_text(markup, page)), &title);
    if text.is_empty() {
        // What a page without a text shows instead often says why.
        let shown = format!("{}\n{}", paragraphs(markup), inline_text(&page.noscript));
        let why = refusal::reason(&title, &shown, is_free);
        return Err(why.unwrap_or("the page holds no text of an article").to_string());
    }
    if let Some(why) = refusal::reason(&title, &text, is_free) {
        return Err(why.to_string());
    }
    let authors = match described.authors.is_empty() {
        false => described.authors,
        true => authors(page),
    };
    let date = described.date.or_else(|| page.meta(&DATES)).or_else(|| page.time.clone());
    let lang = described.lang.or_else(|| page.lang.clone());
    Ok(Draft {
        url: page.canonical.clone().or(described.url).or_else(|| page.meta(&["og:url"])),
        source,
        lang: lang.or_else(|| page.meta(&["og:locale", "content-language", "dc.language"])),
        date,
        title,
        text,
        authors,
        ..Draft::default()
    })
}

/// Names of `meta` elements that hold the date of publication, the most exact first.
const DATES: [&str; 12] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "last-modified",
];

/// Returns the main text, or the text in JSON-LD.
///
/// That of JSON-LD is free of what surrounds an article, so it comes first; but it is left where it is a teaser (less than
/// half of what the page shows), and where it has lost its paragraphs and the main text is about as long.
fn better_text(described: String, main: String) -> String {
    let (n_described, n_main) = (described.len() as f64, main.len() as f64);
    let is_teaser = n_described < 0.5 * n_main;
    let has_lost_paragraphs = !described.contains('\n') && main.contains('\n');
    let is_alike = n_main >= 0.7 * n_described && n_main <= 1.5 * n_described;
    if is_teaser || (has_lost_paragraphs && is_alike) { main } else { described }
}

fn main_text(markup: &str, page: &Page) -> String {
    if page.depth > MAX_DEPTH || page.n_elements > MAX_ELEMENTS {
        return paragraphs(markup);
    }
    let options = legible::Options::new().disable_json_ld(true);
    // A page in which Readability finds nothing has nothing but links and labels.
    legible::parse(markup, None, Some(options)).map(|article| paragraphs(&article.content)).unwrap_or_default()
}

fn title(page: &Page, described: &Described) -> String {
    let [heading, title] = [&page.heading, &page.title].map(|text| inline_text(text));
    let shared = page.meta(&["og:title", "twitter:title"]).map(|title| inline_text(&title));
    let candidates = [described.headline.clone(), shared, Some(heading), Some(title)];
    let title = candidates.into_iter().flatten().find(|title| !title.trim().is_empty()).unwrap_or_default();
    let sites = [described.publisher.clone(), page.meta(&["og:site_name"]), page.meta(&["application-name"])];
    sites.into_iter().flatten().fold(title, |title, site| without_site(&title, &site))
}

/// Cuts "Title | Site" and "Title - Site" to the title.
fn without_site(title: &str, site: &str) -> String {
    let (lower_title, lower_site) = (title.to_lowercase(), site.trim().to_lowercase());
    // Lower case may have another length; then the end cannot be cut by counting.
    let is_countable = lower_title.len() == title.len() && site.chars().count() <= MAX_SITE_CHARS;
    let Some(before) = lower_title.strip_suffix(&lower_site).filter(|_| is_countable && !lower_site.is_empty()) else {
        return title.to_string();
    };
    let head = before.trim_end();
    match [" |", " -", " –", " —", " ·", " •", " :", " ::"].iter().find_map(|sign| head.strip_suffix(sign)) {
        Some(head) if !head.trim().is_empty() => title[..head.len()].trim_end().to_string(),
        _ => title.to_string(),
    }
}

/// Readability keeps the heading in some pages; it is stored once.
fn without_title(text: String, title: &str) -> String {
    match text.split_once('\n') {
        Some((first, rest)) if first == title => rest.to_string(),
        _ => text,
    }
}

fn authors(page: &Page) -> Vec<String> {
    let named = ["author", "article:author", "dc.creator", "parsely-author"];
    let found = named.iter().map(|name| page.all_meta(name).filter(|author| !author.starts_with("http")));
    let lists: Vec<Vec<String>> = found.map(|names| names.map(str::to_string).collect()).collect();
    lists.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sites_are_cut_from_titles() {
        for (title, site, expected) in [
            ("Der Deich hält | Elbblatt", "Elbblatt", "Der Deich hält"),
            ("The dike holds - The Daily", "the daily", "The dike holds"),
            ("Elbblatt", "Elbblatt", "Elbblatt"),
            ("Ein Tag beim Elbblatt", "Elbblatt", "Ein Tag beim Elbblatt"),
        ] {
            assert_eq!(without_site(title, site), expected);
        }
    }

    #[test]
    fn the_fuller_text_with_paragraphs_is_taken() {
        let better = |described: &str, main: &str| better_text(described.to_string(), main.to_string());
        assert_eq!(better("Der ganze\nText", "Der ganze\nText und Anzeigen"), "Der ganze\nText");
        assert_eq!(better("Ein Teaser", "Der ganze lange Text\nder Seite"), "Der ganze lange Text\nder Seite");
        assert_eq!(better("Erster Satz. Zweiter.", "Erster Satz.\nZweiter."), "Erster Satz.\nZweiter.");
        assert_eq!(better("Text", ""), "Text");
    }
}
