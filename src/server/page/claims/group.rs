//! What the claims are about, as links that choose among them.

use super::action_name;
use crate::search::ClaimGroup;
use crate::server::page::asked::{Asked, ClaimsAsked};
use crate::server::page::messages::Ui;

/// Things that are shown; those of further claims are found by narrower queries.
const MAX_SHOWN: usize = 14;

/// A thing that claims are about.
pub struct AboutLink {
    pub href: String,
    pub name: String,
    /// From which number to which.
    pub span: String,
    pub count: String,
    /// The same in words.
    pub count_text: String,
    pub is_disputed: bool,
    pub is_current: bool,
}

/// What all was done with a thing: groups of one beginning.
struct Thing<'a> {
    key: &'a str,
    groups: Vec<&'a ClaimGroup>,
}

/// Returns the key of a thing in a unit, whatever was done: it ends with a `/`.
pub fn thing_of(key: &str) -> &str {
    key.rfind('/').map_or(key, |end| &key[..=end])
}

/// Returns the things, those of the best claims first.
pub fn about_links(groups: &[ClaimGroup], asked: &Asked, claims: &ClaimsAsked, ui: Ui) -> Vec<AboutLink> {
    let mut things: Vec<Thing> = Vec::new();
    for group in groups {
        let key = thing_of(&group.key);
        match things.iter_mut().find(|thing| thing.key == key) {
            Some(thing) => thing.groups.push(group),
            None => things.push(Thing { key, groups: vec![group] }),
        }
    }
    let chosen = claims.about.as_deref().map(thing_of);
    let shown = things.iter().take(MAX_SHOWN);
    shown.map(|thing| link(thing.key, &thing.groups, chosen == Some(thing.key), (asked, claims), ui)).collect()
}

/// Returns what was done with the thing that is chosen, where there is a choice.
pub fn action_links(groups: &[ClaimGroup], asked: &Asked, claims: &ClaimsAsked, ui: Ui) -> Vec<AboutLink> {
    let Some(about) = &claims.about else { return Vec::new() };
    let thing = thing_of(about);
    let of_thing: Vec<&ClaimGroup> = groups.iter().filter(|group| thing_of(&group.key) == thing).collect();
    if of_thing.len() < 2 {
        return Vec::new();
    }
    let of_action = |group: &&ClaimGroup| {
        let action = group.action.as_deref();
        let name = action.map_or_else(|| ui.t("claims.no_action").to_string(), |action| action_name(action, ui));
        AboutLink { name, ..link(&group.key, &[group], *about == group.key, (asked, claims), ui) }
    };
    of_thing.iter().map(of_action).collect()
}

fn link(
    key: &str,
    groups: &[&ClaimGroup],
    is_current: bool,
    (asked, claims): (&Asked, &ClaimsAsked),
    ui: Ui,
) -> AboutLink {
    let largest = groups.iter().max_by_key(|group| group.n_claims).unwrap_or(&groups[0]);
    // Who follows the link that is chosen already, gives it up.
    let about = (!is_current).then(|| key.to_string());
    let href = Asked { page: 1, ..asked.clone() }.claims_url(&ClaimsAsked { about, ..claims.clone() });
    let of_unit = groups.iter().filter(|group| group.unit == largest.unit);
    let (low, high) = of_unit
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), group| (low.min(group.low), high.max(group.high)));
    let n_claims: usize = groups.iter().map(|group| group.n_claims).sum();
    AboutLink {
        href,
        name: thing_name(largest, ui),
        span: span(low, high, largest.unit.as_deref(), ui),
        count: ui.number(n_claims as u64),
        count_text: ui.count("claims.count", n_claims as u64),
        is_disputed: groups.iter().any(|group| group.is_disputed),
        is_current,
    }
}

/// Returns what is counted, as articles in the language of the interface call it; of money and measures the unit.
pub fn thing_name(group: &ClaimGroup, ui: Ui) -> String {
    let written = group.names[ui.language as usize].as_ref();
    match (&group.of, &group.unit) {
        (Some(of), Some(unit)) => format!("{} ({})", written.unwrap_or(of), unit_name(unit, ui)),
        // The key is an English word.
        (Some(of), None) => written.unwrap_or(of).clone(),
        (None, Some(unit)) => unit_name(unit, ui),
        (None, None) => ui.t("claims.numbers").to_string(),
    }
}

/// Returns the name of a unit; symbols and codes of currencies stand for themselves.
pub fn unit_name(unit: &str, ui: Ui) -> String {
    ui.known(&format!("unit.{unit}")).map_or_else(|| unit.to_string(), str::to_string)
}

fn span(low: f64, high: f64, unit: Option<&str>, ui: Ui) -> String {
    let numbers = if low.to_bits() == high.to_bits() {
        ui.amount(low)
    } else {
        ui.fill("claims.span", &[("low", &ui.amount(low)), ("high", &ui.amount(high))])
    };
    match unit {
        Some(unit) => format!("{numbers} {}", unit_name(unit, ui)),
        None => numbers,
    }
}
