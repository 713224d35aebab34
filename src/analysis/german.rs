//! The German chain, in the order it runs: canonical words, possessive, umlaut digraphs, gender forms, stop words,
//! compound parts (umlauts intact), stem, fold.
//!
//! rust-stemmers carries the Snowball German of 2019; the steps before it join what it keeps apart
//! (Führer/Fuehrer, Politikerin/Politiker/Politiker*innen).

use rustc_hash::FxHashSet;

use super::canonical::CanonicalWords;
use super::compound::Splitter;
use super::number::canonical_number;
use super::stem::WordStemmer;
use super::word::{Part, WordForm};
use crate::schema::{Schema, SchemaError, columns, rows};
use crate::text::{Language, Normalized, fold_diacritics, normalize};

const FILE: &str = "german_spelling.tsv";

/// Analyses German words one at a time.
pub struct German {
    stop_words: FxHashSet<String>,
    canonical: CanonicalWords,
    spelling: Spelling,
    splitter: Splitter,
    stemmer: WordStemmer,
}

#[derive(Default)]
struct Spelling {
    keep_starts: Vec<String>,
    keep_pieces: Vec<String>,
    innen_words: FxHashSet<String>,
    in_endings: Vec<String>,
    not_in_words: FxHashSet<String>,
    s_endings: Vec<String>,
}

impl German {
    /// Assembles the chain from the data files.
    ///
    /// # Errors
    /// A data file that does not keep its format.
    pub fn new(schema: &Schema) -> Result<German, SchemaError> {
        Ok(German {
            stop_words: schema.stop_words(Language::De).clone(),
            canonical: CanonicalWords::new(schema, Language::De)?,
            spelling: Spelling::read(schema.table(FILE))?,
            splitter: Splitter::new(schema)?,
            stemmer: WordStemmer::new(Language::De),
        })
    }

    /// Returns table entries as (written form, term).
    pub fn spellings(&self) -> Vec<(&str, String)> {
        self.canonical.pairs().map(|(written, canonical)| (written, canonical.to_string())).collect()
    }

    /// Returns the form of a word as written.
    pub fn form(&self, written: &str) -> WordForm {
        let mut normal = normalize(written);
        let exact = normal.text.clone();
        if let Some(term) = self.canonical.lookup(written, &exact) {
            return WordForm::simple(exact, Some(term.to_string()));
        }
        if let Some(number) = canonical_number(written, Language::De) {
            return WordForm::number(exact, number);
        }
        strip_possessive(&mut normal);
        self.spelling.restore_umlauts(&mut normal);
        self.spelling.strip_gender(&mut normal);
        if self.stop_words.contains(&normal.text) || self.stop_words.contains(&exact) {
            // In a phrase "fuer" is "für": function words are compared by their exact term alone.
            return WordForm::simple(normal.text, None);
        }
        let parts = self.parts(&normal);
        WordForm { parts, ..WordForm::simple(exact, Some(self.term(&normal.text))) }
    }

    /// Returns whether a word in lower case is known to be no compound, though its parts are words.
    pub fn is_whole(&self, word: &str) -> bool {
        self.splitter.is_blocked(word)
    }

    /// Returns whether a word is one of those that compounds are built from, most of them common nouns.
    pub fn is_part(&self, word: &WordForm) -> bool {
        self.splitter.is_part(&word.exact)
    }

    /// Returns what splits compounds.
    pub(super) fn splitter(&self) -> &Splitter {
        &self.splitter
    }

    fn term(&self, word: &str) -> String {
        fold_diacritics(&self.stemmer.stem(self.spelling.without_final_s(word)))
    }

    fn parts(&self, normal: &Normalized) -> Box<[Part]> {
        let mut ranges = Vec::new();
        self.splitter.split(&normal.text, &mut ranges);
        ranges
            .into_iter()
            .map(|range| Part {
                start: normal.original_offset(range.start) as u32,
                end: normal.original_offset(range.end) as u32,
                term: self.term(&normal.text[range]).into(),
            })
            .collect()
    }
}

/// `geht's`, `Putin's`: what stands before the apostrophe.
fn strip_possessive(normal: &mut Normalized) {
    if let Some(at) = normal.text.find('\'')
        && at >= 2
        && normal.text.len() - at <= 2
    {
        normal.text.truncate(at);
    }
}

impl Spelling {
    fn read(text: &str) -> Result<Spelling, SchemaError> {
        let mut spelling = Spelling::default();
        for row in rows(text) {
            let [kind, what] = columns(FILE, &row)?;
            let what = what.to_string();
            match kind {
                "s" => spelling.s_endings.push(what),
                "keep" => spelling.keep_starts.push(what),
                "keep_in" => spelling.keep_pieces.push(what),
                "innen" => drop(spelling.innen_words.insert(what)),
                "in" => spelling.in_endings.push(what),
                "not_in" => drop(spelling.not_in_words.insert(what)),
                _ => return Err(SchemaError { file: FILE, line: row.line, what: format!("unknown kind {kind:?}") }),
            }
        }
        Ok(spelling)
    }

    /// Drops the s of genitives and plurals that Snowball keeps: it takes an s off only after some consonants, so that
    /// China and Chinas, Kiew and Kiews, Auto and Autos would be strangers.
    fn without_final_s<'w>(&self, word: &'w str) -> &'w str {
        match word.strip_suffix('s') {
            Some(base)
                if base.chars().count() >= 4
                    && base.ends_with(['a', 'i', 'o', 'u', 'y', 'w', 'v', 'j', 'p', 'c'])
                    && !self.s_endings.iter().any(|ending| word.ends_with(ending.as_str())) =>
            {
                base
            }
            _ => word,
        }
    }

    /// Writes ae, oe, ue as ä, ö, ü where they stand for one.
    fn restore_umlauts(&self, normal: &mut Normalized) {
        if !normal.text.contains("ae") && !normal.text.contains("oe") && !normal.text.contains("ue") {
            return;
        }
        if self.keep_starts.iter().any(|start| normal.text.starts_with(start.as_str())) {
            return;
        }
        for (digraph, umlaut) in [("ae", "ä"), ("oe", "ö"), ("ue", "ü")] {
            normal.replace(digraph, umlaut, |text, at| {
                let stays = |piece: &String| {
                    piece
                        .match_indices(digraph)
                        .any(|(inner, _)| at >= inner && text.as_bytes()[at - inner..].starts_with(piece.as_bytes()))
                };
                !self.keep_pieces.iter().any(stays)
            });
        }
    }

    /// Writes feminine and gender-neutral forms as the base form: Politikerin, Politikerinnen, Politiker*innen.
    fn strip_gender(&self, normal: &mut Normalized) {
        if let Some(at) = normal.text.find(['*', ':', '_']) {
            normal.text.truncate(at);
            return;
        }
        let word = normal.text.as_str();
        if let Some(base) = word.strip_suffix("innen") {
            if base.chars().count() >= 4 && !self.innen_words.contains(word) {
                normal.text.truncate(base.len());
            }
        } else if let Some(base) = word.strip_suffix("in") {
            let is_gender = base.chars().count() >= 5
                && self.in_endings.iter().any(|ending| base.ends_with(ending.as_str()))
                && !self.not_in_words.contains(word);
            if is_gender {
                normal.text.truncate(base.len());
            }
        }
    }
}
