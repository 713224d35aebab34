//! How a sentence shows that somebody speaks who need not be named in it.

use super::quotation::Quotations;
use super::table::Class;
use super::word::Words;
use crate::text::Language;

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
        let (mut is_first_person, mut is_other, mut is_reported, mut is_next) = (false, false, false, false);
        for word in first..end {
            let entry = words.entry(word);
            if entry.classes == 0 {
                continue;
            }
            is_first_person |= entry.is(Class::FirstPerson) && !quotations.holds(words.start(word));
            if words.is_capital(word) && word > first {
                continue;
            }
            let low = words.low(word);
            // … ankündigte und sagte, es sei: somebody says it whom no cue found.
            is_other |= entry.is(Class::SayVerb) && (low.ends_with("te") || low.ends_with("ten"));
            is_reported |= entry.is(Class::Reported);
            is_next |= entry.is(Class::ReportedNext);
        }
        match () {
            () if is_first_person && !is_reported => Speech::FirstPerson,
            () if is_other => Speech::None,
            () if is_reported => Speech::Reported,
            () if is_next || words.is(first, Class::GoesOn) || is_would(words, first) => Speech::Opens,
            () => Speech::None,
        }
    }
}

/// *It would cut 90 jobs*, *The company also would sell it*: English reported speech, by its subject and its verb.
fn is_would(words: &Words, first: usize) -> bool {
    let is_body = words.low(first) == "the" && words.is(first + 1, Class::BodyBefore);
    let is_pronoun = matches!(words.low(first), "it" | "he" | "she");
    let verb = first + 1 + usize::from(is_body);
    let verb = verb + usize::from(words.low(verb) == "also");
    words.language == Language::En && (is_body || is_pronoun) && words.low(verb) == "would"
}
