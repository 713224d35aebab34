//! Snowball stems, the one place that knows rust-stemmers (German and English of 2019).

use rust_stemmers::{Algorithm, Stemmer};

use crate::text::Language;

/// Reduces a normalised word (lower case, umlauts as written) to its stem.
pub struct WordStemmer(Stemmer);

impl WordStemmer {
    /// Builds the stemmer of a language: Snowball "german", or "english" (Porter 2).
    pub fn new(language: Language) -> WordStemmer {
        WordStemmer(Stemmer::create(match language {
            Language::De => Algorithm::German,
            Language::En => Algorithm::English,
        }))
    }

    /// Returns the stem; a stem is never shown and never compared across languages.
    pub fn stem(&self, word: &str) -> String {
        self.0.stem(word).into_owned()
    }
}
