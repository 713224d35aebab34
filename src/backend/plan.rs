//! What a backend is asked: units of evidence, one for each word or phrase of the query.
//!
//! A unit scores by BM25 (Robertson and Zaragoza 2009) over the summed, weighted frequencies of its alternatives, so
//! that a word and its variants count as one word: `tf' = sum w tf`, `df' = min(N, sum w df)`.

use super::Deadline;
use crate::analysis::entity::EntityKind;
use crate::document::TermField;

/// A whole query in terms of the index.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub units: Vec<Unit>,
    /// What a document must fulfil to match, whatever the roles of its units; `None`: the roles decide.
    pub condition: Option<Condition>,
    /// Whether the scores of articles in one language are brought closer to those in the other: `sqrt(s · s / max)` with the
    /// best score of the language, up to a common factor, times this factor of each language, in order of `Language::ALL`.
    pub balance: Option<[f32; 2]>,
    /// Documents without any of its terms that inverse document frequencies count beside those of a field.
    pub assumed_documents: u32,
}

/// Which documents match.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// A document that has the unit of the plan with this index, by an alternative that selects.
    Unit(usize),
    /// A document with one of these values in a keyword field.
    Keyword {
        field: KeywordField,
        values: Vec<String>,
    },
    /// A document published from `from_s` on and before `before_s`, in seconds since 1970, UTC; one without a date never.
    Published {
        from_s: Option<i64>,
        before_s: Option<i64>,
    },
    /// All of them; every document where there is none.
    And(Vec<Condition>),
    /// Any of them; no document where there is none.
    Or(Vec<Condition>),
    Not(Box<Condition>),
}

/// A field of exact values that documents are filtered and counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeywordField {
    /// The article's id.
    Id,
    /// The publishing source and the agencies that the text credits.
    Source,
    /// Languages of the paragraphs, as ISO 639 codes.
    Language,
    /// Ids of the entities that title and text name.
    Mentioned,
}

/// One word or phrase of the query, in every language it is searched in.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// One group per language; their scores add up.
    pub groups: Vec<Group>,
    pub role: Role,
    /// Factor of the unit's score, >= 0; a unit of weight 0 is there for the condition alone.
    pub weight: f32,
}

/// What a unit decides beside adding to the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A document with this unit matches.
    Selects,
    /// Adds to the score of documents that match by other units.
    Supports,
    /// As `Supports`; but a document with all `n` units of a run matches. The units of a run stand in a row, this one
    /// at `place` (from 0).
    SelectsTogether { place: u8, n: u8 },
}

/// The alternatives of a unit in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The field whose lengths and document count normalise the score.
    pub field: TermField,
    pub k1: f32,
    pub b: f32,
    pub alternatives: Vec<Alternative>,
}

/// One way to match.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    pub matcher: Matcher,
    /// How much an occurrence counts, > 0; the unit's own word counts 1.
    pub weight: f32,
    /// Whether it makes a document match and counts for the document frequency; otherwise it only adds to
    /// the frequency where another alternative matches (a title, an exact spelling).
    pub selects: bool,
}

/// What must stand in a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    Term {
        field: TermField,
        term: String,
    },
    Sequence(Sequence),
    /// Sequences close to each other, in any order.
    Near(Near),
}

/// Terms at fixed distances, each `(distance from the first position, alternatives at that place)`; distance 0 twice
/// means both terms at one position (two parts of one compound).
pub type Sequence = Vec<(u32, Vec<(TermField, String)>)>;

/// Sequences within one paragraph, each pair of neighbors at most `distance` words apart (see [`super::near_groups`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Near {
    /// Per operand, its alternatives; one operand alone stands anywhere.
    pub operands: Vec<Vec<Sequence>>,
    /// Words that may stand between two neighbors.
    pub distance: u32,
    /// Whether all of it must stand in the title.
    pub in_title: bool,
}

/// Which terms of a field are meant, where a query gives a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermPattern {
    /// `*` stands for any letters, `?` for one.
    Wildcard(String),
    /// Terms that come from the word by at most `edits` letters left out, added, changed or swapped with the next (restricted
    /// Damerau-Levenshtein distance); 0 to 2.
    Fuzzy { word: String, edits: u8 },
}

/// A term that fits a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FittingTerm {
    pub term: String,
    pub documents: u64,
    /// Letters by which it differs from a fuzzy word; 0 for a wildcard.
    pub edits: u8,
}

/// The terms that fit a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FittingTerms {
    /// Fewest edits first, then the most frequent, then by letters.
    pub terms: Vec<FittingTerm>,
    /// How many there are, beyond those listed.
    pub total: usize,
    /// Whether time was up before the whole vocabulary was walked.
    pub is_partial: bool,
}

/// Which of the matching documents are wanted, and what to count over all of them.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'a> {
    /// Documents at most.
    pub n: usize,
    pub order: Order,
    /// Only documents that come after this one.
    pub after: Option<&'a SortKey>,
    pub facets: &'a [Facet],
    /// When reading ends, wherever it has come to.
    pub deadline: Deadline,
}

impl Selection<'_> {
    /// The `n` best documents.
    pub fn best(n: usize) -> Selection<'static> {
        Selection { n, order: Order::Relevance, after: None, facets: &[], deadline: Deadline::default() }
    }
}

/// What comes first. Documents without a date come last in every order by date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// The highest score, then the later article, then the smaller id.
    #[default]
    Relevance,
    /// The latest, then the highest score, then the smaller id.
    Newest,
    /// The earliest, then the highest score, then the smaller id.
    Oldest,
}

/// The place of a document in any order.
#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    pub score: f32,
    pub published_s: Option<i64>,
    pub id: String,
}

/// What matching documents are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Facet {
    /// Values of a keyword field; a document counts under each it has.
    Source,
    Language,
    /// Ids of the entities that title and text name, those of a kind or all.
    Entity(EntityGroup),
    /// Calendar units (UTC) as `2024-11-20`, `2024-11`, `2024`; documents without a date are left out.
    Day,
    Month,
    Year,
}

/// Which entities are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityGroup {
    All,
    Person,
    Place,
    Organisation,
    /// Weapons, products and events.
    Thing,
}

impl EntityGroup {
    /// Returns whether an entity of a kind belongs to it.
    pub fn holds(self, kind: EntityKind) -> bool {
        match self {
            EntityGroup::All => true,
            EntityGroup::Person => kind == EntityKind::Person,
            EntityGroup::Place => kind == EntityKind::Place,
            EntityGroup::Organisation => kind == EntityKind::Organisation,
            EntityGroup::Thing => matches!(kind, EntityKind::Weapon | EntityKind::Product | EntityKind::Event),
        }
    }
}

/// Values of a facet with the number of matching documents: keywords by number (then by letters), dates in order.
pub type FacetCounts = Vec<(String, u64)>;
