//! Words and phrases of the tables: number words, classes of words, modifiers, cues of speech, verbs.

use super::row::Row;
use super::table::{ActionForm, FormKind, Modifier, Of, TableError, Tables, forms};
use super::table_units::note_length;

/// What a number word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberKind {
    /// 0 to 19.
    Unit,
    Ten,
    Hundred,
    Magnitude,
    Dozen,
    /// A part of one (Drittel, thirds).
    Part,
    Half,
    /// One, but only before a magnitude, a dozen or a half.
    Article,
    /// A factor left open (mehrere Millionen).
    Some,
    /// An open amount of its own (Hunderte).
    Vague,
}

/// A number word: what it does and its value; `high` differs for open amounts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberWord {
    pub kind: NumberKind,
    pub value: f64,
    pub high: f64,
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A class of words; a word may be in several.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Class { $($(#[$doc])* $name,)* }
        impl Class {
            /// Returns the class of that name.
            fn of_name(name: &str) -> Option<Class> {
                match name { $($text => Some(Class::$name),)* _ => None }
            }
        }
    };
}

classes! {
    Month = "month",
    Weekday = "weekday",
    ClockAfter = "clock_after",
    ClockBefore = "clock_before",
    Designator = "designator",
    Series = "series",
    YearBefore = "year_before",
    Phone = "phone",
    /// What stands behind the frequency of a radio station.
    Radio = "radio",
    /// What a number behind *of* makes a name: Group of Seven.
    GroupName = "group_name",
    AgeBefore = "age_before",
    Preposition = "preposition",
    Determiner = "determiner",
    Pronoun = "pronoun",
    Conjunction = "conjunction",
    Auxiliary = "auxiliary",
    Adverb = "adverb",
    Change = "change",
    Quantity = "quantity",
    Ordinal = "ordinal",
    /// What an ordinal counts so that it is a figure: Geburtstag, anniversary.
    OrdinalOf = "ordinal_of",
    /// What an ordinal before it makes a rank, a time or a name: place, half, world war.
    OrdinalNot = "ordinal_not",
    /// Ends of the names of clubs and firms, which have no age.
    NoPerson = "no_person",
    /// What stands before a month without a year.
    DateBefore = "date_before",
    /// What joined to a number by a hyphen is not counted: one-off, three-way.
    JoinedNot = "joined_not",
    /// Adjectives between a number and a unit of time: two full days.
    TimeAdjective = "time_adjective",
    /// What stands before bare amounts of money in tables of results: Net, Revs.
    MoneyLine = "money_line",
    /// What stands before a German ordinal in digits.
    OrdinalLead = "ordinal_lead",
    ScoreAfter = "score_after",
    ScoreBefore = "score_before",
    /// What stands before or behind *one* where it is no number.
    OneBefore = "one_before",
    OneAfter = "one_after",
    /// What stands before a year, and before an amount that looks like one.
    YearPreposition = "year_preposition",
    AmountBefore = "amount_before",
    /// Nouns of people taken as one, whose number stands behind *of*: a population of 300,000.
    Crowd = "crowd",
    /// What stands before a part that is an amount: by a quarter, um ein Drittel.
    ShareBefore = "share_before",
    /// Races, so that 400m are metres.
    Race = "race",
    /// Prefixes of verbs, which are no first part of a compound: Ent-scheidungen.
    Prefix = "prefix",
    /// Words with which German *über* and *um* are no modifier: freut sich über.
    Topic = "topic",
    /// Ends of the names of streets.
    Street = "street",
    StopBefore = "stop_before",
    NameTitle = "name_title",
    /// Verbs of saying, reporting, estimating.
    SayVerb = "say_verb",
    /// Nouns that lead a source: Angaben, Schätzungen.
    SourceNoun = "source_noun",
    /// Nouns of reports without an author.
    ReportNoun = "report_noun",
    /// Adverbs of hearsay: reportedly.
    Hearsay = "hearsay",
    /// Words that open a sentence which goes on with the words of the speaker before.
    GoesOn = "goes_on",
    /// Verb forms of German reported speech.
    Reported = "reported",
    /// Verb forms that may be reported speech right behind a speaker: würde.
    ReportedNext = "reported_next",
    /// Words that stand for people without naming them: manche, viele.
    Nobody = "nobody",
    /// Pronouns by which somebody speaks of themselves.
    FirstPerson = "first_person",
    /// Pronouns that stand for a speaker.
    SpeakerPronoun = "speaker_pronoun",
    /// Verbs that may stand before their speaker: said X.
    Inverted = "inverted",
    /// What may stand between a speaker and the verb: has been, also.
    BeforeSaying = "before_saying",
    /// What goes on with what is said behind the name of a speaker: X fell, said Y, compared with Z.
    SaysOn = "says_on",
    /// Offices that stand for the person named before: the minister.
    NamedBefore = "named_before",
    /// Common nouns that stand for the organisation named before: the company.
    BodyBefore = "body_before",
    /// Common nouns that speak as a group.
    Group = "group",
    /// Common nouns that speak as one person or body.
    Role = "role",
    /// Surveys and studies, whose shares a text goes on with.
    Survey = "survey",
    /// Those who were asked, who never say their own share.
    Respondent = "respondent",
    /// Verbs of asking many people.
    Asks = "asks",
    /// Verbs of making a survey.
    Conducts = "conducts",
}

/// What the tables know about a word.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordEntry {
    pub number: Option<NumberWord>,
    /// For words that also are an open amount: Millionen.
    pub vague: Option<NumberWord>,
    /// The value of an ordinal from two on, else 0.
    pub ordinal: u16,
    /// Whether it makes a number before it a factor: fold, fache.
    pub is_factor: bool,
    pub classes: u64,
}

impl WordEntry {
    /// Returns whether the word is in a class.
    pub fn is(&self, class: Class) -> bool {
        self.classes & (1 << class as u64) != 0
    }
}

/// Before what a modifier is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Any,
    /// Only before money, percent, measures and durations.
    Unit,
    /// Only before durations.
    Time,
}

pub(super) fn read_number_words(tables: &mut Tables, rows: &[Row]) -> Result<(), TableError> {
    for row in rows {
        let (value, high) = (row.number(2)?, row.number(3)?);
        let kind = match row.columns[1] {
            "unit" => NumberKind::Unit,
            "ten" => NumberKind::Ten,
            "hundred" => NumberKind::Hundred,
            "magnitude" => NumberKind::Magnitude,
            "dozen" => NumberKind::Dozen,
            "part" => NumberKind::Part,
            "half" => NumberKind::Half,
            "article" => NumberKind::Article,
            "some" => NumberKind::Some,
            "vague" => NumberKind::Vague,
            "ordinal" | "factor" => {
                read_other(tables, row, value)?;
                continue;
            }
            "short" => {
                tables.shorts.extend(row.columns[4].split(' ').map(|word| (word.into(), value)));
                continue;
            }
            other => return Err(row.fault(format!("unknown kind {other:?}"))),
        };
        for &language in row.languages()? {
            for word in row.columns[4].split(' ') {
                let entry = tables.language_mut(language).words.entry(word.into()).or_default();
                let slot = if kind == NumberKind::Vague { &mut entry.vague } else { &mut entry.number };
                *slot = Some(NumberWord { kind, value, high });
            }
        }
    }
    Ok(())
}

/// Ordinals and factors, which are no numbers by themselves.
fn read_other(tables: &mut Tables, row: &Row, value: f64) -> Result<(), TableError> {
    for &language in row.languages()? {
        for word in row.columns[4].split(' ') {
            let entry = tables.language_mut(language).words.entry(word.into()).or_default();
            match row.columns[1] {
                "ordinal" => entry.ordinal = value as u16,
                _ => entry.is_factor = true,
            }
        }
    }
    Ok(())
}

pub(super) fn read_context_words(tables: &mut Tables, rows: &[Row]) -> Result<(), TableError> {
    for row in rows {
        let name = row.columns[1];
        let class = Class::of_name(name).ok_or_else(|| row.fault(format!("unknown kind {name:?}")))?;
        for &language in row.languages()? {
            for word in row.columns[2].split(' ') {
                tables.language_mut(language).words.entry(word.into()).or_default().classes |= 1 << class as u64;
            }
        }
    }
    Ok(())
}

pub(super) fn read_speech(tables: &mut Tables, rows: &[Row]) -> Result<(), TableError> {
    read_context_words(tables, rows)
}

pub(super) fn read_modifiers(tables: &mut Tables, rows: &[Row]) -> Result<(), TableError> {
    for row in rows {
        let used = match row.columns[2] {
            "any" => Use::Any,
            "unit" => Use::Unit,
            "time" => Use::Time,
            other => return Err(row.fault(format!("unknown use {other:?}"))),
        };
        let modifier = Modifier::of_name(row.columns[3]);
        if modifier.is_none() && row.columns[3] != "skip" {
            return Err(row.fault(format!("unknown modifier {:?}", row.columns[3])));
        }
        for &language in row.languages()? {
            let language = tables.language_mut(language);
            for phrase in forms(row.columns[4]) {
                match (row.columns[1], modifier) {
                    ("left", _) => {
                        language.left.entry(phrase.into()).or_insert((used, modifier));
                        note_length(&mut language.left_words, phrase, phrase.rsplit(' ').next().unwrap_or(phrase));
                    }
                    ("right", Some(modifier)) => {
                        language.right.insert(phrase.into(), modifier);
                        note_length(&mut language.right_words, phrase, phrase.split(' ').next().unwrap_or(phrase));
                    }
                    (other, _) => return Err(row.fault(format!("unknown side {other:?}"))),
                }
            }
        }
    }
    Ok(())
}

pub(super) fn read_actions(tables: &mut Tables, rows: &[Row]) -> Result<(), TableError> {
    for row in rows {
        let of = match row.columns[2] {
            "all" => Of::All,
            "people" => Of::People,
            "arms" => Of::Arms,
            "goods" => Of::Goods,
            "things" => Of::Things,
            "money" => Of::Money,
            "term" => Of::Term,
            other => return Err(row.fault(format!("unknown use {other:?}"))),
        };
        for &language in row.languages()? {
            for form in row.columns[3].split(' ') {
                let (kind, form) = match form.split_at(usize::from(form.starts_with(['~', '=', '^']))) {
                    ("~", form) => (FormKind::VerbOrNoun, form),
                    ("=", form) => (FormKind::Counted, form),
                    ("^", form) => (FormKind::Beside, form),
                    (_, form) => (FormKind::Verb, form),
                };
                let (verb, particle) = match form.split_once('+') {
                    Some((verb, particle)) => (verb, Some(particle.into())),
                    None => (form, None),
                };
                let actions = &mut tables.language_mut(language).actions;
                let action = ActionForm { action: row.columns[1].into(), of, kind, particle };
                actions.entry(verb.into()).or_default().push(action);
            }
        }
    }
    Ok(())
}
