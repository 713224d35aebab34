//! `schema/boilerplate.tsv`: the patterns, and where each may stand.

use rustc_hash::FxHashMap;

use super::agencies::Agencies;
use super::pattern::{Anchor, Pattern, Seen};
use crate::schema::{Row, Schema, SchemaError, columns, rows};

pub(super) const FILE: &str = "boilerplate.tsv";

/// Where a pattern may stand; the head of the table explains each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Line,
    Tail,
    Edge,
    Heading,
    Before,
    Image,
    Credit,
    Byline,
}

#[derive(Debug)]
struct Rule {
    place: Place,
    max_words: usize,
    pattern: Pattern,
    /// The agency that alone writes so.
    agency: Option<u16>,
}

/// Words of a text that may be boilerplate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'t> {
    pub text: &'t str,
    pub words: &'t [Seen<'t>],
    /// Whether they are a whole paragraph: patterns that begin with any words are tried on these alone.
    pub is_paragraph: bool,
}

/// All patterns, by the word at which they are tried.
#[derive(Debug, Default)]
pub(super) struct Rules {
    rules: Vec<Rule>,
    by_first: FxHashMap<String, Vec<u32>>,
    by_last: FxHashMap<String, Vec<u32>>,
    by_number: Vec<u32>,
}

/// A phrase of one agency has at most so many words.
const MAX_PHRASE_WORDS: usize = 40;

impl Rules {
    /// Reads the table, and the phrases of agencies.
    ///
    /// # Errors
    /// A row with other than four columns, an unknown place, or a pattern that cannot be read.
    pub fn new(schema: &Schema, agencies: &Agencies) -> Result<Rules, SchemaError> {
        let mut rules = Rules::default();
        for row in rows(schema.table(FILE)) {
            let [_, place, max_words, pattern] = columns(FILE, &row)?;
            if place == "words" {
                continue;
            }
            let place = place_named(place).ok_or_else(|| fault(&row, format!("unknown place {place:?}")))?;
            let max_words = max_words.parse().map_err(|_| fault(&row, format!("{max_words:?} is no number")))?;
            let pattern = Pattern::parse(pattern).map_err(|what| fault(&row, what))?;
            rules.add(Rule { place, max_words, pattern, agency: None }, agencies);
        }
        for phrase in &agencies.phrases {
            let pattern = Pattern::parse(&phrase.pattern);
            let pattern = pattern.map_err(|what| SchemaError { file: "agencies.tsv", line: phrase.line, what })?;
            let agency = Some(phrase.agency);
            rules.add(Rule { place: Place::Credit, max_words: MAX_PHRASE_WORDS, pattern, agency }, agencies);
        }
        Ok(rules)
    }

    fn add(&mut self, rule: Rule, agencies: &Agencies) {
        let idx = self.rules.len() as u32;
        for anchor in rule.pattern.anchors() {
            match anchor {
                Anchor::First(word) => self.by_first.entry(word).or_default().push(idx),
                Anchor::Last(word) => self.by_last.entry(word).or_default().push(idx),
                Anchor::Number => self.by_number.push(idx),
                Anchor::Agency => {
                    for word in agencies.first_words() {
                        self.by_first.entry(word.to_string()).or_default().push(idx);
                    }
                }
            }
        }
        self.rules.push(rule);
    }

    /// Returns whether a pattern begins with this word.
    pub fn may_begin_with(&self, word: &Seen) -> bool {
        word.is_number() || self.by_first.contains_key(word.exact())
    }

    /// Returns whether a pattern that begins with any words ends with this one.
    pub fn may_end_with(&self, word: &Seen) -> bool {
        self.by_last.contains_key(word.exact())
    }

    /// Returns the place of a rule whose pattern is the whole run and whose place is `asked`, a byline only if no other
    /// is; the agencies that the run names are appended to `found`.
    pub fn matching(
        &self,
        run: Run,
        asked: impl Fn(Place) -> bool,
        agencies: &Agencies,
        found: &mut Vec<u16>,
    ) -> Option<Place> {
        let (first, last) = (run.words.first()?, run.words.last()?);
        let by_first = self.by_first.get(first.exact()).map(Vec::as_slice).unwrap_or_default();
        let by_last =
            self.by_last.get(last.exact()).filter(|_| run.is_paragraph).map(Vec::as_slice).unwrap_or_default();
        let by_number = if first.is_number() { self.by_number.as_slice() } else { &[] };
        let mut best: Option<Place> = None;
        for idx in by_first.iter().chain(by_last).chain(by_number) {
            let rule = &self.rules[*idx as usize];
            let fits = run.words.len() <= rule.max_words && asked(rule.place);
            if fits && rule.pattern.matches(run.text, run.words, agencies, found) {
                found.extend(rule.agency);
                best = Some(best.filter(|place| *place != Place::Byline).unwrap_or(rule.place));
            }
        }
        best
    }
}

fn place_named(name: &str) -> Option<Place> {
    Some(match name {
        "line" => Place::Line,
        "tail" => Place::Tail,
        "edge" => Place::Edge,
        "heading" => Place::Heading,
        "before" => Place::Before,
        "image" => Place::Image,
        "credit" => Place::Credit,
        "byline" => Place::Byline,
        _ => return None,
    })
}

pub(super) fn fault(row: &Row, what: String) -> SchemaError {
    SchemaError { file: FILE, line: row.line, what }
}
