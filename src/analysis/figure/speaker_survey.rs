//! Surveys: whose the shares of those asked are, and which numbers only tell how many were asked.
//!
//! Those who answer never say their own share: the survey does, and the sentences go on with it as long as they tell
//! shares. A survey that a sentence draws on is a cue like others: *in einer Umfrage des Verbandes X*, *in a poll by X*.

use super::Speaker;
use super::SpeakerKind;
use super::clause;
use super::speaker_cue::{Cue, cue, kind_of};
use super::speaker_phrase as phrase;
use super::table::{Class, NumberKind};
use super::word::Words;
use crate::text::Language;

/// How many sentences after a survey *der Befragten* means those whom it asked.
const MAX_RESPONDENT_AGE: usize = 8;

/// The survey of which a text tells.
#[derive(Clone, Debug)]
pub struct Survey {
    pub speaker: Speaker,
    /// How many sentences have passed since.
    pub age: usize,
    /// Whether the sentence that named it told shares.
    pub has_shares: bool,
}

/// Returns whether a word is a survey, or a German compound of one: *Onlineumfrage*.
pub fn is_survey(words: &Words, at: usize) -> bool {
    let low = words.low(at);
    if words.language == Language::En {
        return words.is(at, Class::Survey);
    }
    let ends_so = |from: usize| {
        low.is_char_boundary(from) && words.forms.words.get(&low[from..]).is_some_and(|entry| entry.is(Class::Survey))
    };
    words.is_capital(at) && (words.is(at, Class::Survey) || (3..low.len().saturating_sub(4)).any(ends_so))
}

/// Returns the cue of a survey that the sentence draws on for a share.
pub fn by_survey(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    if !is_survey(words, at) {
        return None;
    }
    let found = match words.language {
        Language::De => by_german(words, at, sentence),
        Language::En => by_conducting(words, at, sentence).or_else(|| by_english(words, at, sentence)),
    };
    found.filter(|_| has_share(words, sentence) || (sentence.0..at).any(|word| words.is(word, Class::Respondent)))
}

/// *In einer am Montag veröffentlichten Umfrage des Verbandes X*.
fn by_german(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let start = words.compound_start(at);
    let is_lead = |word: usize| match words.low(word) {
        "im" | "beim" => true,
        "in" | "bei" => words.is(word + 1, Class::Determiner) || word + 1 == start,
        _ => false,
    };
    let near = (first..start).rev().take(9).take_while(|&word| words.follows(word + 1));
    near.filter(|&word| is_lead(word)).last()?;
    let name = phrase::right(words, start, end).filter(|name| name.1 >= at).unwrap_or((start, at));
    Some(Cue { aside: asked(words, name.1 + 1, end), ..cue(name, SpeakerKind::Entity, (first, end), at) })
}

/// *In a poll by X*, *28% of bosses polled for the survey*.
fn by_english(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let near = (first..at).rev().take(5).take_while(|&word| words.follows(word + 1));
    let lead = near.into_iter().find(|&word| matches!(words.low(word), "in" | "for" | "to"))?;
    let is_respondent = lead > first && words.is(lead - 1, Class::Respondent);
    if words.low(lead) != "in" && !is_respondent || !words.is(lead + 1, Class::Determiner) {
        return None;
    }
    let author = (at + 1..end.min(at + 10))
        .take_while(|&word| words.follows(word))
        .find(|&word| matches!(words.low(word), "by" | "from"))
        .and_then(|by| phrase::right(words, by + 1, end));
    let name = author.map_or((at, at), |name| if name.0 <= at + 3 { (at, name.1) } else { name });
    Some(Cue { aside: asked(words, at + 1, end), ..cue(name, SpeakerKind::Entity, (first, end), at) })
}

/// *When X conducted the same survey two years ago, 30% were for it*.
fn by_conducting(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let near = (first + 1..at).rev().take(4).take_while(|&word| words.follows(word + 1));
    let verb = near.into_iter().find(|&word| words.is(word, Class::Conducts))?;
    let name = phrase::left(words, phrase::before_bracket(words, verb - 1, first), first)?;
    let comma = (at + 1..end).find(|&word| words.gap(word).contains(','))?;
    Some(cue(name, kind_of(words, name), (comma, end), at))
}

/// Leaves out whom a survey asked, where a cue names one: *laut einer Umfrage unter 1000 Kunden*.
pub fn without_asked(words: &Words, found: Cue, end: usize) -> Cue {
    let is_open = found.aside.0 == found.aside.1 && (found.name.0..=found.name.1).any(|word| is_survey(words, word));
    if is_open { Cue { aside: asked(words, found.name.1 + 1, end), ..found } } else { found }
}

/// What tells whom a survey asked, right behind it: *unter 1000 Kunden*, *of 500 firms*; none is empty.
fn asked(words: &Words, from: usize, end: usize) -> (usize, usize) {
    if !matches!(words.low(from), "unter" | "mit" | "von" | "bei" | "of" | "among" | "with") {
        return (0, 0);
    }
    let closes = |word: usize| {
        words.gap(word).contains([',', ':'])
            || words.is_any(word, &[Class::SayVerb, Class::Auxiliary]) && !words.is_capital(word)
            || matches!(words.low(word), "by" | "from")
    };
    let to = (from + 1..end.min(from + 14)).find(|&word| closes(word)).unwrap_or(from + 4);
    let to = to.min(end);
    if has_share(words, (from, to)) { (0, 0) } else { (from, to) }
}

/// Returns whether words tell a share of people or things: *41 Prozent*, *jeder Fünfte*, *one in five*.
pub fn has_share(words: &Words, (first, end): (usize, usize)) -> bool {
    (first..end).any(|word| {
        let next = words.entry(word + 1);
        match words.low(word) {
            "prozent" | "percent" | "pct" => !is_step(words, word - 1, first),
            "cent" => word > first && words.low(word - 1) == "per" && !is_step(words, word - 2, first),
            "jeder" | "jede" | "jeden" | "jedem" => next.ordinal > 0,
            "one" => words.low(word + 1) == "in" && words.entry(word + 2).number.is_some(),
            _ if words.is_digit(word) => words.gap(word + 1).starts_with('%') && !is_step(words, word, first),
            _ => words.entry(word).number.is_some_and(|it| matches!(it.kind, NumberKind::Part | NumberKind::Half)),
        }
    })
}

/// *Um 5 Prozent*, *by 5%*: a step is no share.
fn is_step(words: &Words, number: usize, first: usize) -> bool {
    number > first && matches!(words.low(number - 1), "um" | "by" | "plus" | "minus")
}

/// Returns whether a phrase names those who answered.
pub fn is_respondent(words: &Words, (first, last): (usize, usize)) -> bool {
    (first..=last).any(|word| words.is(word, Class::Respondent))
}

/// Returns whether a sentence tells of those who were asked.
pub fn has_respondents(words: &Words, (first, end): (usize, usize)) -> bool {
    (first..end).any(|word| words.is(word, Class::Respondent))
}

/// Returns whether a sentence tells of a survey and whom it asked.
pub fn tells_of(words: &Words, (first, end): (usize, usize)) -> bool {
    (first..end).any(|word| is_survey(words, word)) && (first..end).any(|word| words.is(word, Class::Asks))
}

/// Returns whether a number only tells how many were asked: *X interviewed 1,300 bosses for it in three months*.
pub fn is_asked(words: &Words, figure: (usize, usize)) -> bool {
    let (first, end) = words.sentence_of(figure.0);
    let from = clause::start(words, figure.0, first);
    let to = (figure.1..end).find(|&word| clause::breaks(words, word)).unwrap_or(end);
    (from..to).any(|word| words.is(word, Class::Asks) && !words.is_capital(word)) && !has_share(words, figure)
}

impl Survey {
    /// Returns whether *demnach* in a sentence points back to a survey.
    pub fn is_meant(&self, words: &Words, (first, end): (usize, usize)) -> bool {
        self.age <= 2 && (first..end).any(|word| words.low(word) == "demnach")
    }

    /// Returns whether the sentence goes on with the shares of a survey.
    pub fn goes_on(&self, words: &Words, (first, end): (usize, usize)) -> bool {
        has_share(words, (first, end))
            && (self.age <= MAX_RESPONDENT_AGE && has_respondents(words, (first, end))
                || self.age == 0 && self.has_shares && has_answers(words, (first, end)))
    }
}

/// Whether a share stands in a clause without a verb of change, by which it is no answer: *stieg*, *fell*.
fn has_answers(words: &Words, (first, end): (usize, usize)) -> bool {
    let is_change = |word: usize| words.is(word, Class::Change) && !words.is(word, Class::Preposition);
    let mut from = first;
    while from < end {
        let to = (from + 1..end).find(|&word| clause::breaks(words, word)).unwrap_or(end);
        if has_share(words, (from, to)) && !(from..to).any(is_change) {
            return true;
        }
        from = to;
    }
    false
}

/// Returns whether a phrase is the survey of which the text told before: *der Umfrage zufolge*.
pub fn is_definite(words: &Words, name: (usize, usize)) -> bool {
    name.0 == name.1
        && name.0 > 0
        && is_survey(words, name.0)
        && matches!(words.low(name.0 - 1), "der" | "die" | "dieser" | "the" | "this")
}
