//! What the words of a query say about its language. No chain is chosen by it: both languages are always searched.
//! It only keeps the function words of one language from being ranked as content words of the other (`die`, `war`,
//! `hat`), which are rare there and would outweigh everything else.

use crate::text::Language;

/// In which languages each word of a query is a stop word, in order of [`Language::ALL`].
pub(super) type StopWord = [bool; 2];

/// Returns, per word, in which languages it is to be ranked.
///
/// A stop word is never ranked in its own language. In the other one it is, unless the other words of the query
/// hold more function words of its own language than of the other.
pub(super) fn ranked_languages(words: &[StopWord]) -> Vec<[bool; 2]> {
    let only = |language: usize| words.iter().filter(|stop| stop[language] && !stop[1 - language]).count();
    let only = [only(0), only(1)];
    let ranked = |stop: &StopWord, language: Language| {
        let (own, other) = (language as usize, 1 - language as usize);
        if stop[own] {
            return false;
        }
        // The word itself is no witness.
        !stop[other] || only[other] - 1 <= only[own]
    };
    words.iter().map(|stop| [ranked(stop, Language::De), ranked(stop, Language::En)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTENT: StopWord = [false, false];
    const DE_STOP: StopWord = [true, false];
    const EN_STOP: StopWord = [false, true];

    #[test]
    fn function_words_of_a_german_query_are_not_english_words() {
        // "die Artillerie war"
        assert_eq!(ranked_languages(&[DE_STOP, CONTENT, DE_STOP]), [[false, false], [true, true], [false, false]]);
    }

    #[test]
    fn a_lone_stop_word_is_a_word_of_the_other_language() {
        // "war": German past tense, English noun
        assert_eq!(ranked_languages(&[DE_STOP]), [[false, true]]);
        // "the war": an English function word stands beside it
        assert_eq!(ranked_languages(&[EN_STOP, DE_STOP]), [[true, false], [false, true]]);
    }
}
