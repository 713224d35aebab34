//! Counts of matching documents by source, language, entities and date, from columns.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::{Fields, PUBLISHED, index_error};
use crate::analysis::entity::EntityKind;
use crate::backend::{BackendError, EntityGroup, Facet, FacetCounts, KeywordField};

/// Keywords listed of one facet at most, the most frequent first.
const MAX_KEYWORDS: usize = 100;
/// Entities counted at most: enough that those of each kind are among them, and other names of one can be joined.
const MAX_ENTITIES: usize = 5_000;
const DAY_S: i64 = 86_400;

/// What is counted for a facet; facets may share it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    Keyword(KeywordField),
    Days,
}

/// The counts over all segments.
enum Counter {
    Keyword {
        field: KeywordField,
        counts: FxHashMap<String, u64>,
    },
    /// By day since 1970.
    Days(FxHashMap<i64, u64>),
}

/// Counts the documents of one segment after the other.
pub(super) struct Facets<'a> {
    wanted: &'a [Facet],
    counters: Vec<(Counted, Counter)>,
}

/// The columns of one segment.
pub(super) struct SegmentFacets<'a> {
    counters: Vec<SegmentCounter<'a>>,
}

enum SegmentCounter<'a> {
    Keyword { column: Option<StrColumn>, by_ord: Vec<u64>, counts: &'a mut FxHashMap<String, u64> },
    Days { column: Column<i64>, counts: &'a mut FxHashMap<i64, u64> },
}

impl<'a> Facets<'a> {
    pub(super) fn new(wanted: &'a [Facet]) -> Facets<'a> {
        let mut counted: Vec<Counted> = wanted.iter().map(|facet| counted(*facet)).collect();
        counted.dedup();
        let counter = |counted| match counted {
            Counted::Keyword(field) => Counter::Keyword { field, counts: FxHashMap::default() },
            Counted::Days => Counter::Days(FxHashMap::default()),
        };
        let mut counters: Vec<(Counted, Counter)> = Vec::new();
        for counted in counted {
            if !counters.iter().any(|(known, _)| *known == counted) {
                counters.push((counted, counter(counted)));
            }
        }
        Facets { wanted, counters }
    }

    /// Opens the columns of a segment.
    pub(super) fn segment(
        &mut self,
        segment: &SegmentReader,
        fields: &Fields,
    ) -> Result<SegmentFacets<'_>, BackendError> {
        let mut counters = Vec::with_capacity(self.counters.len());
        for (_, counter) in &mut self.counters {
            counters.push(match counter {
                Counter::Keyword { field, counts } => {
                    let name = segment.schema().get_field_name(fields.keyword(*field));
                    let column = segment.fast_fields().str(name).map_err(index_error)?;
                    let n = column.as_ref().map_or(0, |column| column.num_terms());
                    SegmentCounter::Keyword { column, by_ord: vec![0; n], counts }
                }
                Counter::Days(counts) => {
                    let column = segment.fast_fields().i64(PUBLISHED).map_err(index_error)?;
                    SegmentCounter::Days { column, counts }
                }
            });
        }
        Ok(SegmentFacets { counters })
    }

    pub(super) fn finish(self) -> Vec<FacetCounts> {
        let of = |facet: &Facet| {
            let counter = self.counters.iter().find(|(known, _)| *known == counted(*facet));
            match (&counter.expect("every facet that is wanted has a counter").1, facet) {
                (Counter::Keyword { counts, .. }, Facet::Entity(group)) => most_frequent_of(counts, *group),
                (Counter::Keyword { counts, .. }, _) => most_frequent(counts.iter(), MAX_KEYWORDS),
                (Counter::Days(days), facet) => by_unit(*facet, days),
            }
        };
        self.wanted.iter().map(of).collect()
    }
}

fn counted(facet: Facet) -> Counted {
    match facet {
        Facet::Source => Counted::Keyword(KeywordField::Source),
        Facet::Language => Counted::Keyword(KeywordField::Language),
        Facet::Entity(_) => Counted::Keyword(KeywordField::Mentioned),
        Facet::Day | Facet::Month | Facet::Year => Counted::Days,
    }
}

impl SegmentFacets<'_> {
    pub(super) fn count(&mut self, doc: DocId) {
        for counter in &mut self.counters {
            match counter {
                SegmentCounter::Keyword { column: Some(column), by_ord, .. } => {
                    column.term_ords(doc).for_each(|ord| by_ord[ord as usize] += 1);
                }
                SegmentCounter::Keyword { column: None, .. } => {}
                SegmentCounter::Days { column, counts } => {
                    if let Some(seconds) = column.first(doc) {
                        *counts.entry(seconds.div_euclid(DAY_S)).or_default() += 1;
                    }
                }
            }
        }
    }

    /// Adds the counts of the segment to those of the others.
    pub(super) fn finish(self) -> Result<(), BackendError> {
        for counter in self.counters {
            let SegmentCounter::Keyword { column: Some(column), by_ord, counts } = counter else { continue };
            // In one walk over the dictionary: there are as many values as names in a collection.
            let (ords, numbers): (Vec<u64>, Vec<u64>) = (0..).zip(by_ord).filter(|(_, n)| *n > 0).unzip();
            let mut numbers = numbers.into_iter();
            column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
                let value = String::from_utf8_lossy(value).into_owned();
                *counts.entry(value).or_default() += numbers.next().unwrap_or_default();
            })?;
        }
        Ok(())
    }
}

fn most_frequent<'a>(counts: impl Iterator<Item = (&'a String, &'a u64)>, n: usize) -> FacetCounts {
    let mut counts: Vec<(&String, &u64)> = counts.collect();
    let in_order = |a: &(&String, &u64), b: &(&String, &u64)| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0));
    if counts.len() > n {
        counts.select_nth_unstable_by(n, in_order);
        counts.truncate(n);
    }
    counts.sort_unstable_by(in_order);
    counts.into_iter().map(|(value, count)| (value.clone(), *count)).collect()
}

fn most_frequent_of(counts: &FxHashMap<String, u64>, group: EntityGroup) -> FacetCounts {
    let is_wanted = |id: &str| EntityKind::of_id(id).is_some_and(|kind| group.holds(kind));
    most_frequent(counts.iter().filter(|(id, _)| is_wanted(id)), MAX_ENTITIES)
}

fn by_unit(facet: Facet, days: &FxHashMap<i64, u64>) -> FacetCounts {
    let mut days: Vec<(i64, u64)> = days.iter().map(|(&day, &n)| (day, n)).collect();
    days.sort_unstable();
    let mut counts: FacetCounts = Vec::new();
    for (day, n) in days {
        let Ok(instant) = Timestamp::from_second(day.saturating_mul(DAY_S)) else { continue };
        let date = instant.to_zoned(TimeZone::UTC).date();
        let value = match facet {
            Facet::Year => format!("{:04}", date.year()),
            Facet::Month => format!("{:04}-{:02}", date.year(), date.month()),
            _ => date.to_string(),
        };
        match counts.last_mut() {
            Some(last) if last.0 == value => last.1 += n,
            _ => counts.push((value, n)),
        }
    }
    counts
}
