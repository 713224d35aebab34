//! RSS 0.9 to 2.0, RSS 1.0 and Atom: one article an item.
//!
//! feed-rs reads a feed as a whole or not at all, so it is given one item at a time, in a feed of its own: a broken item
//! is reported with its line, and the others go in. RSS 0.9 and 1.0 differ from 2.0 in what surrounds their items only,
//! so all three go through the reader of 2.0.

mod cut;

use std::io::Cursor;

use feed_rs::model::{Entry, Feed, Link, Text};

use super::Published;
use super::draft::{Draft, Out};
use super::html;
use cut::Item;

/// Elements that hold the date of an item, the first publication before later changes.
const DATES: [&str; 6] = ["published", "pubDate", "issued", "date", "updated", "modified"];
/// Prefixes that feeds use without declaring them.
const PREFIXES: [(&str, &str); 3] = [
    ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("atom", "http://www.w3.org/2005/Atom"),
];

/// What holds for all items of a feed.
#[derive(Default)]
struct Head {
    title: Option<String>,
    lang: Option<String>,
    link: Option<String>,
    authors: Vec<String>,
}

/// Reads every item of a feed.
pub(super) fn read(out: &mut Out, text: &str) {
    let feed = match cut::cut(text) {
        Ok(feed) => feed,
        Err(what) => return out.refused(Some(1), what),
    };
    let (before, after) = frame(&feed);
    let head = match parse(&format!("{before}{}{after}", feed.head)) {
        Ok(head) => head_of(head),
        Err(_) if feed.head.trim().is_empty() => Head::default(),
        Err(what) => {
            out.mended(
                Some(1),
                format!("what the feed says of itself cannot be read ({what}); its items go in without it"),
            );
            Head::default()
        }
    };
    let n_broken = feed.items.iter().filter(|item| item.text.is_none()).count();
    for Item { line, text } in &feed.items {
        match text {
            Some(text) => item(out, *line, text, &head, (&before, &after)),
            None => out.refused(Some(*line), "the item has no end tag; nothing of it was read".to_string()),
        }
    }
    if !feed.is_whole && n_broken == 0 {
        let line = text.lines().count().max(1);
        let what = format!("the feed breaks off after {} whole items; fetch it again", feed.items.len());
        match feed.items.is_empty() {
            true => out.refused(Some(line), what),
            false => out.mended(Some(line), what),
        }
    }
}

/// Returns what stands around an item that makes it a feed of its own.
fn frame(feed: &cut::Feed) -> (String, String) {
    if feed.is_atom {
        let name: String = feed.root[1..].chars().take_while(|c| !c.is_whitespace() && !"/>".contains(*c)).collect();
        return match name.ends_with("entry") {
            true => (String::new(), String::new()),
            false => (feed.root.to_string(), format!("</{name}>")),
        };
    }
    let mut root = "<rss version=\"2.0\"".to_string();
    for (name, value) in
        attributes(feed.root).filter(|(name, _)| name.starts_with("xmlns:") || name.starts_with("xml:"))
    {
        root.push_str(&format!(" {name}={value}"));
    }
    for (prefix, namespace) in PREFIXES {
        if !feed.root.contains(&format!("xmlns:{prefix}=")) {
            root.push_str(&format!(" xmlns:{prefix}=\"{namespace}\""));
        }
    }
    (format!("{root}><channel>"), "</channel></rss>".to_string())
}

/// Returns the attributes of a start tag, values with their quotes.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let equals = rest.find('=')?;
        let name = rest[..equals].split_whitespace().next_back()?;
        let value = rest[equals + 1..].trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = value[1..].find(quote)? + 2;
        rest = &value[end..];
        Some((name, &value[..end]))
    })
}

fn parse(xml: &str) -> Result<Feed, String> {
    let parser = feed_rs::parser::Builder::new().id_generator(|_, _, _| String::new()).build();
    parser.parse(Cursor::new(xml)).map_err(|error| error.to_string())
}

fn head_of(feed: Feed) -> Head {
    Head {
        title: feed.title.map(|title| html::inline_text(&title.content)),
        lang: feed.language,
        link: link(&feed.links).filter(|link| link.starts_with("http")),
        authors: feed.authors.into_iter().filter_map(|person| person.name).collect(),
    }
}

fn item(out: &mut Out, line: usize, text: &str, head: &Head, (before, after): (&str, &str)) {
    let parsed = parse(&format!("{before}{text}{after}")).or_else(|error| {
        // The commonest fault of all: an ampersand that was not escaped.
        let mended = with_escaped_ampersands(text);
        if let Ok(feed) = parse(&format!("{before}{mended}{after}")) {
            out.mended(Some(line), "the item is no XML: & was read as &amp;".to_string());
            return Ok(feed);
        }
        // The next: markup that was neither escaped nor closed.
        let mended = with_enclosed_markup(text);
        let feed = parse(&format!("{before}{mended}{after}")).map_err(|_| error)?;
        out.mended(Some(line), "the item is no XML: its texts were read as HTML".to_string());
        Ok::<_, String>(feed)
    });
    match parsed.map(|feed| feed.entries.into_iter().next()) {
        Err(what) => out.refused(Some(line), format!("the item cannot be read: {what}")),
        Ok(None) => out.refused(Some(line), "the item is empty".to_string()),
        Ok(Some(entry)) => out.draft(Some(line), draft(entry, text, head)),
    }
}

fn draft(entry: Entry, item: &str, head: &Head) -> Result<Draft, String> {
    let title = entry.title.as_ref().map(|title| html::inline_text(&title.content)).unwrap_or_default();
    let content = entry.content.and_then(|content| content.body).map(|body| words(&body));
    let summary = || entry.summary.as_ref().map(|summary: &Text| words(&summary.content));
    let text = content.filter(|text| !text.is_empty()).or_else(summary).unwrap_or_default();
    if text.is_empty() {
        return Err(format!("the item {title:?} has no text: neither content nor description"));
    }
    let id = html::inline_text(&entry.id);
    let url = link(&entry.links).map(|link| resolved(&link, head.link.as_deref()));
    let url = url.or_else(|| Some(id.clone()).filter(|id| id.starts_with("http")));
    let written = DATES.iter().find_map(|name| cut::element(item, name)).map(html::inline_text);
    let understood = entry.published.or(entry.updated).map(|date| date.to_rfc3339());
    let date = written.filter(|date| understood.is_none() || Published::parse(date).is_ok()).or(understood);
    let authors: Vec<String> = entry.authors.into_iter().filter_map(|person| person.name.or(person.email)).collect();
    let authors = if authors.is_empty() { head.authors.clone() } else { authors };
    Ok(Draft {
        id: Some(global_id(id, head.link.as_deref())),
        url,
        source: source(item).or_else(|| head.title.clone()),
        lang: entry.language.or_else(|| head.lang.clone()),
        date,
        title,
        text,
        authors: authors.into_iter().map(|name| html::inline_text(&name)).filter(|name| !name.is_empty()).collect(),
        ..Draft::default()
    })
}

/// Returns the paragraphs of a description: of its markup, or of plain text with empty lines between them.
fn words(text: &str) -> String {
    let is_markup = text.contains("</") || text.contains("/>") || text.contains("<br") || text.contains("<p");
    if is_markup {
        return html::paragraphs(text);
    }
    let mut paragraphs: Vec<String> = vec![String::new()];
    for line in text.lines() {
        match line.trim() {
            "" => paragraphs.push(String::new()),
            line => paragraphs.last_mut().expect("it began with one").push_str(&format!("{line} ")),
        }
    }
    let lines = paragraphs.iter().map(|paragraph| html::inline_text(paragraph));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns the name of the paper that an item of a collecting feed comes from.
fn source(item: &str) -> Option<String> {
    let source = cut::element(item, "source")?;
    let name = cut::element(source, "title").unwrap_or(source);
    Some(html::inline_text(name)).filter(|name| !name.is_empty())
}

/// Returns the link to the page, not to comments, to the feed itself or to a recording.
fn link(links: &[Link]) -> Option<String> {
    let is_page = |link: &&Link| matches!(link.rel.as_deref(), None | Some("alternate")) && link.target.is_none();
    let link = links.iter().find(is_page)?.href.trim().to_string();
    (!link.is_empty()).then_some(link)
}

/// Returns a link with the address of its feed put before it if it is relative (RFC 3986, 5.2, without dots).
pub(super) fn resolved(link: &str, base: Option<&str>) -> String {
    let has_scheme = link.find(':').is_some_and(|at| link[..at].chars().all(|c| c.is_ascii_alphanumeric() || c == '+'));
    let Some((scheme, rest)) = base.and_then(|base| base.split_once("://")) else { return link.to_string() };
    if has_scheme {
        return link.to_string();
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let path = rest[host.len()..].split(['?', '#']).next().unwrap_or("");
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    match link {
        _ if link.starts_with("//") => format!("{scheme}:{link}"),
        _ if link.starts_with('/') => format!("{scheme}://{host}{link}"),
        _ if link.starts_with('?') => format!("{scheme}://{host}{path}{link}"),
        _ => format!("{scheme}://{host}{folder}/{}", link.trim_start_matches("./")),
    }
}

/// Returns an id that is unique beyond its feed: one that only counts is joined to the address of the feed.
pub(super) fn global_id(id: String, feed: Option<&str>) -> String {
    let only_counts = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    match feed.filter(|_| only_counts) {
        Some(feed) => format!("{feed}#{id}"),
        None => id,
    }
}

/// Elements whose content is text or HTML.
const TEXTS: [&str; 5] = ["title", "description", "content:encoded", "summary", "content"];

/// Encloses the content of texts in CDATA, so that HTML in them needs to be no XML.
fn with_enclosed_markup(item: &str) -> String {
    let mut enclosed = item.to_string();
    for name in TEXTS {
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        let Some(start) = enclosed.find(&open) else { continue };
        let Some(inner) = enclosed[start..].find('>').map(|at| start + at + 1) else { continue };
        let Some(end) = enclosed[inner..].rfind(&close).map(|at| inner + at) else { continue };
        let text = &enclosed[inner..end];
        if !text.trim_start().starts_with("<![CDATA[") {
            let text = format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"));
            enclosed.replace_range(inner..end, &text);
        }
    }
    enclosed
}

/// Escapes every `&` that begins no reference.
fn with_escaped_ampersands(xml: &str) -> String {
    let mut pieces = xml.split('&');
    let mut text = pieces.next().unwrap_or("").to_string();
    for piece in pieces {
        let name = piece.split(';').next().unwrap_or("");
        let is_reference = piece.len() > name.len()
            && !name.is_empty()
            && name.trim_start_matches('#').chars().all(|c| c.is_ascii_alphanumeric());
        text.push_str(if is_reference { "&" } else { "&amp;" });
        text.push_str(piece);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_links_are_resolved() {
        let base = Some("https://example.org/news/index.html?x=1");
        for (link, expected) in [
            ("https://a.example/b", "https://a.example/b"),
            ("//a.example/b", "https://a.example/b"),
            ("/b", "https://example.org/b"),
            ("b?c:d", "https://example.org/news/b?c:d"),
            ("?c", "https://example.org/news/index.html?c"),
        ] {
            assert_eq!(resolved(link, base), expected);
        }
        assert_eq!(resolved("/b", None), "/b");
    }
}
