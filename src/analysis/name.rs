//! Which words of a text may be names, and the keys by which their spellings are one ([`crate::text::name_keys`]).
//!
//! A word tells by its looks: a capital and small letters behind it, four letters or more, and not among the frequent words of
//! English, which have a capital at the beginning of a sentence. In German every noun has one: compounds and what compounds are
//! built from are left out, which is half of what German articles hold. The frequent words of German news are no help, for they
//! hold too many names (Lawrow, Lukaschenko). Whether a word *is* a name, a query decides.

use rustc_hash::FxHashSet;

use super::word::WordForm;
use crate::schema::{Schema, words};
use crate::text::name_keys;

const FREQUENT: &str = "frequent_words_en.txt";
/// Letters of a name at least.
const MIN_LETTERS: usize = 4;
/// A longer word is no name but a compound that no table splits: of German names none in our news is longer.
const MAX_LETTERS: usize = 16;

/// Tells names by their looks.
pub(super) struct NameWords {
    /// Frequent words of English, in lower case.
    frequent: FxHashSet<&'static str>,
}

impl NameWords {
    pub(super) fn new(schema: &Schema) -> NameWords {
        NameWords { frequent: words(schema.table(FREQUENT)).collect() }
    }

    /// Returns the keys of a word as written; none where it is no name.
    pub(super) fn keys(&self, written: &str, form: &WordForm) -> Box<[Box<str>]> {
        let is_word = form.term.is_some() && !form.is_number && form.parts.is_empty();
        if !is_word || !looks_like_a_name(written) || self.is_frequent(&form.exact) {
            return Box::default();
        }
        name_keys(written).into_iter().map(String::into_boxed_str).collect()
    }

    fn is_frequent(&self, exact: &str) -> bool {
        self.frequent.contains(exact.strip_suffix("'s").unwrap_or(exact))
    }
}

/// Tells whether a word begins with a capital, has small letters too, and is neither too short nor too long.
fn looks_like_a_name(written: &str) -> bool {
    let mut letters = written.chars().filter(|c| c.is_alphabetic());
    let is_capital = letters.next().is_some_and(char::is_uppercase);
    let n_letters = 1 + letters.clone().count();
    is_capital && (MIN_LETTERS..=MAX_LETTERS).contains(&n_letters) && letters.any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use crate::analysis::Analyzer;
    use crate::schema::Schema;
    use crate::text::Language;

    #[test]
    fn names_have_keys_and_other_words_have_none() {
        let analyzer = Analyzer::new(&Schema::embedded().expect("embedded schema is valid")).expect("valid schema");
        let check = |written: &str, language: Language, expected: &[&str]| {
            let form = analyzer.with_words(|words| words.form(written, Some(language)));
            let keys: Vec<&str> = form.name_keys.iter().map(|key| &**key).collect();
            assert_eq!(keys, expected, "{written} {language}");
        };
        check("Scharapowas", Language::De, &["Sarapova"]);
        check("Sharapova's", Language::En, &["Sarapova"]);
        check("Lawrow", Language::De, &["lavrov"]);
        check("Michael", Language::De, &["miXal", "miCal"]);
        for word in ["scharapowa", "NATO", "Li", "Haushaltsausschuss", "Krieges", "1990er", "Der"] {
            check(word, Language::De, &[]);
        }
        for word in ["Yesterday", "WASHINGTON", "The", "sharapova"] {
            check(word, Language::En, &[]);
        }
    }
}
