//! The numbers of one thing over time, as a chart and as a table of the same.

use super::drawing::{self, Drawing, N_SERIES, Open, Point};
use super::group::{thing_name, thing_of, unit_name};
use super::{row, speaker_name};
use crate::analysis::figure::Tables;
use crate::search::{Claim, ClaimGroup, ClaimPage, stated};
use crate::server::page::asked::{Asked, ClaimsAsked};
use crate::server::page::frame::Link;
use crate::server::page::messages::Ui;
use crate::server::wire::escape_html;

/// Points of a chart at most, those of the best claims; more are a cloud.
const MAX_POINTS: usize = 200;

/// With fewer there is nothing to compare.
const MIN_POINTS: usize = 2;

/// A chart of claims about one thing.
pub struct Chart {
    pub title: String,
    /// What it shows, in a sentence.
    pub summary: String,
    pub drawing: Drawing,
    pub series: Vec<Series>,
    /// What tells the series apart.
    pub series_title: &'static str,
    /// The same chart, its series told apart by something else.
    pub other: Link,
    pub rows: Vec<Row>,
}

/// Claims of one speaker or source.
pub struct Series {
    /// Its place among the marks of the chart.
    pub number: usize,
    pub name: String,
    pub count: String,
}

impl Series {
    /// Returns its mark, in a square of 16.
    pub fn mark(&self) -> Mark {
        Mark(drawing::mark(self.number, 8, 8))
    }
}

/// A mark as SVG.
pub struct Mark(String);

impl askama::filters::HtmlSafe for Mark {}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A point as a row of the table.
pub struct Row {
    pub day: String,
    pub number: String,
    pub who: String,
    pub href: String,
}

/// Returns the chart of the thing that is chosen, else of the one of the best claim; `None` with less than two dated claims.
pub fn chart(found: &ClaimPage, tables: &Tables, (asked, claims): (&Asked, &ClaimsAsked), ui: Ui) -> Option<Chart> {
    let about = claims.about.clone().or_else(|| first_thing(found))?;
    let of_chart: Vec<&ClaimGroup> = found.groups.iter().filter(|group| group.is_about(&about)).collect();
    let largest = of_chart.iter().max_by_key(|group| group.n_claims)?;
    let is_shown = |claim: &&Claim| found.groups.get(claim.group - 1).is_some_and(|group| group.is_about(&about));
    let mut shown: Vec<(i64, &Claim)> =
        found.rows.iter().filter(is_shown).filter_map(|claim| Some((day_of(claim)?, claim))).take(MAX_POINTS).collect();
    if shown.len() < MIN_POINTS {
        return None;
    }
    shown.sort_by_key(|(day, _)| *day);
    let who = |claim: &Claim| who(claim, claims.is_by_source, ui);
    let series = series(shown.iter().map(|(_, claim)| who(claim)), nobody(claims.is_by_source, ui), ui);
    let unit = largest.unit.as_deref();
    let point = |&(day, claim): &(i64, &Claim)| {
        let numbers = stated(&claim.figure, unit, tables);
        let name = who(claim);
        let number = written(claim);
        let text = ui.fill("chart.point", &[("day", &ui.day(drawing::date(day))), ("number", &number), ("who", &name)]);
        let series = series.iter().find(|series| series.name == name).map_or(N_SERIES - 2, |series| series.number);
        Point {
            day,
            low: numbers.low,
            high: numbers.high,
            open: Open::of(&claim.figure.modifier),
            series,
            href: escape_html(&row::href(claim, asked)),
            text: escape_html(&text),
        }
    };
    let points: Vec<Point> = shown.iter().map(point).collect();
    let row = |&(day, claim): &(i64, &Claim)| Row {
        day: ui.day(drawing::date(day)),
        number: written(claim),
        who: who(claim),
        href: row::href(claim, asked),
    };
    let other = ClaimsAsked { is_by_source: !claims.is_by_source, ..claims.clone() };
    let other_text = ui.t(if claims.is_by_source { "chart.by_speaker" } else { "chart.by_source" });
    let thing = thing_name(largest, ui);
    let n = ui.number(points.len() as u64);
    let days = (ui.day(drawing::date(shown[0].0)), ui.day(drawing::date(shown[shown.len() - 1].0)));
    Some(Chart {
        title: ui.fill("chart.title", &[("thing", &thing)]),
        summary: ui.fill("chart.summary", &[("n", &n), ("thing", &thing), ("from", &days.0), ("to", &days.1)]),
        drawing: drawing::draw(&points, unit.map(|unit| unit_name(unit, ui)).as_deref(), ui)?,
        series,
        series_title: ui.t(if claims.is_by_source { "chart.source" } else { "claims.column.speaker" }),
        other: Link { href: asked.claims_url(&other), text: other_text.to_string() },
        rows: shown.iter().map(row).collect(),
    })
}

/// Returns the key of the first thing that has enough dated claims for a chart.
fn first_thing(found: &ClaimPage) -> Option<String> {
    let mut n_dated: Vec<(&str, usize)> = Vec::new();
    let dated = found.rows.iter().filter(|claim| day_of(claim).is_some());
    for group in dated.filter_map(|claim| found.groups.get(claim.group - 1)) {
        let thing = thing_of(&group.key);
        match n_dated.iter_mut().find(|(known, _)| *known == thing) {
            Some((_, n)) => *n += 1,
            None => n_dated.push((thing, 1)),
        }
    }
    n_dated.into_iter().find(|(_, n)| *n >= MIN_POINTS).map(|(thing, _)| thing.to_string())
}

/// Returns the day of publication, in days since 1970.
fn day_of(claim: &Claim) -> Option<i64> {
    claim.stored.article.published.as_ref().map(|published| published.unix_s.div_euclid(24 * 60 * 60))
}

fn written(claim: &Claim) -> String {
    claim.stored.article.text.get(claim.figure.span.range()).unwrap_or_default().to_string()
}

fn who(claim: &Claim, is_by_source: bool, ui: Ui) -> String {
    let source = || claim.stored.article.source.clone();
    let name = if is_by_source { source() } else { speaker_name(claim, ui) };
    name.unwrap_or_else(|| nobody(is_by_source, ui).to_string())
}

fn nobody(is_by_source: bool, ui: Ui) -> &'static str {
    ui.t(if is_by_source { "claims.no_source" } else { "claims.nobody" })
}

/// Returns the series, those of most claims first; then what there is no mark for, and what is of nobody.
fn series(names: impl Iterator<Item = String>, nobody: &str, ui: Ui) -> Vec<Series> {
    let mut counts: Vec<(String, u64)> = Vec::new();
    for name in names {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, n)) => *n += 1,
            None => counts.push((name, 1)),
        }
    }
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let is_nobody = |(name, _): &mut (String, u64)| *name == nobody;
    let n_nobody = counts.extract_if(.., is_nobody).map(|(_, n)| n).next();
    let n_named = N_SERIES - 1 - usize::from(counts.len() > N_SERIES - 1);
    let n_others: u64 = counts.split_off(n_named.min(counts.len())).iter().map(|(_, n)| n).sum();
    let others = (n_others > 0).then(|| (N_SERIES - 2, ui.t("chart.others").to_string(), n_others));
    let nobody = n_nobody.map(|n| (N_SERIES - 1, nobody.to_string(), n));
    let named = counts.into_iter().enumerate().map(|(number, (name, n))| (number, name, n));
    named.chain(others).chain(nobody).map(|(number, name, n)| Series { number, name, count: ui.number(n) }).collect()
}
