//! Entities by what a person types: any of their names in either language, or one that sounds like it.

use rustc_hash::FxHashMap;

use super::{Entity, EntityIdx, Gazetteer, words};
use crate::analysis::entity::without_possessive;
use crate::text::{fold_diacritics, normalize, spelling_key};

/// Names without case, diacritics and hyphens, and their keys.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    by_name: FxHashMap<String, Vec<EntityIdx>>,
    by_key: FxHashMap<String, Vec<EntityIdx>>,
}

impl Gazetteer {
    /// Returns the entities that have a name in either language, whatever its case, diacritics and hyphens.
    pub fn by_name(&self, name: &str) -> impl Iterator<Item = &Entity> {
        let found = self.lookup().by_name.get(&folded(name));
        found.into_iter().flatten().map(|&entity| self.entity(entity))
    }

    /// Returns the entities of which a name has the keys of these words ([`spelling_key`]).
    pub fn by_key(&self, name: &str) -> impl Iterator<Item = &Entity> {
        let found = self.lookup().by_key.get(&name_key(name));
        found.into_iter().flatten().map(|&entity| self.entity(entity))
    }

    /// Made when first asked for.
    fn lookup(&self) -> &Lookup {
        self.lookup.get_or_init(|| {
            let mut lookup = Lookup::default();
            for &(spelling, _, entity) in &self.spellings {
                let keyed = [(&mut lookup.by_name, folded(spelling)), (&mut lookup.by_key, name_key(spelling))];
                for (map, key) in keyed {
                    let entities: &mut Vec<EntityIdx> = map.entry(key).or_default();
                    if !entities.contains(&entity) {
                        entities.push(entity);
                    }
                }
            }
            lookup
        })
    }
}

/// Returns the words of a name in small letters, without diacritics, with a space between.
pub fn folded(name: &str) -> String {
    let words: Vec<String> = words(name).iter().map(|word| fold_diacritics(&normalize(word.text).text)).collect();
    words.join(" ")
}

/// Returns the key of a name: that of each word, the folded word where it has none, joined as in ids.
pub fn name_key(name: &str) -> String {
    let keys: Vec<String> = words(name).iter().map(|word| word_key(word.text)).collect();
    keys.join("_")
}

/// Returns the key of one word of a name.
pub fn word_key(word: &str) -> String {
    let key = spelling_key(word);
    if key.is_empty() { fold_diacritics(&normalize(without_possessive(word)).text) } else { key }
}
