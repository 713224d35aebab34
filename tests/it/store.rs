//! What stays, what goes and what comes back: files, deletions, withdrawals, versions, embargoes, export and import.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use proptest::prelude::*;
use tandem::indexer::{Change, Outcome, Prune, Report, rebuild};
use tandem::ingest::{Article, Published, Record};

use crate::harness::{Library, article, ids, samples, search};

/// Writes a file that has not changed for a minute: one changed just now is read again, whatever its time says.
fn write_aged(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("room");
    std::fs::write(path, text).expect("room");
    let minutes = text.len() as u64 % 50 + 1;
    let time = SystemTime::now() - Duration::from_secs(60 * minutes);
    File::options().write(true).open(path).and_then(|file| file.set_modified(time)).expect("it is there");
}

fn line(id: &str, text: &str) -> String {
    serde_json::json!({"id": id, "text": text}).to_string() + "\n"
}

/// A library and a folder of files.
struct Desk {
    library: Library,
    news: PathBuf,
}

impl Desk {
    fn new() -> Desk {
        let library = Library::new();
        let news = library.folder.path().join("news");
        std::fs::create_dir(&news).expect("room");
        Desk { library, news }
    }

    fn write(&self, name: &str, text: &str) {
        write_aged(&self.news.join(name), text);
    }

    fn remove(&self, name: &str) {
        std::fs::remove_file(self.news.join(name)).expect("it is there");
    }

    fn run(&self, prune: Prune) -> Report {
        self.library.build_paths(std::slice::from_ref(&self.news), prune)
    }

    fn check_found(&self, query: &str, expected: &[&str]) {
        let page = search(&self.library.searcher, query);
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!(found, expected, "{query}");
        assert_eq!(self.library.check(), [""; 0]);
    }

    fn record(&self, record: Record) -> Outcome {
        self.library.change(vec![Change::Record { record, file: None }])[0]
    }

    fn delete(&self, id: &str) -> Outcome {
        self.library.change(vec![Change::Delete { id: id.to_string() }])[0]
    }
}

#[test]
fn unchanged_files_are_not_read_again() {
    let desk = Desk::new();
    desk.write("a.txt", "Der Minister kam nach Kiew.");
    desk.write("sub/b.jsonl", &(line("b1", "Nach Kiew kam er.") + &line("b2", "Kiew und Lwiw.")));
    let first = desk.run(Prune::Keep);
    assert_eq!((first.added, first.files_read, first.files_unchanged), (3, 2, 0));
    let second = desk.run(Prune::Keep);
    assert_eq!((second.unchanged, second.files_read, second.files_unchanged, second.text_bytes), (3, 0, 2, 0));
    desk.write("a.txt", "Die Ministerin fuhr nach Lwiw und Odessa.");
    let third = desk.run(Prune::Keep);
    assert_eq!((third.replaced, third.files_read, third.files_unchanged), (1, 1, 1));
    desk.check_found("Kiew", &["b1", "b2"]);
    desk.check_found("Odessa", &["a.txt"]);
}

#[test]
fn what_vanished_stays_until_it_is_pruned() {
    let desk = Desk::new();
    desk.write("a.jsonl", &(line("a1", "Kiew eins") + &line("a2", "Kiew zwei")));
    desk.write("b.txt", "Kiew drei");
    desk.run(Prune::Keep);
    desk.write("a.jsonl", &line("a2", "Kiew zwei"));
    desk.remove("b.txt");
    for _ in 0..2 {
        let kept = desk.run(Prune::Keep);
        assert_eq!((kept.vanished, kept.pruned), (2, 0), "told again until something is done");
        desk.check_found("Kiew", &["a1", "a2", "b.txt"]);
    }
    let pruned = desk.run(Prune::Remove);
    assert_eq!((pruned.vanished, pruned.pruned), (0, 2));
    desk.check_found("Kiew", &["a2"]);
    desk.write("b.txt", "Kiew drei");
    assert_eq!(desk.run(Prune::Remove).added, 1, "what was pruned comes back with its file");
    desk.check_found("Kiew", &["a2", "b.txt"]);
}

#[test]
fn an_article_stays_while_any_file_holds_it() {
    let desk = Desk::new();
    for name in ["a.jsonl", "b.jsonl"] {
        desk.write(name, &line("x", "Kiew"));
    }
    desk.run(Prune::Remove);
    desk.remove("a.jsonl");
    assert_eq!(desk.run(Prune::Remove).pruned, 0);
    desk.check_found("Kiew", &["x"]);
    desk.remove("b.jsonl");
    assert_eq!(desk.run(Prune::Remove).pruned, 1);
    desk.check_found("Kiew", &[]);
}

#[test]
fn a_renamed_file_or_an_article_moved_to_another_stays() {
    let desk = Desk::new();
    desk.write("b.jsonl", &(line("x", "Kiew") + &line("y", "Kiew auch")));
    desk.run(Prune::Remove);
    desk.remove("b.jsonl");
    desk.write("a.jsonl", &line("x", "Kiew"));
    desk.write("c.jsonl", &line("y", "Kiew auch"));
    let moved = desk.run(Prune::Remove);
    assert_eq!((moved.unchanged, moved.pruned), (2, 0));
    desk.check_found("Kiew", &["x", "y"]);
    desk.write("a.jsonl", "{\"id\":\"z\",\"text\":\"Kiew neu\"}");
    desk.write("c.jsonl", &(line("y", "Kiew auch") + &line("x", "Kiew")));
    desk.run(Prune::Remove);
    desk.check_found("Kiew", &["x", "y", "z"]);
}

#[test]
fn deleted_articles_stay_away_until_they_are_wanted_again() {
    let desk = Desk::new();
    desk.write("a.txt", "Kiew eins");
    desk.run(Prune::Keep);
    assert_eq!((desk.delete("a.txt"), desk.delete("a.txt")), (Outcome::Deleted, Outcome::Unknown));
    desk.write("b.txt", "Lwiw");
    desk.write("a.txt", "Kiew eins");
    File::options()
        .write(true)
        .open(desk.news.join("a.txt"))
        .and_then(|file| file.set_modified(UNIX_EPOCH))
        .expect("there");
    assert_eq!(desk.run(Prune::Keep).deleted_before, 1);
    desk.check_found("Kiew", &[]);
    rebuild(&desk.library.collection, "a test", &mut |_| {}).expect("room");
    File::options()
        .write(true)
        .open(desk.news.join("a.txt"))
        .and_then(|file| file.set_modified(UNIX_EPOCH + Duration::from_secs(9)))
        .expect("there");
    assert_eq!(desk.run(Prune::Keep).deleted_before, 1, "a rebuild remembers");
    assert_eq!(desk.library.import(&line("a.txt", "Kiew eins")).added, 1);
    desk.check_found("Kiew", &["a.txt"]);
    desk.delete("a.txt");
    desk.write("a.txt", "Kiew in anderen Worten");
    assert_eq!(desk.run(Prune::Keep).added, 1);
    desk.check_found("Kiew", &["a.txt"]);
}

#[test]
fn versions_and_withdrawals_may_come_in_any_order() {
    let desk = Desk::new();
    let version =
        |version| Record::Article(Article { version: Some(version), ..article("x", "", &format!("Kiew v{version}")) });
    let withdrawal = |version| Record::Withdrawal { id: "x".to_string(), version };
    assert_eq!(desk.record(version(2)), Outcome::Added);
    assert_eq!(desk.record(version(1)), Outcome::OlderVersion);
    assert_eq!(desk.record(withdrawal(Some(1))), Outcome::OlderVersion);
    desk.check_found("Kiew", &["x"]);
    assert_eq!(desk.record(withdrawal(Some(3))), Outcome::Withdrawn);
    assert_eq!(desk.record(version(3)), Outcome::DeletedBefore);
    desk.check_found("Kiew", &[]);
    rebuild(&desk.library.collection, "a test", &mut |_| {}).expect("room");
    assert_eq!(desk.record(version(2)), Outcome::DeletedBefore);
    assert_eq!(desk.record(version(4)), Outcome::Added);
    desk.check_found("Kiew", &["x"]);
}

#[test]
fn an_embargo_hides_until_it_ends() {
    let desk = Desk::new();
    let now_s = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() as i64;
    let until = |unix_s| Some(Published { text: String::from("soon"), unix_s });
    let hidden = Article { embargo: until(now_s + 2), ..article("hidden", "", "Kiew bald") };
    desk.record(Record::Article(hidden));
    desk.record(Record::Article(Article { embargo: until(now_s - 1), ..article("shown", "", "Kiew jetzt") }));
    let is_there = || {
        let snapshot = desk.library.searcher.backend().snapshot();
        snapshot.article("hidden").expect("readable").is_some()
    };
    let page = search(&desk.library.searcher, "Kiew");
    assert_eq!((ids(&page), page.total, is_there()), (vec!["shown"], 1, false));
    assert_eq!(desk.library.export().len(), 2, "an export is for the one who keeps the articles");
    while SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs() as i64 <= now_s + 2 {
        std::thread::sleep(Duration::from_millis(20));
    }
    let page = search(&desk.library.searcher, "Kiew");
    assert_eq!((page.total, is_there()), (2, true), "without a commit in between");
}

#[test]
fn two_files_with_the_same_path_below_their_roots_are_told() {
    let library = Library::new();
    let roots = ["one", "two"].map(|name| library.folder.path().join(name));
    for (root, text) in roots.iter().zip(["Kiew eins", "Kiew zwei zwei"]) {
        write_aged(&root.join("a.txt"), text);
    }
    let report = library.build_paths(&roots, Prune::Keep);
    let told: Vec<_> = report.problems.iter().map(|problem| (problem.to_string(), problem.refused)).collect();
    assert_eq!((report.refused, told.len()), (0, 1));
    let names = roots.each_ref().map(|root| root.join("a.txt").display().to_string());
    assert!(names.iter().all(|name| told[0].0.contains(name)), "{told:?}");
    let again = library.build_paths(&[roots[0].clone(), roots[0].clone()], Prune::Keep);
    assert_eq!(again.problems, [], "the same file named twice is one file");
}

#[cfg(unix)]
#[test]
fn a_file_under_two_names_is_one_article_at_every_run() {
    let desk = Desk::new();
    desk.write("note.txt", "Kiew");
    std::fs::create_dir(desk.news.join("odd")).expect("room");
    std::os::unix::fs::symlink("../note.txt", desk.news.join("odd/link.txt")).expect("links");
    for _ in 0..3 {
        let report = desk.run(Prune::Remove);
        assert_eq!((report.pruned, report.vanished, report.problems.len()), (0, 0, 1), "{:?}", report.problems);
        desk.check_found("Kiew", &["note.txt"]);
    }
}

#[test]
fn a_file_that_becomes_a_draft_holds_no_article_any_more() {
    let desk = Desk::new();
    desk.write("a.md", "---\ntitle: Kiew\n---\nKiew");
    desk.run(Prune::Remove);
    desk.write("a.md", "---\ntitle: Kiew\ndraft: true\n---\nKiew");
    assert_eq!((desk.run(Prune::Keep).vanished, desk.run(Prune::Remove).pruned), (1, 1));
    desk.check_found("Kiew", &[]);
    desk.write("a.md", "---\ntitle: Kiew\n---\nKiew");
    assert_eq!(desk.run(Prune::Remove).added, 1);
}

#[test]
fn refused_records_of_unchanged_files_are_counted_and_an_index_is_no_source() {
    let desk = Desk::new();
    desk.write("a.jsonl", &format!("{}{{\n", line("x", "Kiew")));
    std::fs::create_dir(desk.news.join("index")).expect("room");
    desk.write("index/tandem.json", "{}");
    desk.write("index/damaged-1.txt", "Kiew");
    assert_eq!(desk.run(Prune::Keep).refused, 1);
    let again = desk.run(Prune::Keep);
    assert_eq!((again.refused, again.refused_before, again.files_read), (0, 1, 0));
    desk.check_found("Kiew", &["x"]);
}

#[test]
fn lines_of_one_file_need_no_warning() {
    let desk = Desk::new();
    desk.write("a.jsonl", &(line("a.jsonl", "Kiew") + &line("b", "Lwiw")));
    assert_eq!(desk.run(Prune::Keep).problems, []);
}

/// Scores and ids of some queries.
fn answers(library: &Library) -> Vec<Vec<(String, i64)>> {
    let queries = ["Kiew Botschaft", "Alarm", "missiles", "\"in Kiew\"", "Wahl election", "der die das"];
    let answer = |query| {
        let page = search(&library.searcher, query);
        page.hits.iter().map(|hit| (hit.stored.article.id.clone(), (hit.score * 1e3).round() as i64)).collect()
    };
    queries.map(answer).to_vec()
}

#[test]
fn history_changes_no_answer_after_a_rebuild() {
    let put = |article: &Article| Change::Record { record: Record::Article(article.clone()), file: None };
    let straight = Library::new();
    straight.change(samples().iter().map(put).collect());
    let winding = Library::new();
    for articles in samples().rchunks(13) {
        let draft =
            |article: &Article| put(&Article { text: "Ein Entwurf über Kiew.".to_string(), ..article.clone() });
        winding.change(articles.iter().map(draft).collect());
        winding.change(articles.iter().rev().map(put).collect());
        winding.change(articles.iter().take(2).map(|article| Change::Delete { id: article.id.clone() }).collect());
        winding.change(articles.iter().take(2).map(put).collect());
    }
    let built = rebuild(&winding.collection, "a test", &mut |_| {}).expect("room");
    tandem::service::follow(&winding.searcher, &winding.collection).expect("readable");
    assert_eq!((built.generation, built.n_articles), (2, samples().len() as u64));
    assert_eq!(answers(&winding), answers(&straight));
    assert_eq!(winding.check(), [""; 0]);
    let report = tandem::indexer::check(&winding.collection, "a test", &mut |_| {}).expect("readable");
    assert_eq!((report.outdated_entries, report.log_entries), (0, samples().len() as u64 + 1));
}

/// Each session replaces articles of several segments, and now and then segments are merged meanwhile.
#[test]
fn many_short_sessions_leave_one_article_of_each_id() {
    let library = Library::new();
    for round in 0..60 {
        let put = |n: usize| {
            let record = Record::Article(article(&format!("n{n}"), "", &format!("Kiew {round}")));
            Change::Record { record, file: None }
        };
        library.change((0..12).filter(|n| (round * 7 + n) % 3 == 0 || round == 0).map(put).collect());
        assert_eq!((library.n_articles(), search(&library.searcher, "Kiew").total), (12, 12), "round {round}");
    }
    assert_eq!(library.check(), [""; 0]);
}

/// Exports, imports into an empty folder, and compares.
fn check_round_trip(library: &Library) {
    let exported = library.export();
    let copy = Library::new();
    let report = copy.import(&exported.join("\n"));
    assert_eq!((report.problems.as_slice(), report.added), (&[][..], exported.len()));
    assert_eq!(copy.export(), exported);
}

#[test]
fn an_export_of_files_is_imported_whole() {
    let desk = Desk::new();
    desk.write("a.txt", "\u{feff}Zeile eins\r\nFu\u{308}hrer 😀\r\n\r\nEnde ");
    desk.write("ü b/ \u{201e}c\u{201c}.txt", "  Ein Titel  \nund Text\u{0}\u{7f}\u{2028}");
    desk.write("b.jsonl", r#"{"url":" https://x/ü ","text":"x","title":" t ","lang":"de-AT","date":" 2024-11-20 ","authors":["","b"],"version":0,"embargo":"2999-01-01"}"#);
    assert_eq!(desk.run(Prune::Keep).problems, []);
    check_round_trip(&desk.library);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_text_survives_log_export_and_import(texts in prop::collection::vec((any::<String>(), any::<String>(), any::<Option<u64>>()), 1..6)) {
        let library = Library::new();
        let lines = texts.iter().enumerate().map(|(n, (title, text, version))| {
            serde_json::json!({"id": format!("{n}"), "title": title, "text": format!("x{text}"), "version": version}).to_string() + "\n"
        });
        let report = library.import(&lines.collect::<String>());
        prop_assert_eq!(report.added, texts.len());
        check_round_trip(&library);
        for (n, (_, text, _)) in texts.iter().enumerate() {
            let stored = library.searcher.backend().snapshot().article(&n.to_string()).expect("readable").expect("there");
            prop_assert_eq!(stored.article.text, format!("x{text}"));
        }
    }
}
