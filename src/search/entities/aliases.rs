//! Names and joins of a user's: what a list of entities says beside the gazetteer, and which ids are one entity.

use rustc_hash::FxHashMap;

use crate::analysis::entity::{EntityKind, folded, is_unknown, name_key, unknown_id};
use crate::lexicon::import::EntityRow;
use crate::text::Language;

/// An entity of a user's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    pub id: String,
    pub kind: EntityKind,
    /// In German and English, the usual one first; not both empty.
    pub names: [Vec<String>; 2],
    /// Where it was said, for explaining it: file and line.
    pub origin: String,
}

impl Alias {
    /// Returns the name that readers of each language are shown.
    pub(super) fn shown(&self) -> [String; 2] {
        let [german, english] = &self.names;
        let first = |own: &[String], other: &[String]| own.first().or(other.first()).cloned().unwrap_or_default();
        [first(german, english), first(english, german)]
    }
}

/// The entities of a user's list, and the ids that it joins.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    entities: Vec<Alias>,
    by_id: FxHashMap<String, usize>,
    by_name: FxHashMap<String, Vec<usize>>,
    /// Each id with the one that it is joined to, and why.
    joined: FxHashMap<String, (String, String)>,
}

impl Aliases {
    /// Builds them from rows. A row with the id of another row adds names to it; names join what an index has under them: the ids
    /// that articles give unknown names, and what the row says is the same (`same_as`).
    pub fn new(rows: &[EntityRow]) -> Aliases {
        let mut aliases = Aliases::default();
        for row in rows {
            let place = *aliases.by_id.entry(row.id.clone()).or_insert(aliases.entities.len());
            if place == aliases.entities.len() {
                let kind = EntityKind::from_word(&row.kind).or(EntityKind::of_id(&row.id)).unwrap_or(EntityKind::Event);
                let (id, origin) = (row.id.clone(), row.origin.clone());
                aliases.entities.push(Alias { id, kind, names: Default::default(), origin });
            }
            let kind = aliases.entities[place].kind;
            for (language, names) in Language::ALL.into_iter().zip(&row.names) {
                for name in names {
                    aliases.entities[place].names[language as usize].push(name.clone());
                    aliases.by_name.entry(folded(name)).or_default().push(place);
                    let unknown = unknown_id(kind, &name_key(name)).to_string();
                    aliases.join(unknown, row, format!("its name {name:?}, {}", row.origin));
                }
            }
            for other in &row.same_as {
                aliases.join(other.clone(), row, row.origin.clone());
            }
        }
        aliases
    }

    fn join(&mut self, id: String, row: &EntityRow, why: String) {
        // A surname alone is left to whoever is named so most often.
        let is_surname = is_unknown(&id) && EntityKind::of_id(&id) == Some(EntityKind::Person) && !id.contains('_');
        if id != row.id && !is_surname {
            self.joined.entry(id).or_insert_with(|| (row.id.clone(), why));
        }
    }

    /// Returns the entities, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = &Alias> {
        self.entities.iter()
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&Alias> {
        self.by_id.get(id).map(|&place| &self.entities[place]).filter(|alias| !alias.names.iter().all(Vec::is_empty))
    }

    pub(super) fn by_name(&self, name: &str) -> impl Iterator<Item = &Alias> {
        self.by_name.get(&folded(name)).into_iter().flatten().map(|&place| &self.entities[place])
    }

    /// Returns the id that another one is joined to; the id itself if there is none.
    pub(super) fn joined_to<'a>(&'a self, id: &'a str) -> &'a str {
        let mut id = id;
        // A chain has an end unless a user joins in a circle.
        for _ in 0..8 {
            match self.joined.get(id) {
                Some((next, _)) => id = next,
                None => break,
            }
        }
        id
    }

    /// Returns the ids that are joined to one.
    pub(super) fn joined_with<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a str> {
        self.joined.keys().map(String::as_str).filter(move |other| self.joined_to(other) == id && *other != id)
    }

    /// Returns the ids that are joined to one, each with the reason, in order.
    pub fn reasons(&self, id: &str) -> Vec<(&str, &str)> {
        let mut reasons: Vec<(&str, &str)> = self
            .joined
            .iter()
            .filter(|(_, (to, _))| to == id)
            .map(|(from, (_, why))| (from.as_str(), why.as_str()))
            .collect();
        reasons.sort_unstable();
        reasons
    }
}
