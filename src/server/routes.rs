//! Every address of the server and what answers it.

use std::borrow::Cow;
use std::convert::Infallible;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::Value;
use warp::http::{HeaderMap, StatusCode};
use warp::hyper::body::Bytes;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply};

use super::problem::Problem;
use super::wire::{AnalysisShape, ArticleShape, SearchAnswer};
use super::{intake, page, parameters};
use crate::indexer::Outcome;
use crate::search::{Request, SearchError, Searcher};
use crate::service::Writer;
use crate::text::Language;

/// A body of a search has at most this many bytes.
const MAX_SEARCH_BODY_BYTES: u64 = 256 << 10;
/// A text to be analysed has at most this many bytes in JSON.
const MAX_ANALYZE_BODY_BYTES: u64 = 16 << 20;
const ARTICLES: &str = "/api/v1/articles/";

/// Returns the filter that answers every request; without a `writer` no articles are taken.
pub fn routes(
    searcher: Arc<Searcher>,
    writer: Option<Arc<Writer>>,
) -> impl Filter<Extract = (impl Reply,), Error = Infallible> + Clone {
    let pages = page::routes(Arc::clone(&searcher));
    // What no address answers becomes a page for readers, and a problem document for programs.
    reading(searcher)
        .or(writing(writer))
        .unify()
        .or(pages)
        .unify()
        .or(page::not_found())
        .unify()
        .recover(|rejection| async move { Ok::<_, Infallible>(refused(&rejection)) })
}

/// What answers from the index.
fn reading(searcher: Arc<Searcher>) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone {
    let with = warp::any().map(move || Arc::clone(&searcher));
    let search_get = warp::path!("api" / "v1" / "search")
        .and(get_or_head())
        .and(with.clone())
        .and(warp::query::raw().or(warp::any().map(String::new)).unify())
        .map(|searcher: Arc<Searcher>, text: String| {
            answer(parameters::from_query_string(&text).and_then(|request| search(&searcher, &request)))
        });
    let search_post = warp::path!("api" / "v1" / "search")
        .and(warp::post())
        .and(with.clone())
        .and(body(MAX_SEARCH_BODY_BYTES))
        .map(|searcher: Arc<Searcher>, body: Bytes| answer(search_body(&searcher, &body)));
    let analyze = warp::path!("api" / "v1" / "analyze")
        .and(warp::post())
        .and(with.clone())
        .and(body(MAX_ANALYZE_BODY_BYTES))
        .then(|searcher: Arc<Searcher>, body: Bytes| async move {
            // A long text must not keep searches waiting.
            let analyzed = tokio::task::spawn_blocking(move || answer(analyze_body(&searcher, &body))).await;
            analyzed.unwrap_or_else(|error| Problem::internal(error).response())
        });
    let article = warp::path!("api" / "v1" / "articles" / ..)
        .and(get_or_head())
        .and(with)
        .and(warp::path::full())
        .map(|searcher: Arc<Searcher>, path: warp::path::FullPath| answer(article(&searcher, path.as_str())));
    // Whoever gets an answer finds an open index: the server opens it before it listens.
    let health =
        warp::path!("healthz").or(warp::path!("readyz")).unify().and(get_or_head()).map(|| "ok\n".into_response());
    search_get.or(search_post).unify().or(analyze).unify().or(article).unify().or(health).unify()
}

/// What changes the index.
fn writing(writer: Option<Arc<Writer>>) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone {
    let with = warp::any().map(move || writer.clone());
    let query = warp::query::raw().or(warp::any().map(String::new)).unify();
    let post = warp::path!("api" / "v1" / "articles")
        .and(warp::post())
        .and(with.clone())
        .and(warp::header::headers_cloned())
        .and(query)
        .and(body(intake::MAX_BODY_BYTES))
        .then(|writer, headers: HeaderMap, query: String, body: Bytes| async move {
            let result = async { intake::post(allowed(&writer, &headers)?, body, intake::wait_of(&query)?).await };
            intake::with_retry(answer(result.await))
        });
    let delete = warp::path!("api" / "v1" / "articles" / ..)
        .and(warp::delete())
        .and(with)
        .and(warp::header::headers_cloned())
        .and(query)
        .and(warp::path::full())
        .then(|writer, headers: HeaderMap, query: String, path: warp::path::FullPath| async move {
            let result = async {
                let id = id_of(path.as_str())?;
                let result = intake::delete(allowed(&writer, &headers)?, &id, intake::wait_of(&query)?).await?;
                json(&Deleted { id: &id, result })
            };
            intake::with_retry(answer(result.await))
        });
    post.or(delete).unify()
}

/// The answer to a delete.
#[derive(Serialize)]
struct Deleted<'a> {
    id: &'a str,
    result: Outcome,
}

fn allowed<'a>(writer: &'a Option<Arc<Writer>>, headers: &HeaderMap) -> Result<&'a Writer, Problem> {
    let detail = "this server takes no articles; start it with --writable";
    let status = StatusCode::FORBIDDEN;
    let writer = writer.as_deref().ok_or_else(|| Problem { status, detail: detail.to_string() })?;
    intake::check_origin(headers).map(|()| writer)
}

/// GET, or HEAD, whose body is left out by the HTTP library.
fn get_or_head() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    warp::get().or(warp::head()).unify()
}

fn body(max_bytes: u64) -> impl Filter<Extract = (Bytes,), Error = Rejection> + Clone {
    warp::body::content_length_limit(max_bytes).and(warp::body::bytes())
}

fn answer(result: Result<Response, Problem>) -> Response {
    result.unwrap_or_else(|problem| problem.response())
}

fn json(value: &impl Serialize) -> Result<Response, Problem> {
    let body = serde_json::to_vec(value).map_err(Problem::internal)?;
    let mut response = Response::new(body.into());
    let kind = warp::http::HeaderValue::from_static("application/json");
    response.headers_mut().insert(warp::http::header::CONTENT_TYPE, kind);
    Ok(response)
}

fn search(searcher: &Searcher, request: &Request) -> Result<Response, Problem> {
    let page = searcher.search(request).map_err(|error| match error {
        SearchError::OtherQuery => Problem::bad_request(error.to_string()),
        SearchError::Backend(error) => Problem::internal(error),
    })?;
    json(&SearchAnswer::new(&request.text, &page))
}

fn search_body(searcher: &Searcher, body: &[u8]) -> Result<Response, Problem> {
    let value = parsed(body)?;
    let object = value.as_object().ok_or_else(|| Problem::bad_request("the body is no JSON object"))?;
    search(searcher, &parameters::from_object(object)?)
}

fn analyze_body(searcher: &Searcher, body: &[u8]) -> Result<Response, Problem> {
    let value = parsed(body)?;
    let text = value.get("text").and_then(Value::as_str);
    let text = text.ok_or_else(|| Problem::bad_request("the body has no string \"text\""))?;
    let declared = match value.get("lang") {
        None | Some(Value::Null) => None,
        Some(Value::String(tag)) => Language::from_tag(tag),
        Some(_) => return Err(Problem::bad_request("\"lang\" is not a string")),
    };
    let analysis = searcher.analyzer.analyze("", text, declared);
    json(&AnalysisShape::new(text, &analysis))
}

fn parsed(body: &[u8]) -> Result<Value, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::bad_request(format!("the body is no JSON: {error}")))
}

fn article(searcher: &Searcher, path: &str) -> Result<Response, Problem> {
    let id = id_of(path)?;
    let stored = searcher.backend().snapshot().article(&id).map_err(Problem::internal)?;
    let stored = stored.ok_or_else(|| Problem::not_found(format!("no article has the id {id:?}")))?;
    json(&ArticleShape::new(&stored))
}

/// Returns the id at the end of an address.
fn id_of(path: &str) -> Result<Cow<'_, str>, Problem> {
    let encoded = path.strip_prefix(ARTICLES).unwrap_or_default();
    let id = percent_decode_str(encoded).decode_utf8();
    id.map_err(|_| Problem::bad_request("the id is not UTF-8 after percent-decoding"))
}

/// Turns a request that no address answers into a problem document.
fn refused(rejection: &Rejection) -> Response {
    let problem = |status, detail: &str| Problem { status, detail: detail.to_string() };
    let problem = if rejection.find::<warp::reject::PayloadTooLarge>().is_some() {
        problem(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large; send it in pieces")
    } else if rejection.find::<warp::reject::LengthRequired>().is_some() {
        problem(StatusCode::LENGTH_REQUIRED, "the header Content-Length is missing")
    } else if rejection.find::<warp::reject::MethodNotAllowed>().is_some() {
        problem(StatusCode::METHOD_NOT_ALLOWED, "the address exists, but not with this method")
    } else {
        Problem::not_found("no such address; searches are answered at /api/v1/search?q=words")
    };
    problem.response()
}
