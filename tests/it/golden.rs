//! Language behaviour as data: `tests/golden/*.toml`, readable and extendable without Rust. Each file says at its top
//! how to read it.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

use tandem::analysis::{Token, TokenKind};
use tandem::query::Syntax;
use tandem::search::Request;
use tandem::text::Language;

use crate::harness::{analyzer, ids, marked, request, seeds};

pub fn read<T: DeserializeOwned>(name: &str) -> T {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Runs every case of a file and fails with all that went wrong at once.
pub fn check_all<T>(file: &str, cases: &[T], n_at_least: usize, check: impl Fn(&T) -> Vec<String>) {
    assert!(cases.len() >= n_at_least, "tests/golden/{file} has only {} cases", cases.len());
    let faults: Vec<String> = cases.iter().flat_map(check).collect();
    assert!(faults.is_empty(), "tests/golden/{file}:\n{}", faults.join("\n"));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    case: Vec<WordCase>,
    same: Vec<Family>,
    different: Vec<Family>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordCase {
    name: String,
    lang: Language,
    text: String,
    expected: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    name: String,
    words: Vec<String>,
}

fn shown(text: &str, token: &Token) -> String {
    let written = &text[token.span.range()];
    let Some(term) = &token.form.term else { return format!("{written} (stop word)") };
    let kind = if token.kind == TokenKind::Compound { " (joined)" } else { "" };
    let parts: Vec<&str> = token.form.parts.iter().map(|part| &*part.term).collect();
    let parts = if parts.is_empty() { String::new() } else { format!(" [{}]", parts.join(" ")) };
    format!("{written} → {term}{parts}{kind}")
}

/// The term of a word written as `de Führer` or `en missile`.
fn term(word: &str) -> String {
    let (language, word) = word.split_once(' ').expect("a word is written `de Wort` or `en word`");
    let language: Language = language.parse().expect("de or en");
    let form = analyzer().with_words(|words| words.form(word, Some(language)));
    form.term.as_deref().unwrap_or("(stop word)").to_string()
}

#[test]
fn words_become_terms() {
    check_all("analysis.toml", &read::<Words>("analysis.toml").case, 10, |case| {
        let analysis = analyzer().analyze("", &case.text, Some(case.lang));
        let got: Vec<String> = analysis.text.tokens.iter().map(|token| shown(&case.text, token)).collect();
        let is_as_expected = got == case.expected;
        let fault = || format!("{}:\n  got      {got:?}\n  expected {:?}", case.name, case.expected);
        (!is_as_expected).then(fault).into_iter().collect()
    });
}

#[test]
fn families_meet() {
    check_all("analysis.toml", &read::<Words>("analysis.toml").same, 10, |family| {
        let terms: Vec<String> = family.words.iter().map(|word| term(word)).collect();
        let meet = family.words.len() > 1 && terms.iter().all(|term| *term == terms[0] && term != "(stop word)");
        let fault = || format!("{} do not meet: {:?} are {terms:?}", family.name, family.words);
        (!meet).then(fault).into_iter().collect()
    });
}

#[test]
fn strangers_do_not_meet() {
    check_all("analysis.toml", &read::<Words>("analysis.toml").different, 8, |family| {
        let mut terms: Vec<String> = family.words.iter().map(|word| term(word)).collect();
        let fault = format!("{} meet: {:?} are {terms:?}", family.name, family.words);
        terms.sort_unstable();
        terms.dedup();
        (terms.len() < family.words.len()).then_some(fault).into_iter().collect()
    });
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Articles {
    case: Vec<ArticleCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleCase {
    name: String,
    #[serde(default)]
    title: String,
    declared: Option<String>,
    paragraphs: Vec<(String, String)>,
}

#[test]
fn paragraphs_have_languages() {
    check_all("languages.toml", &read::<Articles>("languages.toml").case, 10, |case| {
        let texts: Vec<&str> = case.paragraphs.iter().map(|(_, text)| text.as_str()).collect();
        let declared = case.declared.as_deref().and_then(Language::from_tag);
        let analysis = analyzer().analyze(&case.title, &texts.join("\n"), declared);
        let code = |language: Option<Language>| language.map_or("-", |language| language.code());
        let got: Vec<&str> = analysis.text.paragraphs.iter().map(|paragraph| code(paragraph.language)).collect();
        let expected: Vec<&str> = case.paragraphs.iter().map(|(language, _)| language.as_str()).collect();
        (got != expected).then(|| format!("{}: {got:?}, expected {expected:?}", case.name)).into_iter().collect()
    });
}

#[derive(Deserialize)]
struct Searches {
    case: Vec<SearchCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SearchCase {
    query: String,
    /// Read as plain words.
    #[serde(default)]
    words: bool,
    /// These come first, in any order among themselves.
    #[serde(default)]
    top: Vec<String>,
    /// These and no others are found, in any order.
    all: Option<Vec<String>>,
    /// These are not found.
    #[serde(default)]
    absent: Vec<String>,
    /// In the article, each of these pieces is marked.
    #[serde(default)]
    marks: BTreeMap<String, Vec<String>>,
    /// In the article, nothing but these pieces is marked.
    #[serde(default)]
    only_marks: BTreeMap<String, Vec<String>>,
    #[expect(dead_code, reason = "for the reader of the file")]
    note: Option<String>,
}

#[test]
fn queries_find_and_mark() {
    check_all("search.toml", &read::<Searches>("search.toml").case, 40, |case| check_search(case, false));
}

#[test]
fn queries_find_and_mark_in_the_other_language() {
    check_all("translations.toml", &read::<Searches>("translations.toml").case, 60, |case| check_search(case, true));
}

fn check_search(case: &SearchCase, is_translated: bool) -> Vec<String> {
    let syntax = if case.words { Syntax::Words } else { Syntax::Query };
    let asked = Request { syntax, is_translated, has_spellings: is_translated, ..request(&case.query) };
    let page = seeds().search(&asked).expect("memory can be read");
    let found = ids(&page);
    let mut faults = Vec::new();
    let mut expect = |holds: bool, fault: String| {
        if !holds {
            faults.push(format!("{}: {fault}\n    found: {:?}", case.query, &found[..found.len().min(8)]));
        }
    };
    let sorted = |ids: &[&str]| {
        let mut ids: Vec<String> = ids.iter().map(|id| id.to_string()).collect();
        ids.sort();
        ids
    };
    expect(page.total == found.len() as u64, format!("{} hits, but a total of {}", found.len(), page.total));
    let first = &found[..case.top.len().min(found.len())];
    let as_strs = |ids: &[String]| sorted(&ids.iter().map(String::as_str).collect::<Vec<_>>());
    expect(sorted(first) == as_strs(&case.top), format!("{:?} are not first", case.top));
    if let Some(all) = &case.all {
        expect(sorted(&found) == as_strs(all), format!("{all:?} are not all"));
    }
    for id in &case.absent {
        expect(!found.contains(&id.as_str()), format!("{id} was found"));
    }
    let marks_of =
        |id: &str| page.hits.iter().find(|hit| hit.stored.article.id == id).map(|hit| marked(hit)).unwrap_or_default();
    for (id, pieces) in case.marks.iter().chain(&case.only_marks) {
        let marks = marks_of(id);
        for piece in pieces {
            expect(marks.contains(&piece.as_str()), format!("{piece:?} is not among the marks of {id}: {marks:?}"));
        }
    }
    for (id, pieces) in &case.only_marks {
        let others: Vec<_> =
            marks_of(id).into_iter().filter(|mark| !pieces.iter().any(|piece| piece == mark)).collect();
        expect(others.is_empty(), format!("{others:?} are marked in {id} too"));
    }
    faults
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Furniture {
    furniture: Vec<String>,
    article: Vec<String>,
    text: Vec<FurnitureCase>,
    credit: Vec<CreditCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FurnitureCase {
    name: String,
    text: String,
    boilerplate: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreditCase {
    text: String,
    agencies: Vec<String>,
    #[expect(dead_code, reason = "for the reader of the file")]
    note: Option<String>,
}

/// The pieces of a text that are marked as boilerplate.
fn boilerplate(text: &str) -> Vec<&str> {
    let analysis = analyzer().analyze("", text, Some(Language::De));
    analysis.boilerplate.iter().map(|span| &text[span.range()]).collect()
}

/// A line in the middle of an article that is long enough to have one.
fn in_article(line: &str) -> String {
    let around = "Der Streik beginnt am Freitag um Mitternacht.\n".repeat(6);
    format!("{around}{line}\n{around}")
}

#[test]
fn furniture_is_marked() {
    check_all("boilerplate.toml", &read::<Furniture>("boilerplate.toml").furniture, 40, |line| {
        let text = in_article(line);
        let got = boilerplate(&text);
        (got != [line.as_str()]).then(|| format!("{line:?} is furniture, but marked is {got:?}")).into_iter().collect()
    });
}

#[test]
fn what_looks_like_furniture_is_not_marked() {
    check_all("boilerplate.toml", &read::<Furniture>("boilerplate.toml").article, 40, |line| {
        let text = in_article(line);
        let got = boilerplate(&text);
        (!got.is_empty()).then(|| format!("{line:?} is of the article, but marked is {got:?}")).into_iter().collect()
    });
}

#[test]
fn boilerplate_depends_on_its_place() {
    check_all("boilerplate.toml", &read::<Furniture>("boilerplate.toml").text, 10, |case| {
        let got = boilerplate(&case.text);
        let is_right = got == case.boilerplate;
        (!is_right).then(|| format!("{}: {got:?}, expected {:?}", case.name, case.boilerplate)).into_iter().collect()
    });
}

#[test]
fn wire_agencies_are_credited() {
    check_all("boilerplate.toml", &read::<Furniture>("boilerplate.toml").credit, 30, |case| {
        let got = analyzer().analyze("", &case.text, None).agencies;
        let is_right = got == case.agencies;
        (!is_right).then(|| format!("{:?}: {got:?}, expected {:?}", case.text, case.agencies)).into_iter().collect()
    });
}
