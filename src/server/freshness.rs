//! Whether a client's copy of an answer still holds: validators by generation and commit (RFC 9110, 8.8 and 13).
//!
//! An answer is a function of the commit, the articles whose embargo has ended, the day (dates such as `7d..` count from
//! it), the program with its tables, and the request itself. So a validator names the first four, weakly: `took_ms` differs.
//! It also names the process, for another index may have the numbers of this one.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

use headers::{ETag, HeaderMapExt, IfNoneMatch};
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use warp::http::header::{CACHE_CONTROL, VARY};
use warp::http::{HeaderMap, HeaderValue, StatusCode};
use warp::reply::Response;

use super::problem::Problem;
use crate::search::Searcher;

/// Marks an answer that has no validator: with more time it would be another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Partial;

/// The validator of every answer that the index gives at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Validator {
    tag: String,
}

impl Validator {
    /// Returns the validator of what `searcher` answers now.
    pub(super) fn now(searcher: &Searcher) -> Validator {
        let live = searcher.live();
        let snapshot = live.backend.snapshot();
        let day = jiff::Timestamp::now().to_zoned(TimeZone::UTC).date();
        let (commit, n_hidden) = (snapshot.commit_number(), snapshot.n_hidden());
        let program = program_fingerprint(&searcher.schema.query_fingerprint);
        let mark = snapshot.mark();
        Validator { tag: format!("W/\"{}.{commit}.{mark}.{n_hidden}.{day}.{program}\"", live.number) }
    }

    /// Returns the validator of one of several forms of an answer, such as a language of the interface.
    pub(super) fn of(&self, form: &str) -> Validator {
        let text = self.tag.trim_end_matches('"');
        Validator { tag: format!("{text}.{form}\"") }
    }

    /// Returns whether the client has the answer already.
    pub(super) fn is_known(&self, headers: &HeaderMap) -> bool {
        headers.typed_get::<IfNoneMatch>().is_some_and(|known| !known.precondition_passes(&self.entity_tag()))
    }

    fn entity_tag(&self) -> ETag {
        self.tag.parse().expect("numbers, a date and letters make an entity tag")
    }

    /// Returns the answer to a client that has it already; it varies by the same headers as the whole one.
    pub(super) fn not_modified(&self, varies_by: &'static str) -> Response {
        let mut response = Response::default();
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response.headers_mut().insert(VARY, HeaderValue::from_static(varies_by));
        self.mark(response)
    }

    /// Marks an answer: it may be kept, and must be asked for again before it is shown (the next commit may be a moment away).
    pub(super) fn mark(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.typed_insert(self.entity_tag());
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
        response
    }
}

/// Tells processes, and so indexes and versions of the program, and tables apart.
fn program_fingerprint(tables: &str) -> String {
    static PROCESS: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0));
    let hash = Sha256::new().chain_update(PROCESS.to_le_bytes()).chain_update(tables).finalize();
    hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// Answers from `answer`, unless the client has the answer already.
///
/// # Errors
/// Those of `answer`.
pub(super) fn unless_known(
    searcher: &Searcher,
    headers: &HeaderMap,
    answer: impl FnOnce() -> Result<Response, Problem>,
) -> Result<Response, Problem> {
    // Taken before the search: a commit between the two makes the answer newer than its mark, never older.
    let validator = Validator::now(searcher);
    if validator.is_known(headers) {
        return Ok(validator.not_modified("accept-encoding"));
    }
    answer().map(
        |response| if response.extensions().get::<Partial>().is_some() { response } else { validator.mark(response) },
    )
}
