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
        analyzer.with_words(|words| {
            for row in rows(schema.table(FILE)) {
                let fault = |what: String| SchemaError { file: FILE, line: row.line, what };
                let [language, members] = columns(FILE, &row)?;
                let language: Language = language.parse().map_err(|e| fault(format!("{e}")))?;
                if members.split(' ').count() < 2 {
                    return Err(fault("a family has two words or more".to_string()));
                }
                let stems = members.split(' ').filter_map(|word| words.form(word, Some(language)).term.clone());
                families.add(language, stems.collect());
            }
            Ok(families)
        })
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
