//! What snippets and offsets promise for any text: verbatim, in order, on character boundaries.

use proptest::prelude::*;
use serde_json::{Value, json};

use tandem::document::WordTable;
use tandem::indexer;
use tandem::ingest::Article;
use tandem::search::{Hit, Request, Searcher, Snippet, SnippetField};
use tandem::server::wire::{AnalysisShape, Said, SearchAnswer};
use tandem::text::Language;

use crate::harness::{analyzer, article, empty, index_articles, marked, samples, search, seeds};

/// Words and signs that make trouble, beside words that are found.
fn piece() -> impl Strategy<Value = String> {
    let fixed = [
        "Kiew",
        "Luftangriffsalarm",
        "Fu\u{308}hrer",
        "Führer",
        "missiles",
        "10.000",
        "US-Militärhilfe",
        "😀",
        "👩‍👩‍👧",
        "\r\n",
        "\n",
        "\n\n",
        "\u{feff}",
        "\u{ad}",
        "\u{200b}",
        "<b>",
        "&amp;",
        "\"",
        "'",
        ". ",
        ".",
        "! ",
        "„",
        "“",
        "é",
        "e\u{301}",
        "ß",
        "İ",
        "中文",
        "\u{202e}",
        "\0",
        "\t",
        "Politiker*innen",
        "the",
        "der",
        "a\u{a0}b",
        "ſ",
        "Anzeige",
        "Foto: dpa",
        "©",
        "(c)",
        "(dpa) - ",
        "Mehr zum Thema:",
        "Mehr zum Thema\n",
        "Read more",
        "Welcome!\n",
        "toi-allgemeines",
        "Teilen",
        "2024",
        "Ǆ",
    ];
    prop_oneof![
        8 => prop::sample::select(fixed.to_vec()).prop_map(str::to_string),
        1 => "\\PC{0,12}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec((piece(), prop::bool::weighted(0.8)), 0..60).prop_map(|pieces| {
        pieces.into_iter().map(|(piece, spaced)| if spaced { format!("{piece} ") } else { piece }).collect()
    })
}

fn query() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 1..4).prop_map(|pieces| pieces.join(" "))
}

fn check_snippet(hit: &Hit, snippet: &Snippet) {
    let article = &hit.stored.article;
    let whole = if snippet.field == SnippetField::Title { &article.title } else { &article.text };
    assert_eq!(&whole[snippet.span.range()], snippet.text, "a snippet is verbatim");
    let mut end = 0;
    for (i, mark) in snippet.marks.iter().enumerate() {
        assert!(!mark.is_empty() && (i == 0 || mark.start > end), "marks are ordered and apart: {:?}", snippet.marks);
        end = mark.end;
        assert!(snippet.text.get(mark.range()).is_some(), "marks lie on character boundaries");
    }
    let code_points: Vec<char> = snippet.text.chars().collect();
    for ((start, end), mark) in snippet.ranges().into_iter().zip(&snippet.marks) {
        assert_eq!(code_points[start..end].iter().collect::<String>(), snippet.text[mark.range()]);
    }
}

/// Takes the tags out of marked HTML and reads its character references.
fn unescaped(html: &str) -> String {
    let text = html.replace("<mark>", "").replace("</mark>", "");
    assert!(!text.contains(['<', '>']), "only marks are tags: {html}");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

fn check_html(snippet: &Value) {
    let (html, text) = (snippet["html"].as_str().expect("html"), snippet["text"].as_str().expect("text"));
    assert_eq!(unescaped(html), text);
    let n_ranges = snippet["ranges"].as_array().expect("ranges").len();
    assert_eq!(html.matches("<mark>").count(), n_ranges);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn snippets_are_verbatim_and_well_marked(title in text(), text in text(), query in query()) {
        let searcher = index_articles(vec![article("a", &title, &text)]);
        let page = search(&searcher, &query);
        for hit in &page.hits {
            assert_eq!((&hit.stored.article.title, &hit.stored.article.text), (&title, &text));
            hit.snippets.iter().for_each(|snippet| check_snippet(hit, snippet));
        }
        let answer = serde_json::to_value(SearchAnswer::new(&query, &page)).expect("JSON");
        for hit in answer["hits"].as_array().expect("hits") {
            hit["snippets"].as_array().expect("snippets").iter().for_each(check_html);
        }
    }

    #[test]
    fn kept_words_make_the_same_snippets_of_any_text(title in text(), text in text(), query in query()) {
        let articles = vec![article("a", &title, &text)];
        check_same_snippets(&index_articles(articles.clone()), &index_without_words(articles), &query);
    }

    #[test]
    fn analyses_point_into_the_text_by_code_points(text in text(), german in any::<bool>()) {
        let declared = if german { Language::De } else { Language::En };
        check_offsets(&text, &AnalysisShape::new(&text, &analyzer().analyze("", &text, Some(declared)), Said::default()));
    }
}

fn check_offsets(text: &str, shape: &AnalysisShape) {
    let letters: Vec<char> = text.chars().collect();
    let slice = |start: usize, end: usize| letters[start..end].iter().collect::<String>();
    let mut end = 0;
    for paragraph in &shape.paragraphs {
        assert!(paragraph.start >= end, "paragraphs are in order");
        end = paragraph.end;
        let paragraph = slice(paragraph.start, paragraph.end);
        assert!(text.contains(&paragraph) && !paragraph.contains('\n') && !paragraph.trim().is_empty());
    }
    let mut end = 0;
    for boilerplate in &shape.boilerplate {
        let inside = shape.paragraphs.iter().any(|p| p.start <= boilerplate.start && boilerplate.end <= p.end);
        assert!(inside && boilerplate.start >= end && boilerplate.start < boilerplate.end, "ordered, apart, not empty");
        assert_eq!(slice(boilerplate.start, boilerplate.end).trim(), slice(boilerplate.start, boilerplate.end));
        end = boilerplate.end;
    }
    for token in &shape.tokens {
        let inside = shape.paragraphs.iter().any(|p| p.start <= token.start && token.end <= p.end);
        assert!(inside && token.start < token.end, "a token lies in a paragraph");
        assert!(slice(token.start, token.end).chars().any(char::is_alphanumeric));
    }
}

/// What the tokens of a text are, sliced by code points.
fn check_words(text: &str, expected: &[&str]) {
    let shape = AnalysisShape::new(text, &analyzer().analyze("", text, Some(Language::De)), Said::default());
    check_offsets(text, &shape);
    let letters: Vec<char> = text.chars().collect();
    let words: Vec<String> = shape.tokens.iter().map(|t| letters[t.start..t.end].iter().collect()).collect();
    assert_eq!(words, expected, "{text:?}");
}

#[test]
fn offsets_survive_what_texts_contain() {
    check_words("\u{feff}Kiew 😀 Führer", &["Kiew", "Führer"]);
    check_words("Fu\u{308}hrer in\r\nKiew", &["Fu\u{308}hrer", "in", "Kiew"]);
    check_words("👩‍👩‍👧 Luftangriffsalarm", &["Luftangriffsalarm", "Luft", "angriff", "alarm"]);
    check_words("Kriegsfu\u{308}hrung", &["Kriegsfu\u{308}hrung", "Krieg", "fu\u{308}hrung"]);
}

/// The marks of the only hit of a query over one article.
fn check_marks(text: &str, query: &str, expected: &[&str]) {
    let searcher = index_articles(vec![article("a", "", text)]);
    let page = search(&searcher, query);
    assert_eq!(page.hits.len(), 1, "{query} in {text:?}");
    assert_eq!(marked(&page.hits[0]), expected, "{query} in {text:?}");
}

#[test]
fn marks_survive_what_texts_contain() {
    check_marks("Der nordkoreanische Fu\u{308}hrer kam nach Kiew.", "Führer", &["Fu\u{308}hrer"]);
    check_marks("😀 Der Luftangriffsalarm 😀 endete.", "Alarm", &["alarm"]);
    check_marks("\u{feff}Der Luftangriff\r\ntraf Kiew.\r\n", "Kiew", &["Kiew"]);
    check_marks("Der <b>Kreml</b> & \"Kiew\" reden miteinander.", "Kreml Kiew", &["Kreml", "Kiew"]);
    check_marks("Die Botschaft ist in Kiew. Kiew ist in der Ukraine.", "\"in Kiew\"", &["in Kiew"]);
}

#[test]
fn samples_have_well_marked_snippets_for_their_own_words() {
    let searcher = seeds();
    for article in samples() {
        for hit in &search(&searcher, &article.title).hits {
            hit.snippets.iter().for_each(|snippet| check_snippet(hit, snippet));
            assert!(hit.snippets.len() <= 4, "one of the title and three of the text");
        }
    }
}

/// An index of articles whose words were not kept: snippets find them again.
fn index_without_words(articles: Vec<Article>) -> Searcher {
    let searcher = empty();
    let without_words = |article| {
        let mut document = indexer::analyze(article, &searcher.analyzer);
        document.stored.words = WordTable::default();
        document
    };
    let documents = articles.into_iter().map(without_words).collect();
    searcher.backend().write(documents).expect("memory has room");
    searcher.backend().commit(0).expect("memory has room");
    searcher
}

/// Compares the snippets of two indexes of the same articles; returns how many marks they have.
fn check_same_snippets(kept: &Searcher, found: &Searcher, query: &str) -> usize {
    let (kept, found) = (search(kept, query), search(found, query));
    assert_eq!(kept.hits.len(), found.hits.len(), "{query}");
    for (kept, found) in kept.hits.iter().zip(&found.hits) {
        assert_eq!(kept.stored.article.id, found.stored.article.id, "{query}");
        assert_eq!(kept.snippets, found.snippets, "{query} in {}", kept.stored.article.id);
    }
    kept.hits.iter().flat_map(|hit| &hit.snippets).map(|snippet| snippet.marks.len()).sum()
}

/// Queries of every kind from the words of an article.
fn queries_of(article: &Article) -> Vec<String> {
    let words: Vec<&str> = article.text.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| word.starts_with(char::is_alphanumeric)).collect();
    let word = |i: usize| words[i % words.len()];
    let mut queries = vec![article.title.clone(), format!("title:({})", article.title)];
    for i in (0..words.len().min(120)).step_by(12) {
        let beginning: String = word(i + 3).chars().take(4).collect();
        queries.push(format!("{} {} {}", word(i), word(i + 1), word(i + 2)));
        queries.push(format!("\"{} {} {}\"", word(i + 4), word(i + 5), word(i + 6)));
        queries.push(format!("=\"{}\" {beginning}*", word(i + 7)));
        queries.push(format!("{} NEAR/4 {}", word(i + 8), word(i + 10)));
        queries.push(format!("{}~1 OR de:{} OR en:{}", word(i + 9), word(i + 10), word(i + 11)));
    }
    queries
}

#[test]
fn kept_words_make_the_same_snippets() {
    let (kept, found) = (index_articles(samples()), index_without_words(samples()));
    let queries: Vec<String> = samples().iter().flat_map(queries_of).collect();
    assert!(queries.len() > 2000, "{}", queries.len());
    let n_marks: usize = queries.iter().map(|query| check_same_snippets(&kept, &found, query)).sum();
    assert!(n_marks > 20_000, "{n_marks}");
}

#[test]
fn one_answer_reads_like_this() {
    let text = "Kiew (dpa) - Der <Luftangriffsalarm> in Kiew endete. Die Botschaft & ihre Leute blieben.";
    let searcher = index_articles(vec![article("a", "Alarm", text)]);
    let answer = serde_json::to_value(SearchAnswer::new("Alarm", &search(&searcher, "Alarm"))).expect("JSON");
    let snippets: Vec<Value> = answer["hits"][0]["snippets"].as_array().expect("snippets").clone();
    let html: Vec<&Value> = snippets.iter().map(|snippet| &snippet["html"]).collect();
    let expected =
        [json!("<mark>Alarm</mark>"), json!("Kiew (dpa) - Der &lt;Luftangriffs<mark>alarm</mark>&gt; in Kiew endete.")];
    assert!(html[1].as_str().expect("html").starts_with(expected[1].as_str().expect("html")), "{html:?}");
    assert_eq!(*html[0], expected[0]);
}

const NOISY: [&str; 3] = ["leverkusen-noise-de", "paris-medals-noise-en", "hitzewelle-noise-de"];

#[test]
fn snippets_leave_boilerplate_out() {
    let searcher = seeds();
    let queries =
        ["Cookies", "Newsletter", "Anzeige Advertisement", "Facebook", "Meisterschaft Hitze medals readers app"];
    for query in queries {
        for hit in search(&searcher, query).hits {
            assert!(!NOISY.contains(&hit.stored.article.id.as_str()) || hit.stored.boilerplate.len() > 3);
            for snippet in hit.snippets.iter().filter(|snippet| snippet.field == SnippetField::Text) {
                let overlaps = hit.stored.boilerplate.iter().any(|boilerplate| boilerplate.overlaps(snippet.span));
                assert!(!overlaps, "{query}: {:?}", snippet.text);
            }
        }
    }
}

#[test]
fn a_match_in_boilerplate_alone_is_a_hit_with_the_lead() {
    let page = search(&seeds(), "Newsletter");
    let hit = page.hits.iter().find(|hit| hit.stored.article.id == "hitzewelle-noise-de").expect("it stays searchable");
    let [snippet] = hit.snippets.as_slice() else { panic!("one snippet: {:?}", hit.snippets) };
    assert!(snippet.text.starts_with("Die Hitzewelle am Mittelmeer") && snippet.marks.is_empty(), "{snippet:?}");
}

#[test]
fn a_text_of_nothing_but_boilerplate_is_shown() {
    let searcher = index_articles(vec![article("a", "", "Anzeige\nFoto: dpa\n")]);
    let page = search(&searcher, "Anzeige");
    assert_eq!(page.hits[0].snippets[0].text, "Anzeige");
    assert!(page.hits[0].snippets[0].marks.is_empty());
}

#[test]
fn agencies_are_further_sources() {
    let wire =
        Article { source: Some("Elbe-Bote".into()), ..article("a", "", "Kiew (dpa/AFP) - Der Alarm endete.\nMit dpa") };
    let document = indexer::analyze(wire.clone(), &analyzer());
    assert_eq!(document.sources, ["Elbe-Bote", "dpa", "AFP"]);
    assert_eq!(document.stored.agencies, ["dpa", "AFP"]);
    let own = indexer::analyze(Article { source: Some("dpa".into()), ..wire }, &analyzer());
    assert_eq!(own.sources, ["dpa", "AFP"]);
}

#[test]
fn an_article_marks_what_its_snippets_mark() {
    let searcher = seeds();
    for query in
        ["Luftangriff Kiew", "\"in Kiew\"", "Soldaten NEAR/5 Russland", "Klima* Haushalt", "title:Kiew", "air attack"]
    {
        for hit in search(&searcher, query).hits {
            let id = &hit.stored.article.id;
            let marked = searcher.marked(&Request::new(query), id).expect("readable").expect("it was just found");
            assert!(!marked.is_cut && marked.stored == hit.stored);
            for snippet in &hit.snippets {
                let all = if snippet.field == SnippetField::Title { &marked.title } else { &marked.text };
                assert!(all.windows(2).all(|pair| pair[0].end < pair[1].start), "{all:?}");
                for mark in snippet.marks.iter().map(|mark| mark.shifted(snippet.span.start as usize)) {
                    assert!(
                        all.iter().any(|known| known.contains(mark)),
                        "{query} in {id}: {mark:?} is not in {all:?}"
                    );
                }
            }
        }
    }
    assert!(searcher.marked(&Request::new("Kiew"), "nowhere").expect("readable").is_none());
    let none = searcher.marked(&Request::new(""), "kiew-botschaft-de").expect("readable").expect("an article");
    assert!(none.title.is_empty() && none.text.is_empty());
}
