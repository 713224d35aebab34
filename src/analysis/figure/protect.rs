//! Protected spans: numbers that are no figures.
//!
//! In: the words and the word a number begins at. Out: the word after the protected span, or `None` for a number that
//! may be a figure. Here stand scores, telephone numbers, addresses and enumerations; `protect_time` has times, dates
//! and years, `protect_name` names and designators.

use super::noun;
use super::numeral;
use super::one;
use super::protect_name;
use super::protect_time;
use super::table::{Class, NumberKind};
use super::unit;
use super::word::Words;
use crate::text::Language;

/// Returns the word after the protected span that begins at `at`, if one does.
pub fn skip(words: &Words, at: usize) -> Option<usize> {
    if words.is_digit(at) {
        return address(words, at)
            .or_else(|| telephone(words, at))
            .or_else(|| slashed(words, at))
            .or_else(|| protect_time::clock(words, at))
            .or_else(|| protect_time::date(words, at))
            .or_else(|| score(words, at))
            .or_else(|| protect_time::year(words, at))
            .or_else(|| ordinal(words, at))
            .or_else(|| enumeration(words, at))
            .or_else(|| protect_name::digits(words, at));
    }
    let is_number =
        words.entry(at).number.is_some_and(|number| !matches!(number.kind, NumberKind::Article | NumberKind::Some));
    if is_number || words.language == Language::De {
        return protect_time::clock(words, at)
            .or_else(|| protect_time::day_in_words(words, at))
            .or_else(|| score_in_words(words, at))
            .or_else(|| ordinal_in_words(words, at))
            .or_else(|| protect_name::word(words, at))
            .or_else(|| one::skip(words, at));
    }
    None
}

/// `9/11`, odds of `25/1`; a fraction only before *of* or a unit, or where nothing else stands.
fn slashed(words: &Words, at: usize) -> Option<usize> {
    let next = at + 1;
    let is_pair = words.is_digit(next)
        && words.gap(next) == "/"
        && words.written(at).len() <= 3
        && words.written(next).len() <= 3;
    if !is_pair || words.gap(next + 1) == "/" && words.is_digit(next + 1) {
        return None;
    }
    let (first, end) = words.sentence_of(at);
    // A tie-break of (7/5) is no fraction.
    let value = |at: usize| words.written(at).parse::<u32>().unwrap_or(0);
    let is_alone = (end - first <= 2 || end == next + 1) && value(at) < value(next);
    let is_fraction =
        words.low(next + 1) == "of" || unit::opens_unit(words, next + 1) || is_alone || opens_range(words, next + 1);
    (!is_fraction).then_some(next + 1)
}

/// *3/4 to one percent*: what follows a fraction is the end of a range with a unit.
fn opens_range(words: &Words, at: usize) -> bool {
    let leads = matches!(words.low(at), "to" | "bis") && words.follows(at) && words.follows(at + 1);
    leads && numeral::read(words, at + 1).is_some_and(|high| unit::behind(words, &high).is_some())
}

/// A number inside an address of the net, a mail address, a hash tag or a file name.
fn address(words: &Words, at: usize) -> Option<usize> {
    let text = words.text;
    let (start, end) = (words.start(at), words.end(at));
    // 2+2=5 and the columns of a table.
    let in_formula = text[..end].ends_with(|c: char| c.is_ascii_digit())
        && text[end..].starts_with(['+', '='])
        && text[end + 1..].starts_with(|c: char| c.is_ascii_digit())
        || text[..start].ends_with(['+', '=']) && text[..start - 1].ends_with(|c: char| c.is_ascii_digit());
    let in_table = text[..start].trim_end().ends_with('|') && text[end..].trim_start().starts_with('|');
    if in_formula || in_table {
        return Some(at + 1);
    }
    // 1&1, Ouedraogo2:0.
    let glued = text[end..].starts_with('&') || text[..start].ends_with('&');
    let after_colon = text[..start].strip_suffix(':').is_some_and(|rest| rest.ends_with(char::is_alphanumeric));
    if glued || after_colon || is_model_behind_slash(words, at) {
        return Some(at + 1);
    }
    let space = text[..start].char_indices().rev().find(|(_, c)| c.is_whitespace());
    let from = space.map_or(0, |(at, c)| at + c.len_utf8());
    let to = text[end..].find(char::is_whitespace).map_or(text.len(), |space| end + space);
    let chunk = &text[from..to];
    let is_address = chunk.len() > end - start
        && (chunk.contains("://")
            || chunk.contains("www.")
            || chunk.contains('@')
            || chunk.contains('_')
            || text[..start].ends_with('#'));
    is_address.then(|| {
        let mut after = at + 1;
        while after < words.n_words() && words.start(after) < to {
            after += 1;
        }
        after
    })
}

/// *A330/340*, *X-MP/24*, *PS/2*: a number behind a slash and capitals, which are no money.
fn is_model_behind_slash(words: &Words, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| words.gap(at) == "/") else { return false };
    let written = words.written(before);
    let has_capital = written.contains(|c: char| c.is_ascii_uppercase());
    let has_digit = written.contains(|c: char| c.is_ascii_digit());
    let is_letters = written.bytes().all(|byte| byte.is_ascii_uppercase());
    has_capital && (has_digit || is_letters && !words.tables.codes.contains_key(words.low(before)))
}

/// Fewest digits of a telephone number with its prefix.
const MIN_PHONE_DIGITS: usize = 7;

fn telephone(words: &Words, at: usize) -> Option<usize> {
    let led = words.text[..words.start(at)].ends_with(['+', '('])
        || words.written(at).starts_with('0') && !words.written(at).contains([',', '.'])
        || (1..=3).any(|back| at >= back && words.is(at - back, Class::Phone) && words.sentence_of(at).0 <= at - back);
    let mut end = at + 1;
    let mut n_groups = 1;
    let mut n_digits = count_digits(words.written(at));
    while end < words.n_words() && words.is_digit(end) {
        let gap = words.gap(end);
        let is_gap = gap.len() <= 3 && gap.chars().all(|c| matches!(c, ' ' | '-' | '/' | '(' | ')' | '\u{a0}' | '–'));
        if !is_gap {
            break;
        }
        n_digits += count_digits(words.written(end));
        n_groups += 1;
        end += 1;
    }
    let is_dashed = n_groups >= 3 && (at + 1..end).all(|word| words.is_joined(word));
    let is_phone =
        n_digits >= MIN_PHONE_DIGITS && (led && (n_groups >= 2 || words.written(at).starts_with('0')) || is_dashed);
    is_phone.then_some(end)
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// `3:1`, `6:4, 6:3`, `2-0`, `21-17`; what a unit or a plural follows is a range and none.
fn score(words: &Words, at: usize) -> Option<usize> {
    let next = at + 1;
    let digits_next = words.is_digit(next);
    if digits_next && matches!(words.gap(next), ":" | " : ") {
        let mut end = next + 1;
        while words.is_digit(end) && matches!(words.gap(end), ":" | " : ") {
            end += 1;
        }
        return Some(end);
    }
    let dashed = digits_next && (words.is_joined(next) || matches!(words.gap(next), "–" | "-" | "—"));
    if !dashed {
        return None;
    }
    if words.is_joined(next + 1) && words.is_digit(next + 1) {
        return Some(next + 2);
    }
    if words.is_joined(next + 1) && words.tables.english.units.contains_key(words.low(next + 1)) {
        return None;
    }
    let is_plain =
        |at: usize| words.written(at).bytes().all(|byte| byte.is_ascii_digit()) && words.written(at).len() <= 3;
    // 11-3/8 is eleven and three eighths.
    if !(is_plain(at) && is_plain(next)) || words.gap(next + 1) == "/" {
        return None;
    }
    let (low, high) = (words.written(at).parse::<u32>().ok()?, words.written(next).parse::<u32>().ok()?);
    let is_result = words.is(next + 1, Class::ScoreAfter) || (at > 0 && words.is(at - 1, Class::ScoreBefore));
    let counts = unit::opens_unit(words, next + 1) || noun::opens_plural(words, next + 1);
    let has_money = words.text[..words.start(at)].ends_with(['$', '€', '£']);
    let is_range = low < high && !is_result && (counts || has_money);
    (!is_range).then_some(next + 1)
}

/// *twenty-first*: tens in words that an ordinal is joined to.
fn ordinal_in_words(words: &Words, at: usize) -> Option<usize> {
    let is_ten = words.entry(at).number.is_some_and(|number| number.kind == NumberKind::Ten);
    let is_ordinal = words.is_joined(at + 1) && words.is(at + 1, Class::Ordinal) && words.language == Language::En;
    (is_ten && is_ordinal).then_some(at + 2)
}

/// *five-four*, *three-against-three*: results in words.
fn score_in_words(words: &Words, at: usize) -> Option<usize> {
    let is_unit = |at: usize| words.entry(at).number.is_some_and(|number| number.kind == NumberKind::Unit);
    let is_pair = is_unit(at) && words.is_joined(at + 1) && is_unit(at + 1) && words.language == Language::En;
    let is_versus = is_unit(at) && words.is_joined(at + 1) && words.is_joined(at + 2) && is_unit(at + 2);
    match () {
        () if is_pair => Some(at + 2),
        () if is_versus && matches!(words.low(at + 1), "against" | "on" | "a" | "to" | "for" | "gegen" | "zu") => {
            Some(at + 3)
        }
        () => None,
    }
}

/// `20. November`, `der 100. Geburtstag`, `21st`: digits that count a place.
fn ordinal(words: &Words, at: usize) -> Option<usize> {
    let written = words.written(at);
    let letters = written.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    if matches!(letters, "st" | "nd" | "rd" | "th") {
        return Some(at + 1);
    }
    let is_grouped = written.len() > 4 && written.contains('.');
    if words.language != Language::De || is_grouped || !letters.is_empty() && !letters.starts_with('.') {
        return None;
    }
    let rest = &words.text[words.end(at)..];
    // In der 2.Kreisklasse: the space is missing.
    let is_glued = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_uppercase));
    if is_glued && written.len() <= 2 {
        return Some(at + 1);
    }
    let stops = [".)", ".,", ".;", ". /", "./", ".-", ".–"];
    if stops.iter().any(|stop| rest.starts_with(stop)) && written.len() <= 3 {
        return Some(at + 1);
    }
    if !rest.starts_with(". ") || at + 1 >= words.n_words() {
        return None;
    }
    let in_sentence = words.sentence_of(at).1 > at + 1;
    let before = if at > 0 && words.follows(at) { words.low(at - 1) } else { "" };
    let has_article = matches!(
        before,
        "der"
            | "die"
            | "das"
            | "den"
            | "dem"
            | "des"
            | "zum"
            | "zur"
            | "am"
            | "beim"
            | "im"
            | "vom"
            | "ihren"
            | "seinen"
            | "ihrem"
            | "seinem"
            | "seiner"
            | "ihrer"
            | "jeder"
            | "jede"
    );
    (in_sentence || has_article).then_some(at + 1)
}

/// `1. Foo`, `1) foo`, `(1)`, `[1]` at the beginning of a sentence or as a note.
fn enumeration(words: &Words, at: usize) -> Option<usize> {
    let is_short = words.written(at).len() <= 2;
    let (before, after) = (&words.text[..words.start(at)], &words.text[words.end(at)..]);
    let is_note = before.ends_with('[') && after.starts_with(']');
    let opens = words.sentence_of(at).0 == at && (before.is_empty() || before.ends_with('\n'));
    let near = before.char_indices().rev().take(40).last().map_or(0, |(at, _)| at);
    let is_listed =
        after.starts_with(") ") && !before[near..].contains('(') && !after[..after.len().min(1)].contains('(');
    let is_item =
        is_listed || opens && (after.starts_with(") ") || after.starts_with(". ") || after.starts_with(".) "));
    (is_short && (is_note || is_item)).then_some(at + 1)
}
