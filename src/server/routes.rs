//! Every address of the server, and which function answers it.

use std::convert::Infallible;
use std::sync::Arc;

use futures_util::{Stream, StreamExt};
use warp::Buf;
use warp::http::{HeaderMap, StatusCode};
use warp::hyper::body::Bytes;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply};

use super::problem::Problem;
use super::{Site, api, discovery, intake, openapi, page, workers};

/// A body of a search has at most this many bytes.
const MAX_SEARCH_BODY_BYTES: u64 = 256 << 10;
/// A text to be analysed has at most this many bytes in JSON.
const MAX_ANALYZE_BODY_BYTES: u64 = 16 << 20;

/// Returns the filter that answers every request.
pub fn routes(site: Arc<Site>) -> impl Filter<Extract = (impl Reply,), Error = Infallible> + Clone {
    // What no address answers becomes a page for readers, and a problem document for programs.
    searching(&site)
        .or(looking_up(&site))
        .unify()
        .or(writing(&site))
        .unify()
        .or(describing(&site))
        .unify()
        .or(page::routes(&site))
        .unify()
        .or(page::not_found())
        .unify()
        .recover(|rejection| async move { Ok::<_, Infallible>(refused(&rejection)) })
}

/// Methods of the addresses that know more than GET and HEAD, by how they begin; the first one counts.
const METHODS: [(&str, &str); 4] = [
    ("/api/v1/search", "GET, HEAD, POST"),
    ("/api/v1/analyze", "POST"),
    ("/api/v1/articles/", "GET, HEAD, DELETE"),
    ("/api/v1/articles", "POST"),
];

/// Returns the methods that an address answers, as the header `Allow` lists them.
pub(super) fn allowed_methods(path: &str) -> &'static str {
    METHODS.iter().find(|(beginning, _)| path.starts_with(beginning)).map_or("GET, HEAD", |(_, methods)| methods)
}

fn searching(site: &Arc<Site>) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + use<> {
    let get = warp::path!("api" / "v1" / "search")
        .and(get_or_head())
        .and(with(site))
        .and(warp::header::headers_cloned())
        .and(query_string())
        .then(|site: Arc<Site>, headers: HeaderMap, query: String| async move {
            answer(workers::run(move || api::search(&site, &headers, &query)).await)
        });
    let post =
        warp::path!("api" / "v1" / "search").and(warp::post()).and(with(site)).and(body(MAX_SEARCH_BODY_BYTES)).then(
            |site: Arc<Site>, body: Result<Bytes, Problem>| async move {
                answer(workers::run(move || api::search_by_body(&site, &body?)).await)
            },
        );
    let claims = warp::path!("api" / "v1" / "claims")
        .and(get_or_head())
        .and(with(site))
        .and(warp::header::headers_cloned())
        .and(query_string())
        .then(|site: Arc<Site>, headers: HeaderMap, query: String| async move {
            answer(workers::run(move || api::claims(&site, &headers, &query)).await)
        });
    let entities = warp::path!("api" / "v1" / "entities")
        .and(get_or_head())
        .and(with(site))
        .and(warp::header::headers_cloned())
        .and(query_string())
        .then(|site: Arc<Site>, headers: HeaderMap, query: String| async move {
            answer(workers::run(move || api::entities(&site, &headers, &query)).await)
        });
    get.or(post).unify().or(claims).unify().or(entities).unify()
}

/// What answers from the index without ranking, or from a text alone.
fn looking_up(site: &Arc<Site>) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + use<> {
    let analyze =
        warp::path!("api" / "v1" / "analyze").and(warp::post()).and(with(site)).and(body(MAX_ANALYZE_BODY_BYTES)).then(
            |site: Arc<Site>, body: Result<Bytes, Problem>| async move {
                answer(workers::run_long(move || api::analyze(&site, &body?)).await)
            },
        );
    let article = warp::path!("api" / "v1" / "articles" / ..)
        .and(get_or_head())
        .and(with(site))
        .and(warp::header::headers_cloned())
        .and(warp::path::full())
        .then(|site: Arc<Site>, headers: HeaderMap, path: warp::path::FullPath| async move {
            answer(workers::run(move || api::article(&site, &headers, path.as_str())).await)
        });
    analyze.or(article).unify()
}

/// What changes the index.
fn writing(site: &Arc<Site>) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + use<> {
    let post = warp::path!("api" / "v1" / "articles")
        .and(warp::post())
        .and(with(site))
        .and(warp::header::headers_cloned())
        .and(query_string())
        .and(body(intake::MAX_BODY_BYTES))
        .then(|site: Arc<Site>, headers: HeaderMap, query: String, body: Result<Bytes, Problem>| async move {
            let answered = async { intake::post(&site, &headers, &query, body?).await };
            intake::with_retry(answer(answered.await))
        });
    let delete = warp::path!("api" / "v1" / "articles" / ..)
        .and(warp::delete())
        .and(with(site))
        .and(warp::header::headers_cloned())
        .and(query_string())
        .and(warp::path::full())
        .then(|site: Arc<Site>, headers: HeaderMap, query: String, path: warp::path::FullPath| async move {
            intake::with_retry(answer(intake::delete(&site, &headers, &query, path.as_str()).await))
        });
    post.or(delete).unify()
}

/// What the server says of itself.
fn describing(site: &Arc<Site>) -> impl Filter<Extract = (Response,), Error = Rejection> + Clone + use<> {
    // Whoever gets an answer finds an open index: the server opens it before it listens.
    let health =
        warp::path!("healthz").or(warp::path!("readyz")).unify().and(get_or_head()).map(|| "ok\n".into_response());
    let openapi = warp::path!("openapi.json").and(get_or_head()).map(openapi::response);
    let opensearch = warp::path!("opensearch.xml")
        .and(get_or_head())
        .and(with(site))
        .and(warp::header::headers_cloned())
        .map(|site: Arc<Site>, headers: HeaderMap| discovery::opensearch(&site, &headers));
    health.or(openapi).unify().or(opensearch).unify()
}

fn with(site: &Arc<Site>) -> impl Filter<Extract = (Arc<Site>,), Error = Infallible> + Clone + use<> {
    let site = Arc::clone(site);
    warp::any().map(move || Arc::clone(&site))
}

fn query_string() -> impl Filter<Extract = (String,), Error = Infallible> + Copy {
    warp::query::raw().or(warp::any().map(String::new)).unify()
}

/// GET, or HEAD, whose body is left out by the HTTP library.
fn get_or_head() -> impl Filter<Extract = (), Error = Rejection> + Copy {
    warp::get().or(warp::head()).unify()
}

fn body(max_bytes: u64) -> impl Filter<Extract = (Result<Bytes, Problem>,), Error = Rejection> + Clone {
    warp::body::content_length_limit(max_bytes).and(warp::body::stream()).then(collected)
}

/// Reads a body to its end.
async fn collected(pieces: impl Stream<Item = Result<impl Buf, warp::Error>>) -> Result<Bytes, Problem> {
    let mut pieces = std::pin::pin!(pieces);
    let mut body = Vec::new();
    while let Some(piece) = pieces.next().await {
        let mut piece = piece.map_err(|error| unread(&error))?;
        while piece.has_remaining() {
            let n = piece.chunk().len();
            body.extend_from_slice(piece.chunk());
            piece.advance(n);
        }
    }
    Ok(body.into())
}

/// Says why a body could not be read: its client was too slow, or went away.
fn unread(error: &warp::Error) -> Problem {
    let mut cause = Some(error as &dyn std::error::Error);
    while let Some(error) = cause {
        if error.is::<tower_http::timeout::TimeoutError>() {
            return Problem::too_slow();
        }
        cause = error.source();
    }
    Problem::bad_request("the body did not arrive as its head says")
}

fn answer(result: Result<Response, Problem>) -> Response {
    result.unwrap_or_else(|problem| problem.response())
}

/// Turns a request that no address answers into a problem document.
fn refused(rejection: &Rejection) -> Response {
    let problem = |status, detail: &str| Problem { status, detail: detail.to_string() };
    let problem = if rejection.is_not_found() {
        Problem::not_found("no such address; searches are answered at /api/v1/search?q=words")
    } else if rejection.find::<warp::reject::PayloadTooLarge>().is_some() {
        problem(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large; send it in pieces")
    } else if rejection.find::<warp::reject::LengthRequired>().is_some() {
        problem(StatusCode::LENGTH_REQUIRED, "the header Content-Length is missing")
    } else if rejection.find::<warp::reject::MethodNotAllowed>().is_some() {
        problem(StatusCode::METHOD_NOT_ALLOWED, "the address exists, but not with this method")
    } else {
        problem(StatusCode::BAD_REQUEST, "the body did not arrive as its head says")
    };
    problem.response()
}
