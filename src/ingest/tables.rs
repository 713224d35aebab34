//! The data files of `schema/` that reading needs, embedded at build time. They shape no index and no query, so they
//! stand outside the two fingerprints; `schema/README.md` describes their columns.

/// Words in dates: kind, word, value.
pub(super) const DATE_WORDS: &str = include_str!("../../schema/date_words.tsv");
/// Phrases of pages that are no articles: reason, language, phrase.
pub(super) const REFUSED_PAGES: &str = include_str!("../../schema/refused_pages.tsv");

/// Returns the rows of a table with three columns, without comments and without the line that names them.
pub(super) fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 3]> {
    let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
    lines.filter_map(|line| {
        let mut columns = line.split('\t');
        Some([columns.next()?, columns.next()?, columns.next()?])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_three_columns() {
        for table in [DATE_WORDS, REFUSED_PAGES] {
            let lines = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
            for line in lines {
                let columns: Vec<_> = line.split('\t').collect();
                assert!(columns.len() == 3 && columns.iter().all(|column| !column.is_empty()), "{line:?}");
            }
        }
    }
}
