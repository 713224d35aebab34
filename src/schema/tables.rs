//! The two plain formats of the data files: words separated by white space, and tab-separated columns with a header.
//! In both a line that starts with `#` is a comment and blank lines count for nothing.

use super::SchemaError;

/// One line of a table: its number in the file (from 1) and its columns.
#[derive(Clone, Debug)]
pub struct Row<'t> {
    pub line: usize,
    pub columns: Vec<&'t str>,
}

/// Returns the words of a word list, in order.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// Returns the rows of a table after its header, comments left out.
pub fn rows(text: &str) -> impl Iterator<Item = Row<'_>> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .map(|(i, line)| Row { line: i + 1, columns: line.split('\t').collect() })
}

/// Returns exactly `N` columns of a row.
///
/// # Errors
/// If the row has more or fewer columns, or an empty one.
pub fn columns<'t, const N: usize>(file: &'static str, row: &Row<'t>) -> Result<[&'t str; N], SchemaError> {
    let fault = |what: String| SchemaError { file, line: row.line, what };
    if let Some(i) = row.columns.iter().position(|column| column.trim().is_empty()) {
        return Err(fault(format!("column {} is empty", i + 1)));
    }
    <[&str; N]>::try_from(row.columns.as_slice())
        .map_err(|_| fault(format!("expected {N} columns separated by tabs, found {}", row.columns.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_header_and_blank_lines_are_no_rows() {
        let text = "# comment\na\tb\n\n1\t2\n# more\n3\t4\n";
        let got: Vec<_> = rows(text).map(|row| (row.line, row.columns)).collect();
        assert_eq!(got, [(4, vec!["1", "2"]), (6, vec!["3", "4"])]);
    }

    #[test]
    fn wrong_columns_name_file_and_line() {
        let row = Row { line: 7, columns: vec!["a"] };
        let error = columns::<2>("x.tsv", &row).expect_err("one column is too few");
        assert_eq!(error.to_string(), "schema/x.tsv, line 7: expected 2 columns separated by tabs, found 1");
    }
}
