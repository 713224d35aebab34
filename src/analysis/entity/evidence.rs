//! Whether a name of the gazetteer is meant where it stands.

use super::gazetteer::{EntityIdx, Match};
use super::kind::EntityKind;
use super::lists::Cue;
use super::memory::Memory;
use super::tagger::Name;
use super::{Gap, Line, Looks, Recognizer};
use crate::text::Language;

impl Recognizer {
    /// Returns the entity that a match means; none if the words around speak for something else.
    pub(super) fn meant(&self, found: &Match, line: Line, (memory, names): (&Memory, &[Name])) -> Option<EntityIdx> {
        let kind = self.gazetteer.entity(found.entity).kind;
        let is_surname = kind == EntityKind::Person && found.words.len() == 1;
        if is_surname && self.is_of_another(found, line, memory) {
            return None;
        }
        if !found.is_weak && !self.may_be_article_and_noun(found, line) {
            return Some(found.entity);
        }
        let candidates = [Some(found.entity), found.other].into_iter().flatten();
        if let Some(named) = candidates.clone().find(|&entity| memory.has(self.gazetteer.entity(entity).id)) {
            return Some(named).filter(|_| self.is_no_common_noun(found, line));
        }
        let first = found.words.start;
        let may_be_plain = found.words.len() == 1 && line.begins_sentence(first) && line.looks(first) != Looks::Name;
        let is_told = |kind| !may_be_plain && names.iter().any(|name| name.words() == found.words && name.kind == kind);
        candidates.into_iter().find(|&entity| {
            let kind = self.gazetteer.entity(entity).kind;
            is_told(kind) || self.has_evidence(found, kind, line)
        })
    }

    /// Returns whether a German name begins with what may be the article of a common noun (*Die Welt* at the beginning).
    fn may_be_article_and_noun(&self, found: &Match, line: Line) -> bool {
        let (at, n_words) = (found.words.start, found.words.len());
        let first = || line.words[at].text.to_lowercase();
        let is_article = || self.lists.cue(&first(), line.language) == Some(Cue::Determiner);
        line.language == Language::De && n_words == 2 && line.begins_sentence(at) && is_article()
    }

    /// Returns whether a surname belongs to somebody else: behind another first name, or of whom the article told.
    fn is_of_another(&self, found: &Match, line: Line, memory: &Memory) -> bool {
        let (at, id) = (found.words.start, self.gazetteer.entity(found.entity).id);
        let before = line.before(at).filter(|_| line.goes_on(at));
        let is_named = before.is_some_and(|before| {
            self.lists.is_first_name(before, line.language) && self.lists.cue(before, line.language).is_none()
        });
        is_named || memory.holder(line.words[at].text).is_some_and(|holder| &*holder.id != id)
    }

    fn is_no_common_noun(&self, found: &Match, line: Line) -> bool {
        let before = line.before(found.words.start);
        let cue = before.and_then(|before| self.lists.cue(before, line.language));
        line.language == Language::En || cue != Some(Cue::Determiner)
    }

    /// Returns whether what stands before a weak name speaks for it.
    fn has_evidence(&self, found: &Match, kind: EntityKind, line: Line) -> bool {
        if found.words.len() > 2 || stands_out(found, line) {
            return true;
        }
        let Some(before) = line.before(found.words.start) else { return false };
        if line.words.get(found.words.end).is_some_and(|next| next.gap == Gap::Hyphen && !next.is_capital()) {
            return false;
        }
        let looks = line.looks(found.words.end - 1);
        let cue = self.lists.cue(before, line.language);
        if kind == EntityKind::Person && found.words.len() == 1 {
            return matches!(cue, Some(Cue::Title | Cue::Honorific));
        }
        let is_small = before.starts_with(char::is_lowercase);
        match (cue, line.language) {
            (Some(Cue::Determiner), Language::De) => false,
            (Some(Cue::Preposition), Language::En) => true,
            (Some(Cue::Preposition), Language::De) => {
                looks == Looks::Name || kind == EntityKind::Place && matches!(before, "in" | "aus" | "nach")
            }
            (_, Language::De) => {
                let word = line.words[found.words.start].text;
                looks == Looks::Name && !is_adjective_like(before) && !self.lists.is_frequent(word, Language::De)
            }
            // Between other words with capitals it is likelier a part of a longer name.
            (_, Language::En) => is_small && !line.goes_on(found.words.end),
        }
    }
}

/// Returns whether a name is one word of capitals alone among words that are not (*der STANDARD*, *die APA*).
fn stands_out(found: &Match, line: Line) -> bool {
    let is_capitals = |at: usize| line.words.get(at).is_some_and(|word| !word.text.contains(char::is_lowercase));
    let (at, word) = (found.words.start, line.words[found.words.start].text);
    let is_word = found.words.len() == 1 && word.len() > 2 && word.chars().all(char::is_uppercase);
    is_word && is_capitals(at) && !is_capitals(at + 1) && (at == 0 || !is_capitals(at - 1))
}

/// Returns whether a German word may be an adjective before a noun.
fn is_adjective_like(word: &str) -> bool {
    let endings = ["e", "en", "er", "es", "em"];
    word.starts_with(char::is_lowercase) && word.len() > 4 && endings.iter().any(|ending| word.ends_with(ending))
}
