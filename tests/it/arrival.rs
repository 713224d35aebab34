//! Watched folders: whatever happens to a file, searches soon show it.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tandem::backend::tantivy::SchemaFit;
use tandem::indexer::Collection;
use tandem::search::Searcher;
use tandem::service::follow;

use crate::desk::{Desk, Server, SetAtEnd};
use crate::harness::{analyzer, ids, schema, search};

/// Generous: the aim is one second, on a machine that does nothing else.
const PATIENCE: Duration = Duration::from_secs(10);

fn line(id: &str, text: &str) -> String {
    json!({"id": id, "text": text}).to_string() + "\n"
}

/// Asks until the answer is the expected one; returns how long it took.
fn await_found(expected: &[&str], found: &mut dyn FnMut() -> BTreeSet<String>) -> Duration {
    let expected: BTreeSet<String> = expected.iter().map(|id| id.to_string()).collect();
    let started = Instant::now();
    loop {
        let now = found();
        if now == expected {
            return started.elapsed();
        }
        assert!(started.elapsed() < PATIENCE, "found {now:?} instead of {expected:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Everything that can happen to files below `news`, with what is found after each.
fn check_events(desk: &Desk, found: &mut dyn FnMut() -> BTreeSet<String>) {
    let news = desk.path().join("news");
    let path = |name: &str| news.join(name);
    await_found(&["old.txt"], found);
    desk.write("news/new.txt", "Kiew neu");
    await_found(&["new.txt", "old.txt"], found);
    desk.write("news/new.txt", "Lwiw statt dessen");
    await_found(&["old.txt"], found);
    desk.write("news/.new.txt.swp", "Kiew, wie ein Editor es schreibt");
    fs::rename(path(".new.txt.swp"), path("new.txt")).expect("room");
    await_found(&["new.txt", "old.txt"], found);
    fs::rename(path("new.txt"), path("renamed.txt")).expect("room");
    await_found(&["old.txt", "renamed.txt"], found);
    fs::remove_file(path("renamed.txt")).expect("it is there");
    await_found(&["old.txt"], found);
    fs::create_dir_all(desk.path().join("else/deep")).expect("room");
    desk.write("else/deep/a.txt", "Kiew");
    desk.write("else/b.jsonl", &(line("b1", "Kiew") + &line("b2", "Kiew")));
    fs::rename(desk.path().join("else"), path("sub")).expect("room");
    await_found(&["b1", "b2", "old.txt", "sub/deep/a.txt"], found);
    desk.write("news/sub/deep/later.txt", "Kiew");
    await_found(&["b1", "b2", "old.txt", "sub/deep/a.txt", "sub/deep/later.txt"], found);
    fs::remove_dir_all(path("sub")).expect("it is there");
    await_found(&["old.txt"], found);
    desk.write("news/.hidden.txt", "Kiew");
    fs::create_dir(path(".git")).expect("room");
    desk.write("news/.git/a.txt", "Kiew");
    desk.write("news/picture.png", "Kiew");
    let (first, second) = (line("c1", "Kiew"), line("c2", "Kiew"));
    desk.write("news/c.jsonl", &(first.clone() + &second[..9]));
    await_found(&["c1", "old.txt"], found);
    desk.write("news/c.jsonl", &(first + &second));
    await_found(&["c1", "c2", "old.txt"], found);
}

fn watched() -> Desk {
    let desk = Desk::new();
    fs::create_dir(desk.path().join("news")).expect("room");
    desk.write("news/old.txt", "Kiew alt");
    desk
}

impl Server {
    fn ids(&self, query: &str) -> BTreeSet<String> {
        let (status, body) = self.get(&format!("/api/v1/search?q={query}&limit=100&snippets=none"));
        assert_eq!(status, 200, "{body}");
        let answer: Value = serde_json::from_str(&body).expect("JSON");
        let hits = answer["hits"].as_array().expect("hits");
        hits.iter().map(|hit| hit["id"].as_str().expect("an id").to_string()).collect()
    }
}

#[test]
fn a_server_follows_the_files_it_watches() {
    let desk = watched();
    let server = Server::start(&desk, &["--index", "ix", "--watch", "news"]);
    check_events(&desk, &mut || server.ids("Kiew"));
}

#[test]
fn a_server_that_polls_follows_too() {
    let desk = watched();
    let server = Server::start(&desk, &["--index", "ix", "--watch", "news", "--poll", "1"]);
    let news = desk.path().join("news");
    let mut found = || server.ids("Kiew");
    await_found(&["old.txt"], &mut found);
    desk.write("news/new.txt", "Kiew neu");
    await_found(&["new.txt", "old.txt"], &mut found);
    desk.write("news/new.txt", "Lwiw statt dessen, und länger");
    await_found(&["old.txt"], &mut found);
    fs::rename(news.join("old.txt"), news.join("older.txt")).expect("room");
    await_found(&["older.txt"], &mut found);
    fs::remove_file(news.join("older.txt")).expect("it is there");
    await_found(&[], &mut found);
}

#[test]
fn a_single_file_is_watched_by_its_name() {
    let desk = watched();
    let server = Server::start(&desk, &["--index", "ix", "--watch", "news/old.txt"]);
    let mut found = || server.ids("Kiew");
    await_found(&["old.txt"], &mut found);
    desk.write("news/other.txt", "Kiew daneben");
    desk.write("news/old.txt.new", "Kiew und Lwiw");
    fs::rename(desk.path().join("news/old.txt.new"), desk.path().join("news/old.txt")).expect("room");
    await_found(&["old.txt"], &mut || server.ids("Lwiw"));
    await_found(&["old.txt"], &mut found);
    fs::remove_file(desk.path().join("news/old.txt")).expect("it is there");
    await_found(&[], &mut found);
}

/// A process that is killed when the test ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[test]
fn index_watch_goes_on_and_searches_elsewhere_see_it() {
    let desk = watched();
    let mut command = desk.command(&["index", "--index", "ix", "--watch", "news"]);
    let _watching = Killed(command.stderr(Stdio::null()).spawn().expect("it starts"));
    let collection = Collection::new(&desk.path().join("ix"), schema(), analyzer());
    let started = Instant::now();
    let live = loop {
        match collection.live(SchemaFit::Same) {
            Ok(live) => break live,
            Err(error) => assert!(started.elapsed() < PATIENCE, "{error}"),
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let searcher = Searcher::new(schema(), analyzer(), live).expect("valid schema");
    check_events(&desk, &mut || {
        follow(&searcher, &collection).expect("readable");
        ids(&search(&searcher, "Kiew")).into_iter().map(str::to_string).collect()
    });
}

/// Half and 95 of 100.
fn quantiles(mut durations: Vec<Duration>) -> (Duration, Duration) {
    durations.sort();
    (durations[durations.len() / 2], durations[durations.len() * 95 / 100])
}

/// `TANDEM_ARRIVALS` says how many (20); `TANDEM_ARRIVAL_INDEX` names a folder whose copy is used instead of the sample articles.
#[test]
fn articles_are_found_soon_after_they_come() {
    let desk = Desk::new();
    let n: usize = std::env::var("TANDEM_ARRIVALS").map_or(20, |text| text.parse().expect("a number"));
    let index = std::env::var("TANDEM_ARRIVAL_INDEX").unwrap_or("ix".to_string());
    fs::create_dir(desk.path().join("news")).expect("room");
    if index == "ix" {
        crate::desk::check(&desk.run(&["index", "--index", "ix", crate::desk::SEEDS]), 0, "added");
    }
    let server = Server::start(&desk, &["--index", &index, "--watch", "news"]);
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let _end = SetAtEnd(&is_done);
        scope.spawn(|| {
            let queries = ["Kiew", "der Minister", "election", "\"in Kiew\"", "Regierung Haushalt Streit"];
            let load = queries.iter().cycle().take_while(|_| !is_done.load(Ordering::Relaxed));
            load.for_each(|query| drop(server.get(&format!("/api/v1/search?q={}", query.replace([' ', '"'], "+")))));
        });
        let (mut posted, mut dropped) = (Vec::new(), Vec::new());
        for number in 0..n {
            let (post, file) = (format!("{}zzpost", letters(number)), format!("{}zzfile", letters(number)));
            let started = Instant::now();
            let body = line(&post, &format!("Ein Artikel über {post}."));
            ureq::post(format!("{}/api/v1/articles", server.address)).send(body.as_bytes()).expect("taken");
            await_found(&[&post], &mut || server.ids(&post));
            posted.push(started.elapsed());
            desk.write(&format!("news/{file}.txt"), &format!("Ein Artikel über {file}."));
            dropped.push(await_found(&[&format!("{file}.txt")], &mut || server.ids(&file)));
        }
        let ((half, most), (file_half, file_most)) = (quantiles(posted), quantiles(dropped));
        println!("{n} articles found: POST p50 {half:?}, p95 {most:?}; file p50 {file_half:?}, p95 {file_most:?}");
        assert!(most < Duration::from_secs(5) && file_most < Duration::from_secs(5));
    });
}

/// A number in consonants, which no spelling rule touches.
fn letters(number: usize) -> String {
    format!("{number:03}").bytes().map(|digit| char::from(b"bcdfghjklm"[usize::from(digit - b'0')])).collect()
}
