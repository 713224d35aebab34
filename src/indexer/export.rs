//! Every article as it was read, out of the log: what a new version of this program, or another program, reads.

use super::rebuild::Outdated;
use super::{Collection, IndexerError};
use crate::ingest::Article;
use crate::store::{Entry, Live, LogReader, StoreError};

/// Hands every article to `take`, in the order in which they last changed; those under embargo too.
///
/// Needs neither an index nor a schema that fits, only the log, and disturbs no writer.
///
/// # Errors
/// If there is no log, it is damaged, or `take` fails.
pub fn export<E: From<IndexerError>>(
    collection: &Collection,
    take: &mut dyn FnMut(&Article) -> Result<(), E>,
) -> Result<(), E> {
    let layout = &collection.layout;
    let missing = || StoreError::Missing { path: layout.folder().display().to_string() };
    let live = Live::read(layout).and_then(|live| live.ok_or_else(missing)).map_err(IndexerError::from)?;
    let path = layout.log(live.log);
    // Both are opened before anything is read: a rebuild may take the file away meanwhile.
    let open = || LogReader::open(&path, 0).map_err(IndexerError::from);
    let (first, second) = (open()?, open()?);
    let outdated = Outdated::survey(first)?;
    for item in second {
        let item = item.map_err(IndexerError::from)?;
        if item.end > outdated.end {
            break;
        }
        match &item.entry {
            Entry::Put { article, .. } if !outdated.contains(item.start, &item.entry) => take(article)?,
            _ => {}
        }
    }
    Ok(())
}
