//! Who is named in a commit, and in how many articles.

use rustc_hash::FxHashMap;

use crate::analysis::entity::{EntityKind, Gazetteer, unknown_key, word_key, words};
use crate::backend::{BackendError, Deadline, Snapshot, TermPattern};
use crate::document::TermField;
use crate::text::Language;

/// Between the words of a key.
const WORD_END: char = '_';

/// The entities of a commit.
#[derive(Debug, Default)]
pub(super) struct Directory {
    /// In how many articles each stands.
    n_articles: FxHashMap<String, u64>,
    /// By the key of a surname, who is named in most articles, and how many people have it.
    holders: FxHashMap<String, (String, usize)>,
}

impl Directory {
    pub(super) fn new(snapshot: &dyn Snapshot, gazetteer: &Gazetteer) -> Result<Directory, BackendError> {
        let all = TermPattern::Wildcard("*".to_string());
        let found = snapshot.fitting_terms(TermField::Entity, &all, usize::MAX, Deadline::default())?;
        let mut directory = Directory::default();
        // The most frequent come first, so the first holder of a surname is the one.
        for term in found.terms {
            if EntityKind::of_id(&term.term) == Some(EntityKind::Person) {
                for surname in surnames(&term.term, gazetteer) {
                    let (_, n) = directory.holders.entry(surname).or_insert_with(|| (term.term.clone(), 0));
                    *n += 1;
                }
            }
            directory.n_articles.insert(term.term, term.documents);
        }
        Ok(directory)
    }

    /// Returns in how many articles an entity stands.
    pub(super) fn n_articles(&self, id: &str) -> u64 {
        self.n_articles.get(id).copied().unwrap_or(0)
    }

    /// Returns every entity with the number of its articles, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.n_articles.iter().map(|(id, n)| (id.as_str(), *n))
    }

    /// Returns who is named in most articles of those with a surname, and how many have it.
    pub(super) fn holder(&self, surname_key: &str) -> Option<(&str, usize)> {
        self.holders.get(surname_key).map(|(id, n)| (id.as_str(), *n))
    }

    /// Returns whose surname stands alone in an id; `None` for every other id.
    pub(super) fn holder_of(&self, id: &str) -> Option<&str> {
        self.holder(bare_surname(id)?).map(|(holder, _)| holder)
    }
}

/// Returns the key of a surname that stands for a person by itself.
pub(super) fn bare_surname(id: &str) -> Option<&str> {
    let key = unknown_key(id).filter(|key| !key.contains(WORD_END))?;
    (EntityKind::of_id(id) == Some(EntityKind::Person)).then_some(key)
}

/// Returns the keys of the surnames of a person who is named in full.
pub(super) fn surnames(id: &str, gazetteer: &Gazetteer) -> Vec<String> {
    if let Some(key) = unknown_key(id) {
        return key.rsplit_once(WORD_END).map(|(_, surname)| surname.to_string()).into_iter().collect();
    }
    let Some(entity) = gazetteer.by_id(id) else { return Vec::new() };
    let last = |language| {
        let name = entity.name(language);
        let words = words(name);
        words.last().filter(|_| words.len() > 1).map(|word| word_key(word.text))
    };
    let mut keys: Vec<String> = Language::ALL.into_iter().filter_map(last).collect();
    keys.dedup();
    keys
}
