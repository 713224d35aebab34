//! The JSON shapes of texts and articles: paragraphs, tokens, pieces, with offsets in code points.

use serde::Serialize;
use utoipa::ToSchema;

use super::figures::FigureShape;
use crate::analysis::entity::Mention;
use crate::analysis::figure::DateFind;
use crate::analysis::{Analysis, Analyzer, TextAnalysis, Token, TokenKind};
use crate::document::{StoredArticle, StoredFigure, StoredMention};
use crate::search::Searcher;
use crate::search::entities::{Entities, NamedEntity};
use crate::server::openapi::LanguageShape;
use crate::text::{Language, Span};

/// What is found in a text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Analysis)]
pub struct AnalysisShape {
    pub paragraphs: Vec<ParagraphShape>,
    pub boilerplate: Vec<RangeShape>,
    /// Wire agencies that the text credits.
    pub agencies: Vec<String>,
    pub entities: Vec<MentionShape>,
    pub figures: Vec<FigureShape>,
    pub dates: Vec<DateShape>,
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

/// A date of a text.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Date)]
pub struct DateShape {
    pub start: usize,
    pub end: usize,
    /// As written.
    pub text: String,
    /// `2024-11-20`, `--11-20`, `2024-11` or `2024`.
    pub value: String,
}

/// What a text says beyond its words.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    pub mentions: &'a [Mention],
    pub figures: &'a [StoredFigure],
    pub dates: &'a [DateFind],
}

/// One place of a text that names a person, a place, an organisation or a thing.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Mention)]
pub struct MentionShape {
    pub start: usize,
    pub end: usize,
    /// As written.
    pub text: String,
    /// `PER`, `LOC`, `ORG`, `WEAPON` or `MISC`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The same for every spelling in either language.
    pub id: String,
    /// In the language of the paragraph.
    pub name: String,
    /// Whether a place stands for those who govern there (*Moskau sagte*); left out where it does not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub metonym: bool,
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
    /// Shapes the analysis of the text of an article, and what it names; its title is left out.
    pub fn new(text: &str, analysis: &Analysis, said: Said) -> AnalysisShape {
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
        let entities = said.mentions.iter().map(|mention| mention_shape(text, mention, &offsets)).collect();
        let figures = said.figures.iter().map(|figure| FigureShape::new(figure, text, &offsets)).collect();
        let dates = said.dates.iter().map(|date| date_shape(text, date, &offsets)).collect();
        AnalysisShape { paragraphs, boilerplate, agencies, entities, figures, dates, tokens }
    }
}

pub(super) fn date_shape(text: &str, date: &DateFind, offsets: &CodePoints) -> DateShape {
    let (start, end) = offsets.of(date.span);
    DateShape { start, end, text: text[date.span.range()].to_string(), value: date.value.clone() }
}

fn mention_shape(text: &str, mention: &Mention, offsets: &CodePoints) -> MentionShape {
    let (start, end) = offsets.of(mention.span);
    let (written, kind) = (text[mention.span.range()].to_string(), mention.kind.type_name());
    MentionShape {
        start,
        end,
        text: written,
        kind,
        id: mention.id.to_string(),
        name: mention.name.to_string(),
        metonym: mention.is_metonym,
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
pub(super) struct CodePoints {
    /// The byte at which each code point starts, and the end; empty for ASCII.
    starts: Vec<u32>,
}

impl CodePoints {
    pub(super) fn new(text: &str) -> CodePoints {
        if text.is_ascii() {
            return CodePoints { starts: Vec::new() };
        }
        let starts = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        CodePoints { starts }
    }

    pub(super) fn of(&self, span: Span) -> (usize, usize) {
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
    pub entities: Vec<MentionShape>,
    pub figures: Vec<FigureShape>,
    pub dates: Vec<DateShape>,
}

impl<'a> ArticleShape<'a> {
    /// Shapes a stored article.
    pub fn new(stored: &'a StoredArticle, searcher: &Searcher) -> ArticleShape<'a> {
        let article = &stored.article;
        let offsets = CodePoints::new(&article.text);
        let figures = searcher.named_figures(stored.figures.read().text);
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
            entities: stored_mentions(stored, &searcher.entities, &offsets),
            figures: figures.iter().map(|f| FigureShape::new(f, &article.text, &offsets)).collect(),
            dates: stored_dates(stored, &searcher.analyzer, &offsets),
        }
    }
}

/// Finds the dates of an article anew: they are no part of the index.
fn stored_dates(stored: &StoredArticle, analyzer: &Analyzer, offsets: &CodePoints) -> Vec<DateShape> {
    let text = &stored.article.text;
    let found = analyzer.dates_in(text, stored.own_paragraphs(), stored.published_day());
    found.iter().map(|date| date_shape(text, date, offsets)).collect()
}

fn stored_mentions(stored: &StoredArticle, entities: &Entities, offsets: &CodePoints) -> Vec<MentionShape> {
    let mentioned = stored.mentions.read();
    let named: Vec<NamedEntity> = mentioned.entities.iter().map(|entity| entities.named(entity)).collect();
    let language = stored.language().unwrap_or(Language::En);
    let shape = |mention: &StoredMention| {
        let (start, end) = offsets.of(mention.span);
        let entity = &named[mention.entity];
        let text = stored.article.text.get(mention.span.range()).unwrap_or_default().to_string();
        let (kind, id, name) = (entity.kind.type_name(), entity.id.clone(), entity.name(language).to_string());
        MentionShape { start, end, text, kind, id, name, metonym: false }
    };
    mentioned.text.iter().map(shape).collect()
}
