//! What is known about words when glue is looked for: lists of the schema, counts of word forms, names of the gazetteer.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::Known;
use super::table::{GlueWords, Roles};
use crate::analysis::compound::Splitter;
use crate::analysis::entity::tagger::looks::word_hash;
use crate::analysis::entity::tagger::weights::Weights;
use crate::schema::{ENTITY_FILES, Schema, SchemaError, rows, words};
use crate::text::Language;

/// Letters of a name at least.
const MIN_NAME_LETTERS: usize = 4;

/// The words that are known, in both languages.
pub(in crate::analysis) struct KnownWords {
    table: GlueWords,
    /// The commonest words of the news and the stop words, by language, in lower case.
    frequent: [FxHashSet<&'static str>; 2],
    stop_words: [FxHashSet<String>; 2],
    /// Read when first asked for: few words come so far.
    weights: LazyLock<Weights, fn() -> Weights>,
    names: LazyLock<FxHashSet<&'static str>, fn() -> FxHashSet<&'static str>>,
}

impl KnownWords {
    /// Reads the lists.
    ///
    /// # Errors
    /// A data file that does not keep its format.
    pub(in crate::analysis) fn new(schema: &Schema) -> Result<KnownWords, SchemaError> {
        let frequent = ["frequent_words_de.txt", "frequent_words_en.txt"];
        Ok(KnownWords {
            table: GlueWords::new(schema)?,
            frequent: frequent.map(|file| words(schema.table(file)).collect()),
            stop_words: Language::ALL.map(|language| schema.stop_words(language).clone()),
            weights: LazyLock::new(Weights::embedded),
            names: LazyLock::new(names),
        })
    }
}

/// The words that are known, with what German compounds are built from.
#[derive(Clone, Copy)]
pub(in crate::analysis) struct AllWords<'a> {
    pub words: &'a KnownWords,
    pub splitter: &'a Splitter,
}

/// Returns the names of one word, and the last words of the names of people.
fn names() -> FxHashSet<&'static str> {
    let of_row = |columns: &[&'static str]| -> Vec<&'static str> {
        let (is_person, names) = (columns.get(1) == Some(&"PER"), columns.get(2..6).unwrap_or_default());
        let names = names.iter().flat_map(|names| names.split("; "));
        let names = names.filter(|name| !name.ends_with('*') && (is_person || !name.contains(' ')));
        names.filter_map(|name| name.rsplit(' ').next()).collect()
    };
    let all = ENTITY_FILES.iter().flat_map(|(_, text)| rows(text)).flat_map(|row| of_row(&row.columns));
    all.filter(|name| name.chars().count() >= MIN_NAME_LETTERS && name.starts_with(char::is_uppercase)).collect()
}

impl Known for AllWords<'_> {
    fn is_listed(&self, lower: &str, language: Language) -> bool {
        let is_counted = || {
            let code = self.words.weights.frequencies.code(word_hash(lower));
            match language {
                Language::De => code >> 4 > 0,
                Language::En => code & 15 > 0,
            }
        };
        is_counted() || self.is_frequent(lower, language)
    }

    fn is_frequent(&self, lower: &str, language: Language) -> bool {
        self.words.frequent[language as usize].contains(lower)
            || self.words.stop_words[language as usize].contains(lower)
    }

    fn is_compound(&self, lower: &str) -> bool {
        let mut parts = Vec::new();
        self.splitter.split(lower, &mut parts);
        !parts.is_empty() || self.splitter.is_part(lower)
    }

    fn is_name(&self, written: &str) -> bool {
        self.words.names.contains(written)
    }

    fn roles(&self, word: &str, language: Language) -> Roles {
        self.words.table.roles(word, language)
    }
}
