//! Names in any spelling: by key, by the tables of the program, and by a list of the user's own.

use tandem::backend::Snapshot;
use tandem::document::TermField;
use tandem::search::{Request, Searcher};

use crate::desk::{Desk, check, err, out};
use crate::harness::{Library, articles, ids, index, index_articles, jsonl, marked, request, search};

/// Names of these stand in no table.
const UNKNOWN: &str = "\
# schtscherbakow-de de | Neuer Botschafter
Der Diplomat Juri Schtscherbakow kommt am Montag nach Berlin. Schtscherbakows Vorgänger geht in den Ruhestand.
# shcherbakov-en en | New ambassador
The diplomat Yuri Shcherbakov will arrive in Berlin on Monday. Shcherbakov's predecessor retires after four years.
# maler-de de | Ausstellung
Der Maler zeigt seine Bilder in der Halle. Viele Menschen kommen, um sie zu sehen.
# mahler-de de | Konzert
Das Orchester spielt am Abend Gustav Mahler. Viele Menschen kommen, um es zu hören.
# other-en en | Weather
The weather will be fine on Monday. Most people are going to stay at home for the day.
";

const TABLED: &str = "\
# kiew-de de | Gipfel
Die Minister treffen sich am Montag in Kiew. Danach reisen sie weiter nach Peking.
# kyiv-en en | Summit
The ministers will meet in Kyiv on Monday. After that they will go on to Beijing.
# kiev-en en | Summit
The ministers were meeting in Kiev on Sunday. After that they went home by train.
";

fn found(searcher: &Searcher, query: &str) -> String {
    sorted(ids(&search(searcher, query)))
}

fn asked(searcher: &Searcher, asked: &Request) -> String {
    sorted(ids(&searcher.search(asked).expect("memory can be read")))
}

fn sorted(mut ids: Vec<&str>) -> String {
    ids.sort_unstable();
    ids.join(" ")
}

fn exact(query: &str) -> Request {
    Request { has_spellings: false, ..request(query) }
}

#[test]
fn spellings_of_a_name_that_no_table_has_find_each_other() {
    let searcher = index(UNKNOWN);
    let both = "schtscherbakow-de shcherbakov-en";
    for query in [
        "Schtscherbakow",
        "Shcherbakov",
        "schtscherbakow",
        "Schtscherbakows",
        "Shcherbakov's",
        "title:Botschafter Shcherbakov",
    ] {
        assert_eq!(found(&searcher, query), both, "{query}");
    }
    for (query, id, marks) in [
        ("Schtscherbakow", "shcherbakov-en", ["Shcherbakov", "Shcherbakov's"]),
        ("shcherbakov", "schtscherbakow-de", ["Schtscherbakow", "Schtscherbakows"]),
    ] {
        let page = search(&searcher, query);
        let hit = page.hits.iter().find(|hit| hit.stored.article.id == id).expect("it is found");
        assert_eq!(marked(hit), marks, "{query}");
        assert_eq!((page.translations.len(), page.translations[0].to.len()), (1, 1), "{:?}", page.translations);
    }
    let explained = Request { with_explanations: true, ..request("Shcherbakov") };
    let page = searcher.search(&explained).expect("memory can be read");
    let part = |hit: &tandem::search::Hit| hit.explanation.iter().any(|part| part.term == "schtscherbakow");
    assert!(page.hits.iter().any(part), "{:?}", page.hits);
}

#[test]
fn a_name_is_not_the_word_that_sounds_like_it() {
    let searcher = index(UNKNOWN);
    assert_eq!(found(&searcher, "Mahler"), "mahler-de");
    assert_eq!(found(&searcher, "Maler"), "maler-de");
}

#[test]
fn spellings_are_left_out_where_the_words_are_meant() {
    let searcher = index(UNKNOWN);
    let typed = "shcherbakov-en";
    assert_eq!(asked(&searcher, &exact("Shcherbakov")), typed);
    assert_eq!(found(&searcher, "=\"Shcherbakov\""), typed);
    assert_eq!(found(&searcher, "\"Yuri Shcherbakov\""), typed);
    assert_eq!(found(&searcher, "en:Schtscherbakow"), typed);
    assert_eq!(found(&searcher, "Berlin -Shcherbakov"), "schtscherbakow-de");
    let untranslated = Request { is_translated: false, ..request("Shcherbakov") };
    assert_eq!(asked(&searcher, &untranslated), "schtscherbakow-de shcherbakov-en");
}

#[test]
fn spellings_of_a_table_find_each_other_in_both_languages() {
    let searcher = index(TABLED);
    for query in ["Kiew", "Kiev", "Kyiv", "kiews"] {
        assert_eq!(found(&searcher, query), "kiev-en kiew-de kyiv-en", "{query}");
        let untranslated = Request { is_translated: false, ..request(query) };
        assert_eq!(asked(&searcher, &untranslated), "kiev-en kiew-de kyiv-en", "{query}");
    }
    assert_eq!(found(&searcher, "Peking"), "kiew-de kyiv-en");
    assert_eq!(found(&searcher, "Beijing"), "kiew-de kyiv-en");
    assert_eq!(asked(&searcher, &exact("Kiew")), "kiew-de");
    // Kyiv and Kiev are of one family of words.
    assert_eq!(asked(&searcher, &exact("Kyiv")), "kiev-en kyiv-en");
}

/// Every term of the field, with the documents that have it.
fn name_terms(snapshot: &dyn Snapshot) -> Vec<(String, u64)> {
    let mut terms = snapshot.terms_with_prefix(TermField::Name, "", usize::MAX).expect("memory can be read");
    terms.sort_unstable();
    let of = |term: String| {
        let n = snapshot.document_frequency(TermField::Name, &term).expect("memory can be read");
        (term, n)
    };
    terms.into_iter().map(of).collect()
}

#[test]
fn the_field_is_the_same_in_any_order_and_after_a_rebuild() {
    let text = format!("{UNKNOWN}{TABLED}");
    let (forward, mut backward) = (articles(&text), articles(&text));
    backward.reverse();
    let expected = name_terms(&*index_articles(forward).backend().snapshot());
    assert!(expected.contains(&("SCerbakov:schtscherbakows".to_string(), 1)), "{expected:?}");
    assert!(!expected.iter().any(|(term, _)| term.ends_with(":monday") || term.ends_with(":people")), "{expected:?}");
    assert_eq!(name_terms(&*index_articles(backward).backend().snapshot()), expected);
    let library = Library::new();
    let lines = |text: &str| {
        let lines = articles(text).into_iter().map(|article| {
            let line = serde_json::json!({"id": article.id, "lang": article.lang, "title": article.title, "text": article.text});
            line.to_string() + "\n"
        });
        lines.collect::<String>()
    };
    for part in [TABLED, UNKNOWN, TABLED] {
        library.build(&[jsonl("lines.jsonl", &lines(part))]);
    }
    assert_eq!(name_terms(&*library.searcher.backend().snapshot()), expected);
}

#[test]
fn a_field_of_names_has_no_lengths() {
    let counts = index(UNKNOWN).backend().snapshot().counts();
    assert!(!counts.fields.iter().any(|(field, _)| *field == TermField::Name));
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("a.txt", "Bündnis\n\nDas Bündnis Morgenrot tagte am Montag. Es war die erste Sitzung des Jahres.");
    desk.write("b.txt", "Alliance\n\nThe Daybreak Alliance met on Monday. It was the first meeting of the year.");
    check(&desk.run(&["index", "--index", "ix", "a.txt", "b.txt"]), 0, "2 added");
    desk
}

fn at_desk(desk: &Desk, query: &str) -> String {
    sorted(out(&desk.run(&["search", "--index", "ix", "--format", "ids", query])).lines().collect())
}

#[test]
fn an_imported_list_of_names_is_searched_without_a_rebuild() {
    let desk = desk();
    assert_eq!((at_desk(&desk, "Morgenrot"), at_desk(&desk, "BMR")), ("a.txt".to_string(), String::new()));
    check(&desk.run(&["names", "stats", "--index", "ix"]), 2, "import a list");
    desk.write(
        "mine.tsv",
        "german\tenglish\tkind\nBündnis Morgenrot; BMR\tDaybreak Alliance; DBA\torganisation\nnothing\n",
    );
    let imported = desk.run(&["names", "import", "--index", "ix", "mine.tsv"]);
    check(&imported, 0, "imported 1 rows with 4 names, 1 bad lines");
    assert!(err(&imported).contains("mine.tsv:3: 1 columns"), "{}", err(&imported));
    for query in ["Bündnis Morgenrot", "daybreak alliance", "BMR", "DBA"] {
        assert_eq!(at_desk(&desk, query), "a.txt b.txt", "{query}");
    }
    let exact = desk.run(&["search", "--index", "ix", "--format", "ids", "--names", "exact", "DBA"]);
    assert_eq!((out(&exact), exact.status.code()), ("", Some(1)));
    let shown = desk.run(&["names", "show", "--index", "ix", "Morgenrot", "unbekannt"]);
    assert_eq!(out(&shown), "Bündnis Morgenrot; BMR\tDaybreak Alliance; DBA\torganisation\n");
    assert!(out(&desk.run(&["names", "stats", "--index", "ix"])).contains("1, with 4 names"));
    check(&desk.run(&["names", "remove", "--index", "ix"]), 0, "");
    assert_eq!(at_desk(&desk, "DBA"), "");
    assert_eq!(desk.run(&["names", "remove", "--index", "ix"]).status.code(), Some(1));
}

#[test]
fn a_list_that_cannot_be_read_is_told_and_changes_nothing() {
    let desk = desk();
    desk.write("bad.tsv", "one column\n\u{1}\n");
    let refused = desk.run(&["names", "import", "--index", "ix", "bad.tsv"]);
    check(&refused, 2, "no names were found");
    assert!(err(&refused).contains("bad.tsv:1: "), "{}", err(&refused));
    desk.write("ix/names.json", "{");
    let output = desk.run(&["search", "--index", "ix", "--format", "ids", "Morgenrot"]);
    assert_eq!(out(&output), "a.txt\n");
    assert!(err(&output).contains("names are searched without it"), "{}", err(&output));
}

#[test]
fn names_as_written_are_not_translated_by_the_lexicon() {
    let searcher = index(
        "# de de\nSelenskyj sprach am Montag in der Hauptstadt mit den Soldaten, wie er sagte.\n\
         # en en\nZelensky spoke to the soldiers in the capital on Monday, as he said later.",
    );
    for (query, typed) in [("Selenskyj", "de"), ("Zelensky", "en")] {
        assert_eq!(asked(&searcher, &request(query)), "de en", "{query}");
        assert_eq!(asked(&searcher, &exact(query)), typed, "{query}");
    }
}
