//! How browsers and feed readers find the search: an OpenSearch 1.1 description.

use warp::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use warp::http::{HeaderMap, HeaderValue};
use warp::reply::Response;

use super::Site;
use super::wire::escape_html;

/// Returns the description, with the address under which the client has found the server.
pub(super) fn opensearch(site: &Site, headers: &HeaderMap) -> Response {
    let base = escape_html(&base_url(site, headers));
    let body = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Tandem</ShortName>
  <Description>News in German and English</Description>
  <InputEncoding>UTF-8</InputEncoding>
  <OutputEncoding>UTF-8</OutputEncoding>
  <Language>de</Language>
  <Language>en</Language>
  <Image width="64" height="64" type="image/svg+xml">{base}/assets/icon.svg</Image>
  <Url type="text/html" template="{base}/?q={{searchTerms}}&amp;page={{startPage?}}"/>
  <Url type="application/json" template="{base}/api/v1/search?q={{searchTerms}}"/>
  <Url type="application/opensearchdescription+xml" rel="self" template="{base}/opensearch.xml"/>
</OpenSearchDescription>
"#
    );
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/opensearchdescription+xml; charset=utf-8"));
    let age = if site.options.public_url.is_some() { "public, max-age=86400" } else { "private, no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(age));
    response
}

/// Returns scheme and host of the server as its clients see it: as it was told, else as the request says.
fn base_url(site: &Site, headers: &HeaderMap) -> String {
    let is_host = |host: &&str| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte))
    };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).filter(is_host).unwrap_or("localhost");
    site.options.public_url.clone().unwrap_or_else(|| format!("http://{host}"))
}
