//! The entities as data: what a reader of their files would call a fault, in every row.

use std::collections::{BTreeMap, BTreeSet};

use tandem::analysis::entity::{EntityKind, Gazetteer};
use tandem::schema::{ENTITY_FILES, rows};

use crate::harness::{analyzer, schema};

fn check_none(what: &str, faults: Vec<String>) {
    let shown: Vec<&String> = faults.iter().take(20).collect();
    assert!(faults.is_empty(), "{what}: {} rows, such as {shown:#?}", faults.len());
}

#[test]
fn ids_are_ascii_in_order_and_each_stands_once() {
    let prefixes = ["country:", "region:", "loc:", "per:", "org:", "weapon:", "product:", "event:"];
    let (mut seen, mut faults) = (BTreeSet::new(), Vec::new());
    for &(file, text) in ENTITY_FILES {
        let mut last = "";
        for row in rows(text) {
            let id = row.columns[0];
            let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let name = prefixes.iter().find_map(|prefix| id.strip_prefix(prefix)).unwrap_or_default();
            if name.is_empty() || !name.chars().all(is_letter) || !seen.insert(id) || id < last {
                faults.push(format!("{file}, line {}: {id}", row.line));
            }
            last = id;
        }
    }
    check_none("ids", faults);
}

#[test]
fn columns_and_kinds_are_right() {
    let mut faults = Vec::new();
    for &(file, text) in ENTITY_FILES {
        for row in rows(text) {
            let is_good = row.columns.len() == 6
                && row.columns.iter().all(|column| !column.is_empty() && column.trim() == *column)
                && EntityKind::from_word(row.columns[1]).is_some()
                && row.columns[2..4].iter().all(|names| *names != "-")
                && row.columns[2..].iter().all(|names| names.split(';').skip(1).all(|name| name.starts_with(' ')));
            if !is_good {
                faults.push(format!("{file}, line {}: {:?}", row.line, row.columns));
            }
        }
    }
    check_none("columns", faults);
}

#[test]
fn spellings_in_two_rows_are_starred() {
    for language in [2, 3] {
        let mut holders: BTreeMap<&str, Vec<(&str, bool)>> = BTreeMap::new();
        for row in ENTITY_FILES.iter().flat_map(|(_, text)| rows(text)) {
            for column in [language, language + 2] {
                for spelling in row.columns[column].split("; ").filter(|spelling| *spelling != "-") {
                    let name = spelling.trim_end_matches('*');
                    let of_name = holders.entry(name).or_default();
                    of_name.push((row.columns[0], spelling.ends_with('*')));
                }
            }
        }
        let faults = holders.iter().filter(|(_, of_name)| {
            let ids: BTreeSet<&str> = of_name.iter().map(|(id, _)| *id).collect();
            ids.len() > 1 && of_name.iter().any(|(_, is_starred)| !is_starred) || ids.len() < of_name.len()
        });
        check_none("spellings", faults.map(|(name, of_name)| format!("{name}: {of_name:?}")).collect());
    }
}

#[test]
fn the_news_is_covered() {
    let gazetteer = Gazetteer::new(&schema()).expect("the entities keep their format");
    let count = |prefix: &str| gazetteer.entities().iter().filter(|entity| entity.id.starts_with(prefix)).count();
    for (prefix, at_least) in [("country:", 250), ("loc:", 1500), ("per:", 600), ("org:", 600), ("weapon:", 200)] {
        assert!(count(prefix) >= at_least, "{prefix} {}", count(prefix));
    }
}

#[test]
fn any_text_has_mentions_in_order() {
    let text =
        "Wladimir Putin, Präsident; „Biden-Regierung“ – U.S. Präsident A. B.\n\nİstanbul ﬁnal STRASSE'S ẞ'S 'S -s\n+++";
    let analysis = analyzer().analyze("", text, None);
    let mentions = analyzer().mentions(text, &analysis);
    assert!(mentions.iter().any(|mention| &*mention.id == "per:vladimir_putin"));
    assert!(mentions.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{mentions:?}");
    assert!(mentions.iter().all(|mention| text.get(mention.span.range()).is_some()));
}
