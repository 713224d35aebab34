//! A table of two or three columns: `word TAB translations TAB weights`, translations and weights between semicolons.
//!
//! The first column is German, unless the first row is the heading `en TAB de`. A weight is a number above 0; without
//! the third column all translations of a row weigh the same.

use std::io::{self, BufRead};

use super::entry::{Entry, Phrase, Problem, Sense, Take};
use super::lines;
use super::phrase::phrases;
use crate::text::Language;

/// Reads all rows of a file.
///
/// # Errors
/// If the bytes cannot be read further.
pub(super) fn read(reader: impl BufRead, take: &mut Take, done: &mut dyn FnMut(u64)) -> io::Result<()> {
    let mut heads = Language::De;
    let mut is_first = true;
    let mut read_row = |text: &str, line: usize, take: &mut Take| {
        let heading = if std::mem::take(&mut is_first) { heading(text) } else { None };
        match heading {
            Some(language) => heads = language,
            None => row(text, line, heads, take),
        }
    };
    lines::read(reader, &mut read_row, take, done)
}

fn heading(text: &str) -> Option<Language> {
    let mut languages = text.split('\t').map(Language::from_tag);
    match (languages.next()??, languages.next()??) {
        (first, second) if first != second => Some(first),
        _ => None,
    }
}

fn row(text: &str, line: usize, heads: Language, take: &mut Take) {
    let other = if heads == Language::De { Language::En } else { Language::De };
    let columns: Vec<&str> = text.split('\t').map(str::trim).collect();
    let (words, translations, weights) = match columns[..] {
        [words, translations] => (words, translations, ""),
        [words, translations, weights] => (words, translations, weights),
        _ => {
            let what = format!("{} columns instead of 2 or 3 (word, translations, weights)", columns.len());
            return take(Err(Problem { line, what }));
        }
    };
    let words = phrases(words, heads);
    let translations = match weights {
        "" => phrases(translations, other),
        _ => match weighted(translations, weights, other) {
            Ok(translations) => translations,
            Err(what) => return take(Err(Problem { line, what })),
        },
    };
    if words.is_empty() || translations.is_empty() {
        return take(Err(Problem { line, what: "no word, or no translation".to_string() }));
    }
    let (german, english) = if heads == Language::De { (words, translations) } else { (translations, words) };
    take(Ok(Entry { line, senses: vec![Sense { german, english }] }));
}

fn weighted(translations: &str, weights: &str, language: Language) -> Result<Vec<Phrase>, String> {
    let (translations, weights): (Vec<&str>, Vec<&str>) =
        (translations.split(';').collect(), weights.split(';').collect());
    if translations.len() != weights.len() {
        return Err(format!("{} translations and {} weights", translations.len(), weights.len()));
    }
    let mut found: Vec<Phrase> = Vec::new();
    for (translation, weight) in translations.into_iter().zip(weights) {
        let weight = match weight.trim().parse::<f32>() {
            Ok(weight) if weight > 0.0 && weight.is_finite() => weight,
            _ => return Err(format!("the weight {:?} is no number above 0", weight.trim())),
        };
        for phrase in phrases(translation, language) {
            if !found.iter().any(|known| known.words == phrase.words) {
                found.push(Phrase { weight, ..phrase });
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::import::entry::shown;

    fn check(text: &str, expected: &str) {
        let mut found = Vec::new();
        let mut take = |item: Result<Entry, Problem>| {
            found.push(item.map_or_else(|problem| problem.to_string(), |entry| shown(&entry)));
        };
        read(text.as_bytes(), &mut take, &mut |_| {}).unwrap();
        assert_eq!(found.join(" / "), expected, "{text:?}");
    }

    #[test]
    fn rows_are_read() {
        check("Zwirbel\ttwirl; twirler", "Zwirbel = twirl; twirler");
        check("Zwirbel\ttwirl; toy twirl\t0.75; 0.5", "Zwirbel = twirl 0.75; toy twirl 0.5");
        check("en\tde\ntwirl\tZwirbel; Zwirrel\t1;2", "Zwirbel; Zwirrel 2 = twirl");
        check("de\ten\nZwirbel\ttwirl", "Zwirbel = twirl");
    }

    #[test]
    fn bad_rows_are_problems() {
        check("Zwirbel", "line 1: 1 columns instead of 2 or 3 (word, translations, weights)");
        check("a\tb\t1\t2", "line 1: 4 columns instead of 2 or 3 (word, translations, weights)");
        check("a\tb; c\t1", "line 1: 2 translations and 1 weights");
        check("a\tb\tmuch", "line 1: the weight \"much\" is no number above 0");
        check("a\tb\tNaN", "line 1: the weight \"NaN\" is no number above 0");
        check("a\t", "line 1: no word, or no translation");
    }
}
