//! Words that say little by themselves (*Durchführung*, *measure*): they count less beside others.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::Analyzer;
use crate::schema::{Schema, SchemaError};
use crate::text::Language;

use super::families::{StemmedRow, stemmed_rows};

const FILE: &str = "light_words.tsv";

/// The stems of the table `schema/light_words.tsv`, by language.
#[derive(Debug, Default)]
pub struct LightWords([FxHashSet<Arc<str>>; 2]);

impl LightWords {
    /// Reads the table and stems its words.
    ///
    /// # Errors
    /// A row with an unknown language, with its line.
    pub fn new(schema: &Schema, analyzer: &Analyzer) -> Result<LightWords, SchemaError> {
        let mut light = LightWords::default();
        for StemmedRow { language, stems, .. } in stemmed_rows(FILE, schema, analyzer)? {
            light.0[language as usize].extend(stems);
        }
        Ok(light)
    }

    /// Returns whether a stem is one of them.
    pub fn contains(&self, stem: &str, language: Language) -> bool {
        self.0[language as usize].contains(stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_stem() {
        let schema = Schema::embedded().expect("embedded schema is valid");
        let analyzer = Analyzer::new(&schema).expect("embedded schema is valid");
        let light = LightWords::new(&schema, &analyzer).expect("the table is well formed");
        let stem = |word| analyzer.with_words(|w| w.form(word, Some(Language::En)).term.clone()).expect("no stop word");
        assert!(light.contains(&stem("measures"), Language::En) && !light.contains(&stem("ceasefire"), Language::En));
    }
}
