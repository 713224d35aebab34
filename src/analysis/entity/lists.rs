//! The word lists of `schema/entity_words.tsv`, and the first names of the people of the gazetteer.

use rustc_hash::{FxHashMap, FxHashSet};

use super::gazetteer::Gazetteer;
use super::kind::EntityKind;
use super::words::words as words_of;
use crate::schema::{Schema, SchemaError, columns, rows, words};
use crate::text::Language;

const FILE: &str = "entity_words.tsv";
/// Kinds of words in the file.
const KINDS: [&str; 10] = [
    "title",
    "honorific",
    "company",
    "determiner",
    "preposition",
    "particle",
    "place_noun",
    "organisation_noun",
    FIRST_NAME,
    SURNAME,
];
const FIRST_NAME: &str = "first_name";
const SURNAME: &str = "surname";
/// The first of the frequent words of English, which a capital makes no first name (*Will*, *May*).
const N_FREQUENT: usize = 3000;
/// Letters of a title at least that ends a German compound.
const MIN_TITLE_BYTES: usize = 4;

/// What a word says about the name beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Cue {
    Title,
    Honorific,
    Company,
    Determiner,
    Preposition,
    Particle,
    PlaceNoun,
    OrganisationNoun,
}

/// Word lists, by language.
#[derive(Debug)]
pub(super) struct Lists {
    cues: [FxHashMap<&'static str, Cue>; 2],
    /// Titles of German in small letters, as they end compounds, by their last bytes.
    endings: FxHashMap<[u8; MIN_TITLE_BYTES], Vec<String>>,
    first_names: FxHashSet<&'static str>,
    surnames: FxHashSet<&'static str>,
    frequent: [FxHashSet<&'static str>; 2],
}

impl Lists {
    pub(super) fn new(schema: &Schema, gazetteer: &Gazetteer) -> Result<Lists, SchemaError> {
        let frequent = ["frequent_words_de.txt", "frequent_words_en.txt"];
        let mut lists = Lists {
            cues: Default::default(),
            endings: FxHashMap::default(),
            first_names: FxHashSet::default(),
            surnames: FxHashSet::default(),
            frequent: frequent.map(|file| words(schema.table(file)).take(N_FREQUENT).collect()),
        };
        lists.add_people(gazetteer);
        for row in rows(schema.table(FILE)) {
            let fault = |what: String| SchemaError { file: FILE, line: row.line, what };
            let [kind, language, of_kind] = columns(FILE, &row)?;
            if kind == FIRST_NAME {
                lists.first_names.extend(of_kind.split_whitespace());
                continue;
            }
            if kind == SURNAME {
                lists.surnames.extend(of_kind.split_whitespace());
                continue;
            }
            let cue = cue(kind).ok_or_else(|| fault(format!("unknown kind {kind:?}; known are {KINDS:?}")))?;
            let languages = match language {
                "*" => Language::ALL.to_vec(),
                tag => vec![tag.parse().map_err(|error| fault(format!("{error}")))?],
            };
            for &language in &languages {
                lists.cues[language as usize].extend(of_kind.split_whitespace().map(|word| (word, cue)));
            }
            if cue == Cue::Title && languages == [Language::De] {
                for ending in of_kind.split_whitespace().map(str::to_lowercase) {
                    if let Some(last) = ending.as_bytes().last_chunk() {
                        lists.endings.entry(*last).or_default().push(ending);
                    }
                }
            }
        }
        Ok(lists)
    }

    /// Takes the first and last words of the names of people.
    fn add_people(&mut self, gazetteer: &Gazetteer) {
        for (name, ..) in gazetteer.spellings().filter(|(.., entity)| entity.kind == EntityKind::Person) {
            let words = words_of(name);
            let [first, .., last] = &words[..] else { continue };
            self.surnames.insert(&name[last.span.range()]);
            if first.is_capital() && first.text.len() > 2 {
                self.first_names.insert(&name[first.span.range()]);
            }
        }
    }

    /// Returns what a word is a sign of.
    pub(super) fn cue(&self, word: &str, language: Language) -> Option<Cue> {
        let cue = self.cues[language as usize].get(word).copied();
        let is_compound = || {
            let endings = word.as_bytes().last_chunk().and_then(|last| self.endings.get(last));
            endings.is_some_and(|endings| endings.iter().any(|ending| word.ends_with(ending.as_str())))
        };
        match cue {
            None if language == Language::De && word.starts_with(char::is_uppercase) && is_compound() => {
                Some(Cue::Title)
            }
            cue => cue,
        }
    }

    /// Returns whether a word is the first name of somebody, and no frequent word besides.
    pub(super) fn is_first_name(&self, word: &str, language: Language) -> bool {
        self.first_names.contains(word) && !self.is_frequent(word, language)
    }

    /// Returns whether a word is the first name of somebody, whatever else it is.
    pub(super) fn may_be_first_name(&self, word: &str) -> bool {
        self.first_names.contains(word)
    }

    /// Returns whether a word is the surname of somebody known, or the genitive of one in German.
    pub(super) fn is_surname(&self, word: &str, language: Language) -> bool {
        let bare = || word.strip_suffix('s').filter(|_| language == Language::De);
        self.surnames.contains(word) || bare().is_some_and(|bare| self.surnames.contains(bare))
    }

    /// Returns whether a word is, in small letters, among the most frequent of a language.
    pub(super) fn is_frequent(&self, word: &str, language: Language) -> bool {
        self.frequent[language as usize].contains(word.to_lowercase().as_str())
    }
}

fn cue(kind: &str) -> Option<Cue> {
    Some(match kind {
        "title" => Cue::Title,
        "honorific" => Cue::Honorific,
        "company" => Cue::Company,
        "determiner" => Cue::Determiner,
        "preposition" => Cue::Preposition,
        "particle" => Cue::Particle,
        "place_noun" => Cue::PlaceNoun,
        "organisation_noun" => Cue::OrganisationNoun,
        _ => return None,
    })
}
