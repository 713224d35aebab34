//! The JSON shapes of claims.

use serde::Serialize;
use utoipa::ToSchema;

use super::analysis::CodePoints;
use super::{FigureShape, QueryEcho};
use crate::search::{Claim, ClaimPage};
use crate::text::Language;

/// The claims of the articles that a query finds.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimAnswer<'a> {
    pub query: QueryEcho<'a>,
    /// Claims in all articles that were looked at.
    pub total: usize,
    /// Whether more articles were found than were looked at.
    pub partial: bool,
    /// Those that fit best come first.
    pub rows: Vec<ClaimShape<'a>>,
}

/// One figure of one article: who says how many of what, what was done, where and when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Claim)]
pub struct ClaimShape<'a> {
    /// The id of the article.
    pub article: &'a str,
    pub title: &'a str,
    pub source: Option<&'a str>,
    pub published: Option<&'a str>,
    /// Code points of the text, as in `figure`.
    pub start: usize,
    pub end: usize,
    /// The sentence.
    pub quote: &'a str,
    pub figure: FigureShape,
    pub action: Option<String>,
    pub place: Option<PlaceShape>,
    /// Claims with the same number are about the same thing.
    pub group: usize,
}

/// Where it happened, as far as the sentence says.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Place)]
pub struct PlaceShape {
    pub id: String,
    pub name: String,
}

impl<'a> ClaimAnswer<'a> {
    /// Shapes a page of claims for the query that was typed.
    pub fn new(typed: &'a str, page: &'a ClaimPage) -> ClaimAnswer<'a> {
        let query =
            QueryEcho { q: typed, read_as: page.query.to_string(), notes: &page.query.notes, translations: Vec::new() };
        let rows = page.rows.iter().map(ClaimShape::new).collect();
        ClaimAnswer { query, total: page.total, partial: page.is_cut, rows }
    }
}

impl<'a> ClaimShape<'a> {
    /// Shapes one claim.
    pub fn new(claim: &'a Claim) -> ClaimShape<'a> {
        let article = &claim.stored.article;
        let offsets = CodePoints::new(&article.text);
        let figure = FigureShape::new(&claim.figure, &article.text, &offsets);
        let language = claim.stored.language().unwrap_or(Language::En);
        let place = claim.place.as_ref().map(|place| {
            let (id, name) = (place.0.id.clone(), place.0.name(language).to_string());
            PlaceShape { id, name }
        });
        ClaimShape {
            article: &article.id,
            title: &article.title,
            source: article.source.as_deref(),
            published: article.published.as_ref().map(|published| published.text.as_str()),
            start: figure.start,
            end: figure.end,
            quote: article.text.get(claim.quote.range()).unwrap_or_default(),
            action: figure.action.clone(),
            figure,
            place,
            group: claim.group,
        }
    }
}
