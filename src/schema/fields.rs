//! `schema/fields.toml`: the declaration of every field of the index.

use serde::Deserialize;

use super::SchemaError;
use crate::text::Language;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Analysed terms with frequency, length and, where declared, positions.
    Terms,
    /// Terms of which only is known which documents have them: no frequency, length or positions.
    Set,
    /// One or more exact values, found by equality.
    Keyword,
    /// A 64-bit integer for sorting and ranges.
    Number,
    /// 64-bit integers of a document, read with it and not searched.
    Column,
    /// Text that comes back with a hit and is not searched.
    Stored,
    /// Bytes that come back with a hit and are not searched.
    Bytes,
}

/// One field of the index.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldDeclaration {
    pub name: String,
    pub kind: FieldKind,
    /// The language whose chain made the terms; `None` where a field holds every language.
    pub language: Option<Language>,
    #[serde(default)]
    pub positions: bool,
    pub purpose: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    field: Vec<FieldDeclaration>,
}

pub(super) fn read(file: &'static str, text: &str) -> Result<Vec<FieldDeclaration>, SchemaError> {
    let parsed: File = toml::from_str(text).map_err(|error| SchemaError {
        file,
        line: error.span().map_or(1, |span| text[..span.start].lines().count().max(1)),
        what: error.message().to_string(),
    })?;
    Ok(parsed.field)
}
