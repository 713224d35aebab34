//! Entries as numbers: stems of both languages, pairs of phrases for learning, and the senses of words that stand
//! alone.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Stem;
use super::compounds;
use super::entry::{Entry, Phrase, Sense};
use super::table::{Counts, MAX_STEMS};
use crate::text::Language;

/// Number of a stem in its language.
pub(super) type StemId = u32;
/// Stems of a translation in order; unused places hold [`NO_STEM`].
pub(super) type Target = [StemId; MAX_STEMS];

pub(super) const NO_STEM: StemId = StemId::MAX;

/// What a translation is worth for each function word beside the head: "ohne Zwirbel" is no Zwirbel. Measured with Ding
/// on the development half of the news set (2026-11-26): MRR German to English .875 to .880.
const FUNCTION_WORD_PENALTY: f32 = 0.5;

/// Words that are remembered with their stem at most, in each language; a full memory starts anew.
const MAX_WORDS: usize = 1 << 21;

/// Gathers a corpus from entries.
pub(super) struct Gatherer<'a> {
    stem: Stem<'a>,
    memory: [FxHashMap<String, Option<StemId>>; 2],
    corpus: Corpus,
}

/// Everything that a dictionary says.
#[derive(Default)]
pub(super) struct Corpus {
    ids: [FxHashMap<String, StemId>; 2],
    n_entries: u64,
    n_pairs: u64,
    /// Stems of all phrases, one after another.
    pool: Vec<StemId>,
    pub(super) pairs: Vec<Pair>,
    /// Per language of the head: what a dictionary gives for a single stem.
    pub(super) direct: [Vec<Direct>; 2],
}

/// A German phrase and an English one that translate each other, as places in the pool.
#[derive(Clone, Copy)]
pub(super) struct Pair {
    phrases: [Place; 2],
    pub(super) weight: f32,
}

#[derive(Clone, Copy)]
struct Place {
    start: u32,
    n: u32,
}

/// A translation of a single stem, with its share of one sense.
#[derive(Clone, Copy)]
pub(super) struct Direct {
    pub(super) head: StemId,
    pub(super) target: Target,
    pub(super) share: f32,
}

/// A phrase of one sense, stemmed.
struct Stemmed {
    stems: Vec<StemId>,
    /// Part of its side's weight, the sum being 1.
    share: f32,
    /// Words without a stem that the phrase has besides.
    n_function_words: usize,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(stem: Stem<'a>) -> Gatherer<'a> {
        Gatherer { stem, memory: Default::default(), corpus: Corpus::default() }
    }

    /// Returns what was gathered, and what its compounds add.
    pub(super) fn finish(self) -> Corpus {
        let Gatherer { memory, mut corpus, .. } = self;
        drop(memory);
        compounds::add_parts(&mut corpus);
        corpus
    }

    /// Takes an entry in. A pair that an entry gives twice (Bauer, Bauern) counts once.
    pub(super) fn add(&mut self, entry: &Entry) {
        self.corpus.n_entries += 1;
        let mut known: FxHashSet<(Vec<StemId>, Vec<StemId>)> = FxHashSet::default();
        for sense in &entry.senses {
            let sides = Language::ALL.map(|language| self.stemmed(sense, language));
            let places = sides
                .each_ref()
                .map(|side| side.iter().map(|phrase| self.corpus.store(&phrase.stems)).collect::<Vec<_>>());
            let n_ways = (sides[0].len() * sides[1].len()) as f32;
            for (german, german_place) in sides[0].iter().zip(&places[0]) {
                for (english, english_place) in sides[1].iter().zip(&places[1]) {
                    if !known.insert((german.stems.clone(), english.stems.clone())) {
                        continue;
                    }
                    // A sense of many synonyms gives many pairs, but is one piece of evidence for each of its phrases.
                    let weight = german.share * english.share * n_ways.sqrt();
                    self.corpus.n_pairs += 1;
                    self.corpus.pairs.push(Pair { phrases: [*german_place, *english_place], weight });
                    self.corpus.add_direct(Language::De, german, english);
                    self.corpus.add_direct(Language::En, english, german);
                }
            }
        }
    }

    /// Stems the phrases of a side; those that become alike are one.
    fn stemmed(&mut self, sense: &Sense, language: Language) -> Vec<Stemmed> {
        let mut side: Vec<Stemmed> = Vec::new();
        for Phrase { words, weight } in sense.side(language) {
            let mut stems: Vec<StemId> = Vec::with_capacity(words.len());
            let mut n_function_words = 0;
            for word in words {
                let stem = self.stem_id(language, word);
                n_function_words += usize::from(stem.is_none());
                stems.extend(stem.filter(|stem| stems.last() != Some(stem)));
            }
            match side.iter_mut().find(|known| known.stems == stems) {
                _ if stems.is_empty() => {}
                Some(known) => known.share += weight,
                None => side.push(Stemmed { stems, share: *weight, n_function_words }),
            }
        }
        let sum: f32 = side.iter().map(|phrase| phrase.share).sum();
        side.iter_mut().for_each(|phrase| phrase.share /= sum);
        side
    }

    fn stem_id(&mut self, language: Language, word: &str) -> Option<StemId> {
        let memory = &mut self.memory[language as usize];
        if let Some(known) = memory.get(word) {
            return *known;
        }
        if memory.len() >= MAX_WORDS {
            memory.clear();
        }
        let stem = (self.stem)(language, word).filter(|stem| !stem.is_empty());
        let id = stem.map(|stem| self.corpus.new_id(language, &stem));
        memory.insert(word.to_string(), id);
        id
    }
}

impl Corpus {
    pub(super) fn stems(&self, pair: &Pair, language: Language) -> &[StemId] {
        let Place { start, n } = pair.phrases[language as usize];
        &self.pool[start as usize..(start + n) as usize]
    }

    pub(super) fn n_stems(&self, language: Language) -> usize {
        self.ids[language as usize].len()
    }

    /// Returns the stems of both languages by their numbers.
    pub(super) fn into_stems(self) -> [Vec<String>; 2] {
        self.ids.map(|ids| {
            let mut stems = vec![String::new(); ids.len()];
            ids.into_iter().for_each(|(stem, id)| stems[id as usize] = stem);
            stems
        })
    }

    pub(super) fn counts(&self) -> Counts {
        // Pairs of a compound's parts are ours, not the dictionary's.
        Counts { entries: self.n_entries, pairs: self.n_pairs, problems: 0 }
    }

    fn add_direct(&mut self, language: Language, head: &Stemmed, target: &Stemmed) {
        let [stem] = head.stems[..] else { return };
        if target.stems.len() > MAX_STEMS {
            return;
        }
        let mut stems = [NO_STEM; MAX_STEMS];
        stems[..target.stems.len()].copy_from_slice(&target.stems);
        let share = target.share * FUNCTION_WORD_PENALTY.powi(head.n_function_words as i32);
        self.direct[language as usize].push(Direct { head: stem, target: stems, share });
    }

    fn store(&mut self, stems: &[StemId]) -> Place {
        let start = u32::try_from(self.pool.len()).expect("a dictionary of 2^32 words would not fit into memory");
        self.pool.extend_from_slice(stems);
        Place { start, n: stems.len() as u32 }
    }

    fn new_id(&mut self, language: Language, text: &str) -> StemId {
        if let Some(id) = self.id(language, text) {
            return id;
        }
        let ids = &mut self.ids[language as usize];
        let next = ids.len() as StemId;
        ids.insert(text.to_string(), next);
        next
    }

    /// Returns the number of a stem.
    pub(super) fn id(&self, language: Language, text: &str) -> Option<StemId> {
        self.ids[language as usize].get(text).copied()
    }

    /// Returns all stems of a language with their numbers, in no order.
    pub(super) fn texts(&self, language: Language) -> impl Iterator<Item = (&str, StemId)> {
        self.ids[language as usize].iter().map(|(text, id)| (text.as_str(), *id))
    }

    /// Adds a pair like another one, with other German stems.
    pub(super) fn add_like(&mut self, pair: &Pair, german: &[StemId]) {
        let [_, english] = pair.phrases;
        let german = self.store(german);
        self.pairs.push(Pair { phrases: [german, english], weight: pair.weight });
    }
}
