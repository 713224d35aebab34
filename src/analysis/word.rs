//! What a word becomes in the index, and a memory of words already analysed.
//!
//! The form of a word depends on the word and the chain alone, and news repeats its words: nine of ten are found here.

use std::hash::Hasher;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHasher};

/// A part of a German compound, or of words that lost the space between them: byte offsets inside the word as written, and its stem.
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
    /// Compound parts, or the two words of glue, in order; empty for most words.
    pub parts: Box<[Part]>,
    pub is_number: bool,
    /// The byte at which a second word begins, of two that lost the space between them (*Putinund*); 0 for others.
    pub cut: u32,
    /// Keys by which spellings of a name are one; empty for words that are none by their looks (`analysis/name.rs`).
    pub name_keys: Box<[Box<str>]>,
}

impl WordForm {
    /// Builds a form without parts.
    pub fn simple(exact: String, term: Option<String>) -> WordForm {
        let (parts, name_keys) = (Box::default(), Box::default());
        WordForm { exact: exact.into(), term: term.map(Arc::from), parts, is_number: false, cut: 0, name_keys }
    }

    /// Builds the form of a number; grouping spaces are left out of its exact term.
    pub fn number(exact: String, term: String) -> WordForm {
        let exact: String = exact.chars().filter(|c| !c.is_whitespace()).collect();
        WordForm { is_number: true, ..WordForm::simple(exact, Some(term)) }
    }
}

/// A few bits of a word's form: equal terms have equal sketches, most different terms different ones.
///
/// Sketches tell at the price of one memory access which words of a text cannot match a query (nearly all).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// Hash of the term; 0 for a word without one.
    pub term: u16,
    /// One bit for each part of a compound, by the hash of its term.
    pub parts: u16,
}

impl Sketch {
    /// Returns the hash of a term, never 0.
    pub fn of_term(term: &str) -> u16 {
        ((hash(term) >> 48) as u16).max(1)
    }

    /// Returns the bit of a part's term.
    pub fn of_part(term: &str) -> u16 {
        1 << (hash(term) >> 60)
    }

    fn of(form: &WordForm) -> Sketch {
        let term = form.term.as_ref().map_or(0, |term| Sketch::of_term(term));
        Sketch { term, parts: form.parts.iter().map(|part| Sketch::of_part(&part.term)).fold(0, |a, b| a | b) }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    hasher.finish()
}

/// Words of one chain already analysed, by their written form.
#[derive(Default)]
pub struct WordMemory {
    forms: FxHashMap<Box<str>, Arc<WordForm>>,
    /// Sketches by hash of the written word, each slot with 32 bits of that hash; made at the first use.
    sketches: Vec<(u32, Sketch)>,
}

/// Slots for sketches, 1 MB; two words that share a slot take turns.
const SKETCH_SLOT_BITS: u32 = 17;

/// Words kept at most in one memory; at about 150 bytes a word, 20 MB. A full memory starts anew.
const MAX_WORDS: usize = 1 << 17;

impl WordMemory {
    /// Returns the form of a word, analysing it if it is new.
    pub fn form(&mut self, written: &str, analyze: impl FnOnce(&str) -> WordForm) -> Arc<WordForm> {
        if let Some(form) = self.forms.get(written) {
            return Arc::clone(form);
        }
        if self.forms.len() >= MAX_WORDS {
            self.forms.clear();
        }
        let form = Arc::new(analyze(written));
        self.forms.insert(written.into(), Arc::clone(&form));
        form
    }

    /// Returns the sketch of a word, analysing it if it is new.
    ///
    /// Two words with the same 49 bits of hash are taken for one another; among the words of a language that is less
    /// likely than a misprint, and costs a mark, never a hit.
    pub fn sketch(&mut self, written: &str, analyze: impl FnOnce(&str) -> WordForm) -> Sketch {
        if self.sketches.is_empty() {
            self.sketches = vec![(0, Sketch::default()); 1 << SKETCH_SLOT_BITS];
        }
        let hash = hash(written);
        let (slot, tag) = ((hash >> (64 - SKETCH_SLOT_BITS)) as usize, (hash as u32).max(1));
        if self.sketches[slot].0 == tag {
            return self.sketches[slot].1;
        }
        let sketch = Sketch::of(&self.form(written, analyze));
        self.sketches[slot] = (tag, sketch);
        sketch
    }
}
