//! Which words of a text can match a query at all, told from their sketches; the few that can are looked at closely.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::{Analyzer, MAX_LONGER_BYTES, Sketch, WordForm, Words, initial, tokenize};
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
                if wanted.has_term(language, Sketch::of_term(&spelling.term)) {
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
                marker.terms(Language::De).for_each(|term| self.parts |= Sketch::of_part(term));
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

    /// Tells from the first letter and the length of a word that it cannot match.
    fn is_out(&self, written: &str, language: Language) -> bool {
        if written.len() < self.min_word_bytes {
            return true;
        }
        let may_have_parts = language == Language::De && self.parts != 0 && written.len() >= MIN_COMPOUND_BYTES;
        !may_have_parts && self.initials[language as usize] & first_letter_bit(written) == 0
    }

    fn may_match(&self, sketch: Sketch, language: Language) -> bool {
        sketch.term != 0 && self.has_term(language, sketch.term) || sketch.parts & self.parts != 0
    }

    /// Tells whether a word is wanted as written.
    fn is_written(&self, written: &str, language: Language, words: &mut Words) -> bool {
        self.written_initials & first_letter_bit(written) != 0
            && self.written.contains(&words.form(written, Some(language)).exact)
    }

    /// Returns the words of a paragraph that may match.
    pub(super) fn words(
        &self,
        text: &str,
        paragraph: Span,
        language: Option<Language>,
        words: &mut Words,
    ) -> Vec<SeenWord> {
        let Some(of) = language else {
            return see(text, paragraph, language, words, |_, _| true, |_| true);
        };
        let may_match = |words: &mut Words, written: &str| {
            self.is_written(written, of, words)
                || !self.is_out(written, of) && self.may_match(words.sketch(written, Some(of)), of)
        };
        let is_joined =
            |form: &WordForm| form.term.as_ref().is_some_and(|term| self.has_term(of, Sketch::of_term(term)));
        see(text, paragraph, language, words, may_match, is_joined)
    }
}

fn see(
    text: &str,
    paragraph: Span,
    language: Option<Language>,
    words: &mut Words,
    may_match: impl Fn(&mut Words, &str) -> bool,
    may_match_joined: impl Fn(&WordForm) -> bool,
) -> Vec<SeenWord> {
    let mut seen = Vec::new();
    let mut index = 0;
    let offset = paragraph.start as usize;
    tokenize(&text[paragraph.range()], |group| {
        let mut compound = None;
        if group.words.len() > 1 {
            let whole = group.whole().shifted(offset);
            let form = words.compound_form(&text[whole.range()], language);
            compound = may_match_joined(&form).then_some((whole, form));
        }
        for word in &group.words {
            let span = word.shifted(offset);
            let written = &text[span.range()];
            if compound.is_some() || may_match(words, written) {
                let form = words.form(written, language);
                seen.push(SeenWord { index, span, language, form, compound: compound.take() });
            }
            index += 1;
        }
    });
    seen
}
