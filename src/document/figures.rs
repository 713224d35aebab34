//! The figures of an article, kept with it and as terms of the index.
//!
//! A figure is a term for each thing that it counts, from the narrow to the wide, and for anything: `soldier||p…`,
//! `person||p…`, `*||p…`, so that thing, unit and number hold for the same figure and a range of numbers is a range of
//! the dictionary. Numbers are in the base unit (`km` in metres), written so that their order is that of their letters.

use serde::{Deserialize, Serialize};

use crate::analysis::WordForm;
use crate::analysis::figure::{Figure, Kind, Modifier, SpeakerKind, Tables};
use crate::text::{Language, Span, fold_diacritics, normalize};

/// What stands for any thing in a term.
pub const ANY_THING: &str = "*";
/// Between thing, unit and number of a term; terms of a stream have none of the signs that separate them.
const BETWEEN: char = '/';
/// In front of the number of a point and of a range.
const POINT: char = 'p';
const RANGE: char = 'r';
/// In front of the number that a point is by the other reading of its separator.
const OTHER: char = 'a';
/// In front of the id of a speaker.
const SAID: &str = "said/";

/// A figure of an article, apart from the tables that it was read by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredFigure {
    /// Bytes of the text.
    #[serde(rename = "s")]
    pub span: Span,
    #[serde(rename = "k")]
    pub kind: String,
    /// The stated number or range, in `unit`; a point has `low` = `high`.
    #[serde(rename = "l")]
    pub low: f64,
    #[serde(rename = "h")]
    pub high: f64,
    #[serde(rename = "m")]
    pub modifier: String,
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The language-neutral key of what is counted, and the words that say so.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Of what the tables do not know in both languages, its language and stem (`de:telefonnumm`), by which it is searched, and that of its head.
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    pub stems: Vec<String>,
    /// The key of a second thing that the number counts too.
    #[serde(rename = "o2", default, skip_serializing_if = "Option::is_none")]
    pub also_of: Option<String>,
    #[serde(rename = "os", default, skip_serializing_if = "Option::is_none")]
    pub of_span: Option<Span>,
    /// The value by the other reading of its separator.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<f64>,
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub said_by: Option<StoredSpeaker>,
    /// What was done with what is counted.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
}

/// Who says a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSpeaker {
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "s")]
    pub span: Span,
    /// `entity`, `group` or `reports`.
    #[serde(rename = "k")]
    pub kind: String,
}

impl StoredFigure {
    /// Takes a figure out of the tables that it was read by; `stems` knows those of the words of its text.
    pub fn new(figure: &Figure, tables: &Tables, stems: impl Fn(Span) -> Vec<String>) -> StoredFigure {
        let said_by = figure.said_by.as_ref().map(|speaker| StoredSpeaker {
            id: speaker.id.clone(),
            span: speaker.span,
            kind: speaker.kind.name().to_string(),
        });
        StoredFigure {
            span: figure.span,
            kind: figure.kind.name().to_string(),
            low: figure.low,
            high: figure.high,
            modifier: figure.modifier.name().to_string(),
            unit: figure.unit.map(|unit| tables.unit(unit).key.to_string()),
            of: figure.of.clone(),
            // What the tables know in one language alone is found from the other by its stem.
            stems: figure.of_span.filter(|_| !tables.is_bilingual(figure.noun)).map(stems).unwrap_or_default(),
            // A second thing that the tables do not know is too often none.
            also_of: figure.also_of.clone().filter(|_| figure.also_noun.is_some()),
            of_span: figure.of_span,
            alt: figure.alt,
            said_by,
            action: figure.action.clone(),
        }
    }

    /// Returns whether it is one number.
    pub fn is_point(&self) -> bool {
        self.low.to_bits() == self.high.to_bits()
    }

    /// Returns the keys of what it counts, each with those of wider things behind it; then that of what was done.
    pub fn things(&self, tables: &Tables) -> Vec<String> {
        let mut things = self.stems.clone();
        for of in self.of.iter().chain(&self.also_of).filter(|of| tables.noun_by_key(of).is_some()) {
            let mut thing = Some(of.as_str());
            // No chain of the table is longer.
            for _ in 0..5 {
                let Some(key) = thing else { break };
                let known = thing_key(key);
                if !things.contains(&known) {
                    things.push(known);
                }
                thing = tables.noun_by_key(key).map(|noun| &*noun.parent).filter(|parent| *parent != "-");
            }
        }
        things.extend(self.action.as_deref().map(action_key));
        things
    }
}

/// The figures of an article, those of a text in its order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StoredFigures {
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<StoredFigure>,
    #[serde(rename = "x", default, skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<StoredFigure>,
}

/// The figures of an article as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureTable(Vec<u8>);

impl FigureTable {
    /// Keeps figures.
    pub fn new(figures: &StoredFigures) -> FigureTable {
        if *figures == StoredFigures::default() {
            return FigureTable::default();
        }
        FigureTable(serde_json::to_vec(figures).expect("texts and numbers can be written as JSON"))
    }

    /// Takes a table as it was kept; any bytes will do.
    pub fn from_bytes(bytes: Vec<u8>) -> FigureTable {
        FigureTable(bytes)
    }

    /// Returns the bytes to keep.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads the figures; none of bytes that are no such table.
    pub fn read(&self) -> StoredFigures {
        if self.0.is_empty() { StoredFigures::default() } else { serde_json::from_slice(&self.0).unwrap_or_default() }
    }
}

/// Returns the terms of a figure.
pub(super) fn terms(figure: &StoredFigure, tables: &Tables) -> Vec<String> {
    // Ordinals are no quantities.
    if figure.kind == Kind::Ordinal.name() || !figure.low.is_finite() || !figure.high.is_finite() {
        return Vec::new();
    }
    let base = |number| tables.base_of(figure.unit.as_deref(), number);
    let ((low, unit), high) = (base(figure.low), base(figure.high).0);
    let (low, high) = (meant(low, &figure.modifier), meant(high, &figure.modifier));
    let is_point = figure.modifier != Modifier::Range.name() && low.to_bits() == high.to_bits();
    let mut things = vec![ANY_THING.to_string()];
    things.extend(figure.things(tables));
    let mut terms: Vec<String> = things
        .iter()
        .map(|thing| if is_point { point_term(thing, unit, low) } else { range_term(thing, unit, low, high) })
        .collect();
    if let Some(alt) = figure.alt.filter(|_| is_point) {
        let alt = base(alt).0;
        terms.extend(things.iter().map(|thing| other_term(thing, unit, alt)));
    }
    if let Some(id) = figure.said_by.as_ref().filter(|by| by.kind == SpeakerKind::Entity.name()).and_then(|by| by.id.as_ref()) {
        terms.push(said_term(id));
    }
    terms
}

/// Returns the number that a stated one means, so that it can be compared: more than 10,000 is the next one above, which `> 10000`
/// finds and `= 10000` does not.
pub fn meant(number: f64, modifier: &str) -> f64 {
    if modifier == Modifier::MoreThan.name() {
        next_up(number)
    } else if modifier == Modifier::LessThan.name() {
        next_down(number)
    } else {
        number
    }
}

/// Returns the number above, as far as conversions of units are exact.
pub fn next_up(number: f64) -> f64 {
    number + number.abs() * 4.0 * f64::EPSILON
}

/// Returns the number below, likewise.
pub fn next_down(number: f64) -> f64 {
    number - number.abs() * 4.0 * f64::EPSILON
}

/// Returns the key of what was done, beside those of things.
pub fn action_key(action: &str) -> String {
    format!("+{action}")
}

/// Returns the keys of a word for a thing that the tables do not know: its own, and that of the head of a compound.
pub fn stem_keys(language: Option<Language>, form: &WordForm) -> Vec<String> {
    let Some(language) = language else { return Vec::new() };
    let head = form.parts.last().map(|part| &part.term);
    form.term.iter().chain(head).map(|stem| stem_key(language, stem)).collect()
}

/// Returns the key of a thing that the tables do not know.
pub fn stem_key(language: Language, stem: &str) -> String {
    format!("{}:{stem}", language.code())
}

/// Returns the key of a thing as terms have it.
pub fn thing_key(thing: &str) -> String {
    let folded = fold_diacritics(&normalize(thing).text);
    folded.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect()
}

/// Returns the term of a number.
pub fn point_term(thing: &str, unit: &str, number: f64) -> String {
    format!("{thing}{BETWEEN}{}{BETWEEN}{POINT}{}", thing_key(unit), ordered(number))
}

/// Returns the term of a number by the other reading of its separator.
pub fn other_term(thing: &str, unit: &str, number: f64) -> String {
    format!("{thing}{BETWEEN}{}{BETWEEN}{OTHER}{}", thing_key(unit), ordered(number))
}

/// Returns the term of a range.
pub fn range_term(thing: &str, unit: &str, low: f64, high: f64) -> String {
    format!("{}{}{}", range_prefix(thing, unit), ordered(low), ordered(high))
}

/// Returns how the terms of ranges of a thing in a unit begin; behind it stand the ends.
pub fn range_prefix(thing: &str, unit: &str) -> String {
    format!("{thing}{BETWEEN}{}{BETWEEN}{RANGE}", thing_key(unit))
}

/// Returns the term of a speaker.
pub fn said_term(id: &str) -> String {
    format!("{SAID}{id}")
}

/// Reads the numbers at the end of a term of a point or range.
pub fn numbers_of(term: &str) -> Option<(f64, f64)> {
    let number = term.rsplit(BETWEEN).next()?;
    let read = |digits: &str| u64::from_str_radix(digits, 16).ok().map(from_ordered);
    match number.strip_prefix([POINT, OTHER]) {
        Some(digits) => read(digits).map(|number| (number, number)),
        None => {
            let (low, high) = number.strip_prefix(RANGE)?.split_at_checked(16)?;
            Some((read(low)?, read(high)?))
        }
    }
}

/// Writes a number so that the order of numbers is that of their letters: the bits of IEEE 754 with the sign turned, and all
/// of them for negative numbers.
fn ordered(number: f64) -> String {
    let bits = (number + 0.0).to_bits();
    let bits = if bits >> 63 == 0 { bits ^ (1 << 63) } else { !bits };
    format!("{bits:016x}")
}

fn from_ordered(bits: u64) -> f64 {
    f64::from_bits(if bits >> 63 == 1 { bits ^ (1 << 63) } else { !bits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_order_as_letters() {
        let numbers = [-1e12, -15.7, -1.0, 0.0, 0.5, 1.0, 12.0, 10_000.0, 20e9];
        for pair in numbers.windows(2) {
            let (low, high) = (point_term("*", "", pair[0]), point_term("*", "", pair[1]));
            assert!(low < high, "{pair:?}");
            assert_eq!(numbers_of(&low), Some((pair[0], pair[0])));
        }
        assert_eq!(numbers_of(&range_term("soldier", "", 90.0, 100.0)), Some((90.0, 100.0)));
        assert_eq!(numbers_of("soldier//x"), None);
    }

    #[test]
    fn open_ends_lie_beyond_their_number() {
        let (more, less) = (meant(1e4, "more_than"), meant(1e4, "less_than"));
        assert!(less < 1e4 && 1e4 < more && more < 10_001.0);
        assert_eq!((meant(1e4, "at_least"), next_up(1e4), next_down(1e4)), (1e4, more, less));
    }

    #[test]
    fn figures_are_kept_and_damage_is_none() {
        let figure = StoredFigure {
            span: Span::new(1, 5),
            kind: "money".to_string(),
            low: 2.5e9,
            high: 2.5e9,
            modifier: "about".to_string(),
            unit: Some("EUR".to_string()),
            of: None,
            stems: Vec::new(),
            also_of: None,
            of_span: None,
            alt: None,
            said_by: Some(StoredSpeaker { id: None, span: Span::new(7, 9), kind: "group".to_string() }),
            action: None,
        };
        let figures = StoredFigures { title: vec![], text: vec![figure] };
        let table = FigureTable::new(&figures);
        assert_eq!(table.read(), figures);
        assert_eq!(FigureTable::from_bytes(table.as_bytes()[1..].to_vec()).read(), StoredFigures::default());
    }
}
