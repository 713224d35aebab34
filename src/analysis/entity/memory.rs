//! Who an article has named in full, so that a surname alone is theirs from then on.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::gazetteer::EntityKind;
use super::lists::{Cue, Lists};
use super::words::plain;
use super::{Find, Gap, Line, Named};
use crate::text::Language;

/// Letters of a surname at least.
const MIN_SURNAME_BYTES: usize = 3;

/// What was named so far.
#[derive(Debug, Default)]
pub(super) struct Memory {
    ids: FxHashSet<Arc<str>>,
    /// By surname, or by the first word of a company.
    holders: FxHashMap<String, Named>,
}

impl Memory {
    /// Returns whether an entity was named.
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Notes who was named, and by which words.
    pub(super) fn note(&mut self, named: &Named, words: &Range<usize>, line: Line) {
        self.ids.insert(Arc::clone(&named.id));
        let last = &line.words[words.end - 1];
        if named.kind == EntityKind::Person && words.len() > 1 && last.text.len() >= MIN_SURNAME_BYTES {
            self.note_alone(last.text, named, line.language);
        }
    }

    /// Notes that a word alone names somebody.
    pub(super) fn note_alone(&mut self, word: &str, named: &Named, language: Language) {
        let surname = bare(word, language == Language::En || named.name.ends_with(word));
        self.holders.insert(surname, named.clone());
    }

    /// Returns who has a surname.
    pub(super) fn holder(&self, word: &str) -> Option<&Named> {
        if self.holders.is_empty() {
            return None;
        }
        self.holders.get(&bare(word, true)).or_else(|| self.holders.get(&bare(word, false)))
    }

    /// Adds the surnames that stand alone to the finds of a paragraph.
    pub(super) fn with_surnames(&self, finds: Vec<Find>, line: Line, lists: &Lists) -> Vec<Find> {
        if self.holders.is_empty() {
            return finds;
        }
        let mut taken = vec![false; line.words.len()];
        finds.iter().for_each(|find| taken[find.words.clone()].fill(true));
        let mut all = finds;
        for at in (0..line.words.len()).filter(|&at| !taken[at] && line.words[at].is_capital()) {
            let Some(holder) = self.holder(line.words[at].text) else { continue };
            let before = line.before(at);
            let cue = before.and_then(|before| lists.cue(before, line.language));
            let is_noun =
                line.language == Language::De && cue == Some(Cue::Determiner) && line.words[at].gap == Gap::Space;
            if !is_noun {
                all.push(Find { words: at..at + 1, named: holder.clone(), is_derived: false });
            }
        }
        all.sort_by_key(|find| find.words.start);
        all
    }
}

/// Returns a surname without the ending of a genitive; the bare s only where `keeps_s` is false.
fn bare(word: &str, keeps_s: bool) -> String {
    let word = plain(word);
    let bare = word.strip_suffix("'s").unwrap_or(&word);
    let bare = if keeps_s { bare } else { bare.strip_suffix('s').unwrap_or(bare) };
    bare.to_string()
}
