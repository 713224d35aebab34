//! Numbers in words: the parts of German and English numbers, fractions, halves, open amounts.
//!
//! In: the words and a place. Out: the numeral there, to which `numeral` adds what stands behind it.

use super::noun;
use super::number_english;
use super::number_german;
use super::numeral::{Form, Numeral, sign_of_fraction};
use super::one;
use super::table::{Class, Kind, NumberKind};
use super::word::Words;
use crate::text::Language;

/// Reads the number in words that begins at a word, without its magnitude.
pub fn read(words: &Words, at: usize) -> Option<Numeral> {
    let entry = words.entry(at);
    let span = |end: usize| (words.start(at), words.end(end - 1));
    // A few scores: results, unless they are scores of something.
    let is_result = words.low(at) == "scores" && words.low(at + 1) != "of";
    if let Some(vague) = entry.vague.filter(|_| !is_result) {
        let mut numeral = Numeral::point(at, at + 1, span(at + 1), vague.value, Form::Vague);
        numeral.high = vague.high;
        // Hundreds and hundreds, Tausende und Abertausende.
        let is_again = matches!(words.low(at + 1), "and" | "upon" | "und")
            && words.entry(at + 2).vague.is_some_and(|again| again.value == vague.value);
        if is_again {
            (numeral.end, numeral.stop) = (at + 3, words.end(at + 2));
        }
        let scale = words.entry(at + 2).vague.filter(|_| words.low(at + 1) == "of");
        if let Some(scale) = scale {
            // Tens of thousands, hundreds of millions.
            let ratio = scale.value / 2.0;
            (numeral.low, numeral.high) = (vague.value * ratio, vague.high * ratio);
            (numeral.end, numeral.stop) = (at + 3, words.end(at + 2));
        }
        return Some(numeral);
    }
    let number = match entry.number {
        Some(number) => number,
        None => return sign_or_compound(words, at),
    };
    match number.kind {
        NumberKind::Unit | NumberKind::Ten | NumberKind::Hundred if words.language == Language::En => {
            let (value, end) = number_english::read(words, at)?;
            Some(part_of(words, Numeral::point(at, end, span(end), value, Form::Words)))
        }
        NumberKind::Unit | NumberKind::Ten | NumberKind::Hundred => {
            let end = at + 1;
            Some(part_of(words, Numeral::point(at, end, span(end), number.value, Form::Words)))
        }
        NumberKind::Article => by_article(words, at),
        NumberKind::Half => half(words, at),
        NumberKind::Some => some(words, at, (number.value, number.high)),
        NumberKind::Magnitude | NumberKind::Dozen => bare_magnitude(words, at, number.value),
        NumberKind::Part if words.low(at) == "hälfte" && is_half(words, at) => {
            Some(Numeral::point(at, at + 1, span(at + 1), 0.5, Form::Words))
        }
        NumberKind::Part if number.value == 0.25 && words.low(at + 1) == "million" => {
            Some(Numeral::point(at, at + 1, span(at + 1), 0.25, Form::Words))
        }
        NumberKind::Part | NumberKind::Vague => None,
    }
}

/// *tausend* alone, *million* only in English compounds (million-dollar).
fn bare_magnitude(words: &Words, at: usize, value: f64) -> Option<Numeral> {
    let is_plain = value == 1000.0 && words.low(at) == "tausend" && !words.is_capital(at);
    is_plain.then(|| Numeral::point(at, at + 1, (words.start(at), words.end(at)), value, Form::Words))
}

fn sign_or_compound(words: &Words, at: usize) -> Option<Numeral> {
    if let Some(part) = sign_of_fraction(words.written(at)) {
        return Some(Numeral::point(at, at + 1, (words.start(at), words.end(at)), part, Form::Digits));
    }
    if words.language != Language::De {
        return None;
    }
    let word = words.low(at);
    let (value, used) = number_german::read(word)?;
    let mut numeral = Numeral::point(at, at + 1, (words.start(at), words.end(at)), value, Form::Words);
    if used == word.len() {
        return Some(part_of(words, numeral));
    }
    let rest = &word[used..];
    // Hundertprozentig is an adverb of certainty.
    if !words.forms.units.contains_key(rest) || !rest.contains("ig") || value == 100.0 && rest == "prozentig" {
        return None;
    }
    // Small letters keep the length of number words, which have no ß before an umlaut that changes size.
    numeral.stop = words.start(at) + used;
    numeral.glued = Some(numeral.stop);
    Some(numeral)
}

/// *zwei Drittel*, *two thirds*, *three-quarters*, *one twenty-fifth*.
fn part_of(words: &Words, mut numeral: Numeral) -> Numeral {
    let at = numeral.end;
    if let Some((value, end)) = compound_part(words, &numeral) {
        (numeral.low, numeral.high) = (value, value);
        (numeral.end, numeral.stop) = (end, words.end(end - 1));
        return numeral;
    }
    let part = words.entry(at).number.filter(|word| word.kind == NumberKind::Part);
    let Some(part) = part else { return numeral };
    let is_many = words.low(at).ends_with('s') == (numeral.low != 1.0) || words.language == Language::De;
    let is_next = words.follows(at) || words.is_joined(at) || words.gap(at) == " - ";
    let is_time = words.forms.units.contains_key(words.low(at)) && words.follows(at) && words.low(at + 1) != "of";
    if is_next && is_many && !is_time {
        numeral.low = behind_and(words, &numeral)
            .filter(|behind| words.language == Language::En && behind * part.value < 1.0)
            .map_or(numeral.low * part.value, |behind| numeral.low - behind + behind * part.value);
        numeral.high = numeral.low;
        (numeral.end, numeral.stop) = (at + 1, words.end(at));
    }
    numeral
}

/// *(two hundred) and fifty-four hundredths*: the number behind the *and* inside a number.
fn behind_and(words: &Words, numeral: &Numeral) -> Option<f64> {
    let and = (numeral.first..numeral.end).rev().find(|&at| words.low(at) == "and")?;
    number_english::read(words, and + 1).filter(|(_, end)| *end == numeral.end).map(|(value, _)| value)
}

/// *one twenty-fifth*, *twenty thirty-fifths*: a part named by tens and units. The tens may have been read as the end of
/// the number; a singular is a part only behind *one* and before *of* or a stop, for *twenty-fifth* else is a place.
fn compound_part(words: &Words, numeral: &Numeral) -> Option<(f64, usize)> {
    let is_ten = |at: usize| words.entry(at).number.is_some_and(|number| number.kind == NumberKind::Ten);
    let opens = is_ten(numeral.end) && words.follows(numeral.end);
    let unit_at = numeral.end + usize::from(opens);
    let tens_at = unit_at - 1;
    let tens = words.entry(tens_at).number.filter(|_| words.language == Language::En && is_ten(tens_at))?.value;
    let part = words.entry(unit_at).number.filter(|part| part.kind == NumberKind::Part && part.value >= 0.1);
    let first = Some(1.0).filter(|_| matches!(words.low(unit_at), "first" | "firsts" | "second" | "seconds"));
    let unit = first.or_else(|| part.map(|part| (1.0 / part.value).round()))?;
    let is_plural = words.low(unit_at).ends_with('s');
    let above = match () {
        () if tens_at == numeral.first => return None,
        () if words.low(tens_at - 1) == "and" => return None,
        () if opens => numeral.low,
        () => numeral.low - tens,
    };
    let may_be = words.is_joined(unit_at) || is_plural && words.follows(unit_at) && above < 100.0;
    let is_one = above == 1.0 && (words.low(unit_at + 1) == "of" || !words.follows(unit_at + 1));
    (may_be && (is_plural && above > 1.0 || is_one)).then_some((above / (tens + unit), unit_at + 1))
}

/// *eine Million*, *ein halbes Dutzend*, *a hundred*, *a third of*.
fn by_article(words: &Words, at: usize) -> Option<Numeral> {
    let next = at + 1;
    if !words.follows(next) {
        return None;
    }
    let is_german = words.language == Language::De;
    let is_between = is_german
        && (words.low(next) == "und" && at > 0 && words.low(at - 1) == "zwischen" || words.low(next) == "bis");
    let is_two = words.entry(at + 2).number.is_some_and(|high| high.value > 1.0 && high.kind == NumberKind::Unit);
    if is_between && words.follows(at + 2) && (words.is_digit(at + 2) || is_two) {
        return Some(Numeral::point(at, next, (words.start(at), words.end(at)), 1.0, Form::Words));
    }
    if is_german && words.entry(next).number.is_none() && is_one_unit(words, at) {
        return Some(Numeral::point(at, next, (words.start(at), words.end(at)), 1.0, Form::Words));
    }
    if is_german && one::opens_count(words, at) {
        return Some(Numeral::point(at, next, (words.start(at), words.end(at)), 1.0, Form::Words));
    }
    let number = words.entry(next).number?;
    let one = |end: usize, value: f64| {
        Some(Numeral::point(at, end, (words.start(at), words.end(end - 1)), value, Form::Words))
    };
    match number.kind {
        NumberKind::Half => half(words, next).map(|half| Numeral { first: at, start: words.start(at), ..half }),
        NumberKind::Magnitude if words.low(next) != "mill" => one(next, 1.0),
        NumberKind::Dozen => one(next, 1.0),
        NumberKind::Hundred if !is_german => {
            let (value, end) = number_english::read(words, next)?;
            one(end, value)
        }
        NumberKind::Part if is_german => {
            let opens_genitive = words.is_any(next + 1, &[Class::Determiner]) || words.low(next + 1) == "von";
            let is_share = opens_genitive || is_share(words, at);
            if is_share && words.is_capital(next) { one(next + 1, number.value) } else { None }
        }
        NumberKind::Part if !is_german && opens_unit_of(words, next + 1) => one(next + 3, number.value),
        NumberKind::Part if !words.low(next).ends_with('s') => {
            let is_share =
                matches!(words.low(next + 1), "of" | "million" | "percentage" | "point" | "percent" | "mile")
                    || is_share(words, at);
            if is_share { one(next + 1, number.value) } else { None }
        }
        NumberKind::Some if words.low(next) == "few" || words.low(next) == "paar" => {
            some(words, next, (number.value, number.high)).map(|some| Numeral {
                first: at,
                start: words.start(at),
                ..some
            })
        }
        _ => None,
    }
}

/// Whether *of a* with a unit of time stands at a word: a quarter of a century.
fn opens_unit_of(words: &Words, at: usize) -> bool {
    let is_article = words.low(at) == "of" && matches!(words.low(at + 1), "a" | "an") && words.follows(at + 2);
    let unit = words.forms.units.get(words.low(at + 2)).filter(|_| is_article);
    unit.is_some_and(|used| words.tables.unit(used.unit).kind == Kind::Duration)
}

/// *fell by a quarter*, *um ein Drittel*, *a fifth more*: the words around say that a part is an amount and no place in a
/// list or quarter of a year.
fn is_share(words: &Words, at: usize) -> bool {
    let next = words.low(at + 2);
    let compares = words.follows(at + 2)
        && matches!(next, "more" | "less" | "fewer" | "higher" | "lower" | "mehr" | "weniger" | "höher" | "niedriger");
    let is_lone = words.n_words() == 2;
    if compares || at == 0 || !words.follows(at) {
        return compares || is_lone;
    }
    let before = words.low(at - 1);
    let leads = words.is(at - 1, Class::ShareBefore)
        || words.forms.left.get(before).is_some_and(|(_, modifier)| modifier.is_some());
    let names_noun = words.follows(at + 2)
        && (words.is_capital(at + 2)
            || noun::lookup(words, at + 2).is_some()
            || matches!(next, "past" | "to" | "nach" | "vor"));
    leads && !names_noun
}

/// *mehr als die Hälfte*, *um die Hälfte*, *die Hälfte davon*: no half of a game or year.
fn is_half(words: &Words, at: usize) -> bool {
    let Some(article) = at.checked_sub(1) else { return false };
    if words.low(article).starts_with("andere") || words.is(article, Class::Ordinal) {
        return false;
    }
    let before = article.checked_sub(1).map_or("", |before| words.low(before));
    let is_led = words.low(article) == "die"
        && (matches!(before, "um" | "als" | "auf")
            || words.forms.left.get(before).is_some_and(|(_, modifier)| modifier.is_some()));
    is_led || words.is(at + 1, Class::Determiner) || matches!(words.low(at + 1), "davon" | "von")
}

/// *ein Prozent*, *ein Kilometer*: an article is a number before money, percent and measures, not behind *pro*.
fn is_one_unit(words: &Words, at: usize) -> bool {
    let Some(used) = words.forms.units.get(words.low(at + 1)).filter(|_| words.is_capital(at + 1)) else {
        return false;
    };
    let unit = words.tables.unit(used.unit);
    let counts = match unit.kind {
        Kind::Money | Kind::Percent => true,
        Kind::Measure => {
            !matches!(&*unit.key, "degC" | "ft" | "in" | "kn" | "rad" | "A" | "bar" | "px" | "K" | "V" | "byte")
        }
        _ => false,
    };
    let is_rate = at > 0 && matches!(words.low(at - 1), "pro" | "je" | "kein" | "als");
    counts && !is_rate && !words.is_joined(at + 2)
}

/// *half a million*, *eine halbe Stunde*, *half of voters*.
fn half(words: &Words, at: usize) -> Option<Numeral> {
    if at > 0 && (words.is_joined(at) || words.is_joined(at + 1) || words.is(at - 1, Class::Ordinal)) {
        return None;
    }
    let is_named = words.language == Language::En
        && at > 0
        && words.follows(at)
        && (words.is(at - 1, Class::Determiner) || matches!(words.low(at - 1), "opening" | "final" | "closing"));
    if is_named && !matches!(words.low(at - 1), "a" | "an" | "the" | "that") {
        return None;
    }
    let next = words.entry(at + 1).number.map(|number| number.kind);
    let point = |end: usize| Numeral::point(at, end, (words.start(at), words.end(end - 1)), 0.5, Form::Words);
    if words.language == Language::De {
        let is_unit = words.forms.units.contains_key(words.low(at + 1)) && words.follows(at + 1);
        let is_amount = matches!(next, Some(NumberKind::Magnitude | NumberKind::Dozen));
        let has_article = at > 0 && words.entry(at - 1).number.is_some_and(|word| word.kind == NumberKind::Article);
        // Einen "halben Sieg" nobody has halved.
        return (is_unit || is_amount || has_article && words.follows(at)).then(|| point(at + 1));
    }
    match (words.low(at + 1), next) {
        ("a" | "an", _) => {
            let after = words.entry(at + 2).number.map(|number| number.kind);
            let is_amount = matches!(after, Some(NumberKind::Magnitude | NumberKind::Dozen | NumberKind::Hundred));
            let is_unit = words.forms.units.contains_key(words.low(at + 2));
            (is_amount || is_unit).then(|| point(at + 2))
        }
        (_, Some(NumberKind::Magnitude | NumberKind::Dozen)) => Some(point(at + 1)),
        ("of" | "all", _) => Some(point(at + 1)),
        _ if words.is(at + 1, Class::Determiner) && words.follows(at + 1) => Some(point(at + 1)),
        ("people" | "", _) => Some(point(at + 1)),
        _ => None,
    }
}

/// *mehrere Millionen*, *several hundred*.
fn some(words: &Words, at: usize, factors: (f64, f64)) -> Option<Numeral> {
    let next = at + 1;
    let number = words.entry(next).number.filter(|_| words.follows(next))?;
    let is_amount = matches!(number.kind, NumberKind::Magnitude | NumberKind::Dozen | NumberKind::Hundred);
    if !is_amount || words.low(next) == "mill" {
        return None;
    }
    let mut numeral = Numeral::point(at, next, (words.start(at), words.end(at)), factors.0, Form::Vague);
    numeral.high = factors.1;
    if number.kind == NumberKind::Hundred {
        numeral.times(100.0);
        (numeral.end, numeral.stop) = (next + 1, words.end(next));
    }
    Some(numeral)
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{de, en};

    #[test]
    fn parts_of_an_amount() {
        en("Prices fell by a quarter year on year", &["a quarter|count|0.25|exact|-|-"]);
        en("and a banker in a third", &[]);
        en("in a third round", &[]);
        en("Nearly half those voters polled agree", &["Nearly half those voters|count|0.5|about|-|voter"]);
        de("Der Preis sank um ein Drittel.", &["ein Drittel|count|0.3333333333333|exact|-|-"]);
        de("Mehr als die Hälfte geht nach China.", &["Mehr als die Hälfte|count|0.5|more_than|-|-"]);
        de("in der zweiten Hälfte", &[]);
    }

    #[test]
    fn open_amounts_said_twice() {
        en("hundreds and hundreds of votes", &["hundreds and hundreds of votes|count|200..999|vague|-|vote"]);
    }
}
