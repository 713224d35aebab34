//! Claims: the figures of the articles that a query finds, each with who says so, what was done, where and when.
//!
//! The best articles of the query are read, their figures chosen by its `figure:` and `said:`, put in groups that speak of the same
//! thing (`group.rs`), and ordered (`order.rs`).

mod group;
mod order;

use std::sync::Arc;

use crate::analysis::entity::EntityKind;
use crate::analysis::figure::{DateFind, Tables};
use crate::backend::Deadline;
use crate::document::{Mentioned, StoredArticle, StoredFigure, StoredMention};
use crate::query::{Clause, Query};
use crate::text::{Language, Span};

use super::entities::NamedEntity;
use super::figures::{Wanted, matching};
use super::lower::{Lowered, lower};
use super::passage::sentence_groups;
use super::{Request, SearchError, Searcher, candidates};

pub use group::{ClaimGroup, Stated, stated};
pub use order::ClaimOrder;

/// Articles whose claims are gathered, the best first.
const MAX_ARTICLES: usize = 300;
/// Plain words of a query that are looked at for things.
const MAX_WORDS: usize = 64;
/// What a figure counts that is not of a thing among the plain words, nor a number among them.
const WITHOUT_WISH: f32 = 0.5;
/// Groups of an answer at most: those of the best claims.
const MAX_GROUPS: usize = 50;

/// What is asked of claims beside the request for articles: `limit` and `offset` of the request count claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimOptions {
    pub order: ClaimOrder,
    /// The key of the one group that is asked for, or its beginning up to a `/`: all that was done with a thing.
    pub about: Option<String>,
}

/// The claims that a query finds.
#[derive(Clone, Debug)]
pub struct ClaimPage {
    /// How the query was read.
    pub query: Query,
    /// Claims of all articles that were looked at, of the group that is asked for.
    pub total: usize,
    /// Whether there are articles beyond those that were looked at.
    pub is_cut: bool,
    /// In the order that was asked for, those of the page.
    pub rows: Vec<Claim>,
    /// What the claims are about, of all articles and before one group was chosen; that of the best claim first.
    pub groups: Vec<ClaimGroup>,
}

/// One figure of one article.
#[derive(Clone, Debug)]
pub struct Claim {
    pub stored: Arc<StoredArticle>,
    pub figure: StoredFigure,
    /// The sentence that says it, as bytes of the text.
    pub quote: Span,
    /// Its language.
    pub language: Option<Language>,
    /// Where what it counts happened, as far as its sentence says.
    pub place: Option<NamedEntity>,
    /// Who says so, where it is known who that is.
    pub speaker: Option<NamedEntity>,
    /// When, as far as the sentence says.
    pub date: Option<DateFind>,
    /// Claims with the same number are about the same thing, and may contradict each other: a place in [`ClaimPage::groups`], from 1.
    pub group: usize,
    /// Whose the counted ones are, where an adjective says so (*nordkoreanische Soldaten*): the id of the country.
    whose: Option<String>,
    score: f32,
}

impl Searcher {
    /// Returns the claims of the articles that a request finds: those that its `figure:` and `said:` ask for, or all. Of the rows in
    /// the order that is asked for, those from `request.offset` on, at most `request.limit`.
    ///
    /// # Errors
    /// If the index cannot be read; no text of a query is an error.
    pub fn claims(&self, request: &Request, options: &ClaimOptions) -> Result<ClaimPage, SearchError> {
        let deadline = Deadline::after(request.time_limit);
        let (generation, snapshot) = (self.live().number, self.backend().snapshot());
        let vocabulary = self.vocabulary((generation, &*snapshot), request, deadline);
        let lowered = lower(request.query(), &self.analyzer, vocabulary)?;
        let wide = Request { limit: MAX_ARTICLES, offset: 0, cursor: None, ..request.clone() };
        let mut found = candidates(&wide, generation, &*snapshot, (&lowered.plan, deadline))?;
        let is_cut = found.total > MAX_ARTICLES as u64 || found.is_partial || deadline.is_over();
        found.best.truncate(MAX_ARTICLES);
        let mut rows = Vec::new();
        let things = things_among(&lowered.query.clauses, self.analyzer.figure_tables());
        for (rank, candidate) in found.best.iter().enumerate() {
            let stored = Arc::new(snapshot.fetch(candidate)?);
            self.add_claims((&stored, rank), &lowered, &things, &mut rows);
        }
        rows.sort_by(|a, b| b.score.total_cmp(&a.score));
        let tables = self.analyzer.figure_tables();
        let mut groups = group::grouped(&mut rows, tables);
        if let Some(about) = &options.about {
            rows.retain(|row| groups[row.group - 1].is_about(about));
        }
        groups.truncate(MAX_GROUPS);
        order::order(&mut rows, options.order, tables);
        let total = rows.len();
        let rows = rows.into_iter().skip(request.offset).take(request.limit).collect();
        Ok(ClaimPage { query: lowered.query, total, is_cut, rows, groups })
    }

    /// Adds the claims of an article.
    fn add_claims(
        &self,
        (stored, rank): (&Arc<StoredArticle>, usize),
        lowered: &Lowered,
        things: &[Wanted],
        rows: &mut Vec<Claim>,
    ) {
        let tables = self.analyzer.figure_tables();
        let counted = stored.figures.read().text.into_iter().filter(|figure| figure.kind != "ordinal");
        let chosen = counted.filter_map(|figure| Some((score(&figure, lowered, things, tables)?, figure)));
        let (scores, figures): (Vec<f32>, Vec<StoredFigure>) = chosen.unzip();
        if figures.is_empty() {
            return;
        }
        let mentioned = stored.mentions.read();
        // They are chosen by the keys that they are kept with; English words for these are for who reads them.
        for (figure, score) in self.named_figures(figures).into_iter().zip(scores) {
            let (quote, language) = self.sentence(stored, figure.span);
            rows.push(Claim {
                stored: Arc::clone(stored),
                speaker: self.speaker(&mentioned, &figure),
                place: self.place(&mentioned, figure.span, quote),
                date: self.date(stored, figure.span, (quote, language)),
                whose: whose(&mentioned, &figure),
                figure,
                quote,
                language,
                group: 0,
                // Of equal fits those of better articles come first.
                score: score - 1e-4 * rank as f32,
            });
        }
    }

    /// Returns the sentence of a figure with its language.
    fn sentence(&self, stored: &StoredArticle, figure: Span) -> (Span, Option<Language>) {
        let paragraph = stored.paragraphs.iter().find(|(span, _)| span.contains(figure));
        let Some(&(paragraph, language)) = paragraph else { return (figure, None) };
        let groups = sentence_groups(&stored.article.text, paragraph, &self.schema);
        let sentence = groups.into_iter().find(|group| group.contains(figure)).unwrap_or(paragraph);
        (sentence, language)
    }

    /// Returns the place that a sentence names nearest to a figure.
    fn place(&self, mentioned: &Mentioned, figure: Span, sentence: Span) -> Option<NamedEntity> {
        let is_place = |mention: &&StoredMention| {
            let entity = &mentioned.entities[mention.entity];
            !mention.is_derived && sentence.contains(mention.span) && entity.kind == EntityKind::Place
        };
        let nearest = mentioned.text.iter().filter(is_place).min_by_key(|mention| distance(mention.span, figure))?;
        Some(self.entities.named(&mentioned.entities[nearest.entity]))
    }

    fn speaker(&self, mentioned: &Mentioned, figure: &StoredFigure) -> Option<NamedEntity> {
        let id = figure.said_by.as_ref()?.id.as_ref()?;
        mentioned.entities.iter().find(|entity| entity.id == *id).map(|entity| self.entities.named(entity))
    }

    /// Returns the date that a sentence names nearest to a figure; years alone say too little.
    fn date(&self, stored: &StoredArticle, figure: Span, sentence: (Span, Option<Language>)) -> Option<DateFind> {
        let dates = self.analyzer.dates_in(&stored.article.text, [sentence], stored.published_day());
        let told = dates.into_iter().filter(|date| date.value.len() > 4 && !date.span.overlaps(figure));
        told.min_by_key(|date| distance(date.span, figure))
    }
}

/// Returns how well a figure fits what is asked for, at most 1; `None` if `figure:` or `said:` leave it out.
fn score(figure: &StoredFigure, lowered: &Lowered, things: &[Wanted], tables: &Tables) -> Option<f32> {
    let wish = |fit: Option<f32>| WITHOUT_WISH + (1.0 - WITHOUT_WISH) * fit.unwrap_or(0.0);
    let fits = lowered.figures.iter().map(|marker| match (marker.fit(figure, tables), marker.selects) {
        (fit, true) => fit,
        (fit, false) => Some(wish(fit)),
    });
    let of_thing = things.iter().filter_map(|thing| matching(thing, figure, tables)).reduce(f32::max);
    let of_thing = if things.is_empty() { 1.0 } else { wish(of_thing) };
    fits.product::<Option<f32>>().map(|score| score * of_thing)
}

/// Returns the things that news count among the plain words of a query (`nordkoreanische Soldaten in Kursk`).
fn things_among(clauses: &[Clause], tables: &Tables) -> Vec<Wanted> {
    let words = clauses.iter().filter_map(|clause| if let Clause::Word(word) = clause { Some(word) } else { None });
    words.take(MAX_WORDS).filter_map(|word| Wanted::thing(word, tables)).collect()
}

/// Bytes between two spans.
fn distance(a: Span, b: Span) -> u32 {
    a.start.abs_diff(b.end).min(b.start.abs_diff(a.end))
}

/// Returns whose adjective stands within a figure.
fn whose(mentioned: &Mentioned, figure: &StoredFigure) -> Option<String> {
    let mut mentions = mentioned.text.iter().filter(|mention| mention.is_derived && figure.span.contains(mention.span));
    mentions.next().map(|mention| mentioned.entities[mention.entity].id.clone())
}
