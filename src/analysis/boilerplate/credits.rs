//! Credits of wire agencies in the running text: a dateline ("KIEW (dpa/lnw) – "), brackets after the last sentence
//! ("(APA, 4.9.2015)"), an agency before a dash at the very beginning ("AP - ").
//!
//! An agency that only occurs is no credit: "sagte er der dpa" names the outlet of a speaker, "the Kenya News Agency (KNA)
//! said" explains an abbreviation.

use super::Finder;
use super::pattern::Seen;
use crate::analysis::tokenizer::tokenize;
use crate::text::{Span, normalize};

/// Brackets with a credit hold at most so many bytes.
const MAX_BRACKET_BYTES: usize = 80;
/// An agency before the first dash ends within so many bytes.
const MAX_OPENING_BYTES: usize = 40;
/// Words of a dateline before its brackets ("FRANKFURT AN DER ODER, March 26").
const MAX_DATELINE_WORDS: usize = 8;
/// Without a dash after the brackets.
const MAX_BARE_DATELINE_WORDS: usize = 3;
/// Small words within the name of a place.
const SMALL_WORDS: [&str; 12] = ["an", "am", "auf", "bei", "der", "im", "in", "ob", "of", "de", "und", "and"];

impl Finder {
    /// Appends the agencies that are credited in brackets or before the first dash.
    pub(super) fn bracketed(&self, text: &str, found: &mut Vec<u16>) {
        self.opening(text, found);
        for open in memchr::memchr_iter(b'(', text.as_bytes()) {
            let rest = &text.as_bytes()[open + 1..text.len().min(open + 1 + MAX_BRACKET_BYTES)];
            let Some(len_bytes) = memchr::memchr(b')', rest) else { continue };
            let inside = &text[open + 1..open + 1 + len_bytes];
            let first = inside.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if self.agencies.may_begin_with(first) && !inside.contains(['\n', '\r', '(']) {
                self.bracket(text, open, inside, found);
            }
        }
    }

    fn bracket(&self, text: &str, open: usize, inside: &str, found: &mut Vec<u16>) {
        let mut agencies = Vec::new();
        let n_left = with_words(inside, |words| words.len() - self.agencies.run(inside, words, true, &mut agencies));
        if agencies.is_empty() {
            return;
        }
        let line_start = text[..open].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let (before, after) = (&text[line_start..open], &text[open + inside.len() + 2..]);
        if n_left == 0 && self.is_dateline(before, after) || is_after_sentence(before, n_left, inside) {
            found.extend(agencies);
        }
    }

    fn is_dateline(&self, before: &str, after: &str) -> bool {
        let place = before.rsplit(['.', '!', '?', ')', ':', '"', '“', '”']).next().unwrap_or(before);
        // "GREENVILLE, S.C." and "March 26." end in a stop without a place after it.
        let place = if place.trim().is_empty() { before } else { place };
        let words: Vec<&str> = place.split_whitespace().collect();
        let is_place = |word: &&str| !word.starts_with(char::is_lowercase) || SMALL_WORDS.contains(word);
        let explains = with_words(place, |words| {
            (0..words.len()).any(|i| self.agencies.run(place, &words[i..], false, &mut Vec::new()) == words.len() - i)
        });
        if explains || !words.iter().all(is_place) {
            return false;
        }
        let after = after.trim_start_matches([' ', '\u{a0}']);
        let news = after.trim_start_matches(['-', '–', '—', '―', ':']);
        // "Der Sprecher (dpa) - so hieß er - schwieg": what is inserted begins with a small letter, news does not.
        let is_dashed = news.len() < after.len() && !news.trim_start().starts_with(char::is_lowercase);
        let is_bare = place.len() == before.len() && after.starts_with(char::is_uppercase);
        is_dashed && words.len() <= MAX_DATELINE_WORDS
            || is_bare && (1..=MAX_BARE_DATELINE_WORDS).contains(&words.len())
    }

    /// `AP - Highlights of ...`, `Reuters - ...`.
    fn opening(&self, text: &str, found: &mut Vec<u16>) {
        let head = text.trim_start();
        let head = head.get(..head.floor_char_boundary(MAX_OPENING_BYTES)).unwrap_or(head);
        let head = head.lines().next().unwrap_or_default();
        let dash = [" - ", " – ", " — ", " -- "].iter().filter_map(|dash| head.find(dash)).min();
        let Some(name) = dash.map(|at| &head[..at]) else { return };
        let mut agencies = Vec::new();
        let is_all = with_words(name, |words| {
            !words.is_empty() && self.agencies.run(name, words, false, &mut agencies) == words.len()
        });
        if is_all {
            found.extend(agencies);
        }
    }
}

/// Returns whether brackets stand after a full stop; after its agencies a list may go on ("APA, red, 4.9.2015").
fn is_after_sentence(before: &str, n_left: usize, inside: &str) -> bool {
    let is_list = n_left == 0 || inside.contains([',', ';', '/']);
    is_list && before.trim_end().ends_with(['.', '!', '?', '“', '”', '"', '«', '»', '…'])
}

/// Calls `work` with the words of a short text.
fn with_words<T>(text: &str, work: impl FnOnce(&[Seen]) -> T) -> T {
    let mut spans = Vec::new();
    tokenize(text, |group| spans.extend(group.words.iter().copied()));
    let exact: Vec<String> = spans.iter().map(|span| normalize(&text[span.range()]).text).collect();
    let words = spans
        .iter()
        .zip(&exact)
        .map(|(span, exact)| Seen::new(exact, Span::new(span.start as usize, span.end as usize)));
    work(&words.collect::<Vec<_>>())
}
