//! What every answer passes on its way out, whatever made it: a name for the log, compression, headers that protect, and
//! a problem document in place of a panic.

use std::any::Any;
use std::convert::Infallible;
use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, combinators::UnsyncBoxBody};
use hyper::body::Incoming;
use tower::util::{BoxCloneSyncService, option_layer};
use tower::{Layer, Service, ServiceExt, service_fn};
use tower_http::BoxError;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::timeout::RequestBodyTimeoutLayer;
use warp::http::header::{ALLOW, CONTENT_TYPE, ETAG, X_CONTENT_TYPE_OPTIONS};
use warp::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use warp::hyper::body::{Body, Bytes};
use warp::{Filter, Reply};

use super::problem::Problem;
use super::routes::allowed_methods;

/// The header that names a request, in the answer and in the log.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// A name that a client gives to its request has at most this many letters.
const MAX_ID_LETTERS: usize = 64;
/// A smaller body is sent as it is: compressed it would hardly be smaller, and one packet holds either.
const MIN_COMPRESSED_BYTES: u64 = 1024;
/// A body of which nothing arrives for so long is given up.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// A request has so long to arrive and to be answered: 64 MiB of articles over a line of five megabits.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(120);
/// A browser may go by the answer to a preflight request for so long.
const PREFLIGHT_AGE: Duration = Duration::from_secs(3600);

/// Answers every request of a connection.
pub(super) type Envelope = BoxCloneSyncService<Request<Incoming>, Answer, Infallible>;
type Answer = Response<UnsyncBoxBody<Bytes, BoxError>>;

/// Which sites' pages may read answers in a browser (the CORS protocol of the Fetch standard).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origins {
    /// None but the server's own page.
    #[default]
    Own,
    /// These, each as `https://example.org`.
    Listed(Vec<HeaderValue>),
    Any,
}

/// A text that names no site.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no origin; write scheme and host, such as https://example.org, or * for any")]
pub struct InvalidOrigin(String);

impl Origins {
    /// Reads origins as browsers send them; `*` stands for any.
    ///
    /// # Errors
    /// A text that is neither.
    pub fn parse(typed: &[String]) -> Result<Origins, InvalidOrigin> {
        if typed.iter().any(|origin| origin == "*") {
            return Ok(Origins::Any);
        }
        let origin = |text: &String| {
            let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            let is_host = host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']));
            let value = HeaderValue::from_str(text).ok().filter(|_| is_host);
            value.ok_or_else(|| InvalidOrigin(text.clone()))
        };
        let listed = typed.iter().map(origin).collect::<Result<Vec<_>, _>>()?;
        Ok(if listed.is_empty() { Origins::Own } else { Origins::Listed(listed) })
    }
}

/// Wraps what answers.
pub(super) fn envelope<F, R>(origins: &Origins, routes: F) -> Envelope
where
    F: Filter<Extract = (R,), Error = Infallible> + Clone + Send + Sync + 'static,
    F::Future: Send,
    R: Reply,
{
    let routes = RequestBodyTimeoutLayer::new(BODY_TIMEOUT).layer(warp::service(routes));
    let whole = CatchPanicLayer::custom(panicked).layer(routes);
    let small = CompressionLayer::new().compress_when(SizeAbove::new(MIN_COMPRESSED_BYTES)).layer(whole);
    let shared = option_layer(cors(origins)).layer(small);
    BoxCloneSyncService::new(service_fn(move |request| named(request, shared.clone())))
}

/// Gives a request a name, logs what became of it, and adds the headers that every answer has.
async fn named<S, B, E>(request: Request<Incoming>, service: S) -> Result<Answer, Infallible>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = E>,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
    E: std::fmt::Display,
{
    let started = Instant::now();
    let id = request_id(request.headers());
    let (method, path) = (request.method().clone(), request.uri().path().to_string());
    let mut answer = match tokio::time::timeout(REQUEST_TIMEOUT, service.oneshot(request)).await {
        Ok(Ok(answer)) => answer.map(|body| body.map_err(Into::into).boxed_unsync()),
        Ok(Err(error)) => boxed(Problem::internal(error).response()),
        Err(_) => boxed(Problem::too_slow().response()),
    };
    let status = answer.status();
    let headers = answer.headers_mut();
    if status == StatusCode::METHOD_NOT_ALLOWED {
        headers.insert(ALLOW, HeaderValue::from_static(allowed_methods(&path)));
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REQUEST_ID, id.clone());
    log(&method, &path, status, started.elapsed(), &id);
    Ok(answer)
}

/// What a person typed stands in the query string, which is not logged.
fn log(method: &Method, path: &str, status: StatusCode, took: Duration, id: &HeaderValue) {
    let (status, took_ms) = (status.as_u16(), took.as_micros() as f64 / 1e3);
    let id = id.to_str().unwrap_or_default();
    if status == 503 {
        tracing::warn!(%method, path, status, took_ms, id, "request sent away");
    } else if status >= 500 {
        tracing::error!(%method, path, status, took_ms, id, "request failed");
    } else {
        tracing::info!(%method, path, status, took_ms, id, "request");
    }
}

/// Takes the name that a client or a proxy has given, or makes one.
fn request_id(headers: &HeaderMap) -> HeaderValue {
    static START: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let is_plain = |id: &&HeaderValue| {
        let is_letter = |letter: &u8| letter.is_ascii_alphanumeric() || b"-_.".contains(letter);
        (1..=MAX_ID_LETTERS).contains(&id.len()) && id.as_bytes().iter().all(is_letter)
    };
    headers.get(REQUEST_ID).filter(is_plain).cloned().unwrap_or_else(|| {
        let id = format!("{:08x}-{:x}", *START as u32, COUNT.fetch_add(1, Ordering::Relaxed));
        HeaderValue::from_str(&id).expect("hexadecimal digits are a header")
    })
}

fn cors(origins: &Origins) -> Option<CorsLayer> {
    let allowed = match origins {
        Origins::Own => return None,
        Origins::Listed(origins) => AllowOrigin::list(origins.clone()),
        Origins::Any => AllowOrigin::any(),
    };
    // Reading alone: articles are never taken from pages of other sites.
    Some(
        CorsLayer::new()
            .allow_origin(allowed)
            .allow_methods([Method::GET, Method::HEAD, Method::POST])
            .allow_headers([CONTENT_TYPE, REQUEST_ID])
            .expose_headers([ETAG, REQUEST_ID])
            .max_age(PREFLIGHT_AGE),
    )
}

/// A panic is a bug of ours; the hook of the process has printed where.
fn panicked(_: Box<dyn Any + Send>) -> warp::reply::Response {
    Problem::internal("this request met a bug of the server; its log says where").response()
}

fn boxed(answer: warp::reply::Response) -> Answer {
    answer.map(|body| body.map_err(Into::into).boxed_unsync())
}
