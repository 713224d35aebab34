//! Sentence boundaries inside one paragraph, for German and English news.
//!
//! A sentence ends at `.`, `!` or `?` (with closing quotes and brackets after it) before white space and a
//! capital, a digit or an opening quote; glued sentences (`nicht.Der`) end too. It does not end after a known
//! abbreviation, a single letter (`J. Biden`) or an ordinal (`20. November`, `3. Mai`).

use super::Span;

/// Returns the sentences of a paragraph as spans of `text`, in order, without the white space between them.
///
/// `is_abbreviation` is asked with the word before a full stop, as written and without the stop (`Mio`, `Mr`, `z.B`).
pub fn sentences(text: &str, is_abbreviation: impl Fn(&str) -> bool) -> Vec<Span> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        sentences_of_line(text, line_start, line_start + line.len(), &is_abbreviation, &mut found);
        line_start += line.len();
    }
    found
}

fn sentences_of_line(
    text: &str,
    mut start: usize,
    line_end: usize,
    is_abbreviation: &impl Fn(&str) -> bool,
    found: &mut Vec<Span>,
) {
    let line_start = start;
    for at in memchr::memchr3_iter(b'.', b'!', b'?', &text.as_bytes()[line_start..line_end]) {
        let at = line_start + at;
        if at < start {
            continue;
        }
        let end = at + 1 + closing_len_bytes(&text[at + 1..line_end]);
        if ends_sentence(&text[..line_end], at, end, is_abbreviation) {
            push_trimmed(text, start, end, found);
            start = end;
        }
    }
    push_trimmed(text, start, line_end, found);
}

fn closing_len_bytes(rest: &str) -> usize {
    rest.char_indices()
        .find(|(_, c)| !matches!(c, '"' | '“' | '”' | '»' | '«' | '\'' | '’' | ')' | ']' | '.' | '!' | '?'))
        .map_or(rest.len(), |(i, _)| i)
}

fn ends_sentence(text: &str, at: usize, end: usize, is_abbreviation: &impl Fn(&str) -> bool) -> bool {
    let rest = &text[end..];
    let next = rest.chars().next();
    let Some(next) = next else { return true };
    if !next.is_whitespace() {
        // Glued: a lower-case letter, the stop, a capital followed by a small letter ("nicht.Der").
        let before = text[..at].chars().next_back();
        let mut ahead = rest.chars().skip(1);
        return before.is_some_and(char::is_lowercase)
            && (next.is_uppercase() || matches!(next, '„' | '“' | '"'))
            && ahead.next().is_some_and(|c| c.is_lowercase() || c == ' ' || c.is_uppercase() && next == '„');
    }
    let opens = rest.trim_start().chars().next();
    let starts_anew = opens.is_none_or(|c| {
        c.is_uppercase() || c.is_numeric() || matches!(c, '„' | '“' | '"' | '»' | '«' | '\'' | '‘' | '(')
    });
    if !starts_anew {
        return false;
    }
    if !text[at..].starts_with('.') || end > at + 1 {
        return true;
    }
    let word =
        text[..at].rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '„' | '"' | '“')).next().unwrap_or("");
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
    let is_ordinal = !word.is_empty() && word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    !(is_initial || is_ordinal || is_abbreviation(word))
}

fn push_trimmed(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let lead = piece.len() - piece.trim_start().len();
        found.push(Span::new(start + lead, start + lead + trimmed.len()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let is_abbreviation = |word: &str| ["Mio", "Mr", "z.B", "U.S", "Nov"].contains(&word);
        let got: Vec<&str> = sentences(text, is_abbreviation).iter().map(|s| &text[s.range()]).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        check("Er kam. Sie ging.", &["Er kam.", "Sie ging."]);
        check("„Ja.“ Dann ging er.", &["„Ja.“", "Dann ging er."]);
        check("Am 20. November kam er.", &["Am 20. November kam er."]);
        check("It cost 3 Mio. Euro. Mr. Smith paid.", &["It cost 3 Mio. Euro.", "Mr. Smith paid."]);
        check("The U.S. Army left. J. Biden stayed.", &["The U.S. Army left.", "J. Biden stayed."]);
        check("Details nannte er nicht.Der Rest folgt.", &["Details nannte er nicht.", "Der Rest folgt."]);
        check("10.000 Truppen, 1.5 percent", &["10.000 Truppen, 1.5 percent"]);
        check("Zeile eins\nZeile zwei", &["Zeile eins", "Zeile zwei"]);
        check("", &[]);
        check(" ... ", &["..."]);
    }
}
