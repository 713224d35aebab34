//! Terms at fixed distances, read document by document: phrases, compound parts inside one word, operands of NEAR.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::index_error;
use crate::backend::{BackendError, Sequence, Watch};
use crate::document::TermField;

/// Terms at one place that are read side by side; of more, all occurrences are gathered first.
const MAX_TERMS_READ: usize = 16;

/// The places of a sequence: distance from the first position, and the terms that may stand there.
pub(super) struct SequenceTerms(Vec<(u32, Vec<Term>)>);

impl SequenceTerms {
    pub(super) fn new(places: &Sequence, term: impl Fn(TermField, &str) -> Term) -> SequenceTerms {
        let places = places
            .iter()
            .map(|(distance, terms)| (*distance, terms.iter().map(|(field, text)| term(*field, text)).collect()));
        SequenceTerms(places.collect())
    }
}

/// A sequence while reading a segment.
pub(super) struct SequenceReader {
    /// The rarest first.
    places: Vec<Place>,
    /// Distance from the first to the last position.
    pub reach: u32,
    more: Vec<u32>,
    buffer: Vec<u32>,
}

impl SequenceReader {
    pub(super) fn open(segment: &SegmentReader, terms: &SequenceTerms) -> Result<SequenceReader, BackendError> {
        let mut places = Vec::with_capacity(terms.0.len());
        for (distance, terms) in &terms.0 {
            places.push(Place::open(segment, *distance, terms)?);
        }
        places.sort_by_key(Place::frequency);
        let reach = terms.0.iter().map(|(distance, _)| *distance).max().unwrap_or(0);
        Ok(SequenceReader { places, reach, more: Vec::new(), buffer: Vec::new() })
    }

    /// Moves to the first document at or after `target` that has a term for every place.
    pub(super) fn seek(&mut self, mut target: DocId) -> DocId {
        let Some((rarest, others)) = self.places.split_first_mut() else { return TERMINATED };
        loop {
            let doc = rarest.seek(target);
            if doc == TERMINATED {
                return TERMINATED;
            }
            match others.iter_mut().map(|place| place.seek(doc)).find(|&reached| reached != doc) {
                Some(ahead) => target = ahead,
                None => return doc,
            }
        }
    }

    /// Returns the first positions at which the sequence stands in `doc`, which every place has reached, in order.
    pub(super) fn starts(&mut self, doc: DocId, starts: &mut Vec<u32>) {
        starts.clear();
        for (i, place) in self.places.iter_mut().enumerate() {
            if i == 0 {
                place.starts(doc, starts, &mut self.buffer);
            } else {
                place.starts(doc, &mut self.more, &mut self.buffer);
                starts.retain(|start| self.more.binary_search(start).is_ok());
            }
        }
    }
}

/// One place while reading: the postings of its terms.
struct Place {
    distance: u32,
    occurrences: Occurrences,
}

enum Occurrences {
    Few(Vec<SegmentPostings>),
    /// Documents with positions, in order, and how many lie behind.
    Many {
        found: Vec<(DocId, u32)>,
        at: usize,
    },
}

impl Place {
    fn open(segment: &SegmentReader, distance: u32, terms: &[Term]) -> Result<Place, BackendError> {
        let mut few = Vec::new();
        let mut found: Vec<(DocId, u32)> = Vec::new();
        let mut buffer = Vec::new();
        for term in terms {
            let inverted = segment.inverted_index(term.field()).map_err(index_error)?;
            let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? else {
                continue;
            };
            if terms.len() <= MAX_TERMS_READ {
                few.push(postings);
                continue;
            }
            while postings.doc() != TERMINATED {
                postings.positions(&mut buffer);
                found.extend(buffer.iter().map(|position| (postings.doc(), *position)));
                postings.advance();
            }
        }
        if terms.len() <= MAX_TERMS_READ {
            return Ok(Place { distance, occurrences: Occurrences::Few(few) });
        }
        found.sort_unstable();
        Ok(Place { distance, occurrences: Occurrences::Many { found, at: 0 } })
    }

    fn frequency(&self) -> u64 {
        match &self.occurrences {
            Occurrences::Few(postings) => postings.iter().map(|postings| u64::from(postings.doc_freq())).sum(),
            Occurrences::Many { found, .. } => found.len() as u64,
        }
    }

    /// Moves to the first document at or after `target`, which never decreases.
    fn seek(&mut self, target: DocId) -> DocId {
        match &mut self.occurrences {
            Occurrences::Few(postings) => {
                let reached = postings
                    .iter_mut()
                    .map(|postings| if postings.doc() < target { postings.seek(target) } else { postings.doc() });
                reached.min().unwrap_or(TERMINATED)
            }
            Occurrences::Many { found, at } => {
                *at += found[*at..].partition_point(|(doc, _)| *doc < target);
                found.get(*at).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    /// Collects where the sequence would have to begin for this place to hold in `doc`, in order.
    fn starts(&mut self, doc: DocId, starts: &mut Vec<u32>, buffer: &mut Vec<u32>) {
        starts.clear();
        match &mut self.occurrences {
            Occurrences::Few(postings) => {
                for postings in postings.iter_mut().filter(|postings| postings.doc() == doc) {
                    postings.positions(buffer);
                    starts.extend(buffer.iter().filter_map(|position| position.checked_sub(self.distance)));
                }
            }
            Occurrences::Many { found, at } => {
                let here = found[*at..].iter().take_while(|(other, _)| *other == doc);
                starts.extend(here.filter_map(|(_, position)| position.checked_sub(self.distance)));
            }
        }
        starts.sort_unstable();
        starts.dedup();
    }
}

/// What the positions of a document cost beside a posting, roughly.
pub(super) const STEPS_A_DOCUMENT: usize = 32;

/// Calls `take` with each document in which the sequence stands, and how often, until time is up.
pub(super) fn sequence_frequencies(
    segment: &SegmentReader,
    terms: &SequenceTerms,
    watch: &mut Watch,
    take: &mut dyn FnMut(DocId, u32),
) -> Result<(), BackendError> {
    let mut reader = SequenceReader::open(segment, terms)?;
    let mut starts = Vec::new();
    let mut doc = reader.seek(0);
    while doc != TERMINATED && !watch.is_over_after(STEPS_A_DOCUMENT + starts.len()) {
        reader.starts(doc, &mut starts);
        if !starts.is_empty() {
            take(doc, starts.len() as u32);
        }
        doc = reader.seek(doc + 1);
    }
    Ok(())
}
