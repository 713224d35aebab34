//! Words in exact order, by their stems or as written.

use super::{Context, Lowering, any, sequence, term};
use crate::backend::{Condition, Group, Role, Unit};
use crate::document::TermField;
use crate::search::marks::{Marker, PhraseMarker};
use crate::text::Language;

impl Lowering<'_, '_> {
    /// A phrase holds in each language by its stems.
    pub(super) fn phrase(&mut self, text: &str, at: Context) -> Option<Condition> {
        let phrase = PhraseMarker::new(text, at.language, self.words);
        if phrase.is_empty() {
            return None;
        }
        let mut groups: Vec<Group> = at
            .languages()
            .map(|language| self.group(language, vec![sequence(phrase.places(Some(language)), 1.0, at)]))
            .collect();
        if at.language.is_none() {
            let other = sequence(phrase.places(None), 1.0, at);
            groups.push(self.written_group(TermField::Other, vec![other]));
        }
        let unit = Unit { groups, role: Role::Selects, weight: 1.0 };
        let label = format!("\"{text}\"");
        Some(Condition::Unit(self.push(unit, &label, Some(Marker::Phrase(phrase)), at)))
    }

    /// Words as written, in any language.
    pub(super) fn exact(&mut self, text: &str, at: Context) -> Option<Condition> {
        let phrase = PhraseMarker::exact(text, at.language, self.words);
        let places = phrase.exact_places();
        let alternative = match &places[..] {
            [] => return None,
            [(0, only)] if !at.in_title => term(only[0].0, &only[0].1, 1.0, at),
            _ => sequence(places, 1.0, at),
        };
        let groups = vec![self.written_group(TermField::Exact, vec![alternative])];
        let unit = Unit { groups, role: Role::Selects, weight: 1.0 };
        let label = format!("=\"{text}\"");
        let unit = Condition::Unit(self.push(unit, &label, Some(Marker::Phrase(phrase)), at));
        Some(self.in_language(unit, at))
    }

    /// A hyphen compound to leave out: its words in a row, or written as one.
    pub(super) fn written_together(&mut self, text: &str, at: Context) -> Option<Condition> {
        let phrase = self.phrase(text, at)?;
        let forms = Language::ALL.map(|language| self.words.compound_form(text, Some(language)));
        let mut groups = Vec::new();
        for language in at.languages() {
            if let Some(joined) = &forms[language as usize].term {
                let alternatives = [TermField::text(language), TermField::compound(language)];
                let alternatives = alternatives.map(|field| term(field, joined, 1.0, at)).to_vec();
                groups.push(self.group(language, alternatives));
            }
        }
        let unit = Unit { groups, role: Role::Selects, weight: 1.0 };
        let joined = Condition::Unit(self.push(unit, text, None, at));
        Some(any(vec![phrase, joined]))
    }
}
