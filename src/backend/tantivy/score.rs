//! Scores of all matching documents of a segment, unit by unit, in one array per segment.
//!
//! Every posting of every unit is read once, in blocks, which gives exact totals, any weighting of alternatives, and
//! needs no bound on what a unit can score. For news (a posting costs about 2 ns) that is a fraction of what
//! snippets cost.

use fixedbitset::FixedBitSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, SegmentReader};

use super::condition::{Evidence, tested_units};
use super::near::{NearTerms, near_frequencies};
use super::sequence::{SequenceTerms, sequence_frequencies};
use super::snapshot::TantivySnapshot;
use super::{Fields, index_error};
use crate::backend::{BackendError, Condition, Group, Matcher, Plan, Role, Sequence, Snapshot, Unit, Watch};

/// A unit that only supports and stands in a larger share of the documents is not read: it says next to nothing (an idf
/// below 1.2, at a quarter of the weight), and the longest lists are its.
const MAX_SUPPORT_SHARE: f64 = 0.3;

/// A unit whose statistics are known.
pub(super) struct WeighedUnit {
    pub groups: Vec<WeighedGroup>,
    role: Role,
}

impl WeighedUnit {
    /// The most that one of its groups can add to a score.
    pub(super) fn weight(&self) -> f32 {
        self.groups.iter().map(|group| group.factor).fold(0.0, f32::max)
    }
}

pub(super) struct WeighedGroup {
    /// Which group of its unit it is.
    pub place: usize,
    pub norm_field: Field,
    /// Unit weight times inverse document frequency times (k1 + 1).
    pub factor: f32,
    k1: f32,
    b: f32,
    mean_length: f32,
    pub alternatives: Vec<WeighedAlternative>,
}

pub(super) struct WeighedAlternative {
    /// Which alternative of its group it is.
    pub place: usize,
    matcher: WeighedMatcher,
    pub weight: f32,
    pub selects: bool,
}

enum WeighedMatcher {
    /// Where the postings of the term lie, per segment.
    Term {
        field: Field,
        postings: Vec<Option<TermInfo>>,
    },
    Sequence(SequenceTerms),
    Near(NearTerms),
}

/// Looks up the statistics of a plan; groups that match nothing are left out.
fn weigh(snapshot: &TantivySnapshot, plan: &Plan) -> Result<Vec<WeighedUnit>, BackendError> {
    let mut units = Vec::with_capacity(plan.units.len());
    for unit in &plan.units {
        let mut groups = Vec::with_capacity(unit.groups.len());
        for (place, group) in unit.groups.iter().enumerate() {
            groups.extend(weigh_group(snapshot, (place, group), unit, plan.assumed_documents)?);
        }
        units.push(WeighedUnit { groups, role: unit.role });
    }
    Ok(units)
}

fn weigh_group(
    snapshot: &TantivySnapshot,
    (place, group): (usize, &Group),
    unit: &Unit,
    n_assumed: u32,
) -> Result<Option<WeighedGroup>, BackendError> {
    let statistics = snapshot.statistics(group.field);
    let mut frequency = 0.0f64;
    let mut alternatives = Vec::with_capacity(group.alternatives.len());
    for (place, alternative) in group.alternatives.iter().enumerate() {
        if !alternative.selects && frequency == 0.0 {
            continue;
        }
        let (matcher, documents) = resolve(snapshot, &alternative.matcher)?;
        if documents > 0 {
            let (weight, selects) = (alternative.weight, alternative.selects);
            frequency += if selects { f64::from(weight) * documents as f64 } else { 0.0 };
            alternatives.push(WeighedAlternative { place, matcher, weight, selects });
        }
    }
    if frequency == 0.0 {
        return Ok(None);
    }
    let n = statistics.documents as f64;
    let frequency = frequency.min(n);
    if unit.role == Role::Supports && frequency > MAX_SUPPORT_SHARE * n {
        return Ok(None);
    }
    // Robertson and Spärck Jones 1976 with the 1 + of Lucene, which keeps the weight of a very common word positive.
    let idf = (1.0 + (n + f64::from(n_assumed) - frequency + 0.5) / (frequency + 0.5)).ln() as f32;
    Ok(Some(WeighedGroup {
        place,
        norm_field: snapshot.fields().terms[group.field as usize],
        factor: unit.weight * idf * (group.k1 + 1.0),
        k1: group.k1,
        b: group.b,
        mean_length: statistics.mean_length,
        alternatives,
    }))
}

/// Finds a matcher in the index; returns it with the number of documents in which it can hold: exact for a term, the
/// rarest place's for a sequence.
fn resolve(snapshot: &TantivySnapshot, matcher: &Matcher) -> Result<(WeighedMatcher, u64), BackendError> {
    match matcher {
        Matcher::Term { field, term } => {
            let term = snapshot.term(*field, term);
            let mut postings = Vec::with_capacity(snapshot.segments().len());
            for segment in snapshot.segments() {
                postings.push(segment.inverted_index(term.field()).map_err(index_error)?.get_term_info(&term)?);
            }
            let documents = postings.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
            Ok((WeighedMatcher::Term { field: term.field(), postings }, documents))
        }
        Matcher::Sequence(places) => {
            let terms = SequenceTerms::new(places, |field, term| snapshot.term(field, term));
            Ok((WeighedMatcher::Sequence(terms), rarest_place(snapshot, places)?))
        }
        Matcher::Near(near) => {
            let mut rarest = u64::MAX;
            for alternatives in &near.operands {
                let mut sum = 0;
                for places in alternatives {
                    sum += rarest_place(snapshot, places)?;
                }
                rarest = rarest.min(sum);
            }
            let terms = NearTerms::new(near, |field, term| snapshot.term(field, term));
            Ok((WeighedMatcher::Near(terms), if near.operands.is_empty() { 0 } else { rarest }))
        }
    }
}

/// Returns the number of documents in which the rarest place of a sequence can hold; 0 for an empty one.
fn rarest_place(snapshot: &TantivySnapshot, places: &Sequence) -> Result<u64, BackendError> {
    let mut rarest = None;
    for (_, alternatives) in places {
        let mut sum = 0;
        for (field, term) in alternatives {
            sum += snapshot.document_frequency(*field, term)?;
        }
        rarest = Some(rarest.map_or(sum, |rarest: u64| rarest.min(sum)));
    }
    Ok(rarest.unwrap_or(0))
}

/// What is known of one document while the units are read.
#[derive(Clone, Copy, Default)]
struct Cell {
    score: f32,
    /// Weighted frequency within the group being read.
    frequency: f32,
    /// The run of units that match together, and how many of them in order the document has.
    run: (u16, u8),
    is_matching: bool,
    is_touched: bool,
}

/// One cell per document, reused from segment to segment and from query to query: only cells that were touched are
/// cleared, so that a rare word costs nothing for the documents it is not in.
#[derive(Default)]
pub(super) struct Accumulator {
    /// All clear between two segments.
    cells: Vec<Cell>,
    touched: Vec<DocId>,
    /// Documents that match, each once.
    matching: Vec<DocId>,
    selected: Vec<DocId>,
    /// Documents that have a unit, for the units that a condition asks for; in the order of the run's `tested`.
    having: Vec<FixedBitSet>,
}

impl Accumulator {
    fn clear(&mut self) {
        for doc in self.touched.drain(..) {
            self.cells[doc as usize] = Cell::default();
        }
        self.matching.clear();
        self.having.clear();
    }
}

impl Cell {
    /// Takes note that the document has a unit with this role, the `unit`-th of the plan; returns whether the document
    /// matches by now and did not before.
    fn note(&mut self, role: Role, unit: u16) -> bool {
        let selects = match role {
            Role::Supports => false,
            Role::Selects => true,
            Role::SelectsTogether { place, n } => {
                let first = unit - u16::from(place);
                if place == 0 {
                    self.run = (first, 1);
                } else if self.run == (first, place) {
                    self.run.1 += 1;
                }
                self.run == (first, n)
            }
        };
        selects && !std::mem::replace(&mut self.is_matching, true)
    }
}

/// A plan whose statistics are known.
pub(super) struct WeighedPlan<'a> {
    pub units: Vec<WeighedUnit>,
    pub condition: Option<&'a Condition>,
    /// The units that the condition asks for, each once.
    tested: Vec<usize>,
}

impl<'a> WeighedPlan<'a> {
    pub(super) fn new(snapshot: &TantivySnapshot, plan: &'a Plan) -> Result<WeighedPlan<'a>, BackendError> {
        let condition = plan.condition.as_ref();
        let mut tested = Vec::new();
        condition.inspect(|condition| tested_units(condition, &mut tested));
        Ok(WeighedPlan { units: weigh(snapshot, plan)?, condition, tested })
    }
}

/// Scores one segment and hands every matching live document to `take`. When time is up, those are handed over that
/// match by what was read; none where there is a condition, which may look at what was not.
pub(super) fn score_segment(
    (segment_ord, segment): (usize, &SegmentReader),
    plan: &WeighedPlan,
    (fields, watch): (&Fields, &mut Watch),
    accumulator: &mut Accumulator,
    take: &mut dyn FnMut(DocId, f32) -> Result<(), BackendError>,
) -> Result<(), BackendError> {
    let n = segment.max_doc() as usize;
    if accumulator.cells.len() < n {
        accumulator.cells.resize(n, Cell::default());
    }
    accumulator.having.clear();
    accumulator.having.resize_with(plan.tested.len(), FixedBitSet::new);
    for (i, unit) in plan.units.iter().enumerate() {
        let tested = plan.tested.iter().position(|&tested| tested == i);
        for group in &unit.groups {
            add_group((segment_ord, segment), group, (accumulator, watch), |cell| cell.note(unit.role, i as u16))?;
            if let Some(tested) = tested {
                let Accumulator { having, selected, .. } = accumulator;
                having[tested].grow(n);
                having[tested].extend(selected.iter().map(|&doc| doc as usize));
            }
        }
    }
    match plan.condition {
        Some(_) if watch.is_over() => {}
        None => {
            for &doc in accumulator.matching.iter().filter(|&&doc| !segment.is_deleted(doc)) {
                take(doc, accumulator.cells[doc as usize].score)?;
            }
        }
        Some(condition) => {
            let Accumulator { having, cells, .. } = accumulator;
            let of_unit = |unit| {
                let place = plan.tested.iter().position(|&tested| tested == unit);
                place.map_or_else(FixedBitSet::new, |place| having[place].clone())
            };
            let documents = Evidence { segment, fields, unit: &of_unit }.documents(condition)?;
            for doc in documents.ones().map(|doc| doc as DocId).filter(|&doc| !segment.is_deleted(doc)) {
                take(doc, cells[doc as usize].score)?;
            }
        }
    }
    accumulator.clear();
    Ok(())
}

/// Adds the scores of a group; `note` hears of each document that has it and says whether it matches from now on.
fn add_group(
    (segment_ord, segment): (usize, &SegmentReader),
    group: &WeighedGroup,
    (accumulator, watch): (&mut Accumulator, &mut Watch),
    mut note: impl FnMut(&mut Cell) -> bool,
) -> Result<(), BackendError> {
    let norms = segment.get_fieldnorms_reader(group.norm_field).map_err(index_error)?;
    let saturation = saturation_by_norm(group);
    let Accumulator { cells, touched, matching, selected, .. } = accumulator;
    selected.clear();
    for alternative in &group.alternatives {
        add_frequencies((segment_ord, segment), alternative, (cells, watch), selected)?;
    }
    for &doc in selected.iter() {
        let cell = &mut cells[doc as usize];
        let frequency = std::mem::take(&mut cell.frequency);
        if !std::mem::replace(&mut cell.is_touched, true) {
            touched.push(doc);
        }
        cell.score += group.factor * frequency / (frequency + saturation[norms.fieldnorm_id(doc) as usize]);
        if note(cell) {
            matching.push(doc);
        }
    }
    Ok(())
}

/// `k1 (1 - b + b length / mean)` for each of the 256 kept lengths.
pub(super) fn saturation_by_norm(group: &WeighedGroup) -> [f32; 256] {
    std::array::from_fn(|norm| {
        let length = FieldNormReader::id_to_fieldnorm(norm as u8) as f32;
        let relative = if group.mean_length > 0.0 { length / group.mean_length } else { 1.0 };
        group.k1 * (1.0 - group.b + group.b * relative)
    })
}

/// Adds the weighted frequencies of an alternative. Alternatives that select come first in a group, so that the
/// others find their documents.
fn add_frequencies(
    (segment_ord, segment): (usize, &SegmentReader),
    alternative: &WeighedAlternative,
    (cells, watch): (&mut [Cell], &mut Watch),
    selected: &mut Vec<DocId>,
) -> Result<(), BackendError> {
    let weight = alternative.weight;
    let mut add = |doc: DocId, count: u32| {
        let frequency = &mut cells[doc as usize].frequency;
        if *frequency == 0.0 {
            if !alternative.selects {
                return;
            }
            selected.push(doc);
        }
        *frequency += weight * count as f32;
    };
    for_each_frequency((segment_ord, segment), alternative, watch, &mut add)
}

/// Calls `take` with each document of an alternative, and how often it stands there, until time is up.
pub(super) fn for_each_frequency(
    (segment_ord, segment): (usize, &SegmentReader),
    alternative: &WeighedAlternative,
    watch: &mut Watch,
    take: &mut impl FnMut(DocId, u32),
) -> Result<(), BackendError> {
    match &alternative.matcher {
        WeighedMatcher::Sequence(terms) => sequence_frequencies(segment, terms, watch, take),
        WeighedMatcher::Near(terms) => near_frequencies(segment, terms, watch, take),
        WeighedMatcher::Term { field, postings } => {
            let Some(info) = &postings[segment_ord] else { return Ok(()) };
            let inverted = segment.inverted_index(*field).map_err(index_error)?;
            let mut postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            for_each_posting(&mut postings, watch, take);
            Ok(())
        }
    }
}

fn for_each_posting(postings: &mut BlockSegmentPostings, watch: &mut Watch, mut take: impl FnMut(DocId, u32)) {
    while postings.block_len() > 0 && !watch.is_over_after(postings.block_len()) {
        for (&doc, &frequency) in postings.docs().iter().zip(postings.freqs()) {
            take(doc, frequency);
        }
        postings.advance();
    }
}
