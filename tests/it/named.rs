//! Who and what articles name, searched by any spelling, counted, and joined by lists of the user's own.

use serde_json::Value;
use tandem::backend::{EntityGroup, Facet};
use tandem::search::{Request, Searcher};

use crate::desk::{Desk, Server, check, out};
use crate::harness::{ids, index, marked, request, search};

/// No table has these people and places, but for Kyiv.
const UNKNOWN: &str = "\
# schtscherbakow-de de | Neuer Botschafter
Der Diplomat Juri Schtscherbakow kommt am Montag nach Kiew. Schtscherbakow sagte, er freue sich auf die Stadt.
# shcherbakov-en en | New ambassador
The diplomat Yuri Shcherbakov will arrive in Kyiv on Monday. Mr Shcherbakov said that he was looking forward to it.
# surname-en en | Talks
After the talks Mr Shcherbakov said on Tuesday that nothing had been decided yet, and that more talks would follow.
# others-de de | Wahl im Dorf
Die Lehrerin Roswitha Quendelbein tritt an. Gegen sie tritt der Bauer Hubert Quendelbein an, der seit Jahren im Rat sitzt.
# one-de de | Rat im Dorf
Roswitha Quendelbein hat im Rat gesprochen. Danach sprachen andere, und am Ende wurde nichts beschlossen.
";

fn found(searcher: &Searcher, query: &str) -> String {
    let page = search(searcher, query);
    let mut ids = ids(&page);
    ids.sort_unstable();
    ids.join(" ")
}

fn notes(searcher: &Searcher, query: &str) -> Vec<String> {
    search(searcher, query).query.notes.into_iter().map(|note| note.code).collect()
}

#[test]
fn a_person_is_found_by_any_spelling_in_both_languages() {
    let searcher = index(UNKNOWN);
    let all = "schtscherbakow-de shcherbakov-en surname-en";
    for query in ["person:\"Juri Schtscherbakow\"", "person:\"Yuri Shcherbakov\"", "entity:\"juri schtscherbakow\""] {
        assert_eq!(found(&searcher, query), all, "{query}");
        assert_eq!(notes(&searcher, query), Vec::<String>::new(), "{query}");
    }
    // A surname alone is read as whoever is named so most often.
    for query in ["person:Shcherbakov", "person:Schtscherbakow"] {
        assert_eq!(found(&searcher, query), all, "{query}");
        assert_eq!(notes(&searcher, query), ["entity_read"], "{query}");
    }
    let page = search(&searcher, "person:Shcherbakov lang:de");
    assert_eq!(marked(&page.hits[0]), ["Juri Schtscherbakow", "Schtscherbakow"]);
}

#[test]
fn a_surname_of_two_people_means_the_more_frequent_and_says_so() {
    let searcher = index(UNKNOWN);
    let page = search(&searcher, "person:Quendelbein");
    let note = &page.query.notes[0];
    assert_eq!((page.total, note.code.as_str()), (2, "entity_read"));
    assert!(note.detail.contains("Roswitha Quendelbein") && note.detail.contains("one other"), "{}", note.detail);
    assert_eq!(found(&searcher, "person:\"Hubert Quendelbein\""), "others-de");
}

#[test]
fn places_are_found_by_any_name_and_left_out_by_a_minus() {
    let searcher = index(UNKNOWN);
    for query in ["place:Kiew", "place:Kyiv", "ort:Kiev", "entity:loc:kyiv"] {
        assert_eq!(found(&searcher, query), "schtscherbakow-de shcherbakov-en", "{query}");
    }
    assert_eq!(found(&searcher, "person:Shcherbakov -place:Kiew"), "surname-en");
    // A person is no place.
    assert_eq!(notes(&searcher, "place:Quendelbein"), ["unknown_entity"]);
}

#[test]
fn facets_count_entities_and_join_a_lone_surname_to_its_holder() {
    let searcher = index(UNKNOWN);
    let facets = vec![Facet::Entity(EntityGroup::Person), Facet::Entity(EntityGroup::Place)];
    let page = searcher.search(&Request { facets, ..request("lang:de OR lang:en") }).expect("memory can be read");
    let names = |facet: usize| -> Vec<(String, u64)> {
        let counts = page.facets[facet].1.iter();
        counts.map(|(id, n)| (page.facet_entities[id].names[0].clone(), *n)).collect()
    };
    // The article with the surname alone counts for the one who has it.
    assert_eq!(names(0)[0].1, 3, "{:?}", names(0));
    assert!(names(0)[0].0.contains("Schtscherbakow") || names(0)[0].0.contains("Shcherbakov"), "{:?}", names(0));
    assert_eq!(names(1)[0], ("Kiew".to_string(), 2));
}

#[test]
fn a_list_joins_and_names_without_a_rebuild_and_can_be_taken_back() {
    let desk = Desk::new();
    desk.write("a.jsonl", "{\"id\":\"a\",\"text\":\"Frau Petra Muckenheim sprach in Oberdingsda. Viele hörten ihr zu, und danach gab es Suppe.\"}\n\
        {\"id\":\"b\",\"text\":\"Frau Petra Muckenheim-Sander sprach in Berlin. Viele hörten ihr zu, und danach gab es Suppe.\"}\n");
    check(&desk.run(&["index", "--index", "ix", "a.jsonl"]), 0, "");
    let search =
        || out(&desk.run(&["search", "--index", "ix", "--format", "ids", "person:\"Petra Muckenheim\""])).to_string();
    assert_eq!(search(), "a\n");
    desk.write("list.tsv", "id\ttype\tde\ten\nper:petra_muckenheim\tPER\tPetra Muckenheim; Petra Muckenheim-Sander\tPetra Muckenheim\nper:x\tFOO\tX\tX\n");
    check(&desk.run(&["entities", "import", "--index", "ix", "list.tsv"]), 0, "list.tsv:3: unknown type \"FOO\"");
    let mut both: Vec<String> = search().lines().map(str::to_string).collect();
    both.sort();
    assert_eq!(both, ["a", "b"]);
    let shown = desk.run(&["entities", "show", "--index", "ix", "Muckenheim"]);
    assert!(out(&shown).contains("Petra Muckenheim  [PER]  2 articles"), "{}", out(&shown));
    assert!(out(&shown).contains("list.tsv:2"), "{}", out(&shown));
    check(&desk.run(&["entities", "remove", "--index", "ix"]), 0, "");
    assert_eq!(search(), "a\n");
    check(&desk.run(&["entities", "import", "--index", "none", "list.tsv"]), 2, "no index");
}

#[test]
fn entities_are_listed_over_http() {
    let desk = Desk::with_samples();
    let server = Server::start(&desk, &["--index", "ix"]);
    let get = |path: &str| -> Value { serde_json::from_str(&server.get(path).1).expect("JSON") };
    let listed = get("/api/v1/entities?q=selensk&limit=3");
    let first = &listed["entities"][0];
    assert_eq!((first["id"].as_str(), first["type"].as_str()), (Some("per:volodymyr_zelenskyy"), Some("PER")));
    assert_eq!(
        (first["name"]["de"].as_str(), first["name"]["en"].as_str()),
        (Some("Wolodymyr Selenskyj"), Some("Volodymyr Zelenskyy"))
    );
    assert!(first["aliases"].as_array().is_some_and(|aliases| aliases.iter().any(|alias| alias == "Zelensky")));
    assert_eq!(server.get("/api/v1/entities?limit=x").0, 400);
    let hit = &get("/api/v1/search?q=person:Selenskyj&limit=1")["hits"][0]["entities"];
    assert!(hit.as_array().is_some_and(|entities| !entities.is_empty()), "{hit}");
}
