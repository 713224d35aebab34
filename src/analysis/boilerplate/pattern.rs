//! One pattern of `schema/boilerplate.tsv` against the words of a line.

use super::agencies::Agencies;
use crate::analysis::Token;
use crate::analysis::tokenizer::tokenize;
use crate::text::Span;

/// The one sign that stands for a word, also for `(c)`.
pub(super) const COPYRIGHT: &str = "©";

/// Any number, in a pattern.
const NUMBER: &str = "#";

/// A word and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'t> {
    pub span: Span,
    form: Form<'t>,
}

/// A token's form is looked at only where it is asked for: most words of a paragraph never are.
#[derive(Clone, Copy, Debug)]
enum Form<'t> {
    Exact(&'t str),
    Token(&'t Token),
}

impl<'t> Seen<'t> {
    pub fn new(exact: &'t str, span: Span) -> Seen<'t> {
        Seen { span, form: Form::Exact(exact) }
    }

    pub fn token(token: &'t Token) -> Seen<'t> {
        Seen { span: token.span, form: Form::Token(token) }
    }

    /// Returns the word in NFC and lower case.
    pub fn exact(&self) -> &'t str {
        match self.form {
            Form::Exact(exact) => exact,
            Form::Token(token) => &token.form.exact,
        }
    }

    pub fn is_number(&self) -> bool {
        self.exact().starts_with(|c: char| c.is_ascii_digit())
    }

    /// Returns whether a colon follows in the text.
    pub fn has_colon(&self, text: &str) -> bool {
        let after = &text.as_bytes()[self.span.end as usize..];
        matches!(after, [b':', ..] | [b' ', b':', ..] | [0xc2, 0xa0, b':', ..])
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Item {
    /// Any words or none.
    Any,
    Number,
    Agencies,
    Word {
        alternatives: Vec<String>,
        has_colon: bool,
    },
}

/// Words in order, with wildcards.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Vec<Item>);

/// The word by which a pattern is found, so that few are tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    First(String),
    /// Of a pattern that begins with any words.
    Last(String),
    Number,
    Agency,
}

impl Pattern {
    /// Reads a pattern as the head of the table explains it.
    ///
    /// # Errors
    /// If it neither begins nor ends with something that is looked for, or holds capitals.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        if text.chars().any(char::is_uppercase) {
            return Err("a pattern is in lower case".to_string());
        }
        let item = |word: &str| match word {
            "..." => Item::Any,
            NUMBER => Item::Number,
            "@" => Item::Agencies,
            word => {
                let bare = word.strip_suffix(':');
                let alternatives = bare.unwrap_or(word).split('|').map(str::to_string).collect();
                Item::Word { alternatives, has_colon: bare.is_some() }
            }
        };
        let pattern = Pattern(text.split(' ').map(item).collect());
        if let Some(word) = pattern.words().find(|word| ![COPYRIGHT, NUMBER].contains(word) && !is_one_word(word)) {
            return Err(format!("{word:?} is not one word"));
        }
        match pattern.anchors().is_empty() {
            true => Err("a pattern begins or ends with a word".to_string()),
            false => Ok(pattern),
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|item| match item {
            Item::Word { alternatives, .. } => alternatives.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        })
    }

    /// Returns the words one of which a line has at its start (or end) if the pattern matches it.
    pub fn anchors(&self) -> Vec<Anchor> {
        match (self.0.first(), self.0.last()) {
            (Some(Item::Word { alternatives, .. }), _) => alternatives.iter().cloned().map(Anchor::First).collect(),
            (Some(Item::Number), _) => vec![Anchor::Number],
            (Some(Item::Agencies), _) => vec![Anchor::Agency],
            (_, Some(Item::Word { alternatives, .. })) => alternatives.iter().cloned().map(Anchor::Last).collect(),
            _ => Vec::new(),
        }
    }

    /// Returns whether the pattern is the whole of `words`; agencies that it names are appended to `found`.
    pub fn matches(&self, text: &str, words: &[Seen], agencies: &Agencies, found: &mut Vec<u16>) -> bool {
        let n_before = found.len();
        let matches = rest_matches(&self.0, text, words, agencies, found);
        if !matches {
            found.truncate(n_before);
        }
        matches
    }
}

fn rest_matches(items: &[Item], text: &str, words: &[Seen], agencies: &Agencies, found: &mut Vec<u16>) -> bool {
    let Some((item, rest)) = items.split_first() else { return words.is_empty() };
    match item {
        Item::Any if rest.is_empty() => true,
        Item::Any => (0..=words.len()).any(|n| {
            let n_before = found.len();
            let matches = rest_matches(rest, text, &words[n..], agencies, found);
            if !matches {
                found.truncate(n_before);
            }
            matches
        }),
        Item::Number => {
            words.first().is_some_and(Seen::is_number) && rest_matches(rest, text, &words[1..], agencies, found)
        }
        Item::Agencies => {
            let n_words = agencies.run(text, words, false, found);
            n_words > 0 && rest_matches(rest, text, &words[n_words..], agencies, found)
        }
        Item::Word { alternatives, has_colon } => {
            let Some(word) = words.first() else { return false };
            alternatives
                .iter()
                .any(|alternative| alternative == word.exact() || alternative == NUMBER && word.is_number())
                && (!has_colon || word.has_colon(text))
                && rest_matches(rest, text, &words[1..], agencies, found)
        }
    }
}

fn is_one_word(word: &str) -> bool {
    let mut words = Vec::new();
    tokenize(word, |group| words.extend(group.words.iter().copied()));
    words == [Span::new(0, word.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_without_an_anchor_are_refused() {
        for text in ["...", "... @ ...", "Read more"] {
            assert!(Pattern::parse(text).is_err(), "{text}");
        }
        assert_eq!(Pattern::parse("lesen|lies sie auch").map(|p| p.anchors().len()), Ok(2));
        assert_eq!(Pattern::parse("... read more").map(|p| p.anchors()), Ok(vec![Anchor::Last("more".to_string())]));
    }
}
