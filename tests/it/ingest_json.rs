//! JSON files: ninjs, JSON Feed and articles in our own shape, each item with its line.

use tandem::ingest::{Format, Record, Source};

use crate::harness::{read, read_articles};

fn check(json: &str, ids: &[&str], problems: &[&str]) {
    let (records, found) = read("a.json", json);
    assert_eq!(records.iter().map(Record::id).collect::<Vec<_>>(), ids, "{found:?}");
    assert_eq!(found.len(), problems.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(problems) {
        assert!(found.contains(expected), "{found:?} does not say {expected:?}");
    }
}

fn format(json: &str) -> Format {
    let source = Source::embedded("a.json", b"").expect("a known extension");
    tandem::ingest::read(&source, json.as_bytes(), &mut |_| {}).expect("memory can be read")
}

#[test]
fn ninjs_of_three_versions() {
    let first = r#"{"uri":"u1","type":"text","versioncreated":"2024-11-20T08:30:00Z","headline":"Der Deich","byline":"Von Ada Voss",
        "language":"de","version":"3","copyrightholder":"rna","body_xhtml":"<p>Als HTML</p>","body_text":"Erster Absatz.\n\nZweiter."}"#;
    let second = r#"{"uri":"u1","type":"text","versioncreated":"2024-11-20T08:30:00Z","by":"Ada Voss","language":"de","version":"3",
        "headlines":[{"role":"short","value":"Kurz"},{"role":"main","value":"Der Deich"}],"infosources":[{"name":"rna"}],
        "bodies":[{"role":"summary","contenttype":"text/plain","value":"Kurz."},
        {"role":"html","contenttype":"text/html","value":"<p>Erster Absatz.</p><p>Zweiter.</p>"}]}"#;
    let third = r#"{"uri":"u1","versionCreated":"2024-11-20T08:30:00Z","pubStatus":"usable","by":"By Ada Voss","language":"de","version":"3",
        "headlines":[{"role":"main","value":"Der Deich"}],"copyrightHolder":"rna",
        "bodies":[{"role":"main","contentType":"text/html","value":"<p>Anders</p>"},
        {"role":"main","contentType":"text/plain","value":"Erster Absatz.\n\nZweiter."}]}"#;
    for json in [first, second, third] {
        let article = &read_articles("a.json", json)[0];
        assert_eq!((article.id.as_str(), article.title.as_str(), article.version), ("u1", "Der Deich", Some(3)));
        assert_eq!(
            article.text.lines().filter(|line| !line.is_empty()).collect::<Vec<_>>(),
            ["Erster Absatz.", "Zweiter."]
        );
        assert_eq!(
            (article.authors.as_slice(), article.source.as_deref()),
            (["Ada Voss".to_string()].as_slice(), Some("rna"))
        );
        assert_eq!(article.published.as_ref().map(|p| p.text.as_str()), Some("2024-11-20T08:30:00Z"));
    }
}

#[test]
fn ninjs_withdrawals_embargoes_and_pictures() {
    let items = r#"[
{"uri":"u1","pubstatus":"canceled","version":"4","type":"text"},
{"uri":"u2","pubStatus":"withheld","type":"text"},
{"uri":"u3","type":"picture","headline":"Ein Bild"},
{"uri":"u4","embargoed":"2030-01-01T00:00:00Z","body_text":"Später"},
{"uri":"u5","embargoed":"bald","body_text":"Nie"},
{"uri":"u6","version":"1.2","body_text":"Text"},
{"uri":7,"type":"text","body_text":[]},
{"uri":"u8","type":"composite","headline":"Paket","associations":{"a":{"uri":"u9","type":"text","body_text":"Teil"},"b":{"uri":"u10","type":"picture"}}}
]"#;
    let problems = [
        "a.json, line 4: a ninjs item of type \"picture\" without a body",
        "a.json, line 6: the embargo cannot be kept",
        "mended: a.json, line 7: version \"1.2\" is no whole number",
        "a.json, line 8: a ninjs item of type \"text\" without a body",
        "a.json, line 9: a ninjs item of type \"picture\" without a body",
    ];
    check(items, &["u1", "u2", "u4", "u6", "u9"], &problems);
    let (records, _) = read("a.json", items);
    assert_eq!(records[0], Record::Withdrawal { id: "u1".to_string(), version: Some(4) });
    let Record::Article(later) = &records[2] else { panic!("an article") };
    assert_eq!(later.embargo.as_ref().map(|until| until.text.as_str()), Some("2030-01-01T00:00:00Z"));
}

#[test]
fn json_feeds_item_by_item() {
    let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Kurier",
"home_page_url": "https://example.org/start", "language": "de", "items": [
{"id": 7, "url": "/a", "title": "Brot &amp; Butter", "content_html": "<p>Eins</p><p>zwei</p>", "date_published": "2024-11-20T08:30:00Z"},
{"id": "b", "title": "Leer"},
{"id": "c", "content_text": "Text", "author": {"name": "Ada Voss"}, "language": "en"},
"kein Objekt",
{"id": "d", "content_text": "Text", "date_published": "nie"}
]}"#;
    let problems = [
        "a.json, line 4: the item \"Leer\" has no text",
        "a.json, line 6: an element of the list is no object",
        "mended: a.json, line 7: date \"nie\"",
    ];
    check(feed, &["https://example.org/start#7", "c", "d"], &problems);
    assert_eq!(format(feed), Format::Feed);
    let (records, _) = read("a.json", feed);
    let Record::Article(bread) = &records[0] else { panic!("an article") };
    assert_eq!((bread.title.as_str(), bread.text.as_str()), ("Brot & Butter", "Eins\nzwei"));
    assert_eq!((bread.url.as_deref(), bread.source.as_deref()), (Some("https://example.org/a"), Some("Kurier")));
}

#[test]
fn our_own_shape_alone_and_in_lists() {
    let article = &read_articles("a.json", "{\n \"title\": \"T\",\n \"text\": \"Text\"\n}")[0];
    assert_eq!((article.id.as_str(), article.text.as_str()), ("a.json", "Text"));
    check(
        "[{\"id\":\"a\",\"text\":\"x\"},\n{\"id\":\"b\"},\n{\"id\":\"c\",\"text\":\"x\"}]",
        &["a", "c"],
        &["a.json, line 2: \"text\" is missing"],
    );
    check("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"x\"}\n", &["a", "b"], &[]);
    assert_eq!(format("{\"id\":\"a\",\"text\":\"x\"}\n{\"id\":\"b\",\"text\":\"x\"}\n"), Format::JsonLines);
    check("{\"id\":\"a\",\"text\":\"x\",\"date\":1732089600000}", &["a"], &[]);
}

#[test]
fn broken_json_keeps_what_stands_before_the_fault() {
    check("[{\"id\":\"a\",\"text\":\"x\"},\n{\"id\":\"b\",\n\"text\"", &["a"], &["a.json, line 3: broken JSON: EOF"]);
    check("[{\"id\":\"a\",\"text\":\"x\"}", &["a"], &["a.json, line 1: broken JSON"]);
    check(
        "{\"items\":[{\"id\":\"a\",\"text\":\"x\"}\n{",
        &["a"],
        &["a.json, line 2: broken JSON: the list does not go on"],
    );
    check("{\"id\":\"a\",\n\"text\":", &[], &["a.json, line 2: broken JSON"]);
    check("{\"name\":\"kein Artikel\"}", &[], &["a.json, line 1: \"text\" is missing; nor is it ninjs or a JSON Feed"]);
    check("nichts", &[], &["a.json, line 1: neither a JSON object nor an array"]);
    check("", &[], &["a.json, line 1: neither a JSON object nor an array"]);
    check("[1, 2] x", &[], &["element of the list", "element of the list", "more after the end"]);
    check(&"[".repeat(10_000), &[], &["a.json, line 1: broken JSON: recursion limit"]);
    check(&format!("{{\"text\":{}", "[".repeat(10_000)), &[], &["broken JSON: recursion limit"]);
}
