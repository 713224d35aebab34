//! Texts that try to break a search: random ones made of the pieces that parsers trip over, and the classics one by one.
//! Every text gets an answer or a clear refusal, never a panic and never a 5xx.

use std::time::Instant;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use tandem::query::{Syntax, parse};

use crate::harness::{article, index_articles, search};
use crate::server::{encoded, get, post};

/// Cases in the suite; `TANDEM_FUZZ` asks for more.
const CASES: u32 = 3_000;

const PIECES: [&str; 78] = [
    "AND ",
    "OR ",
    "NOT ",
    "UND ",
    "ODER ",
    "NICHT ",
    "NEAR ",
    "NEAR/3 ",
    "NEAR/",
    "NAHE/5 ",
    "&&",
    "||",
    "-",
    "+",
    "!",
    "(",
    ")",
    "\"",
    "„",
    "“",
    "»",
    "«",
    "=\"",
    "=",
    "title:",
    "titel:",
    "source:",
    "lang:",
    "lang:de ",
    "date:",
    "datum:",
    "2024-11",
    "..",
    "7d..",
    "gestern",
    "31.02.2024",
    "since:",
    "bis:",
    "person:",
    "figure:",
    ">= 10000 soldiers",
    "de:",
    "en:",
    "x:",
    "http://example.org/a?b=c:d",
    "Kiew ",
    "Kiew",
    "Luftangriff ",
    "US-Botschaft ",
    "missiles ",
    "der ",
    "the ",
    "war ",
    "Bundes*",
    "*kanzler ",
    "w?rd ",
    "h??s ",
    "*",
    "?",
    "regirung~1 ",
    "~2",
    "~",
    "10.000 ",
    "3,5",
    "Politiker*innen ",
    "ä",
    "U\u{308}",
    "👩‍👩‍👧",
    "\u{202e}",
    "\0",
    "\u{feff}",
    "\t",
    "\n",
    " ",
    "\\",
    "'",
    "%",
    "ﬁ",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![9 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_string), 1 => "\\PC{0,6}", 1 => any::<char>().prop_map(String::from)];
    prop_oneof![
        8 => prop::collection::vec(piece.clone(), 0..14).prop_map(|pieces| pieces.concat()),
        1 => prop::collection::vec(piece.clone(), 0..120).prop_map(|pieces| pieces.concat()),
        1 => (piece, 1usize..300).prop_map(|(piece, n)| piece.repeat(n)),
        1 => "\\PC{0,80}",
    ]
}

/// Searches for a text over HTTP and looks at all that the answer promises.
fn check(text: &str, answer: &(u16, Vec<u8>)) {
    let (status, body) = answer;
    let body: Value =
        serde_json::from_slice(body).unwrap_or_else(|error| panic!("{text:?}: {status}, no JSON: {error}"));
    if *status != 200 {
        assert!((400..500).contains(status) && body["detail"].is_string(), "{text:?}: {status} {body}");
        return;
    }
    let read_as = body["query"]["read_as"].as_str().expect("it says how it was read");
    assert_eq!(parse(read_as, Syntax::Query).to_string(), read_as, "{text:?}");
    let n_letters = text.chars().count() as u64;
    for note in body["query"]["notes"].as_array().expect("notes") {
        assert!(note["at"].as_u64().is_none_or(|at| at <= n_letters), "{text:?}: {note}");
    }
    for hit in body["hits"].as_array().expect("hits") {
        for snippet in hit["snippets"].as_array().expect("snippets") {
            let letters = snippet["text"].as_str().expect("text").chars().count() as u64;
            let mut end = 0;
            for range in snippet["ranges"].as_array().expect("ranges") {
                let (from, to) = (range[0].as_u64().expect("a number"), range[1].as_u64().expect("a number"));
                assert!(end <= from && from < to && to <= letters, "{text:?}: {snippet}");
                end = to;
            }
        }
    }
}

fn by_url(text: &str) -> (u16, Vec<u8>) {
    let response = get(&format!("/api/v1/search?limit=3&facets=source,month&q={}", encoded(text)));
    (response.status().as_u16(), response.body().to_vec())
}

fn by_json(text: &str) -> (u16, Vec<u8>) {
    let body = json!({"q": text, "limit": 3, "sort": "-date", "explain": true}).to_string();
    let response = post("/api/v1/search", body);
    (response.status().as_u16(), response.body().to_vec())
}

#[test]
fn any_text_is_answered() {
    let cases = std::env::var("TANDEM_FUZZ").map_or(CASES, |cases| cases.parse().expect("TANDEM_FUZZ is a number"));
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let started = Instant::now();
    let result = runner.run(&hostile(), |text| {
        if text.len() % 2 == 0 {
            check(&text, &by_url(&text))
        } else {
            check(&text, &by_json(&text))
        }
        Ok(())
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
    println!("{cases} texts in {:.0} s", started.elapsed().as_secs_f64());
}

#[test]
fn the_classics_are_answered() {
    let megabyte = "Kiew ".repeat(210_000);
    for (text, statuses) in [
        ("\"Kiew", [200]),
        (&"(".repeat(10_000), [200]),
        (&")".repeat(10_000), [200]),
        (&format!("{}x{}", "(".repeat(10_000), ")".repeat(10_000)), [200]),
        ("AND OR NOT", [200]),
        ("Kiew\0Moskau", [200]),
        ("\u{202e}Kiew\u{202d}", [200]),
        ("https://example.org:8080/a:b?c=d:e", [200]),
        (&megabyte, [400]),
        (&"a ".repeat(30_000), [200]),
        (&"\"".repeat(60_000), [200]),
        (&"NOT ".repeat(15_000), [200]),
        (&"-".repeat(60_000), [200]),
        (&"Kiew NEAR/100 ".repeat(4_000), [200]),
        (&"?* ".repeat(20_000), [200]),
        (&"a*b* OR ".repeat(8_000), [200]),
        (&"a~2 ".repeat(15_000), [200]),
        (&"Regierung~2 ".repeat(5_000), [200]),
        (&"date:2024-11 OR ".repeat(4_000), [200]),
        (&"source:dpa OR ".repeat(4_000), [200]),
        (&format!("{}*", "a?".repeat(5_000)), [200]),
        (&"U\u{308}".repeat(20_000), [200]),
        ("=\"\"", [200]),
        ("title:", [200]),
        ("title:title:title:Kiew", [200]),
        ("de:en:de:Kiew", [200]),
        ("-(-(-(Kiew)))", [200]),
        ("date:9999999999999999999", [200]),
        ("date:99999y..", [200]),
        ("NEAR/99999999999999999999 a", [200]),
    ] {
        let started = Instant::now();
        let answer = by_json(text);
        let shown: String = text.chars().take(40).collect();
        // Bodies beyond the limit are refused before they are read.
        let expected = if text.len() > 256 << 10 { 413 } else { statuses[0] };
        assert_eq!(answer.0, expected, "{shown}: {}", String::from_utf8_lossy(&answer.1));
        check(text, &answer);
        println!("{:>8.1} ms  {shown}", started.elapsed().as_secs_f64() * 1e3);
    }
}

/// Quadratic work took minutes over these.
#[test]
fn articles_of_one_word_do_not_stall_a_search() {
    let word = "wort ".repeat(100_000);
    let title = "bund ".repeat(20_000);
    let long_phrase = format!("anfang{}ende", ", ".repeat(100_000));
    let furniture = "Satz.\nAnzeige\n".repeat(10_000);
    let articles = vec![
        article("word", "", &word),
        article("title", &title, "Kurz."),
        article("phrase", "", &long_phrase),
        article("furniture", "", &format!("Der Kanzler sprach.\n{furniture}")),
        article("no spaces", "", &"中文".repeat(1_000)),
    ];
    let searcher = index_articles(articles);
    for query in [
        "wort NEAR/100 =\"wort\" NEAR/100 w?rt NEAR/100 wo*",
        &"\"wort\" ".repeat(500),
        &"wort OR \"wort wort\" OR ".repeat(200),
        "bund",
        "\"anfang ende\"",
        "Kanzler",
        "-wort",
    ] {
        let page = search(&searcher, query);
        assert!(page.total > 0, "{query}");
        for snippet in page.hits.iter().flat_map(|hit| &hit.snippets) {
            assert!(snippet.text.len() <= 321 && !snippet.text.is_empty(), "{query}: {} bytes", snippet.text.len());
            assert_eq!(snippet.ranges().len(), snippet.marks.len());
        }
    }
}
