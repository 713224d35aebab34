//! The JSON shapes of every answer, for HTTP and for the command line. Offsets are Unicode code points, end exclusive.

mod analysis;
mod claims;
mod entities;
mod figures;

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::openapi::{FieldShape, LanguageShape, NoteShape};
use super::parameters::FACETS;
use crate::backend::{Facet, FacetCounts};
use crate::query::{Note, Query};
use crate::search::{Hit, Page, ScorePart, Snippet, SnippetField, TranslatedWord};
use crate::text::Language;

pub use analysis::{AnalysisShape, ArticleShape, ParagraphShape, RangeShape, Said, TokenShape};
pub use claims::{ClaimAnswer, ClaimGroupShape, ClaimShape, PlaceShape, claim_table};
pub use entities::{BothNames, EntityList, EntityShape};
pub use figures::{FigureShape, SpeakerShape};

/// The answer to a search.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchAnswer<'a> {
    pub query: QueryEcho<'a>,
    pub took_ms: f64,
    /// Grows with each rebuild.
    pub generation: u64,
    /// Grows with each change within a generation.
    pub commit: u64,
    pub total: Total,
    /// Whether time was up before everything was read: articles may be missing, in another order, or without snippets.
    pub partial: bool,
    pub hits: Vec<HitShape<'a>>,
    /// By name of the facet that was asked for.
    pub facets: BTreeMap<&'static str, Vec<FacetValue<'a>>>,
    /// The cursor of the next page, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The query as it was typed and as it was read.
#[derive(Debug, Serialize, ToSchema)]
pub struct QueryEcho<'a> {
    pub q: &'a str,
    pub read_as: String,
    #[schema(value_type = Vec<NoteShape>)]
    pub notes: &'a [Note],
    /// Words that were searched in the other language too.
    pub translations: Vec<TranslationShape<'a>>,
}

/// A word of the query, or a term of several, and what it was searched by in the other language.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Translation)]
pub struct TranslationShape<'a> {
    pub from: &'a str,
    /// The best first.
    pub to: Vec<TranslatedTermShape<'a>>,
}

/// A word or term of the other language; the best one of a word mostly weighs 1.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TranslatedTerm)]
pub struct TranslatedTermShape<'a> {
    pub term: &'a str,
    pub weight: f32,
}

/// How many articles match; `relation` is `eq` where the value is exact, `gte` where it is the least that it can be.
#[derive(Debug, Serialize, ToSchema)]
pub struct Total {
    pub value: u64,
    pub relation: &'static str,
}

/// How many matching articles have a value.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetValue<'a> {
    pub value: &'a str,
    pub count: u64,
    /// How the entity is called whose id the value is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<BothNames<'a>>,
    /// What the entity is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
}

/// Why a hit has its score, the largest part first; the shares add up to 1.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Explanation)]
pub struct ExplanationShape<'a> {
    pub score: f32,
    pub parts: Vec<PartShape<'a>>,
}

/// One part of a score: the word that was typed, and the term of a field that stands for it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Part)]
pub struct PartShape<'a> {
    pub word: &'a str,
    pub field: &'static str,
    pub term: &'a str,
    pub frequency: u32,
    pub weight: f32,
    pub score: f32,
    pub share: f32,
}

/// One article of an answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Hit)]
pub struct HitShape<'a> {
    pub id: &'a str,
    pub rank: usize,
    pub score: f32,
    pub url: Option<&'a str>,
    pub title: &'a str,
    pub source: Option<&'a str>,
    pub authors: &'a [String],
    /// Wire agencies that the text credits.
    pub agencies: &'a [String],
    #[schema(value_type = Option<LanguageShape>)]
    pub lang: Option<Language>,
    pub published: Option<&'a str>,
    pub snippets: Vec<SnippetShape<'a>>,
    /// Whom or what it names, those named most often first.
    pub entities: Vec<EntityShape<'a>>,
    /// In the order of the text.
    pub figures: Vec<FigureShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<ExplanationShape<'a>>,
}

/// A verbatim piece of an article; `html` is `text` escaped, with what matched in `<mark>`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Snippet)]
pub struct SnippetShape<'a> {
    #[schema(value_type = FieldShape)]
    pub field: SnippetField,
    pub text: &'a str,
    pub html: String,
    pub ranges: Vec<(usize, usize)>,
    #[schema(value_type = Option<LanguageShape>)]
    pub lang: Option<Language>,
}

impl<'a> SearchAnswer<'a> {
    /// Shapes a page for the query that was typed.
    pub fn new(typed: &'a str, page: &'a Page) -> SearchAnswer<'a> {
        let Page { query: Query { notes, .. }, .. } = page;
        let translations = page.translations.iter().map(TranslationShape::new).collect();
        SearchAnswer {
            query: QueryEcho { q: typed, read_as: page.query.to_string(), notes, translations },
            took_ms: (page.took_ms * 1e3).round() / 1e3,
            generation: page.generation,
            commit: page.commit_number,
            total: Total { value: page.total, relation: if page.is_total_exact { "eq" } else { "gte" } },
            partial: page.is_partial,
            hits: page.hits.iter().map(HitShape::new).collect(),
            facets: page
                .facets
                .iter()
                .map(|(facet, counts)| (facet_name(*facet), facet_values(counts, page)))
                .collect(),
            next: page.next.as_ref().map(ToString::to_string),
        }
    }
}

impl<'a> TranslationShape<'a> {
    fn new(word: &'a TranslatedWord) -> TranslationShape<'a> {
        let rounded = |weight: f32| (weight * 1e3).round() / 1e3;
        let to = word.to.iter().map(|term| TranslatedTermShape { term: &term.text, weight: rounded(term.weight) });
        TranslationShape { from: &word.from, to: to.collect() }
    }
}

impl<'a> HitShape<'a> {
    /// Shapes one hit.
    pub fn new(hit: &'a Hit) -> HitShape<'a> {
        let article = &hit.stored.article;
        let language = hit.stored.language().unwrap_or(Language::En);
        HitShape {
            id: &article.id,
            rank: hit.rank,
            score: hit.score,
            url: article.url.as_deref(),
            title: &article.title,
            source: article.source.as_deref(),
            authors: &article.authors,
            agencies: &hit.stored.agencies,
            lang: hit.stored.language(),
            published: article.published.as_ref().map(|published| published.text.as_str()),
            snippets: hit.snippets.iter().map(SnippetShape::new).collect(),
            entities: hit.entities.iter().map(|entity| EntityShape::new(entity, language)).collect(),
            figures: figures_of(hit),
            explanation: (!hit.explanation.is_empty()).then(|| ExplanationShape::new(hit)),
        }
    }
}

impl<'a> ExplanationShape<'a> {
    fn new(hit: &'a Hit) -> ExplanationShape<'a> {
        let part = |part: &'a ScorePart| PartShape {
            word: &part.word,
            field: part.field.name(),
            term: &part.term,
            frequency: part.frequency,
            weight: part.weight,
            score: part.score,
            share: part.share,
        };
        ExplanationShape { score: hit.score, parts: hit.explanation.iter().map(part).collect() }
    }
}

/// Returns the name by which a facet is asked for.
pub fn facet_name(facet: Facet) -> &'static str {
    FACETS.iter().find(|(_, known)| *known == facet).map_or("", |(name, _)| name)
}

fn facet_values<'a>(counts: &'a FacetCounts, page: &'a Page) -> Vec<FacetValue<'a>> {
    let shape = |(value, count): &'a (String, u64)| {
        let entity = page.facet_entities.get(value);
        let (name, kind) = (entity.map(BothNames::new), entity.map(|entity| entity.kind.type_name()));
        FacetValue { value, count: *count, name, kind }
    };
    counts.iter().map(shape).collect()
}

impl<'a> SnippetShape<'a> {
    fn new(snippet: &'a Snippet) -> SnippetShape<'a> {
        SnippetShape {
            field: snippet.field,
            text: &snippet.text,
            html: snippet.marked("<mark>", "</mark>", escape_html),
            ranges: snippet.ranges(),
            lang: snippet.language,
        }
    }
}

fn figures_of(hit: &Hit) -> Vec<FigureShape> {
    if hit.figures.is_empty() {
        return Vec::new();
    }
    let text = &hit.stored.article.text;
    let offsets = analysis::CodePoints::new(text);
    hit.figures.iter().map(|figure| FigureShape::new(figure, text, &offsets)).collect()
}

/// Escapes text for HTML content and attributes.
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
