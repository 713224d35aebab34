//! JSON lines: one article a line, unknown keys ignored (`{"id"?, "url"?, "title"?, "text", "lang"?,
//! "date"?, "source"?, "authors"?, "version"?, "embargo"?}`).

use std::io::BufRead;

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Article, MAX_TEXT_BYTES, Problem, Published, Record, Source};

/// An id is a term of the index and a line of `--format ids`.
const MAX_ID_BYTES: usize = 4096;

#[derive(Deserialize)]
struct Line {
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
    date: Option<String>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    authors: Value,
    #[serde(default)]
    version: Option<u64>,
    #[serde(default)]
    embargo: Option<String>,
}

pub(super) fn read(
    source: &Source,
    mut reader: impl BufRead,
    take: &mut dyn FnMut(Result<Record, Problem>),
) -> std::io::Result<()> {
    let (mut line, mut line_number) = (Vec::new(), 0);
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        line_number += 1;
        let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        if bytes.is_empty() {
            continue;
        }
        let mut mend = |what: String| take(Err(problem(source, line_number, what, false)));
        match article(bytes, &mut mend) {
            Ok(article) => take(Ok(Record::Article(article))),
            Err(what) => take(Err(problem(source, line_number, what, true))),
        }
    }
}

fn problem(source: &Source, line: usize, what: String, refused: bool) -> Problem {
    Problem { source: source.shown.clone(), line: Some(line), what, refused }
}

/// Builds the article of one line; `mend` hears of faults that do not keep it out.
pub(super) fn article(bytes: &[u8], mend: &mut dyn FnMut(String)) -> Result<Article, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| format!("not UTF-8 at byte {} of the line", e.valid_up_to()))?;
    let record: Line = serde_json::from_str(text)
        .map_err(|e| format!("no article in JSON: {}", e.to_string().replace(" at line 1 column", ", column")))?;
    let id = match &record.id {
        Value::Null => None,
        Value::String(id) if id.trim().is_empty() => None,
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => return Err("\"id\" is neither a string nor a number".to_string()),
    };
    let title = record.title.unwrap_or_default().trim().to_string();
    let text = record.text.ok_or("\"text\" is missing")?;
    if text.trim().is_empty() && title.is_empty() {
        return Err("the article has no words: \"text\" and \"title\" are empty".to_string());
    }
    if text.len() > MAX_TEXT_BYTES {
        return Err(format!("the text has {} bytes, more than {MAX_TEXT_BYTES}; split it", text.len()));
    }
    let published = record.date.filter(|date| !date.trim().is_empty()).and_then(|date| match Published::parse(&date) {
        Ok(published) => Some(published),
        Err(error) => {
            mend(format!("{error}; the article went in without a date"));
            None
        }
    });
    let embargo = record.embargo.as_deref().map(Published::parse).transpose();
    let embargo = embargo.map_err(|error| format!("\"embargo\": {error}"))?;
    let url = record.url.filter(|url| !url.trim().is_empty());
    let id = id.or_else(|| url.clone()).unwrap_or_else(|| hashed_id(&title, &text));
    if id.len() > MAX_ID_BYTES || id.chars().any(char::is_control) {
        return Err(format!(
            "the id is longer than {MAX_ID_BYTES} bytes or holds a control character; give another \"id\""
        ));
    }
    let authors = authors(&record.authors)?;
    let Line { source, lang, version, .. } = record;
    Ok(Article { id, url, source, lang, published, title, text, authors, version, embargo })
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

/// Returns the id of an article that has neither id nor URL: `sha256:` and 32 hexadecimal digits of its content.
fn hashed_id(title: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(title.as_bytes());
    hash.update([0]);
    hash.update(text.as_bytes());
    let digits: String = hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{digits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<Result<String, String>> {
        let mut found = Vec::new();
        read(&Source::jsonl("m.jsonl"), bytes, &mut |r| {
            found.push(r.map(|record| record.id().to_string()).map_err(|p| p.to_string()))
        })
        .expect("memory can be read");
        found
    }

    #[test]
    fn ids_come_from_id_url_or_content() {
        let lines = b"\xef\xbb\xbf{\"id\":\"x\",\"text\":\"a\"}\n\n{\"id\":7,\"text\":\"a\"}\n{\"url\":\"u\",\"text\":\"a\"}\n{\"text\":\"a\"}";
        let ids: Vec<_> = all(lines).into_iter().map(|r| r.expect("good line")).collect();
        assert_eq!(ids[..3], ["x", "7", "u"]);
        assert!(ids[3].starts_with("sha256:"), "{}", ids[3]);
    }

    #[test]
    fn bad_lines_are_problems_and_the_rest_goes_in() {
        let lines = b"{\"text\":\n{\"title\":\"t\"}\n{\"text\":\" \"}\n\xff\xfe\n{\"id\":[],\"text\":\"a\"}\n{\"id\":\"ok\",\"text\":\"a\"}";
        let got = all(lines);
        let faults: Vec<_> = got[..5].iter().map(|r| r.clone().expect_err("bad line")).collect();
        assert!(faults[0].starts_with("m.jsonl, line 1: no article in JSON"), "{}", faults[0]);
        assert_eq!(faults[1], "m.jsonl, line 2: \"text\" is missing");
        assert!(faults[2].contains("no words"), "{}", faults[2]);
        assert_eq!(faults[3], "m.jsonl, line 4: not UTF-8 at byte 0 of the line");
        assert!(faults[4].contains("\"id\""), "{}", faults[4]);
        assert_eq!(got[5], Ok("ok".to_string()));
    }

    #[test]
    fn a_bad_date_is_reported_and_the_article_kept() {
        let got = all(b"{\"id\":\"x\",\"text\":\"a\",\"date\":\"gestern\"}");
        assert!(got[0].as_ref().is_err_and(|e| e.contains("without a date")));
        assert_eq!(got[1], Ok("x".to_string()));
    }
}
