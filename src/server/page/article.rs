//! One article to read, with every place that a query matches, and whom it names.

use askama::Template;
use warp::reply::Response;

use super::facts::Facts;
use super::figures::Figures;
use super::frame::Frame;
use super::marked::{MarkedText, Numbered, lang_code};
use super::mentions::Mentions;
use super::messages::Ui;
use super::named::NamedGroup;
use super::request::{MAX_PAGE_QUERY_BYTES, PageRequest, cut};
use super::results::search_request;
use crate::search::{MarkedArticle, Searcher};
use crate::server::problem::Problem;
use crate::text::Span;

/// Links to single marks at most; with more, a reader goes from one to the next.
const MAX_JUMPS: usize = 20;
/// Letters of a title in the tab of the browser.
const MAX_TITLE_LETTERS: usize = 120;

#[derive(Template)]
#[template(path = "article.html", config = "src/server/page/askama.toml")]
struct ArticlePage {
    frame: Frame,
    ui: Ui,
    /// The list of results that led here.
    back: Option<String>,
    title: MarkedText,
    lang: &'static str,
    facts: Facts,
    paragraphs: Vec<Paragraph>,
    has_boilerplate: bool,
    /// Whom and what it names.
    named: Vec<NamedGroup>,
    figures: Figures,
    /// With a query: what it matches.
    marks: Option<Marks>,
}

/// A paragraph to read.
struct Paragraph {
    lang: &'static str,
    html: MarkedText,
}

/// What a query matches in the article.
struct Marks {
    text: String,
    jumps: Vec<Jump>,
    is_cut: bool,
}

/// A link to a mark.
struct Jump {
    number: usize,
    label: String,
}

/// Makes the page of an article.
///
/// # Errors
/// If there is no such article, and if the index cannot be read.
pub fn page(searcher: &Searcher, request: &PageRequest, id: &str) -> Result<Response, Problem> {
    let (ui, asked) = (request.ui, &request.asked);
    let has_words = !asked.q.trim().is_empty() && asked.q.len() <= MAX_PAGE_QUERY_BYTES;
    let mut wanted = search_request(asked);
    if !has_words {
        wanted.text.clear();
    }
    let has_marks = has_words || !asked.entities.is_empty();
    let found = searcher.marked(&wanted, id).map_err(Problem::internal)?;
    let found = found.ok_or_else(|| Problem::not_found("no such article"))?;
    let stored = &found.stored;
    let title = stored.article.title.trim();
    let mentions = Mentions::new(stored.mentions.read());
    let figures = Figures::new(stored, ui);
    let shown_title = if title.is_empty() { ui.t("hit.untitled") } else { title };
    let page = ArticlePage {
        frame: Frame::new(request, ui.fill("results.title", &[("q", &cut(shown_title, MAX_TITLE_LETTERS))])),
        ui,
        back: (!asked.is_empty()).then(|| asked.results_url()),
        title: match title.is_empty() {
            true => MarkedText::plain(shown_title),
            false => marked_title(&found, &mentions),
        },
        lang: lang_code(stored.title_language),
        facts: Facts::new(stored, ui),
        paragraphs: paragraphs(&found, &mentions, &figures),
        named: mentions.groups(&searcher.entities, ui),
        figures,
        has_boilerplate: !stored.boilerplate.is_empty(),
        marks: has_marks.then(|| marks(&found, ui)),
    };
    super::html(request, &page)
}

fn marked_title(found: &MarkedArticle, mentions: &Mentions) -> MarkedText {
    let title = &found.stored.article.title;
    let links = mentions.in_title(title);
    Numbered::new(title, &found.title, &[], 0).with_links(&links).piece(Span::new(0, title.len()))
}

fn paragraphs(found: &MarkedArticle, mentions: &Mentions, figures: &Figures) -> Vec<Paragraph> {
    let stored = &found.stored;
    let text = &stored.article.text;
    let links = mentions.in_text(text);
    let mut numbered = Numbered::new(text, &found.text, &stored.boilerplate, found.title.len())
        .with_links(&links)
        .with_figures(&figures.places);
    let paragraphs = stored.paragraphs.iter();
    paragraphs.map(|&(span, language)| Paragraph { lang: lang_code(language), html: numbered.piece(span) }).collect()
}

fn marks(found: &MarkedArticle, ui: Ui) -> Marks {
    let n = found.title.len() + found.text.len();
    let text = match n {
        0 => ui.t("article.marks.none").to_string(),
        n => ui.count("article.marks", n as u64),
    };
    let jump = |number| Jump { number, label: ui.fill("article.mark", &[("n", &ui.number(number as u64))]) };
    Marks { text, jumps: (1..=n.min(MAX_JUMPS)).map(jump).collect(), is_cut: found.is_cut }
}
