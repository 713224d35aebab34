//! The documents that come first in an order, and after a given one.

use std::cmp::{Ordering, Reverse};

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId};

use super::snapshot::{TantivySnapshot, pack};
use crate::backend::{BackendError, Candidate, Order, Selection, SortKey};

/// A document while the first ones are sought.
#[derive(Clone, Copy, Debug)]
struct Entry {
    score: f32,
    published_s: Option<i64>,
    address: DocAddress,
}

/// What of a [`SortKey`] decides before the id; the greater comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank(i64, i64);

impl Rank {
    fn new(order: Order, score: f32, published_s: Option<i64>) -> Rank {
        // Scores are neither negative nor NaN, and such floats are in the order of their bits.
        let score = i64::from(score.to_bits());
        let newest = published_s.unwrap_or(i64::MIN);
        match order {
            Order::Relevance => Rank(score, newest),
            Order::Newest => Rank(newest, score),
            Order::Oldest => Rank(published_s.map_or(i64::MIN, |seconds| seconds.saturating_neg()), score),
        }
    }
}

/// Keeps the first documents seen, with all that have the rank of the last one.
pub(super) struct Top<'a> {
    n: usize,
    order: Order,
    after: Option<(Rank, &'a SortKey)>,
    snapshot: &'a TantivySnapshot,
    kept: Vec<(Rank, Entry)>,
    /// Documents below this rank are not among the n first.
    threshold: Option<Rank>,
}

impl<'a> Top<'a> {
    pub(super) fn new(snapshot: &'a TantivySnapshot, selection: &Selection<'a>) -> Top<'a> {
        let Selection { n, order, after, .. } = *selection;
        let after = after.map(|key| (Rank::new(order, key.score, key.published_s), key));
        Top { n, order, after, snapshot, kept: Vec::new(), threshold: None }
    }

    pub(super) fn push(
        &mut self,
        score: f32,
        (segment_ord, doc): (usize, DocId),
        dates: &Column<i64>,
    ) -> Result<(), BackendError> {
        if self.n == 0 {
            return Ok(());
        }
        if let (Order::Relevance, Some(threshold)) = (self.order, self.threshold)
            && i64::from(score.to_bits()) < threshold.0
        {
            return Ok(());
        }
        let entry = Entry { score, published_s: dates.first(doc), address: DocAddress::new(segment_ord as u32, doc) };
        let rank = Rank::new(self.order, score, entry.published_s);
        if self.threshold.is_some_and(|threshold| rank < threshold) || self.is_before(rank, entry)? {
            return Ok(());
        }
        self.kept.push((rank, entry));
        let full = self.n.saturating_mul(4).saturating_add(64);
        if self.kept.len() == full || self.kept.len() > full && self.kept.len().is_power_of_two() {
            self.shrink();
        }
        Ok(())
    }

    /// Returns whether the document is the one after which to begin, or comes before it.
    fn is_before(&self, rank: Rank, entry: Entry) -> Result<bool, BackendError> {
        let Some((after, key)) = self.after else { return Ok(false) };
        Ok(match rank.cmp(&after) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal => self.id(entry)? <= key.id,
        })
    }

    fn id(&self, entry: Entry) -> Result<String, BackendError> {
        self.snapshot.id(entry.address)
    }

    fn shrink(&mut self) {
        if self.kept.len() <= self.n {
            return;
        }
        let (_, nth, _) = self.kept.select_nth_unstable_by(self.n - 1, |a, b| b.0.cmp(&a.0));
        let threshold = nth.0;
        self.kept.retain(|(rank, _)| *rank >= threshold);
        self.threshold = Some(threshold);
    }

    pub(super) fn finish(mut self) -> Result<Vec<Candidate>, BackendError> {
        self.shrink();
        self.kept.sort_unstable_by_key(|(rank, _)| Reverse(*rank));
        let mut first = Vec::with_capacity(self.n.min(self.kept.len()));
        for tied in self.kept.chunk_by(|a, b| a.0 == b.0) {
            if first.len() >= self.n {
                break;
            }
            first.extend(self.untied(tied)?);
        }
        first.truncate(self.n);
        Ok(first)
    }

    fn untied(&self, tied: &[(Rank, Entry)]) -> Result<Vec<Candidate>, BackendError> {
        let candidate = |entry: Entry| {
            let Entry { score, published_s, address } = entry;
            Candidate { address: pack(address), score, published_s }
        };
        if let [(_, only)] = tied {
            return Ok(vec![candidate(*only)]);
        }
        let mut keyed = Vec::with_capacity(tied.len());
        for &(_, entry) in tied {
            keyed.push((self.id(entry)?, entry));
        }
        keyed.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Ok(keyed.into_iter().map(|(_, entry)| candidate(entry)).collect())
    }
}
