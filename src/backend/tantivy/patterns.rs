//! Terms of the vocabulary that fit a pattern, by automata over its dictionary: only branches that can fit are walked.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use rustc_hash::FxHashMap;
use tantivy::schema::Field;
use tantivy::{SegmentReader, TantivyError};
use tantivy_fst::Automaton;

use super::index_error;
use crate::backend::{BackendError, Deadline, FittingTerm, FittingTerms, TermPattern, Watch};

/// Edits that the automata know at most.
const MAX_EDITS: u8 = 2;

/// Finds the terms of a field that fit, at most `n`, in the order of [`FittingTerms`].
pub(super) fn fitting_terms(
    segments: &[SegmentReader],
    field: Field,
    pattern: &TermPattern,
    n: usize,
    deadline: Deadline,
) -> Result<FittingTerms, BackendError> {
    let mut watch = Watch::new(deadline);
    let mut found: FxHashMap<String, (u64, u8)> = FxHashMap::default();
    match pattern {
        TermPattern::Wildcard(pattern) => {
            let glob = Glob::new(pattern);
            walk((segments, field), &glob, &mut watch, |term, documents| add(&mut found, term, documents, 0))?;
        }
        TermPattern::Fuzzy { word, edits } => {
            let alike = Alike(builder(*edits).build_dfa(word));
            walk((segments, field), &alike, &mut watch, |term, documents| {
                let edits = if let Distance::Exact(edits) = alike.0.eval(term) { edits } else { MAX_EDITS };
                add(&mut found, term, documents, edits);
            })?;
        }
    }
    let total = found.len();
    let fitting = |(term, (documents, edits))| FittingTerm { term, documents, edits };
    let mut terms: Vec<FittingTerm> = found.into_iter().map(fitting).collect();
    terms.sort_unstable_by(|a, b| {
        a.edits.cmp(&b.edits).then_with(|| b.documents.cmp(&a.documents)).then_with(|| a.term.cmp(&b.term))
    });
    terms.truncate(n);
    Ok(FittingTerms { terms, total, is_partial: watch.is_over() })
}

/// Returns the terms of a field from one to another, both among them, in order, at most `n` of each segment.
pub(super) fn terms_between(
    segments: &[SegmentReader],
    field: Field,
    (from, to): (&str, &str),
    n: usize,
) -> Result<Vec<(String, u64)>, BackendError> {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for segment in segments {
        let inverted = segment.inverted_index(field).map_err(index_error)?;
        let mut stream = inverted.terms().range().ge(from.as_bytes()).le(to.as_bytes()).into_stream()?;
        let mut n_left = n;
        while n_left > 0 && stream.advance() {
            n_left -= 1;
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                *found.entry(term.to_string()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }
    Ok(found.into_iter().take(n).collect())
}

fn add(found: &mut FxHashMap<String, (u64, u8)>, term: &str, documents: u64, edits: u8) {
    match found.get_mut(term) {
        Some(known) => known.0 += documents,
        None => {
            found.insert(term.to_string(), (documents, edits));
        }
    }
}

/// What a fitting term costs beside a posting, roughly: a walk through the dictionary, and a copy.
const STEPS_A_TERM: usize = 32;

fn walk<A: Automaton>(
    (segments, field): (&[SegmentReader], Field),
    automaton: &A,
    watch: &mut Watch,
    mut take: impl FnMut(&str, u64),
) -> Result<(), BackendError>
where
    A::State: Clone,
{
    for segment in segments {
        let inverted = segment.inverted_index(field).map_err(index_error)?;
        let mut stream = inverted.terms().search(ByRef(automaton)).into_stream()?;
        while stream.advance() {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                take(term, u64::from(stream.value().doc_freq));
            }
            if watch.is_over_after(STEPS_A_TERM) {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// The dictionary wants an automaton of its own.
struct ByRef<'a, A>(&'a A);

impl<A: Automaton> Automaton for ByRef<'_, A> {
    type State = A::State;

    fn start(&self) -> A::State {
        self.0.start()
    }

    fn is_match(&self, state: &A::State) -> bool {
        self.0.is_match(state)
    }

    fn can_match(&self, state: &A::State) -> bool {
        self.0.can_match(state)
    }

    fn accept(&self, state: &A::State, byte: u8) -> A::State {
        self.0.accept(state, byte)
    }
}

/// Words within some edits of one (Schulz and Mihov 2002).
struct Alike(DFA);

impl Automaton for Alike {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// Returns the tables for a number of edits, made once: those for two take some milliseconds.
fn builder(edits: u8) -> &'static LevenshteinAutomatonBuilder {
    static BUILDERS: [OnceLock<LevenshteinAutomatonBuilder>; MAX_EDITS as usize + 1] =
        [const { OnceLock::new() }; MAX_EDITS as usize + 1];
    let edits = edits.min(MAX_EDITS);
    BUILDERS[edits as usize].get_or_init(|| LevenshteinAutomatonBuilder::new(edits, true))
}

/// A pattern with `*` and `?` as an automaton that follows every way to read it at once.
struct Glob {
    /// What to pass, in order; the state after the last one matches.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Byte(u8),
    /// Any letters, none included.
    AnyLetters,
    OneLetter,
}

/// Bytes of a pattern at most: states are bits of one number.
const MAX_STEPS: usize = 127;

impl Glob {
    /// What of a pattern is beyond [`MAX_STEPS`] may be anything.
    fn new(pattern: &str) -> Glob {
        let mut steps = Vec::with_capacity(pattern.len());
        for letter in pattern.chars() {
            match letter {
                '*' if steps.last() == Some(&Step::AnyLetters) => {}
                '*' => steps.push(Step::AnyLetters),
                '?' => steps.push(Step::OneLetter),
                letter => steps.extend(letter.encode_utf8(&mut [0; 4]).bytes().map(Step::Byte)),
            }
        }
        if steps.len() > MAX_STEPS {
            steps.truncate(MAX_STEPS - 1);
            steps.push(Step::AnyLetters);
        }
        Glob { steps }
    }

    /// Returns a state, with the one behind it if it may be passed without a letter.
    fn entered(&self, state: usize) -> u128 {
        match self.steps.get(state) {
            Some(Step::AnyLetters) => 0b11 << state,
            _ => 1 << state,
        }
    }
}

impl Automaton for Glob {
    /// The steps that may come next, one bit each.
    type State = u128;

    fn start(&self) -> u128 {
        self.entered(0)
    }

    fn is_match(&self, states: &u128) -> bool {
        states >> self.steps.len() & 1 == 1
    }

    fn can_match(&self, states: &u128) -> bool {
        *states != 0
    }

    fn accept(&self, states: &u128, byte: u8) -> u128 {
        let is_inside_letter = byte & 0b1100_0000 == 0b1000_0000;
        let (mut rest, mut next) = (*states, 0);
        while rest != 0 {
            let state = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            match self.steps.get(state) {
                Some(Step::Byte(expected)) if *expected == byte => next |= self.entered(state + 1),
                Some(Step::AnyLetters) => next |= self.entered(state),
                Some(Step::OneLetter) if !is_inside_letter => next |= self.entered(state + 1),
                _ => {}
            }
            // The letter that a `?` stands for has more bytes.
            if is_inside_letter && state > 0 && self.steps[state - 1] == Step::OneLetter {
                next |= self.entered(state);
            }
        }
        next
    }
}

/// Returns the values of a keyword field, in order.
pub(super) fn keywords(segments: &[SegmentReader], field: Field) -> Result<Vec<String>, TantivyError> {
    let mut values = Vec::new();
    for segment in segments {
        let inverted = segment.inverted_index(field)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            values.extend(std::str::from_utf8(stream.key()).map(str::to_string));
        }
    }
    values.sort_unstable();
    values.dedup();
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(pattern: &str, word: &str) -> bool {
        let glob = Glob::new(pattern);
        let states = word.bytes().fold(glob.start(), |states, byte| glob.accept(&states, byte));
        glob.is_match(&states)
    }

    #[test]
    fn patterns_fit_whole_words_by_letters() {
        for (pattern, word) in [
            ("bund*", "bund"),
            ("bund*", "bundesrat"),
            ("h?s", "häs"),
            ("h?s", "h中s"),
            ("*kanzler", "bundeskanzler"),
            ("b*n*r", "bundesminister"),
            ("**a", "a"),
            ("?*", "ä"),
            ("?ä?", "中äß"),
            ("a?", "a中"),
            ("*?", "中"),
        ] {
            assert!(fits(pattern, word), "{pattern} {word}");
        }
        for (pattern, word) in [
            ("bund*", "bun"),
            ("h?s", "hs"),
            ("h?s", "haus"),
            ("h??s", "häs"),
            ("*kanzler", "kanzlers"),
            ("?", ""),
            ("??", "ä"),
            ("a?b", "a中中b"),
            ("?ä", "ä"),
        ] {
            assert!(!fits(pattern, word), "{pattern} {word}");
        }
    }
}
