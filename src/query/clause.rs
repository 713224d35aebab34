//! What a query asks for, as a tree. Its printed form parses to itself.

use std::fmt::{self, Display, Formatter};

use serde::{Deserialize, Serialize};

use super::DateRange;
use crate::text::Language;

/// One condition or wish of a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// One word or hyphen compound, as typed: the more of them an article has, the better.
    Word(String),
    /// Words in exact order, as typed: articles without it are left out.
    Phrase(String),
    /// Words as written, `="As Written"`: no stems, no variants, no translation.
    Exact(String),
    /// A pattern of letters of one word: `word*`, `w?rd`, `word~1`.
    Pattern(Pattern),
    /// Words or phrases at most `distance` words apart, in any order.
    Near {
        /// Words that may stand between two neighbors.
        distance: u32,
        operands: Vec<Clause>,
    },
    /// All of them.
    And(Vec<Clause>),
    /// Any of them.
    Or(Vec<Clause>),
    /// Articles without it.
    Not(Box<Clause>),
    /// What stands in brackets, side by side: best match.
    Group(Vec<Clause>),
    /// Only in the title.
    Title(Box<Clause>),
    /// `de:word`: in this language alone, not translated.
    In(Language, Box<Clause>),
    /// A condition on the article, not on its words.
    Filter(Filter),
    /// `person:Scholz`: whoever or whatever has this name, in any spelling.
    Entity { field: EntityField, name: String },
    /// `figure:"troops >= 10000"`: a number with what it counts or measures, in any spelling.
    Figure(String),
    /// `said:Kirby`: figures of which somebody says how many, in any spelling of the name.
    Said(String),
}

/// How a word may differ from its pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Letters with `*` for any letters and `?` for one.
    Wildcard(String),
    /// A word with at most so many letters added, left out, changed or swapped: 1 or 2.
    Fuzzy { word: String, edits: u8 },
}

/// A condition on what is known of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    Source(String),
    Language(Language),
    Date(DateRange),
    /// Articles that name the entity with this id, which are marked but not ranked by it. Never typed: `entity:"…"`, as it is
    /// printed, ranks too.
    Entity(String),
}

/// Which entities a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntityField {
    Person,
    Place,
    Org,
    Entity,
}

impl EntityField {
    /// Returns the name that is typed before the colon.
    pub fn name(self) -> &'static str {
        match self {
            EntityField::Person => "person",
            EntityField::Place => "place",
            EntityField::Org => "org",
            EntityField::Entity => "entity",
        }
    }
}

impl Clause {
    /// Returns how tightly the clause holds together: what binds less than its surroundings needs brackets.
    fn binding(&self) -> u8 {
        match self {
            Clause::Or(_) => 1,
            Clause::And(_) => 2,
            Clause::Near { .. } => 3,
            Clause::Not(_) => 4,
            _ => 5,
        }
    }

    /// Returns whether the clause stands for words at one place of a text.
    pub(super) fn is_local(&self) -> bool {
        matches!(self, Clause::Word(_) | Clause::Phrase(_) | Clause::Exact(_) | Clause::Pattern(_))
    }

    fn print_in(&self, f: &mut Formatter<'_>, binding: u8) -> fmt::Result {
        if self.binding() < binding { write!(f, "({self})") } else { write!(f, "{self}") }
    }
}

/// Prints clauses with `between` between them, each in brackets if it binds less than `binding`.
pub(super) fn print_all(f: &mut Formatter<'_>, clauses: &[Clause], between: &str, binding: u8) -> fmt::Result {
    for (i, clause) in clauses.iter().enumerate() {
        if i > 0 {
            f.write_str(between)?;
        }
        clause.print_in(f, binding)?;
    }
    Ok(())
}

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Clause::Word(word) => f.write_str(word),
            Clause::Phrase(words) => write!(f, "\"{words}\""),
            Clause::Exact(words) => write!(f, "=\"{words}\""),
            Clause::Pattern(Pattern::Wildcard(pattern)) => f.write_str(pattern),
            Clause::Pattern(Pattern::Fuzzy { word, edits }) => write!(f, "{word}~{edits}"),
            Clause::Near { distance, operands } => print_all(f, operands, &format!(" NEAR/{distance} "), 4),
            Clause::And(clauses) => print_all(f, clauses, " AND ", 3),
            Clause::Or(clauses) => print_all(f, clauses, " OR ", 2),
            Clause::Not(clause) => {
                f.write_str("-")?;
                clause.print_in(f, 5)
            }
            Clause::Group(clauses) => {
                f.write_str("(")?;
                print_all(f, clauses, " ", 0)?;
                f.write_str(")")
            }
            Clause::Title(clause) => {
                f.write_str("title:")?;
                clause.print_in(f, 5)
            }
            Clause::In(language, clause) => {
                write!(f, "{}:", language.code())?;
                clause.print_in(f, 5)
            }
            Clause::Filter(Filter::Source(source)) => write!(f, "source:\"{source}\""),
            Clause::Filter(Filter::Language(language)) => write!(f, "lang:{}", language.code()),
            Clause::Filter(Filter::Date(range)) => write!(f, "date:{range}"),
            Clause::Filter(Filter::Entity(id)) => write!(f, "entity:\"{id}\""),
            Clause::Entity { field, name } => write!(f, "{}:\"{name}\"", field.name()),
            Clause::Figure(text) => write!(f, "figure:\"{text}\""),
            Clause::Said(name) => write!(f, "said:\"{name}\""),
        }
    }
}
