//! The writing path: the same articles give the same index, whatever the order; changes and faults are reported.

use tandem::analysis::Analyzer;
use tandem::indexer::Report;
use tandem::ingest::{Article, Source};
use tandem::search::Searcher;

use crate::harness::{Library, ids, jsonl, samples, schema, search, seeds};

fn check_counts(report: &Report, added: usize, replaced: usize, skipped: usize, refused: usize) {
    let got = (report.added, report.replaced, report.skipped, report.refused);
    assert_eq!(got, (added, replaced, skipped, refused), "{:?}", report.problems);
}

/// Ids and scores (to three places) of some queries over the sample articles.
fn answers(searcher: &Searcher) -> Vec<Vec<(String, i64)>> {
    let queries = ["Kiew Botschaft", "Alarm", "missiles", "\"in Kiew\"", "10.000", "Wahl election", "der die das"];
    let hits = queries.map(|query| {
        let page = search(searcher, query);
        assert!(!page.hits.is_empty(), "{query} finds something");
        let key = |score: f32| (score * 1e3).round() as i64;
        page.hits.iter().map(|hit| (hit.stored.article.id.clone(), key(hit.score))).collect()
    });
    hits.to_vec()
}

/// The sample articles, one line of JSON each.
fn sample_lines() -> Vec<String> {
    let line = |article: Article| {
        let date = article.published.map(|published| published.text);
        let Article { id, title, text, lang, .. } = article;
        serde_json::json!({"id": id, "title": title, "text": text, "lang": lang, "date": date}).to_string()
    };
    samples().into_iter().map(line).collect()
}

fn index_lines(files: &[Vec<String>]) -> Library {
    let library = Library::new();
    for lines in files {
        let report = library.build(&[jsonl("part.jsonl", &lines.join("\n"))]);
        assert_eq!(report.problems, []);
    }
    library
}

#[test]
fn order_of_arrival_changes_no_answer() {
    let lines = sample_lines();
    let expected = answers(&index_lines(std::slice::from_ref(&lines)).searcher);
    let turned: Vec<String> = lines.iter().rev().cloned().collect();
    assert_eq!(answers(&index_lines(&[turned]).searcher), expected, "the other way round");
    let (evens, odds): (Vec<_>, Vec<_>) = lines.iter().cloned().enumerate().partition(|(i, _)| i % 2 == 0);
    let strip = |numbered: Vec<(usize, String)>| numbered.into_iter().map(|(_, line)| line).collect::<Vec<_>>();
    assert_eq!(answers(&index_lines(&[strip(odds), strip(evens)]).searcher), expected, "in two commits");
}

#[test]
fn number_of_threads_changes_no_answer() {
    let lines = sample_lines();
    let with_threads = |n: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("threads");
        pool.install(|| answers(&index_lines(std::slice::from_ref(&lines)).searcher))
    };
    assert_eq!(with_threads(1), with_threads(4));
}

#[test]
fn analyses_do_not_depend_on_what_was_read_before() {
    let fresh = Analyzer::new(&schema()).expect("valid schema");
    let used = &seeds().analyzer;
    for article in samples().iter().rev() {
        let analyze = |analyzer: &Analyzer| analyzer.analyze(&article.title, &article.text, None);
        assert_eq!(analyze(&fresh), analyze(used), "{}", article.id);
    }
}

#[test]
fn unchanged_articles_are_skipped_and_changed_ones_replaced() {
    let library = Library::new();
    let first = r#"{"id":"a","text":"Der Minister kam nach Kiew."}
{"id":"b","text":"The minister went to Paris."}"#;
    check_counts(&library.build(&[jsonl("m.jsonl", first)]), 2, 0, 0, 0);
    check_counts(&library.build(&[jsonl("m.jsonl", first)]), 0, 0, 2, 0);
    let second = r#"{"id":"a","text":"Der Minister kam nach Lwiw."}
{"id":"b","text":"The minister went to Paris."}
{"id":"c","text":"Ein dritter Artikel."}"#;
    check_counts(&library.build(&[jsonl("m.jsonl", second)]), 1, 1, 1, 0);
    assert_eq!(library.n_articles(), 3);
    assert!(search(&library.searcher, "Kiew").hits.is_empty(), "the old text is gone");
    assert_eq!(ids(&search(&library.searcher, "Lwiw")), ["a"]);
    let dated = second.replace("\"id\":\"c\"", "\"id\":\"c\",\"date\":\"2024-11-20\"");
    check_counts(&library.build(&[jsonl("m.jsonl", &dated)]), 0, 1, 2, 0);
}

#[test]
fn the_last_of_two_articles_with_one_id_stays() {
    let library = Library::new();
    let lines = r#"{"id":"a","text":"Der erste Entwurf."}
{"id":"a","text":"Der zweite Entwurf."}
{"id":"a","text":"Der zweite Entwurf."}"#;
    check_counts(&library.build(&[jsonl("m.jsonl", lines)]), 1, 1, 1, 0);
    assert_eq!(library.n_articles(), 1);
    assert!(search(&library.searcher, "erste").hits.is_empty());
}

#[test]
fn bad_lines_are_reported_with_their_place_and_the_rest_goes_in() {
    let library = Library::new();
    let lines = "{\"id\":\"a\",\"text\":\"Ein Artikel.\"}\n{\"text\":\nkein JSON\n\n{\"id\":\"b\"}\n\
                 {\"id\":\"c\",\"text\":\"Noch einer.\",\"date\":\"gestern\"}";
    let report = library.build(&[jsonl("bad.jsonl", lines), jsonl("good.txt", "Ein Text")]);
    check_counts(&report, 3, 0, 0, 3);
    let places: Vec<_> = report.problems.iter().map(|p| (p.source.as_str(), p.line, p.refused)).collect();
    let (bad, kept) = (("bad.jsonl", true), ("bad.jsonl", false));
    let place = |(source, refused): (&'static str, bool), line| (source, Some(line), refused);
    assert_eq!(places, [place(bad, 2), place(bad, 3), place(bad, 5), place(kept, 6)]);
    assert!(report.problems[3].to_string().contains("gestern"), "{}", report.problems[3]);
    assert_eq!(library.n_articles(), 3);
}

#[test]
fn sources_that_are_no_text_are_problems() {
    let library = Library::new();
    let binary: &'static [u8] = b"\x89PNG\r\n\x1a\n\x00binary";
    let broken = Source::embedded("broken.txt", binary).expect("a known extension");
    let report = library.build(&[broken, jsonl("empty.txt", " \n"), jsonl("a.jsonl", r#"{"id":"a","text":"x"}"#)]);
    check_counts(&report, 1, 0, 0, 2);
    assert_eq!((report.problems[0].source.as_str(), report.problems[0].line), ("broken.txt", None));
    assert!(report.problems[0].what.contains("a PNG picture"), "{}", report.problems[0]);
}

#[test]
fn texts_survive_as_they_were_read() {
    let library = Library::new();
    let text = "\u{feff}Zeile eins\r\nFu\u{308}hrer 😀\r\n\r\nEnde";
    library.build(&[jsonl("ordner/ü.txt", text)]);
    let stored = library.searcher.backend().snapshot().article("ordner/ü.txt").expect("readable").expect("it is there");
    assert_eq!(stored.article.text, text);
    assert_eq!(stored.article.title, "Zeile eins");
}
