//! The stamp beside an index: with which schema and format it was built.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{BackendError, shown};
use crate::schema::Schema;

const FILE: &str = "tandem.json";

/// Grows when the layout of the folder or the meaning of a field's content changes without a change of `schema/`.
const FORMAT: u32 = 1;

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

/// Returns whether the folder holds an index.
pub(super) fn exists(path: &Path) -> bool {
    path.join(FILE).is_file()
}

/// Makes the folder if it is missing, and waits until no other process makes an index in it; the lock ends with the file.
pub(super) fn lock_folder(path: &Path) -> Result<File, BackendError> {
    std::fs::create_dir_all(path)?;
    let lock = File::create(path.join(".tandem.lock"))?;
    lock.lock()?;
    Ok(lock)
}

/// Clears what an unfinished creation left in the folder.
///
/// # Errors
/// If it holds other files (hidden ones do not count).
pub(super) fn prepare_folder(path: &Path) -> Result<(), BackendError> {
    let leftovers = ["meta.json", ".managed.json"];
    for entry in std::fs::read_dir(path)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with('.') && !leftovers.contains(&name.as_ref()) {
            let reason = format!("the folder holds other files, such as {name}");
            return Err(BackendError::Unreadable { path: shown(path), reason });
        }
    }
    // A build that was killed before its stamp was written leaves these two behind, and nothing else.
    for name in leftovers {
        match std::fs::remove_file(path.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Writes the stamp, whole or not at all.
pub(super) fn write(path: &Path, schema: &Schema) -> Result<(), BackendError> {
    let stamp = serde_json::to_vec_pretty(&Stamp::of(schema)).map_err(std::io::Error::other)?;
    let unfinished = path.join(".tandem.json.new");
    let mut file = File::create(&unfinished)?;
    file.write_all(&stamp)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path.join(FILE))?;
    Ok(())
}

/// Compares the stamp of an index with the schema of this program.
///
/// # Errors
/// If there is no index, or its stamp differs.
pub(super) fn check(path: &Path, schema: &Schema) -> Result<(), BackendError> {
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
    if stamp.schema != current.schema {
        return Err(BackendError::OtherSchema { path: shown(path), built_with: "another schema" });
    }
    Ok(())
}
