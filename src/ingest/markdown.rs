//! Markdown: one file is one article, with front matter in YAML (`---`) or TOML (`+++`) or without.
//!
//! The text is what a reader sees: links become their words, list items and table rows a paragraph each; code blocks and
//! pictures are left out. The first level-one heading is the title where the front matter gives none, and is not
//! repeated in the text.

mod front_matter;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use super::draft::{Draft, Out, names, text};
use super::html;

/// Reads the article of a Markdown file.
pub(super) fn read(out: &mut Out, markdown: &str) {
    let file_id = out.source.file_id();
    match front_matter::split(markdown) {
        Err((line, what)) => out.refused(Some(line), what),
        Ok((facts, body)) => {
            let line = (!facts.is_empty()).then_some(1);
            out.draft(line, draft(&facts, body).map(|draft| Draft { file_id, ..draft }));
        }
    }
}

fn draft(facts: &serde_json::Map<String, Value>, markdown: &str) -> Result<Draft, String> {
    let is_draft = |key: &str, draft: &str| match facts.get(key) {
        Some(Value::Bool(is_set)) => *is_set && draft == "true",
        Some(Value::String(value)) => value.eq_ignore_ascii_case(draft),
        _ => false,
    };
    if is_draft("draft", "true") || is_draft("published", "false") || is_draft("status", "draft") {
        return Err("the article is a draft; take \"draft: true\" out of its front matter to index it".to_string());
    }
    let mut reader = Reader { title: text(facts, &["title", "headline"]), ..Reader::default() };
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(markdown, options).for_each(|event| reader.take(event));
    reader.end();
    if reader.paragraphs.is_empty() {
        return Err("the article has no text below its title and front matter".to_string());
    }
    let authors = ["authors", "author", "by", "byline"].iter().find_map(|key| facts.get(*key).map(names));
    Ok(Draft {
        id: text(facts, &["id", "guid"]),
        url: text(facts, &["url", "canonical", "canonical_url", "canonicalurl", "link"]),
        source: text(facts, &["source", "publisher", "newspaper", "site_name"]),
        lang: text(facts, &["lang", "language", "locale"]),
        date: text(facts, &["date", "published", "pubdate", "publishdate", "created"]),
        embargo: text(facts, &["embargo"]),
        title: reader.title.unwrap_or_default(),
        text: reader.paragraphs.join("\n"),
        authors: authors.unwrap_or_default(),
        ..Draft::default()
    })
}

/// Collects paragraphs from the events of a Markdown text.
#[derive(Default)]
struct Reader {
    title: Option<String>,
    paragraphs: Vec<String>,
    paragraph: String,
    markup: String,
    /// How many elements are open whose text is left out.
    n_skipped: usize,
}

impl Reader {
    fn take(&mut self, event: Event) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Image { .. } | Tag::MetadataBlock(_)) => self.n_skipped += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::Image | TagEnd::MetadataBlock(_)) => self.n_skipped -= 1,
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => self.end_heading(),
            Event::End(TagEnd::HtmlBlock) => self.end_markup(),
            Event::Start(tag) if is_block(&tag) => self.end(),
            Event::End(TagEnd::TableCell) => self.paragraph.push(' '),
            Event::End(end) if is_block_end(end) => self.end(),
            Event::Text(words) | Event::Code(words) if self.n_skipped == 0 => self.paragraph.push_str(&words),
            Event::SoftBreak | Event::HardBreak if self.n_skipped == 0 => self.paragraph.push(' '),
            Event::Html(markup) => self.markup.push_str(&markup),
            _ => {}
        }
    }

    fn end(&mut self) {
        let paragraph = self.paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        if !paragraph.is_empty() {
            self.paragraphs.push(paragraph);
        }
        self.paragraph.clear();
    }

    fn end_heading(&mut self) {
        let heading = self.paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        if self.title.is_none() && !heading.is_empty() {
            self.title = Some(heading.clone());
        }
        if self.paragraphs.is_empty() && self.title.as_ref() == Some(&heading) {
            self.paragraph.clear();
        }
        self.end();
    }

    fn end_markup(&mut self) {
        let text = html::paragraphs(&std::mem::take(&mut self.markup));
        self.paragraphs.extend(text.lines().map(str::to_string));
    }
}

fn is_block(tag: &Tag) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::TableRow
            | Tag::HtmlBlock
    )
}

fn is_block_end(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::FootnoteDefinition
    )
}
