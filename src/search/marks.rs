//! What of a text satisfies a query: the spans that a snippet marks.
//!
//! A stem marks its word, a part marks the part inside its compound, a phrase marks only where it stands.

use std::sync::Arc;

use crate::analysis::{WordForm, Words, tokenize};
use crate::document::TermField;
use crate::text::{Language, Span};

use super::lower::TypedWord;

/// Finds the places that satisfy one unit of a plan.
#[derive(Clone, Debug)]
pub(super) enum Marker {
    Word(WordMarker),
    Phrase(PhraseMarker),
}

/// A word of a text with its form, as markers see it.
#[derive(Clone, Debug)]
pub(super) struct SeenWord {
    pub span: Span,
    pub language: Option<Language>,
    pub form: Arc<WordForm>,
    /// Set on the first word of a hyphen compound: its whole span and joined form.
    pub compound: Option<(Span, Arc<WordForm>)>,
}

/// What one word of a query matches.
#[derive(Clone, Debug)]
pub(super) struct WordMarker {
    /// Stems by language; empty where the word is not ranked.
    stems: [Vec<Arc<str>>; 2],
    /// Stems of the parts of a German compound, which must all stand in one word.
    parts: Vec<Arc<str>>,
    exact: Arc<str>,
    is_exact_only: bool,
}

impl WordMarker {
    pub(super) fn new(word: &TypedWord, ranked: [bool; 2]) -> WordMarker {
        let stems = Language::ALL.map(|language| {
            let i = language as usize;
            let joined = word.joined.as_ref().and_then(|joined| joined[i].term.clone());
            let own = word.forms[i].term.clone();
            own.into_iter().chain(joined).filter(|_| ranked[i]).collect()
        });
        let parts = if ranked[0] { word.forms[0].parts.iter().map(|part| part.term.clone()).collect() } else { vec![] };
        WordMarker { stems, parts, exact: word.forms[0].exact.clone(), is_exact_only: false }
    }

    /// Marks the word as written, in any language.
    pub(super) fn exact(word: &TypedWord) -> WordMarker {
        WordMarker { stems: [vec![], vec![]], parts: vec![], exact: word.forms[0].exact.clone(), is_exact_only: true }
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
        if stems.contains(term) {
            marks.push(seen.span);
            return;
        }
        let at = |start: u32, end: u32| Span::new((seen.span.start + start) as usize, (seen.span.start + end) as usize);
        let parts = &seen.form.parts;
        if let Some(part) = parts.iter().find(|part| stems.contains(&part.term)) {
            marks.push(at(part.start, part.end));
        } else if self.parts.len() > 1 && self.parts.iter().all(|wanted| parts.iter().any(|part| part.term == *wanted))
        {
            let matching = || parts.iter().filter(|part| self.parts.contains(&part.term));
            let start = matching().map(|part| part.start).min();
            let end = matching().map(|part| part.end).max();
            marks.extend(start.zip(end).map(|(start, end)| at(start, end)));
        }
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
            if window.iter().enumerate().all(|(i, word)| self.holds(i, word)) {
                marks.push(Span { start: window[0].span.start, end: window[window.len() - 1].span.end });
            }
        }
    }
}

impl Marker {
    /// Appends the spans in the words of one paragraph that satisfy the unit, in order.
    pub(super) fn mark(&self, seen: &[SeenWord], marks: &mut Vec<Span>) {
        match self {
            Marker::Word(marker) => seen.iter().for_each(|word| marker.mark(word, marks)),
            Marker::Phrase(marker) => marker.mark(seen, marks),
        }
    }
}
