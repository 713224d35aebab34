//! From pieces to clauses. Brackets bind first, then `-`, `NEAR`, `AND`, `OR`; what stands side by side binds least.

use super::chunk::{self, Operator, operator};
use super::field::Field;
use super::lexer::{Kind, Lexeme, lex};
use super::{Clause, Notes, Query};

/// Words, phrases and filters read from one query at most; the rest is left out with a note.
pub(super) const MAX_LEAVES: usize = 512;

/// Reads a query line.
pub(super) fn parse(text: &str) -> Query {
    let mut notes = Notes::default();
    let lexemes = lex(text, &mut notes);
    note_capitals(text, &lexemes, &mut notes);
    let mut parser = Parser { lexemes, at: 0, notes, n_leaves: 0, n_fields: 0, values_of: None };
    let clauses = parser.side_by_side();
    let is_cut = parser.is_full();
    let mut query = Query { clauses, notes: parser.notes.finish() };
    if is_cut {
        query.note("too_long", format!("only the first {MAX_LEAVES} words were searched; write fewer"));
    }
    query
}

/// Words of capitals from which on a query looks like a headline.
const MIN_HEADLINE_WORDS: usize = 5;

/// A headline in capitals may hold AND without meaning the operator.
fn note_capitals(text: &str, lexemes: &[Lexeme], notes: &mut Notes) {
    let is_operator = |lexeme: &&Lexeme| matches!(lexeme.kind, Kind::Chunk(chunk) if operator(chunk).is_some());
    if lexemes.len() >= MIN_HEADLINE_WORDS
        && !text.contains(char::is_lowercase)
        && let Some(Lexeme { kind: Kind::Chunk(chunk), place, .. }) = lexemes.iter().find(is_operator)
    {
        let detail = format!("{chunk} was read as an operator; write it small, or read the whole text as words");
        notes.at("capitals", *place, detail);
    }
}

/// What is read, and how far. Operators are read here, what stands between them in `operand.rs` and `field.rs`.
pub(super) struct Parser<'t> {
    pub lexemes: Vec<Lexeme<'t>>,
    pub at: usize,
    pub notes: Notes,
    /// Words, phrases and filters read so far.
    pub n_leaves: usize,
    /// Fields of text that hold the one that is read.
    pub n_fields: usize,
    /// The field whose values stand in the brackets that are read: `source:(dpa OR AP)`.
    pub values_of: Option<Field>,
}

impl<'t> Parser<'t> {
    /// Returns the next piece; none once the query has as many words as it may have.
    pub fn peek(&self) -> Option<Lexeme<'t>> {
        self.lexemes.get(self.at).copied().filter(|_| !self.is_full())
    }

    pub fn is_full(&self) -> bool {
        self.n_leaves > MAX_LEAVES
    }

    /// Returns how many more words the query may have.
    pub fn room(&self) -> usize {
        MAX_LEAVES.saturating_sub(self.n_leaves)
    }

    /// Counts clauses that were read, and leaves out those that are too many.
    pub fn keep(&mut self, mut clauses: Vec<Clause>) -> Vec<Clause> {
        let room = self.room();
        self.n_leaves += clauses.len();
        clauses.truncate(room);
        clauses
    }

    fn peek_operator(&self) -> Option<Operator> {
        match self.peek()?.kind {
            Kind::Chunk(chunk) => operator(chunk),
            _ => None,
        }
    }

    /// Reads clauses up to a closing bracket or the end.
    pub fn side_by_side(&mut self) -> Vec<Clause> {
        let mut clauses = Vec::new();
        while let Some(lexeme) = self.peek() {
            match (lexeme.kind, self.peek_operator()) {
                (Kind::Close, _) => break,
                (_, Some(Operator::And | Operator::Or | Operator::Near(_))) => {
                    self.dangling(lexeme.place);
                    self.at += 1;
                }
                _ => clauses.extend(self.any_of()),
            }
        }
        clauses
    }

    fn any_of(&mut self) -> Vec<Clause> {
        self.chain(|operator| operator == Operator::Or, Self::all_of, Clause::Or)
    }

    fn all_of(&mut self) -> Vec<Clause> {
        self.chain(|operator| operator == Operator::And, Self::near, Clause::And)
    }

    /// Reads operands with one operator between them. Without the operator, what was read stays side by side.
    fn chain(
        &mut self,
        is_operator: fn(Operator) -> bool,
        operand: fn(&mut Self) -> Vec<Clause>,
        join: fn(Vec<Clause>) -> Clause,
    ) -> Vec<Clause> {
        let mut first = operand(self);
        let mut operands = Vec::new();
        while self.peek_operator().is_some_and(is_operator) {
            let place = self.lexemes[self.at].place;
            self.at += 1;
            let next = if self.at_operand() { operand(self) } else { Vec::new() };
            if next.is_empty() {
                self.dangling(place);
                continue;
            }
            operands.extend(one(std::mem::take(&mut first)));
            operands.extend(one(next));
        }
        match operands.len() {
            0 => first,
            1 => operands,
            _ => vec![join(flat(operands, join))],
        }
    }

    /// Returns whether something that can be an operand follows.
    pub fn at_operand(&self) -> bool {
        let is_binary = matches!(self.peek_operator(), Some(Operator::And | Operator::Or | Operator::Near(_)));
        !is_binary && self.peek().is_some_and(|lexeme| lexeme.kind != Kind::Close)
    }

    pub fn dangling(&mut self, place: usize) {
        if !self.is_full() {
            let detail = "nothing that can be searched stands beside the operator; it was passed over; \
                          write what it should join";
            self.notes.at("dangling_operator", place, detail);
        }
    }

    fn near(&mut self) -> Vec<Clause> {
        let mut clauses = self.negated();
        while let Some(Operator::Near(distance)) = self.peek_operator() {
            let Lexeme { place, kind, .. } = self.lexemes[self.at];
            if let Kind::Chunk(chunk) = kind
                && chunk::is_too_far(chunk)
            {
                let detail =
                    format!("NEAR was read with {distance} words between, which is the most; write AND for more");
                self.notes.at("near_distance", place, detail);
            }
            self.at += 1;
            let next = if self.at_operand() { self.negated() } else { Vec::new() };
            clauses = match (one(clauses), one(next)) {
                (Some(left), Some(right)) => vec![self.joined_near(left, right, distance, place)],
                (left, right) => {
                    self.dangling(place);
                    left.into_iter().chain(right).collect()
                }
            };
        }
        clauses
    }

    fn joined_near(&mut self, left: Clause, right: Clause, distance: u32, place: usize) -> Clause {
        match left {
            Clause::Near { distance: before, mut operands } if before == distance && right.is_local() => {
                operands.push(right);
                Clause::Near { distance, operands }
            }
            left if left.is_local() && right.is_local() => Clause::Near { distance, operands: vec![left, right] },
            left => {
                let detail = "NEAR was read as AND; write it between words and phrases only, with one distance";
                self.notes.at("near_operand", place, detail);
                Clause::And(flat(vec![left, right], Clause::And))
            }
        }
    }
}

/// Makes one clause of what was read for one operand; nothing of nothing.
pub(super) fn one(mut clauses: Vec<Clause>) -> Option<Clause> {
    match clauses.len() {
        0 | 1 => clauses.pop(),
        _ => Some(Clause::Group(clauses)),
    }
}

/// Takes the operands of an operand that has the same operator in its place.
fn flat(operands: Vec<Clause>, join: fn(Vec<Clause>) -> Clause) -> Vec<Clause> {
    let is_or = matches!(join(Vec::new()), Clause::Or(_));
    let mut all = Vec::with_capacity(operands.len());
    for operand in operands {
        match operand {
            Clause::Or(inner) if is_or => all.extend(inner),
            Clause::And(inner) if !is_or => all.extend(inner),
            other => all.push(other),
        }
    }
    all
}
