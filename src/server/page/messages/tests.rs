use std::collections::BTreeSet;
use std::path::Path;

use super::*;

const DE: Ui = Ui { language: Language::De };
const EN: Ui = Ui { language: Language::En };

/// Keys that are made at run time, by their beginnings, and forms of a number by their ends.
const MADE: [&str; 6] = ["note.", "month.", "help.", "example.", "action.", "unit."];

fn rows() -> Vec<[&'static str; 3]> {
    let rows = MESSAGES.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|row| row.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|_| panic!("{row:?}"))).collect()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// What stands in quotes in the templates and the code of the page, unit tests left out.
fn quoted() -> BTreeSet<String> {
    fn collect(folder: &Path, texts: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                collect(&entry, texts);
            } else if entry.extension().is_some_and(|kind| kind == "rs" || kind == "html")
                && !entry.ends_with("tests.rs")
            {
                let text = std::fs::read_to_string(&entry).expect("UTF-8");
                texts.push(text.split("#[cfg(test)]").next().unwrap_or_default().to_string());
            }
        }
    }
    let mut texts = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/server/page"), &mut texts);
    let quoted = texts.iter().flat_map(|text| text.split('"')).filter(|text| !text.contains([' ', '\n', '<']));
    quoted.map(str::to_string).collect()
}

#[test]
fn every_text_is_there_in_both_languages() {
    let mut keys = BTreeSet::new();
    for [key, de, en] in rows() {
        assert!(!key.is_empty() && !de.trim().is_empty() && !en.trim().is_empty(), "{key}: an empty cell");
        assert!(keys.insert(key), "{key} stands there twice");
        let is_note = key.starts_with("note.") && key != "note.at";
        assert!(is_note || placeholders(de) == placeholders(en), "{key}: other placeholders");
        assert!(!is_note || en == "{detail}", "{key}: the English sentence is the note's own");
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let quoted = quoted();
    for [key, ..] in rows() {
        let base = key.strip_suffix(".one").or(key.strip_suffix(".other")).unwrap_or(key);
        let is_used = quoted.contains(base) || MADE.iter().any(|made| key.starts_with(made));
        assert!(is_used, "{key} is used nowhere");
    }
    let first_parts: BTreeSet<&str> =
        rows().iter().filter_map(|[key, ..]| key.split_once('.')).map(|(a, _)| a).collect();
    for name in &quoted {
        let is_key = name.split_once('.').is_some_and(|(first, rest)| {
            first_parts.contains(first)
                && rest.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '_' | '0'..='9'))
        });
        let is_file = name.ends_with(".html") || name.ends_with(".tsv");
        let forms = [name.clone(), format!("{name}.one"), format!("{name}.q")];
        assert!(!is_key || is_file || forms.iter().any(|key| EN.known(key).is_some()), "{name} is no key");
    }
}

#[test]
fn every_action_has_a_name() {
    let rows =
        include_str!("../../../../schema/figures/actions.tsv").lines().filter(|line| !line.starts_with('#')).skip(1);
    // A minus names none.
    let actions: BTreeSet<&str> =
        rows.filter_map(|row| row.split('\t').nth(1)).filter(|action| *action != "-").collect();
    assert!(actions.len() > 30);
    for action in actions {
        assert!(DE.known(&format!("action.{action}")).is_some(), "action.{action} is missing");
    }
}

#[test]
fn amounts_are_written_as_people_do() {
    for (n, de, en) in [
        (0.0, "0", "0"),
        (12.5, "12,5", "12.5"),
        (10_000.0, "10.000", "10,000"),
        (4_800_000.0, "4,8 Mio.", "4.8 million"),
        (20e9, "20 Mrd.", "20 billion"),
        (-1.2e12, "−1,2 Bio.", "−1.2 trillion"),
    ] {
        assert_eq!((DE.amount(n).as_str(), EN.amount(n).as_str()), (de, en));
    }
}

#[test]
fn every_note_has_a_sentence() {
    let codes = include_str!("../../../query/mod.rs").lines().filter_map(|line| line.strip_prefix("//! | `"));
    let codes: Vec<&str> = codes.filter_map(|line| line.split_once('`')).map(|(code, _)| code).collect();
    assert!(codes.len() > 30);
    for code in codes {
        assert!(DE.known(&format!("note.{code}")).is_some(), "note.{code} is missing");
    }
}

#[test]
fn numbers_are_grouped_as_the_language_does() {
    for (n, de, en) in
        [(0, "0", "0"), (999, "999", "999"), (10_000, "10.000", "10,000"), (1_234_567, "1.234.567", "1,234,567")]
    {
        assert_eq!((DE.number(n), EN.number(n)), (de.to_string(), en.to_string()));
    }
    assert_eq!((DE.decimal(1234.56), EN.decimal(0.04)), ("1.234,6".to_string(), "0.0".to_string()));
    assert_eq!((DE.count("results.exact", 1), EN.count("results.exact", 1)), ("1 Treffer".into(), "1 result".into()));
    assert_eq!(EN.count("home.articles", 2_000), "2,000 articles in the collection");
}

#[test]
fn dates_are_written_in_words() {
    for (range, de, en) in [
        ("2024-11", "November 2024", "November 2024"),
        ("2024-03-01", "1. März 2024", "1 March 2024"),
        ("2024-11-01..2024-12", "1. November 2024 bis Dezember 2024", "1 November 2024 to December 2024"),
        ("2024..", "ab 2024", "since 2024"),
        ("..2024-05-09", "bis 9. Mai 2024", "until 9 May 2024"),
    ] {
        let range = DateRange::parse(range).expect("a date");
        assert_eq!((DE.range(&range), EN.range(&range)), (de.to_string(), en.to_string()));
    }
}

#[test]
fn a_value_is_no_placeholder() {
    assert_eq!(filled("{a} and {b}", &[("a", "{b}"), ("b", "x")]), "{b} and x");
    assert_eq!(filled("{unknown}|{", &[]), "|{");
}
