//! Page furniture in the text of an article (cookie notices, "Anzeige", share bars, image credits, links to other
//! articles, lone machine tags), and the wire agencies that it credits.
//!
//! In: a text and its tokens. Out: spans of boilerplate, and agencies. Nothing is taken out of the text: what is marked
//! here stays searchable and is left out of snippets. Precision comes first, since a mark on a true sentence hides it:
//! a paragraph is boilerplate only if a pattern of `schema/boilerplate.tsv` is the whole of it, a run at its end only if it
//! begins after the end of a sentence. Nothing is decided by a word that merely occurs, so an article about cookies stays.
//!
//! The words come from the tokens, so that nothing is normalised twice; a paragraph is asked for its first and last word,
//! and only the patterns with these are tried.

mod agencies;
mod credits;
mod pattern;
mod rules;
mod shapes;

use std::cell::OnceCell;

use super::{Paragraph, TextAnalysis, Token, TokenKind};
use crate::schema::{Schema, SchemaError};
use crate::text::Span;

use agencies::Agencies;
use pattern::{COPYRIGHT, Seen};
use rules::{Place, Rules, Run};
use shapes::Shapes;

/// Words of a paragraph that are looked at: all of a line, the last ones of a longer paragraph.
const MAX_LINE_WORDS: usize = 120;
/// A run at the end of a paragraph begins among its last words.
const MAX_RUN_WORDS: usize = 40;
/// The first and the last paragraphs, as many as this, are the edges of a text.
const EDGE: usize = 5;
/// What begins with one of these is said by somebody.
const QUOTES: [char; 7] = ['„', '“', '"', '«', '»', '‘', '\''];
/// Links under a heading such as "Mehr zum Thema": so many lines, each with so many words.
const MAX_LINKS: usize = 8;
/// A heading among the first paragraphs has no links: what follows is the article.
const HEAD: usize = 3;
const MAX_LINK_WORDS: usize = 18;

/// What a text holds besides what its author wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Furniture {
    /// In order, apart from each other; none is empty.
    pub boilerplate: Vec<Span>,
    /// Canonical names, each once, in the order of the text.
    pub agencies: Vec<String>,
}

/// Finds boilerplate and credits.
pub(super) struct Finder {
    rules: Rules,
    shapes: Shapes,
    agencies: Agencies,
}

/// One paragraph as rules see it.
struct Line<'t> {
    text: &'t str,
    span: Span,
    /// Its tokens, or the last of them.
    tokens: &'t [Token],
    is_whole: bool,
    has_copyright: bool,
    idx: usize,
    n_lines: usize,
    /// Made when a rule may hold; for most paragraphs none may.
    words: OnceCell<Vec<Seen<'t>>>,
}

impl<'t> Line<'t> {
    fn new(text: &'t str, span: Span, tokens: &'t [Token], idx: usize, n_lines: usize) -> Line<'t> {
        let is_whole = tokens.len() <= MAX_LINE_WORDS;
        let tokens = if is_whole { tokens } else { &tokens[tokens.len() - MAX_RUN_WORDS..] };
        let has_copyright = memchr::memchr(COPYRIGHT.as_bytes()[1], &text.as_bytes()[span.range()]).is_some();
        Line { text, span, tokens, is_whole, has_copyright, idx, n_lines, words: OnceCell::new() }
    }

    fn words(&self) -> &[Seen<'t>] {
        self.words.get_or_init(|| words(self))
    }

    fn written(&self) -> &str {
        &self.text[self.span.range()]
    }

    fn is_edge(&self) -> bool {
        self.idx < EDGE || self.is_near_end()
    }

    fn is_near_end(&self) -> bool {
        self.idx + EDGE >= self.n_lines
    }
}

/// What is said of one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Article,
    /// A run at the end.
    Run(Span),
    Whole,
    /// Boilerplate, with links after it.
    Heading,
    /// Boilerplate, if the next paragraph is.
    BeforeAnother,
    /// Boilerplate at the end or at the beginning of a text of more lines.
    Tag,
}

impl Finder {
    /// Reads the tables.
    ///
    /// # Errors
    /// A row that does not keep the format.
    pub fn new(schema: &Schema) -> Result<Finder, SchemaError> {
        let agencies = Agencies::new(schema)?;
        let rules = Rules::new(schema, &agencies)?;
        Ok(Finder { shapes: Shapes::new(schema)?, rules, agencies })
    }

    /// Finds the furniture of a text from its tokens.
    pub fn find(&self, text: &str, analysis: &TextAnalysis) -> Furniture {
        let mut found = Vec::new();
        let mut verdicts = Vec::with_capacity(analysis.paragraphs.len());
        let mut tokens = analysis.tokens.as_slice();
        for (idx, paragraph) in analysis.paragraphs.iter().enumerate() {
            let n_inside = tokens.partition_point(|token| token.span.start < paragraph.span.end);
            let (inside, rest) = tokens.split_at(n_inside);
            tokens = rest;
            let line = Line::new(text, paragraph.span, inside, idx, analysis.paragraphs.len());
            verdicts.push(self.verdict(&line, &mut found));
        }
        self.bracketed(text, &mut found);
        settle(text, &analysis.paragraphs, &mut verdicts);
        let spans = analysis.paragraphs.iter().zip(&verdicts).filter_map(|(paragraph, verdict)| match verdict {
            Verdict::Run(span) => Some(*span),
            Verdict::Whole => Some(trimmed(text, paragraph.span)),
            _ => None,
        });
        Furniture { boilerplate: spans.collect(), agencies: self.names(&found) }
    }

    fn verdict(&self, line: &Line, found: &mut Vec<u16>) -> Verdict {
        if line.written().trim_start().starts_with(QUOTES) {
            return Verdict::Article;
        }
        let (Some(first), Some(last)) = (line.tokens.first(), line.tokens.last()) else { return Verdict::Whole };
        let (first, last) = (Seen::token(first), Seen::token(last));
        // The first token may be a whole hyphen compound; its first word is looked up.
        let is_compound = line.tokens[0].kind == TokenKind::Compound;
        let may_be_whole = line.has_copyright
            || is_compound
            || self.rules.may_begin_with(&first)
            || self.rules.may_end_with(&last)
            || self.shapes.may_begin_with(&first);
        let verdict = match line.is_whole {
            true if may_be_whole => self.whole(line, found),
            true => shape(line),
            false => Verdict::Article,
        };
        match verdict {
            Verdict::Article => self.run(line, found).map_or(Verdict::Article, Verdict::Run),
            verdict => verdict,
        }
    }

    fn whole(&self, line: &Line, found: &mut Vec<u16>) -> Verdict {
        let asked = |place| match place {
            Place::Line | Place::Tail | Place::Heading | Place::Before => true,
            Place::Edge | Place::Credit => line.is_edge(),
            Place::Byline => line.idx < EDGE,
            Place::Image => self.shapes.are_names(line.text, line.words()),
        };
        let run = Run { text: line.text, words: line.words(), is_paragraph: true };
        match self.rules.matching(run, asked, &self.agencies, found) {
            Some(Place::Heading) => Verdict::Heading,
            Some(Place::Before) => Verdict::BeforeAnother,
            Some(Place::Byline) => Verdict::Article,
            Some(_) => Verdict::Whole,
            None if self.shapes.is_words_of_furniture(line) => Verdict::Whole,
            None => shape(line),
        }
    }

    /// Returns the run of boilerplate at the end of a paragraph, the longest one.
    fn run(&self, line: &Line, found: &mut Vec<u16>) -> Option<Span> {
        if line.has_copyright {
            return line.words().iter().rev().take(MAX_RUN_WORDS).rev().find_map(|word| self.run_at(line, word, found));
        }
        let tail = &line.tokens[line.tokens.len().saturating_sub(MAX_RUN_WORDS)..];
        let words = tail.iter().filter(|token| token.kind != TokenKind::Compound).map(Seen::token);
        words
            .filter(|word| !goes_on(line.text, word) || word.has_colon(line.text))
            .find_map(|word| self.run_at(line, &word, found))
    }

    /// Returns the run from a word to the end of the paragraph, if it is boilerplate.
    fn run_at(&self, line: &Line, word: &Seen, found: &mut Vec<u16>) -> Option<Span> {
        if !self.rules.may_begin_with(word) {
            return None;
        }
        let start = run_start(line, word);
        let at_sentence = follows_sentence(line, start);
        let is_quoted = line.text[..start as usize].ends_with(QUOTES);
        let may_be_image = !is_quoted && (word.exact() == COPYRIGHT || word.has_colon(line.text));
        if !at_sentence && !may_be_image {
            return None;
        }
        let words = line.words();
        let words = &words[words.partition_point(|other| other.span.start < word.span.start)..];
        let asked = |place| match place {
            Place::Tail => at_sentence,
            Place::Credit => at_sentence && line.is_near_end(),
            Place::Image => self.shapes.are_names(line.text, words),
            _ => false,
        };
        let run = Run { text: line.text, words, is_paragraph: false };
        self.rules.matching(run, asked, &self.agencies, found)?;
        Some(trimmed(line.text, Span { start, end: line.span.end }))
    }

    fn names(&self, found: &[u16]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for agency in found {
            let name = self.agencies.name(*agency);
            if !names.iter().any(|known| known == name) {
                names.push(name.to_string());
            }
        }
        names
    }
}

/// Returns what a line is by its looks alone.
fn shape(line: &Line) -> Verdict {
    match line.written() {
        _ if shapes::is_breadcrumb(line) => Verdict::Whole,
        written if shapes::is_tag(written) => Verdict::Tag,
        _ => Verdict::Article,
    }
}

/// Returns the words of a line, and the signs of copyright between them.
fn words<'t>(line: &Line<'t>) -> Vec<Seen<'t>> {
    let text = line.text;
    let mut words = Vec::with_capacity(line.tokens.len() + usize::from(line.has_copyright));
    let mut done = line.tokens.first().filter(|_| !line.is_whole).map_or(line.span.start, |token| token.span.start);
    for token in line.tokens.iter().filter(|token| token.kind != TokenKind::Compound) {
        let between = &text[done as usize..token.span.start as usize];
        if line.has_copyright
            && let Some(at) = between.find(COPYRIGHT)
        {
            let start = done as usize + at;
            words.push(Seen::new(COPYRIGHT, Span::new(start, start + COPYRIGHT.len())));
        }
        done = token.span.end;
        let written = &text[token.span.range()];
        let is_sign = matches!(written, "c" | "C") && between.ends_with('(') && text[done as usize..].starts_with(')');
        words.push(if is_sign { Seen::new(COPYRIGHT, token.span) } else { Seen::token(token) });
    }
    words
}

/// Returns whether the word before stands in the same sentence, as a glance at the bytes between tells for most words.
fn goes_on(text: &str, word: &Seen) -> bool {
    let before = &text.as_bytes()[..word.span.start as usize];
    matches!(before, [.., last, b' '] if last.is_ascii_alphanumeric() || *last == b',')
}

/// A run takes the brackets and dashes before it along.
fn run_start(line: &Line, word: &Seen) -> u32 {
    let before = &line.text[line.span.start as usize..word.span.start as usize];
    let kept = before.trim_end_matches(['(', '[', '–', '-', '|', '+', '»', '>', '→', ' ', '\u{a0}']);
    let opening = &before[kept.len()..];
    line.span.start + (before.len() - opening.trim_start().len()) as u32
}

/// Returns whether what ends before `at` is a sentence, and what begins there no quotation.
fn follows_sentence(line: &Line, at: u32) -> bool {
    let before = &line.text[line.span.start as usize..at as usize];
    before.trim().is_empty()
        || before.ends_with(char::is_whitespace)
            && before.trim_end().ends_with(['.', '!', '?', '…', '“', '”', '"', '«', '»', ')', ']', '\''])
}

/// Decides what depends on the paragraphs around: links under a heading, lines before others, lone tags.
fn settle(text: &str, paragraphs: &[Paragraph], verdicts: &mut [Verdict]) {
    for i in (0..verdicts.len()).rev().filter(|&i| verdicts[i] == Verdict::Heading).collect::<Vec<_>>() {
        verdicts[i] = Verdict::Whole;
        let links = paragraphs[i + 1..].iter().zip(&verdicts[i + 1..]);
        let is_link = |(paragraph, verdict): &(&Paragraph, &Verdict)| {
            **verdict == Verdict::Article && is_link(&text[paragraph.span.range()])
        };
        let n_links = links.take_while(is_link).count();
        // A line that opens an article looks like a link as well, and so does every line of a text broken at a fixed width.
        let is_list = matches!(
            verdicts.get(i + 1 + n_links),
            None | Some(Verdict::Whole | Verdict::Tag | Verdict::BeforeAnother)
        );
        if is_list && i >= HEAD && n_links <= MAX_LINKS {
            verdicts[i + 1..=i + n_links].fill(Verdict::Whole);
        }
    }
    for i in (0..verdicts.len()).rev() {
        let is_followed = verdicts.get(i + 1) == Some(&Verdict::Whole);
        let is_last = verdicts[i + 1..].iter().all(|verdict| *verdict == Verdict::Whole);
        match verdicts[i] {
            Verdict::BeforeAnother if is_followed => verdicts[i] = Verdict::Whole,
            Verdict::Tag if verdicts.len() > 1 && (is_last || i == 0) => verdicts[i] = Verdict::Whole,
            _ => {}
        }
    }
}

/// A headline as links have it: short, and no sentence with its full stop.
fn is_link(line: &str) -> bool {
    !line.trim_end().ends_with(['.', '“', '”', '"', ':', ',']) && line.split_whitespace().count() <= MAX_LINK_WORDS
}

fn trimmed(text: &str, span: Span) -> Span {
    let written = &text[span.range()];
    let start = span.start as usize + (written.len() - written.trim_start().len());
    Span::new(start, start + written.trim().len())
}
