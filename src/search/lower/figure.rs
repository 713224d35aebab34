//! `figure:` and `said:`: articles that hold a figure like the one asked for, and those in which somebody says how many.

use super::{Condition, Context, Lowering, Strength};
use crate::analysis::figure::Tables;
use crate::backend::{Alternative, BackendError, Group, Matcher, Role, Unit};
use crate::document::{
    ANY_THING, StoredFigure, TermField, numbers_of, other_term, point_term, range_prefix, said_term, stem_key,
    stem_keys,
};
use crate::query::{Clause, EntityField, Syntax, parse};
use crate::search::figures::{Asked, OTHER_READING, Unit as WantedUnit, Wanted, closeness, matching};
use crate::text::Language;

/// How far repetitions saturate; the length of an article says nothing about one figure.
const K1: f32 = 1.2;
const B: f32 = 0.0;
/// Numbers that are searched of one figure at most.
const MAX_TERMS: usize = 5_000;
/// Words side by side in which figures are looked for: a pasted page has too many to mean one.
const MAX_PLAIN_WORDS: usize = 64;
/// Behind the letters of every number.
const END: char = '\u{7f}';

/// Figures of the text that satisfy a unit.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::search) struct FigureMarker {
    pub unit: usize,
    /// What was asked for; none where only who says it counts.
    pub wanted: Option<Wanted>,
    /// Who says it; empty for anybody.
    pub said_by: Vec<String>,
    /// Whether other figures are left out for it; what stands among plain words only ranks.
    pub selects: bool,
}

impl FigureMarker {
    /// Returns how well a figure of an article fits what was asked for, at most 1; `None` if it does not.
    pub(in crate::search) fn fit(&self, figure: &StoredFigure, tables: &Tables) -> Option<f32> {
        let speaker = || figure.said_by.as_ref().and_then(|by| by.id.as_ref());
        let is_said = self.said_by.is_empty() || speaker().is_some_and(|id| self.said_by.contains(id));
        is_said.then_some(())?;
        self.wanted.as_ref().map_or(Some(1.0), |wanted| matching(wanted, figure, tables))
    }
}

impl Lowering<'_, '_> {
    pub(super) fn figure(&mut self, text: &str, at: Context) -> Result<Option<(Condition, Strength)>, BackendError> {
        let wanted = self.with_stems(Wanted::parse(text, self.vocabulary.figure_tables));
        if wanted.readings.is_empty() {
            let detail = format!(
                "{text:?} has neither a number nor a thing that is counted; it was searched as words; write \"troops >= 10000\""
            );
            self.lowered.query.note("no_figure", detail);
            return self.side_by_side(&parse(text, Syntax::Words).clauses, at);
        }
        let mut terms = self.terms_of(&wanted)?;
        if terms.len() >= MAX_TERMS {
            terms.truncate(MAX_TERMS);
            let detail =
                format!("{text:?} fits so many numbers that only {MAX_TERMS} of them were searched; narrow it");
            self.lowered.query.note("figures_cut", detail);
            self.lowered.is_cut = true;
        }
        let unit = self.push_terms(terms, (Role::Selects, 1.0), &format!("figure:{text}"), at);
        if !at.is_negated {
            self.lowered.figures.push(FigureMarker { unit, wanted: Some(wanted), said_by: Vec::new(), selects: true });
        }
        Ok(Some((Condition::Unit(unit), Strength::Demand)))
    }

    /// Lets articles rank higher that state a figure which stands among the words of a query, whatever the words and signs that state
    /// it: nothing is left out for it.
    pub(super) fn plain_figures(&mut self, clauses: &[Clause]) -> Result<(), BackendError> {
        let is_word = |clause: &Clause| matches!(clause, Clause::Word(_));
        let runs = clauses.chunk_by(|a, b| is_word(a) && is_word(b));
        for run in runs.filter(|run| run.len() <= MAX_PLAIN_WORDS) {
            let words: Vec<&str> = run
                .iter()
                .filter_map(|clause| if let Clause::Word(word) = clause { Some(&**word) } else { None })
                .collect();
            if !words.iter().any(|word| word.contains(|c: char| c.is_numeric())) && words.len() < 2 {
                continue;
            }
            for (typed, wanted) in Wanted::among_words(&words.join(" "), self.vocabulary.figure_tables) {
                self.plain_figure(&typed, wanted)?;
            }
        }
        Ok(())
    }

    fn plain_figure(&mut self, typed: &str, wanted: Wanted) -> Result<(), BackendError> {
        let terms = self.terms_of(&wanted)?;
        if terms.is_empty() || terms.len() >= MAX_TERMS {
            return Ok(());
        }
        let weight = self.vocabulary.ranking.weights.figure;
        let unit = self.push_terms(terms, (Role::Supports, weight), &format!("figure:{typed}"), Context::default());
        self.lowered.figures.push(FigureMarker { unit, wanted: Some(wanted), said_by: Vec::new(), selects: false });
        let detail =
            format!("articles that state {typed:?} in any words rank higher; figure:{typed:?} finds them alone");
        self.lowered.query.note("figure_among_words", detail);
        Ok(())
    }

    /// Adds the keys of things that the tables do not know: stems of the typed word, and of what it means in the other language.
    fn with_stems(&mut self, mut wanted: Wanted) -> Wanted {
        for asked in &mut wanted.readings {
            let Some((language, word)) = asked.unknown.clone() else { continue };
            let form = self.words.form(&word, Some(language));
            asked.things.extend(stem_keys(Some(language), &form).into_iter().map(|key| (key, 1.0)));
            let Some(translator) = self.vocabulary.translator else { continue };
            let other = if language == Language::De { Language::En } else { Language::De };
            for translation in translator.word(&word, language, self.words).iter() {
                // Of a term of several words the last one is counted.
                let head = translation.stems.last().map(|stem| (stem_key(other, stem), translation.weight));
                asked.things.extend(head);
            }
        }
        wanted
    }

    fn terms_of(&self, wanted: &Wanted) -> Result<Vec<(String, f32)>, BackendError> {
        let mut terms = Vec::new();
        for asked in &wanted.readings {
            self.add_terms(asked, &mut terms)?;
        }
        Ok(terms)
    }

    /// Adds the terms of the index that fit, each with how well.
    fn add_terms(&self, asked: &Asked, terms: &mut Vec<(String, f32)>) -> Result<(), BackendError> {
        let any = [(ANY_THING.to_string(), 1.0)];
        let things = if asked.things.is_empty() { &any[..] } else { &asked.things[..] };
        let units: Vec<String> = match &asked.unit {
            WantedUnit::None => vec![String::new()],
            WantedUnit::Base(base) => vec![base.clone()],
            WantedUnit::Any => self.vocabulary.figure_tables.plain_units(),
        };
        for (thing, weight) in things {
            for unit in &units {
                self.add_numbers((thing, *weight), unit, asked, terms)?;
            }
        }
        Ok(())
    }

    fn add_numbers(
        &self,
        (thing, weight): (&str, f32),
        unit: &str,
        asked: &Asked,
        terms: &mut Vec<(String, f32)>,
    ) -> Result<(), BackendError> {
        let snapshot = self.vocabulary.snapshot;
        let asked = asked.bounds;
        let points = (point_term(thing, unit, asked.low), point_term(thing, unit, asked.high), 1.0);
        let ranges = (range_prefix(thing, unit), format!("{}{END}", range_prefix(thing, unit)), 1.0);
        let others = (other_term(thing, unit, asked.low), other_term(thing, unit, asked.high), OTHER_READING);
        let others = Some(others).filter(|_| asked.is_one_number());
        for (from, to, of_reading) in [points, ranges].into_iter().chain(others) {
            let n = MAX_TERMS.saturating_sub(terms.len());
            for (term, _) in snapshot.terms_between(TermField::Figure, (&from, &to), n)? {
                let close = numbers_of(&term).map_or(0.0, |(low, high)| closeness(asked, low, high));
                if close > 0.0 {
                    terms.push((term, close * weight * of_reading));
                }
            }
        }
        Ok(())
    }

    pub(super) fn said(&mut self, name: &str, at: Context) -> Result<Option<(Condition, Strength)>, BackendError> {
        let place = (self.vocabulary.generation, self.vocabulary.snapshot);
        let meant = self.vocabulary.entities.meant(EntityField::Entity, name, place)?;
        let mut terms = Vec::new();
        for id in &meant.ids {
            let term = said_term(id);
            if self.vocabulary.snapshot.document_frequency(TermField::Figure, &term)? > 0 {
                terms.push((term, 1.0));
            }
        }
        if terms.is_empty() {
            let detail = format!("no article has figures that {name:?} gives; it was searched as words");
            self.lowered.query.note("unknown_speaker", detail);
            return self.clause(&Clause::And(parse(name, Syntax::Words).clauses), at);
        }
        let unit = self.push_terms(terms, (Role::Selects, 1.0), &format!("said:{name}"), at);
        if !at.is_negated {
            self.lowered.figures.push(FigureMarker { unit, wanted: None, said_by: meant.ids, selects: true });
        }
        Ok(Some((Condition::Unit(unit), Strength::Demand)))
    }

    fn push_terms(
        &mut self,
        terms: Vec<(String, f32)>,
        (role, weight): (Role, f32),
        label: &str,
        at: Context,
    ) -> usize {
        let alternative = |(term, weight): (String, f32)| Alternative {
            matcher: Matcher::Term { field: TermField::Figure, term },
            weight,
            selects: true,
        };
        let alternatives = terms.into_iter().map(alternative).collect();
        let group = Group { field: TermField::Figure, k1: K1, b: B, alternatives };
        self.push(Unit { groups: vec![group], role, weight }, label, None, at)
    }
}
