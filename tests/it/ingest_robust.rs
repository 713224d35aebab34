//! Hostile and large input: no bytes make a reader panic, hang or exhaust the stack.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use tandem::ingest::{Source, sources};

use crate::harness::read;

const NAMES: [&str; 7] = ["a.jsonl", "a.json", "a.txt", "a.md", "a.html", "a.rss", "a.xml"];

/// One good sample of every format.
const SAMPLES: [&str; 7] = [
    "{\"id\":\"a\",\"text\":\"Führung\",\"date\":\"20. Nov. 2024, 8:30 Uhr\"}\n{\"uri\":\"b\",\"body_text\":\"x\"}\n",
    "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"K\",\"items\":[{\"id\":\"a\",\"content_html\":\"<p>ä</p>\"}]}",
    "\u{feff}Führung\r\n\r\nText",
    "---\ntitle: T\nauthors: [A, {name: B}]\ndate: 2024-11-20\n---\n# T\n- a\n> b\n\n| a | b |\n|---|---|\n| c | d |\n<p>x</p>\n",
    "<!doctype html><html lang=de><meta charset=utf-8><title>T | S</title><script type=application/ld+json>{\"@type\":\"Article\",\
     \"articleBody\":\"x\\ny\"}</script><nav>n</nav><article><h1>T</h1><p>Ein Satz, noch ein Satz &amp; mehr.<br><br>x</article>",
    "<rss version='2.0'><channel><title>K</title><item><title>T</title><link>/a</link><description><![CDATA[<p>x]]></description>\
     <pubDate>Wed, 20 Nov 2024 08:30:00 +0100</pubDate></item></channel></rss>",
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>K</title><entry><id>a</id><title type='html'>T</title>\
     <content type='xhtml'><div>x</div></content><source><title>S</title></source></entry></feed>",
];

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for name in NAMES {
            read(name, &bytes);
        }
    }

    #[test]
    fn no_changed_sample_makes_a_reader_panic(
        sample in 0..SAMPLES.len(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..4usize), 1..8),
        byte in any::<u8>(),
    ) {
        let mut bytes = SAMPLES[sample].as_bytes().to_vec();
        for (first, second, edit) in edits {
            let (i, j) = (first.index(bytes.len()), second.index(bytes.len()));
            match edit {
                0 => bytes[i] = byte,
                1 => bytes.truncate(i.max(1)),
                2 => { let piece = bytes[i.min(j)..i.max(j)].to_vec(); bytes.splice(i..i, piece); }
                _ => bytes.swap(i, j),
            }
        }
        for name in NAMES {
            read(name, &bytes);
        }
    }
}

/// Reads a file on a stack of a megabyte, within a time that only a reader that hangs exceeds.
fn check_quick(name: &'static str, text: String) -> usize {
    let started = Instant::now();
    let thread = std::thread::Builder::new().stack_size(1 << 20);
    let reading = thread.spawn(move || read(name, text).0.len()).expect("a thread");
    let n_records = reading.join().expect("no panic");
    assert!(started.elapsed() < Duration::from_secs(20), "{name} took {:?}", started.elapsed());
    n_records
}

#[test]
fn deep_nesting_is_harmless() {
    let deep = |open: &str, close: &str, n: usize| format!("{}Ein Satz.{}", open.repeat(n), close.repeat(n));
    assert_eq!(check_quick("a.html", deep("<div>", "</div>", 100_000)), 1);
    assert_eq!(check_quick("a.html", deep("<b><p>", "", 50_000)), 1);
    check_quick("a.html", format!("<script type=application/ld+json>{}</script>", "[".repeat(100_000)));
    check_quick("a.md", deep("> ", "", 50_000));
    check_quick("a.md", deep("- ", "", 5_000));
    check_quick("a.md", deep("[", "](x)", 20_000));
    check_quick("a.md", format!("---\na: {}\n---\nText", "[".repeat(30_000)));
    check_quick("a.md", format!("---\n{}a\n---\nText", "- ".repeat(20_000)));
    check_quick("a.md", format!("+++\na = {}\n+++\nText", "[".repeat(30_000)));
    check_quick("a.json", "{\"items\":".repeat(50_000));
    check_quick("a.rss", deep("<item>", "</item>", 20_000));
    check_quick("a.rss", deep("<rss version='2.0'><channel><item><title>", "", 5_000));
    check_quick("a.atom", format!("<feed><entry><content type='xhtml'>{}", deep("<div>", "</div>", 50_000)));
}

#[test]
fn alias_bombs_do_not_go_off() {
    let mut yaml = "---\na: &a [x,x,x,x,x,x,x,x,x]\n".to_string();
    for (name, before) in ('b'..='k').zip('a'..) {
        yaml.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(",")));
    }
    check_quick("a.md", format!("{yaml}---\nText"));
    let entities = "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>";
    let feed = format!(
        "{entities}<rss version='2.0'><channel><item><guid>g</guid><description>&b; Text</description></item></channel></rss>"
    );
    assert_eq!(check_quick("a.rss", feed), 1);
}

#[test]
fn wide_pages_are_read_in_time() {
    let paragraphs = "<p>Ein Satz, und noch ein Satz, der etwas länger ist als der erste.</p>".repeat(40_000);
    assert_eq!(check_quick("a.html", format!("<body><article>{paragraphs}</article>")), 1);
    let items = "<item><guid>g</guid><title>T</title><description>Text</description></item>\n".repeat(20_000);
    assert_eq!(check_quick("a.rss", format!("<rss version='2.0'><channel>{items}</channel></rss>")), 20_000);
}

#[test]
fn files_of_fifty_megabytes_are_read_and_larger_ones_refused() {
    let text = "Ein Absatz mit Führung und Straße.\n".repeat(1_450_000);
    assert!(text.len() > 50 << 20);
    assert_eq!(check_quick("a.txt", text), 1);
    let (records, problems) = read("a.txt", vec![b'a'; (64 << 20) + 1]);
    assert!(records.is_empty() && problems[0].contains("more than 67108864 bytes; split it"), "{problems:?}");
}

#[test]
fn ten_thousand_small_files() {
    let folder = tempfile::tempdir().expect("a folder");
    for i in 0..10_000 {
        let extension = ["txt", "md", "json", "html"][i % 4];
        let text = match extension {
            "json" => format!("{{\"text\":\"Artikel {i}\"}}"),
            "html" => format!("<title>T</title><p>Artikel {i}, ein Satz."),
            _ => format!("Artikel {i}"),
        };
        std::fs::write(folder.path().join(format!("{i}.{extension}")), text).expect("a file");
    }
    let (found, problems) = sources(&[folder.path().to_path_buf()]).expect("it is there");
    assert!(problems.is_empty() && found.len() == 10_000);
    let read = |source: &Source| {
        let mut ids = Vec::new();
        let reader = source.open().expect("a file");
        tandem::ingest::read(source, reader, &mut |record| ids.push(record.expect("good").id().to_string()))
            .expect("readable");
        assert_eq!(ids, std::slice::from_ref(&source.id));
    };
    found.iter().for_each(read);
}
