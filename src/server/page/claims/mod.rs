//! Claims: who says how many. What they are about, a chart of the numbers over time, and a table that leads to each quote.

mod chart;
mod drawing;
mod group;
mod row;

use askama::Template;
use warp::reply::Response;

use super::asked::{Asked, ClaimsAsked};
use super::frame::{Frame, Link};
use super::home::{Example, claim_examples};
use super::messages::Ui;
use super::notes;
use super::pages::{Pages, pages_of};
use super::request::{MAX_PAGE_QUERY_BYTES, PageRequest, cut};
use super::results::{MAX_SHOWN_LETTERS, OrderLink, search_request};
use crate::search::{Claim, ClaimOptions, ClaimOrder, ClaimPage, MAX_LIMIT, Request, Searcher};
use crate::server::problem::Problem;

use chart::Chart;
use group::{AboutLink, about_links};
use row::Row;

/// Rows of the table on one page.
const PAGE_ROWS: usize = 50;

#[derive(Template)]
#[template(path = "claims.html", config = "src/server/page/askama.toml")]
struct ClaimsPage {
    frame: Frame,
    ui: Ui,
    heading: String,
    /// How many claims there are; empty where nothing was asked for.
    count: String,
    notes: Vec<String>,
    /// This page.
    here: String,
    /// The articles that the claims are of.
    articles: Option<String>,
    examples: Vec<Example>,
    about: Vec<AboutLink>,
    /// What was done with the thing that is chosen.
    actions: Vec<AboutLink>,
    chart: Option<Chart>,
    orders: Vec<OrderLink>,
    rows: Vec<Row>,
    pages: Option<Pages>,
    table: String,
}

/// Makes the page.
///
/// # Errors
/// A query that is too long, and an index that cannot be read.
pub fn page(searcher: &Searcher, request: &PageRequest, claims: &ClaimsAsked) -> Result<Response, Problem> {
    let (ui, asked) = (request.ui, &request.asked);
    if asked.q.len() > MAX_PAGE_QUERY_BYTES {
        return Err(Problem::bad_request("the query is too long"));
    }
    if asked.is_empty() {
        return super::html(request, &ClaimsPage::empty(request));
    }
    let found = found(searcher, asked, claims).map_err(Problem::internal)?;
    let mut notes = request.ignored.clone();
    notes.extend(notes::sentences(&found.query.notes, ui));
    if found.is_cut {
        notes.push(ui.t("claims.cut").to_string());
    }
    let shown_q = cut(asked.q.trim(), MAX_SHOWN_LETTERS);
    let name = if shown_q.is_empty() { ui.t("results.all") } else { &shown_q };
    let first = (asked.page - 1) * PAGE_ROWS;
    let rows = found.rows.iter().skip(first).take(PAGE_ROWS).map(|claim| Row::new(claim, asked, ui)).collect();
    let page = ClaimsPage {
        frame: Frame::new(request, ui.fill("results.title", &[("q", &ui.fill("claims.heading", &[("q", name)]))]))
            .with_api(asked.claims_api_url(claims)),
        ui,
        heading: ui.fill("claims.heading", &[("q", name)]),
        count: ui.count("claims.count", found.total as u64),
        notes,
        here: asked.claims_url(claims),
        articles: Some(asked.results_url()),
        examples: Vec::new(),
        about: about_links(&found.groups, asked, claims, ui),
        actions: group::action_links(&found.groups, asked, claims, ui),
        chart: chart::chart(&found, searcher.analyzer.figure_tables(), (asked, claims), ui),
        orders: orders(asked, claims, ui),
        rows,
        pages: pages_of((found.total, PAGE_ROWS), asked.page, ui, |page| {
            Asked { page, ..asked.clone() }.claims_url(claims)
        }),
        table: format!("{}&format=csv&limit={MAX_LIMIT}", asked.claims_api_url(claims)),
    };
    super::html(request, &page)
}

impl ClaimsPage {
    /// Says what claims are, where nothing is asked for.
    fn empty(request: &PageRequest) -> ClaimsPage {
        let ui = request.ui;
        ClaimsPage {
            frame: Frame::new(request, ui.fill("results.title", &[("q", ui.t("claims.title"))])),
            ui,
            heading: ui.t("claims.title").to_string(),
            count: String::new(),
            notes: request.ignored.clone(),
            here: String::new(),
            articles: None,
            examples: claim_examples(ui),
            about: Vec::new(),
            actions: Vec::new(),
            chart: None,
            orders: Vec::new(),
            rows: Vec::new(),
            pages: None,
            table: String::new(),
        }
    }
}

/// Finds all claims that the page is made from, in their order; each page of the table is a piece of them.
fn found(searcher: &Searcher, asked: &Asked, claims: &ClaimsAsked) -> Result<ClaimPage, crate::search::SearchError> {
    let request = Request { limit: MAX_LIMIT, offset: 0, facets: Vec::new(), ..search_request(asked) };
    searcher.claims(&request, &ClaimOptions { order: claims.order, about: claims.about.clone() })
}

fn orders(asked: &Asked, claims: &ClaimsAsked, ui: Ui) -> Vec<OrderLink> {
    let orders = [
        (ClaimOrder::Relevance, ui.t("claims.sort.relevance")),
        (ClaimOrder::Largest, ui.t("claims.sort.largest")),
        (ClaimOrder::Smallest, ui.t("claims.sort.smallest")),
        (ClaimOrder::Newest, ui.t("sort.newest")),
        (ClaimOrder::Oldest, ui.t("sort.oldest")),
        (ClaimOrder::Speaker, ui.t("claims.sort.speaker")),
        (ClaimOrder::Source, ui.t("claims.sort.source")),
    ];
    let link = |(order, text): (ClaimOrder, &str)| {
        let href = Asked { page: 1, ..asked.clone() }.claims_url(&ClaimsAsked { order, ..claims.clone() });
        OrderLink { link: Link { href, text: text.to_string() }, is_current: order == claims.order }
    };
    orders.into_iter().map(link).collect()
}

/// Returns what was done, in the language of the interface.
fn action_name(action: &str, ui: Ui) -> String {
    ui.known(&format!("action.{action}")).map_or_else(|| action.replace('_', " "), str::to_string)
}

/// Returns who says a claim: by the name that is known of him, else as written.
fn speaker_name(claim: &Claim, ui: Ui) -> Option<String> {
    let written = claim.figure.said_by.as_ref().and_then(|by| claim.stored.article.text.get(by.span.range()));
    let known = claim.speaker.as_ref().map(|speaker| speaker.name(ui.language));
    known.or(written).map(|name| cut(name, MAX_SHOWN_LETTERS))
}
