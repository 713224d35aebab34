//! Nouns that are counted: their entry in the table, directly, by an ending, or by the head of a compound.
//!
//! In: a word. Out: the noun's id, and whether the form is only singular. `noun_head` finds the word itself.

use super::table::{Class, NounId};
use super::word::Words;
use crate::text::Language;

/// Shortest head of a German compound, in bytes, and shortest part before it.
const MIN_HEAD_BYTES: usize = 4;
const MIN_LEAD_BYTES: usize = 3;

/// Returns the noun of a word, and whether its form is only singular.
pub fn lookup(words: &Words, at: usize) -> Option<(NounId, bool)> {
    let low = words.low(at);
    if low.is_empty() || (words.language == Language::De && !words.is_capital(at)) {
        return None;
    }
    known(words, low).or_else(|| match words.language {
        Language::De => by_head(words, low),
        Language::En => low.strip_suffix("'s").and_then(|low| known(words, low)),
    })
}

fn known(words: &Words, low: &str) -> Option<(NounId, bool)> {
    let nouns = &words.forms.nouns;
    if let Some(&found) = nouns.get(low) {
        return Some(found);
    }
    if words.language == Language::En {
        return None;
    }
    // Soldaten stands in the table; Raketen, Tagen and Zuschauerinnen are found by their ending.
    let stem = low.strip_suffix('n').and_then(|stem| nouns.get(stem));
    let women = low.strip_suffix("innen").and_then(|stem| nouns.get(stem)).map(|&(id, _)| (id, false));
    if women.is_some() {
        return women;
    }
    stem.or_else(|| low.strip_suffix("es").and_then(|stem| nouns.get(stem)))
        .or_else(|| low.strip_suffix('s').and_then(|stem| nouns.get(stem)))
        .copied()
}

/// *Artilleriegeschosse* counts under *Geschosse*: the longest end of the word that is a known noun.
fn by_head(words: &Words, low: &str) -> Option<(NounId, bool)> {
    let starts = low.char_indices().map(|(at, _)| at).skip_while(|&at| at < MIN_LEAD_BYTES);
    // Lichtsekunden are no Kunden.
    let starts = starts.take_while(|&at| !words.forms.units.contains_key(&low[at..]));
    starts
        .take_while(|&at| low.len() - at >= MIN_HEAD_BYTES)
        .find_map(|at| known(words, &low[at..]).map(|found| (at, found)))
        .filter(|(at, _)| !words.forms.words.get(&low[..*at]).is_some_and(|entry| entry.is(Class::Prefix)))
        .map(|(_, found)| found)
}

/// Returns whether a word is a noun of people, and whether it is only singular.
pub fn of_people(words: &Words, at: usize) -> Option<bool> {
    let (id, is_singular) = lookup(words, at)?;
    let noun = words.tables.noun(id);
    (&*noun.parent == "people" || &*noun.key == "people").then_some(is_singular)
}

/// Returns whether a counted plural begins at a word: a known noun behind a few adjectives; in English also any plural.
pub fn opens_plural(words: &Words, at: usize) -> bool {
    let mut word = at;
    for _ in 0..3 {
        if word >= words.n_words() || !(words.follows(word) || words.is_joined(word)) {
            return false;
        }
        let ends = words.is_any(
            word,
            &[Class::Preposition, Class::Conjunction, Class::Pronoun, Class::Determiner, Class::Auxiliary],
        );
        if ends && lookup(words, word).is_none() {
            return false;
        }
        match words.language {
            Language::De if words.is_capital(word) => {
                return lookup(words, words.compound_end(word)).is_some_and(|(_, singular)| !singular);
            }
            Language::En
                if lookup(words, word).is_some_and(|(_, singular)| !singular) || is_plural(words.low(word)) =>
            {
                return true;
            }
            _ => word += 1,
        }
    }
    false
}

/// Returns whether the plural of a noun of people or things stands at a word, as behind a number that may be a year.
pub fn opens_concrete(words: &Words, at: usize) -> bool {
    let mut word = at;
    while word < at + 2
        && words.follows(word)
        && !words.is_capital(word)
        && words.language == Language::De
        && is_adjective(words.low(word))
    {
        word += 1;
    }
    let found = lookup(words, words.compound_end(word)).filter(|_| words.follows(word));
    found.is_some_and(|(id, singular)| {
        let noun = words.tables.noun(id);
        let is_concrete = !matches!(&*noun.parent, "-" | "event" | "document")
            || matches!(
                &*noun.key,
                "people" | "person" | "job" | "vehicle" | "weapon" | "animal" | "building" | "household" | "share"
            );
        !singular && is_concrete
    })
}

/// Returns whether a German noun that may be unknown, but has an ending of plurals, stands at a word behind adjectives.
pub fn opens_german_noun(words: &Words, at: usize) -> bool {
    let mut word = at;
    while word < at + 3 && words.follows(word) && !words.is_capital(word) && is_adjective(words.low(word)) {
        word += 1;
    }
    let last = words.low(words.compound_end(word));
    words.follows(word)
        && words.is_capital(word)
        && ["en", "e", "er", "n", "s", "ler"].iter().any(|ending| last.ends_with(ending))
}

/// Returns whether a small German word has an ending of adjectives.
pub fn is_adjective(low: &str) -> bool {
    low.len() > 3 && ["e", "en", "er", "es", "em"].iter().any(|ending| low.ends_with(ending))
}

/// Returns whether an English word looks like a plural.
pub fn is_plural(low: &str) -> bool {
    low.len() > 3
        && low.ends_with('s')
        && !["ss", "us", "is", "'s", "ous", "ics"].iter().any(|ending| low.ends_with(ending))
        && !low.ends_with("wards")
        && !matches!(
            low,
            "news" | "always" | "perhaps" | "besides" | "sometimes" | "needs" | "overseas" | "indoors" | "outdoors"
        )
        && low.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Returns the German noun without the ending of its plural where its suffix tells that surely: *Handlungen*,
/// *Schneiderinnen*; other nouns as they are.
pub fn german_singular(written: &str) -> String {
    let feminine = ["heiten", "keiten", "schaften", "ionen", "täten"];
    let of_women = ["erinnen", "orinnen", "urinnen", "istinnen", "ntinnen", "atinnen", "loginnen", "ndinnen"];
    let is_plural = |endings: &[&str]| endings.iter().any(|ending| written.ends_with(ending));
    // Holzscheiten, Zungen.
    let is_like = written.ends_with("scheiten") || written.len() < 8;
    match () {
        () if is_like => written,
        () if is_plural(&of_women) => &written[..written.len() - 3],
        () if is_plural(&feminine) || written.ends_with("ungen") => &written[..written.len() - 2],
        () => written,
    }
    .to_string()
}

/// Returns the English lemma of a regular plural.
pub fn singular(low: &str) -> String {
    let stem = |ending: &str| low.strip_suffix(ending);
    if let Some(stem) = stem("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    let has_long_o = matches!(low, "shoes" | "toes" | "foes" | "canoes" | "horseshoes");
    for ending in ["sses", "shes", "ches", "xes", "oes"] {
        if has_long_o {
            break;
        }
        if low.ends_with(ending) {
            return low[..low.len() - 2].to_string();
        }
    }
    stem("s").filter(|_| is_plural(low)).unwrap_or(low).to_string()
}

#[cfg(test)]
mod tests {
    use super::german_singular;

    #[test]
    fn singulars_of_german_suffixes() {
        for (plural, singular) in [
            ("Handlungen", "Handlung"),
            ("Schneiderinnen", "Schneiderin"),
            ("Kundinnen", "Kundin"),
            ("Besonderheiten", "Besonderheit"),
            ("Seilschaften", "Seilschaft"),
            ("Nationen", "Nation"),
            ("Universitäten", "Universität"),
            ("Lungen", "Lungen"),
            ("Spinnen", "Spinnen"),
            ("Lehrlinge", "Lehrlinge"),
        ] {
            assert_eq!(german_singular(plural), singular);
        }
    }
}
