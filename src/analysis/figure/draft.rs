//! A figure in the making: a numeral with its unit.

use super::noun;
use super::noun_head::Head;
use super::numeral::{self, Numeral};
use super::table::{Class, Kind, Modifier, UnitUse};
use super::unit;
use super::word::Words;
use crate::text::Language;

/// What is known of a figure before its sentence has been read to the end.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its first word, a code of money included, and the word after it.
    pub first: usize,
    pub end: usize,
    /// Its bytes in the paragraph.
    pub start: usize,
    pub stop: usize,
    pub low: f64,
    pub high: f64,
    pub magnitude: f64,
    pub alt: Option<f64>,
    pub form: numeral::Form,
    pub kind: Kind,
    pub used: Option<UnitUse>,
    pub modifier: Modifier,
    /// The noun counted, and whether another figure or the words before gave it.
    pub head: Option<Head>,
}

/// Reads the figure that begins at a word, or `None` if its letters make it an identifier.
pub fn read(words: &Words, at: usize) -> Option<Draft> {
    let mut numeral = numeral::read(words, at)?;
    read_decimals(words, &mut numeral);
    read_ratio(words, &mut numeral);
    let before = unit::before(words, &numeral);
    read_short(words, &mut numeral, before.is_some());
    let behind = unit::behind(words, &numeral).or_else(|| behind_adjective(words, &numeral));
    if numeral.glued.is_some() && behind.is_none() {
        return None;
    }
    let behind = behind.filter(|found| before.is_none() || unit::kind(words, found.used) == Kind::Money);
    let used = before.or(behind).map(|found| found.used);
    let mut draft = Draft {
        first: before.map_or(numeral.first, |found| found.word),
        end: behind.map_or(numeral.end, |found| found.word),
        start: before.map_or(numeral.start, |found| found.byte),
        stop: behind.map_or(numeral.stop, |found| found.byte),
        low: numeral.low,
        high: numeral.high,
        magnitude: numeral.magnitude,
        alt: numeral.alt,
        form: numeral.form,
        kind: used.map_or(Kind::Count, |used| unit::kind(words, used)),
        used,
        modifier: if numeral.form == numeral::Form::Vague { Modifier::Vague } else { Modifier::Exact },
        head: None,
    };
    read_sign(words, &mut draft);
    read_old(words, &mut draft);
    Some(draft)
}

/// *two full days*, *drei schreckliche Tage*: a unit of time behind an adjective.
fn behind_adjective(words: &Words, numeral: &Numeral) -> Option<unit::Found> {
    let at = numeral.end;
    let leads = match words.language {
        Language::En => words.is(at, Class::TimeAdjective),
        Language::De => noun::is_adjective(words.low(at)) && words.entry(at).classes == 0,
    };
    let is_open = numeral.glued.is_some() || numeral.form == numeral::Form::Vague || !words.follows(at);
    if !leads || is_open || words.is_capital(at) || !words.follows(at + 1) || words.is_joined(at + 2) {
        return None;
    }
    unit::named(words, at + 1, numeral).filter(|found| unit::kind(words, found.used) == Kind::Duration)
}

/// *zwei Komma drei*, *two point five*.
fn read_decimals(words: &Words, numeral: &mut Numeral) {
    let at = numeral.end;
    if numeral.form != numeral::Form::Words || !matches!(words.low(at), "komma" | "point") || !words.follows(at) {
        return;
    }
    let mut next = at + 1;
    let mut scale = 1.0;
    let mut value = numeral.low;
    let mut magnitude = 1.0;
    // Two point zero three, zwei Komma fünfzehn Millionen.
    while words.follows(next)
        && let Some(decimals) = numeral::read(words, next).filter(|read| read.low.fract() == 0.0)
    {
        let digits = decimals.low / decimals.magnitude;
        if digits >= 100.0 || decimals.form != numeral::Form::Words {
            break;
        }
        scale *= if digits < 10.0 { 10.0 } else { 100.0 };
        value += digits / scale;
        magnitude = decimals.magnitude;
        (next, numeral.end, numeral.stop) = (decimals.end, decimals.end, decimals.stop);
        if digits >= 10.0 || magnitude > 1.0 {
            break;
        }
    }
    if scale > 1.0 {
        (numeral.low, numeral.high) = (value, value);
        numeral.times(magnitude);
    }
}

/// *two in five*, *one out of three*: a share of what is counted; *1 over 3* where nothing else is said.
fn read_ratio(words: &Words, numeral: &mut Numeral) {
    let at = numeral.end;
    let from = match (words.low(at), words.low(at + 1)) {
        ("in", _) => at + 1,
        ("out", "of") => at + 2,
        ("over", _) if is_alone(words, numeral.first) => at + 1,
        _ => return,
    };
    if words.language != Language::En
        || !words.follows(at)
        || !words.follows(from)
        || numeral.used_words() != 1
        || numeral.low < 1.0
        || numeral.low.fract() > 0.0
    {
        return;
    }
    let Some(whole) =
        numeral::read(words, from).filter(|whole| whole.low >= 2.0 && whole.low <= 1000.0 && whole.glued.is_none())
    else {
        return;
    };
    if numeral.low > 1.0 && !is_share(words, numeral, &whole) {
        return;
    }
    let share = numeral.low / whole.low;
    (numeral.low, numeral.high) = (share, share);
    (numeral.end, numeral.stop) = (whole.end, whole.stop);
}

/// *two in five adults* are a share, *two in five games* are two: people stand behind a round whole, written alike.
fn is_share(words: &Words, numeral: &Numeral, whole: &Numeral) -> bool {
    let is_round = [3.0, 4.0, 5.0, 10.0, 20.0, 100.0].contains(&whole.low);
    let are_people = noun::of_people(words, whole.end).is_some();
    // Newspapers write nine in words and 10 in digits.
    let is_alike = numeral.form == whole.form || numeral.form == numeral::Form::Words && whole.low >= 10.0;
    is_round && are_people && numeral.low < whole.low && is_alike && words.follows(whole.end)
}

/// Whether a number of one word opens its sentence or stands behind *is*, and the number behind its next word ends the
/// sentence.
pub fn is_alone(words: &Words, at: usize) -> bool {
    let (first, end) = words.sentence_of(at);
    let opens = at == first || matches!(words.low(at - 1), "is" | "equals" | "minus" | "negative");
    opens && numeral::read(words, at + 2).is_some_and(|below| below.end == end)
}

/// Magnitudes glued to digits: `2.7m` is millions behind money or before what is counted, else metres.
fn read_short(words: &Words, numeral: &mut Numeral, is_money: bool) {
    read_lone_letter(words, numeral);
    let Some(from) = numeral.glued else { return };
    let letters = &words.text[from..words.end(numeral.end - 1)];
    let Some(&factor) = words.tables.shorts.get(letters) else { return };
    let counts = words.low(numeral.end) == "of"
        || unit::opens_unit(words, numeral.end)
        || noun::opens_plural(words, numeral.end);
    let is_length = letters == "m"
        && !is_money
        && (!counts || words.is(numeral.end, Class::Race))
        && !is_among_millions(words, numeral.first);
    if is_length {
        return;
    }
    numeral.times(factor);
    numeral.stop = words.end(numeral.end - 1);
    numeral.glued = None;
}

/// *1bn euros, with another 550m to follow*: money stands in the sentence before with letters of the same sort.
fn is_among_millions(words: &Words, at: usize) -> bool {
    let (first, _) = words.sentence_of(at);
    (first..at).any(|word| {
        let written = words.written(word);
        let is_short = words.is_digit(word) && (written.ends_with('m') || written.ends_with("bn"));
        let has_sign = words.text[..words.start(word)].ends_with(['$', '€', '£']);
        let has_unit =
            words.forms.units.get(words.low(word + 1)).is_some_and(|&used| unit::kind(words, used) == Kind::Money);
        is_short && (has_sign || has_unit)
    })
}

/// `10 k`, `2.5G` where a text is only that, as in a query: a magnitude.
fn read_lone_letter(words: &Words, numeral: &mut Numeral) {
    let last = words.n_words() - 1;
    let letter = match numeral.glued {
        Some(from) => &words.text[from..words.end(numeral.end - 1)],
        None => words.written(numeral.end),
    };
    let factor = match letter {
        "k" | "K" => 1e3,
        "G" => 1e9,
        _ => return,
    };
    let is_lone = numeral.first == 0 && last == numeral.end - usize::from(numeral.glued.is_some());
    if is_lone && numeral.form == numeral::Form::Digits {
        numeral.times(factor);
        (numeral.end, numeral.stop, numeral.glued) = (last + 1, words.end(last), None);
    }
}

/// A minus before the number or its sign of money.
fn read_sign(words: &Words, draft: &mut Draft) {
    let before = &words.text[..draft.start];
    let free = |rest: &str| rest.is_empty() || rest.ends_with([' ', '(', '\n', '\u{a0}', '"', '„']);
    let minus = ["-", "−", "–", "- "]
        .iter()
        .find_map(|sign| before.strip_suffix(sign).filter(|rest| free(rest)).map(|rest| (rest, *sign)));
    let glued =
        words.text[draft.start..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£' | '.'));
    match minus {
        Some((rest, sign)) if glued && (sign != "- " || rest.is_empty()) && draft.modifier == Modifier::Exact => {
            negate(draft, rest.len())
        }
        _ => {
            let word = draft.first.checked_sub(1).filter(|_| words.follows(draft.first));
            let is_minus = word.is_some_and(|word| matches!(words.low(word), "minus" | "negative"));
            if let Some(word) = word.filter(|_| is_minus) {
                negate(draft, words.start(word));
                draft.first = word;
            }
        }
    }
}

fn negate(draft: &mut Draft, start: usize) {
    (draft.low, draft.high) = (-draft.high, -draft.low);
    draft.alt = draft.alt.map(|alt| -alt);
    draft.start = start;
}

/// *13-year-old*, *5 Jahre alt*: the word of age belongs to the figure.
fn read_old(words: &Words, draft: &mut Draft) {
    let is_age = matches!(words.low(draft.end), "old" | "olds" | "old's" | "alt" | "alte" | "alten" | "alter");
    if draft.kind == Kind::Duration && is_age && (words.is_joined(draft.end) || words.follows(draft.end)) {
        draft.stop = words.end(draft.end);
        draft.end += 1;
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{de, en};

    #[test]
    fn decimals_in_words() {
        de("um zwei Komma null drei Prozent", &["zwei Komma null drei Prozent|percent|2.03|exact|percent|-"]);
        en("rose two point one five percent", &["two point one five percent|percent|2.15|exact|percent|-"]);
    }

    #[test]
    fn shares_of_people() {
        en("Two in five adults agree", &["Two in five adults|count|0.4|exact|-|adult"]);
        en("nine out of 10 doctors agree", &["nine out of 10 doctors|count|0.9|exact|-|doctor"]);
        en("He scored two in five games", &["two|count|2|exact|-|-", "five games|count|5|exact|-|game"]);
        en("1 over 3", &["1 over 3|count|0.3333333333333|exact|-|-"]);
    }

    #[test]
    fn letters_that_multiply() {
        de("Ein Ergebnis von 1.250 TEUR", &["1.250 TEUR|money|1250000|exact|EUR|-"]);
        en("It paid 48.5 MGBP", &["48.5 MGBP|money|48500000|exact|GBP|-"]);
        en("10 k", &["10 k|count|10000|exact|-|-"]);
        en("10 k done", &["10|count|10|exact|-|-"]);
    }
}
