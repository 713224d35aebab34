//! The JSON shapes of claims.

use std::io::Write;

use serde::Serialize;
use utoipa::ToSchema;

use super::analysis::{CodePoints, DateShape, date_shape};
use super::{FigureShape, QueryEcho};
use crate::search::{Claim, ClaimGroup, ClaimPage};
use crate::text::Language;

/// The claims of the articles that a query finds.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimAnswer<'a> {
    pub query: QueryEcho<'a>,
    /// Claims in all articles that were looked at.
    pub total: usize,
    /// Whether more articles were found than were looked at.
    pub partial: bool,
    /// In the order of `sort`.
    pub rows: Vec<ClaimShape<'a>>,
    /// What the claims are about, that of the best claim first.
    pub groups: Vec<ClaimGroupShape<'a>>,
}

/// Claims about the same thing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ClaimGroup)]
pub struct ClaimGroupShape<'a> {
    /// As in `group` of the rows.
    pub group: usize,
    /// What the parameter `about` takes.
    pub key: &'a str,
    /// The key of what is counted.
    pub of: Option<&'a str>,
    /// The unit of `low` and `high`.
    pub unit: Option<&'a str>,
    pub action: Option<&'a str>,
    pub count: usize,
    /// The smallest and the largest number that is stated.
    pub low: f64,
    pub high: f64,
    /// Whether two claims about the same place, and the same country's people, cannot both be true.
    pub disputed: bool,
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
    /// The date that the sentence names nearest to the figure.
    pub date: Option<DateShape>,
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
        let groups = page.groups.iter().enumerate().map(|(i, group)| ClaimGroupShape::new(i + 1, group)).collect();
        ClaimAnswer { query, total: page.total, partial: page.is_cut, rows, groups }
    }
}

impl<'a> ClaimGroupShape<'a> {
    fn new(number: usize, group: &'a ClaimGroup) -> ClaimGroupShape<'a> {
        ClaimGroupShape {
            group: number,
            key: &group.key,
            of: group.of.as_deref(),
            unit: group.unit.as_deref(),
            action: group.action.as_deref(),
            count: group.n_claims,
            low: group.low,
            high: group.high,
            disputed: group.is_disputed,
        }
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
            let (id, name) = (place.id.clone(), place.name(language).to_string());
            PlaceShape { id, name }
        });
        let date = claim.date.as_ref().map(|date| date_shape(&article.text, date, &offsets));
        ClaimShape {
            date,
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

/// Columns of CSV and TSV.
const COLUMNS: [&str; 19] = [
    "group",
    "low",
    "high",
    "modifier",
    "unit",
    "of",
    "text",
    "action",
    "said_by",
    "said_by_id",
    "said_by_kind",
    "place",
    "date",
    "published",
    "source",
    "article",
    "title",
    "start",
    "quote",
];

/// Writes claims as a table with a head.
///
/// # Errors
/// If it cannot be written.
pub fn claim_table(page: &ClaimPage, delimiter: u8, out: impl Write) -> Result<(), csv::Error> {
    let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    table.write_record(COLUMNS)?;
    for claim in &page.rows {
        let row = ClaimShape::new(claim);
        let figure = &row.figure;
        let by = figure.said_by.as_ref();
        let some = |text: Option<&str>| text.unwrap_or_default().to_string();
        table.write_record([
            row.group.to_string(),
            figure.low.to_string(),
            figure.high.to_string(),
            figure.modifier.clone(),
            some(figure.unit.as_deref()),
            some(figure.of.as_deref()),
            figure.text.clone(),
            some(row.action.as_deref()),
            some(by.map(|by| by.text.as_str())),
            some(by.and_then(|by| by.id.as_deref())),
            some(by.map(|by| by.kind.as_str())),
            some(row.place.as_ref().map(|place| place.name.as_str())),
            some(row.date.as_ref().map(|date| date.value.as_str())),
            some(row.published),
            some(row.source),
            row.article.to_string(),
            row.title.to_string(),
            row.start.to_string(),
            row.quote.to_string(),
        ])?;
    }
    table.flush()?;
    Ok(())
}
