//! The real server on its socket: what every answer carries, what is no HTTP, clients that are slow.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::desk::{Desk, Server};
use crate::kill::Random;

/// An answer as it came: status, head in lower case, body.
struct Raw {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Raw {
    fn header(&self, name: &str) -> Option<&str> {
        let line = self.head.lines().find(|line| line.starts_with(&format!("{name}: ")))?;
        Some(line[name.len() + 2..].trim())
    }

    /// Checks that it is a problem document, and no fault of the server.
    fn check_problem(&self, request: &[u8]) {
        let shown = String::from_utf8_lossy(&request[..request.len().min(300)]).into_owned();
        let body = String::from_utf8_lossy(&self.body);
        assert!((400..500).contains(&self.status), "{} for {shown:?}: {body}", self.status);
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{shown:?}");
        let problem: serde_json::Value = serde_json::from_slice(&self.body).expect("JSON");
        assert_eq!(problem["status"], self.status, "{shown:?}");
    }
}

/// Sends bytes on a connection of their own and reads until the server closes it.
fn exchange(server: &Server, request: &[u8]) -> Option<Raw> {
    let mut stream = TcpStream::connect(server.address.trim_start_matches("http://")).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a timeout");
    // A server that has refused already may have closed its side.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Raw { status, head, body: answer[end + 4..].to_vec() })
}

fn get(server: &Server, path: &str, headers: &str) -> Raw {
    let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}\r\n");
    exchange(server, request.as_bytes()).expect("an answer")
}

#[test]
fn every_answer_has_a_name_and_protects() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix", "--log", "info"]);
    for path in ["/api/v1/search?q=Kiew", "/api/v1/search", "/nowhere", "/healthz"] {
        let answer = get(&server, path, "");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert!(answer.header("x-request-id").is_some_and(|id| id.len() >= 10), "{path}");
    }
    assert_ne!(get(&server, "/", "").header("x-request-id"), get(&server, "/", "").header("x-request-id"));
    assert_eq!(get(&server, "/", "x-request-id: proxy-7.a_b\r\n").header("x-request-id"), Some("proxy-7.a_b"));
    for forged in ["a b", &"x".repeat(65), "<script>", ""] {
        let answer = get(&server, "/healthz", &format!("x-request-id: {forged}\r\n"));
        assert_ne!(answer.header("x-request-id"), Some(forged));
    }
    assert_eq!(server.stop_with_log().0, Some(0));
}

#[test]
fn answers_are_compressed_for_those_who_can_read_it() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix"]);
    let path = "/api/v1/search?q=Kiew+Ukraine&limit=20";
    let plain = get(&server, path, "");
    assert_eq!(plain.header("content-encoding"), None);
    assert!(plain.header("vary").is_some_and(|names| names.contains("accept-encoding")));
    for (asked, given) in [("gzip", "gzip"), ("br", "br"), ("gzip, br", "br"), ("gzip;q=1, br;q=0.1", "gzip")] {
        let small = get(&server, path, &format!("accept-encoding: {asked}\r\n"));
        assert_eq!((small.status, small.header("content-encoding")), (200, Some(given)), "{asked}");
        assert!(small.body.len() < plain.body.len() / 2, "{asked}: {} of {}", small.body.len(), plain.body.len());
    }
    let tiny = get(&server, "/healthz", "accept-encoding: gzip\r\n");
    assert_eq!((tiny.header("content-encoding"), &tiny.body[..]), (None, &b"ok\n"[..]));
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn pages_of_other_sites_read_answers_only_where_that_is_allowed() {
    let desk = Desk::with_samples();
    let asked = "origin: https://reader.example\r\n";
    let closed = Server::start(&desk, &["--index", "ix"]);
    assert_eq!(get(&closed, "/api/v1/search?q=Kiew", asked).header("access-control-allow-origin"), None);
    assert_eq!(closed.stop(), Some(0));
    let open = ["--index", "ix", "--allow-origin", "https://reader.example"];
    let open = Server::start(&desk, &open);
    let answer = get(&open, "/api/v1/search?q=Kiew", asked);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://reader.example"));
    let other = get(&open, "/api/v1/search?q=Kiew", "origin: https://other.example\r\n");
    assert_eq!(other.header("access-control-allow-origin"), None);
    assert_eq!(open.stop(), Some(0));
    for bad in ["reader.example", "https://", "https://a/b"] {
        let refused = desk.run(&["serve", "--index", "ix", "--listen", "127.0.0.1:0", "--allow-origin", bad]);
        crate::desk::check(&refused, 2, "is no origin");
    }
    for bad in ["search.example.org", "https://a/b"] {
        let refused = desk.run(&["serve", "--index", "ix", "--listen", "127.0.0.1:0", "--public-url", bad]);
        crate::desk::check(&refused, 2, "--public-url is a scheme and a host");
    }
}

#[test]
fn a_wrong_method_is_told_the_right_ones() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix"]);
    for (method, path, allowed) in [
        ("PUT", "/api/v1/search", "get, head, post"),
        ("GET", "/api/v1/analyze", "post"),
        ("GET", "/api/v1/articles", "post"),
        ("POST", "/api/v1/articles/a", "get, head, delete"),
        ("DELETE", "/healthz", "get, head"),
    ] {
        let request = format!("{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        let answer = exchange(&server, request.as_bytes()).expect("an answer");
        assert_eq!((answer.status, answer.header("allow")), (405, Some(allowed)), "{method} {path}");
    }
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn the_log_names_requests_and_keeps_queries_to_itself() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix", "--log-format", "json"]);
    let id = get(&server, "/api/v1/search?q=Geheimnis", "").header("x-request-id").expect("an id").to_string();
    let (status, log) = server.stop_with_log();
    assert_eq!(status, Some(0));
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let line = lines.iter().find(|line| line["id"] == id.as_str()).expect("the request is logged");
    assert_eq!(
        (&line["path"], &line["status"], &line["method"]),
        (&"/api/v1/search".into(), &200.into(), &"GET".into())
    );
    assert!(line["took_ms"].is_number() && line["level"] == "INFO");
    assert!(!log.contains("Geheimnis"), "what people look for is theirs: {log}");
}

/// Requests that are malformed for certain, one of each kind in turn.
fn malformed(i: usize, random: &mut Random) -> Vec<u8> {
    let junk = |random: &mut Random, n: usize| -> Vec<u8> { (0..n).map(|_| random.below(256) as u8).collect() };
    let with_body = |path: &str, body: &[u8]| {
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    };
    let with_header = |line: &[u8]| [b"GET /healthz HTTP/1.1\r\nhost: x\r\n", line, b"\r\n\r\n"].concat();
    let getting =
        |query: String| format!("GET /api/v1/search?{query} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let n = 1 + random.below(60);
    match i % 16 {
        0 => [b"\x01".to_vec(), junk(random, n), b"\r\n\r\n".to_vec()].concat(),
        1 => format!("GET /{} HTTP/{}.9\r\n\r\n", n, 2 + random.below(7)).into_bytes(),
        2 => format!("GE{{T{n} / HTTP/1.1\r\nhost: x\r\n\r\n").into_bytes(),
        3 => with_header(&[b"na\x00me: ".to_vec(), vec![b'a'; n]].concat()),
        4 => with_header(format!("content-length: -{n}").as_bytes()),
        5 => with_header(format!("content-length: {n}\r\ncontent-length: {}", n + 1).as_bytes()),
        6 => with_header(format!("x-{n} : a\r\n no colon").as_bytes()),
        7 => with_header((0..101 + n).map(|j| format!("x-{j}: 1\r\n")).collect::<String>().trim_end().as_bytes()),
        8 => with_header(&[b"x-long: ".to_vec(), vec![b'a'; (300 << 10) + n]].concat()),
        9 => with_body("/api/v1/search", &[b"{".to_vec(), junk(random, n)].concat()),
        10 => with_body("/api/v1/search", format!("{{\"q\": \"a\", \"limit\": -{n}}}").as_bytes()),
        11 => with_body("/api/v1/analyze", format!("{{\"text\": {n}}}").as_bytes()),
        12 => with_body("/api/v1/articles", &[b" \n".to_vec(), vec![b'\n'; n]].concat()),
        13 => getting(format!("q=a&limit={}", 1001 + n)).into_bytes(),
        14 => getting(format!("q=a&cursor={n}~~")).into_bytes(),
        _ => format!("DELETE /api/v1/articles/%{}%ff HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", n % 10)
            .into_bytes(),
    }
}

/// `TANDEM_FUZZ` asks for another number of requests than 10,000.
#[test]
fn malformed_requests_get_problem_documents() {
    const N_THREADS: usize = 8;
    let n = std::env::var("TANDEM_FUZZ").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix"]);
    std::thread::scope(|scope| {
        for thread in 0..N_THREADS {
            let server = &server;
            scope.spawn(move || {
                let mut random = Random(thread as u64);
                for i in (thread..n).step_by(N_THREADS) {
                    let request = malformed(i, &mut random);
                    let answer = exchange(server, &request);
                    let shown = String::from_utf8_lossy(&request[..request.len().min(200)]).into_owned();
                    answer.unwrap_or_else(|| panic!("no answer to {shown:?}")).check_problem(&request);
                }
            });
        }
    });
    assert_eq!(server.get("/readyz").0, 200);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn slow_clients_do_not_block_others() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix"]);
    let address = server.address.trim_start_matches("http://").to_string();
    let halves: [&[u8]; 3] =
        [b"GET /api/v1/se", b"POST /api/v1/search HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{\"q\": \"a", b""];
    let slow: Vec<TcpStream> = (0..300)
        .map(|i| {
            let mut stream = TcpStream::connect(&address).expect("it listens");
            stream.write_all(halves[i % halves.len()]).expect("half a request");
            stream
        })
        .collect();
    let started = Instant::now();
    for _ in 0..50 {
        assert_eq!(get(&server, "/api/v1/search?q=Kiew", "").status, 200);
    }
    assert!(started.elapsed() < Duration::from_secs(10), "they were answered after {:?}", started.elapsed());
    drop(slow);
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_body_that_breaks_off_is_no_wrong_method() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix"]);
    let mut stream = TcpStream::connect(server.address.trim_start_matches("http://")).expect("it listens");
    let request = b"POST /api/v1/search HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n";
    stream.write_all(request).expect("it reads");
    let mut answer = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    let _ = stream.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 4") && !answer.starts_with("HTTP/1.1 405"), "{answer}");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn one_machine_does_not_take_every_place() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix"]);
    let address = server.address.trim_start_matches("http://").to_string();
    let held: Vec<TcpStream> = (0..384).map(|_| TcpStream::connect(&address).expect("it listens")).collect();
    // The server has taken them in once it sends the next one away.
    let mut one_more = TcpStream::connect(&address).expect("it listens");
    one_more.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    let _ = one_more.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
    let mut answer = Vec::new();
    let _ = one_more.read_to_end(&mut answer);
    assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
    drop(held);
    let started = Instant::now();
    while exchange(&server, b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").is_none() {
        assert!(started.elapsed() < Duration::from_secs(10), "places become free");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn an_answer_under_way_is_finished() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix"]);
    let mut stream = TcpStream::connect(server.address.trim_start_matches("http://")).expect("it listens");
    let body = b"{\"q\": \"Kiew\"}";
    let head = format!("POST /api/v1/search HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).expect("a head");
    stream.write_all(&body[..5]).expect("half a body");
    // The server has begun to read it once it answers another.
    assert_eq!(server.get("/healthz").0, 200);
    let stopping = std::thread::spawn(move || server.stop());
    std::thread::sleep(Duration::from_millis(300));
    stream.write_all(&body[5..]).expect("the rest");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("UTF-8");
    assert!(answer.starts_with("HTTP/1.1 200 OK") && answer.contains("\"hits\""), "{answer}");
    assert_eq!(stopping.join().expect("it stops"), Some(0));
}
