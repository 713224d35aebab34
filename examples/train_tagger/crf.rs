//! Learning of the weights: a conditional random field by AdaGrad (Duchi, Hazan and Singer 2011), one sentence a step.
//!
//! The weights of the later epochs are averaged. Everything runs in a fixed order on one thread: the same rows give the
//! same weights.

use tandem::analysis::entity::tagger::features::{N_FEATURES, N_IDENTITY, ROW_BITS, features};
use tandem::analysis::entity::tagger::looks::{Frequencies, Hints, N_CASES, N_GAPS, Sentence};
use tandem::analysis::entity::tagger::weights::{N_TAGS, Row, Tag, Transitions, Weights};
use tandem::text::{Language, Span};

use crate::data::Example;
use crate::exchange::Exchange;
use crate::random::Random;

/// What can be tuned; the defaults were chosen by cross-validation of the training rows.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    pub epochs: usize,
    pub rate: f32,
    /// Share of its length that a weight loses at every step that moves it, in units of its rate.
    pub decay: f32,
    /// Chance that a sentence is learned as if there were no gazetteer.
    pub hints_dropped: f64,
    /// Chance that a word's hint is forgotten.
    pub hint_dropped: f64,
    /// Chance that a name gives way to another of its kind.
    pub exchanged: f64,
    /// Chance that a word's identity is forgotten.
    pub identity_dropped: f64,
    /// What a word outside of names loses when tagging, in units of the weights: more names are found, more of them wrong.
    pub outside_loss: f32,
    pub seed: u64,
}

type Matrix = [Row<f32>; N_TAGS];

/// Weights in the making, with the sums of squared gradients.
struct Learner {
    rows: Vec<(Row<f32>, Row<f32>)>,
    /// One for all, then one for each gap, then one for each case.
    pairs: Vec<(Matrix, Matrix)>,
    row_sums: Vec<Row<f32>>,
    pair_sums: Vec<Matrix>,
    n_sums: f32,
}

/// Rows of `pairs` that a word uses.
fn pair_rows(gap: usize, case: usize) -> [usize; 3] {
    [0, 1 + gap, 1 + N_GAPS + case]
}

/// Learns from all sentences.
pub fn train(sentences: &[&Example], exchange: &Exchange, frequencies: &Frequencies, options: &Options) -> Weights {
    let mut learner = Learner::new();
    let mut order: Vec<&Example> = sentences.to_vec();
    let mut random = Random::new(options.seed);
    let mut sentence = Sentence::default();
    for epoch in 0..options.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for example in &order {
            let example = exchange.exchanged(example, options.exchanged, &mut random);
            let hints = dropped_hints(&example.hints, options, &mut random);
            let place = (example.text.as_str(), Span::new(0, example.text.len()));
            sentence.read(place, &example.words, &hints, example.language, frequencies);
            loss += learner.learn(&sentence, example.language, &example.gold, options, &mut random);
        }
        if 2 * (epoch + 1) > options.epochs {
            learner.add_to_sums();
        }
        eprintln!("epoch {epoch}: loss {:.4} per sentence", loss / order.len() as f64);
    }
    learner.quantized(frequencies, options.outside_loss)
}

fn dropped_hints(hints: &[Hints], options: &Options, random: &mut Random) -> Vec<Hints> {
    if random.chance(options.hints_dropped) {
        return Vec::new();
    }
    let mut forgets = false;
    let keep = |&hint: &Hints| {
        // A name is forgotten as a whole.
        if hint.0 & Hints::BEGINS != 0 || hint.0 & Hints::LONG == 0 {
            forgets = random.chance(options.hint_dropped);
        }
        if forgets { Hints::default() } else { hint }
    };
    hints.iter().map(keep).collect()
}

impl Learner {
    fn new() -> Learner {
        let empty = [[0.0; N_TAGS]; N_TAGS];
        let n_pairs = 1 + N_GAPS + N_CASES;
        Learner {
            rows: vec![([0.0; N_TAGS], [0.0; N_TAGS]); 1 << ROW_BITS],
            pairs: vec![(empty, empty); n_pairs],
            row_sums: vec![[0.0; N_TAGS]; 1 << ROW_BITS],
            pair_sums: vec![empty; n_pairs],
            n_sums: 0.0,
        }
    }

    /// Takes one step on a sentence; returns its negative log likelihood.
    fn learn(
        &mut self,
        sentence: &Sentence,
        language: Language,
        gold: &[Tag],
        options: &Options,
        random: &mut Random,
    ) -> f64 {
        let n = sentence.n_words();
        let mut rows = Vec::with_capacity(n);
        for i in 0..n {
            let forgets = random.chance(options.identity_dropped);
            rows.push(used_rows(features(sentence, i, language), forgets));
        }
        let scores: Vec<Row<f32>> = rows.iter().map(|rows| self.score(rows)).collect();
        let pairs: Vec<Matrix> = (0..n).map(|i| self.matrix(sentence, i)).collect();
        let (forward, norm) = forward(&scores, &pairs);
        let backward = backward(&scores, &pairs);
        let mut truth = 0.0;
        let mut before = Tag::Outside as usize;
        for (i, &gold) in gold.iter().enumerate() {
            let gold = gold as usize;
            truth += scores[i][gold] + pairs[i][before][gold];
            let mut gradient: Row<f32> = std::array::from_fn(|tag| (forward[i][tag] + backward[i][tag] - norm).exp());
            gradient[gold] -= 1.0;
            for &row in &rows[i] {
                adagrad(&mut self.rows[row as usize], &gradient, options);
            }
            let mut matrix: Matrix = [[0.0; N_TAGS]; N_TAGS];
            for (a, line) in matrix.iter_mut().enumerate() {
                let left = if i == 0 { if a == 0 { 0.0 } else { continue } } else { forward[i - 1][a] };
                for (b, cell) in line.iter_mut().enumerate() {
                    *cell = (left + pairs[i][a][b] + scores[i][b] + backward[i][b] - norm).exp();
                }
            }
            matrix[before][gold] -= 1.0;
            let look = &sentence.looks[i + 2];
            for row in pair_rows(look.before as usize, look.case as usize) {
                let (weights, squares) = &mut self.pairs[row];
                for a in 0..N_TAGS {
                    let mut cell = (weights[a], squares[a]);
                    adagrad(&mut cell, &matrix[a], options);
                    (weights[a], squares[a]) = cell;
                }
            }
            before = gold;
        }
        f64::from(norm - truth)
    }

    fn score(&self, rows: &[u32]) -> Row<f32> {
        let mut sum = [0.0; N_TAGS];
        for &row in rows {
            for (sum, weight) in sum.iter_mut().zip(&self.rows[row as usize].0) {
                *sum += weight;
            }
        }
        sum
    }

    fn matrix(&self, sentence: &Sentence, i: usize) -> Matrix {
        let look = &sentence.looks[i + 2];
        let rows = pair_rows(look.before as usize, look.case as usize);
        std::array::from_fn(|a| {
            std::array::from_fn(|b| {
                let allowed = !Tag::ALL[b].is_inside() || Tag::ALL[b].continues(Tag::ALL[a]);
                if allowed { rows.iter().map(|&row| self.pairs[row].0[a][b]).sum() } else { -1e4 }
            })
        })
    }

    fn add_to_sums(&mut self) {
        self.n_sums += 1.0;
        let cells = self.row_sums.iter_mut().flatten().zip(self.rows.iter().flat_map(|row| &row.0));
        cells.for_each(|(sum, weight)| *sum += weight);
        for (sum, (weights, _)) in self.pair_sums.iter_mut().zip(&self.pairs) {
            sum.iter_mut().flatten().zip(weights.iter().flatten()).for_each(|(sum, weight)| *sum += weight);
        }
    }

    /// Returns the averages in whole numbers; one in ten thousand weights is cut at the ends of a byte.
    fn quantized(&self, frequencies: &Frequencies, outside_loss: f32) -> Weights {
        let mean = |sum: &f32| sum / self.n_sums.max(1.0);
        let mut sizes: Vec<f32> =
            self.row_sums.iter().flatten().map(|sum| mean(sum).abs()).filter(|&w| w > 0.0).collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 10_000)).copied().unwrap_or(1.0);
        let scale = 127.0 / largest;
        eprintln!("weights not zero: {}, largest {largest:.3}", sizes.len());
        let byte = |sum: &f32| (mean(sum) * scale).round().clamp(-127.0, 127.0) as i8;
        let rows = self.row_sums.iter().map(|row| std::array::from_fn(|tag| byte(&row[tag]))).collect();
        let transitions = (0..N_GAPS * N_CASES)
            .map(|i| self.whole_transitions(i / N_CASES, i % N_CASES, scale, outside_loss))
            .collect();
        Weights { rows, transitions, frequencies: frequencies.clone(), attribution: String::new() }
    }

    fn whole_transitions(&self, gap: usize, case: usize, scale: f32, outside_loss: f32) -> Transitions {
        let rows = pair_rows(gap, case);
        std::array::from_fn(|a| {
            std::array::from_fn(|b| {
                if Tag::ALL[b].is_inside() && !Tag::ALL[b].continues(Tag::ALL[a]) {
                    return i16::MIN;
                }
                let sum: f32 = rows.iter().map(|&row| self.pair_sums[row][a][b]).sum();
                let loss = if b == Tag::Outside as usize { outside_loss } else { 0.0 };
                ((sum / self.n_sums.max(1.0) - loss) * scale).round().clamp(-30_000.0, 30_000.0) as i16
            })
        })
    }
}

fn used_rows(rows: [u32; N_FEATURES], forgets: bool) -> Vec<u32> {
    let first = if forgets { N_IDENTITY } else { 0 };
    rows[first..].to_vec()
}

fn adagrad((weights, squares): &mut (Row<f32>, Row<f32>), gradient: &Row<f32>, options: &Options) {
    for tag in 0..N_TAGS {
        let slope = gradient[tag] + options.decay * weights[tag];
        squares[tag] += slope * slope;
        weights[tag] -= options.rate * slope / (squares[tag] + 1e-3).sqrt();
    }
}

fn log_sum(values: &Row<f32>) -> f32 {
    let top = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    top + values.iter().map(|value| (value - top).exp()).sum::<f32>().ln()
}

/// Log of the sum over all ways that end in a tag, for each word; and over all ways.
fn forward(scores: &[Row<f32>], pairs: &[Matrix]) -> (Vec<Row<f32>>, f32) {
    let mut all: Vec<Row<f32>> = Vec::with_capacity(scores.len());
    for (i, score) in scores.iter().enumerate() {
        let row = match all.last() {
            None => std::array::from_fn(|b| pairs[i][0][b] + score[b]),
            Some(last) => {
                std::array::from_fn(|b| log_sum(&std::array::from_fn(|a| last[a] + pairs[i][a][b])) + score[b])
            }
        };
        all.push(row);
    }
    let norm = all.last().map_or(0.0, log_sum);
    (all, norm)
}

/// Log of the sum over all ways from a tag to the end, for each word.
fn backward(scores: &[Row<f32>], pairs: &[Matrix]) -> Vec<Row<f32>> {
    let mut all = vec![[0.0; N_TAGS]; scores.len()];
    for i in (0..scores.len().saturating_sub(1)).rev() {
        let next = all[i + 1];
        all[i] =
            std::array::from_fn(|a| log_sum(&std::array::from_fn(|b| pairs[i + 1][a][b] + scores[i + 1][b] + next[b])));
    }
    all
}
