//! A query in terms of the index: for each word the units that speak for it, in German, in English, and as written, and
//! the condition that its operators and fields put on documents.
//!
//! What stands side by side is of one of three kinds ([`Strength`]): wishes (words) rank and select, demands (phrases, AND,
//! NEAR, the title) must hold, filters (dates, sources, minus) narrow what the others select.

mod alike;
mod entity;
mod figure;
mod filter;
mod names;
mod near;
mod pattern;
mod phrase;
mod terms;
mod translated;
mod typed;
mod word;

use std::sync::Arc;

use jiff::civil::Date;

use crate::analysis::figure::Tables;
use crate::analysis::{Analyzer, Words};
use crate::backend::{
    Alternative, BackendError, Condition, Deadline, Group, Matcher, Near, Plan, Sequence, Snapshot, Unit,
};
use crate::document::TermField;
use crate::lexicon::Lexicon;
use crate::query::{Clause, Pattern, Query};
use crate::schema::Ranking;
use crate::text::Language;

use super::entities::Entities;
use super::families::Families;
use super::light::LightWords;
use super::marks::Marker;
use super::names::Names;
use super::translate::Translator;
use terms::InTerm;
use typed::Evidence;

pub(super) use entity::MentionMarker;
pub(super) use figure::FigureMarker;
pub(super) use pattern::spellings;
pub(super) use typed::TypedWord;

/// Documents without any word of the query that are assumed in each language where both are searched: a language of which there are
/// but a few articles knows no rare words, and would always lose (60 queries over four German articles and one English one: the right
/// one first for 47 without, 55 with 20 or 50; sets of thousands do not move).
const ASSUMED_DOCUMENTS: u32 = 20;

/// A query ready for a backend, and what to mark in its hits.
#[derive(Clone, Debug, Default)]
pub struct Lowered {
    pub query: Query,
    pub plan: Plan,
    /// Whether so many words fit a pattern that only the most frequent are searched, and articles may be missing.
    pub is_cut: bool,
    /// Whether time was up before all words were found that fit a pattern.
    pub is_partial: bool,
    /// What was typed, per unit of the plan.
    pub labels: Vec<String>,
    pub(super) markers: Vec<UnitMarker>,
    /// Mentions that satisfy units.
    pub(super) mentions: Vec<MentionMarker>,
    /// Figures that satisfy units.
    pub(super) figures: Vec<FigureMarker>,
    /// Words that were searched in the other language too.
    pub translations: Vec<TranslatedWord>,
}

/// A word of the query, or a term of several, with what it was searched by in the other language.
#[derive(Clone, Debug, PartialEq)]
pub struct TranslatedWord {
    pub from: String,
    /// The best first.
    pub to: Vec<TranslatedTerm>,
}

/// A word or term of the other language.
#[derive(Clone, Debug, PartialEq)]
pub struct TranslatedTerm {
    pub text: Arc<str>,
    pub language: Language,
    /// Above 0, at most 1.
    pub weight: f32,
}

/// What to mark for a unit of the plan.
#[derive(Clone, Debug)]
pub(super) struct UnitMarker {
    pub unit: usize,
    pub marker: Marker,
    /// Whether the unit holds in the title alone.
    pub in_title: bool,
}

impl Lowered {
    /// Returns whether parts of a typed compound are looked for.
    pub(super) fn has_parts(&self) -> bool {
        self.markers.iter().any(|marker| matches!(marker.marker, Marker::Parts(_)))
    }
}

/// What a query is resolved against.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    pub ranking: &'a Ranking,
    pub families: &'a Families,
    /// Words that count less than others.
    pub light: &'a LightWords,
    /// What words are translated by; `None`: they are not.
    pub translator: Option<&'a Translator>,
    pub names: &'a Names,
    /// Whether names are searched in their other spellings too.
    pub has_spellings: bool,
    /// What tells names from other words.
    pub lexicon: &'a Lexicon,
    /// What figures are read by.
    pub figure_tables: &'a Tables,
    pub snapshot: &'a dyn Snapshot,
    /// The one that the snapshot is of.
    pub generation: u64,
    /// Who and what is named.
    pub entities: &'a Entities,
    /// The day that relative dates count from.
    pub today: Date,
    /// When the vocabulary is not walked any further.
    pub deadline: Deadline,
}

/// Lowers a query: every word in both languages, operators and fields as a condition.
///
/// # Errors
/// If the vocabulary of the index cannot be read.
pub fn lower(query: Query, analyzer: &Analyzer, vocabulary: Vocabulary) -> Result<Lowered, BackendError> {
    analyzer.with_words(|words| {
        let mut evidence = Evidence::of(&query.clauses, words);
        evidence.settle_lone_word(vocabulary.snapshot)?;
        let clauses = query.clauses.clone();
        let german = translated::probability_of_german(&clauses, analyzer, vocabulary.translator, words);
        if clauses.iter().all(is_plain) {
            evidence.settle_language(german);
        }
        let lowered = Lowered { query, ..Lowered::default() };
        let mut lowering =
            Lowering { vocabulary, words, evidence, lowered, german, patterns: pattern::Budget::of(&clauses) };
        // What holds nothing that can be searched finds nothing.
        let nothing = (Condition::Or(Vec::new()), Strength::Wish);
        let (condition, _) = lowering.side_by_side(&clauses, Context::default())?.unwrap_or(nothing);
        lowering.plain_figures(&clauses)?;
        lowering.note_function_words();
        lowering.lowered.plan.balance = lowering.balance();
        let is_translated = lowering.lowered.plan.balance.is_some();
        lowering.lowered.plan.assumed_documents = if is_translated { ASSUMED_DOCUMENTS } else { 0 };
        // Words alone select by themselves, which is faster than a condition that says the same.
        lowering.lowered.plan.condition = (!clauses.iter().all(is_plain)).then_some(condition);
        Ok(lowering.lowered)
    })
}

/// Returns whether a clause does nothing but select by each of its words.
fn is_plain(clause: &Clause) -> bool {
    match clause {
        // The words of a compound select each by itself.
        Clause::Word(_) => true,
        Clause::Pattern(_) => true,
        Clause::Group(inner) => inner.iter().all(is_plain),
        _ => false,
    }
}

/// What a clause does to the articles beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Narrows what others select; alone it selects by itself.
    Filter,
    /// Selects, unless something is demanded; the more wishes, the better.
    Wish,
    /// Must hold.
    Demand,
}

/// Where a clause holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Context {
    /// The one language that is asked for.
    language: Option<Language>,
    in_title: bool,
    /// Whether articles with it are left out: then only its own words count, not their relations.
    is_negated: bool,
    /// Whether it must be there: then a function word of one language counts as written, beside what it means in the
    /// other (`Theresa AND May`).
    is_demanded: bool,
    /// The language in which it belongs to a term of several words, which is translated as a whole.
    in_term: Option<Language>,
}

impl Context {
    fn languages(self) -> impl Iterator<Item = Language> {
        Language::ALL.into_iter().filter(move |language| self.language.is_none_or(|only| only == *language))
    }
}

struct Lowering<'a, 'w> {
    vocabulary: Vocabulary<'a>,
    words: &'a mut Words<'w>,
    evidence: Evidence,
    lowered: Lowered,
    /// How likely the words of the query are German, of those that could be either.
    german: f32,
    patterns: pattern::Budget,
}

impl Lowering<'_, '_> {
    /// Lowers what stands side by side and joins it by strength; `None` if nothing of it can be searched.
    fn side_by_side(&mut self, clauses: &[Clause], at: Context) -> Result<Option<(Condition, Strength)>, BackendError> {
        let mut found: Vec<(Condition, Strength)> = Vec::new();
        let typed = typed::typed_words(clauses, self.words);
        let in_terms = self.terms(&typed, at, &mut found)?;
        for (word, in_term) in typed.iter().zip(in_terms) {
            let at = match in_term {
                InTerm::No => at,
                InTerm::Word(language) => Context { in_term: Some(language), ..at },
                InTerm::Prefix => continue,
            };
            found.extend(self.word(word, at, None)?.map(|condition| (condition, Strength::Wish)));
        }
        for clause in each_once(clauses).filter(|clause| !matches!(clause, Clause::Word(_))) {
            found.extend(self.clause(clause, at)?);
        }
        let strength = found.iter().map(|(_, strength)| *strength).max().unwrap_or(Strength::Filter);
        let mut of = |wanted: Strength| -> Vec<Condition> {
            found.extract_if(.., |(_, strength)| *strength == wanted).map(|(condition, _)| condition).collect()
        };
        let (mut all, demands, wishes) = (of(Strength::Filter), of(Strength::Demand), of(Strength::Wish));
        if demands.is_empty() && !wishes.is_empty() {
            all.push(any(wishes));
        }
        all.extend(demands);
        Ok((!all.is_empty()).then(|| (every(all), strength)))
    }

    /// Lowers a clause that is no word among words; `None` if it holds nothing that can be searched.
    fn clause(&mut self, clause: &Clause, at: Context) -> Result<Option<(Condition, Strength)>, BackendError> {
        Ok(match clause {
            Clause::Word(text) => self.whole_word(text, at)?.map(|condition| (condition, Strength::Wish)),
            Clause::Phrase(text) => self.phrase(text, at).map(|condition| (condition, Strength::Demand)),
            Clause::Exact(text) => self.exact(text, at).map(|condition| (condition, Strength::Demand)),
            Clause::Pattern(pattern) => self.pattern(pattern, at)?.map(|condition| (condition, Strength::Wish)),
            Clause::Near { distance, operands } => {
                self.near(*distance, operands, at)?.map(|condition| (condition, Strength::Demand))
            }
            Clause::And(operands) => {
                let found = self.operands(operands, Context { is_demanded: operands.len() > 1, ..at })?;
                let is_filter = found.iter().all(|(_, strength)| *strength == Strength::Filter);
                let strength = if is_filter { Strength::Filter } else { Strength::Demand };
                (!found.is_empty()).then(|| (every(conditions(found)), strength))
            }
            Clause::Or(operands) => {
                let found = self.operands(operands, Context { is_demanded: false, ..at })?;
                let is_wish = |strengths: &[Strength]| {
                    strengths.contains(&Strength::Wish) || strengths.windows(2).any(|pair| pair[0] != pair[1])
                };
                let strengths: Vec<Strength> = found.iter().map(|(_, strength)| *strength).collect();
                let strength =
                    if is_wish(&strengths) { Strength::Wish } else { *strengths.first().unwrap_or(&Strength::Wish) };
                (!found.is_empty()).then(|| (any(conditions(found)), strength))
            }
            Clause::Not(inner) => {
                let found = self.clause(inner, Context { is_negated: true, ..at })?;
                found.map(|(condition, _)| (Condition::Not(Box::new(condition)), Strength::Filter))
            }
            Clause::Group(inner) => self.side_by_side(inner, Context { is_demanded: false, ..at })?,
            Clause::Title(inner) => {
                let found = self.clause(inner, Context { in_title: true, is_demanded: true, ..at })?;
                found.map(|(condition, _)| (condition, Strength::Demand))
            }
            Clause::In(language, inner) => self.clause(inner, Context { language: Some(*language), ..at })?,
            Clause::Filter(filter) => Some((self.filter(filter)?, Strength::Filter)),
            Clause::Entity { field, name } => self.entity(*field, name, at)?,
            Clause::Figure(text) => self.figure(text, at)?,
            Clause::Said(name) => self.said(name, at)?,
        })
    }

    fn operands(&mut self, operands: &[Clause], at: Context) -> Result<Vec<(Condition, Strength)>, BackendError> {
        let mut found = Vec::with_capacity(operands.len());
        for operand in each_once(operands) {
            found.extend(self.clause(operand, at)?);
        }
        Ok(found)
    }

    fn note_function_words(&mut self) {
        if let Some((word, searched)) = self.evidence.lone_function_word() {
            let (common, searched) = match searched {
                Language::De => ("English", "German"),
                Language::En => ("German", "English"),
            };
            let detail = format!(
                "{word} is too common in {common} to rank by and was searched as a word of {searched} alone; =\"{word}\" \
                 finds it as written"
            );
            self.lowered.query.note("one_language", detail);
        }
        let common = self.evidence.common_words();
        if !common.is_empty() {
            self.lowered.query.note("common_words", format!("too common to rank by: {}", common.join(", ")));
        }
    }

    /// Adds a unit to the plan and returns its index.
    fn push(&mut self, unit: Unit, label: &str, marker: Option<Marker>, at: Context) -> usize {
        let i = self.lowered.plan.units.len();
        let weight = if at.is_negated { 0.0 } else { unit.weight };
        self.lowered.plan.units.push(Unit { weight, ..unit });
        self.lowered.labels.push(label.to_string());
        if !at.is_negated {
            let marker = marker.map(|marker| UnitMarker { unit: i, marker, in_title: at.in_title });
            self.lowered.markers.extend(marker);
        }
        i
    }

    /// Marks more for a unit than its own marker.
    fn push_markers(&mut self, unit: usize, markers: Vec<Marker>, at: Context) {
        if !at.is_negated {
            let of_unit = |marker| UnitMarker { unit, marker, in_title: at.in_title };
            self.lowered.markers.extend(markers.into_iter().map(of_unit));
        }
    }

    fn group(&self, language: Language, mut alternatives: Vec<Alternative>) -> Group {
        alternatives.retain(|alternative| alternative.weight > 0.0);
        let constants = self.vocabulary.ranking.of(language);
        Group { field: TermField::text(language), k1: constants.k1, b: constants.b, alternatives }
    }

    /// A group of what is searched as written, in `Exact` or `Other`.
    fn written_group(&self, field: TermField, alternatives: Vec<Alternative>) -> Group {
        let constants = self.vocabulary.ranking.exact;
        Group { field, k1: constants.k1, b: constants.b, alternatives }
    }
}

/// A sequence as an alternative, bound to the title where that is asked for.
fn sequence(places: Sequence, weight: f32, at: Context) -> Alternative {
    let matcher = match at.in_title {
        true => Matcher::Near(Near { operands: vec![vec![places]], distance: 0, in_title: true }),
        false => Matcher::Sequence(places),
    };
    Alternative { matcher, weight, selects: true }
}

/// A term as an alternative, bound to the title where that is asked for.
fn term(field: TermField, term: &str, weight: f32, at: Context) -> Alternative {
    if at.in_title {
        return sequence(vec![(0, vec![(field, term.to_string())])], weight, at);
    }
    Alternative { matcher: Matcher::Term { field, term: term.to_string() }, weight, selects: true }
}

/// Returns the clauses without those that stand there already: a unit for each repetition would only cost.
fn each_once(clauses: &[Clause]) -> impl Iterator<Item = &Clause> {
    let is_new = |(i, clause): &(usize, &Clause)| !clauses[..*i].contains(clause);
    clauses.iter().enumerate().filter(is_new).map(|(_, clause)| clause)
}

fn conditions(found: Vec<(Condition, Strength)>) -> Vec<Condition> {
    found.into_iter().map(|(condition, _)| condition).collect()
}

fn every(mut conditions: Vec<Condition>) -> Condition {
    if conditions.len() == 1 { conditions.remove(0) } else { Condition::And(conditions) }
}

fn any(mut conditions: Vec<Condition>) -> Condition {
    if conditions.len() == 1 { conditions.remove(0) } else { Condition::Or(conditions) }
}
