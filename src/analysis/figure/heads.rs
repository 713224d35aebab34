//! What each number of a sentence counts: the noun right of it, or one that it shares with another number or takes from the
//! words before.
//!
//! In: the figures of a sentence in the making. Out: the same with their heads.

use super::draft::Draft;
use super::noun;
use super::noun_english;
use super::noun_head::{self, Head};
use super::noun_left;
use super::numeral::Form;
use super::table::{Class, Kind};
use super::word::Words;
use crate::text::Language;

/// Finds the nouns that stand right of the numbers they are counted by.
pub fn read(words: &Words, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        if drafts[at].kind != Kind::Count {
            continue;
        }
        if drafts[at].head.is_some() {
            continue;
        }
        let end = drafts[at].end;
        let next_first = drafts.get(at + 1).map_or(usize::MAX, |next| next.first);
        let mut head = if words.is_joined(end) { joined_head(words, end) } else { None };
        if head.is_none() && drafts[at].high < 1.0 {
            head = noun_english::whole_of(words, end);
        }
        // A noun belongs to the nearest number before it.
        let is_one = words.language == Language::En && drafts[at].high == 1.0 && words.low(end) != "of";
        let right = || if is_one { noun_english::single(words, end) } else { noun_head::right_of(words, end) };
        head = head.or_else(|| right().filter(|head| head.first < next_first));
        if let Some(head) = head {
            extend(words, &mut drafts[at], head);
        }
        drafts[at].head = head;
    }
}

/// Gives numbers without a noun the one of the next number, of one before, or of the words before. `people` are those that
/// the sentences before counted.
pub fn inherit(words: &Words, drafts: &mut [Draft], people: Option<Head>) {
    for at in 0..drafts.len() {
        if drafts[at].kind != Kind::Count || drafts[at].head.is_some() {
            continue;
        }
        let (first, end) = (drafts[at].first, drafts[at].end);
        if let Some(next) = drafts.get(at + 1).filter(|next| is_linked(words, end, next)) {
            let next_end = next.end;
            drafts[at].head = if words.is_joined(next_end) {
                joined_head(words, next_end)
            } else {
                next.head.or_else(|| noun_head::right_of(words, next_end))
            };
        }
        // An index of 51.4 counts nothing.
        let is_index = drafts[at].low.fract() != 0.0 && drafts[at].magnitude == 1.0 && drafts[at].form == Form::Digits;
        // Fell by a third: the third of what fell.
        let is_change = drafts[at].high < 1.0
            && first > 0
            && (matches!(words.low(first - 1), "by" | "um" | "auf" | "to" | "almost" | "nearly" | "fast")
                || matches!(words.low(end), "more" | "less" | "mehr" | "weniger"));
        if drafts[at].head.is_none() && !is_index && !is_change {
            drafts[at].head =
                before_it(words, &drafts[..at], &drafts[at]).or_else(|| noun_left::others(words, first, end, people));
        }
    }
}

/// The noun of a number that stands left of it or is that of a number before.
fn before_it(words: &Words, before: &[Draft], draft: &Draft) -> Option<Head> {
    let from = before.last().map_or(words.sentence_of(draft.first).0, |before| before.end);
    let stated = noun_left::stated(words, from, draft.first);
    let inherited = before.iter().rev().find(|before| before.kind == Kind::Count && before.head.is_some());
    // A singular is no plural that this number too could count.
    let inherited = inherited.and_then(|before| before.head).filter(|head| !is_singular(words, head.last));
    let is_large = draft.form == Form::Digits && draft.low >= 13.0;
    stated.or(inherited).or_else(|| noun_left::nearest(words, draft.first).filter(|_| is_large))
}

/// Returns whether a word is a noun of the table in a form that is only singular.
pub fn is_singular(words: &Words, at: usize) -> bool {
    noun::lookup(words, at).is_some_and(|(_, is_singular)| is_singular)
}

/// Whether the number behind word `end` counts the same things: *20 und 30 Soldaten*, *three of the five clinics*.
fn is_linked(words: &Words, end: usize, next: &Draft) -> bool {
    if next.kind != Kind::Count {
        return false;
    }
    let low = words.low(end);
    let is_part = words.follows(end)
        && next.first <= end + 4
        && matches!(low, "of" | "von" | "der" | "ihrer" | "seiner" | "dieser" | "aus" | "des");
    let is_listed = next.first == end && words.gap(end) == ", "
        // Von 19 vertikalen und 19 horizontalen Linien.
        || next.first == end + 2
            && words.language == Language::De
            && noun::is_adjective(low)
            && words.entry(end).classes == 0
            && matches!(words.low(end + 1), "und" | "oder" | "sowie");
    let joins = matches!(low, "und" | "and" | "oder" | "or" | "bis" | "to" | "auf" | "bzw" | "of" | "von" | "out");
    is_part || is_listed || next.first <= end + 1 && joins || next.first == end + 2 && low == "out"
}

/// *26-member council*: the word joined by a hyphen is what is counted; of *20-köpfig* it is people.
pub fn joined_head(words: &Words, at: usize) -> Option<Head> {
    let low = words.low(at);
    if low.starts_with("köpfig") && words.language == Language::De {
        return Some(Head { first: at, last: at, noun: words.tables.noun_id("people") });
    }
    if low == "strong" && words.language == Language::En {
        // A 6,000-strong workforce.
        return noun_english::phrase_from(words, at + 1);
    }
    let is_english = words.language == Language::En
        && low.len() > 2
        && !low.ends_with("ed")
        && !low.ends_with("al")
        && !words.is_digit(at)
        && !words.is_any(at, &[Class::JoinedNot, Class::Preposition])
        && words.entry(at).number.is_none();
    let is_noun =
        noun::lookup(words, at).is_some() || is_english || words.language == Language::De && words.is_capital(at);
    is_noun.then(|| Head { first: at, last: at, noun: noun::lookup(words, at).map(|(id, _)| id) })
}

/// The span of a figure takes in the noun that stands next to it.
const MAX_SPAN_WORDS: usize = 5;

fn extend(words: &Words, draft: &mut Draft, head: Head) {
    let is_near = head.last < draft.end + MAX_SPAN_WORDS
        && words.text.get(draft.stop..words.start(head.first)).is_some_and(|between| !between.contains([',', ';']));
    if is_near {
        draft.stop = words.end(head.last);
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::de;

    #[test]
    fn a_part_of_a_whole_behind_a_name() {
        de(
            "Die Partei von Miller gewann mit Miller 119 von 350 Sitzen.",
            &["119|count|119|exact|-|seat", "350 Sitzen|count|350|exact|-|seat"],
        );
        de("Auch der Relegationsplatz zwei ist weit weg.", &[]);
    }
}
