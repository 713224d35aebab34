//! German cues of speech that name a source: *laut X*, *nach Angaben von X*, *nach eigenen Angaben*, *X zufolge*, *so X*.

use super::SpeakerKind;
use super::noun::is_adjective;
use super::speaker_cue::{Cue, by_phrase, cue, kind_of, or_reports};
use super::speaker_phrase as phrase;
use super::table::Class;
use super::word::Words;

pub fn by_laut(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    if words.low(at + 1).starts_with("eigene") {
        return by_own(words, (at, at + 2), sentence);
    }
    by_phrase(words, at, phrase::right(words, at + 1, sentence.1), sentence).map(|found| or_reports(words, found))
}

/// *Nach Angaben der Luftwaffe*, *nach US-Angaben*; *nach eigenen Angaben* names nobody.
pub fn by_source(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let noun = (at + 1..(at + 5).min(sentence.1))
        .find(|&word| is_source(words, words.compound_end(word)) && words.is_capital(word))?;
    let noun_end = words.compound_end(noun);
    if !(at + 1..noun).all(|word| words.follows(word) && !words.is_capital(word)) {
        return None;
    }
    if (at + 1..noun).any(|word| words.low(word) == "eigenen") {
        return by_own(words, (at, noun_end), sentence);
    }
    if noun == at + 2 && is_possessive(words.low(at + 1)) {
        let has_subject = at > sentence.0 + 1 && words.is(at - 1, Class::Auxiliary) && words.is_capital(at - 2);
        // Der Verein hat nach seinen Angaben: its own, but a farm has none.
        let speaks = |word: usize| words.is_any(word, &[Class::Role, Class::Group]) || phrase::can_speak(words, word);
        let is_body = |cue: &Cue| (cue.name.0..=cue.name.1).any(speaks);
        if let Some(found) = by_own(words, (at, noun_end), sentence).filter(|cue| has_subject && is_body(cue)) {
            return Some(found);
        }
        return Some(Cue { is_pronoun: true, ..cue((at + 1, at + 1), SpeakerKind::Entity, sentence, at) });
    }
    let opens = matches!(
        words.low(noun_end + 1),
        "der" | "des" | "von" | "vom" | "aus" | "seines" | "ihres" | "einer" | "eines" | "mehrerer"
    );
    if opens && words.follows(noun_end + 1) {
        return by_phrase(words, at, phrase::right(words, noun_end + 2, sentence.1), sentence);
    }
    // Nach Angaben lokaler Medien.
    let next = words.low(noun_end + 1);
    if next.ends_with("er") && is_adjective(next) && words.follows(noun_end + 1) && words.is_capital(noun_end + 2) {
        let name = phrase::right(words, noun_end + 1, sentence.1);
        return by_phrase(words, at, name.filter(|name| name.0 == noun_end + 1), sentence);
    }
    if words.is_capital(noun_end + 1) && words.follows(noun_end + 1) {
        return by_phrase(words, at, phrase::right(words, noun_end + 1, sentence.1), sentence);
    }
    if words.is(noun_end, Class::ReportNoun) && noun == noun_end {
        return Some(cue((noun, noun_end), SpeakerKind::Reports, sentence, at));
    }
    // Polizeiangaben, US-Angaben, nach ukrainischen Angaben: the lead of the word or the adjective names the source.
    let is_compound = noun != noun_end || !words.is(noun_end, Class::SourceNoun);
    let has_adjective = noun > at + 1 && words.low(noun - 1).ends_with("ischen");
    (is_compound || has_adjective)
        .then(|| cue((if has_adjective { noun - 1 } else { noun }, noun_end), SpeakerKind::Entity, sentence, at))
}

/// *X hat nach eigenen Angaben 50 Filialen*: the subject of the clause, before the verb or behind it.
fn by_own(words: &Words, (at, noun): (usize, usize), (first, end): (usize, usize)) -> Option<Cue> {
    if at == first {
        return by_phrase(words, at, phrase::right(words, noun + 2, end), (first, end));
    }
    let is_verb = words.follows(at) && !words.is_capital(at - 1);
    let subject = if is_verb { at.checked_sub(2)? } else { at - 1 };
    if subject < first {
        return None;
    }
    if words.is(subject, Class::SpeakerPronoun) {
        return Some(Cue { is_pronoun: true, ..cue((subject, subject), SpeakerKind::Entity, (first, end), at) });
    }
    let is_relative = is_verb && words.is(at - 1, Class::Determiner);
    let is_near = is_relative || words.follows(subject + 1);
    by_phrase(words, at, phrase::left(words, subject, first).filter(|_| is_near), (first, end))
}

/// *Nach ihren Angaben*: whose they are, somebody before tells.
fn is_possessive(low: &str) -> bool {
    matches!(low, "seinen" | "seiner" | "ihren" | "ihrer" | "dessen" | "deren")
}

fn is_source(words: &Words, at: usize) -> bool {
    let low = words.low(at);
    words.is(at, Class::SourceNoun)
        || ["angaben", "schätzungen", "informationen", "berichten", "berechnungen", "infos", "recherchen"]
            .iter()
            .any(|end| low.ends_with(end))
}

pub fn by_zufolge(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    if at == sentence.0 || words.low(at - 1) == "dem" {
        return None;
    }
    if at >= 2 && words.low(at - 2).starts_with("eigene") && words.is(at - 1, Class::SourceNoun) {
        return by_phrase(words, at, phrase::right(words, at + 2, sentence.1), sentence);
    }
    let is_back = words.is(at - 1, Class::SourceNoun) && at >= 2 && matches!(words.low(at - 2), "den" | "diesen");
    if is_back {
        return Some(Cue { is_pronoun: true, ..cue((at - 1, at - 1), SpeakerKind::Entity, sentence, at) });
    }
    let (from, last) = behind_dative(words, at, sentence.0).or_else(|| phrase::left(words, at - 1, sentence.0))?;
    // A headline glued to it: Einbruch der Wirtschaft Berechnungen zufolge.
    let is_bare = words.is_any(last, &[Class::SourceNoun, Class::ReportNoun]) && from < last;
    let name = if is_bare && words.is_capital(last - 1) && words.follows(last) { (last, last) } else { (from, last) };
    Some(or_reports(words, cue(name, kind_of(words, name), sentence, at)))
}

/// *Dem türkischen Militär zufolge*: what stands between the determiner and the cue.
fn behind_dative(words: &Words, at: usize, first: usize) -> Option<(usize, usize)> {
    let near = (first..at).rev().take(7).take_while(|&word| words.follows(word + 1) || words.is_joined(word + 1));
    let opens = near.into_iter().find(|&word| matches!(words.low(word), "dem" | "einem" | "diesem"))?;
    phrase::right(words, opens + 1, at).filter(|name| name.1 + 1 == at)
}

/// *…, so Kirby*: behind a comma, and closed by the end or another comma.
pub fn by_so(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let is_apart = at > sentence.0 && words.gap(at).contains([',', '“', '"', '«', '–']);
    let name = phrase::right(words, at + 1, sentence.1).filter(|_| is_apart)?;
    let after = words.gap(name.1 + 1);
    let closes = name.1 + 1 >= sentence.1
        || after.contains([',', '.', ':', '–'])
        || words.is_any(name.1 + 1, &[Class::Preposition, Class::Adverb]);
    closes.then(|| cue(name, kind_of(words, name), sentence, at))
}
