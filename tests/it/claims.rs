//! Figures searched as values, and claims: who says how many.

use serde_json::Value;
use tandem::search::{ClaimOptions, ClaimOrder, Request, Searcher};

use crate::desk::{Desk, Server, check, out};
use crate::harness::{ids, index, marked, request, search};

const COUNTED: &str = "\
# ten-de de | Truppen
Nach Angaben von John Kirby sind mehr als 10.000 nordkoreanische Soldaten in Kursk. Das Ministerium wollte das nicht bestätigen.
# twelve-de de | Schätzung
Seoul schätzt, dass bis zu 12.000 nordkoreanische Soldaten in Russland sind. Vor Ort sei davon wenig zu sehen.
# eleven-en en | Estimate
Volodymyr Zelensky said that 11,000 North Korean troops were in Kursk. There was no comment from the ministry.
# hundred-en en | Small
The army said that 100 soldiers had been killed near the border on Tuesday. No names were given.
# money-en en | Aid
The government will pay $20bn to Ukraine over the next few years, the minister said on Tuesday in parliament.
# money-de de | Hilfe
Die Regierung will der Ukraine in den nächsten Jahren rund 21 Milliarden Dollar zahlen, sagte der Minister im Parlament.
# drones-de de | Angriff
In der Nacht wurden 90 bis 100 Drohnen gezählt, und am Tag darauf waren es noch einmal 37 Drohnen.
";

fn found(searcher: &Searcher, query: &str) -> String {
    let page = search(searcher, query);
    assert_eq!(page.query.notes, [], "{query}");
    let mut ids = ids(&page);
    ids.sort_unstable();
    ids.join(" ")
}

#[test]
fn number_unit_and_thing_hold_for_the_same_figure_in_both_languages() {
    let searcher = index(COUNTED);
    for (query, expected) in [
        ("figure:\"troops >= 10000\"", "eleven-en ten-de twelve-de"),
        ("figure:\"Soldaten > 11000\"", "twelve-de"),
        ("figure:\"soldiers <= 100\"", "hundred-en"),
        ("figure:\"people >= 11000\"", "eleven-en twelve-de"),
        ("figure:\"11.000 Soldaten\"", "eleven-en ten-de twelve-de"),
        ("figure:\"20 Milliarden Dollar\"", "money-de money-en"),
        ("figure:\"$20bn\"", "money-de money-en"),
        ("figure:\"USD > 20.5e9\"", "money-de"),
        ("figure:\"drones 95..120\"", "drones-de"),
        ("figure:\"drones > 100\"", ""),
        ("figure:\"soldiers = 1000\"", ""),
        // 100 are soldiers there, and 37 are drones.
        ("figure:\"drones < 30\"", ""),
        ("figure:\"troops >= 10000\" -lang:de", "eleven-en"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn the_closest_number_comes_first_and_is_marked() {
    let searcher = index(COUNTED);
    let page = search(&searcher, "figure:\"11000 troops\"");
    assert_eq!(ids(&page)[0], "eleven-en");
    assert_eq!(marked(&page.hits[0]), ["11,000 North Korean troops"]);
}

#[test]
fn claims_say_who_says_how_many() {
    let searcher = index(COUNTED);
    let claims = |query: &str| -> Vec<(String, f64, Option<String>, Option<String>)> {
        let request = Request { limit: 50, ..request(query) };
        let page = searcher.claims(&request, &ClaimOptions::default()).expect("memory can be read");
        let row = |claim: &tandem::search::Claim| {
            let by = claim.figure.said_by.as_ref().and_then(|by| by.id.clone());
            let place = claim.place.as_ref().map(|place| place.id.clone());
            (claim.stored.article.id.clone(), claim.figure.high, by, place)
        };
        page.rows.iter().map(row).collect()
    };
    let rows = claims("figure:\"troops >= 10000\" lang:en");
    let zelensky = Some("per:volodymyr_zelenskyy".to_string());
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].0.as_str(), rows[0].1, &rows[0].2), ("eleven-en", 11_000.0, &zelensky));
    assert!(rows[0].3.as_ref().is_some_and(|place| place.contains("kursk")), "{rows:?}");
    let said: Vec<String> = claims("said:Selenskyj").into_iter().map(|row| row.0).collect();
    assert_eq!(said, ["eleven-en"]);
    assert_eq!(claims("figure:\"6 Zwirbelnasen\""), []);
}

/// What is asked of claims: order and group.
fn claimed(searcher: &Searcher, query: &str, options: &ClaimOptions) -> (Vec<String>, Vec<String>) {
    let request = Request { limit: 50, ..request(query) };
    let page = searcher.claims(&request, options).expect("memory can be read");
    let text = |claim: &tandem::search::Claim| claim.stored.article.text[claim.figure.span.range()].to_string();
    let group = |group: &tandem::search::ClaimGroup| {
        format!(
            "{} {}: {}..{}{}",
            group.key,
            group.n_claims,
            group.low,
            group.high,
            if group.is_disputed { "!" } else { "" }
        )
    };
    (page.rows.iter().map(text).collect(), page.groups.iter().map(group).collect())
}

#[test]
fn claims_about_one_thing_are_grouped_and_ordered() {
    let searcher = index(COUNTED);
    let asked = |order| ClaimOptions { order, about: Some("soldier/-/".to_string()) };
    let (rows, groups) = claimed(&searcher, "soldiers Kursk", &asked(ClaimOrder::Largest));
    assert_eq!(
        rows,
        [
            "bis zu 12.000 nordkoreanische Soldaten",
            "11,000 North Korean troops",
            "mehr als 10.000 nordkoreanische Soldaten",
            "100 soldiers"
        ]
    );
    // Nobody is contradicted: more than 10,000, up to 12,000 and 11,000 can all be true.
    assert!(groups.iter().any(|group| group == "soldier/-/- 3: 10000..12000"), "{groups:?}");
    assert!(groups.iter().any(|group| group == "soldier/-/killed 1: 100..100"), "{groups:?}");
    let (rows, _) = claimed(&searcher, "soldiers Kursk", &asked(ClaimOrder::Smallest));
    assert_eq!(rows[0], "100 soldiers");
    let (rows, _) = claimed(&searcher, "soldiers Kursk", &asked(ClaimOrder::Speaker));
    // The army, Kirby, Seoul, Zelensky.
    assert_eq!((rows[0].as_str(), rows[3].as_str()), ("100 soldiers", "11,000 North Korean troops"));
}

#[test]
fn claims_that_cannot_both_be_true_are_disputed() {
    let searcher = index(
        "\
# a-en en | One
The governor said that 12 people were killed in Kharkiv on Monday. Fires were burning in the city all night.
# b-de de | Zwei
Nach Angaben der Polizei wurden in Charkiw 15 Menschen getötet. In der Stadt brannte es die ganze Nacht.
# c-de de | Drei
Nach Angaben der Feuerwehr wurden in Odessa 9 Menschen getötet. Weitere Angaben gab es zunächst nicht.
",
    );
    let (_, groups) = claimed(&searcher, "people killed", &ClaimOptions::default());
    assert_eq!(groups, ["people/-/killed 3: 9..15!"]);
}

#[test]
fn plain_numbers_rank_what_states_them_higher() {
    let searcher = index(COUNTED);
    let page = search(&searcher, "11.000 Soldaten");
    assert_eq!(page.query.notes.iter().map(|note| note.code.as_str()).collect::<Vec<_>>(), ["figure_among_words"]);
    assert_eq!((ids(&page)[0], page.total), ("eleven-en", 4), "nothing is left out");
    let marked = marked(&page.hits[0]);
    assert_eq!(marked, ["11,000 North Korean troops"]);
    let claims = claimed(&searcher, "11.000 Soldaten", &ClaimOptions::default()).0;
    assert_eq!(claims[0], "11,000 North Korean troops");
}

#[test]
fn open_ends_lie_beyond_their_number() {
    let searcher = index(COUNTED);
    for (query, expected) in [
        ("figure:\"> 10000 troops\"", "eleven-en ten-de twelve-de"),
        ("figure:\"mehr als 10.000 Soldaten\"", "eleven-en ten-de twelve-de"),
        ("figure:\"troops = 10000\"", ""),
        ("figure:\"troops <= 10000\"", "hundred-en"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn things_that_no_table_knows_meet_in_both_languages() {
    let searcher = index(
        "\
# phones-de de | Liste
Die Behörde hat eine Liste mit 56 Telefonnummern veröffentlicht, die über Jahre abgehört worden waren.
# phones-en en | List
The agency has published a list of 62 phone numbers that had been tapped for years, it said on Monday.
# lake-de de | See
Der Weg um den See ist 57 Kilometer lang, und im Sommer fahren dort viele Leute mit dem Rad.
",
    );
    for (query, expected) in [
        ("figure:\"phone numbers >= 50\"", "phones-de phones-en"),
        ("figure:\"56 Telefonnummern\"", "phones-de phones-en"),
        ("figure:\"Nummern > 60\"", "phones-en"),
        // A number alone is none of kilometres.
        ("figure:\"50..60\"", "phones-de"),
        ("figure:\"50..60 km\"", "lake-de"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
    let page = search(&searcher, "Telefonnummern");
    let of: Vec<_> = page.hits[0].figures.iter().filter_map(|figure| figure.of.as_deref()).collect();
    assert!(of.iter().all(|of| of.contains("number")), "what is counted has an English name: {of:?}");
}

#[test]
fn what_was_done_is_asked_for_too() {
    let searcher = index(
        "\
# a-en en | One
The governor said that 12 people were killed in Kharkiv on Monday. Fires were burning in the city all night.
# b-de de | Zwei
Nach Angaben der Polizei gab es in Charkiw 15 Tote. In der Stadt brannte es die ganze Nacht.
# c-en en | Three
The governor said that 14 people were arrested in Kharkiv on Monday. Others were still being looked for.
",
    );
    for (query, expected) in [
        ("figure:\"killed < 20\"", "a-en b-de"),
        ("figure:\"getötet > 12\"", "b-de"),
        ("figure:\"arrested = 14\"", "c-en"),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
    // With a thing, what was done only ranks.
    let rows = claimed(&searcher, "figure:\"people killed > 10\"", &ClaimOptions::default()).0;
    assert_eq!(rows[0], "12 people");
}

#[test]
fn a_second_thing_that_a_number_counts_is_found() {
    let searcher = index(
        "\
# two-de de | Angriff
In der Nacht wurden sechs ballistische Raketen und Marschflugkörper abgefeuert, wie die Luftwaffe mitteilte.
# one-de de | Angriff
In der Nacht wurden sechs Panzer zerstört, wie die Luftwaffe am Morgen danach mitteilte.
# both-en en | Parcels
The charity sent 40 trucks and buses on Monday, a spokeswoman said in the evening.
",
    );
    assert_eq!(found(&searcher, "figure:\"missiles = 6\""), "two-de");
    assert_eq!(found(&searcher, "figure:\"buses = 40\""), "both-en");
}

#[test]
fn figures_of_titles_are_found_and_marked() {
    let searcher = index(
        "\
# title-de de | Mehr als 4000 Drohnen bestellt
Das Ministerium hat den Vertrag am Montag unterschrieben, die Lieferung soll im Sommer beginnen.
",
    );
    assert_eq!(found(&searcher, "figure:\"drones > 3000\""), "title-de");
    let page = search(&searcher, "figure:\"drones > 3000\"");
    assert_eq!(marked(&page.hits[0]), ["Mehr als 4000 Drohnen"]);
    // A row quotes a sentence of the text.
    assert_eq!(claimed(&searcher, "figure:\"drones > 3000\"", &ClaimOptions::default()).0, Vec::<String>::new());
}

#[test]
fn claims_are_printed_and_answered_over_http() {
    let desk = Desk::with_samples();
    let csv = desk.run(&["claims", "--index", "ix", "--format", "csv", "--limit", "3", "figure:\"Soldaten >= 3000\""]);
    check(&csv, 0, "");
    let lines: Vec<&str> = out(&csv).lines().collect();
    assert!(lines[0].starts_with("group,low,high,modifier,unit,of,") && lines.len() > 1, "{lines:?}");
    check(&desk.run(&["claims", "--index", "ix", "figure:\"Soldaten = 12345678\""]), 1, "0 of 0 claims");
    let server = Server::start(&desk, &["--index", "ix"]);
    let get = |path: &str| -> Value { serde_json::from_str(&server.get(path).1).expect("JSON") };
    let answer = get("/api/v1/claims?q=figure:%22troops%20%3E=%203000%22&limit=2");
    let row = &answer["rows"][0];
    for member in [
        "article",
        "title",
        "source",
        "published",
        "start",
        "end",
        "quote",
        "figure",
        "action",
        "place",
        "date",
        "group",
    ] {
        assert!(row.get(member).is_some(), "{member}: {row}");
    }
    let (quote, text) = (row["quote"].as_str().unwrap_or_default(), row["figure"]["text"].as_str().unwrap_or_default());
    assert!(!text.is_empty() && quote.contains(text), "{row}");
    let group = &answer["groups"][row["group"].as_u64().unwrap_or(0) as usize - 1];
    assert!(group["key"].as_str().is_some_and(|key| key.contains('/')), "{group}");
    let sorted = get("/api/v1/claims?q=figure:%22troops%20%3E=%203000%22&sort=-value");
    let highs: Vec<f64> =
        sorted["rows"].as_array().into_iter().flatten().filter_map(|row| row["figure"]["high"].as_f64()).collect();
    assert!(highs.is_sorted_by(|a, b| a >= b) && highs.len() > 1, "{highs:?}");
    let second = get("/api/v1/claims?q=figure:%22troops%20%3E=%203000%22&sort=-value&offset=1&limit=1");
    assert_eq!(second["rows"][0], sorted["rows"][1]);
    let table = server.get("/api/v1/claims?q=figure:%22troops%20%3E=%203000%22&format=csv").1;
    assert!(table.starts_with("group,low,high,"), "{table}");
    assert_eq!(server.get("/api/v1/claims?q=a&sort=best").0, 400);
    assert_eq!(server.get("/api/v1/claims").0, 400);
    assert_eq!(server.get("/api/v1/claims?q=%22&limit=x").0, 400);
}
