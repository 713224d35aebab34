//! What entities are, as their ids and the data files say.

/// What an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    Person,
    Place,
    Organisation,
    Weapon,
    Product,
    Event,
}

impl EntityKind {
    /// Every kind, in the order of the enum.
    pub const ALL: [EntityKind; 6] = [
        EntityKind::Person,
        EntityKind::Place,
        EntityKind::Organisation,
        EntityKind::Weapon,
        EntityKind::Product,
        EntityKind::Event,
    ];

    /// Returns the kind that the data files call `word`.
    pub fn from_word(word: &str) -> Option<EntityKind> {
        Some(match word {
            "PER" => EntityKind::Person,
            "LOC" => EntityKind::Place,
            "ORG" => EntityKind::Organisation,
            "WEAPON" => EntityKind::Weapon,
            "PRODUCT" => EntityKind::Product,
            "EVENT" => EntityKind::Event,
            _ => return None,
        })
    }

    /// Returns the kind of the entity that has an id, by how the id begins.
    pub fn of_id(id: &str) -> Option<EntityKind> {
        Some(match id.split(':').next()? {
            "per" => EntityKind::Person,
            "loc" | "country" | "region" => EntityKind::Place,
            "org" => EntityKind::Organisation,
            "weapon" => EntityKind::Weapon,
            "product" => EntityKind::Product,
            "event" => EntityKind::Event,
            _ => return None,
        })
    }

    /// Returns the type that readers are shown: products and events are `MISC`.
    pub fn type_name(self) -> &'static str {
        match self {
            EntityKind::Person => "PER",
            EntityKind::Place => "LOC",
            EntityKind::Organisation => "ORG",
            EntityKind::Weapon => "WEAPON",
            EntityKind::Product | EntityKind::Event => "MISC",
        }
    }
}
