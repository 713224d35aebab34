//! JSON files: a ninjs item or package, a JSON Feed, an article in our own shape, an array of such, or JSON lines under
//! another name. Members and elements are read one at a time, so that each has its line and those before a fault go in.

use serde_json::{Map, Value};

use super::draft::Out;
use super::source::Format;
use super::{canonical, json_feed, jsonl, ninjs};

/// An object and the line at which it begins.
pub(super) struct Item {
    line: usize,
    value: Value,
}

/// What keeps a file from being read further, with its line.
struct Fault {
    line: usize,
    what: String,
}

/// Reads every record of a JSON file and returns which format it is.
pub(super) fn read(out: &mut Out, text: &str) -> Format {
    let mut scan = Scan { text, at: 0, line: 1 };
    let (mut items, mut head) = (Vec::new(), Map::new());
    let result = match scan.next() {
        Some('[') => scan.elements(&mut items),
        Some('{') => scan.members(&mut head, &mut items),
        _ => scan.fault("neither a JSON object nor an array"),
    };
    if result.is_ok() && scan.next() == Some('{') && items.is_empty() {
        let lines = jsonl::read(out, &mut text.as_bytes());
        lines.expect("memory can be read");
        return Format::JsonLines;
    }
    let is_feed = head.get("version").and_then(Value::as_str).is_some_and(|version| version.contains("jsonfeed.org"));
    let is_list = head.is_empty() || head.contains_key("items") || is_feed;
    let has_fault = result.is_err();
    for Item { line, value } in items {
        let is_feed_item = |item: &_| is_feed || (json_feed::is_item(item) && !ninjs::is_item(item));
        match value {
            Value::Object(item) if is_feed_item(&item) => json_feed::read(out, line, &item, &head),
            value => record(out, line, value),
        }
    }
    if let Err(Fault { line, what }) = result {
        out.refused(Some(line), what);
    } else if scan.next().is_some() {
        out.refused(Some(scan.line), "there is more after the end of the JSON value".to_string());
    }
    if !is_list && !has_fault {
        single(out, Value::Object(head));
    }
    if is_feed { Format::Feed } else { Format::Json }
}

/// Parses a text that holds one JSON object.
pub(super) fn object(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(text).ok()
}

fn single(out: &mut Out, value: Value) {
    match value {
        Value::Object(item) if ninjs::is_item(&item) => ninjs::read(out, Some(1), item),
        value => {
            let file_id = out.source.file_id();
            let draft = canonical::from_value(value).map_err(|what| format!("{what}; nor is it ninjs or a JSON Feed"));
            out.draft(Some(1), draft.map(|draft| super::draft::Draft { file_id, ..draft }));
        }
    }
}

fn record(out: &mut Out, line: usize, value: Value) {
    match value {
        Value::Object(item) if ninjs::is_item(&item) => ninjs::read(out, Some(line), item),
        Value::Object(item) => out.draft(Some(line), canonical::from_value(Value::Object(item))),
        _ => out.refused(Some(line), "an element of the list is no object".to_string()),
    }
}

/// A place in the text of a JSON file.
struct Scan<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Scan<'_> {
    fn fault<T>(&self, what: &str) -> Result<T, Fault> {
        Err(Fault { line: self.line, what: what.to_string() })
    }

    /// Goes on by so many bytes.
    fn skip(&mut self, n_bytes: usize) {
        let passed = &self.text.as_bytes()[self.at..self.at + n_bytes];
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at += n_bytes;
    }

    /// Passes white space and returns the sign behind it, without passing it.
    fn next(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.skip(rest.len() - rest.trim_start().len());
        self.text[self.at..].chars().next()
    }

    /// Passes a value.
    fn value(&mut self) -> Result<Value, Fault> {
        self.next();
        let mut stream = serde_json::Deserializer::from_str(&self.text[self.at..]).into_iter::<Value>();
        match stream.next() {
            Some(Ok(value)) => {
                let n_bytes = stream.byte_offset();
                self.skip(n_bytes);
                Ok(value)
            }
            Some(Err(error)) => {
                let line = self.line + error.line().max(1) - 1;
                let what = error.to_string();
                let what = what.split(" at line ").next().unwrap_or(&what);
                Err(Fault { line, what: format!("broken JSON: {what}; what stands behind it was not read") })
            }
            None => self.fault("broken JSON: the file ends early"),
        }
    }

    /// Passes the array that begins here, and takes its elements.
    fn elements(&mut self, items: &mut Vec<Item>) -> Result<(), Fault> {
        self.skip(1);
        loop {
            match self.next() {
                Some(']') => {
                    self.skip(1);
                    return Ok(());
                }
                Some(',') if !items.is_empty() => self.skip(1),
                Some(_) => {
                    let line = self.line;
                    let value = self.value()?;
                    items.push(Item { line, value });
                    if !matches!(self.next(), Some(',' | ']')) {
                        return self.fault("broken JSON: the list does not go on with a comma or end");
                    }
                }
                None => return self.fault("broken JSON: the file ends in the middle of the list"),
            }
        }
    }

    /// Passes the object that begins here, and takes its members and the elements of its member `items`.
    fn members(&mut self, head: &mut Map<String, Value>, items: &mut Vec<Item>) -> Result<(), Fault> {
        self.skip(1);
        loop {
            match self.next() {
                Some('}') => {
                    self.skip(1);
                    return Ok(());
                }
                Some(',') => self.skip(1),
                Some('"') => {
                    let key = self.value()?;
                    if self.next() != Some(':') {
                        return self.fault("broken JSON: a name without a colon");
                    }
                    self.skip(1);
                    let key = key.as_str().unwrap_or_default().to_string();
                    let value = match (key.as_str(), self.next()) {
                        ("items", Some('[')) => {
                            self.elements(items)?;
                            Value::Null
                        }
                        _ => self.value()?,
                    };
                    head.insert(key, value);
                }
                Some(_) => return self.fault("broken JSON: an object goes on with a name in quotes"),
                None => return self.fault("broken JSON: the file ends in the middle of the object"),
            }
        }
    }
}
