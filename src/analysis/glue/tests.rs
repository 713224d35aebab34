use rustc_hash::FxHashSet;

use super::table::GlueWords;
use super::*;
use crate::schema::Schema;

/// A few words of each list; all are frequent.
struct Few {
    words: FxHashSet<&'static str>,
    compounds: FxHashSet<&'static str>,
    names: FxHashSet<&'static str>,
    table: GlueWords,
}

impl Known for Few {
    fn is_listed(&self, lower: &str, _: Language) -> bool {
        self.words.contains(lower)
    }
    fn is_frequent(&self, lower: &str, language: Language) -> bool {
        self.is_listed(lower, language)
    }
    fn is_compound(&self, lower: &str) -> bool {
        self.compounds.contains(lower)
    }
    fn is_name(&self, written: &str) -> bool {
        self.names.contains(written)
    }
    fn roles(&self, word: &str, language: Language) -> Roles {
        self.table.roles(word, language)
    }
}

fn few(names: &'static str) -> Few {
    let words = "überschritten millionen sagte waren die einer werden laufen gast mensch klar pension reaktion first present prevent said \
                 president easy jet wissenschaft eingestellt neue regierung handlung company";
    Few {
        words: words.split_whitespace().collect(),
        compounds: "kriegsführung haushaltswaren".split(' ').collect(),
        names: names.split(' ').collect(),
        table: GlueWords::new(&Schema::embedded().expect("embedded schema is valid")).expect("valid table"),
    }
}

fn check(language: Language, names: &'static str, cases: &[(&str, &str)]) {
    let known = few(names);
    for &(word, expected) in cases {
        let cut = split(word, language, &known);
        let found = cut.map_or(word.to_string(), |at| format!("{}|{}", &word[..at], &word[at..]));
        assert_eq!(found, expected, "{language:?} {word}");
    }
}

#[test]
fn german_words_that_lost_their_space() {
    let cases = [
        ("Selenskyjbehauptete", "Selenskyj|behauptete"),
        ("Putinund", "Putin|und"),
        ("Jong-unauf", "Jong-un|auf"),
        ("überschrittenobwohl", "überschritten|obwohl"),
        ("Kriegsführungein", "Kriegsführung|ein"),
        ("Millionenin", "Millionen|in"),
        ("sagteSelenskyj", "sagte|Selenskyj"),
        ("warenDie", "waren|Die"),
        ("dieEU-Kommission", "die|EU-Kommission"),
        ("eingestelltwurde", "eingestellt|wurde"),
        ("neueRegierung", "neue|Regierung"),
    ];
    check(Language::De, "Selenskyj Putin Jong-un", &cases);
}

#[test]
fn german_words_that_only_look_so() {
    let whole = [
        "Haushaltswaren",
        "Putinin",
        "laufender",
        "werdendes",
        "Gasteiner",
        "Menschen",
        "Pensionist",
        "Reaktionist",
        "Wissenschafter",
        "LehrerInnen",
        "YouTube",
        "GmbH",
        "StVO",
        "BMWs",
        "iPhone",
        "eBay",
        "derStandard",
        "Handlungen",
        "unbekannt",
        "Und",
        "Ä-Ö",
        "-ein",
    ];
    check(Language::De, "Putin", &whole.map(|word| (word, word)));
}

#[test]
fn english_words_that_lost_their_space() {
    let cases = [
        ("saidthat", "said|that"),
        ("Putinsaid", "Putin|said"),
        ("presidentsaid", "president|said"),
        ("companyannounced", "company|announced"),
        ("theUkrainian", "the|Ukrainian"),
        ("thefirst", "the|first"),
        ("ofthe", "of|the"),
        ("toprevent", "to|prevent"),
    ];
    check(Language::En, "Putin", &cases);
}

#[test]
fn english_words_that_only_look_so() {
    let whole = [
        "McDonald",
        "iPhone",
        "easyJet",
        "YouTube",
        "AstraZeneca",
        "LinkedIn",
        "breathe",
        "Jetsmore",
        "Putinites",
        "assays",
    ];
    check(Language::En, "Putin Jets", &whole.map(|word| (word, word)));
}

#[test]
fn any_text_is_cut_on_a_character_or_not_at_all() {
    let known = few("Straße");
    let letters = ["ß", "İ", "und", "Ä", "-", "a", "die", "Straße", "\u{308}", "ein", "S"];
    for i in 0..letters.len().pow(4) {
        let word: String = (0..4).map(|n| letters[i / letters.len().pow(n) % letters.len()]).collect();
        for language in [Language::De, Language::En] {
            let cut = split(&word, language, &known);
            assert!(cut.is_none_or(|at| at > 0 && at < word.len() && word.is_char_boundary(at)), "{word}");
        }
    }
}
