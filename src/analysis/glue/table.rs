//! The table of words found in glue: `glue_words.tsv` comes in, what may be done with each of its words goes out.
//!
//! A line that does not keep the format is an error that says what is wrong with it; the head of the file explains its columns.

use rustc_hash::FxHashMap;

use crate::schema::{Schema, SchemaError, columns, rows};
use crate::text::Language;

const FILE: &str = "glue_words.tsv";

/// What may be done with a word of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::analysis) struct Roles {
    /// How it may stand behind another word, if at all.
    pub behind: Option<Behind>,
    /// Whether it may stand before any word.
    pub leads: bool,
    /// Whether it may stand before a word that stands behind any.
    pub pairs: bool,
    /// Whether it is also a prefix, and never a left part.
    pub is_apart: bool,
    /// Whether it is no glue though it looks so.
    pub is_whole: bool,
}

/// Behind what a word of the table may be split off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::analysis) enum Behind {
    /// Any known word.
    Any,
    /// A name, or a noun whose ending nothing but `s` and `en` may follow.
    Firm,
    /// Such a noun, but no name.
    Abstract,
    /// As `Any`, but no word in *n*, unless it is a name.
    NotN,
    /// A name or, in German, a noun.
    Subject,
    /// As `Subject`, or a longer word in small letters: gefunden|wurde.
    Verb,
    /// As `Firm`, but no word in small letters: bekannt|werden.
    Infinitive,
}

/// The table of words found in glue.
#[derive(Default)]
pub(super) struct GlueWords {
    roles: [FxHashMap<Box<str>, Roles>; 2],
}

impl GlueWords {
    /// Reads the table.
    ///
    /// # Errors
    /// The first line with a wrong number of columns, an unknown language or an unknown kind.
    pub(super) fn new(schema: &Schema) -> Result<GlueWords, SchemaError> {
        let mut read = GlueWords::default();
        for row in rows(schema.table(FILE)) {
            let fault = |what: String| SchemaError { file: FILE, line: row.line, what };
            let [language, kind, words] = columns(FILE, &row)?;
            let language: Language = language.parse().map_err(|error| fault(format!("{error}")))?;
            let roles = &mut read.roles[language as usize];
            for word in words.split_whitespace() {
                let entry = roles.entry(word.into()).or_default();
                match kind {
                    "joins" => entry.behind = Some(Behind::Any),
                    "firm" => entry.behind = Some(Behind::Firm),
                    "abstract" => entry.behind = Some(Behind::Abstract),
                    "der" => entry.behind = Some(Behind::NotN),
                    "says" => entry.behind = Some(Behind::Subject),
                    "leads" => (entry.leads, entry.pairs) = (true, true),
                    "aux" => entry.behind = Some(Behind::Verb),
                    "infinitive" => entry.behind = Some(Behind::Infinitive),
                    "pairs" => entry.pairs = true,
                    "apart" => entry.is_apart = true,
                    "whole" => entry.is_whole = true,
                    _ => return Err(fault(format!("unknown kind {kind:?}"))),
                }
            }
        }
        Ok(read)
    }

    /// Returns what the table says about a word.
    pub(super) fn roles(&self, word: &str, language: Language) -> Roles {
        self.roles[language as usize].get(word).copied().unwrap_or_default()
    }
}
