//! Small searches over a handful of articles: what is found, and in which order.

use tandem::query::{DateRange, Filter};
use tandem::search::Request;
use tandem::text::Language;

use crate::harness::{ids, index, marked, request, search};

/// Searches articles in compact text (see the harness) and compares the ids, best first.
fn check(articles: &str, query: &str, expected: &[&str]) {
    assert_eq!(ids(&search(&index(articles), query)), expected, "{query}");
}

#[test]
fn articles_with_more_of_the_words_come_first() {
    let articles = "
# one de |
Der Minister sprach in Paris über den Haushalt.
# two de |
Der Minister sprach in Kiew über den Haushalt.
# none de |
Das Wetter bleibt am Wochenende schön.
";
    check(articles, "Minister Kiew", &["two", "one"]);
    check(articles, "Wetter", &["none"]);
}

#[test]
fn a_title_counts_more_than_the_end_of_a_text() {
    let filler = "Der Regen zog am Abend weiter nach Osten und die Sonne kam wieder hervor. ".repeat(6);
    let articles = format!(
        "# end de | Das Wetter\n{filler}Danach ging es um Kiew.\n# title de | Kiew\n{filler}Danach ging es heim.\n"
    );
    check(&articles, "Kiew", &["title", "end"]);
}

#[test]
fn equal_articles_go_by_date_and_then_by_id() {
    let articles = "
# b de 2024-01-01 |
Der Minister kam nach Kiew.
# a de 2024-01-01 |
Der Minister kam nach Kiew.
# z de 2024-06-01 |
Der Minister kam nach Kiew.
# undated de |
Der Minister kam nach Kiew.
";
    check(articles, "Kiew", &["z", "a", "b", "undated"]);
}

#[test]
fn a_phrase_crosses_no_paragraph() {
    let articles = "
# across de |
Er sprach über die Botschaft
Kiew war am Abend ruhig.
# within de |
Er sprach über die Botschaft Kiew am Abend.
";
    check(articles, "\"Botschaft Kiew\"", &["within"]);
}

#[test]
fn a_phrase_crosses_no_title() {
    check("# a de | Neue Botschaft\nKiew war am Abend ruhig.\n", "\"Botschaft Kiew\"", &[]);
}

#[test]
fn one_query_finds_both_languages() {
    let articles = "
# de de |
Der Minister sprach über Joe Biden.
# en en |
The minister spoke about Joe Biden.
";
    let mut found: Vec<String> = ids(&search(&index(articles), "Biden")).into_iter().map(str::to_string).collect();
    found.sort();
    assert_eq!(found, ["de", "en"]);
}

#[test]
fn notes_say_how_a_query_was_read() {
    let searcher = index("# a de |\nDer Minister kam nach Kiew.\n");
    let check = |query: &str, codes: &[&str]| {
        let page = search(&searcher, query);
        assert_eq!(page.query.notes.iter().map(|note| note.code.as_str()).collect::<Vec<_>>(), codes, "{query}");
    };
    check("Kiew", &[]);
    check("\"Kiew", &["unclosed_quote"]);
    check("\"\" Kiew", &["empty_phrase"]);
    check("...", &["empty"]);
    check("der Minister und die Kiew", &["common_words"]);
    check(&"Kiew ".repeat(600), &["too_long"]);
}

#[test]
fn ranks_count_through_pages() {
    let searcher = index("# a de |\nKiew am Abend.\n# b de |\nKiew am Abend.\n# c de |\nKiew am Abend.\n");
    let page = searcher.search(&Request { limit: 1, offset: 1, ..request("Kiew") }).expect("readable");
    let hits: Vec<_> = page.hits.iter().map(|hit| (hit.rank, hit.stored.article.id.as_str())).collect();
    assert_eq!((hits, page.total), (vec![(2, "b")], 3));
}

#[test]
fn a_word_marks_the_hyphen_compound_it_found() {
    let articles = "
# hyphen de |
Die E-Mails des Ministers sind verschwunden.
# other de |
Der Brief des Ministers ist verschwunden.
";
    let page = search(&index(articles), "email");
    assert_eq!(ids(&page), ["hyphen"]);
    assert_eq!(marked(&page.hits[0]), ["E-Mails"]);
}

#[test]
fn every_function_word_of_a_query_of_function_words_is_searched() {
    let articles = "
# one de |
Was kommt?
# two de |
Sie ist in Kiew.
# neither de |
Regen am Abend.
";
    let page = search(&index(articles), "was in");
    assert_eq!(page.total, 2, "{:?}", ids(&page));
}

#[test]
fn a_function_word_in_a_phrase_may_be_spelled_with_digraphs() {
    let articles = "
# umlaut de |
Das Geld ist für die Stadt bestimmt.
# digraph de |
Das Geld ist fuer die Stadt bestimmt.
";
    for query in ["\"fuer die Stadt\"", "\"für die Stadt\""] {
        assert_eq!(search(&index(articles), query).total, 2, "{query}");
    }
}

#[test]
fn parts_of_a_typed_compound_match_only_together() {
    let articles = "
# both de |
Der Ausschuss beriet über den Haushalt.
# one de |
Der Ausschuss tagte am Abend.
";
    let page = search(&index(articles), "Haushaltsausschuss");
    assert_eq!(ids(&page), ["both"]);
    assert_eq!(marked(&page.hits[0]), ["Ausschuss", "Haushalt"]);
}

#[test]
fn filters_narrow_a_query_and_list_without_one() {
    let searcher = index(
        "
# de de 2024-11-01 |
Der Minister kam nach Kiew.
# en en 2024-11-02 |
The minister came to Kiew.
# old de 2020-01-01 |
Der Minister kam nach Kiew und Lwiw.
",
    );
    let check = |query: &str, filters: &[&Filter], expected: &[&str]| {
        let page = searcher
            .search(&Request { filters: filters.iter().copied().cloned().collect(), ..request(query) })
            .expect("readable");
        let mut found = ids(&page);
        found.sort_unstable();
        assert_eq!((found, page.query.notes.len()), (expected.to_vec(), 0), "{query} {filters:?}");
    };
    let (german, english) = (Filter::Language(Language::De), Filter::Language(Language::En));
    let year = Filter::Date(DateRange::parse("2024").expect("a date"));
    check("Kiew", &[], &["de", "en", "old"]);
    check("Kiew", &[&german], &["de", "old"]);
    check("Kiew OR Lwiw", &[&german, &year], &["de"]);
    check("", &[&year], &["de", "en"]);
    check("-Lwiw", &[&german], &["de"]);
    check("", &[&german, &english], &[]);
    assert_eq!(search(&searcher, "").query.notes[0].code, "empty");
}
