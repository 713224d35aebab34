//! What words mean in the other language: the lexicon of `schema/lexicon/`, read once.
//!
//! In: words and stems of one language. Out: entries, whose translations the caller analyses: this layer knows no stemmer.
//! A file that does not keep its format is an error with its line.

mod table;

pub use table::{Entry, Lexicon};
