//! Sequences near each other within one paragraph, or within the title.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

use super::sequence::{STEPS_A_DOCUMENT, SequenceReader, SequenceTerms};
use super::{BREAKS, index_error};
use crate::backend::{BackendError, Near, Occurrence, Watch, near_groups};
use crate::document::TermField;

/// The operands of NEAR by their terms.
pub(super) struct NearTerms {
    operands: Vec<Vec<SequenceTerms>>,
    distance: u32,
    in_title: bool,
}

impl NearTerms {
    pub(super) fn new(near: &Near, term: impl Fn(TermField, &str) -> Term + Copy) -> NearTerms {
        let operand =
            |alternatives: &Vec<_>| alternatives.iter().map(|places| SequenceTerms::new(places, term)).collect();
        let operands = near.operands.iter().map(operand).collect();
        NearTerms { operands, distance: near.distance, in_title: near.in_title }
    }
}

/// An operand while reading a segment.
struct Operand {
    alternatives: Vec<(DocId, SequenceReader)>,
}

impl Operand {
    /// Moves to the first document at or after `target` that may have the operand.
    fn seek(&mut self, target: DocId) -> DocId {
        for (doc, reader) in &mut self.alternatives {
            if *doc < target {
                *doc = reader.seek(target);
            }
        }
        self.alternatives.iter().map(|(doc, _)| *doc).min().unwrap_or(TERMINATED)
    }

    fn occurrences(&mut self, doc: DocId, operand: usize, found: &mut Vec<Occurrence>, starts: &mut Vec<u32>) {
        for (_, reader) in self.alternatives.iter_mut().filter(|(at, _)| *at == doc) {
            reader.starts(doc, starts);
            found.extend(starts.iter().map(|&first| Occurrence { first, last: first + reader.reach, operand }));
        }
    }
}

/// What it costs to hold an occurrence against others beside a posting, roughly.
const STEPS_AN_OCCURRENCE: usize = 16;

/// Calls `take` with each document in which the operands stand near each other, and how often, until time is up.
pub(super) fn near_frequencies(
    segment: &SegmentReader,
    terms: &NearTerms,
    watch: &mut Watch,
    take: &mut dyn FnMut(DocId, u32),
) -> Result<(), BackendError> {
    let breaks = segment.fast_fields().i64(BREAKS).map_err(index_error)?;
    let mut operands = Vec::with_capacity(terms.operands.len());
    for alternatives in &terms.operands {
        let readers = alternatives.iter().map(|terms| SequenceReader::open(segment, terms));
        // Every reader stands before the first document.
        let alternatives = readers.map(|reader| Ok((0, reader?))).collect::<Result<Vec<_>, BackendError>>()?;
        operands.push(Operand { alternatives });
    }
    for (doc, reader) in operands.iter_mut().flat_map(|operand| &mut operand.alternatives) {
        *doc = reader.seek(0);
    }
    let (mut found, mut starts, mut target) = (Vec::new(), Vec::new(), 0);
    loop {
        let reached = operands.iter_mut().map(|operand| operand.seek(target)).max().unwrap_or(TERMINATED);
        if reached == TERMINATED || watch.is_over_after(STEPS_A_DOCUMENT + STEPS_AN_OCCURRENCE * found.len()) {
            return Ok(());
        }
        if reached > target {
            target = reached;
            continue;
        }
        // Every operand has reached the document.
        found.clear();
        for (i, operand) in operands.iter_mut().enumerate() {
            operand.occurrences(target, i, &mut found, &mut starts);
        }
        found.sort_unstable();
        found.dedup();
        let n = n_groups(&mut found, &breaks, target, terms);
        if n > 0 {
            take(target, n);
        }
        target += 1;
    }
}

/// Counts the groups in each paragraph of a document; positions of its breaks lie between them, the first one behind the title.
fn n_groups(found: &mut Vec<Occurrence>, breaks: &Column<i64>, doc: DocId, terms: &NearTerms) -> u32 {
    let breaks: Vec<i64> = breaks.values_for_doc(doc).collect();
    let paragraph_of = |occurrence: &Occurrence| breaks.partition_point(|&at| at < i64::from(occurrence.first));
    if terms.in_title {
        found.retain(|occurrence| paragraph_of(occurrence) == 0);
    }
    let paragraphs = found.chunk_by(|a, b| paragraph_of(a) == paragraph_of(b));
    paragraphs.map(|occurrences| near_groups(occurrences, terms.operands.len(), terms.distance).1).sum()
}
