//! The words of a query with their forms, and what they say about each other.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::{Group as WordGroup, WordForm, Words, tokenize};
use crate::backend::{BackendError, Snapshot};
use crate::document::TermField;
use crate::query::Clause;
use crate::search::evidence::ranked_languages;
use crate::text::Language;

/// One word of the query with its forms.
#[derive(Clone, Debug)]
pub(in crate::search) struct TypedWord {
    pub written: String,
    /// German and English form, in order of [`Language::ALL`].
    pub forms: [Arc<WordForm>; 2],
    /// How often it stands in the query.
    pub count: usize,
    /// Whether it is a hyphen compound written as one word, beside its words.
    pub is_joined: bool,
}

impl TypedWord {
    /// Returns in which languages it is a stop word.
    pub(super) fn stop(&self) -> [bool; 2] {
        [self.forms[0].term.is_none(), self.forms[1].term.is_none()]
    }
}

/// Returns the words among clauses, a repeated one once, and hyphen compounds also as one word.
pub(super) fn typed_words(clauses: &[Clause], words: &mut Words) -> Vec<TypedWord> {
    let mut typed = Vec::new();
    let mut places = FxHashMap::default();
    for clause in clauses {
        if let Clause::Word(text) = clause
            && typed.len() < MAX_WORDS
        {
            tokenize(text, |group| push_typed(text, group, words, &mut typed, &mut places));
        }
    }
    typed
}

/// Words of one list at most, those of hyphen compounds counted; what comes later is passed over.
const MAX_WORDS: usize = 1024;

/// How likely a query must be in a language for its function words to be none of the other (wmt_hard_de_en MRR@10 .874 without, .881).
const CERTAIN: f32 = 0.8;

/// Where a word stands among those typed, by what makes it the same: its stems, of a function word itself.
type Places = FxHashMap<([Option<Arc<str>>; 2], Option<Arc<str>>), usize>;

fn push_typed(text: &str, group: &WordGroup, words: &mut Words, typed: &mut Vec<TypedWord>, places: &mut Places) {
    for word in &group.words {
        let written = &text[word.range()];
        let forms = Language::ALL.map(|language| words.form(written, Some(language)));
        let is_function_word = forms.iter().all(|form| form.term.is_none());
        let written_form = is_function_word.then(|| forms[0].exact.clone());
        match places.entry(([forms[0].term.clone(), forms[1].term.clone()], written_form)) {
            Entry::Occupied(earlier) => {
                typed[*earlier.get()].count += 1;
                continue;
            }
            Entry::Vacant(place) => {
                place.insert(typed.len());
            }
        }
        typed.push(TypedWord { written: written.to_string(), forms, count: 1, is_joined: false });
    }
    if group.words.len() > 1 {
        let whole = &text[group.whole().range()];
        let forms = Language::ALL.map(|language| words.compound_form(whole, Some(language)));
        typed.push(TypedWord { written: whole.to_string(), forms, count: 1, is_joined: true });
    }
}

/// In which languages the words of the whole query are ranked.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// By the word as written.
    ranked: FxHashMap<String, [bool; 2]>,
    /// Whether any word of the query is ranked.
    has_content: bool,
    /// The word, where it is all there is and a function word in the other language.
    lone: Option<(String, Language, Arc<str>)>,
    /// Words that were too common to rank by, in the order in which they were asked for.
    common: Vec<String>,
}

impl Evidence {
    /// Weighs every word of the query, wherever it stands in the tree.
    pub(super) fn of(clauses: &[Clause], words: &mut Words) -> Evidence {
        let mut leaves = Vec::new();
        clauses.iter().for_each(|clause| word_leaves(clause, &mut leaves));
        let typed = typed_words(&leaves, words);
        let ranked = ranked_languages(&typed.iter().map(TypedWord::stop).collect::<Vec<_>>());
        let has_content = ranked.iter().any(|ranked| ranked[0] || ranked[1]);
        let lone = match (&clauses, &ranked[..]) {
            ([Clause::Word(word)], [[true, false]]) => Some((word, Language::De)),
            ([Clause::Word(word)], [[false, true]]) => Some((word, Language::En)),
            _ => None,
        };
        let lone = lone.and_then(|(word, language)| {
            let stem = typed[0].forms[language as usize].term.clone()?;
            Some((word.clone(), language, stem))
        });
        let ranked = typed.into_iter().zip(ranked).map(|(word, ranked)| (word.written, ranked)).collect();
        Evidence { ranked, has_content, lone, common: Vec::new() }
    }

    /// Where the query is clearly in one language, its function words are not words of the other.
    pub(super) fn settle_language(&mut self, german: f32) {
        let not_ranked = match german {
            german if german >= CERTAIN => Language::En,
            german if german <= 1.0 - CERTAIN => Language::De,
            _ => return,
        };
        let is_common = |ranked: &[bool; 2]| ranked[not_ranked as usize] && !ranked[not_ranked.other() as usize];
        if self.ranked.values().any(|ranked| ranked[0] && ranked[1]) {
            let common = self.ranked.values_mut().filter(|ranked| is_common(ranked));
            common.for_each(|ranked| ranked[not_ranked as usize] = false);
        }
    }

    /// Returns in which languages a word is ranked; in none where it is too common. Where one language is asked for, the
    /// other words of the query are no witnesses.
    pub(super) fn ranked(&self, word: &TypedWord, language: Option<Language>) -> [bool; 2] {
        if language.is_some() {
            return word.stop().map(|is_stop| !is_stop);
        }
        self.ranked.get(&word.written).copied().unwrap_or_else(|| word.stop().map(|is_stop| !is_stop))
    }

    /// Returns whether the query holds any word that is ranked.
    pub(super) fn has_content(&self) -> bool {
        self.has_content
    }

    /// A lone function word that the other language does not know either is searched as written.
    pub(super) fn settle_lone_word(&mut self, snapshot: &dyn Snapshot) -> Result<(), BackendError> {
        if let Some((word, language, stem)) = &self.lone
            && snapshot.document_frequency(TermField::text(*language), stem)? == 0
        {
            self.ranked.insert(word.clone(), [false, false]);
            (self.has_content, self.lone) = (false, None);
        }
        Ok(())
    }

    /// Returns the only word of a query that is a function word in one language, and the language it is searched in.
    pub(super) fn lone_function_word(&self) -> Option<(&str, Language)> {
        self.lone.as_ref().map(|(word, language, _)| (word.as_str(), *language))
    }

    pub(super) fn add_common(&mut self, word: &str) {
        self.common.push(word.to_string());
    }

    pub(super) fn common_words(&self) -> &[String] {
        &self.common
    }
}

fn word_leaves(clause: &Clause, leaves: &mut Vec<Clause>) {
    match clause {
        Clause::Word(_) => leaves.push(clause.clone()),
        Clause::And(inner) | Clause::Or(inner) | Clause::Group(inner) | Clause::Near { operands: inner, .. } => {
            inner.iter().for_each(|inner| word_leaves(inner, leaves));
        }
        Clause::Not(inner) | Clause::Title(inner) | Clause::In(_, inner) => word_leaves(inner, leaves),
        Clause::Phrase(_)
        | Clause::Exact(_)
        | Clause::Pattern(_)
        | Clause::Filter(_)
        | Clause::Entity { .. }
        | Clause::Figure(_)
        | Clause::Said(_) => {}
    }
}
