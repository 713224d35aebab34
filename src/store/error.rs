//! Faults of the folder in which articles live.

use std::path::Path;

/// What keeps a folder from being opened or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("no index at {path}; build one with `tandem index --index {path} PATH...`")]
    Missing { path: String },
    #[error("{path} holds other files, such as {name}; choose another folder for the index")]
    ForeignFiles { path: String, name: String },
    #[error(
        "the index at {path} has the layout of another version of this program ({found}); \
         export its articles with that version, then import them into another folder"
    )]
    OtherLayout { path: String, found: String },
    #[error("{holder} is writing to the index at {path}; wait until it ends, then try again")]
    Locked { path: String, holder: String },
    #[error("a rebuild of the index at {path} is under way ({holder}); wait until it ends")]
    Rebuilding { path: String, holder: String },
    #[error("{path}, byte {position}: {what}; `tandem check --repair` saves what can be read")]
    Damaged { path: String, position: u64, what: String },
    #[error(
        "{path}, which holds the articles, is lost; searches go on, but to change anything put the file back, \
         or delete the folder and index the articles again"
    )]
    LostLog { path: String },
    #[error("{path}: {what}")]
    Ledger { path: String, what: String },
    #[error("{path}: {cause}")]
    Io { path: String, cause: std::io::Error },
}

impl StoreError {
    /// Returns a function that gives an error of the disk its path.
    pub(super) fn at(path: &Path) -> impl Fn(std::io::Error) -> StoreError + '_ {
        move |cause| StoreError::Io { path: path.display().to_string(), cause }
    }
}
