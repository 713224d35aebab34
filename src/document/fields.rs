//! The term fields by name, as `schema/fields.toml` declares them.

use crate::text::Language;

/// A field that holds analysed terms at positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TermField {
    De,
    En,
    DePart,
    EnPart,
    DeLead,
    EnLead,
    Other,
    Exact,
    Name,
    Entity,
    Figure,
}

impl TermField {
    /// Every term field, in the order of the enum.
    pub const ALL: [TermField; 11] = [
        TermField::De,
        TermField::En,
        TermField::DePart,
        TermField::EnPart,
        TermField::DeLead,
        TermField::EnLead,
        TermField::Other,
        TermField::Exact,
        TermField::Name,
        TermField::Entity,
        TermField::Figure,
    ];

    /// Returns the field of the stems of title and text.
    pub fn text(language: Language) -> TermField {
        match language {
            Language::De => TermField::De,
            Language::En => TermField::En,
        }
    }

    /// Returns the field of the stems of the title and of the first words of the text.
    pub fn lead(language: Language) -> TermField {
        match language {
            Language::De => TermField::DeLead,
            Language::En => TermField::EnLead,
        }
    }

    /// Returns the term space beside the words: parts of compounds, and hyphen compounds joined to one word.
    pub fn compound(language: Language) -> TermField {
        match language {
            Language::De => TermField::DePart,
            Language::En => TermField::EnPart,
        }
    }

    /// Returns whether documents have a length in the field, and terms a frequency; else it only says which documents have a term.
    pub fn is_scored(self) -> bool {
        self != TermField::Name
    }

    /// Returns the name in `schema/fields.toml`.
    pub fn name(self) -> &'static str {
        match self {
            TermField::De => "de",
            TermField::En => "en",
            TermField::DePart => "de_part",
            TermField::EnPart => "en_part",
            TermField::DeLead => "de_lead",
            TermField::EnLead => "en_lead",
            TermField::Other => "other",
            TermField::Exact => "exact",
            TermField::Name => "name",
            TermField::Entity => "entity",
            TermField::Figure => "figure",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{FieldKind, Schema};

    #[test]
    fn every_term_field_is_declared() {
        let schema = Schema::embedded().expect("embedded schema is valid");
        for field in TermField::ALL {
            let declared = schema.fields.iter().find(|declared| declared.name == field.name());
            let declared = declared.unwrap_or_else(|| panic!("{} is not in fields.toml", field.name()));
            let kind = if field.is_scored() { FieldKind::Terms } else { FieldKind::Set };
            assert_eq!(declared.kind, kind, "{}", field.name());
            let has_positions = !matches!(field, TermField::DeLead | TermField::EnLead | TermField::Name);
            assert_eq!(declared.positions, has_positions, "{}", field.name());
        }
    }
}
