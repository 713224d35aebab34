//! Ranges: *15 bis 20*, `15-20`, *between 15 and 20*, with a shared magnitude and unit.

use super::draft::{self, Draft};
use super::numeral::Form;
use super::protect;
use super::table::{Class, Modifier};
use super::word::Words;

/// Joins a figure with the one that it is the lower end of a range to, if one follows.
pub fn join(words: &Words, low: Draft) -> Draft {
    let order = if opened_between(words, &low) { Order::Any } else { Order::Rising };
    match upper(words, &low).and_then(|high| joined(&low, high, order)) {
        Some(range) => range,
        None => low,
    }
}

/// Whether the lower end must stand first: *between 64 and 50 percent* is a range too.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Rising,
    Any,
}

fn upper(words: &Words, low: &Draft) -> Option<Draft> {
    let at = low.end;
    if at >= words.n_words() || words.sentence_of(low.first).1 <= at || low.form == Form::Vague {
        return None;
    }
    let gap = words.gap(at);
    let dash = gap.trim_matches([' ', '\u{a0}', '%', '$', '€', '£', '°', '+']);
    let is_dashed = matches!(dash, "-" | "–" | "—" | "‑" | "to-" | "−");
    if is_dashed && number_begins(words, at) {
        return draft::read(words, at).map(|high| unsigned(words, high, at));
    }
    let connector = words.low(at);
    let from = match connector {
        "bis" if words.low(at + 1) == "zu" => at + 2,
        "bis" | "to" | "through" => at + 1,
        "und" | "and" if opened_between(words, low) => at + 1,
        "oder" | "or" if low.low.fract() == 0.0 && low.low < 1000.0 => at + 1,
        _ => return None,
    };
    let follows = (words.follows(at)
        || gap.trim_matches([' ', '%', '€', '$', '£', '°']).is_empty()
        || gap == "- " && connector == "bis")
        && starts_near(words, from);
    if !follows || !number_begins(words, from) || protect::skip(words, from).is_some() {
        return None;
    }
    let high = draft::read(words, from)?;
    let is_step = !is_part(low, &high) && is_change(words, low) || is_led_by(words, low, &["by"]);
    if connector == "to" && is_step && !is_difference(words, low, &high) {
        return None;
    }
    let is_next = high.low == low.low + 1.0;
    (!matches!(connector, "oder" | "or") || is_next).then_some(high)
}

fn starts_near(words: &Words, at: usize) -> bool {
    at < words.n_words() && words.gap(at).trim_matches([' ', '\u{a0}', '$', '€', '£', '-', '¥']).is_empty()
}

fn number_begins(words: &Words, at: usize) -> bool {
    words.is_digit(at)
        || words.entry(at).number.is_some()
        || super::number_german::read(words.low(at)).is_some()
        || at + 1 < words.n_words() && words.is_digit(at + 1) && words.tables.codes.contains_key(words.low(at))
}

/// The dash of a range is no minus of its upper end.
fn unsigned(words: &Words, high: Draft, at: usize) -> Draft {
    if high.high >= 0.0 {
        return high;
    }
    Draft { low: -high.high, high: -high.low, start: words.start(at), ..high }
}

fn opened_between(words: &Words, low: &Draft) -> bool {
    (1..=3).any(|back| low.first >= back && matches!(words.low(low.first - back), "between" | "zwischen"))
}

/// *from 5 to 7 percent* behind a verb of change names two figures.
fn is_change(words: &Words, low: &Draft) -> bool {
    let (first, _) = words.sentence_of(low.first);
    let from = low.first.saturating_sub(8).max(first);
    (from..low.first).any(|word| words.is(word, Class::Change))
}

/// *fell 3/4 to one percent*: a part without a unit and what is near it are a range behind a verb of change too.
fn is_part(low: &Draft, high: &Draft) -> bool {
    low.used.is_none() && low.high < 1.0 && high.used.is_some() && (1.0..=4.0).contains(&(high.low / low.low))
}

/// *cut profits by $3.8m to $4.9m*, *(£2m to £2.6m)*: both ends are written alike and lie near each other behind *by* or a
/// bracket.
fn is_difference(words: &Words, low: &Draft, high: &Draft) -> bool {
    let is_led = is_led_by(words, low, &["by", "between"]) || words.text[..low.start].ends_with('(');
    let is_near = low.used.is_some() && low.used == high.used && (1.0..2.0).contains(&(high.low / low.low));
    is_led && is_near
}

fn is_led_by(words: &Words, low: &Draft, leads: &[&str]) -> bool {
    low.first > 0 && starts_near(words, low.first) && leads.contains(&words.low(low.first - 1))
}

fn joined(low: &Draft, mut high: Draft, order: Order) -> Option<Draft> {
    let same_unit = match (low.used, high.used) {
        (Some(low), Some(high)) => low == high,
        _ => true,
    };
    if !same_unit || high.form == Form::Vague {
        return None;
    }
    let mut from = low.low;
    let mantissa = high.low / high.magnitude;
    if low.magnitude == 1.0 && high.magnitude > 1.0 && from < 1000.0 && from < mantissa {
        from *= high.magnitude;
    }
    if low.used.is_some() && high.used.is_none() {
        high.kind = low.kind;
        high.used = low.used;
    }
    if order == Order::Any && from > high.high {
        (from, high.high) = (high.high, from);
    }
    (from < high.high).then_some(Draft {
        first: low.first,
        start: low.start,
        low: from,
        alt: None,
        modifier: Modifier::Range,
        ..high
    })
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::{de, en};

    #[test]
    fn ranges_by_what_leads_to_them() {
        en("It cut its profits by $3.8m to $4.9m", &["$3.8m to $4.9m|money|3800000..4900000|range|USD|-"]);
        en(
            "Sales fell by 5 percent to 80 percent",
            &["5 percent|percent|5|exact|percent|-", "80 percent|percent|80|exact|percent|-"],
        );
        en("Rates fell 3/4 to one pct", &["3/4 to one pct|percent|0.75..1|range|percent|-"]);
        de("Es stieg um 1/4 bis 1/2 Prozent", &["1/4 bis 1/2 Prozent|percent|0.25..0.5|range|percent|-"]);
        en("Rates fell 1/4 to 7 pct", &["1/4|percent|0.25|exact|percent|-", "7 pct|percent|7|exact|percent|-"]);
        en("Shares firmed by two pence to 537p", &["two pence|money|0.02|exact|GBP|-", "537p|money|5.37|exact|GBP|-"]);
        de("zwischen 64 und 50 Prozent", &["64 und 50 Prozent|percent|50..64|range|percent|-"]);
        de("Kinder zwischen einem und 14 Jahren", &["einem und 14 Jahren|duration|1..14|range|year|-"]);
        de("die Acht- bis Zwölfjährigen", &["Acht- bis Zwölfjährigen|duration|8..12|range|year|-"]);
        en("children aged one to four years", &["one to four years|duration|1..4|range|year|-"]);
    }
}
