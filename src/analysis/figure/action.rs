//! What was done with what is counted: the verb of the same clause, by a table.

use super::word::Words;
use crate::text::Language;

/// Returns the action of the clause that holds the words `first..end` of a figure.
pub fn find(words: &Words, first: usize, end: usize) -> Option<String> {
    let (clause_start, clause_end) = clause(words, first, end);
    let right = (end..clause_end).map(|word| (word - end, word));
    let left = (clause_start..first).map(|word| (first - word, word));
    right
        .chain(left)
        .filter_map(|(distance, word)| named(words, word, clause_end).map(|action| (distance, action)))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, action)| action.to_string())
}

fn named<'w>(words: &'w Words, word: usize, clause_end: usize) -> Option<&'w str> {
    let forms = words.forms.actions.get(words.low(word))?;
    if words.is_capital(word) && words.sentence_of(word).0 != word && words.language == Language::De {
        return None;
    }
    // German verbs have their particle at the end of the clause, English ones right behind.
    let holds = |particle: &str| match words.language {
        Language::De => (word + 1..clause_end).rev().take(3).any(|at| words.low(at) == particle),
        Language::En => words.low(word + 1) == particle,
    };
    let with_particle = forms.iter().find(|(_, particle)| particle.as_deref().is_some_and(holds));
    with_particle.or_else(|| forms.iter().find(|(_, particle)| particle.is_none())).map(|(action, _)| &**action)
}

/// The words of the clause around a figure: up to a comma, a semicolon, a dash or a quotation mark.
fn clause(words: &Words, first: usize, end: usize) -> (usize, usize) {
    let (sentence_start, sentence_end) = words.sentence_of(first);
    let breaks = |gap: &str| gap.contains([',', ';', ':', '–', '—', '“', '”', '"', '(', ')']);
    let start = (sentence_start + 1..=first).rev().find(|&word| breaks(words.gap(word))).unwrap_or(sentence_start);
    let stop = (end..sentence_end).find(|&word| word > first && breaks(words.gap(word))).unwrap_or(sentence_end);
    (start, stop.max(end))
}
