//! Web pages: where each fact comes from, and pages that are no articles.

use crate::harness::{read, read_articles};

fn check_refused(page: &str, reason: &str) {
    let (records, problems) = read("a.html", page);
    assert!(records.is_empty(), "{records:?}");
    let [problem] = &problems[..] else { panic!("{problems:?}") };
    assert!(problem.starts_with("a.html: ") && problem.contains(reason), "{problem:?} does not say {reason:?}");
}

fn page(head: &str, body: &str) -> String {
    format!("<!doctype html><html lang='de'><head>{head}</head><body>{body}</body></html>")
}

const SENTENCES: &str = "<p>Der Deich bei Wittenberge hält, sagte die Leiterin des Stabes, obwohl der Pegel weiter steigt.</p>\
    <p>Am Abend sollen weitere Helfer kommen, Sandsäcke liegen bereit, und die Straße bleibt gesperrt.</p>";

#[test]
fn json_ld_comes_first() {
    let json = r#"<script type="application/ld+json">[{"@context":"https://schema.org","@type":"BreadcrumbList"},
        {"@graph":[{"@type":["ReportageNewsArticle"],"headline":"Der Deich &amp; das Wasser","articleBody":"Eins.\n\nZwei &amp; drei.",
        "datePublished":"2024-11-20T08:30:00+01:00","author":[{"@type":"Person","name":"Ada Voss"},"Ben Ruh"],
        "publisher":{"@type":"Organization","name":"Elbblatt"},"inLanguage":{"@type":"Language","alternateName":"de"},
        "isAccessibleForFree":"True","url":"https://example.org/deich"}]}]</script>"#;
    let article =
        &read_articles("a.html", page(&format!("{json}<meta property='og:title' content='Anders'>"), "<p>x</p>"))[0];
    assert_eq!((article.title.as_str(), article.text.as_str()), ("Der Deich & das Wasser", "Eins.\nZwei & drei."));
    assert_eq!(article.authors, ["Ada Voss", "Ben Ruh"]);
    assert_eq!((article.source.as_deref(), article.lang.as_deref()), (Some("Elbblatt"), Some("de")));
    assert_eq!(article.id, "https://example.org/deich");
    assert_eq!(article.published.as_ref().map(|p| p.text.as_str()), Some("2024-11-20T08:30:00+01:00"));
}

#[test]
fn meta_elements_and_main_text_come_next() {
    let head = "<title>Der Deich hält | Elbblatt</title><meta property='og:site_name' content='Elbblatt'>\
                <meta name='author' content='Ada Voss'><meta property='article:published_time' content='2024-11-20'>\
                <link rel='canonical' href='https://example.org/deich'>";
    let body = format!(
        "<nav><a href='/'>Start</a> <a href='/abo'>Abo</a></nav><article><h1>Der Deich hält</h1>{SENTENCES}</article>"
    );
    let article = &read_articles("a.htm", page(head, &body))[0];
    assert_eq!(article.title, "Der Deich hält");
    assert_eq!(article.text.lines().count(), 2, "{}", article.text);
    assert!(article.text.starts_with("Der Deich bei") && article.text.ends_with("gesperrt."), "{}", article.text);
    assert_eq!((article.source.as_deref(), article.lang.as_deref()), (Some("Elbblatt"), Some("de")));
    assert_eq!(
        (article.authors.as_slice(), article.id.as_str()),
        (["Ada Voss".to_string()].as_slice(), "https://example.org/deich")
    );
    let bare = &read_articles("b.html", page("<title>T</title>", SENTENCES))[0];
    assert_eq!((bare.id.as_str(), bare.title.as_str(), &bare.published), ("b.html", "T", &None));
}

#[test]
fn pages_in_windows_1252() {
    let html = page("<meta charset='iso-8859-1'><title>Führung</title>", &SENTENCES.replace("Wittenberge", "„Meißen“"));
    let (bytes, _, has_losses) = encoding_rs::WINDOWS_1252.encode(&html);
    assert!(!has_losses);
    let article = &read_articles("a.html", &bytes)[0];
    assert!(article.title == "Führung" && article.text.contains("„Meißen“ hält"), "{article:?}");
    let unknown =
        page("<meta charset='klingon'><title>T</title>", SENTENCES).replace('ß', "ss").replace(['ä', 'ö'], "e");
    let (records, problems) = read("a.html", unknown);
    assert_eq!((records.len(), problems.len()), (1, 1));
    assert!(
        problems[0].starts_with("mended: a.html: the declared character set \"klingon\" is unknown"),
        "{problems:?}"
    );
}

#[test]
fn broken_json_ld_is_reported_with_its_line() {
    let head = "\n<title>T</title>\n<script type='application/ld+json'>{\"@type\":\"NewsArticle\", oops}</script>";
    let (records, problems) = read("a.html", page(head, SENTENCES));
    assert_eq!((records.len(), problems.len()), (1, 1), "{problems:?}");
    assert!(problems[0].starts_with("mended: a.html, line 3: the JSON-LD cannot be read"), "{problems:?}");
    let newline = head.replace("oops", "\"headline\":\"Eine\nZeile\"");
    assert_eq!(read_articles("a.html", page(&newline, SENTENCES))[0].title, "Eine Zeile");
}

#[test]
fn pages_that_are_no_articles() {
    let zeit = "<h1>zeit-artig mit Werbung</h1><p>Besuchen Sie uns wie gewohnt mit Werbung und Tracking.</p>\
                <p>Zustimmung ist jederzeit widerrufbar.</p><button>Akzeptieren und weiter</button><p>Oder lesen Sie im Pur-Abo.</p>";
    check_refused(&page("<title>Willkommen</title>", zeit), "a consent page");
    let wall = "<div><p>We value your privacy</p><p>We and our partners store and/or access information on a device.</p></div>";
    check_refused(&page("<title>The Daily</title>", wall), "a consent page");
    let stub = "<article><p>Der Deich hält, sagte die Leiterin des Stabes am Abend in Wittenberge den Reportern.</p>\
                <p>Dieser Artikel ist exklusiv für unsere Abonnentinnen und Abonnenten.</p></article>";
    check_refused(&page("<title>Der Deich hält</title>", stub), "behind a paywall");
    let paid = r#"<script type="application/ld+json">{"@type":"NewsArticle","headline":"T","isAccessibleForFree":false,
        "articleBody":"Nur der Anfang."}</script>"#;
    check_refused(&page(paid, "<p>Nur der Anfang.</p>"), "behind a paywall");
    check_refused(
        &page("<title>Just a moment...</title>", "<noscript>Enable JavaScript and cookies to continue</noscript>"),
        "robots",
    );
    check_refused(&page("<title>404 Not Found</title>", "<p>Die Seite wurde nicht gefunden.</p>"), "an error page");
    check_refused(&page("<title>Leer</title>", ""), "holds no text");
    check_refused("", "holds no text");
}

#[test]
fn articles_about_walls_go_in() {
    let sentence = "<p>Verbraucherschützer halten Seiten, auf denen nur „Alle akzeptieren“ zu lesen ist, für rechtswidrig, und klagen.</p>\
                    <p>Das Gericht ließ offen, wann ein Angebot fair ist, und verwies auf die Aufsicht der Länder, die noch berät.</p>";
    let page = page("<title>Streit um Cookies</title>", &format!("<article>{}</article>", sentence.repeat(8)));
    assert!(read_articles("a.html", page)[0].text.len() > 1500);
}
