//! Orders, facets, cursors and explanations, as they are asked for over HTTP.

use serde_json::{Value, json};

use tandem::indexer::Change;
use tandem::ingest::{Article, Record};
use tandem::search::{Request, SearchError};

use crate::harness::{Library, article, ids, index, request, search};
use crate::server::{check_problem, encoded, get, json_of, post};

fn change(id: &str, text: &str) -> Change {
    let article = Article { lang: Some("de".to_string()), ..article(id, "", text) };
    Change::Record { record: Record::Article(article), file: None }
}

#[test]
fn a_cursor_survives_new_commits() {
    let library = Library::new();
    library.change((0..9).map(|i| change(&format!("{i}"), &"Kanu ".repeat(1 + i % 3))).collect());
    let whole: Vec<String> = ids(&search(&library.searcher, "Kanu")).into_iter().map(str::to_string).collect();
    let mut request = Request { limit: 2, ..Request::new("Kanu") };
    let mut paged: Vec<String> = Vec::new();
    for round in 0.. {
        let page = library.searcher.search(&request).expect("readable");
        assert_eq!(page.query.notes, [], "nothing has moved");
        assert_eq!(page.total, 9, "the list is the one that was begun");
        paged.extend(ids(&page).into_iter().map(str::to_string));
        // A better article comes, and one that was on the list goes.
        let changes = vec![change(&format!("new{round}"), "Kanu Kanu Kanu"), Change::Delete { id: format!("{round}") }];
        library.change(changes);
        request.cursor = page.next;
        if request.cursor.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole);
}

#[test]
fn a_cursor_of_a_forgotten_commit_goes_on_and_says_so() {
    let library = Library::new();
    library.change((0..4).map(|i| change(&format!("{i}"), "Kanu")).collect());
    let first = library.searcher.search(&Request { limit: 2, ..Request::new("Kanu") }).expect("readable");
    let cursor = first.next.clone().expect("there is more").to_string();
    library.change(vec![change("a", "Regen am Abend")]);
    // Another process has never seen the commit.
    let other = Library::open(library.folder);
    let request = Request { cursor: Some(cursor.parse().expect("its own form")), limit: 2, ..Request::new("Kanu") };
    let second = other.searcher.search(&request).expect("readable");
    assert_eq!(second.query.notes.iter().map(|note| note.code.as_str()).collect::<Vec<_>>(), ["later_commit"]);
    assert_eq!([ids(&first), ids(&second)].concat(), ["0", "1", "2", "3"]);
    let elsewhere = other.searcher.search(&Request { text: "Regen".to_string(), ..request });
    assert!(matches!(elsewhere, Err(SearchError::OtherQuery)));
}

#[test]
fn the_address_of_the_next_page_is_part_of_the_answer() {
    let first = json_of(&get("/api/v1/search?q=Ukraine&limit=3&sort=-date"));
    let next = first["next"].as_str().expect("there is more");
    let second = json_of(&get(&format!("/api/v1/search?q=Ukraine&limit=3&sort=-date&cursor={}", encoded(next))));
    let by_body = json!({"q": "Ukraine", "limit": 3, "sort": "-date", "cursor": next}).to_string();
    assert_eq!(second["hits"], json_of(&post("/api/v1/search", by_body))["hits"]);
    assert_eq!(second["hits"][0]["rank"], 4);
    let all = json_of(&get("/api/v1/search?q=Ukraine&limit=6&sort=-date"));
    let hits = |answer: &Value| answer["hits"].as_array().expect("hits").clone();
    assert_eq!([hits(&first), hits(&second)].concat(), hits(&all));
    let dates: Vec<&str> =
        all["hits"].as_array().into_iter().flatten().filter_map(|hit| hit["published"].as_str()).collect();
    assert!(dates.len() == 6 && dates.is_sorted_by_key(|date| std::cmp::Reverse(&date[..10])), "{dates:?}");
    let whole = json_of(&get("/api/v1/search?q=Ukraine&limit=1000"));
    assert_eq!(whole.get("next"), None);
    check_problem(&get("/api/v1/search?q=a&cursor=xyz"), 400, "leave it out");
    let other = format!("/api/v1/search?q=Kiew&limit=3&sort=-date&cursor={}", encoded(next));
    check_problem(&get(&other), 400, "another query");
    let other = format!("/api/v1/search?q=Ukraine&limit=3&cursor={}", encoded(next));
    check_problem(&get(&other), 400, "another query or order");
}

#[test]
fn facets_count_what_matches_and_can_be_asked_for_again() {
    let answer = json_of(&get("/api/v1/search?q=Ukraine&limit=1&facets=source,lang,month,year"));
    let total = answer["total"]["value"].as_u64().expect("a number");
    let facets = &answer["facets"];
    assert_eq!(facets.as_object().expect("facets").len(), 4);
    let source = &facets["source"][0];
    let name = source["value"].as_str().expect("a name");
    let narrowed = json_of(&get(&format!("/api/v1/search?q={}", encoded(&format!("Ukraine source:\"{name}\"")))));
    assert_eq!(narrowed["total"]["value"], source["count"]);
    for lang in facets["lang"].as_array().expect("languages") {
        let value = lang["value"].as_str().expect("a code");
        let narrowed = json_of(&get(&format!("/api/v1/search?q=Ukraine&lang={value}")));
        assert_eq!(narrowed["total"]["value"], lang["count"], "{value}");
    }
    for month in facets["month"].as_array().expect("months") {
        let value = month["value"].as_str().expect("a month");
        let narrowed = json_of(&get(&format!("/api/v1/search?q=Ukraine%20date:{value}")));
        assert_eq!(narrowed["total"]["value"], month["count"], "{value}");
    }
    let sum = |name: &str| -> u64 {
        facets[name].as_array().into_iter().flatten().filter_map(|value| value["count"].as_u64()).sum()
    };
    assert_eq!(sum("month"), sum("year"));
    assert!(sum("year") <= total && sum("lang") >= total);
    let same = json!({"q": "Ukraine", "limit": 1, "facets": ["source", "lang", "month", "year"]}).to_string();
    assert_eq!(json_of(&post("/api/v1/search", same))["facets"], *facets);
    assert_eq!(json_of(&get("/api/v1/search?q=Ukraine"))["facets"], json!({}));
    check_problem(
        &get("/api/v1/search?q=a&facets=author"),
        400,
        "source or lang or entity or person or place or org or thing or day or month or year",
    );
    check_problem(&get("/api/v1/search?q=a&sort=best"), 400, "relevance or date or -date");
    check_problem(&get("/api/v1/search?q=a&lang=fr"), 400, "de or en");
}

#[test]
fn explanations_name_word_field_and_share() {
    let answer = json_of(&get(&format!(
        "/api/v1/search?explain=true&limit=3&cross_language=off&names=exact&q={}",
        encoded("Luftangriff Kiew")
    )));
    for hit in answer["hits"].as_array().expect("hits") {
        let explanation = &hit["explanation"];
        let parts = explanation["parts"].as_array().expect("parts");
        let sum = |name: &str| parts.iter().filter_map(|part| part[name].as_f64()).sum::<f64>();
        assert!(
            (sum("share") - 1.0).abs() < 1e-4 && (sum("score") - hit["score"].as_f64().expect("a score")).abs() < 1e-3
        );
        assert!(
            parts.iter().all(
                |part| ["Luftangriff", "Kiew", "Luft", "angriff"].contains(&part["word"].as_str().expect("a word"))
            )
        );
        assert!(
            parts.iter().any(|part| part["field"] == "de" && part["frequency"].as_u64() > Some(0)),
            "{explanation}"
        );
    }
    assert_eq!(json_of(&get("/api/v1/search?q=Kiew"))["hits"][0].get("explanation"), None);
}

#[test]
fn a_pattern_that_fits_too_much_makes_no_exact_total() {
    // More words than a query may hold: each article brings some hundreds of its own.
    let words = |i: usize| (0..500).map(|n| format!("wort{i}x{n} ")).collect::<String>();
    let articles: String = (0..45).map(|i| format!("# {i} de |\n{}\n", words(i))).collect();
    let searcher = index(&articles);
    let page = searcher.search(&Request { limit: 1, ..request("wort*") }).expect("readable");
    assert!(!page.is_total_exact && page.total > 0);
    assert_eq!(page.query.notes.iter().map(|note| note.code.as_str()).collect::<Vec<_>>(), ["pattern_cut"]);
    let page = searcher.search(&request("wort44x1*")).expect("readable");
    assert_eq!((page.is_total_exact, page.total, page.query.notes.len()), (true, 1, 0));
}
