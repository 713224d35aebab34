//! The n best documents: by score, then the later article, then the smaller id.

use std::cmp::Ordering;

use tantivy::DocAddress;

use super::snapshot::{TantivySnapshot, pack};
use crate::backend::{BackendError, Candidate};

/// Keeps the best documents seen, ties with the last one included.
pub(super) struct Top {
    n: usize,
    kept: Vec<(f32, DocAddress)>,
    /// Documents below this score are not among the n best.
    threshold: f32,
}

impl Top {
    pub(super) fn new(n: usize) -> Top {
        Top { n, kept: Vec::new(), threshold: f32::NEG_INFINITY }
    }

    pub(super) fn push(&mut self, score: f32, address: DocAddress) {
        if score < self.threshold {
            return;
        }
        self.kept.push((score, address));
        let full = self.n.saturating_mul(4).saturating_add(64);
        if self.kept.len() == full || self.kept.len() > full && self.kept.len().is_power_of_two() {
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        if self.n == 0 || self.kept.len() <= self.n {
            return;
        }
        let by_score = |a: &(f32, DocAddress), b: &(f32, DocAddress)| b.0.total_cmp(&a.0);
        let (_, nth, _) = self.kept.select_nth_unstable_by(self.n - 1, by_score);
        self.threshold = nth.0;
        let threshold = self.threshold;
        self.kept.retain(|(score, _)| *score >= threshold);
    }

    pub(super) fn finish(mut self, snapshot: &TantivySnapshot) -> Result<Vec<Candidate>, BackendError> {
        self.shrink();
        self.kept.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        let mut best = Vec::with_capacity(self.n);
        for tied in self.kept.chunk_by(|a, b| a.0 == b.0) {
            if best.len() >= self.n {
                break;
            }
            best.extend(untied(tied, snapshot)?);
        }
        best.truncate(self.n);
        Ok(best)
    }
}

fn untied(tied: &[(f32, DocAddress)], snapshot: &TantivySnapshot) -> Result<Vec<Candidate>, BackendError> {
    let candidate = |(score, address): (f32, DocAddress)| Candidate { address: pack(address), score };
    if let [only] = tied {
        return Ok(vec![candidate(*only)]);
    }
    let mut keyed = Vec::with_capacity(tied.len());
    for &(score, address) in tied {
        let id = snapshot.keyword(address, snapshot.fields().id)?.unwrap_or_default();
        keyed.push((snapshot.published_s(address)?, id, (score, address)));
    }
    keyed.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| -> Ordering { a.1.cmp(&b.1) }));
    Ok(keyed.into_iter().map(|(_, _, found)| candidate(found)).collect())
}
