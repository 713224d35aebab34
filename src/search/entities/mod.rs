//! Entities as searches see them: what a typed name means, who is named how often, and how they are called.
//!
//! What an article alone tells is in the index. Here is what needs the collection or the user: a surname that stands
//! alone belongs to whoever is most often named so, and lists of a user's ([`Aliases`]) give names and join ids. Both can
//! change without the index.

mod aliases;
mod directory;
mod listing;
mod resolve;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::analysis::Analyzer;
use crate::analysis::entity::{EntityKind, Gazetteer};
use crate::backend::{BackendError, Condition, Deadline, KeywordField, Plan, Selection, Snapshot};
use crate::document::{MentionedEntity, StoredArticle};
use crate::text::Language;

pub use aliases::{Alias, Aliases};
pub use listing::{EntityEntry, MAX_LISTED};
pub use resolve::Meant;
pub(super) use resolve::both_names;

use directory::Directory;

/// Entities of a hit that are named; more would say nothing new.
pub const MAX_OF_ARTICLE: usize = 20;

/// Entities of a collection.
pub struct Entities {
    analyzer: Arc<Analyzer>,
    aliases: OnceLock<Aliases>,
    /// The last one that was asked for, with its generation and commit.
    directory: Mutex<Option<(u64, u64, Arc<Directory>)>>,
}

/// An entity as readers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedEntity {
    pub id: String,
    pub kind: EntityKind,
    /// In German and in English.
    pub names: [String; 2],
}

impl NamedEntity {
    /// Returns its name in a language.
    pub fn name(&self, language: Language) -> &str {
        &self.names[language as usize]
    }
}

impl Entities {
    /// Knows the gazetteer, and no aliases.
    pub(super) fn new(analyzer: Arc<Analyzer>) -> Entities {
        Entities { analyzer, aliases: OnceLock::new(), directory: Mutex::default() }
    }

    /// Takes a user's names and joins, from now on; the first ones that are given stay.
    pub fn set_aliases(&self, aliases: Aliases) {
        // Whoever came first has won, as is said above.
        let _ = self.aliases.set(aliases);
    }

    /// Returns the names and joins of a user's, if there are any.
    pub fn aliases(&self) -> Option<&Aliases> {
        self.aliases.get()
    }

    fn gazetteer(&self) -> &Gazetteer {
        self.analyzer.recognizer().gazetteer()
    }

    /// Returns the entities of a commit, which are gathered when they are first asked for.
    fn directory(&self, generation: u64, snapshot: &dyn Snapshot) -> Result<Arc<Directory>, BackendError> {
        let commit = snapshot.commit_number();
        let mut kept = self.directory.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of_generation, of_commit, directory)) = &*kept
            && (*of_generation, *of_commit) == (generation, commit)
        {
            return Ok(Arc::clone(directory));
        }
        let directory = Arc::new(Directory::new(snapshot, self.gazetteer())?);
        *kept = Some((generation, commit, Arc::clone(&directory)));
        Ok(directory)
    }

    /// Returns the id under which an entity is shown: the one that a user has joined it to, or the person whose surname it is.
    fn canonical<'a>(&'a self, id: &'a str, directory: &'a Directory) -> &'a str {
        let holder = directory.holder_of(id).unwrap_or(id);
        self.aliases.get().map_or(holder, |aliases| aliases.joined_to(holder))
    }

    /// Returns how the entities of an article are called, those named most often first, at most [`MAX_OF_ARTICLE`].
    pub fn of_article(&self, stored: &StoredArticle) -> Vec<NamedEntity> {
        let mut entities = stored.mentions.read().entities;
        entities.sort_by_key(|entity| std::cmp::Reverse(entity.n_mentions));
        entities.truncate(MAX_OF_ARTICLE);
        entities.iter().map(|entity| self.named(entity)).collect()
    }

    /// Returns how an entity that an article names is called.
    pub fn named(&self, entity: &MentionedEntity) -> NamedEntity {
        let name = entity.name.as_deref().unwrap_or(&entity.id);
        self.known(&entity.id).unwrap_or_else(|| NamedEntity {
            id: entity.id.clone(),
            kind: entity.kind,
            names: [name.to_string(), name.to_string()],
        })
    }

    /// Returns how an entity is called that the user's list or the gazetteer has.
    fn known(&self, id: &str) -> Option<NamedEntity> {
        let by_user = self.aliases.get().and_then(|aliases| aliases.by_id(id));
        if let Some(alias) = by_user {
            return Some(NamedEntity { id: id.to_string(), kind: alias.kind, names: alias.shown() });
        }
        let entity = self.gazetteer().by_id(id)?;
        let names = Language::ALL.map(|language| entity.name(language).to_string());
        Some(NamedEntity { id: id.to_string(), kind: entity.kind, names })
    }

    /// Returns how an entity is called, if need be as one of its articles writes it; its id if there is none.
    fn named_by_id(&self, id: &str, snapshot: &dyn Snapshot) -> Result<NamedEntity, BackendError> {
        if let Some(known) = self.known(id) {
            return Ok(known);
        }
        let condition = Condition::Keyword { field: KeywordField::Mentioned, values: vec![id.to_string()] };
        let plan = Plan { condition: Some(condition), ..Plan::default() };
        let found = snapshot.candidates(&plan, Selection { deadline: Deadline::default(), ..Selection::best(1) })?;
        let stored = found.best.first().map(|candidate| snapshot.fetch(candidate)).transpose()?;
        let mentioned = stored.map(|stored| stored.mentions.read().entities).unwrap_or_default();
        let written = mentioned.into_iter().find(|entity| entity.id == id).and_then(|entity| entity.name);
        let name = written.unwrap_or_else(|| id.to_string());
        let kind = EntityKind::of_id(id).unwrap_or(EntityKind::Event);
        Ok(NamedEntity { id: id.to_string(), kind, names: [name.clone(), name] })
    }
}
