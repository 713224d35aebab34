//! Which figures are what a query asks for, and how well.

use super::wanted::{Asked, Bounds, Unit, Wanted};
use crate::analysis::figure::Tables;
use crate::document::{StoredFigure, meant};

/// How far apart numbers may be, in powers of ten, for one to count 1/e of the other (10 % off counts .88, 20 % .63).
const SPREAD: f64 = 0.12;
/// What a range counts that overlaps with the numbers asked for without lying among them.
const OVERLAP: f32 = 0.7;
/// What a figure counts of the thing that is asked for, of which something else is said than what is asked for.
const OTHER_ACTION: f32 = 0.5;
/// What a reading of separators counts that the language of the article does not suggest.
pub(in crate::search) const OTHER_READING: f32 = 0.3;

/// Returns how well a stated number or range fits; 0 if not at all.
pub(in crate::search) fn closeness(bounds: Bounds, low: f64, high: f64) -> f32 {
    if high < bounds.low || low > bounds.high {
        return 0.0;
    }
    let is_inside = low >= bounds.low && high <= bounds.high;
    match bounds.near {
        Some(near) if low.to_bits() == high.to_bits() => {
            let off = if near == low { 0.0 } else { (near / low).abs().log10() / SPREAD };
            (-off * off).exp() as f32
        }
        _ if is_inside => 1.0,
        _ => OVERLAP,
    }
}

/// Returns how well a figure of an article fits; `None` if not at all.
pub(in crate::search) fn matching(wanted: &Wanted, figure: &StoredFigure, tables: &Tables) -> Option<f32> {
    let best = wanted.readings.iter().filter_map(|asked| fit(asked, figure, tables)).fold(0.0, f32::max);
    (best > 0.0).then_some(best)
}

fn fit(asked: &Asked, figure: &StoredFigure, tables: &Tables) -> Option<f32> {
    let (low, base) = tables.base_of(figure.unit.as_deref(), figure.low);
    let high = meant(tables.base_of(figure.unit.as_deref(), figure.high).0, &figure.modifier);
    let low = meant(low, &figure.modifier);
    let is_unit = match &asked.unit {
        Unit::Any => tables.is_plain(figure.unit.as_deref()),
        Unit::None => figure.unit.is_none(),
        Unit::Base(unit) => base == unit,
    };
    if figure.kind == "ordinal" || !is_unit {
        return None;
    }
    let of_thing = if asked.things.is_empty() { 1.0 } else { thing_weight(asked, figure, tables)? };
    let is_done = asked.action.is_none() || asked.action == figure.action;
    let of_thing = if is_done { of_thing } else { of_thing * OTHER_ACTION };
    let alt =
        figure.alt.filter(|_| asked.bounds.is_one_number()).map(|alt| tables.base_of(figure.unit.as_deref(), alt).0);
    let other = alt.map_or(0.0, |alt| OTHER_READING * closeness(asked.bounds, alt, alt));
    let number = closeness(asked.bounds, low, high).max(other);
    (number > 0.0).then_some(number * of_thing)
}

fn thing_weight(asked: &Asked, figure: &StoredFigure, tables: &Tables) -> Option<f32> {
    let counted = figure.things(tables);
    let weights = counted.iter().filter_map(|key| asked.things.iter().find(|(wanted, _)| wanted == key));
    weights.map(|(_, weight)| *weight).reduce(f32::max)
}
