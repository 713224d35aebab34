//! Errors as problem documents (RFC 9457).

use serde::Serialize;
use utoipa::ToSchema;
use warp::http::StatusCode;
use warp::http::header::CONTENT_TYPE;
use warp::reply::Response;

/// What went wrong with a request, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub status: StatusCode,
    pub detail: String,
}

/// What went wrong, as RFC 9457 writes it.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemDocument<'a> {
    /// `about:blank`: the status says what kind of problem it is.
    r#type: &'static str,
    /// The status in words.
    title: &'static str,
    status: u16,
    /// What is wrong with this request, and what to do about it.
    detail: &'a str,
}

impl Problem {
    /// A request that asks for something unreadable.
    pub(super) fn bad_request(detail: impl Into<String>) -> Problem {
        Problem { status: StatusCode::BAD_REQUEST, detail: detail.into() }
    }

    /// Something that is not here.
    pub(super) fn not_found(detail: impl Into<String>) -> Problem {
        Problem { status: StatusCode::NOT_FOUND, detail: detail.into() }
    }

    /// A request that did not arrive in time.
    pub(super) fn too_slow() -> Problem {
        let detail = "the request did not arrive in time; send it in smaller pieces".to_string();
        Problem { status: StatusCode::REQUEST_TIMEOUT, detail }
    }

    /// A fault of the index or the machine, never of the request.
    pub(super) fn internal(detail: impl ToString) -> Problem {
        Problem { status: StatusCode::INTERNAL_SERVER_ERROR, detail: detail.to_string() }
    }

    /// Returns the problem as JSON.
    pub(super) fn document(&self) -> Vec<u8> {
        let document = ProblemDocument {
            r#type: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: &self.detail,
        };
        serde_json::to_vec(&document).expect("a document of strings and a number is JSON")
    }

    /// Returns the problem as an answer.
    pub(super) fn response(&self) -> Response {
        let mut response = Response::new(self.document().into());
        *response.status_mut() = self.status;
        response.headers_mut().insert(CONTENT_TYPE, warp::http::HeaderValue::from_static("application/problem+json"));
        response
    }
}
