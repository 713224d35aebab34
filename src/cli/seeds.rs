//! The default index: where nothing names an index and none is there, one is built from the sample articles.

use std::fs::File;

use anstream::eprintln;
use include_dir::{Dir, include_dir};

use super::WRITER_PATIENCE;
use crate::backend::tantivy::SchemaFit;
use crate::indexer::{self, Collection, Input, Prune};
use crate::ingest::Source;
use crate::store::{Live, LogReader};

/// Where the index lies if nothing else is said.
pub(super) const DEFAULT_INDEX: &str = "index";

static SEEDS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/seeds");

/// Builds the default index from the embedded sample articles if there is none.
pub(super) fn ensure_default(collection: &Collection) -> anyhow::Result<()> {
    if has_articles(collection)? {
        return Ok(());
    }
    // Whoever comes second waits for the first and finds its index.
    let folder = collection.layout.folder();
    std::fs::create_dir_all(folder)?;
    let lock = File::create(folder.join(".seeds.lock"))?;
    lock.lock()?;
    if has_articles(collection)? {
        return Ok(());
    }
    let mut files: Vec<_> = SEEDS.files().collect();
    files.sort_by_key(|file| file.path());
    let sources =
        files.iter().filter_map(|file| Source::embedded(&file.path().to_string_lossy(), file.contents())).collect();
    let mut session = collection.write("the sample articles", WRITER_PATIENCE, &mut |_| {})?;
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

/// Returns whether an index is there that ever held an article: a first run that was killed leaves one without.
fn has_articles(collection: &Collection) -> anyhow::Result<bool> {
    let Some(live) = Live::read(&collection.layout)? else { return Ok(false) };
    if live.generation.is_none() {
        return Ok(false);
    }
    let first_line = LogReader::open(&collection.layout.log(live.log), 0)?.next().transpose()?;
    let is_filled = |mark| first_line.is_some_and(|line| mark > line.end);
    // One that cannot be opened is there, and opening it will say why it cannot.
    let generation = collection.live(SchemaFit::AnyReadable);
    Ok(generation.map_or(true, |generation| is_filled(generation.backend.snapshot().mark())))
}
