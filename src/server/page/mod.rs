//! The web page: home, results, claims, articles, entities and what goes wrong, as HTML made on the server; it works without scripts.
//!
//! A request is read ([`PageRequest::new`], total), answered ([`answer`], plain computation over the index, to be called
//! on any thread), and sent. Templates lie in `templates/`, what a browser loads beside them in `assets/`, and every text in
//! both languages in `messages.tsv`.

mod article;
mod asked;
mod assets;
mod claims;
mod entities;
mod entity;
mod facts;
mod failure;
mod figures;
mod frame;
mod histogram;
mod hit;
mod home;
mod marked;
mod mentions;
mod messages;
mod named;
mod narrow;
mod notes;
mod nothing;
mod pages;
mod request;
mod results;
mod translations;

use std::convert::Infallible;
use std::sync::Arc;

use askama::Template;
use warp::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, SET_COOKIE, VARY, X_CONTENT_TYPE_OPTIONS,
};
use warp::http::{HeaderMap, HeaderValue, StatusCode};
use warp::path::FullPath;
use warp::reply::Response;
use warp::{Filter, Rejection};

use super::freshness::Validator;
use super::problem::Problem;
use super::{Site, workers};

pub(super) use request::PageRequest;
use request::View;

/// What a page may load: files of this server alone, nothing from within the page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; \
                      base-uri 'none'; frame-ancestors 'none'";
/// What of a request a page depends on, beside its address.
const VARIES_BY: &str = "accept, accept-language, cookie";
const COOKIE_AGE_S: u32 = 365 * 24 * 60 * 60;

/// Returns the filter that answers the addresses of pages and of what they load.
pub(super) fn routes(site: &Arc<Site>) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + use<> {
    let site = Arc::clone(site);
    let asset = warp::path!("assets" / String)
        .and(get_or_head())
        .and_then(|name: String| std::future::ready(assets::file(&name).ok_or_else(warp::reject::not_found)));
    let below = warp::path!("articles" / ..).or(warp::path!("entities" / ..)).unify().or(warp::path!("claims")).unify();
    let is_page = warp::path::end().or(below).unify();
    let page = is_page.and(get_or_head()).and(page_request()).and(warp::header::headers_cloned()).then(
        move |mut request: PageRequest, headers: HeaderMap| {
            let site = Arc::clone(&site);
            request.asked.time_limit = site.options.time_limit;
            async move {
                let made = workers::run(move || Ok(unless_known(&site, &request, &headers))).await;
                made.unwrap_or_else(|problem| problem.response())
            }
        },
    );
    asset.or(page).unify()
}

/// Returns the filter that answers with a page whatever else a reader asks for; programs are left to problem documents.
pub(super) fn not_found() -> impl Filter<Extract = (Response,), Error = Rejection> + Clone {
    let is_for_reader = |path: FullPath, headers: HeaderMap| {
        let is_page = !path.as_str().starts_with("/api/") && request::prefers_html(&headers);
        std::future::ready(if is_page { Ok(()) } else { Err(warp::reject::not_found()) })
    };
    get_or_head()
        .and(warp::path::full())
        .and(warp::header::headers_cloned())
        .and_then(is_for_reader)
        .untuple_one()
        .and(page_request())
        .map(|request: PageRequest| failure::page(&request, &Problem::not_found("no such page")))
}

/// Answers a request for a page, unless the browser has it already, in this language.
fn unless_known(site: &Site, request: &PageRequest, headers: &HeaderMap) -> Response {
    let validator = Validator::now(&site.searcher).of(request.ui.language.code());
    // An answer that sets a cookie must arrive.
    let may_know = request.chosen.is_none() && validator.is_known(headers);
    // An article may be gone, which only looking tells.
    if may_know && request.view == View::Search {
        return validator.not_modified(VARIES_BY);
    }
    let response = answer(site, request);
    match response.status() {
        StatusCode::OK if may_know => validator.not_modified(VARIES_BY),
        StatusCode::OK => validator.mark(response),
        _ => response,
    }
}

/// Answers a request for a page.
pub(super) fn answer(site: &Site, request: &PageRequest) -> Response {
    let made = match &request.view {
        View::Search if request.asked.is_empty() => home::page(&site.searcher, request),
        View::Search => results::page(&site.searcher, request),
        View::Article(id) => article::page(&site.searcher, request, id),
        View::Entity(id) => entity::page(&site.searcher, request, id),
        View::Entities(name) => entities::page(&site.searcher, request, name),
        View::Claims(asked) => claims::page(&site.searcher, request, asked),
        View::Unknown => Err(Problem::not_found("no such page")),
    };
    made.unwrap_or_else(|problem| failure::page(request, &problem))
}

fn page_request() -> impl Filter<Extract = (PageRequest,), Error = Infallible> + Copy {
    warp::path::full()
        .and(warp::query::raw().or(warp::any().map(String::new)).unify())
        .and(warp::header::headers_cloned())
        .map(|path: FullPath, query: String, headers: HeaderMap| PageRequest::new(path.as_str(), &query, &headers))
}

fn get_or_head() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    warp::get().or(warp::head()).unify()
}

/// Makes the answer of a page: the one place that sets what every page is sent with.
fn html(request: &PageRequest, template: &impl Template) -> Result<Response, Problem> {
    let body = template.render().map_err(Problem::internal)?;
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "private, no-cache"),
        (VARY, VARIES_BY),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(language) = request.chosen {
        let cookie = format!("{}={language}; Path=/; Max-Age={COOKIE_AGE_S}; SameSite=Lax; HttpOnly", request::UI);
        headers.extend(HeaderValue::from_str(&cookie).ok().map(|cookie| (SET_COOKIE, cookie)));
    }
    Ok(response)
}
