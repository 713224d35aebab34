//! What `figure:"…"` asks for: a number or a range of numbers, the unit, and the thing that is counted.
//!
//! The same extractor reads articles and queries. Around it stand the operators `>= > <= < = ~ ..`; what stands on either
//! side of one is the number and the thing, in any order: `troops >= 10000`, `>= 10000 soldiers`, `90..100 Drohnen`.

use crate::analysis::figure::{Figure, Kind, Modifier, Tables, figures};
use crate::document::{action_key, next_down, next_up, thing_key};
use crate::text::{Language, Span};

/// By what factor a number may be off that was typed without an operator.
const NEAR: f64 = 1.5;

/// A figure that is asked for, in each way that it can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::search) struct Wanted {
    pub readings: Vec<Asked>,
}

/// One reading.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::search) struct Asked {
    /// Keys of the thing that is counted, each with its weight, the typed one first; none for anything.
    pub things: Vec<(String, f32)>,
    /// The typed word for a thing that the tables do not know; its stems, and those of its translations, become things.
    pub unknown: Option<(Language, String)>,
    /// What was done; with a thing it only makes others count less.
    pub action: Option<String>,
    pub unit: Unit,
    pub bounds: Bounds,
}

/// The unit of a figure that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) enum Unit {
    /// Counts, which have none.
    None,
    /// The base unit.
    Base(String),
    /// None was typed: counts, percent and money.
    Any,
}

/// Numbers that are asked for, in the base unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::search) struct Bounds {
    pub low: f64,
    pub high: f64,
    /// The number that was typed, the closer to which the better; none for a range.
    pub near: Option<f64>,
}

impl Bounds {
    fn near(number: f64) -> Bounds {
        let (a, b) = (number / NEAR, number * NEAR);
        Bounds { low: a.min(b), high: a.max(b), near: Some(number) }
    }

    /// Returns whether one number is asked for: then its other reading counts too, which would be noise in an open range.
    pub(in crate::search) fn is_one_number(self) -> bool {
        self.near.is_some() || self.low.to_bits() == self.high.to_bits()
    }

    fn all() -> Bounds {
        Bounds { low: f64::NEG_INFINITY, high: f64::INFINITY, near: None }
    }
}

/// An operator before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    AtLeast,
    More,
    AtMost,
    Less,
    Equal,
    Near,
}

/// Operators as they are written, longer ones first.
const OPERATORS: [(&str, Operator); 9] = [
    (">=", Operator::AtLeast),
    ("≥", Operator::AtLeast),
    ("<=", Operator::AtMost),
    ("≤", Operator::AtMost),
    (">", Operator::More),
    ("<", Operator::Less),
    ("=", Operator::Equal),
    ("~", Operator::Near),
    ("≈", Operator::Near),
];

impl Wanted {
    /// Reads what was typed; without a reading nothing is found.
    pub(in crate::search) fn parse(text: &str, tables: &Tables) -> Wanted {
        let mut readings: Vec<Asked> = Vec::new();
        let mut is_sure = false;
        for language in Language::ALL {
            let Some((asked, knows_thing)) = asked(text, language, tables) else { continue };
            // A language that knows the thing reads its numbers too: 10.000 Soldaten.
            if knows_thing && !is_sure {
                readings.clear();
            }
            if (knows_thing || !is_sure) && !readings.contains(&asked) {
                readings.push(asked);
            }
            is_sure |= knows_thing;
        }
        Wanted { readings }
    }
}

impl Wanted {
    /// Reads a word as a thing that news count, in any number; `None` if it is none.
    pub(in crate::search) fn thing(word: &str, tables: &Tables) -> Option<Wanted> {
        if word.contains(char::is_numeric) {
            return None;
        }
        let read =
            |language| read_number(&format!("2 {word}"), language, tables).filter(|read| read.figure.noun.is_some());
        let readings: Vec<Asked> =
            Language::ALL.into_iter().filter_map(read).map(|read| read.asked(Bounds::all(), tables)).collect();
        (!readings.is_empty()).then_some(Wanted { readings })
    }

    /// Reads the figures among words that ask for nothing but words (`10.000 Soldaten in Kursk`): those of a known thing or unit, each
    /// as it was typed.
    pub(in crate::search) fn among_words(text: &str, tables: &Tables) -> Vec<(String, Wanted)> {
        let mut found: Vec<(Span, Wanted)> = Vec::new();
        for language in Language::ALL {
            for read in read_numbers(text, language, tables).into_iter().filter(Read::is_of_something) {
                let (span, asked) = (read.figure.span, read.asked(read.stated(), tables));
                match found.iter_mut().find(|(place, _)| place.overlaps(span)) {
                    Some((_, wanted)) if wanted.readings.contains(&asked) => {}
                    Some((_, wanted)) => wanted.readings.push(asked),
                    None => found.push((span, Wanted { readings: vec![asked] })),
                }
            }
        }
        found.into_iter().map(|(span, wanted)| (text[span.range()].to_string(), wanted)).collect()
    }
}

/// Reads a query as text of a language; returns with it whether the language knows the thing or the unit.
fn asked(text: &str, language: Language, tables: &Tables) -> Option<(Asked, bool)> {
    if let Some((before, after)) = text.split_once("..") {
        return range(before, after, language, tables);
    }
    let found = OPERATORS.iter().find_map(|(sign, operator)| text.split_once(sign).map(|parts| (parts, *operator)));
    let Some(((before, after), operator)) = found else { return typed(text, language, tables) };
    let read = read_number(&format!("{} {}", after.trim(), before.trim()), language, tables)?;
    Some((read.asked(bounds(operator, read.low, read.high), tables), read.is_known))
}

fn bounds(operator: Operator, low: f64, high: f64) -> Bounds {
    let (above, below) = (next_up(high), next_down(low));
    match operator {
        Operator::AtLeast => Bounds { low, high: f64::INFINITY, near: None },
        Operator::More => Bounds { low: above, high: f64::INFINITY, near: None },
        Operator::AtMost => Bounds { low: f64::NEG_INFINITY, high, near: None },
        Operator::Less => Bounds { low: f64::NEG_INFINITY, high: below, near: None },
        Operator::Equal => Bounds { low, high, near: None },
        Operator::Near => Bounds::near(low),
    }
}

/// Reads `missiles 4..6`: the last word before the dots and the first behind them are the ends.
fn range(before: &str, after: &str, language: Language, tables: &Tables) -> Option<(Asked, bool)> {
    let (thing, low) = before.trim().rsplit_once(' ').unwrap_or(("", before.trim()));
    let (high, rest) = after.trim().split_once(' ').unwrap_or((after.trim(), ""));
    let end = |number: &str| read_number(&format!("{number} {rest} {thing}"), language, tables);
    let (low, high) = (end(low)?, end(high)?);
    let bounds = Bounds { low: low.low.min(high.low), high: low.high.max(high.high), near: None };
    Some((high.asked(bounds, tables), high.is_known))
}

/// Reads a figure as it stands in articles: `20 Milliarden Dollar`, `mehr als 10.000 Soldaten`; or a thing alone.
fn typed(text: &str, language: Language, tables: &Tables) -> Option<(Asked, bool)> {
    let Some(read) = read_number(text, language, tables) else {
        // A thing alone: figures of any number.
        let read = read_number(&format!("2 {text}"), language, tables).filter(|read| read.is_known)?;
        return Some((read.asked(Bounds::all(), tables), true));
    };
    Some((read.asked(read.stated(), tables), read.is_known))
}

/// A number with its unit and thing, in the base unit.
struct Read {
    figure: Figure,
    low: f64,
    high: f64,
    modifier: Modifier,
    base: Option<String>,
    language: Language,
    /// The word for the thing, where the tables do not know it.
    word: Option<String>,
    action: Option<String>,
    /// Whether the language knows the thing or the unit.
    is_known: bool,
}

fn read_number(text: &str, language: Language, tables: &Tables) -> Option<Read> {
    let text = plain_exponent(text.trim());
    read_numbers(&text, language, tables).into_iter().next()
}

fn read_numbers(text: &str, language: Language, tables: &Tables) -> Vec<Read> {
    let found = figures(tables, text, &[(Span::new(0, text.len()), language)], &[]);
    found
        .into_iter()
        .filter(|figure| figure.kind != Kind::Ordinal)
        .map(|figure| Read::new(figure, text, language, tables))
        .collect()
}

/// Writes `20e9` as digits.
fn plain_exponent(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let number = word.parse::<f64>().ok().filter(|number| word.contains(['e', 'E']) && number.abs() < 1e15);
        number.map_or_else(|| word.to_string(), |number| number.to_string())
    });
    words.collect::<Vec<_>>().join(" ")
}

impl Read {
    fn new(figure: Figure, text: &str, language: Language, tables: &Tables) -> Read {
        let (low, high, base) = match figure.unit {
            Some(unit) => {
                let ((low, base), high) = (tables.to_base(unit, figure.low), tables.to_base(unit, figure.high).0);
                (low, high, Some(base.to_string()))
            }
            None => (figure.low, figure.high, None),
        };
        let outside = format!("{} {}", &text[..figure.span.start as usize], &text[figure.span.end as usize..]);
        let words = outside.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
        let words: Vec<&str> = words.collect();
        let told = || words.iter().find_map(|word| tables.action_of(word, language));
        let action = figure.action.clone().or_else(|| told().map(str::to_string));
        let counted = figure.of_span.filter(|_| !tables.is_bilingual(figure.noun)).map(|span| &text[span.range()]);
        let is_told = |word: &&str| tables.action_of(word, language).is_none();
        let other = counted.and_then(|text| text.split_whitespace().last()).or(words.last().copied());
        let word = other.filter(is_told).map(str::to_string);
        let is_known = figure.noun.is_some() || figure.unit.is_some() || (action.is_some() && word.is_none());
        Read { language, word, action, low, high, modifier: figure.modifier, base, is_known, figure }
    }

    /// Returns whether the tables know the thing or the unit.
    fn is_of_something(&self) -> bool {
        self.figure.noun.is_some() || self.figure.unit.is_some()
    }

    /// Returns the numbers that the figure means as it is stated.
    fn stated(&self) -> Bounds {
        match self.modifier {
            Modifier::MoreThan => bounds(Operator::More, self.low, self.low),
            Modifier::AtLeast => bounds(Operator::AtLeast, self.low, self.low),
            Modifier::LessThan => bounds(Operator::Less, self.low, self.low),
            _ if self.low.to_bits() == self.high.to_bits() => Bounds::near(self.low),
            _ => Bounds { low: self.low, high: self.high, near: None },
        }
    }

    fn asked(&self, bounds: Bounds, tables: &Tables) -> Asked {
        let mut things = Vec::new();
        let mut unknown = None;
        if let Some(of) = self.figure.of.as_ref().filter(|_| self.figure.noun.is_some()) {
            things.push((thing_key(of), 1.0));
            // A near relation counts too (troops and soldiers), what has none wider itself does not: people, weapons.
            let parent = self.figure.noun.map(|noun| &*tables.noun(noun).parent).filter(|parent| *parent != "-");
            let wider = parent.and_then(|parent| tables.noun_by_key(parent));
            if let Some(wider) = wider.filter(|wider| &*wider.parent != "-") {
                things.push((thing_key(&wider.key), 0.8));
            }
        }
        let action = self.action.clone();
        if self.base.is_none() && !tables.is_bilingual(self.figure.noun) {
            unknown = self.word.clone().map(|word| (self.language, word));
        }
        let unit = match (&self.base, things.is_empty() && unknown.is_none()) {
            (Some(base), _) => Unit::Base(base.clone()),
            (None, true) => Unit::Any,
            (None, false) => Unit::None,
        };
        if things.is_empty() && unknown.is_none() {
            things.extend(action.as_deref().map(|action| (action_key(action), 1.0)));
        }
        Asked { things, unknown, action, unit, bounds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;
    use crate::schema::Schema;

    fn check(cases: &[(&str, &str, Option<&str>, f64, f64)]) {
        let analyzer = Analyzer::new(&Schema::embedded().expect("embedded schema is valid")).expect("valid schema");
        for &(text, thing, unit, low, high) in cases {
            let wanted = Wanted::parse(text, analyzer.figure_tables());
            let asked = &wanted.readings[0];
            assert_eq!(asked.things.first().map_or("", |(thing, _)| thing), thing, "{text}");
            let base = if let Unit::Base(base) = &asked.unit { Some(base.as_str()) } else { None };
            assert_eq!(base, unit, "{text}");
            let is_like = |a: f64, b: f64| a == b || (a - b).abs() < 1e-3 * b.abs();
            assert!(is_like(asked.bounds.low, low) && is_like(asked.bounds.high, high), "{text}: {:?}", asked.bounds);
            assert_eq!(wanted.readings.len(), 1, "{text}");
        }
    }

    #[test]
    fn operators_stand_on_either_side() {
        let (none, all) = (f64::NEG_INFINITY, f64::INFINITY);
        check(&[
            ("troops >= 10000", "troop", None, 10_000.0, all),
            (">= 10000 soldiers", "soldier", None, 10_000.0, all),
            ("soldiers = 1000", "soldier", None, 1000.0, 1000.0),
            ("Drohnen < 40", "drone", None, none, 40.0),
            ("missiles 4..6", "missile", None, 4.0, 6.0),
            ("90..100 Drohnen", "drone", None, 90.0, 100.0),
        ]);
    }

    #[test]
    fn figures_stand_among_words() {
        let analyzer = Analyzer::new(&Schema::embedded().expect("embedded schema is valid")).expect("valid schema");
        let found = |text: &str| {
            let found = Wanted::among_words(text, analyzer.figure_tables());
            let thing =
                |wanted: &Wanted| wanted.readings[0].things.first().map_or(String::new(), |(thing, _)| thing.clone());
            found
                .iter()
                .map(|(typed, wanted)| format!("{typed}|{}|{}", thing(wanted), wanted.readings.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(found("Kursk 10.000 Soldaten Nordkorea"), ["10.000 Soldaten|soldier|1"]);
        assert_eq!(found("10,000 soldiers in Kursk 40 tanks"), ["10,000 soldiers|soldier|1", "40 tanks|tank|1"]);
        // A price of ten dollars or of ten thousand.
        assert_eq!(found("10.000 Dollar"), ["10.000 Dollar||2"]);
        for none in ["Apollo 11", "Bundestagswahl 2025", "G7 Gipfel", "Formel 1", "10.000", "Soldaten"] {
            assert_eq!(found(none), Vec::<String>::new(), "{none}");
        }
    }

    #[test]
    fn figures_are_read_as_articles_write_them() {
        check(&[
            ("10.000 Soldaten", "soldier", None, 10_000.0 / NEAR, 10_000.0 * NEAR),
            ("$20bn", "", Some("USD"), 20e9 / NEAR, 20e9 * NEAR),
            ("20 Milliarden US-Dollar", "", Some("USD"), 20e9 / NEAR, 20e9 * NEAR),
            ("mehr als 10.000 Soldaten", "soldier", None, 10_000.0, f64::INFINITY),
            ("Soldaten", "soldier", None, f64::NEG_INFINITY, f64::INFINITY),
        ]);
    }
}
