//! IPTC ninjs 1.x, 2.x and 3.x (<https://iptc.org/standards/ninjs/>): one item, one article.
//!
//! The three differ in how names are written (`versioncreated`, `versionCreated`), so names are compared in lower case.
//! An item may hold its text several times, plain and marked up: one body is taken. `canceled` and `withheld` items
//! are withdrawals: neither may be shown.

use serde_json::{Map, Value};

use super::draft::{Draft, Out, names, text};
use super::html;

/// Roles of bodies that are the whole text, beside `main`.
const WHOLE_ROLES: [&str; 7] = ["", "html", "xhtml", "text", "plain", "nitf", "body"];
/// Members that only ninjs has beside `uri`.
const MARKS: [&str; 9] = [
    "bodies",
    "headlines",
    "headline",
    "pubstatus",
    "versioncreated",
    "firstcreated",
    "contentcreated",
    "mimetype",
    "standard",
];
const TYPES: [&str; 7] = ["text", "audio", "video", "picture", "graphic", "composite", "component"];

/// Returns whether an object is a ninjs item.
pub(super) fn is_item(item: &Map<String, Value>) -> bool {
    let is_mark = |key: &String, value: &Value| {
        let key = key.to_ascii_lowercase();
        let is_type = key == "type" && value.as_str().is_some_and(|kind| TYPES.contains(&kind));
        MARKS.contains(&key.as_str()) || key.starts_with("body_") || is_type
    };
    item.contains_key("uri") && item.iter().any(|(key, value)| is_mark(key, value))
}

/// Reads an item.
pub(super) fn read(out: &mut Out, line: Option<usize>, item: Map<String, Value>) {
    let item: Map<String, Value> = item.into_iter().map(|(key, value)| (key.to_ascii_lowercase(), value)).collect();
    let Some(id) = text(&item, &["uri"]) else {
        return out.refused(line, "the ninjs item has no \"uri\", by which it is known; it must be a text".to_string());
    };
    let version = match text(&item, &["version"]) {
        None => None,
        Some(written) => {
            let number = written.parse().ok();
            if number.is_none() {
                out.mended(line, format!("version {written:?} is no whole number; it was ignored"));
            }
            number
        }
    };
    let status = text(&item, &["pubstatus"]).unwrap_or_default().to_lowercase();
    // "stat:canceled" is how NewsML-G2 writes it.
    if ["canceled", "cancelled", "withheld"].contains(&status.trim_start_matches("stat:")) {
        return out.withdrawal(line, id, version);
    }
    let Some(body) = body(&item) else { return without_body(out, line, item) };
    let (authors, source) = credits(&item);
    let draft = Draft {
        id: Some(id),
        url: text(&item, &["url", "canonicalurl", "href"]).filter(|url| url.starts_with("http")),
        source,
        lang: text(&item, &["language"]),
        date: text(&item, &["versioncreated", "contentcreated", "firstcreated"]),
        title: headline(&item),
        text: body,
        authors,
        version,
        embargo: text(&item, &["embargoed", "embargoeduntil"]),
        file_id: None,
    };
    out.draft(line, Ok(draft));
}

/// A package holds items of its own; anything else without a text is refused.
fn without_body(out: &mut Out, line: Option<usize>, item: Map<String, Value>) {
    let kind = text(&item, &["type"]).unwrap_or_else(|| "text".to_string());
    let parts = match item.get("associations") {
        Some(Value::Object(named)) => named.values().flat_map(flat).collect(),
        Some(Value::Array(listed)) => listed.iter().flat_map(flat).collect(),
        _ => Vec::new(),
    };
    // Items in items in items are followed as far as JSON nests them, 128 levels.
    let parts: Vec<_> = parts.into_iter().filter(|part| is_item(part)).collect();
    match parts.is_empty() {
        true => out.refused(line, format!("a ninjs item of type {kind:?} without a body; only texts become articles")),
        false => parts.into_iter().for_each(|part| read(out, line, part.clone())),
    }
}

fn flat(value: &Value) -> Vec<&Map<String, Value>> {
    match value {
        Value::Object(item) => vec![item],
        Value::Array(items) => items.iter().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    }
}

/// Returns the one text that is indexed: the main body, plain where there is a choice.
fn body(item: &Map<String, Value>) -> Option<String> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    for body in item.get("bodies").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
        let member = |name: &str| {
            let member = body.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            member.and_then(|(_, value)| value.as_str()).unwrap_or("")
        };
        let role = match member("role").to_lowercase().as_str() {
            "main" => 0,
            role if WHOLE_ROLES.contains(&role) => 2,
            _ => 4,
        };
        found.push((role + usize::from(is_markup(member("contenttype"), member("value"))), member("value")));
    }
    for (key, value) in item.iter().filter(|(key, _)| key.starts_with("body_")) {
        let Some(value) = value.as_str() else { continue };
        found.push((if key == "body_text" { 0 } else { 2 + usize::from(is_markup("", value)) }, value));
    }
    found.retain(|(_, value)| !value.trim().is_empty());
    let (_, value) = found.into_iter().min_by_key(|(rank, _)| *rank)?;
    let text = if is_markup("", value) { html::paragraphs(value) } else { value.trim().to_string() };
    (!text.is_empty()).then_some(text)
}

fn is_markup(content_type: &str, value: &str) -> bool {
    let is_declared = content_type.contains("html") || content_type.contains("xml");
    is_declared || ["<p>", "<p ", "</p>", "</div>", "<br", "<body", "</section>"].iter().any(|tag| value.contains(tag))
}

fn headline(item: &Map<String, Value>) -> String {
    let headlines = item.get("headlines").and_then(Value::as_array).into_iter().flatten();
    let headlines: Vec<_> = headlines.filter_map(Value::as_object).collect();
    let main = headlines.iter().find(|h| h.get("role").and_then(Value::as_str) == Some("main"));
    let listed = main.or(headlines.first()).and_then(|headline| text(headline, &["value"]));
    let title = listed.or_else(|| text(item, &["headline", "headline_main", "title"]));
    title.map(|title| html::inline_text(&title)).unwrap_or_default()
}

/// Returns who wrote the text, and the house it comes from.
fn credits(item: &Map<String, Value>) -> (Vec<String>, Option<String>) {
    let byline = text(item, &["by", "byline"]);
    let byline = byline.map(|line| ["Von ", "By "].iter().find_map(|by| line.strip_prefix(by)).unwrap_or(&line).into());
    let infosources = item.get("infosources").or_else(|| item.get("infosource"));
    let holder = item.get("copyrightholder").and_then(|holder| names(holder).into_iter().next());
    let source = holder.or_else(|| names(infosources?).into_iter().next());
    (byline.into_iter().collect(), source)
}
