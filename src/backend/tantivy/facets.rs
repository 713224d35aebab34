//! Counts of matching documents by source, language and date, from columns.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};

use super::{Fields, PUBLISHED, index_error};
use crate::backend::{BackendError, Facet, FacetCounts, KeywordField};

/// Keywords listed of one facet at most, the most frequent first.
const MAX_KEYWORDS: usize = 100;
const DAY_S: i64 = 86_400;

/// The counts of one facet over all segments.
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
    counters: Vec<Counter>,
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
        let keyword = |field| Counter::Keyword { field, counts: FxHashMap::default() };
        let counter = |facet: &Facet| match facet {
            Facet::Source => keyword(KeywordField::Source),
            Facet::Language => keyword(KeywordField::Language),
            Facet::Day | Facet::Month | Facet::Year => Counter::Days(FxHashMap::default()),
        };
        Facets { wanted, counters: wanted.iter().map(counter).collect() }
    }

    /// Opens the columns of a segment.
    pub(super) fn segment(
        &mut self,
        segment: &SegmentReader,
        fields: &Fields,
    ) -> Result<SegmentFacets<'_>, BackendError> {
        let mut counters = Vec::with_capacity(self.counters.len());
        for counter in &mut self.counters {
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
        let counts = self.wanted.iter().zip(self.counters).map(|(facet, counter)| match counter {
            Counter::Keyword { counts, .. } => most_frequent(counts),
            Counter::Days(days) => by_unit(*facet, days),
        });
        counts.collect()
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
            let mut value = String::new();
            for (ord, n) in by_ord.into_iter().enumerate().filter(|(_, n)| *n > 0) {
                value.clear();
                column.ord_to_str(ord as u64, &mut value)?;
                *counts.entry(value.clone()).or_default() += n;
            }
        }
        Ok(())
    }
}

fn most_frequent(counts: FxHashMap<String, u64>) -> FacetCounts {
    let mut counts: FacetCounts = counts.into_iter().collect();
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts.truncate(MAX_KEYWORDS);
    counts
}

fn by_unit(facet: Facet, days: FxHashMap<i64, u64>) -> FacetCounts {
    let mut days: Vec<(i64, u64)> = days.into_iter().collect();
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
