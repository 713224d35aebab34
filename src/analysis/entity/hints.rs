//! What the gazetteer tells the tagger about the words of a paragraph.
//!
//! The tagger learns how far to trust each hint, so training and tagging must make them by this one function.

use super::gazetteer::{Gazetteer, Match};
use super::kind::EntityKind;
use super::lists::Lists;
use super::tagger::looks::Hints;
use super::words::{Word, without_possessive};
use crate::text::Language;

/// Returns a hint for each word, from the names that were found among them.
pub(super) fn hints(
    words: &[Word],
    matches: &[Match],
    (gazetteer, lists): (&Gazetteer, &Lists),
    language: Language,
) -> Vec<Hints> {
    let of_word = |word: &Word| Hints(person_bits(without_possessive(word.text), lists, language));
    let mut hints: Vec<Hints> = words.iter().map(of_word).collect();
    for found in matches {
        let entities = [Some(found.entity), found.other].into_iter().flatten();
        let kinds = entities.map(|entity| kind_bit(gazetteer.entity(entity).kind)).fold(0, |bits, bit| bits | bit);
        let is_long = found.words.len() > 1;
        let flags = [(found.is_weak, Hints::WEAK), (found.is_derived, Hints::DERIVED), (is_long, Hints::LONG)];
        let bits = flags.iter().filter(|(holds, _)| *holds).fold(kinds, |bits, (_, bit)| bits | bit);
        for at in found.words.clone() {
            hints[at].0 |= bits;
        }
        hints[found.words.start].0 |= Hints::BEGINS;
    }
    hints
}

fn person_bits(word: &str, lists: &Lists, language: Language) -> u16 {
    let given = if lists.may_be_first_name(word) { Hints::GIVEN_NAME } else { 0 };
    let family = if lists.is_surname(word, language) { Hints::SURNAME } else { 0 };
    given | family
}

fn kind_bit(kind: EntityKind) -> u16 {
    match kind {
        EntityKind::Person => Hints::PERSON,
        EntityKind::Place => Hints::PLACE,
        EntityKind::Organisation => Hints::ORGANISATION,
        EntityKind::Weapon | EntityKind::Product | EntityKind::Event => Hints::OTHER,
    }
}
