//! The list of results: what was found, how the query was read, and what narrows it.

use askama::Template;
use warp::reply::Response;

use super::asked::{Asked, ClaimsAsked, PAGE_HITS};
use super::frame::{Frame, Link};
use super::histogram::{Histogram, histogram};
use super::hit::HitView;
use super::messages::Ui;
use super::named::{EntityNames, GROUPS};
use super::narrow::{self, Chip, Choice, Folded};
use super::notes;
use super::nothing::{self, Advice};
use super::pages::{Pages, last_page, pages};
use super::request::{MAX_PAGE_QUERY_BYTES, PageRequest, cut};
use super::translations::Translations;
use crate::backend::{Facet, FacetCounts, Order};
use crate::query::{Syntax, parse};
use crate::search::{Page, Request, SearchError, Searcher};
use crate::server::problem::Problem;

/// Letters of a query shown in headings, and of how it was read: who writes more shall not push away the results.
pub const MAX_SHOWN_LETTERS: usize = 120;
const MAX_READ_LETTERS: usize = 300;

#[derive(Template)]
#[template(path = "results.html", config = "src/server/page/askama.toml")]
struct Results {
    frame: Frame,
    ui: Ui,
    heading: String,
    count: String,
    took: String,
    notes: Vec<String>,
    read_as: Option<String>,
    translations: Option<Translations>,
    chips: Vec<Chip>,
    reset: String,
    orders: Vec<OrderLink>,
    hits: Vec<HitView>,
    first_rank: usize,
    languages: Vec<Choice>,
    /// Sources and entities to narrow by.
    lists: Vec<Folded>,
    histogram: Option<Histogram>,
    pages: Option<Pages>,
    advice: Option<Advice>,
    /// This page, and the claims of the articles.
    here: String,
    claims: String,
}

/// One order to choose.
pub struct OrderLink {
    pub link: Link,
    pub is_current: bool,
}

/// Makes the list of results.
///
/// # Errors
/// A query that is too long, and an index that cannot be read.
pub fn page(searcher: &Searcher, request: &PageRequest) -> Result<Response, Problem> {
    if request.asked.q.len() > MAX_PAGE_QUERY_BYTES {
        return Err(Problem::bad_request("the query is too long"));
    }
    let ui = request.ui;
    let (asked, found, is_moved) = search(searcher, &request.asked).map_err(Problem::internal)?;
    let mut notes = request.ignored.clone();
    if is_moved {
        notes.push(ui.fill("ignored.last", &[("value", &ui.number(request.asked.page as u64))]));
    }
    notes.extend(notes::sentences(&found.query.notes, ui));
    let advice = match found.total {
        0 => Some(nothing::advice(searcher, &asked, ui).map_err(Problem::internal)?),
        _ => None,
    };
    let shown_q = cut(asked.q.trim(), MAX_SHOWN_LETTERS);
    let name = if shown_q.is_empty() { ui.t("results.all") } else { &shown_q };
    let counts = |wanted: Facet| counts_of(&found, wanted);
    let names = EntityNames::of(searcher, &found, &asked).map_err(Problem::internal)?;
    let lists = lists(&found, &asked, &names, ui);
    let results = Results {
        frame: Frame { api: Some(asked.api_url()), ..Frame::new(request, ui.fill("results.title", &[("q", name)])) },
        ui,
        heading: if shown_q.is_empty() { name.to_string() } else { ui.fill("results.heading", &[("q", &shown_q)]) },
        count: count(&found, ui),
        took: ui.fill("results.took", &[("ms", &ui.decimal(found.took_ms))]),
        notes,
        read_as: read_as(&asked.q),
        translations: Translations::new(&found, &asked, ui),
        chips: narrow::chips(&asked, &names, ui),
        reset: asked.without_filters().results_url(),
        orders: orders(&asked, ui),
        hits: found.hits.iter().map(|hit| HitView::new(hit, &asked, 2, ui)).collect(),
        first_rank: (asked.page - 1) * PAGE_HITS + 1,
        languages: narrow::languages(counts(Facet::Language), &asked, ui),
        lists,
        histogram: histogram(counts(Facet::Day), &asked, ui),
        pages: pages(found.total, &asked, ui),
        advice,
        here: asked.results_url(),
        claims: asked.with(|_| {}).claims_url(&ClaimsAsked::default()),
    };
    super::html(request, &results)
}

/// Finds the page that is asked for, or the last one before it; tells whether it is another one.
fn search(searcher: &Searcher, asked: &Asked) -> Result<(Asked, Page, bool), SearchError> {
    let found = searcher.search(&search_request(asked))?;
    if !found.hits.is_empty() || found.total == 0 || asked.page == 1 {
        return Ok((asked.clone(), found, false));
    }
    let last = asked.with(|asked| asked.page = last_page(found.total));
    let found = searcher.search(&search_request(&last))?;
    Ok((last, found, true))
}

/// Returns what a list of results asks of the search.
pub fn search_request(asked: &Asked) -> Request {
    Request {
        limit: PAGE_HITS,
        offset: (asked.page - 1) * PAGE_HITS,
        order: asked.effective_order(),
        time_limit: asked.time_limit,
        is_translated: !asked.is_untranslated,
        has_spellings: !asked.has_exact_names,
        filters: asked.filters(),
        facets: [Facet::Language, Facet::Source, Facet::Day].into_iter().chain(GROUPS.map(Facet::Entity)).collect(),
        ..Request::new(&asked.q)
    }
}

/// Returns the sources and entities of the results, those lists that hold something.
fn lists(found: &Page, asked: &Asked, names: &EntityNames, ui: Ui) -> Vec<Folded> {
    let sources = narrow::sources(counts_of(found, Facet::Source), asked, ui);
    let entities =
        GROUPS.map(|group| narrow::entities(group, counts_of(found, Facet::Entity(group)), (asked, names), ui));
    std::iter::once(sources).chain(entities).filter(|list| !list.shown.is_empty()).collect()
}

/// Returns the counts of a facet; none where it was not asked for.
pub fn counts_of(found: &Page, wanted: Facet) -> &FacetCounts {
    static NONE: FacetCounts = Vec::new();
    found.facets.iter().find(|(facet, _)| *facet == wanted).map_or(&NONE, |(_, counts)| counts)
}

fn count(found: &Page, ui: Ui) -> String {
    match (found.total, found.is_total_exact) {
        (0, _) => ui.t("results.none").to_string(),
        (n, true) => ui.count("results.exact", n),
        (n, false) => ui.count("results.atleast", n),
    }
}

/// Returns how a query was read, where that is more than spaces away from what was typed.
fn read_as(q: &str) -> Option<String> {
    let read = parse(q, Syntax::Query).to_string();
    let differs = !read.is_empty() && !read.split_whitespace().eq(q.split_whitespace());
    differs.then(|| cut(&read, MAX_READ_LETTERS))
}

fn orders(asked: &Asked, ui: Ui) -> Vec<OrderLink> {
    let orders = [
        (Order::Relevance, ui.t("sort.relevance")),
        (Order::Newest, ui.t("sort.newest")),
        (Order::Oldest, ui.t("sort.oldest")),
    ];
    // Without words all articles are equally relevant.
    let n_skipped = usize::from(asked.q.trim().is_empty());
    let link = |(order, text): (Order, &str)| {
        let href = asked.with(|asked| asked.order = Some(order)).results_url();
        OrderLink { link: Link { href, text: text.to_string() }, is_current: order == asked.effective_order() }
    };
    orders.into_iter().skip(n_skipped).map(link).collect()
}
