//! Our own field statistics: over the live documents that have the field.

use rustc_hash::FxHashMap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::SegmentId;
use tantivy::{Opstamp, Searcher, SegmentReader};

use super::{Fields, index_error};
use crate::backend::{BackendError, FieldStatistics};
use crate::document::TermField;

/// Per field: documents that have it, and their terms in all.
type Sums = [(u64, u64); TermField::ALL.len()];

/// Sums of the segments of the last commit, so that a commit costs only what it has changed.
#[derive(Default)]
pub(super) struct StatisticsCache {
    sums: FxHashMap<(SegmentId, Option<Opstamp>), Sums>,
}

impl StatisticsCache {
    /// Counts, per term field, the live documents that have it and their mean length.
    ///
    /// Lengths are those that tantivy keeps for scoring: exact up to 40 terms, above in steps of at most one part in
    /// eight (Lucene's `SmallFloat.intToByte4`).
    pub(super) fn field_statistics(
        &mut self,
        searcher: &Searcher,
        fields: &Fields,
    ) -> Result<[FieldStatistics; TermField::ALL.len()], BackendError> {
        let mut sums = FxHashMap::default();
        for segment in searcher.segment_readers() {
            let key = (segment.segment_id(), segment.delete_opstamp());
            let known = self.sums.get(&key).copied();
            sums.insert(key, known.map_or_else(|| segment_sums(segment, fields), Ok)?);
        }
        self.sums = sums;
        let mut statistics = [FieldStatistics::default(); TermField::ALL.len()];
        for (i, field) in statistics.iter_mut().enumerate() {
            let documents = self.sums.values().map(|sums| sums[i].0).sum();
            let terms: u64 = self.sums.values().map(|sums| sums[i].1).sum();
            let mean_length = if documents == 0 { 0.0 } else { (terms as f64 / documents as f64) as f32 };
            *field = FieldStatistics { documents, mean_length };
        }
        Ok(statistics)
    }
}

fn segment_sums(segment: &SegmentReader, fields: &Fields) -> Result<Sums, BackendError> {
    let mut sums = Sums::default();
    for field in TermField::ALL.into_iter().filter(|field| field.is_scored()) {
        let norms = segment.get_fieldnorms_reader(fields.terms[field as usize]).map_err(index_error)?;
        let mut documents_by_norm = [0u64; 256];
        match segment.alive_bitset() {
            None => (0..segment.max_doc()).for_each(|doc| documents_by_norm[norms.fieldnorm_id(doc) as usize] += 1),
            Some(alive) => alive.iter_alive().for_each(|doc| documents_by_norm[norms.fieldnorm_id(doc) as usize] += 1),
        }
        let terms = (1..=255u8)
            .map(|norm| documents_by_norm[norm as usize] * u64::from(FieldNormReader::id_to_fieldnorm(norm)))
            .sum();
        sums[field as usize] = (documents_by_norm[1..].iter().sum(), terms);
    }
    Ok(sums)
}
