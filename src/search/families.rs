//! Words of one family that no stemmer joins: Ukraine and ukrainisch, treffen and traf, choose and choice.
//!
//! The table `schema/word_families.tsv` is read at every start; it shapes queries alone.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::Analyzer;
use crate::schema::{Schema, SchemaError, columns, rows};
use crate::text::Language;

const FILE: &str = "word_families.tsv";

/// The stems of the other members of a family, by stem and language.
#[derive(Debug, Default)]
pub struct Families([FxHashMap<Arc<str>, Vec<Arc<str>>>; 2]);

impl Families {
    /// Reads the table and stems its words.
    ///
    /// # Errors
    /// A row with an unknown language or with fewer than two words.
    pub fn new(schema: &Schema, analyzer: &Analyzer) -> Result<Families, SchemaError> {
        let mut families = Families::default();
        for StemmedRow { line, language, n_words, stems } in stemmed_rows(FILE, schema, analyzer)? {
            if n_words < 2 {
                let what = "a family has two words or more".to_string();
                return Err(SchemaError { file: FILE, line, what });
            }
            families.add(language, stems);
        }
        Ok(families)
    }

    fn add(&mut self, language: Language, mut stems: Vec<Arc<str>>) {
        stems.sort_unstable();
        stems.dedup();
        for stem in &stems {
            let known = self.0[language as usize].entry(Arc::clone(stem)).or_default();
            known.extend(stems.iter().filter(|other| *other != stem).cloned());
        }
    }

    /// Returns the stems of the words of the same family, without the word's own.
    pub fn of(&self, stem: &str, language: Language) -> &[Arc<str>] {
        self.0[language as usize].get(stem).map_or(&[], Vec::as_slice)
    }
}

/// A row of a table of words: their language, how many they are, and the stems of those that have one.
pub(super) struct StemmedRow {
    /// Of the file, from 1.
    pub line: usize,
    pub language: Language,
    pub n_words: usize,
    pub stems: Vec<Arc<str>>,
}

/// Reads a table of language and words.
///
/// # Errors
/// A row with an unknown language or another number of columns.
pub(super) fn stemmed_rows(
    file: &'static str,
    schema: &Schema,
    analyzer: &Analyzer,
) -> Result<Vec<StemmedRow>, SchemaError> {
    analyzer.with_words(|words| {
        rows(schema.table(file))
            .map(|row| {
                let [language, members] = columns(file, &row)?;
                let fault = |what: String| SchemaError { file, line: row.line, what };
                let language: Language = language.parse().map_err(|error| fault(format!("{error}")))?;
                let stem = |word| words.form(word, Some(language)).term.clone();
                let stems = members.split(' ').filter_map(stem).collect();
                Ok(StemmedRow { line: row.line, language, n_words: members.split(' ').count(), stems })
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_find_each_other() {
        let schema = Schema::embedded().expect("embedded schema is valid");
        let analyzer = Analyzer::new(&schema).expect("embedded schema is valid");
        let families = Families::new(&schema, &analyzer).expect("the table is well formed");
        let stem = |word| analyzer.with_words(|w| w.form(word, Some(Language::De)).term.clone()).expect("no stop word");
        let found = families.of(&stem("Frankreich"), Language::De);
        assert!(found.contains(&stem("französische")), "{found:?}");
    }
}
