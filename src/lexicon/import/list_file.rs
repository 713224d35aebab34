//! Imported lists as files beside an index: written whole or not at all, and refused where they are damaged.

use std::fs;
use std::io;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::table::replace;

/// What keeps a list from being written or opened.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error("{path}: {cause}")]
    Io { path: String, cause: io::Error },
    #[error("no imported {what} at {path}; import a list with `tandem {what} import FILE`")]
    Missing { path: String, what: &'static str },
    #[error("the imported {what} at {path} are damaged or of another version; import the list again")]
    Damaged { path: String, what: &'static str },
}

/// A list with the version of its form.
#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    version: u32,
    #[serde(flatten)]
    list: T,
}

/// Writes a list to a file: to one beside it first, which takes its place when it is safe on the disk.
///
/// # Errors
/// If the disk refuses; what was at `path` is then still there.
pub(super) fn write(path: &Path, version: u32, list: &impl Serialize) -> Result<(), ListError> {
    let bytes = serde_json::to_vec(&Versioned { version, list }).expect("texts and numbers can be written as JSON");
    replace(path, &bytes).map_err(|cause| ListError::Io { path: path.display().to_string(), cause })
}

/// Opens the list in a file; `what` it is called on the command line.
///
/// # Errors
/// If there is none, or it cannot be read, is damaged or of another version.
pub(super) fn open<T: DeserializeOwned>(path: &Path, version: u32, what: &'static str) -> Result<T, ListError> {
    let shown = || path.display().to_string();
    let bytes = fs::read(path).map_err(|cause| match cause.kind() {
        io::ErrorKind::NotFound => ListError::Missing { path: shown(), what },
        _ => ListError::Io { path: shown(), cause },
    })?;
    let read: Option<Versioned<T>> = serde_json::from_slice(&bytes).ok();
    let current = read.filter(|read| read.version == version);
    current.map(|read| read.list).ok_or_else(|| ListError::Damaged { path: shown(), what })
}
