//! Patterns of letters: `word*`, `w?rd`, `*word`, `word~1`.
//!
//! A question mark at the end is punctuation (`Wer war das?`), a star within a gender form a letter (`Politiker*innen`).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::chunk::{is_one_word, only_group, words};
use super::{Clause, Notes, Pattern, shown};

/// Letters that a pattern must give: fewer would match half the vocabulary.
const MIN_PATTERN_LETTERS: usize = 2;
/// Longest pattern or word of a pattern, in bytes: longer ones cost much and match nothing.
const MAX_PATTERN_BYTES: usize = 64;
/// Words of fewer letters are not fuzzy, and words of up to the second number differ in one letter at most
/// (Elasticsearch, `fuzziness: AUTO`).
const FUZZY_LETTERS: (usize, usize) = (3, 5);

/// Reads a chunk that is neither operator nor field: a pattern, or its words.
pub(super) fn words_or_pattern(chunk: &str, place: usize, limit: usize, notes: &mut Notes) -> Vec<Clause> {
    if is_one_word(chunk) {
        return words(chunk, limit);
    }
    match fuzzy(chunk, place, notes) {
        Some(clauses) => clauses,
        None => wildcards(chunk, place, notes).unwrap_or_else(|| words(chunk, limit)),
    }
}

/// `word~`, `word~1`, `word~2`; `None` if the chunk has no such ending.
fn fuzzy(chunk: &str, place: usize, notes: &mut Notes) -> Option<Vec<Clause>> {
    let chunk = chunk.trim_end_matches([',', ';', '.', '!', '?']);
    let (word, edits) = chunk.rsplit_once('~')?;
    let is_edits = edits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let group = only_group(word).filter(|_| is_edits)?;
    let as_word = || Some(words(word, usize::MAX - 1));
    if word.chars().any(char::is_numeric) {
        notes.at("fuzzy_number", place, format!("a number cannot be fuzzy; {} was searched as it is", shown(word)));
        return as_word();
    }
    if group.words.len() > 1 || !word.chars().all(is_letter) {
        let detail = format!("only a single word can be fuzzy; {} was searched as it is", shown(word));
        notes.at("fuzzy_word", place, detail);
        return as_word();
    }
    if word.len() > MAX_PATTERN_BYTES {
        notes.at("long_pattern", place, too_long());
        return as_word();
    }
    let n_letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if n_letters < FUZZY_LETTERS.0 {
        let detail = format!("{word} is too short to be fuzzy and was searched as it is; write three letters or more");
        notes.at("fuzzy_short", place, detail);
        return as_word();
    }
    let edits = match edits {
        "" | "1" => 1,
        "2" => 2,
        other => {
            let read = if other.len() > 1 && other.starts_with('0') { 1 } else { 2 };
            notes.at("fuzzy_edits", place, format!("~{} was read as ~{read}; write ~1 or ~2", shown(other)));
            read
        }
    };
    if edits == 2 && n_letters <= FUZZY_LETTERS.1 {
        let detail = format!("a word of {n_letters} letters may differ in one letter at most; it was read as {word}~1");
        notes.at("fuzzy_short", place, detail);
        return Some(vec![fuzzy_clause(word, 1)]);
    }
    Some(vec![fuzzy_clause(word, edits)])
}

fn fuzzy_clause(word: &str, edits: u8) -> Clause {
    Clause::Pattern(Pattern::Fuzzy { word: word.to_string(), edits })
}

/// `word*`, `w?rd`; `None` if the chunk is no such pattern.
fn wildcards(chunk: &str, place: usize, notes: &mut Notes) -> Option<Vec<Clause>> {
    if !chunk.contains(['*', '?']) {
        return None;
    }
    let chunk = plain(chunk);
    let chunk = trimmed(&chunk);
    let is_clean = chunk.contains(['*', '?'])
        && chunk.contains(char::is_alphanumeric)
        && chunk.chars().all(|c| is_letter(c) || c.is_numeric() || matches!(c, '*' | '?' | '-'));
    if !is_clean || is_one_word(chunk) {
        return None;
    }
    if chunk.len() > MAX_PATTERN_BYTES {
        notes.at("long_pattern", place, too_long());
        return None;
    }
    let parts: Vec<&str> = chunk.split('-').filter(|part| part.contains(char::is_alphanumeric)).collect();
    if parts.len() > 1 {
        let detail = format!("a pattern stands for one word; it was read as {}", parts.join(" "));
        notes.at("pattern_compound", place, detail);
    }
    Some(parts.into_iter().flat_map(|part| wildcard(part, place, notes)).collect())
}

/// Composes letters (ü of u and a mark), as the index does, and makes one star of several, which say no more.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfc() {
        if c != '*' || !plain.ends_with('*') {
            plain.push(c);
        }
    }
    plain
}

/// Takes punctuation off both ends; a question mark is punctuation at the end alone.
fn trimmed(text: &str) -> &str {
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '*' && !is_combining_mark(c));
    text.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '*' | '?'))
}

fn wildcard(part: &str, place: usize, notes: &mut Notes) -> Vec<Clause> {
    let part = trimmed(part);
    if !part.contains(['*', '?']) || is_one_word(part) {
        return words(part, usize::MAX - 1);
    }
    if part.chars().filter(|c| c.is_alphanumeric()).count() < MIN_PATTERN_LETTERS {
        let detail = format!("{part} was searched as a word; a pattern needs two letters or more");
        notes.at("short_pattern", place, detail);
        return words(part, usize::MAX - 1);
    }
    vec![Clause::Pattern(Pattern::Wildcard(part.to_string()))]
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c) || matches!(c, '\'' | '’')
}

fn too_long() -> String {
    format!("a pattern has {MAX_PATTERN_BYTES} bytes at most; it was searched as words; write a shorter one")
}
