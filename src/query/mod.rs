//! From what a person typed to a [`Query`]: our own tree, total (any text is a query), with notes on how it was read.
//!
//! ```
//! use tandem::query::{Syntax, parse};
//! let query = parse("Botschaft \"in Kiew\" AND date:2024-11 -title:Wetter", Syntax::Query);
//! assert_eq!(query.to_string(), "Botschaft \"in Kiew\" AND date:2024-11 -title:Wetter");
//! assert!(query.notes.is_empty());
//! ```
//!
//! Only capitals are operators (`AND`, `OR`, `NOT`, `NEAR`, `UND`, `ODER`, `NICHT`, `NAHE`, and `&&`, `||`, `|`). A
//! question mark at the end of a word is punctuation (`Wer war das?`). `http://…`, `10:48` and `Kiew: Bericht` are words.
//!
//! The codes of notes on reading:
//!
//! | code | what was read |
//! |---|---|
//! | `empty` | no word at all |
//! | `too_long` | more words than a query may have; the rest was left out |
//! | `more_notes` | more notes than are shown |
//! | `unclosed_quote` | a quote without a second one: words |
//! | `empty_phrase` | quotes without a word: passed over |
//! | `unclosed_bracket` | `(` without `)`: closed at the end |
//! | `unopened_bracket` | `)` without `(`: passed over |
//! | `empty_bracket` | brackets without anything: passed over |
//! | `too_deep` | too many brackets within each other: passed over |
//! | `dangling_operator` | an operator with nothing beside it: passed over |
//! | `near_operand` | `NEAR` beside something else than words and phrases: `AND` |
//! | `slop` | `"a b"~5`: `a NEAR/5 b` |
//! | `near_distance` | `NEAR/999`: `NEAR/100` |
//! | `near_form` | `NEAR/x`, `W/5`: words |
//! | `pattern_in_phrase` | `*` in quotes: passed over |
//! | `capitals` | an operator in a text of capitals |
//! | `minus_number` | `-15`: without this number |
//! | `plus` | `+word`: the word |
//! | `short_pattern` | a pattern of one letter: a word |
//! | `long_pattern` | a pattern of more than 64 bytes: a word |
//! | `pattern_compound` | a pattern across hyphens: its words and patterns |
//! | `fuzzy_number` | `2024~`: the number as it is |
//! | `fuzzy_short` | a short word: fuzzy by one letter, or not at all |
//! | `fuzzy_edits` | `word~3`, `word~0.8`: `~1` or `~2` |
//! | `fuzzy_word` | `~` behind something else than one word: the words |
//! | `unknown_field` | `name:word` of no field: words |
//! | `field_space` | `title: word`: words |
//! | `empty_field` | a field without a value: passed over |
//! | `bad_value` | a date or language that is none: words |
//! | `field_list` | values side by side: `OR` |
//! | `ambiguous_date` | `03/04/2024`: the day first |
//! | `reversed_date` | a range that ends before it begins: turned round |
//!
//! Those of a search:
//!
//! | code | what was searched |
//! |---|---|
//! | `common_words` | function words, which do not rank |
//! | `one_language` | a lone function word: a word of the other language |
//! | `no_figure` | `figure:` without a number or a thing that is counted: the words |
//! | `figure_among_words` | a figure among words, besides them |
//! | `figures_cut` | a figure that fits too many numbers: the first ones |
//! | `unknown_speaker` | a name that says no figure: the words |
//! | `entity_read` | `person:Merz` and its like: the one who is named so most often |
//! | `unknown_entity` | a name that no article has: the words |
//! | `near_operands` | more operands of `NEAR` than are held against each other: the rest anywhere |
//! | `pattern_cut` | a pattern that fits too many words: the most frequent; the total is the least |
//! | `too_many_patterns` | a further pattern: passed over |
//! | `no_such_word` | a pattern that fits no word |
//! | `unknown_source` | a source that no article has |
//! | `later_commit` | a page after articles have changed |
//! | `partial` | as much as there was time for |

mod lexer;
mod chunk;
mod pattern;
mod clause;
mod date;
mod date_text;
mod parser;
mod operand;
mod field;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use clause::{Clause, EntityField, Filter, Pattern};
pub use date::{DatePoint, DateRange, DateUnit, InvalidDateRange};

/// How the text of a query is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Syntax {
    /// The query line: words, `"exact order"`, operators, fields.
    #[default]
    Query,
    /// Plain words, whatever signs stand between them.
    Words,
}

/// How a part of the query was read, where that may surprise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Stable name for programs, such as `unclosed_quote`.
    pub code: String,
    /// What happened, for people, with the place in the query.
    pub detail: String,
    /// Place in the query, in code points from 0, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<usize>,
}

/// Notes of one query at most; more would say nothing new.
const MAX_NOTES: usize = 50;

/// Notes as they are made.
#[derive(Debug, Default)]
struct Notes {
    notes: Vec<Note>,
    n_more: usize,
}

impl Notes {
    /// Adds a note on what stands at a place, counted in code points from 0.
    fn at(&mut self, code: &str, place: usize, detail: impl Into<String>) {
        if self.notes.len() == MAX_NOTES {
            self.n_more += 1;
            return;
        }
        let detail = format!("character {}: {}", place + 1, detail.into());
        self.notes.push(Note { code: code.to_string(), detail, at: Some(place) });
    }

    /// Returns the notes in the order of their places.
    fn finish(mut self) -> Vec<Note> {
        self.notes.sort_by_key(|note| note.at);
        if self.n_more > 0 {
            let detail = format!("{} more notes are left out", self.n_more);
            self.notes.push(Note { code: "more_notes".to_string(), detail, at: None });
        }
        self.notes
    }
}

/// Returns a text of the user in quotes, cut where it is long.
fn shown(text: &str) -> String {
    const MAX_LETTERS: usize = 40;
    match text.char_indices().nth(MAX_LETTERS) {
        Some((end, _)) => format!("\"{}…\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}

/// A query as it was read. Its printed form parses to the same clauses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// What stands side by side: conditions hold, words rank.
    pub clauses: Vec<Clause>,
    pub notes: Vec<Note>,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        clause::print_all(f, &self.clauses, " ", 0)
    }
}

/// Reads a query. Never fails: what is no syntax is words.
pub fn parse(text: &str, syntax: Syntax) -> Query {
    let mut query = match syntax {
        Syntax::Words => words(text),
        Syntax::Query => parser::parse(text),
    };
    if query.clauses.is_empty() {
        query.note("empty", "the query holds no word; write one".to_string());
    }
    query
}

fn words(text: &str) -> Query {
    let mut query = Query { clauses: chunk::words(text, parser::MAX_LEAVES), notes: Vec::new() };
    if query.clauses.len() > parser::MAX_LEAVES {
        query.clauses.truncate(parser::MAX_LEAVES);
        query.note("too_long", format!("only the first {} words were searched; write fewer", parser::MAX_LEAVES));
    }
    query
}

impl Query {
    pub(crate) fn note(&mut self, code: &str, detail: String) {
        let note = Note { code: code.to_string(), detail, at: None };
        if self.notes.len() < 2 * MAX_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

#[cfg(test)]
mod tests;
