//! What adds to the score of a document, found by scoring again with an eye on a few documents.

use rustc_hash::FxHashMap;
use tantivy::{DocAddress, DocId, SegmentReader};

use super::index_error;
use super::score::{WeighedGroup, WeighedPlan, for_each_frequency, saturation_by_norm};
use super::snapshot::TantivySnapshot;
use crate::backend::{BackendError, Contribution, Deadline, Watch};

/// Returns the contributions to each of `addresses`, in order of the plan.
pub(super) fn contributions(
    snapshot: &TantivySnapshot,
    plan: &WeighedPlan,
    addresses: &[DocAddress],
) -> Result<Vec<Vec<Contribution>>, BackendError> {
    let mut found = vec![Vec::new(); addresses.len()];
    for (segment_ord, segment) in snapshot.segments().iter().enumerate() {
        let here = addresses.iter().enumerate().filter(|(_, address)| address.segment_ord as usize == segment_ord);
        let places: FxHashMap<DocId, usize> = here.map(|(place, address)| (address.doc_id, place)).collect();
        if places.is_empty() {
            continue;
        }
        for (unit, weighed) in plan.units.iter().enumerate() {
            for group in &weighed.groups {
                for (doc, contribution) in of_group((segment_ord, segment), group, unit, &places)? {
                    found[places[&doc]].push(contribution);
                }
            }
        }
    }
    Ok(found)
}

/// Shares the score of a group among its alternatives by their weighted frequencies.
fn of_group(
    (segment_ord, segment): (usize, &SegmentReader),
    group: &WeighedGroup,
    unit: usize,
    places: &FxHashMap<DocId, usize>,
) -> Result<Vec<(DocId, Contribution)>, BackendError> {
    let norms = segment.get_fieldnorms_reader(group.norm_field).map_err(index_error)?;
    let saturation = saturation_by_norm(group);
    let mut sums: FxHashMap<DocId, f32> = FxHashMap::default();
    let mut parts: Vec<(DocId, usize, u32, f32)> = Vec::new();
    // An explanation of half of a score would not add up.
    let mut watch = Watch::new(Deadline::default());
    for alternative in &group.alternatives {
        for_each_frequency((segment_ord, segment), alternative, &mut watch, &mut |doc, count| {
            let is_selected = alternative.selects || sums.contains_key(&doc);
            if is_selected && places.contains_key(&doc) {
                let weighted = alternative.weight * count as f32;
                *sums.entry(doc).or_default() += weighted;
                parts.push((doc, alternative.place, count, weighted));
            }
        })?;
    }
    let contributions = parts.into_iter().map(|(doc, alternative, frequency, weighted)| {
        let saturated = sums[&doc] + saturation[norms.fieldnorm_id(doc) as usize];
        let score = group.factor * weighted / saturated;
        (doc, Contribution { unit, group: group.place, alternative, frequency, score })
    });
    Ok(contributions.collect())
}
