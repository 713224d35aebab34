//! What a typed name means: the ids that are searched for it.

use super::directory::{Directory, bare_surname, surnames};
use super::{Entities, NamedEntity};
use crate::analysis::entity::{EntityKind, name_key, unknown_id, words};
use crate::backend::{BackendError, Snapshot};
use crate::query::EntityField;
use crate::text::Language;

/// Who or what a typed name means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meant {
    /// Ids of the index; an article with one of them names it.
    pub ids: Vec<String>,
    /// The person whom a surname alone was read as, and how many others have it.
    pub by_surname: Option<(NamedEntity, usize)>,
}

impl Entities {
    /// Returns what a name means as the value of a field; nothing if no article names it.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn meant(
        &self,
        field: EntityField,
        name: &str,
        (generation, snapshot): (u64, &dyn Snapshot),
    ) -> Result<Meant, BackendError> {
        let directory = self.directory(generation, snapshot)?;
        let mut meant = Meant::default();
        let found = self.named_so(field, name, &directory);
        let is_told = found.iter().any(|id| directory.n_articles(id) > 0);
        let n_words = words(name).len();
        meant.ids.extend(found);
        if !is_told && n_words == 1 && matches!(field, EntityField::Person | EntityField::Entity) {
            let key = name_key(name);
            if let Some((holder, n)) = directory.holder(&key) {
                meant.ids.push(holder.to_string());
                meant.by_surname = Some((self.named_by_id(holder, snapshot)?, n - 1));
            }
            meant.ids.push(unknown_id(EntityKind::Person, &key).to_string());
        }
        self.add_joined(&mut meant.ids, &directory);
        meant.ids.retain(|id| directory.n_articles(id) > 0);
        Ok(meant)
    }

    /// Returns the ids of what has a name in full, or of the id that was typed.
    fn named_so(&self, field: EntityField, name: &str, directory: &Directory) -> Vec<String> {
        let typed = name.trim();
        if EntityKind::of_id(typed).is_some() && typed.contains(':') {
            return vec![typed.to_string()];
        }
        let gazetteer = self.gazetteer();
        let fits = |kind: EntityKind| fits(field, kind);
        let mut ids: Vec<String> = Vec::new();
        if let Some(aliases) = self.aliases.get() {
            ids.extend(aliases.by_name(typed).filter(|alias| fits(alias.kind)).map(|alias| alias.id.clone()));
        }
        let exact: Vec<_> = gazetteer.by_name(typed).filter(|entity| fits(entity.kind)).collect();
        let found = if exact.is_empty() { gazetteer.by_key(typed).collect() } else { exact };
        ids.extend(found.into_iter().filter(|entity| fits(entity.kind)).map(|entity| entity.id.to_string()));
        let key = name_key(typed);
        let is_surname = !key.contains('_');
        let kinds = [EntityKind::Person, EntityKind::Place, EntityKind::Organisation].into_iter();
        let unknown = kinds.filter(|&kind| fits(kind) && !(is_surname && kind == EntityKind::Person));
        ids.extend(unknown.map(|kind| unknown_id(kind, &key).to_string()).filter(|id| directory.n_articles(id) > 0));
        ids
    }

    /// Adds what a user has joined to the ids, and the surname that means a person where it stands alone.
    fn add_joined(&self, ids: &mut Vec<String>, directory: &Directory) {
        for i in 0..ids.len() {
            let id = ids[i].clone();
            if let Some(aliases) = self.aliases.get() {
                let joined = aliases.joined_to(&id).to_string();
                ids.extend(aliases.joined_with(&joined).map(str::to_string));
                ids.push(joined);
            }
        }
        for i in 0..ids.len() {
            for surname in surnames(&ids[i], self.gazetteer()) {
                if directory.holder(&surname).is_some_and(|(holder, _)| holder == ids[i]) {
                    ids.push(unknown_id(EntityKind::Person, &surname).to_string());
                }
            }
        }
        let mut seen: Vec<String> = Vec::with_capacity(ids.len());
        ids.retain(|id| {
            let is_new = !seen.contains(id);
            if is_new {
                seen.push(id.clone());
            }
            is_new
        });
    }

    /// Returns the ids that an entity is searched by, its own first.
    pub(super) fn ids_of(&self, id: &str, directory: &Directory) -> Vec<String> {
        let mut ids = vec![id.to_string()];
        self.add_joined(&mut ids, directory);
        ids
    }

    /// Returns the spellings of what a user's list calls so.
    pub(in crate::search) fn spellings(&self, name: &str) -> Vec<String> {
        let aliases = self.aliases.get().into_iter().flat_map(|aliases| aliases.by_name(name));
        aliases.flat_map(|alias| alias.names.iter().flatten().cloned()).collect()
    }

    /// Returns what a surname that stands alone means, for explaining it.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn holder_of(
        &self,
        id: &str,
        (generation, snapshot): (u64, &dyn Snapshot),
    ) -> Result<Option<NamedEntity>, BackendError> {
        let directory = self.directory(generation, snapshot)?;
        let holder = bare_surname(id).and_then(|surname| directory.holder(surname));
        holder.map(|(holder, _)| self.named_by_id(holder, snapshot)).transpose()
    }
}

fn fits(field: EntityField, kind: EntityKind) -> bool {
    match field {
        EntityField::Entity => true,
        EntityField::Person => kind == EntityKind::Person,
        EntityField::Place => kind == EntityKind::Place,
        EntityField::Org => kind == EntityKind::Organisation,
    }
}

/// Returns the name of an entity as a note says it: once where both languages have the same.
pub(in crate::search) fn both_names(entity: &NamedEntity) -> String {
    let [german, english] = Language::ALL.map(|language| entity.name(language));
    if german == english { english.to_string() } else { format!("{english} ({german})") }
}
