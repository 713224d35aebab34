//! From markup to paragraphs: block elements and two line breaks in a row end one.

use super::tokens::{Piece, walk};

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 43] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "body.content",
    "body.head",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hl1",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tr",
    "ul",
];
/// Elements whose content is no text of the article.
const SKIPPED: [&str; 18] = [
    "audio", "button", "canvas", "head", "iframe", "math", "noembed", "noframes", "noscript", "object", "script",
    "select", "style", "svg", "template", "textarea", "title", "video",
];

/// Returns the paragraphs of a page or fragment, separated by newlines.
pub(in crate::ingest) fn paragraphs(markup: &str) -> String {
    let mut builder = Builder::default();
    walk(markup, &mut |piece, _| builder.take(piece));
    builder.end();
    builder.text
}

/// Returns the text of a fragment in one line: a title.
pub(in crate::ingest) fn inline_text(markup: &str) -> String {
    if markup.contains(['<', '&']) {
        return paragraphs(markup).replace('\n', " ");
    }
    markup.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Builder {
    text: String,
    paragraph: String,
    n_breaks: usize,
    /// The skipped element that is open, and how many of its name.
    skipped: Option<(String, usize)>,
}

impl Builder {
    fn take(&mut self, piece: Piece) {
        match piece {
            Piece::Text(text) if self.skipped.is_none() => self.push(text),
            Piece::Text(_) => {}
            Piece::Open(tag) => self.open(&tag.name, tag.self_closing),
            Piece::Close(name) => self.close(name),
        }
    }

    fn open(&mut self, name: &str, is_empty: bool) {
        match &mut self.skipped {
            // `<body>` ends a head that was not closed.
            Some((skipped, _)) if skipped == "head" && name == "body" => self.skipped = None,
            Some((skipped, n_open)) if skipped == name => *n_open += 1,
            Some(_) => {}
            None if SKIPPED.contains(&name) && !is_empty => self.skipped = Some((name.to_string(), 1)),
            None if name == "br" => {
                self.n_breaks += 1;
                match self.n_breaks {
                    1 => self.push_space(),
                    _ => self.end(),
                }
            }
            None if BLOCKS.contains(&name) => self.end(),
            None => {}
        }
    }

    fn close(&mut self, name: &str) {
        match &mut self.skipped {
            Some((skipped, n_open)) if skipped == name => {
                *n_open -= 1;
                if *n_open == 0 {
                    self.skipped = None;
                }
            }
            Some(_) => {}
            None if BLOCKS.contains(&name) => self.end(),
            None => {}
        }
    }

    fn push(&mut self, text: &str) {
        for (i, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if i > 0 {
                self.push_space();
            }
            if !word.is_empty() {
                self.paragraph.push_str(word);
                self.n_breaks = 0;
            }
        }
    }

    fn push_space(&mut self) {
        if !self.paragraph.is_empty() && !self.paragraph.ends_with(' ') {
            self.paragraph.push(' ');
        }
    }

    fn end(&mut self) {
        let paragraph = self.paragraph.trim();
        if !paragraph.is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
            self.text.push_str(paragraph);
        }
        self.paragraph.clear();
        self.n_breaks = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_double_breaks_end_paragraphs() {
        for (markup, expected) in [
            ("<p>Eins\n  zwei</p><p>drei", "Eins zwei\ndrei"),
            ("Eins<br>zwei<br><br/>drei<br>\n<br>vier", "Eins zwei\ndrei\nvier"),
            ("<ul><li>Eins<li>zwei</ul>", "Eins\nzwei"),
            ("a<script>if (a < b) x = '<p>'</script>b", "ab"),
            ("<head><title>T</title></head><body>Text", "Text"),
            ("<head><title>T</title><body>Text", "Text"),
            ("Gr&ouml;&szlig;e &amp; <b>Stra</b>&#223;e &lt;x&gt;", "Größe & Straße <x>"),
            ("<table><tr><td>Eins<td>zwei</table>", "Eins\nzwei"),
            ("1 < 2 und 3", "1 < 2 und 3"),
            ("", ""),
        ] {
            assert_eq!(paragraphs(markup), expected, "{markup}");
        }
        assert_eq!(inline_text("AT&T  und\n<i>mehr</i>"), "AT&T und mehr");
    }
}
