//! What the index means, read and checked once from the data files in `schema/`, which are embedded at build time.
//!
//! In: the text of the files. Out: a [`Schema`] with typed tables and two fingerprints. A file that does not keep
//! its format is an error that names file, line and fault; the files embedded here are checked by the tests.

mod fields;
mod ranking;
mod tables;

use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};

use crate::text::Language;

pub use fields::{FieldDeclaration, FieldKind};
pub use ranking::{LanguageRanking, Ranking, TranslationRanking};
pub use tables::{Row, columns, rows, words};

/// A fault in a file of `schema/`.
#[derive(Debug, thiserror::Error)]
#[error("schema/{file}, line {line}: {what}")]
pub struct SchemaError {
    pub file: &'static str,
    pub line: usize,
    pub what: String,
}

/// Files that shape the index: a change needs a rebuild.
const INDEX_FILES: &[(&str, &str)] = &[
    ("fields.toml", include_str!("../../schema/fields.toml")),
    ("abbreviations.txt", include_str!("../../schema/abbreviations.txt")),
    ("stopwords_de.txt", include_str!("../../schema/stopwords_de.txt")),
    ("stopwords_en.txt", include_str!("../../schema/stopwords_en.txt")),
    ("canonical_words.tsv", include_str!("../../schema/canonical_words.tsv")),
    ("german_spelling.tsv", include_str!("../../schema/german_spelling.tsv")),
    ("compound_parts_de.tsv", include_str!("../../schema/compound_parts_de.tsv")),
    ("compound_blocked_de.txt", include_str!("../../schema/compound_blocked_de.txt")),
    ("language_words.tsv", include_str!("../../schema/language_words.tsv")),
    ("frequent_words_de.txt", include_str!("../../schema/frequent_words_de.txt")),
    ("frequent_words_en.txt", include_str!("../../schema/frequent_words_en.txt")),
    ("english_spelling.tsv", include_str!("../../schema/english_spelling.tsv")),
    ("boilerplate.tsv", include_str!("../../schema/boilerplate.tsv")),
    ("agencies.tsv", include_str!("../../schema/agencies.tsv")),
    ("glue_words.tsv", include_str!("../../schema/glue_words.tsv")),
    ("entity_words.tsv", include_str!("../../schema/entity_words.tsv")),
];

/// Names of people, places, organisations and things, a file a kind: index files too.
pub const ENTITY_FILES: &[(&str, &str)] = &[
    ("entities/cities.tsv", include_str!("../../schema/entities/cities.tsv")),
    ("entities/companies.tsv", include_str!("../../schema/entities/companies.tsv")),
    ("entities/countries.tsv", include_str!("../../schema/entities/countries.tsv")),
    ("entities/people.tsv", include_str!("../../schema/entities/people.tsv")),
    (
        "entities/public_organisations.tsv",
        include_str!("../../schema/entities/public_organisations.tsv"),
    ),
    ("entities/regions.tsv", include_str!("../../schema/entities/regions.tsv")),
    ("entities/sport.tsv", include_str!("../../schema/entities/sport.tsv")),
    ("entities/things.tsv", include_str!("../../schema/entities/things.tsv")),
    ("entities/weapons.tsv", include_str!("../../schema/entities/weapons.tsv")),
];

/// What figures are written with and what they count, a file a kind of words: index files too.
pub const FIGURE_FILES: &[(&str, &str)] = &[
    ("figures/actions.tsv", include_str!("../../schema/figures/actions.tsv")),
    ("figures/context_words.tsv", include_str!("../../schema/figures/context_words.tsv")),
    ("figures/currencies.tsv", include_str!("../../schema/figures/currencies.tsv")),
    ("figures/modifiers.tsv", include_str!("../../schema/figures/modifiers.tsv")),
    ("figures/nouns.tsv", include_str!("../../schema/figures/nouns.tsv")),
    ("figures/number_words.tsv", include_str!("../../schema/figures/number_words.tsv")),
    ("figures/speech.tsv", include_str!("../../schema/figures/speech.tsv")),
    ("figures/units.tsv", include_str!("../../schema/figures/units.tsv")),
];

/// Weights of the tagger of names, an index file too (`analysis/entity/tagger/weights.rs` knows its format).
pub const NAME_TAGGER: &[u8] = include_bytes!("../../schema/name_tagger.bin");

/// Files that shape only queries and answers: loaded anew at every start, never a rebuild.
const QUERY_FILES: &[(&str, &str)] = &[
    ("exonyms.tsv", include_str!("../../schema/exonyms.tsv")),
    ("light_words.tsv", include_str!("../../schema/light_words.tsv")),
    ("verb_prefixes_de.tsv", include_str!("../../schema/verb_prefixes_de.tsv")),
    ("word_families.tsv", include_str!("../../schema/word_families.tsv")),
    ("ranking.toml", include_str!("../../schema/ranking.toml")),
];

/// The lexicon, a file a desk: query files too.
pub const LEXICON_FILES: &[(&str, &str)] = &[
    ("lexicon/adjectives.tsv", include_str!("../../schema/lexicon/adjectives.tsv")),
    ("lexicon/culture.tsv", include_str!("../../schema/lexicon/culture.tsv")),
    ("lexicon/economy.tsv", include_str!("../../schema/lexicon/economy.tsv")),
    ("lexicon/function.tsv", include_str!("../../schema/lexicon/function.tsv")),
    ("lexicon/health.tsv", include_str!("../../schema/lexicon/health.tsv")),
    ("lexicon/justice.tsv", include_str!("../../schema/lexicon/justice.tsv")),
    ("lexicon/names.tsv", include_str!("../../schema/lexicon/names.tsv")),
    ("lexicon/politics.tsv", include_str!("../../schema/lexicon/politics.tsv")),
    ("lexicon/science.tsv", include_str!("../../schema/lexicon/science.tsv")),
    ("lexicon/society.tsv", include_str!("../../schema/lexicon/society.tsv")),
    ("lexicon/sport.tsv", include_str!("../../schema/lexicon/sport.tsv")),
    ("lexicon/terms.tsv", include_str!("../../schema/lexicon/terms.tsv")),
    ("lexicon/verbs.tsv", include_str!("../../schema/lexicon/verbs.tsv")),
    ("lexicon/war.tsv", include_str!("../../schema/lexicon/war.tsv")),
    ("lexicon/weather.tsv", include_str!("../../schema/lexicon/weather.tsv")),
];

/// The typed content of `schema/`.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Every field of the index, in the order of the file.
    pub fields: Vec<FieldDeclaration>,
    /// How candidates are scored.
    pub ranking: Ranking,
    /// Words after which a full stop does not end a sentence, as written.
    pub abbreviations: FxHashSet<String>,
    /// Hexadecimal SHA-256 of the files that shape the index: an index with another one must be rebuilt.
    pub index_fingerprint: String,
    /// Hexadecimal SHA-256 of the files that shape only queries.
    pub query_fingerprint: String,
    stop_words: [FxHashSet<String>; 2],
    texts: FxHashMap<&'static str, &'static str>,
}

impl Schema {
    /// Reads and checks the embedded files.
    ///
    /// # Errors
    /// A file that does not keep its format, with its line. The tests read every embedded file, so a released
    /// binary does not fail here.
    pub fn embedded() -> Result<Schema, SchemaError> {
        let files = [INDEX_FILES, ENTITY_FILES, FIGURE_FILES, QUERY_FILES, LEXICON_FILES];
        let texts: FxHashMap<_, _> = files.concat().into_iter().collect();
        Ok(Schema {
            fields: fields::read("fields.toml", texts["fields.toml"])?,
            ranking: ranking::read("ranking.toml", texts["ranking.toml"])?,
            abbreviations: words(texts["abbreviations.txt"]).map(str::to_string).collect(),
            index_fingerprint: fingerprint(&[INDEX_FILES, ENTITY_FILES, FIGURE_FILES].concat(), NAME_TAGGER),
            query_fingerprint: fingerprint(&[QUERY_FILES, LEXICON_FILES].concat(), &[]),
            stop_words: [stop_words(texts["stopwords_de.txt"]), stop_words(texts["stopwords_en.txt"])],
            texts,
        })
    }

    /// Returns the stop words of a language, lower case, umlauts as written.
    pub fn stop_words(&self, language: Language) -> &FxHashSet<String> {
        &self.stop_words[language as usize]
    }

    /// Returns the text of an embedded file for the module that knows its columns.
    ///
    /// # Panics
    /// If no such file is embedded: the name is written in the code, not typed by a user.
    pub fn table(&self, file: &'static str) -> &'static str {
        self.texts.get(file).unwrap_or_else(|| panic!("schema/{file} is not embedded"))
    }
}

fn stop_words(text: &str) -> FxHashSet<String> {
    words(text).map(str::to_string).collect()
}

fn fingerprint(files: &[(&str, &str)], weights: &[u8]) -> String {
    let mut hash = Sha256::new();
    for (name, text) in files {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.update(weights);
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_files_keep_their_formats() {
        let schema = Schema::embedded().expect("embedded schema is valid");
        assert!(schema.stop_words(Language::De).contains("während"));
        assert!(schema.stop_words(Language::En).contains("the"));
        assert_ne!(schema.index_fingerprint, schema.query_fingerprint);
    }

    #[test]
    fn stop_words_are_lower_case() {
        let schema = Schema::embedded().expect("embedded schema is valid");
        for language in Language::ALL {
            for word in schema.stop_words(language) {
                assert_eq!(*word, word.to_lowercase());
            }
        }
    }
}
