//! A chart as SVG: plotters draws axes and grid, and every point is a link of its own with a mark by its series.
//!
//! Nothing of it has a style of its own: a page may hold none. Colours of plotters stand for what the style sheet makes of them.

use std::collections::HashSet;
use std::fmt::Write;

use jiff::ToSpan;
use jiff::civil::Date;
use plotters::coord::ranged1d::{AsRangedCoord, ValueFormatter};
use plotters::prelude::*;

use crate::server::page::messages::Ui;

/// Units of the drawing.
const WIDTH: u32 = 760;
const HEIGHT: u32 = 320;
/// Room for the labels of the axes.
const LEFT: u32 = 96;
const BOTTOM: u32 = 34;
const LABEL_SIZE: u32 = 13;
/// Series that can be told apart by their marks.
pub const N_SERIES: usize = 6;
/// From this ratio of the largest number to the smallest on, each power of ten gets as much room as the next.
const LOGARITHMIC_FROM: f64 = 30.0;
/// What the style sheet knows ink and grid by.
const INK: RGBColor = RGBColor(1, 1, 1);
const GRID: RGBColor = RGBColor(2, 2, 2);

/// Which end of a number is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    None,
    /// More than, at least.
    Above,
    /// Less than, at most, up to.
    Below,
}

impl Open {
    /// Returns what a modifier leaves open.
    pub fn of(modifier: &str) -> Open {
        match modifier {
            "more_than" | "at_least" => Open::Above,
            "less_than" | "at_most" | "up_to" => Open::Below,
            _ => Open::None,
        }
    }
}

/// One claim.
pub struct Point {
    /// Days since 1970.
    pub day: i64,
    pub low: f64,
    pub high: f64,
    pub open: Open,
    /// Which mark it has, below [`N_SERIES`].
    pub series: usize,
    /// Escaped, as the next.
    pub href: String,
    pub text: String,
}

/// The elements of an SVG image.
pub struct Drawing {
    pub width: u32,
    pub height: u32,
    body: String,
}

impl askama::filters::HtmlSafe for Drawing {}

impl std::fmt::Display for Drawing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.body)
    }
}

/// Returns the day so many days after the first of January 1970, the nearest one of the calendar.
pub fn date(day: i64) -> Date {
    let days = i32::try_from(day).unwrap_or(0).days();
    jiff::civil::date(1970, 1, 1).checked_add(days).unwrap_or(if day < 0 { Date::MIN } else { Date::MAX })
}

/// Draws points, which come in order of days; `None` for numbers that have no place.
pub fn draw(points: &[Point], unit: Option<&str>, ui: Ui) -> Option<Drawing> {
    let numbers = points.iter().flat_map(|point| [point.low, point.high]);
    let (low, high) = numbers.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), n| (low.min(n), high.max(n)));
    if !low.is_finite() || !high.is_finite() {
        return None;
    }
    if low > 0.0 && high / low >= LOGARITHMIC_FROM {
        return plot(points, (low / 1.5..high * 1.5).log_scale(), unit, ui);
    }
    let room = if high > low.min(0.0) { (high - low.min(0.0)) * 0.12 } else { 1.0 };
    plot(points, low.min(0.0)..high + room, unit, ui)
}

fn plot<Y>(points: &[Point], numbers: Y, unit: Option<&str>, ui: Ui) -> Option<Drawing>
where
    Y: AsRangedCoord<Value = f64>,
    Y::CoordDescType: ValueFormatter<f64>,
{
    let days = (points.first()?.day, points.last()?.day);
    let room = ((days.1 - days.0) / 20).max(1);
    let mut image = String::new();
    let mut marks = String::new();
    {
        let root = SVGBackend::with_string(&mut image, (WIDTH, HEIGHT)).into_drawing_area();
        let mut chart = ChartBuilder::on(&root)
            .margin_top(14)
            .margin_right(24)
            .x_label_area_size(BOTTOM)
            .y_label_area_size(LEFT)
            .build_cartesian_2d(days.0 - room..days.1 + room, numbers)
            .ok()?;
        let label = ("sans-serif", LABEL_SIZE).into_font().color(&INK);
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(GRID)
            .axis_style(INK)
            .label_style(label)
            .x_labels(5)
            .y_labels(6)
            .x_label_formatter(&|day| ui.short_day(date(*day)))
            .y_label_formatter(&|number| with_unit(*number, unit, ui))
            .draw()
            .ok()?;
        let mut taken = HashSet::new();
        for point in points {
            let (x, low) = chart.backend_coord(&(point.day, point.low));
            let (_, high) = chart.backend_coord(&(point.day, point.high));
            push_mark(&mut marks, point, (free(&mut taken, x, high), low, high));
        }
        root.present().ok()?;
    }
    // The element around it is the template's: it has a name and a role.
    let body =
        image.split_once('>')?.1.strip_suffix("</svg>\n").or_else(|| image.split_once('>')?.1.strip_suffix("</svg>"));
    let inner = body?.trim();
    Some(Drawing { width: WIDTH, height: HEIGHT, body: format!("<g aria-hidden=\"true\">{inner}</g>{marks}") })
}

fn with_unit(number: f64, unit: Option<&str>, ui: Ui) -> String {
    unit.map_or_else(|| ui.amount(number), |unit| format!("{} {unit}", ui.amount(number)))
}

/// Returns where there is room for a mark, beside those that stand at the same place.
fn free(taken: &mut HashSet<(i32, i32)>, x: i32, y: i32) -> i32 {
    let beside = (0..12).map(|i| x + 9 * i).find(|x| taken.insert((x / 9, y / 9)));
    beside.unwrap_or(x)
}

fn push_mark(svg: &mut String, point: &Point, (x, low, high): (i32, i32, i32)) {
    let Point { href, text, series, .. } = point;
    let _ = write!(svg, "<a href=\"{href}\" class=\"s{series}\" aria-label=\"{text}\"><title>{text}</title>");
    if low != high {
        let _ = write!(svg, "<path class=\"span\" d=\"M{x} {low}V{high}\"/>");
    }
    let y = if low == high { high } else { i32::midpoint(low, high) };
    match point.open {
        Open::None => {}
        Open::Above => drop(write!(svg, "<path class=\"span\" d=\"M{x} {}v-14m-4 5l4-5l4 5\"/>", y - 5)),
        Open::Below => drop(write!(svg, "<path class=\"span\" d=\"M{x} {}v14m-4-5l4 5l4-5\"/>", y + 5)),
    }
    let _ = write!(svg, "<circle class=\"reach\" cx=\"{x}\" cy=\"{y}\" r=\"12\"/>{}</a>", mark(*series, x, y));
}

/// Returns the mark of a series: told apart by form as well as by colour.
pub fn mark(series: usize, x: i32, y: i32) -> String {
    match series {
        0 => format!("<circle class=\"mark\" cx=\"{x}\" cy=\"{y}\" r=\"6\"/>"),
        1 => format!("<rect class=\"mark\" x=\"{}\" y=\"{}\" width=\"11\" height=\"11\"/>", x - 5, y - 5),
        2 => format!("<path class=\"mark\" d=\"M{x} {}l7 12h-14z\"/>", y - 7),
        3 => format!("<path class=\"mark\" d=\"M{x} {}l7 7l-7 7l-7-7z\"/>", y - 7),
        4 => format!("<path class=\"mark\" d=\"M{x} {}l7-12h-14z\"/>", y + 7),
        _ => format!("<circle class=\"mark ring\" cx=\"{x}\" cy=\"{y}\" r=\"5\"/>"),
    }
}
