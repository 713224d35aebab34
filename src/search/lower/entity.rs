//! `person:`, `place:`, `org:`, `entity:`: articles that name somebody or something, in whatever spelling.

use super::{Condition, Context, Lowering, Strength, every, term};
use crate::backend::{Alternative, BackendError, Group, Role, Unit};
use crate::document::TermField;
use crate::query::{Clause, EntityField, Syntax, parse};

/// How far mentions saturate, and how much length counts: an article is about those whom it names again and again.
const K1: f32 = 1.2;
const B: f32 = 0.4;

/// Places of the text that name one of these ids satisfy a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct MentionMarker {
    pub unit: usize,
    pub ids: Vec<String>,
    /// Whether only those of the title do.
    pub in_title: bool,
}

impl Lowering<'_, '_> {
    pub(super) fn entity(
        &mut self,
        field: EntityField,
        name: &str,
        at: Context,
    ) -> Result<Option<(Condition, Strength)>, BackendError> {
        let place = (self.vocabulary.generation, self.vocabulary.snapshot);
        let meant = self.vocabulary.entities.meant(field, name, place)?;
        if meant.ids.is_empty() {
            return self.entity_words(field, name, at);
        }
        if let Some((person, n_others)) = &meant.by_surname {
            let others = match n_others {
                0 => String::new(),
                1 => "; one other has that name".to_string(),
                n => format!("; {n} others have that name"),
            };
            let shown = crate::search::entities::both_names(person);
            let detail =
                format!("{name} was read as {shown}, who is named so most often{others}: write a name in full");
            self.lowered.query.note("entity_read", detail);
        }
        let label = format!("{}:{name}", field.name());
        let unit = self.mentioned(meant.ids, 1.0, &label, at);
        Ok(Some((Condition::Unit(unit), Strength::Demand)))
    }

    /// Lowers an id that narrows without ranking.
    pub(super) fn entity_filter(&mut self, id: &str) -> Result<Condition, BackendError> {
        let place = (self.vocabulary.generation, self.vocabulary.snapshot);
        let ids = self.vocabulary.entities.searched_by(id, place)?;
        Ok(Condition::Unit(self.mentioned(ids, 0.0, &format!("entity:{id}"), Context::default())))
    }

    /// Adds a unit of articles that name one of these ids, and marks where they do.
    fn mentioned(&mut self, ids: Vec<String>, weight: f32, label: &str, at: Context) -> usize {
        let alternatives: Vec<Alternative> = ids.iter().map(|id| term(TermField::Entity, id, 1.0, at)).collect();
        let group = Group { field: TermField::Entity, k1: K1, b: B, alternatives };
        let unit = self.push(Unit { groups: vec![group], role: Role::Selects, weight }, label, None, at);
        if !at.is_negated {
            self.lowered.mentions.push(MentionMarker { unit, ids, in_title: at.in_title });
        }
        unit
    }

    /// What no article names is searched by all of its words.
    fn entity_words(
        &mut self,
        field: EntityField,
        name: &str,
        at: Context,
    ) -> Result<Option<(Condition, Strength)>, BackendError> {
        let detail = format!("no article is known to name {name:?} as {}:; it was searched as words", field.name());
        self.lowered.query.note("unknown_entity", detail);
        // A name of the user's list may stand in articles that were read before: each of its spellings as a phrase.
        let spellings: Vec<String> = self.vocabulary.entities.spellings(name);
        if spellings.is_empty() {
            return self.clause(&Clause::And(parse(name, Syntax::Words).clauses), at);
        }
        let phrases = spellings.into_iter().map(Clause::Phrase).collect::<Vec<_>>();
        let found: Vec<Condition> = phrases
            .iter()
            .filter_map(|phrase| match phrase {
                Clause::Phrase(text) => self.phrase(text, at),
                _ => None,
            })
            .collect();
        Ok((!found.is_empty()).then(|| (every(vec![super::any(found)]), Strength::Demand)))
    }
}
