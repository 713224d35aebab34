//! What the words of a query may be in the other language, by the lexicon.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::analysis::Words;
use crate::lexicon::import::{Alternative, Table};
use crate::lexicon::{Entry, Lexicon};
use crate::text::Language;

/// Weight of the translations of a headword by their place, the likeliest in news first; falling by .5 or .85 instead of .7 changes
/// no set by more than .002.
const BY_PLACE: [f32; 5] = [1.0, 0.7, 0.5, 0.4, 0.3];
/// Weight of a headword that has the stem of a typed word, where another one is closer to the word: of the same part of speech
/// (a plural beside its singular), and of another.
/// Together they gain .002 on wmt_hard_de_en over .8 and .4, and lose nowhere.
const OTHER_HEADWORD: f32 = 0.6;
const OTHER_PART_OF_SPEECH: f32 = 0.3;
/// By how much a headword is farther from a typed word if its part of speech does not fit the capital, in letters.
const CAPITAL_LETTERS: f32 = 1.5;
/// Factor of an imported translation of a word that the lexicon has too (with Ding, wmt_hard_de_en MRR@10 .881 at .25, .887 at .5,
/// .891 at .9; the other sets within .004).
const BESIDE_LEXICON: f32 = 0.9;
/// Translations of one word at most, and the weight that they have at least.
const MAX_TRANSLATIONS: usize = 8;
const MIN_WEIGHT: f32 = 0.1;
/// Words whose translations are remembered at most; then the memory starts anew.
const MAX_REMEMBERED: usize = 1 << 15;

/// A word or term of the other language.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Translation {
    /// As the lexicon writes it.
    pub text: Arc<str>,
    /// The stems of its content words, in order.
    pub stems: Vec<Arc<str>>,
    /// Above 0; the best one of a word has 1.
    pub weight: f32,
}

/// Translates words, and remembers them.
pub struct Translator {
    lexicon: Lexicon,
    /// A dictionary of the user's, asked for what the lexicon lacks.
    imported: OnceLock<Table>,
    memory: Mutex<Memory>,
}

/// Translations by language and written word.
type Memory = FxHashMap<(Language, Box<str>), Arc<[Translation]>>;

impl Translator {
    /// Translates by a lexicon.
    pub fn new(lexicon: Lexicon) -> Translator {
        Translator { lexicon, imported: OnceLock::new(), memory: Mutex::default() }
    }

    /// Translates by an imported dictionary too, from now on; the first one that is added stays.
    pub fn add_imported(&self, table: Table) {
        if self.imported.set(table).is_ok() {
            self.memory.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }

    /// Returns the translations of a word as typed in a language, the best first; none for a word that the lexicon has not.
    pub(super) fn word(&self, written: &str, language: Language, words: &mut Words) -> Arc<[Translation]> {
        let key = (language, written.into());
        if let Some(known) = self.memory.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let found: Arc<[Translation]> = self.look_up(written, language, words).into();
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        if memory.len() >= MAX_REMEMBERED {
            memory.clear();
        }
        memory.insert(key, Arc::clone(&found));
        found
    }

    fn look_up(&self, written: &str, language: Language, words: &mut Words) -> Vec<Translation> {
        let form = words.form(written, Some(language));
        let Some(stem) = &form.term else { return Vec::new() };
        let has_stem =
            |entry: &&Entry| !entry.is_phrase() && words.form(entry.word, Some(language)).term.as_ref() == Some(stem);
        let entries: Vec<&Entry> = self.lexicon.alike(language, stem).filter(has_stem).collect();
        let distances: Vec<f32> = entries.iter().map(|entry| distance(written, entry, language)).collect();
        let closest = distances.iter().copied().fold(f32::INFINITY, f32::min);
        let mut found: Vec<Translation> = Vec::new();
        let is_closest = |part: &str| {
            let at_once = entries.iter().zip(&distances);
            at_once.into_iter().any(|(entry, distance)| *distance == closest && entry.part_of_speech == part)
        };
        for (entry, distance) in entries.iter().zip(&distances) {
            let weight = match *distance == closest {
                true => 1.0,
                false if is_closest(entry.part_of_speech) => OTHER_HEADWORD,
                false => OTHER_PART_OF_SPEECH,
            };
            add(entry, weight, language.other(), words, &mut found);
        }
        if let Some(imported) = self.imported.get() {
            add_imported(imported.get(language, stem), &mut found);
        }
        best_first(found)
    }

    /// Returns how many of the words from the first one on are a term of several words, and what it means; the longest counts.
    pub(super) fn term(
        &self,
        typed: &[&str],
        language: Language,
        words: &mut Words,
    ) -> Option<(usize, Vec<Translation>)> {
        let first = words.form(typed.first()?, Some(language));
        let stem = first.term.clone().unwrap_or_else(|| first.exact.clone());
        let mut best: Option<(usize, Vec<Translation>)> = None;
        for entry in self.lexicon.alike(language, &stem).filter(|entry| entry.is_phrase()) {
            let n_words = entry.word.split(' ').count();
            let is_longer = best.as_ref().is_none_or(|(n, _)| n_words >= *n);
            if n_words > typed.len() || !is_longer || !is_same(entry.word, &typed[..n_words], language, words) {
                continue;
            }
            let mut found = best.take().filter(|(n, _)| *n == n_words).map(|(_, found)| found).unwrap_or_default();
            add(entry, 1.0, language.other(), words, &mut found);
            best = Some((n_words, found));
        }
        best.map(|(n_words, found)| (n_words, best_first(found)))
    }
}

/// Tells whether the words of a term are those typed, in any inflection; function words as they stand.
fn is_same(term: &str, typed: &[&str], language: Language, words: &mut Words) -> bool {
    term.split(' ').zip(typed).all(|(a, b)| {
        let (a, b) = (words.form(a, Some(language)), words.form(b, Some(language)));
        if a.term.is_some() { a.term == b.term } else { a.exact == b.exact }
    })
}

/// Returns how far a typed word is from a headword with its stem, in letters.
fn distance(written: &str, entry: &Entry, language: Language) -> f32 {
    let (typed, head) = (written.to_lowercase(), entry.word.to_lowercase());
    let n_common = typed.chars().zip(head.chars()).take_while(|(a, b)| a == b).count();
    let n_apart = typed.chars().count() + head.chars().count() - 2 * n_common;
    let is_capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let does_not_fit =
        is_capital(written) != is_capital(entry.word) && (language == Language::De || is_capital(entry.word));
    n_apart as f32 + if does_not_fit { CAPITAL_LETTERS } else { 0.0 }
}

fn add(entry: &Entry, weight: f32, target: Language, words: &mut Words, found: &mut Vec<Translation>) {
    for (i, text) in entry.translations().enumerate() {
        let by_place = if entry.is_name() { 1.0 } else { BY_PLACE[i.min(BY_PLACE.len() - 1)] };
        let of = |word: &str| words.form(word, Some(target)).term.clone();
        let stems: Vec<Arc<str>> = text.split([' ', '-']).filter_map(of).collect();
        let weight = weight * by_place;
        match found.iter_mut().find(|known| known.stems == stems) {
            Some(known) => known.weight = known.weight.max(weight),
            None if stems.is_empty() => {}
            None => found.push(Translation { text: Arc::from(text), stems, weight }),
        }
    }
}

/// Adds what an imported dictionary says: all of it for a word that the lexicon has not, else a little beside what it says.
fn add_imported(alternatives: Vec<Alternative>, found: &mut Vec<Translation>) {
    let factor = if found.is_empty() { 1.0 } else { BESIDE_LEXICON };
    for Alternative { stems, weight } in alternatives {
        if !found.iter().any(|known| known.stems.iter().map(|stem| &**stem).eq(stems.iter().copied())) {
            let text = Arc::from(stems.join(" "));
            let stems = stems.into_iter().map(Arc::from).collect();
            found.push(Translation { text, stems, weight: weight * factor });
        }
    }
}

/// Scales the best to 1, and leaves out what weighs little beside it.
fn best_first(mut found: Vec<Translation>) -> Vec<Translation> {
    let best = found.iter().map(|translation| translation.weight).fold(0.0, f32::max);
    found.iter_mut().for_each(|translation| translation.weight /= best);
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    found.retain(|translation| translation.weight >= MIN_WEIGHT);
    found.truncate(MAX_TRANSLATIONS);
    found
}
