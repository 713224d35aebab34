//! Counts by facet as they are shown: entities joined and named.

use rustc_hash::FxHashMap;

use super::Searcher;
use super::entities::NamedEntity;
use crate::backend::{BackendError, Facet, FacetCounts, Snapshot};

/// Entities of a facet that are listed.
const MAX_FACET_ENTITIES: usize = 30;

/// Facets, and how their entities are called.
type NamedFacets = (Vec<(Facet, FacetCounts)>, FxHashMap<String, NamedEntity>);

impl Searcher {
    /// Returns the counts of the facets that were asked for; those of entities joined, the first of each named.
    pub(super) fn facets(
        &self,
        wanted: &[Facet],
        counts: Vec<FacetCounts>,
        place: (u64, &dyn Snapshot),
    ) -> Result<NamedFacets, BackendError> {
        let (mut facets, mut names) = (Vec::with_capacity(wanted.len()), FxHashMap::default());
        for (&facet, counts) in wanted.iter().zip(counts) {
            let counts = match facet {
                Facet::Entity(_) => {
                    let counted = self.entities.counted(counts, MAX_FACET_ENTITIES, place)?;
                    let counts = counted.iter().map(|(entity, n)| (entity.id.clone(), *n)).collect();
                    names.extend(counted.into_iter().map(|(entity, _)| (entity.id.clone(), entity)));
                    counts
                }
                _ => counts,
            };
            facets.push((facet, counts));
        }
        Ok((facets, names))
    }
}
