//! The default index: where nothing names an index and none is there, one is built from the sample articles.

use std::fs::File;
use std::path::Path;

use anstream::eprintln;
use include_dir::{Dir, include_dir};

use crate::analysis::Analyzer;
use crate::backend::tantivy::TantivyBackend;
use crate::backend::{Backend, BackendError};
use crate::indexer;
use crate::ingest::Source;
use crate::schema::Schema;

/// Where the index lies if nothing else is said.
pub(super) const DEFAULT_INDEX: &str = "index";

static SEEDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seeds");

/// Opens the default index, building it from the embedded sample articles if there is none.
pub(super) fn open_default(schema: &Schema, analyzer: &Analyzer) -> anyhow::Result<TantivyBackend> {
    let path = Path::new(DEFAULT_INDEX);
    if let Some(backend) = open_filled(path, schema)? {
        return Ok(backend);
    }
    // Whoever comes second waits for the first and finds its index.
    std::fs::create_dir_all(path)?;
    let lock = File::create(path.join(".seeds.lock"))?;
    lock.lock()?;
    if let Some(backend) = open_filled(path, schema)? {
        return Ok(backend);
    }
    let mut files: Vec<_> = SEEDS.files().collect();
    files.sort_by_key(|file| file.path());
    let sources: Vec<Source> =
        files.iter().filter_map(|file| Source::embedded(&file.path().to_string_lossy(), file.contents())).collect();
    let backend = TantivyBackend::open_or_create(path, schema)?;
    let report = indexer::build(&backend, analyzer, &sources, &mut |_| {})?;
    eprintln!(
        "There was no index, so {} sample articles were indexed into {DEFAULT_INDEX}/.\n\
         Your own: tandem index PATH...   Over HTTP: tandem serve",
        report.added
    );
    Ok(backend)
}

/// Opens the index if it is there and has a commit: a first run that was killed leaves one without.
fn open_filled(path: &Path, schema: &Schema) -> Result<Option<TantivyBackend>, BackendError> {
    match TantivyBackend::open(path, schema) {
        Err(BackendError::Missing { .. }) => Ok(None),
        Err(error) => Err(error),
        Ok(backend) => Ok((backend.snapshot().commit_number() > 0).then_some(backend)),
    }
}
