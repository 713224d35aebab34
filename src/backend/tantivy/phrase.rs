//! Terms at fixed distances: phrases, and compound parts inside one word.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::index_error;
use crate::backend::BackendError;
use crate::document::TermField;

/// The places of a sequence: distance from the first position, and the terms that may stand there.
pub(super) struct SequenceTerms(Vec<(u32, Vec<Term>)>);

impl SequenceTerms {
    pub(super) fn new(
        places: &[(u32, Vec<(TermField, String)>)],
        term: impl Fn(TermField, &str) -> Term,
    ) -> SequenceTerms {
        let places = places
            .iter()
            .map(|(distance, terms)| (*distance, terms.iter().map(|(field, text)| term(*field, text)).collect()));
        SequenceTerms(places.collect())
    }
}

/// One place while reading: the postings of its terms.
struct Place {
    distance: u32,
    postings: Vec<SegmentPostings>,
}

impl Place {
    fn open(segment: &SegmentReader, distance: u32, terms: &[Term]) -> Result<Place, BackendError> {
        let mut postings = Vec::new();
        for term in terms {
            let inverted = segment.inverted_index(term.field()).map_err(index_error)?;
            postings.extend(inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
        }
        Ok(Place { distance, postings })
    }

    fn frequency(&self) -> u64 {
        self.postings.iter().map(|postings| u64::from(postings.doc_freq())).sum()
    }

    /// Moves to the first document at or after `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        let reached = self
            .postings
            .iter_mut()
            .map(|postings| if postings.doc() < target { postings.seek(target) } else { postings.doc() });
        reached.min().unwrap_or(TERMINATED)
    }

    /// Collects where the sequence would have to begin for this place to hold in `doc`, in order.
    fn starts(&mut self, doc: DocId, starts: &mut Vec<u32>, buffer: &mut Vec<u32>) {
        starts.clear();
        for postings in self.postings.iter_mut().filter(|postings| postings.doc() == doc) {
            postings.positions(buffer);
            starts.extend(buffer.iter().filter_map(|position| position.checked_sub(self.distance)));
        }
        starts.sort_unstable();
        starts.dedup();
    }
}

/// Calls `take` with each document in which the sequence stands, and how often.
pub(super) fn sequence_frequencies(
    segment: &SegmentReader,
    terms: &SequenceTerms,
    take: &mut dyn FnMut(DocId, u32),
) -> Result<(), BackendError> {
    let mut places = Vec::with_capacity(terms.0.len());
    for (distance, terms) in &terms.0 {
        places.push(Place::open(segment, *distance, terms)?);
    }
    places.sort_by_key(Place::frequency);
    let Some((rarest, others)) = places.split_first_mut() else { return Ok(()) };
    let (mut starts, mut more, mut buffer) = (Vec::new(), Vec::new(), Vec::new());
    let mut doc = rarest.seek(0);
    while doc != TERMINATED {
        if let Some(ahead) = others.iter_mut().map(|place| place.seek(doc)).find(|&reached| reached != doc) {
            doc = rarest.seek(ahead);
            continue;
        }
        rarest.starts(doc, &mut starts, &mut buffer);
        for place in others.iter_mut() {
            place.starts(doc, &mut more, &mut buffer);
            starts.retain(|start| more.binary_search(start).is_ok());
        }
        if !starts.is_empty() {
            take(doc, starts.len() as u32);
        }
        doc = rarest.seek(doc + 1);
    }
    Ok(())
}
