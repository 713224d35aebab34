//! The lexicon as data: what a reader of its files would call a fault, in every row.

use std::collections::{BTreeMap, BTreeSet};

use tandem::lexicon::{Entry, Lexicon};
use tandem::schema::{LEXICON_FILES, rows};
use tandem::text::Language;

use crate::harness::{analyzer, schema};

const PARTS_OF_SPEECH: [&str; 10] = ["noun", "verb", "adj", "adv", "prep", "conj", "pron", "num", "phrase", "name"];

fn lexicon() -> Lexicon {
    Lexicon::new(&schema()).expect("the lexicon keeps its format")
}

fn check_none(what: &str, faults: Vec<String>) {
    let shown: Vec<&String> = faults.iter().take(20).collect();
    assert!(faults.is_empty(), "{what}: {} rows, such as {shown:#?}", faults.len());
}

/// Hands every row of a language to `fault`.
fn faults(fault: impl Fn(Language, &Entry) -> Option<String>) -> Vec<String> {
    let lexicon = lexicon();
    let of = |language| lexicon.entries(language).filter_map(|entry| fault(language, entry)).collect::<Vec<_>>();
    Language::ALL.into_iter().flat_map(of).collect()
}

#[test]
fn rows_are_in_order_and_each_stands_once() {
    let mut seen: BTreeMap<(String, String, String), &str> = BTreeMap::new();
    let mut twice = Vec::new();
    for &(file, text) in LEXICON_FILES {
        let mut last = String::new();
        for row in rows(text) {
            let [language, word, part_of_speech, ..] = row.columns[..] else { panic!("{file}: line {}", row.line) };
            let key = (language.to_string(), word.to_string(), part_of_speech.to_string());
            if let Some(other) = seen.insert(key, file) {
                twice.push(format!("{word} ({part_of_speech}): {other} and {file}"));
            }
            let place = format!("{language} {}", word.to_lowercase());
            assert!(last <= place, "{file}, line {}: {word} stands behind {last}", row.line);
            last = place;
        }
    }
    check_none("twice", twice);
}

#[test]
fn columns_hold_what_they_should() {
    check_none(
        "columns",
        faults(|language, entry| {
            let Entry { word, part_of_speech, .. } = *entry;
            let is_capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
            let what = if !PARTS_OF_SPEECH.contains(&part_of_speech) {
                "part of speech"
            } else if word.trim() != word || entry.translations().any(|text| text.is_empty() || text.contains("  ")) {
                "spaces"
            } else if !entry.is_name()
                && entry.translations().any(|text| text.contains(['(', ')', '[', ']', '/', ',', '|']))
            {
                "signs"
            } else if entry.translations().collect::<BTreeSet<_>>().len() < entry.translations().count() {
                "a translation twice"
            } else if entry.translations().count() > 5 && !entry.is_name() {
                "more than five translations"
            } else if language == Language::De && part_of_speech == "noun" && !is_capital(word) && !word.contains('-') {
                "a German noun without a capital"
            } else if (part_of_speech == "phrase") != word.contains(' ') && part_of_speech == "phrase" {
                "a phrase of one word"
            } else {
                return None;
            };
            Some(format!("{language} {word} ({part_of_speech}): {what}"))
        }),
    );
}

/// Words of the other language among the translations would show by their commonest letters and words.
#[test]
fn translations_are_in_the_other_language() {
    check_none(
        "language",
        faults(|language, entry| {
            let has_umlaut = |text: &str| text.to_lowercase().contains(['ä', 'ö', 'ü', 'ß']);
            let english = match language {
                Language::De => entry.translations().find(|text| has_umlaut(text)),
                Language::En => has_umlaut(entry.word).then_some(entry.word),
            };
            // Names keep their letters: Düsseldorf, Türkiye, ÖVP.
            let is_name = |text: &&str| entry.is_name() || text.starts_with(char::is_uppercase);
            english
                .filter(|text| !is_name(text))
                .map(|text| format!("{language} {}: {text} is to be English", entry.word))
        }),
    );
}

/// A headword that the stemmer throws together with others is found only by its letters: of the commonest few there are few.
#[test]
fn stems_that_many_words_share_are_few() {
    let (lexicon, analyzer) = (lexicon(), analyzer());
    for language in Language::ALL {
        let mut by_stem: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        analyzer.with_words(|words| {
            for entry in lexicon.entries(language).filter(|entry| !entry.is_phrase()) {
                if let Some(stem) = &words.form(entry.word, Some(language)).term {
                    by_stem.entry(stem.to_string()).or_default().insert(entry.word);
                }
            }
        });
        let crowded: Vec<_> = by_stem.iter().filter(|(_, words)| words.len() > 6).collect();
        assert!(crowded.len() < 40, "{language}: {crowded:#?}");
        assert!(by_stem.len() > 10_000, "{language}: {} stems", by_stem.len());
    }
}

/// Who finds an article by a word should be led back from it: the first translation of a word is a headword itself.
#[test]
fn first_translations_lead_back() {
    let (lexicon, analyzer) = (lexicon(), analyzer());
    analyzer.with_words(|words| {
        for language in Language::ALL {
            let target = language.other();
            let mut stem = |word: &str| words.form(word, Some(target)).term.as_ref().map(ToString::to_string);
            let heads: BTreeSet<String> = lexicon.entries(target).filter_map(|entry| stem(entry.word)).collect();
            let mut n_single = 0;
            let mut one_way = Vec::new();
            for entry in lexicon.entries(language) {
                let first = entry.translations().next().expect("a translation");
                if let Some(stem) = stem(first).filter(|_| !first.contains(' ')) {
                    n_single += 1;
                    one_way.extend((!heads.contains(&stem)).then_some((entry.word, first)));
                }
            }
            let share = one_way.len() as f64 / n_single as f64;
            assert!(share < 0.02, "{language}: {share:.3} of {n_single}: {:?}", &one_way[..one_way.len().min(30)]);
        }
    });
}
