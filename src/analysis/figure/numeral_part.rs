//! Halves and parts behind an English number: *two and a half*, *one hundred and three and two thirds*, *3 million and a
//! quarter*.
//!
//! In: a number and the words behind it. Out: the number with its part. A part behind a magnitude is a part of it.

use super::number_english;
use super::numeral::{Form, Numeral};
use super::table::NumberKind;
use super::word::Words;
use crate::text::Language;

/// *two and a half*, before a magnitude or alone.
pub fn read_half(words: &Words, numeral: &mut Numeral) {
    let at = numeral.end;
    let is_half = words.low(at) == "and"
        && words.low(at + 1) == "a"
        && (words.low(at + 2) == "half" || words.low(at + 2) == "quarter")
        && (words.follows(at) || words.is_joined(at));
    if is_half && numeral.form != Form::Vague && words.language == Language::En {
        numeral.low += if words.low(at + 2) == "half" { 0.5 } else { 0.25 };
        numeral.high = numeral.low;
        (numeral.end, numeral.stop) = (at + 3, words.end(at + 2));
    }
}

/// *two thirds of a million*, *one hundred and three and two thirds*, *3 million and a half*, *a thousand millionths*.
pub fn read_behind(words: &Words, numeral: &mut Numeral) {
    let at = numeral.end;
    if words.language != Language::En || !words.follows(at) || numeral.form == Form::Vague {
        return;
    }
    let kind = |at: usize| words.entry(at).number.map(|number| (number.kind, number.value));
    if numeral.low < 1.0
        && words.low(at) == "of"
        && words.low(at + 1) == "a"
        && let Some((NumberKind::Magnitude, value)) = kind(at + 2)
    {
        numeral.times(value);
        (numeral.end, numeral.stop) = (at + 3, words.end(at + 2));
        return;
    }
    if let Some((NumberKind::Part, value)) = kind(at)
        && numeral.magnitude > 1.0
        && value <= 0.001
        && words.low(at).ends_with('s')
    {
        numeral.times(value);
        (numeral.end, numeral.stop) = (at + 1, words.end(at));
        return;
    }
    if words.low(at) != "and" {
        return;
    }
    let is_scaled = numeral.magnitude > 1.0 && matches!(kind(numeral.end - 1), Some((NumberKind::Magnitude, _)));
    let whole = if is_scaled { numeral.magnitude } else { 1.0 };
    let by_article = article_part(words, at + 1).filter(|_| is_scaled);
    let Some((part, end)) = by_article.or_else(|| counted_part(words, at + 1, numeral)) else { return };
    // A half million behind a billion is half a million; what is a part *of* something else is none of this number.
    let smaller = match kind(end) {
        Some((NumberKind::Magnitude, value)) if value < whole => Some(value),
        _ if words.low(end) == "of" => return,
        _ => None,
    };
    let end = end + usize::from(smaller.is_some());
    numeral.low += part * smaller.unwrap_or(whole);
    numeral.high = numeral.low;
    (numeral.end, numeral.stop) = (end, words.end(end - 1));
}

/// *a half*, *a quarter*: its value and the word after it.
fn article_part(words: &Words, at: usize) -> Option<(f64, usize)> {
    let part = words.entry(at + 1).number.filter(|_| words.low(at) == "a" && words.follows(at + 1))?;
    matches!(part.kind, NumberKind::Half | NumberKind::Part).then_some((part.value, at + 2))
}

/// *two thirds*, *fifty-four hundredths*: its value, which is below one, and the word after it.
fn counted_part(words: &Words, at: usize, numeral: &Numeral) -> Option<(f64, usize)> {
    let (value, end) = number_english::read(words, at).filter(|_| numeral.form == Form::Words)?;
    let part = words.entry(end).number.filter(|part| part.kind == NumberKind::Part && words.follows(end))?;
    (value * part.value < 1.0).then_some((value * part.value, end + 1))
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::en;

    #[test]
    fn parts_behind_a_number() {
        en("two and a half million votes", &["two and a half million votes|count|2500000|exact|-|vote"]);
        en("It cost 3 million and a quarter dollars", &["3 million and a quarter dollars|money|3250000|exact|USD|-"]);
        en(
            "It has 3 million and a quarter of them vote",
            &["3 million|count|3000000|exact|-|-", "a quarter|count|0.25|exact|-|-"],
        );
        en("It is two and fifty-four hundredths", &["two and fifty-four hundredths|count|2.54|exact|-|-"]);
        en("They paid nine million and five ninths", &["nine million and five ninths|count|9555555.555556|exact|-|-"]);
    }

    #[test]
    fn digits_before_words() {
        en("He gave 3 hundred and 21 yuan", &["3 hundred and 21 yuan|money|321|exact|CNY|-"]);
        en("4 thousand 3 hundred votes", &["4 thousand 3 hundred votes|count|4300|exact|-|vote"]);
        en("6 crore and two hundred rupees", &["6 crore and two hundred rupees|money|60000200|exact|INR|-"]);
    }
}
