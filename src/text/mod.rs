//! What every other module knows about text: languages, spans, folding, sentences, keys for the spellings of a name.
//!
//! Pure functions and small types; nothing here reads files or fails. A [`Span`] is always a byte range of the
//! *original* text on character boundaries, so `&text[span.range()]` is verbatim what the newspaper wrote.

mod fold;
mod language;
mod name_key;
mod sentences;
mod span;

pub use fold::{Normalized, fold_diacritics, normalize};
pub use language::{Language, UnknownLanguage};
pub use name_key::{name_key, name_keys, spelling_key};
pub use sentences::sentences;
pub use span::Span;
