//! Words and phrases near each other.

use super::{Context, Lowering, every, typed};
use crate::backend::{Alternative, BackendError, Condition, Matcher, Near, Role, Sequence, Unit};
use crate::document::TermField;
use crate::query::Clause;
use crate::search::marks::{Marker, NearMarker, PhraseMarker, WordMarker};

/// Operands that are held against each other at most.
const MAX_OPERANDS: usize = 8;

impl Lowering<'_, '_> {
    /// All operands near each other; those beyond the limit anywhere in the article.
    pub(super) fn near(
        &mut self,
        distance: u32,
        operands: &[Clause],
        at: Context,
    ) -> Result<Option<Condition>, BackendError> {
        let (near, rest) = operands.split_at(operands.len().min(MAX_OPERANDS));
        let (mut places, mut markers) = (Vec::new(), Vec::new());
        for operand in near {
            let (sequences, of_operand) = self.near_operand(operand, at)?;
            if !sequences.is_empty() {
                places.push(sequences);
                markers.push(of_operand);
            }
        }
        let mut all = Vec::new();
        if !places.is_empty() {
            let matcher = Matcher::Near(Near { operands: places, distance, in_title: at.in_title });
            let alternative = Alternative { matcher, weight: 1.0, selects: true };
            // The terms of both languages stand in one order, so the field that has them all normalises.
            let groups = vec![self.written_group(TermField::Exact, vec![alternative])];
            let unit = Unit { groups, role: Role::Selects, weight: 1.0 };
            let label = Clause::Near { distance, operands: near.to_vec() }.to_string();
            let marker = Marker::Near(NearMarker { operands: markers, distance });
            let unit = Condition::Unit(self.push(unit, &label, Some(marker), at));
            all.push(self.in_language(unit, at));
        }
        if !rest.is_empty() {
            let detail = format!("NEAR holds for its first {MAX_OPERANDS} words; the others may stand anywhere");
            self.lowered.query.note("near_operands", detail);
            all.extend(super::conditions(self.operands(rest, at)?));
        }
        Ok((!all.is_empty()).then(|| every(all)))
    }

    /// Returns the sequences that an operand stands for, and what to mark of it.
    fn near_operand(&mut self, operand: &Clause, at: Context) -> Result<(Vec<Sequence>, Vec<Marker>), BackendError> {
        Ok(match operand {
            Clause::Phrase(text) => {
                let phrase = PhraseMarker::new(text, at.language, self.words);
                (self.phrase_sequences(&phrase, at), vec![Marker::Phrase(phrase)])
            }
            Clause::Exact(text) => {
                let phrase = PhraseMarker::exact(text, at.language, self.words);
                (vec![phrase.exact_places()], vec![Marker::Phrase(phrase)])
            }
            Clause::Pattern(pattern) => {
                let Some((terms, marker)) = self.expanded(pattern, at)? else { return Ok((Vec::new(), Vec::new())) };
                let terms: Vec<_> = terms.into_iter().map(|(term, _)| (TermField::Exact, term)).collect();
                (vec![vec![(0, terms)]], vec![Marker::Pattern(marker)])
            }
            Clause::Word(text) => self.near_word(text, at)?,
            _ => (Vec::new(), Vec::new()),
        })
    }

    fn phrase_sequences(&self, phrase: &PhraseMarker, at: Context) -> Vec<Sequence> {
        let mut sequences: Vec<Sequence> = at.languages().map(|language| phrase.places(Some(language))).collect();
        if at.language.is_none() {
            sequences.push(phrase.places(None));
        }
        sequences
    }

    /// A word by stem, relations and as a part of a compound; a hyphen compound by its words in a row, or as one word.
    fn near_word(&mut self, text: &str, at: Context) -> Result<(Vec<Sequence>, Vec<Marker>), BackendError> {
        let clause = Clause::Word(text.to_string());
        let typed = typed::typed_words(std::slice::from_ref(&clause), self.words);
        let (mut sequences, mut markers) = (Vec::new(), Vec::new());
        let is_compound = typed.len() > 1;
        if is_compound {
            let phrase = PhraseMarker::new(text, at.language, self.words);
            sequences = self.phrase_sequences(&phrase, at);
            markers.push(Marker::Phrase(phrase));
        }
        for word in typed.iter().filter(|word| word.is_joined || !is_compound) {
            let ranked = self.evidence.ranked(word, at.language);
            let exact = word.forms[0].exact.to_string();
            if !at.languages().any(|language| ranked[language as usize]) {
                sequences.push(vec![(0, vec![(TermField::Exact, exact)])]);
                markers.push(Marker::Word(WordMarker::exact(word, at.language)));
                continue;
            }
            let mut terms = Vec::new();
            let mut marker = WordMarker::new(word, ranked, at.language);
            for language in at.languages().filter(|&language| ranked[language as usize]) {
                let Some(stem) = &word.forms[language as usize].term else { continue };
                terms.push((TermField::text(language), stem.to_string()));
                terms.push((TermField::compound(language), stem.to_string()));
                let related: Vec<String> = match at.is_negated {
                    true => Vec::new(),
                    false => self.related(word, language)?.into_iter().map(|(stem, _)| stem).collect(),
                };
                terms.extend(related.iter().map(|stem| (TermField::text(language), stem.clone())));
                marker.add_related(language, related.into_iter());
            }
            if at.language.is_none() {
                let stop = word.stop();
                if stop.contains(&true) {
                    terms.push((TermField::Exact, exact.clone()));
                    marker.add_written([true; 2]);
                }
                terms.push((TermField::Other, exact));
            }
            sequences.push(vec![(0, terms)]);
            markers.push(Marker::Word(marker));
        }
        Ok((sequences, markers))
    }
}
