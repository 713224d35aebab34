//! Entities by the beginning of a name, and the counts of a facet with names.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::directory::{Directory, bare_surname};
use super::{Entities, NamedEntity};
use crate::analysis::entity::{EntityKind, folded, name_key, unknown_key};
use crate::backend::{BackendError, EntityGroup, FacetCounts, Snapshot};

/// Entities listed at most.
pub const MAX_LISTED: usize = 1000;

/// An entity of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityEntry {
    pub entity: NamedEntity,
    /// Articles that name it.
    pub n_articles: u64,
    /// Other names, in both languages.
    pub aliases: Vec<String>,
}

impl Entities {
    /// Returns the entities of which a name has words that begin with those of `query`, in their order; without a query all.
    /// Those of most articles come first, then by id; entities of no article come last, and only for a query.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn list(
        &self,
        query: &str,
        n: usize,
        (generation, snapshot): (u64, &dyn Snapshot),
    ) -> Result<Vec<EntityEntry>, BackendError> {
        let directory = self.directory(generation, snapshot)?;
        self.listed(self.fitting(query, &directory), n, (&directory, snapshot))
    }

    /// Returns the entities of a group that stand in most articles, in the order of [`Entities::list`].
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn most_named(
        &self,
        group: EntityGroup,
        n: usize,
        (generation, snapshot): (u64, &dyn Snapshot),
    ) -> Result<Vec<EntityEntry>, BackendError> {
        let directory = self.directory(generation, snapshot)?;
        let is_of_group = |id: &&str| EntityKind::of_id(id).is_some_and(|kind| group.holds(kind));
        let ids = directory.iter().map(|(id, _)| id).filter(is_of_group).collect();
        self.listed(ids, n, (&directory, snapshot))
    }

    /// Joins ids that are one entity; returns the entries of the first `n`.
    fn listed(
        &self,
        ids: Vec<&str>,
        n: usize,
        (directory, snapshot): (&Directory, &dyn Snapshot),
    ) -> Result<Vec<EntityEntry>, BackendError> {
        let mut counts: FxHashMap<&str, u64> = FxHashMap::default();
        for id in ids {
            let n_articles = directory.n_articles(id);
            *counts.entry(self.canonical(id, directory)).or_default() += n_articles;
        }
        let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        counts.truncate(n.min(MAX_LISTED));
        counts.into_iter().map(|(id, n_articles)| self.entry(id, n_articles, snapshot)).collect()
    }

    fn entry(&self, id: &str, n_articles: u64, snapshot: &dyn Snapshot) -> Result<EntityEntry, BackendError> {
        let entity = self.named_by_id(id, snapshot)?;
        let by_user = self.aliases.get().and_then(|aliases| aliases.by_id(id));
        let by_user = by_user.into_iter().flat_map(|alias| alias.names.iter().flatten().map(String::as_str));
        let names: BTreeSet<&str> = self.gazetteer().spellings_of(id).into_iter().chain(by_user).collect();
        let others = names.into_iter().filter(|name| !entity.names.iter().any(|shown| shown == name));
        let aliases = others.map(str::to_string).collect();
        Ok(EntityEntry { entity, n_articles, aliases })
    }

    fn fitting<'a>(&'a self, query: &str, directory: &'a Directory) -> Vec<&'a str> {
        let wanted = folded(query);
        if wanted.is_empty() {
            return directory.iter().map(|(id, _)| id).collect();
        }
        let begins = |name: &str| has_beginnings(&folded(name), &wanted, ' ');
        let keys = name_key(query);
        let mut ids: Vec<&str> = Vec::new();
        let listed = self.gazetteer().spellings().filter(|(name, ..)| begins(name));
        ids.extend(listed.map(|(_, _, entity)| entity.id));
        let by_user = self.aliases.get().into_iter().flat_map(|aliases| aliases.iter());
        ids.extend(
            by_user.filter(|alias| alias.names.iter().flatten().any(|name| begins(name))).map(|alias| &*alias.id),
        );
        let unknown = directory.iter().map(|(id, _)| id);
        ids.extend(
            unknown.filter(|id| *id == query || unknown_key(id).is_some_and(|key| has_beginnings(key, &keys, '_'))),
        );
        ids.extend(self.gazetteer().by_id(query).map(|entity| entity.id));
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Joins the counts of ids that are one entity, and names the first `n`.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn counted(
        &self,
        counts: FacetCounts,
        n: usize,
        (generation, snapshot): (u64, &dyn Snapshot),
    ) -> Result<Vec<(NamedEntity, u64)>, BackendError> {
        let directory = self.directory(generation, snapshot)?;
        let mut joined: FxHashMap<&str, u64> = FxHashMap::default();
        for (id, n_articles) in &counts {
            *joined.entry(self.canonical(id, &directory)).or_default() += n_articles;
        }
        let mut joined: Vec<(&str, u64)> = joined.into_iter().collect();
        joined.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        joined.truncate(n);
        let named = |(id, n): (&str, u64)| Ok((self.named_by_id(id, snapshot)?, n));
        joined.into_iter().map(named).collect()
    }

    /// Returns which other ids of the index are searched and counted as an entity, each with the reason.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn joins(
        &self,
        id: &str,
        (generation, snapshot): (u64, &dyn Snapshot),
    ) -> Result<Vec<(String, String)>, BackendError> {
        let directory = self.directory(generation, snapshot)?;
        let by_user = self.aliases.get().map(|aliases| aliases.reasons(id)).unwrap_or_default();
        let mut joins: Vec<(String, String)> =
            by_user.into_iter().map(|(id, why)| (id.to_string(), why.to_string())).collect();
        for other in self.ids_of(id, &directory) {
            if let Some(surname) = bare_surname(&other).filter(|_| directory.n_articles(&other) > 0) {
                let n_others = directory.holder(surname).map_or(0, |(_, n)| n - 1);
                let n = directory.n_articles(&other);
                joins.push((
                    other.clone(),
                    format!("surname alone, in {n} articles; of {} people with it named most often", n_others + 1),
                ));
            }
        }
        Ok(joins)
    }

    /// Returns the ids by which articles that name an entity are found; of an id that nobody knows, itself.
    pub(in crate::search) fn searched_by(
        &self,
        id: &str,
        (generation, snapshot): (u64, &dyn Snapshot),
    ) -> Result<Vec<String>, BackendError> {
        let directory = self.directory(generation, snapshot)?;
        Ok(self.ids_of(self.canonical(id, &directory), &directory))
    }

    /// Returns the ids that an entity is searched by, and its entry; `None` where neither tables nor articles know it.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn profile(
        &self,
        id: &str,
        (generation, snapshot): (u64, &dyn Snapshot),
    ) -> Result<Option<(EntityEntry, Vec<String>)>, BackendError> {
        let directory = self.directory(generation, snapshot)?;
        let id = self.canonical(id, &directory);
        if EntityKind::of_id(id).is_none() || self.known(id).is_none() && directory.n_articles(id) == 0 {
            return Ok(None);
        }
        let ids = self.ids_of(id, &directory);
        let n_articles = ids.iter().map(|id| directory.n_articles(id)).sum();
        Ok(Some((self.entry(id, n_articles, snapshot)?, ids)))
    }
}

/// Returns whether words of a name, one behind the other, begin with those that are wanted.
fn has_beginnings(name: &str, wanted: &str, between: char) -> bool {
    let (name, wanted): (Vec<&str>, Vec<&str>) = (name.split(between).collect(), wanted.split(between).collect());
    let last = wanted.len() - 1;
    name.windows(wanted.len()).any(|window| {
        window.iter().zip(&wanted).enumerate().all(
            |(i, (word, wanted))| {
                if i == last { word.starts_with(wanted) } else { word == wanted }
            },
        )
    })
}
