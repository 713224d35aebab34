//! The tables of `schema/figures/`: words of numbers, units, modifiers, nouns, verbs and cues, by language.
//!
//! In: the text of the files. Out: [`Tables`], or the file, line and fault of the first bad row. All forms are looked up
//! in small letters; a form of several words is kept with one space between them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::row::{Row, rows};
use super::table_lexicon as lexicon;
use super::table_units as units;
use crate::text::Language;

pub use super::table_lexicon::{Class, NumberKind, NumberWord, Use};

/// The embedded text of each file, by name.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'s> {
    pub number_words: &'s str,
    pub units: &'s str,
    pub currencies: &'s str,
    pub modifiers: &'s str,
    pub context_words: &'s str,
    pub nouns: &'s str,
    pub actions: &'s str,
    pub speech: &'s str,
    /// Words after which a full stop ends no sentence (`schema/abbreviations.txt`).
    pub abbreviations: &'s str,
}

/// A fault in a table.
#[derive(Debug, thiserror::Error)]
#[error("schema/figures/{file}, line {line}: {what}")]
pub struct TableError {
    pub file: &'static str,
    pub line: usize,
    pub what: String,
}

/// How exact a figure is, as answers name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modifier {
    Exact,
    About,
    AtLeast,
    MoreThan,
    AtMost,
    UpTo,
    LessThan,
    Range,
    Vague,
}

impl Modifier {
    /// Every modifier with its name.
    pub const ALL: [(Modifier, &'static str); 9] = [
        (Modifier::Exact, "exact"),
        (Modifier::About, "about"),
        (Modifier::AtLeast, "at_least"),
        (Modifier::MoreThan, "more_than"),
        (Modifier::AtMost, "at_most"),
        (Modifier::UpTo, "up_to"),
        (Modifier::LessThan, "less_than"),
        (Modifier::Range, "range"),
        (Modifier::Vague, "vague"),
    ];

    /// Returns the name in answers, such as `more_than`.
    pub fn name(self) -> &'static str {
        Modifier::ALL.iter().find(|(modifier, _)| *modifier == self).map_or("exact", |(_, name)| name)
    }

    /// Returns the modifier of that name.
    pub fn of_name(name: &str) -> Option<Modifier> {
        Modifier::ALL.iter().find(|(_, known)| *known == name).map(|(modifier, _)| *modifier)
    }
}

/// What sort of quantity a figure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Count,
    Money,
    Duration,
    Percent,
    Measure,
    Ordinal,
}

impl Kind {
    /// Returns the name in answers, such as `count`.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Count => "count",
            Kind::Money => "money",
            Kind::Duration => "duration",
            Kind::Percent => "percent",
            Kind::Measure => "measure",
            Kind::Ordinal => "ordinal",
        }
    }
}

/// A unit, by its place in [`Tables::units`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnitId(pub u16);

/// A unit of money, time or measure.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its name in answers: an ISO 4217 code, a symbol, or the English singular for time.
    pub key: Box<str>,
    pub kind: Kind,
    /// The unit its values are compared in, and how many of that one of it are.
    pub base: Box<str>,
    pub factor: f64,
}

/// A unit as a form names it: 60 Cent are 60 times 0.01 of EUR.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitUse {
    pub unit: UnitId,
    pub factor: f64,
}

/// A noun that is counted, by its place in [`Tables::nouns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NounId(pub u16);

/// A noun that news count.
#[derive(Clone, Debug)]
pub struct Noun {
    /// The language-neutral key: its English lemma.
    pub key: Box<str>,
    /// The wider noun it counts under (soldier: person), or `-`.
    pub parent: Box<str>,
    /// What several of it are called in each language, in order of [`Language::ALL`]; empty for none.
    pub plurals: [Box<str>; 2],
}

/// What a figure must count for an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Anything but times.
    All,
    People,
    /// People and what they fight with.
    Arms,
    /// No money.
    Goods,
    /// No money, no measures.
    Things,
    Money,
    /// Times.
    Term,
}

/// What a form of the table of actions is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    Verb,
    /// A verb and a noun: cut.
    VerbOrNoun,
    /// A word beside the figure: up.
    Beside,
    /// A noun that says the action where it is counted: Tote.
    Counted,
}

/// An action by one of its forms.
#[derive(Clone, Debug)]
pub struct ActionForm {
    /// Its name in answers; `-` for verbs that name none.
    pub action: Box<str>,
    pub of: Of,
    pub kind: FormKind,
    /// The other word that the form needs in its clause.
    pub particle: Option<Box<str>>,
}

/// The tables of one language.
#[derive(Debug, Default)]
pub struct LanguageTables {
    /// Word classes and number words by form.
    pub words: FxHashMap<Box<str>, lexicon::WordEntry>,
    /// Units by form, and the most words of a form by its first word.
    pub units: FxHashMap<Box<str>, UnitUse>,
    pub unit_words: FxHashMap<Box<str>, u8>,
    /// Modifiers by phrase; the most words of a phrase by its last (left) or first (right) word.
    pub left: FxHashMap<Box<str>, (Use, Option<Modifier>)>,
    pub left_words: FxHashMap<Box<str>, u8>,
    pub right: FxHashMap<Box<str>, Modifier>,
    pub right_words: FxHashMap<Box<str>, u8>,
    /// Nouns by form; true for a form that is only singular.
    pub nouns: FxHashMap<Box<str>, (NounId, bool)>,
    /// Actions by verb form.
    pub actions: FxHashMap<Box<str>, Vec<ActionForm>>,
}

/// All tables, read and checked once.
#[derive(Debug, Default)]
pub struct Tables {
    pub units: Vec<Unit>,
    /// Dollars of other countries than the one that the news mean without more words.
    pub(super) local_dollars: Vec<UnitId>,
    /// Symbols of units with capitals as written, such as `GB` or `°C`.
    pub symbols: FxHashMap<Box<str>, UnitUse>,
    /// The same in small letters, for symbols written otherwise.
    pub small_symbols: FxHashMap<Box<str>, UnitUse>,
    /// Signs of money with capitals as written, such as `US$`.
    pub signs: FxHashMap<Box<str>, UnitUse>,
    /// Currencies by their code in small letters.
    pub codes: FxHashMap<Box<str>, UnitUse>,
    pub nouns: Vec<Noun>,
    /// Units and nouns by their keys; of equal keys the first.
    pub(super) unit_ids: FxHashMap<Box<str>, UnitId>,
    noun_ids: FxHashMap<Box<str>, NounId>,
    /// Magnitudes glued to digits, capitals as written.
    pub shorts: FxHashMap<Box<str>, f64>,
    pub abbreviations: FxHashSet<Box<str>>,
    pub german: LanguageTables,
    pub english: LanguageTables,
}

impl Tables {
    /// Reads the tables.
    ///
    /// # Errors
    /// The first row with a wrong number of columns or an unknown name.
    pub fn read(sources: &Sources) -> Result<Tables, TableError> {
        let mut tables = Tables::default();
        lexicon::read_number_words(&mut tables, &rows("number_words.tsv", sources.number_words, 5)?)?;
        lexicon::read_context_words(&mut tables, &rows("context_words.tsv", sources.context_words, 3)?)?;
        lexicon::read_modifiers(&mut tables, &rows("modifiers.tsv", sources.modifiers, 5)?)?;
        lexicon::read_speech(&mut tables, &rows("speech.tsv", sources.speech, 3)?)?;
        lexicon::read_actions(&mut tables, &rows("actions.tsv", sources.actions, 4)?)?;
        units::read_units(&mut tables, &rows("units.tsv", sources.units, 7)?)?;
        units::read_currencies(&mut tables, &rows("currencies.tsv", sources.currencies, 6)?);
        read_nouns(&mut tables, &rows("nouns.tsv", sources.nouns, 4)?);
        let lines = sources.abbreviations.lines().filter(|line| !line.starts_with('#'));
        tables.abbreviations = lines.flat_map(str::split_whitespace).map(Into::into).collect();
        Ok(tables)
    }

    /// Returns the tables of a language.
    pub fn language(&self, language: Language) -> &LanguageTables {
        match language {
            Language::De => &self.german,
            Language::En => &self.english,
        }
    }

    /// Returns the tables of a language, to fill them.
    pub(super) fn language_mut(&mut self, language: Language) -> &mut LanguageTables {
        match language {
            Language::De => &mut self.german,
            Language::En => &mut self.english,
        }
    }

    /// Returns a unit.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[usize::from(id.0)]
    }

    /// Returns a noun.
    pub fn noun(&self, id: NounId) -> &Noun {
        &self.nouns[usize::from(id.0)]
    }

    /// Returns whether a noun has forms in both languages; one that is not there has none.
    pub fn is_bilingual(&self, noun: Option<NounId>) -> bool {
        noun.is_some_and(|id| self.noun(id).plurals.iter().all(|plural| !plural.is_empty()))
    }

    /// Returns the action that a word says by itself.
    pub fn action_of(&self, word: &str, language: Language) -> Option<&str> {
        let forms = self.language(language).actions.get(word.to_lowercase().as_str())?;
        let whole = forms.iter().find(|form| form.particle.is_none() && &*form.action != "-");
        whole.map(|form| &*form.action)
    }

    /// Returns the id of the noun that has a key.
    pub fn noun_id(&self, key: &str) -> Option<NounId> {
        self.noun_ids.get(key).copied()
    }

    /// Returns the noun that has a key.
    pub fn noun_by_key(&self, key: &str) -> Option<&Noun> {
        self.noun_ids.get(key).map(|&id| self.noun(id))
    }

    pub(super) fn push_unit(&mut self, unit: Unit) -> UnitId {
        let id = UnitId(u16::try_from(self.units.len()).expect("there are fewer than 65,536 units"));
        self.unit_ids.entry(unit.key.clone()).or_insert(id);
        self.units.push(unit);
        id
    }
}

fn read_nouns(tables: &mut Tables, rows: &[Row]) {
    for row in rows {
        let id = NounId(u16::try_from(tables.nouns.len()).expect("there are fewer than 65,536 nouns"));
        tables.noun_ids.entry(row.columns[0].into()).or_insert(id);
        let plurals = [2, 3].map(|column: usize| plural(row.columns[column]));
        tables.nouns.push(Noun { key: row.columns[0].into(), parent: row.columns[1].into(), plurals });
        for language in Language::ALL {
            let column = if language == Language::De { row.columns[2] } else { row.columns[3] };
            let all: Vec<&str> = column.split(' ').filter(|form| *form != "-").collect();
            for (at, form) in all.iter().enumerate() {
                let is_singular = at == 0 && all.len() > 1 && !all[1..].contains(form);
                let form: Box<str> = form.to_lowercase().into();
                tables.language_mut(language).nouns.entry(form).or_insert((id, is_singular));
            }
        }
    }
}

/// Returns the first plural among the forms of a noun: the one behind the singular.
fn plural(column: &str) -> Box<str> {
    let mut forms = column.split(' ').filter(|form| *form != "-");
    let first = forms.next().unwrap_or_default();
    forms.next().unwrap_or(first).into()
}

/// Returns the forms of a column, none for `-`.
pub(super) fn forms(column: &str) -> impl Iterator<Item = &str> {
    column.split(", ").filter(|form| *form != "-")
}
