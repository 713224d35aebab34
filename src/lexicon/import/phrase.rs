//! The words of a dictionary's phrases, without what the dictionary says about them.
//!
//! Cleaned away: `(notes)`, `{grammar}`, `[domains]`, `<other spellings>`, `~see also`, placeholders for persons and
//! things (jdn., etw., sb., sth.), "to" before a verb, and words cut off at a hyphen (Ein- und Ausgabe). Kept as
//! phrases of their own: what stands between semicolons, abbreviations between slashes (`/UN/`), and both sides of a
//! slash inside a word (er/sie).

use super::entry::Phrase;
use crate::text::Language;

/// Longest phrase in words; what is longer is a whole sentence and teaches little.
const MAX_WORDS: usize = 16;
/// Ways in which the slashes of a phrase are read at most.
const MAX_WAYS: usize = 3;
/// Longest abbreviation between slashes, in bytes.
const MAX_ABBREVIATION_BYTES: usize = 24;

const BRACKETS: [(char, char); 4] = [('(', ')'), ('{', '}'), ('[', ']'), ('<', '>')];

const GERMAN_PLACEHOLDERS: [&str; 17] = [
    "jd", "jdn", "jdm", "jds", "jmd", "jmdn", "jmdm", "jmds", "jn", "jm", "js", "jem", "jemandem", "jemanden",
    "jemandes", "etw", "usw",
];
/// Written without dots and apostrophes.
const ENGLISH_PLACEHOLDERS: [&str; 12] =
    ["sb", "sth", "smb", "smth", "sbs", "sths", "so", "sos", "os", "oneself", "ones", "etc"];

/// Returns the phrases of one cell, in order and each once.
pub(super) fn phrases(cell: &str, language: Language) -> Vec<Phrase> {
    let (text, abbreviations) = without_abbreviations(&without_notes(cell));
    let mut phrases: Vec<Phrase> = Vec::new();
    for text in text.split(';').chain(abbreviations.iter().map(String::as_str)) {
        let n_ways = text.split_whitespace().map(|token| token.split('/').count()).max().unwrap_or(0);
        for way in 0..n_ways.min(MAX_WAYS) {
            let words = words(text, way, language);
            let is_new = !phrases.iter().any(|phrase| phrase.words == words);
            if !words.is_empty() && words.len() <= MAX_WORDS && is_new {
                phrases.push(Phrase { words, weight: 1.0 });
            }
        }
    }
    phrases
}

/// Takes out what stands in brackets, nested ones included. A bracket that is never closed is dropped alone.
fn without_notes(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(at) = rest.find(BRACKETS.map(|(open, _)| open)) {
        text.push_str(&rest[..at]);
        rest = match note_len_bytes(&rest[at..]) {
            Some(len) => &rest[at + len..],
            None => &rest[at + 1..],
        };
    }
    text.push_str(rest);
    text
}

/// Returns the length of a note that starts with an opening bracket.
fn note_len_bytes(text: &str) -> Option<usize> {
    let open = text.chars().next()?;
    let (_, close) = BRACKETS.into_iter().find(|(bracket, _)| *bracket == open)?;
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Some(at + close.len_utf8());
            }
        }
    }
    None
}

/// Takes out abbreviations between slashes, and returns them beside the rest.
fn without_abbreviations(text: &str) -> (String, Vec<String>) {
    let (mut kept, mut found) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some(at) = rest.find('/') {
        let (before, from) = (&rest[..at], &rest[at + 1..]);
        kept.push_str(before);
        let is_start = !kept.ends_with(|c: char| !c.is_whitespace() && c != ';');
        let end = from.find('/').filter(|&end| end > 0 && end <= MAX_ABBREVIATION_BYTES);
        let is_end = |end: &usize| !from[end + 1..].starts_with(|c: char| !c.is_whitespace() && !",;.".contains(c));
        match end.filter(is_end).filter(|_| is_start && !from.starts_with(char::is_whitespace)) {
            Some(end) => {
                found.extend(from[..end].split([';', ',']).map(str::to_string));
                rest = &from[end + 1..];
            }
            None => {
                kept.push('/');
                rest = from;
            }
        }
    }
    kept.push_str(rest);
    (kept, found)
}

/// Returns the words of a phrase; of a word with slashes the one numbered `way`, or the last.
fn words(text: &str, way: usize, language: Language) -> Vec<String> {
    let mut words = Vec::new();
    for token in text.split_whitespace().filter(|token| !token.starts_with('~')) {
        let n = token.split('/').count();
        let token = token.split('/').nth(way.min(n - 1)).unwrap_or(token);
        if !is_placeholder(token, language) && !token.starts_with('-') && !token.ends_with(['-', '…']) {
            words.extend(token.split(is_separator).map(trimmed).filter(|word| !word.is_empty()).map(str::to_string));
        }
    }
    if language == Language::En && words.len() > 1 && words[0] == "to" {
        words.remove(0);
    }
    words
}

fn is_separator(c: char) -> bool {
    !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c) && !matches!(c, '\'' | '’' | '.' | '&')
}

/// Drops what is neither letter nor digit at both ends; `U.S.` keeps its last dot, `etc.` does not.
fn trimmed(word: &str) -> &str {
    let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
    match word.trim_start_matches(|c: char| !c.is_alphanumeric()) {
        whole if inner.contains('.') && whole.len() == inner.len() + 1 && whole.ends_with('.') => whole,
        _ => inner,
    }
}

fn is_placeholder(token: &str, language: Language) -> bool {
    let word: String =
        token.chars().filter(|c| !matches!(c, '.' | ',' | '\'' | '’')).flat_map(char::to_lowercase).collect();
    match language {
        Language::De => GERMAN_PLACEHOLDERS.contains(&word.as_str()),
        Language::En => ENGLISH_PLACEHOLDERS.contains(&word.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, language: Language, expected: &[&str]) {
        let found: Vec<String> = phrases(cell, language).iter().map(|phrase| phrase.words.join(" ")).collect();
        assert_eq!(found, expected, "{cell:?}");
    }

    #[test]
    fn notes_are_cleaned_away() {
        check("Brille {f}; Sehhilfe {f} (für (alle) Augen) [med.]", Language::De, &["Brille", "Sehhilfe"]);
        check("to mend sth.; to fix sb.'s nose {fixed; fixed}", Language::En, &["mend", "fix nose"]);
        check("jdn./etw. mögen", Language::De, &["mögen"]);
        check("Glas <Glass> ~Becher", Language::De, &["Glas"]);
        check("offen (immer :: nie", Language::De, &["offen immer nie"]);
        check("(nur) {eine} [Notiz]", Language::De, &[]);
        check("", Language::De, &[]);
        check("to", Language::En, &["to"]);
    }

    #[test]
    fn slashes_are_read_apart() {
        check("er/sie lief/läuft", Language::De, &["er lief", "sie läuft"]);
        check("Hund e.V. /HV; H.V./", Language::De, &["Hund e.V.", "HV", "H.V."]);
        check("entweder / oder", Language::De, &["entweder oder"]);
        check("/ // ///", Language::De, &[]);
    }

    #[test]
    fn hyphens_come_apart() {
        check("Ein- und Ausgang", Language::De, &["und Ausgang"]);
        check("a well-known o’clock", Language::En, &["a well known o’clock"]);
        check("-artig", Language::De, &[]);
        check("Es gilt … zu warten...", Language::De, &["Es gilt zu warten"]);
    }
}
