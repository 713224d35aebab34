//! Articles that come and go over HTTP: JSON lines in, one result a line out.

use std::net::{IpAddr, SocketAddr};

use serde::Serialize;
use tokio::sync::oneshot;
use utoipa::{IntoParams, ToSchema};
use warp::http::header::{CONTENT_TYPE, RETRY_AFTER};
use warp::http::{HeaderMap, HeaderValue, StatusCode};
use warp::hyper::body::Bytes;
use warp::reply::Response;

use super::problem::{Problem, ProblemDocument};
use super::{Site, api};
use crate::indexer::{Change, Outcome};
use crate::ingest::{self, Source};
use crate::service::{Accepted, Refused, Wait, Writer};

/// Articles of one request have at most this many bytes.
pub(super) const MAX_BODY_BYTES: u64 = 64 << 20;

/// Articles, a JSON object a line; `text` is required, `id`, `url`, `title`, `lang`, `date`, `source`, `authors` are read.
#[derive(ToSchema)]
#[schema(value_type = String, pattern = "[^ \\t\\r\\n]")]
#[expect(dead_code, reason = "describes a body that is read line by line")]
struct JsonLines(String);

/// What became of one line.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineResult {
    /// In the body, from 1; empty lines count and have no result.
    line: usize,
    id: Option<String>,
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// When the client wants its answer.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `wait_of` reads by hand, so that its faults have words")]
struct WaitParameter {
    /// `acknowledged`: when the change is safe on disk; `found`: when searches see it.
    #[param(pattern = "^(acknowledged|found)$", nullable = false)]
    wait: Option<String>,
}

fn allowed<'a>(site: &'a Site, headers: &HeaderMap) -> Result<&'a Writer, Problem> {
    let detail = "this server takes no articles; start it with --writable";
    let status = StatusCode::FORBIDDEN;
    let writer = site.writer.as_deref().ok_or_else(|| Problem { status, detail: detail.to_string() })?;
    check_origin(headers, site.options.public_url.as_deref()).map(|()| writer)
}

/// Reads when the client wants its answer: `wait=found`, or nothing.
fn wait_of(query: &str) -> Result<Wait, Problem> {
    let mut wait = Wait::Acknowledged;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match (&*name, &*value) {
            ("wait", "found") => wait = Wait::Found,
            ("wait", "acknowledged") => wait = Wait::Acknowledged,
            ("wait", other) => {
                let detail = format!("wait={other:?} is neither \"acknowledged\" nor \"found\"");
                return Err(Problem::bad_request(detail));
            }
            _ => {}
        }
    }
    Ok(wait)
}

/// Refuses what a page of another site sends from a browser: it must not write into an index on the reader's machine.
///
/// A page's own host counts only as an address or `localhost`: any other name may have been made to lead here
/// (DNS rebinding).
fn check_origin(headers: &HeaderMap, public_url: Option<&str>) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(origin) = text("origin") else { return Ok(()) };
    if public_url == Some(origin) {
        return Ok(());
    }
    let host = origin.split_once("://").map(|(_, host)| host).unwrap_or_default();
    let is_address = host.parse::<SocketAddr>().is_ok() || host.parse::<IpAddr>().is_ok();
    let is_here = is_address || host.split(':').next() == Some("localhost");
    match is_here && Some(host) == text("host") {
        true => Ok(()),
        false => {
            let detail = format!("articles are not taken from pages of {origin}");
            Err(Problem { status: StatusCode::FORBIDDEN, detail })
        }
    }
}

/// Takes articles: a JSON object a line in, what became of it a line out, in the order of the lines.
#[utoipa::path(
    post, path = "/api/v1/articles", tag = "articles", params(WaitParameter),
    request_body(content = JsonLines, content_type = "application/x-ndjson"),
    responses(
        (status = 200, description = "A result a line", body = LineResult, content_type = "application/x-ndjson"),
        (status = 400, description = "No article, or a parameter that cannot be read", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = 403, description = "This server takes no articles, or none from this page", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = 411, description = "No Content-Length", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 413, description = "More than 64 MiB", body = ProblemDocument, content_type = "application/problem+json"),
        (status = 503, description = "Another process writes; Retry-After says when to come back", body = ProblemDocument,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn post(site: &Site, headers: &HeaderMap, query: &str, body: Bytes) -> Result<Response, Problem> {
    let writer = allowed(site, headers)?;
    let wait = wait_of(query)?;
    // A large body must not keep searches waiting.
    let read = tokio::task::spawn_blocking(move || read(&body)).await;
    let (mut lines, changes) = read.map_err(Problem::internal)?;
    if lines.is_empty() {
        return Err(Problem::bad_request("the body holds no article; send one JSON object a line"));
    }
    let outcomes = answered(writer.change(changes, wait)).await?;
    let mut outcomes = outcomes.into_iter();
    for line in lines.iter_mut().filter(|line| line.result.is_empty()) {
        line.result = outcomes.next().map_or("refused", name);
    }
    let mut body = Vec::new();
    for line in &lines {
        serde_json::to_writer(&mut body, line).map_err(Problem::internal)?;
        body.push(b'\n');
    }
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(response)
}

/// Reads a body into its records, those that are taken without a result yet, and the changes they ask for.
fn read(body: &[u8]) -> (Vec<LineResult>, Vec<Change>) {
    let source = Source::jsonl("body");
    let (mut lines, mut changes) = (Vec::new(), Vec::new());
    for (line, bytes) in (1..).zip(body.split(|byte| *byte == b'\n')) {
        let mut mended: Vec<String> = Vec::new();
        let read = ingest::read(&source, bytes, &mut |record| match record {
            Err(problem) if !problem.refused => mended.push(problem.what),
            Err(problem) => {
                lines.push(LineResult { line, id: None, result: "refused", detail: Some(problem.what) });
                mended.clear();
            }
            Ok(record) => {
                let id = Some(record.id().to_string());
                let detail = (!mended.is_empty()).then(|| std::mem::take(&mut mended).join("; "));
                lines.push(LineResult { line, id, result: "", detail });
                changes.push(Change::Record { record, file: None });
            }
        });
        debug_assert!(read.is_ok(), "memory can be read");
    }
    (lines, changes)
}

/// The answer to a delete.
#[derive(Serialize, ToSchema)]
pub(super) struct Deleted<'a> {
    id: &'a str,
    /// `deleted`.
    result: &'static str,
}

/// Removes an article; reading its file again does not bring it back.
#[utoipa::path(
    delete, path = "/api/v1/articles/{id}", tag = "articles",
    params(("id" = String, Path, description = "The id of the article, percent-encoded"), WaitParameter),
    responses(
        (status = 200, description = "It is gone", body = Deleted),
        (status = 400, description = "An id or parameter that cannot be read", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = 403, description = "This server takes no changes, or none from this page", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = 404, description = "No article has the id", body = ProblemDocument,
            content_type = "application/problem+json"),
        (status = 503, description = "Another process writes; Retry-After says when to come back", body = ProblemDocument,
            content_type = "application/problem+json"),
    )
)]
pub(super) async fn delete(site: &Site, headers: &HeaderMap, query: &str, path: &str) -> Result<Response, Problem> {
    let id = &*api::id_of(path)?;
    let writer = allowed(site, headers)?;
    let changes = vec![Change::Delete { id: id.to_string() }];
    match answered(writer.change(changes, wait_of(query)?)).await?.first() {
        Some(Outcome::Deleted) => api::json(&Deleted { id, result: name(Outcome::Deleted) }),
        _ => Err(Problem::not_found(format!("no article has the id {id:?}"))),
    }
}

async fn answered(answer: oneshot::Receiver<Result<Accepted, Refused>>) -> Result<Accepted, Problem> {
    let unavailable = |detail: String| Problem { status: StatusCode::SERVICE_UNAVAILABLE, detail };
    match answer.await {
        Ok(Ok(outcomes)) => Ok(outcomes),
        Ok(Err(refused)) => Err(unavailable(refused.to_string())),
        Err(_) => Err(unavailable("the server is stopping".to_string())),
    }
}

/// Tells a client that was sent away when to come back.
pub(super) fn with_retry(mut response: Response) -> Response {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Added => "added",
        Outcome::Replaced => "replaced",
        Outcome::Unchanged => "unchanged",
        Outcome::OlderVersion => "older_version",
        Outcome::DeletedBefore => "deleted_before",
        Outcome::Withdrawn => "withdrawn",
        Outcome::Pruned => "pruned",
        Outcome::Deleted => "deleted",
        Outcome::Unknown => "unknown",
    }
}
