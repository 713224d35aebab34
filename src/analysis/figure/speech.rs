//! How a sentence shows that somebody speaks who need not be named in it.

use super::quotation::Quotations;
use super::table::Class;
use super::word::Words;

/// How a sentence shows that somebody speaks who need not be named in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speech {
    None,
    /// By its first word: *seine*, *demnach*.
    Opens,
    /// *Wir haben*, outside a quotation.
    FirstPerson,
    /// German reported speech.
    Reported,
}

impl Speech {
    /// Returns how the sentence `first..end` shows that somebody speaks.
    pub fn of(words: &Words, (first, end): (usize, usize), quotations: &Quotations) -> Speech {
        let is =
            |class: Class| (first..end).any(|word| words.is(word, class) && (!words.is_capital(word) || word == first));
        let is_quoted = |word: usize| quotations.holds(words.start(word));
        if (first..end).any(|word| words.is(word, Class::FirstPerson) && !is_quoted(word)) && !is(Class::Reported) {
            return Speech::FirstPerson;
        }
        // … ankündigte und sagte, es sei: somebody says it whom no cue found.
        let is_other = (first..end).any(|word| {
            let low = words.low(word);
            words.is(word, Class::SayVerb) && (low.ends_with("te") || low.ends_with("ten")) && !words.is_capital(word)
        });
        if is_other {
            Speech::None
        } else if is(Class::Reported) {
            Speech::Reported
        } else if words.is(first, Class::GoesOn) || is(Class::ReportedNext) {
            Speech::Opens
        } else {
            Speech::None
        }
    }
}
