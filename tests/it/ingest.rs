//! Formats of text and feeds: what good files give, and what is said of bad ones while the rest goes in.

use std::path::{Path, PathBuf};

use tandem::ingest::{Format, Origin, Record, Source, sources, sources_under};

use crate::harness::{read, read_articles};

/// Reads a file and compares ids and the beginnings of its problems.
fn check(name: &str, bytes: impl AsRef<[u8]>, ids: &[&str], problems: &[&str]) {
    let (records, found) = read(name, bytes);
    assert_eq!(records.iter().map(Record::id).collect::<Vec<_>>(), ids, "{found:?}");
    assert_eq!(found.len(), problems.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(problems) {
        assert!(found.contains(expected), "{found:?} does not say {expected:?}");
    }
}

#[test]
fn json_lines_with_faults() {
    let lines: Vec<&[u8]> = vec![
        b"\xef\xbb\xbf{\"id\":\"a\",\"text\":\"Mit BOM\"}",
        b"{\"id\":\"b\",\"text\":\"Abgebro",
        b"{\"id\":\"c\",\"text\":\"Die F\xfchrung\"}",
        b"{\"id\":\"d\",\"text\":7}",
        b"{\"id\":\"e\",\"text\":\"NUL \x00\"}",
        b"{\"id\":\"f\",\"text\":\"NUL \\u0000 in Ordnung\"}",
        b"{\"id\":\"g\",\"text\":\"x\",\"date\":1732089600}",
        b"{\"id\":\"h\",\"text\":\"x\",\"embargo\":\"irgendwann\"}",
        b"{\"id\":\"i\\u0007\",\"text\":\"x\"}",
        b"{\"uri\":\"j\",\"headline\":\"Eine Zeile ninjs\",\"body_text\":\"Text\"}",
    ];
    let problems = [
        "a.jsonl, line 2: no article in JSON: EOF",
        "mended: a.jsonl, line 3: the line is not UTF-8; it was read as windows-1252",
        "line 4: no article in JSON: invalid type: integer `7`",
        "line 5: no article in JSON: control character",
        "line 8: the embargo cannot be kept: date \"irgendwann\"",
        "line 9: the id is longer than 4096 bytes or holds a control character",
    ];
    check("a.jsonl", lines.join(&b'\n'), &["a", "c", "f", "g", "j"], &problems);
}

#[test]
fn plain_text_in_every_character_set() {
    let text = "Die Führung der Straße";
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [(&[u8], &str); 5] = [
        (text.as_bytes(), text),
        (&[b"\xff\xfe".to_vec(), utf_16.clone()].concat(), text),
        (&utf_16, text),
        (b"Die F\xfchrung der Stra\xdfe", text),
        ("\u{feff}Die Führung".as_bytes(), "\u{feff}Die Führung"),
    ];
    for (bytes, expected) in files {
        assert_eq!(read_articles("ordner/a.txt", bytes)[0].text, expected);
    }
    check(
        "a.txt",
        b"Gr\xc3\xb6\xc3\x9fe und Stra\xc3\x9fe \xff Ende",
        &["a.txt"],
        &["mended: a.txt: 1 characters are no UTF-8"],
    );
    check("a.txt", b"%PDF-1.4\n%...", &[], &["a.txt: the file looks like a PDF; convert it to text"]);
    check("a.txt", [7u8; 900], &[], &["the file looks binary"]);
    check("a.txt", " \n\u{feff}", &[], &["the article has no words"]);
    check("a.txt", "", &[], &["the article has no words"]);
    check("a.txt", "Ein NUL \u{0} bleibt", &["a.txt"], &[]);
}

const MARKDOWN: &str = "---
title: \"Deiche halten: eine Bilanz\"
date: 20.11.2024, 08:30 Uhr
authors: [Ada Voss, {name: Ben Ruh}]
language: de
source: Elbblatt
canonical: https://example.org/deiche
---

# Deiche halten: eine Bilanz

Erster *Absatz* mit [einem Link](https://example.org/x),
zweite Zeile.

- Punkt eins
- Punkt `zwei`

![Bild](a.jpg)

```
code
```

<div>Ein Kasten<br><br>mit zwei Absätzen</div>

| Ort | Pegel |
|---|---|
| Meißen | 6,5 |

## Zwischentitel
> Zitat
";

#[test]
fn markdown_with_front_matter() {
    let article = &read_articles("a.md", MARKDOWN)[0];
    assert_eq!(article.title, "Deiche halten: eine Bilanz");
    assert_eq!(article.published.as_ref().map(|p| p.text.as_str()), Some("2024-11-20T08:30:00Z"));
    assert_eq!(article.authors, ["Ada Voss", "Ben Ruh"]);
    assert_eq!((article.lang.as_deref(), article.source.as_deref()), (Some("de"), Some("Elbblatt")));
    assert_eq!(
        (article.id.as_str(), article.url.as_deref()),
        ("https://example.org/deiche", Some("https://example.org/deiche"))
    );
    let paragraphs: Vec<_> = article.text.lines().collect();
    assert_eq!(
        paragraphs,
        [
            "Erster Absatz mit einem Link, zweite Zeile.",
            "Punkt eins",
            "Punkt zwei",
            "Ein Kasten",
            "mit zwei Absätzen",
            "Ort Pegel",
            "Meißen 6,5",
            "Zwischentitel",
            "Zitat",
        ]
    );
    let toml = &read_articles("b.md", "+++\ntitle = \"T\"\ndate = 2024-11-20T08:30:00Z\nauthor = \"A\"\n+++\nText")[0];
    assert_eq!((toml.title.as_str(), toml.text.as_str(), toml.id.as_str()), ("T", "Text", "b.md"));
    let plain = &read_articles("c.md", "# Titel\n\nText\n\n# Noch ein Titel\n")[0];
    assert_eq!((plain.title.as_str(), plain.text.as_str()), ("Titel", "Text\nNoch ein Titel"));
    assert_eq!(read_articles("d.md", "---\n\nText")[0].text, "Text", "a rule is no front matter");
}

#[test]
fn markdown_with_faults() {
    let broken = "---\ntitle: ok\nauthors: [A, B\n---\nText";
    check("a.md", broken, &[], &["a.md, line"]);
    check(
        "a.md",
        "+++\ntitle = \"ok\"\ndate = gestern\n+++\nText",
        &[],
        &["a.md, line 3: the front matter cannot be read"],
    );
    check(
        "a.md",
        "---\ntitle: ohne Ende\n\nText",
        &[],
        &["line 1: the front matter has no end; close it with a line ---"],
    );
    check("a.md", "---\ntitle: T\ndraft: true\n---\nText", &[], &["line 1: the article is a draft"]);
    check("a.md", "---\ntitle: T\n---\n\n![Bild](b.png)\n", &[], &["line 1: the article has no text"]);
    check("a.md", "---\n- eins\n- zwei\n---\nText", &[], &["it is no list of \"key: value\""]);
    check("a.md", "---\ndate: bald\n---\nText", &["a.md"], &["mended: a.md, line 1: date \"bald\" cannot be read"]);
    let laughs = "---\na: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\ntitle: T\n---\nText";
    assert_eq!(read_articles("a.md", laughs)[0].title, "T");
}

const RSS: &str = r#"<?xml version="1.0"?>
<rss version="2.0"><channel><title>Der Kurier &amp; Bote</title><link>https://example.org/start</link><language>de</language>
<item><title>Bäcker &amp;amp; Brot</title><link>/brot</link><guid>g1</guid><pubDate>Wed, 20 Nov 2024 08:30:00 +0100</pubDate>
<dc:creator>Ada Voss</dc:creator>
<description>&lt;p&gt;Erster &amp;ouml;ffentlicher Absatz.&lt;/p&gt;&lt;p&gt;Zweiter.&lt;/p&gt;</description></item>
<item><title>Nur ein Titel</title><link>https://example.org/leer</link></item>
<item><title>Zeichen & Wunder</title><link>https://example.org/zeichen</link><description>Ein Satz.

Noch einer.</description></item>
<item><title>Kaputt</title><link>https://example.org/kaputt</link><description>Ein <b>Satz.</description></item>
<item><title>Aus anderem Haus</title><guid isPermaLink="true">https://example.org/haus</guid><source url="https://example.org/f">Nordblatt</source>
<pubDate>Mi., 20. Nov. 2024 08:30</pubDate><content:encoded><![CDATA[<p>Eins<br/><br/>zwei]]></content:encoded><description>x</description></item>
<item><title>Ohne Datum</title><link>https://example.org/ohne</link><pubDate>demnächst</pubDate><description>Text</description></item>
</channel></rss>"#;

#[test]
fn rss_items_one_by_one() {
    let problems = [
        "a.rss, line 6: the item \"Nur ein Titel\" has no text",
        "mended: a.rss, line 7: the item is no XML: & was read as &amp;",
        "mended: a.rss, line 10: the item is no XML: its texts were read as HTML",
        "mended: a.rss, line 13: date \"demnächst\" cannot be read",
    ];
    check(
        "a.rss",
        RSS,
        &[
            "g1",
            "https://example.org/zeichen",
            "https://example.org/kaputt",
            "https://example.org/haus",
            "https://example.org/ohne",
        ],
        &problems,
    );
    let (records, _) = read("a.rss", RSS);
    let articles: Vec<_> =
        records.iter().filter_map(|r| if let Record::Article(a) = r { Some(a) } else { None }).collect();
    let [bread, signs, broken, house, _] = articles[..] else { panic!("five articles") };
    assert_eq!(broken.text, "Ein Satz.");
    assert_eq!((bread.title.as_str(), bread.text.as_str()), ("Bäcker & Brot", "Erster öffentlicher Absatz.\nZweiter."));
    assert_eq!(
        (bread.url.as_deref(), bread.source.as_deref()),
        (Some("https://example.org/brot"), Some("Der Kurier & Bote"))
    );
    assert_eq!((bread.authors.as_slice(), bread.lang.as_deref()), (["Ada Voss".to_string()].as_slice(), Some("de")));
    assert_eq!(bread.published.as_ref().map(|p| p.text.as_str()), Some("2024-11-20T08:30:00+01:00"));
    assert_eq!((signs.title.as_str(), signs.text.as_str()), ("Zeichen & Wunder", "Ein Satz.\nNoch einer."));
    assert_eq!((house.text.as_str(), house.source.as_deref()), ("Eins\nzwei", Some("Nordblatt")));
    assert_eq!(house.published.as_ref().map(|p| p.text.as_str()), Some("2024-11-20T08:30:00Z"));
}

#[test]
fn feeds_that_break_off_keep_what_was_whole() {
    let cut = &RSS[..RSS.find("<item><title>Nur").expect("it is there") + 30];
    check("a.rss", cut, &["g1"], &["a.rss, line 6: the item has no end tag"]);
    let cut = &RSS[..RSS.find("<item><title>Nur").expect("it is there")];
    check("a.rss", cut, &["g1"], &["mended: a.rss, line 5: the feed breaks off after 1 whole items"]);
    check("a.rss", "<rss version='2.0'><channel>", &[], &["line 1: the feed breaks off after 0"]);
    check("a.rss", "<html><p>Fehler</p></html>", &[], &["line 1: neither RSS nor Atom: the root element is <html>"]);
    check("a.rss", "Fehler", &[], &["line 1: no XML"]);
    check("a.rss", "<rss version='2.0'><channel><title>Leer</title></channel></rss>", &[], &[]);
}

#[test]
fn every_kind_of_feed() {
    let item = "<item><title>T</title><link>https://example.org/a</link><description>Text</description></item>";
    for (name, feed) in [
        ("a.rss", format!("<rss version='0.91'><channel><title>K</title>{item}</channel></rss>")),
        ("a.rss", format!("<rss><channel><title>K</title>{item}</channel></rss>")),
        ("a.rdf", format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>\
             <channel><title>K</title></channel>{item}</rdf:RDF>"
        )),
        ("a.xml", format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'>\
             <channel><title>K</title></channel>{item}</rdf:RDF>"
        )),
        ("a.atom", "<feed xmlns='http://www.w3.org/2005/Atom'><title>K</title><entry><id>https://example.org/a</id>\
            <title>T</title><link rel='self' href='x'/><summary>Text</summary></entry></feed>".to_string()),
        ("a.xml", "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>K</a:title><a:entry><a:id>https://example.org/a</a:id>\
            <a:title>T</a:title><a:content type='text'>Text</a:content></a:entry></a:feed>".to_string()),
    ] {
        let article = &read_articles(name, &feed)[0];
        let facts = (article.id.as_str(), article.title.as_str(), article.text.as_str(), article.source.as_deref());
        assert_eq!(facts, ("https://example.org/a", "T", "Text", Some("K")), "{feed}");
    }
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><entry><id>a</id><updated>2025-01-01T00:00:00Z</updated>\
                <published>2024-11-20T08:30:00Z</published><summary>Text</summary></entry></feed>";
    let published = read_articles("a.atom", atom)[0].published.clone();
    assert_eq!(published.map(|p| p.text).as_deref(), Some("2024-11-20T08:30:00Z"));
    check("a.xml", "<?xml version='1.0'?><urlset/>", &[], &["neither RSS nor Atom: the root element is <urlset>"]);
    let bytes = "<?xml version='1.0' encoding='ISO-8859-1'?><rss version='2.0'><channel><item><guid>a</guid><title>F\u{fc}hrung</title>\
                 <description>Stra\u{df}e</description></item></channel></rss>";
    let latin: Vec<u8> = bytes.chars().map(|c| c as u8).collect();
    assert_eq!(read_articles("a.rss", latin)[0].text, "Straße");
}

#[test]
fn standard_input_is_read_by_its_first_bytes() {
    let stdin = Source::stdin();
    let format = |bytes: &str| {
        let mut ids = Vec::new();
        let format =
            tandem::ingest::read(&stdin, bytes.as_bytes(), &mut |r| ids.push(r.expect("good").id().to_string()));
        (format.expect("memory can be read"), ids.len())
    };
    assert_eq!(format("{\"text\":\"a\"}\n{\"text\":\"b\"}\n"), (Format::JsonLines, 2));
    assert_eq!(format("{\n\"text\":\"a\"\n}\n"), (Format::Json, 1));
    let feed = "<?xml version='1.0'?><rss version='2.0'><channel><item><guid>g</guid><description>Text</description></item></channel></rss>";
    assert_eq!(format(feed), (Format::Feed, 1));
    assert_eq!(format("<!doctype html><title>T</title><article><p>Ein Satz.</p></article>"), (Format::Html, 1));
    assert_eq!(format("---\ntitle: T\n---\nText"), (Format::Markdown, 1));
    assert_eq!(format("Nur Text"), (Format::Text, 1));
    let (found, _) = sources(&[PathBuf::from("-")]).expect("no path");
    assert_eq!(found[0].origin, Origin::Stdin);
    assert!(Format::Feed.is_feed() && !Format::Json.is_feed());
}

#[test]
fn folders_pass_over_project_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, "Ein Text").expect("a file");
    };
    for name in ["a.md", "sub/b.txt", "README.md", "sub/LICENSE.txt", ".hidden/c.txt", "d.png", "sub/.e.txt"] {
        write(name);
    }
    let ids = |sources: Vec<Source>| sources.into_iter().map(|source| source.id).collect::<Vec<_>>();
    let root = folder.path();
    assert_eq!(ids(sources(&[root.to_path_buf()]).expect("it is there").0), ["a.md", "sub/b.txt"]);
    assert_eq!(ids(sources(&[root.join("README.md")]).expect("it is there").0), ["README.md"]);
    let under = |path: &Path| ids(sources_under(root, path).0);
    assert_eq!(under(&root.join("sub")), ["sub/b.txt"]);
    assert_eq!(under(&root.join("sub/b.txt")), ["sub/b.txt"]);
    for path in ["README.md", ".hidden/c.txt", "sub/.e.txt", "d.png", "gone.txt", ".hidden"] {
        assert!(under(&root.join(path)).is_empty(), "{path}");
    }
    let file = root.join("README.md");
    assert_eq!(ids(sources_under(&file, &file).0), ["README.md"]);
    let error = sources(&[root.join("d.png")]).expect_err("no format");
    assert!(error.to_string().contains(".html"), "{error}");
}
