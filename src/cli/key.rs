//! `tandem key`: the keys by which spellings of a name are one.

use std::io::Write;

use serde::Serialize;

use super::Outcome;
use super::arguments::{Format, KeyArguments};
use crate::text::{Language, name_key, name_keys};

/// The keys of one word of a name; empty where a word has none.
#[derive(Serialize)]
struct Keys<'a> {
    word: &'a str,
    de: String,
    en: String,
    /// Those by which the word is compared: of both readings, or of the one that its letters allow.
    keys: Vec<String>,
}

pub(super) fn run(arguments: &KeyArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let words = arguments.names.iter().flat_map(|name| name.split([' ', '-'])).filter(|word| !word.is_empty());
    let keys: Vec<Keys> = words
        .map(|word| Keys {
            word,
            de: name_key(word, Language::De),
            en: name_key(word, Language::En),
            keys: name_keys(word).into_iter().collect(),
        })
        .collect();
    match arguments.format {
        Format::Json => writeln!(out, "{}", serde_json::to_string(&keys)?)?,
        Format::Text => {
            for Keys { word, de, en, .. } in &keys {
                let shown = |key: &str| if key.is_empty() { "-".to_string() } else { key.to_string() };
                writeln!(out, "{word}\t{}\t{}", shown(de), shown(en))?;
            }
        }
    }
    Ok(if keys.iter().all(|keys| keys.keys.is_empty()) { Outcome::NothingFound } else { Outcome::Found })
}
