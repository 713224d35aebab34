//! What is translated as a whole or by its parts: terms of several words, verbs that stand apart, and compounds.

use std::ops::Range;
use std::sync::Arc;

use super::{Context, Lowering, Strength, TypedWord};
use crate::backend::{BackendError, Condition, Role, Unit};
use crate::search::marks::{Marker, WordMarker};
use crate::search::translate::{Term, Translation};
use crate::text::Language;

/// Words that a term may reach over: the parts of a verb stand apart.
const MAX_TERM_WORDS: usize = 8;

/// What a typed word is in terms of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InTerm {
    No,
    /// A word of a term in this language.
    Word(Language),
    /// The prefix of a verb that stands apart: searched with its verb alone.
    Prefix,
}

impl Lowering<'_, '_> {
    /// Finds terms of several words among those typed (`air raid`), and searches each as a whole in the other language. Returns
    /// what each word is in them.
    pub(super) fn terms(
        &mut self,
        typed: &[TypedWord],
        at: Context,
        found: &mut Vec<(Condition, Strength)>,
    ) -> Result<Vec<InTerm>, BackendError> {
        let names = self.name_terms(typed, at, found)?;
        let in_name = |language: Option<Language>| language.map_or(InTerm::No, InTerm::Word);
        let mut in_terms: Vec<InTerm> = names.into_iter().map(in_name).collect();
        let Some(translator) = self.translator(at).filter(|_| typed.len() > 1) else { return Ok(in_terms) };
        let words: Vec<usize> = (0..typed.len()).filter(|&i| !typed[i].is_joined).collect();
        for source in Language::ALL {
            for first in 0..words.len() {
                let row = &words[first..words.len().min(first + MAX_TERM_WORDS)];
                let written: Vec<&str> = row.iter().map(|&i| typed[i].written.as_str()).collect();
                for Term { places, prefix, mut translations } in translator.terms(&written, source, self.words) {
                    if places.iter().any(|&place| in_terms[row[place]] != InTerm::No) {
                        continue;
                    }
                    self.keep_found(source.other(), &mut translations)?;
                    if translations.is_empty() {
                        continue;
                    }
                    let weight = places.len() as f32 * self.vocabulary.ranking.weights.term;
                    let written: Vec<&str> = places.iter().map(|&place| written[place]).collect();
                    let kind = (Role::Selects, weight);
                    let unit = self.translation_unit(&written.join(" "), translations, source.other(), kind, at);
                    found.push((unit, Strength::Wish));
                    places.iter().for_each(|&place| in_terms[row[place]] = InTerm::Word(source));
                    prefix.iter().for_each(|&place| in_terms[row[place]] = InTerm::Prefix);
                    break;
                }
            }
        }
        Ok(in_terms)
    }

    /// Adds a unit of translations alone.
    fn translation_unit(
        &mut self,
        written: &str,
        translations: Vec<Translation>,
        target: Language,
        (role, weight): (Role, f32),
        at: Context,
    ) -> Condition {
        let mut by_target: [Vec<Translation>; 2] = Default::default();
        by_target[target as usize] = translations;
        if role != Role::Supports {
            self.note_translations(written, &by_target);
        }
        self.unit_of(written, &by_target, (role, weight), at)
    }

    /// Adds a unit of words of either language. What only adds to others is not marked.
    pub(super) fn unit_of(
        &mut self,
        written: &str,
        by_target: &[Vec<Translation>; 2],
        (role, weight): (Role, f32),
        at: Context,
    ) -> Condition {
        let languages = Language::ALL.into_iter().filter(|&language| !by_target[language as usize].is_empty());
        let groups = languages
            .map(|language| self.group(language, self.translated(&by_target[language as usize], language, at)))
            .collect();
        if role == Role::Supports {
            return Condition::Unit(self.push(Unit { groups, role, weight }, written, None, at));
        }
        let mut marker = WordMarker::of_translations();
        let terms = self.mark_translations(by_target, &mut marker);
        let unit = self.push(Unit { groups, role, weight }, written, Some(Marker::Word(marker)), at);
        self.push_markers(unit, terms, at);
        Condition::Unit(unit)
    }

    /// Translates the parts of a compound that has no translation itself: an article matches by them only if it has all, and if they select.
    pub(super) fn translated_parts(
        &mut self,
        word: &TypedWord,
        weight: f32,
        selects: bool,
        at: Context,
    ) -> Result<Option<Condition>, BackendError> {
        let form = Arc::clone(&word.forms[Language::De as usize]);
        let Some(translator) = self.translator(at) else { return Ok(None) };
        let mut parts: Vec<Range<usize>> =
            form.parts.iter().map(|part| part.start as usize..part.end as usize).collect();
        if parts.is_empty() && selects {
            parts.extend(translator.two_nouns(&word.written, self.words).into_iter().flatten());
        }
        if parts.is_empty() {
            return Ok(None);
        }
        let mut by_part = Vec::with_capacity(parts.len());
        for part in parts {
            let written = &word.written[part];
            let mut translations = translator.word(&capitalized(written), Language::De, self.words).to_vec();
            self.keep_found(Language::En, &mut translations)?;
            if translations.is_empty() {
                return Ok(None);
            }
            by_part.push((written.to_string(), translations));
        }
        let (n, mut all) = (by_part.len() as u8, Vec::new());
        for (place, (written, translations)) in by_part.into_iter().enumerate() {
            let role = if selects { Role::SelectsTogether { place: place as u8, n } } else { Role::Supports };
            // Many parts together count no more than two.
            let weight = weight * self.vocabulary.ranking.weights.translated_part * f32::min(1.0, 2.0 / f32::from(n));
            all.push(self.translation_unit(&written, translations, Language::En, (role, weight), at));
        }
        Ok(Some(Condition::And(all)))
    }
}

/// Returns a word with a capital: parts inside a compound and names in the index are written small.
pub(super) fn capitalized(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
