//! German cues of speech: *laut X*, *nach Angaben von X*, *X zufolge*, *so X*, *X sagte*, *sagte X*.

use super::SpeakerKind;
use super::speaker_cue::{Cue, by_phrase, cue, kind_of, or_reports};
use super::speaker_phrase as phrase;
use super::table::Class;
use super::word::Words;

pub fn by_laut(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    by_phrase(words, at, phrase::right(words, at + 1, sentence.1), sentence).map(|found| or_reports(words, found))
}

/// *Nach Angaben der Luftwaffe*, *nach US-Angaben*; *nach eigenen Angaben* names nobody.
pub fn by_source(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
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

pub fn by_zufolge(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    if at == sentence.0 || words.low(at - 1) == "dem" {
        return None;
    }
    let is_back = words.is(at - 1, Class::SourceNoun) && at >= 2 && matches!(words.low(at - 2), "den" | "diesen");
    if is_back {
        return Some(Cue { is_pronoun: true, ..cue((at - 1, at - 1), SpeakerKind::Entity, sentence, at) });
    }
    let name = phrase::left(words, at - 1, sentence.0)?;
    Some(or_reports(words, cue(name, kind_of(words, name), sentence, at)))
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
    if !is_said(words, at, end) {
        return None;
    }
    let after = (at + 1, said_until(words, at, end));
    if let Some(found) = by_wie(words, at, sentence) {
        return Some(found);
    }
    if words.follows(at) {
        if words.is(at - 1, Class::SpeakerPronoun) && words.low(at - 1) != "es" {
            return Some(Cue { is_pronoun: true, ..cue((at - 1, at - 1), SpeakerKind::Entity, after, at) });
        }
        let is_open = matches!(words.low(at), "hieß" | "heißt") && words.low(at + 1) == "es";
        if let Some(name) = phrase::left(words, at - 1, first).filter(|_| !is_open) {
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
    let Some(name) = right.filter(|_| !words.is(at + 1, Class::Preposition)) else {
        // Hielt sie sich für geheilt, sagte jedoch gestern: "…": the subject stands before.
        let is_quoted = (at + 1..end.min(at + 6)).any(|word| words.gap(word).contains([':', '„', '"', '»']));
        return (is_quoted && is_comma)
            .then(|| Cue { is_pronoun: true, ..cue((at, at), SpeakerKind::Entity, (at + 1, end), at) });
    };
    Some(cue(name, kind_of(words, name), (first, said_until(words, at, end)), at))
}

/// *Wie die Zeitung am Montag berichtete*: the verb closes the clause that *wie* opens.
fn by_wie(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let closes = at + 1 >= end || !words.follows(at + 1);
    let from = (first..at)
        .rev()
        .take(16)
        .take_while(|&word| !words.gap(word + 1).contains(','))
        .find(|&word| words.low(word) == "wie")?;
    let opens = from == first || words.gap(from).contains([',', '–', '-']);
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
        "ergab" | "ergaben" | "zeigt" | "zeigte" | "zeigen" => {
            let mut around = at.saturating_sub(6)..at + 5;
            around.any(|word| words.is(word, Class::SourceNoun) && words.is_capital(word))
        }
        "beruft" => false,
        "nannte" | "nennt" | "freut" | "warf" | "wirft" | "hofft" | "hoffte" | "sprachen" | "drohte" => opens,
        _ => true,
    }
}

/// What comes behind *nachdem* or *während* is told by the paper.
fn said_until(words: &Words, at: usize, end: usize) -> usize {
    (at + 1..end).find(|&word| matches!(words.low(word), "nachdem")).map_or(end, |word| word.max(at + 1))
}

/// *Trump hat wiederholt behauptet*: the name before a form of *haben*.
pub fn by_perfect(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
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
