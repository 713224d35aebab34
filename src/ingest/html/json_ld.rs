//! The article that a page describes in JSON-LD (<https://schema.org/NewsArticle>).

use serde_json::{Map, Value};

use super::paragraphs::{inline_text, paragraphs};
use crate::ingest::draft::{names, text};

/// Types of schema.org whose name does not end in `Article` and that are articles all the same.
const TYPES: [&str; 4] = ["BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report"];

/// An article in JSON-LD, each fact as far as it is given.
#[derive(Debug, Default)]
pub(super) struct Described {
    pub headline: Option<String>,
    /// Paragraphs separated by newlines.
    pub body: String,
    pub date: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub lang: Option<String>,
    pub url: Option<String>,
    /// Whether the page holds the whole text, where it says so.
    pub is_free: Option<bool>,
}

/// Returns the article that the scripts of a page describe best; `broken` hears of scripts that are no JSON.
pub(super) fn described(scripts: &[(usize, String)], broken: &mut dyn FnMut(usize, String)) -> Option<Described> {
    let mut found = Vec::new();
    for (line, script) in scripts {
        let script = unwrapped(script);
        if script.is_empty() {
            continue;
        }
        match parse(script) {
            Ok(value) => collect(&value, &mut found),
            Err(error) => broken(*line, format!("the JSON-LD cannot be read ({error}); tags and main text were used")),
        }
    }
    // A page also describes the teasers of others: the fullest description is its own, the first among equals.
    let fullness = |article: &Described| (article.body.len(), article.date.is_some(), article.headline.is_some());
    found.into_iter().reduce(|best, next| if fullness(&next) > fullness(&best) { next } else { best })
}

/// Returns a script without what templates wrap around it: CDATA and comment marks, and a semicolon.
fn unwrapped(script: &str) -> &str {
    let mut inner = script.trim();
    loop {
        let before = inner.len();
        for mark in ["<![CDATA[", "<!--", "//", "/*", "*/"] {
            inner = inner.strip_prefix(mark).unwrap_or(inner).trim_start();
        }
        for mark in ["]]>", "-->", "//", "/*", "*/", ";"] {
            inner = inner.strip_suffix(mark).unwrap_or(inner).trim_end();
        }
        if inner.len() == before {
            return inner;
        }
    }
}

/// Parses a script; line breaks inside of strings, which templates forget to escape, become spaces.
fn parse(script: &str) -> serde_json::Result<Value> {
    serde_json::from_str(script).or_else(|_| serde_json::from_str(&script.replace(|c: char| c.is_ascii_control(), " ")))
}

fn collect(value: &Value, found: &mut Vec<Described>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(node) if is_article(node) => found.push(article(node)),
        Value::Object(node) => {
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"] {
                if let Some(inner) = node.get(key) {
                    collect(inner, found);
                }
            }
        }
        _ => {}
    }
}

fn is_article(node: &Map<String, Value>) -> bool {
    let is_named = |kind: &Value| {
        let name = kind.as_str().unwrap_or("");
        let name = name.rsplit(['/', '#', ':']).next().unwrap_or(name);
        name.ends_with("Article") || TYPES.contains(&name)
    };
    match node.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(is_named),
        Some(kind) => is_named(kind),
        None => false,
    }
}

fn article(node: &Map<String, Value>) -> Described {
    let named = |key: &str| node.get(key).map(names).unwrap_or_default();
    let mut body = text(node, &["articleBody", "text"]).map(|body| body_text(&body)).unwrap_or_default();
    for update in
        node.get("liveBlogUpdate").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
    {
        for key in ["headline", "articleBody"] {
            let Some(part) = text(update, &[key]) else { continue };
            body = format!("{body}\n{}", body_text(&part));
        }
    }
    let lang = match node.get("inLanguage") {
        Some(Value::Object(language)) => text(language, &["alternateName", "name"]),
        Some(Value::Array(languages)) => languages.first().and_then(Value::as_str).map(str::to_string),
        _ => text(node, &["inLanguage"]),
    };
    let page = node.get("mainEntityOfPage").and_then(Value::as_object);
    let urls =
        [text(node, &["url"]), text(node, &["mainEntityOfPage", "@id"]), page.and_then(|page| text(page, &["@id"]))];
    Described {
        headline: text(node, &["headline", "name"]).map(|headline| inline_text(&headline)),
        body: body.trim().to_string(),
        date: text(node, &["datePublished", "dateCreated", "dateModified"]),
        authors: [named("author"), named("creator")].into_iter().find(|names| !names.is_empty()).unwrap_or_default(),
        publisher: named("publisher").into_iter().next(),
        lang,
        url: urls.into_iter().flatten().find(|url| url.starts_with("http")),
        is_free: match node.get("isAccessibleForFree") {
            Some(Value::Bool(is_free)) => Some(*is_free),
            Some(Value::String(written)) => Some(!written.eq_ignore_ascii_case("false")),
            _ => None,
        },
    }
}

/// Returns the paragraphs of an `articleBody`, which may hold markup, character references or plain lines.
fn body_text(body: &str) -> String {
    let is_markup = ["<p", "<br", "</", "<div"].iter().any(|tag| body.contains(tag));
    if is_markup {
        return paragraphs(body);
    }
    body.lines().map(inline_text).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_templates_wrap_around_a_script_is_taken_off() {
        for wrapped in [
            "{\"a\": 1}",
            " {\"a\": 1}; ",
            "<![CDATA[\n{\"a\": 1}\n]]>",
            "//<![CDATA[\n{\"a\": 1}\n//]]>",
            "/*<![CDATA[*/ {\"a\": 1} /*]]>*/",
            "<!-- {\"a\": 1} -->",
        ] {
            assert_eq!(unwrapped(wrapped), "{\"a\": 1}", "{wrapped}");
        }
        assert_eq!(unwrapped("//"), "");
    }
}
