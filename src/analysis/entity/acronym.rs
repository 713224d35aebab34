//! Acronyms that an article explains: *British National Party (BNP)*. From there on they mean what stands before the bracket.

use super::memory::Memory;
use super::unknown::unknown_key;
use super::words::plain;
use super::{Find, Gap, Line, Named, Recognizer};
use crate::text::fold_diacritics;

/// Letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;

impl Recognizer {
    /// Adds the acronyms in brackets behind names, and lets the memory know what they mean.
    pub(super) fn with_acronyms(&self, finds: Vec<Find>, line: Line, memory: &mut Memory) -> Vec<Find> {
        let (mut finds, mut added) = (finds, Vec::new());
        for i in 0..finds.len() {
            let at = finds[i].words.end;
            if !is_explained(line, at) || !abbreviates(&plain(line.words[at].text), line, &finds[i]) {
                continue;
            }
            let acronym = line.words[at].text;
            let listed = Some(i + 1).filter(|&next| finds.get(next).is_some_and(|find| find.words.start == at));
            let known = listed.map(|listed| finds[listed].named.clone());
            let known = known.filter(|known| unknown_key(&known.id).is_none() && self.is_same(known, &finds[i], line));
            let named = match known {
                Some(known) if unknown_key(&finds[i].named.id).is_some() => known,
                _ => finds[i].named.clone(),
            };
            finds[i].named = named.clone();
            memory.note_acronym(acronym, &named);
            match listed {
                Some(listed) => finds[listed].named = named,
                None => added.push(Find { words: at..at + 1, named, is_derived: false }),
            }
        }
        finds.extend(added);
        finds.sort_by_key(|find| find.words.start);
        finds
    }

    /// Returns whether a known entity has most words of a name in one of its names.
    fn is_same(&self, known: &Named, find: &Find, line: Line) -> bool {
        let words: Vec<String> =
            line.words[find.words.clone()].iter().map(|word| fold_diacritics(&word.text.to_lowercase())).collect();
        let spellings = self.gazetteer.spellings_of(&known.id);
        spellings.into_iter().any(|spelling| {
            let spelling = fold_diacritics(&spelling.to_lowercase());
            let n_shared = words.iter().filter(|word| spelling.contains(word.as_str())).count();
            2 * n_shared > words.len()
        })
    }
}

/// Returns whether the word at `at` stands alone in brackets and in capitals.
fn is_explained(line: Line, at: usize) -> bool {
    let Some(word) = line.words.get(at) else { return false };
    let n_capitals = word.text.chars().filter(|c| c.is_uppercase()).count();
    let ends = line.words.get(at + 1).is_none_or(|next| !matches!(next.gap, Gap::Space | Gap::Hyphen | Gap::Comma));
    word.gap == Gap::Bracket && LETTERS.contains(&word.text.len()) && 2 * n_capitals > word.text.len() && ends
}

/// Returns whether a name of more than the acronym's letters begins like the acronym and has its letters in order.
fn abbreviates(acronym: &str, line: Line, find: &Find) -> bool {
    let name: String = line.words[find.words.clone()].iter().map(|word| word.text.to_lowercase()).collect();
    let acronym = acronym.to_lowercase();
    let mut letters = name.chars();
    name.chars().next() == acronym.chars().next()
        && name.chars().count() > 2 * acronym.chars().count()
        && acronym.chars().all(|letter| letters.any(|c| c == letter))
}
