//! Rebuilding while searches run: no request fails, none is empty, and what arrives meanwhile is there afterwards.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::desk::{Desk, Server, SetAtEnd, check};
use crate::harness::samples;

const ARTICLES: usize = 2000;
const REQUESTS: usize = 10_000;
const THREADS: usize = 4;

/// A folder with an index of articles made from the samples.
fn filled(n: usize) -> Desk {
    let desk = Desk::new();
    let texts: Vec<String> = samples().into_iter().map(|article| article.text).collect();
    let lines = (0..n).map(|number| {
        let text = format!("Artikel {number} zur Tandemprobe. {}", texts[number % texts.len()]);
        json!({"id": format!("n{number}"), "text": text}).to_string() + "\n"
    });
    desk.write("news.jsonl", &lines.collect::<String>());
    check(&desk.run(&["index", "--index", "ix", "news.jsonl"]), 0, &format!("{n} added"));
    desk
}

fn answer(agent: &ureq::Agent, address: &str, query: &str) -> Value {
    let mut response = agent.get(format!("{address}/api/v1/search?q={query}")).call().expect("no request fails");
    let body = response.body_mut().read_to_string().expect("UTF-8");
    serde_json::from_str(&body).expect("JSON")
}

fn post(server: &Server, query: &str, id: &str) {
    let body = json!({"id": id, "text": "Tandemprobe Nachzügler"}).to_string();
    ureq::post(format!("{}/api/v1/articles{query}", server.address)).send(body.as_bytes()).expect("taken");
}

fn check_searches(server: &Server) {
    let agent = ureq::Agent::new_with_defaults();
    let mut generations = Vec::new();
    for n in 0..REQUESTS / THREADS {
        let answer = answer(&agent, &server.address, ["Tandemprobe", "Kiew", "election"][n % 3]);
        let total = answer["total"]["value"].as_u64().expect("a number");
        assert!(total > 0 && answer["hits"].as_array().is_some_and(|hits| hits.len() == 10), "{answer}");
        assert!(n % 3 > 0 || total >= ARTICLES as u64, "{total}");
        generations.push(answer["generation"].as_u64().expect("a number"));
    }
    assert!(generations.is_sorted(), "a generation that was left came back");
}

#[test]
fn searches_go_on_while_the_index_is_rebuilt() {
    let desk = filled(ARTICLES);
    let server = Server::start(&desk, &["--index", "ix"]);
    let (is_done, n_posted) = (AtomicBool::new(false), AtomicU64::new(0));
    let mut generation = 1;
    std::thread::scope(|scope| {
        let _end = SetAtEnd(&is_done);
        let searching: Vec<_> = (0..THREADS).map(|_| scope.spawn(|| check_searches(&server))).collect();
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                let number = n_posted.fetch_add(1, Ordering::Relaxed);
                post(&server, "", &format!("p{number}"));
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        while generation < 5 || searching.iter().any(|thread| !thread.is_finished()) {
            generation += 1;
            let rebuilt = desk.run(&["index", "--index", "ix", "--rebuild"]);
            check(&rebuilt, 0, &format!("built anew: generation {generation} "));
        }
        searching.into_iter().for_each(|thread| thread.join().expect("no search fails"));
    });
    println!("{REQUESTS} searches during {} rebuilds, {n_posted:?} articles meanwhile", generation - 1);
    let agent = ureq::Agent::new_with_defaults();
    let n_posted = n_posted.load(Ordering::Relaxed);
    post(&server, "?wait=found", "last");
    let last = answer(&agent, &server.address, "Nachz%C3%BCgler");
    assert_eq!((last["total"]["value"].as_u64(), last["generation"].as_u64()), (Some(n_posted + 1), Some(generation)));
    assert_eq!(server.stop(), Some(0));
    check(&desk.run(&["check", "--index", "ix"]), 0, "");
}

fn generations(index: &Path) -> usize {
    let entries = fs::read_dir(index).expect("it is there").map(|entry| entry.expect("an entry").file_name());
    entries.filter(|name| name.to_string_lossy().starts_with("generation-")).count()
}

#[test]
fn a_rebuild_that_is_killed_leaves_the_old_generation_answering() {
    let desk = filled(1000);
    let server = Server::start(&desk, &["--index", "ix"]);
    let agent = ureq::Agent::new_with_defaults();
    let index = desk.path().join("ix");
    for _ in 0..3 {
        let mut child = desk.command(&["index", "--index", "ix", "--rebuild"]).spawn().expect("it starts");
        while generations(&index) < 2 {
            std::thread::sleep(Duration::from_millis(2));
        }
        child.kill().expect("it runs");
        child.wait().expect("it ends");
        let now = answer(&agent, &server.address, "Tandemprobe");
        assert_eq!((now["total"]["value"].as_u64(), now["generation"].as_u64()), (Some(1000), Some(1)));
    }
    check(&desk.run(&["check", "--index", "ix"]), 0, "");
    assert_eq!(generations(&index), 1, "what was begun is swept away");
    assert_eq!(server.stop(), Some(0));
}
