//! The JSON shapes of entities.

use serde::Serialize;
use utoipa::ToSchema;

use crate::search::entities::{EntityEntry, NamedEntity};
use crate::text::Language;

/// The name of an entity in each language.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Names)]
pub struct BothNames<'a> {
    pub de: &'a str,
    pub en: &'a str,
}

impl<'a> BothNames<'a> {
    /// Shapes the names of an entity.
    pub fn new(entity: &'a NamedEntity) -> BothNames<'a> {
        BothNames { de: entity.name(Language::De), en: entity.name(Language::En) }
    }
}

/// A person, a place, an organisation or a thing.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Entity)]
pub struct EntityShape<'a> {
    /// The same for every spelling in either language.
    pub id: &'a str,
    /// In the language of the article.
    pub name: &'a str,
    /// `PER`, `LOC`, `ORG`, `WEAPON` or `MISC`.
    #[serde(rename = "type")]
    pub kind: &'static str,
}

impl<'a> EntityShape<'a> {
    /// Shapes an entity for readers of a language.
    pub fn new(entity: &'a NamedEntity, language: Language) -> EntityShape<'a> {
        EntityShape { id: &entity.id, name: entity.name(language), kind: entity.kind.type_name() }
    }
}

/// Entities, those of most articles first.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntityList<'a> {
    pub entities: Vec<ListedEntity<'a>>,
}

/// An entity with its names, and in how many articles it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedEntity<'a> {
    pub id: &'a str,
    pub name: BothNames<'a>,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub count: u64,
    /// Other names, in both languages.
    pub aliases: &'a [String],
}

impl<'a> EntityList<'a> {
    /// Shapes a list.
    pub fn new(entries: &'a [EntityEntry]) -> EntityList<'a> {
        let shape = |entry: &'a EntityEntry| ListedEntity {
            id: &entry.entity.id,
            name: BothNames::new(&entry.entity),
            kind: entry.entity.kind.type_name(),
            count: entry.n_articles,
            aliases: &entry.aliases,
        };
        EntityList { entities: entries.iter().map(shape).collect() }
    }
}
