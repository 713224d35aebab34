//! Term streams ([`crate::document::TermStream`]) as tantivy's tokenizer reads them.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::document::{HOLE, SAME_POSITION};

/// Name under which the tokenizer is registered.
pub(super) const NAME: &str = "term_stream";

/// Splits a term stream; the terms were analysed before.
#[derive(Clone)]
pub(super) struct StreamTokenizer;

impl Tokenizer for StreamTokenizer {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { rest: text, position: 0, token: Token::default() }
    }
}

pub(super) struct Stream<'a> {
    rest: &'a str,
    position: usize,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while !self.rest.is_empty() {
            let end = self.rest.as_bytes().iter().position(|&b| b == b' ' || b == SAME_POSITION as u8);
            let (term, separator) = match end {
                Some(end) => (&self.rest[..end], self.rest.as_bytes()[end]),
                None => (self.rest, b' '),
            };
            self.rest = &self.rest[end.map_or(self.rest.len(), |end| end + 1)..];
            let position = self.position;
            self.position += usize::from(separator == b' ');
            if !term.is_empty() && term != HOLE {
                self.token.position = position;
                self.token.text.clear();
                self.token.text.push_str(term);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::stream_tokens;

    #[test]
    fn positions_are_those_of_the_stream() {
        let text = "_ die bundesregier|bund _ warnt";
        let mut got = Vec::new();
        StreamTokenizer.token_stream(text).process(&mut |t| got.push((t.position as u32, t.text.clone())));
        let expected: Vec<_> = stream_tokens(text).map(|(position, term)| (position, term.to_string())).collect();
        assert_eq!(got, expected);
        assert_eq!(got[3], (4, "warnt".to_string()));
    }
}
