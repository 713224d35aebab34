//! From a query to a page of hits: analyse its words in both languages, ask for candidates, fetch the best, cut
//! snippets out of their text.

mod evidence;
mod families;
mod lower;
mod marks;
mod snippet;
mod wanted;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use crate::analysis::Analyzer;
use crate::backend::{Backend, BackendError, Candidate, Generation, Snapshot};
use crate::document::StoredArticle;
use crate::query::{Query, Syntax, parse};
use crate::schema::{Schema, SchemaError};

pub use families::Families;
pub use lower::{Lowered, Vocabulary, lower};
pub use snippet::{Snippet, SnippetField};

/// Hits on one page at most.
pub const MAX_LIMIT: usize = 1000;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub text: String,
    pub syntax: Syntax,
    /// Hits on the page, at most [`MAX_LIMIT`].
    pub limit: usize,
    /// Hits before the page.
    pub offset: usize,
    pub with_snippets: bool,
}

/// One article of an answer.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Place in the ranking, from 1.
    pub rank: usize,
    pub score: f32,
    pub stored: StoredArticle,
    /// At most one of the title and three of the text, in reading order.
    pub snippets: Vec<Snippet>,
}

/// A page of hits.
#[derive(Clone, Debug)]
pub struct Page {
    /// As it was read, with notes.
    pub query: Query,
    pub took_ms: f64,
    /// Number of the generation that answered, and of its commit.
    pub generation: u64,
    pub commit_number: u64,
    /// Exact number of matching articles.
    pub total: u64,
    pub hits: Vec<Hit>,
}

/// Answers queries over the generation that is live.
pub struct Searcher {
    pub schema: Arc<Schema>,
    pub analyzer: Arc<Analyzer>,
    live: RwLock<Generation>,
    families: Families,
}

impl Searcher {
    /// Joins what a search needs.
    ///
    /// # Errors
    /// A file of the schema that does not keep its format.
    pub fn new(schema: Arc<Schema>, analyzer: Arc<Analyzer>, live: Generation) -> Result<Searcher, SchemaError> {
        let families = Families::new(&schema, &analyzer)?;
        Ok(Searcher { schema, analyzer, live: RwLock::new(live), families })
    }

    /// Returns the generation that answers now.
    pub fn live(&self) -> Generation {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets another generation answer from now on; searches under way end on the old one.
    pub fn switch(&self, generation: Generation) {
        *self.live.write().unwrap_or_else(PoisonError::into_inner) = generation;
    }

    /// Returns the backend that answers now.
    pub fn backend(&self) -> Arc<dyn Backend> {
        self.live().backend
    }

    /// Answers a request from the last commit.
    ///
    /// # Errors
    /// If the index cannot be read; no text of a user is an error.
    pub fn search(&self, request: &Request) -> Result<Page, BackendError> {
        let started = Instant::now();
        let live = self.live();
        let snapshot = live.backend.snapshot();
        let query = parse(&request.text, request.syntax);
        let vocabulary = Vocabulary { ranking: &self.schema.ranking, families: &self.families, snapshot: &*snapshot };
        let lowered = lower(query, &self.analyzer, vocabulary)?;
        let wanted = request.offset.saturating_add(request.limit.min(MAX_LIMIT));
        let found = snapshot.candidates(&lowered.plan, wanted)?;
        let page = found.best.get(request.offset.min(found.best.len())..).unwrap_or_default();
        let articles = fetch(&*snapshot, page)?;
        let snippets = match request.with_snippets {
            true => snippet::snippets(&articles, &lowered, &found.unit_weights, &self.analyzer, &self.schema),
            false => vec![Vec::new(); articles.len()],
        };
        let hits = page.iter().zip(articles).zip(snippets).enumerate().map(|(i, ((candidate, stored), snippets))| {
            Hit { rank: request.offset + i + 1, score: candidate.score, stored, snippets }
        });
        let hits = hits.collect();
        let took_ms = started.elapsed().as_secs_f64() * 1e3;
        let (generation, commit_number) = (live.number, snapshot.commit_number());
        Ok(Page { query: lowered.query, took_ms, generation, commit_number, total: found.total, hits })
    }
}

fn fetch(snapshot: &dyn Snapshot, page: &[Candidate]) -> Result<Vec<StoredArticle>, BackendError> {
    page.iter().map(|candidate| snapshot.fetch(candidate)).collect()
}
