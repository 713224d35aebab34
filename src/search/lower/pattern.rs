//! Patterns of letters: the words of the index that fit, unstemmed.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Context, Lowering, Pattern, term};
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

/// What patterns of the query may still cost.
pub(super) struct Budget {
    n_terms: usize,
    n_negated_terms: usize,
    n_patterns: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget { n_terms: MAX_TERMS, n_negated_terms: MAX_NEGATED_TERMS, n_patterns: MAX_PATTERNS }
    }
}

impl Budget {
    fn terms(&mut self, at: Context) -> &mut usize {
        if at.is_negated { &mut self.n_negated_terms } else { &mut self.n_terms }
    }
}

impl Lowering<'_, '_> {
    /// Words that fit a pattern, together one unit.
    pub(super) fn pattern(&mut self, pattern: &Pattern, at: Context) -> Result<Condition, BackendError> {
        let (terms, marker) = self.expanded(pattern, at)?;
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
        let label = crate::query::Clause::Pattern(pattern.clone()).to_string();
        let unit = Condition::Unit(self.push(unit, &label, Some(Marker::Pattern(marker)), at));
        Ok(self.in_language(unit, at))
    }

    /// Returns the words that fit a pattern with their weights, and what to mark.
    pub(super) fn expanded(
        &mut self,
        pattern: &Pattern,
        at: Context,
    ) -> Result<(Vec<(String, f32)>, PatternMarker), BackendError> {
        let mut found: FxHashMap<String, f32> = FxHashMap::default();
        let shown = crate::query::Clause::Pattern(pattern.clone()).to_string();
        if self.patterns.n_patterns == 0 {
            self.lowered.is_cut = true;
            let detail = format!("{shown} was passed over: a query may hold {MAX_PATTERNS} patterns");
            self.lowered.query.note("too_many_patterns", detail);
        } else {
            self.patterns.n_patterns -= 1;
            let n_left = *self.patterns.terms(at);
            let (mut n_all, mut is_cut) = (0, false);
            for pattern in spellings(pattern) {
                let n = n_left.saturating_sub(found.len());
                let fitting = self.vocabulary.snapshot.fitting_terms(TermField::Exact, &pattern, n)?;
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
            *self.patterns.terms(at) = n_left.saturating_sub(found.len());
            if is_cut {
                self.lowered.is_cut = true;
                let n = found.len();
                let detail = format!("{shown} fits {n_all} words; the {n} most frequent were searched: add letters");
                self.lowered.query.note("pattern_cut", detail);
            } else if found.is_empty() {
                self.lowered.query.note("no_such_word", format!("no word in the index fits {shown}"));
            }
        }
        let terms = found.keys().map(|term| Arc::from(term.as_str())).collect();
        let mut weighted: Vec<(String, f32)> = found.into_iter().collect();
        weighted.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Ok((weighted, PatternMarker { terms, language: at.language }))
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
