//! Patterns of letters: the words of the index that fit, unstemmed.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Clause, Context, Lowering, Pattern, term};
use crate::backend::{Alternative, BackendError, Condition, Matcher, Near, Role, TermPattern, Unit};
use crate::document::TermField;
use crate::search::marks::{Marker, PatternMarker};
use crate::text::normalize;

/// Words searched for all patterns of a query at most, and left out for all patterns behind a minus: there a word too few
/// would let articles through, and a total would be neither exact nor the least.
const MAX_TERMS: usize = 20_000;
const MAX_NEGATED_TERMS: usize = 500_000;
/// Patterns of one query that are held against the vocabulary; each may have to walk all of it.
const MAX_PATTERNS: usize = 16;

/// The words that a pattern stands for, with their weights, and what to mark.
type Expanded = (Vec<(String, f32)>, PatternMarker);

/// What the patterns of a query may cost: each as much as the others.
pub(super) struct Budget {
    n_patterns: usize,
    n_left: usize,
}

impl Budget {
    /// Counts the patterns of a query.
    pub(super) fn of(clauses: &[Clause]) -> Budget {
        let n_patterns = clauses.iter().map(n_patterns).sum::<usize>().clamp(1, MAX_PATTERNS);
        Budget { n_patterns, n_left: MAX_PATTERNS }
    }

    /// Returns how many words a pattern may stand for.
    fn n_terms(&self, at: Context) -> usize {
        (if at.is_negated { MAX_NEGATED_TERMS } else { MAX_TERMS }) / self.n_patterns
    }
}

fn n_patterns(clause: &Clause) -> usize {
    match clause {
        Clause::Pattern(_) => 1,
        Clause::And(inner) | Clause::Or(inner) | Clause::Group(inner) | Clause::Near { operands: inner, .. } => {
            inner.iter().map(n_patterns).sum()
        }
        Clause::Not(inner) | Clause::Title(inner) | Clause::In(_, inner) => n_patterns(inner),
        _ => 0,
    }
}

impl Lowering<'_, '_> {
    /// Words that fit a pattern, together one unit; `None` for a pattern that is passed over.
    pub(super) fn pattern(&mut self, pattern: &Pattern, at: Context) -> Result<Option<Condition>, BackendError> {
        let Some((terms, marker)) = self.expanded(pattern, at)? else { return Ok(None) };
        let alternatives = match at.in_title {
            // The title reads positions, so all words are read together.
            true => {
                let terms = terms.into_iter().map(|(term, _)| (TermField::Exact, term)).collect();
                let near = Near { operands: vec![vec![vec![(0, terms)]]], distance: 0, in_title: true };
                vec![Alternative { matcher: Matcher::Near(near), weight: 1.0, selects: true }]
            }
            false => terms.iter().map(|(word, weight)| term(TermField::Exact, word, *weight, at)).collect(),
        };
        let groups = vec![self.written_group(TermField::Exact, alternatives)];
        let unit = Unit { groups, role: Role::Selects, weight: 1.0 };
        let label = Clause::Pattern(pattern.clone()).to_string();
        let unit = Condition::Unit(self.push(unit, &label, Some(Marker::Pattern(marker)), at));
        Ok(Some(self.in_language(unit, at)))
    }

    /// Returns the words that fit a pattern with their weights, and what to mark; `None` for a pattern too many.
    pub(super) fn expanded(&mut self, pattern: &Pattern, at: Context) -> Result<Option<Expanded>, BackendError> {
        let shown = Clause::Pattern(pattern.clone()).to_string();
        if self.patterns.n_left == 0 {
            self.lowered.is_cut = true;
            let detail = format!("{shown} was passed over: a query may hold {MAX_PATTERNS} patterns");
            self.lowered.query.note("too_many_patterns", detail);
            return Ok(None);
        }
        self.patterns.n_left -= 1;
        let n_at_most = self.patterns.n_terms(at);
        let mut found: FxHashMap<String, f32> = FxHashMap::default();
        let (mut n_all, mut is_cut) = (0, false);
        for pattern in spellings(pattern) {
            let n = n_at_most.saturating_sub(found.len());
            let fitting =
                self.vocabulary.snapshot.fitting_terms(TermField::Exact, &pattern, n, self.vocabulary.deadline)?;
            self.lowered.is_partial |= fitting.is_partial;
            n_all += fitting.total;
            is_cut |= fitting.total > fitting.terms.len();
            for fit in fitting.terms {
                // Letters are counted, and a number with another digit is another number.
                let is_number = matches!(pattern, TermPattern::Fuzzy { .. }) && fit.term.contains(char::is_numeric);
                if !is_number {
                    let weight = closeness(&pattern, &fit.term, fit.edits);
                    found.entry(fit.term).and_modify(|known| *known = known.max(weight)).or_insert(weight);
                }
            }
        }
        if is_cut {
            self.lowered.is_cut = true;
            let n = found.len();
            let detail = format!("{shown} fits {n_all} words; the {n} most frequent were searched: add letters");
            self.lowered.query.note("pattern_cut", detail);
        } else if found.is_empty() {
            self.lowered.query.note("no_such_word", format!("no word in the index fits {shown}"));
        }
        let terms = found.keys().map(|term| Arc::from(term.as_str())).collect();
        let mut weighted: Vec<(String, f32)> = found.into_iter().collect();
        weighted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Ok(Some((weighted, PatternMarker { terms, language: at.language })))
    }
}

/// Returns the pattern in lower case, and with German letters written the other way (`Muench*`, `Münch*`; `Strass*`,
/// `Straß*`).
pub(in crate::search) fn spellings(pattern: &Pattern) -> Vec<TermPattern> {
    let (Pattern::Wildcard(letters) | Pattern::Fuzzy { word: letters, .. }) = pattern;
    let typed = normalize(letters).text;
    const DIGRAPHS: [(&str, &str); 3] = [("ae", "ä"), ("oe", "ö"), ("ue", "ü")];
    let to_umlauts = DIGRAPHS.iter().fold(typed.clone(), |text, (digraph, umlaut)| text.replace(digraph, umlaut));
    let to_digraphs = DIGRAPHS.iter().fold(typed.clone(), |text, (digraph, umlaut)| text.replace(umlaut, digraph));
    // The Swiss write Grösse, a keyboard without German letters Groesse.
    let vowels = [typed, to_umlauts, to_digraphs];
    let mut spellings: Vec<String> =
        vowels.into_iter().flat_map(|text| [text.replace("ss", "ß"), text.replace('ß', "ss"), text]).collect();
    spellings.sort_unstable();
    spellings.dedup();
    let wanted = |letters: String| match pattern {
        Pattern::Wildcard(_) => TermPattern::Wildcard(letters),
        Pattern::Fuzzy { edits, .. } => TermPattern::Fuzzy { word: letters, edits: *edits },
    };
    spellings.into_iter().map(wanted).collect()
}

/// A word with edits counts less: `1 - edits / letters of the shorter word`, as in Lucene's `FuzzyTermsEnum`.
fn closeness(pattern: &TermPattern, term: &str, edits: u8) -> f32 {
    let TermPattern::Fuzzy { word, .. } = pattern else { return 1.0 };
    let n_letters = word.chars().count().min(term.chars().count()).max(1);
    (1.0 - f32::from(edits) / n_letters as f32).max(0.1)
}
