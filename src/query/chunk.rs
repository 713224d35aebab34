//! One chunk of a query line: an operator, words, or the beginning of a field.

use super::Clause;
use super::field::Field;
use crate::analysis::{Group, tokenize};

/// Words of one hyphen compound at most; a longer chain is searched as words of their own.
const MAX_COMPOUND_WORDS: usize = 16;

/// What a chunk may be beside words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
    /// Words that may stand between.
    Near(u32),
}

/// Distance where `NEAR` names none.
const DEFAULT_NEAR: u32 = 10;
/// Words that may stand between at most.
const MAX_NEAR: u32 = 100;

/// Returns the operator that a chunk is. Only capitals are operators: lower case *and* and *oder* are words.
pub(super) fn operator(chunk: &str) -> Option<Operator> {
    match chunk {
        "AND" | "UND" | "&&" => Some(Operator::And),
        "OR" | "ODER" | "||" | "|" => Some(Operator::Or),
        "NOT" | "NICHT" => Some(Operator::Not),
        "NEAR" | "NAHE" => Some(Operator::Near(DEFAULT_NEAR)),
        _ => {
            let rest = chunk.strip_prefix("NEAR").or_else(|| chunk.strip_prefix("NAHE"))?;
            distance(rest.strip_prefix('/').unwrap_or(rest)).map(Operator::Near)
        }
    }
}

/// Returns whether a chunk looks like an operator of nearness, but is none.
pub(super) fn is_unread_near(chunk: &str) -> bool {
    let Some((name, distance)) = chunk.split_once('/') else { return false };
    match name {
        "NEAR" | "NAHE" => true,
        "W" | "w" | "WITHIN" | "near" | "nahe" => distance.bytes().all(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// Returns whether an operator asks for more than [`MAX_NEAR`] words between.
pub(super) fn is_too_far(chunk: &str) -> bool {
    let digits = chunk.trim_start_matches(|c: char| !c.is_ascii_digit()).trim_start_matches('0');
    digits.len() > 3 || digits.parse().is_ok_and(|distance: u32| distance > MAX_NEAR)
}

/// Reads the distance of `NEAR/5` or `"…"~5`.
pub(super) fn distance(digits: &str) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // What does not fit into a number is too far as well.
    is_number.then(|| digits.parse().map_or(MAX_NEAR, |n: u32| n.min(MAX_NEAR)))
}

/// Splits `name:rest` where the name consists of letters; the rest may be empty.
pub(super) fn name_and_rest(chunk: &str) -> Option<(&str, &str)> {
    let (name, rest) = chunk.split_once(':')?;
    let is_name = !name.is_empty() && name.chars().all(char::is_alphabetic);
    // Addresses and times of day are no fields.
    (is_name && !rest.starts_with("//")).then_some((name, rest))
}

/// Returns whether the colon behind a name stands in a word, as in `Lehrer:innen`.
pub(super) fn begins_with_gender_form(chunk: &str, name: &str) -> bool {
    let mut first_end = None;
    tokenize(chunk, |group| {
        first_end.get_or_insert(group.words[0].range().end);
    });
    first_end.is_some_and(|end| end > name.len())
}

/// Reads every word of a text, whatever signs stand between them, but not many more than `limit`.
pub(super) fn words(text: &str, limit: usize) -> Vec<Clause> {
    let mut clauses = Vec::new();
    tokenize(text, |group| {
        let whole = group.whole();
        let spans =
            if group.words.len() > MAX_COMPOUND_WORDS { &group.words[..] } else { std::slice::from_ref(&whole) };
        for span in spans.iter().take((limit + 1).saturating_sub(clauses.len())) {
            push_word(&text[span.range()], &mut clauses);
        }
    });
    clauses
}

/// A word that looks like an operator or a field is written so that it is none.
fn push_word(word: &str, clauses: &mut Vec<Clause>) {
    let is_field = name_and_rest(word).is_some_and(|(name, _)| Field::of(name).is_some());
    if is_field {
        // A gender form that is a field as well, such as Ort:in.
        clauses.extend(word.splitn(2, ':').map(|part| Clause::Word(part.to_string())));
    } else if operator(word).is_some() {
        clauses.push(Clause::Word(word.to_lowercase()));
    } else {
        clauses.push(Clause::Word(word.to_string()));
    }
}

/// Returns the words of a text if it is one hyphen compound or one word and nothing else.
pub(super) fn only_group(text: &str) -> Option<Group> {
    let (mut n_groups, mut only) = (0, None);
    tokenize(text, |group| {
        n_groups += 1;
        if n_groups == 1 && group.whole().range() == (0..text.len()) {
            only = Some(group.clone());
        }
    });
    only.filter(|_| n_groups == 1)
}

/// Returns whether a text is one word and nothing else: `Politiker*innen` is one, `Politik*` is not.
pub(super) fn is_one_word(text: &str) -> bool {
    only_group(text).is_some()
}
