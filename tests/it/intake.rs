//! Articles over HTTP: what is answered, what is refused, and what is found afterwards.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use tandem::indexer::{Change, Collection, Outcome};
use tandem::ingest::Record;
use tandem::service::{Observer, Wait, Writer, follow};

use crate::desk::{Desk, Server};
use crate::harness::{Library, analyzer, article, schema};

/// An answer: status, headers as text, body.
struct Answer {
    status: u16,
    retry_after: Option<String>,
    body: String,
}

impl Answer {
    fn of(response: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
        let mut response = response.expect("an answer");
        let retry_after =
            response.headers().get("retry-after").and_then(|value| value.to_str().ok()).map(str::to_string);
        let body = response.body_mut().read_to_string().expect("UTF-8");
        Answer { status: response.status().as_u16(), retry_after, body }
    }

    /// Line, id and result of every line of the body.
    fn lines(&self) -> Vec<(u64, Option<String>, String)> {
        assert_eq!(self.status, 200, "{}", self.body);
        let lines = self.body.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let text = |value: &Value| value.as_str().map(str::to_string);
        lines
            .map(|line| {
                (line["line"].as_u64().expect("a number"), text(&line["id"]), text(&line["result"]).expect("a word"))
            })
            .collect()
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).build().into()
}

impl Server {
    fn post(&self, query: &str, body: &[u8]) -> Answer {
        Answer::of(agent().post(format!("{}/api/v1/articles{query}", self.address)).send(body))
    }

    fn delete(&self, id: &str, query: &str) -> Answer {
        let id = utf8_percent_encode(id, NON_ALPHANUMERIC);
        Answer::of(agent().delete(format!("{}/api/v1/articles/{id}{query}", self.address)).call())
    }

    /// Ids of all that is found.
    fn found(&self, query: &str) -> BTreeSet<String> {
        let query = utf8_percent_encode(query, NON_ALPHANUMERIC);
        let (status, body) = self.get(&format!("/api/v1/search?q={query}&limit=1000"));
        let answer: Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(status, 200, "{body}");
        let hits = answer["hits"].as_array().expect("hits");
        hits.iter().map(|hit| hit["id"].as_str().expect("an id").to_string()).collect()
    }

    /// Sends bytes as they are and returns the status line.
    fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address.trim_start_matches("http://")).expect("it listens");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("not zero");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = [0; 64];
        let n = stream.read(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer[..n]).lines().next().expect("a line").to_string()
    }
}

fn check_lines(answer: &Answer, expected: &[(u64, Option<&str>, &str)]) {
    let lines = answer.lines();
    let got: Vec<_> = lines.iter().map(|(line, id, result)| (*line, id.as_deref(), result.as_str())).collect();
    assert_eq!(got, expected, "{}", answer.body);
}

#[test]
fn every_line_has_its_result() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "ix"]);
    let body = "\u{feff}{\"id\":\"a\",\"text\":\"Kiew\"}\r\n\n \t\nkein JSON\n{\"id\":\"b\"}\n\
                {\"id\":7,\"text\":\"Kiew\",\"date\":\"gestern\"}\n{\"id\":\"a\",\"text\":\"Kiew\"}\n{\"id\":\"a\",\"text\":\"Lwiw\"}";
    let answer = server.post("?wait=found", body.as_bytes());
    let refused = [(4, None, "refused"), (5, None, "refused")];
    check_lines(
        &answer,
        &[
            (1, Some("a"), "added"),
            refused[0],
            refused[1],
            (6, Some("7"), "added"),
            (7, Some("a"), "unchanged"),
            (8, Some("a"), "replaced"),
        ],
    );
    for words in ["no article in JSON", "\\\"text\\\" is missing", "went in without a date"] {
        assert!(answer.body.contains(words), "{}", answer.body);
    }
    assert_eq!(server.found("Kiew"), BTreeSet::from(["7".to_string()]));
    assert_eq!(server.found("Lwiw"), BTreeSet::from(["a".to_string()]));
    assert_eq!(server.post("", b"\n \n").status, 400);
    assert_eq!(server.post("?wait=long", b"{}").status, 400);
    check_lines(&server.post("", b"[1]"), &[(1, None, "refused")]);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn what_changes_nothing_is_answered_at_once() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "ix"]);
    for line in ["no JSON", "{\"id\":\"a\"}"] {
        let answer = server.post("?wait=found", line.as_bytes());
        assert_eq!(answer.lines(), [(1, None, "refused".to_string())]);
    }
    assert_eq!(server.delete("nowhere", "?wait=found").status, 404);
}

#[test]
fn what_was_waited_for_is_found() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "ix"]);
    for n in 0..5 {
        let id = format!("n{n}");
        let body = json!({"id": id, "text": "Kiew"}).to_string();
        check_lines(&server.post("?wait=found", body.as_bytes()), &[(1, Some(&id), "added")]);
        assert!(server.found("Kiew").contains(&id), "{n}");
    }
    assert_eq!(server.delete("n3", "?wait=found").status, 200);
    assert!(!server.found("Kiew").contains("n3"));
    assert_eq!((server.delete("n3", "").status, server.delete("never", "").status), (404, 404));
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn ids_may_be_strange() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "ix"]);
    let ids = ["a b", "https://x/ü?q=1#f", "../../etc", "😀", "%2F", "a+b", "\"", "\\", "*", "-", ".", "..", "a/"];
    let body: String = ids.iter().map(|id| json!({"id": id, "text": "Kiew"}).to_string() + "\n").collect();
    assert!(server.post("?wait=found", body.as_bytes()).lines().iter().all(|line| line.2 == "added"));
    for id in ids {
        let encoded: String = id.bytes().map(|byte| format!("%{byte:02X}")).collect();
        assert_eq!(server.get(&format!("/api/v1/articles/{encoded}")).0, 200, "{id}");
        let line = server.raw(&format!("DELETE /api/v1/articles/{encoded} HTTP/1.1\r\nHost: x\r\n\r\n"));
        assert!(line.contains("200"), "{id}: {line}");
    }
    assert!(server.post("", b"{\"id\":\"a\\nb\",\"text\":\"x\"}").body.contains("control character"));
    assert_eq!(server.raw("DELETE /api/v1/articles/%ff HTTP/1.1\r\nHost: x\r\n\r\n"), "HTTP/1.1 400 Bad Request");
    assert_eq!(server.delete("", "").status, 404);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn requests_are_refused_for_their_size_or_origin() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "ix"]);
    let post =
        |headers: &str| server.raw(&format!("POST /api/v1/articles HTTP/1.1\r\nHost: 127.0.0.1:1\r\n{headers}\r\n"));
    assert_eq!(post("Content-Length: 67108865\r\n"), "HTTP/1.1 413 Payload Too Large");
    assert_eq!(post("Transfer-Encoding: chunked\r\n"), "HTTP/1.1 411 Length Required");
    let origin = |origin: &str| post(&format!("Content-Length: 0\r\nOrigin: {origin}\r\n"));
    for foreign in ["https://evil.example", "null", "http://here:2", "http://here"] {
        assert_eq!(origin(foreign), "HTTP/1.1 403 Forbidden", "{foreign}");
    }
    assert_eq!(origin("http://127.0.0.1:1"), "HTTP/1.1 400 Bad Request", "its own page may write, but not nothing");
    let rebound = server.raw("DELETE /api/v1/articles/a HTTP/1.1\r\nHost: here:1\r\nOrigin: http://here:1\r\n\r\n");
    assert_eq!(rebound, "HTTP/1.1 403 Forbidden", "a name may have been made to lead here");
    let foreign = server.raw("DELETE /api/v1/articles/a HTTP/1.1\r\nHost: here\r\nOrigin: http://there\r\n\r\n");
    assert_eq!(foreign, "HTTP/1.1 403 Forbidden");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_body_of_the_largest_size_is_taken() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "ix"]);
    let frame = json!({"id": "large", "text": ""}).to_string().len();
    let body = json!({"id": "large", "text": "Kiew ".repeat(((64 << 20) - frame) / 5)}).to_string();
    assert!(body.len() > (64 << 20) - 16);
    check_lines(&server.post("", body.as_bytes()), &[(1, Some("large"), "added")]);
}

#[test]
fn a_server_for_other_machines_takes_articles_only_if_told() {
    let desk = Desk::new();
    let server = Server::start_at("0.0.0.0:0", &desk, &["--index", "ix"]);
    let answer = server.post("", b"{\"id\":\"a\",\"text\":\"x\"}");
    assert!(answer.status == 403 && answer.body.contains("--writable"), "{} {}", answer.status, answer.body);
    assert_eq!(server.delete("a", "").status, 403);
    assert_eq!(server.stop(), Some(0));
    let server = Server::start_at("0.0.0.0:0", &desk, &["--index", "ix", "--writable"]);
    assert_eq!(server.post("", b"{\"id\":\"a\",\"text\":\"x\"}").status, 200);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn while_another_process_writes_clients_are_told_to_come_back() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "ix"]);
    let collection = Collection::new(&desk.path().join("ix"), schema(), analyzer());
    let session =
        collection.write("a test", Duration::from_secs(5), &mut |_| {}).expect("an idle server lets others write");
    let refused = server.post("", b"{\"id\":\"a\",\"text\":\"Kiew\"}");
    assert_eq!((refused.status, refused.retry_after.as_deref()), (503, Some("5")));
    assert!(refused.body.contains("a test (process"), "{}", refused.body);
    assert!(server.found("Kiew").is_empty(), "searches are answered meanwhile");
    session.close().expect("room");
    assert_eq!(server.post("?wait=found", b"{\"id\":\"a\",\"text\":\"Kiew\"}").status, 200);
    assert_eq!(server.found("Kiew").len(), 1);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn articles_that_come_from_many_sides_are_all_there() {
    let desk = Desk::new();
    let server = Server::start(&desk, &["--index", "ix"]);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let address = &server.address;
            scope.spawn(move || {
                let agent = agent();
                for n in 0..50 {
                    let body = json!({"id": format!("{thread}-{n}"), "text": "Kiew"}).to_string();
                    let answer = Answer::of(agent.post(format!("{address}/api/v1/articles")).send(body.as_bytes()));
                    assert_eq!(answer.lines()[0].2, "added");
                }
            });
        }
    });
    assert_eq!(server.post("?wait=found", b"{\"id\":\"last\",\"text\":\"Kiew\"}").status, 200);
    assert_eq!(server.found("Kiew").len(), 401);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn commits_stay_few_however_many_changes_come() {
    let library = Library::new();
    let n_commits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&n_commits);
    let observer = Observer {
        committed: Box::new(move || _ = counted.fetch_add(1, Ordering::Relaxed)),
        read: Box::new(|_| {}),
        failed: Box::new(|fault| panic!("{fault}")),
    };
    let writer = Writer::start(library.collection.clone(), "a test", observer);
    let started = Instant::now();
    for n in 0..300 {
        let record = Record::Article(article(&n.to_string(), "", "Kiew"));
        let answer = writer.change(vec![Change::Record { record, file: None }], Wait::Acknowledged);
        assert_eq!(answer.blocking_recv().expect("it runs"), Ok(vec![Outcome::Added]));
    }
    drop(writer);
    let n_allowed = started.elapsed().as_millis() as usize / 300 + 2;
    let n_commits = n_commits.load(Ordering::Relaxed);
    assert!((1..=n_allowed).contains(&n_commits), "{n_commits} commits, {n_allowed} allowed");
    follow(&library.searcher, &library.collection).expect("readable");
    assert_eq!(library.n_articles(), 300);
}

#[test]
#[cfg(unix)]
fn a_writer_that_fails_goes_on_when_it_can() {
    let library = Library::new();
    let observer = Observer { committed: Box::new(|| {}), read: Box::new(|_| {}), failed: Box::new(|_| {}) };
    let writer = Writer::start(library.collection.clone(), "a test", observer);
    let send = |id: &str, wait| {
        let record = Record::Article(article(id, "", "Kiew"));
        writer.change(vec![Change::Record { record, file: None }], wait).blocking_recv().expect("it runs")
    };
    assert_eq!(send("a", Wait::Found), Ok(vec![Outcome::Added]));
    // What is committed next finds no folder to write to.
    let generation = library.collection.layout.generation(1);
    let aside = generation.with_extension("aside");
    std::fs::rename(&generation, &aside).expect("room");
    let early = send("b", Wait::Found);
    std::fs::rename(&aside, &generation).expect("nothing was made in its place");
    assert!(early.is_err(), "{early:?}");
    assert_eq!(send("b", Wait::Found), Ok(vec![Outcome::Unchanged]), "it was acknowledged by the log");
    drop(writer);
    follow(&library.searcher, &library.collection).expect("readable");
    assert_eq!((library.n_articles(), library.check()), (2, vec![]));
}
