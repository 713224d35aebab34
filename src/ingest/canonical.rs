//! One article in our own shape: `{"id"?, "url"?, "title"?, "text", "lang"?, "date"?, "source"?, "authors"?,
//! "version"?, "embargo"?}`; unknown keys are ignored.

use serde::Deserialize;
use serde_json::Value;

use super::draft::Draft;

#[derive(Deserialize)]
struct Canonical {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    date: Value,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    authors: Value,
    #[serde(default)]
    version: Option<u64>,
    #[serde(default)]
    embargo: Option<String>,
}

/// Reads an article from the text of a JSON object.
pub(super) fn from_text(text: &str) -> Result<Draft, String> {
    let article: Canonical = serde_json::from_str(text)
        .map_err(|e| format!("no article in JSON: {}", e.to_string().replace(" at line 1 column", ", column")))?;
    draft(article)
}

/// Reads an article from a JSON object.
pub(super) fn from_value(value: Value) -> Result<Draft, String> {
    draft(serde_json::from_value(value).map_err(|e| format!("no article in JSON: {e}"))?)
}

fn draft(article: Canonical) -> Result<Draft, String> {
    let id = match article.id {
        Value::Null => None,
        Value::String(id) => Some(id),
        Value::Number(id) => Some(id.to_string()),
        _ => return Err("\"id\" is neither a string nor a number".to_string()),
    };
    let date = match article.date {
        Value::Null => None,
        Value::String(date) => Some(date),
        Value::Number(unix) => Some(unix_date(&unix)?),
        _ => return Err("\"date\" is neither a string nor a number of seconds".to_string()),
    };
    let authors = authors(&article.authors)?;
    let text = article.text.ok_or("\"text\" is missing")?;
    let title = article.title.unwrap_or_default();
    let Canonical { url, source, lang, version, embargo, .. } = article;
    Ok(Draft { id, url, source, lang, date, title, text, authors, version, embargo, file_id: None })
}

/// Returns the date of a JSON number: Unix seconds, or milliseconds where it is too large for seconds.
fn unix_date(number: &serde_json::Number) -> Result<String, String> {
    let fault = || format!("\"date\" {number} is no number of seconds since 1970");
    let seconds = number.as_i64().or_else(|| number.as_f64().map(|seconds| seconds as i64)).ok_or_else(fault)?;
    super::Published::from_unix(seconds).map(|published| published.text).ok_or_else(fault)
}

fn authors(value: &Value) -> Result<Vec<String>, String> {
    let fault = "\"authors\" is neither a list of names nor a name";
    match value {
        Value::Null => Ok(Vec::new()),
        Value::String(name) => Ok(vec![name.clone()]),
        Value::Array(names) => {
            names.iter().map(|name| name.as_str().map(str::to_string).ok_or(fault.to_string())).collect()
        }
        _ => Err(fault.to_string()),
    }
}
