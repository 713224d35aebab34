//! The word lists of `schema/entity_words.tsv`, and the first names of the people of the gazetteer.

use rustc_hash::{FxHashMap, FxHashSet};

use super::gazetteer::{EntityKind, Gazetteer};
use super::words::words as words_of;
use crate::schema::{Schema, SchemaError, columns, rows, words};
use crate::text::Language;

const FILE: &str = "entity_words.tsv";
/// Kinds of words in the file.
const KINDS: [&str; 7] = ["title", "honorific", "company", "determiner", "preposition", "particle", FIRST_NAME];
const FIRST_NAME: &str = "first_name";
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
}

/// Word lists, by language.
#[derive(Debug)]
pub(super) struct Lists {
    cues: [FxHashMap<&'static str, Cue>; 2],
    /// Titles of German in small letters, as they end compounds.
    endings: Vec<String>,
    first_names: FxHashSet<&'static str>,
    frequent: [FxHashSet<&'static str>; 2],
}

impl Lists {
    pub(super) fn new(schema: &Schema, gazetteer: &Gazetteer) -> Result<Lists, SchemaError> {
        let frequent = ["frequent_words_de.txt", "frequent_words_en.txt"];
        let mut lists = Lists {
            cues: Default::default(),
            endings: Vec::new(),
            first_names: first_names(gazetteer),
            frequent: frequent.map(|file| words(schema.table(file)).take(N_FREQUENT).collect()),
        };
        for row in rows(schema.table(FILE)) {
            let fault = |what: String| SchemaError { file: FILE, line: row.line, what };
            let [kind, language, of_kind] = columns(FILE, &row)?;
            if kind == FIRST_NAME {
                lists.first_names.extend(of_kind.split_whitespace());
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
                let long = of_kind.split_whitespace().filter(|word| word.len() >= MIN_TITLE_BYTES);
                lists.endings.extend(long.map(str::to_lowercase));
            }
        }
        Ok(lists)
    }

    /// Returns what a word is a sign of.
    pub(super) fn cue(&self, word: &str, language: Language) -> Option<Cue> {
        let cue = self.cues[language as usize].get(word).copied();
        let is_compound = || {
            let small = word.to_lowercase();
            word.len() > MIN_TITLE_BYTES && self.endings.iter().any(|ending| small.ends_with(ending.as_str()))
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
        _ => return None,
    })
}

fn first_names(gazetteer: &Gazetteer) -> FxHashSet<&'static str> {
    let people = gazetteer.entities().iter().filter(|entity| entity.kind == EntityKind::Person);
    let names = people.flat_map(|person| Language::ALL.map(|language| person.name(language)));
    names
        .filter_map(|name| {
            let words = words_of(name);
            let first = words.first().filter(|first| words.len() > 1 && first.is_capital() && first.text.len() > 2);
            first.map(|first| &name[first.span.range()])
        })
        .collect()
}
