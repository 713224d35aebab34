//! The stamp beside an index: with which schema and format it was built.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{BackendError, SchemaFit, shown};
use crate::schema::Schema;

const FILE: &str = "stamp.json";

/// Grows when the layout of the folder or the meaning of a field's content changes without a change of `schema/`.
const FORMAT: u32 = 3;

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    format: u32,
    schema: String,
}

impl Stamp {
    fn of(schema: &Schema) -> Stamp {
        Stamp { format: FORMAT, schema: schema.index_fingerprint.clone() }
    }
}

/// Writes the stamp, whole or not at all.
pub(super) fn write(path: &Path, schema: &Schema) -> Result<(), BackendError> {
    let stamp = serde_json::to_vec_pretty(&Stamp::of(schema)).map_err(std::io::Error::other)?;
    let unfinished = path.join(".stamp.json.new");
    let mut file = File::create(&unfinished)?;
    file.write_all(&stamp)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path.join(FILE))?;
    Ok(())
}

/// Compares the stamp of an index with the schema of this program.
///
/// # Errors
/// If there is no index, it was built by another version, or, where `fit` asks for the same schema, with another one.
pub(super) fn check(path: &Path, schema: &Schema, fit: SchemaFit) -> Result<(), BackendError> {
    let text = match std::fs::read(path.join(FILE)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(BackendError::Missing { path: shown(path) });
        }
        read => read?,
    };
    let stamp: Stamp = serde_json::from_slice(&text)
        .map_err(|error| BackendError::Unreadable { path: shown(path), reason: format!("{FILE}: {error}") })?;
    let current = Stamp::of(schema);
    if stamp.format != current.format {
        return Err(BackendError::OtherSchema { path: shown(path), built_with: "another version of this program" });
    }
    if stamp.schema != current.schema && fit == SchemaFit::Same {
        return Err(BackendError::OtherSchema { path: shown(path), built_with: "another schema" });
    }
    Ok(())
}
