//! A second noun that the same number counts: *sechs Raketen und Marschflugkörper*, *thousands of soldiers and police
//! officers*.
//!
//! In: a number with the noun right of it. Out: the bare plural that *and* or *or* joins to that noun; none where it has a
//! number or article of its own, or begins the next clause (*fünf Tote und Politiker sagten*).

use super::noun;
use super::noun_head::{Head, head};
use super::table::Class;
use super::word::Words;
use crate::text::Language;

/// Most adjectives before the second noun.
const MAX_ADJECTIVES: usize = 2;

/// Returns the second noun of the number that begins at word `first` and counts `counted`.
pub fn second(words: &Words, first: usize, counted: Head) -> Option<Head> {
    let link = counted.last + 1;
    let joins = matches!(words.low(link), "und" | "oder" | "sowie" | "and" | "or") && words.follows(link);
    if !joins || words.sentence_of(first).1 <= link + 1 {
        return None;
    }
    let last = plural_behind(words, link + 1)?;
    // Zuschauerinnen und Zuschauer are one noun.
    let is_gendered = words.low(last).ends_with("innen") || words.low(counted.last).ends_with("innen");
    if is_gendered && counted.noun.is_some() && counted.noun == noun::lookup(words, last).map(|(id, _)| id) {
        return None;
    }
    (!begins_clause(words, first, last)).then(|| head(words, words.compound_start(last).max(link + 1), last))
}

/// The last word of a bare plural that begins at a word, behind adjectives.
fn plural_behind(words: &Words, from: usize) -> Option<usize> {
    let mut word = from;
    while word <= from + MAX_ADJECTIVES && words.follows(word) {
        let is_number = words.is_digit(word) || words.entry(word).number.is_some() || words.entry(word).vague.is_some();
        let is_plural = |at: usize| noun::lookup(words, at).is_some_and(|(_, singular)| !singular);
        if is_number || words.entry(word).ordinal > 0 {
            return None;
        }
        match words.language {
            Language::De if words.is_capital(word) => {
                return Some(words.compound_end(word))
                    .filter(|&last| is_plural(last) && !words.gap(last + 1).starts_with("- "));
            }
            Language::De if words.entry(word).classes == 0 && noun::is_adjective(words.low(word)) => word += 1,
            Language::En if words.is_capital(word) => return None,
            Language::En if is_plural(word) => {
                return Some(word).filter(|&last| !words.follows(last + 1) || !is_plural(last + 1));
            }
            // Counts 500 papers and advises users: a verb.
            Language::En if words.low(word).ends_with('s') => return None,
            Language::En if words.entry(word).classes == 0 && !words.is_joined(word + 1) => word += 1,
            _ => return None,
        }
    }
    None
}

/// Whether the second noun is the subject of another clause: a verb of saying follows it, or a verb though one stands
/// before the number too.
fn begins_clause(words: &Words, first: usize, last: usize) -> bool {
    let next = last + 1;
    if !words.follows(next) {
        return false;
    }
    // Killed 50 people and infected 200: no noun, but a verb with its own object.
    // Has two shops and plans to open more; 2,400 employees and sales of 800 million; injured at least 50.
    let is_verb = words.low(last).ends_with("ed") && !words.is(next, Class::Auxiliary);
    if words.language == Language::En && (is_verb || matches!(words.low(next), "to" | "of")) {
        return true;
    }
    let goes_on = [Class::Auxiliary, Class::Preposition, Class::Conjunction, Class::Pronoun];
    if words.language == Language::En && !words.is_any(next, &goes_on) {
        return true;
    }
    let opens = words.sentence_of(first).0;
    let has_verb = || (opens..first).any(|word| words.is_any(word, &[Class::Auxiliary, Class::SayVerb]));
    // Raketen und Granaten zu kaufen: a preposition that may be the end of a verb too.
    let is_verb = words.is(next, Class::Auxiliary) && !words.is(next, Class::Preposition);
    words.is(next, Class::SayVerb) || is_verb && has_verb()
}

#[cfg(test)]
mod tests {
    use super::super::tests::also;
    use crate::text::Language::{De, En};

    #[test]
    fn one_number_counts_two_nouns() {
        also(De, "Russland feuerte sechs ballistische Raketen und Marschflugkörper ab.", &["missile"]);
        also(De, "Millionen von Drohnen und schweren Artilleriegeschossen", &["shell"]);
        also(De, "Das Land ist dabei, Tausende von Raketen und Granaten zu kaufen.", &["shell"]);
        also(De, "Zwanzig Soldaten und Polizisten wurden getötet.", &["policeman"]);
        also(En, "About 500 soldiers and civilians were killed.", &["civilian"]);
        also(En, "It lost 40 tanks or armoured vehicles in a day.", &["vehicle"]);
    }

    #[test]
    fn what_stands_by_itself_is_not_counted() {
        also(De, "Es gab fünf Tote und Politiker sagten, es sei ein Anschlag.", &["-"]);
        also(De, "800 Zuschauerinnen und Zuschauer kamen.", &["-"]);
        also(De, "zehn Soldaten und drei Polizisten", &["-", "-"]);
        also(De, "zehn Soldaten und die Polizisten der Stadt", &["-"]);
        also(En, "The blast killed five people and police said it was a bomb.", &["-"]);
        also(En, "It hit 10 soldiers and officials said more were hurt.", &["-"]);
        also(En, "It hit 10 soldiers and a few cars.", &["-"]);
        also(En, "It killed 50 people and infected more than 200.", &["-", "-"]);
        also(En, "It has two shops and plans to open a third.", &["-"]);
        also(En, "It has 2,400 employees and sales of 8 million crowns.", &["-", "-"]);
        also(En, "It trapped 10 people and injured at least five.", &["-", "-"]);
        also(En, "It tracks 6,000 banks and advises users.", &["-"]);
        also(En, "10 soldiers and President Smith", &["-"]);
    }
}
