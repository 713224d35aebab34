//! Which stems translate which, learned from pairs of phrases: IBM model 1 by expectation maximisation in both
//! directions (Brown et al. 1993, section 4.1; without the empty word, which changes nothing on a dictionary's short
//! phrases), and the counts on which both agree (Liang, Taskar and Klein 2006).

use rustc_hash::FxHashMap;

use super::corpus::{Corpus, StemId};
use crate::text::Language;

/// Rounds of expectation maximisation; more change nothing on a dictionary's short phrases (6 in the prototype).
pub(super) const N_ROUNDS: u32 = 6;

/// Two stems that stand opposite each other somewhere.
#[derive(Clone, Copy)]
pub(super) struct Couple {
    pub(super) german: StemId,
    pub(super) english: StemId,
    /// Expected number of pairs in which both directions link the two.
    pub(super) count: f32,
}

/// All pairs as links between numbered couples.
struct Links {
    pairs: Vec<PairLinks>,
    /// For each pair, row by row: the couple of each German and each English stem.
    couples: Vec<u32>,
}

struct PairLinks {
    start: usize,
    /// Stems of the German and of the English phrase.
    n: [usize; 2],
    weight: f32,
}

/// How probable a translation is in one direction.
struct Model {
    /// Per couple: the stem it leads from and the one it leads to.
    ends: Vec<[StemId; 2]>,
    from: Language,
    probabilities: Vec<f32>,
}

/// Learns the couples of a corpus, in the order in which they first occur; `round_done` hears of each round.
pub(super) fn couples(corpus: &Corpus, round_done: &mut dyn FnMut(u32)) -> Vec<Couple> {
    let (links, ends) = links(corpus);
    let mut models = Language::ALL.map(|from| Model::new(&ends, from));
    for round in 1..=N_ROUNDS {
        let [german, english] = &mut models;
        rayon::join(|| german.improve(corpus, &links), || english.improve(corpus, &links));
        round_done(round);
    }
    let counts = agreement(&links, &models);
    let couples = ends.into_iter().zip(counts);
    couples.map(|([german, english], count)| Couple { german, english, count }).collect()
}

fn links(corpus: &Corpus) -> (Links, Vec<[StemId; 2]>) {
    let mut numbers: FxHashMap<[StemId; 2], u32> = FxHashMap::default();
    let mut ends = Vec::new();
    let mut links = Links { pairs: Vec::with_capacity(corpus.pairs.len()), couples: Vec::new() };
    for pair in &corpus.pairs {
        let [german, english] = Language::ALL.map(|language| corpus.stems(pair, language));
        let n = [german.len(), english.len()];
        links.pairs.push(PairLinks { start: links.couples.len(), n, weight: pair.weight });
        for &german in german {
            for &english in english {
                let next = ends.len() as u32;
                let couple = *numbers.entry([german, english]).or_insert(next);
                if couple == next {
                    ends.push([german, english]);
                }
                links.couples.push(couple);
            }
        }
    }
    (links, ends)
}

impl PairLinks {
    /// Returns the places of the links of one stem: the one numbered `at` in the phrase of `language`.
    fn of(&self, language: Language, at: usize) -> impl Iterator<Item = usize> + use<> {
        let (first, step) = match language {
            Language::De => (self.start + at * self.n[1], 1),
            Language::En => (self.start + at, self.n[1]),
        };
        let n = self.n[1 - language as usize];
        (0..n).map(move |i| first + i * step)
    }
}

impl Model {
    fn new(ends: &[[StemId; 2]], from: Language) -> Model {
        let ends: Vec<_> = match from {
            Language::De => ends.to_vec(),
            Language::En => ends.iter().map(|&[german, english]| [english, german]).collect(),
        };
        // Only ratios matter in the first round, so any equal probabilities will do.
        Model { probabilities: vec![1.0; ends.len()], ends, from }
    }

    /// One round: expects links by the probabilities, then takes their shares as the new probabilities.
    fn improve(&mut self, corpus: &Corpus, links: &Links) {
        let mut counts = vec![0_f64; self.ends.len()];
        let to = other(self.from);
        for of in &links.pairs {
            for at in 0..of.n[to as usize] {
                let sum = self.sum(links, of, at);
                for link in of.of(to, at) {
                    let couple = links.couples[link] as usize;
                    counts[couple] += f64::from(of.weight * self.probabilities[couple] / sum);
                }
            }
        }
        let mut sums = vec![0_f64; corpus.n_stems(self.from)];
        for (ends, count) in self.ends.iter().zip(&counts) {
            sums[ends[0] as usize] += count;
        }
        for ((ends, count), probability) in self.ends.iter().zip(&counts).zip(&mut self.probabilities) {
            *probability = (count / sums[ends[0] as usize].max(f64::MIN_POSITIVE)) as f32;
        }
    }

    /// Returns the sum of all ways in which a stem may have come into a phrase, above 0.
    fn sum(&self, links: &Links, of: &PairLinks, at: usize) -> f32 {
        let linked = of.of(other(self.from), at).map(|link| self.probabilities[links.couples[link] as usize]);
        linked.sum::<f32>().max(f32::MIN_POSITIVE)
    }
}

/// Returns for each couple the expected number of links that both models draw.
fn agreement(links: &Links, models: &[Model; 2]) -> Vec<f32> {
    let mut counts = vec![0_f32; models[0].ends.len()];
    for of in &links.pairs {
        let sums = models.each_ref().map(|model| {
            let stems = 0..of.n[other(model.from) as usize];
            stems.map(|at| model.sum(links, of, at)).collect::<Vec<_>>()
        });
        for german in 0..of.n[0] {
            for (english, link) in of.of(Language::De, german).enumerate() {
                let couple = links.couples[link] as usize;
                let to_english = models[0].probabilities[couple] / sums[0][english];
                let to_german = models[1].probabilities[couple] / sums[1][german];
                counts[couple] += of.weight * to_english * to_german;
            }
        }
    }
    counts
}

fn other(language: Language) -> Language {
    match language {
        Language::De => Language::En,
        Language::En => Language::De,
    }
}
