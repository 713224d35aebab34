//! What of a text satisfies a query: the spans that a snippet marks.
//!
//! A stem marks its word, a part marks the part inside its compound, a phrase marks only where it stands, and NEAR only
//! what stands near enough.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::{Part, WordForm, Words, tokenize};
use crate::backend::{Occurrence, Sequence, near_groups};
use crate::document::TermField;
use crate::text::{Language, Span};

use super::lower::TypedWord;

/// Finds the places that satisfy one unit of a plan.
#[derive(Clone, Debug)]
pub(super) enum Marker {
    Word(WordMarker),
    Parts(PartsMarker),
    Phrase(PhraseMarker),
    Pattern(PatternMarker),
    Near(NearMarker),
}

/// A place that satisfies a unit: its first and last word, counted in the paragraph, and its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    first: u32,
    last: u32,
    pub span: Span,
    /// Places with the same number satisfy the unit together.
    pub bond: Option<usize>,
}

impl Found {
    fn word(seen: &SeenWord, span: Span) -> Found {
        Found { first: seen.index as u32, last: seen.index as u32, span, bond: None }
    }
}

/// Where the parts of a typed compound are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Closeness {
    /// Where all of them stand close together.
    Together,
    /// Wherever one of them stands: for an article that has them all, but apart.
    Anywhere,
}

/// A word of a text with its form, as markers see it.
#[derive(Clone, Debug)]
pub(super) struct SeenWord {
    /// Counts the words of the paragraph.
    pub index: usize,
    pub span: Span,
    pub language: Option<Language>,
    pub form: Arc<WordForm>,
    /// Set on the first word of a hyphen compound: its whole span and joined form.
    pub compound: Option<(Span, Arc<WordForm>)>,
}

impl SeenWord {
    fn part_span(&self, part: &Part) -> Span {
        Span { start: self.span.start + part.start, end: self.span.start + part.end }
    }
}

/// What one word of a query matches.
#[derive(Clone, Debug)]
pub(super) struct WordMarker {
    /// Stems by language, the word's own first; empty where the word is not ranked.
    stems: [Vec<Arc<str>>; 2],
    /// Stems that only stand alone, not as parts.
    related: [Vec<Arc<str>>; 2],
    /// The word as written, in lower case.
    written: Arc<str>,
    /// Whether it is looked for as written in German, in English, and in paragraphs in neither language.
    is_written_in: [bool; 3],
}

impl WordMarker {
    /// `language`: the one that is asked for; without it, paragraphs in neither language are marked too.
    pub(super) fn new(word: &TypedWord, ranked: [bool; 2], language: Option<Language>) -> WordMarker {
        let stems = Language::ALL.map(|of| {
            let i = of as usize;
            let is_wanted = ranked[i] && language.is_none_or(|only| only == of);
            word.forms[i].term.clone().into_iter().filter(|_| is_wanted).collect()
        });
        let is_written_in = [false, false, language.is_none()];
        WordMarker { stems, related: Default::default(), written: word.forms[0].exact.clone(), is_written_in }
    }

    /// Returns every stem that is looked for in a language.
    pub(super) fn terms(&self, language: Language) -> impl Iterator<Item = &str> {
        self.stems(language).chain(self.related[language as usize].iter().map(|term| &**term))
    }

    /// Returns the stems that may be a part of a word.
    pub(super) fn stems(&self, language: Language) -> impl Iterator<Item = &str> {
        self.stems[language as usize].iter().map(|term| &**term)
    }

    /// Marks these stems as well.
    pub(super) fn add_related(&mut self, language: Language, stems: impl Iterator<Item = String>) {
        self.related[language as usize].extend(stems.map(Arc::from));
    }

    /// Marks nothing yet.
    pub(super) fn of_translations() -> WordMarker {
        WordMarker {
            stems: Default::default(),
            related: Default::default(),
            written: Arc::from(""),
            is_written_in: [false; 3],
        }
    }

    /// Marks the stems of translations as well, as words and as parts.
    pub(super) fn add_translations(&mut self, language: Language, stems: impl Iterator<Item = Arc<str>>) {
        self.stems[language as usize].extend(stems);
    }

    /// Marks the word as written, in the language that is asked for or in any.
    pub(super) fn exact(word: &TypedWord, language: Option<Language>) -> WordMarker {
        let mut marker = WordMarker::new(word, [false; 2], language);
        marker.add_written(Language::ALL.map(|of| language.is_none_or(|only| only == of)));
        marker
    }

    /// Marks the word as written in these languages as well.
    pub(super) fn add_written(&mut self, languages: [bool; 2]) {
        self.is_written_in[..2].copy_from_slice(&languages);
    }

    /// Returns the word as written, if it is looked for so in German or English too.
    pub(super) fn written(&self) -> Option<&Arc<str>> {
        self.is_written_in[..2].contains(&true).then_some(&self.written)
    }

    /// Appends the spans of `seen` that satisfy the query word.
    fn mark(&self, seen: &SeenWord, marks: &mut Vec<Found>) {
        if self.is_written_in[seen.language.map_or(2, |language| language as usize)] && self.written == seen.form.exact
        {
            marks.push(Found::word(seen, seen.span));
            return;
        }
        let Some(language) = seen.language else { return };
        let stems = &self.stems[language as usize];
        if let Some((span, form)) = &seen.compound
            && form.term.as_ref().is_some_and(|term| stems.contains(term))
        {
            marks.push(Found::word(seen, *span));
        }
        let Some(term) = &seen.form.term else { return };
        let has_part = seen.form.parts.iter().any(|part| stems.contains(&part.term));
        if stems.contains(term) || (!has_part && self.related[language as usize].contains(term)) {
            marks.push(Found::word(seen, seen.span));
            return;
        }
        let parts = seen.form.parts.iter().filter(|part| stems.contains(&part.term));
        marks.extend(parts.map(|part| Found::word(seen, seen.part_span(part))));
    }
}

/// The parts of a German compound that was typed; they count where all of them stand close together.
#[derive(Clone, Debug)]
pub(super) struct PartsMarker {
    pub stems: Vec<Arc<str>>,
}

/// Words within which all parts must stand ("Ausschuss des Bundestages für den Haushalt").
const PARTS_WINDOW_WORDS: usize = 8;

impl PartsMarker {
    fn mark(&self, seen: &[SeenWord], closeness: Closeness, marks: &mut Vec<Found>) {
        let mut found: Vec<(usize, usize, Found)> = Vec::new();
        for word in seen.iter().filter(|word| word.language == Some(Language::De)) {
            let i = word.index;
            for (stem_idx, stem) in self.stems.iter().enumerate() {
                if word.form.term.as_ref() == Some(stem) {
                    found.push((i, stem_idx, Found::word(word, word.span)));
                } else if let Some(part) = word.form.parts.iter().find(|part| part.term == *stem) {
                    found.push((i, stem_idx, Found::word(word, word.part_span(part))));
                }
            }
        }
        let is_near = |a: usize, b: usize| a.abs_diff(b) < PARTS_WINDOW_WORDS;
        if closeness == Closeness::Anywhere {
            marks.extend(found.iter().map(|&(_, _, span)| span));
            return;
        }
        let has_all = |at: usize| {
            let first = found.partition_point(|&(i, _, _)| i < at && !is_near(i, at));
            let near = found[first..].iter().take_while(|&&(i, _, _)| is_near(i, at));
            (0..self.stems.len()).all(|wanted| near.clone().any(|&(_, stem, _)| stem == wanted))
        };
        marks.extend(found.iter().filter(|&&(i, _, _)| has_all(i)).map(|&(_, _, span)| span));
    }
}

/// The words of a phrase with their forms in each language.
#[derive(Clone, Debug)]
pub(super) struct PhraseMarker {
    words: Vec<[Arc<WordForm>; 2]>,
    /// The one language that is asked for.
    language: Option<Language>,
    /// Whether the words must stand as written.
    is_exact: bool,
}

impl PhraseMarker {
    pub(super) fn new(text: &str, language: Option<Language>, words: &mut Words) -> PhraseMarker {
        let mut forms = Vec::new();
        tokenize(text, |group| {
            for word in &group.words {
                let written = &text[word.range()];
                forms.push(Language::ALL.map(|language| words.form(written, Some(language))));
            }
        });
        PhraseMarker { words: forms, language, is_exact: false }
    }

    /// A phrase whose words must stand as written.
    pub(super) fn exact(text: &str, language: Option<Language>, words: &mut Words) -> PhraseMarker {
        PhraseMarker { is_exact: true, ..PhraseMarker::new(text, language, words) }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the stems of the phrase in a language; function words have none.
    pub(super) fn terms(&self, language: Language) -> impl Iterator<Item = &str> {
        let words = if self.is_exact { &[][..] } else { &self.words[..] };
        words.iter().filter_map(move |forms| forms[language as usize].term.as_deref())
    }

    /// Returns the words of the phrase that are looked for as written, in lower case: those without a stem in one of the
    /// languages.
    pub(super) fn written(&self) -> impl Iterator<Item = &Arc<str>> {
        let is_written = |forms: &&[Arc<WordForm>; 2]| self.is_exact || forms.iter().any(|form| form.term.is_none());
        self.words.iter().filter(is_written).map(|forms| &forms[0].exact)
    }

    /// Returns the terms that must stand in a row: stems in a language, stop words as written; outside both
    /// languages every word as written.
    pub(super) fn places(&self, language: Option<Language>) -> Sequence {
        let place = |forms: &[Arc<WordForm>; 2]| match language {
            None => (TermField::Other, forms[0].exact.to_string()),
            Some(language) => {
                let form = &forms[language as usize];
                match &form.term {
                    Some(term) => (TermField::text(language), term.to_string()),
                    None => (TermField::Exact, form.exact.to_string()),
                }
            }
        };
        self.words.iter().enumerate().map(|(i, forms)| (i as u32, vec![place(forms)])).collect()
    }

    /// Returns the words that must stand in a row, as written in any language.
    pub(super) fn exact_places(&self) -> Sequence {
        let place = |forms: &[Arc<WordForm>; 2]| vec![(TermField::Exact, forms[0].exact.to_string())];
        self.words.iter().enumerate().map(|(i, forms)| (i as u32, place(forms))).collect()
    }

    fn holds(&self, i: usize, seen: &SeenWord) -> bool {
        let forms = &self.words[i];
        match seen.language.filter(|_| !self.is_exact) {
            None => forms[0].exact == seen.form.exact,
            Some(language) => {
                let wanted = &forms[language as usize];
                if wanted.term.is_some() { wanted.term == seen.form.term } else { wanted.exact == seen.form.exact }
            }
        }
    }

    fn mark(&self, seen: &[SeenWord], marks: &mut Vec<Found>) {
        let is_wanted = |word: &SeenWord| self.language.is_none() || self.language == word.language;
        if self.words.is_empty() || !seen.first().is_some_and(is_wanted) {
            return;
        }
        for window in seen.windows(self.words.len()) {
            let first = &window[0];
            if window.iter().enumerate().all(|(i, word)| word.index == first.index + i && self.holds(i, word)) {
                let last = &window[window.len() - 1];
                let span = Span { start: first.span.start, end: last.span.end };
                marks.push(Found { first: first.index as u32, last: last.index as u32, span, bond: None });
            }
        }
    }
}

/// The words of the index that fit a pattern.
#[derive(Clone, Debug)]
pub(super) struct PatternMarker {
    /// In NFC and lower case, unstemmed.
    pub terms: FxHashSet<Arc<str>>,
    /// The one language that is asked for.
    pub language: Option<Language>,
}

impl PatternMarker {
    fn mark(&self, seen: &SeenWord, marks: &mut Vec<Found>) {
        let is_wanted = self.language.is_none() || self.language == seen.language;
        if is_wanted && self.terms.contains(&seen.form.exact) {
            marks.push(Found::word(seen, seen.span));
        }
    }
}

/// Words and phrases that count where they stand near each other.
#[derive(Clone, Debug)]
pub(super) struct NearMarker {
    /// Per operand, what it may be.
    pub operands: Vec<Vec<Marker>>,
    /// Words that may stand between two neighbors.
    pub distance: u32,
}

impl NearMarker {
    fn mark(&self, seen: &[SeenWord], marks: &mut Vec<Found>) {
        let mut found: Vec<(Occurrence, Span)> = Vec::new();
        let mut of_operand = Vec::new();
        for (operand, markers) in self.operands.iter().enumerate() {
            of_operand.clear();
            markers.iter().for_each(|marker| marker.mark(seen, Closeness::Together, &mut of_operand));
            if of_operand.is_empty() {
                return;
            }
            let occurrence = |found: &Found| Occurrence { first: found.first, last: found.last, operand };
            found.extend(of_operand.iter().map(|found| (occurrence(found), found.span)));
        }
        found.sort_unstable();
        let occurrences: Vec<Occurrence> = found.iter().map(|(occurrence, _)| *occurrence).collect();
        let (groups, _) = near_groups(&occurrences, self.operands.len(), self.distance);
        for ((occurrence, span), group) in found.into_iter().zip(groups) {
            let Occurrence { first, last, .. } = occurrence;
            marks.extend(group.map(|_| Found { first, last, span, bond: group }));
        }
    }
}

impl Marker {
    /// Appends the places in the words of one paragraph that satisfy the unit.
    pub(super) fn mark(&self, seen: &[SeenWord], closeness: Closeness, marks: &mut Vec<Found>) {
        match self {
            Marker::Parts(marker) => marker.mark(seen, closeness, marks),
            Marker::Word(marker) => seen.iter().for_each(|word| marker.mark(word, marks)),
            Marker::Phrase(marker) => marker.mark(seen, marks),
            Marker::Pattern(marker) => seen.iter().for_each(|word| marker.mark(word, marks)),
            Marker::Near(marker) => marker.mark(seen, marks),
        }
    }
}
