//! The articles of one folder, to be opened for reading or for writing.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::{Progress, Session};
use crate::analysis::Analyzer;
use crate::backend::tantivy::{SchemaFit, TantivyBackend};
use crate::backend::{BackendError, Generation};
use crate::schema::Schema;
use crate::store::{Layout, Live, StoreError};

/// How often a generation is looked up again that was replaced just while it was opened.
const MAX_ATTEMPTS: usize = 10;

/// What keeps articles from being read or written.
#[derive(Debug, thiserror::Error)]
pub enum IndexerError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Backend(#[from] BackendError),
    #[error("an earlier change could not be indexed; it is kept, and will be when the index is opened again")]
    Broken,
}

/// A folder with articles, and the tools that read them.
#[derive(Clone)]
pub struct Collection {
    pub layout: Layout,
    pub schema: Arc<Schema>,
    pub analyzer: Arc<Analyzer>,
}

impl Collection {
    /// Joins a folder and the tools; touches nothing.
    pub fn new(folder: &Path, schema: Arc<Schema>, analyzer: Arc<Analyzer>) -> Collection {
        Collection { layout: Layout::new(folder), schema, analyzer }
    }

    /// Opens the generation that answers now.
    ///
    /// # Errors
    /// If there is none, if (as `fit` says) it was built with another schema, or if it cannot be read.
    pub fn live(&self, fit: SchemaFit) -> Result<Generation, IndexerError> {
        let missing = || StoreError::Missing { path: self.layout.folder().display().to_string() };
        let mut attempt = 0;
        loop {
            let live = Live::read(&self.layout)?.ok_or_else(missing)?;
            let number = live.generation.ok_or_else(missing)?;
            match TantivyBackend::open(&self.layout.generation(number), &self.schema, fit) {
                Ok(backend) => return Ok(Generation { number, backend: Arc::new(backend) }),
                // Whoever switched meanwhile has removed what was live.
                Err(_) if attempt < MAX_ATTEMPTS && Live::read(&self.layout)? != Some(live) => attempt += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Opens the folder for writing, making it if it is missing, and indexes what the log holds beyond the index.
    ///
    /// # Errors
    /// If another process writes for longer than `patience`, or the folder cannot be read or written.
    pub fn write(
        &self,
        owner: &str,
        patience: Duration,
        progress: &mut dyn FnMut(&Progress),
    ) -> Result<Session, IndexerError> {
        Session::open(self.clone(), owner, patience, progress)
    }

    /// Indexes what a killed writer has acknowledged and not indexed; does nothing if somebody writes just now.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub fn recover(&self, generation: &Generation, progress: &mut dyn FnMut(&Progress)) -> Result<(), IndexerError> {
        let Some(live) = Live::read(&self.layout)? else { return Ok(()) };
        let log_bytes = std::fs::metadata(self.layout.log(live.log)).map_or(0, |metadata| metadata.len());
        if live.generation != Some(generation.number) || log_bytes <= generation.backend.snapshot().mark() {
            return Ok(());
        }
        match self.write("recovery", Duration::ZERO, progress) {
            Ok(session) => session.close()?,
            Err(IndexerError::Store(StoreError::Locked { .. })) => return Ok(()),
            Err(error) => return Err(error),
        }
        generation.backend.refresh()?;
        Ok(())
    }
}
