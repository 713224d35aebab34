//! The noun that a number counts, where it stands left of the number: *die Zahl der Arbeitslosen stieg auf 300.000*, *the
//! owners - two from Taiwan*.

use super::noun;
use super::noun_head::{Head, MAX_WORDS, head, right_of};
use super::table::Class;
use super::word::Words;
use crate::text::Language;

/// Whether a number is large enough, and in digits, that a plural before it is likelier counted by it than not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Large {
    Yes,
    No,
}

/// Returns the noun left of a number that has none on its right: *die Zahl der Arbeitslosen stieg auf 300.000*, or the
/// nearest plural before it in the sentence.
pub fn left_of(words: &Words, at: usize, is_large: Large) -> Option<Head> {
    let (first, _) = words.sentence_of(at);
    let may_guess = is_large == Large::Yes;
    let mut nearest = None;
    // The owners - two from Taiwan: a plural right before a dash or colon.
    let before = at.saturating_sub(1);
    let is_apart = at > first && matches!(words.gap(at), " - " | " – " | ": " | " — " | " (");
    if is_apart && noun::lookup(words, before).is_some_and(|(_, singular)| !singular) {
        return Some(head(words, words.compound_start(before), before));
    }
    for word in (first..at).rev() {
        if words.is(word, Class::Quantity) && (words.language == Language::En || words.is_capital(word)) {
            let from = word + 1;
            let opens = matches!(words.low(from), "der" | "von" | "of" | "an");
            if let Some(head) = Some(from).filter(|_| opens).and_then(|from| right_of(words, from)) {
                return Some(head);
            }
        }
        if may_guess
            && nearest.is_none()
            && noun::lookup(words, word).is_some_and(|(_, singular)| !singular)
            && at - word <= MAX_WORDS
        {
            nearest = Some(head(words, words.compound_start(word), word));
        }
    }
    nearest
}
