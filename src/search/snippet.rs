//! Passages of an article that show why it was found: whole sentences where they fit, verbatim, with what matched
//! marked. They come from spans, so they serve every backend alike.

use serde::Serialize;

use crate::analysis::{Analyzer, Words};
use crate::backend::Deadline;
use crate::document::StoredArticle;
use crate::schema::Schema;
use crate::text::{Language, Span};

use super::lower::{Lowered, UnitMarker};
use super::marks::{Closeness, Found, SeenWord};
use super::mention_marks::MentionPlaces;
use super::passage::{MAX_PASSAGE_BYTES, Passage, joined_by_marks, sentence_groups, shorten, word_end_at_or_before};
use super::wanted::Wanted;

/// Passages of the text shown for one hit at most.
const MAX_PASSAGES: usize = 3;
/// All passages of a hit have at most this many bytes together: two long ones, or three of common length.
const MAX_SHOWN_BYTES: usize = 2 * MAX_PASSAGE_BYTES;
/// A further passage is shown if it adds at least this share of what the best one shows.
const MIN_GAIN: f32 = 0.3;
/// What a word that was shown already counts for in a further passage, against 1 for a new one.
const REPEAT_GAIN: f32 = 0.25;

/// Where a snippet comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SnippetField {
    Title,
    Text,
}

/// A verbatim piece of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    pub field: SnippetField,
    /// Bytes of the title or text.
    pub span: Span,
    pub text: String,
    /// What matched: bytes of `text`, in order, apart from each other.
    pub marks: Vec<Span>,
    pub language: Option<Language>,
}

/// What is marked in a text.
#[derive(Clone, Copy)]
pub(super) struct Marking<'a> {
    pub lowered: &'a Lowered,
    pub wanted: &'a Wanted,
    pub closeness: Closeness,
    pub in_title: bool,
}

/// A paragraph and those of its words that may match.
struct SeenParagraph {
    span: Span,
    language: Option<Language>,
    words: Vec<SeenWord>,
}

/// What satisfies a query in one paragraph.
#[derive(Default)]
pub(super) struct Marks {
    /// Unit and bytes of the text, in order.
    pub places: Vec<(usize, Span)>,
    /// From the first to the last of places that satisfy a unit together, where a passage has room for them.
    bonds: Vec<Span>,
}

/// What snippets are cut for.
#[derive(Clone, Copy)]
pub(super) struct Cutting<'a> {
    pub lowered: &'a Lowered,
    /// How much each unit of the plan counts.
    pub weights: &'a [f32],
    /// From then on articles get none.
    pub deadline: Deadline,
}

/// Cuts the snippets of each article, in order.
pub(super) fn snippets(
    articles: &[StoredArticle],
    Cutting { lowered, weights, deadline }: Cutting,
    analyzer: &Analyzer,
    schema: &Schema,
) -> Vec<Vec<Snippet>> {
    let wanted = Wanted::new(&lowered.markers, analyzer);
    let marking = Marking { lowered, wanted: &wanted, closeness: Closeness::Together, in_title: false };
    analyzer.with_words(|words| {
        articles
            .iter()
            .map(|stored| {
                if deadline.is_over() {
                    return Vec::new();
                }
                let mentions = MentionPlaces::of(stored, lowered, analyzer);
                let title = title_snippet(stored, marking, &mentions, words);
                let passages = text_passages(stored, (marking, &mentions), weights, words, schema);
                let text = &stored.article.text;
                let cut = passages.into_iter().map(|passage| cut(text, SnippetField::Text, &passage));
                title.into_iter().chain(cut).collect()
            })
            .collect()
    })
}

fn title_snippet(
    stored: &StoredArticle,
    marking: Marking,
    mentions: &MentionPlaces,
    words: &mut Words,
) -> Option<Snippet> {
    let (title, language) = (&stored.article.title, stored.title_language);
    let span = Span::new(0, title.len());
    let seen = marking.wanted.words(&mut stored.title_words(), span, language, words);
    let marks = marks_in(&seen, Marking { in_title: true, ..marking }, &mentions.title).places;
    (!marks.is_empty()).then(|| cut(title, SnippetField::Title, &shorten(title, Passage { span, language, marks })))
}

/// Returns the places among the words and mentions of one paragraph that satisfy units.
pub(super) fn marks_in(seen: &[SeenWord], marking: Marking, mentions: &[(usize, Span)]) -> Marks {
    let mut marks = Marks::default();
    let mut found = Vec::new();
    for UnitMarker { unit, marker, in_title } in &marking.lowered.markers {
        if *in_title && !marking.in_title {
            continue;
        }
        found.clear();
        marker.mark(seen, marking.closeness, &mut found);
        marks.places.extend(found.iter().map(|found| (*unit, found.span)));
        marks.bonds.extend(bonds(&mut found));
    }
    marks.places.extend(mentions);
    marks.places.sort_by_key(|(_, span)| *span);
    marks.bonds.sort();
    marks
}

/// Returns what places with the same bond cover, where it fits into a passage.
fn bonds(found: &mut Vec<Found>) -> Vec<Span> {
    found.retain(|found| found.bond.is_some());
    found.sort_by_key(|found| (found.bond, found.span));
    let groups = found.chunk_by(|a, b| a.bond == b.bond);
    let covered = groups.filter_map(|group| {
        let end = group.iter().map(|found| found.span.end).max()?;
        Some(Span { start: group[0].span.start, end })
    });
    covered.filter(|covered| covered.len_bytes() <= MAX_PASSAGE_BYTES).collect()
}

fn text_passages(
    stored: &StoredArticle,
    (marking, mentions): (Marking, &MentionPlaces),
    weights: &[f32],
    words: &mut Words,
    schema: &Schema,
) -> Vec<Passage> {
    let text = &stored.article.text;
    let mut read = stored.text_words();
    let mut paragraphs = Vec::new();
    for (span, language) in stored.own_paragraphs() {
        let words = marking.wanted.words(&mut read, span, language, words);
        if !words.is_empty() || !mentions.within(span).is_empty() {
            paragraphs.push(SeenParagraph { span, language, words });
        }
    }
    let passages_by = |marking: Marking| -> Vec<Passage> {
        let of = |paragraph: &SeenParagraph| {
            passages_of(text, paragraph, (marking, mentions.within(paragraph.span)), schema)
        };
        let passages = paragraphs.iter().map(of);
        passages.flatten().collect()
    };
    let mut passages = passages_by(marking);
    if passages.is_empty() && marking.lowered.has_parts() {
        passages = passages_by(Marking { closeness: Closeness::Anywhere, ..marking });
    }
    let title = stored.article.title.as_str();
    let mut chosen = choose(passages, weights, |passage| text[passage.span.range()].trim() == title.trim());
    if chosen.is_empty() {
        chosen.extend(opening(stored, schema));
    }
    chosen.sort_by_key(|passage| passage.span);
    chosen
}

/// Splits a paragraph into passages that hold marks.
fn passages_of(
    text: &str,
    paragraph: &SeenParagraph,
    (marking, mentions): (Marking, &[(usize, Span)]),
    schema: &Schema,
) -> Vec<Passage> {
    let &SeenParagraph { span, language, ref words } = paragraph;
    let marks = marks_in(words, marking, mentions);
    if marks.places.is_empty() {
        return Vec::new();
    }
    let together = marks.places.iter().map(|(_, mark)| *mark).chain(marks.bonds.iter().copied());
    let spans = joined_by_marks(sentence_groups(text, span, schema), together.collect());
    let marks = &marks.places;
    let mut first = 0;
    let with_marks = spans.into_iter().filter_map(|span| {
        let n_inside = marks[first..].iter().take_while(|(_, mark)| mark.start < span.end).count();
        let inside = &marks[first..first + n_inside];
        first += n_inside;
        let marks: Vec<_> = inside.iter().filter(|(_, mark)| span.contains(*mark)).copied().collect();
        (!marks.is_empty()).then(|| shorten(text, Passage { span, language, marks }))
    });
    with_marks.collect()
}

/// Chooses passages one after the other by what they add; `is_title` tells those that repeat the headline.
fn choose(mut passages: Vec<Passage>, weights: &[f32], is_title: impl Fn(&Passage) -> bool) -> Vec<Passage> {
    if passages.len() > 1 && !passages.iter().all(&is_title) {
        passages.retain(|passage| !is_title(passage));
    }
    let mut shown = vec![false; weights.len()];
    let mut chosen: Vec<Passage> = Vec::new();
    let (mut best_gain, mut n_bytes_left) = (0.0, MAX_SHOWN_BYTES);
    while chosen.len() < MAX_PASSAGES {
        passages.retain(|passage| chosen.is_empty() || passage.span.len_bytes() <= n_bytes_left);
        let gains = passages.iter().map(|passage| gain(passage, weights, &shown));
        // Of equal passages the first one: newspapers put what matters first.
        let best = gains.enumerate().fold(None, |best: Option<(usize, f32)>, (i, gain)| match best {
            Some((_, best_gain)) if best_gain >= gain => best,
            _ => Some((i, gain)),
        });
        let Some((i, gain)) = best else { break };
        if !chosen.is_empty() && gain < MIN_GAIN * best_gain {
            break;
        }
        best_gain = f32::max(best_gain, gain);
        let passage = passages.remove(i);
        n_bytes_left = n_bytes_left.saturating_sub(passage.span.len_bytes());
        passage.marks.iter().for_each(|(unit, _)| shown[*unit] = true);
        chosen.push(passage);
    }
    chosen
}

fn gain(passage: &Passage, weights: &[f32], shown: &[bool]) -> f32 {
    let mut units: Vec<usize> = passage.marks.iter().map(|(unit, _)| *unit).collect();
    units.sort_unstable();
    units.dedup();
    let of_unit = |&unit: &usize| weights[unit].max(f32::MIN_POSITIVE) * if shown[unit] { REPEAT_GAIN } else { 1.0 };
    units.iter().map(of_unit).sum()
}

/// The beginning of the text, for an article that matches in its title or in boilerplate alone: a reader of hits wants to
/// know what the article says, not what stands around it.
fn opening(stored: &StoredArticle, schema: &Schema) -> Option<Passage> {
    let text = &stored.article.text;
    let title = stored.article.title.trim();
    let is_more_than_title = |(span, _): &(Span, _)| text[span.range()].trim() != title;
    let own = stored.own_paragraphs().find(is_more_than_title).or_else(|| stored.own_paragraphs().next());
    let (paragraph, language) = own.or_else(|| stored.paragraphs.first().copied())?;
    let span = *sentence_groups(text, paragraph, schema).first()?;
    let end = word_end_at_or_before(
        text,
        (span.start as usize + MAX_PASSAGE_BYTES).min(span.end as usize),
        span.start as usize,
        span.end as usize,
    );
    Some(Passage { span: Span::new(span.start as usize, end), language, marks: Vec::new() })
}

fn cut(text: &str, field: SnippetField, passage: &Passage) -> Snippet {
    let start = passage.span.start;
    let mut marks: Vec<Span> = Vec::new();
    for &(_, mark) in &passage.marks {
        let mark = Span { start: mark.start - start, end: mark.end - start };
        match marks.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => marks.push(mark),
        }
    }
    let text = text[passage.span.range()].to_string();
    Snippet { field, span: passage.span, text, marks, language: passage.language }
}

impl Snippet {
    /// Returns the marks as code points of the text, end exclusive.
    pub fn ranges(&self) -> Vec<(usize, usize)> {
        let (mut bytes, mut letters) = (0, 0);
        let mut letters_before = |to: u32| {
            letters += self.text[bytes..to as usize].chars().count();
            bytes = to as usize;
            letters
        };
        self.marks.iter().map(|mark| (letters_before(mark.start), letters_before(mark.end))).collect()
    }

    /// Returns the text with what matched between `open` and `close`, every piece of text passed through `escape`.
    pub fn marked(&self, open: &str, close: &str, escape: impl Fn(&str) -> String) -> String {
        let mut marked = String::with_capacity(self.text.len() + 16 * self.marks.len());
        let mut done = 0;
        for mark in &self.marks {
            marked.push_str(&escape(&self.text[done..mark.start as usize]));
            marked.push_str(open);
            marked.push_str(&escape(&self.text[mark.range()]));
            marked.push_str(close);
            done = mark.end as usize;
        }
        marked.push_str(&escape(&self.text[done..]));
        marked
    }
}
