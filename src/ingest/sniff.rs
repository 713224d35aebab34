//! The format of a source that has no extension to tell it, by its first bytes.

use super::source::Format;

/// Bytes looked at: the first line of JSON lines must end in them.
pub(super) const HEAD_BYTES: usize = 1 << 20;

/// Returns the format of a source that begins so.
pub(super) fn format(head: &[u8]) -> Format {
    let decoded;
    let text = match super::charset::utf_16(head) {
        Some(encoding) => {
            decoded = encoding.decode(head).0;
            decoded.as_ref()
        }
        // What is not UTF-8 here does not matter: only signs in ASCII are looked for.
        None => match std::str::from_utf8(head) {
            Ok(text) => text,
            Err(_) => {
                decoded = String::from_utf8_lossy(head);
                decoded.as_ref()
            }
        },
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.as_bytes().first() {
        Some(b'[') => Format::Json,
        Some(b'{') if is_lines(text) => Format::JsonLines,
        Some(b'{') => Format::Json,
        Some(b'<') => markup(text),
        _ if text.starts_with("---\n") || text.starts_with("---\r") || text.starts_with("+++") => Format::Markdown,
        _ => Format::Text,
    }
}

/// Returns whether the next line that is not empty begins an object of its own; in a pretty-printed object none does.
fn is_lines(text: &str) -> bool {
    let mut lines = text.split('\n').map(str::trim_end).filter(|line| !line.is_empty());
    lines.next();
    lines.next().is_some_and(|second| second.starts_with('{'))
}

/// Returns what the root element says, after declarations and comments.
fn markup(text: &str) -> Format {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let end = match rest {
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<?") || rest.starts_with("<!") => ">",
            _ => break,
        };
        match rest.find(end) {
            Some(at) => rest = &rest[at + end.len()..],
            None => break,
        }
    }
    let name: String = rest.chars().skip(1).take_while(|c| c.is_alphanumeric() || *c == ':').collect();
    let local = name.rsplit(':').next().unwrap_or("").to_lowercase();
    // Other XML, such as NewsML, is read as a feed too, which says what its root is and refuses it.
    let is_page = local == "html" || !text.starts_with("<?xml") && HTML_ELEMENTS.contains(&local.as_str());
    if is_page { Format::Html } else { Format::Feed }
}

/// Elements with which a page, or a piece of one, begins where a document type is missing.
const HTML_ELEMENTS: [&str; 32] = [
    "a",
    "article",
    "aside",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "center",
    "div",
    "em",
    "figure",
    "h1",
    "h2",
    "h3",
    "head",
    "header",
    "hr",
    "i",
    "img",
    "link",
    "main",
    "meta",
    "ol",
    "p",
    "section",
    "span",
    "strong",
    "style",
    "table",
    "title",
    "ul",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_the_format() {
        for (head, expected) in [
            ("{\"text\":\"a\"}\n\n{\"text\":\"b\"}\n", Format::JsonLines),
            ("{\"text\":\n{\"text\":\"b\"}\n", Format::JsonLines),
            ("{\n  \"text\": \"a\"\n}\n", Format::Json),
            ("{\"text\":\"a\"}\n", Format::Json),
            ("\u{feff} [{\"text\":\"a\"}]", Format::Json),
            ("<?xml version='1.0'?><!-- <rss> --><rdf:RDF xmlns='x'>", Format::Feed),
            ("<rss version='2.0'>", Format::Feed),
            ("<!DOCTYPE html>\n<html>", Format::Html),
            ("<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>", Format::Html),
            ("<?xml version='1.0'?><nitf>", Format::Feed),
            ("<p>Text</p>", Format::Html),
            ("\n<NewsML Version=\"1.2\"><Catalog/></NewsML>", Format::Feed),
            ("---\ntitle: A\n---\n", Format::Markdown),
            ("--- Ende", Format::Text),
            ("Ein Text", Format::Text),
            ("", Format::Text),
        ] {
            assert_eq!(format(head.as_bytes()), expected, "{head}");
        }
    }
}
