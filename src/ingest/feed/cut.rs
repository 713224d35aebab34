//! The items of an RSS or Atom feed, cut out of its text: each is read on its own, so that a broken one spoils no other.

use std::ops::Range;

/// An item of a feed and where it stands.
pub(super) struct Item<'t> {
    pub line: usize,
    /// The whole element; `None` if it has no end.
    pub text: Option<&'t str>,
}

/// A feed in pieces.
pub(super) struct Feed<'t> {
    pub is_atom: bool,
    /// The start tag of the root element.
    pub root: &'t str,
    /// What the feed says of itself: the content of the channel, or of the root, without items.
    pub head: String,
    pub items: Vec<Item<'t>>,
    /// Whether the root element ends.
    pub is_whole: bool,
}

/// Cuts a feed into pieces.
///
/// # Errors
/// If the text is neither RSS nor Atom.
pub(super) fn cut(text: &str) -> Result<Feed<'_>, String> {
    let mut tags = tags(text);
    let root = tags.next().ok_or("no XML: there is no element")?;
    let (is_atom, item_name) = match root.name {
        "rss" | "RDF" => (false, "item"),
        "feed" | "entry" => (true, "entry"),
        name => {
            return Err(format!(
                "neither RSS nor Atom: the root element is <{name}>; save it as .html if it is a page"
            ));
        }
    };
    let mut feed =
        Feed { is_atom, root: &text[root.range.clone()], head: String::new(), items: vec![], is_whole: false };
    let mut lines = Lines { text, at: 0, line: 1 };
    // An entry alone is a feed of one.
    let mut open = (root.name == "entry").then_some(root.range.start);
    let mut head_from = is_atom.then_some(root.range.end);
    for tag in tags {
        match (tag.name == item_name, tag.is_end, open) {
            (true, false, Some(start)) => {
                feed.items.push(Item { line: lines.of(start), text: None });
                open = Some(tag.range.start);
            }
            (true, false, None) => {
                if let Some(from) = head_from.take() {
                    feed.head.push_str(&text[from..tag.range.start]);
                }
                open = Some(tag.range.start);
            }
            (true, true, Some(start)) => {
                feed.items.push(Item { line: lines.of(start), text: Some(&text[start..tag.range.end]) });
                feed.is_whole |= root.name == "entry";
                (open, head_from) = (None, Some(tag.range.end));
            }
            (false, true, _) if tag.name == root.name || tag.name == "channel" => {
                if let Some(start) = open.take() {
                    feed.items.push(Item { line: lines.of(start), text: None });
                }
                if let Some(from) = head_from.take().filter(|_| is_atom == (tag.name == root.name)) {
                    feed.head.push_str(&text[from..tag.range.start]);
                }
                feed.is_whole |= tag.name == root.name;
            }
            (false, false, None) if tag.name == "channel" && !is_atom => head_from = Some(tag.range.end),
            _ => {}
        }
    }
    if let Some(start) = open {
        feed.items.push(Item { line: lines.of(start), text: None });
    }
    Ok(feed)
}

/// Returns the text of the first element of this name in an item, its character data and references as they stand.
pub(super) fn element<'t>(item: &'t str, name: &str) -> Option<&'t str> {
    let mut tags = tags(item);
    while let Some(tag) = tags.next() {
        if !tag.is_end && tag.name == name {
            let end = tags.find(|end| end.is_end && end.name == tag.name)?;
            let text = item[tag.range.end..end.range.start].trim();
            let text = text.strip_prefix("<![CDATA[").and_then(|text| text.strip_suffix("]]>")).unwrap_or(text);
            return Some(text.trim()).filter(|text| !text.is_empty());
        }
    }
    None
}

/// Counts lines up to offsets that grow.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, offset: usize) -> usize {
        self.line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..offset]).count();
        self.at = offset;
        self.line
    }
}

struct Tag<'t> {
    /// Without its prefix.
    name: &'t str,
    is_end: bool,
    range: Range<usize>,
}

/// Returns the tags of an XML text in order; comments, CDATA and instructions are passed over. An element that is
/// empty (`<a/>`) has a start only.
fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr(b'<', &text.as_bytes()[at..])?;
            let rest = &text[start..];
            let skipped = match rest {
                _ if rest.starts_with("<!--") => Some("-->"),
                _ if rest.starts_with("<![CDATA[") => Some("]]>"),
                _ if rest.starts_with("<?") => Some("?>"),
                _ if rest.starts_with("<!") => Some(if has_subset(rest) { "]>" } else { ">" }),
                _ => None,
            };
            if let Some(end) = skipped {
                at = start + rest.find(end)? + end.len();
                continue;
            }
            let n_bytes = tag_len_bytes(rest)?;
            at = start + n_bytes;
            let is_end = rest.starts_with("</");
            let name = rest[1 + usize::from(is_end)..n_bytes].split(|c: char| c.is_whitespace() || "/>".contains(c));
            let name = name.into_iter().next().unwrap_or("");
            let name = name.rsplit(':').next().unwrap_or(name);
            return Some(Tag { name, is_end, range: start..at });
        }
    })
}

/// Returns whether a document type holds declarations of its own.
fn has_subset(doctype: &str) -> bool {
    let end = doctype.find('>').unwrap_or(doctype.len());
    doctype[..end].contains('[')
}

/// Returns the length of a tag; `>` in quotes does not end it.
fn tag_len_bytes(text: &str) -> Option<usize> {
    let mut quote = None;
    for (i, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(i + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}
