use super::*;
use crate::analysis::Analyzer;

/// Each row: a text and what is found in it.
/// A language, a text, and its mentions with their ids.
type Case = (Language, &'static str, &'static [(&'static str, &'static str)]);

fn check(cases: &[Case]) {
    let analyzer = Analyzer::new(&Schema::embedded().expect("embedded schema is valid")).expect("valid schema");
    for (language, text, expected) in cases {
        let analysis = analyzer.analyze("", text, Some(*language));
        let mentions = analyzer.mentions(text, &analysis);
        let found: Vec<(&str, &str)> = mentions.iter().map(|found| (&text[found.span.range()], &*found.id)).collect();
        assert_eq!(found, *expected, "{text:?}");
    }
}

#[test]
fn hyphen_compounds_hold_mentions() {
    check(&[(
        Language::De,
        "Die US-Regierung und die Biden-Regierung liefern der Ukraine die Atacms-Raketen.",
        &[("US", "country:US"), ("Biden", "per:joe_biden"), ("Ukraine", "country:UA"), ("Atacms", "weapon:atacms")],
    )]);
}

#[test]
fn titles_and_first_names_make_people() {
    check(&[
        (
            Language::De,
            "Das sagte Außenminister Grzegorz Mustermannowitsch am Montag.",
            &[("Grzegorz Mustermannowitsch", "per:~grsegors_mustermanoviC")],
        ),
        (
            Language::En,
            "She said that Mr Smithfield had left. Smithfield did not answer.",
            &[("Smithfield", "per:~smitfild"), ("Smithfield", "per:~smitfild")],
        ),
    ]);
}

#[test]
fn surnames_are_those_of_the_full_name() {
    check(&[(
        Language::De,
        "Am Abend sprach Sergej Lawrow im Parlament, wo man ihm zuhörte. Lawrows Rede war nicht lang.",
        &[("Sergej Lawrow", "per:sergey_lavrov"), ("Lawrows", "per:sergey_lavrov")],
    )]);
}

#[test]
fn weak_names_need_evidence() {
    check(&[
        (Language::De, "Das Essen war gut, und in Essen hat es allen sehr gefallen.", &[("Essen", "loc:essen")]),
        (Language::En, "Reading is fun, but they moved from Reading to the coast.", &[("Reading", "loc:reading")]),
    ]);
}

#[test]
fn names_that_no_table_has_are_found_by_what_stands_around_them() {
    check(&[
        (
            Language::De,
            "Der Vorsitzende, Hubertus Quarnbeck, sprach in Unterweilersbach. Quarnbeck lobte alle.",
            &[
                ("Hubertus Quarnbeck", "per:~hubertus_kvarnbek"),
                ("Unterweilersbach", "loc:~unterveilersbaC"),
                ("Quarnbeck", "per:~hubertus_kvarnbek"),
            ],
        ),
        (
            Language::En,
            "The mayor of Dunmorehill said that Tessmann Freight Ltd had paid.",
            &[("Dunmorehill", "loc:~dunmorehil"), ("Tessmann Freight Ltd", "org:~tesman_freigt")],
        ),
    ]);
}

#[test]
fn an_explained_acronym_means_what_stands_before_it() {
    check(&[(
        Language::En,
        "He led the British National Party (BNP) for years. The BNP won no seat.",
        &[
            ("British National Party", "org:~britiS_national_parti"),
            ("BNP", "org:~britiS_national_parti"),
            ("BNP", "org:~britiS_national_parti"),
        ],
    )]);
}

#[test]
fn titles_and_common_nouns_are_no_part_of_a_name() {
    check(&[
        (Language::De, "Die Provinz Kursk meldete Angriffe.", &[("Kursk", "loc:kursk")]),
        (
            Language::En,
            "Mr Kallington met Sir Dorian Weatherby.",
            &[("Kallington", "per:~kalington"), ("Dorian Weatherby", "per:~dorian_veaterbi")],
        ),
    ]);
}

#[test]
fn parts_of_a_double_name_are_the_same_person() {
    check(&[(
        Language::En,
        "Coach Bertram Quell-Danston was calm. Quell-Danston said little.",
        &[("Bertram Quell-Danston", "per:~bertram_kvel_danston"), ("Quell-Danston", "per:~bertram_kvel_danston")],
    )]);
}
