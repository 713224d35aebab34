//! How many names of held-out sentences are found.

use std::fmt::{self, Display, Formatter};

use tandem::analysis::entity::tagger::weights::Weights;
use tandem::analysis::entity::tagger::{Scratch, names, tag};
use tandem::text::Span;

use crate::data::Example;

/// Names with exactly the judged words and kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    right: usize,
    found: usize,
    judged: usize,
}

impl Counts {
    /// Adds the names of a sentence.
    pub fn add(&mut self, weights: &Weights, example: &Example, scratch: &mut Scratch) {
        let bounds = (example.text.as_str(), Span::new(0, example.text.len()));
        let tags = tag(weights, bounds, (&example.words, &example.hints), example.language, scratch);
        let (found, judged) = (names(tags), names(&example.gold));
        self.right += judged.iter().filter(|name| found.contains(name)).count();
        self.found += found.len();
        self.judged += judged.len();
    }
}

impl Display for Counts {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let share = |of: usize| self.right as f64 / of.max(1) as f64;
        let (p, r) = (share(self.found), share(self.judged));
        write!(f, "F1 {:.3} (P {p:.3} R {r:.3})", 2.0 * p * r / (p + r).max(1e-9))
    }
}
