//! Ages without a unit: *Burger, 21,*, *aged 21*, *Hans Müller (54)*.

use super::draft::Draft;
use super::numeral::Form;
use super::table::{Class, Kind};
use super::word::Words;

/// Ages that a bare number between commas or in brackets may be.
const LEAST: f64 = 4.0;
const MOST: f64 = 108.0;

/// Makes a bare number an age in years where the words around it say so.
pub fn read(words: &Words, draft: &mut Draft) {
    let is_bare =
        draft.kind == Kind::Count && draft.form != Form::Vague && draft.used.is_none() && draft.low.fract() == 0.0;
    if !is_bare || draft.low < LEAST.min(1.0) || draft.high > MOST {
        return;
    }
    let at = draft.first;
    let before = &words.text[..draft.start];
    let after = &words.text[draft.stop..];
    let is_named = at > 0
        && words.is_capital(at - 1)
        && !words.is_any(at - 1, &[Class::Month, Class::Weekday, Class::Determiner, Class::NoPerson])
        && words.written(at - 1).len() > 1
        && !words.is_digit(at - 1)
        && words.low(at - 1) != words.written(at - 1)
        && !words.written(at - 1).bytes().all(|byte| byte.is_ascii_uppercase());
    let two_names = is_named && at > 1 && words.is_capital(at - 2) && words.follows(at - 1) && draft.low >= LEAST;
    let in_commas = before.ends_with(", ")
        && (after.starts_with(", ") || after.starts_with(" and ") && after.contains(','))
        && draft.low >= LEAST;
    let in_brackets = before.ends_with('(') && (after.starts_with(')') || after.starts_with(", ")) && draft.low >= 10.0;
    let is_limit = at > 1
        && matches!(words.low(at - 1), "under" | "over" | "unter" | "über")
        && words.follows(at)
        && super::noun::lookup(words, at - 2)
            .is_some_and(|(id, singular)| !singular && matches!(&*words.tables.noun(id).parent, "person" | "-"))
        && super::noun_head::right_of(words, draft.end).is_none();
    let is_told = is_limit
        || at > 0 && words.follows(at) && words.is(at - 1, Class::AgeBefore) && words.low(at - 1).starts_with("age")
        || at > 1
            && words.follows(at)
            && matches!(words.low(at - 1), "von" | "of")
            && words.is(at - 2, Class::AgeBefore)
        || is_stated(words, draft)
        || after.starts_with(" or older")
        || after.starts_with(" or over")
        || after.starts_with(" and older");
    if is_told || (two_names && (in_commas || in_brackets)) || (is_named && in_commas && draft.low >= 14.0) {
        make_age(words, draft);
    }
}

fn make_age(words: &Words, draft: &mut Draft) {
    let year = words.forms.units.get("year").or_else(|| words.forms.units.get("jahr"));
    if let Some(&year) = year {
        draft.kind = Kind::Duration;
        draft.used = Some(year);
    }
}

/// Asks the mentions about a number in brackets or commas: behind a person it is an age, behind another name none.
///
/// `before` is the kind of the mention that ends at the last word before the number.
pub fn ask_mention(words: &Words, draft: &mut Draft, before: &str) {
    let text = &words.text[..draft.start];
    let rest = &words.text[draft.stop..];
    let is_apart = text.ends_with('(') && rest.starts_with([')', ','])
        || text.ends_with(", ") && (rest.starts_with([',', '.']) || rest.starts_with(" and "));
    let may_be = draft.form != Form::Vague && draft.low.fract() == 0.0 && (LEAST..=MOST).contains(&draft.low);
    if !is_apart || !may_be {
        return;
    }
    match (before, draft.kind) {
        ("PER", Kind::Count) => make_age(words, draft),
        ("ORG" | "LOC", Kind::Duration) if draft.stop == words.end(draft.first) => {
            draft.kind = Kind::Count;
            draft.used = None;
        }
        _ => {}
    }
}

/// *who was 13 at the time*, *Damir ist jetzt 17,*: a form of *to be* with somebody before it and no noun behind.
fn is_stated(words: &Words, draft: &Draft) -> bool {
    let first = words.sentence_of(draft.first).0;
    let after = words.low(draft.end);
    let closes = !words.follows(draft.end)
        && !words.text[draft.stop..].starts_with(['%', '°', ':', '-', '–', '€', '$', '/'])
        || matches!(after, "when" | "and" | "but" | "als" | "und" | "at" | "now" | "today" | "years");
    let mut at = draft.first;
    while at > first
        && matches!(
            words.low(at - 1),
            "now" | "then" | "just" | "only" | "jetzt" | "nun" | "erst" | "heute" | "gerade" | "damals"
        )
    {
        at -= 1;
    }
    if at < first + 2 || !words.follows(draft.first) || draft.low > 104.0 || !closes {
        return false;
    }
    // Larissa, now 40; died at 97.
    let is_apposed = at < draft.first && words.gap(at).starts_with(", ") && words.is_capital(at - 1);
    let verb = words.low(at - 1);
    if is_apposed || verb == "at" && matches!(words.low(at - 2), "died" | "dead") {
        return true;
    }
    let is_verb =
        matches!(verb, "is" | "was" | "turned" | "turns" | "turning" | "ist" | "war" | "wird" | "wurde" | "'s");
    let who = at - 2;
    let is_person = matches!(words.low(who), "he" | "she" | "who" | "i" | "er" | "sie" | "ich")
        || super::noun::lookup(words, who)
            .is_some_and(|(id, singular)| singular && &*words.tables.noun(id).parent == "person");
    is_verb && is_person && words.follows(at - 1)
}
