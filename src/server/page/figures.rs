//! The figures of an article: places in its text, and the list beside it.

use super::frame::Link;
use super::messages::Ui;
use super::request::cut;
use crate::document::{StoredArticle, StoredFigure};
use crate::text::Span;

/// Figures that are listed before the rest is folded away.
const MAX_SHOWN: usize = 8;
/// Letters of a figure and of who states it.
const MAX_LETTERS: usize = 80;

/// The figures of an article.
pub struct Figures {
    /// In order, apart from each other.
    pub places: Vec<Span>,
    pub shown: Vec<FigureLink>,
    /// The rest, folded away.
    pub more: Vec<FigureLink>,
    pub more_text: String,
}

/// A figure in the list.
pub struct FigureLink {
    pub link: Link,
    pub lang: &'static str,
    pub speaker: Option<String>,
}

impl Figures {
    /// Takes the figures of an article; what is kept may be damaged, and is then passed over.
    pub fn new(stored: &StoredArticle, ui: Ui) -> Figures {
        let text = &stored.article.text;
        let (mut places, mut shown): (Vec<Span>, Vec<FigureLink>) = (Vec::new(), Vec::new());
        for figure in stored.figures.read().text.iter().filter(|figure| figure.kind != "ordinal") {
            let end = places.last().map_or(0, |last| last.end);
            if figure.span.start < end || figure.span.is_empty() || text.get(figure.span.range()).is_none() {
                continue;
            }
            places.push(figure.span);
            shown.push(link(stored, figure));
        }
        let more = shown.split_off(MAX_SHOWN.min(shown.len()));
        let more_text = ui.count("article.figures.more", more.len() as u64);
        Figures { places, shown, more, more_text }
    }
}

fn link(stored: &StoredArticle, figure: &StoredFigure) -> FigureLink {
    let written = |span: Span| cut(stored.article.text.get(span.range()).unwrap_or_default(), MAX_LETTERS);
    let paragraph = stored.paragraphs.iter().find(|(span, _)| span.contains(figure.span));
    FigureLink {
        link: Link { href: format!("#f{}", figure.span.start), text: written(figure.span) },
        lang: super::marked::lang_code(paragraph.and_then(|(_, language)| *language)),
        speaker: figure.said_by.as_ref().map(|by| written(by.span)),
    }
}
