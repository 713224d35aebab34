//! A query in terms of the index: for each word one unit, searched in German, in English, and as written elsewhere.

use crate::analysis::{Analyzer, Group as WordGroup, WordForm, Words, tokenize};
use crate::backend::{Alternative, Group, Matcher, Plan, Unit};
use crate::document::TermField;
use crate::query::{Clause, Query};
use crate::schema::Ranking;
use crate::text::Language;

use super::evidence::ranked_languages;
use super::marks::{Marker, PhraseMarker, WordMarker};

/// A query ready for a backend, and what to mark in its hits.
#[derive(Clone, Debug)]
pub struct Lowered {
    pub query: Query,
    pub plan: Plan,
    /// One marker per unit of the plan.
    pub(super) markers: Vec<Marker>,
}

/// Lowers a query: every word in both languages, phrases as hard conditions.
pub fn lower(mut query: Query, analyzer: &Analyzer, ranking: &Ranking) -> Lowered {
    let (mut plan, mut markers) = (Plan::default(), Vec::new());
    analyzer.with_words(|words| {
        let typed = typed_words(&query, words);
        let stops: Vec<_> = typed.iter().map(TypedWord::stop).collect();
        let ranked = ranked_languages(&stops);
        let has_content = ranked.iter().any(|ranked| ranked[0] || ranked[1]);
        let mut common = Vec::new();
        for (word, ranked) in typed.iter().zip(&ranked) {
            if !has_content {
                plan.units.push(exact_unit(word, ranking));
                markers.push(Marker::Word(WordMarker::exact(word)));
            } else if ranked[0] || ranked[1] {
                plan.units.push(word_unit(word, *ranked, ranking));
                markers.push(Marker::Word(WordMarker::new(word, *ranked)));
            } else {
                common.push(word.written.as_str());
            }
        }
        for clause in &query.clauses {
            if let Clause::Phrase(text) = clause {
                let phrase = PhraseMarker::new(text, words);
                plan.units.push(phrase_unit(&phrase, ranking));
                markers.push(Marker::Phrase(phrase));
            }
        }
        if !common.is_empty() {
            common.sort_unstable();
            common.dedup();
            query.note("common_words", format!("too common to rank by: {}", common.join(", ")));
        }
    });
    merge_repeated(&mut plan, &mut markers);
    Lowered { query, plan, markers }
}

/// One word of the query with its forms.
pub(super) struct TypedWord {
    pub written: String,
    /// German and English form, in order of [`Language::ALL`].
    pub forms: [std::sync::Arc<WordForm>; 2],
    /// The joined forms of the hyphen compound it stands in.
    pub joined: Option<[std::sync::Arc<WordForm>; 2]>,
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
    let whole = &text[group.whole().range()];
    for word in &group.words {
        let written = &text[word.range()];
        let is_compound = group.words.len() > 1;
        typed.push(TypedWord {
            written: written.to_string(),
            forms: Language::ALL.map(|language| words.form(written, Some(language))),
            joined: is_compound.then(|| Language::ALL.map(|language| words.compound_form(whole, Some(language)))),
        });
    }
}

fn word_unit(word: &TypedWord, ranked: [bool; 2], ranking: &Ranking) -> Unit {
    let mut groups = Vec::with_capacity(3);
    for language in Language::ALL {
        if ranked[language as usize] {
            groups.push(language_group(word, language, ranking));
        }
    }
    groups.push(other_group(term(TermField::Other, &word.forms[0].exact, 1.0, true), ranking));
    Unit { groups, required: false, weight: 1.0 }
}

fn language_group(word: &TypedWord, language: Language, ranking: &Ranking) -> Group {
    let weights = &ranking.weights;
    let form = &word.forms[language as usize];
    let (text, compound) = (TermField::text(language), TermField::compound(language));
    let mut alternatives = Vec::with_capacity(5);
    if let Some(stem) = &form.term {
        alternatives.push(term(text, stem, 1.0, true));
        alternatives.push(term(compound, stem, weights.part, true));
        if form.parts.len() > 1 {
            let places = form.parts.iter().map(|part| (0, vec![(compound, part.term.to_string())])).collect();
            alternatives.push(Alternative { matcher: Matcher::Sequence(places), weight: weights.part, selects: true });
        }
        if let Some(joined) = word.joined.as_ref().and_then(|joined| joined[language as usize].term.as_ref()) {
            alternatives.push(term(text, joined, 1.0, true));
        }
        alternatives.push(term(TermField::title(language), stem, weights.title, false));
        alternatives.push(term(TermField::Exact, &form.exact, weights.exact, false));
    }
    alternatives.retain(|alternative| alternative.weight > 0.0);
    let constants = ranking.of(language);
    Group { field: text, k1: constants.k1, b: constants.b, alternatives }
}

/// A query of function words alone ("to be or not to be") is searched as written.
fn exact_unit(word: &TypedWord, ranking: &Ranking) -> Unit {
    let alternative = term(TermField::Exact, &word.forms[0].exact, 1.0, true);
    let group = Group { field: TermField::Exact, ..other_group(alternative, ranking) };
    Unit { groups: vec![group], required: false, weight: 1.0 }
}

fn other_group(alternative: Alternative, ranking: &Ranking) -> Group {
    Group { field: TermField::Other, k1: ranking.en.k1, b: ranking.en.b, alternatives: vec![alternative] }
}

fn phrase_unit(phrase: &PhraseMarker, ranking: &Ranking) -> Unit {
    let mut groups = Vec::new();
    for language in Language::ALL {
        let places = phrase.places(Some(language));
        let constants = ranking.of(language);
        let alternative = Alternative { matcher: Matcher::Sequence(places), weight: 1.0, selects: true };
        let field = TermField::text(language);
        groups.push(Group { field, k1: constants.k1, b: constants.b, alternatives: vec![alternative] });
    }
    let elsewhere = Alternative { matcher: Matcher::Sequence(phrase.places(None)), weight: 1.0, selects: true };
    groups.push(other_group(elsewhere, ranking));
    Unit { groups, required: true, weight: 1.0 }
}

fn term(field: TermField, term: &str, weight: f32, selects: bool) -> Alternative {
    Alternative { matcher: Matcher::Term { field, term: term.to_string() }, weight, selects }
}

/// Joins units that ask for the same, adding their weights.
fn merge_repeated(plan: &mut Plan, markers: &mut Vec<Marker>) {
    let (mut kept, mut kept_markers): (Vec<Unit>, Vec<Marker>) = (Vec::new(), Vec::new());
    for (unit, marker) in plan.units.drain(..).zip(markers.drain(..)) {
        match kept.iter_mut().find(|earlier| earlier.groups == unit.groups) {
            Some(earlier) => earlier.weight += unit.weight,
            None => {
                kept.push(unit);
                kept_markers.push(marker);
            }
        }
    }
    plan.units = kept;
    *markers = kept_markers;
}
