//! The entities of `schema/entities/` and where their names stand in a text.
//!
//! In: the words of a paragraph and its language. Out: [`Match`]es that do not overlap, at each place the longest. Names
//! are found in other forms too: with the endings of German and English, in capitals, with hyphens for spaces, without
//! their diacritics. Case counts, or *us* would be the country. Whether a weak name is meant, the recogniser decides.

mod lookup;

use std::ops::Range;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::kind::EntityKind;
use super::vocabulary::{Change, Readings, Vocabulary, WordId};
use super::words::{Gap, Word, words};
use crate::schema::{ENTITY_FILES, Row, Schema, SchemaError, columns, rows, words as table_words};
use crate::text::Language;

use lookup::Lookup;
pub use lookup::{folded, name_key, word_key};

/// Letters of an abbreviation at most whose full stop a name may leave out (*St. Gallen*, *Dr. Oetker*).
const MAX_ABBREVIATION_BYTES: usize = 4;

/// Letters of a name of one word at least that articles of the other language may use.
const MIN_FOREIGN_BYTES: usize = 4;

/// A row of `schema/entities/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    pub id: &'static str,
    pub kind: EntityKind,
    /// The name that readers are shown, by language.
    names: [&'static str; 2],
}

impl Entity {
    /// Returns the name that readers of a language are shown.
    pub fn name(&self, language: Language) -> &'static str {
        self.names[language as usize]
    }
}

/// The place of an entity in the [`Gazetteer`].
pub type EntityIdx = u32;

/// A name in a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which words of the paragraph.
    pub words: Range<usize>,
    pub entity: EntityIdx,
    /// A second entity that has the same name.
    pub other: Option<EntityIdx>,
    /// Also an everyday word or another name.
    pub is_weak: bool,
    /// An adjective or inhabitant of the entity.
    pub is_derived: bool,
}

/// A spelling of an entity.
#[derive(Clone, Copy, Debug)]
struct Name {
    /// Where its words stand in [`Names::words`].
    first: u32,
    n_words: u32,
    entity: EntityIdx,
    is_weak: bool,
    is_derived: bool,
    has_comma: bool,
}

/// The names of one language.
#[derive(Debug)]
struct Names {
    vocabulary: Vocabulary,
    words: Vec<WordId>,
    /// By first word, the longest first.
    names: Vec<Name>,
    /// For each word where the names begin that begin with it, and the end.
    starts: Vec<u32>,
}

/// All entities, found by the names they have in each language.
#[derive(Debug)]
pub struct Gazetteer {
    entities: Vec<Entity>,
    by_id: FxHashMap<&'static str, EntityIdx>,
    names: [Names; 2],
    lookup: OnceLock<Lookup>,
    spellings: Vec<(&'static str, Language, EntityIdx)>,
    /// Spellings that are weak in either language.
    weak: FxHashSet<&'static str>,
}

impl Gazetteer {
    /// Reads the entities of the schema.
    ///
    /// # Errors
    /// A row with other than six columns, an unknown kind, an id that stands elsewhere too, or no name.
    pub fn new(schema: &Schema) -> Result<Gazetteer, SchemaError> {
        let mut gazetteer = Gazetteer {
            entities: Vec::new(),
            by_id: FxHashMap::default(),
            names: [Names::new(Language::De), Names::new(Language::En)],
            lookup: OnceLock::new(),
            spellings: Vec::new(),
            weak: FxHashSet::default(),
        };
        for &(file, _) in ENTITY_FILES {
            for row in rows(schema.table(file)) {
                gazetteer.add(file, &row)?;
            }
        }
        gazetteer.add_foreign(schema);
        gazetteer.names.iter_mut().for_each(Names::sort);
        Ok(gazetteer)
    }

    /// Lets articles of one language use the names of the other: those that are neither weak nor, as one word, short or
    /// frequent in the language of the article.
    fn add_foreign(&mut self, schema: &Schema) {
        for (language, file) in [(Language::De, "frequent_words_de.txt"), (Language::En, "frequent_words_en.txt")] {
            let frequent: FxHashSet<&str> = table_words(schema.table(file)).collect();
            let of_language = |spelling: &&(&'static str, Language, EntityIdx)| spelling.1 == language;
            let own: FxHashSet<&str> = self.spellings.iter().filter(of_language).map(|spelling| spelling.0).collect();
            let is_foreign = |spelling: &&(&'static str, Language, EntityIdx)| {
                let name = spelling.0;
                let is_telling = name.contains(' ')
                    || name.len() >= MIN_FOREIGN_BYTES && !frequent.contains(name.to_lowercase().as_str());
                !of_language(spelling) && is_telling && !own.contains(name) && !self.weak.contains(name)
            };
            let foreign: Vec<_> = self.spellings.iter().filter(is_foreign).copied().collect();
            for (spelling, _, entity) in foreign {
                let kind = self.entity(entity).kind;
                self.names[language as usize].add(spelling, kind, Name::of(entity));
            }
        }
    }

    fn add(&mut self, file: &'static str, row: &Row<'static>) -> Result<(), SchemaError> {
        let fault = |what: String| SchemaError { file, line: row.line, what };
        let [id, kind, german, english, german_derived, english_derived] = columns(file, row)?;
        let kind = EntityKind::from_word(kind).ok_or_else(|| fault(format!("unknown kind {kind:?}")))?;
        let entity = self.entities.len() as EntityIdx;
        if self.by_id.insert(id, entity).is_some() {
            return Err(fault(format!("{id} stands in another row")));
        }
        let shown = [german, english].map(|names| spellings(names).next().map(|(name, _)| name));
        let [Some(german_name), Some(english_name)] = shown else {
            return Err(fault(format!("{id} has no name")));
        };
        self.entities.push(Entity { id, kind, names: [german_name, english_name] });
        for (language, names, derived) in
            [(Language::De, german, german_derived), (Language::En, english, english_derived)]
        {
            let of_language = &mut self.names[language as usize];
            for (spelling, is_weak) in spellings(names) {
                of_language.add(spelling, kind, Name { is_weak, ..Name::of(entity) });
                self.spellings.push((spelling, language, entity));
                if is_weak {
                    self.weak.insert(spelling);
                }
            }
            for (spelling, is_weak) in spellings(derived) {
                of_language.add(spelling, kind, Name { is_weak, is_derived: true, ..Name::of(entity) });
            }
        }
        Ok(())
    }

    /// Returns an entity.
    pub fn entity(&self, entity: EntityIdx) -> &Entity {
        &self.entities[entity as usize]
    }

    /// Returns every entity, in the order of the files.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// Returns the spellings of all names in both languages, in the order of the files.
    pub fn spellings(&self) -> impl Iterator<Item = (&'static str, Language, &Entity)> {
        self.spellings.iter().map(|&(spelling, language, entity)| (spelling, language, self.entity(entity)))
    }

    /// Returns the spellings of the entity that has an id, in both languages.
    pub fn spellings_of(&self, id: &str) -> Vec<&'static str> {
        let Some(&entity) = self.by_id.get(id) else { return Vec::new() };
        let first = self.spellings.partition_point(|spelling| spelling.2 < entity);
        self.spellings[first..].iter().take_while(|spelling| spelling.2 == entity).map(|spelling| spelling.0).collect()
    }

    /// Returns the entity that has an id.
    pub fn by_id(&self, id: &str) -> Option<&Entity> {
        self.by_id.get(id).map(|&entity| self.entity(entity))
    }

    /// Returns the names in a paragraph, in order and without overlap; at each place the longest.
    pub fn matches(&self, words: &[Word<'_>], language: Language) -> Vec<Match> {
        let names = &self.names[language as usize];
        let readings: Vec<Readings> = words.iter().map(|word| names.vocabulary.readings(word.text)).collect();
        let mut matches = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.longest(names, words, &readings, at) {
                Some(found) => {
                    at = found.words.end;
                    matches.push(found);
                }
                None => at += 1,
            }
        }
        matches
    }

    fn longest(&self, names: &Names, words: &[Word<'_>], readings: &[Readings], at: usize) -> Option<Match> {
        let mut best: Option<(Match, Change)> = None;
        for (id, _) in readings[at].iter() {
            for name in names.beginning_with(id) {
                let n_words = name.n_words as usize;
                let length = best.as_ref().map_or(0, |(found, _)| found.words.len());
                if n_words < length {
                    break;
                }
                let Some(change) = names.change(*name, words, readings, at) else { continue };
                if !fits(*name, self.entity(name.entity).kind, change) {
                    continue;
                }
                match &mut best {
                    Some((found, least)) if n_words == length && change >= *least => {
                        if change == *least && found.entity != name.entity && found.other.is_none() {
                            found.other = Some(name.entity);
                        }
                    }
                    _ => best = Some((name.found(at), change)),
                }
            }
        }
        best.map(|(found, _)| found)
    }
}

/// Returns whether a name may have changed so: persons and places of one word have no ending but that of the genitive.
fn fits(name: Name, kind: EntityKind, change: Change) -> bool {
    match change {
        Change::None | Change::Genitive | Change::Capitals | Change::Folded | Change::Adjective => true,
        Change::Woman => name.is_derived,
        Change::Plural => name.is_derived || matches!(kind, EntityKind::Weapon | EntityKind::Product),
        Change::Noun => name.is_derived || name.n_words > 1 || !matches!(kind, EntityKind::Person | EntityKind::Place),
    }
}

impl Name {
    fn of(entity: EntityIdx) -> Name {
        Name { first: 0, n_words: 0, entity, is_weak: false, is_derived: false, has_comma: false }
    }

    fn found(self, at: usize) -> Match {
        let Name { n_words, entity, is_weak, is_derived, .. } = self;
        Match { words: at..at + n_words as usize, entity, other: None, is_weak, is_derived }
    }
}

impl Names {
    fn new(language: Language) -> Names {
        let (words, names, starts) = Default::default();
        Names { vocabulary: Vocabulary::new(language), words, names, starts }
    }

    fn add(&mut self, spelling: &'static str, kind: EntityKind, name: Name) {
        let first = self.words.len() as u32;
        let words = words(spelling);
        // English has no endings of adjectives, and no name of a person is one.
        let is_german = self.vocabulary.language() == Language::De;
        let has_adjectives = is_german && kind != EntityKind::Person;
        for (i, word) in words.iter().enumerate() {
            let is_last = i + 1 == words.len();
            let is_adjective = has_adjectives && if is_last { name.is_derived && !word.is_capital() } else { true };
            let id =
                if is_adjective { self.vocabulary.add_adjective(word.text) } else { self.vocabulary.add(word.text) };
            self.words.push(id);
        }
        if !words.is_empty() {
            self.names.push(Name { first, n_words: words.len() as u32, has_comma: spelling.contains(", "), ..name });
        }
    }

    fn sort(&mut self) {
        let first_word = |name: &Name| self.words[name.first as usize];
        self.names.sort_by_key(|name| (first_word(name), u32::MAX - name.n_words));
        self.starts = vec![0; self.vocabulary.n_words() + 1];
        for name in &self.names {
            self.starts[first_word(name) as usize + 1] += 1;
        }
        for word in 1..self.starts.len() {
            self.starts[word] += self.starts[word - 1];
        }
    }

    fn beginning_with(&self, word: WordId) -> &[Name] {
        &self.names[self.starts[word as usize] as usize..self.starts[word as usize + 1] as usize]
    }

    /// Returns the greatest change that makes the words at `at` those of a name.
    fn change(&self, name: Name, words: &[Word<'_>], readings: &[Readings], at: usize) -> Option<Change> {
        let ids = &self.words[name.first as usize..(name.first + name.n_words) as usize];
        if at + ids.len() > words.len() {
            return None;
        }
        let mut greatest = Change::None;
        for (i, &id) in ids.iter().enumerate() {
            greatest = greatest.max(readings[at + i].change_to(id)?);
            if i > 0 && !joins(&words[at + i - 1], &words[at + i], name.has_comma) {
                return None;
            }
        }
        Some(greatest)
    }
}

/// Returns whether two words may stand in one name.
fn joins(before: &Word<'_>, word: &Word<'_>, has_comma: bool) -> bool {
    match word.gap {
        Gap::Space | Gap::Hyphen => true,
        Gap::FullStop => before.text.len() <= MAX_ABBREVIATION_BYTES,
        Gap::Comma => has_comma,
        Gap::Bracket | Gap::Other => false,
    }
}

/// Returns the spellings of a column, each with whether it is weak.
fn spellings(column: &'static str) -> impl Iterator<Item = (&'static str, bool)> {
    let spellings = column.split("; ").filter(|spelling| *spelling != "-");
    spellings.map(|spelling| match spelling.strip_suffix('*') {
        Some(name) => (name, true),
        None => (spelling, false),
    })
}

#[cfg(test)]
mod tests;
