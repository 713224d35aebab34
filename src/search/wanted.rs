//! Which words of a text can match a query at all, told from their sketches; the few that can are looked at closely.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::{Analyzer, MAX_LONGER_BYTES, Sketch, WordForm, Words, initial};
use crate::document::WordReader;
use crate::text::{Language, Span};

use super::lower::UnitMarker;
use super::marks::{Marker, SeenWord};

/// Sketches that may match one of the markers of a query.
pub(super) struct Wanted {
    /// One bit for each hash of a term, per language.
    terms: [Box<[u64]>; 2],
    parts: u16,
    /// First letters of words that may match as a whole, per language: one bit for each of a to z, one for all others.
    initials: [u32; 2],
    /// A shorter word matches nothing, in bytes.
    min_word_bytes: usize,
    /// Words that are wanted as written, in lower case, which no sketch tells.
    written: FxHashSet<Arc<str>>,
    /// First letters of words that are wanted as written, as in `initials`.
    written_initials: u32,
}

const WORDS_OF_BITS: usize = 1 << 10;

/// A compound has two parts of four letters or more.
const MIN_COMPOUND_BYTES: usize = 8;

fn initial_bit(letter: char) -> u32 {
    match letter {
        'a'..='z' => 1 << (letter as u32 - 'a' as u32),
        _ => 1 << 26,
    }
}

/// Returns the bit of the first letter of a word as written; all bits where normalising may change it.
fn first_letter_bit(written: &str) -> u32 {
    let first = written.as_bytes()[0];
    if first.is_ascii() { initial_bit(first.to_ascii_lowercase().into()) } else { u32::MAX }
}

impl Wanted {
    /// Collects what the markers of a query look for.
    pub(super) fn new(markers: &[UnitMarker], analyzer: &Analyzer) -> Wanted {
        let bits = || vec![0u64; WORDS_OF_BITS].into_boxed_slice();
        let mut wanted = Wanted {
            terms: [bits(), bits()],
            parts: 0,
            initials: [0; 2],
            min_word_bytes: usize::MAX,
            written: FxHashSet::default(),
            written_initials: 0,
        };
        markers.iter().for_each(|marker| wanted.add(&marker.marker));
        for language in Language::ALL {
            for spelling in analyzer.unlike_spellings(language) {
                if wanted.has_term(language, spelling.term_hash) {
                    wanted.add_word(language, &spelling.written, spelling.written.len());
                }
            }
        }
        wanted
    }

    fn add(&mut self, marker: &Marker) {
        match marker {
            Marker::Word(marker) => {
                for language in Language::ALL {
                    marker.terms(language).for_each(|term| self.add_term(language, term));
                }
                marker.stems(Language::De).for_each(|stem| self.parts |= Sketch::of_part(stem));
                marker.written().into_iter().for_each(|word| self.add_written(word));
            }
            Marker::Parts(marker) => {
                for stem in &marker.stems {
                    self.add_term(Language::De, stem);
                    self.parts |= Sketch::of_part(stem);
                }
            }
            Marker::Phrase(marker) => {
                for language in Language::ALL {
                    marker.terms(language).for_each(|term| self.add_term(language, term));
                }
                marker.written().for_each(|word| self.add_written(word));
            }
            Marker::Pattern(marker) => marker.terms.iter().for_each(|word| self.add_written(word)),
            Marker::Near(marker) => marker.operands.iter().flatten().for_each(|marker| self.add(marker)),
        }
    }

    fn add_written(&mut self, word: &Arc<str>) {
        self.written_initials |= initial(word).map_or(0, initial_bit);
        self.written.insert(Arc::clone(word));
    }

    fn add_word(&mut self, language: Language, word: &str, min_bytes: usize) {
        self.initials[language as usize] |= initial(word).map_or(0, initial_bit);
        self.min_word_bytes = self.min_word_bytes.min(min_bytes);
    }

    fn has_term(&self, language: Language, hash: u16) -> bool {
        self.terms[language as usize][hash as usize / 64] >> (hash % 64) & 1 == 1
    }

    fn add_term(&mut self, language: Language, term: &str) {
        let hash = Sketch::of_term(term) as usize;
        self.terms[language as usize][hash / 64] |= 1 << (hash % 64);
        self.add_word(language, term, term.len().saturating_sub(MAX_LONGER_BYTES));
    }

    /// Tells from the first letter and the length of a word that neither it nor a part of it can match.
    fn is_out(&self, written: &str, language: Language) -> bool {
        let is_long = written.len() >= MIN_COMPOUND_BYTES.max(self.min_word_bytes);
        let may_have_parts = language == Language::De && self.parts != 0 && is_long;
        !may_have_parts && self.is_out_whole(written, language)
    }

    /// Tells from the first letter and the length of a word that it cannot match as a whole.
    fn is_out_whole(&self, written: &str, language: Language) -> bool {
        written.len() < self.min_word_bytes || self.initials[language as usize] & first_letter_bit(written) == 0
    }

    fn fits(&self, sketch: Sketch, language: Language) -> bool {
        sketch.term != 0 && self.has_term(language, sketch.term) || sketch.parts & self.parts != 0
    }

    /// Tells whether a word is wanted as written.
    fn is_written(&self, written: &str, language: Language, words: &mut Words) -> bool {
        self.written_initials & first_letter_bit(written) != 0
            && self.written.contains(&words.form(written, Some(language)).exact)
    }

    fn may_match(&self, written: &str, language: Option<Language>, words: &mut Words) -> bool {
        let Some(of) = language else { return true };
        self.is_written(written, of, words)
            || !self.is_out(written, of) && self.fits(words.sketch(written, language), of)
    }

    /// Returns the joined form of a hyphen compound, if it may match.
    fn compound(&self, written: &str, language: Option<Language>, words: &mut Words) -> Option<Arc<WordForm>> {
        let may_match = language.is_none_or(|of| {
            !self.is_out_whole(written, of) && self.fits(words.compound_sketch(written, language), of)
        });
        may_match.then(|| words.compound_form(written, language))
    }

    /// Returns the words inside a span that may match.
    pub(super) fn words(
        &self,
        read: &mut WordReader,
        within: Span,
        language: Option<Language>,
        words: &mut Words,
    ) -> Vec<SeenWord> {
        let text = read.text();
        let mut seen = Vec::new();
        let mut index = 0;
        read.groups(within, |group| {
            let mut compound = None;
            if group.words.len() > 1 {
                let whole = group.whole();
                compound = self.compound(&text[whole.range()], language, words).map(|form| (whole, form));
            }
            for &span in &group.words {
                let written = &text[span.range()];
                if compound.is_some() || self.may_match(written, language, words) {
                    let form = words.form(written, language);
                    seen.push(SeenWord { index, span, language, form, compound: compound.take() });
                }
                index += 1;
            }
        });
        seen
    }
}
