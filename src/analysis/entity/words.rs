//! The words of a paragraph as names are looked up by: what stands before each, and what its spelling hides.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::analysis::tokenizer::tokenize;
use crate::text::Span;

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    Space,
    Hyphen,
    /// A full stop and a space; an abbreviation or the end of a sentence.
    FullStop,
    Comma,
    /// An opening bracket.
    Bracket,
    /// The beginning of the paragraph, or any other sign.
    Other,
}

/// A word of a paragraph.
#[derive(Clone, Debug)]
pub struct Word<'t> {
    pub text: &'t str,
    pub span: Span,
    /// What stands before it.
    pub gap: Gap,
}

impl Word<'_> {
    /// Returns whether it begins with a capital letter.
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Returns the words of a paragraph, spans relative to it; a plus sign belongs to the word before it (*Disney+*).
pub fn words(paragraph: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::with_capacity(paragraph.len() / 6);
    tokenize(paragraph, |group| {
        for &span in &group.words {
            let mut span = span;
            if paragraph[span.range().end..].starts_with('+') {
                span.end += 1;
            }
            let gap = match words.last() {
                Some(before) => gap(&paragraph[before.span.range().end..span.range().start]),
                None => Gap::Other,
            };
            words.push(Word { text: &paragraph[span.range()], span, gap });
        }
    });
    words
}

fn gap(between: &str) -> Gap {
    match between {
        " " | "\u{a0}" | "\u{202f}" | "  " => Gap::Space,
        "-" | "‐" | "‑" | "–" => Gap::Hyphen,
        ". " | "." | ".\u{a0}" => Gap::FullStop,
        ", " => Gap::Comma,
        " (" | " [" => Gap::Bracket,
        _ => Gap::Other,
    }
}

/// Cuts words where the space between two was lost; `cuts` are bytes of the text in which the paragraph begins at `start`.
pub(super) fn cut<'t>(words: Vec<Word<'t>>, paragraph: &'t str, start: u32, cuts: &[u32]) -> Vec<Word<'t>> {
    let first = cuts.partition_point(|cut| *cut < start);
    let end = start + paragraph.len() as u32;
    let mut cuts = cuts[first..].iter().take_while(|cut| **cut < end).map(|cut| cut - start).peekable();
    if cuts.peek().is_none() {
        return words;
    }
    let mut all = Vec::with_capacity(words.len() + 2);
    for word in words {
        let Some(at) = cuts.next_if(|cut| word.span.start < *cut && *cut < word.span.end) else {
            all.push(word);
            continue;
        };
        for (span, gap) in [(Span { end: at, ..word.span }, word.gap), (Span { start: at, ..word.span }, Gap::Space)] {
            all.push(Word { text: &paragraph[span.range()], span, gap });
        }
    }
    all
}

/// Returns a word without the `'s` of a possessive.
pub fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Returns a word in NFC with plain apostrophes and without invisible characters.
pub fn plain(word: &str) -> Cow<'_, str> {
    let hides = |c: char| matches!(c, '’' | '‘' | 'ʼ' | '\u{ad}' | '\u{200b}'..='\u{200d}') || is_combining_mark(c);
    if word.is_ascii() || !word.contains(hides) {
        return Cow::Borrowed(word);
    }
    let letters = word.nfc().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}'));
    Cow::Owned(letters.map(|c| if matches!(c, '’' | '‘' | 'ʼ') { '\'' } else { c }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_signs() {
        let got: Vec<(&str, Gap)> =
            words("US-Dienst Disney+, St. Gallen").into_iter().map(|word| (word.text, word.gap)).collect();
        let expected = [
            ("US", Gap::Other),
            ("Dienst", Gap::Hyphen),
            ("Disney+", Gap::Space),
            ("St", Gap::Comma),
            ("Gallen", Gap::FullStop),
        ];
        assert_eq!(got, expected);
    }

    #[test]
    fn plain_words() {
        assert_eq!(plain("Trump’s"), "Trump's");
        assert_eq!(plain("So\u{308}der"), "Söder");
    }
}
