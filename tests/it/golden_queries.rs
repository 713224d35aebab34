//! The query line over the sample articles: `tests/golden/queries.toml`, which says at its top how to read it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use tandem::backend::Order;
use tandem::query::{Syntax, parse};
use tandem::search::{Page, Request};

use crate::golden::{check_all, read};
use crate::harness::{ids, marked, request, seeds};

const FILE: &str = "queries.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Queries {
    today: Date,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    query: String,
    #[serde(default)]
    words: bool,
    sort: Option<Sort>,
    read_as: Option<String>,
    #[serde(default)]
    notes: Vec<String>,
    hits: Option<Vec<String>>,
    n_hits: Option<usize>,
    #[serde(default)]
    top: Vec<String>,
    #[serde(default)]
    absent: Vec<String>,
    #[serde(default)]
    marks: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    not_yet: bool,
    #[expect(dead_code, reason = "for the reader of the file")]
    why: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
enum Sort {
    #[serde(rename = "date")]
    Oldest,
    #[serde(rename = "-date")]
    Newest,
}

#[test]
fn queries_are_read_find_and_mark() {
    let table: Queries = read(FILE);
    check_all(FILE, &table.case, 150, |case| {
        let syntax = if case.words { Syntax::Words } else { Syntax::Query };
        let order = match case.sort {
            None => Order::Relevance,
            Some(Sort::Oldest) => Order::Oldest,
            Some(Sort::Newest) => Order::Newest,
        };
        let as_typed = Request { is_translated: false, has_spellings: false, ..request(&case.query) };
        let asked = Request { syntax, order, today: Some(table.today), ..as_typed };
        let page = seeds().search(&asked).expect("memory can be read");
        let faults: Vec<String> = [reading(case, &page), hits(case, &page), marks(case, &page)].concat();
        match (case.not_yet, faults.is_empty()) {
            (true, true) => vec![format!("{}: holds now; take out not_yet", case.query)],
            (false, false) => vec![format!("{}:\n    {}", case.query, faults.join("\n    "))],
            _ => Vec::new(),
        }
    });
}

fn reading(case: &Case, page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    let (got, expected) = (page.query.to_string(), case.read_as.as_ref().unwrap_or(&case.query));
    if got != *expected {
        faults.push(format!("read as {got:?}, expected {expected:?}"));
    }
    let again = parse(&got, Syntax::Query);
    if again.clauses != page.query.clauses || again.to_string() != got {
        faults.push(format!("what it is read as, {got:?}, is read as {:?}", again.to_string()));
    }
    let codes: Vec<&str> = page.query.notes.iter().map(|note| note.code.as_str()).collect();
    if codes != case.notes {
        faults.push(format!("notes {codes:?}, expected {:?}", case.notes));
    }
    faults
}

fn hits(case: &Case, page: &Page) -> Vec<String> {
    let found = ids(page);
    let mut faults = Vec::new();
    if let Some(hits) = &case.hits {
        let too_many: Vec<&&str> = found.iter().filter(|id| !hits.iter().any(|hit| hit == *id)).collect();
        let missing: Vec<&String> = hits.iter().filter(|hit| !found.contains(&hit.as_str())).collect();
        if !too_many.is_empty() || !missing.is_empty() {
            faults.push(format!("found too {too_many:?}, not found {missing:?}"));
        } else if case.sort.is_some() && found != *hits {
            faults.push(format!("in the order {found:?}, expected {hits:?}"));
        }
    }
    if case.n_hits.is_some_and(|n| n != found.len()) || page.total != found.len() as u64 {
        faults.push(format!("{} found of a total of {}, expected {:?}", found.len(), page.total, case.n_hits));
    }
    let first = &found[..case.top.len().min(found.len())];
    if case.top.iter().any(|id| !first.contains(&id.as_str())) {
        faults.push(format!("first {first:?}, expected {:?}", case.top));
    }
    let present: Vec<&String> = case.absent.iter().filter(|id| found.contains(&id.as_str())).collect();
    if !present.is_empty() {
        faults.push(format!("found, but should not be: {present:?}"));
    }
    faults
}

fn marks(case: &Case, page: &Page) -> Vec<String> {
    let fault = |(id, expected): (&String, &Vec<String>)| {
        let hit = page.hits.iter().find(|hit| hit.stored.article.id == *id);
        let Some(got) = hit.map(marked) else { return Some(format!("{id} is not found, so nothing is marked in it")) };
        (got != *expected).then(|| format!("marked in {id}: {got:?}, expected {expected:?}"))
    };
    case.marks.iter().filter_map(fault).collect()
}
