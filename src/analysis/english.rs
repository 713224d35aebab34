//! The English chain, in the order it runs: canonical words, possessive, stop words, irregular forms, British and
//! American spelling, stem (Porter 2), fold.

use rustc_hash::{FxHashMap, FxHashSet};

use super::canonical::CanonicalWords;
use super::number::canonical_number;
use super::stem::WordStemmer;
use super::word::WordForm;
use crate::schema::{Schema, SchemaError, columns, rows};
use crate::text::{Language, fold_diacritics, normalize};

const FILE: &str = "english_spelling.tsv";

/// Analyses English words one at a time.
pub struct English {
    stop_words: FxHashSet<String>,
    canonical: CanonicalWords,
    base_forms: FxHashMap<String, String>,
    stemmer: WordStemmer,
}

impl English {
    /// Assembles the chain from the data files.
    ///
    /// # Errors
    /// A data file that does not keep its format.
    pub fn new(schema: &Schema) -> Result<English, SchemaError> {
        let mut base_forms = FxHashMap::default();
        for row in rows(schema.table(FILE)) {
            let [kind, written, base] = columns(FILE, &row)?;
            if !matches!(kind, "form" | "spelling") {
                return Err(SchemaError { file: FILE, line: row.line, what: format!("unknown kind {kind:?}") });
            }
            base_forms.insert(written.to_string(), base.to_string());
        }
        Ok(English {
            stop_words: schema.stop_words(Language::En).clone(),
            canonical: CanonicalWords::new(schema, Language::En)?,
            base_forms,
            stemmer: WordStemmer::new(Language::En),
        })
    }

    /// Returns table entries as (written form, term).
    pub fn spellings(&self) -> Vec<(&str, String)> {
        let canonical = self.canonical.pairs().map(|(written, canonical)| (written, canonical.to_string()));
        let irregular = self.base_forms.iter().map(|(written, base)| (written.as_str(), self.stemmer.stem(base)));
        canonical.chain(irregular).collect()
    }

    /// Returns the form of a word as written.
    pub fn form(&self, written: &str) -> WordForm {
        let exact = normalize(written).text;
        if let Some(term) = self.canonical.lookup(written, &exact) {
            return WordForm::simple(exact, Some(term.to_string()));
        }
        if let Some(number) = canonical_number(written, Language::En) {
            return WordForm::number(exact, number);
        }
        let word = exact.strip_suffix("'s").or_else(|| exact.strip_suffix('\'')).unwrap_or(&exact);
        if self.stop_words.contains(&exact) || self.stop_words.contains(word) {
            return WordForm::simple(exact, None);
        }
        let term = fold_diacritics(&self.stemmer.stem(&self.base_form(word)));
        WordForm::simple(exact, Some(term))
    }

    fn base_form(&self, word: &str) -> String {
        if let Some(base) = self.base_forms.get(word) {
            return base.clone();
        }
        if let Some(base) = word.strip_suffix('s').and_then(|singular| self.base_forms.get(singular)) {
            return format!("{base}s");
        }
        american_spelling(word)
    }
}

/// Writes -ise, -isation and -our as American newspapers do. The same rule serves index and query, so a word that is
/// spelled -ise everywhere (promise) loses nothing.
fn american_spelling(word: &str) -> String {
    const ENDINGS: [(&str, &str); 14] = [
        ("isations", "izations"),
        ("isation", "ization"),
        ("ising", "izing"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("ise", "ize"),
        ("yse", "yze"),
        ("ysed", "yzed"),
        ("ysing", "yzing"),
        ("oured", "ored"),
        ("ouring", "oring"),
        ("ourite", "orite"),
        ("ours", "ors"),
        ("our", "or"),
    ];
    for (british, american) in ENDINGS {
        if let Some(start) = word.strip_suffix(british)
            && start.chars().count() >= 3
        {
            return format!("{start}{american}");
        }
    }
    word.to_string()
}
