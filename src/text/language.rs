//! The two languages that have an analysis chain. Text in any other language is kept, with no `Language`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language with its own analysis chain; a third language is `Option::<Language>::None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    De,
    En,
}

impl Language {
    /// Both languages, in the order in which their fields and answers are listed.
    pub const ALL: [Language; 2] = [Language::De, Language::En];

    /// Returns the ISO 639-1 code, `de` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Language::De => "de",
            Language::En => "en",
        }
    }

    /// Returns the other one of the two.
    pub fn other(self) -> Language {
        match self {
            Language::De => Language::En,
            Language::En => Language::De,
        }
    }

    /// Reads the language out of a declared tag such as `de`, `en-GB`, `de_AT`, `German` or `deutsch`.
    ///
    /// Returns `None` for any other language or an unreadable tag: a declaration is evidence, not a command.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let tag = tag.trim().to_lowercase();
        match tag.split(['-', '_']).next().unwrap_or("") {
            "de" | "deu" | "ger" | "german" | "deutsch" => Some(Language::De),
            "en" | "eng" | "english" | "englisch" => Some(Language::En),
            _ => None,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A language code that is neither `de` nor `en`.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown language {0:?}; write de or en")]
pub struct UnknownLanguage(pub String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        match code {
            "de" => Ok(Language::De),
            "en" => Ok(Language::En),
            _ => Err(UnknownLanguage(code.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_many_shapes_are_read() {
        for (tag, expected) in [
            ("de", Some(Language::De)),
            ("de-AT", Some(Language::De)),
            ("EN_us", Some(Language::En)),
            ("Deutsch", Some(Language::De)),
            ("fr", None),
            ("", None),
        ] {
            assert_eq!(Language::from_tag(tag), expected, "{tag:?}");
        }
    }
}
