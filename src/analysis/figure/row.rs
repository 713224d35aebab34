//! Rows of a table: columns separated by tabs, comments after `#`, the first other line names the columns.

use super::table::TableError;
use crate::text::Language;

/// A row with its place.
#[derive(Debug)]
pub struct Row<'s> {
    pub file: &'static str,
    pub line: usize,
    pub columns: Vec<&'s str>,
}

impl Row<'_> {
    /// Builds the fault of this row.
    pub fn fault(&self, what: String) -> TableError {
        TableError { file: self.file, line: self.line, what }
    }

    /// Returns a column as a number.
    ///
    /// # Errors
    /// The column is none.
    pub fn number(&self, column: usize) -> Result<f64, TableError> {
        let text = self.columns[column];
        text.parse().map_err(|_| self.fault(format!("{text:?} is no number")))
    }

    /// Returns the languages that the first column names: `de`, `en`, or `*` for both.
    ///
    /// # Errors
    /// The column names none.
    pub fn languages(&self) -> Result<&'static [Language], TableError> {
        match self.columns[0] {
            "de" => Ok(&[Language::De]),
            "en" => Ok(&[Language::En]),
            "*" => Ok(&Language::ALL),
            other => Err(self.fault(format!("unknown language {other:?}"))),
        }
    }
}

/// Returns the rows of a file, without its comments and the line that names the columns.
///
/// # Errors
/// The first row with another number of columns, or with an empty one.
pub fn rows<'s>(file: &'static str, text: &'s str, n_columns: usize) -> Result<Vec<Row<'s>>, TableError> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')).skip(1);
    lines
        .map(|(at, line)| {
            let row = Row { file, line: at + 1, columns: line.split('\t').collect() };
            let n_found = row.columns.len();
            match n_found == n_columns && row.columns.iter().all(|column| !column.is_empty()) {
                true => Ok(row),
                false => Err(row.fault(format!("expected {n_columns} columns separated by tabs, found {n_found}"))),
            }
        })
        .collect()
}
