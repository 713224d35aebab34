//! Where documents are indexed and candidates found. Every backend speaks analysed terms, never raw text, and passes
//! one conformance suite (`tests/it/backend.rs`), so ranking, snippets and snapshots behave alike above it.
//!
//! Writing goes through [`Backend`]; reading through a [`Snapshot`], which shows one commit and never half a change.

mod deadline;
mod near;
mod plan;
pub mod tantivy;

use std::sync::Arc;

use crate::document::{Document, StoredArticle, TermField};

pub use deadline::{Deadline, Watch};
pub use near::{Occurrence, near_groups};
pub use plan::{
    Alternative, Condition, EntityGroup, Facet, FacetCounts, FittingTerm, FittingTerms, Group, KeywordField, Matcher,
    Near, Order, Plan, Role, Selection, Sequence, SortKey, TermPattern, Unit,
};

/// Fault of an index or of the disk below it.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    #[error("no index at {path}; build one with `tandem index --index {path} PATH...`")]
    Missing { path: String },
    #[error("the index at {path} was built with {built_with}; build it anew with `tandem index --rebuild`")]
    OtherSchema { path: String, built_with: &'static str },
    #[error("another process is writing to the index at {path}; wait until it ends")]
    Locked { path: String },
    #[error("the index at {path} cannot be read: {reason}; build it anew with `tandem index --rebuild`")]
    Unreadable { path: String, reason: String },
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("index: {0}")]
    Index(String),
}

/// A writable home of documents.
pub trait Backend: Send + Sync {
    /// Adds documents; one with an id already there replaces it. Nothing is visible before [`Backend::commit`].
    ///
    /// # Errors
    /// If another process holds the index, or the disk refuses.
    fn write(&self, documents: Vec<Document>) -> Result<(), BackendError>;

    /// Removes the documents with these ids; unknown ids are passed over.
    ///
    /// # Errors
    /// As [`Backend::write`].
    fn delete(&self, ids: &[String]) -> Result<(), BackendError>;

    /// Makes everything written so far durable and visible, in one step. `mark` is kept with it: the position in the
    /// article log that the commit covers.
    ///
    /// # Errors
    /// If the disk refuses; what was committed before stays.
    fn commit(&self, mark: u64) -> Result<(), BackendError>;

    /// Takes note of commits of other processes; returns whether there was one.
    ///
    /// # Errors
    /// If the index cannot be read; the last commit that was seen goes on answering.
    fn refresh(&self) -> Result<bool, BackendError>;

    /// Ends writing: waits for merges under way and lets other processes write. Writing may begin again.
    ///
    /// # Errors
    /// If a merge failed; what was committed stays.
    fn close_writer(&self) -> Result<(), BackendError>;

    /// Returns a view of the last commit.
    fn snapshot(&self) -> Arc<dyn Snapshot>;
}

/// An index built from the article log; a rebuild makes the next one.
#[derive(Clone)]
pub struct Generation {
    /// Grows with each rebuild, from 1; 0 for one that is not kept.
    pub number: u64,
    pub backend: Arc<dyn Backend>,
}

/// A view of one commit. Reading it never waits for a writer.
pub trait Snapshot: Send + Sync {
    /// Grows with every commit that changes something; 0 before the first.
    fn commit_number(&self) -> u64;

    /// Returns the mark of the commit: the position in the article log that it covers; 0 before the first.
    fn mark(&self) -> u64;

    /// Returns how many articles are under embargo at this moment, and so not found.
    fn n_hidden(&self) -> usize;

    /// Returns how many articles the snapshot holds and what its fields measure.
    fn counts(&self) -> Counts;

    /// Returns in how many documents a term stands in a field.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn document_frequency(&self, field: TermField, term: &str) -> Result<u64, BackendError>;

    /// Returns the terms of a field that begin with `prefix`, at most `n`, the most frequent first (then by letters).
    ///
    /// # Errors
    /// If the index cannot be read.
    fn terms_with_prefix(&self, field: TermField, prefix: &str, n: usize) -> Result<Vec<String>, BackendError>;

    /// Returns the terms of a field from one to another, both among them, in order, with their documents: at most `n`.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn terms_between(&self, field: TermField, ends: (&str, &str), n: usize)
    -> Result<Vec<(String, u64)>, BackendError>;

    /// Returns the terms of a field that fit a pattern, at most `n`; those that were found by the deadline.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn fitting_terms(
        &self,
        field: TermField,
        pattern: &TermPattern,
        n: usize,
        deadline: Deadline,
    ) -> Result<FittingTerms, BackendError>;

    /// Returns every value of a keyword field, in order, each once; values of deleted documents may be among them.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn keywords(&self, field: KeywordField) -> Result<Vec<String>, BackendError>;

    /// Returns the documents of a plan that a selection asks for, in its order.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn candidates(&self, plan: &Plan, selection: Selection) -> Result<Candidates, BackendError>;

    /// Returns, per candidate of a plan, what adds to its score; the parts add up to it (but for rounding).
    ///
    /// # Errors
    /// If the index cannot be read.
    fn explain(&self, plan: &Plan, candidates: &[Candidate]) -> Result<Vec<Vec<Contribution>>, BackendError>;

    /// Returns what is stored of a candidate of this snapshot.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn fetch(&self, candidate: &Candidate) -> Result<StoredArticle, BackendError>;

    /// Returns what is stored of the article with an id.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn article(&self, id: &str) -> Result<Option<StoredArticle>, BackendError>;

    /// Returns the content hash of the article with an id.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn content_hash(&self, id: &str) -> Result<Option<String>, BackendError>;

    /// Hands id and content hash of every article to `take`, in no order; those under embargo too.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn for_each_article(&self, take: &mut dyn FnMut(&str, &str)) -> Result<(), BackendError>;
}

/// A document that matches, before it is fetched.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// Where the document lies; means something to the snapshot it came from alone.
    pub address: u64,
    pub score: f32,
    pub published_s: Option<i64>,
}

/// What one alternative of a unit adds to the score of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contribution {
    /// Where in the plan it stands: unit, group, alternative.
    pub unit: usize,
    pub group: usize,
    pub alternative: usize,
    /// How often it occurs in the document.
    pub frequency: u32,
    pub score: f32,
}

/// The documents that were asked for, and how many match in all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Candidates {
    pub best: Vec<Candidate>,
    /// Number of matching documents: exact, unless time was up.
    pub total: u64,
    /// Whether time was up before everything was read: documents may be missing, and scores too low.
    pub is_partial: bool,
    /// Per unit of the plan, the most that one saturated occurrence can add to a score; 0 if it matches nothing.
    pub unit_weights: Vec<f32>,
    /// Per facet that was asked for.
    pub facets: Vec<FacetCounts>,
}

/// Sizes of a snapshot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    pub articles: u64,
    /// Per term field: documents that have it, and their mean length in terms.
    pub fields: Vec<(TermField, FieldStatistics)>,
}

/// Statistics of a field over the documents that have it (not over all: in a collection with few German articles the
/// German mean would be wrong by an order of magnitude).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FieldStatistics {
    pub documents: u64,
    pub mean_length: f32,
}
