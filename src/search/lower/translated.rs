//! Words in the other language: what a word means is searched in the same unit as the word itself, so that an article
//! scores once for it, in whichever language it is written.

use std::sync::Arc;

use super::{Clause, Context, Lowering, TranslatedTerm, TranslatedWord, TypedWord, term};
use crate::analysis::{Analyzer, Words};
use crate::backend::{Alternative, BackendError, Matcher, Near};
use crate::document::TermField;
use crate::search::marks::{Marker, NearMarker, PhraseMarker, WordMarker};
use crate::search::translate::{Translation, Translator};
use crate::text::Language;

/// How much the words of a query say about those that both languages know, as a factor of their log-odds.
const CERTAINTY: f32 = 0.5;
/// How likely a query must be in a language to count as such.
const LIKELY: f32 = 0.6;
/// Words of a query that are asked for its language at most.
const MAX_WITNESSES: usize = 24;
/// Words that may stand between those of a translated term, in any order (cut interest rates, cut more than 35,000 jobs).
const TERM_DISTANCE: u32 = 4;
/// A word that weighs less among its translations is not searched by them.
const MIN_WEIGHT: f32 = 0.05;
/// Letters of a German stem, from which on the words that begin with it are compounds of it rather than others.
const MIN_BEGINNING_LETTERS: usize = 7;
/// Compounds that begin with a translation at most, the most frequent first.
const MAX_COMPOUNDS: usize = 12;

/// A word is not searched as itself in a language where it counts less: it means something else there.
const MIN_IDENTITY: f32 = 0.2;

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

/// Returns how likely the words of a query are German rather than English: by how they are written, and by which lexicon knows them.
pub(super) fn probability_of_german(
    clauses: &[Clause],
    analyzer: &Analyzer,
    translator: Option<&Translator>,
    words: &mut Words,
) -> f32 {
    let mut text = String::new();
    clauses.iter().for_each(|clause| collect_words(clause, &mut text));
    let mut votes = 0.0;
    if let Some(translator) = translator {
        for word in text.split_whitespace().take(MAX_WITNESSES) {
            let is_known = Language::ALL.map(|language| !translator.word(word, language, words).is_empty());
            votes += match is_known {
                [true, false] => 1.0,
                [false, true] => -1.0,
                _ => 0.0,
            };
        }
    }
    let log_odds = CERTAINTY * analyzer.german_over_english(&text) + votes;
    1.0 / (1.0 + (-log_odds).exp())
}

/// Tells whether the other language has a word that looks alike and means something else (German *Rat*, English *rat*).
fn is_false_friend(word: &TypedWord, source: Language, found: &[Arc<[Translation]>; 2]) -> bool {
    let target = source.other();
    let Some(stem) = &word.forms[target as usize].term else { return false };
    let means_itself =
        |translation: &Translation| translation.stems.contains(stem) || translation.related.contains(stem);
    let (own, other) = (&found[source as usize], &found[target as usize]);
    !own.is_empty() && !other.is_empty() && !own.iter().any(means_itself)
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
        Clause::Pattern(_) | Clause::Filter(_) | Clause::Entity { .. } | Clause::Figure(_) | Clause::Said(_) => {}
    }
}

impl<'a> Lowering<'a, '_> {
    /// Returns what translates where words are to be translated: not behind a minus, nor where one language is asked for.
    pub(super) fn translator(&self, at: Context) -> Option<&'a Translator> {
        self.vocabulary.translator.filter(|_| at.language.is_none() && !at.is_negated)
    }

    /// Returns what each language counts beside the other, where words were translated: of articles that are as good, those in the
    /// language of the query come first.
    pub(super) fn balance(&self) -> Option<[f32; 2]> {
        let other = self.vocabulary.ranking.weights.other_language;
        let factors = match self.german {
            german if german > LIKELY => [1.0, other],
            german if german < 1.0 - LIKELY => [other, 1.0],
            _ => [1.0; 2],
        };
        (!self.lowered.translations.is_empty()).then_some(factors)
    }

    /// Returns what a word means in each language, and notes it.
    pub(super) fn translated_meanings(&mut self, word: &TypedWord, at: Context) -> Result<Meanings, BackendError> {
        let mut meanings = Meanings::default();
        let Some(translator) = self.translator(at).filter(|_| !word.is_joined && !word.forms[0].is_number) else {
            return Ok(meanings);
        };
        let found = Language::ALL.map(|source| translator.word(&word.written, source, self.words));
        let identity = |source: Language| match is_false_friend(word, source, &found) {
            true => self.vocabulary.ranking.translation.false_friend,
            false => self.vocabulary.ranking.weights.identity,
        };
        if let Some(language) = at.in_term {
            meanings.identity[language.other() as usize] = identity(language);
            return Ok(meanings);
        }
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
            let identity = (1.0 - of_source) + of_source * identity(source);
            let best = found[source as usize].first().map_or(0.0, |best| of_source * best.weight);
            let scale = identity.max(best);
            let own = identity / scale;
            meanings.identity[target] = if own < MIN_IDENTITY { 0.0 } else { own };
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
    pub(super) fn keep_found(&self, target: Language, translations: &mut Vec<Translation>) -> Result<(), BackendError> {
        let mut found = Vec::with_capacity(translations.len());
        for mut translation in translations.drain(..) {
            let mut is_found = true;
            for stem in &translation.stems {
                is_found &= self.is_in_index(stem, target)?;
            }
            if let [stem] = &translation.stems[..] {
                let stem = Arc::clone(stem);
                let has_more = self.keep_found_relations(&stem, target, &mut translation)?;
                is_found |= has_more;
            }
            if is_found {
                found.push(translation);
            }
        }
        *translations = found;
        Ok(())
    }

    fn is_in_index(&self, stem: &str, target: Language) -> Result<bool, BackendError> {
        let n = |field| self.vocabulary.snapshot.document_frequency(field, stem);
        Ok(n(TermField::text(target))? > 0 || n(TermField::compound(target))? > 0)
    }

    /// Keeps the forms and relations that stand in the index, and adds the compounds that begin with the word; tells whether there
    /// are forms or compounds.
    fn keep_found_relations(
        &self,
        stem: &str,
        target: Language,
        translation: &mut Translation,
    ) -> Result<bool, BackendError> {
        let (field, snapshot) = (TermField::text(target), self.vocabulary.snapshot);
        let is_verb = !translation.forms.is_empty();
        for stems in [&mut translation.forms, &mut translation.related] {
            let mut found = Vec::with_capacity(stems.len());
            for stem in stems.drain(..) {
                if snapshot.document_frequency(field, &stem)? > 0 {
                    found.push(stem);
                }
            }
            *stems = found;
        }
        let mut has_more = !translation.forms.is_empty() || (is_verb && !translation.related.is_empty());
        // What is a part of compounds is found by the field of parts.
        let is_part = snapshot.document_frequency(TermField::compound(target), stem)? > 0;
        if target == Language::De && !is_part && stem.chars().count() >= MIN_BEGINNING_LETTERS {
            let longer = snapshot.terms_with_prefix(field, stem, MAX_COMPOUNDS)?;
            let is_new =
                |longer: &String| **longer != *stem && !translation.related.iter().any(|known| **known == **longer);
            let longer: Vec<Arc<str>> = longer.into_iter().filter(is_new).map(Arc::from).collect();
            has_more |= !longer.is_empty();
            translation.related.extend(longer);
        }
        Ok(has_more)
    }

    pub(super) fn note_translations(&mut self, from: &str, translations: &[Vec<Translation>; 2]) {
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
        for Translation { stems, forms, related, weight, .. } in translations {
            match &stems[..] {
                [stem] => {
                    let part = self.vocabulary.ranking.weights.part;
                    let own = self.stem(stem, target, if target == Language::De { part } else { 0.0 }, at);
                    let lead = (!at.in_title).then(|| self.lead(stem, target));
                    alternatives.extend(own.into_iter().chain(lead).map(|alternative| scaled(alternative, *weight)));
                    alternatives.extend(self.inflected(forms, related, target, at).map(|form| scaled(form, *weight)));
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

    /// Returns the alternatives of a translation's other forms and relations.
    fn inflected(
        &self,
        forms: &[Arc<str>],
        related: &[Arc<str>],
        target: Language,
        at: Context,
    ) -> impl Iterator<Item = Alternative> {
        let field = TermField::text(target);
        let forms = forms.iter().flat_map(move |form| {
            let lead = (!at.in_title).then(|| self.lead(form, target));
            std::iter::once(term(field, form, 1.0, at)).chain(lead)
        });
        let factor = self.vocabulary.ranking.weights.family;
        forms.chain(related.iter().map(move |stem| term(field, stem, factor, at)))
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
            let stems =
                single.clone().flat_map(|translation| translation.stems.iter().chain(&translation.forms).cloned());
            marker.add_translations(target, stems);
            marker.add_related(
                target,
                single.flat_map(|translation| translation.related.iter().map(ToString::to_string)),
            );
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
}

fn scaled(alternative: Alternative, factor: f32) -> Alternative {
    Alternative { weight: alternative.weight * factor, ..alternative }
}
