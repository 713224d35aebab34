//! The field `name`: every word of an article that may be a name, by each of its keys.

use rustc_hash::FxHashSet;

use super::TermStream;
use crate::analysis::{Analysis, TokenKind};

/// Between a key, which is of ASCII letters, and a word.
pub const KEY_END: char = ':';

/// Returns the term stream of the names of an article: `key:word`, each once and all at one position.
pub(super) fn names(analysis: &Analysis) -> String {
    let mut stream = TermStream::default();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let tokens = analysis.title.tokens.iter().chain(&analysis.text.tokens);
    for token in tokens.filter(|token| token.kind == TokenKind::Word) {
        let form = &token.form;
        if !form.name_keys.is_empty() && seen.insert(&form.exact) {
            form.name_keys.iter().for_each(|key| stream.push(0, &name_term(key, &form.exact)));
        }
    }
    stream.finish()
}

/// Returns the term of a word by one of its keys.
fn name_term(key: &str, exact: &str) -> String {
    format!("{key}{KEY_END}{exact}")
}
