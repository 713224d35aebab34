//! Words in the other language: what a word means is searched in the same unit as the word itself, so that an article
//! scores once for it, in whichever language it is written.

use std::sync::Arc;

use super::{Clause, Context, Lowering, Strength, TranslatedTerm, TranslatedWord, TypedWord};
use crate::analysis::Analyzer;
use crate::backend::{Alternative, BackendError, Condition, Matcher, Near, Role, Unit};
use crate::document::TermField;
use crate::search::marks::{Marker, NearMarker, PhraseMarker, WordMarker};
use crate::search::translate::{Translation, Translator};
use crate::text::Language;

/// How much the words of a query say about those that both languages know, as a factor of their log-odds.
const CERTAINTY: f32 = 0.5;
/// How likely a query must be in a language to count as such.
const CLEARLY: f32 = 0.6;
/// Words that may stand between those of a translated term, in any order (cut interest rates, Prize in Literature).
const TERM_DISTANCE: u32 = 2;
/// Words of a term at most.
const MAX_TERM_WORDS: usize = 5;
/// A word that weighs less among its translations is not searched by them.
const MIN_WEIGHT: f32 = 0.05;

/// What a typed word is searched by in each language.
#[derive(Clone, Debug)]
pub(super) struct Meanings {
    /// Weight of the word's own stem.
    pub identity: [f32; 2],
    pub translations: [Vec<Translation>; 2],
}

impl Default for Meanings {
    fn default() -> Meanings {
        Meanings { identity: [1.0; 2], translations: Default::default() }
    }
}

/// Returns how likely the words of a query are German rather than English.
pub(super) fn probability_of_german(clauses: &[Clause], analyzer: &Analyzer) -> f32 {
    let mut text = String::new();
    clauses.iter().for_each(|clause| collect_words(clause, &mut text));
    1.0 / (1.0 + (-CERTAINTY * analyzer.german_over_english(&text)).exp())
}

fn collect_words(clause: &Clause, text: &mut String) {
    match clause {
        Clause::Word(word) | Clause::Phrase(word) | Clause::Exact(word) => {
            text.push_str(word);
            text.push(' ');
        }
        Clause::And(inner) | Clause::Or(inner) | Clause::Group(inner) | Clause::Near { operands: inner, .. } => {
            inner.iter().for_each(|inner| collect_words(inner, text));
        }
        Clause::Not(inner) | Clause::Title(inner) | Clause::In(_, inner) => collect_words(inner, text),
        Clause::Pattern(_) | Clause::Filter(_) | Clause::Pending { .. } => {}
    }
}

impl<'a> Lowering<'a, '_> {
    /// Returns what translates where words are to be translated: not behind a minus, nor where one language is asked for.
    fn translator(&self, at: Context) -> Option<&'a Translator> {
        self.vocabulary.translator.filter(|_| at.language.is_none() && !at.is_negated)
    }

    /// Returns what each language counts beside the other, where words were translated: of articles that are as good, those in the
    /// language of the query come first.
    pub(super) fn balance(&self) -> Option<[f32; 2]> {
        let other = self.vocabulary.ranking.weights.other_language;
        let factors = match self.german {
            german if german > CLEARLY => [1.0, other],
            german if german < 1.0 - CLEARLY => [other, 1.0],
            _ => [1.0; 2],
        };
        (!self.lowered.translations.is_empty()).then_some(factors)
    }

    /// Returns what a word means in each language, and notes it.
    pub(super) fn meanings(&mut self, word: &TypedWord, at: Context) -> Result<Meanings, BackendError> {
        let mut meanings = Meanings::default();
        let Some(translator) = self.translator(at).filter(|_| !word.is_joined && !word.forms[0].is_number) else {
            return Ok(meanings);
        };
        if let Some(language) = at.in_term {
            meanings.identity[language.other() as usize] = self.vocabulary.ranking.weights.identity;
            return Ok(meanings);
        }
        let found = Language::ALL.map(|source| translator.word(&word.written, source, self.words));
        if found.iter().all(|found| found.is_empty()) {
            return Ok(meanings);
        }
        // A word that one language alone knows, be it as a function word, is of that language.
        let is_known =
            |language: Language| !found[language as usize].is_empty() || word.forms[language as usize].term.is_none();
        let german = match Language::ALL.map(is_known) {
            [true, false] => 1.0,
            [false, true] => 0.0,
            _ => self.german,
        };
        for source in Language::ALL {
            let (target, of_source) =
                (source.other() as usize, if source == Language::De { german } else { 1.0 - german });
            let identity = (1.0 - of_source) + of_source * self.vocabulary.ranking.weights.identity;
            let best = found[source as usize].first().map_or(0.0, |best| of_source * best.weight);
            let scale = identity.max(best);
            meanings.identity[target] = identity / scale;
            let weighed = found[source as usize].iter().map(|translation| Translation {
                weight: of_source * translation.weight / scale,
                ..translation.clone()
            });
            meanings.translations[target] = weighed.filter(|translation| translation.weight >= MIN_WEIGHT).collect();
            self.keep_found(source.other(), &mut meanings.translations[target])?;
        }
        self.note_translations(&word.written, &meanings.translations);
        Ok(meanings)
    }

    /// Keeps the translations that stand in the index.
    fn keep_found(&self, target: Language, translations: &mut Vec<Translation>) -> Result<(), BackendError> {
        let mut found = Vec::with_capacity(translations.len());
        for translation in translations.drain(..) {
            let mut is_found = true;
            for stem in &translation.stems {
                let fields = [TermField::text(target), TermField::compound(target)];
                let mut n = 0;
                for field in fields {
                    n += self.vocabulary.snapshot.document_frequency(field, stem)?;
                }
                is_found &= n > 0;
            }
            if is_found {
                found.push(translation);
            }
        }
        *translations = found;
        Ok(())
    }

    fn note_translations(&mut self, from: &str, translations: &[Vec<Translation>; 2]) {
        let mut to: Vec<TranslatedTerm> = Vec::new();
        for language in Language::ALL {
            let of_language = translations[language as usize].iter();
            to.extend(of_language.map(|Translation { text, weight, .. }| TranslatedTerm {
                text: Arc::clone(text),
                language,
                weight: *weight,
            }));
        }
        to.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let is_new = !self.lowered.translations.iter().any(|known| known.from == from);
        if !to.is_empty() && is_new {
            self.lowered.translations.push(TranslatedWord { from: from.to_string(), to });
        }
    }

    /// Returns the alternatives of translations in their language.
    pub(super) fn translated(&self, translations: &[Translation], target: Language, at: Context) -> Vec<Alternative> {
        let mut alternatives = Vec::new();
        for Translation { stems, weight, .. } in translations {
            match &stems[..] {
                [stem] => {
                    let part = self.vocabulary.ranking.weights.part;
                    let own = self.stem(stem, target, if target == Language::De { part } else { 0.0 }, at);
                    let lead = (!at.in_title).then(|| self.lead(stem, target));
                    alternatives.extend(own.into_iter().chain(lead).map(|alternative| scaled(alternative, *weight)));
                }
                stems => {
                    let field = TermField::text(target);
                    let operand = |stem: &Arc<str>| vec![vec![(0, vec![(field, stem.to_string())])]];
                    let operands = stems.iter().map(operand).collect();
                    let near = Near { operands, distance: TERM_DISTANCE, in_title: at.in_title };
                    alternatives.push(Alternative { matcher: Matcher::Near(near), weight: *weight, selects: true });
                }
            }
        }
        // What selects comes first in a group.
        alternatives.sort_by_key(|alternative| !alternative.selects);
        alternatives
    }

    /// Marks translations as well: words in `marker`, and terms each by a marker of its own.
    pub(super) fn mark_translations(
        &mut self,
        translations: &[Vec<Translation>; 2],
        marker: &mut WordMarker,
    ) -> Vec<Marker> {
        let mut terms = Vec::new();
        for target in Language::ALL {
            let of_target = &translations[target as usize];
            let single = of_target.iter().filter(|translation| translation.stems.len() == 1);
            marker.add_translations(target, single.map(|translation| Arc::clone(&translation.stems[0])));
            for translation in of_target.iter().filter(|translation| translation.stems.len() > 1) {
                let operands = translation.stems.iter().map(|stem| {
                    let mut word = WordMarker::of_translations();
                    word.add_translations(target, std::iter::once(Arc::clone(stem)));
                    vec![Marker::Word(word)]
                });
                // Where the words stand in a row they are one mark.
                terms.push(Marker::Phrase(PhraseMarker::new(&translation.text, Some(target), self.words)));
                terms.push(Marker::Near(NearMarker { operands: operands.collect(), distance: TERM_DISTANCE }));
            }
        }
        terms
    }

    /// Finds terms of several words among those typed (`air raid`), and searches each as a whole in the other language. Returns,
    /// per word, the language in which it belongs to one.
    pub(super) fn terms(
        &mut self,
        typed: &[TypedWord],
        at: Context,
        found: &mut Vec<(Condition, Strength)>,
    ) -> Result<Vec<Option<Language>>, BackendError> {
        let mut in_terms = vec![None; typed.len()];
        let Some(translator) = self.translator(at).filter(|_| typed.len() > 1) else { return Ok(in_terms) };
        let written: Vec<&str> = typed.iter().map(|word| word.written.as_str()).collect();
        for source in Language::ALL {
            let mut i = 0;
            while i < typed.len() {
                let row = &written[i..written.len().min(i + MAX_TERM_WORDS)];
                let term = translator.term(row, source, self.words).filter(|_| in_terms[i].is_none());
                i += match term {
                    Some((n, mut translations)) => {
                        self.keep_found(source.other(), &mut translations)?;
                        if !translations.is_empty() {
                            in_terms[i..i + n].fill(Some(source));
                            let condition =
                                self.term_unit(&written[i..i + n].join(" "), translations, source.other(), at);
                            found.push((condition, Strength::Wish));
                        }
                        n
                    }
                    None => 1,
                };
            }
        }
        Ok(in_terms)
    }

    fn term_unit(&mut self, written: &str, translations: Vec<Translation>, target: Language, at: Context) -> Condition {
        let n_words = written.split(' ').count() as f32;
        let groups = vec![self.group(target, self.translated(&translations, target, at))];
        let unit = Unit { groups, role: Role::Selects, weight: n_words * self.vocabulary.ranking.weights.term };
        let mut by_target: [Vec<Translation>; 2] = Default::default();
        by_target[target as usize] = translations;
        self.note_translations(written, &by_target);
        let mut marker = WordMarker::of_translations();
        let terms = self.mark_translations(&by_target, &mut marker);
        let unit = self.push(unit, written, Some(Marker::Word(marker)), at);
        self.push_markers(unit, terms, at);
        Condition::Unit(unit)
    }

    /// Translates the parts of a compound that has no translation itself: an article matches by them only if it has all.
    pub(super) fn translated_parts(
        &mut self,
        word: &TypedWord,
        weight: f32,
        at: Context,
    ) -> Result<Option<Condition>, BackendError> {
        let form = Arc::clone(&word.forms[Language::De as usize]);
        let Some(translator) = self.translator(at).filter(|_| !form.parts.is_empty()) else { return Ok(None) };
        let mut by_part = Vec::with_capacity(form.parts.len());
        for part in &form.parts {
            let written = &word.written[part.start as usize..part.end as usize];
            let mut translations = translator.word(&in_citation_form(written), Language::De, self.words).to_vec();
            self.keep_found(Language::En, &mut translations)?;
            if translations.is_empty() {
                return Ok(None);
            }
            by_part.push((written.to_string(), translations));
        }
        let (n, mut all) = (by_part.len() as u8, Vec::new());
        for (place, (written, translations)) in by_part.into_iter().enumerate() {
            let role = Role::SelectsTogether { place: place as u8, n };
            let groups = vec![self.group(Language::En, self.translated(&translations, Language::En, at))];
            let mut by_target: [Vec<Translation>; 2] = Default::default();
            by_target[Language::En as usize] = translations;
            self.note_translations(&written, &by_target);
            let mut marker = WordMarker::of_translations();
            let terms = self.mark_translations(&by_target, &mut marker);
            // Many parts together count no more than two.
            let weight = weight * self.vocabulary.ranking.weights.translated_part * f32::min(1.0, 2.0 / f32::from(n));
            let unit = self.push(Unit { groups, role, weight }, &written, Some(Marker::Word(marker)), at);
            self.push_markers(unit, terms, at);
            all.push(Condition::Unit(unit));
        }
        Ok(Some(Condition::And(all)))
    }
}

/// A part inside a compound is written small; as a word of its own it is a noun more often than not.
fn in_citation_form(part: &str) -> String {
    let mut letters = part.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn scaled(alternative: Alternative, factor: f32) -> Alternative {
    Alternative { weight: alternative.weight * factor, ..alternative }
}
