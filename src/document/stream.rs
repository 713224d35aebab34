//! Term streams: terms at positions, written as one string that any backend can split.

/// Between two terms at one position.
pub const SAME_POSITION: char = '|';
/// A position without a term.
pub const HOLE: &str = "_";

/// A term stream being written, in order of position.
#[derive(Clone, Debug, Default)]
pub struct TermStream {
    text: String,
    /// The position after the last one written.
    next_position: u32,
}

impl TermStream {
    /// Appends a term. Positions never decrease; terms with a separator in them are written with `·` in its place.
    pub fn push(&mut self, position: u32, term: &str) {
        debug_assert!(position + 1 >= self.next_position, "positions never decrease");
        if position + 1 == self.next_position {
            self.text.push(SAME_POSITION);
        } else {
            for _ in self.next_position..position {
                self.separate();
                self.text.push_str(HOLE);
            }
            self.separate();
            self.next_position = position + 1;
        }
        if term.contains([SAME_POSITION, ' ']) || term == HOLE {
            self.text.push_str(&term.replace([SAME_POSITION, ' ', '_'], "·"));
        } else {
            self.text.push_str(term);
        }
    }

    fn separate(&mut self) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    /// Returns the stream; empty if no term was pushed.
    pub fn finish(self) -> String {
        self.text
    }
}

/// Returns the terms of a stream with their positions, in order.
pub fn stream_tokens(stream: &str) -> impl Iterator<Item = (u32, &str)> {
    stream.split(' ').enumerate().filter(|(_, terms)| *terms != HOLE && !terms.is_empty()).flat_map(
        |(position, terms)| terms.split(SAME_POSITION).map(move |term| (position as u32, term)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_and_shared_positions_survive() {
        let mut stream = TermStream::default();
        for (position, term) in [(0, "die"), (1, "bundesregier"), (1, "bund"), (3, "warnt"), (4, "a|b")] {
            stream.push(position, term);
        }
        let text = stream.finish();
        assert_eq!(text, "die bundesregier|bund _ warnt a·b");
        let tokens: Vec<_> = stream_tokens(&text).collect();
        assert_eq!(tokens, [(0, "die"), (1, "bundesregier"), (1, "bund"), (3, "warnt"), (4, "a·b")]);
    }

    #[test]
    fn a_stream_may_begin_with_holes() {
        let mut stream = TermStream::default();
        stream.push(2, "x");
        assert_eq!(stream.finish(), "_ _ x");
    }
}
