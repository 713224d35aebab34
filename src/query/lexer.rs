//! The text of a query, cut into chunks, quoted phrases and brackets. Places are code points, from 0.

use super::Notes;

/// Brackets within brackets at most; deeper ones are passed over.
const MAX_DEPTH: usize = 32;

/// A piece of the query with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexeme<'t> {
    pub kind: Kind<'t>,
    /// Code points before it.
    pub place: usize,
    /// Whether nothing stands between it and the one before.
    pub is_attached: bool,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// Signs up to the next space, quote or bracket.
    Chunk(&'t str),
    /// What stands between two quotes.
    Quoted(&'t str),
    Open,
    Close,
}

/// Cuts a query into pieces; quotes and brackets without a partner are passed over with a note.
///
/// Every opening bracket that is returned has its closing one, and not too many stand within each other.
pub(super) fn lex<'t>(text: &'t str, notes: &mut Notes) -> Vec<Lexeme<'t>> {
    let lexemes = pieces(text, notes);
    balanced(lexemes, text.chars().count(), notes)
}

fn pieces<'t>(text: &'t str, notes: &mut Notes) -> Vec<Lexeme<'t>> {
    let mut lexemes = Vec::new();
    let (mut rest, mut place, mut is_attached) = (text, 0, false);
    // Once no quote follows, none needs to be looked for again.
    let mut may_close = true;
    while let Some(first) = rest.chars().next() {
        let kind = match first {
            c if c.is_whitespace() => None,
            '(' => Some(Kind::Open),
            ')' => Some(Kind::Close),
            c if is_opening_quote(c) => {
                let inside = &rest[c.len_utf8()..];
                let close = if may_close { inside.find(is_closing_quote) } else { None };
                if close.is_none() && may_close {
                    may_close = false;
                    notes.at(
                        "unclosed_quote",
                        place,
                        "the quote is never closed; what follows was read as words; close it",
                    );
                }
                close.map(|close| Kind::Quoted(&inside[..close]))
            }
            _ => Some(Kind::Chunk(&rest[..chunk_len_bytes(rest)])),
        };
        let n_bytes = match kind {
            Some(Kind::Chunk(chunk)) => chunk.len(),
            Some(Kind::Quoted(inside)) => {
                let close = &rest[first.len_utf8() + inside.len()..];
                rest.len() - close.len() + close.chars().next().map_or(0, char::len_utf8)
            }
            _ => first.len_utf8(),
        };
        lexemes.extend(kind.map(|kind| Lexeme { kind, place, is_attached }));
        is_attached = kind.is_some();
        place += rest[..n_bytes].chars().count();
        rest = &rest[n_bytes..];
    }
    lexemes
}

/// Takes out brackets that close nothing or stand too deep, and closes those that are open at the end.
fn balanced<'t>(lexemes: Vec<Lexeme<'t>>, end: usize, notes: &mut Notes) -> Vec<Lexeme<'t>> {
    let mut kept: Vec<Lexeme> = Vec::with_capacity(lexemes.len());
    // Places of the open brackets.
    let mut open: Vec<usize> = Vec::new();
    let mut was_dropped = false;
    for mut lexeme in lexemes {
        lexeme.is_attached &= !was_dropped;
        let place = lexeme.place;
        was_dropped = match lexeme.kind {
            Kind::Open => {
                open.push(place);
                if open.len() == MAX_DEPTH + 1 {
                    notes.at(
                        "too_deep",
                        place,
                        format!("only {MAX_DEPTH} brackets may stand within each other; this one was passed over"),
                    );
                }
                open.len() > MAX_DEPTH
            }
            Kind::Close if open.is_empty() => {
                notes.at("unopened_bracket", place, "the bracket closes nothing and was passed over; open it before");
                true
            }
            Kind::Close => {
                open.pop();
                open.len() >= MAX_DEPTH
            }
            _ => false,
        };
        if !was_dropped {
            kept.push(lexeme);
        }
    }
    for &place in &open {
        notes.at("unclosed_bracket", place, "the bracket is never closed; it was read as closed at the end");
    }
    let close = Lexeme { kind: Kind::Close, place: end, is_attached: true };
    kept.extend(std::iter::repeat_n(close, open.len().min(MAX_DEPTH)));
    kept
}

fn chunk_len_bytes(text: &str) -> usize {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if (c.is_whitespace() && !joins_digits(before, c, &text[at..])) || matches!(c, '(' | ')') || is_opening_quote(c)
        {
            return at;
        }
        before = c;
    }
    text.len()
}

/// A no-break space within a number: the tokenizer decides whether it is one (`10 000`).
fn joins_digits(before: char, space: char, from: &str) -> bool {
    let next = from.chars().nth(1);
    matches!(space, '\u{a0}' | '\u{202f}' | '\u{2009}')
        && before.is_ascii_digit()
        && next.is_some_and(|next| next.is_ascii_digit())
}

/// Straight and typographic double quotes; single ones are apostrophes too often.
fn is_opening_quote(c: char) -> bool {
    matches!(c, '"' | '„' | '“' | '”' | '»' | '«')
}

fn is_closing_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '»' | '«')
}
