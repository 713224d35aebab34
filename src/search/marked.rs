//! A whole article with every place that satisfies a query, for its reader: the marks of snippets, over all of its text.

use crate::analysis::Words;
use crate::backend::Deadline;
use crate::document::{StoredArticle, WordReader};
use crate::text::{Language, Span};

use super::lower::lower;
use super::marks::Closeness;
use super::mention_marks::MentionPlaces;
use super::snippet::{Marking, marks_in};
use super::wanted::Wanted;
use super::{Request, SearchError, Searcher};

/// Paragraphs are looked at until this many bytes of the text; nobody reads on that far from mark to mark.
const MAX_MARKED_BYTES: usize = 4 << 20;
/// Marks of one article at most.
const MAX_MARKS: usize = 5_000;

/// An article with what a query marks in it.
#[derive(Clone, Debug)]
pub struct MarkedArticle {
    pub stored: StoredArticle,
    /// Bytes of the title, in order, apart from each other.
    pub title: Vec<Span>,
    /// Bytes of the text, in order, apart from each other; boilerplate is marked too, for it is searched.
    pub text: Vec<Span>,
    /// Whether the article is so long, or has so many marks, that the rest of it is not marked.
    pub is_cut: bool,
}

impl Searcher {
    /// Returns the article with an id, and what the text of a request marks in it; `None` if there is no such article.
    ///
    /// # Errors
    /// If the index cannot be read; no text of a query is an error.
    pub fn marked(&self, request: &Request, id: &str) -> Result<Option<MarkedArticle>, SearchError> {
        let live = self.live();
        let snapshot = live.backend.snapshot();
        let deadline = Deadline::after(request.time_limit);
        let Some(stored) = snapshot.article(id)? else { return Ok(None) };
        let lowered =
            lower(request.query(), &self.analyzer, self.vocabulary((live.number, &*snapshot), request, deadline))?;
        let wanted = Wanted::new(&lowered.markers, &self.analyzer);
        let marking = Marking { lowered: &lowered, wanted: &wanted, closeness: Closeness::Together, in_title: false };
        Ok(Some(self.analyzer.with_words(|words| {
            let mentions = MentionPlaces::of(&stored, &lowered, &self.analyzer);
            let mut marked = marked_text(&stored, (marking, &mentions), words);
            // As in snippets: parts of a compound that stand apart are marked where nothing stands together.
            if marked.0.is_empty() && lowered.has_parts() {
                marked =
                    marked_text(&stored, (Marking { closeness: Closeness::Anywhere, ..marking }, &mentions), words);
            }
            let title = Span::new(0, stored.article.title.len());
            let in_title = Marking { in_title: true, ..marking };
            let title = marked_within(
                &mut stored.title_words(),
                (title, stored.title_language),
                (in_title, &mentions.title),
                words,
            );
            MarkedArticle { title, text: marked.0, is_cut: marked.1, stored }
        })))
    }
}

/// Returns the marks of the text, and whether some of it was not looked at.
fn marked_text(
    stored: &StoredArticle,
    (marking, mentions): (Marking, &MentionPlaces),
    words: &mut Words,
) -> (Vec<Span>, bool) {
    let mut read = stored.text_words();
    let mut marks: Vec<Span> = Vec::new();
    for &(paragraph, language) in &stored.paragraphs {
        if paragraph.end as usize > MAX_MARKED_BYTES || marks.len() >= MAX_MARKS {
            marks.truncate(MAX_MARKS);
            return (marks, true);
        }
        let mentions = mentions.within(paragraph);
        marks.extend(marked_within(&mut read, (paragraph, language), (marking, mentions), words));
    }
    let is_cut = marks.len() > MAX_MARKS;
    marks.truncate(MAX_MARKS);
    (marks, is_cut)
}

/// Returns the marks of one paragraph; those that touch are one.
fn marked_within(
    read: &mut WordReader,
    (within, language): (Span, Option<Language>),
    (marking, mentions): (Marking, &[(usize, Span)]),
    words: &mut Words,
) -> Vec<Span> {
    let seen = marking.wanted.words(read, within, language, words);
    let mut places: Vec<Span> = marks_in(&seen, marking, mentions).places.into_iter().map(|(_, place)| place).collect();
    places.sort_unstable();
    let mut apart: Vec<Span> = Vec::with_capacity(places.len());
    for place in places {
        match apart.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => apart.push(place),
        }
    }
    apart
}
