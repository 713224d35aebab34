//! Where a word lost the space inside it: `Putinund` → `Putin`, `und`.
//!
//! In come a word or hyphen compound as written, its language, and what is known about words ([`Known`]); out comes the byte at
//! which the second word begins, or `None`. Nothing fails, nothing is remembered, and the text stays as it is.
//!
//! A word splits only if no list knows the whole and no German parts rebuild it, the left part is known, and the right one stands in a
//! closed table (`glue_words.tsv`): a function word or a finite verb of news, or it begins with a capital and is known too. Words of that
//! table which are also endings or prefixes (*ein*, *auf*, *in*) stand only behind what takes no such ending: a name, or an abstract noun
//! (*Kriegsführung|ein*). Deliberately absent: two ordinary words without a seam (*neueregierung*), for German builds words so.

mod known;
mod table;

use std::ops::Range;

use crate::text::Language;

pub(super) use known::{AllWords, KnownWords};
use table::{Behind, Roles};

/// What is known about words.
pub(super) trait Known {
    /// Returns whether any list of the language holds a word (lower case).
    fn is_listed(&self, lower: &str, language: Language) -> bool;
    /// Returns whether it is one of the commonest words of the news.
    fn is_frequent(&self, lower: &str, language: Language) -> bool;
    /// Returns whether German parts rebuild a word (lower case), or it is such a part with its ending.
    fn is_compound(&self, lower: &str) -> bool;
    /// Returns whether a word as written is a name, of the gazetteer or of this article.
    fn is_name(&self, written: &str) -> bool;
    /// Returns what the table says about a word.
    fn roles(&self, word: &str, language: Language) -> Roles;
}

/// Words are split between these lengths: shorter ones are words by accident, longer ones garbage.
const MIN_WORD_BYTES: usize = 5;
const MAX_WORD_BYTES: usize = 60;
/// Letters of the left part at least.
const MIN_LEFT_LETTERS: usize = 5;
/// Letters of a name at least, on the left.
const MIN_NAME_LETTERS: usize = 4;
/// The longest word of the table, in bytes.
const MAX_TABLE_BYTES: usize = 16;
/// Endings of German nouns behind which only `s` and `en` stand.
const FIRM_ENDINGS: [&str; 9] = ["ung", "heit", "keit", "schaft", "tät", "tion", "sion", "ungen", "ionen"];

/// Returns the byte of `word` at which a second word begins that lost its space.
///
/// `word` is a word or a whole hyphen compound (`Jong-unauf`) in NFC.
pub(super) fn split(word: &str, language: Language, known: &impl Known) -> Option<usize> {
    let (last, first) = unlisted(word, language, known);
    // In a compound the first word may have lost its space too, but then the second has a capital: dieEU-Kommission.
    last.and_then(|glue| glue.cut()).or_else(|| first.and_then(|glue| glue.cut_at_seam()))
}

type LastAndFirst<'a, K> = (Option<Glue<'a, K>>, Option<Glue<'a, K>>);

/// Returns the last word of a compound, and the first if it is another, where no list knows them.
fn unlisted<'a, K: Known>(word: &'a str, language: Language, known: &'a K) -> LastAndFirst<'a, K> {
    if !(MIN_WORD_BYTES..=MAX_WORD_BYTES).contains(&word.len()) || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return (None, None);
    }
    let last = Glue::new(word, word.rfind('-').map_or(0, |at| at + 1)..word.len(), language, known);
    (last, word.find('-').and_then(|end| Glue::new(word, 0..end, language, known)))
}

/// Tells whether a list holds a word (lower case), or German parts rebuild it.
fn is_word(lower: &str, language: Language, known: &impl Known) -> bool {
    known.is_listed(lower, language) || (language == Language::De && known.is_compound(lower))
}

/// A word that no list knows: the first or last of a hyphen compound, most often the only one.
struct Glue<'a, K> {
    /// The whole compound up to the end of this word.
    upto: &'a str,
    start: usize,
    written: &'a str,
    /// As long as written.
    lower: String,
    language: Language,
    known: &'a K,
}

impl<'a, K: Known> Glue<'a, K> {
    /// Returns `None` for what some list knows, or German parts rebuild, and where neither seam nor table word is.
    fn new(compound: &'a str, range: Range<usize>, language: Language, known: &'a K) -> Option<Glue<'a, K>> {
        let written = &compound[range.clone()];
        let lower = written.to_lowercase();
        if lower.len() != written.len() || known.is_listed(&lower, language) {
            return None;
        }
        let glue = Glue { upto: &compound[..range.end], start: range.start, written, lower, language, known };
        let is_whole = |word: &str| known.roles(word, language).is_whole;
        let is_one = || is_whole(written) || is_whole(&glue.lower) || is_word(&glue.lower, language, known);
        (glue.has_seam_or_table_word() && !is_one()).then_some(glue)
    }

    /// Returns whether there is a place at which the word may be cut; most words have none.
    fn has_seam_or_table_word(&self) -> bool {
        seam(self.written).is_some()
            || self.cuts_behind().any(|at| self.roles(&self.lower[at..]).behind.is_some())
            || self.cuts_before().any(|at| self.roles(&self.lower[..at]).leads)
    }

    fn cut(&self) -> Option<usize> {
        match seam(self.written) {
            Some(_) => self.cut_at_seam(),
            None => self.cut_without_seam().map(|at| self.start + at),
        }
    }

    fn cut_at_seam(&self) -> Option<usize> {
        seam(self.written).filter(|&at| self.is_split_at_seam(at)).map(|at| self.start + at)
    }

    fn cut_without_seam(&self) -> Option<usize> {
        let behind = self.cuts_behind().find(|&at| self.ends_with_table_word(at));
        behind.or_else(|| self.cuts_before().find(|&at| self.begins_with_table_word(at)))
    }

    /// Where a word of the table may begin that ends the word, the longest first.
    fn cuts_behind(&self) -> impl Iterator<Item = usize> {
        self.boundaries(self.lower.len().saturating_sub(MAX_TABLE_BYTES).max(1)..self.lower.len().saturating_sub(1))
    }

    /// Where a word of the table may end that begins the word, the shortest first.
    fn cuts_before(&self) -> impl Iterator<Item = usize> {
        self.boundaries(2..MAX_TABLE_BYTES.min(self.lower.len().saturating_sub(1)))
    }

    fn boundaries(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        range.filter(|&at| self.lower.is_char_boundary(at))
    }

    fn ends_with_table_word(&self, at: usize) -> bool {
        let (left, right) = self.lower.split_at(at);
        let (left_roles, right_roles) = (self.roles(left), self.roles(right));
        let Some(behind) = right_roles.behind else { return false };
        let may_inflect = behind == Behind::NotN && left.ends_with('n');
        if left_roles.pairs && (behind == Behind::Any || (behind == Behind::NotN && !self.is_capital())) {
            return right.len() >= 3 && !(left_roles.leads && may_inflect);
        }
        if left_roles.is_apart {
            return false;
        }
        let (is_name, is_german) = (self.is_name(at), self.language == Language::De);
        let n_letters = left.chars().count();
        let is_long = n_letters >= MIN_LEFT_LETTERS;
        // Behind a longer word in small letters nothing of the table but `NotN` is an ending of verbs and adjectives.
        let is_small = !self.is_capital() && n_letters > MIN_LEFT_LETTERS && self.is_part(left);
        match behind {
            Behind::Any if n_letters < MIN_LEFT_LETTERS - usize::from(!self.is_capital()) => is_name,
            Behind::Any => is_name || self.is_part(left),
            Behind::NotN if is_name => n_letters > MIN_LEFT_LETTERS || self.start > 0,
            Behind::NotN => is_long && !may_inflect && self.known.is_listed(left, self.language),
            Behind::Firm if is_name => is_long || self.start > 0,
            Behind::Firm => self.is_firm(left) || (is_small && is_german),
            Behind::Abstract => (self.is_firm(left) && !left.ends_with("ion")) || (is_small && is_german),
            Behind::Subject => is_name || (is_long && self.is_subject(left, right)),
            Behind::Verb => is_name || (is_long && self.is_subject(left, right)) || is_small,
            Behind::Infinitive => is_name || self.is_firm(left),
        }
    }

    fn begins_with_table_word(&self, at: usize) -> bool {
        let (left, right) = self.lower.split_at(at);
        let min_letters = if at > 2 && !self.is_capital() { 4 } else { 5 };
        self.roles(left).leads && right.chars().count() >= min_letters && self.known.is_frequent(right, self.language)
    }

    fn is_split_at_seam(&self, at: usize) -> bool {
        let (left, right) = self.lower.split_at(at);
        let (left_roles, right_roles) = (self.roles(left), self.roles(right));
        let is_table_word = right_roles.behind.is_some_and(|behind| behind != Behind::Subject);
        // Two capitals are an acronym: dieEU.
        let is_long = right.len() >= 3 || self.written[at..].chars().all(char::is_uppercase);
        if self.is_capital() {
            let joins = is_table_word && left.chars().count() >= MIN_NAME_LETTERS;
            return (left_roles.leads && is_long) || (joins && (self.is_name(at) || self.is_part(left)));
        }
        let is_name = self.known.is_name(&self.written[at..]);
        let is_function = left_roles.pairs || left_roles.leads || left_roles.behind.is_some();
        match self.language {
            _ if at < 2 => false,
            _ if is_function => is_long || is_table_word,
            _ if at < 3 => false,
            Language::De => {
                self.is_part(left) && (is_name || is_table_word || (right.len() >= 4 && self.is_part(right)))
            }
            Language::En => self.is_part(left) && (is_name || is_table_word),
        }
    }

    /// Tells whether what stands before `at` is a name, with the words before the hyphen or without.
    fn is_name(&self, at: usize) -> bool {
        let last = &self.written[..at];
        let is_alone = last.chars().count() >= MIN_NAME_LETTERS && self.is_capital() && self.known.is_name(last);
        is_alone || (self.start > 0 && self.known.is_name(&self.upto[..self.start + at]))
    }

    fn is_capital(&self) -> bool {
        self.written.starts_with(char::is_uppercase)
    }

    fn roles(&self, lower: &str) -> Roles {
        self.known.roles(lower, self.language)
    }

    fn is_part(&self, lower: &str) -> bool {
        is_word(lower, self.language, self.known)
    }

    /// English nouns have no capital, and shorter verbs also end words there (home|made).
    fn is_subject(&self, left: &str, verb: &str) -> bool {
        match self.language {
            Language::De => self.is_capital() && self.is_part(left),
            Language::En => !self.is_capital() && verb.len() >= 5 && self.known.is_frequent(left, self.language),
        }
    }

    fn is_firm(&self, lower: &str) -> bool {
        self.language == Language::De
            && lower.len() >= 7
            && FIRM_ENDINGS.iter().any(|ending| lower.ends_with(ending))
            && self.is_part(lower)
    }
}

/// Returns where a capital follows a small letter, if it does so once.
fn seam(word: &str) -> Option<usize> {
    let mut seams =
        word.char_indices().zip(word.chars().skip(1)).filter(|((_, c), next)| c.is_lowercase() && next.is_uppercase());
    match (seams.next(), seams.next()) {
        (Some(((at, c), _)), None) => Some(at + c.len_utf8()),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
