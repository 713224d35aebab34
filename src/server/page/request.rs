//! From the address and the headers of a request to what a page needs to know. Nothing here is an error: a parameter
//! that cannot be read is passed over with a sentence about it.

use percent_encoding::percent_decode_str;
use warp::http::HeaderMap;
use warp::http::header::{ACCEPT, ACCEPT_LANGUAGE, COOKIE};

use super::asked::{Asked, ClaimsAsked, PAGE_HITS, with_pairs};
use super::messages::Ui;
use crate::query::DateRange;
use crate::server::parameters::{CLAIM_ORDERS, MAX_OFFSET, ORDERS, form_pairs};
use crate::text::Language;

/// The name of the cookie and of the parameter that choose the language of the interface.
pub const UI: &str = "ui";
/// A query on a page has at most this many bytes: every link of the page carries it, and an address has 64 KiB.
pub const MAX_PAGE_QUERY_BYTES: usize = 16 << 10;
/// Filters of one request at most.
const MAX_FILTERS: usize = 20;
/// Hits beyond the last page cannot be reached.
pub const MAX_PAGE: usize = MAX_OFFSET / PAGE_HITS;

/// Which page is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum View {
    /// Home without a query, else results.
    Search,
    /// The article with an id.
    Article(String),
    /// The entity with an id.
    Entity(String),
    /// Entities with a name that begins so; without one those of most articles.
    Entities(String),
    /// The claims of the articles that are asked for.
    Claims(ClaimsAsked),
    /// No page at all.
    Unknown,
}

/// A request for a page.
#[derive(Clone, Debug)]
pub struct PageRequest {
    pub ui: Ui,
    /// The language of the interface that the address asks for; a cookie remembers it.
    pub chosen: Option<Language>,
    pub view: View,
    pub asked: Asked,
    /// A sentence for each parameter that was passed over.
    pub ignored: Vec<String>,
    path: String,
    pairs: Vec<(String, String)>,
}

impl PageRequest {
    /// Reads a request; `path` and `query` as they came, percent-encoded.
    pub fn new(path: &str, query: &str, headers: &HeaderMap) -> PageRequest {
        let pairs = form_pairs(query);
        let chosen = pairs.iter().rev().find(|(name, _)| name == UI).and_then(|(_, value)| value.parse().ok());
        let language = chosen.or_else(|| from_cookie(headers)).or_else(|| accepted(headers));
        let ui = Ui { language: language.unwrap_or(Language::En) };
        let view =
            if path.trim_end_matches('/') == "/claims" { View::Claims(claims_asked(&pairs)) } else { view(path) };
        // Claims have orders of their own.
        let is_of_articles = |(name, _): &&(String, String)| name != "sort" || !matches!(view, View::Claims(_));
        let (asked, ignored) = asked(pairs.iter().filter(is_of_articles), ui);
        let mut request = PageRequest { ui, chosen, view, asked, ignored, path: path.to_string(), pairs };
        if let View::Entities(name) = &mut request.view {
            // There `q` is a name to look up, not a search.
            *name = std::mem::take(&mut request.asked.q);
        }
        if matches!(request.view, View::Entities(_) | View::Entity(_)) {
            (request.asked, request.ignored) = (Asked::default(), Vec::new());
        }
        request
    }

    /// Returns the address of the same page in another language of the interface.
    pub fn in_language(&self, language: Language) -> String {
        let kept = self.pairs.iter().filter(|(name, _)| name != UI).map(|(name, value)| (&**name, &**value));
        let pairs: Vec<(&str, &str)> = kept.chain([(UI, language.code())]).collect();
        // An address that begins with two slashes would lead to another host.
        with_pairs(&format!("/{}", self.path.trim_start_matches(['/', '\\'])), &pairs)
    }
}

fn view(path: &str) -> View {
    let of_id = |id: &str, view: fn(String) -> View| {
        percent_decode_str(id).decode_utf8().map_or(View::Unknown, |id| view(id.into_owned()))
    };
    match path {
        "/" => View::Search,
        "/entities" | "/entities/" => View::Entities(String::new()),
        _ => match (path.strip_prefix("/articles/"), path.strip_prefix("/entities/")) {
            (Some(id), _) => of_id(id, View::Article),
            (_, Some(id)) => of_id(id, View::Entity),
            _ => View::Unknown,
        },
    }
}

fn claims_asked(pairs: &[(String, String)]) -> ClaimsAsked {
    let value = |wanted: &str| pairs.iter().rev().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let order = CLAIM_ORDERS.iter().find(|(name, _)| Some(*name) == value("sort"));
    ClaimsAsked {
        order: order.map(|(_, order)| *order).unwrap_or_default(),
        about: value("about").filter(|about| !about.is_empty()).map(str::to_string),
        is_by_source: value("by") == Some("source"),
    }
}

fn asked<'a>(pairs: impl Iterator<Item = &'a (String, String)>, ui: Ui) -> (Asked, Vec<String>) {
    let (mut asked, mut ignored) = (Asked::default(), Vec::new());
    for (name, value) in pairs {
        let is_filter = matches!(name.as_str(), "lang" | "source" | "date" | "entity") && !value.trim().is_empty();
        if is_filter && asked.n_filters() == MAX_FILTERS {
            ignored.push(ui.t("ignored.many").to_string());
            continue;
        }
        let fault = match name.as_str() {
            "q" => {
                asked.q.clone_from(value);
                None
            }
            "lang" if is_filter => add(&mut asked.languages, Language::from_tag(value), "ignored.lang"),
            "source" if is_filter => add(&mut asked.sources, Some(value.clone()), "ignored.many"),
            "date" if is_filter => add(&mut asked.dates, DateRange::parse(value), "ignored.date"),
            "entity" if is_filter => add(&mut asked.entities, Some(value.clone()), "ignored.many"),
            "sort" if !value.is_empty() => {
                asked.order = ORDERS.iter().find(|(name, _)| name == value).map(|(_, order)| *order);
                asked.order.is_none().then_some("ignored.sort")
            }
            "cross_language" => {
                asked.is_untranslated = value == "off";
                None
            }
            "names" => {
                asked.has_exact_names = value == "exact";
                None
            }
            "page" if !value.is_empty() => {
                let page = value.trim().parse().ok().filter(|page| (1..=MAX_PAGE).contains(page));
                asked.page = page.unwrap_or(1);
                page.is_none().then_some("ignored.page")
            }
            _ => None,
        };
        ignored.extend(fault.map(|key| ui.fill(key, &[("value", &cut(value, 40))])));
    }
    ignored.dedup();
    (asked, ignored)
}

/// Adds a value that is new; returns the fault where there is none.
fn add<T: PartialEq>(values: &mut Vec<T>, value: Option<T>, fault: &'static str) -> Option<&'static str> {
    let Some(value) = value else { return Some(fault) };
    if !values.contains(&value) {
        values.push(value);
    }
    None
}

/// Returns the beginning of a text, with an ellipsis where it goes on.
pub fn cut(text: &str, n_letters: usize) -> String {
    match text.char_indices().nth(n_letters) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

fn from_cookie(headers: &HeaderMap) -> Option<Language> {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
    pairs.find(|(name, _)| *name == UI).and_then(|(_, value)| value.parse().ok())
}

/// Returns the language of ours that a client likes best (RFC 9110, section 12.5.4); of equals the one named first.
fn accepted(headers: &HeaderMap) -> Option<Language> {
    let lists = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut best: Option<(Language, f32)> = None;
    for (tag, weight) in lists.flat_map(|list| list.split(',')).map(weighted) {
        let Some(language) = Language::from_tag(tag) else { continue };
        if weight > best.map_or(0.0, |(_, best)| best) {
            best = Some((language, weight));
        }
    }
    best.map(|(language, _)| language)
}

/// Returns whether a client would rather have a page than a problem document: it names HTML, and JSON not before it.
pub fn prefers_html(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let (mut html, mut json) = (0.0, 0.0);
    for (kind, weight) in lists.flat_map(|list| list.split(',')).map(weighted) {
        match kind {
            "text/html" | "application/xhtml+xml" => html = f32::max(html, weight),
            "application/json" | "application/problem+json" => json = f32::max(json, weight),
            _ => {}
        }
    }
    html > 0.0 && html >= json
}

/// Splits an item of a list such as `de-AT;q=0.8` into its value and its weight, from 0 to 1.
fn weighted(item: &str) -> (&str, f32) {
    let (value, parameters) = item.split_once(';').unwrap_or((item, ""));
    let weight = parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("q="));
    let weight = weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
    (value.trim(), if (0.0..=1.0).contains(&weight) { weight } else { 0.0 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use warp::http::HeaderValue;

    fn language(query: &str, cookie: &str, accept: &str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_str(cookie).expect("a header"));
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_str(accept).expect("a header"));
        PageRequest::new("/", query, &headers).ui.language.code()
    }

    #[test]
    fn the_address_wins_over_the_cookie_and_that_over_the_browser() {
        assert_eq!(language("ui=en", "ui=de", "de"), "en");
        assert_eq!(language("ui=fr", "a=b; ui=de", "en"), "de");
        assert_eq!(language("", "ui=x", "de"), "de");
    }

    #[test]
    fn the_browser_says_what_it_likes_best() {
        for (accept, expected) in [
            ("de-AT,de;q=0.9,en;q=0.8", "de"),
            ("en-GB,en;q=0.9,de;q=0.8", "en"),
            ("fr, de;q=0.3, en;q=0.7", "en"),
            ("de;q=0, en;q=0.1", "en"),
            ("de;q=0", "en"),
            ("fr,*", "en"),
            ("de;q=7, en;q=0.2", "en"),
            ("", "en"),
        ] {
            assert_eq!(language("", "", accept), expected, "{accept}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        let read = |query: &str| PageRequest::new("/", query, &HeaderMap::new());
        let request = read("q=a&lang=fr&date=sometime&sort=best&page=-1&source=&date=&lang=de&lang=de&page=");
        assert_eq!(request.ignored.len(), 4, "{:?}", request.ignored);
        assert_eq!(request.asked, Asked { q: "a".into(), languages: vec![Language::De], ..Asked::default() });
        assert_eq!(read(&"source=a&".repeat(99)).asked.sources.len(), 1);
        let many: String = (0..99).map(|i| format!("source={i}&")).collect();
        assert_eq!((read(&many).asked.n_filters(), read(&many).ignored.len()), (MAX_FILTERS, 1));
    }

    #[test]
    fn another_language_keeps_the_address() {
        let read = |path: &str, query: &str| PageRequest::new(path, query, &HeaderMap::new()).in_language(Language::De);
        assert_eq!(read("/", "q=a+b&ui=en&x=%26"), "/?q=a+b&x=%26&ui=de");
        assert_eq!(read("//example.org/", ""), "/example.org/?ui=de");
    }
}
