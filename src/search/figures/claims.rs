//! Claims: the figures of the articles that a query finds, each with who says so, what was done, where and when.

use rustc_hash::FxHashMap;

use super::matching;
use crate::analysis::entity::EntityKind;
use crate::backend::Deadline;
use crate::document::{StoredArticle, StoredFigure, thing_key};
use crate::search::entities::NamedEntity;
use crate::search::lower::{Lowered, lower};
use crate::search::passage::sentence_groups;
use crate::search::{Request, SearchError, Searcher, candidates};
use crate::text::Span;

/// Articles whose claims are gathered, the best first.
const MAX_ARTICLES: usize = 300;

/// The claims that a query finds.
#[derive(Clone, Debug)]
pub struct ClaimPage {
    /// How the query was read.
    pub query: crate::query::Query,
    /// Claims of all articles that were looked at.
    pub total: usize,
    /// Whether there are articles beyond those that were looked at.
    pub is_cut: bool,
    /// The best first.
    pub rows: Vec<Claim>,
}

/// One figure of one article.
#[derive(Clone, Debug)]
pub struct Claim {
    pub stored: std::sync::Arc<StoredArticle>,
    pub figure: StoredFigure,
    /// The sentence that says it, as bytes of the text.
    pub quote: Span,
    pub place: Option<ClaimPlace>,
    /// Claims with the same number are about the same thing, and may contradict each other.
    pub group: usize,
    score: f32,
}

/// Where what a figure counts happened, as far as its sentence says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimPlace(pub NamedEntity);

impl Searcher {
    /// Returns the claims of the articles that a request finds: those that its `figure:` and `said:` ask for, or all. At most
    /// `request.limit` rows.
    ///
    /// # Errors
    /// If the index cannot be read; no text of a query is an error.
    pub fn claims(&self, request: &Request) -> Result<ClaimPage, SearchError> {
        let deadline = Deadline::after(request.time_limit);
        let (generation, snapshot) = (self.live().number, self.backend().snapshot());
        let vocabulary = self.vocabulary((generation, &*snapshot), request, deadline);
        let lowered = lower(request.query(), &self.analyzer, vocabulary)?;
        let wide = Request { limit: MAX_ARTICLES, offset: 0, cursor: None, ..request.clone() };
        let mut found = candidates(&wide, generation, &*snapshot, (&lowered.plan, deadline))?;
        let is_cut = found.total > MAX_ARTICLES as u64;
        found.best.truncate(MAX_ARTICLES);
        let mut rows = Vec::new();
        for (rank, candidate) in found.best.iter().enumerate() {
            let stored = std::sync::Arc::new(snapshot.fetch(candidate)?);
            self.add_claims(&stored, rank, &lowered, &mut rows);
        }
        rows.sort_by(|a, b| b.score.total_cmp(&a.score));
        let total = rows.len();
        rows.truncate(request.limit);
        number_groups(&mut rows);
        Ok(ClaimPage { query: lowered.query, total, is_cut, rows })
    }

    /// Adds the claims of an article.
    fn add_claims(
        &self,
        stored: &std::sync::Arc<StoredArticle>,
        rank: usize,
        lowered: &Lowered,
        rows: &mut Vec<Claim>,
    ) {
        let tables = self.analyzer.figure_tables();
        for figure in stored.figures.read().into_iter().filter(|figure| figure.kind != "ordinal") {
            let mut score = 1.0;
            let mut is_asked_for = true;
            for marker in &lowered.figures {
                is_asked_for &= marker.holds(&figure, tables);
                let close = marker.wanted.as_ref().and_then(|wanted| matching(wanted, &figure, tables));
                score *= close.unwrap_or(1.0);
            }
            if !is_asked_for {
                continue;
            }
            let quote = self.sentence(stored, figure.span);
            let place = self.place(stored, figure.span, quote).map(ClaimPlace);
            // Of equal fits those of better articles come first.
            let score = score - 1e-4 * rank as f32;
            rows.push(Claim { stored: std::sync::Arc::clone(stored), figure, quote, place, group: 0, score });
        }
    }

    fn sentence(&self, stored: &StoredArticle, figure: Span) -> Span {
        let paragraph = stored.paragraphs.iter().find(|(span, _)| span.contains(figure)).map(|(span, _)| *span);
        let Some(paragraph) = paragraph else { return figure };
        let groups = sentence_groups(&stored.article.text, paragraph, &self.schema);
        groups.into_iter().find(|group| group.contains(figure)).unwrap_or(paragraph)
    }

    /// Returns the place that a sentence names nearest to a figure.
    fn place(&self, stored: &StoredArticle, figure: Span, sentence: Span) -> Option<NamedEntity> {
        let mentioned = stored.mentions.read();
        let is_place = |kind| kind == EntityKind::Place;
        let places = mentioned.text.iter().filter(|mention| {
            !mention.is_derived && sentence.contains(mention.span) && is_place(mentioned.entities[mention.entity].kind)
        });
        let distance = |span: Span| span.start.abs_diff(figure.end).min(figure.start.abs_diff(span.end));
        let nearest = places.min_by_key(|mention| distance(mention.span))?;
        Some(self.entities.named(&mentioned.entities[nearest.entity]))
    }
}

/// Numbers claims by what they are about: thing or unit, and action.
fn number_groups(rows: &mut [Claim]) {
    let mut groups: FxHashMap<String, usize> = FxHashMap::default();
    for row in rows {
        let figure = &row.figure;
        let thing = figure.of.as_deref().map_or_else(String::new, thing_key);
        let about =
            format!("{thing}/{}/{}", figure.unit.as_deref().unwrap_or(""), figure.action.as_deref().unwrap_or(""));
        let next = groups.len() + 1;
        row.group = *groups.entry(about).or_insert(next);
    }
}
