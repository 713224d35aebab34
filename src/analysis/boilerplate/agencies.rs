//! Wire services by the names under which articles credit them.

use rustc_hash::FxHashMap;

use super::pattern::Seen;
use crate::analysis::tokenizer::tokenize;
use crate::schema::{Row, Schema, SchemaError, columns, rows};
use crate::text::normalize;

const FILE: &str = "agencies.tsv";

/// Where a spelling counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Agency,
    /// Only in brackets.
    Bracket,
    /// Beside an agency; names none.
    Desk,
}

#[derive(Debug)]
struct Spelling {
    /// As written in the table, and in lower case.
    words: Vec<(String, String)>,
    agency: u16,
    kind: Kind,
}

/// A pattern that only one agency writes.
#[derive(Debug)]
pub(super) struct Phrase {
    pub agency: u16,
    pub pattern: String,
    pub line: usize,
}

/// The table `schema/agencies.tsv`.
#[derive(Debug)]
pub(super) struct Agencies {
    names: Vec<String>,
    /// By the first word in lower case; the longest spelling first.
    spellings: FxHashMap<String, Vec<Spelling>>,
    pub phrases: Vec<Phrase>,
}

impl Agencies {
    /// Reads the table.
    ///
    /// # Errors
    /// A row with other than three columns or of an unknown kind.
    pub fn new(schema: &Schema) -> Result<Agencies, SchemaError> {
        let mut agencies = Agencies { names: Vec::new(), spellings: FxHashMap::default(), phrases: Vec::new() };
        for row in rows(schema.table(FILE)) {
            agencies.add(&row)?;
        }
        for spellings in agencies.spellings.values_mut() {
            spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.words.len()));
        }
        Ok(agencies)
    }

    fn add(&mut self, row: &Row) -> Result<(), SchemaError> {
        let [name, written, kind] = columns(FILE, row)?;
        let agency = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_string());
            self.names.len() - 1
        }) as u16;
        let kind = match kind {
            "agency" | "release" => Kind::Agency,
            "bracket" => Kind::Bracket,
            "desk" => Kind::Desk,
            "phrase" => {
                self.phrases.push(Phrase { agency, pattern: written.to_string(), line: row.line });
                return Ok(());
            }
            other => return Err(SchemaError { file: FILE, line: row.line, what: format!("unknown kind {other:?}") }),
        };
        let mut words = Vec::new();
        tokenize(written, |group| {
            let written = group.words.iter().map(|word| written[word.range()].to_string());
            words.extend(written.map(|written| (written.clone(), normalize(&written).text)));
        });
        let Some((_, first)) = words.first() else {
            return Err(SchemaError { file: FILE, line: row.line, what: "the spelling holds no word".to_string() });
        };
        self.spellings.entry(first.clone()).or_default().push(Spelling { words, agency, kind });
        Ok(())
    }

    /// Returns the first words of all spellings, in lower case.
    pub fn first_words(&self) -> impl Iterator<Item = &str> {
        self.spellings.keys().map(String::as_str)
    }

    /// Returns whether a spelling may begin with this word.
    pub fn may_begin_with(&self, word: &str) -> bool {
        !word.is_ascii() || self.spellings.contains_key(&word.to_ascii_lowercase())
    }

    /// Returns the canonical name of an agency.
    pub fn name(&self, agency: u16) -> &str {
        &self.names[agency as usize]
    }

    /// Returns how many words at the start of `words` name agencies, with their desks and numbers, and appends the
    /// agencies to `found`; 0 if the first word is no agency.
    pub fn run(&self, text: &str, words: &[Seen], in_brackets: bool, found: &mut Vec<u16>) -> usize {
        let mut n_words = 0;
        while n_words < words.len() {
            let rest = &words[n_words..];
            let spelling = self.spelling(text, rest, in_brackets);
            match spelling {
                Some(spelling) if spelling.kind != Kind::Desk => found.push(spelling.agency),
                Some(_) if n_words > 0 => {}
                None if n_words > 0 && rest[0].is_number() => {}
                _ => break,
            }
            n_words += spelling.map_or(1, |spelling| spelling.words.len());
        }
        n_words
    }

    fn spelling(&self, text: &str, words: &[Seen], in_brackets: bool) -> Option<&Spelling> {
        let is_here = |spelling: &&Spelling| {
            (in_brackets || spelling.kind != Kind::Bracket)
                && spelling.words.len() <= words.len()
                && spelling.words.iter().zip(words).all(|((written, lower), word)| {
                    lower == word.exact() && is_same_case(written, lower, &text[word.span.range()])
                })
        };
        self.spellings.get(words.first()?.exact())?.iter().find(is_here)
    }
}

/// `SID` is credited as `sid` and `Reuters` as `REUTERS`, but `Sid` is a person.
fn is_same_case(listed: &str, lower: &str, written: &str) -> bool {
    written == listed || written == lower || !written.chars().any(char::is_lowercase)
}
