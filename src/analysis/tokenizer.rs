//! Text to words, without knowing the language.
//!
//! A *group* is what stands between spaces and punctuation: one word, or a hyphen compound of several. Kept whole:
//! numbers (`10.000`, `1,5`, `10'000`, `10 000` with a no-break space), apostrophes (`n't`, `O'Brien`), dotted
//! abbreviations (`U.S.`, `z.B.`), `AT&T`, and gender forms (`Politiker*innen`). Invariant: the words come in order,
//! do not overlap, and every letter and digit of the text is inside exactly one word.

use crate::text::Span;

/// One hyphen compound or single word: its words in order, at least one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    pub words: Vec<Span>,
}

impl Group {
    /// Returns the span from the first to the last word.
    pub fn whole(&self) -> Span {
        let (first, last) = (self.words[0], self.words[self.words.len() - 1]);
        Span { start: first.start, end: last.end }
    }
}

/// Calls `take` with each group of `text`, in order; spans are byte ranges of `text`.
pub fn tokenize(text: &str, mut take: impl FnMut(&Group)) {
    let mut group = Group::default();
    let mut at = 0;
    while let Some(start) = next_word_start(text, at) {
        let end = word_end(text, start);
        group.words.push(Span::new(start, end));
        at = end;
        match hyphen_len_bytes(&text[end..]) {
            Some(len) if text[end + len..].chars().next().is_some_and(is_word_char) => at = end + len,
            _ => {
                take(&group);
                group.words.clear();
            }
        }
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
}

/// Characters that belong to the word they stand in but start none: combining marks and invisible joiners.
fn continues_word(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}')
}

fn hyphen_len_bytes(rest: &str) -> Option<usize> {
    if rest.as_bytes().first().is_some_and(|&byte| byte < 0x80 && byte != b'-') {
        return None;
    }
    match rest.chars().next()? {
        c @ ('-' | '‐' | '‑') => Some(c.len_utf8()),
        _ => None,
    }
}

fn next_word_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if bytes[at] < 0x80 {
            if bytes[at].is_ascii_alphanumeric() {
                return Some(at);
            }
            at += 1;
        } else {
            let c = char_at(text, at);
            if is_word_char(c) {
                return Some(at);
            }
            at += c.len_utf8();
        }
    }
    None
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().expect("offsets stand before a character")
}

fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        if bytes[at] < 0x80 {
            if bytes[at].is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            if !matches!(bytes[at], b'\'' | b'.' | b',' | b'&' | b'*' | b':' | b'_') {
                break;
            }
        } else {
            let c = char_at(text, at);
            if is_word_char(c) || continues_word(c) {
                at += c.len_utf8();
                continue;
            }
        }
        match joiner_len_bytes(text, start, at) {
            Some(len) => at += len,
            None => break,
        }
    }
    at
}

/// Returns how many bytes at `at` join the word `start..at` with what follows; the last full stop of `U.S.` joins too.
fn joiner_len_bytes(text: &str, start: usize, at: usize) -> Option<usize> {
    let joiner = char_at(text, at);
    let after = &text[at + joiner.len_utf8()..];
    let before = text[start..at].chars().next_back()?;
    let next = after.chars().next();
    let joins = match joiner {
        '\'' | '’' | 'ʼ' => match next {
            Some(next) if before.is_alphabetic() => next.is_alphabetic(),
            Some(_) => joins_thousands(&text[start..at], after),
            None => false,
        },
        '.' if before.is_alphabetic() => joins_abbreviation(&text[start..at], after),
        '.' | ',' => before.is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit()),
        '\u{a0}' | '\u{202f}' | '\u{2009}' => joins_thousands(&text[start..at], after),
        '&' => before.is_uppercase() && next.is_some_and(char::is_uppercase),
        '*' | ':' | '_' => before.is_lowercase() && opens_gender_ending(after),
        _ => false,
    };
    joins.then_some(joiner.len_utf8())
}

/// Longest number with separators, and longest abbreviation, in bytes: what is longer is garbage, and looking back over it
/// at every separator would take quadratic time.
const MAX_JOINED_BYTES: usize = 32;

/// `10 000`: up to three digits before, exactly three after.
fn joins_thousands(before: &str, after: &str) -> bool {
    if before.len() > MAX_JOINED_BYTES {
        return false;
    }
    let groups_of_digits = before.split(|c: char| !c.is_ascii_digit()).collect::<Vec<_>>();
    let well_formed = groups_of_digits
        .iter()
        .enumerate()
        .all(|(i, digits)| if i == 0 { (1..=3).contains(&digits.len()) } else { digits.len() == 3 });
    let digits_after = after.bytes().take(4).take_while(u8::is_ascii_digit).count();
    well_formed && digits_after == 3
}

/// `U.S.`: single letters with full stops, at least two of them.
fn joins_abbreviation(before: &str, after: &str) -> bool {
    if before.len() > MAX_JOINED_BYTES {
        return false;
    }
    let is_single_letters = before.split('.').all(|piece| piece.chars().count() == 1);
    if !is_single_letters {
        return false;
    }
    let mut ahead = after.chars();
    match (ahead.next(), ahead.next()) {
        (Some(letter), following) if letter.is_alphabetic() => following.is_none_or(|c| !c.is_alphanumeric()),
        _ => before.contains('.'),
    }
}

fn opens_gender_ending(after: &str) -> bool {
    let ending_len = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    matches!(&after[..ending_len], "in" | "innen")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn groups(text: &str) -> Vec<Vec<&str>> {
        let mut found = Vec::new();
        tokenize(text, |group| found.push(group.words.iter().map(|s| &text[s.range()]).collect()));
        found
    }

    fn check(text: &str, expected: &[&[&str]]) {
        assert_eq!(groups(text), expected, "{text:?}");
    }

    #[test]
    fn words_numbers_and_compounds() {
        check("Die US-Militärhilfe wächst.", &[&["Die"], &["US", "Militärhilfe"], &["wächst"]]);
        check("10.000 Truppen, 1,5 Mrd.", &[&["10.000"], &["Truppen"], &["1,5"], &["Mrd"]]);
        check("10'000 und 10\u{a0}000", &[&["10'000"], &["und"], &["10\u{a0}000"]]);
        check("the U.S. Army isn't", &[&["the"], &["U.S."], &["Army"], &["isn't"]]);
        check("z.B. nicht.Der Rest", &[&["z.B."], &["nicht"], &["Der"], &["Rest"]]);
        check("Politiker*innen und Lehrer:in", &[&["Politiker*innen"], &["und"], &["Lehrer:in"]]);
        check("AT&T’s F-16, 3:2", &[&["AT&T’s"], &["F", "16"], &["3"], &["2"]]);
        check("", &[]);
        check(" - -- … ", &[]);
    }

    #[test]
    fn endless_abbreviations_and_numbers_take_linear_time() {
        // With a look back over the whole word these two took minutes.
        assert!(groups(&"a.".repeat(200_000)).len() > 1);
        assert!(groups(&"1\u{a0}000".repeat(50_000)).len() > 1);
    }

    proptest! {
        #[test]
        fn no_letter_is_lost_and_order_is_kept(text in "\\PC{0,60}") {
            let mut end = 0;
            let mut kept = String::new();
            tokenize(&text, |group| for word in &group.words {
                assert!(word.start >= end && !word.is_empty());
                end = word.end;
                kept.extend(text[word.range()].chars().filter(|c| c.is_alphanumeric()));
            });
            let all: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
            prop_assert_eq!(kept, all);
        }
    }
}
