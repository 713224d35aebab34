//! The default index: where nothing names an index and none is there, one is built from the sample articles.

use std::fs::File;

use anstream::eprintln;
use include_dir::{Dir, include_dir};

use super::WRITER_PATIENCE;
use crate::indexer::{self, Collection, Input, Prune};
use crate::ingest::Source;
use crate::store::{Live, LogReader};

/// Where the index lies if nothing else is said.
pub(super) const DEFAULT_INDEX: &str = "index";

static SEEDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seeds");

/// Builds the default index from the embedded sample articles if there is none.
pub(super) fn ensure_default(collection: &Collection) -> anyhow::Result<()> {
    let folder = collection.layout.folder();
    let lock_path = folder.join(".seeds.lock");
    if has_articles(collection)? {
        // Their log may be written and their index not yet: whoever indexes the samples holds the lock until it is.
        if let Ok(lock) = File::open(&lock_path) {
            lock.lock_shared()?;
        }
        return Ok(());
    }
    // Whoever comes second waits for the first and finds its index.
    std::fs::create_dir_all(folder)?;
    let lock = File::create(&lock_path)?;
    lock.lock()?;
    if has_articles(collection)? {
        return Ok(());
    }
    let mut files: Vec<_> = SEEDS.files().collect();
    files.sort_by_key(|file| file.path());
    let sources =
        files.iter().filter_map(|file| Source::embedded(&file.path().to_string_lossy(), file.contents())).collect();
    let mut session = collection.write("the sample articles", WRITER_PATIENCE, &mut |_| {})?;
    // Whoever held the lock before may have begun a collection of his own.
    if has_articles(collection)? {
        return Ok(session.close()?);
    }
    let input = Input { sources, ..Input::default() };
    let report = indexer::build(&mut session, input, Prune::Keep, &mut |_, _| {})?;
    session.close()?;
    eprintln!(
        "There was no index, so {} sample articles were indexed into {}/.\n\
         Your own: tandem index PATH...   Over HTTP: tandem serve",
        report.added + report.unchanged,
        folder.display()
    );
    Ok(())
}

/// Returns whether the folder holds an article, or the trace of one: then it is somebody's collection.
fn has_articles(collection: &Collection) -> anyhow::Result<bool> {
    let Some(live) = Live::read(&collection.layout)? else { return Ok(false) };
    // The first line of a log is no article.
    Ok(LogReader::open(&collection.layout.log(live.log), 0)?.nth(1).is_some())
}
