use super::*;
use Language::{De, En};

fn detector() -> Detector {
    let schema = crate::schema::Schema::embedded().expect("embedded schema is valid");
    Detector::new(&schema).expect("the embedded tables are well formed")
}

/// Paragraphs are separated by `|`, and so are their languages: `de`, `en`, `-`.
fn check(detector: &Detector, text: &str, declared: Option<Language>, expected: &str) {
    let paragraphs: Vec<&str> = text.split('|').collect();
    let names = |language: &Option<Language>| match language {
        Some(De) => "de",
        Some(En) => "en",
        None => "-",
    };
    let got: Vec<&str> = detector.assign(&paragraphs, declared).iter().map(names).collect();
    assert_eq!(got.join("|"), expected, "{text:?} declared {declared:?}");
}

#[test]
fn single_paragraphs_without_a_declared_language() {
    let detector = detector();
    let table = [
        ("Der Minister trat gestern zurück.", "de"),
        ("The minister stepped down yesterday.", "en"),
        ("Bundesnetzagentur genehmigt Stromtrassen", "de"),
        ("Lawmakers reject budget bill", "en"),
        ("Was she there?", "en"),
        ("Was war los?", "de"),
        ("Jürgen Klopp on winning the league with Liverpool", "en"),
        ("Kanzler wirbt bei Google und Facebook um Fachkräfte", "de"),
        // Near languages.
        ("De minister heeft gisteren zijn ontslag ingediend.", "-"),
        ("Die minister het gister bedank omdat hy siek is.", "-"),
        ("De minister hat juster syn ûntslach yntsjinne.", "-"),
        ("De Minister is güstern trüchtreden.", "-"),
        ("De Minischter isch geschter zruggträtte.", "-"),
        ("Ministeren gikk av i går.", "-"),
        ("Ministern avgick i går.", "-"),
        ("Ministeren trådte tilbage i går.", "-"),
        // Far ones.
        ("Le ministre a démissionné hier.", "-"),
        ("Il ministro si è dimesso ieri.", "-"),
        ("El ministro dimitió ayer.", "-"),
        ("Minister heri munus deposuit.", "-"),
        ("Minister zrezygnował wczoraj.", "-"),
        ("Министр вчера ушёл в отставку.", "-"),
        ("Ο υπουργός παραιτήθηκε χθες.", "-"),
        ("大臣は昨日辞任した。", "-"),
        // No language.
        ("", "-"),
        ("17.03.2024, 18:30", "-"),
        ("https://www.example.org/the/minister", "-"),
        ("\u{0}\u{301}…😀", "-"),
    ];
    for (text, expected) in table {
        check(&detector, text, None, expected);
    }
}

#[test]
fn unclear_paragraphs_follow_the_declared_language_and_then_their_neighbours() {
    let detector = detector();
    let de = "Der Minister trat gestern nach langem Zögern zurück.";
    let en = "The minister stepped down yesterday after much hesitation.";
    let nl = "De minister heeft gisteren na lang aarzelen zijn ontslag ingediend.";
    let table = [
        ("2024|".to_string() + de, None, "de|de"),
        (format!("{en}|2024|{de}"), None, "en|en|de"),
        (format!("{en}|2024||{de}"), None, "en|en|de|de"),
        (format!("{nl}|2024|{nl}"), None, "-|-|-"),
        (format!("{en}|2024"), Some(De), "en|de"),
        (format!("{nl}|{en}"), Some(De), "-|en"),
        ("Berlin".to_string(), Some(En), "en"),
        ("Berlin".to_string(), Some(De), "de"),
        (String::new(), Some(En), "en"),
    ];
    for (text, declared, expected) in table {
        check(&detector, &text, declared, expected);
    }
    assert_eq!(detector.assign(&[], Some(De)), []);
}

#[test]
fn no_text_panics() {
    let detector = detector();
    let letters =
        ["a", "ß", "İ", "ﬁ", "ж", "א", "\u{301}", "中", "😀", "\0", "'", "://", "@", " ", "-", "\u{fffd}", "A", "1"];
    for seed in 0..2_000_usize {
        let text: String =
            (0..seed % 60).map(|i| letters[(seed * 31 + i * i * 7 + i * seed) % letters.len()]).collect();
        detector.assign(&[&text, "", &text], (seed % 2 == 0).then_some(En));
    }
    assert_eq!(detector.assign(&[&"x".repeat(1 << 20)], None).len(), 1);
}
