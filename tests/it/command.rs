//! The real binary: exit codes, formats, streams. Everything finer is tested through the library.

use std::io::{Read, Write};
use std::process::{Child, Output, Stdio};

use serde_json::Value;

use crate::desk::{Desk, Server, check, err, out};

#[test]
fn index_adds_skips_and_replaces() {
    let desk = Desk::new();
    desk.write("a.jsonl", "{\"id\":\"a\",\"text\":\"Ein Artikel.\"}\n{\"id\":\"b\",\"text\":\"One article.\"}\n");
    check(&desk.run(&["index", "a.jsonl"]), 0, "index: 2 added, 0 replaced, 0 unchanged, 0 refused");
    desk.write("a.jsonl", "{\"id\":\"a\",\"text\":\"Ein Artikel.\"}\n{\"id\":\"b\",\"text\":\"Another.\"}\n");
    let again = desk.run(&["index", "a.jsonl"]);
    check(&again, 0, "index: 0 added, 1 replaced, 1 unchanged, 0 refused");
    assert_eq!(out(&again), "", "a report is no result");
}

#[test]
fn index_reports_bad_lines_and_goes_on() {
    let desk = Desk::new();
    desk.write("bad.jsonl", "kein JSON\n{\"id\":\"a\",\"text\":\"Ein Artikel.\"}\n");
    let output = desk.run(&["index", "--index", "ix", "bad.jsonl"]);
    check(&output, 0, "bad.jsonl, line 1: no article in JSON");
    check(&output, 0, "1 added, 0 replaced, 0 unchanged, 1 refused");
}

#[test]
fn index_fails_if_nothing_can_be_read() {
    let desk = Desk::new();
    desk.write("bad.jsonl", "kein JSON\n");
    desk.write("picture.png", "x");
    check(&desk.run(&["index", "bad.jsonl"]), 2, "no article could be read");
    check(&desk.run(&["index", "missing.jsonl"]), 2, "missing.jsonl: no such file or folder");
    check(&desk.run(&["index", "picture.png"]), 2, "picture.png: not a format that is read");
    check(&desk.run(&["index"]), 2, "PATH");
}

#[test]
fn search_builds_the_default_index_and_says_so() {
    let desk = Desk::new();
    let first = desk.run(&["search", "--format", "ids", "Luftangriffsalarm"]);
    check(&first, 0, "90 sample articles were indexed into index/");
    assert_eq!(out(&first).lines().next(), Some("kiew-botschaft-de"));
    let second = desk.run(&["search", "--format", "ids", "--cross-language", "off", "Luftangriffsalarm"]);
    assert_eq!(err(&second), "", "the second time it is there");
}

#[test]
fn search_tells_found_from_nothing_found_from_error() {
    let desk = Desk::with_samples();
    check(&desk.run(&["search", "--index", "ix", "Kiew"]), 0, " articles, ");
    let nothing = desk.run(&["search", "--index", "ix", "xyzzy"]);
    check(&nothing, 1, "nothing found for xyzzy");
    assert_eq!(out(&nothing), "");
    let missing = desk.run(&["search", "--index", "nowhere", "Kiew"]);
    check(&missing, 2, "no index at nowhere; build one with `tandem index --index nowhere PATH...`");
    assert!(!desk.path().join("nowhere").exists() && !desk.path().join("index").exists(), "nothing is made");
    check(&desk.run(&["search", "--index", "ix", "--limit", "0", "Kiew"]), 2, "--limit");
    check(&desk.run(&["search", "--index", "ix"]), 2, "QUERY");
}

#[test]
fn search_speaks_the_formats_of_programs() {
    let desk = Desk::with_samples();
    let search = |format: &str| {
        let output = desk.run(&["search", "--index", "ix", "--limit", "3", "--format", format, "Kiew", "Botschaft"]);
        assert_eq!(output.status.code(), Some(0));
        out(&output).to_string()
    };
    let json: Value = serde_json::from_str(&search("json")).expect("JSON");
    let ids: Vec<&str> =
        json["hits"].as_array().expect("hits").iter().map(|hit| hit["id"].as_str().expect("id")).collect();
    assert_eq!((ids.len(), ids[0], &json["query"]["q"]), (3, "kiew-botschaft-de", &Value::from("Kiew Botschaft")));
    assert_eq!(search("ids").lines().collect::<Vec<_>>(), ids);
    let lines = search("jsonl");
    let of_line = |line: &str| serde_json::from_str::<Value>(line).expect("JSON")["id"].clone();
    assert_eq!(lines.lines().map(of_line).collect::<Vec<_>>(), ids);
    for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let text = search(format);
        let mut table = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
        let header: Vec<String> = table.headers().expect("a header").iter().map(str::to_string).collect();
        assert_eq!(header[..4], ["rank", "id", "score", "lang"], "{format}");
        let column: Vec<String> = table.records().map(|row| row.expect("a row")[1].to_string()).collect();
        assert_eq!(column, ids, "{format}");
    }
}

#[test]
fn search_reads_quotes_unless_told_otherwise() {
    let desk = Desk::with_samples();
    let phrase = ["search", "--index", "ix", "--format", "ids", "\"Kiew Botschaft\""];
    check(&desk.run(&phrase), 1, "");
    check(&desk.run(&[&phrase[..3], &["--words"], &phrase[3..]].concat()), 0, "");
}

#[test]
fn color_only_where_it_belongs() {
    let desk = Desk::with_samples();
    let is_colored = |arguments: &[&str], variable: Option<&str>| {
        let mut command = desk.command(&[arguments, &["search", "--index", "ix", "Kiew"]].concat());
        command.envs(variable.map(|name| (name, "1")));
        out(&command.output().expect("the program starts")).contains('\u{1b}')
    };
    assert!(!is_colored(&[], None), "a pipe is no terminal");
    assert!(!is_colored(&["--color", "never"], Some("CLICOLOR_FORCE")));
    assert!(!is_colored(&[], Some("NO_COLOR")));
    assert!(is_colored(&["--color", "always"], None));
}

#[test]
fn data_keeps_bytes_that_text_leaves_out() {
    let desk = Desk::new();
    desk.write("a.jsonl", "{\"id\": \"e\", \"text\": \"ein \\u007fHund \\u001b[2J bellt\"}\n");
    check(&desk.run(&["index", "--index", "ix", "a.jsonl"]), 0, "1 added");
    let json = desk.run(&["search", "--index", "ix", "--format", "jsonl", "Hund"]);
    let hit: Value = serde_json::from_str(out(&json)).expect("JSON");
    assert_eq!(hit["snippets"][0]["text"], "ein \u{7f}Hund \u{1b}[2J bellt");
    let text = desk.run(&["search", "--index", "ix", "--color", "always", "Hund"]);
    assert!(!out(&text).contains("\u{1b}[2J") && !out(&text).contains('\u{7f}'), "{:?}", out(&text));
}

#[test]
fn searches_that_start_together_share_one_default_index() {
    let desk = Desk::new();
    let started: Vec<Child> = (0..4)
        .map(|_| {
            let mut command = desk.command(&["search", "--format", "ids", "Kiew"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
        })
        .collect();
    let outputs: Vec<Output> = started.into_iter().map(|child| child.wait_with_output().expect("it ends")).collect();
    for output in &outputs {
        assert_eq!(output.status.code(), Some(0), "{}", err(output));
        assert_eq!(output.stdout, outputs[0].stdout);
    }
}

#[test]
fn options_may_follow_the_query() {
    let desk = Desk::with_samples();
    let found = desk.run(&["search", "--index", "ix", "Kiew", "--limit", "1", "--format", "ids"]);
    assert_eq!(out(&found).lines().count(), 1, "{}", out(&found));
}

#[test]
fn a_closed_pipe_is_success() {
    let desk = Desk::with_samples();
    let arguments = ["search", "--index", "ix", "--limit", "1000", "--format", "json", "der", "the"];
    let mut child = desk.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut first = [0; 10];
    child.stdout.take().expect("piped").read_exact(&mut first).expect("some output");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), err(&output)), (Some(0), ""));
}

#[test]
fn show_prints_one_article() {
    let desk = Desk::with_samples();
    let shown = desk.run(&["show", "--index", "ix", "noto-quake-en.txt"]);
    check(&shown, 0, "");
    assert!(
        out(&shown).contains("       id  noto-quake-en.txt\n") && out(&shown).contains("Wajima"),
        "{}",
        out(&shown)
    );
    let wire = desk.run(&["show", "--index", "ix", "dpa-ochmatdyt-kanalpost"]);
    assert!(out(&wire).contains("  agencies  dpa\n"), "{}", out(&wire));
    let json = desk.run(&["show", "--index", "ix", "--format", "json", "kyiv-embassy-en"]);
    let article: Value = serde_json::from_str(out(&json)).expect("JSON");
    assert_eq!((&article["id"], &article["lang"]), (&Value::from("kyiv-embassy-en"), &Value::from("en")));
    let unknown = desk.run(&["show", "--index", "ix", "unknown"]);
    check(&unknown, 1, "no article has the id \"unknown\"");
    check(&desk.run(&["show", "--index", "nowhere", "a"]), 2, "no index at nowhere");
}

#[test]
fn analyze_reads_files_and_standard_input() {
    let desk = Desk::new();
    desk.write("a.txt", "Der Luftangriffsalarm endete.");
    let from_file = desk.run(&["analyze", "--lang", "de", "a.txt"]);
    check(&from_file, 0, "");
    let expected = "paragraph 0..29: de\n     \
        0  stop     Der → der\n     \
        1  word     Luftangriffsalarm → luftangriffsalarm\n     \
        1  part       Luft → luft\n     \
        1  part       angriff → angriff\n     \
        1  part       alarm → alarm\n     \
        2  word     endete → endet\n";
    assert_eq!(out(&from_file), expected);
    let mut child = desk.command(&["analyze", "--format", "json"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("piped").write_all("The embassy is closed today.".as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    let shape: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((output.status.code(), &shape["paragraphs"][0]["lang"]), (Some(0), &Value::from("en")));
}

#[test]
fn analyze_marks_boilerplate() {
    let desk = Desk::new();
    desk.write("a.txt", "Kiew (dpa) - Der Alarm endete.\nAnzeige\n");
    let output = desk.run(&["analyze", "--lang", "de", "a.txt"]);
    assert!(out(&output).starts_with("agencies: dpa\nparagraph 0..30: de\n"), "{}", out(&output));
    assert!(out(&output).contains("\nparagraph 31..38: de\n        boilerplate: Anzeige\n"), "{}", out(&output));
}

#[test]
fn analyze_tells_nothing_found_and_errors() {
    let desk = Desk::new();
    desk.write("empty.txt", " \n");
    check(&desk.run(&["analyze", "empty.txt"]), 1, "");
    check(&desk.run(&["analyze", "missing.txt"]), 2, "missing.txt");
}

#[test]
fn stats_count_articles_and_fields() {
    let desk = Desk::with_samples();
    let text = desk.run(&["stats", "--index", "ix"]);
    check(&text, 0, "");
    assert!(out(&text).starts_with("articles    90\n"), "{}", out(&text));
    let json = desk.run(&["stats", "--index", "ix", "--format", "json"]);
    let stats: Value = serde_json::from_str(out(&json)).expect("JSON");
    assert_eq!(stats["articles"], 90);
    assert!(
        stats["fields"]
            .as_array()
            .expect("fields")
            .iter()
            .any(|field| field["name"] == "exact" && field["articles"] == 90)
    );
    check(&desk.run(&["stats", "--index", "nowhere"]), 2, "no index at nowhere");
}

#[test]
fn an_index_of_another_schema_says_what_to_do() {
    let desk = Desk::new();
    desk.write("a.txt", "Ein Artikel über nichts.");
    check(&desk.run(&["index", "a.txt"]), 0, "1 added");
    let stamp = desk.path().join("index/generation-1/stamp.json");
    let text = std::fs::read_to_string(&stamp).expect("the stamp");
    desk.write("index/generation-1/stamp.json", &text.replace("\"schema\": \"", "\"schema\": \"0"));
    check(&desk.run(&["search", "Artikel"]), 0, "was built with another schema");
    check(&desk.run(&["index", "a.txt"]), 0, "1 unchanged");
    assert!(!err(&desk.run(&["search", "Artikel"])).contains("schema"), "writing has built the index anew");
    desk.write("index/tandem.json", "no JSON");
    check(&desk.run(&["index", "a.txt"]), 2, "check --repair");
    check(&desk.run(&["check", "--repair"]), 0, "made again");
    assert_eq!(out(&desk.run(&["search", "--format", "ids", "Artikel"])), "a.txt\n");
}

#[test]
fn serve_answers_until_it_is_told_to_stop() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix"]);
    assert_eq!(server.get("/readyz"), (200, "ok\n".to_string()));
    let (status, body) = server.get("/api/v1/search?q=Alarm&limit=1&cross_language=off");
    let answer: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!((status, &answer["total"]["value"]), (200, &Value::from(3)));
    assert_eq!(server.get("/nowhere").0, 404);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn serve_starts_empty_where_the_named_index_is_missing() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "new"]);
    assert_eq!(server.get("/readyz").0, 200);
    let (status, body) = server.get("/api/v1/search?q=Kiew");
    let answer: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!((status, &answer["total"]["value"]), (200, &Value::from(0)));
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn serve_says_if_the_address_is_taken() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "new"]);
    let taken = server.address.trim_start_matches("http://").to_string();
    check(&desk.run(&["serve", "--index", "new", "--listen", &taken]), 2, "cannot listen on");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn help_and_faults_of_typing() {
    let desk = Desk::new();
    let help = desk.run(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    for command in ["index", "search", "serve", "show", "analyze", "stats"] {
        assert!(out(&help).contains(command), "{command}");
    }
    check(&desk.run(&["serach", "Kiew"]), 2, "search");
    check(&desk.run(&[]), 2, "Usage");
}

#[test]
fn search_sorts_counts_explains_and_goes_on() {
    let desk = Desk::with_samples();
    let search = |arguments: &[&str]| desk.run(&[&["search", "--index", "ix", "--limit", "2"], arguments].concat());
    let newest = search(&["--sort", "-date", "--format", "json", "Ukraine"]);
    let newest: Value = serde_json::from_str(out(&newest)).expect("JSON");
    let next = newest["next"].as_str().expect("there is more");
    let second = search(&["--sort", "newest", "--cursor", next, "--format", "ids", "Ukraine"]);
    let both = desk.run(&["search", "--index", "ix", "--limit", "4", "--sort", "-date", "--format", "ids", "Ukraine"]);
    assert!(out(&both).ends_with(out(&second)), "{} {}", out(&both), out(&second));
    let offset = search(&["--sort", "-date", "--offset", "2", "--format", "ids", "Ukraine"]);
    assert_eq!(out(&offset), out(&second));
    let facets = search(&["--facets", "lang,year", "Ukraine"]);
    assert!(out(&facets).contains("\nlang\n") && out(&facets).contains("  2024\n"), "{}", out(&facets));
    let explained = search(&["--explain", "Kiew"]);
    assert!(out(&explained).contains(" %  Kiew → de:kiew ×"), "{}", out(&explained));
    check(&search(&["--cursor", "nonsense", "Ukraine"]), 2, "leave it out");
    check(&search(&["--cursor", next, "Kiew"]), 2, "another query");
}

#[test]
fn doctor_says_why() {
    let desk = Desk::with_samples();
    let doctor = |query: &str| desk.run(&["doctor", "--index", "ix", query]);
    let found = doctor("Luftangriff AND Botschaft -Moskau");
    check(&found, 0, "");
    for line in
        ["read as   Luftangriff AND Botschaft -Moskau", "each part alone", "de  luftangriff: ", "parts luft + angriff"]
    {
        assert!(out(&found).contains(line), "{line}: {}", out(&found));
    }
    let misspelt = doctor("Regirung");
    check(&misspelt, 1, "");
    assert!(out(&misspelt).contains("no article holds it; similar: regierung ("), "{}", out(&misspelt));
    let stop = doctor("die Bundes*");
    assert!(
        out(&stop).contains("de  a stop word") && out(&stop).contains("fits, among others: bundes"),
        "{}",
        out(&stop)
    );
    let json = desk.run(&["doctor", "--index", "ix", "--format", "json", "Kiew"]);
    let diagnosis: Value = serde_json::from_str(out(&json)).expect("JSON");
    assert_eq!(diagnosis["words"][0]["languages"][0]["term"], "kiew");
}

#[test]
fn a_query_may_hold_words_behind_a_minus() {
    let desk = Desk::with_samples();
    let ids = |arguments: &[&str]| {
        let output = desk.run(&[&["search", "--index", "ix", "--format", "ids"], arguments].concat());
        out(&output).lines().map(str::to_string).collect::<Vec<_>>()
    };
    let expected = ids(&["--", "Kiew -Moskau"]);
    assert!(!expected.is_empty() && expected.len() < ids(&["Kiew"]).len());
    assert_eq!(ids(&["Kiew", "-Moskau"]), expected);
    assert_eq!(ids(&["Kiew", "-Moskau", "--limit", "1"]), expected[..1]);
    assert_eq!(ids(&["--explain", "-Moskau", "Kiew"]), expected);
    let newest = ids(&["Kiew", "--sort", "-date", "-Moskau"]);
    assert_eq!(newest.len(), expected.len());
    check(&desk.run(&["search", "--index", "ix", "Kiew", "--limt", "1"]), 2, "--limt");
    check(&desk.run(&["search", "--index", "ix", "Kiew", "--offset", "100"]), 1, "articles match, but none beyond");
    check(&desk.run(&["search", "--index", "ix", "Regirung"]), 1, "`tandem doctor`");
}

#[test]
fn doctor_advises() {
    let desk = Desk::with_samples();
    for (query, advice) in [
        ("\"Luftangriff auf Kiew\"", "the words occur, but not in this order"),
        ("Luftangriff AND Hamburg", "no article holds Hamburg"),
        ("Soldaten NEAR/0 Kursk", "nowhere so near"),
        ("title:Soldat AND title:Klima", "each part is found, but no article has them all"),
        ("=\"Botschaften in Kiew\"", "without = they are found inflected"),
    ] {
        let output = desk.run(&["doctor", "--index", "ix", query]);
        assert!(out(&output).contains(advice), "{query}: {}", out(&output));
    }
    let spelling = desk.run(&["doctor", "--index", "ix", "Kiev"]);
    assert!(out(&spelling).contains("kyiv ("), "{}", out(&spelling));
}
