//! A dictionary of the user's own: taken in beside an index, asked by searches, shown, removed.

use crate::desk::{Desk, check, err, out};

/// Two words that the lexicon does not know, and an index with one article for each.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("a.txt", "Zwirbel\n\nDer Zwirbel steht in der Halle. Alle sehen ihn an.");
    desk.write("b.txt", "Twirlet\n\nThe twirlet stands in the hall. All of them look at it.");
    check(&desk.run(&["index", "--index", "ix", "a.txt", "b.txt"]), 0, "2 added");
    desk
}

fn ids(desk: &Desk, query: &str) -> String {
    let output = desk.run(&["search", "--index", "ix", "--format", "ids", query]);
    let mut ids: Vec<&str> = out(&output).lines().collect();
    ids.sort_unstable();
    ids.join(" ")
}

#[test]
fn an_imported_dictionary_translates() {
    let desk = desk();
    assert_eq!((ids(&desk, "Zwirbel"), ids(&desk, "twirlets")), ("a.txt".to_string(), "b.txt".to_string()));
    check(&desk.run(&["lexicon", "stats", "--index", "ix"]), 2, "import a dictionary");
    desk.write("mine.txt", "# a comment\nZwirbel {m} | Zwirbel {pl} :: twirlet | twirlets\n");
    check(&desk.run(&["lexicon", "import", "--index", "ix", "mine.txt"]), 0, "imported 1 entries");
    assert_eq!((ids(&desk, "Zwirbel"), ids(&desk, "twirlets")), ("a.txt b.txt".to_string(), "a.txt b.txt".to_string()));
    let shown = desk.run(&["lexicon", "show", "--index", "ix", "Zwirbel", "unbekannt"]);
    assert!(out(&shown).starts_with("de Zwirbel: twirlet 1.00"), "{}", out(&shown));
    assert!(out(&desk.run(&["lexicon", "stats", "--index", "ix"])).contains("mine.txt"));
    check(&desk.run(&["index", "--index", "ix", "--rebuild"]), 0, "");
    assert_eq!(ids(&desk, "Zwirbel"), "a.txt b.txt", "a rebuild keeps it");
    check(&desk.run(&["lexicon", "remove", "--index", "ix"]), 0, "");
    assert_eq!(ids(&desk, "Zwirbel"), "a.txt");
}

#[test]
fn a_damaged_dictionary_is_told_and_passed_over() {
    let desk = desk();
    desk.write("ix/lexicon.bin", "no table");
    let output = desk.run(&["search", "--index", "ix", "--format", "ids", "Zwirbel"]);
    assert_eq!(out(&output), "a.txt\n");
    assert!(err(&output).contains("words are translated without it"), "{}", err(&output));
    desk.write("bad.txt", "\0\u{1}\n");
    let refused = desk.run(&["lexicon", "import", "--index", "ix", "bad.txt"]);
    assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
}

#[test]
fn keys_join_spellings_of_a_name() {
    let desk = Desk::new();
    let keys = |name: &str| {
        let output = desk.run(&["key", "--format", "json", name]);
        let parsed: serde_json::Value = serde_json::from_str(out(&output)).expect("JSON");
        parsed[0]["keys"].as_array().expect("keys").clone()
    };
    for (german, english) in
        [("Selenskyj", "Zelensky"), ("Lawrow", "Lavrov"), ("Brjansk", "Bryansk"), ("Jermak", "Yermak")]
    {
        assert!(keys(german).iter().any(|key| keys(english).contains(key)), "{german} and {english}");
    }
    assert!(!keys("Merkel").iter().any(|key| keys("Merz").contains(key)));
    assert_eq!(desk.run(&["key", "12"]).status.code(), Some(1));
}
