//! Why a query finds what it finds, word by word: how it was read, what became of each word, where it stands.

use std::time::Duration;

use serde::Serialize;

use crate::analysis::{WordForm, tokenize};
use crate::backend::{BackendError, Deadline, Matcher, Selection, Snapshot, TermPattern};
use crate::document::TermField;
use crate::query::{Clause, Note, Pattern, Query, Syntax, parse};
use crate::text::Language;

use super::{Lowered, Request, Searcher, lower};

/// Similar words named for one that the index does not hold, and words named for a pattern.
const MAX_NAMED: usize = 8;
/// Letters from which on a similar word may differ by two of them; a shorter word has such neighbors by chance.
const LONG_WORD_LETTERS: usize = 6;
/// A shorter word has similar words by chance.
const MIN_SIMILAR_LETTERS: usize = 4;
/// Similar words looked at, before those that are no likely misspelling are left out.
const MAX_LOOKED_AT: usize = 50;

/// What was found out about a query.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnosis {
    pub read_as: String,
    pub notes: Vec<Note>,
    /// Matching articles.
    pub total: u64,
    /// The conditions and wishes side by side, or the operands of the only one, each searched alone.
    pub clauses: Vec<ClauseFinding>,
    /// What to do where nothing was found.
    pub advice: Option<String>,
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
    /// Other terms that it finds: spellings of a name, words of its family, words that begin alike, parts of compounds.
    pub also: Vec<SimilarWord>,
    /// Words of the index that fit a pattern, or look similar to a word that no article holds.
    pub similar: Vec<SimilarWord>,
}

impl WordFinding {
    /// Returns whether no article holds the word in any form; false for a pattern.
    pub fn is_missing(&self) -> bool {
        let is_found = self.languages.iter().any(|of| of.articles + of.inside_compounds > 0);
        !self.languages.is_empty() && !is_found && self.as_typed == 0 && self.also.is_empty()
    }
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
    /// Looks into a query as the last commit answers it; when time is up, what is left is not looked at.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn diagnose(
        &self,
        text: &str,
        syntax: Syntax,
        time_limit: Option<Duration>,
    ) -> Result<Diagnosis, BackendError> {
        let deadline = Deadline::after(time_limit);
        let live = self.live();
        let snapshot = &*live.backend.snapshot();
        let look = Look { searcher: self, generation: live.number, snapshot, deadline };
        let query = parse(text, syntax);
        let mut clauses = Vec::with_capacity(query.clauses.len());
        let parts = match &query.clauses[..] {
            [only] if !inner(only).is_empty() => inner(only),
            all => all,
        };
        for clause in parts {
            let alone = Query { clauses: vec![clause.clone()], notes: Vec::new() };
            clauses.push(ClauseFinding { clause: clause.to_string(), articles: look.count(alone)?.0 });
        }
        let mut typed = Vec::new();
        query.clauses.iter().for_each(|clause| typed_words(clause, &mut typed));
        let mut words: Vec<WordFinding> = Vec::with_capacity(typed.len());
        for word in typed {
            if !words.iter().any(|known| known.word == word) && !deadline.is_over() {
                words.push(look.word(&word)?);
            }
        }
        let mut patterns = Vec::new();
        query.clauses.iter().for_each(|clause| typed_patterns(clause, &mut patterns));
        for pattern in patterns {
            words.push(look.pattern(&pattern)?);
        }
        let (total, query) = look.count(query)?;
        let advice = if total == 0 { advice(&query, &clauses, &words) } else { None };
        Ok(Diagnosis { read_as: query.to_string(), notes: query.notes, total, clauses, advice, words })
    }
}

/// What a diagnosis looks into, and how long.
#[derive(Clone, Copy)]
struct Look<'a> {
    searcher: &'a Searcher,
    generation: u64,
    snapshot: &'a dyn Snapshot,
    deadline: Deadline,
}

impl Look<'_> {
    fn lowered(self, query: Query) -> Result<Lowered, BackendError> {
        lower(
            query,
            &self.searcher.analyzer,
            self.searcher.vocabulary((self.generation, self.snapshot), &Request::new(""), self.deadline),
        )
    }

    fn count(self, query: Query) -> Result<(u64, Query), BackendError> {
        let lowered = self.lowered(query)?;
        let selection = Selection { deadline: self.deadline, ..Selection::best(0) };
        Ok((self.snapshot.candidates(&lowered.plan, selection)?.total, lowered.query))
    }

    fn word(self, word: &str) -> Result<WordFinding, BackendError> {
        let (analyzer, snapshot) = (&self.searcher.analyzer, self.snapshot);
        let forms = analyzer.with_words(|words| Language::ALL.map(|language| words.form(word, Some(language))));
        let mut languages = Vec::with_capacity(forms.len());
        for (lang, form) in Language::ALL.into_iter().zip(&forms) {
            languages.push(language_finding(lang, form, snapshot)?);
        }
        let as_typed = snapshot.document_frequency(TermField::Exact, &forms[0].exact)?;
        let also = self.also(word, &languages)?;
        let is_found = as_typed > 0 || languages.iter().any(|of| of.articles + of.inside_compounds > 0);
        let similar = if is_found { Vec::new() } else { self.similar(&forms[0].exact)? };
        Ok(WordFinding { word: word.to_string(), languages, as_typed, also, similar })
    }

    /// Returns the terms of the index that a word finds beside its own.
    fn also(self, word: &str, own: &[LanguageFinding]) -> Result<Vec<SimilarWord>, BackendError> {
        let query = Query { clauses: vec![Clause::Word(word.to_string())], notes: Vec::new() };
        let lowered = self.lowered(query)?;
        let alternatives =
            lowered.plan.units.iter().flat_map(|unit| &unit.groups).flat_map(|group| &group.alternatives);
        let mut also: Vec<SimilarWord> = Vec::new();
        for alternative in alternatives.filter(|alternative| alternative.selects) {
            let Matcher::Term { field: field @ (TermField::De | TermField::En), term } = &alternative.matcher else {
                continue;
            };
            let is_own = own.iter().any(|of| of.term.as_ref() == Some(term)) || also.iter().any(|of| of.word == *term);
            let articles = if is_own { 0 } else { self.snapshot.document_frequency(*field, term)? };
            if articles > 0 {
                also.push(SimilarWord { word: term.clone(), articles });
            }
        }
        also.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.word.cmp(&b.word)));
        also.truncate(MAX_NAMED);
        Ok(also)
    }

    /// Returns words of the index that a misspelled word may mean: no function words, those with its first letter first.
    fn similar(self, word: &str) -> Result<Vec<SimilarWord>, BackendError> {
        let n_letters = word.chars().count();
        if n_letters < MIN_SIMILAR_LETTERS {
            return Ok(Vec::new());
        }
        let edits = if n_letters < LONG_WORD_LETTERS { 1 } else { 2 };
        let pattern = TermPattern::Fuzzy { word: word.to_string(), edits };
        let fitting = self.snapshot.fitting_terms(TermField::Exact, &pattern, MAX_LOOKED_AT, self.deadline)?;
        let mut terms = fitting.terms;
        self.searcher.analyzer.with_words(|words| {
            terms.retain(|fit| {
                Language::ALL.iter().all(|language| words.form(&fit.term, Some(*language)).term.is_some())
            });
        });
        terms.sort_by_key(|fit| fit.term.chars().next() != word.chars().next());
        let similar = terms.into_iter().map(|fit| SimilarWord { word: fit.term, articles: fit.documents });
        Ok(similar.take(MAX_NAMED).collect())
    }

    fn pattern(self, pattern: &Pattern) -> Result<WordFinding, BackendError> {
        let mut similar: Vec<SimilarWord> = Vec::new();
        for spelling in lower::spellings(pattern) {
            let fitting = self.snapshot.fitting_terms(TermField::Exact, &spelling, MAX_NAMED, self.deadline)?.terms;
            similar.extend(fitting.into_iter().map(|fit| SimilarWord { word: fit.term, articles: fit.documents }));
        }
        similar.truncate(MAX_NAMED);
        let word = Clause::Pattern(pattern.clone()).to_string();
        Ok(WordFinding { word, languages: Vec::new(), as_typed: 0, also: Vec::new(), similar })
    }
}

/// Says what stands in the way of a query that finds nothing.
fn advice(query: &Query, parts: &[ClauseFinding], words: &[WordFinding]) -> Option<String> {
    let missing: Vec<&str> = words.iter().filter(|word| word.is_missing()).map(|word| word.word.as_str()).collect();
    if !missing.is_empty() {
        return Some(format!(
            "no article holds {}: leave it out, or write it as the similar words are",
            missing.join(", ")
        ));
    }
    match &query.clauses[..] {
        [Clause::Exact(text)] => {
            Some(format!("the words do not stand so; without = they are found inflected: \"{text}\""))
        }
        [Clause::Phrase(text)] => {
            Some(format!("the words occur, but not in this order; write {}", text.replace(' ', " NEAR/5 ")))
        }
        [Clause::Near { .. }] => {
            Some("the words occur, but nowhere so near; write a larger distance, or AND".to_string())
        }
        [Clause::Title(inner)] => Some(format!("no title holds it; write {inner} to search the texts too")),
        _ if parts.len() > 1 && parts.iter().all(|part| part.articles > 0) => {
            Some("each part is found, but no article has them all; leave one out, or join words by OR".to_string())
        }
        _ => None,
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

fn typed_words(clause: &Clause, typed: &mut Vec<String>) {
    match clause {
        Clause::Word(text)
        | Clause::Phrase(text)
        | Clause::Exact(text)
        | Clause::Figure(text)
        | Clause::Said(text)
        | Clause::Entity { name: text, .. } => {
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
