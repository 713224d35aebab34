//! What a backend is asked: units of evidence, one for each word or phrase of the query.
//!
//! A unit scores by BM25 (Robertson and Zaragoza 2009) over the summed, weighted frequencies of its alternatives, so
//! that a word and its variants count as one word: `tf' = sum w tf`, `df' = min(N, sum w df)`.

use crate::document::TermField;

/// A whole query in terms of the index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub units: Vec<Unit>,
}

/// One word or phrase of the query, in every language it is searched in.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// One group per language; their scores add up.
    pub groups: Vec<Group>,
    pub role: Role,
    /// Factor of the unit's score, > 0.
    pub weight: f32,
}

/// What a unit decides beside adding to the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A document with this unit matches.
    Selects,
    /// A document without this unit does not match, whatever else it has.
    Required,
    /// Adds to the score of documents that match by other units.
    Supports,
    /// As `Supports`; but a document with all `n` units of a run matches. The units of a run stand in a row, this one
    /// at `place` (from 0).
    SelectsTogether { place: u8, n: u8 },
}

/// The alternatives of a unit in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The field whose lengths and document count normalise the score.
    pub field: TermField,
    pub k1: f32,
    pub b: f32,
    pub alternatives: Vec<Alternative>,
}

/// One way to match.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    pub matcher: Matcher,
    /// How much an occurrence counts, > 0; the unit's own word counts 1.
    pub weight: f32,
    /// Whether it makes a document match and counts for the document frequency; otherwise it only adds to
    /// the frequency where another alternative matches (a title, an exact spelling).
    pub selects: bool,
}

/// What must stand in a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    Term {
        field: TermField,
        term: String,
    },
    /// Terms at fixed distances, each `(distance from the first position, alternatives at that place)`; distance 0
    /// twice means both terms at one position (two parts of one compound).
    Sequence(Vec<(u32, Vec<(TermField, String)>)>),
}
