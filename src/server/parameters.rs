//! The parameters of a search, from a query string or a JSON object; both know the same names and ranges.

use form_urlencoded::Serializer;
use serde_json::{Map, Value};

use super::problem::Problem;
use crate::backend::{EntityGroup, Facet, Order};
use crate::query::{DateRange, Filter, InvalidDateRange, Syntax};
use crate::search::entities::MAX_LISTED;
use crate::search::{ClaimOptions, ClaimOrder, Cursor, InvalidCursor, MAX_LIMIT, Request};
use crate::text::Language;

/// Hits that can be passed over to reach a page.
pub(super) const MAX_OFFSET: usize = 100_000;
/// A query has at most this many bytes.
const MAX_QUERY_BYTES: usize = 64 << 10;
/// Parameters that may stand in a URL more than once; each is a further condition.
const REPEATABLE: [&str; 3] = ["source", "date", "entity"];

/// Syntaxes by name.
pub(super) const SYNTAXES: [(&str, Syntax); 2] = [("query", Syntax::Query), ("words", Syntax::Words)];
/// Whether there are snippets, by name.
pub(super) const SNIPPETS: [(&str, bool); 2] = [("on", true), ("none", false)];
/// Yes and no by name.
pub(super) const FLAGS: [(&str, bool); 6] =
    [("true", true), ("1", true), ("on", true), ("false", false), ("0", false), ("", false)];

/// Whether copies are one hit, by name.
pub(super) const GROUPS: [(&str, ()); 2] = [("copies", ()), ("none", ())];
/// Whether words are searched in the other language, by name.
pub(super) const CROSS_LANGUAGE: [(&str, bool); 2] = [("auto", true), ("off", false)];
/// Whether names are searched in other spellings, by name.
pub(super) const NAMES: [(&str, bool); 2] = [("variants", true), ("exact", false)];

/// Reads the parameters of a search from the query string of a URL.
pub(super) fn from_query_string(text: &str) -> Result<Request, Problem> {
    let mut values = Map::new();
    for (name, value) in form_pairs(text) {
        let value = Value::String(value);
        match values.get_mut(&name) {
            Some(Value::Array(earlier)) => earlier.push(value),
            _ if REPEATABLE.contains(&name.as_str()) => drop(values.insert(name, Value::Array(vec![value]))),
            _ => drop(values.insert(name, value)),
        }
    }
    from_object(&values)
}

/// Claims of an answer, if nothing else is said.
const CLAIMS: usize = 50;

/// Orders of claims by name.
pub const CLAIM_ORDERS: [(&str, ClaimOrder); 7] = [
    ("relevance", ClaimOrder::Relevance),
    ("value", ClaimOrder::Smallest),
    ("-value", ClaimOrder::Largest),
    ("date", ClaimOrder::Oldest),
    ("-date", ClaimOrder::Newest),
    ("speaker", ClaimOrder::Speaker),
    ("source", ClaimOrder::Source),
];
/// Whether claims are answered as a table, by name.
pub(super) const CLAIM_FORMATS: [(&str, bool); 2] = [("json", false), ("csv", true)];

/// What a list of claims is asked for.
pub(super) struct ClaimQuery {
    pub request: Request,
    pub options: ClaimOptions,
    pub is_table: bool,
}

/// Reads the parameters of a search for claims from the query string of a URL.
pub(super) fn claims_from_query_string(text: &str) -> Result<ClaimQuery, Problem> {
    let mut query = ClaimQuery { request: Request::new(""), options: ClaimOptions::default(), is_table: false };
    let mut has_limit = false;
    let mut others = Serializer::new(String::new());
    for (name, value) in form_pairs(text) {
        match name.as_str() {
            "sort" => query.options.order = choice(&name, &Value::String(value), &CLAIM_ORDERS)?,
            "format" => query.is_table = choice(&name, &Value::String(value), &CLAIM_FORMATS)?,
            "about" => query.options.about = Some(value).filter(|about| !about.is_empty()),
            _ => {
                has_limit |= name == "limit";
                others.append_pair(&name, &value);
            }
        }
    }
    query.request = from_query_string(&others.finish())?;
    if !has_limit {
        query.request.limit = CLAIMS;
    }
    Ok(query)
}

/// What a list of entities is asked for.
pub(super) struct EntityQuery {
    pub name: String,
    pub limit: usize,
}

/// Entities of a list, if nothing else is said.
const LISTED_ENTITIES: usize = 20;

/// Reads the parameters of a list of entities from the query string of a URL.
pub(super) fn entity_query(text_of_url: &str) -> Result<EntityQuery, Problem> {
    let mut query = EntityQuery { name: String::new(), limit: LISTED_ENTITIES };
    for (name, value) in form_pairs(text_of_url) {
        match name.as_str() {
            "q" if value.len() > MAX_QUERY_BYTES => {
                return Err(Problem::bad_request(format!("\"q\" has more than {MAX_QUERY_BYTES} bytes")));
            }
            "q" => query.name = value,
            "limit" => query.limit = number(&name, &Value::String(value), MAX_LISTED)?,
            _ => {}
        }
    }
    Ok(query)
}

/// Reads the parameters of a search from a JSON object; numbers may be written as strings.
pub(super) fn from_object(values: &Map<String, Value>) -> Result<Request, Problem> {
    let mut request = Request::new("");
    let mut has_text = false;
    for (name, value) in values {
        match name.as_str() {
            "q" => {
                request.text = text(name, value)?.to_string();
                has_text = true;
            }
            "syntax" => request.syntax = choice(name, value, &SYNTAXES)?,
            "limit" => request.limit = number(name, value, MAX_LIMIT)?,
            "offset" => request.offset = number(name, value, MAX_OFFSET)?,
            "snippets" => request.with_snippets = choice(name, value, &SNIPPETS)?,
            // Known values of a parameter whose other values have nothing to do yet: copies are not grouped.
            "group" => choice(name, value, &GROUPS)?,
            "cross_language" => request.is_translated = choice(name, value, &CROSS_LANGUAGE)?,
            "names" => request.has_spellings = choice(name, value, &NAMES)?,
            "sort" => request.order = choice(name, value, &ORDERS)?,
            "lang" => request.language = language(name, value)?,
            "source" => request.filters.extend(texts(name, value)?.into_iter().map(Filter::Source)),
            "date" => request.filters.extend(dates(name, value)?),
            "entity" => request.filters.extend(texts(name, value)?.into_iter().map(Filter::Entity)),
            "facets" => request.facets = facets(name, value)?,
            "explain" => request.with_explanations = flag(name, value)?,
            "cursor" => request.cursor = cursor(name, value)?,
            _ => {}
        }
    }
    if !has_text {
        return Err(Problem::bad_request("the parameter \"q\" is missing; write ?q=words"));
    }
    if request.text.len() > MAX_QUERY_BYTES {
        return Err(Problem::bad_request(format!("\"q\" has more than {MAX_QUERY_BYTES} bytes")));
    }
    Ok(request)
}

/// Orders by name: a minus turns an order around, as in JSON:API.
pub const ORDERS: [(&str, Order); 3] =
    [("relevance", Order::Relevance), ("date", Order::Oldest), ("-date", Order::Newest)];
/// Facets by name.
pub const FACETS: [(&str, Facet); 10] = [
    ("source", Facet::Source),
    ("lang", Facet::Language),
    ("entity", Facet::Entity(EntityGroup::All)),
    ("person", Facet::Entity(EntityGroup::Person)),
    ("place", Facet::Entity(EntityGroup::Place)),
    ("org", Facet::Entity(EntityGroup::Organisation)),
    ("thing", Facet::Entity(EntityGroup::Thing)),
    ("day", Facet::Day),
    ("month", Facet::Month),
    ("year", Facet::Year),
];

/// Reads the language of the articles; an empty one asks for all.
fn language(name: &str, value: &Value) -> Result<Option<Language>, Problem> {
    let tag = text(name, value)?;
    let fault = || Problem::bad_request(format!("{name:?} is {tag:?}; it can be de or en"));
    if tag.is_empty() { Ok(None) } else { tag.parse().map(Some).map_err(|_| fault()) }
}

/// Reads dates as they stand on the query line, each a condition of its own.
fn dates(name: &str, value: &Value) -> Result<Vec<Filter>, Problem> {
    let read = |text: String| {
        let fault = |error: InvalidDateRange| Problem::bad_request(format!("{name:?}: {error}"));
        DateRange::try_from(text).map(Filter::Date).map_err(fault)
    };
    texts(name, value)?.into_iter().map(read).collect()
}

/// Reads a text or an array of them; empty ones ask for nothing.
fn texts(name: &str, value: &Value) -> Result<Vec<String>, Problem> {
    let values = match value {
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    };
    let texts = values.iter().map(|value| text(name, value).map(str::to_string));
    texts.filter(|text| text.as_ref().map_or(true, |text| !text.trim().is_empty())).collect()
}

/// Reads a list of facets, separated by commas or as an array.
fn facets(name: &str, value: &Value) -> Result<Vec<Facet>, Problem> {
    let names: Vec<Value> = match value {
        Value::Array(names) => names.clone(),
        other => text(name, other)?.split(',').map(|name| Value::from(name.trim())).collect(),
    };
    let mut facets = Vec::new();
    for value in names.iter().filter(|value| value.as_str() != Some("")) {
        let facet = choice(name, value, &FACETS)?;
        if !facets.contains(&facet) {
            facets.push(facet);
        }
    }
    Ok(facets)
}

fn flag(name: &str, value: &Value) -> Result<bool, Problem> {
    match value {
        Value::Bool(is_on) => Ok(*is_on),
        other => choice(name, other, &FLAGS),
    }
}

fn cursor(name: &str, value: &Value) -> Result<Option<Cursor>, Problem> {
    match value {
        Value::Null => Ok(None),
        other => match text(name, other)? {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|error: InvalidCursor| Problem::bad_request(error.to_string())),
        },
    }
}

fn text<'v>(name: &str, value: &'v Value) -> Result<&'v str, Problem> {
    value.as_str().ok_or_else(|| Problem::bad_request(format!("{name:?} is not a string")))
}

fn number(name: &str, value: &Value, max: usize) -> Result<usize, Problem> {
    let number = match value {
        Value::String(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok(),
        // JSON knows one kind of number: 10.0 is 10.
        other => other.as_f64().filter(|number| number.fract() == 0.0 && *number >= 0.0).map(|number| number as usize),
    };
    let fault = || Problem::bad_request(format!("{name:?} is not a whole number from 0 to {max}"));
    number.filter(|&number| number <= max).ok_or_else(fault)
}

fn choice<T: Copy>(name: &str, value: &Value, choices: &[(&str, T)]) -> Result<T, Problem> {
    let typed = text(name, value)?;
    choices.iter().find(|(known, _)| *known == typed).map(|(_, meaning)| *meaning).ok_or_else(|| {
        let known: Vec<_> = choices.iter().map(|(known, _)| *known).filter(|known| !known.is_empty()).collect();
        Problem::bad_request(format!("{name:?} is {typed:?}; it can be {}", known.join(" or ")))
    })
}

/// Returns the pairs of a query string, percent-decoded; bytes that are not UTF-8 become U+FFFD.
pub(super) fn form_pairs(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str) -> String {
        from_query_string(text).expect_err("a bad parameter").detail
    }

    #[test]
    fn query_strings_and_objects_mean_the_same() {
        let from_url = from_query_string("q=B%C3%A4ume+am%20Haus&limit=5&syntax=words&snippets=none&unknown=1");
        let object = serde_json::json!({"q": "Bäume am Haus", "limit": 5, "syntax": "words", "snippets": "none"});
        let from_json = from_object(object.as_object().expect("an object"));
        assert_eq!(from_url, from_json);
        assert_eq!(from_url.map(|request| (request.limit, request.text)), Ok((5, "Bäume am Haus".to_string())));
    }

    #[test]
    fn sources_and_dates_narrow() {
        let from_url =
            from_query_string("q=a&source=Elbe-Bote&source=dpa&source=&date=2024-11").expect("good parameters");
        let object = serde_json::json!({"q": "a", "source": ["Elbe-Bote", "dpa"], "date": "2024-11"});
        assert_eq!(from_object(object.as_object().expect("an object")), Ok(from_url.clone()));
        let source = |name: &str| Filter::Source(name.to_string());
        let date = DateRange::parse("2024-11").expect("a date");
        assert_eq!(from_url.filters, [Filter::Date(date), source("Elbe-Bote"), source("dpa")]);
    }

    #[test]
    fn faults_name_the_parameter_and_the_remedy() {
        assert_eq!(fault(""), "the parameter \"q\" is missing; write ?q=words");
        assert_eq!(fault("q=a&limit=1001"), "\"limit\" is not a whole number from 0 to 1000");
        assert_eq!(fault("q=a&limit=-1"), "\"limit\" is not a whole number from 0 to 1000");
        assert!(fault("q=a&date=sometime").starts_with("\"date\": \"sometime\" is no date; write "));
        assert_eq!(fault("q=a&syntax=sql"), "\"syntax\" is \"sql\"; it can be query or words");
    }
}
