//! What an article names, gathered over all its paragraphs: a surname alone belongs to whoever is named in full, and a
//! name that no table knows is of the kind that most of its mentions have.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::kind::EntityKind;
use super::lists::{Cue, Lists};
use super::unknown::{unknown_id, unknown_key};
use super::words::plain;
use super::{Find, Gap, Line, Named};
use crate::text::Language;

/// Letters of a surname at least.
const MIN_SURNAME_BYTES: usize = 3;

/// How many mentions that only look so a mention counts beside which a title or first name stands.
const TOLD: u32 = 3;

/// What was named so far.
#[derive(Debug, Default)]
pub(super) struct Memory {
    ids: FxHashSet<Arc<str>>,
    /// By surname, or by the first word of a company.
    holders: FxHashMap<String, Named>,
    /// By first name; `None` where two people have it.
    first_names: FxHashMap<String, Option<Named>>,
    /// By the last words of a full name, two or more (*Simpson-Daniel*), as keys.
    by_last_words: FxHashMap<String, Named>,
    /// What the acronyms mean that the article explains.
    acronyms: FxHashMap<String, Named>,
    /// By the key of an unknown name, how often it is a person, a place, an organisation.
    kinds: FxHashMap<String, [u32; 3]>,
}

impl Memory {
    /// Returns whether an entity was named.
    pub(super) fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    /// Notes who was named, and by which words.
    pub(super) fn note(&mut self, named: &Named, words: &Range<usize>, line: Line) {
        self.ids.insert(Arc::clone(&named.id));
        if let (Some(key), Some(votes)) = (unknown_key(&named.id), kind_place(named.kind)) {
            self.kinds.entry(key.to_string()).or_default()[votes] += 1;
        }
        let last = &line.words[words.end - 1];
        if named.kind != EntityKind::Person || words.len() < 2 {
            return;
        }
        if last.text.len() >= MIN_SURNAME_BYTES {
            self.note_alone(last.text, named, line.language);
        }
        if let Some(key) = unknown_key(&named.id) {
            let ends = key.match_indices('_').map(|(at, _)| &key[at + 1..]).filter(|end| end.contains('_'));
            for end in ends {
                self.by_last_words.entry(end.to_string()).or_insert_with(|| named.clone());
            }
        }
        let first = bare(line.words[words.start].text, true);
        let same = |other: &Named| other.id == named.id;
        let holder = self.first_names.entry(first).or_insert_with(|| Some(named.clone()));
        *holder = holder.take().filter(same);
    }

    /// Notes that titles or first names tell of what kind an unknown name is, which counts more than looks.
    pub(super) fn note_told(&mut self, named: &Named) {
        if let (Some(key), Some(votes)) = (unknown_key(&named.id), kind_place(named.kind)) {
            self.kinds.entry(key.to_string()).or_default()[votes] += TOLD;
        }
    }

    /// Notes that a word alone names somebody.
    pub(super) fn note_alone(&mut self, word: &str, named: &Named, language: Language) {
        let surname = bare(word, language == Language::En || named.name.ends_with(word));
        self.holders.insert(surname, named.clone());
    }

    /// Notes what an acronym means in this article.
    pub(super) fn note_acronym(&mut self, acronym: &str, named: &Named) {
        self.acronyms.insert(plain(acronym).into_owned(), named.clone());
    }

    /// Returns who has a surname.
    pub(super) fn holder(&self, word: &str) -> Option<&Named> {
        if self.holders.is_empty() {
            return None;
        }
        self.holders.get(&bare(word, true)).or_else(|| self.holders.get(&bare(word, false)))
    }

    /// Returns the finds of a paragraph as the whole article tells them, with the surnames that stand alone.
    pub(super) fn settled(&self, finds: Vec<Find>, line: Line, lists: &Lists) -> Vec<Find> {
        let finds = finds.into_iter().map(|find| Find { named: self.settle(&find, line), ..find }).collect();
        self.with_surnames(finds, line, lists)
    }

    /// Returns who a find names, after all that the article says.
    fn settle(&self, find: &Find, line: Line) -> Named {
        let named = &find.named;
        if find.words.len() == 1
            && let Some(meant) = self.acronyms.get(&bare(line.words[find.words.start].text, true))
        {
            return meant.clone();
        }
        let Some(key) = unknown_key(&named.id) else { return named.clone() };
        let word = line.words[find.words.start].text;
        if find.words.len() == 1 {
            let by_first_name = || self.first_names.get(&bare(word, true)).and_then(Option::as_ref);
            let by_first_name = || by_first_name().filter(|_| named.kind == EntityKind::Person);
            if let Some(holder) = self.holder(word).or_else(by_first_name) {
                return holder.clone();
            }
        }
        if named.kind == EntityKind::Person
            && let Some(holder) = self.by_last_words.get(key)
        {
            return holder.clone();
        }
        let Some(votes) = self.kinds.get(key) else { return named.clone() };
        let most = votes.iter().max().copied().unwrap_or(0);
        match kind_place(named.kind).filter(|&place| votes[place] < most) {
            Some(_) => {
                let kinds = [EntityKind::Person, EntityKind::Place, EntityKind::Organisation];
                let kind = kinds[votes.iter().position(|&n| n == most).unwrap_or(0)];
                Named { id: unknown_id(kind, key), kind, name: Arc::clone(&named.name) }
            }
            None => named.clone(),
        }
    }

    fn with_surnames(&self, finds: Vec<Find>, line: Line, lists: &Lists) -> Vec<Find> {
        if self.holders.is_empty() && self.acronyms.is_empty() {
            return finds;
        }
        let mut taken = vec![false; line.words.len()];
        finds.iter().for_each(|find| taken[find.words.clone()].fill(true));
        let mut all = finds;
        for at in (0..line.words.len()).filter(|&at| !taken[at] && line.words[at].is_capital()) {
            let word = line.words[at].text;
            let acronym = self.acronyms.get(&bare(word, true));
            let Some(holder) = acronym.or_else(|| self.holder(word)) else { continue };
            let before = line.before(at);
            let cue = before.and_then(|before| lists.cue(before, line.language));
            let is_german = line.language == Language::De;
            let is_noun =
                acronym.is_none() && is_german && cue == Some(Cue::Determiner) && line.words[at].gap == Gap::Space;
            if !is_noun {
                all.push(Find { words: at..at + 1, named: holder.clone(), is_derived: false });
            }
        }
        all.sort_by_key(|find| find.words.start);
        all
    }
}

fn kind_place(kind: EntityKind) -> Option<usize> {
    match kind {
        EntityKind::Person => Some(0),
        EntityKind::Place => Some(1),
        EntityKind::Organisation => Some(2),
        EntityKind::Weapon | EntityKind::Product | EntityKind::Event => None,
    }
}

/// Returns a surname without the ending of a genitive; the bare s only where `keeps_s` is false.
fn bare(word: &str, keeps_s: bool) -> String {
    let word = plain(word);
    let bare = word.strip_suffix("'s").unwrap_or(&word);
    let bare = if keeps_s { bare } else { bare.strip_suffix('s').unwrap_or(bare) };
    bare.to_string()
}
