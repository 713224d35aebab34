//! Why a query finds what it finds, word by word: how it was read, what became of each word, where it stands.

use serde::Serialize;

use crate::analysis::{WordForm, tokenize};
use crate::backend::{BackendError, Selection, Snapshot, TermPattern};
use crate::document::TermField;
use crate::query::{Clause, Note, Pattern, Query, Syntax, parse};
use crate::text::Language;

use super::{Searcher, lower};

/// Similar words named for one that the index does not hold, and words named for a pattern.
const MAX_NAMED: usize = 8;
/// Letters by which a similar word differs at most.
const MAX_EDITS: u8 = 2;
/// A shorter word has similar words by chance.
const MIN_SIMILAR_LETTERS: usize = 4;

/// What was found out about a query.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnosis {
    pub read_as: String,
    pub notes: Vec<Note>,
    /// Matching articles.
    pub total: u64,
    /// The conditions and wishes side by side, each searched alone.
    pub clauses: Vec<ClauseFinding>,
    /// Each word once, in order.
    pub words: Vec<WordFinding>,
}

/// One clause, searched alone.
#[derive(Clone, Debug, Serialize)]
pub struct ClauseFinding {
    pub clause: String,
    pub articles: u64,
}

/// One word of a query.
#[derive(Clone, Debug, Serialize)]
pub struct WordFinding {
    pub word: String,
    /// What the word is in each language.
    pub languages: Vec<LanguageFinding>,
    /// Articles that hold it exactly as typed (but for case), in any language.
    pub as_typed: u64,
    /// Words of the index that fit a pattern, or look similar to a word that no article holds.
    pub similar: Vec<SimilarWord>,
}

/// A word as one language's analysis reads it.
#[derive(Clone, Debug, Serialize)]
pub struct LanguageFinding {
    pub lang: Language,
    /// The term it is searched by; `null` for a stop word, which is searched only as typed.
    pub term: Option<String>,
    /// Terms of the parts of a compound.
    pub parts: Vec<String>,
    /// Articles that hold the term as a word.
    pub articles: u64,
    /// Articles that hold it as a part of a compound.
    pub inside_compounds: u64,
}

/// A word of the index.
#[derive(Clone, Debug, Serialize)]
pub struct SimilarWord {
    pub word: String,
    pub articles: u64,
}

impl Searcher {
    /// Looks into a query as the last commit answers it.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn diagnose(&self, text: &str, syntax: Syntax) -> Result<Diagnosis, BackendError> {
        let snapshot = self.live().backend.snapshot();
        let query = parse(text, syntax);
        let mut clauses = Vec::with_capacity(query.clauses.len());
        for clause in &query.clauses {
            let alone = Query { clauses: vec![clause.clone()], notes: Vec::new() };
            clauses.push(ClauseFinding { clause: clause.to_string(), articles: self.count(alone, &*snapshot)?.0 });
        }
        let mut typed = Vec::new();
        query.clauses.iter().for_each(|clause| typed_words(clause, &mut typed));
        let mut words: Vec<WordFinding> = Vec::with_capacity(typed.len());
        for word in typed {
            if !words.iter().any(|known| known.word == word) {
                words.push(self.word(&word, &*snapshot)?);
            }
        }
        let mut patterns = Vec::new();
        query.clauses.iter().for_each(|clause| typed_patterns(clause, &mut patterns));
        for pattern in patterns {
            words.push(pattern_finding(&pattern, &*snapshot)?);
        }
        let (total, query) = self.count(query, &*snapshot)?;
        Ok(Diagnosis { read_as: query.to_string(), notes: query.notes, total, clauses, words })
    }

    fn count(&self, query: Query, snapshot: &dyn Snapshot) -> Result<(u64, Query), BackendError> {
        let lowered = lower(query, &self.analyzer, self.vocabulary(snapshot, None))?;
        Ok((snapshot.candidates(&lowered.plan, Selection::best(0))?.total, lowered.query))
    }

    fn word(&self, word: &str, snapshot: &dyn Snapshot) -> Result<WordFinding, BackendError> {
        let forms = self.analyzer.with_words(|words| Language::ALL.map(|language| words.form(word, Some(language))));
        let mut languages = Vec::with_capacity(forms.len());
        for (lang, form) in Language::ALL.into_iter().zip(&forms) {
            languages.push(language_finding(lang, form, snapshot)?);
        }
        let as_typed = snapshot.document_frequency(TermField::Exact, &forms[0].exact)?;
        let is_found = as_typed > 0 || languages.iter().any(|of| of.articles + of.inside_compounds > 0);
        let similar = match is_found || word.chars().count() < MIN_SIMILAR_LETTERS {
            true => Vec::new(),
            false => fitting(&TermPattern::Fuzzy { word: forms[0].exact.to_string(), edits: MAX_EDITS }, snapshot)?,
        };
        Ok(WordFinding { word: word.to_string(), languages, as_typed, similar })
    }
}

fn language_finding(lang: Language, form: &WordForm, snapshot: &dyn Snapshot) -> Result<LanguageFinding, BackendError> {
    let (mut articles, mut inside_compounds) = (0, 0);
    if let Some(term) = &form.term {
        articles = snapshot.document_frequency(TermField::text(lang), term)?;
        inside_compounds = snapshot.document_frequency(TermField::compound(lang), term)?;
    }
    let parts = form.parts.iter().map(|part| part.term.to_string()).collect();
    Ok(LanguageFinding { lang, term: form.term.as_ref().map(ToString::to_string), parts, articles, inside_compounds })
}

fn pattern_finding(pattern: &Pattern, snapshot: &dyn Snapshot) -> Result<WordFinding, BackendError> {
    let mut similar: Vec<SimilarWord> = Vec::new();
    for spelling in lower::spellings(pattern) {
        similar.extend(fitting(&spelling, snapshot)?);
    }
    similar.truncate(MAX_NAMED);
    let word = Clause::Pattern(pattern.clone()).to_string();
    Ok(WordFinding { word, languages: Vec::new(), as_typed: 0, similar })
}

fn fitting(pattern: &TermPattern, snapshot: &dyn Snapshot) -> Result<Vec<SimilarWord>, BackendError> {
    let fitting = snapshot.fitting_terms(TermField::Exact, pattern, MAX_NAMED)?.terms;
    Ok(fitting.into_iter().map(|fit| SimilarWord { word: fit.term, articles: fit.documents }).collect())
}

fn typed_words(clause: &Clause, typed: &mut Vec<String>) {
    match clause {
        Clause::Word(text) | Clause::Phrase(text) | Clause::Exact(text) | Clause::Pending { text, .. } => {
            tokenize(text, |group| typed.extend(group.words.iter().map(|word| text[word.range()].to_string())));
        }
        _ => inner(clause).iter().for_each(|inner| typed_words(inner, typed)),
    }
}

fn typed_patterns(clause: &Clause, typed: &mut Vec<Pattern>) {
    match clause {
        Clause::Pattern(pattern) => typed.push(pattern.clone()),
        _ => inner(clause).iter().for_each(|inner| typed_patterns(inner, typed)),
    }
}

fn inner(clause: &Clause) -> &[Clause] {
    match clause {
        Clause::And(inner) | Clause::Or(inner) | Clause::Group(inner) | Clause::Near { operands: inner, .. } => inner,
        Clause::Not(inner) | Clause::Title(inner) | Clause::In(_, inner) => std::slice::from_ref(inner),
        _ => &[],
    }
}
