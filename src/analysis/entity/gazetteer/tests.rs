use super::*;

fn gazetteer() -> Gazetteer {
    Gazetteer::new(&Schema::embedded().expect("embedded schema is valid")).expect("the entities keep their format")
}

/// Each row: a text and what is found in it, weak names with `*`, derived ones with `'`.
fn check(language: Language, cases: &[(&str, &[(&str, &str)])]) {
    let gazetteer = gazetteer();
    for (text, expected) in cases {
        let words = words(text);
        let found: Vec<(&str, String)> = gazetteer
            .matches(&words, language)
            .into_iter()
            .map(|found| {
                let (first, last) = (&words[found.words.start], &words[found.words.end - 1]);
                let signs = [(found.is_weak, "*"), (found.is_derived, "'")];
                let signs: String = signs.iter().filter(|(is, _)| *is).map(|(_, sign)| *sign).collect();
                let id = gazetteer.entity(found.entity).id;
                (&text[first.span.range().start..last.span.range().end], format!("{id}{signs}"))
            })
            .collect();
        let found: Vec<(&str, &str)> = found.iter().map(|(text, id)| (*text, id.as_str())).collect();
        assert_eq!(found, *expected, "{text:?}");
    }
}

#[test]
fn german_names_have_endings() {
    check(
        Language::De,
        &[
            ("Der Krieg Russlands", &[("Russlands", "country:RU")]),
            ("in den Vereinigten Staaten", &[("Vereinigten Staaten", "country:US")]),
            ("Wolodymyr Selenskyjs Rede", &[("Wolodymyr Selenskyjs", "per:volodymyr_zelenskyy")]),
            ("die nordkoreanischen Soldaten", &[("nordkoreanischen", "country:KP'")]),
            ("zwei Nordkoreanerinnen", &[("Nordkoreanerinnen", "country:KP'")]),
            ("Die Russen und Kiewer", &[("Russen", "country:RU'"), ("Kiewer", "loc:kyiv'")]),
            ("Himars-Raketen der US-Regierung", &[("Himars", "weapon:himars"), ("US", "country:US")]),
            ("den UN Sicherheitsrat", &[("UN Sicherheitsrat", "org:un_security_council")]),
            ("PUTIN und Trump’s", &[("PUTIN", "per:vladimir_putin"), ("Trump’s", "per:donald_trump")]),
            ("Markus Soeder, Orban", &[("Markus Soeder", "per:markus_soder"), ("Orban", "per:viktor_orban")]),
            ("mit uns und us", &[]),
        ],
    );
}

#[test]
fn english_names_have_endings() {
    check(
        Language::En,
        &[
            ("North Koreans in Russia's war", &[("North Koreans", "country:KP'"), ("Russia's", "country:RU")]),
            ("Let us go to the US", &[("US", "country:US")]),
            ("Zelensky’s U.S. visit", &[("Zelensky’s", "per:volodymyr_zelenskyy"), ("U.S.", "country:US")]),
            ("near St. Gallen. Moscow", &[("St. Gallen", "loc:st_gallen"), ("Moscow", "loc:moscow")]),
            ("Disney+ shows", &[("Disney+", "product:disney_plus")]),
        ],
    );
}

#[test]
fn entities_are_found_by_any_name() {
    let gazetteer = gazetteer();
    let ids = |name: &str| gazetteer.by_name(name).map(|entity| entity.id).collect::<Vec<_>>();
    assert_eq!(ids("kyjiw"), ["loc:kyiv"]);
    assert_eq!(ids("Viktor Orban"), ["per:viktor_orban"]);
    assert_eq!(ids("un sicherheitsrat"), ["org:un_security_council"]);
    let putin = gazetteer.by_id("per:vladimir_putin").expect("he is in the news");
    assert_eq!((putin.kind, putin.name(Language::De)), (EntityKind::Person, "Wladimir Putin"));
    assert!(gazetteer.by_id("per:nobody").is_none());
}
