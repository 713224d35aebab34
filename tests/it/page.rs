//! The web page, as a browser without scripts gets it: what it shows, where its links lead, and texts that try to break it.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use tokio::runtime::Runtime;
use warp::http::Response;
use warp::hyper::body::Bytes;

use tandem::ingest::Published;
use tandem::search::Searcher;
use tandem::server::{Options, routes};

use crate::harness::{article, index_articles, seeds};
use crate::server::{encoded, site};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("threads"));

pub fn send(searcher: Arc<Searcher>, path: &str, headers: &[(&str, &str)]) -> Response<Bytes> {
    let request = warp::test::request().path(path);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    RUNTIME.block_on(request.reply(&routes(site(searcher, Options::default()))))
}

/// The page at an address over the sample articles, in a language.
pub fn page(path: &str, language: &str) -> String {
    checked(&send(seeds(), path, &[("accept-language", language), ("accept", "text/html")]), 200)
}

/// What every page must keep to, whatever it shows.
pub fn checked(response: &Response<Bytes>, status: u16) -> String {
    let html = String::from_utf8(response.body().to_vec()).expect("UTF-8");
    assert_eq!(response.status(), status, "{html}");
    assert_eq!(header(response, "content-type"), "text/html; charset=utf-8");
    let policy = header(response, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(
        (header(response, "x-content-type-options"), header(response, "referrer-policy")),
        ("nosniff", "no-referrer")
    );
    assert_eq!(html.matches("<h1").count(), 1, "{html}");
    assert_eq!(html.matches("<script").count(), 1, "{html}");
    for tag in tags(&html) {
        assert!(!tag.contains(" style=") && !tag.contains(" on"), "inline: {tag}");
        assert!(!tag.starts_with("style"), "inline: {tag}");
    }
    html
}

pub fn header<'r>(response: &'r Response<Bytes>, name: &str) -> &'r str {
    response.headers()[name].to_str().expect("ASCII")
}

/// What stands between `<` and `>`; a page escapes both everywhere else. Values of attributes become empty.
pub fn tags(html: &str) -> Vec<String> {
    let tags = html.split('<').skip(1).filter_map(|tag| tag.split_once('>')).map(|(tag, _)| tag);
    let without_values = |tag: &str| tag.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    tags.map(without_values).collect()
}

/// The links of a page, unescaped.
pub fn links(html: &str) -> Vec<String> {
    let found = html.split("href=\"").skip(1).filter_map(|rest| rest.split_once('"')).map(|(href, _)| href);
    found.map(|href| href.replace("&#38;", "&").replace("&#39;", "'").replace("&amp;", "&")).collect()
}

pub fn link_to<'l>(links: &'l [String], part: &str) -> &'l str {
    links.iter().find(|link| link.contains(part)).unwrap_or_else(|| panic!("no link with {part} in {links:#?}"))
}

pub fn check_holds(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part:?} is missing in {html}");
    }
}

#[test]
fn home_says_what_it_is_in_both_languages() {
    let german = page("/", "de-AT,en;q=0.5");
    check_holds(
        &german,
        &["<html lang=\"de\">", "90 Artikel im Bestand", "mit deutschem Text", "Hilfe zur Suchzeile", "Suchen"],
    );
    let english = page("/", "en");
    check_holds(
        &english,
        &["<html lang=\"en\">", "90 articles in the collection", "Help on the query line", "Search</button>"],
    );
    for html in [german, english] {
        let examples: Vec<String> = links(&html).into_iter().filter(|link| link.starts_with("/?q=")).collect();
        assert_eq!(examples.len(), 15);
        for example in examples {
            let found = page(&example, "en");
            assert!(found.contains("class=\"hit\""), "{example} finds nothing");
            assert!(!found.contains("class=\"notes\""), "{example} has notes");
        }
    }
}

#[test]
fn results_show_what_was_found() {
    let german = page("/?q=Luftangriff+Kiew", "de");
    check_holds(
        &german,
        &[
            "<title>Luftangriff Kiew – Tandem</title>",
            "Treffer für „Luftangriff Kiew“",
            " Treffer<",
            "in <mark>Kiew</mark> aus Furcht vor <mark>Luftangriff</mark>",
            "20. November 2024",
            "Tagblatt am Strom",
            "href=\"/articles/kiew-botschaft-de?q=Luftangriff+Kiew\"",
            "rel=\"noopener noreferrer\"",
            "<span aria-hidden=\"true\">DE</span>",
            "nach dpa",
        ],
    );
    let english = page("/?q=Kyiv", "en");
    check_holds(&english, &["20 November 2024", "<span aria-hidden=\"true\">EN</span>", " results<"]);
    check_holds(&page("/?q=Milton", "en"), &["Original at example.org"]);
    check_holds(&page("/?q=Beckenbauer", "en"), &["DE+EN", "German and English"]);
    check_holds(&page("/?q=Erdrutschsieg+OR+Kinderklinik", "de"), &["value=\"Erdrutschsieg OR Kinderklinik\""]);
}

#[test]
fn every_link_of_a_page_leads_somewhere() {
    for start in [
        "/",
        "/?q=Kiew&lang=de",
        "/?q=Ukraine&source=Elbe-Bote&date=2024&sort=date",
        "/articles/kiew-botschaft-de?q=Kiew",
        "/entities",
        "/entities?q=Sch",
        "/entities/per:olaf_scholz",
    ] {
        for link in links(&page(start, "de")) {
            if link.starts_with('/') {
                let response = send(seeds(), &link, &[("accept", "text/html")]);
                assert_eq!(response.status(), 200, "{start} leads to {link}");
            } else {
                let is_outside = link.starts_with("https://example.org/");
                assert!(is_outside || link.starts_with('#'), "{start} leads to {link}");
            }
        }
    }
}

#[test]
fn narrowing_keeps_the_query_and_can_be_taken_back() {
    let all = page("/?q=Kiew", "de");
    let narrowed = link_to(&links(&all), "source=dpa").to_string();
    let html = page(&narrowed, "de");
    check_holds(&html, &["2 Treffer", "Filter entfernen: Quelle: dpa", "name=\"source\" value=\"dpa\""]);
    assert_eq!(link_to(&links(&html), "/?q=Kiew"), "/?q=Kiew&source=dpa&ui=de");
    let chip = html.split("class=\"chips\"").nth(1).expect("chips");
    assert_eq!(links(chip)[0], "/?q=Kiew");
    check_holds(
        &page("/?q=Kiew&lang=en&lang=de", "en"),
        &["1 result<", "Language: English", "Language: German", "Remove all filters"],
    );
    check_holds(
        &page("/?q=Kiew&date=2024-11-01..2024-11-30", "de"),
        &["Zeitraum: 1. November 2024 bis 30. November 2024"],
    );
    let only_filter = page("/?source=dpa", "de");
    check_holds(&only_filter, &["<h1 class=\"results-heading\">Artikel</h1>", "Quelle: dpa", "Neueste zuerst"]);
    assert!(!only_filter.contains("Relevanz") && !only_filter.contains("class=\"notes\""));
}

#[test]
fn bars_lead_to_their_period() {
    let html = page("/?q=Kiew", "en");
    check_holds(
        &html,
        &["aria-label=\"July 2024: 2 articles\"", "<title>July 2024: 2 articles</title>", "<table class=\"numbers\">"],
    );
    let july = page(link_to(&links(&html), "date=2024-07"), "en");
    check_holds(&july, &["2 results", "Period: July 2024"]);
    check_holds(&page("/?lang=de", "de"), &["date=2023", "date=2024"]);
    assert!(!page("/?q=Kiew&date=2024-11-20", "en").contains("class=\"histogram\""), "one day has nothing to narrow");
}

#[test]
fn pages_follow_each_other() {
    let first = page("/?lang=de", "de");
    check_holds(&first, &["Seite 1 von ", "aria-current=\"page\"", "rel=\"next\" href=\"/?lang=de&#38;page=2\""]);
    assert!(!first.contains("rel=\"prev\""));
    check_holds(&page("/?lang=de&page=2", "de"), &["start=\"11\"", "rel=\"prev\" href=\"/?lang=de\"", "&#38;page=2\""]);
    let beyond = page("/?lang=de&page=999", "de");
    check_holds(&beyond, &["Die Seite „999“ gibt es nicht", "class=\"hit\""]);
    assert!(!beyond.contains("rel=\"next\""));
    assert_ne!(page("/?q=Ukraine&sort=date", "de"), page("/?q=Ukraine&sort=-date", "de"));
}

#[test]
fn what_cannot_be_read_is_said_and_passed_over() {
    check_holds(
        &page("/?q=Kiew&lang=fr&date=gestrig&sort=best&page=x", "de"),
        &[
            " Treffer",
            "Die Sprache „fr“ gibt es nicht",
            "„gestrig“ ist kein Datum",
            "Die Sortierung „best“ gibt es nicht",
            "Die Seitenzahl „x“ war nicht zu lesen",
        ],
    );
    check_holds(
        &page("/?q=Kiew+%22in+der", "de"),
        &["Zeichen 6: Das Anführungszeichen wird nie geschlossen", "Gelesen als", "Kiew in der"],
    );
    check_holds(&page("/?q=Kiew+%22in+der", "en"), &["Character 6: the quote is never closed", "Read as"]);
    let of_bytes = |n: usize| send(seeds(), &format!("/?q={}", "a".repeat(n)), &[("accept-language", "de")]);
    check_holds(&checked(&of_bytes((16 << 10) + 1), 400), &["Die Suche ist zu lang", "16.384"]);
    checked(&of_bytes(16 << 10), 200);
}

#[test]
fn what_was_searched_in_the_other_language_is_said_and_can_be_left_out() {
    let html = page("/?q=Botschaft", "de");
    check_holds(
        &html,
        &["Auch gesucht", "<span lang=\"en\">embassy</span>", "nur wie eingegeben suchen", "<mark>embassy</mark>"],
    );
    let off = link_to(&links(&html), "cross_language=off").to_string();
    let typed = page(&off, "de");
    check_holds(&typed, &["auch in der anderen Sprache und Schreibweise suchen", "<mark>Botschaft</mark>"]);
    assert!(!typed.contains("Auch gesucht") && !typed.contains("<mark>embassy</mark>"), "{typed}");
    // Whatever is narrowed or opened from there stays so.
    let kept = links(&typed).into_iter().filter(|link| link.starts_with("/articles/") || link.contains("lang="));
    let kept: Vec<_> = kept.filter(|link| !link.contains("cross_language=off")).collect();
    assert!(kept.is_empty(), "{kept:?}");
}

#[test]
fn nothing_found_comes_with_advice() {
    let html = page("/?q=Regirung+AND+Moskau", "de");
    check_holds(&html, &["Keine Treffer", "In keinem Artikel kommt vor: „Regirung“", "Was hilft"]);
    check_holds(&page(link_to(&links(&html), "q=regierung"), "de"), &["regierung AND Moskau"]);
    let filtered = page("/?q=Kiew&date=1999", "de");
    check_holds(&filtered, &["Keine Treffer", "Ohne Filter: ", "href=\"/?q=Kiew\""]);
}

#[test]
fn an_article_shows_every_match() {
    let html = page("/articles/kiew-botschaft-de?q=Luftangriff+Kiew&lang=de", "de");
    check_holds(
        &html,
        &[
            "USA</a> schließen Botschaft in <a class=\"mention\" href=\"/entities/loc:kyiv\"><mark id=\"m1\">Kiew</mark></a> aus Furcht vor \
             <mark id=\"m2\">Luftangriff</mark></h1>",
            "20. November 2024, 18:05 Uhr",
            "href=\"/?q=Luftangriff+Kiew&#38;lang=de\">← Zurück zu den Treffern",
            "<a href=\"#m1\" aria-label=\"Fundstelle 1\">1</a>",
            "Fundstellen</span>",
        ],
    );
    let n = html.matches("<mark id=\"m").count();
    assert!(n > 4 && html.contains(&format!("id=\"m{n}\"")) && html.contains(&format!(">{n} Fundstellen<")), "{html}");
    let plain = page("/articles/kiew-botschaft-de", "en");
    assert!(!plain.contains("<mark") && !plain.contains("matches") && plain.contains("To the search"));
    check_holds(&page("/articles/barnier-misstrauen-mixed-de", "en"), &["<p lang=\"de\">", "<p lang=\"und\">"]);
    check_holds(&page("/articles/leverkusen-noise-de?q=Anzeige", "en"), &["<span class=\"dim\">", "Set fainter"]);
    check_holds(
        &page("/articles/https%3A%2F%2Fexample.org%2Fwar%2Fnordstream-haftbefehl", "en"),
        &["<h1 lang=\"de\">"],
    );
}

#[test]
fn what_is_not_here_is_a_page_for_readers() {
    let html = [("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"), ("accept-language", "de")];
    for path in
        ["/articles/unknown", "/articles/", "/articles/%ff", "/nothing?q=a", "//example.org/x", "/assets/none.css"]
    {
        check_holds(&checked(&send(seeds(), path, &html), 404), &["Nicht gefunden", "href=\"/\""]);
    }
    for (path, headers) in [("/nothing", &[][..]), ("/nothing", &[("accept", "*/*")]), ("/api/v1/nothing", &html)] {
        let response = send(seeds(), path, headers);
        let kind = header(&response, "content-type");
        assert_eq!((response.status().as_u16(), kind), (404, "application/problem+json"));
    }
    let json_first = [("accept", "application/json, text/html;q=0.5")];
    assert_eq!(send(seeds(), "/nothing", &json_first).headers()["content-type"], "application/problem+json");
}

#[test]
fn the_language_is_chosen_once() {
    let chosen = send(seeds(), "/?q=Kiew&ui=de", &[("accept-language", "en")]);
    assert!(checked(&chosen, 200).contains("<html lang=\"de\">"));
    let cookie = chosen.headers()["set-cookie"].to_str().expect("ASCII");
    assert_eq!(cookie, "ui=de; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    let later = send(seeds(), "/", &[("accept-language", "en"), ("cookie", "a=b; ui=de")]);
    assert!(checked(&later, 200).contains("<html lang=\"de\">") && !later.headers().contains_key("set-cookie"));
    let switch = link_to(&links(&page("/?q=a%26b&source=dpa&page=1", "de")), "ui=en").to_string();
    assert_eq!(switch, "/?q=a%26b&source=dpa&page=1&ui=en");
}

#[test]
fn files_are_kept_for_good() {
    for (name, kind) in [("style.css", "text/css"), ("page.js", "text/javascript"), ("icon.svg", "image/svg+xml")] {
        let all = links(&page("/", "en")).join(" ") + &page("/", "en");
        let address = all
            .split(['"', ' '])
            .find(|link| link.starts_with(&format!("/assets/{name}?v=")))
            .expect("a link")
            .to_string();
        let response = send(seeds(), &address, &[]);
        let kept = "public, max-age=31536000, immutable";
        assert_eq!((response.status().as_u16(), header(&response, "cache-control")), (200, kept));
        assert!(header(&response, "content-type").starts_with(kind), "{name}");
    }
}

#[test]
fn texts_of_articles_and_queries_are_never_markup() {
    let attack = "<script>alert(1)</script> \"><img src=x onerror=alert(1)> ' &amp; Kiew";
    let mut bad = article("<b>\"id'&?#/", attack, &format!("{attack}\nZweiter Absatz & mehr <i>Kiew</i>."));
    bad.source = Some(attack.to_string());
    bad.authors = vec![attack.to_string()];
    bad.url = Some("javascript://example.org/%0aalert(1)".to_string());
    bad.published = Published::parse("2024-11-20").ok();
    let searcher = Arc::new(index_articles(vec![bad]));
    let results = checked(&send(searcher.clone(), &format!("/?q={}", encoded(attack)), &[]), 200);
    check_holds(&results, &["&lt;<mark>script</mark>&gt;", "<mark>Kiew</mark>", "1 result<"]);
    assert!(!results.contains("<img src=x") && !results.contains("javascript:") && !results.contains("<b>"));
    let link = link_to(&links(&results), "/articles/").to_string();
    let shown = checked(&send(searcher.clone(), &link, &[]), 200);
    check_holds(
        &shown,
        &["&lt;i&gt;<a class=\"mention\" href=\"/entities/loc:kyiv\"><mark id=", "&#60;script&#62;", "&#38;amp;"],
    );
    assert!(!shown.contains("<img src=x") && !shown.contains("javascript:"));
    let narrowed = link_to(&links(&results), "source=").to_string();
    check_holds(&checked(&send(searcher, &narrowed, &[]), 200), &["1 result<", "Source: &#60;script"]);
}

#[test]
fn a_long_article_is_marked_in_its_beginning() {
    let text = "Der Alarm in Kiew endete. ".repeat(400_000).replace("endete. Der", "endete.\nDer");
    let searcher = Arc::new(index_articles(vec![article("long", "Alarm", &text)]));
    let html = checked(&send(searcher, "/articles/long?q=Kiew", &[]), 200);
    check_holds(&html, &["5,000 matches", "Only the beginning"]);
}

/// No text of a reader is an error, whatever it is typed into.
fn check_hostile(text: &str) {
    let text = encoded(text);
    let mut paths = vec![
        format!("/?q={text}"),
        format!("/articles/kiew-botschaft-de?q={text}"),
        format!("/entities?q={text}"),
        format!("/?q=Kiew&entity={text}"),
    ];
    if text.len() < 9_000 {
        paths.push(format!("/?q=Kiew&source={text}&lang={text}&date={text}&sort={text}&page={text}&ui={text}"));
    }
    for path in paths {
        checked(&send(seeds(), &path, &[]), 200);
    }
    for path in [format!("/articles/{text}"), format!("/entities/{text}"), format!("/entities/per:{text}")] {
        assert!(send(seeds(), &path, &[("accept", "text/html")]).status().as_u16() < 500, "{path}");
    }
}

#[test]
fn hostile_texts_are_answered() {
    for text in
        ["", " ", "\0", "\u{202e}Kiew\u{202c}", "👩‍👩‍👧 Kiew", "%", "<script>", "\\", "*", "~1", "-9999..9999", "65535y.."]
    {
        check_hostile(text);
    }
    check_hostile(&"(".repeat(9_000));
    check_hostile(&"Kiew* ".repeat(2_000));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_answered(text in prop_oneof![any::<String>(), "[<>&\"'„“ *~():/a-zäß0-9.-]{0,40}"]) {
        check_hostile(&text);
    }

    #[test]
    fn any_article_is_shown(
        title in "[<>&\"Kiew äß]{0,20}",
        text in prop_oneof![any::<String>(), "(Anzeige\n|Foto: dpa\n|Kiew |<b>&|Luftangriff in |\n|Mit dpa){0,12}"],
    ) {
        let searcher = Arc::new(index_articles(vec![article("a", &title, &text)]));
        let shown = checked(&send(searcher.clone(), "/articles/a?q=Kiew+Anzeige+Foto+Luftangriff", &[]), 200);
        let n_marks = shown.matches("<mark id=").count();
        let last = format!("id=\"m{n_marks}\"");
        prop_assert!(n_marks == 0 || shown.contains(&last));
        checked(&send(searcher, "/?q=Kiew+Anzeige+Foto+Luftangriff", &[]), 200);
    }
}
