//! A query in terms of the index: for each word the units that speak for it, in German, in English, and as written.

use std::sync::Arc;

use crate::analysis::{Analyzer, Group as WordGroup, Part, WordForm, Words, tokenize};
use crate::backend::{Alternative, BackendError, Group, Matcher, Plan, Role, Snapshot, Unit};
use crate::document::TermField;
use crate::query::{Clause, Query};
use crate::schema::Ranking;
use crate::text::Language;

use super::evidence::ranked_languages;
use super::families::Families;
use super::marks::{Marker, PartsMarker, PhraseMarker, WordMarker};

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

/// A query ready for a backend, and what to mark in its hits.
#[derive(Clone, Debug, Default)]
pub struct Lowered {
    pub query: Query,
    pub plan: Plan,
    /// What to mark, and for which unit of the plan.
    pub(super) markers: Vec<(usize, Marker)>,
}

/// Lowers a query: every word in both languages, phrases as hard conditions.
///
/// # Errors
/// If the vocabulary of the index cannot be read.
pub fn lower(query: Query, analyzer: &Analyzer, vocabulary: Vocabulary) -> Result<Lowered, BackendError> {
    analyzer.with_words(|words| {
        let typed = typed_words(&query, words);
        let phrases: Vec<PhraseMarker> = phrases(&query, words);
        let mut lowering = Lowering { vocabulary, lowered: Lowered { query, ..Lowered::default() } };
        lowering.words(&typed)?;
        phrases.into_iter().for_each(|phrase| lowering.phrase(phrase));
        Ok(lowering.lowered)
    })
}

/// One word of the query with its forms.
#[derive(Clone, Debug)]
pub(super) struct TypedWord {
    pub written: String,
    /// German and English form, in order of [`Language::ALL`].
    pub forms: [Arc<WordForm>; 2],
    /// How often it stands in the query.
    pub count: usize,
    /// Whether it is a hyphen compound written as one word, beside its words.
    pub is_joined: bool,
}

impl TypedWord {
    fn stop(&self) -> [bool; 2] {
        [self.forms[0].term.is_none(), self.forms[1].term.is_none()]
    }
}

fn typed_words(query: &Query, words: &mut Words) -> Vec<TypedWord> {
    let mut typed = Vec::new();
    for clause in &query.clauses {
        if let Clause::Word(text) = clause {
            tokenize(text, |group| push_typed(text, group, words, &mut typed));
        }
    }
    typed
}

fn push_typed(text: &str, group: &WordGroup, words: &mut Words, typed: &mut Vec<TypedWord>) {
    for word in &group.words {
        let written = &text[word.range()];
        let forms = Language::ALL.map(|language| words.form(written, Some(language)));
        let terms = |forms: &[Arc<WordForm>; 2]| [forms[0].term.clone(), forms[1].term.clone()];
        let is_function_word = forms.iter().all(|form| form.term.is_none());
        let is_same = |earlier: &TypedWord| {
            !earlier.is_joined
                && terms(&earlier.forms) == terms(&forms)
                && (!is_function_word || earlier.forms[0].exact == forms[0].exact)
        };
        if let Some(earlier) = typed.iter_mut().find(|earlier| is_same(earlier)) {
            earlier.count += 1;
            continue;
        }
        typed.push(TypedWord { written: written.to_string(), forms, count: 1, is_joined: false });
    }
    if group.words.len() > 1 {
        let whole = &text[group.whole().range()];
        let forms = Language::ALL.map(|language| words.compound_form(whole, Some(language)));
        typed.push(TypedWord { written: whole.to_string(), forms, count: 1, is_joined: true });
    }
}

fn phrases(query: &Query, words: &mut Words) -> Vec<PhraseMarker> {
    let texts = query.clauses.iter().filter_map(|clause| match clause {
        Clause::Phrase(text) => Some(text),
        Clause::Word(_) => None,
    });
    texts.map(|text| PhraseMarker::new(text, words)).collect()
}

impl Lowered {
    /// Returns whether parts of a typed compound are looked for.
    pub(super) fn has_parts(&self) -> bool {
        self.markers.iter().any(|(_, marker)| matches!(marker, Marker::Parts(_)))
    }
}

/// What a query is resolved against.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    pub ranking: &'a Ranking,
    pub families: &'a Families,
    pub snapshot: &'a dyn Snapshot,
}

struct Lowering<'a> {
    vocabulary: Vocabulary<'a>,
    lowered: Lowered,
}

impl Lowering<'_> {
    fn words(&mut self, typed: &[TypedWord]) -> Result<(), BackendError> {
        let ranked = ranked_languages(&typed.iter().map(TypedWord::stop).collect::<Vec<_>>());
        let has_content = ranked.iter().any(|ranked| ranked[0] || ranked[1]);
        let mut common = Vec::new();
        for (word, ranked) in typed.iter().zip(&ranked) {
            if !has_content {
                // A query of function words alone ("to be or not to be") is searched as written.
                self.push(self.exact_unit(word, Role::Selects, 1.0), Some(Marker::Word(WordMarker::exact(word))));
            } else if ranked[0] || ranked[1] {
                self.word(word, *ranked)?;
            } else {
                let unit = self.exact_unit(word, Role::Supports, self.vocabulary.ranking.weights.stop);
                self.push(unit, None);
                common.push(word.written.as_str());
            }
        }
        if !common.is_empty() {
            self.lowered.query.note("common_words", format!("too common to rank by: {}", common.join(", ")));
        }
        Ok(())
    }

    fn word(&mut self, word: &TypedWord, ranked: [bool; 2]) -> Result<(), BackendError> {
        let weight = self.weight(word);
        let mut groups = Vec::with_capacity(3);
        let mut marker = WordMarker::new(word, ranked);
        for language in Language::ALL.into_iter().filter(|&language| ranked[language as usize]) {
            let related = self.related(word, language)?;
            groups.push(self.language_group(word, language, &related));
            marker.add_related(language, related.into_iter().map(|(stem, _)| stem));
        }
        groups.push(self.other_group(term(TermField::Other, &word.forms[0].exact, 1.0)));
        self.push(Unit { groups, role: Role::Selects, weight }, Some(Marker::Word(marker)));
        self.push(self.exact_unit(word, Role::Supports, weight * self.vocabulary.ranking.weights.exact), None);
        if ranked[Language::De as usize] {
            self.parts(&word.forms[Language::De as usize].parts, weight);
        }
        Ok(())
    }

    /// The parts of a compound that was typed: an article matches by them only if it has all of them.
    fn parts(&mut self, parts: &[Part], weight: f32) {
        let n = parts.len() as u8;
        let first_unit = self.lowered.plan.units.len();
        for (place, part) in parts.iter().enumerate() {
            let role = Role::SelectsTogether { place: place as u8, n };
            let mut alternatives = stem_alternatives(&part.term, Language::De, self.vocabulary.ranking.weights.part);
            alternatives.push(self.lead(&part.term, Language::De));
            let groups = vec![self.group(Language::De, alternatives)];
            self.push(Unit { groups, role, weight: weight * self.vocabulary.ranking.weights.query_part }, None);
        }
        if self.lowered.plan.units.len() > first_unit {
            let stems = parts.iter().map(|part| Arc::clone(&part.term)).collect();
            self.lowered.markers.push((first_unit, Marker::Parts(PartsMarker { stems })));
        }
    }

    fn weight(&self, word: &TypedWord) -> f32 {
        let weights = &self.vocabulary.ranking.weights;
        let is_letter = word.written.chars().count() == 1 && word.written.chars().all(char::is_alphabetic);
        let mut weight = word.count as f32;
        if word.is_joined {
            weight *= weights.joined;
        } else if is_letter {
            weight *= weights.letter;
        }
        weight
    }

    fn push(&mut self, unit: Unit, marker: Option<Marker>) {
        if unit.weight > 0.0 {
            let i = self.lowered.plan.units.len();
            self.lowered.plan.units.push(unit);
            self.lowered.markers.extend(marker.map(|marker| (i, marker)));
        }
    }

    fn language_group(&self, word: &TypedWord, language: Language, related: &[(String, f32)]) -> Group {
        let form = &word.forms[language as usize];
        let mut alternatives = Vec::new();
        if let Some(stem) = &form.term {
            // A hyphen compound as one word stands in the compound field alone: there it is no mere part.
            let in_compound = if word.is_joined { 1.0 } else { self.vocabulary.ranking.weights.part };
            alternatives = stem_alternatives(stem, language, in_compound);
            alternatives.extend(related.iter().map(|(stem, weight)| term(TermField::text(language), stem, *weight)));
            alternatives.push(self.lead(stem, language));
        }
        self.group(language, alternatives)
    }

    fn lead(&self, stem: &str, language: Language) -> Alternative {
        Alternative { selects: false, ..term(TermField::lead(language), stem, self.vocabulary.ranking.weights.lead) }
    }

    fn group(&self, language: Language, mut alternatives: Vec<Alternative>) -> Group {
        alternatives.retain(|alternative| alternative.weight > 0.0);
        let constants = self.vocabulary.ranking.of(language);
        Group { field: TermField::text(language), k1: constants.k1, b: constants.b, alternatives }
    }

    fn other_group(&self, alternative: Alternative) -> Group {
        let constants = self.vocabulary.ranking.exact;
        Group { field: TermField::Other, k1: constants.k1, b: constants.b, alternatives: vec![alternative] }
    }

    /// The word as typed, in any language.
    fn exact_unit(&self, word: &TypedWord, role: Role, weight: f32) -> Unit {
        let alternative = term(TermField::Exact, &word.forms[0].exact, 1.0);
        let group = Group { field: TermField::Exact, ..self.other_group(alternative) };
        Unit { groups: vec![group], role, weight }
    }

    /// Stems that count as the word at a lower weight.
    fn related(&self, word: &TypedWord, language: Language) -> Result<Vec<(String, f32)>, BackendError> {
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

    fn phrase(&mut self, phrase: PhraseMarker) {
        let sequence =
            |language| Alternative { matcher: Matcher::Sequence(phrase.places(language)), weight: 1.0, selects: true };
        let mut groups: Vec<Group> =
            Language::ALL.into_iter().map(|language| self.group(language, vec![sequence(Some(language))])).collect();
        groups.push(self.other_group(sequence(None)));
        self.push(Unit { groups, role: Role::Required, weight: 1.0 }, Some(Marker::Phrase(phrase)));
    }
}

/// A stem as a word, and at another weight inside a compound.
fn stem_alternatives(stem: &str, language: Language, in_compound: f32) -> Vec<Alternative> {
    vec![term(TermField::text(language), stem, 1.0), term(TermField::compound(language), stem, in_compound)]
}

fn term(field: TermField, term: &str, weight: f32) -> Alternative {
    Alternative { matcher: Matcher::Term { field, term: term.to_string() }, weight, selects: true }
}

fn first_letters(word: &str, n: usize) -> &str {
    word.char_indices().nth(n).map_or(word, |(end, _)| &word[..end])
}
