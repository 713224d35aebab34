//! From a query to a page of hits: analyse its words in both languages, ask for candidates, fetch the best, cut
//! snippets out of their text.

mod claims;
mod cursor;
mod diagnosis;
pub mod entities;
mod evidence;
mod explanation;
mod facets;
mod families;
mod figures;
mod light;
mod lower;
mod marked;
mod marks;
mod mention_marks;
mod names;
mod passage;
mod request;
mod snippet;
mod translate;
mod wanted;

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

use crate::analysis::Analyzer;
use crate::backend::{
    Backend, BackendError, Candidate, Candidates, Deadline, Facet, FacetCounts, Generation, Plan, Selection, Snapshot,
    SortKey,
};
use crate::document::{StoredArticle, StoredFigure};
use crate::query::Query;
use crate::schema::{Schema, SchemaError};

use cursor::Remembered;
use entities::{Entities, NamedEntity};
use snippet::Cutting;

pub use claims::{Claim, ClaimGroup, ClaimOptions, ClaimOrder, ClaimPage, Stated, stated};
pub use cursor::{Cursor, InvalidCursor};
pub use diagnosis::{ClauseFinding, Diagnosis, LanguageFinding, SimilarWord, WordFinding};
pub use explanation::ScorePart;
pub use families::Families;
use light::LightWords;
pub use lower::{Lowered, TranslatedTerm, TranslatedWord, Vocabulary, lower};
pub use marked::MarkedArticle;
pub use names::Names;
pub use request::Request;
pub use snippet::{Snippet, SnippetField};
pub use translate::Translator;

/// Hits on one page at most.
pub const MAX_LIMIT: usize = 1000;

/// Figures of a hit at most.
const MAX_HIT_FIGURES: usize = 20;

/// One article of an answer.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Place in the order, from 1.
    pub rank: usize,
    pub score: f32,
    pub stored: StoredArticle,
    /// At most one of the title and three of the text, in reading order.
    pub snippets: Vec<Snippet>,
    /// Whom it names, those named most often first; empty unless asked for.
    pub entities: Vec<NamedEntity>,
    /// The first figures of its text; empty unless asked for.
    pub figures: Vec<StoredFigure>,
    /// The parts of the score, the largest first; empty unless asked for.
    pub explanation: Vec<ScorePart>,
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
    /// Number of matching articles.
    pub total: u64,
    /// Whether the number is exact; else it is the least that it can be.
    pub is_total_exact: bool,
    /// Whether time was up: articles may be missing, in another order than if all had been read, or without snippets.
    pub is_partial: bool,
    pub hits: Vec<Hit>,
    /// Words that were searched in the other language too, in the order of the query.
    pub translations: Vec<TranslatedWord>,
    /// What was asked for, in its order; entities by id.
    pub facets: Vec<(Facet, FacetCounts)>,
    /// How the entities of the facets are called.
    pub facet_entities: FxHashMap<String, NamedEntity>,
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the cursor belongs to another query or order; leave it out to begin anew")]
    OtherQuery,
    #[error(transparent)]
    Backend(#[from] BackendError),
}

/// Answers queries over the generation that is live.
pub struct Searcher {
    pub schema: Arc<Schema>,
    pub analyzer: Arc<Analyzer>,
    live: RwLock<Generation>,
    families: Arc<Families>,
    light: LightWords,
    /// What words of a query are translated by.
    pub translator: Translator,
    /// How names are spelled otherwise.
    pub names: Names,
    /// Who and what articles name.
    pub entities: Entities,
    remembered: Remembered,
}

impl Searcher {
    /// Joins what a search needs.
    ///
    /// # Errors
    /// A file of the schema that does not keep its format.
    pub fn new(schema: Arc<Schema>, analyzer: Arc<Analyzer>, live: Generation) -> Result<Searcher, SchemaError> {
        let families = Arc::new(Families::new(&schema, &analyzer)?);
        let translator = Translator::new(&schema, Arc::clone(&families))?;
        let light = LightWords::new(&schema, &analyzer)?;
        let names = Names::new(&schema, &analyzer)?;
        let entities = Entities::new(Arc::clone(&analyzer));
        Ok(Searcher {
            schema,
            analyzer,
            entities,
            live: RwLock::new(live),
            families,
            light,
            translator,
            names,
            remembered: Remembered::default(),
        })
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

    /// Answers a request from the last commit, or from the one that its cursor came from.
    ///
    /// # Errors
    /// A cursor of another query, and if the index cannot be read; no text of a query is an error.
    pub fn search(&self, request: &Request) -> Result<Page, SearchError> {
        let started = Instant::now();
        let deadline = Deadline::after(request.time_limit);
        let mut query = request.query();
        let (generation, snapshot) = self.snapshot_for(request, &mut query)?;
        let mut lowered = lower(query, &self.analyzer, self.vocabulary((generation, &*snapshot), request, deadline))?;
        let mut found = candidates(request, generation, &*snapshot, (&lowered.plan, deadline))?;
        let has_more = found.best.len() > request.limit.min(MAX_LIMIT);
        found.best.truncate(request.limit.min(MAX_LIMIT));
        let hits = self.hits(request, &*snapshot, (&lowered, deadline), &found)?;
        let place = (generation, &*snapshot);
        let (facets, facet_entities) = self.facets(&request.facets, std::mem::take(&mut found.facets), place)?;
        let is_partial = lowered.is_partial || found.is_partial || deadline.is_over();
        let next = next_page(request, generation, &*snapshot, &lowered.query, &found, &hits).filter(|_| has_more);
        if let Some(limit) = request.time_limit.filter(|_| is_partial) {
            lowered.query.note("partial", partial_note(limit));
        }
        if next.is_some() {
            self.remembered.keep(generation, &snapshot);
        }
        Ok(Page {
            took_ms: started.elapsed().as_secs_f64() * 1e3,
            generation,
            commit_number: snapshot.commit_number(),
            total: found.total,
            is_total_exact: !lowered.is_cut && !lowered.is_partial && !found.is_partial,
            is_partial,
            hits,
            facets,
            facet_entities,
            next,
            query: lowered.query,
            translations: lowered.translations,
        })
    }

    /// Fetches the articles of a page and cuts their snippets.
    fn hits(
        &self,
        request: &Request,
        snapshot: &dyn Snapshot,
        (lowered, deadline): (&Lowered, Deadline),
        found: &Candidates,
    ) -> Result<Vec<Hit>, BackendError> {
        let page = &found.best;
        let articles: Vec<StoredArticle> =
            page.iter().map(|candidate| snapshot.fetch(candidate)).collect::<Result<_, _>>()?;
        let snippets = match request.with_snippets {
            true => {
                let cutting = Cutting { lowered, weights: &found.unit_weights, deadline };
                snippet::snippets(&articles, cutting, &self.analyzer, &self.schema)
            }
            false => vec![Vec::new(); articles.len()],
        };
        let explanations = match request.with_explanations && !deadline.is_over() {
            true => explanation::explanations(snapshot, lowered, page)?,
            false => vec![Vec::new(); articles.len()],
        };
        let n_before = request.n_before();
        let parts = page.iter().zip(articles).zip(snippets.into_iter().zip(explanations)).enumerate();
        let hits = parts.map(|(i, ((candidate, stored), (snippets, explanation)))| Hit {
            rank: n_before + i + 1,
            score: candidate.score,
            entities: if request.with_entities { self.entities.of_article(&stored) } else { Vec::new() },
            figures: if request.with_entities { self.first_figures(&stored) } else { Vec::new() },
            stored,
            snippets,
            explanation,
        });
        Ok(hits.collect())
    }

    fn first_figures(&self, stored: &StoredArticle) -> Vec<StoredFigure> {
        let mut figures = stored.figures.read().text;
        figures.truncate(MAX_HIT_FIGURES);
        self.named_figures(figures)
    }

    /// Returns the commit to answer from, with its generation.
    fn snapshot_for(&self, request: &Request, query: &mut Query) -> Result<(u64, Arc<dyn Snapshot>), SearchError> {
        let live = self.live();
        let newest = live.backend.snapshot();
        let Some(cursor) = &request.cursor else { return Ok((live.number, newest)) };
        if cursor.query != cursor::query_key(&query.to_string(), request.order) {
            return Err(SearchError::OtherQuery);
        }
        if (cursor.generation, cursor.commit_number) == (live.number, newest.commit_number()) {
            return Ok((live.number, newest));
        }
        if let Some(snapshot) = self.remembered.find(cursor) {
            return Ok((cursor.generation, snapshot));
        }
        let detail = "articles have changed since the page before; a hit may come twice or be passed over";
        query.note("later_commit", detail.to_string());
        Ok((live.number, newest))
    }

    fn vocabulary<'a>(
        &'a self,
        (generation, snapshot): (u64, &'a dyn Snapshot),
        request: &Request,
        deadline: Deadline,
    ) -> Vocabulary<'a> {
        let now = || jiff::Timestamp::now().to_zoned(TimeZone::UTC).date();
        let (ranking, families) = (&self.schema.ranking, &self.families);
        Vocabulary {
            ranking,
            families,
            light: &self.light,
            translator: request.is_translated.then_some(&self.translator),
            names: &self.names,
            has_spellings: request.has_spellings,
            lexicon: self.translator.lexicon(),
            figure_tables: self.analyzer.figure_tables(),
            snapshot,
            generation,
            entities: &self.entities,
            today: request.today.unwrap_or_else(now),
            deadline,
        }
    }
}

fn partial_note(limit: Duration) -> String {
    let limit_ms = limit.as_millis();
    format!("stopped after {limit_ms} ms: articles may be missing or out of order; ask for less, or for rarer words")
}

/// Finds the documents of the page that is asked for.
fn candidates(
    request: &Request,
    generation: u64,
    snapshot: &dyn Snapshot,
    (plan, deadline): (&Plan, Deadline),
) -> Result<Candidates, BackendError> {
    let after = request.cursor.as_ref().map(|cursor| cursor.key_in(generation, snapshot, plan)).transpose()?;
    let offset = if after.is_some() { 0 } else { request.offset };
    // One more than the page holds tells whether there is a next one.
    let n = offset.saturating_add(request.limit.min(MAX_LIMIT)).saturating_add(1);
    let selection = Selection { n, order: request.order, after: after.as_ref(), facets: &request.facets, deadline };
    let mut found = snapshot.candidates(plan, selection)?;
    found.best.drain(..offset.min(found.best.len()));
    Ok(found)
}

/// Returns where the page ends.
fn next_page(
    request: &Request,
    generation: u64,
    snapshot: &dyn Snapshot,
    query: &Query,
    found: &Candidates,
    hits: &[Hit],
) -> Option<Cursor> {
    let (candidate, last) = found.best.last().zip(hits.last())?;
    let Candidate { score, published_s, .. } = *candidate;
    let key = SortKey { score, published_s, id: last.stored.article.id.clone() };
    let query = cursor::query_key(&query.to_string(), request.order);
    Some(Cursor { generation, commit_number: snapshot.commit_number(), query, rank: last.rank, key })
}
