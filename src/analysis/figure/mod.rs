//! Figures: the numbers of a text with what they count or measure, how exact they are and who says so.
//!
//! In: the text of an article, its paragraphs with their languages, and the names found in it. Out: [`Figure`]s in the
//! order of the text. A figure is read in steps, one file a step: what is protected is passed over (`protect`), digits
//! or words become a number (`numeral`), with magnitude, unit and range (`unit`, `range`); then the figures of a
//! sentence share what they have in common (`share`), get their modifiers, the noun they count (`heads`), the verb
//! of their clause (`action`) and their speaker (`speaker`). Nothing here fails: what cannot be read is no figure.

mod row;
mod table;
mod convert;
mod table_lexicon;
mod table_units;
mod word;
mod digits;
mod number_german;
mod number_english;
mod numeral_words;
mod numeral_power;
mod numeral_part;
mod numeral;
mod unit;
mod protect;
mod protect_time;
mod protect_name;
mod calendar;
mod dates;
mod date_relative;
mod draft;
mod range;
mod ordinal;
mod factor;
mod one;
mod share;
mod modifier;
mod noun;
mod noun_head;
mod noun_english;
mod noun_left;
mod noun_also;
mod heads;
mod age;
mod clause;
mod action;
mod speaker_phrase;
mod speaker_cue;
mod speaker_source;
mod speaker_source_english;
mod speaker_survey;
mod speaker_german;
mod speaker_english;
mod quotation;
mod speech;
mod speaker_who;
mod speaker;
mod sentence;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_claims;

use crate::text::{Language, Span};

pub use calendar::Date;
pub use dates::{DateFind, dates};
pub use sentence::figures;
pub use table::{Class, Kind, Modifier, Noun, NounId, Sources, TableError, Tables, Unit, UnitId, UnitUse};

/// A name found in the text: where it stands and what it names.
#[derive(Clone, Debug)]
pub struct Mention<'m> {
    pub span: Span,
    /// `PER`, `LOC`, `ORG`, `WEAPON` or `MISC`.
    pub kind: &'m str,
    pub id: &'m str,
}

/// What sort of speaker a figure has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerKind {
    /// A person or body.
    Entity,
    /// People without a name: officials, researchers.
    Group,
    /// Reports of nobody named.
    Reports,
}

impl SpeakerKind {
    /// Returns the name in answers.
    pub fn name(self) -> &'static str {
        match self {
            SpeakerKind::Entity => "entity",
            SpeakerKind::Group => "group",
            SpeakerKind::Reports => "reports",
        }
    }
}

/// Who says a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// The id of the mention in its span, if there is one.
    pub id: Option<String>,
    /// Where the speaker is named, possibly in a sentence before.
    pub span: Span,
    pub kind: SpeakerKind,
}

/// A figure of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// From its modifier to its unit or the noun next to it.
    pub span: Span,
    pub kind: Kind,
    /// The stated number or range, in `unit`; a point has `low` = `high`.
    pub low: f64,
    pub high: f64,
    pub modifier: Modifier,
    /// Its name as answers have it; none for counts.
    pub unit: Option<UnitId>,
    /// The language-neutral key of what is counted, and the words that say so.
    pub of: Option<String>,
    pub of_span: Option<Span>,
    /// The noun of the table, for its parent.
    pub noun: Option<NounId>,
    /// The key of a second noun that the number counts too: *sechs Raketen und Drohnen*; and its entry in the table.
    pub also_of: Option<String>,
    pub also_noun: Option<NounId>,
    /// The value by the other reading of its separator.
    pub alt: Option<f64>,
    pub said_by: Option<Speaker>,
    /// What was done with what is counted: killed, deployed.
    pub action: Option<String>,
}

/// Figures of an article, each list in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleFigures {
    pub title: Vec<Figure>,
    pub text: Vec<Figure>,
}

/// A paragraph: its bytes in the text and its language.
pub type Paragraph = (Span, Language);
