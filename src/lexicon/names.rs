//! Names that are spelled in more than one way: those of `schema/exonyms.tsv`, and lists of a user's in the same form
//! (`import::names`).

use serde::{Deserialize, Serialize};

use crate::schema::{Schema, SchemaError, columns, rows};

pub(super) const EXONYMS: &str = "exonyms.tsv";

/// One person, place or organisation with the spellings of its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameRow {
    /// `place`, `person` or `organisation`, or what a user writes there; may be empty.
    pub kind: String,
    /// As German and as English text has it, the usual one first; not both empty.
    pub names: [Vec<String>; 2],
}

impl NameRow {
    /// Builds a row from columns in which names stand between semicolons; empty names are passed over.
    pub(super) fn new(kind: &str, german: &str, english: &str) -> NameRow {
        let split = |names: &str| {
            let names = names.split(';').map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
            names.filter(|name| !name.is_empty()).collect()
        };
        NameRow { kind: kind.to_string(), names: [split(german), split(english)] }
    }
}

/// Returns the rows of `schema/exonyms.tsv`.
///
/// # Errors
/// A row with another number of columns, or with an empty one.
pub fn exonyms(schema: &Schema) -> Result<Vec<NameRow>, SchemaError> {
    let row = |row| columns(EXONYMS, &row).map(|[kind, german, english]| NameRow::new(kind, german, english));
    rows(schema.table(EXONYMS)).map(row).collect()
}
