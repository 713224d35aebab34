//! The description of the JSON endpoints (OpenAPI 3.1), made from the types that answer.

use std::sync::LazyLock;

use serde_json::Value;
use utoipa::{OpenApi, ToSchema};
use warp::http::HeaderValue;
use warp::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use warp::hyper::body::Bytes;
use warp::reply::Response;

use super::described::{CLAIM_MEANINGS, MEANINGS};
use super::{api, intake};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tandem",
        description = "Search across German and English news. Offsets count Unicode code points, ends are exclusive; \
            errors are problem documents (RFC 9457); unknown parameters and members are ignored.",
    ),
    paths(api::search, api::search_by_body, api::claims, api::entities, api::analyze, api::article, intake::post, intake::delete),
    tags(
        (name = "search", description = "Ranked searches"),
        (name = "entities", description = "Who and what articles name"),
        (name = "articles", description = "Articles, in and out"),
        (name = "analysis", description = "What is found in a text"),
    )
)]
struct Description;

/// A language of articles.
#[derive(ToSchema)]
#[schema(as = Language, rename_all = "lowercase")]
#[expect(dead_code, reason = "describes `text::Language`")]
pub(super) enum LanguageShape {
    De,
    En,
}

/// How a part of the query was read, or what was searched, where that may surprise.
#[derive(ToSchema)]
#[schema(as = Note)]
#[expect(dead_code, reason = "describes `query::Note`")]
pub(super) struct NoteShape {
    /// A stable name for programs.
    code: String,
    /// For people, in English.
    detail: String,
    /// The place in the query, in code points.
    #[schema(nullable = false)]
    at: Option<u64>,
}

/// Where a snippet was cut out.
#[derive(ToSchema)]
#[schema(as = SnippetField, rename_all = "lowercase")]
#[expect(dead_code, reason = "describes `search::SnippetField`")]
pub(super) enum FieldShape {
    Title,
    Text,
}

static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| {
    let mut document = serde_json::to_value(Description::openapi()).expect("strings and numbers are JSON");
    for (name, meaning) in MEANINGS {
        for path in ["/api/v1/search", "/api/v1/claims"] {
            describe(&mut document, path, name, meaning);
        }
        document["components"]["schemas"]["SearchParameters"]["properties"][name]["description"] = meaning.into();
    }
    for (name, meaning) in CLAIM_MEANINGS {
        describe(&mut document, "/api/v1/claims", name, meaning);
    }
    Bytes::from(document.to_string())
});

fn describe(document: &mut Value, path: &str, name: &str, meaning: &str) {
    if let Some(parameters) = document["paths"][path]["get"]["parameters"].as_array_mut() {
        let named = parameters.iter_mut().filter(|parameter| parameter["name"] == name);
        named.for_each(|parameter| parameter["description"] = meaning.into());
    }
}

/// Returns the description as an answer.
pub(super) fn response() -> Response {
    let mut response = Response::new(DOCUMENT.clone().into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}
