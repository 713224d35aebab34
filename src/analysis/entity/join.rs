//! Where rules and tagger meet: what the tagger adds to the finds of a paragraph.

use std::ops::Range;

use super::kind::EntityKind;
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
        let mut finds = Taken::new(finds, line.words.len());
        for name in names {
            let Some(words) = self.own_words(line, name) else { continue };
            if finds.hold(&words) {
                continue;
            }
            let holder = memory.holder(line.words[words.end - 1].text).filter(|_| words.len() == 1).cloned();
            let kind = if self.is_organisation(line, words.start) { EntityKind::Organisation } else { name.kind };
            let named = holder.unwrap_or_else(|| new(kind, line, words.clone(), &words));
            memory.note(&named, &words, line);
            finds.replace(Find { words, named, is_derived: false });
        }
        finds.finish()
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
        let is_role = self.is_role(line, &words, name.kind);
        let has_other = of_name.iter().any(|word| !self.may_be_in_name(word, line.language));
        (has_capital && !is_common_noun && !is_role && !has_other).then_some(words)
    }

    /// Returns whether the word before says that a name is an organisation (*the brewer Inbev*, *die Firma Sophos*).
    fn is_organisation(&self, line: Line, at: usize) -> bool {
        let before = line.before(at).filter(|_| line.words[at].gap == Gap::Space);
        before.and_then(|before| self.lists.cue(before, line.language)) == Some(Cue::OrganisationNoun)
    }

    /// Returns whether words with capitals are a role or a common noun: an organisation with a title in it, a person whose
    /// surname is an everyday word, an adjective with a noun at the beginning of a sentence.
    fn is_role(&self, line: Line, words: &Range<usize>, kind: EntityKind) -> bool {
        let first = line.words[words.start].text;
        let last = line.words[words.end - 1].text;
        match kind {
            _ if words.len() < 2 => false,
            EntityKind::Person => {
                self.lists.is_frequent(last, line.language) && !self.lists.is_surname(last, line.language)
            }
            // Those that are names stand in the gazetteer (US Airways, but U.S. Growers).
            EntityKind::Organisation if words.len() == 2 && matches!(first, "U.S" | "U.S." | "US") => true,
            EntityKind::Organisation => {
                let is_title = |at: usize| self.lists.cue(line.words[at].text, line.language) == Some(Cue::Title);
                let is_adjective = line.language == Language::De
                    && line.begins_sentence(words.start)
                    && is_nationality(first)
                    && line.looks(words.end - 1) != Looks::Name;
                is_adjective || line.language == Language::De && words.clone().any(is_title)
            }
            _ => false,
        }
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

/// Returns whether a German word has the ending of adjectives of places (*Südkoreanische*).
fn is_nationality(word: &str) -> bool {
    ["sche", "schen", "scher", "sches", "schem"].iter().any(|ending| word.ends_with(ending))
}

fn has_possessive(word: &str) -> bool {
    without_possessive(word).len() < word.len()
}

/// The finds of a paragraph, by their words.
pub(super) struct Taken {
    finds: Vec<Option<Find>>,
    /// For each word the place of its find, from 1; 0 for none.
    by_word: Vec<usize>,
}

impl Taken {
    pub(super) fn new(finds: Vec<Find>, n_words: usize) -> Taken {
        let mut by_word = vec![0; n_words];
        for (i, find) in finds.iter().enumerate() {
            by_word[find.words.clone()].fill(i + 1);
        }
        Taken { finds: finds.into_iter().map(Some).collect(), by_word }
    }

    /// Returns whether the finds there stay, whatever the tagger says: all words have one, or one does not give way.
    fn hold(&self, words: &Range<usize>) -> bool {
        let places = &self.by_word[words.clone()];
        let stays = |at: usize| self.at(at).is_some_and(|find| !gives_way(find, words));
        places.iter().all(|place| *place > 0) || words.clone().any(stays)
    }

    /// Returns the find of a word.
    pub(super) fn at(&self, word: usize) -> Option<&Find> {
        self.by_word[word].checked_sub(1).and_then(|place| self.finds[place].as_ref())
    }

    /// Adds a find in place of those that share a word with it.
    pub(super) fn replace(&mut self, find: Find) {
        for at in find.words.clone() {
            if let Some(place) = self.by_word[at].checked_sub(1) {
                self.finds[place] = None;
            }
        }
        self.by_word[find.words.clone()].fill(self.finds.len() + 1);
        self.finds.push(Some(find));
    }

    /// Returns the finds in order.
    pub(super) fn finish(self) -> Vec<Find> {
        let mut finds: Vec<Find> = self.finds.into_iter().flatten().collect();
        finds.sort_by_key(|find| find.words.start);
        finds
    }
}

/// Returns whether a find belongs to the longer name around it.
fn gives_way(find: &Find, words: &Range<usize>) -> bool {
    let is_inside = words.start <= find.words.start && find.words.end <= words.end && words.len() > find.words.len();
    let is_part = find.named.kind == EntityKind::Place || unknown_key(&find.named.id).is_some();
    is_inside && is_part
}
