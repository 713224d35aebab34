//! Words that mean one thing under several spellings which no stemmer joins: `U.S.`, `US` and `USA`.

use rustc_hash::FxHashMap;

use crate::schema::{Schema, SchemaError, columns, rows};
use crate::text::Language;

const FILE: &str = "canonical_words.tsv";

/// The table `schema/canonical_words.tsv` for one language.
pub struct CanonicalWords {
    /// Forms with a capital, compared as written: `US` is a country, `us` a pronoun.
    as_written: FxHashMap<String, String>,
    lower_case: FxHashMap<String, String>,
}

impl CanonicalWords {
    /// Reads the rows for a language and for all languages (`*`).
    ///
    /// # Errors
    /// A row with other than three columns, or an unknown language.
    pub fn new(schema: &Schema, language: Language) -> Result<CanonicalWords, SchemaError> {
        let mut words = CanonicalWords { as_written: FxHashMap::default(), lower_case: FxHashMap::default() };
        for row in rows(schema.table(FILE)) {
            let [written, of, canonical] = columns(FILE, &row)?;
            if of != "*" {
                let of = of.parse::<Language>();
                let of = of.map_err(|error| SchemaError { file: FILE, line: row.line, what: error.to_string() })?;
                if of != language {
                    continue;
                }
            }
            let has_capital = written.chars().any(char::is_uppercase);
            let table = if has_capital { &mut words.as_written } else { &mut words.lower_case };
            table.insert(written.to_string(), canonical.to_string());
        }
        Ok(words)
    }

    /// Returns each pair of a written and a canonical form.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.as_written
            .iter()
            .chain(&self.lower_case)
            .map(|(written, canonical)| (written.as_str(), canonical.as_str()))
    }

    /// Returns the canonical form of a word, given as written and in lower case.
    pub fn lookup(&self, written: &str, lower_case: &str) -> Option<&str> {
        self.as_written.get(written).or_else(|| self.lower_case.get(lower_case)).map(String::as_str)
    }
}
