//! The JSON shapes of every answer, for HTTP and for the command line. Offsets are Unicode code points, end exclusive.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::openapi::{FieldShape, LanguageShape, NoteShape};
use super::parameters::FACETS;
use crate::analysis::{Analysis, TextAnalysis, Token, TokenKind};
use crate::backend::{Facet, FacetCounts};
use crate::document::StoredArticle;
use crate::query::{Note, Query};
use crate::search::{Hit, Page, ScorePart, Snippet, SnippetField, TranslatedWord};
use crate::text::{Language, Span};

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
    pub to: Vec<TranslatedTerm<'a>>,
}

/// A word or term of the other language; the best one of a word mostly weighs 1.
#[derive(Debug, Serialize, ToSchema)]
pub struct TranslatedTerm<'a> {
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
    #[schema(value_type = Vec<Object>)]
    pub entities: [(); 0],
    #[schema(value_type = Vec<Object>)]
    pub figures: [(); 0],
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
            facets: page.facets.iter().map(|(facet, counts)| (facet_name(*facet), facet_values(counts))).collect(),
            next: page.next.as_ref().map(ToString::to_string),
        }
    }
}

impl<'a> TranslationShape<'a> {
    fn new(word: &'a TranslatedWord) -> TranslationShape<'a> {
        let to = word.to.iter().map(|(term, weight)| TranslatedTerm { term, weight: (weight * 1e3).round() / 1e3 });
        TranslationShape { from: &word.from, to: to.collect() }
    }
}

impl<'a> HitShape<'a> {
    /// Shapes one hit.
    pub fn new(hit: &'a Hit) -> HitShape<'a> {
        let article = &hit.stored.article;
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
            entities: [],
            figures: [],
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

fn facet_values(counts: &FacetCounts) -> Vec<FacetValue<'_>> {
    counts.iter().map(|(value, count)| FacetValue { value, count: *count }).collect()
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

/// What is found in a text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Analysis)]
pub struct AnalysisShape {
    pub paragraphs: Vec<ParagraphShape>,
    pub boilerplate: Vec<RangeShape>,
    /// Wire agencies that the text credits.
    pub agencies: Vec<String>,
    #[schema(value_type = Vec<Object>)]
    pub entities: [(); 0],
    #[schema(value_type = Vec<Object>)]
    pub figures: [(); 0],
    #[schema(value_type = Vec<Object>)]
    pub dates: [(); 0],
    pub tokens: Vec<TokenShape>,
}

/// A paragraph with its language; `null` is a third one.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Paragraph)]
pub struct ParagraphShape {
    pub start: usize,
    pub end: usize,
    #[schema(value_type = Option<LanguageShape>)]
    pub lang: Option<Language>,
}

/// A piece of a text.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Range)]
pub struct RangeShape {
    pub start: usize,
    pub end: usize,
}

/// One term at one place; terms of one word share its position.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Token)]
pub struct TokenShape {
    pub start: usize,
    pub end: usize,
    pub position: u32,
    pub kind: &'static str,
    pub term: String,
    #[schema(value_type = Option<LanguageShape>)]
    pub lang: Option<Language>,
}

impl AnalysisShape {
    /// Shapes the analysis of the text of an article; its title is left out.
    pub fn new(text: &str, analysis: &Analysis) -> AnalysisShape {
        let TextAnalysis { paragraphs, tokens } = &analysis.text;
        let offsets = CodePoints::new(text);
        let boilerplate = offsets.ranges(&analysis.boilerplate);
        let agencies = analysis.agencies.clone();
        let paragraphs = paragraphs.iter().map(|paragraph| {
            let (start, end) = offsets.of(paragraph.span);
            ParagraphShape { start, end, lang: paragraph.language }
        });
        let tokens = tokens.iter().flat_map(|token| token_shapes(token, &offsets));
        let (paragraphs, tokens) = (paragraphs.collect(), tokens.collect());
        AnalysisShape { paragraphs, boilerplate, agencies, entities: [], figures: [], dates: [], tokens }
    }
}

/// The whole word first, then its parts; a stop word shows the term of its exact field.
fn token_shapes(token: &Token, offsets: &CodePoints) -> Vec<TokenShape> {
    let shape = |span: Span, kind, term: &str| {
        let (start, end) = offsets.of(span);
        TokenShape { start, end, position: token.position, kind, term: term.to_string(), lang: token.language }
    };
    let kind = match (token.kind, &token.form.term) {
        (TokenKind::Number, _) => "number",
        (TokenKind::Compound, _) => "compound",
        (TokenKind::Word, None) if token.language.is_some() => "stop",
        (TokenKind::Word, _) => "word",
    };
    let mut shapes = vec![shape(token.span, kind, token.form.term.as_ref().unwrap_or(&token.form.exact))];
    for part in &token.form.parts {
        let start = token.span.start as usize;
        let span = Span::new(start + part.start as usize, start + part.end as usize);
        shapes.push(shape(span, "part", &part.term));
    }
    shapes
}

/// From bytes of a text to its code points.
struct CodePoints {
    /// The byte at which each code point starts, and the end; empty for ASCII.
    starts: Vec<u32>,
}

impl CodePoints {
    fn new(text: &str) -> CodePoints {
        if text.is_ascii() {
            return CodePoints { starts: Vec::new() };
        }
        let starts = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        CodePoints { starts }
    }

    fn of(&self, span: Span) -> (usize, usize) {
        let code_point = |byte: u32| match self.starts.as_slice() {
            [] => byte as usize,
            starts => starts.partition_point(|&start| start < byte),
        };
        (code_point(span.start), code_point(span.end))
    }

    fn ranges(&self, spans: &[Span]) -> Vec<RangeShape> {
        let range = |span: &Span| {
            let (start, end) = self.of(*span);
            RangeShape { start, end }
        };
        spans.iter().map(range).collect()
    }
}

/// One article as it is kept, with its analysis.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Article)]
pub struct ArticleShape<'a> {
    pub id: &'a str,
    pub url: Option<&'a str>,
    pub title: &'a str,
    pub source: Option<&'a str>,
    pub authors: &'a [String],
    /// Wire agencies that the text credits.
    pub agencies: &'a [String],
    #[schema(value_type = Option<LanguageShape>)]
    pub lang: Option<Language>,
    pub published: Option<&'a str>,
    pub text: &'a str,
    pub paragraphs: Vec<ParagraphShape>,
    pub boilerplate: Vec<RangeShape>,
    #[schema(value_type = Vec<Object>)]
    pub entities: [(); 0],
    #[schema(value_type = Vec<Object>)]
    pub figures: [(); 0],
    #[schema(value_type = Vec<Object>)]
    pub dates: [(); 0],
}

impl<'a> ArticleShape<'a> {
    /// Shapes a stored article.
    pub fn new(stored: &'a StoredArticle) -> ArticleShape<'a> {
        let article = &stored.article;
        let offsets = CodePoints::new(&article.text);
        let paragraphs = stored.paragraphs.iter().map(|&(span, lang)| {
            let (start, end) = offsets.of(span);
            ParagraphShape { start, end, lang }
        });
        ArticleShape {
            id: &article.id,
            url: article.url.as_deref(),
            title: &article.title,
            source: article.source.as_deref(),
            authors: &article.authors,
            agencies: &stored.agencies,
            lang: stored.language(),
            published: article.published.as_ref().map(|published| published.text.as_str()),
            text: &article.text,
            paragraphs: paragraphs.collect(),
            boilerplate: offsets.ranges(&stored.boilerplate),
            entities: [],
            figures: [],
            dates: [],
        }
    }
}
