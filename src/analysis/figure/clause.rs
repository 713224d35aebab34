//! The clauses of a sentence: where they begin, and what tells that they go on.

use super::table::Class;
use super::word::Words;
use crate::text::Language;

/// Returns the first word of the clause that holds the word `at`, at most down to `floor`.
pub fn start(words: &Words, at: usize, floor: usize) -> usize {
    (floor + 1..=at).rev().find(|&word| breaks(words, word)).unwrap_or(floor)
}

/// Returns whether a clause begins with a word.
pub fn breaks(words: &Words, word: usize) -> bool {
    let gap = words.gap(word);
    if gap.contains([',', ';', ':', '–', '—', '“', '”', '"', '„', '(', ')']) || gap == " - " {
        return true;
    }
    let next = words.low(word + 1);
    let opens = words.is_any(word + 1, &[Class::Determiner, Class::Pronoun]);
    words.language == Language::En
        && match words.low(word) {
            "as" => opens,
            "and" => matches!(next, "its" | "his" | "her" | "their" | "it" | "he" | "she" | "they" | "that"),
            low => {
                is_relative(words, word)
                    || matches!(
                        low,
                        "whom"
                            | "because"
                            | "if"
                            | "although"
                            | "though"
                            | "while"
                            | "when"
                            | "where"
                            | "whereas"
                            | "unless"
                            | "after"
                            | "before"
                            | "until"
                    )
            }
        }
}

/// Returns whether a clause that begins with a word tells of a noun before it.
pub fn is_relative(words: &Words, word: usize) -> bool {
    let (low, next) = (words.low(word), words.low(word + 1));
    match words.language {
        Language::En => matches!(low, "who" | "which" | "whose" | "that"),
        // Die Zahl stieg is none; bei denen is.
        Language::De => {
            let is_pronoun = matches!(low, "die" | "der" | "das" | "dass" | "den" | "dem" | "denen");
            let is_led = words.is(word, Class::Preposition)
                && matches!(next, "dem" | "der" | "denen" | "welcher" | "welchem" | "welchen" | "die" | "das")
                && !words.is_capital(word + 2);
            is_pronoun && !words.is_capital(word + 1) || is_led && word > 0 && breaks(words, word)
        }
    }
}

/// Returns whether only a space, a hyphen or a sign of percent stands before a word.
pub fn follows(words: &Words, at: usize) -> bool {
    words.follows(at) || words.is_joined(at) || at < words.n_words() && words.gap(at) == "% "
}

/// Returns whether a word is a form of *be* before a participle.
pub fn is_passive(low: &str) -> bool {
    matches!(low, "was" | "were" | "been" | "be" | "being" | "is" | "are" | "get" | "got")
}

/// Returns whether a word is a verb that another verb follows.
pub fn is_auxiliary(low: &str) -> bool {
    is_passive(low)
        || matches!(
            low,
            "has"
                | "have"
                | "had"
                | "will"
                | "would"
                | "can"
                | "could"
                | "may"
                | "might"
                | "must"
                | "should"
                | "did"
                | "does"
                | "do"
                | "ist"
                | "sind"
                | "war"
                | "waren"
                | "wurde"
                | "wurden"
                | "wird"
                | "werden"
                | "hat"
                | "haben"
                | "hatte"
                | "hatten"
        )
}
