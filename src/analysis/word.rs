//! What a word becomes in the index, and a memory of words already analysed.
//!
//! The form of a word depends on the word and the chain alone, and news repeats its words: nine of ten are found here.

use std::sync::Arc;

use rustc_hash::FxHashMap;

/// A part of a German compound: byte offsets inside the word as written, and its stem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub start: u32,
    pub end: u32,
    pub term: Arc<str>,
}

/// A word after analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordForm {
    /// NFC and lower case, not stemmed: the term of the exact field.
    pub exact: Arc<str>,
    /// The term of the language's field; `None` for a stop word, and for every word of a third language.
    pub term: Option<Arc<str>>,
    /// Compound parts in order; empty for most words.
    pub parts: Box<[Part]>,
    pub is_number: bool,
}

impl WordForm {
    /// Builds a form without parts.
    pub fn simple(exact: String, term: Option<String>) -> WordForm {
        WordForm { exact: exact.into(), term: term.map(Arc::from), parts: Box::default(), is_number: false }
    }

    /// Builds the form of a number; grouping spaces are left out of its exact term.
    pub fn number(exact: String, term: String) -> WordForm {
        let exact: String = exact.chars().filter(|c| !c.is_whitespace()).collect();
        WordForm { is_number: true, ..WordForm::simple(exact, Some(term)) }
    }
}

/// Words of one chain already analysed, by their written form.
#[derive(Default)]
pub struct WordMemory(FxHashMap<Box<str>, Arc<WordForm>>);

/// Words kept at most in one memory; at about 150 bytes a word, 20 MB. A full memory starts anew.
const MAX_WORDS: usize = 1 << 17;

impl WordMemory {
    /// Returns the form of a word, analysing it if it is new.
    pub fn form(&mut self, written: &str, analyze: impl FnOnce(&str) -> WordForm) -> Arc<WordForm> {
        if let Some(form) = self.0.get(written) {
            return Arc::clone(form);
        }
        if self.0.len() >= MAX_WORDS {
            self.0.clear();
        }
        let form = Arc::new(analyze(written));
        self.0.insert(written.into(), Arc::clone(&form));
        form
    }
}
