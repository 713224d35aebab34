//! Every address of the server, without a network: answers, problem documents, and texts that try to break it.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use warp::http::Response;
use warp::hyper::body::Bytes;
use warp::test::RequestBuilder;

use tandem::search::Searcher;
use tandem::server::{Options, Site, routes};

use crate::harness::{article, index_articles, seeds};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("threads"));

/// A server that takes no articles.
pub fn site(searcher: Arc<Searcher>, options: Options) -> Arc<Site> {
    Arc::new(Site { searcher, writer: None, options })
}

fn send(request: RequestBuilder) -> Response<Bytes> {
    RUNTIME.block_on(request.reply(&routes(site(seeds(), Options::default()))))
}

pub fn get(path: &str) -> Response<Bytes> {
    send(warp::test::request().method("GET").path(path))
}

pub fn post(path: &str, body: impl AsRef<[u8]>) -> Response<Bytes> {
    let length = body.as_ref().len();
    send(warp::test::request().method("POST").path(path).header("content-length", length).body(body))
}

pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// The JSON of an answer with status 200.
pub fn json_of(response: &Response<Bytes>) -> Value {
    assert_eq!(response.status(), 200, "{}", String::from_utf8_lossy(response.body()));
    assert_eq!(response.headers()["content-type"], "application/json");
    serde_json::from_slice(response.body()).expect("JSON")
}

/// Checks a problem document (RFC 9457) whose detail holds `words`.
pub fn check_problem(response: &Response<Bytes>, status: u16, words: &str) {
    let body = String::from_utf8_lossy(response.body()).into_owned();
    assert_eq!(response.status(), status, "{body}");
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    let problem: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!((problem["status"].as_u64(), problem["type"].as_str()), (Some(status.into()), Some("about:blank")));
    assert!(problem["title"].is_string() && problem["detail"].as_str().expect("detail").contains(words), "{body}");
}

/// An answer without the time it took.
fn timeless(mut answer: Value) -> Value {
    assert!(answer["took_ms"].is_number());
    answer["took_ms"] = Value::Null;
    answer
}

#[test]
fn health_is_plain() {
    for path in ["/healthz", "/readyz"] {
        let response = get(path);
        assert_eq!((response.status().as_u16(), &response.body()[..]), (200, &b"ok\n"[..]), "{path}");
    }
}

#[test]
fn a_search_has_the_promised_shape() {
    let answer = json_of(&get(&format!("/api/v1/search?q={}&limit=2", encoded("Alarm Kiew"))));
    assert_eq!(answer["query"]["q"], "Alarm Kiew");
    assert_eq!(answer["query"]["read_as"], "Alarm Kiew");
    assert_eq!(answer["query"]["notes"], json!([]));
    let kyiv = json!({"from": "Kiew", "to": [{"term": "Kyiv", "weight": 1.0}]});
    assert!(answer["query"]["translations"].as_array().expect("a list").contains(&kyiv), "{answer}");
    assert_eq!(answer["total"]["relation"], "eq");
    assert!(answer["generation"].is_u64() && answer["facets"].is_object());
    let hits = answer["hits"].as_array().expect("hits");
    assert_eq!((hits.len(), &hits[0]["rank"], &hits[1]["rank"]), (2, &json!(1), &json!(2)));
    let fields = ["id", "rank", "score", "url", "title", "source", "authors", "lang", "published", "snippets"];
    for field in fields.into_iter().chain(["agencies", "entities", "figures"]) {
        assert!(hits[0].get(field).is_some(), "a hit has {field}");
    }
    for field in ["field", "text", "html", "ranges", "lang"] {
        assert!(hits[0]["snippets"][0].get(field).is_some(), "a snippet has {field}");
    }
}

#[test]
fn get_and_post_answer_alike() {
    for (query, rest, body) in [
        ("Botschaft \"in Kiew\"", "", json!({})),
        ("Größe & mehr = 100 %", "&limit=3&offset=1", json!({"limit": 3, "offset": "1"})),
        ("\"in Kiew\"", "&syntax=words&snippets=none", json!({"syntax": "words", "snippets": "none"})),
        ("", "", json!({})),
    ] {
        let mut body = body;
        body["q"] = json!(query);
        let from_get = timeless(json_of(&get(&format!("/api/v1/search?q={}{rest}", encoded(query)))));
        let from_post = timeless(json_of(&post("/api/v1/search", body.to_string())));
        assert_eq!(from_get, from_post, "{query}");
    }
}

#[test]
fn pages_join_without_seams() {
    let page = |limit: usize, offset: usize| -> Vec<Value> {
        let answer = json_of(&get(&format!("/api/v1/search?q=Ukraine&limit={limit}&offset={offset}")));
        answer["hits"].as_array().expect("hits").clone()
    };
    let all = page(1000, 0);
    assert!(all.len() > 6);
    assert_eq!([page(3, 0), page(3, 3)].concat(), all[..6]);
    assert!(page(10, 100_000).is_empty() && page(0, 0).is_empty());
}

#[test]
fn a_client_that_has_the_answer_is_told_so() {
    let get_if =
        |path: &str, known: &str| send(warp::test::request().method("GET").path(path).header("if-none-match", known));
    for path in ["/api/v1/search?q=Kiew", "/api/v1/articles/kiew-botschaft-de"] {
        let first = get(path);
        let tag = first.headers()["etag"].to_str().expect("letters").to_string();
        assert_eq!(first.headers()["cache-control"], "private, no-cache");
        let again = get_if(path, &format!("\"other\", {tag}"));
        assert_eq!((again.status().as_u16(), again.body().len()), (304, 0), "{path}");
        assert_eq!(again.headers()["etag"], tag);
        assert_eq!(get_if(path, "W/\"1.0.0.2020-01-01.00000000\"").status(), 200, "{path}");
    }
    let known = get("/api/v1/search?q=Kiew").headers()["etag"].to_str().expect("letters").to_string();
    check_problem(&get_if("/api/v1/search?limit=x", &known), 400, "limit");
    check_problem(&get_if("/api/v1/articles/unknown", &known), 404, "unknown");
    check_problem(&get_if("/api/v1/articles/unknown", "*"), 404, "unknown");
    assert_eq!(get("/api/v1/articles/unknown").headers().get("etag"), None);
    assert_eq!(post("/api/v1/search", "{\"q\": \"Kiew\"}").headers().get("etag"), None);
}

#[test]
fn an_entity_tag_changes_with_the_articles() {
    let library = crate::harness::Library::new();
    let searcher = Arc::new(library.searcher);
    let tag = || {
        let request = warp::test::request().path("/api/v1/search?q=Kiew");
        let response = RUNTIME.block_on(request.reply(&routes(site(searcher.clone(), Options::default()))));
        response.headers()["etag"].clone()
    };
    let before = tag();
    assert_eq!(before, tag());
    let mut session = library.collection.write("a test", Duration::ZERO, &mut |_| {}).expect("a writable folder");
    let record = tandem::ingest::Record::Article(article("a", "", "Kiew"));
    let changes = vec![tandem::indexer::Change::Record { record, file: None }];
    session.take(tandem::indexer::Batch { changes, files: Vec::new() }).expect("a writable folder");
    session.close().expect("a writable folder");
    tandem::service::follow(&searcher, &library.collection).expect("a readable folder");
    assert_ne!(before, tag());
}

#[test]
fn a_search_without_time_says_what_is_missing() {
    let options = Options { time_limit: Some(Duration::from_nanos(1)), ..Options::default() };
    let request = warp::test::request().path("/api/v1/search?q=Kiew");
    let response = RUNTIME.block_on(request.reply(&routes(site(seeds(), options))));
    let answer = json_of(&response);
    assert_eq!((&answer["partial"], &answer["total"]["relation"]), (&json!(true), &json!("gte")));
    assert_eq!(answer["query"]["notes"][0]["code"], "partial");
    assert_eq!(response.headers().get("etag"), None, "with more time it would be another answer");
    assert_eq!(json_of(&get("/api/v1/search?q=Kiew"))["partial"], false);
}

#[test]
fn the_description_names_what_is_answered() {
    let description = json_of(&get("/openapi.json"));
    assert_eq!(description["openapi"].as_str().map(|version| &version[..4]), Some("3.1."));
    for (path, method) in [
        ("/api/v1/search", "get"),
        ("/api/v1/search", "post"),
        ("/api/v1/analyze", "post"),
        ("/api/v1/articles", "post"),
        ("/api/v1/articles/{id}", "get"),
        ("/api/v1/articles/{id}", "delete"),
    ] {
        let operation = &description["paths"][path][method];
        assert!(operation["summary"].is_string() && operation["responses"]["200"].is_object(), "{method} {path}");
    }
    let hit = &description["components"]["schemas"]["Hit"]["properties"];
    let found = json_of(&get("/api/v1/search?q=Kiew&explain=1&limit=1"));
    for name in found["hits"][0].as_object().expect("a hit").keys() {
        assert!(hit[name].is_object(), "{name} is described");
    }
}

/// Every parameter that is described is read: a value of a wrong kind is a fault that names it.
#[test]
fn described_parameters_are_read() {
    let description = json_of(&get("/openapi.json"));
    let parameters = description["paths"]["/api/v1/search"]["get"]["parameters"].as_array().expect("a list");
    let members = &description["components"]["schemas"]["SearchParameters"]["properties"];
    assert_eq!(parameters.len(), members.as_object().map_or(0, |members| members.len()));
    for parameter in parameters {
        let name = parameter["name"].as_str().expect("a name");
        assert!(parameter["description"].is_string() && members[name]["description"].is_string(), "{name}");
        let mut body = json!({"q": "Kiew"});
        body[name] = json!({"no": "value"});
        check_problem(&post("/api/v1/search", body.to_string()), 400, name);
    }
}

#[test]
fn words_are_searched_in_the_other_language_unless_that_is_off() {
    let found = |q: &str, rest: &str| json_of(&get(&format!("/api/v1/search?q={}&limit=1000{rest}", encoded(q))));
    let has = |answer: &Value, id: &str| answer["hits"].as_array().expect("hits").iter().any(|hit| hit["id"] == id);
    let both = found("Botschaft", "");
    assert!(has(&both, "kiew-botschaft-de") && has(&both, "kyiv-embassy-en"), "{both}");
    let embassy = &both["query"]["translations"][0]["to"][0];
    assert_eq!((&embassy["term"], &embassy["weight"]), (&json!("embassy"), &json!(1.0)));
    let typed = found("Botschaft", "&cross_language=off");
    assert!(has(&typed, "kiew-botschaft-de") && !has(&typed, "kyiv-embassy-en"), "{typed}");
    assert_eq!(typed["query"]["translations"], json!([]));
    for untranslated in ["\"Botschaft\"", "=\"Botschaft\"", "de:Botschaft"] {
        let answer = found(untranslated, "");
        assert!(
            !has(&answer, "kyiv-embassy-en") && answer["query"]["translations"] == json!([]),
            "{untranslated}: {answer}"
        );
    }
    let without = found("Kiew -Botschaft", "");
    assert!(has(&without, "kursk-troops-en") && !has(&without, "kiew-botschaft-de"), "{without}");
}

#[test]
fn names_are_searched_in_other_spellings_unless_they_are_exact() {
    let found = |rest: &str| json_of(&get(&format!("/api/v1/search?q=Kyiv&limit=1000{rest}")));
    let has = |answer: &Value, id: &str| answer["hits"].as_array().expect("hits").iter().any(|hit| hit["id"] == id);
    for rest in ["", "&cross_language=off", "&names=variants"] {
        let answer = found(rest);
        assert!(has(&answer, "kiew-botschaft-de") && has(&answer, "kyiv-embassy-en"), "{rest}: {answer}");
        assert_eq!(answer["query"]["translations"][0]["from"], "Kyiv", "{rest}");
    }
    let exact = found("&names=exact");
    assert!(has(&exact, "kyiv-embassy-en") && !has(&exact, "kiew-botschaft-de"), "{exact}");
    check_problem(&get("/api/v1/search?q=Kyiv&names=all"), 400, "names");
}

#[test]
fn browsers_find_the_search() {
    let described = |options: Options, host: &str| {
        let request = warp::test::request().path("/opensearch.xml").header("host", host);
        let response = RUNTIME.block_on(request.reply(&routes(site(seeds(), options))));
        assert_eq!(response.headers()["content-type"], "application/opensearchdescription+xml; charset=utf-8");
        String::from_utf8(response.body().to_vec()).expect("UTF-8")
    };
    let own = described(Options::default(), "news.local:7700");
    assert!(own.contains("template=\"http://news.local:7700/?q={searchTerms}&amp;page={startPage?}\""), "{own}");
    let proxied = Options { public_url: Some("https://search.example.org".to_string()), ..Options::default() };
    assert!(described(proxied, "inside").contains("template=\"https://search.example.org/?q={searchTerms}"));
    assert!(!described(Options::default(), "\"><script>").contains("<script>"));
}

#[test]
fn snippets_can_be_left_out() {
    let answer = json_of(&get("/api/v1/search?q=Kiew&snippets=none"));
    assert_eq!(answer["hits"][0]["snippets"], json!([]));
}

#[test]
fn sources_and_dates_narrow() {
    let total = |rest: &str| json_of(&get(&format!("/api/v1/search?{rest}")))["total"]["value"].as_u64();
    let all = total("q=Kiew");
    assert!(total("q=Kiew&date=2024-07") < all && total("q=Kiew&source=dpa") < all);
    assert_eq!(total("q=Kiew&date=2024-07"), total("q=Kiew+date:2024-07"));
    assert_eq!(total("q=Kiew&source=dpa&source=Elbe-Bote"), total("q=Kiew+source:dpa+AND+source:%22Elbe-Bote%22"));
    assert_eq!(total("q=Kiew&source=&date="), all);
    assert_eq!(total("q=Kiew&source=nobody"), Some(0));
    let dpa = json_of(&get("/api/v1/search?q=&source=dpa&sort=-date&limit=100"));
    assert_eq!((&dpa["query"]["notes"], &dpa["query"]["read_as"]), (&json!([]), &json!("source:\"dpa\"")));
    let dates: Vec<_> = dpa["hits"].as_array().expect("hits").iter().map(|hit| hit["published"].to_string()).collect();
    assert!(dates.len() > 1 && dates.windows(2).all(|pair| pair[0][..11] >= pair[1][..11]), "{dates:?}");
}

#[test]
fn bad_parameters_are_problems() {
    for (path, words) in [
        ("/api/v1/search", "\"q\" is missing"),
        ("/api/v1/search?limit=1", "\"q\" is missing"),
        ("/api/v1/search?q=a&limit=1001", "\"limit\""),
        ("/api/v1/search?q=a&limit=ten", "\"limit\""),
        ("/api/v1/search?q=a&offset=-1", "\"offset\""),
        ("/api/v1/search?q=a&syntax=sql", "query or words"),
        ("/api/v1/search?q=a&snippets=many", "on or none"),
        ("/api/v1/search?q=a&date=2024&date=sometime", "\"sometime\" is no date"),
    ] {
        check_problem(&get(path), 400, words);
    }
    for (body, words) in [
        ("", "no JSON"),
        ("[1]", "no JSON object"),
        ("{}", "\"q\" is missing"),
        ("{\"q\": 7}", "\"q\" is not a string"),
        ("{\"q\": \"a\", \"limit\": 1.5}", "\"limit\""),
        ("{\"q\": \"a\", \"source\": [7]}", "\"source\" is not a string"),
    ] {
        check_problem(&post("/api/v1/search", body), 400, words);
    }
    check_problem(&post("/api/v1/search", b"\xff\xfe"), 400, "no JSON");
    let long = "x".repeat((64 << 10) + 1);
    check_problem(&post("/api/v1/search", json!({"q": long}).to_string()), 400, "bytes");
}

#[test]
fn addresses_methods_and_bodies_are_checked() {
    check_problem(&get("/nothing/here"), 404, "no such address");
    check_problem(&post("/", ""), 405, "method");
    check_problem(&get("/api/v2/search?q=a"), 404, "no such address");
    check_problem(&send(warp::test::request().method("DELETE").path("/api/v1/search")), 405, "method");
    check_problem(&get("/api/v1/analyze"), 405, "method");
    check_problem(&post("/healthz", ""), 405, "method");
    check_problem(&post("/api/v1/search", vec![b' '; (256 << 10) + 1]), 413, "too large");
    check_problem(&post("/api/v1/analyze", vec![b' '; (16 << 20) + 1]), 413, "too large");
    let endless = warp::test::request().method("POST").path("/api/v1/search");
    check_problem(&send(endless), 411, "Content-Length");
}

#[test]
fn analyze_shows_paragraphs_and_tokens() {
    let text = "😀 Der Luftangriffsalarm\r\nThe embassy is closed today.";
    let answer = json_of(&post("/api/v1/analyze", json!({"text": text}).to_string()));
    assert_eq!(
        answer["paragraphs"],
        json!([{"start": 0, "end": 23, "lang": "de"}, {"start": 25, "end": 53, "lang": "en"}])
    );
    let alarm = json!({"start": 18, "end": 23, "position": 1, "kind": "part", "term": "alarm", "lang": "de"});
    assert!(answer["tokens"].as_array().expect("tokens").contains(&alarm), "{answer}");
    for field in ["entities", "figures", "dates"] {
        assert_eq!(answer[field], json!([]), "{field}");
    }
}

#[test]
fn analyze_shows_boilerplate_and_agencies() {
    let text = "Über Kiew (dpa) - Der Alarm endete.\nAnzeige";
    let answer = json_of(&post("/api/v1/analyze", json!({"text": text}).to_string()));
    assert_eq!(answer["agencies"], json!(["dpa"]));
    assert_eq!(answer["boilerplate"], json!([{"start": 36, "end": 43}]));
    let none = json_of(&post("/api/v1/analyze", json!({"text": "Der Alarm endete."}).to_string()));
    assert_eq!((&none["agencies"], &none["boilerplate"]), (&json!([]), &json!([])));
}

#[test]
fn an_article_shows_its_agencies() {
    let wire = json_of(&get("/api/v1/articles/dpa-ochmatdyt-kanalpost"));
    assert_eq!(wire["agencies"], json!(["dpa"]));
    assert_eq!(wire["boilerplate"].as_array().map(Vec::len), Some(1));
    assert_eq!(json_of(&get("/api/v1/articles/kyiv-embassy-en"))["agencies"], json!([]));
}

#[test]
fn analyze_takes_the_declared_language() {
    let language = |body: Value| json_of(&post("/api/v1/analyze", body.to_string()))["paragraphs"][0]["lang"].clone();
    assert_eq!(language(json!({"text": "10.000", "lang": "de-AT"})), "de");
    assert_eq!(language(json!({"text": "10.000", "lang": "en"})), "en");
    assert_eq!(language(json!({"text": "10.000", "lang": null})), Value::Null);
    assert_eq!(language(json!({"text": "10.000", "lang": "klingonisch"})), Value::Null);
    check_problem(&post("/api/v1/analyze", "{\"text\": 7}"), 400, "\"text\"");
    check_problem(&post("/api/v1/analyze", "{\"text\": \"a\", \"lang\": 7}"), 400, "\"lang\"");
    check_problem(&post("/api/v1/analyze", "no JSON"), 400, "no JSON");
    assert_eq!(json_of(&post("/api/v1/analyze", "{\"text\": \"\"}"))["tokens"], json!([]));
}

#[test]
fn articles_come_by_id() {
    let answer = json_of(&get("/api/v1/articles/kiew-botschaft-de"));
    assert_eq!((&answer["id"], &answer["lang"]), (&json!("kiew-botschaft-de"), &json!("de")));
    assert_eq!(answer["published"].as_str().map(|date| &date[..7]), Some("2024-11"));
    assert_eq!(answer["paragraphs"].as_array().map(Vec::len), Some(4));
    check_problem(&get("/api/v1/articles/unknown"), 404, "\"unknown\"");
    check_problem(&get("/api/v1/articles/"), 404, "id");
    check_problem(&get("/api/v1/articles/%ff"), 400, "UTF-8");
}

#[test]
fn ids_may_hold_anything() {
    let strange = ["https://example.org/ä/ö?q=ü&x#y", "ordner/datei.txt", "100 %", "a+b", "..", "😀", "%2F"];
    let searcher = Arc::new(index_articles(strange.iter().map(|id| article(id, "", "Text")).collect()));
    for id in strange {
        let path = format!("/api/v1/articles/{}", encoded(id));
        let response = RUNTIME
            .block_on(warp::test::request().path(&path).reply(&routes(site(searcher.clone(), Options::default()))));
        assert_eq!(json_of(&response)["id"], id, "{path}");
    }
    let unencoded = json_of(&get("/api/v1/articles/https://example.org/war/nordstream-haftbefehl"));
    assert_eq!(unencoded["id"], "https://example.org/war/nordstream-haftbefehl");
}

/// Sends a query text in both ways; no text of a user may be an error of the server.
fn check_hostile(text: &str) {
    let body = post("/api/v1/search", json!({"q": text}).to_string());
    assert!(body.status() == 200 || body.status() == 400, "{} for {text:?}", body.status());
    if text.len() < 10_000 {
        let from_get = timeless(json_of(&get(&format!("/api/v1/search?q={}", encoded(text)))));
        assert_eq!(from_get, timeless(json_of(&body)));
        assert_eq!(from_get["query"]["q"], text);
    }
}

#[test]
fn hostile_queries_are_answered() {
    let quotes = "\"".repeat(10_000);
    let words = "Kiew Botschaft ".repeat(3_000);
    let long_word = "Donaudampfschiff".repeat(3_000);
    let phrase = format!("\"{}\"", "in Kiew ".repeat(2_000));
    for text in
        ["", " ", "\0", "\u{202e}Kiew\u{202c}", "😀", "👩‍👩‍👧 Kiew", "\u{feff}", "%", "%ff", "<script>", "\\", "*", "~1"]
    {
        check_hostile(text);
    }
    for text in [quotes, words, long_word, phrase, "\u{301}".repeat(5_000), "-".repeat(9_000), "(".repeat(9_000)] {
        check_hostile(&text);
    }
    let too_long = post("/api/v1/search", json!({"q": "a ".repeat(100_000)}).to_string());
    check_problem(&too_long, 400, "bytes");
    assert_eq!(get("/api/v1/search?q=%ff%fe").status(), 200, "bytes that are no UTF-8");
    assert_eq!(get("/api/v1/search?q=%zz&&&=").status(), 200, "broken percent-encoding");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_query_is_answered(text in prop_oneof![any::<String>(), "[\"„“ *~():/&a-zäß0-9.-]{0,60}"]) {
        check_hostile(&text);
    }

    #[test]
    fn any_text_is_analyzed(text in any::<String>()) {
        let answer = json_of(&post("/api/v1/analyze", json!({"text": text}).to_string()));
        prop_assert!(answer["paragraphs"].is_array());
    }

    #[test]
    fn any_body_and_address_is_no_fault_of_the_server(
        body in prop::collection::vec(any::<u8>(), 0..40),
        path in "[a-z/%0-9?=&.]{0,30}",
    ) {
        prop_assert!(post("/api/v1/search", &body).status().as_u16() < 500);
        let from_get = get(&format!("/{path}"));
        prop_assert!(from_get.status().as_u16() < 500);
    }
}
