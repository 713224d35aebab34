//! Where rules and tagger meet: what the tagger adds to the finds of a paragraph.

use std::ops::Range;

use super::gazetteer::EntityKind;
use super::lists::Cue;
use super::memory::Memory;
use super::tagger::Name;
use super::unknown::{new, unknown_key};
use super::words::without_possessive;
use super::{Find, Gap, Line, Looks, Recognizer, Word};
use crate::text::Language;

impl Recognizer {
    /// Adds what only the tagger has found; a longer name takes the place of places and unknown names inside it.
    pub(super) fn with_tagged(&self, finds: Vec<Find>, names: &[Name], line: Line, memory: &mut Memory) -> Vec<Find> {
        let mut finds = finds;
        for name in names {
            let Some(words) = self.own_words(line, name) else { continue };
            let is_taken = finds.iter().any(|find| overlaps(&find.words, &words) && !gives_way(find, &words))
                || words.clone().all(|at| finds.iter().any(|find| find.words.contains(&at)));
            if is_taken {
                continue;
            }
            finds.retain(|find| !overlaps(&find.words, &words));
            let holder = memory.holder(line.words[words.end - 1].text).filter(|_| words.len() == 1).cloned();
            let named = holder.unwrap_or_else(|| new(name.kind, line, words.clone(), &words));
            memory.note(&named, &words, line);
            finds.push(Find { words, named, is_derived: false });
        }
        finds.sort_by_key(|find| find.words.start);
        finds
    }

    /// Returns the words of what the tagger has found that are its name: without titles in front, nothing behind a
    /// possessive that goes on in small letters, no lower-case word that names do not have; none if no name is left.
    fn own_words(&self, line: Line, name: &Name) -> Option<Range<usize>> {
        let mut words = name.words();
        if name.kind == EntityKind::Person {
            let is_title = |at: &usize| {
                let cue = self.lists.cue(line.words[*at].text, line.language);
                matches!(cue, Some(Cue::Title | Cue::Honorific))
            };
            words.start += words.clone().take_while(is_title).count();
        }
        words.start += self.n_common_nouns(line, &words, name.kind);
        let ends = |at: &usize| has_possessive(line.words[*at].text) && !line.words[*at + 1].is_capital();
        if let Some(at) = (words.start..words.end.saturating_sub(1)).find(ends) {
            words.end = at + 1;
        }
        let of_name = &line.words[words.clone()];
        let has_capital =
            of_name.iter().any(|word| word.text.contains(|c: char| c.is_uppercase() || c.is_ascii_digit()));
        let is_common_noun = words.len() == 1
            && !of_name[0].text.contains(|c: char| c.is_ascii_digit())
            && self.may_be_common_noun(line, words.start);
        let has_other = of_name.iter().any(|word| !self.may_be_in_name(word, line.language));
        (has_capital && !is_common_noun && !has_other).then_some(words)
    }

    /// Returns whether a word with a capital is a German compound, or an English word at the beginning of a sentence.
    fn may_be_common_noun(&self, line: Line, at: usize) -> bool {
        match line.language {
            Language::De => line.looks(at) == Looks::Compound,
            Language::En => line.begins_sentence(at) && line.looks(at) != Looks::Name,
        }
    }

    /// Counts the German common nouns before the name of a person or place (*Provinz Kursk*, *US-Stadt Aurora*).
    fn n_common_nouns(&self, line: Line, words: &Range<usize>, kind: EntityKind) -> usize {
        if line.language == Language::En || kind == EntityKind::Organisation {
            return 0;
        }
        let is_common = |&at: &usize| {
            let word = &line.words[at];
            let is_compound = line.looks(at) == Looks::Compound && word.is_capital();
            is_compound || self.lists.cue(word.text, Language::De) == Some(Cue::PlaceNoun)
        };
        // With a hyphen before it, a common noun takes the words before it along.
        let last =
            (words.start..words.end.saturating_sub(1)).filter(is_common).filter(|at| line.goes_on(at + 1)).last();
        last.map_or(0, |last| last + 1 - words.start)
    }

    /// Returns whether a word may stand in a name: with a capital, behind a hyphen, or small as *of* and *und*.
    fn may_be_in_name(&self, word: &Word, language: Language) -> bool {
        let is_small = word.text.starts_with(char::is_lowercase) && !word.text.contains(char::is_uppercase);
        let cue = || self.lists.cue(word.text, language);
        let is_link = || matches!(cue(), Some(Cue::Particle | Cue::Determiner | Cue::Preposition));
        !is_small || word.gap == Gap::Hyphen || matches!(word.text, "and" | "und") || is_link()
    }
}

fn has_possessive(word: &str) -> bool {
    without_possessive(word).len() < word.len()
}

fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// Returns whether a find belongs to the longer name around it.
fn gives_way(find: &Find, words: &Range<usize>) -> bool {
    let is_inside = words.start <= find.words.start && find.words.end <= words.end && words.len() > find.words.len();
    let is_part = find.named.kind == EntityKind::Place || unknown_key(&find.named.id).is_some();
    is_inside && is_part
}
