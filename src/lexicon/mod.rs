//! What joins words across the two languages: the lexicon of `schema/lexicon/`, and names that are spelled otherwise.
//!
//! In: words and stems of one language. Out: entries, whose translations the caller analyses (this layer knows no stemmer). A file
//! that does not keep its format is an error with its line. Nothing here shapes an index.

pub mod import;
mod names;
mod table;
mod verb;

pub use names::{NameRow, exonyms};
pub use table::{Entry, Lexicon};
pub use verb::GermanVerbs;

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    const EXONYMS: &str = include_str!("../../schema/exonyms.tsv");

    #[test]
    fn exonyms_keep_their_format() {
        let mut rows = EXONYMS.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(rows.next(), Some("kind\tgerman\tenglish"));
        let mut row_of: HashMap<String, usize> = HashMap::new();
        for (row, line) in rows.enumerate() {
            let [kind, german, english] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line:?}: not 3 columns")
            };
            assert!(matches!(kind, "place" | "person" | "organisation"), "{line:?}: unknown kind");
            for names in [german, english] {
                let names: Vec<&str> = names.split("; ").collect();
                assert!(names.iter().all(|name| !name.is_empty() && name.trim() == *name), "{line:?}: an empty name");
                assert!((1..names.len()).all(|i| !names[..i].contains(&names[i])), "{line:?}: a name twice");
                for name in names {
                    let first = *row_of.entry(name.to_lowercase()).or_insert(row);
                    assert_eq!(first, row, "{line:?}: {name} stands in another row too");
                }
            }
        }
    }
}
