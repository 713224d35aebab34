//! What stands between operators: words, patterns, phrases, brackets, and signs before them.

use super::chunk::{self, Operator};
use super::lexer::Kind;
use super::parser::{MAX_LEAVES, Parser, one};
use super::pattern::words_or_pattern;
use super::{Clause, shown};
use crate::analysis::tokenize;

/// Punctuation that may follow a word or phrase and belongs to the sentence.
const PUNCTUATION: [char; 6] = [',', ';', '.', '!', '?', ':'];

impl<'t> Parser<'t> {
    /// Reads an operand with any number of `-`, `!` and `NOT` before it.
    pub(super) fn negated(&mut self) -> Vec<Clause> {
        let first_place = self.peek().map_or(0, |lexeme| lexeme.place);
        let (first, mut is_negated, mut is_signed) = (self.at, false, false);
        while let Some(Kind::Chunk(chunk)) = self.peek().map(|lexeme| lexeme.kind).filter(|_| !is_signed) {
            if chunk::operator(chunk) == Some(Operator::Not) {
                self.at += 1;
                is_negated = !is_negated;
            } else if let Some(n_signs) = self.signs(chunk) {
                // A word behind a sign is a word, even AND.
                is_signed = true;
                is_negated ^= n_signs % 2 == 1;
            } else {
                break;
            }
        }
        let has_operator = is_signed || self.at > first;
        let clauses = if is_signed || !has_operator || self.at_operand() { self.primary() } else { Vec::new() };
        if clauses.is_empty() && has_operator {
            self.dangling(first_place);
        }
        if !is_negated {
            return clauses;
        }
        one(clauses).map(negate).into_iter().collect()
    }

    /// Passes over the signs that begin a chunk and returns their number; `None` if they are punctuation.
    fn signs(&mut self, chunk: &'t str) -> Option<usize> {
        // Word processors make longer dashes of a minus.
        let rest = chunk.trim_start_matches(['-', '−', '–', '!']);
        let signs = &chunk[..chunk.len() - rest.len()];
        let n_signs = signs.chars().count();
        let next = self.lexemes.get(self.at + 1).filter(|next| next.is_attached).map(|next| next.kind);
        let is_before_next = matches!(rest, "" | "=") && matches!(next, Some(Kind::Open | Kind::Quoted(_)));
        if n_signs == 0 || !(is_before_next || rest.contains(char::is_alphanumeric)) {
            return None;
        }
        let place = self.lexemes[self.at].place;
        if rest.is_empty() {
            self.at += 1;
            return Some(n_signs);
        }
        if !signs.ends_with('!') && rest.starts_with(|c: char| c.is_ascii_digit()) {
            let detail = "the minus was read as: without this number; put the number in quotes to search for it";
            self.notes.at("minus_number", place, detail);
        }
        let lexeme = &mut self.lexemes[self.at];
        (lexeme.kind, lexeme.place) = (Kind::Chunk(rest), place + n_signs);
        Some(n_signs)
    }

    /// Reads one word, phrase, field or bracket.
    pub(super) fn primary(&mut self) -> Vec<Clause> {
        let Some(lexeme) = self.peek() else { return Vec::new() };
        match (lexeme.kind, self.values_of) {
            (Kind::Open, _) => self.bracket(),
            (Kind::Close, _) => Vec::new(),
            (_, Some(field)) => self.value_in_brackets(field),
            (Kind::Quoted(inside), None) => {
                self.at += 1;
                self.phrase(inside, lexeme.place, Clause::Phrase)
            }
            (Kind::Chunk(chunk), None) => {
                self.at += 1;
                self.chunk(chunk, lexeme.place)
            }
        }
    }

    fn bracket(&mut self) -> Vec<Clause> {
        let place = self.lexemes[self.at].place;
        self.at += 1;
        let clauses = self.side_by_side();
        // The closing one, which the lexer has seen to.
        self.at += 1;
        match clauses.len() {
            0 if self.is_full() => clauses,
            0 => {
                let detail = "the brackets hold nothing that can be searched and were passed over; write words in them";
                self.notes.at("empty_bracket", place, detail);
                clauses
            }
            1 => clauses,
            _ => vec![self.list_of_values(clauses, place)],
        }
    }

    /// Reads a chunk that is no operator, and what belongs to it behind it.
    pub(super) fn chunk(&mut self, chunk: &'t str, place: usize) -> Vec<Clause> {
        if let Some(word) = chunk.strip_prefix('=') {
            if let (true, Some(inside)) = (word.is_empty(), self.attached_quote()) {
                return self.phrase(inside, place, Clause::Exact);
            }
            let word = word.trim_end_matches(PUNCTUATION);
            if chunk::is_one_word(word) {
                return self.phrase(word, place, Clause::Exact);
            }
        }
        if chunk.strip_prefix('+').is_some_and(|rest| rest.starts_with(char::is_alphabetic)) {
            let clauses = self.chunk(&chunk[1..], place + 1);
            if clauses.iter().any(|clause| matches!(clause, Clause::Word(_) | Clause::Pattern(_))) {
                let detail = "the plus was passed over; write AND between words that must all be there";
                self.notes.at("plus", place, detail);
            }
            return clauses;
        }
        if let Some(clauses) = self.field(chunk, place) {
            return clauses;
        }
        if chunk::is_unread_near(chunk) {
            self.notes.at("near_form", place, format!("{} was read as words; write NEAR/5", shown(chunk)));
        }
        let clauses = words_or_pattern(chunk, place, self.room(), &mut self.notes);
        self.keep(clauses)
    }

    /// Takes the quoted text that is attached to what was just read.
    pub(super) fn attached_quote(&mut self) -> Option<&'t str> {
        match self.peek().filter(|next| next.is_attached)?.kind {
            Kind::Quoted(inside) => {
                self.at += 1;
                Some(inside)
            }
            _ => None,
        }
    }

    /// Reads a phrase and the `~5` behind it; notes one that is empty or too long.
    fn phrase(&mut self, text: &str, place: usize, make: fn(String) -> Clause) -> Vec<Clause> {
        let mut words: Vec<&str> = Vec::new();
        let (mut n_words, mut is_cut) = (0, false);
        tokenize(text, |group| {
            n_words += group.words.len();
            is_cut |= n_words > MAX_LEAVES;
            if !is_cut {
                words.push(&text[group.whole().range()]);
            }
        });
        if is_cut {
            let detail =
                format!("the phrase was searched by its first words, {MAX_LEAVES} at most; write a shorter one");
            self.notes.at("too_long", place, detail);
        }
        if text.contains('*') && !words.iter().any(|word| word.contains('*')) {
            let detail = "quotes hold whole words, the * was passed over; write Olaf NEAR/0 Sch* without quotes";
            self.notes.at("pattern_in_phrase", place, detail);
        }
        let slop = self.slop();
        if words.is_empty() {
            if !is_cut {
                let detail = "the quotes hold no word and were passed over; write words in them";
                self.notes.at("empty_phrase", place, detail);
            }
            return Vec::new();
        }
        let whole = make(words.join(" "));
        match slop {
            Some(distance @ 1..) if words.len() > 1 => self.near_of(&words, &whole, distance, place),
            _ => self.keep(vec![whole]),
        }
    }

    /// `"a b"~5`, as Lucene writes it, is near enough to `a NEAR/5 b`.
    fn near_of(&mut self, words: &[&str], whole: &Clause, distance: u32, place: usize) -> Vec<Clause> {
        let operands: Vec<Clause> = match whole {
            Clause::Exact(_) => words.iter().map(|word| Clause::Exact((*word).to_string())).collect(),
            _ => words.iter().flat_map(|word| chunk::words(word, self.room())).collect(),
        };
        let detail = format!("the phrase with ~{distance} was read as its words with NEAR/{distance} between them");
        self.notes.at("slop", place, detail);
        let mut operands = self.keep(operands);
        match operands.len() {
            0 | 1 => operands.pop().into_iter().collect(),
            _ => vec![Clause::Near { distance, operands }],
        }
    }

    fn slop(&mut self) -> Option<u32> {
        let next = self.peek().filter(|next| next.is_attached)?;
        let Kind::Chunk(chunk) = next.kind else { return None };
        let distance = chunk::distance(chunk.trim_end_matches(PUNCTUATION).strip_prefix('~')?)?;
        self.at += 1;
        Some(distance)
    }

    /// Notes that a chunk looks like a field but is none.
    pub(super) fn unknown_field(&mut self, name: &str, place: usize) {
        let detail = format!(
            "there is no field {}, so it was searched as words; fields are title: source: lang: date: since: until: de: en:",
            shown(name)
        );
        self.notes.at("unknown_field", place, detail);
    }
}

pub(super) fn negate(clause: Clause) -> Clause {
    match clause {
        Clause::Not(inner) => *inner,
        clause => Clause::Not(Box::new(clause)),
    }
}
