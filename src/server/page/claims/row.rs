//! One claim as a row of the table.

use super::{action_name, speaker_name};
use crate::query::DateRange;
use crate::search::Claim;
use crate::server::page::asked::{Asked, entity_url};
use crate::server::page::frame::Link;
use crate::server::page::marked::{MarkedText, lang_code};
use crate::server::page::messages::Ui;
use crate::server::page::request::cut;
use crate::text::Span;

/// Letters of names and titles in a row.
const MAX_NAME_LETTERS: usize = 120;
/// Bytes of a quote on either side of its figure.
const MAX_QUOTE_BYTES: u32 = 300;

/// A claim.
pub struct Row {
    /// The figure as written, which leads to its place in the article.
    pub figure: Link,
    pub lang: &'static str,
    pub action: Option<String>,
    /// Who says so, and his page.
    pub speaker: Option<String>,
    pub speaker_href: Option<String>,
    pub place: Option<Link>,
    /// When it happened, as the sentence says.
    pub when: Option<String>,
    pub quote: MarkedText,
    pub source: Option<String>,
    /// The day it was published, for programs and in words.
    pub published: Option<(String, String)>,
    pub title: String,
}

impl Row {
    /// Shapes a claim for the query that it was found by.
    pub fn new(claim: &Claim, asked: &Asked, ui: Ui) -> Row {
        let article = &claim.stored.article;
        let written = article.text.get(claim.figure.span.range()).unwrap_or_default();
        let published = article.published.as_ref().and_then(|published| {
            let day = published.text.get(..10)?;
            Some((day.to_string(), ui.day(day.parse().ok()?)))
        });
        let name = |name: &str| cut(name, MAX_NAME_LETTERS);
        Row {
            figure: Link { href: href(claim, asked), text: written.to_string() },
            lang: lang_code(claim.language),
            action: claim.figure.action.as_deref().map(|action| action_name(action, ui)),
            speaker: speaker_name(claim, ui),
            speaker_href: claim.speaker.as_ref().map(|speaker| entity_url(&speaker.id)),
            place: claim
                .place
                .as_ref()
                .map(|place| Link { href: entity_url(&place.id), text: name(place.name(ui.language)) }),
            when: claim.date.as_ref().map(|date| when(&date.value, ui)),
            quote: quote(claim),
            source: article.source.as_deref().map(name),
            published,
            title: if article.title.trim().is_empty() {
                ui.t("hit.untitled").to_string()
            } else {
                name(&article.title)
            },
        }
    }
}

/// Returns a day or month in words.
fn when(value: &str, ui: Ui) -> String {
    DateRange::parse(value).map_or_else(|| value.to_string(), |range| ui.range(&range))
}

/// Returns the address of a figure in its article.
pub fn href(claim: &Claim, asked: &Asked) -> String {
    format!("{}#f{}", asked.article_url(&claim.stored.article.id), claim.figure.span.start)
}

/// Returns the sentence with its figure marked; of a very long one what stands around the figure.
fn quote(claim: &Claim) -> MarkedText {
    let (text, figure) = (&claim.stored.article.text, claim.figure.span);
    let mut shown = claim.quote;
    if figure.start.saturating_sub(shown.start) > MAX_QUOTE_BYTES {
        shown.start = text.floor_char_boundary((figure.start - MAX_QUOTE_BYTES) as usize) as u32;
    }
    if shown.end.saturating_sub(figure.end) > MAX_QUOTE_BYTES {
        shown.end = text.floor_char_boundary((figure.end + MAX_QUOTE_BYTES) as usize) as u32;
    }
    MarkedText::quote(text, Span { start: shown.start, end: shown.end }, figure, shown != claim.quote)
}
