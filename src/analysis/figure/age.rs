//! Ages without a unit: *Burger, 21,*, *aged 21*, *Hans Müller (54)*.

use super::draft::Draft;
use super::noun;
use super::noun_head;
use super::numeral::Form;
use super::table::{Class, Kind};
use super::word::Words;
use crate::text::Language;

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
    let is_limit = is_limit(words, draft);
    let is_told = is_limit
        || at > 1 && words.low(at - 1) == "as" && matches!(words.low(at - 2), "young" | "old")
        || is_age_of(words, draft)
        || at > 0 && words.follows(at) && words.is(at - 1, Class::AgeBefore) && words.low(at - 1).starts_with("age")
        || at > 1
            && words.follows(at)
            && matches!(words.low(at - 1), "von" | "of")
            && words.is(at - 2, Class::AgeBefore)
        || is_stated(words, draft)
        || is_german_age(words, draft)
        || after.starts_with(" or older")
        || after.starts_with(" or over")
        || after.starts_with(" and older");
    let is_listed = is_named && (is_list_member(words, at) || in_commas && draft.low >= 14.0);
    if is_told || is_listed || (two_names && (in_commas || in_brackets)) {
        make_age(words, draft);
    }
}

/// *Menschen über 60*, *people are under 25*, *Frauen ab 50*: people stand before a limit, and nothing is counted behind.
fn is_limit(words: &Words, draft: &Draft) -> bool {
    let at = draft.first;
    let (first, _) = words.sentence_of(at);
    if at < first + 2 || !words.follows(at) || !words.follows(at - 1) {
        return false;
    }
    let is_side = matches!(words.low(at - 1), "under" | "over" | "above" | "below" | "unter" | "über" | "ab");
    let is_verb = matches!(words.low(at - 2), "are" | "were" | "sind" | "waren") && at > first + 2;
    let who = at - 2 - usize::from(is_verb);
    is_side
        && (noun::of_people(words, who).is_some()
            || words.is(who, Class::AgeBefore) && words.low(who).starts_with("age"))
        && noun_head::right_of(words, draft.end).is_none()
        && !words.text[draft.stop..].starts_with(['%', '°', ':', '€', '$', '/', '-'])
}

/// *raise the pension age from 60 to 65*, *das Rentenalter von 65 auf 67*: an age named shortly before, and no noun behind.
fn is_age_of(words: &Words, draft: &Draft) -> bool {
    let at = draft.first;
    let (first, _) = words.sentence_of(at);
    let leads = at > first && matches!(words.low(at - 1), "from" | "to" | "of" | "at" | "von" | "auf" | "mit" | "bei");
    let is_age = |word: usize| {
        let low = words.low(word);
        low == "age" || words.language == Language::De && low.ends_with("alter") && words.is_capital(word)
    };
    leads
        && words.follows(at)
        && draft.low >= 10.0
        && (first.max(at.saturating_sub(8))..at).any(is_age)
        && noun_head::right_of(words, draft.end).is_none()
}

/// *Anna, four, Ben, nine, and Omar, six*: each of three or more names has its number between commas.
fn is_list_member(words: &Words, at: usize) -> bool {
    let (first, end) = words.sentence_of(at);
    let is_member = |word: usize| {
        let number = words.entry(word).number.filter(|number| (1.0..=108.0).contains(&number.value));
        (number.is_some() || words.is_digit(word) && words.written(word).len() <= 2)
            && words.gap(word) == ", "
            && words.is_capital(word - 1)
            && !words.is_capital(word)
            && words.gap(word + 1).starts_with([',', '.'])
    };
    (first + 1..end).filter(|&word| is_member(word)).count() >= 3 && is_member(at)
}

/// *Mit 13 fing sie an*, *der Sänger, der heute 59 wird*: German ages that only the verb tells.
fn is_german_age(words: &Words, draft: &Draft) -> bool {
    let at = draft.first;
    let (first, _) = words.sentence_of(at);
    if words.language != Language::De || draft.form != Form::Digits || draft.low < 5.0 || at <= first {
        return false;
    }
    let next = words.low(draft.end);
    let begins = at == first + 1 && words.low(first) == "mit" && words.follows(draft.end);
    let is_verb = words.is_any(draft.end, &[Class::Auxiliary, Class::Pronoun]) || next.ends_with("te");
    let becomes = matches!(next, "wird" | "wurde") && words.follows(draft.end) && !words.follows(draft.end + 1);
    begins && is_verb && !words.is_capital(draft.end)
        || becomes && !words.is(at - 1, Class::Preposition) && !words.is(at - 1, Class::Designator)
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
        ("PER", Kind::Count) if !follows_result(words, draft) && !is_minute(words, draft) => make_age(words, draft),
        ("ORG" | "LOC", Kind::Duration) if draft.stop == words.end(draft.first) => {
            draft.kind = Kind::Count;
            draft.used = None;
        }
        _ => {}
    }
}

/// *Anna (16) und Paul (14)*: one of two numbers in brackets behind names is an age, so the other is one too.
pub fn share(words: &Words, drafts: &mut [Draft]) {
    let in_brackets = |draft: &Draft| {
        let is_bare = words.text[..draft.start].ends_with('(') && words.text[draft.stop..].starts_with(')');
        is_bare && draft.end == draft.first + 1 && draft.form == Form::Digits && (1.0..=MOST).contains(&draft.low)
    };
    for at in 1..drafts.len() {
        let (left, right) = drafts.split_at_mut(at);
        let (before, after) = (&mut left[at - 1], &mut right[0]);
        let mut between = before.end..after.first;
        let is_list = between.len() <= 3
            && words.is_capital(after.first - 1)
            && between.all(|word| words.is_capital(word) || matches!(words.low(word), "und" | "and" | "sowie"));
        if !is_list || !in_brackets(before) || !in_brackets(after) {
            continue;
        }
        match (before.kind, after.kind) {
            (Kind::Count, Kind::Duration) => make_age(words, before),
            (Kind::Duration, Kind::Count) => make_age(words, after),
            _ => {}
        }
    }
}

/// Makes a number an age behind a person and a verb: *when Miller was 13 he*. `verb` is the word behind the person.
pub fn ask_subject(words: &Words, draft: &mut Draft, verb: usize) {
    let is_whole = draft.kind == Kind::Count && draft.low.fract() == 0.0 && draft.form != Form::Vague;
    let may_be = is_whole && (LEAST..=MOST).contains(&draft.low);
    let after = words.low(draft.end);
    let closes = matches!(after, "when" | "at" | "he" | "she" | "als") || words.text[draft.stop..].starts_with('.');
    if may_be && closes && subject_of(words, draft.first) == verb.checked_sub(1) {
        make_age(words, draft);
    }
}

/// *Miller (77).*: a sentence of only that names a goal or a change of players.
fn is_minute(words: &Words, draft: &Draft) -> bool {
    let (first, end) = words.sentence_of(draft.first);
    end - first <= 3
}

/// *Miller (8 points) and Jones (7)*: behind a bracket with a count, one in brackets is another count.
fn follows_result(words: &Words, draft: &Draft) -> bool {
    let first = words.sentence_of(draft.first).0;
    let in_brackets = |at: usize| words.text[..words.start(at)].ends_with('(') && words.is_digit(at);
    (first..draft.first).any(|at| in_brackets(at) && noun::lookup(words, at + 1).is_some() && words.follows(at + 1))
}

/// *who was 13 at the time*, *Damir ist jetzt 17,*: a form of *to be* with somebody before it and no noun behind.
fn is_stated(words: &Words, draft: &Draft) -> bool {
    let first = words.sentence_of(draft.first).0;
    let mut at = draft.first;
    while at > first
        && matches!(
            words.low(at - 1),
            "now" | "then" | "just" | "only" | "jetzt" | "nun" | "erst" | "heute" | "gerade" | "damals"
        )
    {
        at -= 1;
    }
    let who = subject_of(words, at).filter(|&who| who >= first);
    let is_pronoun =
        who.is_some_and(|who| matches!(words.low(who), "he" | "she" | "who" | "i" | "er" | "sie" | "ich" | "wer"));
    let goes_on = is_pronoun && matches!(words.low(draft.end), "next" | "this" | "on" | "in" | "by" | "tomorrow");
    if at < first + 2 || !words.follows(draft.first) || draft.low > 104.0 || !(goes_on || closes(words, draft)) {
        return false;
    }
    // Larissa, now 40; died at 97.
    let is_apposed = at < draft.first && words.gap(at).starts_with(", ") && words.is_capital(at - 1);
    let verb = words.low(at - 1);
    if is_apposed || verb == "at" && matches!(words.low(at - 2), "died" | "dead") {
        return true;
    }
    let is_person = who.is_some_and(|who| noun::of_people(words, who) == Some(true));
    (is_pronoun || is_person) && words.follows(at - 1)
}

/// Whether a clause ends behind a number, or goes on with who is so old.
fn closes(words: &Words, draft: &Draft) -> bool {
    let after = words.low(draft.end);
    !words.follows(draft.end) && !words.text[draft.stop..].starts_with(['%', '°', ':', '-', '–', '€', '$', '/'])
        || matches!(after, "when" | "and" | "but" | "als" | "und" | "at" | "now" | "today" | "years")
        || matches!(after, "he" | "she" | "i" | "they" | "we")
}

/// The word before a verb that ends before word `at` and tells an age: *she is*, *he will be*, *when he reached*.
fn subject_of(words: &Words, at: usize) -> Option<usize> {
    let verb = words.low(at.checked_sub(1)?);
    let is_told = matches!(
        verb,
        "is" | "was" | "turned" | "turns" | "turning" | "reached" | "reaches" | "ist" | "war" | "wird" | "wurde" | "'s"
    );
    match verb {
        "be" if matches!(words.low(at.checked_sub(2)?), "will" | "would" | "might") => at.checked_sub(3),
        _ if is_told => at.checked_sub(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{de, en};

    #[test]
    fn ages_told_by_a_verb_or_a_limit() {
        en("By then she will be 34.", &["34|duration|34|exact|year|-"]);
        en("when he reached 17 he left", &["17|duration|17|exact|year|-"]);
        en("most voters are over 80.", &["over 80|duration|80|more_than|year|-"]);
        en(
            "Anna, four, Ben, nine, and Omar, six, fled",
            &["four|duration|4|exact|year|-", "nine|duration|9|exact|year|-", "six|duration|6|exact|year|-"],
        );
        en(
            "to raise the pension age for workers from 60 to 65.",
            &["60|duration|60|exact|year|-", "65|duration|65|exact|year|-"],
        );
        de("das Rentenalter von 65 auf 67", &["65|duration|65|exact|year|-", "67|duration|67|exact|year|-"]);
        en("children as young as 12 work there.", &["12|duration|12|exact|year|-"]);
        en("owners aged under 35 buy less", &["under 35|duration|35|less_than|year|-"]);
        en("She might be 33 next month", &["33|duration|33|exact|year|-"]);
        de("Eine Frau über 40 wurde verletzt", &["über 40|duration|40|more_than|year|-"]);
        de("Frauen ab 50 sind gefährdet", &["ab 50|duration|50|at_least|year|-"]);
        de("Mit 13 begann sie zu singen.", &["13|duration|13|exact|year|-"]);
        de("Eva Huber (16) und Kim (14) kamen", &["16|duration|16|exact|year|-", "14|duration|14|exact|year|-"]);
        de("Mit 13 gegen 5 Stimmen", &["13|count|13|exact|-|-", "5 Stimmen|count|5|exact|-|vote"]);
        de("die Sängerin, die heute 59 wird, kam", &["59|duration|59|exact|year|-"]);
    }
}
