//! Cues of speech in a sentence: *laut X*, *nach Angaben von X*, *X zufolge*, *X sagte*, *according to X*, *X said*.

use super::SpeakerKind;
use super::noun;
use super::speaker_phrase as phrase;
use super::table::Class;
use super::word::Words;
use crate::text::Language;

/// A cue: who speaks and which words of the sentence are theirs.
#[derive(Clone, Debug)]
pub struct Cue {
    /// First and last word of the phrase that names the speaker; for a pronoun, the pronoun.
    pub name: (usize, usize),
    /// The byte at which a name glued to its verb ends.
    pub name_end: Option<usize>,
    pub kind: SpeakerKind,
    pub is_pronoun: bool,
    /// The words that are said: from, to.
    pub scope: (usize, usize),
    /// The word of the cue, to choose the nearest.
    pub anchor: usize,
}

/// Returns the cues of the sentence `first..end`.
pub fn find(words: &Words, first: usize, end: usize) -> Vec<Cue> {
    let mut cues = Vec::new();
    for at in first..end {
        let entry = words.entry(at);
        let low = words.low(at);
        let cue = match (words.language, low) {
            (Language::De, "laut" | "gemäß") => by_laut(words, at, (first, end)),
            (Language::De, "nach") => by_source(words, at, (first, end)),
            (Language::De, "zufolge") => by_zufolge(words, at, (first, end)),
            (Language::De, "so") => by_so(words, at, (first, end)),
            (Language::De, "berufung") if words.low(at + 1) == "auf" => {
                by_phrase(words, at, phrase::right(words, at + 2, end), (first, end))
            }
            (Language::En, "according") if words.low(at + 1) == "to" => by_according(words, at, (first, end)),
            _ if entry.is(Class::SayVerb) && at > first => by_verb(words, at, (first, end)),
            _ if entry.is(Class::SayVerb) => None,
            _ if entry.is(Class::Hearsay) => Some(cue((at, at), SpeakerKind::Reports, (at, end), at)),
            _ if entry.is(Class::ReportNoun) && words.language == Language::De => by_reports(words, at, end),
            (Language::De, _) if words.is_capital(at) && at > first => by_glued(words, at, end),
            _ => None,
        };
        cues.extend(cue);
    }
    cues
}

fn cue(name: (usize, usize), kind: SpeakerKind, scope: (usize, usize), anchor: usize) -> Cue {
    Cue { name, name_end: None, kind, is_pronoun: false, scope, anchor }
}

fn kind_of(words: &Words, name: (usize, usize)) -> SpeakerKind {
    let is_plural = |word: usize| {
        !words.is(word, Class::Role)
            && noun::lookup(words, word)
                .is_some_and(|(id, singular)| !singular && &*words.tables.noun(id).parent == "person")
    };
    let is_group = (name.0..=name.1).any(|word| words.is(word, Class::Group)) || name.0 == name.1 && is_plural(name.1);
    if is_group { SpeakerKind::Group } else { SpeakerKind::Entity }
}

fn by_phrase(words: &Words, at: usize, name: Option<(usize, usize)>, sentence: (usize, usize)) -> Option<Cue> {
    let name = name?;
    Some(cue(name, kind_of(words, name), sentence, at))
}

/// Sources of nobody named: *Berichten zufolge*, *laut Medienberichten*.
fn or_reports(words: &Words, found: Cue) -> Cue {
    let (first, last) = found.name;
    let is_report = first == last && words.is(first, Class::ReportNoun)
        || words.is(last, Class::SourceNoun)
            && !words.is(last, Class::Role)
            && (first..last).all(|word| !words.is_capital(word));
    if is_report { Cue { kind: SpeakerKind::Reports, ..found } } else { found }
}

fn by_laut(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    by_phrase(words, at, phrase::right(words, at + 1, sentence.1), sentence).map(|found| or_reports(words, found))
}

/// *Nach Angaben der Luftwaffe*, *nach US-Angaben*; *nach eigenen Angaben* names nobody.
fn by_source(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let noun = (at + 1..(at + 5).min(sentence.1))
        .find(|&word| is_source(words, words.compound_end(word)) && words.is_capital(word))?;
    let noun_end = words.compound_end(noun);
    if !(at + 1..noun).all(|word| words.follows(word) && !words.is_capital(word))
        || (at + 1..noun).any(|word| words.low(word) == "eigenen")
    {
        return None;
    }
    let opens = matches!(
        words.low(noun_end + 1),
        "der" | "des" | "von" | "vom" | "aus" | "seines" | "ihres" | "einer" | "eines" | "mehrerer"
    );
    if opens && words.follows(noun_end + 1) {
        return by_phrase(words, at, phrase::right(words, noun_end + 2, sentence.1), sentence);
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

fn is_source(words: &Words, at: usize) -> bool {
    let low = words.low(at);
    words.is(at, Class::SourceNoun)
        || ["angaben", "schätzungen", "informationen", "berichten", "berechnungen"].iter().any(|end| low.ends_with(end))
}

fn by_zufolge(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    if at == sentence.0 || words.low(at - 1) == "dem" {
        return None;
    }
    let name = phrase::left(words, at - 1, sentence.0)?;
    Some(or_reports(words, cue(name, kind_of(words, name), sentence, at)))
}

/// *…, so Kirby*: behind a comma, and closed by the end or another comma.
fn by_so(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let is_apart = at > sentence.0 && words.gap(at).contains([',', '“', '"', '«', '–']);
    let name = phrase::right(words, at + 1, sentence.1).filter(|_| is_apart)?;
    let after = words.gap(name.1 + 1);
    let closes = name.1 + 1 >= sentence.1
        || after.contains([',', '.', ':', '–'])
        || words.is_any(name.1 + 1, &[Class::Preposition, Class::Adverb]);
    closes.then(|| cue(name, kind_of(words, name), sentence, at))
}

fn by_according(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let found = by_phrase(words, at, phrase::right(words, at + 2, sentence.1), sentence);
    let next = at + 2 + usize::from(words.is(at + 2, Class::Determiner));
    let is_report = words.is(next, Class::ReportNoun) && !matches!(words.low(next + 1), "by" | "from" | "of");
    if is_report { Some(cue((next, next), SpeakerKind::Reports, sentence, at)) } else { found }
}

/// *Behauptungen, dass*, *Berichte, wonach*.
fn by_reports(words: &Words, at: usize, end: usize) -> Option<Cue> {
    let opens =
        words.gap(at + 1) == ", " && matches!(words.low(at + 1), "dass" | "wonach" | "denen") && words.is_capital(at);
    opens.then(|| cue((at, at), SpeakerKind::Reports, (at + 1, end), at))
}

/// A name glued to its verb: *Selenskyjbehauptete*.
fn by_glued(words: &Words, at: usize, end: usize) -> Option<Cue> {
    let low = words.low(at);
    if low.len() < 12 {
        return None;
    }
    let from = (low.len() - 13.min(low.len() - 4)..low.len() - 5).find(|&from| {
        low.is_char_boundary(from) && words.forms.words.get(&low[from..]).is_some_and(|entry| entry.is(Class::SayVerb))
    })?;
    if words.written(at).len() != low.len() {
        return None;
    }
    let name = phrase::left(words, at, words.sentence_of(at).0)?;
    let name_end = words.start(at) + from;
    Some(Cue { name_end: Some(name_end), ..cue(name, SpeakerKind::Entity, (at + 1, end), at) })
}

fn by_verb(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    if !is_said(words, at, sentence) {
        return None;
    }
    match words.language {
        Language::De => german_verb(words, at, sentence),
        Language::En => english_verb(words, at, sentence),
    }
}

/// Verbs that only say something with a particle, and English nouns of the same form.
fn is_said(words: &Words, at: usize, sentence: (usize, usize)) -> bool {
    let near = at + 1..sentence.1.min(at + 16);
    match (words.language, words.low(at)) {
        (Language::De, "gab" | "kündigte" | "schrieb") if words.low(at) != "schrieb" => {
            near.clone().any(|word| matches!(words.low(word), "an" | "bekannt"))
        }
        (Language::De, "teilte") => near.clone().any(|word| words.low(word) == "mit"),
        (Language::De, "angaben") => !words.is_capital(at),
        (Language::De, _) => !words.is_capital(at),
        (
            Language::En,
            "report" | "reports" | "claims" | "claim" | "estimates" | "estimate" | "states" | "notes" | "forecasts"
            | "forecast" | "saying",
        ) => words.low(at + 1) == "that",
        _ => true,
    }
}

fn german_verb(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let (first, end) = sentence;
    let after = (at + 1, said_until(words, at, end));
    if words.follows(at) {
        if words.is(at - 1, Class::SpeakerPronoun) && words.low(at - 1) != "es" {
            return Some(Cue { is_pronoun: true, ..cue((at - 1, at - 1), SpeakerKind::Entity, after, at) });
        }
        if let Some(name) = phrase::left(words, at - 1, first) {
            let leads = name.0.checked_sub(1).map_or("", |word| words.low(word));
            let leads_back = name.0.checked_sub(2).map_or("", |word| words.low(word));
            let scope = if leads == "wie" || leads_back == "wie" { sentence } else { after };
            return Some(cue(name, kind_of(words, name), scope, at));
        }
        if let Some(found) = by_perfect(words, at, sentence) {
            return Some(found);
        }
    }
    let right = match words.low(at + 1) {
        "er" | "sie" if words.follows(at + 1) => {
            return Some(Cue { is_pronoun: true, ..cue((at + 1, at + 1), SpeakerKind::Entity, sentence, at) });
        }
        "es" if matches!(words.low(at + 2), "in" | "aus" | "von" | "bei" | "seitens") => {
            phrase::right(words, at + 3, end)
        }
        "es" | "sich" => return None,
        _ if words.follows(at + 1) => phrase::right(words, at + 1, end),
        _ => None,
    };
    let is_comma = words.gap(at).contains(',');
    if is_comma && let Some(name) = apposition(words, at, first) {
        return Some(cue(name, kind_of(words, name), after, at));
    }
    let name = right.filter(|_| !words.is(at + 1, Class::Preposition))?;
    Some(cue(name, kind_of(words, name), (first, said_until(words, at, end)), at))
}

/// What comes behind *nachdem* or *während* is told by the paper.
fn said_until(words: &Words, at: usize, end: usize) -> usize {
    (at + 1..end).find(|&word| matches!(words.low(word), "nachdem")).map_or(end, |word| word.max(at + 1))
}

/// *Trump hat wiederholt behauptet*: the name before a form of *haben*.
fn by_perfect(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let floor = at.saturating_sub(8).max(sentence.0 + 1);
    let auxiliary = (floor..at)
        .rev()
        .take_while(|&word| words.follows(word + 1))
        .find(|&word| matches!(words.low(word), "hat" | "haben" | "hatte" | "hatten" | "habe"))?;
    if !words.follows(auxiliary) {
        return None;
    }
    let after = (at + 1, said_until(words, at, sentence.1));
    if matches!(words.low(auxiliary - 1), "er" | "sie") {
        return Some(Cue { is_pronoun: true, ..cue((auxiliary - 1, auxiliary - 1), SpeakerKind::Entity, after, at) });
    }
    let name = phrase::left(words, auxiliary - 1, sentence.0)?;
    Some(cue(name, kind_of(words, name), after, at))
}

/// *John Kirby, der Sprecher der USA, sagte*: the phrase that opens the sentence, before its first comma.
fn apposition(words: &Words, at: usize, first: usize) -> Option<(usize, usize)> {
    let comma = (first + 1..at).find(|&word| words.gap(word).contains(','))?;
    let is_told =
        (first..comma).any(|word| words.is_any(word, &[Class::Auxiliary, Class::SayVerb]) && !words.is_capital(word));
    let is_short = comma - first <= 8 && at - comma <= 14;
    let has_verb = (comma..at).any(|word| {
        words.is(word, Class::Auxiliary)
            && !matches!(words.low(word), "an" | "auf" | "mit" | "vor" | "zu" | "nach" | "bei" | "aus")
    });
    if is_told || !is_short || has_verb {
        return None;
    }
    let named = (first..comma).find(|&word| !words.is_any(word, &[Class::Determiner]))?;
    let name = phrase::left(words, comma - 1, named.min(comma - 1)).or_else(|| phrase::right(words, first, comma))?;
    let opens = words.is_any(first, &[Class::Preposition, Class::Conjunction]);
    (!opens).then_some(name)
}

fn english_verb(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let (first, end) = sentence;
    if words.follows(at) {
        let mut last = at - 1;
        while last > first
            && matches!(
                words.low(last),
                "also"
                    | "has"
                    | "have"
                    | "had"
                    | "later"
                    | "earlier"
                    | "repeatedly"
                    | "already"
                    | "previously"
                    | "recently"
                    | "now"
                    | "still"
            )
            && words.follows(last)
        {
            last -= 1;
        }
        let after = (at + 1, end);
        if words.is(last, Class::SpeakerPronoun) {
            let scope =
                if last > first && words.gap(last).contains([',', '”', '"', '\'']) { sentence } else { after };
            return Some(Cue { is_pronoun: true, ..cue((last, last), SpeakerKind::Entity, scope, at) });
        }
        let is_plain = !words
            .is_any(last, &[Class::Auxiliary, Class::Preposition, Class::Conjunction, Class::Pronoun, Class::Adverb])
            || words.is_capital(last)
            || words.is_any(last, &[Class::Group, Class::Role]);
        if let Some(name) =
            phrase::left(words, last, first).filter(|_| is_plain && last > first || words.is_capital(last))
        {
            let has_words_before = name.0 > first + 2
                && (0..3).any(|back| {
                    name.0 >= first + back && words.gap(name.0 - back).contains([',', '”', '"', '\'', '“'])
                });
            let scope = if has_words_before { sentence } else { after };
            return Some(cue(name, kind_of(words, name), scope, at));
        }
    }
    let is_comma = words.gap(at).contains([',', '”', '"', '\'', '’']);
    if is_comma {
        if let Some(name) = english_apposition(words, at, first) {
            return Some(cue(name, kind_of(words, name), (at + 1, end), at));
        }
        if words.is(at + 1, Class::SpeakerPronoun) {
            return Some(Cue { is_pronoun: true, ..cue((at + 1, at + 1), SpeakerKind::Entity, sentence, at) });
        }
        return by_phrase(words, at, phrase::right(words, at + 1, end), sentence);
    }
    None
}

/// *Jim Smith, the mayor of X, said*: a name that opens the sentence or follows another comma.
fn english_apposition(words: &Words, at: usize, first: usize) -> Option<(usize, usize)> {
    let comma = (first + 1..at).rev().take(12).find(|&word| words.gap(word).contains(','))?;
    let floor =
        (first..comma).rev().find(|&word| word > first && words.gap(word).contains([',', '”', '"'])).unwrap_or(first);
    let is_clause = (comma..at).any(|word| words.is_any(word, &[Class::SayVerb]));
    let is_short = comma - floor <= 7;
    let is_told =
        (floor..comma).any(|word| words.is_any(word, &[Class::Auxiliary, Class::SayVerb]) && !words.is_capital(word));
    if is_clause || !is_short || is_told {
        return None;
    }
    phrase::left(words, comma - 1, floor)
}
