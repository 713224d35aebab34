//! German cues of speech by a verb: *X sagte*, *sagte X*, *wie X mitteilte*, *X hat behauptet*, *geht aus X hervor*.

use super::SpeakerKind;
use super::speaker_cue::{Cue, cue, kind_of, or_reports};
use super::speaker_phrase as phrase;
use super::table::Class;
use super::word::Words;

/// *Behauptungen, dass*, *Berichte, wonach*.
pub fn by_reports(words: &Words, at: usize, end: usize) -> Option<Cue> {
    let opens =
        words.gap(at + 1) == ", " && matches!(words.low(at + 1), "dass" | "wonach" | "denen") && words.is_capital(at);
    opens.then(|| cue((at, at), SpeakerKind::Reports, (at + 1, end), at))
}

/// A name glued to its verb: *Selenskyjbehauptete*.
pub fn by_glued(words: &Words, at: usize, end: usize) -> Option<Cue> {
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

pub fn by_verb(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let (first, end) = sentence;
    if let Some(found) = by_hervor(words, at, sentence).or_else(|| by_passive(words, at, sentence)) {
        return Some(found);
    }
    if !is_said(words, at, end) || words.is(at - 1, Class::Nobody) || words.is(at + 1, Class::Nobody) {
        return None;
    }
    let after = (at + 1, said_until(words, at, end));
    if let Some(found) = by_wie(words, at, sentence) {
        return Some(found);
    }
    if words.follows(at) || closes_name(words, at, first) {
        if let Some(found) = by_subject(words, at, first, after) {
            return Some(found);
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
        "es" if matches!(words.low(at), "hieß" | "heißt") => {
            return Some(Cue { is_pronoun: true, ..cue((at + 1, at + 1), SpeakerKind::Entity, sentence, at) });
        }
        "es" | "sich" => return None,
        // Sagte dem Sender, sagte einem Reporter: told to, not by.
        "dem" | "den" | "einem" | "ihrem" | "seinem" | "diesem" => None,
        _ if words.follows(at + 1) => phrase::right(words, at + 1, end),
        _ => None,
    };
    let right = right.filter(|_| !words.is(at + 1, Class::Preposition));
    let is_comma = words.gap(at).contains(',');
    let is_quoted = words.gap(at).contains(['“', '"', '«', '”', '‘']);
    if is_comma
        && !(is_quoted && right.is_some())
        && let Some(name) = apposition(words, at, first)
    {
        return Some(cue(name, kind_of(words, name), after, at));
    }
    let Some(name) = right else {
        // Hielt sie sich für geheilt, sagte jedoch gestern: "…": the subject stands before.
        let is_quoted = (at + 1..end.min(at + 6)).any(|word| words.gap(word).contains([':', '„', '"', '»']));
        return (is_quoted && is_comma)
            .then(|| Cue { is_pronoun: true, ..cue((at, at), SpeakerKind::Entity, (at + 1, end), at) });
    };
    let found = cue(name, kind_of(words, name), (first, said_until(words, at, end)), at);
    Some(Cue { aside: behind_name(words, name.1, end), ..found })
}

/// *Huber (SPÖ) sagte*: whether a bracket closes before a word that tells of a name, by a party or an age, or of what
/// opens the sentence; not *vor Steuern (Ebitda) rechnet X*.
fn closes_name(words: &Words, at: usize, first: usize) -> bool {
    if words.gap(at) != ") " {
        return false;
    }
    let last = phrase::before_bracket(words, at - 1, first);
    let is_short = last + 2 == at && (words.is_digit(at - 1) || words.written(at - 1).chars().all(char::is_uppercase));
    let is_name = (first..=last).all(|word| words.is_capital(word) || word == first);
    last < at - 1 && (is_short || is_name)
}

/// *Kirby sagte*, *er sagte*: the subject right before the verb.
fn by_subject(words: &Words, at: usize, first: usize, after: (usize, usize)) -> Option<Cue> {
    // Es fügte hinzu: the ministry that spoke right before.
    let is_it = at - 1 == first && matches!(words.low(at), "fügte" | "betonte" | "erklärte" | "teilte" | "warnte");
    if words.is(at - 1, Class::SpeakerPronoun) && (words.low(at - 1) != "es" || is_it) {
        return Some(Cue { is_pronoun: true, ..cue((at - 1, at - 1), SpeakerKind::Entity, after, at) });
    }
    if is_participle(words.low(at)) {
        return None;
    }
    let is_open = matches!(words.low(at), "hieß" | "heißt") && words.low(at + 1) == "es";
    let found = if is_result(words, at) { source_before(words, at, first) } else { None };
    let last = phrase::before_bracket(words, at - 1, first);
    let name = found.or_else(|| phrase::left(words, last, first)).or_else(|| phrase::opening(words, at, first));
    let name = name.filter(|_| !is_open)?;
    let leads = name.0.checked_sub(1).map_or("", |word| words.low(word));
    let leads_back = name.0.checked_sub(2).map_or("", |word| words.low(word));
    let is_wie = leads == "wie" || leads_back == "wie";
    let scope = if is_wie { (first, after.1) } else { after };
    Some(cue(name, kind_of(words, name), scope, at))
}

/// *Eine Umfrage in der Zeitung X ergab*: the survey, not the paper.
fn source_before(words: &Words, at: usize, first: usize) -> Option<(usize, usize)> {
    let noun = (first..at)
        .rev()
        .take(12)
        .take_while(|&word| words.follows(word + 1) || words.is_joined(word + 1))
        .filter(|&word| words.is(word, Class::SourceNoun) && words.is_capital(word))
        .last()?;
    phrase::right(words, words.compound_start(noun), at)
}

/// *Das geht aus Zahlen des Amts hervor*, *aus dem Bericht geht hervor*, *wie aus dem Bericht hervorgeht*.
fn by_hervor(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let low = words.low(at);
    let is_verb = matches!(low, "geht" | "ging" | "gehen" | "gingen");
    let out = match () {
        () if is_verb && words.low(at + 1) == "aus" => at + 1,
        () if is_verb && words.low(at + 1) == "hervor" && words.low(first) == "aus" => first,
        () if low.starts_with("hervorg") => (first..at).rev().take(12).find(|&word| words.low(word) == "aus")?,
        () => return None,
    };
    let close = (at..end.min(at + 16)).find(|&word| words.low(word).starts_with("hervor"))?;
    let name = phrase::right(words, out + 1, if out > at { close } else { at.max(out + 1) })?;
    // Aus Zahlen hervor, die das Institut vorlegte.
    let is_bare = name.0 == name.1 && words.is(name.0, Class::SourceNoun);
    let opens = words.gap(close + 1) == ", " && words.is(close + 1, Class::Determiner);
    let author = phrase::right(words, close + 2, end).filter(|_| is_bare && opens);
    let name = author.unwrap_or(name);
    let found = cue(name, kind_of(words, name), (first, end), at);
    Some(if author.is_some() { found } else { or_reports(words, found) })
}

/// What tells of a speaker behind the verb and the name: *sagte X, die Mutter von vier Kindern, …*; none is empty.
fn behind_name(words: &Words, name: usize, end: usize) -> (usize, usize) {
    let from = name + 1;
    let opens = from < end && words.gap(from) == ", " && words.is(from, Class::Determiner);
    let close = (from + 1..end.min(from + 14)).find(|&word| words.gap(word).starts_with(','));
    let is_told = |to: usize| {
        (from..to)
            .any(|word| words.is_any(word, &[Class::Reported, Class::Auxiliary]) && !words.is(word, Class::Preposition))
    };
    close.filter(|&to| opens && !is_told(to)).map_or((0, 0), |to| (from, to))
}

/// *Der Schaden wird von der Polizei auf 500 Euro geschätzt*: the phrase behind *von* before a participle.
fn by_passive(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let is_estimate = matches!(words.low(at), "beziffert" | "geschätzt" | "angegeben" | "prognostiziert" | "errechnet");
    let is_passive = |word: usize| matches!(words.low(word), "wird" | "werden" | "wurde" | "wurden");
    let around = first..end.min(at + 2);
    let of = (first..at).rev().find(|&word| matches!(words.low(word), "von" | "vom") && !words.is_digit(word + 1))?;
    let name = phrase::right(words, of + 1, at).filter(|_| is_estimate && around.clone().any(is_passive))?;
    let speaks = words.is_any(name.1, &[Class::Role, Class::Group]) || phrase::can_speak(words, name.1);
    speaks.then(|| cue(name, kind_of(words, name), (first, end), at))
}

/// *Wie die Zeitung am Montag berichtete*: the verb closes the clause that *wie* opens.
fn by_wie(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let closes = at + 1 >= end || !words.follows(at + 1);
    let from = (first..at)
        .rev()
        .take(16)
        .take_while(|&word| !words.gap(word + 1).contains(','))
        .find(|&word| words.low(word) == "wie")?;
    let is_led = from == first + 1 && words.is_any(first, &[Class::Conjunction, Class::Adverb]);
    let opens = from == first || is_led || words.gap(from).contains([',', '–', '-']);
    if !(closes && opens) {
        return None;
    }
    if words.is(from + 1, Class::SpeakerPronoun) {
        return Some(Cue { is_pronoun: true, ..cue((from + 1, from + 1), SpeakerKind::Entity, (first, end), at) });
    }
    let name = phrase::right(words, from + 1, at)?;
    Some(cue(name, kind_of(words, name), (first, end), at))
}

/// Verbs that say something only with other words: *geht davon aus*, *geht aus … hervor*, *nannte Zahlen*.
fn is_said(words: &Words, at: usize, end: usize) -> bool {
    let mut near = at + 1..end.min(at + 16);
    let opens = words.gap(at + 1).contains([':', ',']) || words.gap(at).contains([',', '"', '“', '«']);
    match words.low(at) {
        "ging" | "geht" | "gehen" | "gingen" => near.any(|word| words.low(word) == "davon"),
        _ if is_result(words, at) => {
            let mut around = at.saturating_sub(10)..at + 5;
            around.any(|word| words.is(word, Class::SourceNoun) && words.is_capital(word))
        }
        "beruft" => false,
        "fügt" | "fügte" => near.any(|word| words.low(word) == "hinzu"),
        "hebt" | "hob" => near.any(|word| words.low(word) == "hervor"),
        "führte" | "führt" => near.any(|word| words.low(word) == "aus" && !words.follows(word + 1)),
        "stellte" | "stellt" => near.any(|word| matches!(words.low(word), "klar" | "fest")),
        // Wie berichtet, hat X: nobody is named.
        "berichtet" if words.low(at - 1) == "wie" => false,
        "merkte" | "merkt" => near.any(|word| words.low(word) == "an"),
        "bestand" | "besteht" => near.any(|word| words.low(word) == "darauf"),
        "schrieb" | "schreibt" => opens || near.any(|word| words.gap(word).contains([',', ':'])),
        "nannte" | "nennt" if words.low(at + 1) == "sich" => false,
        "nannte" | "nennt" => opens || near.any(|word| words.is_digit(word) || phrase::is_number(words, word)),
        "freut" | "kritisierte" | "kritisiert" | "warf" | "wirft" | "hofft" | "hoffte" | "sprachen" | "drohte" => opens,
        _ => true,
    }
}

/// Forms that only say something behind *hat*: an album announced is no speaker.
fn is_participle(low: &str) -> bool {
    let is_plain = low.starts_with("ge") && !matches!(low, "geht" | "gehen" | "geben");
    let is_found = matches!(low, "berechnet" | "errechnet" | "ausgerechnet" | "herausgefunden" | "festgestellt");
    is_plain || is_found || matches!(low, "mitgeteilt" | "angekündigt" | "eingeräumt" | "angegeben" | "versprochen")
}

/// Verbs of what a survey or a report finds.
fn is_result(words: &Words, at: usize) -> bool {
    matches!(words.low(at), "ergab" | "ergaben" | "zeigt" | "zeigte" | "zeigen")
}

/// What comes behind *nachdem* or *während* is told by the paper.
fn said_until(words: &Words, at: usize, end: usize) -> usize {
    (at + 1..end).find(|&word| matches!(words.low(word), "nachdem")).map_or(end, |word| word.max(at + 1))
}

/// *Trump hat wiederholt behauptet*, *am Montag hatte Trump behauptet*: the name before or behind a form of *haben*.
pub fn by_perfect(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    let floor = at.saturating_sub(14).max(sentence.0 + 1);
    let auxiliary = (floor..at)
        .rev()
        .take_while(|&word| words.follows(word + 1))
        .find(|&word| matches!(words.low(word), "hat" | "haben" | "hatte" | "hatten" | "habe"))?;
    let until = said_until(words, at, sentence.1);
    if words.follows(auxiliary) && matches!(words.low(auxiliary - 1), "er" | "sie") {
        let name = (auxiliary - 1, auxiliary - 1);
        return Some(Cue { is_pronoun: true, ..cue(name, SpeakerKind::Entity, (at + 1, until), at) });
    }
    let follows = words.follows(auxiliary) || closes_name(words, auxiliary, sentence.0);
    let last = phrase::before_bracket(words, auxiliary - 1, sentence.0);
    let before = if follows { phrase::left(words, last, sentence.0) } else { None };
    if let Some(name) = before {
        // Has played for years and said: only what comes behind.
        let from = if words.low(at).ends_with("te") || words.low(at).ends_with("ten") { at + 1 } else { auxiliary + 1 };
        return Some(cue(name, kind_of(words, name), (from, until), at));
    }
    let object = (auxiliary + 1..at).find(|&word| matches!(words.low(word), "von" | "vom" | "vor" | "über"));
    let name = phrase::right(words, auxiliary + 1, object.unwrap_or(at))?;
    Some(cue(name, kind_of(words, name), (name.1 + 1, until), at))
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
