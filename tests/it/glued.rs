//! Words that lost the space between them: found by either, marked and named by their own spans; the text stays as it is.

use tandem::text::Language;

use crate::harness::{analyzer, ids, index, marked, search};

const GLUED: &str = "\
# de de | Rede am Abend
Wolodymyr Selenskyjbehauptete am Abend, dass die Zahl überschrittenobwohl niemand es gemerkt habe. Danach sprach Kim Jong-unauf einer Feier.
# en en | Evening
The ministers met in Moscow, where President Putinsaid on Monday that the talks would go on until the end of the week.
# none-de de | Wetter
Am Abend regnet es im Süden, und im Norden scheint die Sonne. Es bleibt überall sehr warm.
";

#[test]
fn either_word_finds_the_article_and_is_marked() {
    let searcher = index(GLUED);
    for (query, id, marks) in [
        ("Selenskyj", "de", vec!["Selenskyj"]),
        ("behauptete", "de", vec!["behauptete"]),
        ("überschritten", "de", vec!["überschritten"]),
        ("person:Zelensky", "de", vec!["Wolodymyr Selenskyj"]),
        ("person:Putin", "en", vec!["Putin"]),
    ] {
        let page = search(&searcher, query);
        assert_eq!(ids(&page), [id], "{query}");
        assert_eq!(marked(&page.hits[0]), marks, "{query}");
    }
    assert_eq!(ids(&search(&searcher, "Putin")), ["en"]);
    assert_eq!(ids(&search(&searcher, "person:\"Kim Jong-un\"")), ["de"]);
}

#[test]
fn mentions_have_the_spans_of_their_own_words() {
    let analyzer = analyzer();
    let check = |text: &str, language: Language, expected: &[(&str, &str)]| {
        let analysis = analyzer.analyze("", text, Some(language));
        let mentions = analyzer.mentions(text, &analysis);
        let found: Vec<_> = mentions.iter().map(|mention| (&text[mention.span.range()], &*mention.id)).collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "Dann hätten Putinund Kim Jong-unauf einer Feier gesprochen, sagte er am Montag.",
        Language::De,
        &[("Putin", "per:vladimir_putin"), ("Kim Jong-un", "per:kim_jong_un")],
    );
    check("On Monday President Putinsaid that he would go.", Language::En, &[("Putin", "per:vladimir_putin")]);
}
