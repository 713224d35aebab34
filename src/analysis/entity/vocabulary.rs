//! The words that names consist of, and which of them a written word may be: as it stands, without an ending, folded.
//!
//! In: a word as written. Out: its readings, each a word of names with what was done to find it. Which readings are good
//! for which name the gazetteer decides; nothing here fails.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::words::plain;
use crate::text::{Language, fold_diacritics};

/// Endings of German adjectives; the longer before the shorter.
const ADJECTIVE_ENDINGS: [&str; 5] = ["en", "er", "es", "em", "e"];
/// Endings of German nouns, apart from the s of a genitive.
const NOUN_ENDINGS: [&str; 4] = ["en", "n", "es", "nen"];
/// Letters that a stem without a noun or adjective ending has at least.
const MIN_STEM_BYTES: usize = 4;
/// Letters that a word in capitals has at least to be read as one in small letters (*PUTIN*, but not *US*).
const MIN_CAPITALS: usize = 4;
/// Letters of a word at least whose diacritics may be missing.
const MIN_FOLDED_BYTES: usize = 5;
/// Readings of one word at most.
const MAX_READINGS: usize = 6;

/// A word that names consist of.
pub(super) type WordId = u32;

/// What lies between a written word and a word of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Change {
    None,
    /// The s or 's of a genitive.
    Genitive,
    /// Written in capitals.
    Capitals,
    /// The ending of an adjective.
    Adjective,
    /// The s of an English plural.
    Plural,
    /// Another ending of a German noun.
    Noun,
    /// `-in` or `-innen`, which make a woman of a man.
    Woman,
    /// Other diacritics, or digraphs for umlauts.
    Folded,
}

/// The readings of one word, the likeliest first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Readings {
    found: [Option<(WordId, Change)>; MAX_READINGS],
}

impl Readings {
    fn add(&mut self, id: Option<&WordId>, change: Change) {
        if let (Some(&id), Some(free)) = (id, self.found.iter_mut().find(|place| place.is_none())) {
            *free = Some((id, change));
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (WordId, Change)> + '_ {
        self.found.iter().map_while(|reading| *reading)
    }

    fn is_empty(&self) -> bool {
        self.found[0].is_none()
    }

    /// Returns what makes the written word the word `id`, if it may be that.
    pub(super) fn change_to(&self, id: WordId) -> Option<Change> {
        self.iter().find(|&(word, _)| word == id).map(|(_, change)| change)
    }
}

/// The words of the names of one language.
#[derive(Debug)]
pub(super) struct Vocabulary {
    language: Language,
    exact: FxHashMap<&'static str, WordId>,
    /// Stems of adjectives within names and of adjectives that names have.
    adjectives: FxHashMap<&'static str, WordId>,
    /// Words with diacritics or digraphs, folded.
    folded: FxHashMap<Box<str>, WordId>,
    n_words: u32,
}

impl Vocabulary {
    pub(super) fn new(language: Language) -> Vocabulary {
        let (exact, adjectives, folded) = Default::default();
        Vocabulary { language, exact, adjectives, folded, n_words: 0 }
    }

    pub(super) fn language(&self) -> Language {
        self.language
    }

    pub(super) fn n_words(&self) -> usize {
        self.n_words as usize
    }

    /// Takes a word of a name.
    pub(super) fn add(&mut self, word: &'static str) -> WordId {
        let next = self.n_words;
        let id = *self.exact.entry(word).or_insert(next);
        self.n_words = self.n_words.max(id + 1);
        if id == next {
            let fold = fold(word);
            if fold != word {
                self.folded.entry(fold.into()).or_insert(id);
            }
        }
        id
    }

    /// Takes an adjective of German, which has every ending; one that has none is a word like any other.
    pub(super) fn add_adjective(&mut self, word: &'static str) -> WordId {
        let is_small = word.starts_with(char::is_lowercase);
        let stem = match without_adjective_ending(word) {
            Some(stem) if !is_small || stem.ends_with("sch") => stem,
            _ if is_small && word.ends_with("sch") => word,
            _ => return self.add(word),
        };
        let next = self.n_words;
        let id = *self.adjectives.entry(stem).or_insert(next);
        self.n_words = self.n_words.max(id + 1);
        id
    }

    /// Returns what a written word may be.
    pub(super) fn readings(&self, written: &str) -> Readings {
        let written = plain(written);
        let mut readings = Readings::default();
        readings.add(self.exact.get(&*written), Change::None);
        match self.language {
            Language::De => self.add_german(&written, &mut readings),
            Language::En => self.add_english(&written, &mut readings),
        }
        let is_name_like = written.starts_with(|c: char| !c.is_lowercase());
        if is_name_like && readings.is_empty() {
            self.add_folded(&written, &mut readings);
            self.add_small(&written, &mut readings);
        }
        readings
    }

    fn add_german(&self, written: &str, readings: &mut Readings) {
        let is_small = written.starts_with(char::is_lowercase);
        let stem = without_adjective_ending(written).or(written.ends_with("sch").then_some(written));
        let is_isch = stem.is_some_and(|stem| stem.ends_with("sch"));
        if let Some(stem) = stem.filter(|_| !is_small || is_isch) {
            readings.add(self.adjectives.get(stem), Change::Adjective);
            if !is_small && is_isch {
                readings.add(self.adjectives.get(&*small_initial(stem)), Change::Adjective);
            }
        }
        if is_small {
            return;
        }
        if let Some(stem) = without_genitive(written) {
            readings.add(self.exact.get(stem), Change::Genitive);
        }
        for ending in NOUN_ENDINGS {
            if let Some(stem) = written.strip_suffix(ending).filter(|stem| stem.len() >= MIN_STEM_BYTES) {
                readings.add(self.exact.get(stem), Change::Noun);
            }
        }
        if let Some(stem) = written.strip_suffix("innen").or(written.strip_suffix("in")) {
            readings.add(self.exact.get(stem).filter(|_| stem.ends_with("er")), Change::Woman);
        }
    }

    fn add_english(&self, written: &str, readings: &mut Readings) {
        let whole = match written.strip_suffix("'s").or(written.strip_suffix("'S")) {
            Some(stem) => {
                readings.add(self.exact.get(stem), Change::Genitive);
                stem
            }
            None => written,
        };
        if let Some(stem) = whole.strip_suffix('s').filter(|stem| stem.len() >= MIN_STEM_BYTES) {
            readings.add(self.exact.get(stem), Change::Plural);
        }
    }

    fn add_folded(&self, written: &str, readings: &mut Readings) {
        let genitive = without_genitive(written).or_else(|| written.strip_suffix("'s"));
        for word in [Some(written), genitive].into_iter().flatten().filter(|word| word.len() >= MIN_FOLDED_BYTES) {
            let fold = fold(word);
            readings.add(self.folded.get(&*fold), Change::Folded);
            if word.contains(|c: char| !c.is_ascii() && !"äöüßÄÖÜ".contains(c)) {
                readings.add(self.exact.get(&*fold), Change::Folded);
            }
        }
    }

    /// Reads a word in capitals as one that has only its first.
    fn add_small(&self, written: &str, readings: &mut Readings) {
        let letters = written.strip_suffix("'S").unwrap_or(written);
        let n_letters = letters.chars().filter(|c| c.is_uppercase()).count();
        if n_letters < MIN_CAPITALS || letters.chars().any(char::is_lowercase) {
            return;
        }
        let first_len = letters.chars().next().map_or(0, char::len_utf8);
        let small = format!("{}{}", &letters[..first_len], letters[first_len..].to_lowercase());
        readings.add(self.exact.get(&*small), Change::Capitals);
        readings.add(without_genitive(&small).and_then(|stem| self.exact.get(stem)), Change::Capitals);
    }
}

fn without_adjective_ending(word: &str) -> Option<&str> {
    let stem = ADJECTIVE_ENDINGS.iter().find_map(|ending| word.strip_suffix(ending))?;
    (stem.len() >= MIN_STEM_BYTES).then_some(stem)
}

fn without_genitive(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('s')?;
    let stem = stem.strip_suffix('\'').unwrap_or(stem);
    (stem.len() >= 2 && !stem.ends_with(['s', 'x', 'z'])).then_some(stem)
}

fn small_initial(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// Returns a word without diacritics, and with the digraphs of German umlauts as their vowels.
fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() && !["ae", "oe", "ue"].iter().any(|digraph| word.contains(digraph)) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(fold_diacritics(word).replace("ae", "a").replace("oe", "o").replace("ue", "u"))
}
