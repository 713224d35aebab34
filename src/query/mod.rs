//! From what a person typed to a [`Query`]: our own tree, total (any text is a query), with notes on how it was read.
//!
//! ```
//! let query = tandem::query::parse("Botschaft \"in Kiew\"", tandem::query::Syntax::Query);
//! assert_eq!(query.to_string(), "Botschaft \"in Kiew\"");
//! assert!(query.notes.is_empty());
//! ```

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::analysis::tokenize;

/// Words and phrases read from one query at most; the rest is left out with a note.
const MAX_CLAUSES: usize = 512;

/// Words of one hyphen compound at most; a longer chain is searched as words of their own.
const MAX_COMPOUND_WORDS: usize = 16;

/// How the text of a query is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Syntax {
    /// The query line: words and `"exact order"`.
    #[default]
    Query,
    /// Plain words, whatever signs stand between them.
    Words,
}

/// One condition of a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// One word or hyphen compound, as typed: the more of them an article has, the better.
    Word(String),
    /// Words in exact order, as typed: articles without it are left out.
    Phrase(String),
}

/// How a part of the query was read, where that may surprise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Stable name for programs, such as `unclosed_quote`.
    pub code: String,
    /// What happened, for people, with the place in the query.
    pub detail: String,
}

/// A query as it was read. Its printed form parses to the same clauses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    pub clauses: Vec<Clause>,
    pub notes: Vec<Note>,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, clause) in self.clauses.iter().enumerate() {
            let space = if i > 0 { " " } else { "" };
            match clause {
                Clause::Word(word) => write!(f, "{space}{word}")?,
                Clause::Phrase(words) => write!(f, "{space}\"{words}\"")?,
            }
        }
        Ok(())
    }
}

/// Reads a query. Never fails: what is no syntax is words.
pub fn parse(text: &str, syntax: Syntax) -> Query {
    let mut query = Query::default();
    match syntax {
        Syntax::Words => query.push_words(text),
        Syntax::Query => query.push_quoted(text),
    }
    if query.clauses.len() > MAX_CLAUSES {
        query.clauses.truncate(MAX_CLAUSES);
        query.note("too_long", format!("only the first {MAX_CLAUSES} words were searched"));
    }
    if query.clauses.is_empty() {
        query.note("empty", "the query holds no word".to_string());
    }
    query
}

impl Query {
    fn push_words(&mut self, text: &str) {
        tokenize(text, |group| {
            let whole = group.whole();
            let spans =
                if group.words.len() > MAX_COMPOUND_WORDS { &group.words[..] } else { std::slice::from_ref(&whole) };
            self.clauses.extend(spans.iter().map(|span| Clause::Word(text[span.range()].to_string())));
        });
    }

    fn push_quoted(&mut self, text: &str) {
        let mut rest = text;
        while let Some(open) = rest.find(is_opening_quote) {
            self.push_words(&rest[..open]);
            let place = text[..text.len() - rest.len() + open].chars().count();
            let quote = rest[open..].chars().next().expect("find gives the place of a character");
            let inside = &rest[open + quote.len_utf8()..];
            match inside.find(is_closing_quote) {
                Some(close) => {
                    self.push_phrase(&inside[..close], place);
                    rest = &inside[close..];
                    rest = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
                }
                None => {
                    let detail =
                        format!("the quote at character {place} is never closed; what follows was read as words");
                    self.note("unclosed_quote", detail);
                    rest = inside;
                    break;
                }
            }
        }
        self.push_words(rest);
    }

    fn push_phrase(&mut self, text: &str, place: usize) {
        let mut words: Vec<&str> = Vec::new();
        let (mut n_words, mut is_cut) = (0, false);
        tokenize(text, |group| {
            n_words += group.words.len();
            is_cut |= n_words > MAX_CLAUSES;
            if !is_cut {
                words.push(&text[group.whole().range()]);
            }
        });
        if is_cut {
            let detail =
                format!("the phrase at character {place} was searched by its first words, {MAX_CLAUSES} at most");
            self.note("too_long", detail);
        }
        if words.is_empty() {
            self.note("empty_phrase", format!("the quotes at character {place} hold no word and were passed over"));
        } else {
            self.clauses.push(Clause::Phrase(words.join(" ")));
        }
    }

    pub(crate) fn note(&mut self, code: &str, detail: String) {
        self.notes.push(Note { code: code.to_string(), detail });
    }
}

/// Straight and typographic double quotes; single ones are apostrophes too often.
fn is_opening_quote(c: char) -> bool {
    matches!(c, '"' | '„' | '“' | '”' | '»' | '«')
}

fn is_closing_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '»' | '«')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, printed: &str, codes: &[&str]) {
        let query = parse(text, Syntax::Query);
        assert_eq!(query.to_string(), printed, "{text:?}");
        assert_eq!(query.notes.iter().map(|n| n.code.as_str()).collect::<Vec<_>>(), codes, "{text:?}");
    }

    #[test]
    fn words_and_phrases() {
        check("Luftangriff auf Kiew", "Luftangriff auf Kiew", &[]);
        check("\"in Kiew\" Botschaft!", "\"in Kiew\" Botschaft", &[]);
        check("„potenziell erheblichen Luftangriff“", "\"potenziell erheblichen Luftangriff\"", &[]);
        check("US-Botschaft (Kiew)", "US-Botschaft Kiew", &[]);
        check("\"offen bleibt", "offen bleibt", &["unclosed_quote"]);
        check("\"\" x", "x", &["empty_phrase"]);
        check(" ... ", "", &["empty"]);
    }

    #[test]
    fn words_syntax_knows_no_quotes() {
        let query = parse("\"in Kiew\"", Syntax::Words);
        assert_eq!(query.clauses, [Clause::Word("in".into()), Clause::Word("Kiew".into())]);
    }

    #[test]
    fn endless_chains_and_phrases_are_cut() {
        let chain = "a-".repeat(5_000);
        check(&chain, &["a"; 512].join(" "), &["too_long"]);
        let phrase = format!("\"{}\"", "wort ".repeat(5_000));
        check(&phrase, &format!("\"{}\"", ["wort"; 512].join(" ")), &["too_long"]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query_and_prints_to_itself(text in "\\PC{0,80}") {
            let query = parse(&text, Syntax::Query);
            let again = parse(&query.to_string(), Syntax::Query);
            prop_assert_eq!(query.clauses, again.clauses);
        }
    }
}
