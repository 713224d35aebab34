//! A list of names that a user has: German names, English names and, if they like, a kind a line, between tabs.
//!
//! Names of one language stand between semicolons. A heading may name the columns in another order (`kind`, `german`,
//! `english`, or `art`, `de`, `en`), so that the program's own `schema/exonyms.tsv` can be read as well. Bad lines are
//! [`Problem`]s and the import goes on.

use std::io::BufRead;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::entry::Problem;
use super::list_file::{self, ListError};
use super::table::{Counts, Origin};
use super::{ImportError, lines};
use crate::lexicon::NameRow;

/// Words of a name at most: longer ones are not looked for.
pub const MAX_NAME_WORDS: usize = 5;
/// Spellings in a row at most, of each language.
const MAX_SPELLINGS: usize = 12;
/// Grows when the file changes its form.
const VERSION: u32 = 1;

/// Names that were imported, with where they come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NameList {
    pub origin: Origin,
    /// `entries` are rows, `pairs` spellings.
    pub counts: Counts,
    pub rows: Vec<NameRow>,
}

impl NameList {
    /// Reads a list.
    ///
    /// # Errors
    /// If the bytes cannot be read, or hold no row that can be.
    pub fn read(
        reader: impl BufRead,
        origin: Origin,
        problems: &mut dyn FnMut(Problem),
    ) -> Result<NameList, ImportError> {
        let (mut rows, mut columns, mut is_first, mut n_problems) = (Vec::new(), Columns::default(), true, 0);
        let mut read_row = |text: &str, line: usize, take: &mut super::Take| {
            let heading = if std::mem::take(&mut is_first) { Columns::of_heading(text) } else { None };
            match heading {
                Some(heading) => columns = heading,
                None => match columns.row(text) {
                    Ok(row) => rows.push(row),
                    Err(what) => take(Err(Problem { line, what })),
                },
            }
        };
        let mut take = |item: Result<super::Entry, Problem>| {
            n_problems += 1;
            item.err().into_iter().for_each(&mut *problems);
        };
        lines::read(reader, &mut read_row, &mut take, &mut |_| {})?;
        if rows.is_empty() {
            return Err(ImportError::NoNames { n_problems });
        }
        let n_spellings: usize = rows.iter().map(|row: &NameRow| row.names[0].len() + row.names[1].len()).sum();
        let counts = Counts { entries: rows.len() as u64, pairs: n_spellings as u64, problems: n_problems };
        Ok(NameList { origin, counts, rows })
    }

    /// Writes the list to a file: to one beside it first, which takes its place when it is safe on the disk.
    ///
    /// # Errors
    /// If the disk refuses; what was at `path` is then still there.
    pub fn write(&self, path: &Path) -> Result<(), ListError> {
        list_file::write(path, VERSION, self)
    }

    /// Opens the list in a file.
    ///
    /// # Errors
    /// If there is none, or it cannot be read, is damaged or of another version.
    pub fn open(path: &Path) -> Result<NameList, ListError> {
        list_file::open(path, VERSION, "names")
    }
}

/// In which column what stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Columns {
    german: usize,
    english: usize,
    kind: usize,
}

impl Default for Columns {
    fn default() -> Columns {
        Columns { german: 0, english: 1, kind: 2 }
    }
}

impl Columns {
    fn of_heading(text: &str) -> Option<Columns> {
        let names: Vec<String> = text.split('\t').map(|name| name.trim().to_lowercase()).collect();
        let place = |known: [&str; 4]| names.iter().position(|name| known.contains(&name.as_str()));
        let (german, english) =
            (place(["german", "de", "deutsch", "german names"])?, place(["english", "en", "englisch", "english names"])?);
        Some(Columns { german, english, kind: place(["kind", "art", "type", "typ"]).unwrap_or(2) })
    }

    fn row(self, text: &str) -> Result<NameRow, String> {
        let columns: Vec<&str> = text.split('\t').map(str::trim).collect();
        if !(2..=3).contains(&columns.len()) {
            return Err(format!("{} columns instead of 2 or 3 (German names, English names, kind)", columns.len()));
        }
        let column = |i: usize| columns.get(i).copied().unwrap_or_default();
        let row = NameRow::new(column(self.kind), column(self.german), column(self.english));
        if let Some(i) = row.names.iter().position(Vec::is_empty) {
            return Err(format!("no {} name", ["German", "English"][i]));
        }
        if row.names.iter().any(|names| names.len() > MAX_SPELLINGS) {
            return Err(format!("more than {MAX_SPELLINGS} names of one language"));
        }
        let is_long = |name: &&String| name.split([' ', '-']).count() > MAX_NAME_WORDS;
        match row.names.iter().flatten().find(is_long) {
            Some(name) => Err(format!("{name:?} has more than {MAX_NAME_WORDS} words")),
            None => Ok(row),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut found = Vec::new();
        let mut problem = |problem: Problem| found.push(problem.to_string());
        let list = NameList::read(text.as_bytes(), Origin::default(), &mut problem);
        let of_row = |row: &NameRow| format!("{} = {} ({})", row.names[0].join("; "), row.names[1].join("; "), row.kind);
        found.splice(..0, list.iter().flat_map(|list| &list.rows).map(of_row));
        found.extend(list.err().map(|error| error.to_string()));
        assert_eq!(found.join(" / "), expected, "{text:?}");
    }

    #[test]
    fn rows_are_read() {
        check("Zwirbel;  Zwirrel \tTwirl\n", "Zwirbel; Zwirrel = Twirl ()");
        check("# no\nGerman\tEnglish\tKind\nA B\tC\tplace", "A B = C (place)");
        check("kind\tgerman\tenglish\nplace\tA;\tB", "A = B (place)");
    }

    #[test]
    fn bad_rows_are_problems() {
        check("A\tB\nA", "A = B () / line 2: 1 columns instead of 2 or 3 (German names, English names, kind)");
        check("A\tB\n ; \tB", "A = B () / line 2: no German name");
        check("A\tB\na b c d e f\tB", "A = B () / line 2: \"a b c d e f\" has more than 5 words");
        check("A\t", "line 1: no English name / no names were found; 1 lines could not be read");
    }
}
