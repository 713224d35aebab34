//! Features of one word in its sentence, as row numbers of the table of weights.
//!
//! Templates in the tradition of Ratinov and Roth 2009 ("Design Challenges and Misconceptions in Named Entity
//! Recognition"): the word, its affixes and shape, a window of two, and their pairs. Most are hashed with the language.

use super::looks::{Gap, Look, Sentence};
use crate::text::Language;

/// How many templates [`features`] fills.
pub const N_FEATURES: usize = N_IDENTITY + N_OWN + N_NEIGHBOURS + N_HINTS;

/// Bits of a row number.
pub const ROW_BITS: u32 = 17;

/// How many of the first templates hold the identity of the word, which training forgets now and then.
pub const N_IDENTITY: usize = 5;

const N_OWN: usize = 19;
const N_NEIGHBOURS: usize = 24;
const N_HINTS: usize = 10;

/// Returns the rows of word `i` of the sentence.
pub fn features(sentence: &Sentence, i: usize, language: Language) -> [u32; N_FEATURES] {
    let salt = match language {
        Language::De => 0x51_7CC1_B727_220A,
        Language::En => 0x2545_F491_4F6C_DD1D,
    };
    let window = Window::at(sentence, i, salt);
    let mut rows = [0; N_FEATURES];
    let (identity, rest) = rows.split_at_mut(N_IDENTITY);
    let (own, rest) = rest.split_at_mut(N_OWN);
    let (neighbours, hints) = rest.split_at_mut(N_NEIGHBOURS);
    fill(identity, 0, identity_keys(&window));
    fill(own, N_IDENTITY, own_keys(&window, u64::from(sentence.capital_quarters)));
    fill(neighbours, N_IDENTITY + N_OWN, neighbour_keys(&window));
    fill(hints, N_IDENTITY + N_OWN + N_NEIGHBOURS, hint_keys(&window));
    rows
}

#[inline]
fn fill<const N: usize>(rows: &mut [u32], first_template: usize, keys: [u64; N]) {
    for (i, (row, key)) in rows.iter_mut().zip(keys).enumerate() {
        *row = row_of((first_template + i) as u64, key);
    }
}

/// A word between its neighbours, with what many templates use.
struct Window<'a> {
    p2: &'a Look,
    p1: &'a Look,
    w: &'a Look,
    n1: &'a Look,
    n2: &'a Look,
    /// Differs between the languages; templates without it share what they learn.
    salt: u64,
    /// Cases of the word, the one before and the one after.
    cases: [u64; 3],
    /// Codes of their frequency, in the same order.
    frequencies: [u64; 3],
    gaps: u64,
    is_first: u64,
}

impl Window<'_> {
    #[inline]
    fn at(sentence: &Sentence, i: usize, salt: u64) -> Window<'_> {
        let looks = &sentence.looks[i..i + 5];
        let [p2, p1, w, n1, n2] = [&looks[0], &looks[1], &looks[2], &looks[3], &looks[4]];
        Window {
            cases: [w, p1, n1].map(case),
            frequencies: [w, p1, n1].map(|look| u64::from(look.frequency)),
            gaps: u64::from(w.before as u8) << 4 | u64::from(w.after as u8),
            is_first: u64::from(i == 0 || matches!(w.before, Gap::Edge)),
            p2,
            p1,
            w,
            n1,
            n2,
            salt,
        }
    }
}

fn case(look: &Look) -> u64 {
    u64::from(look.case as u8)
}

/// The word itself.
#[inline]
fn identity_keys(window: &Window) -> [u64; N_IDENTITY] {
    let &Window { p1, w, n1, salt, cases: [c0, ..], .. } = window;
    [w.word, w.word ^ salt, pair(w.word, c0), pair(p1.word, w.word) ^ salt, pair(w.word, n1.word) ^ salt]
}

/// How the word looks.
#[inline]
fn own_keys(window: &Window, capital_quarters: u64) -> [u64; N_OWN] {
    let &Window { p1, w, salt, cases: [c0, ..], frequencies: [f0, ..], gaps, is_first, .. } = window;
    let k0 = u64::from(w.compound);
    [
        salt,
        w.prefixes[0] ^ salt,
        w.prefixes[1],
        w.prefixes[2],
        pair(w.suffixes[0], c0) ^ salt,
        w.suffixes[1] ^ salt,
        w.suffixes[1],
        w.suffixes[2] ^ salt,
        w.suffixes[3] ^ salt,
        w.shape ^ salt,
        pair(w.shape, u64::from(w.n_chars.min(12))),
        pair(f0, c0) ^ salt,
        f0 >> 4 ^ salt,
        f0 & 15,
        pair(k0, pair(f0, c0)) ^ salt,
        pair(k0, pair(f0, p1.word)) ^ salt,
        pair(c0, gaps) ^ salt,
        pair(c0, pair(is_first, f0)) ^ salt,
        pair(c0, pair(is_first, capital_quarters)) ^ salt,
    ]
}

/// What stands around it.
#[inline]
fn neighbour_keys(window: &Window) -> [u64; N_NEIGHBOURS] {
    let &Window { p2, p1, w, n1, n2, salt, cases: [c0, cp, cn], frequencies: [f0, fp, fn1], gaps, .. } = window;
    [
        p1.word ^ salt,
        n1.word ^ salt,
        p2.word ^ salt,
        n2.word ^ salt,
        pair(p1.word, c0) ^ salt,
        pair(n1.word, c0) ^ salt,
        pair(p2.word, p1.word) ^ salt,
        pair(n1.word, n2.word) ^ salt,
        pair(p1.word, n1.word) ^ salt,
        pair(p1.suffixes[1], c0) ^ salt,
        pair(n1.suffixes[1], c0) ^ salt,
        pair(p1.suffixes[2], f0) ^ salt,
        pair(n1.suffixes[2], f0) ^ salt,
        pair(cp, c0) ^ salt,
        pair(c0, cn) ^ salt,
        pair(pair(cp, c0), pair(cn, gaps)) ^ salt,
        pair(pair(cp, c0), pair(cn, case(n2) << 3 | case(p2))) ^ salt,
        pair(fp, f0),
        pair(f0, fn1),
        pair(fp, pair(f0, fn1)),
        pair(p1.word, f0) ^ salt,
        pair(n1.word, f0) ^ salt,
        pair(w.suffixes[1], pair(f0, p1.word)) ^ salt,
        pair(w.prefixes[2], cn) ^ salt,
    ]
}

/// What the gazetteer says.
#[inline]
fn hint_keys(window: &Window) -> [u64; N_HINTS] {
    let &Window { p1, w, n1, salt, cases: [c0, ..], frequencies: [f0, ..], .. } = window;
    let [h0, hp, hn] = [w, p1, n1].map(|look| u64::from(look.hints.0));
    [
        h0,
        pair(h0, c0) ^ salt,
        pair(h0, f0) ^ salt,
        hp,
        hn,
        pair(h0, p1.word) ^ salt,
        pair(h0, n1.word) ^ salt,
        pair(hp, pair(c0, w.before as u64)),
        pair(hn, pair(c0, w.after as u64)),
        pair(hp, pair(h0, hn)),
    ]
}

fn pair(a: u64, b: u64) -> u64 {
    (a.rotate_left(29) ^ b).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}

fn row_of(template: u64, key: u64) -> u32 {
    let mixed = (key ^ template.wrapping_mul(0xA076_1D64_78BD_642F)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ mixed >> 32).wrapping_mul(0xE703_7ED1_A0B4_28DB) >> (64 - ROW_BITS)) as u32
}
