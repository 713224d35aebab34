//! What of a text satisfies a query: the spans that a snippet marks.
//!
//! A stem marks its word, a part marks the part inside its compound, a phrase marks only where it stands.

use std::sync::Arc;

use crate::analysis::{Part, WordForm, Words, tokenize};
use crate::document::TermField;
use crate::text::{Language, Span};

use super::lower::TypedWord;

/// Finds the places that satisfy one unit of a plan.
#[derive(Clone, Debug)]
pub(super) enum Marker {
    Word(WordMarker),
    Parts(PartsMarker),
    Phrase(PhraseMarker),
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
    exact: Arc<str>,
    pub is_exact_only: bool,
}

impl WordMarker {
    pub(super) fn new(word: &TypedWord, ranked: [bool; 2]) -> WordMarker {
        let stems = Language::ALL.map(|language| {
            let i = language as usize;
            word.forms[i].term.clone().into_iter().filter(|_| ranked[i]).collect()
        });
        let exact = word.forms[0].exact.clone();
        WordMarker { stems, related: Default::default(), exact, is_exact_only: false }
    }

    /// Returns every stem that is looked for in a language.
    pub(super) fn terms(&self, language: Language) -> impl Iterator<Item = &str> {
        let i = language as usize;
        self.stems[i].iter().chain(&self.related[i]).map(|term| &**term)
    }

    /// Marks these stems as well.
    pub(super) fn add_related(&mut self, language: Language, stems: impl Iterator<Item = String>) {
        self.related[language as usize] = stems.map(Arc::from).collect();
    }

    /// Marks the word as written, in any language.
    pub(super) fn exact(word: &TypedWord) -> WordMarker {
        let exact = word.forms[0].exact.clone();
        WordMarker { stems: Default::default(), related: Default::default(), exact, is_exact_only: true }
    }

    /// Appends the spans of `seen` that satisfy the query word.
    fn mark(&self, seen: &SeenWord, marks: &mut Vec<Span>) {
        let Some(language) = seen.language else {
            marks.extend((seen.form.exact == self.exact).then_some(seen.span));
            return;
        };
        if self.is_exact_only {
            marks.extend((seen.form.exact == self.exact).then_some(seen.span));
            return;
        }
        let stems = &self.stems[language as usize];
        if let Some((span, form)) = &seen.compound
            && form.term.as_ref().is_some_and(|term| stems.contains(term))
        {
            marks.push(*span);
        }
        let Some(term) = &seen.form.term else { return };
        if stems.contains(term) || self.related[language as usize].contains(term) {
            marks.push(seen.span);
            return;
        }
        let parts = seen.form.parts.iter().filter(|part| stems.contains(&part.term));
        marks.extend(parts.map(|part| seen.part_span(part)));
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
    fn mark(&self, seen: &[SeenWord], closeness: Closeness, marks: &mut Vec<Span>) {
        let mut found: Vec<(usize, usize, Span)> = Vec::new();
        for word in seen.iter().filter(|word| word.language == Some(Language::De)) {
            let i = word.index;
            for (stem_idx, stem) in self.stems.iter().enumerate() {
                if word.form.term.as_ref() == Some(stem) {
                    found.push((i, stem_idx, word.span));
                } else if let Some(part) = word.form.parts.iter().find(|part| part.term == *stem) {
                    found.push((i, stem_idx, word.part_span(part)));
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
}

impl PhraseMarker {
    pub(super) fn new(text: &str, words: &mut Words) -> PhraseMarker {
        let mut forms = Vec::new();
        tokenize(text, |group| {
            for word in &group.words {
                let written = &text[word.range()];
                forms.push(Language::ALL.map(|language| words.form(written, Some(language))));
            }
        });
        PhraseMarker { words: forms }
    }

    /// Returns the stems of the phrase in a language; function words have none.
    pub(super) fn terms(&self, language: Language) -> impl Iterator<Item = &str> {
        self.words.iter().filter_map(move |forms| forms[language as usize].term.as_deref())
    }

    /// Returns the words of the phrase that have no stem in one of the languages, in lower case.
    pub(super) fn function_words(&self) -> impl Iterator<Item = Arc<str>> {
        let is_function_word = |forms: &&[Arc<WordForm>; 2]| forms.iter().any(|form| form.term.is_none());
        self.words.iter().filter(is_function_word).map(|forms| Arc::clone(&forms[0].exact))
    }

    /// Returns the terms that must stand in a row: stems in a language, stop words as written; outside both
    /// languages every word as written.
    pub(super) fn places(&self, language: Option<Language>) -> Vec<(u32, Vec<(TermField, String)>)> {
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

    fn holds(&self, i: usize, seen: &SeenWord) -> bool {
        let forms = &self.words[i];
        match seen.language {
            None => forms[0].exact == seen.form.exact,
            Some(language) => {
                let wanted = &forms[language as usize];
                if wanted.term.is_some() { wanted.term == seen.form.term } else { wanted.exact == seen.form.exact }
            }
        }
    }

    fn mark(&self, seen: &[SeenWord], marks: &mut Vec<Span>) {
        if self.words.is_empty() {
            return;
        }
        for window in seen.windows(self.words.len()) {
            if window.iter().enumerate().all(|(i, word)| word.index == window[0].index + i && self.holds(i, word)) {
                marks.push(Span { start: window[0].span.start, end: window[window.len() - 1].span.end });
            }
        }
    }
}

impl Marker {
    /// Appends the spans in the words of one paragraph that satisfy the unit, in order.
    pub(super) fn mark(&self, seen: &[SeenWord], closeness: Closeness, marks: &mut Vec<Span>) {
        match self {
            Marker::Parts(marker) => marker.mark(seen, closeness, marks),
            Marker::Word(marker) => seen.iter().for_each(|word| marker.mark(word, marks)),
            Marker::Phrase(marker) => marker.mark(seen, marks),
        }
    }
}
