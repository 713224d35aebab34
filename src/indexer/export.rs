//! Every article as it was read, out of the log: what a new version of this program, or another program, reads.

use super::rebuild::Outdated;
use super::{Collection, IndexerError};
use crate::ingest::Article;
use crate::store::{Entry, Layout, Live, LogReader, StoreError};

/// Hands every article to `take`, in the order in which they last changed; those under embargo too.
///
/// Needs neither an index nor a schema that fits, only the log, and disturbs no writer.
///
/// # Errors
/// If there is no log, if `take` fails, or, after every readable article was handed over, if the log is damaged.
pub fn export<E: From<IndexerError>>(
    collection: &Collection,
    take: &mut dyn FnMut(&Article) -> Result<(), E>,
) -> Result<(), E> {
    let (first, second) = open_twice(&collection.layout)?;
    let outdated = Outdated::survey(first, u64::MAX)?;
    let mut log = second;
    let mut damage = None;
    loop {
        let item = match log.next() {
            None => break,
            Some(Err(error @ StoreError::Damaged { .. })) => {
                log.skip_damaged().map_err(IndexerError::from)?;
                damage = damage.or(Some(error));
                continue;
            }
            Some(item) => item.map_err(IndexerError::from)?,
        };
        if item.end > outdated.end {
            break;
        }
        match &item.entry {
            Entry::Put { article, .. } if !outdated.contains(item.start, &item.entry) => take(article)?,
            _ => {}
        }
    }
    damage.map_or(Ok(()), |damage| Err(IndexerError::from(damage).into()))
}

/// Opens the live log twice before anything is read of it, since a rebuild may take it away meanwhile.
fn open_twice(layout: &Layout) -> Result<(LogReader, LogReader), IndexerError> {
    let missing = || StoreError::Missing { path: layout.folder().display().to_string() };
    loop {
        let live = Live::read(layout)?.ok_or_else(missing)?;
        let path = layout.log(live.log);
        match (LogReader::open(&path, 0), LogReader::open(&path, 0)) {
            (Ok(first), Ok(second)) => return Ok((first, second)),
            (Err(error), _) | (_, Err(error)) if Live::read(layout)? == Some(live) => return Err(error.into()),
            _ => {}
        }
    }
}
