//! Scores of all matching documents of a segment, unit by unit, in one array per segment.
//!
//! Every posting of every unit is read once, in blocks, which gives exact totals, any weighting of alternatives, and
//! needs no bound on what a unit can score. For news (a posting costs about 2 ns) that is a fraction of what
//! snippets cost.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, Term};

use super::index_error;
use super::phrase::{SequenceTerms, sequence_frequencies};
use super::snapshot::TantivySnapshot;
use crate::backend::{BackendError, Group, Matcher, Plan, Role};

/// A unit whose statistics are known.
pub(super) struct WeighedUnit {
    groups: Vec<WeighedGroup>,
    role: Role,
}

impl WeighedUnit {
    /// The most that one of its groups can add to a score.
    pub(super) fn weight(&self) -> f32 {
        self.groups.iter().map(|group| group.factor).fold(0.0, f32::max)
    }
}

struct WeighedGroup {
    norm_field: tantivy::schema::Field,
    /// Unit weight times inverse document frequency times (k1 + 1).
    factor: f32,
    k1: f32,
    b: f32,
    mean_length: f32,
    alternatives: Vec<WeighedAlternative>,
}

struct WeighedAlternative {
    matcher: WeighedMatcher,
    weight: f32,
    selects: bool,
}

enum WeighedMatcher {
    Term(Term),
    Sequence(SequenceTerms),
}

/// Looks up the statistics of a plan; groups that match nothing are left out.
pub(super) fn weigh(snapshot: &TantivySnapshot, plan: &Plan) -> Result<Vec<WeighedUnit>, BackendError> {
    let mut units = Vec::with_capacity(plan.units.len());
    for unit in &plan.units {
        let mut groups = Vec::with_capacity(unit.groups.len());
        for group in &unit.groups {
            groups.extend(weigh_group(snapshot, group, unit.weight)?);
        }
        units.push(WeighedUnit { groups, role: unit.role });
    }
    Ok(units)
}

fn weigh_group(
    snapshot: &TantivySnapshot,
    group: &Group,
    unit_weight: f32,
) -> Result<Option<WeighedGroup>, BackendError> {
    let statistics = snapshot.statistics(group.field);
    let mut frequency = 0.0f64;
    for alternative in group.alternatives.iter().filter(|alternative| alternative.selects) {
        frequency += f64::from(alternative.weight) * snapshot.matcher_frequency(&alternative.matcher)? as f64;
    }
    if frequency == 0.0 {
        return Ok(None);
    }
    let n = statistics.documents as f64;
    let frequency = frequency.min(n);
    // Robertson and Spärck Jones 1976 with the 1 + of Lucene, which keeps the weight of a very common word positive.
    let idf = (1.0 + (n - frequency + 0.5) / (frequency + 0.5)).ln() as f32;
    let alternatives = group.alternatives.iter().map(|alternative| WeighedAlternative {
        matcher: match &alternative.matcher {
            Matcher::Term { field, term } => WeighedMatcher::Term(snapshot.term(*field, term)),
            Matcher::Sequence(places) => {
                WeighedMatcher::Sequence(SequenceTerms::new(places, |f, t| snapshot.term(f, t)))
            }
        },
        weight: alternative.weight,
        selects: alternative.selects,
    });
    Ok(Some(WeighedGroup {
        norm_field: snapshot.fields().terms[group.field as usize],
        factor: unit_weight * idf * (group.k1 + 1.0),
        k1: group.k1,
        b: group.b,
        mean_length: statistics.mean_length,
        alternatives: alternatives.collect(),
    }))
}

/// Arrays of one value per document, reused from segment to segment.
#[derive(Default)]
pub(super) struct Accumulator {
    scores: Vec<f32>,
    /// Documents that match, each once.
    matching: Vec<DocId>,
    is_matching: Vec<bool>,
    /// How many required units, in order, a document has.
    required: Vec<u16>,
    /// The run of units that match together, and how many of them in order a document has.
    run: Vec<(u16, u8)>,
    frequencies: Vec<f32>,
    selected: Vec<DocId>,
}

impl Accumulator {
    fn reset(&mut self, n_documents: usize) {
        fn zeroed<T: Clone + Default>(values: &mut Vec<T>, n: usize) {
            values.clear();
            values.resize(n, T::default());
        }
        zeroed(&mut self.scores, n_documents);
        zeroed(&mut self.is_matching, n_documents);
        zeroed(&mut self.required, n_documents);
        zeroed(&mut self.run, n_documents);
        zeroed(&mut self.frequencies, n_documents);
        self.matching.clear();
    }

    fn select(&mut self, doc: DocId) {
        if !std::mem::replace(&mut self.is_matching[doc as usize], true) {
            self.matching.push(doc);
        }
    }

    /// Takes note that a document has a unit with this role, the `unit`-th of the plan.
    fn note(&mut self, doc: DocId, role: Role, unit: u16, n_required_before: u16) {
        match role {
            Role::Supports => {}
            Role::Selects => self.select(doc),
            Role::Required => {
                let required = &mut self.required[doc as usize];
                if *required == n_required_before {
                    *required += 1;
                }
                self.select(doc);
            }
            Role::SelectsTogether { place, n } => {
                let first = unit - u16::from(place);
                let run = &mut self.run[doc as usize];
                if place == 0 {
                    *run = (first, 1);
                } else if *run == (first, place) {
                    run.1 += 1;
                }
                if *run == (first, n) {
                    self.select(doc);
                }
            }
        }
    }
}

/// Scores one segment and hands every matching live document to `take`; returns how many there are.
pub(super) fn score_segment(
    segment: &SegmentReader,
    units: &[WeighedUnit],
    accumulator: &mut Accumulator,
    take: &mut dyn FnMut(DocId, f32),
) -> Result<u64, BackendError> {
    accumulator.reset(segment.max_doc() as usize);
    let mut n_required = 0;
    for (i, unit) in units.iter().enumerate() {
        for group in &unit.groups {
            add_group(segment, group, accumulator, |accumulator, doc| {
                accumulator.note(doc, unit.role, i as u16, n_required);
            })?;
        }
        n_required += u16::from(unit.role == Role::Required);
    }
    let mut total = 0;
    for &doc in &accumulator.matching {
        if accumulator.required[doc as usize] == n_required && !segment.is_deleted(doc) {
            total += 1;
            take(doc, accumulator.scores[doc as usize]);
        }
    }
    Ok(total)
}

/// Adds the scores of a group and calls `note` with each document that has it.
fn add_group(
    segment: &SegmentReader,
    group: &WeighedGroup,
    accumulator: &mut Accumulator,
    mut note: impl FnMut(&mut Accumulator, DocId),
) -> Result<(), BackendError> {
    let norms = segment.get_fieldnorms_reader(group.norm_field).map_err(index_error)?;
    let saturation = saturation_by_norm(group);
    let mut selected = std::mem::take(&mut accumulator.selected);
    selected.clear();
    for alternative in &group.alternatives {
        add_frequencies(segment, alternative, &mut accumulator.frequencies, &mut selected)?;
    }
    for &doc in &selected {
        let frequency = std::mem::take(&mut accumulator.frequencies[doc as usize]);
        accumulator.scores[doc as usize] +=
            group.factor * frequency / (frequency + saturation[norms.fieldnorm_id(doc) as usize]);
        note(accumulator, doc);
    }
    accumulator.selected = selected;
    Ok(())
}

/// `k1 (1 - b + b length / mean)` for each of the 256 kept lengths.
fn saturation_by_norm(group: &WeighedGroup) -> [f32; 256] {
    std::array::from_fn(|norm| {
        let length = FieldNormReader::id_to_fieldnorm(norm as u8) as f32;
        let relative = if group.mean_length > 0.0 { length / group.mean_length } else { 1.0 };
        group.k1 * (1.0 - group.b + group.b * relative)
    })
}

/// Adds the weighted frequencies of an alternative. Alternatives that select come first in a group, so that the
/// others find their documents.
fn add_frequencies(
    segment: &SegmentReader,
    alternative: &WeighedAlternative,
    frequencies: &mut [f32],
    selected: &mut Vec<DocId>,
) -> Result<(), BackendError> {
    let weight = alternative.weight;
    let mut add = |doc: DocId, count: u32| {
        let frequency = &mut frequencies[doc as usize];
        if *frequency == 0.0 {
            if !alternative.selects {
                return;
            }
            selected.push(doc);
        }
        *frequency += weight * count as f32;
    };
    match &alternative.matcher {
        WeighedMatcher::Sequence(terms) => sequence_frequencies(segment, terms, &mut add)?,
        WeighedMatcher::Term(term) => {
            let inverted = segment.inverted_index(term.field()).map_err(index_error)?;
            if let Some(mut postings) = inverted.read_block_postings(term, IndexRecordOption::WithFreqs)? {
                for_each_posting(&mut postings, add);
            }
        }
    }
    Ok(())
}

fn for_each_posting(postings: &mut BlockSegmentPostings, mut take: impl FnMut(DocId, u32)) {
    while postings.block_len() > 0 {
        for (&doc, &frequency) in postings.docs().iter().zip(postings.freqs()) {
            take(doc, frequency);
        }
        postings.advance();
    }
}
