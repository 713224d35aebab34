//! Front matter: the facts above a Markdown text, in YAML or TOML, with keys in lower case.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Map, Value};

/// Front matter is a handful of facts; more is something else between two lines of hyphens.
const MAX_BYTES: usize = 64 << 10;
/// Brackets in YAML, which nest.
const MAX_BRACKETS: usize = 500;
/// Values are followed so deep: an author in a list has two levels.
const MAX_DEPTH: usize = 4;

/// Facts by key.
type Facts = Map<String, Value>;
/// The line of a fault, from 1, and what it is.
type Fault = (usize, String);

/// Splits a file into the facts of its front matter and its text.
///
/// # Errors
/// The line of the fault and what it is, if there is front matter that cannot be read.
pub(super) fn split(markdown: &str) -> Result<(Facts, &str), Fault> {
    let first = markdown.lines().next().unwrap_or("").trim_end();
    let read = match first {
        "---" => yaml,
        "+++" => toml,
        _ => return Ok((Map::new(), markdown)),
    };
    let start = markdown.find('\n').map_or(markdown.len(), |at| at + 1);
    let Some((facts, body)) = cut(&markdown[start..], first) else {
        // A rule at the top of a text without any facts is a rule.
        return match first {
            "---" if !markdown[start..].lines().next().unwrap_or("").contains(": ") => Ok((Map::new(), markdown)),
            _ => Err((1, format!("the front matter has no end; close it with a line {first}"))),
        };
    };
    if facts.len() > MAX_BYTES {
        return Err((1, format!("the front matter has more than {MAX_BYTES} bytes; is its end missing?")));
    }
    let facts = read(facts).map_err(|(line, what)| (line + 1, format!("the front matter cannot be read: {what}")))?;
    Ok((facts.into_iter().map(|(key, value)| (key.to_lowercase(), value)).collect(), body))
}

/// Cuts at the line that closes the front matter.
fn cut<'t>(text: &'t str, fence: &str) -> Option<(&'t str, &'t str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = line.trim_end();
        if end == fence || (fence == "---" && end == "...") {
            return Some((&text[..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn yaml(text: &str) -> Result<Facts, Fault> {
    if text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count() > MAX_BRACKETS {
        return Err((1, format!("it holds more than {MAX_BRACKETS} brackets")));
    }
    if let Some(line) = text.lines().position(|line| line.trim_start().starts_with("- - - ")) {
        return Err((line + 1, "lists are nested too deep".to_string()));
    }
    let documents = Yaml::load_from_str(text).map_err(|e| (e.marker().line(), e.info().to_string()))?;
    match documents.into_iter().next() {
        Some(Yaml::Mapping(mapping)) => Ok(mapping
            .into_iter()
            .filter_map(|(key, value)| Some((key.as_str()?.to_string(), from_yaml(&value, 0))))
            .collect()),
        None | Some(Yaml::Value(Scalar::Null)) => Ok(Map::new()),
        Some(_) => Err((1, "it is no list of \"key: value\"".to_string())),
    }
}

fn from_yaml(value: &Yaml, depth: usize) -> Value {
    match value {
        _ if depth > MAX_DEPTH => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => Value::Bool(*value),
        Yaml::Value(Scalar::Integer(number)) => Value::from(*number),
        Yaml::Value(Scalar::FloatingPoint(number)) => Value::from(number.into_inner()),
        Yaml::Value(Scalar::String(text)) => Value::from(text.as_ref()),
        Yaml::Sequence(values) => values.iter().map(|value| from_yaml(value, depth + 1)).collect(),
        Yaml::Mapping(mapping) => {
            let member = |(key, value): (&Yaml, &Yaml)| Some((key.as_str()?.to_string(), from_yaml(value, depth + 1)));
            mapping.iter().filter_map(member).collect::<Map<_, _>>().into()
        }
        Yaml::Tagged(_, value) => from_yaml(value, depth + 1),
        _ => Value::Null,
    }
}

fn toml(text: &str) -> Result<Facts, Fault> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        (line, error.message().to_string())
    })?;
    Ok(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(value) => Value::from(value),
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(values) => values.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            table.into_iter().map(|(key, value)| (key, from_toml(value))).collect::<Map<_, _>>().into()
        }
    }
}
