//! The units of one word: its stem with compounds, relations and lead in each language, the word as typed, and the
//! parts of a compound that was typed.

use std::sync::Arc;

use super::translated::Meanings;
use super::{Context, Lowering, TypedWord, any, every, sequence, term, typed};
use crate::analysis::Part;
use crate::backend::{Alternative, BackendError, Condition, Role, Unit};
use crate::document::TermField;
use crate::query::Clause;
use crate::search::marks::{Marker, PartsMarker, WordMarker};
use crate::text::Language;

/// Letters two stems must begin with in common to be related (demokrat, demokratisch).
const RELATED_PREFIX_LETTERS: usize = 7;
/// Stems of fewer letters have no relations.
const MIN_RELATED_LETTERS: usize = 5;
/// Letters by which a stem shorter than the common beginning may differ from its relations (german, germani).
const RELATED_SHORT_EXTRA_LETTERS: usize = 2;
/// Letters by which related stems may differ in length.
const RELATED_EXTRA_LETTERS: usize = 6;
/// Related stems taken for one word at most, the most frequent first.
const MAX_RELATED: usize = 24;

impl Lowering<'_, '_> {
    /// Lowers a word that stands alone, as an operand: all words of a hyphen compound, or the compound as one word.
    pub(super) fn whole_word(&mut self, text: &str, at: Context) -> Result<Option<Condition>, BackendError> {
        let clause = Clause::Word(text.to_string());
        let typed = typed::typed_words(std::slice::from_ref(&clause), self.words);
        if at.is_negated && typed.len() > 1 {
            return Ok(self.written_together(text, at));
        }
        let (mut words, mut joined) = (Vec::new(), Vec::new());
        for word in &typed {
            let condition = self.word(word, at, Some(Role::Selects))?;
            if word.is_joined { joined.extend(condition) } else { words.extend(condition) }
        }
        if words.is_empty() {
            return Ok(None);
        }
        joined.insert(0, every(words));
        Ok(Some(any(joined)))
    }

    /// Lowers a word; returns the condition that it stands in a document. A word too common to rank by has the role
    /// `if_common`; with none, it only supports and is no condition.
    pub(super) fn word(
        &mut self,
        word: &TypedWord,
        at: Context,
        if_common: Option<Role>,
    ) -> Result<Option<Condition>, BackendError> {
        let ranked = self.evidence.ranked(word, at.language);
        if !at.languages().any(|language| ranked[language as usize]) {
            return Ok(self.common_word(word, at, if_common));
        }
        let meanings = self.meanings(word, at)?;
        let weight = self.weight(word);
        let mut groups = Vec::with_capacity(3);
        let mut marker = WordMarker::new(word, ranked, at.language);
        for language in at.languages() {
            let mut alternatives = self.translated(&meanings.translations[language as usize], language, at);
            if ranked[language as usize] {
                let related = if at.is_negated { Vec::new() } else { self.related(word, language)? };
                let own = self.own_alternatives(word, language, &related, at);
                let factor = meanings.identity[language as usize];
                alternatives.extend(own.into_iter().map(|own| Alternative { weight: own.weight * factor, ..own }));
                marker.add_related(language, related.into_iter().map(|(stem, _)| stem));
            }
            // What selects comes first, so that the rest finds its documents.
            alternatives.sort_by_key(|alternative| !alternative.selects);
            groups.push(self.group(language, alternatives));
        }
        if at.language.is_none() {
            let other = term(TermField::Other, &word.forms[0].exact, 1.0, at);
            groups.push(self.written_group(TermField::Other, vec![other]));
            let stop = word.stop();
            if (at.is_demanded || at.is_negated) && stop.contains(&true) {
                let written = term(TermField::Exact, &word.forms[0].exact, self.vocabulary.ranking.weights.stop, at);
                groups.push(self.written_group(TermField::Exact, vec![written]));
                marker.add_written([true; 2]);
            }
        }
        let unit = Unit { groups, role: Role::Selects, weight };
        let terms = self.mark_translations(&meanings.translations, &mut marker);
        let unit = self.push(unit, &word.written, Some(Marker::Word(marker)), at);
        self.push_markers(unit, terms, at);
        let whole = Condition::Unit(unit);
        if at.is_negated || at.in_title {
            return Ok(Some(whole));
        }
        if at.language.is_none() {
            let weight = weight * self.vocabulary.ranking.weights.exact;
            self.push(self.exact_unit(word, Role::Supports, weight, at), &word.written, None, at);
        }
        let mut ways = vec![whole];
        if ranked[Language::De as usize] && at.language != Some(Language::En) {
            ways.extend(self.both_parts(word, &meanings, weight, at)?);
        }
        Ok(Some(any(ways)))
    }

    /// The parts of a compound, in German and translated.
    fn both_parts(
        &mut self,
        word: &TypedWord,
        meanings: &Meanings,
        weight: f32,
        at: Context,
    ) -> Result<Vec<Condition>, BackendError> {
        let mut ways: Vec<Condition> = self.parts(word, weight, at).into_iter().collect();
        let english = &meanings.translations[Language::En as usize];
        // What is a term of several words in English says what its parts say (Klimagipfel: climate summit).
        if !word.is_joined && english.iter().all(|translation| translation.stems.len() > 1) {
            let beside_term = self.vocabulary.ranking.translation.parts_beside_term;
            if english.is_empty() {
                ways.extend(self.translated_parts(word, weight, true, at)?);
            } else {
                // The term selects; its parts only add to what it finds.
                self.translated_parts(word, weight * beside_term, false, at)?;
            }
        }
        Ok(ways)
    }

    /// A word that is too common to rank by is searched as written where the query holds nothing else ("to be or not to
    /// be") or its place demands it.
    fn common_word(&mut self, word: &TypedWord, at: Context, role: Option<Role>) -> Option<Condition> {
        let marker = Some(Marker::Word(WordMarker::exact(word, at.language)));
        if !self.evidence.has_content() || at.in_title || at.is_negated {
            let unit = self.exact_unit(word, Role::Selects, 1.0, at);
            let unit = Condition::Unit(self.push(unit, &word.written, marker, at));
            return Some(self.in_language(unit, at));
        }
        let weight = self.vocabulary.ranking.weights.stop;
        self.evidence.add_common(&word.written);
        let unit = self.exact_unit(word, role.unwrap_or(Role::Supports), weight, at);
        let marker = marker.filter(|_| role.is_some());
        let unit = self.push(unit, &word.written, marker, at);
        role.map(|_| self.in_language(Condition::Unit(unit), at))
    }

    /// The parts of a compound that was typed: an article matches by them only if it has all of them.
    fn parts(&mut self, word: &TypedWord, weight: f32, at: Context) -> Option<Condition> {
        let parts: &[Part] = &word.forms[Language::De as usize].parts;
        let n = parts.len() as u8;
        let first_unit = self.lowered.plan.units.len();
        let weight = weight * self.vocabulary.ranking.weights.query_part;
        if parts.is_empty() || weight <= 0.0 {
            return None;
        }
        let mut all = Vec::with_capacity(parts.len());
        for (place, part) in parts.iter().enumerate() {
            let role = Role::SelectsTogether { place: place as u8, n };
            let mut alternatives = self.stem(&part.term, Language::De, self.vocabulary.ranking.weights.part, at);
            alternatives.push(self.lead(&part.term, Language::De));
            let groups = vec![self.group(Language::De, alternatives)];
            let typed = &word.written[part.start as usize..part.end as usize];
            let marker = (place == 0).then(|| {
                let stems = parts.iter().map(|part| Arc::clone(&part.term)).collect();
                Marker::Parts(PartsMarker { stems })
            });
            all.push(Condition::Unit(self.push(Unit { groups, role, weight }, typed, marker, at)));
        }
        debug_assert_eq!(self.lowered.plan.units.len(), first_unit + parts.len(), "a run stands in a row");
        Some(Condition::And(all))
    }

    fn weight(&self, word: &TypedWord) -> f32 {
        let weights = &self.vocabulary.ranking.weights;
        let is_letter = word.written.chars().count() == 1 && word.written.chars().all(char::is_alphabetic);
        let mut weight = word.count as f32;
        if word.is_joined {
            weight *= weights.joined;
        } else if is_letter {
            weight *= weights.letter;
        } else if self.is_light(word) {
            weight *= weights.light;
        }
        weight
    }

    /// Returns whether a word says little by itself in the language that the query is likely in.
    fn is_light(&self, word: &TypedWord) -> bool {
        let language = if self.german > 0.5 { Language::De } else { Language::En };
        let stem = word.forms[language as usize].term.as_ref();
        stem.is_some_and(|stem| self.vocabulary.light.contains(stem, language))
    }

    fn own_alternatives(
        &self,
        word: &TypedWord,
        language: Language,
        related: &[(String, f32)],
        at: Context,
    ) -> Vec<Alternative> {
        let form = &word.forms[language as usize];
        let mut alternatives = Vec::new();
        if let Some(stem) = &form.term {
            // A hyphen compound as one word stands in the compound field alone: there it is no mere part.
            let in_compound = match (word.is_joined, at.is_negated) {
                (true, _) => 1.0,
                (false, true) => 0.0,
                (false, false) => self.vocabulary.ranking.weights.part,
            };
            alternatives = self.stem(stem, language, in_compound, at);
            alternatives.extend(related.chunk_by(|a, b| a.1 == b.1 && at.in_title).flat_map(|alike| {
                // The title reads positions, so stems of one weight are read together.
                let field = TermField::text(language);
                let terms = alike.iter().map(|(stem, _)| (field, stem.clone())).collect();
                match at.in_title {
                    true => vec![sequence(vec![(0, terms)], alike[0].1, at)],
                    false => alike.iter().map(|(stem, weight)| term(field, stem, *weight, at)).collect(),
                }
            }));
            if !at.in_title && !at.is_negated {
                alternatives.push(self.lead(stem, language));
            }
        }
        alternatives
    }

    /// A stem as a word, and at another weight inside a compound.
    pub(super) fn stem(&self, stem: &str, language: Language, in_compound: f32, at: Context) -> Vec<Alternative> {
        vec![term(TermField::text(language), stem, 1.0, at), term(TermField::compound(language), stem, in_compound, at)]
    }

    pub(super) fn lead(&self, stem: &str, language: Language) -> Alternative {
        let weight = self.vocabulary.ranking.weights.lead;
        Alternative { selects: false, ..term(TermField::lead(language), stem, weight, Context::default()) }
    }

    /// The word as typed, in any language.
    fn exact_unit(&self, word: &TypedWord, role: Role, weight: f32, at: Context) -> Unit {
        let exact = term(TermField::Exact, &word.forms[0].exact, 1.0, at);
        Unit { groups: vec![self.written_group(TermField::Exact, vec![exact])], role, weight }
    }

    /// Stems that count as the word at a lower weight.
    pub(super) fn related(&self, word: &TypedWord, language: Language) -> Result<Vec<(String, f32)>, BackendError> {
        let form = &word.forms[language as usize];
        let Some(stem) = &form.term else { return Ok(Vec::new()) };
        if form.is_number {
            // 10.000 and 10,000: whoever types a number may write it as the other language does.
            let other_reading = word.forms[1 - language as usize].term.iter().filter(|term| *term != stem);
            return Ok(other_reading.map(|term| (term.to_string(), 1.0)).collect());
        }
        let weights = &self.vocabulary.ranking.weights;
        let family = self.vocabulary.families.of(stem, language).iter();
        let mut related: Vec<_> = family.map(|stem| (stem.to_string(), weights.family)).collect();
        for stem in self.alike(stem, language)? {
            if !related.iter().any(|(known, _)| *known == stem) {
                related.push((stem, weights.related));
            }
        }
        Ok(related)
    }

    /// Stems of the index that begin like `stem`: derivations and spellings that the stemmer keeps apart.
    fn alike(&self, stem: &str, language: Language) -> Result<Vec<String>, BackendError> {
        if self.vocabulary.ranking.weights.related <= 0.0 {
            return Ok(Vec::new());
        }
        let field = TermField::text(language);
        let n_letters = stem.chars().count();
        if n_letters < MIN_RELATED_LETTERS {
            return Ok(Vec::new());
        }
        let prefix = first_letters(stem, RELATED_PREFIX_LETTERS);
        let n_extra =
            if n_letters < RELATED_PREFIX_LETTERS { RELATED_SHORT_EXTRA_LETTERS } else { RELATED_EXTRA_LETTERS };
        let mut related = self.vocabulary.snapshot.terms_with_prefix(field, prefix, MAX_RELATED + 1)?;
        related.retain(|other| other != stem && other.chars().count().abs_diff(n_letters) <= n_extra);
        related.truncate(MAX_RELATED);
        for shorter in
            MIN_RELATED_LETTERS.max(n_letters - RELATED_SHORT_EXTRA_LETTERS)..n_letters.min(RELATED_PREFIX_LETTERS)
        {
            let shorter = first_letters(stem, shorter);
            if self.vocabulary.snapshot.document_frequency(field, shorter)? > 0 {
                related.push(shorter.to_string());
            }
        }
        Ok(related)
    }
}

fn first_letters(word: &str, n: usize) -> &str {
    word.char_indices().nth(n).map_or(word, |(end, _)| &word[..end])
}
