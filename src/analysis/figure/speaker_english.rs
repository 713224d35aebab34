//! English cues of speech by a verb: *X said*, *said X*, *figures from X show*.

use super::SpeakerKind;
use super::speaker_cue::{Cue, by_phrase, cue, kind_of};
use super::speaker_phrase as phrase;
use super::speaker_source_english as source;
use super::table::Class;
use super::word::Words;

pub fn by_verb(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    if matches!(words.low(at), "finding" | "concluding" | "suggesting" | "estimating" | "showing") {
        return source::by_participle(words, at, sentence);
    }
    if let Some(found) = source::by_reports(words, at, sentence).or_else(|| source::by_agent(words, at, sentence)) {
        return Some(found);
    }
    if !is_said(words, at) || is_passive(words, at) {
        return None;
    }
    let before = if follows(words, at) { name_before(words, at, sentence) } else { None };
    before.or_else(|| name_behind(words, at, sentence))
}

/// Verbs that are nouns as well, or have another object, say something only before what is said.
fn is_said(words: &Words, at: usize) -> bool {
    let next = words.low(at + 1);
    let opens = words.gap(at + 1).contains([':', ',', '"', '“']) || matches!(next, "that" | "how");
    let is_behind = words.gap(at).contains([',', '”', '"']);
    match words.low(at) {
        "report" | "reports" | "claims" | "claim" | "estimates" | "estimate" | "states" | "notes" | "forecasts"
        | "forecast" | "warning" | "confirming" | "revealing" | "stressing" | "noting" | "saying" | "reporting"
        | "claiming" | "predicting" => {
            let opens_clause = matches!(next, "it" | "he" | "she" | "they" | "the" | "its" | "their" | "a" | "to");
            let is_verb = at > 0
                && (words.is_capital(at - 1) || words.is(at - 1, Class::Group))
                && words.follows(at)
                && (opens_clause || words.is(at - 1, Class::Group));
            let is_progressive =
                at > 0 && words.follows(at) && matches!(words.low(at - 1), "been" | "is" | "are" | "was" | "were");
            let closes = words.sentence_of(at).1 == at + 1
                && at > 0
                && (words.is_capital(at - 1) || words.is(at - 1, Class::Role));
            let is_told = words.follows(at)
                && words.low(at).starts_with("forecast")
                && !words.is(at + 1, Class::Preposition)
                && source_before(words, at - 1).is_some();
            is_told || next == "that" || is_verb || closes || is_progressive || is_behind && words.is_capital(at + 1)
        }
        // The battle claimed the lives of 500.
        "claimed" if (at + 1..at + 4).any(|word| matches!(words.low(word), "lives" | "victory" | "life")) => false,
        "expect" => {
            let last = subject_end(words, at, words.sentence_of(at).0);
            words.is(last, Class::Group) || words.low(last) == "they"
        }
        "pegged" | "pegs" => (at + 1..at + 8).any(|word| words.low(word) == "at"),
        // Shares added 5 percent; he admitted a crime.
        "added" | "adds" | "admitted" | "admits" => {
            let goes_on = words.follows(at + 1)
                && (words.is_any(at + 1, &[Class::Determiner, Class::Adverb]) || words.entry(at + 1).number.is_some())
                && next != "that";
            is_behind || !(goes_on || words.is_digit(at + 1) || words.gap(at + 1).contains(['$', '£', '€']))
        }
        "posted" | "detailed" | "advised" | "tweet" | "tweets" | "reveal" | "wrote" | "writes" | "quoted"
        | "explained" | "testified" => opens || is_behind || matches!(next, "on" | "in"),
        "found" | "shows" | "showed" | "shown" | "show" | "finds" | "indicated" | "indicates" | "suggest"
        | "suggests" | "suggested" | "reveals" | "revealed" => {
            let last = subject_end(words, at, words.sentence_of(at).0);
            source_before(words, last).is_some()
                || (last.saturating_sub(4)..=last).any(|word| words.is(word, Class::Role))
                || words.is(last, Class::Group)
                || next == "that" && words.is_capital(last)
        }
        _ => true,
    }
}

/// *A poll in the Daily Post found*: the survey or the report before what tells of it.
fn source_before(words: &Words, last: usize) -> Option<usize> {
    let first = words.sentence_of(last).0;
    let near = (first..=last).rev().take(12);
    let follows = |word: usize| {
        words.follows(word + 1) || words.is_joined(word + 1) || word == last || words.gap(word + 1) == "'s "
    };
    near.take_while(|&word| follows(word) && !words.is(word, Class::SayVerb) || word == last)
        .filter(|&word| words.is(word, Class::SourceNoun))
        .last()
}

/// *Leicester are believed to head the list*: said of them, not by them.
fn is_passive(words: &Words, at: usize) -> bool {
    let mut before = at;
    while before > 0 && words.follows(before) && words.is(before - 1, Class::BeforeSaying) {
        before -= 1;
        if matches!(words.low(before), "is" | "are" | "was" | "were" | "been" | "being") {
            return !words.low(at).ends_with("ing");
        }
    }
    // Two men believed to be rich.
    let is_participle = words.low(at).ends_with("ed") || words.low(at) == "said";
    if is_participle && words.low(at + 1) == "to" && matches!(words.low(at + 2), "be" | "have") {
        return true;
    }
    matches!(words.low(at.saturating_sub(1)), "be" | "widely" | "not" | "to") && words.follows(at)
}

/// Whether only a space stands before a word, or the bracket of `<Crop Genetics Corp> said` and *the IBGE (…) said*.
fn follows(words: &Words, at: usize) -> bool {
    let is_short =
        |word: usize| words.gap(word) == ". " && words.tables.abbreviations.contains(words.written(word - 1));
    words.follows(at) || at > 0 && (matches!(words.gap(at), "> " | ") ") || is_short(at))
}

/// The word before a verb's auxiliaries, adverbs and times: *have been warning*, *also said*, *on Friday said*.
fn subject_end(words: &Words, at: usize, first: usize) -> usize {
    let mut last = at.saturating_sub(1);
    loop {
        let before = if words.is(last, Class::BeforeSaying) && words.follows(last) {
            last.saturating_sub(1)
        } else {
            before_time(words, last)
        };
        if before >= last || before < first {
            break;
        }
        last = before;
    }
    before_ticker(words, last)
}

/// The word before the code of a share that stands behind a firm: *Obst Inc. OBS.N said*.
fn before_ticker(words: &Words, last: usize) -> usize {
    let is_code = |word: usize| words.written(word).bytes().all(|byte| byte.is_ascii_uppercase());
    let is_ticker = last >= 2
        && words.gap(last) == "."
        && is_code(last)
        && is_code(last - 1)
        && words.end(last) - words.start(last) <= 2;
    if is_ticker { last - 2 } else { last }
}

/// The word before a time that ends with a word: *on Wednesday*, *earlier this month*; the word itself if it is none.
fn before_time(words: &Words, last: usize) -> usize {
    let is_day = words.is(last, Class::Weekday);
    let is_span = matches!(words.low(last), "week" | "month" | "year" | "night" | "morning");
    let leads =
        |word: usize| word > 0 && words.follows(word + 1) && matches!(words.low(word), "last" | "this" | "late");
    let mut first = last;
    if !(is_day && words.follows(last) || is_span && leads(last.saturating_sub(1))) {
        return last;
    }
    while first > 0
        && words.follows(first)
        && matches!(words.low(first - 1), "last" | "this" | "late" | "early" | "earlier" | "later" | "on")
    {
        first -= 1;
    }
    if words.follows(first) { first - 1 } else { last }
}

fn name_before(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    let last = phrase::before_bracket(words, subject_end(words, at, first), first);
    let after = (at + 1, end);
    if words.is(last, Class::SpeakerPronoun) {
        let leads_back = last > first && words.gap(last).contains([',', '”', '"', '\'', '’']);
        let scope = if leads_back { (first, end) } else { after };
        return Some(Cue { is_pronoun: true, ..cue((last, last), SpeakerKind::Entity, scope, at) });
    }
    if matches!(words.low(last), "who" | "which") && last > first {
        // A hacker who claimed to have images.
        let (from, to) = phrase::left(words, last - 1, first)?;
        let from = (from..=to).rev().find(|&word| words.is(word, Class::Determiner)).map_or(from, |word| word + 1);
        let name = (from.min(to), to);
        return Some(cue(name, kind_of(words, name), after, at));
    }
    if matches!(words.low(last), "and" | "but") && words.follows(last) && !words.gap(last).contains(',') {
        // The institute polled 900 firms and found.
        if let Some(asks) = (first + 1..last).find(|&word| words.is(word, Class::Asks)) {
            let name = phrase::left(words, asks - 1, first)?;
            return Some(cue(name, kind_of(words, name), after, at));
        }
        // Motorola has conducted trials and says: the subject opens the sentence.
        let name = phrase::right(words, first, at).filter(|name| words.is(name.1 + 1, Class::Auxiliary))?;
        return Some(cue(name, kind_of(words, name), after, at));
    }
    let is_plain = !words
        .is_any(last, &[Class::Auxiliary, Class::Preposition, Class::Conjunction, Class::Pronoun, Class::Adverb])
        || words.is_capital(last)
        || words.is_any(last, &[Class::Group, Class::Role]);
    let near = phrase::left(words, last, first).filter(|_| is_plain && last > first || words.is_capital(last));
    // One mechanic in Sale, Greater Manchester said: the place is not who speaks.
    let is_someone = words.is(first, Class::Determiner) || words.low(first) == "one";
    let is_place = is_someone && near.is_some_and(|name| name.0 > first && words.gap(name.0) == ", ");
    let opening = || phrase::opening(words, at, first);
    let far = if near.is_none() || is_place { opening() } else { None };
    // A poll in the Daily Post found: the poll, not the paper.
    let is_result = matches!(words.low(at), "found" | "finds" | "shows" | "showed" | "suggests" | "suggested");
    let source = source_before(words, last).filter(|&noun| {
        let goes_on = words.is(noun + 1, Class::Preposition) || words.low(noun + 1).ends_with("ed");
        is_result && noun < last && goes_on
    });
    let name = source.map(|noun| (noun, noun)).or(far).or(near).or_else(|| plain_left(words, at, last))?;
    if is_share(words, name.0, first) {
        return None;
    }
    let opens = name.0.saturating_sub(usize::from(name.0 > first && words.is(name.0 - 1, Class::Determiner)));
    let leads = if opens > first { words.low(opens - 1) } else { "" };
    let goes_on = matches!(leads, "and" | "but" | "while" | "that" | "when");
    let mark = (0..3).find_map(|back| {
        let gap = if name.0 >= first + back { words.gap(name.0 - back) } else { "" };
        gap.contains([',', '”', '"', '\'', '’', '“']).then_some(gap)
    });
    let is_quoted = mark.is_some_and(|gap| gap.contains(['”', '"', '’']));
    let has_words_before = leads == "as" || name.0 > first + 2 && !goes_on && mark.is_some();
    let scope = if has_words_before && (is_quoted || closes(words, at, end)) { (first, end) } else { after };
    Some(cue(name, kind_of(words, name), scope, at))
}

/// *The lawsuit said*, *the cable program said*: whatever is said to say something, by a plain noun with its determiner.
fn plain_left(words: &Words, at: usize, last: usize) -> Option<(usize, usize)> {
    let from =
        (last.saturating_sub(2)..=last).rev().find(|&word| words.is(word.saturating_sub(1), Class::Determiner))?;
    let is_plain = (from..=last).all(|word| {
        words.follows(word)
            && words.entry(word).classes == 0
            && words.entry(word).number.is_none()
            && !words.is_digit(word)
    });
    (is_plain && matches!(words.low(at), "said" | "says")).then_some((from, last))
}

/// *…, said the panel.*
fn plain_right(words: &Words, at: usize, end: usize) -> Option<(usize, usize)> {
    let from = at + 2;
    let last = (from..end.min(from + 3)).find(|&word| closes(words, word, end))?;
    let is_plain = words.low(at + 1) == "the" && (from..=last).all(|word| words.entry(word).classes == 0);
    (is_plain && matches!(words.low(at), "said" | "says")).then_some((from, last))
}

/// *25% of voters said they would*: those who answered are counted, they speak of no figure.
fn is_share(words: &Words, name: usize, first: usize) -> bool {
    let of = name.saturating_sub(1 + usize::from(words.is(name.saturating_sub(1), Class::Determiner)));
    let share = of.saturating_sub(1);
    words.low(of) == "of"
        && of > first
        && (!words.follows(of)
            || words.is_digit(share)
            || words.entry(share).number.is_some()
            || matches!(words.low(share), "percent" | "pct" | "cent" | "most" | "many" | "some" | "majority"))
}

/// Whether nothing said stands behind a verb: *X fell, the bank said on Friday*; not *With two shops, X said it will*.
fn closes(words: &Words, at: usize, end: usize) -> bool {
    let is_end = |word: usize| word >= end || words.gap(word).contains([',', ';', '.', ':', '"', '”', '-', '–', ')']);
    if is_end(at + 1) {
        return true;
    }
    let has_that = (at + 1..end.min(at + 7)).take_while(|&word| !is_end(word)).any(|word| words.low(word) == "that");
    let is_told = words.low(at) == "told" && (at + 2..at + 6).any(is_end);
    let is_time = words.is_any(at + 1, &[Class::Preposition, Class::Weekday])
        || matches!(words.low(at + 1), "last" | "earlier" | "late" | "when" | "here" | "this");
    !has_that && (is_told || is_time)
}

fn name_behind(words: &Words, at: usize, (first, end): (usize, usize)) -> Option<Cue> {
    if !words.gap(at).contains([',', '”', '"', '\'', '’']) {
        return None;
    }
    if let Some(name) = named_body(words, at, first) {
        let scope = if closes(words, at, end) { (first, end) } else { (at + 1, end) };
        return Some(cue(name, kind_of(words, name), scope, at));
    }
    if let Some(name) = english_apposition(words, at, first) {
        return Some(cue(name, kind_of(words, name), (at + 1, end), at));
    }
    if words.is(at + 1, Class::SpeakerPronoun) && closes(words, at + 1, end) {
        return Some(Cue { is_pronoun: true, ..cue((at + 1, at + 1), SpeakerKind::Entity, (first, end), at) });
    }
    let name = phrase::right(words, at + 1, end).or_else(|| plain_right(words, at, end));
    let name = name.filter(|_| words.is(at, Class::Inverted));
    by_phrase(words, at, name, (first, end))
}

/// *The world's largest bakery, Obst, said*: the name between the commas behind what sort of body it is.
fn named_body(words: &Words, at: usize, first: usize) -> Option<(usize, usize)> {
    let from = (first + 1..at).rev().take(5).find(|&word| !words.follows(word))?;
    let is_name = (from..at).all(|word| words.is_capital(word) && words.entry(word).classes == 0);
    let kind = from - 1;
    let is_kind = !words.is_capital(kind) && (phrase::is_body(words, kind) || words.is(kind, Class::BodyBefore));
    (is_name && is_kind && words.gap(from) == ", " && words.gap(at) == ", ").then_some((from, at - 1))
}

/// *Jim Smith, 48, the mayor of X, said*: a name that opens the sentence or stands between two commas.
fn english_apposition(words: &Words, at: usize, first: usize) -> Option<(usize, usize)> {
    let is_comma = |word: usize| words.gap(word).contains([',', '”', '"']);
    let tells = |from: usize, to: usize, classes: &[Class]| {
        (from..to).any(|word| words.is_any(word, classes) && !words.is_capital(word))
    };
    let commas = (first + 1..at).rev().take(14).filter(|&word| words.gap(word).contains(','));
    for comma in commas {
        if tells(comma, at, &[Class::SayVerb]) {
            return None;
        }
        let floor = (first + 1..comma).rev().find(|&word| is_comma(word)).unwrap_or(first);
        let is_told = tells(floor, comma, &[Class::Auxiliary, Class::SayVerb]);
        if comma - floor > 8 || is_told {
            return None;
        }
        let name =
            phrase::left(words, comma - 1, floor).filter(|&(from, to)| (from..=to).any(|word| words.is_capital(word)));
        if name.is_some() && !words.is_any(floor, &[Class::Preposition]) {
            return name;
        }
    }
    None
}
