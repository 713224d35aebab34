//! People and companies that no table knows, by the words around their names.
//!
//! A person is a first name or title with words in capitals behind it; a company what stands before *GmbH* or *Inc*. The
//! id is made of the sound of each word ([`crate::text::spelling_key`]), so that *Lawrow* and *Lavrov* meet.

use std::ops::Range;
use std::sync::Arc;

use super::gazetteer::word_key;
use super::join::Taken;
use super::kind::EntityKind;
use super::lists::Cue;
use super::memory::Memory;
use super::words::plain;
use super::{Find, Gap, Line, Looks, Named, Recognizer, Word};
use crate::text::Language;

/// Words of a name at most.
const MAX_WORDS: usize = 4;
/// Words between a title and the name that stands behind a comma (*der Sprecher des Ministeriums, Vedant Patel*) at most.
const MAX_APPOSITION: usize = 6;
/// Letters of a syllable of a Korean or Chinese first name at most.
const MAX_SYLLABLE_BYTES: usize = 5;

impl Recognizer {
    /// Adds companies by their legal form; names of the gazetteer inside belong to them.
    pub(super) fn with_companies(&self, finds: Vec<Find>, line: Line, memory: &mut Memory) -> Vec<Find> {
        let is_company = |at: &usize| self.lists.cue(line.words[*at].text, line.language) == Some(Cue::Company);
        let forms: Vec<usize> = (1..line.words.len()).filter(is_company).filter(|&at| line.goes_on(at)).collect();
        if forms.is_empty() {
            return finds;
        }
        let mut finds = Taken::new(finds, line.words.len());
        for at in forms {
            let words = self.company_start(line, at)..at + 1;
            if words.len() < 2 || finds.at(at).is_some() {
                continue;
            }
            let first = words.clone().find_map(|at| finds.at(at));
            let named = match first {
                Some(find) if find.words == (words.start..at) && find.named.kind == EntityKind::Organisation => {
                    find.named.clone()
                }
                _ => new(EntityKind::Organisation, line, words.start..at, &words),
            };
            memory.note(&named, &words, line);
            let first = line.words[words.start].text;
            if !self.lists.is_frequent(first, line.language) && is_unknown(&named.id) && words.len() == 2 {
                memory.note_alone(first, &named, line.language);
            }
            finds.replace(Find { words, named, is_derived: false });
        }
        finds.finish()
    }

    fn company_start(&self, line: Line, at: usize) -> usize {
        let mut start = at;
        while start > 0 && at - start < MAX_WORDS {
            let word = &line.words[start - 1];
            let joins = matches!(line.words[start].gap, Gap::Space | Gap::Hyphen);
            let is_and = matches!(word.text, "and" | "und") && start == at && line.goes_on(at);
            if is_and && start > 1 && line.words[start - 2].is_capital() {
                start -= 1;
                continue;
            }
            let is_name = word.is_capital() && !self.is_function_word(word.text, line.language);
            if !joins || !is_name {
                break;
            }
            start -= 1;
        }
        start
    }

    fn is_function_word(&self, word: &str, language: Language) -> bool {
        let small = word.to_lowercase();
        let cue = self.lists.cue(&small, language);
        matches!(cue, Some(Cue::Determiner | Cue::Preposition)) || self.lists.cue(word, language) == Some(Cue::Title)
    }

    /// Adds people by first names and titles.
    pub(super) fn with_people(&self, finds: Vec<Find>, line: Line, memory: &mut Memory) -> Vec<Find> {
        let mut taken = vec![false; line.words.len()];
        finds.iter().for_each(|find| taken[find.words.clone()].fill(true));
        let mut finds = finds;
        let mut at = 0;
        while at < line.words.len() {
            let Some(words) = self.person_at(line, at, &taken) else {
                at += 1;
                continue;
            };
            at = words.end;
            let holder = memory.holder(line.words[words.end - 1].text).filter(|_| words.len() == 1).cloned();
            let named = holder.unwrap_or_else(|| new(EntityKind::Person, line, words.clone(), &words));
            memory.note(&named, &words, line);
            memory.note_told(&named);
            if words.len() == 1 {
                memory.note_alone(line.words[words.start].text, &named, line.language);
            }
            finds.push(Find { words, named, is_derived: false });
        }
        finds.sort_by_key(|find| find.words.start);
        finds
    }

    /// Returns the words of the name of a person that begins at `at`.
    fn person_at(&self, line: Line, at: usize, taken: &[bool]) -> Option<Range<usize>> {
        let word = &line.words[at];
        if taken[at] || !word.is_capital() || self.lists.cue(word.text, line.language).is_some() {
            return None;
        }
        let end = self.name_end(line, at, taken);
        if self.lists.is_first_name(word.text, line.language) {
            let last = line.words[end - 1].text;
            let is_common = line.looks(end - 1) == Looks::Compound
                || self.lists.is_frequent(last, line.language) && !self.lists.is_surname(last, line.language);
            return (end > at + 1 && !is_common).then_some(at..end);
        }
        let before = if word.gap == Gap::FullStop && at > 0 { Some(line.words[at - 1].text) } else { line.before(at) };
        let cue = before.and_then(|before| self.lists.cue(before, line.language));
        let is_told = match cue {
            Some(Cue::Honorific) => word.text.len() > 2,
            Some(Cue::Title) => word.gap == Gap::Space && line.looks(at) == Looks::Name,
            _ => end > at + 1 && (at..end).all(|at| is_name(line, at)) && self.is_told_apart(line, at..end),
        };
        is_told.then_some(at..end)
    }

    /// Returns whether two unknown words are a person: behind a title and a comma, or a Korean name (*Park Sun-won*).
    fn is_told_apart(&self, line: Line, words: Range<usize>) -> bool {
        let (first, last) = (&line.words[words.start], &line.words[words.end - 1]);
        let is_korean = words.len() == 3 && last.gap == Gap::Hyphen && !last.is_capital();
        let from = words.start.saturating_sub(MAX_APPOSITION);
        let is_title = |word: &Word| self.lists.cue(word.text, line.language) == Some(Cue::Title);
        is_korean || first.gap == Gap::Comma && line.words[from..words.start].iter().any(is_title)
    }

    fn name_end(&self, line: Line, at: usize, taken: &[bool]) -> usize {
        let mut end = at + 1;
        while end < line.words.len() && end - at < MAX_WORDS && !taken[end] {
            let word = &line.words[end];
            let is_initial = line.words[end - 1].text.len() == 1 && word.gap == Gap::FullStop;
            let joins = matches!(word.gap, Gap::Space | Gap::Hyphen) || is_initial;
            let cue = self.lists.cue(word.text, line.language);
            let is_particle = cue_is_particle(word.text) && line.goes_on(end + 1) && !taken[end + 1];
            let is_third = end > at + 1 && self.lists.is_frequent(word.text, line.language);
            let is_name = word.is_capital() && cue.is_none() && !self.is_function_word(word.text, line.language);
            let is_second_syllable = word.gap == Gap::Hyphen && end == at + 2 && word.text.len() <= MAX_SYLLABLE_BYTES;
            if !joins || is_third || !(is_name || is_particle || is_second_syllable) {
                break;
            }
            end += 1;
        }
        end
    }
}

/// Returns whether a word may be part of a name by its looks; short ones, which no chain knows, by their place.
fn is_name(line: Line, at: usize) -> bool {
    let word = &line.words[at];
    line.looks(at) == Looks::Name || word.text.len() <= MAX_SYLLABLE_BYTES && at > 0 && word.gap != Gap::Comma
}

fn cue_is_particle(word: &str) -> bool {
    matches!(
        word,
        "von" | "van" | "de" | "der" | "den" | "del" | "della" | "di" | "da" | "dos" | "el" | "al" | "bin" | "zu"
    )
}

/// Between the kind and the key of an entity that no table knows.
const UNKNOWN: &str = ":~";

/// Returns the id of an entity that no table knows, by the key of its name.
pub fn unknown_id(kind: EntityKind, key: &str) -> Arc<str> {
    format!("{}{UNKNOWN}{key}", prefix(kind)).into()
}

/// Returns the key in the id of an entity that no table knows.
pub fn unknown_key(id: &str) -> Option<&str> {
    id.split_once(UNKNOWN).map(|(_, key)| key)
}

/// Returns whether an id is that of an entity that no table knows, made of the sounds of its name.
pub fn is_unknown(id: &str) -> bool {
    unknown_key(id).is_some()
}

/// Returns how the ids of a kind begin.
fn prefix(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "per",
        EntityKind::Place => "loc",
        EntityKind::Organisation => "org",
        EntityKind::Weapon => "weapon",
        EntityKind::Product => "product",
        EntityKind::Event => "event",
    }
}

/// Makes who is named by `key_words`, shown as the words of `shown`.
pub(super) fn new(kind: EntityKind, line: Line, key_words: Range<usize>, shown: &Range<usize>) -> Named {
    let keys: Vec<String> = line.words[key_words].iter().map(|word| word_key(word.text)).collect();
    let mut name = String::new();
    for word in &line.words[shown.clone()] {
        if !name.is_empty() {
            name.push(if word.gap == Gap::Hyphen { '-' } else { ' ' });
        }
        name.push_str(&plain(word.text));
    }
    let name = name.strip_suffix("'s").unwrap_or(&name);
    Named { id: unknown_id(kind, &keys.join("_")), kind, name: name.into() }
}
