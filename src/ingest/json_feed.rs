//! JSON Feed 1 and 1.1 (<https://www.jsonfeed.org>), item by item. Read directly: feed-rs gives up the whole feed for one
//! item with a number as its id.

use serde_json::{Map, Value};

use super::draft::{Draft, Out, names, text};
use super::feed::{global_id, resolved};
use super::html;

/// Returns whether an object is an item of a JSON Feed.
pub(super) fn is_item(item: &Map<String, Value>) -> bool {
    ["content_html", "content_text", "date_published", "external_url"].iter().any(|key| item.contains_key(*key))
        || (item.contains_key("summary") && !item.contains_key("text"))
}

/// Reads an item; `feed` holds what the feed says of itself.
pub(super) fn read(out: &mut Out, line: usize, item: &Map<String, Value>, feed: &Map<String, Value>) {
    let title = text(item, &["title"]).map(|title| html::inline_text(&title)).unwrap_or_default();
    let content = match (text(item, &["content_html"]), text(item, &["content_text", "summary"])) {
        (Some(markup), _) => html::paragraphs(&markup),
        (None, Some(plain)) => plain,
        (None, None) => String::new(),
    };
    if content.trim().is_empty() {
        let what = format!("the item {title:?} has no text: content_html, content_text and summary are empty");
        return out.refused(Some(line), what);
    }
    let base = text(feed, &["home_page_url", "feed_url"]);
    let url = text(item, &["url", "external_url"]).map(|url| resolved(&url, base.as_deref()));
    let authors = [item, feed].into_iter().find_map(|object| {
        let found = object.get("authors").or_else(|| object.get("author")).map(names)?;
        (!found.is_empty()).then_some(found)
    });
    let draft = Draft {
        id: text(item, &["id"]).map(|id| global_id(id, base.as_deref())),
        url,
        source: text(feed, &["title"]),
        lang: text(item, &["language"]).or_else(|| text(feed, &["language"])),
        date: text(item, &["date_published", "date_modified"]),
        title,
        text: content,
        authors: authors.unwrap_or_default(),
        ..Draft::default()
    };
    out.draft(Some(line), Ok(draft));
}
