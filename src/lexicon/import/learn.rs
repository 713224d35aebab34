//! From the corpus to the table: up to five translations of each stem, the best with weight 1.
//!
//! A translation's weight is `LAMBDA` times its share among the learned links of the stem, and the rest times its share
//! of the senses that the dictionary lists for the stem alone. Translations of several words come from the dictionary
//! only; their learned share is that of their weakest word, once for each word.

use rustc_hash::FxHashMap;

use super::Progress;
use super::corpus::{Corpus, Direct, NO_STEM, StemId, Target};
use super::em::{self, Couple, N_ROUNDS};
use super::table::{Counts, ImportedTable, MAX_ALTERNATIVES, MAX_STEMS, Translations};
use crate::text::Language;

/// Weight of what was learned against what is listed; .5 as in the prototype.
const LAMBDA: f32 = 0.5;
/// Links on which a translation that the dictionary does not list must rest; with fewer, it is noise.
const MIN_COUNT: f32 = 2.0;
/// Share that a translation must have where the dictionary lists none at all.
const MIN_UNLISTED_SHARE: f32 = 0.1;
/// Least weight of a translation beside the best.
const MIN_WEIGHT: f32 = 0.03;
/// Couples that are linked less often say nothing.
const MIN_LINKED: f32 = 0.01;

/// Learns the table of a corpus.
pub(super) fn learn(corpus: Corpus, counts: Counts, progress: &mut dyn FnMut(Progress)) -> ImportedTable {
    progress(Progress::Learning { n_done: 0, n_rounds: N_ROUNDS });
    let mut round_done = |n_done| progress(Progress::Learning { n_done, n_rounds: N_ROUNDS });
    let mut couples = em::couples(&corpus, &mut round_done);
    couples.retain(|couple| couple.count >= MIN_LINKED);
    let mut corpus = corpus;
    let direct = std::mem::take(&mut corpus.direct);
    let heads = Language::ALL.map(|language| heads(&learned(language, &couples), &direct[language as usize]));
    ImportedTable { stems: corpus.into_stems(), heads, counts }
}

/// Returns the translations of all stems of a language, sorted by the number of the stem.
fn heads(learned: &[Learned], direct: &[Direct]) -> Vec<(StemId, Translations)> {
    let mut direct = direct.to_vec();
    // A stable sort: shares are then added up in the order of the file.
    direct.sort_by_key(|direct| (direct.head, direct.target));
    let (mut learned, mut direct) = (learned, &direct[..]);
    let mut heads = Vec::new();
    let first = |learned: &[Learned], direct: &[Direct]| {
        let learned = learned.first().map(|learned| learned.head);
        learned.into_iter().chain(direct.first().map(|direct| direct.head)).min()
    };
    while let Some(head) = first(learned, direct) {
        let n_learned = learned.partition_point(|learned| learned.head == head);
        let n_direct = direct.partition_point(|direct| direct.head == head);
        let translations = translations(&learned[..n_learned], &direct[..n_direct]);
        if !translations.is_empty() {
            heads.push((head, translations));
        }
        (learned, direct) = (&learned[n_learned..], &direct[n_direct..]);
    }
    heads
}

/// Returns the couples seen from a language, sorted by head and target.
fn learned(language: Language, couples: &[Couple]) -> Vec<Learned> {
    let mut learned: Vec<Learned> = couples.iter().map(|couple| Learned::new(language, couple)).collect();
    learned.sort_unstable_by_key(|learned| (learned.head, learned.target));
    learned
}

/// A couple seen from one of its ends.
#[derive(Clone, Copy)]
struct Learned {
    head: StemId,
    target: StemId,
    count: f32,
}

impl Learned {
    fn new(language: Language, couple: &Couple) -> Learned {
        let &Couple { german, english, count } = couple;
        match language {
            Language::De => Learned { head: german, target: english, count },
            Language::En => Learned { head: english, target: german, count },
        }
    }
}

/// Weighs the translations of one stem; `direct` is sorted by target.
fn translations(learned: &[Learned], direct: &[Direct]) -> Translations {
    let listed = listed(direct);
    let n_senses: f32 = listed.iter().map(|(_, share)| share).sum();
    let n_links: f32 = learned.iter().map(|learned| learned.count).sum();
    let share = |stem: StemId| {
        let place = learned.binary_search_by_key(&stem, |learned| learned.target);
        place.map_or(0.0, |place| learned[place].count / n_links)
    };
    let mut found: Translations = Vec::with_capacity(listed.len());
    for &(target, sense_share) in &listed {
        let stems = target.iter().filter(|&&stem| stem != NO_STEM);
        let weakest = stems.clone().map(|&stem| share(stem)).fold(1.0, f32::min);
        let learned_share = (weakest * stems.count() as f32).min(1.0);
        found.push((target, LAMBDA * learned_share + (1.0 - LAMBDA) * sense_share / n_senses));
    }
    for unlisted in learned.iter().filter(|learned| learned.count >= MIN_COUNT) {
        // The words of a listed phrase are learned one by one; each alone would say something else.
        let is_listed = listed.iter().any(|(target, _)| target.contains(&unlisted.target));
        let share = unlisted.count / n_links;
        if !is_listed && (!listed.is_empty() || share >= MIN_UNLISTED_SHARE) {
            let mut target = [NO_STEM; MAX_STEMS];
            target[0] = unlisted.target;
            found.push((target, LAMBDA * share));
        }
    }
    best(found)
}

/// Returns each translation that the dictionary gives for a stem, and its share of the stem's senses; the words of a
/// translation in another order (change of climate, climate change) are the same one.
fn listed(direct: &[Direct]) -> Vec<(Target, f32)> {
    let mut listed: Vec<(Target, f32)> = Vec::new();
    let mut places: FxHashMap<Target, usize> = FxHashMap::default();
    for Direct { target, share, .. } in direct {
        let mut sorted = *target;
        sorted.sort_unstable();
        let place = *places.entry(sorted).or_insert(listed.len());
        match listed.get_mut(place) {
            Some((_, sum)) => *sum += share,
            None => listed.push((*target, *share)),
        }
    }
    listed
}

/// Keeps the best translations, and scales the best to 1; of equal ones, the one whose stems came first in the file.
fn best(mut found: Translations) -> Translations {
    found.sort_by(|(a_target, a), (b_target, b)| b.total_cmp(a).then_with(|| a_target.cmp(b_target)));
    found.truncate(MAX_ALTERNATIVES);
    let Some(&(_, most)) = found.first() else { return found };
    found.iter_mut().for_each(|(_, weight)| *weight /= most);
    found.retain(|(_, weight)| *weight >= MIN_WEIGHT);
    found
}
