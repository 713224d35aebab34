//! The files that pages load, embedded in the program. Their address holds a hash of their content, so a browser may
//! keep them for good, and a new version has a new address.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};
use warp::http::HeaderValue;
use warp::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use warp::reply::Response;

/// One file with its kind.
struct Asset {
    name: &'static str,
    kind: &'static str,
    body: &'static str,
}

const STYLE: Asset =
    Asset { name: "style.css", kind: "text/css; charset=utf-8", body: include_str!("assets/style.css") };
const SCRIPT: Asset =
    Asset { name: "page.js", kind: "text/javascript; charset=utf-8", body: include_str!("assets/page.js") };
const ICON: Asset = Asset { name: "icon.svg", kind: "image/svg+xml", body: include_str!("assets/icon.svg") };

/// The addresses of all files.
pub struct Addresses {
    pub style: String,
    pub script: String,
    pub icon: String,
}

/// Addresses by content, made once.
pub static ADDRESSES: LazyLock<Addresses> =
    LazyLock::new(|| Addresses { style: address(&STYLE), script: address(&SCRIPT), icon: address(&ICON) });

fn address(asset: &Asset) -> String {
    let hash: String = Sha256::digest(asset.body).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    format!("/assets/{}?v={hash}", asset.name)
}

/// Returns the file with a name.
pub fn file(name: &str) -> Option<Response> {
    let asset = [STYLE, SCRIPT, ICON].into_iter().find(|asset| asset.name == name)?;
    let mut response = Response::new(asset.body.into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Some(response)
}
