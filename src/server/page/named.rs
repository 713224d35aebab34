//! Entities as a page shows them: what they are called, what they are, and lists of them.

use rustc_hash::FxHashMap;

use super::asked::{Asked, entity_url};
use super::messages::Ui;
use super::request::cut;
use crate::analysis::entity::EntityKind;
use crate::backend::{BackendError, EntityGroup};
use crate::search::entities::NamedEntity;
use crate::search::{Page, Searcher};

/// The groups that results are narrowed by and counted with.
pub const GROUPS: [EntityGroup; 3] = [EntityGroup::Person, EntityGroup::Place, EntityGroup::Organisation];
/// With those that stand in lists of a single article or of everything.
pub const ALL_GROUPS: [EntityGroup; 4] =
    [EntityGroup::Person, EntityGroup::Place, EntityGroup::Organisation, EntityGroup::Thing];
/// Letters of a name in a list, and of an id that has none.
const MAX_NAME_LETTERS: usize = 120;

/// How the entities of a list of results are called.
pub struct EntityNames {
    by_id: FxHashMap<String, NamedEntity>,
}

impl EntityNames {
    /// Takes the names that were found, and looks up those of the filters that are not among them.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn of(searcher: &Searcher, found: &Page, asked: &Asked) -> Result<EntityNames, BackendError> {
        let mut by_id = found.facet_entities.clone();
        let live = searcher.live();
        for id in asked.entities.iter().filter(|id| !found.facet_entities.contains_key(*id)) {
            let place = (live.number, &*live.backend.snapshot());
            let profile = searcher.entities.profile(id, place)?;
            by_id.extend(profile.map(|(entry, _)| (id.clone(), entry.entity)));
        }
        Ok(EntityNames { by_id })
    }

    /// Returns the name of an entity; its id if nobody knows it.
    pub fn name(&self, id: &str, ui: Ui) -> String {
        cut(self.by_id.get(id).map_or(id, |entity| entity.name(ui.language)), MAX_NAME_LETTERS)
    }

    /// Returns what an entity is, in the language of the interface.
    pub fn kind(&self, id: &str, ui: Ui) -> &'static str {
        let known = self.by_id.get(id).map(|entity| entity.kind);
        known.or_else(|| EntityKind::of_id(id)).map_or(ui.t("kind.any"), |kind| kind_name(kind, ui))
    }
}

/// A list of entities.
pub struct NamedGroup {
    pub title: &'static str,
    pub shown: Vec<NamedLink>,
    /// The rest, folded away.
    pub more: Vec<NamedLink>,
    pub more_text: String,
}

/// An entity with its number.
pub struct NamedLink {
    pub href: String,
    pub name: String,
    pub count: String,
    /// What the number says, in words.
    pub count_text: String,
    /// Where the number leads.
    pub count_href: Option<String>,
}

impl NamedLink {
    /// Makes the link of an entity; `key` is the text of its number.
    pub fn new(entity: &NamedEntity, n: u64, key: &str, ui: Ui) -> NamedLink {
        let name = cut(entity.name(ui.language), MAX_NAME_LETTERS);
        NamedLink {
            href: entity_url(&entity.id),
            count: ui.number(n),
            count_text: ui.count_of(key, n, &name),
            count_href: None,
            name,
        }
    }
}

impl NamedGroup {
    /// Makes a list of which so many are shown, the others folded away.
    pub fn new(group: EntityGroup, mut links: Vec<NamedLink>, n_shown: usize, ui: Ui) -> NamedGroup {
        let more = links.split_off(n_shown.min(links.len()));
        let more_text = ui.count("narrow.others", more.len() as u64);
        NamedGroup { title: group_name(group, ui), shown: links, more, more_text }
    }
}

/// Returns what a group is called.
pub fn group_name(group: EntityGroup, ui: Ui) -> &'static str {
    ui.t(match group {
        EntityGroup::Person => "group.people",
        EntityGroup::Place => "group.places",
        EntityGroup::Organisation => "group.organisations",
        EntityGroup::Thing => "group.things",
        EntityGroup::All => "group.all",
    })
}

/// Returns what an entity is called by its kind.
pub fn kind_name(kind: EntityKind, ui: Ui) -> &'static str {
    ui.t(match kind {
        EntityKind::Person => "kind.person",
        EntityKind::Place => "kind.place",
        EntityKind::Organisation => "kind.organisation",
        EntityKind::Weapon => "kind.weapon",
        EntityKind::Product => "kind.product",
        EntityKind::Event => "kind.event",
    })
}
