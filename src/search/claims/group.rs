//! Claims about the same thing: what is counted or measured, in which unit, and what was done with it.

use rustc_hash::FxHashMap;

use super::Claim;
use crate::analysis::figure::Tables;
use crate::document::{StoredFigure, thing_key};
use crate::text::Language;

/// How far from the number that is stated the true one may lie, as a share of it, where it is stated as *about*.
const ABOUT: f64 = 0.1;

/// Claims about the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimGroup {
    /// Thing, unit and action with `/` between them, `-` for what there is none of: what [`super::ClaimOptions::about`] takes.
    pub key: String,
    /// The key of what is counted.
    pub of: Option<String>,
    /// What it is called in each language, in order of [`Language::ALL`]: by the tables, else as most articles do.
    pub names: [Option<String>; 2],
    /// The unit of `low` and `high`: the one that most claims state.
    pub unit: Option<String>,
    pub action: Option<String>,
    pub n_claims: usize,
    /// The smallest and the largest number that is stated.
    pub low: f64,
    pub high: f64,
    /// Whether two claims about the same place and the same people cannot both be true.
    pub is_disputed: bool,
}

impl ClaimGroup {
    /// Returns whether a key, or the beginning of one that ends with a `/`, is this one's.
    pub fn is_about(&self, key: &str) -> bool {
        self.key == key || (key.ends_with('/') && self.key.starts_with(key))
    }
}

/// A figure in the unit of its group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stated {
    pub low: f64,
    pub high: f64,
}

/// Puts claims in groups: numbers them, from 1, in the order in which their first claims stand, and returns what they are about.
pub(super) fn grouped(rows: &mut [Claim], tables: &Tables) -> Vec<ClaimGroup> {
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (i, row) in rows.iter_mut().enumerate() {
        let next = members.len() + 1;
        row.group = *numbers.entry(key(&row.figure, tables)).or_insert(next);
        if row.group == next {
            members.push(Vec::new());
        }
        members[row.group - 1].push(i);
    }
    members.iter().map(|members| about(&members.iter().map(|&i| &rows[i]).collect::<Vec<_>>(), tables)).collect()
}

/// Returns a figure in another unit of the same kind.
pub fn stated(figure: &StoredFigure, unit: Option<&str>, tables: &Tables) -> Stated {
    let own = figure.unit.as_deref();
    let convert = |number| match unit {
        Some(unit) if own != Some(unit) => tables.of_base(unit, tables.base_of(own, number).0),
        _ => number,
    };
    Stated { low: convert(figure.low), high: convert(figure.high) }
}

fn about(members: &[&Claim], tables: &Tables) -> ClaimGroup {
    let first = &members[0].figure;
    let unit = commonest(members.iter().filter_map(|claim| claim.figure.unit.as_deref()));
    let numbers = members.iter().map(|claim| stated(&claim.figure, unit, tables));
    let (low, high) = numbers
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), stated| (low.min(stated.low), high.max(stated.high)));
    ClaimGroup {
        key: key(first, tables),
        of: first.of.as_deref().map(|of| near_thing(of, tables).to_string()),
        names: Language::ALL.map(|language| {
            let noun = first.of.as_deref().and_then(|of| tables.noun_by_key(near_thing(of, tables)));
            let plural =
                noun.map(|noun| noun.plurals[language as usize].to_string()).filter(|plural| !plural.is_empty());
            plural.or_else(|| name(members, language))
        }),
        unit: unit.map(str::to_string),
        action: first.action.clone(),
        n_claims: members.len(),
        low,
        high,
        // Hours and percent without a thing are about anything.
        is_disputed: first.of.is_some() && is_disputed(members, tables),
    }
}

/// Returns the words for what is counted that most claims in a language use.
fn name(members: &[&Claim], language: Language) -> Option<String> {
    let words = members.iter().filter(|claim| claim.language == Some(language)).filter_map(|claim| {
        let span = claim.figure.of_span?;
        claim.stored.article.text.get(span.range())
    });
    commonest(words).map(str::to_string)
}

fn key(figure: &StoredFigure, tables: &Tables) -> String {
    let none = || "-".to_string();
    let thing = figure.of.as_deref().map_or_else(none, |of| thing_key(near_thing(of, tables)));
    let unit = figure.unit.as_deref().map_or_else(none, |unit| thing_key(tables.base_of(Some(unit), 0.0).1));
    format!("{thing}/{unit}/{}", figure.action.as_deref().unwrap_or("-"))
}

/// Returns the thing that near relations share: troops and soldiers are counted as the same, soldiers and people are not.
fn near_thing<'a>(of: &'a str, tables: &'a Tables) -> &'a str {
    let parent = |key: &str| tables.noun_by_key(key).map(|noun| &*noun.parent).filter(|parent| *parent != "-");
    // What has nothing wider than its own parent is as wide as a group should be.
    parent(of).filter(|wider| parent(wider).is_some()).unwrap_or(of)
}

fn commonest<'a>(values: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for value in values {
        match counts.iter_mut().find(|(known, _)| *known == value) {
            Some((_, n)) => *n += 1,
            None => counts.push((value, 1)),
        }
    }
    // Of equals the first.
    counts.into_iter().rev().max_by_key(|(_, n)| *n).map(|(value, _)| value)
}

/// The place of a claim, and whose the counted ones are.
type About<'a> = (Option<&'a str>, Option<&'a str>);

/// Returns whether the numbers of a place, and of the same people, leave none that all of them allow.
fn is_disputed(members: &[&Claim], tables: &Tables) -> bool {
    let mut allowed: FxHashMap<About, (f64, f64)> = FxHashMap::default();
    members.iter().any(|claim| {
        let about: About = (claim.place.as_ref().map(|place| place.id.as_str()), claim.whose.as_deref());
        let (low, high) = allows(&claim.figure, tables);
        let known = allowed.entry(about).or_insert((f64::NEG_INFINITY, f64::INFINITY));
        *known = (known.0.max(low), known.1.min(high));
        known.0 > known.1
    })
}

/// Returns between which numbers the true one lies, in the base unit, if a figure is true.
fn allows(figure: &StoredFigure, tables: &Tables) -> (f64, f64) {
    let base = |number| tables.base_of(figure.unit.as_deref(), number).0;
    let (low, high) = (base(figure.low), base(figure.high));
    match figure.modifier.as_str() {
        "about" => (low - ABOUT * low.abs(), high + ABOUT * high.abs()),
        "more_than" | "at_least" => (low, f64::INFINITY),
        "less_than" | "at_most" | "up_to" => (f64::NEG_INFINITY, high),
        _ => (low, high),
    }
}
