//! Entities on the web page: their own pages, filters, links in articles, the overview, and ids that try to break them.

use std::sync::Arc;

use proptest::prelude::*;
use tandem::search::Searcher;

use crate::harness::{article, index, index_articles, seeds};
use crate::page::{check_holds, checked, link_to, links, page, send};
use crate::server::{encoded, get, json_of};

/// Elements that have no end.
const VOID: [&str; 10] = ["meta", "link", "input", "img", "br", "rect", "circle", "path", "line", "polyline"];

/// Every element ends inside the one that it began in, and no link stands in a link.
pub fn check_nested(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1).filter_map(|tag| tag.split_once('>')).map(|(tag, _)| tag) {
        let name = tag.trim_start_matches('/').split([' ', '\n', '/']).next().unwrap_or_default();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "</{name}> in {html}");
        } else if !VOID.contains(&name) && !tag.starts_with('!') {
            assert!(name != "a" || !open.contains(&"a"), "a link in a link: {html}");
            open.push(name);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

/// What stands between two tags, without tags.
fn text_of(html: &str) -> String {
    html.split('<')
        .enumerate()
        .map(|(i, part)| if i == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) })
        .collect()
}

fn page_of(searcher: &Arc<Searcher>, path: &str) -> String {
    let html = checked(&send(Arc::clone(searcher), path, &[("accept", "text/html"), ("accept-language", "en")]), 200);
    check_nested(&html);
    html
}

#[test]
fn an_entity_has_a_page_in_both_languages() {
    let german = page("/entities/loc:kyiv", "de");
    check_holds(
        &german,
        &[
            "<h1>Kiew</h1>",
            "<p class=\"kind\">Ort</p>",
            "Auf Englisch:</span> <span lang=\"en\">Kyiv</span>",
            "Alle 7 Artikel",
            "Artikel im Lauf der Zeit",
            "<table class=\"numbers\">",
            "Neueste Artikel",
            "<mark>Kiew</mark>",
            "Zusammen genannt mit",
            "href=\"/entities/country:UA\">Ukraine</a>",
            "aria-label=\"7 Artikel, die auch Ukraine nennen\"",
            "<h2>Quellen</h2>",
            "<code>loc:kyiv</code>",
        ],
    );
    check_nested(&german);
    let english = page("/entities/loc%3akyiv", "en");
    check_holds(
        &english,
        &[
            "<h1>Kyiv</h1>",
            "<p class=\"kind\">Place</p>",
            "In German:",
            "All 7 articles",
            "<mark>Kyiv</mark>",
            "Sources",
        ],
    );
    let beside = links(&english);
    let both = page(link_to(&beside, "/?entity=loc%3Akyiv&entity=country%3AUA"), "en");
    check_holds(&both, &["7 results", "Place: Kyiv", "Place: Ukraine"]);
    let named = page(link_to(&beside, "/entities/per:"), "en");
    check_holds(&named, &["<p class=\"kind\">Person</p>"]);
    // Who has a row in a table has a page, even if no article names it.
    check_holds(&page("/entities/country:IS", "de"), &["<h1>Island</h1>", "Kein Artikel nennt diesen Namen."]);
}

#[test]
fn an_entity_of_no_table_has_a_page_that_says_what_it_is_joined_with() {
    let searcher = Arc::new(index(
        "# full-en en 2024-01-02 | New ambassador\n\
         The diplomat Yuri Shcherbakov will arrive in Kyiv on Monday. Mr Shcherbakov said that he was looking forward to it.\n\
         # surname-en en 2024-02-03 | Talks\n\
         After the talks Mr Shcherbakov said on Tuesday that nothing had been decided yet, and that more talks would follow.\n",
    ));
    let overview = page_of(&searcher, "/entities?q=shcher");
    check_holds(&overview, &["1 entry for “shcher”", "Yuri Shcherbakov</a>", "2 articles"]);
    let address = link_to(&links(&overview), "/entities/per:").to_string();
    let html = page_of(&searcher, &address);
    check_holds(
        &html,
        &[
            "<h1>Yuri Shcherbakov</h1>",
            "All 2 articles",
            "Joined with it:",
            "the surname where it stands alone",
            "Talks</a>",
        ],
    );
    // The surname alone leads to the same page.
    let alone = page_of(&searcher, "/articles/surname-en");
    let of_surname = page_of(&searcher, link_to(&links(&alone), "/entities/per:"));
    check_holds(&of_surname, &["<h1>Yuri Shcherbakov</h1>"]);
}

#[test]
fn results_are_narrowed_to_entities() {
    let all = page("/?q=Ukraine", "de");
    check_holds(&all, &["<h2>Personen</h2>", "<h2>Orte</h2>", "<h2>Organisationen</h2>", "weitere Namen"]);
    check_nested(&all);
    let one = link_to(&links(&all), "entity=per%3Avolodymyr_zelenskyy").to_string();
    let html = page(&one, "de");
    check_holds(
        &html,
        &["Filter entfernen: Person: Wolodymyr Selenskyj", "name=\"entity\" value=\"per:volodymyr_zelenskyy\""],
    );
    let two = page(link_to(&links(&html), "entity=country%3ARU"), "de");
    check_holds(&two, &["Person: Wolodymyr Selenskyj", "Ort: Russland", "Alle Filter entfernen"]);
    let chip = two.split("class=\"chips\"").nth(1).expect("chips");
    assert_eq!(links(chip)[..2], ["/?q=Ukraine&entity=country%3ARU", "/?q=Ukraine&entity=per%3Avolodymyr_zelenskyy"]);
    // Alone it finds whoever is named so, the newest first, marked in hits and articles.
    let alone = page("/?entity=country:UA", "de");
    check_holds(&alone, &["17 Treffer", "<mark>ukrainischen</mark>", "Neueste zuerst"]);
    let read = page("/articles/kiew-botschaft-de?entity=country%3AUA", "de");
    check_holds(&read, &["2 Fundstellen", "<mark id=\"m2\">ukrainischen</mark>"]);
    let nobody = page("/?q=Kiew&entity=per:nobody", "de");
    check_holds(&nobody, &["Keine Treffer", "Person: per:nobody", "Ohne Filter: "]);
}

#[test]
fn the_api_narrows_to_entities_as_the_page_does() {
    let of = |query: &str| json_of(&get(&format!("/api/v1/search?q={query}&limit=100")));
    let (all, narrowed) = (of("Ukraine"), of("Ukraine&entity=country:UA&entity=country:RU"));
    let ids = |answer: &serde_json::Value| -> Vec<String> {
        answer["hits"].as_array().expect("hits").iter().map(|hit| format!("{} {}", hit["id"], hit["score"])).collect()
    };
    let (all, narrowed) = (ids(&all), ids(&narrowed));
    assert_eq!(narrowed.len(), 12);
    // Without a score: what is left has the scores that it had.
    assert!(narrowed.iter().all(|hit| all.contains(hit)), "{narrowed:#?}");
    assert_eq!(of("&entity=country:UA")["query"]["read_as"], "entity:\"country:UA\"");
}

#[test]
fn mentions_are_links_that_stand_together_with_marks() {
    let html = page("/articles/kiew-botschaft-de?q=%22Botschaft+in+Kiew%22+Moskaus+Gebiet", "de");
    check_nested(&html);
    check_holds(
        &html,
        &[
            // A mark that reaches into a mention is cut there, and keeps its number.
            "<mark id=\"m1\">Botschaft in </mark><a class=\"mention\" href=\"/entities/loc:kyiv\"><mark>Kiew</mark></a>",
            "<a class=\"mention\" href=\"/entities/loc:bryansk_oblast\"><mark id=\"m4\">Gebiet</mark> Brjansk</a>",
            "In diesem Artikel genannt",
            "href=\"/entities/per:sergey_lavrov\">Sergej Lawrow</a>",
            "5-mal genannt",
            "<h3>Waffen, Produkte, Ereignisse</h3>",
        ],
    );
    let english = page("/articles/kiew-botschaft-de", "en");
    check_holds(&english, &["Named in this article", ">Sergey Lavrov</a>", "named 5 times"]);
    // Not a letter is lost or doubled.
    let plain = text_of(&english);
    check_holds(
        &plain,
        &["Aus Sorge vor einem schweren russischen Luftangriff haben die USA ihre Botschaft in Kiew am Mittwoch"],
    );
}

#[test]
fn the_overview_lists_who_is_named_most() {
    for (language, title, group) in [
        ("de", "Personen, Orte, Organisationen", "Waffen, Produkte, Ereignisse"),
        ("en", "People, places, organisations", "People"),
    ] {
        let html = page("/entities", language);
        check_nested(&html);
        check_holds(&html, &[title, group, "href=\"/entities/per:volodymyr_zelenskyy\"", "action=\"/entities\""]);
        link_to(&links(&page("/", language)), "/entities");
    }
    let found = page("/entities?q=Ukr", "en");
    check_holds(&found, &["value=\"Ukr\"", "href=\"/entities/country:UA\">Ukraine</a>", "Ukrainian Air Force"]);
    assert!(found.contains("id=\"q\" name=\"q\" type=\"search\" value=\"\""), "a name is no search");
    for nobody in ["Xyzzy", "%3F", "%00", "%C2%A0"] {
        let html = page(&format!("/entities?q={nobody}"), "de");
        assert!(html.contains("Kein Artikel nennt") || html.contains("Die meistgenannten"), "{nobody}: {html}");
    }
}

#[test]
fn ids_of_nobody_are_not_found() {
    let html = [("accept", "text/html"), ("accept-language", "de")];
    let long = format!("per:{}", "a".repeat(10_000));
    for id in [
        "per:nobody",
        "per:",
        ":",
        "x",
        "per:~",
        "per:~_",
        "per:~a_b",
        "%00",
        "%ff",
        "%20",
        "per:%20x",
        "a/b/c",
        "country:UA/",
        "%F0%9F%98%80",
        "per:%F0%9F%98%80",
        "..%2F..%2Fetc",
        "per:%3Cscript%3E",
        "per:%22%20onclick=%22",
        "loc:~k%00",
        &long,
    ] {
        let path = format!("/entities/{id}");
        checked(&send(seeds(), &path, &html), 404);
        if !id.contains("%ff") {
            checked(&send(seeds(), &format!("/?entity={id}"), &html), 200);
        }
    }
    let emoji = format!("/entities/{}", encoded(&"👩‍👩‍👧".repeat(600)));
    checked(&send(seeds(), &emoji, &html), 404);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn marks_mentions_and_boilerplate_nest_in_any_article(
        title in "(Kiew|Olaf Scholz|<b>| und |& |Ukraine){0,5}",
        text in "(Anzeige\n|Foto: dpa\n|Kiew |<b>&|Olaf Scholz |der Ukraine |Luftangriff in |\n|Mit dpa|Putin){0,14}",
        query in "(Kiew |Scholz |\"Scholz der\" |\"in Kiew\" |Ukraine |Anzeige |dpa |entity:Putin ){0,4}",
    ) {
        let searcher = Arc::new(index_articles(vec![article("a", &title, &text)]));
        let html = page_of(&searcher, &format!("/articles/a?q={}", encoded(&query)));
        let n_marks = html.matches("<mark id=").count();
        let is_numbered = (1..=n_marks).all(|n| html.contains(&format!("id=\"m{n}\"")));
        prop_assert!(is_numbered, "{}", html);
        let shown = html.split("<div class=\"text\">").nth(1).and_then(|rest| rest.split_once("</div>")).map_or("", |(text, _)| text);
        let shown = text_of(shown).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let words = |text: &str| text.split_whitespace().map(str::to_string).collect::<Vec<_>>();
        prop_assert_eq!(words(&shown), words(&text));
        page_of(&searcher, &format!("/?q={}", encoded(&query)));
    }
}
