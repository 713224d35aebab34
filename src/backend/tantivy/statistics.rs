//! Our own field statistics: over the live documents that have the field.

use tantivy::Searcher;
use tantivy::fieldnorm::FieldNormReader;

use super::{Fields, index_error};
use crate::backend::{BackendError, FieldStatistics};
use crate::document::TermField;

/// Counts, per term field, the live documents that have it and their mean length.
///
/// Lengths are those that tantivy keeps for scoring: exact up to 40 terms, above in steps of at most one part in
/// eight (Lucene's `SmallFloat.intToByte4`).
pub(super) fn field_statistics(
    searcher: &Searcher,
    fields: &Fields,
) -> Result<[FieldStatistics; TermField::ALL.len()], BackendError> {
    let mut statistics = [FieldStatistics::default(); TermField::ALL.len()];
    for field in TermField::ALL {
        let mut documents_by_norm = [0u64; 256];
        for segment in searcher.segment_readers() {
            let norms = segment.get_fieldnorms_reader(fields.terms[field as usize]).map_err(index_error)?;
            match segment.alive_bitset() {
                None => (0..segment.max_doc()).for_each(|doc| documents_by_norm[norms.fieldnorm_id(doc) as usize] += 1),
                Some(alive) => {
                    alive.iter_alive().for_each(|doc| documents_by_norm[norms.fieldnorm_id(doc) as usize] += 1)
                }
            }
        }
        let documents: u64 = documents_by_norm[1..].iter().sum();
        let terms: u64 = (1..=255u8)
            .map(|norm| documents_by_norm[norm as usize] * u64::from(FieldNormReader::id_to_fieldnorm(norm)))
            .sum();
        let mean_length = if documents == 0 { 0.0 } else { (terms as f64 / documents as f64) as f32 };
        statistics[field as usize] = FieldStatistics { documents, mean_length };
    }
    Ok(statistics)
}
