//! What the words of a query may be in the other language, by the lexicon.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;

use crate::analysis::Words;
use crate::lexicon::import::{Alternative, Table};
use crate::lexicon::{Entry, GermanVerbs, Lexicon};
use crate::schema::{Schema, SchemaError, TranslationRanking};
use crate::text::Language;

use super::families::Families;

/// By how much a headword is farther from a typed word if its part of speech does not fit the capital, in letters.
const CAPITAL_LETTERS: f32 = 1.5;
/// Translations of one word at most, and the weight that they have at least.
const MAX_TRANSLATIONS: usize = 8;
const MIN_WEIGHT: f32 = 0.1;
/// Words whose translations are remembered at most; then the memory starts anew.
const MAX_REMEMBERED: usize = 1 << 15;
/// Letters by which a German headword may be farther from a typed word than the closest one: Bauern are no Bau.
const MAX_FARTHER: f32 = 2.0;
/// What ends a word inside a term.
const WORD_ENDS: [char; 2] = [' ', '-'];
/// Letters that a name may have beside its headword: endings of cases, no other word's (Boeing is not BoE).
const MAX_NAME_ENDING: f32 = 2.0;
/// Letters between the nouns of a compound, the commonest first.
const LINKS: [&str; 5] = ["", "s", "n", "en", "es"];
/// Endings of German names of places and people that are nouns themselves (Darmstadt, Neumann).
const NAME_ENDINGS: [&str; 14] = [
    "stadt", "burg", "berg", "dorf", "heim", "hausen", "feld", "bach", "furt", "mann", "hof", "stein", "wald",
    "kirchen",
];
/// Length of the nouns of a compound at least: Ölterminal, Ostfront.
const MIN_FIRST_NOUN_LETTERS: usize = 2;
const MIN_LAST_NOUN_BYTES: usize = 5;
/// Longer ones are no words of a newspaper, and every way to split them would be tried.
const MAX_COMPOUND_BYTES: usize = 60;
/// The part of speech of nouns in the lexicon.
const NOUN: &str = "noun";
/// The part of speech of verbs in the lexicon.
const VERB: &str = "verb";

/// A word or term of the other language.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Translation {
    /// As the lexicon writes it.
    pub text: Arc<str>,
    /// The stems of its content words, in order.
    pub stems: Vec<Arc<str>>,
    /// Stems of its other inflections, which no stemmer joins with it (German verbs).
    pub forms: Vec<Arc<str>>,
    /// Stems that count as it at a lower weight: of its family, and of compounds that begin with it.
    pub related: Vec<Arc<str>>,
    /// Above 0; the best one of a word has 1.
    pub weight: f32,
}

impl Translation {
    /// Builds a word or term without other forms.
    pub fn new(text: Arc<str>, stems: Vec<Arc<str>>, weight: f32) -> Translation {
        Translation { text, stems, forms: Vec::new(), related: Vec::new(), weight }
    }
}

/// Typed words that are translated as one.
pub(super) struct Term {
    /// Which of the typed words belong to it, from 0.
    pub places: Vec<usize>,
    /// Which of them is the prefix of a verb and says nothing by itself.
    pub prefix: Option<usize>,
    pub translations: Vec<Translation>,
}

/// Translates words, and remembers them.
pub struct Translator {
    ranking: TranslationRanking,
    lexicon: Lexicon,
    verbs: GermanVerbs,
    families: Arc<Families>,
    /// A dictionary of the user's, asked for what the lexicon lacks.
    imported: OnceLock<Table>,
    memory: Mutex<Memory>,
}

/// Translations by language and written word.
type Memory = FxHashMap<(Language, Box<str>), Arc<[Translation]>>;

impl Translator {
    /// Translates by the lexicon of the schema.
    ///
    /// # Errors
    /// A file of the lexicon that does not keep its format.
    pub fn new(schema: &Schema, families: Arc<Families>) -> Result<Translator, SchemaError> {
        let (lexicon, verbs) = (Lexicon::new(schema)?, GermanVerbs::new(schema)?);
        Ok(Translator {
            ranking: schema.ranking.translation,
            lexicon,
            verbs,
            families,
            imported: OnceLock::new(),
            memory: Mutex::default(),
        })
    }

    /// Returns what it translates by.
    pub(super) fn lexicon(&self) -> &Lexicon {
        &self.lexicon
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
        let mut found = self.of_entries(&self.with_stem(stem, language, words), written, language, words);
        if found.is_empty() {
            let entries = self.of_other_form(written, stem, language, words);
            found = self.of_entries(&entries, written, language, words);
        }
        if let Some(imported) = self.imported.get() {
            self.add_of_imported(imported.get(language, stem), &mut found);
        }
        best_first(found)
    }

    /// Returns the entries of single words that have a stem.
    fn with_stem(&self, stem: &Arc<str>, language: Language, words: &mut Words) -> Vec<&Entry> {
        let has_stem =
            |entry: &&Entry| !entry.is_phrase() && words.form(entry.word, Some(language)).term.as_ref() == Some(stem);
        self.lexicon.alike(language, stem).filter(has_stem).collect()
    }

    /// Returns the entries of words that `written` is an inflection of, where the stemmer does not see it: regular German verbs by
    /// rules, others by their family.
    fn of_other_form(&self, written: &str, stem: &Arc<str>, language: Language, words: &mut Words) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = Vec::new();
        if language == Language::De && written.len() <= MAX_COMPOUND_BYTES {
            for infinitive in self.verbs.infinitives(&written.to_lowercase()) {
                entries.extend(self.verb(&infinitive, words));
            }
        }
        if entries.is_empty() {
            for stem in self.families.of(stem, language) {
                entries.extend(self.with_stem(stem, language, words));
            }
        }
        entries
    }

    /// Returns the entry of a German verb.
    fn verb(&self, infinitive: &str, words: &mut Words) -> Option<&Entry> {
        let stem = words.form(infinitive, Some(Language::De)).term.clone()?;
        let mut entries = self.lexicon.alike(Language::De, &stem);
        entries.find(|entry| entry.part_of_speech == VERB && entry.word == infinitive)
    }

    /// Splits a German compound that no table of parts knows into two nouns of the lexicon, the second as long as can be: the bytes
    /// of both. Not what ends as names of places and people do.
    pub(super) fn two_nouns(&self, written: &str, words: &mut Words) -> Option<[Range<usize>; 2]> {
        if written.len() > MAX_COMPOUND_BYTES {
            return None;
        }
        let typed = written.to_lowercase();
        let is_name = words.is_whole(&typed) || NAME_ENDINGS.iter().any(|ending| typed.ends_with(ending));
        if typed.len() != written.len() || is_name || !is_capital(written) {
            return None;
        }
        let starts = typed.char_indices().map(|(start, _)| start).skip(MIN_FIRST_NOUN_LETTERS);
        starts.take_while(|start| typed.len() - start >= MIN_LAST_NOUN_BYTES).find_map(|start| {
            let (first, last) = typed.split_at(start);
            let linked = LINKS.iter().filter_map(|link| first.strip_suffix(link));
            let first = linked.filter(|first| self.is_noun(first, words)).map(str::len).next()?;
            self.is_noun(last, words).then_some([0..first, start..typed.len()])
        })
    }

    fn is_noun(&self, word: &str, words: &mut Words) -> bool {
        let form = words.form(word, Some(Language::De));
        let Some(stem) = &form.term else { return false };
        let is_head = |entry: &Entry| entry.part_of_speech == NOUN && entry.word.to_lowercase() == word;
        self.lexicon.alike(Language::De, stem).any(is_head)
    }

    /// Joins what entries of one typed word say; those closest to the word count most.
    fn of_entries(&self, entries: &[&Entry], written: &str, language: Language, words: &mut Words) -> Vec<Translation> {
        let is_name = entries.iter().any(|entry| entry.is_name() && entry.word == written);
        let fits = |entry: &&&Entry| match entry.is_name() {
            true => distance(written, entry, language) <= MAX_NAME_ENDING,
            false => !is_name && !is_only_like(written, entry, language),
        };
        let mut entries: Vec<(&Entry, f32)> =
            entries.iter().filter(fits).map(|entry| (*entry, distance(written, entry, language))).collect();
        let closest = entries.iter().map(|(_, distance)| *distance).fold(f32::INFINITY, f32::min);
        // What is written as a German noun and is closest to one is no verb (Bauern, bauen).
        let is_noun = |(entry, distance): &(&Entry, f32)| *distance == closest && is_capital(entry.word);
        if language == Language::De {
            entries.retain(|(_, distance)| *distance < closest + MAX_FARTHER);
        }
        if language == Language::De && is_capital(written) && entries.iter().any(is_noun) {
            entries.retain(|(entry, _)| is_capital(entry.word));
        }
        let mut found: Vec<Translation> = Vec::new();
        let is_closest =
            |part: &str| entries.iter().any(|(entry, distance)| *distance == closest && entry.part_of_speech == part);
        let by_distance = |weight: f32| match closest == 0.0 {
            true => weight / self.ranking.other_headword * self.ranking.beside_citation_form,
            false => weight,
        };
        for (entry, distance) in &entries {
            let weight = match *distance == closest {
                true => 1.0,
                false if is_closest(entry.part_of_speech) => by_distance(self.ranking.other_headword),
                false => by_distance(self.ranking.other_part_of_speech),
            };
            self.add(entry, weight, language.other(), words, &mut found);
        }
        found
    }

    fn add(&self, entry: &Entry, weight: f32, target: Language, words: &mut Words, found: &mut Vec<Translation>) {
        for (i, text) in entry.translations().enumerate() {
            let by_place =
                if entry.is_name() { 1.0 } else { self.ranking.by_place[i.min(self.ranking.by_place.len() - 1)] };
            let of = |word: &str| words.form(word, Some(target)).term.clone();
            let stems: Vec<Arc<str>> = text.split(WORD_ENDS).filter_map(of).collect();
            let weight = weight * by_place;
            if stems.is_empty() {
                continue;
            }
            let is_verb = entry.part_of_speech == VERB && target == Language::De;
            let forms = if is_verb { self.stems_of_forms(text, &stems, words) } else { Vec::new() };
            match found.iter_mut().find(|known| known.stems == stems) {
                Some(known) => {
                    known.weight = known.weight.max(weight);
                    known.forms = if known.forms.is_empty() { forms } else { std::mem::take(&mut known.forms) };
                }
                None => {
                    let related = match &stems[..] {
                        [stem] => self.families.of(stem, target).to_vec(),
                        _ => Vec::new(),
                    };
                    found.push(Translation { text: Arc::from(text), stems, forms, related, weight });
                }
            }
        }
    }

    /// Adds what an imported dictionary says: all of it for a word that the lexicon has not, else a little beside what it says.
    fn add_of_imported(&self, alternatives: Vec<Alternative>, found: &mut Vec<Translation>) {
        let factor = if found.is_empty() { 1.0 } else { self.ranking.beside_lexicon };
        for Alternative { stems, weight } in alternatives {
            if !found.iter().any(|known| known.stems.iter().map(|stem| &**stem).eq(stems.iter().copied())) {
                let text = Arc::from(stems.join(" "));
                let stems = stems.into_iter().map(Arc::from).collect();
                found.push(Translation {
                    text,
                    stems,
                    forms: Vec::new(),
                    related: Vec::new(),
                    weight: weight * factor,
                });
            }
        }
    }

    /// Returns the stems of a verb's regular forms that are not its own.
    fn stems_of_forms(&self, infinitive: &str, own: &[Arc<str>], words: &mut Words) -> Vec<Arc<str>> {
        let forms = self.verbs.forms(infinitive);
        let mut stems: Vec<Arc<str>> =
            forms.iter().filter_map(|form| words.form(form, Some(Language::De)).term.clone()).collect();
        stems.sort_unstable();
        stems.dedup();
        stems.retain(|stem| !own.contains(stem));
        stems
    }

    /// Returns the terms of several words that begin with the first of those typed, the longest first.
    pub(super) fn terms(&self, typed: &[&str], language: Language, words: &mut Words) -> Vec<Term> {
        let Some(first) = typed.first().map(|first| words.form(first, Some(language))) else { return Vec::new() };
        let stem = first.term.clone().unwrap_or_else(|| first.exact.clone());
        let mut by_length: BTreeMap<usize, Vec<Translation>> = BTreeMap::new();
        for entry in self.lexicon.alike(language, &stem).filter(|entry| entry.is_phrase()) {
            let n_words = entry.word.split(WORD_ENDS).count();
            if n_words <= typed.len() && is_same(entry.word, &typed[..n_words], language, words) {
                self.add(entry, 1.0, language.other(), words, by_length.entry(n_words).or_default());
            }
        }
        let by_length = by_length.into_iter().rev();
        let term =
            |(n_words, found)| Term { places: (0..n_words).collect(), prefix: None, translations: best_first(found) };
        let mut terms: Vec<Term> = by_length.map(term).collect();
        terms.extend(self.separated(typed, language, words));
        terms
    }

    /// Reads a German verb whose prefix stands apart from it (*findet* ... *statt*: stattfinden).
    fn separated(&self, typed: &[&str], language: Language, words: &mut Words) -> Option<Term> {
        let (first, rest) = typed.split_first().filter(|_| language == Language::De)?;
        let place = rest.iter().rposition(|word| self.verbs.is_apart(word))?;
        let (form, prefix) = (first.to_lowercase(), rest[place]);
        let mut entry = self
            .verbs
            .infinitives(&form)
            .into_iter()
            .chain([form.clone()])
            .find_map(|infinitive| self.verb(&format!("{prefix}{infinitive}"), words));
        if entry.is_none() {
            // Irregular forms: verb or whole are of the same family as the infinitive.
            let stem = |word: &str, words: &mut Words| words.form(word, Some(language)).term.clone();
            let verb = stem(&form, words)?;
            let of_verb = self.families.of(&verb, language).iter().map(|stem| format!("{prefix}{stem}en"));
            entry = of_verb.collect::<Vec<_>>().iter().find_map(|infinitive| self.verb(infinitive, words));
            if entry.is_none() {
                let whole = stem(&format!("{prefix}{form}"), words)?;
                let of_whole = self.families.of(&whole, language).iter().map(|stem| format!("{stem}en"));
                entry = of_whole.collect::<Vec<_>>().iter().find_map(|infinitive| self.verb(infinitive, words));
            }
        }
        let mut found = Vec::new();
        self.add(entry?, 1.0, Language::En, words, &mut found);
        Some(Term { places: vec![0, place + 1], prefix: Some(place + 1), translations: best_first(found) })
    }
}

/// Tells whether the words of a term are those typed, in any inflection; function words as they stand.
fn is_same(term: &str, typed: &[&str], language: Language, words: &mut Words) -> bool {
    term.split(WORD_ENDS).zip(typed).all(|(a, b)| {
        let (a, b) = (words.form(a, Some(language)), words.form(b, Some(language)));
        if a.term.is_some() { a.term == b.term } else { a.exact == b.exact }
    })
}

/// Returns how far a typed word is from a headword with its stem, in letters.
fn distance(written: &str, entry: &Entry, language: Language) -> f32 {
    let letters = |word: &str| word.to_lowercase().replace(|c: char| !c.is_alphanumeric(), "");
    let (typed, head) = (letters(written), letters(entry.word));
    let n_common = typed.chars().zip(head.chars()).take_while(|(a, b)| a == b).count();
    let n_apart = typed.chars().count() + head.chars().count() - 2 * n_common;
    let does_not_fit =
        is_capital(written) != is_capital(entry.word) && (language == Language::De || is_capital(entry.word));
    let ends_in_s = language == Language::En && written.ends_with('s') && !entry.word.ends_with('s');
    let does_not_fit = does_not_fit || (ends_in_s && matches!(entry.part_of_speech, "adj" | "adv"));
    n_apart as f32 + if does_not_fit { CAPITAL_LETTERS } else { 0.0 }
}

/// Tells whether a word with a capital is a name that has the stem of a headword by chance, rather than a form of it (English Oliver
/// and olive, German Ford and fordern).
fn is_only_like(written: &str, entry: &Entry, language: Language) -> bool {
    let typed = written.to_lowercase();
    if !is_capital(written) || is_capital(entry.word) || typed == entry.word {
        return false;
    }
    match language {
        Language::En => typed.ends_with(['r', 'n', 'y']),
        Language::De => entry.part_of_speech == VERB && !typed.starts_with(entry.word.trim_end_matches(['e', 'n'])),
    }
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
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
