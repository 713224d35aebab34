//! What the addresses below `/api/v1` answer. Each function takes what a request says and returns its answer; none waits.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::Value;
use warp::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use warp::http::{HeaderMap, HeaderValue, StatusCode};
use warp::reply::Response;

use super::described::{ClaimParameters, SearchParameters};
use super::parameters::ClaimQuery;
use super::problem::{Problem, ProblemDocument};
use super::wire::{AnalysisShape, ArticleShape, ClaimAnswer, EntityList, Said, SearchAnswer, claim_table};
use super::{Site, freshness, parameters};
use crate::analysis::figure::Date;
use crate::document::StoredFigure;
use crate::search::{Request, SearchError};
use crate::text::Language;

const ARTICLES: &str = "/api/v1/articles/";

/// Finds articles, the best first, in both languages. Any text is a valid query: what cannot be read as the query line is
/// searched as words, and a note says so.
#[utoipa::path(
    get, path = "/api/v1/search", tag = "search", params(SearchParameters),
    responses(
        (status = 200, description = "A page of hits", body = SearchAnswer,
            headers(("etag", description = "Changes with every commit that may change the answer"))),
        (status = 304, description = "The copy that If-None-Match names still holds"),
        (status = 400, description = "A parameter that cannot be read", body = ProblemDocument,
            content_type = "application/problem+json"),
    )
)]
pub(super) fn search(site: &Site, headers: &HeaderMap, query: &str) -> Result<Response, Problem> {
    let request = parameters::from_query_string(query)?;
    freshness::unless_known(&site.searcher, headers, || found(site, request))
}

/// The same with the parameters as a JSON object: for long queries, and for those that are not to stand in logs.
#[utoipa::path(
    post, path = "/api/v1/search", tag = "search", request_body = SearchParameters,
    responses(
        (status = 200, description = "A page of hits", body = SearchAnswer),
        (status = 400, description = "A body or parameter that cannot be read", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = 411, description = "No Content-Length", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 413, description = "More than 256 KiB", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(super) fn search_by_body(site: &Site, body: &[u8]) -> Result<Response, Problem> {
    let value = parsed(body)?;
    let object = value.as_object().ok_or_else(|| Problem::bad_request("the body is no JSON object"))?;
    found(site, parameters::from_object(object)?)
}

fn found(site: &Site, request: Request) -> Result<Response, Problem> {
    let request = Request { time_limit: site.options.time_limit, ..request };
    let page = site.searcher.search(&request).map_err(|error| match error {
        SearchError::OtherQuery => Problem::bad_request(error.to_string()),
        SearchError::Backend(error) => Problem::internal(error),
    })?;
    let mut response = json(&SearchAnswer::new(&request.text, &page))?;
    if page.is_partial {
        response.extensions_mut().insert(freshness::Partial);
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    Ok(response)
}

/// Finds claims: the figures of the articles that a query finds, each with who says so. `figure:` and `said:` in the query choose
/// among them.
#[utoipa::path(
    get, path = "/api/v1/claims", tag = "search", params(ClaimParameters),
    responses(
        (status = 200, description = "Claims in the order of `sort`; a table of its rows with `format=csv`",
            content((ClaimAnswer = "application/json"), (String = "text/csv")),
            headers(("etag", description = "Changes with every commit that may change the answer"))),
        (status = 304, description = "The copy that If-None-Match names still holds"),
        (status = 400, description = "A parameter that cannot be read", body = ProblemDocument,
            content_type = "application/problem+json"),
    )
)]
pub(super) fn claims(site: &Site, headers: &HeaderMap, query: &str) -> Result<Response, Problem> {
    let ClaimQuery { request, options, is_table } = parameters::claims_from_query_string(query)?;
    freshness::unless_known(&site.searcher, headers, || {
        let request = Request { time_limit: site.options.time_limit, ..request };
        let page = site.searcher.claims(&request, &options).map_err(Problem::internal)?;
        if !is_table {
            return json(&ClaimAnswer::new(&request.text, &page));
        }
        let mut table = Vec::new();
        claim_table(&page, b',', &mut table).map_err(Problem::internal)?;
        let mut response = Response::new(table.into());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
        headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"claims.csv\""));
        Ok(response)
    })
}

/// Lists the people, places, organisations and things that articles name, by the beginning of a name in any spelling, or by id.
#[utoipa::path(
    get, path = "/api/v1/entities", tag = "entities",
    params(
        ("q" = Option<String>, Query, description = "The beginning of a name, or an id; without it those of most articles"),
        ("limit" = Option<u32>, Query, description = "Entities at most; 20 if it is left out", maximum = 1000),
    ),
    responses(
        (status = 200, description = "Those of most articles first", body = EntityList,
            headers(("etag", description = "Changes with every commit that may change the answer"))),
        (status = 304, description = "The copy that If-None-Match names still holds"),
        (status = 400, description = "A parameter that cannot be read", body = ProblemDocument,
            content_type = "application/problem+json"),
    )
)]
pub(super) fn entities(site: &Site, headers: &HeaderMap, query: &str) -> Result<Response, Problem> {
    let parameters::EntityQuery { name, limit } = parameters::entity_query(query)?;
    freshness::unless_known(&site.searcher, headers, || {
        let live = site.searcher.live();
        let place = (live.number, &*live.backend.snapshot());
        let entries = site.searcher.entities.list(&name, limit, place).map_err(Problem::internal)?;
        json(&EntityList::new(&entries))
    })
}

/// Shows what is found in a text: the language of its paragraphs, boilerplate, and every term with its place.
#[utoipa::path(
    post, path = "/api/v1/analyze", tag = "analysis", request_body = AnalyzeBody,
    responses(
        (status = 200, description = "What was found; offsets are code points of the text", body = AnalysisShape),
        (status = 400, description = "A body that cannot be read", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = 411, description = "No Content-Length", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 413, description = "More than 16 MiB", body = ProblemDocument, content_type = "application/problem+json"),
    )
)]
pub(super) fn analyze(site: &Site, body: &[u8]) -> Result<Response, Problem> {
    let value = parsed(body)?;
    let text = value.get("text").and_then(Value::as_str);
    let text = text.ok_or_else(|| Problem::bad_request("the body has no string \"text\""))?;
    let declared = match value.get("lang") {
        None | Some(Value::Null) => None,
        Some(Value::String(tag)) => Language::from_tag(tag),
        Some(_) => return Err(Problem::bad_request("\"lang\" is not a string")),
    };
    let published = match value.get("date") {
        None | Some(Value::Null) => None,
        Some(Value::String(date)) => date.get(..10).and_then(Date::parse),
        Some(_) => return Err(Problem::bad_request("\"date\" is not a string")),
    };
    let analyzer = &site.searcher.analyzer;
    let analysis = analyzer.analyze("", text, declared);
    let (mentions, figures) = analyzer.read(text, &analysis);
    let figures = figures.iter().map(|f| StoredFigure::new(f, analyzer.figure_tables(), |_| Vec::new())).collect();
    let figures = site.searcher.named_figures(figures);
    let dates = analyzer.dates(text, &analysis, published);
    json(&AnalysisShape::new(text, &analysis, Said { mentions: &mentions, figures: &figures, dates: &dates }))
}

/// Returns an article as it is kept, with the languages of its paragraphs.
#[utoipa::path(
    get, path = "/api/v1/articles/{id}", tag = "articles",
    params(("id" = String, Path, description = "The id of the article, percent-encoded")),
    responses(
        (status = 200, description = "The article", body = ArticleShape,
            headers(("etag", description = "Changes with every commit that may change the answer"))),
        (status = 304, description = "The copy that If-None-Match names still holds"),
        (status = 400, description = "An id that is not UTF-8", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = 404, description = "No article has the id", body = ProblemDocument,
            content_type = "application/problem+json"),
    )
)]
pub(super) fn article(site: &Site, headers: &HeaderMap, path: &str) -> Result<Response, Problem> {
    let id = id_of(path)?;
    let stored = site.searcher.backend().snapshot().article(&id).map_err(Problem::internal)?;
    let stored = stored.ok_or_else(|| Problem::not_found(format!("no article has the id {id:?}")))?;
    freshness::unless_known(&site.searcher, headers, || json(&ArticleShape::new(&stored, &site.searcher)))
}

/// A text to be analysed.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "describes what `analyze` reads by hand, so that its faults have words")]
struct AnalyzeBody {
    text: String,
    /// The language that the source declares, such as `de` or `en-GB`: decides uncertain paragraphs.
    lang: Option<String>,
    /// The day that relative dates count from.
    date: Option<String>,
}

/// Returns the id at the end of an address.
pub(super) fn id_of(path: &str) -> Result<Cow<'_, str>, Problem> {
    let not_so = "articles have ids; only POST goes to all of them";
    let no_id = || Problem { status: StatusCode::METHOD_NOT_ALLOWED, detail: not_so.to_string() };
    let encoded = path.strip_prefix(ARTICLES).ok_or_else(no_id)?;
    let id = percent_decode_str(encoded).decode_utf8();
    id.map_err(|_| Problem::bad_request("the id is not UTF-8 after percent-decoding"))
}

fn parsed(body: &[u8]) -> Result<Value, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::bad_request(format!("the body is no JSON: {error}")))
}

/// Returns a value as an answer.
pub(super) fn json(value: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(value).map_err(Problem::internal)?;
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
