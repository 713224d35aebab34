//! Which term goes into which field: an article and its analysis become a [`Document`].
//!
//! A document is what a backend indexes. Its terms travel as *term streams*: text in which positions are separated
//! by a space, terms at one position by `|`, and a position without a term is `_`
//! (`die bundesregier|bund|regier _ warnt`). One plain tokenizer reads that in every backend.

mod fields;
mod figures;
mod mentions;
mod names;
mod stream;
mod words;

use serde::{Deserialize, Serialize};

use crate::analysis::entity::{ArticleMentions, Mention};
use crate::analysis::figure::{ArticleFigures, Date, Figure, Tables};
use crate::analysis::{Analysis, TextAnalysis, Token, TokenKind};
use crate::ingest::Article;
use crate::text::{Language, Span};

pub use fields::TermField;
pub use figures::{
    ANY_THING, FigureTable, StoredFigure, StoredFigures, action_key, stem_key, stem_keys, StoredSpeaker, meant, next_down, next_up, numbers_of, other_term, point_term,
    range_prefix, range_term, said_term, thing_key,
};
pub use mentions::{MentionTable, Mentioned, MentionedEntity, StoredMention};
pub use names::KEY_END;
pub use stream::{HOLE, SAME_POSITION, TermStream, stream_tokens};
pub use words::{WordReader, WordTable};

/// What a backend writes for one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub id: String,
    pub content_hash: String,
    /// Term streams; a field without terms is left out.
    pub terms: Vec<(TermField, String)>,
    /// Positions between paragraphs, in order: the first lies behind the title (-1 without one), then one behind each
    /// paragraph of the text that holds words but the last.
    pub breaks: Vec<i64>,
    /// Languages of the paragraphs, each once, in order of [`Language::ALL`].
    pub languages: Vec<Language>,
    /// The publishing source, and the wire agencies that the text credits; each once.
    pub sources: Vec<String>,
    /// Ids of the entities that title and text name, each once.
    pub mentioned: Vec<String>,
    /// Seconds since 1970, UTC.
    pub published_s: Option<i64>,
    /// Not to be found before this time, in seconds since 1970, UTC.
    pub embargo_s: Option<i64>,
    pub stored: StoredArticle,
}

/// What comes back with a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredArticle {
    pub article: Article,
    pub title_language: Option<Language>,
    /// Paragraphs of the text.
    pub paragraphs: Vec<(Span, Option<Language>)>,
    /// What of the text is page furniture: searched, but never shown in a snippet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boilerplate: Vec<Span>,
    /// Canonical names of the wire agencies that the text credits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agencies: Vec<String>,
    /// Where its words stand; kept beside all else, and no part of its JSON.
    #[serde(skip)]
    pub words: WordTable,
    /// Whom it names; kept as the words are.
    #[serde(skip)]
    pub mentions: MentionTable,
    /// Its figures; likewise.
    #[serde(skip)]
    pub figures: FigureTable,
}

impl StoredArticle {
    /// Reads the words of the title.
    pub fn title_words(&self) -> WordReader<'_> {
        self.words.of_title(&self.article.title)
    }

    /// Reads the words of the text.
    pub fn text_words(&self) -> WordReader<'_> {
        self.words.of_text(&self.article.text)
    }

    /// Returns the paragraphs of the text without boilerplate, those of nothing else left out.
    pub fn own_paragraphs(&self) -> impl Iterator<Item = (Span, Option<Language>)> {
        self.paragraphs.iter().filter_map(|&(paragraph, language)| {
            let mut own = paragraph;
            let first = self.boilerplate.partition_point(|boilerplate| boilerplate.end <= paragraph.start);
            let of_paragraph = self.boilerplate[first..].iter().take_while(|found| found.start < paragraph.end);
            for boilerplate in of_paragraph {
                match boilerplate.start <= own.start {
                    true => own.start = boilerplate.end.min(own.end),
                    false => own.end = boilerplate.start,
                }
            }
            let holds_text = !own.is_empty() && !self.article.text[own.range()].trim().is_empty();
            holds_text.then_some((own, language))
        })
    }

    /// Returns the day on which it was published, UTC.
    pub fn published_day(&self) -> Option<Date> {
        self.article.published.as_ref().and_then(|published| Date::parse(&published.text))
    }

    /// Returns the language of most of the text (in bytes); of the title where no paragraph has one.
    pub fn language(&self) -> Option<Language> {
        let bytes_of = |language| -> usize {
            self.paragraphs.iter().filter(|(_, l)| *l == Some(language)).map(|(span, _)| span.len_bytes()).sum()
        };
        let (de, en) = (bytes_of(Language::De), bytes_of(Language::En));
        match de.cmp(&en) {
            std::cmp::Ordering::Greater => Some(Language::De),
            std::cmp::Ordering::Less => Some(Language::En),
            std::cmp::Ordering::Equal => self.title_language,
        }
    }
}

/// What an article says beyond its words.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub mentions: &'a ArticleMentions,
    pub figures: &'a ArticleFigures,
    /// By which the figures were read.
    pub tables: &'a Tables,
}

/// Builds the document of an article from its analysis and from what it says.
pub fn document(article: Article, analysis: &Analysis, said: Said) -> Document {
    let Said { mentions, figures, tables } = said;
    let mut streams = Streams::default();
    streams.add(&analysis.title, |_| LEAD_TIERS[0].1);
    let text_start = analysis.text.tokens.first().map_or(0, |token| token.position);
    streams.add(&analysis.text, |position| lead_weight(position - text_start));
    streams.add_mentions(&analysis.title, &mentions.title);
    streams.add_mentions(&analysis.text, &mentions.text);
    let figures = StoredFigures {
        title: kept_figures(&analysis.title, &figures.title, tables),
        text: kept_figures(&analysis.text, &figures.text, tables),
    };
    streams.add_figures(&analysis.title, &figures.title, tables);
    streams.add_figures(&analysis.text, &figures.text, tables);
    let figures = FigureTable::new(&figures);
    let (mentions, mentioned) = (MentionTable::new(mentions), mentions::each_once(mentions));
    let title_language = analysis.title.paragraphs.first().and_then(|paragraph| paragraph.language);
    let paragraphs: Vec<_> = analysis.text.paragraphs.iter().map(|p| (p.span, p.language)).collect();
    let has = |language| paragraphs.iter().any(|(_, l)| *l == Some(language)) || title_language == Some(language);
    let agencies = analysis.agencies.iter().filter(|agency| article.source.as_ref() != Some(agency));
    let sources = article.source.iter().chain(agencies).cloned().collect();
    let (boilerplate, agencies) = (analysis.boilerplate.clone(), analysis.agencies.clone());
    let words = WordTable::new(analysis);
    let mut terms = streams.finish();
    let names = names::names(analysis);
    if !names.is_empty() {
        terms.push((TermField::Name, names));
    }
    Document {
        id: article.id.clone(),
        content_hash: article.content_hash(),
        terms,
        breaks: breaks(analysis),
        languages: Language::ALL.into_iter().filter(|&language| has(language)).collect(),
        sources,
        mentioned,
        published_s: article.published.as_ref().map(|published| published.unix_s),
        embargo_s: article.embargo.as_ref().map(|until| until.unix_s),
        stored: StoredArticle { article, title_language, paragraphs, boilerplate, agencies, words, mentions, figures },
    }
}

fn breaks(analysis: &Analysis) -> Vec<i64> {
    let behind = |token: &Token| i64::from(token.position) + 1;
    let has_title = !analysis.title.paragraphs.is_empty();
    let behind_title = analysis.title.tokens.last().map_or(0, behind);
    let mut breaks = vec![if has_title { behind_title } else { -1 }];
    let neighbors = analysis.text.tokens.windows(2);
    breaks.extend(neighbors.filter(|pair| i64::from(pair[1].position) > behind(&pair[0])).map(|pair| behind(&pair[0])));
    breaks
}

/// Words of the text that count as its lead: up to which position, and how often a term is written there.
///
/// News puts its matter first. With a weight of one half per writing an occurrence counts 2.5, 2, 1.5 and then 1;
/// steps like these or a smooth decay gain alike, a single step loses (`ARCHITECTURE.md`, Ranking).
const LEAD_TIERS: [(u32, usize); 3] = [(10, 3), (25, 2), (50, 1)];

fn lead_weight(position: u32) -> usize {
    LEAD_TIERS.iter().find(|(end, _)| position < *end).map_or(0, |(_, weight)| *weight)
}

fn words_of(text: &TextAnalysis) -> Vec<&Token> {
    text.tokens.iter().filter(|token| token.kind != TokenKind::Compound).collect()
}

fn kept_figures(text: &TextAnalysis, figures: &[Figure], tables: &Tables) -> Vec<StoredFigure> {
    let words = words_of(text);
    let stems = |span: Span| {
        let last = words.partition_point(|token| token.span.start < span.end).checked_sub(1).map(|last| words[last]);
        last.map_or_else(Vec::new, |token| figures::stem_keys(token.language, &token.form))
    };
    figures.iter().map(|figure| StoredFigure::new(figure, tables, stems)).collect()
}

/// Returns the position of the word in which a span begins.
fn position_of(words: &[&Token], span: Span) -> Option<u32> {
    let behind = words.partition_point(|token| token.span.start <= span.start);
    behind.checked_sub(1).map(|at| words[at].position)
}

#[derive(Default)]
struct Streams([TermStream; TermField::ALL.len()]);

impl Streams {
    /// Adds the tokens of a text; `lead` says how often the term at a position goes into the lead field.
    fn add(&mut self, text: &TextAnalysis, lead: impl Fn(u32) -> usize) {
        for token in &text.tokens {
            let (position, form) = (token.position, &token.form);
            self.push(TermField::Exact, position, &form.exact);
            let Some(language) = token.language else {
                self.push(TermField::Other, position, &form.exact);
                continue;
            };
            let Some(term) = &form.term else { continue };
            if token.kind == TokenKind::Compound {
                // Beside its words, a compound must not count as one more word of the article.
                self.push(TermField::compound(language), position, term);
                continue;
            }
            self.push(TermField::text(language), position, term);
            for _ in 0..lead(position) {
                self.push(TermField::lead(language), position, term);
            }
            for part in &form.parts {
                self.push(TermField::compound(language), position, &part.term);
            }
        }
    }

    /// Adds the id of each mention at the position of its first word.
    fn add_mentions(&mut self, text: &TextAnalysis, mentions: &[Mention]) {
        let words = words_of(text);
        for mention in mentions {
            if let Some(position) = position_of(&words, mention.span) {
                self.push(TermField::Entity, position, &mention.id);
            }
        }
    }

    /// Adds the terms of each figure at the position of its first word.
    fn add_figures(&mut self, text: &TextAnalysis, figures: &[StoredFigure], tables: &Tables) {
        let words = words_of(text);
        for figure in figures {
            if let Some(position) = position_of(&words, figure.span) {
                figures::terms(figure, tables).iter().for_each(|term| self.push(TermField::Figure, position, term));
            }
        }
    }

    fn push(&mut self, field: TermField, position: u32, term: &str) {
        self.0[field as usize].push(position, term);
    }

    fn finish(self) -> Vec<(TermField, String)> {
        let streams = TermField::ALL.into_iter().zip(self.0.map(TermStream::finish));
        streams.filter(|(_, stream)| !stream.is_empty()).collect()
    }
}
