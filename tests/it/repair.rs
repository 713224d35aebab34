//! Folders that are damaged, locked or not writable: what is said, what is saved.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tandem::indexer::{Change, repair};
use tandem::ingest::Record;

use crate::desk::{Desk, check, err, out};
use crate::harness::{Library, article, ids, search};

/// Three articles, each in a commit of its own.
fn three() -> Library {
    let library = Library::new();
    for id in ["a", "b", "c"] {
        let record = Record::Article(article(id, "", &format!("Kiew von {id}{id}{id}")));
        library.change(vec![Change::Record { record, file: None }]);
    }
    library
}

fn flip(path: &Path, position: u64) {
    let mut file = OpenOptions::new().read(true).write(true).open(path).expect("it is there");
    let mut byte = [0];
    file.seek(SeekFrom::Start(position)).and_then(|_| file.read_exact(&mut byte)).expect("so long");
    file.seek(SeekFrom::Start(position)).and_then(|_| file.write_all(&[byte[0] ^ 1])).expect("writable");
}

/// First byte of the line that holds `text`.
fn line_of(path: &Path, text: &str) -> u64 {
    let bytes = fs::read(path).expect("readable");
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if String::from_utf8_lossy(line).contains(text) {
            return start;
        }
        start += line.len() as u64;
    }
    panic!("{text} is not in the log");
}

/// Repairs, and checks which articles are left and found.
fn check_repaired(library: Library, n_damaged: usize, expected: &[&str]) -> Library {
    assert_eq!(repair(&library.collection, "a test", &mut |_| {}).expect("it can be repaired"), n_damaged);
    let library = Library::open(library.folder);
    assert_eq!(library.check(), [""; 0]);
    let page = search(&library.searcher, "Kiew");
    let mut found = ids(&page);
    found.sort_unstable();
    assert_eq!(found, expected);
    library
}

#[test]
fn a_damaged_line_is_named_and_kept_aside() {
    for (id, left) in [("a", ["b", "c"]), ("b", ["a", "c"]), ("c", ["a", "b"])] {
        let library = three();
        let log = library.collection.layout.log(1);
        let start = line_of(&log, &format!("Kiew von {id}"));
        flip(&log, start + 30);
        let findings = library.check();
        let words = format!("articles-1.log, byte {start}: the checksum does not fit; run `tandem check --repair`");
        assert!(findings.iter().any(|finding| finding.contains(&words)), "{findings:?}");
        let library = check_repaired(library, 1, &left);
        let aside = fs::read_to_string(library.collection.layout.damaged(1)).expect("it is kept");
        assert!(aside.contains(&format!("von {id}{id}{id}")) && aside.ends_with('\n'), "{aside}");
    }
}

#[test]
fn an_acknowledged_end_that_is_cut_off_is_kept_aside() {
    let library = three();
    let log = library.collection.layout.log(1);
    let length = fs::metadata(&log).expect("it is there").len();
    OpenOptions::new().write(true).open(&log).and_then(|file| file.set_len(length - 7)).expect("writable");
    let library = check_repaired(library, 1, &["a", "b"]);
    let aside = fs::read_to_string(library.collection.layout.damaged(1)).expect("the rest of the line");
    assert!(aside.contains("ccc"), "{aside}");
}

#[test]
fn a_torn_end_is_cut_off_without_a_word() {
    let library = three();
    let log = library.collection.layout.log(1);
    OpenOptions::new()
        .append(true)
        .open(&log)
        .and_then(|mut file| file.write_all(b"0123abcd {\"put\":"))
        .expect("room");
    assert_eq!(library.check(), [""; 0]);
    let record = Record::Article(article("d", "", "Kiew"));
    library.change(vec![Change::Record { record, file: None }]);
    assert_eq!((library.check(), library.n_articles()), (vec![], 4));
}

#[test]
fn a_lost_or_damaged_ledger_is_made_again() {
    for damage in [
        |path: &Path| fs::remove_file(path),
        |path: &Path| fs::write(path, "no ledger"),
        |path: &Path| fs::write(path, fs::read(path)?.iter().map(|byte| byte ^ 0x55).collect::<Vec<u8>>()),
    ] {
        let library = three();
        library.change(vec![Change::Delete { id: "b".to_string() }]);
        damage(&library.collection.layout.ledger(1)).expect("room");
        let library = Library::open(library.folder);
        assert_eq!((library.check(), library.n_articles()), (vec![], 2));
        let unchanged = library.import("{\"id\":\"a\",\"text\":\"Kiew von aaa\"}");
        assert_eq!(unchanged.unchanged, 1, "it knows what is there");
    }
}

#[test]
fn articles_outlive_the_file_that_names_them() {
    let library = three();
    fs::remove_file(library.collection.layout.live()).expect("it is there");
    for fault in [
        library.collection.write("a test", Duration::ZERO, &mut |_| {}).err().map(|error| error.to_string()),
        library.collection.live(tandem::backend::tantivy::SchemaFit::Same).err().map(|error| error.to_string()),
    ] {
        let fault = fault.expect("articles must not be written over");
        assert!(fault.contains("lost") && fault.contains("check --repair"), "{fault}");
    }
    check_repaired(library, 0, &["a", "b", "c"]);
}

#[test]
fn a_first_run_that_was_killed_leaves_nothing_in_the_way() {
    let library = Library::new();
    fs::remove_file(library.collection.layout.live()).expect("it is there");
    let library = Library::open(library.folder);
    assert_eq!((library.check(), library.n_articles()), (vec![], 0));
}

/// The files of the live generation with an extension.
fn segment_files(library: &Library, extension: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(library.collection.layout.generation(1)).expect("it is there");
    let paths = files.map(|file| file.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|found| found == extension)).collect()
}

#[test]
fn a_damaged_index_file_is_found_and_mended() {
    for extension in ["idx", "pos", "term", "store", "fast", "fieldnorm"] {
        let library = three();
        let file = segment_files(&library, extension).remove(0);
        flip(&file, fs::metadata(&file).expect("it is there").len() / 3);
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let findings = library.check();
        assert!(findings.iter().any(|finding| finding.contains(&name) && finding.contains("--repair")), "{findings:?}");
        check_repaired(library, 0, &["a", "b", "c"]);
    }
}

#[test]
fn a_generation_that_is_gone_is_made_again() {
    let library = three();
    fs::remove_dir_all(library.collection.layout.generation(1)).expect("it is there");
    let library = Library::open(library.folder);
    assert_eq!((library.check(), library.n_articles(), library.searcher.live().number > 0), (vec![], 3, true));
}

#[test]
fn the_second_writer_hears_who_the_first_is() {
    let desk = Desk::new();
    let library = Library::open(tempfile::tempdir_in(desk.path()).expect("room"));
    let session = library.session();
    let refused =
        library.collection.write("another", Duration::ZERO, &mut |_| {}).err().expect("one writer").to_string();
    let holder = format!("a test (process {})", std::process::id());
    assert!(refused.contains(&holder), "{refused}");
    drop(session);
    library.collection.write("another", Duration::ZERO, &mut |_| {}).expect("it is free").close().expect("room");
}

#[test]
fn a_second_process_waits_for_the_first() {
    let desk = Desk::with_samples();
    let library_path = desk.path().join("ix");
    let collection =
        tandem::indexer::Collection::new(&library_path, crate::harness::schema(), crate::harness::analyzer());
    let session = collection.write("a test", Duration::ZERO, &mut |_| {}).expect("it is free");
    let child =
        desk.command(&["delete", "--index", "ix", "kiew-botschaft-de"]).stderr(std::process::Stdio::piped()).spawn();
    std::thread::sleep(Duration::from_millis(300));
    assert!(session.should_end(), "it can see that somebody waits");
    session.close().expect("room");
    let output = child.expect("it starts").wait_with_output().expect("it ends");
    check(&output, 0, "deleted kiew-botschaft-de");
}

#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_written_can_be_searched() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_samples();
    let index = desk.path().join("ix");
    let allow = |mode| {
        for entry in walk(&index) {
            let mode = if entry.is_dir() { mode | 0o111 } else { mode };
            fs::set_permissions(&entry, fs::Permissions::from_mode(mode)).expect("it is ours");
        }
    };
    allow(0o444);
    // Whoever may do everything, as root may, cannot be kept out like this.
    let is_kept_out = File::create(index.join("probe")).is_err();
    let found = desk.run(&["search", "--index", "ix", "--format", "ids", "Luftangriffsalarm"]);
    check(&found, 0, "");
    assert_eq!((out(&found).lines().next(), err(&found)), (Some("kiew-botschaft-de"), ""));
    if is_kept_out {
        check(&desk.run(&["index", "--index", "ix", crate::desk::SEEDS]), 2, "writer.lock");
    }
    allow(0o644);
}

#[cfg(unix)]
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_path_buf()];
    for entry in fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn folders_without_articles_and_paths_without_anything() {
    let desk = Desk::new();
    fs::create_dir(desk.path().join("empty")).expect("room");
    check(&desk.run(&["index", "empty"]), 2, "no .jsonl");
    check(&desk.run(&["index", "--prune", "empty"]), 0, "0 added");
    check(&desk.run(&["index", "missing"]), 2, "missing: no such file or folder");
    desk.write("notes.md", "Notizen");
    fs::create_dir(desk.path().join("full")).expect("room");
    desk.write("full/a.txt", "Kiew");
    check(&desk.run(&["index", "--index", ".", "full"]), 2, "holds other files");
}
