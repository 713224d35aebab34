//! English cues of speech that name a source: *according to X*, *by his own account*, *reports say*, *estimated by X*.

use super::SpeakerKind;
use super::speaker_cue::{Cue, by_phrase, cue, kind_of, or_reports};
use super::speaker_phrase as phrase;
use super::table::Class;
use super::word::Words;

/// *according to X*; for *figures from X* that is X, a report stays with its author.
pub fn by_according(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let from = at + 2;
    if matches!(words.low(from), "this" | "that") && words.gap(from + 1).contains(',') {
        return Some(Cue { is_pronoun: true, ..cue((from, from), SpeakerKind::Entity, sentence, at) });
    }
    let next = from + usize::from(words.is(from, Class::Determiner));
    let noun = (next..(next + 5).min(sentence.1)).find(|&word| {
        words.is(word, Class::SourceNoun)
            && matches!(words.low(word + 1), "by" | "from" | "of" | "compiled" | "released" | "published")
            && words.follows(word + 1)
    });
    if let Some(noun) = noun.filter(|&noun| (next..=noun).all(|word| word == next || words.follows(word))) {
        let author = noun + 2 + usize::from(matches!(words.low(noun + 2), "by" | "from"));
        if let Some(name) = phrase::right(words, author, sentence.1) {
            let is_report = words.is(noun, Class::Role);
            let name = if is_report { (next, name.1) } else { name };
            return Some(cue(name, kind_of(words, name), sentence, at));
        }
    }
    // News agency reports are some, though to report is a verb.
    let whole = |(from, last): (usize, usize)| {
        let is_source = words.follows(last + 1) && words.is(last + 1, Class::SourceNoun) && last + 1 < sentence.1;
        (from, last + usize::from(is_source))
    };
    let found = by_phrase(words, at, phrase::right(words, from, sentence.1).map(whole), sentence)
        .map(|found| or_reports(words, found));
    let is_report = words.is(next, Class::ReportNoun) && !matches!(words.low(next + 1), "by" | "from" | "of");
    if is_report { Some(cue((next, next), SpeakerKind::Reports, sentence, at)) } else { found }
}

/// *By his own account*, *by its own estimates*: whose it is, somebody before tells.
pub fn by_own(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let owner = at.checked_sub(1).filter(|&owner| owner > sentence.0)?;
    let is_owner = matches!(words.low(owner), "his" | "her" | "its" | "their");
    let leads = matches!(words.low(owner - 1), "by" | "to");
    let is_source =
        words.is(at + 1, Class::SourceNoun) || matches!(words.low(at + 1), "account" | "admission" | "count");
    let found = Cue { is_pronoun: true, ..cue((owner, owner), SpeakerKind::Entity, sentence, at) };
    (is_owner && leads && is_source).then_some(found)
}

/// *Researchers read the files of 900 men, finding 35 per cent were ill*: who opens the sentence.
pub fn by_participle(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let from = first + usize::from(words.is(first, Class::Determiner));
    let near = (from..at.min(from + 5)).take_while(|&word| word == from || words.follows(word));
    let last = near.into_iter().find(|&word| words.is_any(word, &[Class::Group, Class::Survey]))?;
    let is_apart = words.gap(at).contains(',');
    is_apart.then(|| cue((from, last), kind_of(words, (from, last)), (at + 1, end), at))
}

/// *…, reports say*, *media reports suggest that*.
pub fn by_reports(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let noun = at - 1;
    let is_said = matches!(words.low(at), "say" | "said" | "suggest" | "suggested" | "claim" | "indicate");
    let opens =
        noun == first || words.gap(noun).contains(',') || matches!(words.low(noun - 1), "media" | "press" | "some");
    let is_report = words.is(noun, Class::ReportNoun) && words.follows(at);
    (is_said && is_report && opens).then(|| cue((noun, noun), SpeakerKind::Reports, (first, end), at))
}

/// *It is put by the ministry at 50,000*, *estimated by X to rise*: who is named behind a participle.
pub fn by_agent(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let is_figured = matches!(
        words.low(at),
        "estimated"
            | "projected"
            | "forecast"
            | "expected"
            | "reported"
            | "calculated"
            | "predicted"
            | "announced"
            | "quoted"
    );
    if !(is_figured && words.low(at + 1) == "by" && words.follows(at + 1)) {
        return None;
    }
    let name = phrase::right(words, at + 2, end)?;
    let speaks = (name.0..=name.1).any(|word| {
        words.is_any(word, &[Class::Role, Class::Group]) || phrase::can_speak(words, word) || words.is_capital(word)
    });
    speaks.then(|| cue(name, kind_of(words, name), (first, end), at))
}
