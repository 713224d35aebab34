//! The last step of every format: from what was found in a record to an article, with the same rules for all.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{Article, MAX_TEXT_BYTES, Problem, Published, Record, Source};

/// An id is a term of the index and a line of `--format ids`.
const MAX_ID_BYTES: usize = 4096;

/// What a record says, not checked yet.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub id: Option<String>,
    pub url: Option<String>,
    pub source: Option<String>,
    pub lang: Option<String>,
    pub date: Option<String>,
    pub title: String,
    pub text: String,
    pub authors: Vec<String>,
    pub version: Option<u64>,
    pub embargo: Option<String>,
    /// The id of an article that has neither id nor URL: the name of its file. Without one it is a hash of the content.
    pub file_id: Option<String>,
}

impl Draft {
    /// Checks the draft; `mend` hears of faults that do not keep the article out.
    pub fn article(self, mend: &mut dyn FnMut(String)) -> Result<Article, String> {
        let Draft { id, url, source, lang, date, title, text, authors, version, embargo, file_id } = self;
        let title = title.trim().to_string();
        let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        if text.chars().all(is_blank) && title.chars().all(is_blank) {
            return Err("the article has no words: text and title are empty".to_string());
        }
        if text.len() > MAX_TEXT_BYTES {
            return Err(format!("the text has {} bytes, more than {MAX_TEXT_BYTES}; split it", text.len()));
        }
        let published = date.filter(|date| !date.trim().is_empty()).and_then(|date| match Published::parse(&date) {
            Ok(published) => Some(published),
            Err(error) => {
                mend(format!("{error}; the article went in without a date"));
                None
            }
        });
        let embargo = embargo.as_deref().map(Published::parse).transpose();
        let embargo = embargo.map_err(|error| format!("the embargo cannot be kept: {error}"))?;
        let [id, url, source, lang] = [id, url, source, lang].map(|text| text.filter(|text| !text.trim().is_empty()));
        let id = id.or_else(|| url.clone()).or(file_id).unwrap_or_else(|| hashed_id(&title, &text));
        if !is_id(&id) {
            return Err(format!(
                "the id is longer than {MAX_ID_BYTES} bytes or holds a control character; give another \"id\""
            ));
        }
        Ok(Article { id, url, source, lang, published, title, text, authors, version, embargo })
    }
}

fn is_id(id: &str) -> bool {
    id.len() <= MAX_ID_BYTES && !id.chars().any(char::is_control)
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

/// Where a reader puts what it finds: records and problems, in the order of the source.
pub(super) struct Out<'a> {
    pub source: &'a Source,
    pub take: &'a mut dyn FnMut(Result<Record, Problem>),
}

impl Out<'_> {
    /// Hands over the article of a draft, or the reason why it is none.
    pub fn draft(&mut self, line: Option<usize>, draft: Result<Draft, String>) {
        let article = draft.and_then(|draft| draft.article(&mut |what| self.mended(line, what)));
        match article {
            Ok(article) => (self.take)(Ok(Record::Article(article))),
            Err(what) => self.refused(line, what),
        }
    }

    /// Hands over that an article is withdrawn.
    pub fn withdrawal(&mut self, line: Option<usize>, id: String, version: Option<u64>) {
        match is_id(&id) {
            true => (self.take)(Ok(Record::Withdrawal { id, version })),
            false => {
                self.refused(line, format!("{:?} is no id of an article", id.chars().take(80).collect::<String>()))
            }
        }
    }

    /// Reports what kept an article out.
    pub fn refused(&mut self, line: Option<usize>, what: String) {
        (self.take)(Err(Problem { source: self.source.shown.clone(), line, what, refused: true }));
    }

    /// Reports a fault that was mended.
    pub fn mended(&mut self, line: Option<usize>, what: String) {
        (self.take)(Err(Problem { source: self.source.shown.clone(), line, what, refused: false }));
    }
}

/// Returns the names in a value as JSON writes authors: a name, an object with a name, or a list of these.
pub(super) fn names(value: &Value) -> Vec<String> {
    let name = |value: &Value| match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(object) => object.get("name").and_then(Value::as_str).map(str::to_string),
        _ => None,
    };
    let found: Vec<String> = match value {
        Value::Array(values) => values.iter().filter_map(name).collect(),
        value => name(value).into_iter().collect(),
    };
    found.into_iter().map(|name| name.trim().to_string()).filter(|name| !name.is_empty()).collect()
}

/// Returns the first of the keys that holds a text with words or a number, as text.
pub(super) fn text(object: &serde_json::Map<String, Value>, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| match object.get(*key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_every_shape() {
        for json in
            [r#""A. B.""#, r#"{"@type":"Person","name":" A. B. "}"#, r#"[{"name":"A. B."}]"#, r#"["A. B.", 7, ""]"#]
        {
            assert_eq!(names(&serde_json::from_str(json).unwrap()), ["A. B."], "{json}");
        }
    }
}
