//! Names of persons, places and organisations in a sentence, by a linear chain model (a conditional random field,
//! Lafferty, McCallum and Pereira 2001) with hashed features and weights of one byte.
//!
//! In: a sentence, its words, its language, and for each word what a gazetteer says of it (or nothing). Out: a tag per word,
//! the best sequence of tags by Viterbi; ties go to the tag of the lower column. The same input gives the same tags on every
//! machine: only whole numbers are added. Nothing fails.

pub mod features;
pub mod looks;
pub mod weights;

use std::ops::Range;

use crate::text::{Language, Span};

use super::kind::EntityKind;
use features::features;
use looks::{Case, Hints, N_CASES, Sentence};
use weights::{N_TAGS, Row, Tag, Transitions, Weights};

/// A name found: which words it has, and of which kind it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    pub first_word: usize,
    /// The word after its last.
    pub end_word: usize,
    /// A person, a place or an organisation.
    pub kind: EntityKind,
}

impl Name {
    /// Returns which words it has.
    pub fn words(self) -> Range<usize> {
        self.first_word..self.end_word
    }

    /// Returns the same name `n_words` further on.
    pub fn shifted(self, n_words: usize) -> Name {
        Name { first_word: self.first_word + n_words, end_word: self.end_word + n_words, ..self }
    }
}

/// Memory that is used again from sentence to sentence; a new one is empty.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    sentence: Sentence,
    /// For each word and tag, the best tag of the word before.
    from: Vec<Row<u8>>,
    tags: Vec<Tag>,
}

/// Lower than any sum of weights, and far from overflow.
const FORBIDDEN: i32 = i32::MIN / 4;

/// Returns the tags of the words of the sentence `text[bounds]`, one each.
///
/// `hints` has one entry for each word, or none at all where there is no gazetteer.
pub fn tag<'a>(
    weights: &Weights,
    (text, bounds): (&str, Span),
    (words, hints): (&[Span], &[Hints]),
    language: Language,
    scratch: &'a mut Scratch,
) -> &'a [Tag] {
    let Scratch { sentence, from, tags } = scratch;
    sentence.read((text, bounds), words, hints, language, &weights.frequencies);
    from.clear();
    let mut best: Row<i32> = [FORBIDDEN; N_TAGS];
    best[Tag::Outside as usize] = 0;
    for i in 0..sentence.n_words() {
        let scores = if is_far_from_names(sentence, i) { OUTSIDE } else { score(weights, sentence, i, language) };
        let look = &sentence.looks[i + 2];
        let transitions = &weights.transitions[look.before as usize * N_CASES + look.case as usize];
        let (next, back) = step(&best, transitions, &scores);
        best = next;
        from.push(back);
    }
    follow_back(&best, from, tags);
    tags
}

/// Scores of a word that is in no name.
const OUTSIDE: Row<i16> = [0, i16::MIN, i16::MIN, i16::MIN, i16::MIN, i16::MIN, i16::MIN, i16::MIN];

/// Returns whether neither a word nor its neighbors have a capital or digit: such a word is in no name, and most words are such.
fn is_far_from_names(sentence: &Sentence, i: usize) -> bool {
    sentence.looks[i + 1..i + 4].iter().all(|look| look.n_chars == 0 || look.case == Case::Lower)
}

/// Returns the sum of the weights of a word's features for each tag.
fn score(weights: &Weights, sentence: &Sentence, i: usize, language: Language) -> Row<i16> {
    let mut scores: Row<i16> = [0; N_TAGS];
    for row in features(sentence, i, language) {
        let row = &weights.rows[row as usize];
        for (score, &weight) in scores.iter_mut().zip(row) {
            *score += i16::from(weight);
        }
    }
    scores
}

/// Returns for each tag the best sum that ends in it, and the tag before it on that way.
fn step(best: &Row<i32>, transitions: &Transitions, scores: &Row<i16>) -> (Row<i32>, Row<u8>) {
    let (mut next, mut back): (Row<i32>, Row<u8>) = ([i32::MIN; N_TAGS], [0; N_TAGS]);
    for (before, (&sum, weights)) in best.iter().zip(transitions).enumerate() {
        for (tag, &weight) in weights.iter().enumerate() {
            let sum = if weight == i16::MIN { FORBIDDEN } else { sum + i32::from(weight) };
            if sum > next[tag] {
                next[tag] = sum;
                back[tag] = before as u8;
            }
        }
    }
    for (sum, &score) in next.iter_mut().zip(scores) {
        *sum = (*sum + i32::from(score)).max(FORBIDDEN);
    }
    (next, back)
}

fn follow_back(best: &Row<i32>, from: &[Row<u8>], tags: &mut Vec<Tag>) {
    tags.clear();
    let mut tag = (0..N_TAGS).rev().max_by_key(|&tag| best[tag]).unwrap_or(0);
    for back in from.iter().rev() {
        tags.push(Tag::ALL[tag]);
        tag = usize::from(back[tag]);
    }
    tags.reverse();
}

/// Returns the names that the tags tell, in order; names of other kinds are left out.
pub fn names(tags: &[Tag]) -> Vec<Name> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tags.len() {
        let first_word = at;
        at += 1;
        let Some(kind) = kind_of(tags[first_word]) else { continue };
        while at < tags.len() && tags[at].continues(tags[at - 1]) {
            at += 1;
        }
        found.push(Name { first_word, end_word: at, kind });
    }
    found
}

fn kind_of(tag: Tag) -> Option<EntityKind> {
    match tag {
        Tag::BeginPerson | Tag::InPerson => Some(EntityKind::Person),
        Tag::BeginPlace | Tag::InPlace => Some(EntityKind::Place),
        Tag::BeginOrganisation | Tag::InOrganisation => Some(EntityKind::Organisation),
        Tag::Outside | Tag::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::entity::words;
    use features::ROW_BITS;
    use looks::N_GAPS;

    /// Weights that call every word with a capital a person's name, by its case alone.
    fn by_case() -> Weights {
        let mut transitions = vec![[[0; N_TAGS]; N_TAGS]; N_GAPS * N_CASES];
        for (i, transition) in transitions.iter_mut().enumerate() {
            for (before, line) in transition.iter_mut().enumerate() {
                for tag in Tag::ALL.into_iter().filter(|tag| tag.is_inside()) {
                    line[tag as usize] = if tag.continues(Tag::ALL[before]) { -5 } else { i16::MIN };
                }
                let is_capital = i % N_CASES == 1;
                line[Tag::BeginPerson as usize] = if is_capital { 10 } else { -10 };
                line[Tag::InPerson as usize] += if is_capital && before == 1 { 50 } else { 0 };
            }
        }
        Weights { rows: vec![[0; N_TAGS]; 1 << ROW_BITS], transitions, ..Weights::default() }
    }

    #[test]
    fn the_best_way_through_the_sentence_is_taken() {
        let (weights, text, mut scratch) = (by_case(), "gestern kam Anna Schmidt an", Scratch::default());
        let words: Vec<Span> = words(text).iter().map(|word| word.span).collect();
        let bounds = Span::new(0, text.len());
        let tags = tag(&weights, (text, bounds), (&words, &[]), Language::De, &mut scratch);
        assert_eq!(tags[2..4], [Tag::BeginPerson, Tag::InPerson]);
        assert_eq!(names(tags), [Name { first_word: 2, end_word: 4, kind: EntityKind::Person }]);
        assert_eq!(tag(&weights, ("", Span::new(0, 0)), (&[], &[]), Language::En, &mut scratch), []);
    }

    #[test]
    fn names_end_where_the_kind_changes() {
        let tags = [Tag::BeginPlace, Tag::BeginPlace, Tag::InPlace, Tag::Other, Tag::BeginOrganisation];
        let found: Vec<_> = names(&tags).iter().map(|name| (name.first_word, name.end_word)).collect();
        assert_eq!(found, [(0, 1), (1, 3), (4, 5)]);
    }
}
