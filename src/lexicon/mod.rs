//! What joins words across the two languages: keys for the spellings of a name.
//!
//! In: single words of names. Out: keys that are equal if the words are spellings of one name. Pure functions; the
//! names that no key joins (*Peking*, *Beijing*) are data, in `schema/exonyms.tsv`.

mod key;

pub use key::{name_key, name_keys};

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
