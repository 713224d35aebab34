//! What the figures of a sentence share: parts of one duration, a unit, a modifier, the noun counted.

use super::draft::Draft;
use super::noun_head;
use super::numeral::Form;
use super::table::{Class, Kind, Modifier, UnitId, UnitUse};
use super::word::Words;

/// Joins figures that are one: *3 Tage 14 Stunden*, *13 Euro und 45 Cent*, *six feet two inches*.
pub fn join_compounds(words: &Words, drafts: &mut Vec<Draft>) {
    let mut at = 0;
    while at + 1 < drafts.len() {
        match compound(words, &drafts[at], &drafts[at + 1]) {
            Some(joined) => {
                drafts[at] = joined;
                drafts.remove(at + 1);
            }
            None => at += 1,
        }
    }
}

fn compound(words: &Words, large: &Draft, small: &Draft) -> Option<Draft> {
    let of_large = large.used?;
    let between = words.text.get(large.stop..small.start)?;
    let is_near = matches!(between, " " | ", " | " und " | " and " | ", and ");
    let is_exact = large.modifier == Modifier::Exact && small.modifier == Modifier::Exact && large.low > 0.0;
    if !is_near || !is_exact {
        return None;
    }
    let joined = |low: f64, used| Draft {
        first: large.first,
        start: large.start,
        low,
        high: low,
        used: Some(used),
        kind: large.kind,
        alt: None,
        ..small.clone()
    };
    let Some(of_small) = small.used else {
        // Zwei Euro fünfzig: closes the sentence, or it would count something.
        let closes = words.sentence_of(large.first).1 == small.end;
        let is_part = (10.0..100.0).contains(&small.low) && small.low.fract() == 0.0;
        let fits =
            large.kind == Kind::Money && of_large.factor == 1.0 && large.magnitude == 1.0 && large.low.fract() == 0.0;
        return (fits && is_part && closes && matches!(between, " " | " and " | " und "))
            .then(|| joined(large.low + small.low / 100.0, of_large));
    };
    if large.kind == Kind::Money && of_large.unit == of_small.unit && of_large.factor == 1.0 && of_small.factor < 1.0 {
        return Some(joined(large.low + small.low * of_small.factor, of_large));
    }
    let (unit, part) = (words.tables.unit(of_large.unit), words.tables.unit(of_small.unit));
    let ratio = unit.factor / part.factor;
    let is_whole = (ratio - ratio.round()).abs() < 1e-3 && ratio > 1.5 && small.low < ratio;
    // 5 feet and 2 inches are one length; 3 km and 200 m may be two.
    let is_odd = (ratio.round() % 10.0) > 0.0;
    let may_join = large.kind == Kind::Duration || large.kind == Kind::Measure && (between == " " || is_odd);
    let fits = unit.base == part.base && is_whole && may_join;
    fits.then(|| joined(large.low * ratio.round() + small.low, of_small))
}

/// Words between two figures that share a unit.
const LINKS: &[&str] = &[
    "auf",
    "und",
    "and",
    "to",
    "bis",
    "oder",
    "or",
    "gegenüber",
    "nach",
    "statt",
    "from",
    "from about",
    "von",
    "versus",
    "vs",
    "bzw",
    "beziehungsweise",
    "on",
    "um",
    "against",
];

/// Gives a bare number the unit of the one it is listed with: *440,5 Mio. auf 175,3 Mio. Euro*, *23 to 27 degrees*.
pub fn share_units(words: &Words, drafts: &mut [Draft]) {
    for at in (0..drafts.len().saturating_sub(1)).rev() {
        let (left, right) = drafts.split_at_mut(at + 1);
        let (bare, full) = (&mut left[at], &right[0]);
        let between = words.text.get(bare.stop..full.start).unwrap_or("");
        let gap = link(words, between.trim_matches([' ', '.', ',']));
        // Only a comma may stand for the link, and only between digits of a list.
        let is_linked = LINKS.contains(&gap) || (gap.is_empty() && between.contains(','));
        let is_part = bare.form == Form::Words && bare.high < 1.0;
        // 242 of 422, 57 percent: no count is a hundred percent and more beside a smaller one.
        let is_whole = full.kind == Kind::Percent && gap.is_empty() && bare.low > 100.0 && full.high <= 100.0;
        let is_opened = !is_whole && bare.used.is_none() && !is_part && bare.form != Form::Vague && full.used.is_some();
        let is_list = gap.is_empty() || matches!(gap, "und" | "and" | "oder" | "or");
        // People over 60 or £300: a sign before digits is of that number alone.
        let has_sign = words.text[full.start..].starts_with(['$', '€', '£', '¥', '₹']);
        // Two soldiers and 3 million euros do not share.
        if is_opened
            && !(has_sign && bare.kind == Kind::Count && gap != "to")
            && is_linked
            && (full.kind != Kind::Duration || is_list)
        {
            bare.used = full.used;
            bare.kind = full.kind;
            if bare.magnitude == 1.0 && full.magnitude > 1.0 && bare.low < 1000.0 && gap != "auf" {
                bare.low *= full.magnitude;
                bare.high *= full.magnitude;
            }
        }
    }
}

/// What leads to a number that an amount is compared with.
const COMPARES: &[&str] = &["from", "against", "vs", "versus", "than", "gegenüber", "nach", "with", "statt"];

/// Gives a bare number the unit of the amount it is compared with: *95,000 tonnes, up from 85,000 in 1986*, *fell 2 dollars
/// to 40*.
pub fn share_back(words: &Words, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let (left, right) = drafts.split_at_mut(at);
        let (full, bare) = (&left[at - 1], &mut right[0]);
        let Some(used) = full.used.filter(|_| matches!(full.kind, Kind::Money | Kind::Measure | Kind::Percent)) else {
            continue;
        };
        let is_bare = bare.kind == Kind::Count && bare.used.is_none() && bare.form == Form::Digits;
        let counts = noun_head::right_of(words, bare.end).is_some() || words.is_joined(bare.end);
        if !is_bare || counts || bare.first < full.end + 1 {
            continue;
        }
        let near = [bare.first - 1, bare.first.saturating_sub(2).max(full.end)];
        let leads = near.iter().any(|&word| COMPARES.contains(&words.low(word)));
        let goes_on = full.modifier != Modifier::Range
            && matches!(words.low(near[0]), "and" | "or" | "und")
            && matches!(words.low(bare.end), "in" | "im")
            && full.head.is_none()
            && matches!(words.low(full.end), "in" | "im");
        let between = full.end..bare.first;
        let is_parallel = words.is(bare.end, Class::Preposition)
            && between.clone().any(|word| words.low(word) == words.low(bare.end) && word + 1 < bare.first);
        let goes_on =
            goes_on || is_parallel && matches!(words.low(near[0]), "and" | "und") && full.kind != Kind::Percent;
        let is_new_price = words.low(near[0]) == "to" && full.kind == Kind::Money && used.factor == 1.0;
        let Some(scale) = scale_of(full, bare).filter(|_| leads || goes_on || is_new_price) else { continue };
        bare.low *= scale;
        bare.high *= scale;
        (bare.used, bare.kind) = (full.used, full.kind);
    }
}

/// What a bare number is multiplied with to be of the size of another: its magnitude or one; `None` if neither fits.
fn scale_of(full: &Draft, bare: &Draft) -> Option<f64> {
    let is_alike = |scale: f64| (0.05..=20.0).contains(&(bare.low * scale / full.high).abs());
    let shared = if bare.magnitude == 1.0 { full.magnitude } else { 1.0 };
    [1.0, shared].into_iter().find(|&scale| is_alike(scale))
}

/// Returns the first word of what stands between two figures if only a modifier follows it: *bzw. etwa*.
fn link<'g>(words: &Words, gap: &'g str) -> &'g str {
    match gap.split_once([' ', '.']) {
        Some((first, rest)) if words.forms.left.contains_key(rest.trim_start()) => first,
        _ => gap,
    }
}

/// Reads dollars without a country as those of the country that was named before: *180 mln N.Z. dlrs*, then *971 mln dlrs*.
///
/// `before` is the dollar that was named in the sentences before; returns the one that was named last.
pub fn local_dollars(words: &Words, drafts: &mut [Draft], before: Option<UnitId>) -> Option<UnitId> {
    let mut local = before;
    for draft in drafts {
        let Some(used) = draft.used.as_mut().filter(|_| draft.kind == Kind::Money) else { continue };
        let written = words.text.get(draft.start..words.end(draft.end - 1)).unwrap_or_default();
        let is_bare = !["$", "US", "U.S", "USD"].iter().any(|country| written.contains(country));
        if words.tables.local_dollars.contains(&used.unit) {
            local = Some(used.unit);
        } else if &*words.tables.unit(used.unit).key == "USD" {
            // Both kinds side by side: without a word more it is the usual one.
            local = local.filter(|_| is_bare);
            used.unit = local.unwrap_or(used.unit);
        }
    }
    local
}

/// Gives bare millions the currency of the money before them: *600.000 Euro, davon fünf Millionen für …*.
///
/// `before` is the last money of the sentence before; returns that of this one, or none.
pub fn inherit_money(words: &Words, drafts: &mut [Draft], before: Option<UnitUse>) -> Option<UnitUse> {
    let mut money = before;
    let mut own = None;
    for draft in drafts {
        let is_bare = draft.kind == Kind::Count
            && draft.head.is_none()
            && draft.form != Form::Vague
            && is_amount(words, draft, own);
        if draft.kind == Kind::Money {
            money = draft.used.map(|used| UnitUse { factor: 1.0, ..used });
            own = money;
        } else if is_bare && money.is_some() {
            draft.kind = Kind::Money;
            draft.used = money;
            own = money;
        } else if draft.kind == Kind::Count && (draft.magnitude >= 1e6 || draft.low >= 10_000.0) {
            // Millions of something else stand between.
            money = None;
            own = None;
        }
    }
    own
}

/// Bare millions, and in tables of results what stands behind *Net*, *Revs* or *vs*.
fn is_amount(words: &Words, draft: &Draft, money: Option<UnitUse>) -> bool {
    if draft.magnitude >= 1e6 {
        return true;
    }
    let Some(before) = draft.first.checked_sub(1).filter(|_| draft.low >= 1000.0 && words.follows_loosely(draft.first))
    else {
        return false;
    };
    let (first, end) = words.sentence_of(draft.first);
    let is_versus = |low: &str| matches!(low, "vs" | "against");
    money.is_some()
        && (words.is(before, Class::MoneyLine) || is_versus(words.low(before)))
        && (first..end).any(|word| words.low(word) == "vs")
}

/// Gives members of one list the modifier of the first: *mehr als 20 und 30 Prozent*.
pub fn share_modifiers(words: &Words, drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let gap = words.text[drafts[at - 1].stop..drafts[at].start.max(drafts[at - 1].stop)].trim();
        // The same in another unit (100 km (60 miles)), or another member of the list.
        let opens = words.text[words.start(words.sentence_of(drafts[at].first).0)..drafts[at].start].rfind(['(', ')']);
        let in_brackets = opens.is_some_and(|open| {
            words.text[words.start(words.sentence_of(drafts[at].first).0)..][open..].starts_with('(')
        });
        let is_list = matches!(gap, "(" | "/" | "und" | "and" | "bzw." | "beziehungsweise")
            || in_brackets && matches!(gap, ";" | ":");
        let same = drafts[at].kind == drafts[at - 1].kind
            && drafts[at].kind != Kind::Count
            && (gap != "(" || drafts[at].kind != Kind::Percent);
        if is_list
            && same
            && drafts[at].modifier == Modifier::Exact
            && !matches!(drafts[at - 1].modifier, Modifier::Range | Modifier::Vague)
        {
            drafts[at].modifier = drafts[at - 1].modifier;
        }
    }
}

/// Returns the value of an end of a figure in its unit: 60 Cent are .60 EUR.
pub fn scaled(value: f64, draft: &Draft) -> f64 {
    draft.used.map_or(value, |used| if used.factor == 1.0 { value } else { value * used.factor })
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::en;

    #[test]
    fn a_compared_number_has_the_unit_before_it() {
        en(
            "Exports rose to 95,000 tonnes in 1987 from 85,000 in 1986.",
            &["95,000 tonnes|measure|95000|exact|t|-", "85,000|measure|85000|exact|t|-"],
        );
        en(
            "It taught 240 of 420, 57 percent",
            &["240|count|240|exact|-|-", "420|count|420|exact|-|-", "57 percent|percent|57|exact|percent|-"],
        );
        en("It sold 5 tonnes, up from 3 ships", &["5 tonnes|measure|5|exact|t|-", "3 ships|count|3|exact|-|ship"]);
        en(
            "It shipped 900 tonnes through Hull and 700 through Leith.",
            &["900 tonnes|measure|900|exact|t|-", "700|measure|700|exact|t|-"],
        );
        en(
            "for people over 60, or £300 for all",
            &["over 60|duration|60|more_than|year|-", "£300|money|300|exact|GBP|-"],
        );
    }
}
