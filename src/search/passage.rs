//! Where a passage begins and ends: sentences, joined where marks belong together, cut between words where they are long.

use crate::schema::Schema;
use crate::text::{Language, Span, sentences};

/// A passage has at most this many bytes; a longer sentence is cut between words around its marks.
pub(super) const MAX_PASSAGE_BYTES: usize = 320;
/// A shorter sentence takes the next one of its paragraph along, if both fit.
const SHORT_SENTENCE_BYTES: usize = 70;

/// A candidate passage: bytes of the field, and which units match where.
#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub span: Span,
    pub language: Option<Language>,
    pub marks: Vec<(usize, Span)>,
}

/// Joins sentences that a mark spans, such as a phrase found across a full stop, and those whose marks belong together.
pub(super) fn joined_by_marks(sentences: Vec<Span>, mut marks: Vec<Span>) -> Vec<Span> {
    marks.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(sentences.len());
    let mut next_mark = 0;
    let mut reach = 0;
    for sentence in sentences {
        match joined.last_mut() {
            Some(last) if reach > sentence.start => last.end = sentence.end,
            _ => joined.push(sentence),
        }
        while next_mark < marks.len() && marks[next_mark].start < sentence.end {
            reach = reach.max(marks[next_mark].end);
            next_mark += 1;
        }
    }
    joined
}

/// Returns the sentences of a paragraph, a short one together with the next.
pub(super) fn sentence_groups(text: &str, paragraph: Span, schema: &Schema) -> Vec<Span> {
    let mut groups: Vec<Span> = Vec::new();
    for sentence in sentences(&text[paragraph.range()], |word| schema.abbreviations.contains(word)) {
        let sentence = sentence.shifted(paragraph.start as usize);
        match groups.last_mut() {
            Some(last)
                if last.len_bytes() < SHORT_SENTENCE_BYTES
                    && (sentence.end - last.start) as usize <= MAX_PASSAGE_BYTES =>
            {
                last.end = sentence.end;
            }
            _ => groups.push(sentence),
        }
    }
    groups
}

/// Cuts a passage that is too long, between words, so that it keeps as many marks as possible.
pub(super) fn shorten(text: &str, passage: Passage) -> Passage {
    let Passage { span, language, marks } = passage;
    if span.len_bytes() <= MAX_PASSAGE_BYTES {
        return Passage { span, language, marks };
    }
    let mut places: Vec<Span> = marks.iter().map(|(_, mark)| *mark).collect();
    places.dedup();
    let kept = most_within(&places);
    let (first, last) = (kept.start as usize, (kept.end as usize).min(kept.start as usize + MAX_PASSAGE_BYTES));
    let before = MAX_PASSAGE_BYTES.saturating_sub(last - first) / 3;
    let earliest = first.saturating_sub(before).max(span.start as usize);
    let start = word_start_at_or_after(text, earliest, first, span.start as usize);
    let latest = (start + MAX_PASSAGE_BYTES).min(span.end as usize);
    let end = word_end_at_or_before(text, latest, last.min(latest), span.end as usize);
    let span = Span::new(start, end);
    // A mark longer than a passage is cut with it.
    let inside = marks.into_iter().filter_map(|(unit, mark)| {
        let mark = Span { start: mark.start.max(span.start), end: mark.end.min(span.end) };
        (mark.start < mark.end).then_some((unit, mark))
    });
    Passage { span, language, marks: inside.collect() }
}

/// Returns what the longest row of places covers that fits into a passage; of one that fits nowhere, itself.
fn most_within(places: &[Span]) -> Span {
    let (mut best, mut n_best, mut next) = (places[0], 0, 0);
    for (i, place) in places.iter().enumerate() {
        next = next.max(i + 1);
        while next < places.len() && (places[next].end - place.start) as usize <= MAX_PASSAGE_BYTES {
            next += 1;
        }
        if next - i > n_best {
            (best, n_best) = (Span { start: place.start, end: places[next - 1].end }, next - i);
        }
    }
    best
}

fn word_start_at_or_after(text: &str, from: usize, limit: usize, sentence_start: usize) -> usize {
    if from <= sentence_start {
        return sentence_start;
    }
    let from = (from..=limit).find(|&at| text.is_char_boundary(at)).unwrap_or(limit);
    text[from..limit].find(char::is_whitespace).map_or(limit, |at| {
        let space = from + at;
        space + text[space..].chars().next().map_or(0, char::len_utf8)
    })
}

/// Returns the end of the last word at or before `to`, at or behind `limit`; without a space between, where a letter ends.
pub(super) fn word_end_at_or_before(text: &str, to: usize, limit: usize, sentence_end: usize) -> usize {
    if to >= sentence_end {
        return sentence_end;
    }
    let to = (0..=to).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(to);
    let limit = (0..=limit.min(to)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(to);
    text[limit..to].rfind(char::is_whitespace).map_or(to, |at| limit + at)
}
