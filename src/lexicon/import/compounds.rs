//! German compounds as evidence for their parts: what a word means in its compounds tells which of its senses is alive
//! (Haushaltsdefizit, Staatshaushalt: Haushalt is a budget more often than housekeeping).
//!
//! For each pair with a compound the corpus gets a second one, with the compound's two parts in its place. Measured on
//! the development half of the news set with Ding (2026-11-26): MRR German to English .880 to .881, English to German
//! .902 to .908; XQuAD .913 to .921 and .911 to .909.

use rustc_hash::FxHashMap;

use super::corpus::{Corpus, StemId};
use crate::text::Language;

/// Fewest bytes of a part.
const MIN_PART_BYTES: usize = 4;
/// Letters between two parts.
const LINKERS: [&str; 9] = ["", "s", "es", "n", "en", "er", "e", "ns", "ens"];

/// Adds a pair of parts for each pair with a German compound. Parts are stems that the dictionary translates alone.
pub(super) fn add_parts(corpus: &mut Corpus) {
    let parts = parts(corpus);
    let has_parts = |stem: &StemId| parts.contains_key(stem);
    for pair in corpus.pairs.clone() {
        let german = corpus.stems(&pair, Language::De);
        if german.iter().any(has_parts) {
            let split = german.iter().flat_map(|stem| match parts.get(stem) {
                Some(parts) => parts.to_vec(),
                None => vec![*stem],
            });
            corpus.add_like(&pair, &split.collect::<Vec<_>>());
        }
    }
}

/// Returns the two parts of each compound.
fn parts(corpus: &Corpus) -> FxHashMap<StemId, [StemId; 2]> {
    let mut is_head = vec![false; corpus.n_stems(Language::De)];
    corpus.direct[Language::De as usize].iter().for_each(|direct| is_head[direct.head as usize] = true);
    let head = |text: &str| corpus.id(Language::De, text).filter(|&stem| is_head[stem as usize]);
    corpus.texts(Language::De).filter_map(|(text, stem)| Some((stem, split(text, &head)?))).collect()
}

/// Splits a stem where the shorter part is longest; of equal splits the first.
fn split(text: &str, head: &impl Fn(&str) -> Option<StemId>) -> Option<[StemId; 2]> {
    let mut best = None;
    let mut most_bytes = 0;
    for (at, _) in text.char_indices().skip(1) {
        let (front, tail) = text.split_at(at);
        if front.len() < MIN_PART_BYTES || tail.len() < MIN_PART_BYTES {
            continue;
        }
        let Some(second) = head(tail) else { continue };
        for linker in LINKERS {
            let first = front.strip_suffix(linker).filter(|first| first.len() >= MIN_PART_BYTES);
            let Some(n_bytes) = first.map(|first| first.len().min(tail.len())).filter(|&n| n > most_bytes) else {
                continue;
            };
            if let Some(first) = first.and_then(head) {
                (best, most_bytes) = (Some([first, second]), n_bytes);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<[&str; 2]>) {
        let heads = ["zwirbel", "kasten", "dose", "sdose", "amt"];
        let head = |text: &str| heads.iter().position(|head| *head == text).map(|place| place as StemId);
        let found = split(text, &head).map(|parts| parts.map(|part| heads[part as usize]));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn compounds_come_apart_where_both_parts_are_words() {
        check("zwirbelkasten", Some(["zwirbel", "kasten"]));
        check("zwirbelndose", Some(["zwirbel", "dose"]));
        check("zwirbelsdose", Some(["zwirbel", "sdose"]));
        check("zwirbelamt", None);
        check("zwirbel", None);
        check("überkasten", None);
    }
}
