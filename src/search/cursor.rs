//! Where a page ended, so that the next one begins there whatever was committed meanwhile.
//!
//! A cursor names the commit that its page came from. As long as that commit is among those remembered, the next page
//! comes from it too, and nothing is shown twice or passed over. Later it comes from the newest one: scores may have
//! shifted by what the new articles did to the statistics, and a note says so.

use std::collections::VecDeque;
use std::fmt::{self, Display, Formatter};
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rustc_hash::FxHasher;

use crate::backend::{BackendError, Condition, KeywordField, Order, Plan, Selection, Snapshot, SortKey};

/// Commits that are remembered at most, and how long after their last page; each keeps its files open.
const MAX_REMEMBERED: usize = 8;
const REMEMBERED_FOR: Duration = Duration::from_secs(600);

/// The place after a hit. Its text form is opaque to users.
#[derive(Clone, Debug, PartialEq)]
pub struct Cursor {
    pub(super) generation: u64,
    pub(super) commit_number: u64,
    /// Tells which query it belongs to.
    pub(super) query: u64,
    /// Rank of the hit.
    pub(super) rank: usize,
    pub(super) key: SortKey,
}

impl Cursor {
    /// Returns the place of its hit in a commit; in a later one the hit has another score.
    pub(super) fn key_in(
        &self,
        generation: u64,
        snapshot: &dyn Snapshot,
        plan: &Plan,
    ) -> Result<SortKey, BackendError> {
        let mut key = self.key.clone();
        if (generation, snapshot.commit_number()) != (self.generation, self.commit_number) {
            let itself = Condition::Keyword { field: KeywordField::Id, values: vec![key.id.clone()] };
            let plan = Plan { condition: Some(itself), balance: None, ..plan.clone() };
            if let Some(found) = snapshot.candidates(&plan, Selection::best(1))?.best.first() {
                (key.score, key.published_s) = (found.score, found.published_s);
            }
        }
        Ok(key)
    }
}

/// A text that is no cursor.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("the cursor is none that this server has given; take \"next\" of the page before, or leave it out")]
pub struct InvalidCursor;

/// Returns what tells queries apart: how they were read, and in which order hits come.
pub(super) fn query_key(read_as: &str, order: Order) -> u64 {
    let mut hasher = FxHasher::default();
    (read_as, order).hash(&mut hasher);
    hasher.finish()
}

impl Display for Cursor {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Cursor { generation, commit_number, query, rank, key } = self;
        let published = key.published_s.map_or(String::new(), |seconds| seconds.to_string());
        write!(f, "{generation}~{commit_number}~{query:x}~{rank}~{:x}~{published}~{}", key.score.to_bits(), key.id)
    }
}

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Cursor, InvalidCursor> {
        let read = || {
            let mut parts = text.splitn(7, '~');
            let mut next = || parts.next();
            let (generation, commit_number) = (next()?.parse().ok()?, next()?.parse().ok()?);
            let (query, rank) = (u64::from_str_radix(next()?, 16).ok()?, next()?.parse::<usize>().ok()?);
            let score = f32::from_bits(u32::from_str_radix(next()?, 16).ok()?);
            let published_s = match next()? {
                "" => None,
                seconds => Some(seconds.parse().ok()?),
            };
            let key = SortKey { score, published_s, id: next()?.to_string() };
            (score >= 0.0 && u32::try_from(rank).is_ok()).then_some(Cursor {
                generation,
                commit_number,
                query,
                rank,
                key,
            })
        };
        read().ok_or(InvalidCursor)
    }
}

/// Commits from which pages were answered that may be continued.
#[derive(Default)]
pub(super) struct Remembered(Mutex<VecDeque<Commit>>);

struct Commit {
    generation: u64,
    snapshot: Arc<dyn Snapshot>,
    last_page: Instant,
}

impl Commit {
    fn is(&self, generation: u64, commit_number: u64) -> bool {
        self.generation == generation && self.snapshot.commit_number() == commit_number
    }
}

impl Remembered {
    /// Keeps a commit of a generation, in place of the one that was not asked for the longest.
    pub(super) fn keep(&self, generation: u64, snapshot: &Arc<dyn Snapshot>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = snapshot.commit_number();
        kept.retain(|commit| !commit.is(generation, number) && commit.last_page.elapsed() < REMEMBERED_FOR);
        kept.push_front(Commit { generation, snapshot: Arc::clone(snapshot), last_page: Instant::now() });
        kept.truncate(MAX_REMEMBERED);
    }

    /// Returns the commit that a cursor came from.
    pub(super) fn find(&self, cursor: &Cursor) -> Option<Arc<dyn Snapshot>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|commit| {
            commit.is(cursor.generation, cursor.commit_number) && commit.last_page.elapsed() < REMEMBERED_FOR
        });
        found.map(|commit| Arc::clone(&commit.snapshot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_reads_to_itself() {
        for (id, published_s) in [("https://example.org/a~b", Some(-5)), ("ä", None), ("", Some(0))] {
            let key = SortKey { score: 1.25, published_s, id: id.to_string() };
            let cursor = Cursor { generation: 3, commit_number: 7, query: u64::MAX, rank: 20, key };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
        for text in ["", "1", "1~2~x~3~0~~id", "1~2~a~3~ffffffff~~id", "-1~2~a~3~0~~id", "1~2~a~3~0~"] {
            assert_eq!(text.parse::<Cursor>(), Err(InvalidCursor), "{text}");
        }
    }
}
