//! The import as a whole, on small made-up dictionaries.

use proptest::prelude::*;

use super::*;

fn stem(language: Language, word: &str) -> Option<String> {
    let word = word.to_lowercase();
    let is_function_word = ["der", "die", "das", "ohne", "the", "a", "of", "to"].contains(&word.as_str());
    let ending = if language == Language::De { "en" } else { "s" };
    (!is_function_word).then(|| word.strip_suffix(ending).unwrap_or(&word).to_string())
}

fn imported(text: &str) -> ImportedTable {
    import(text.as_bytes(), None, &stem, &mut |_| {}, &mut |_| {}).expect("a dictionary")
}

fn table(text: &str) -> Table {
    Table::from_bytes(imported(text).to_bytes(&Origin::default())).expect("a table")
}

fn shown(table: &Table, language: Language, stem: &str) -> String {
    let shown = table.get(language, stem).into_iter();
    let shown = shown.map(|alternative| format!("{} {:.2}", alternative.stems.join("+"), alternative.weight));
    shown.collect::<Vec<_>>().join(", ")
}

fn check(dictionary: &str, language: Language, stem: &str, expected: &str) {
    assert_eq!(shown(&table(dictionary), language, stem), expected, "{stem} in {dictionary}");
}

#[test]
fn a_word_that_is_used_more_comes_first() {
    let dictionary = "Zwirbel :: twirl\nZwirbel :: whorl\nroter Zwirbel :: red whorl\nblauer Zwirbel :: blue whorl\n";
    check(dictionary, Language::De, "zwirbel", "whorl 1.00, twirl 0.65");
    check(dictionary, Language::En, "whorl", "zwirbel 1.00");
}

#[test]
fn compounds_tell_which_sense_is_alive() {
    let compounds = "Kasten :: box\nZwirbelkasten :: whorl box\nDose :: tin\nZwirbeldose :: whorl tin\n";
    check(
        &format!("Zwirbel :: twirl\nZwirbel :: whorl\n{compounds}"),
        Language::De,
        "zwirbel",
        "whorl 1.00, twirl 0.60",
    );
    check(compounds, Language::De, "zwirbelkast", "whorl+box 1.00");
}

#[test]
fn words_of_a_phrase_stay_together() {
    check("Zwirbel :: hair whorl", Language::De, "zwirbel", "hair+whorl 1.00");
    check("Zwirbel :: whorl of hair; hair whorl", Language::De, "zwirbel", "whorl+hair 1.00");
    check("Zwirbel :: one two three four five", Language::De, "zwirbel", "");
}

#[test]
fn function_words_make_a_weaker_translation() {
    check("Zwirbel :: whorl\nohne Zwirbel :: straight", Language::De, "zwirbel", "whorl 1.00, straight 0.71");
}

#[test]
fn what_is_not_listed_needs_more_than_one_phrase() {
    check("am Zwirbel drehen :: turn twirls", Language::De, "zwirbel", "");
    let often = "roter Zwirbel :: red twirl\nblauer Zwirbel :: blue twirl\nalter Zwirbel :: old twirl\n";
    check(often, Language::De, "zwirbel", "twirl 1.00");
}

#[test]
fn a_plural_is_no_second_sense() {
    let dictionary = "Zwirbel {m} | Zwirbelen {pl} :: whorl | whorls\nZwirbel :: twirl\n";
    check(dictionary, Language::De, "zwirbel", "whorl 1.00, twirl 1.00");
}

#[test]
fn weights_of_a_table_are_kept_to() {
    check("Zwirbel\twhorl; twirl\t4; 1", Language::De, "zwirbel", "whorl 1.00, twirl 0.25");
}

#[test]
fn progress_and_problems_are_told() {
    let (mut last, mut problems) = (None, Vec::new());
    let bytes = b"Zwirbel :: whorl\nno entry\n";
    let imported = import(&bytes[..], None, &stem, &mut |progress| last = Some(progress), &mut |problem| {
        problems.push(problem.to_string());
    });
    assert_eq!(imported.expect("a dictionary").counts(), Counts { entries: 1, pairs: 1, problems: 1 });
    assert_eq!(problems, ["line 2: no `::` between German and English"]);
    assert_eq!(last, Some(Progress::Learning { n_done: 6, n_rounds: 6 }));
}

#[test]
fn formats_are_known_by_their_first_bytes() {
    for (head, expected) in [
        ("# Ding\nZwirbel {m} :: whorl\n", Some(Format::Ding)),
        ("\u{feff}<?xml version='1.0'?><TEI/>", Some(Format::Tei)),
        ("Zwirbel\twhorl\nC++\tstd::whorl\nDose\ttin", Some(Format::Tsv)),
        ("Es war einmal ein Zwirbel.", None),
        ("", None),
        ("!<arch>\n\0\tdebian :: binary\n", None),
        ("Es war einmal\nein Zwirbel ::\nder war\nrund.", None),
    ] {
        assert_eq!(guess(head.as_bytes()).ok(), expected, "{head:?}");
    }
}

#[test]
fn what_is_no_dictionary_is_refused() {
    let refusal = |bytes: &[u8]| match import(bytes, None, &stem, &mut |_| {}, &mut |_| {}) {
        Ok(_) => String::new(),
        Err(error) => error.to_string(),
    };
    assert!(refusal(b"\x1f\x8b\x08").contains("compressed (gzip)"));
    assert!(refusal(b"Es war einmal.").starts_with("unknown format"));
    assert_eq!(refusal(b"der :: the\n{m} :: x"), "no translations were found in 1 entries; 1 lines could not be read");
}

#[test]
fn a_table_is_written_and_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("lexicon.bin");
    assert!(matches!(Table::open(&path), Err(TableError::Missing { .. })));
    let origin = Origin { source: "zwirbel.txt".to_string(), imported: "2024-11-20".to_string() };
    imported("Alt :: old\n").write(&path, &origin).expect("written");
    imported("Zwirbel; Dose :: whorl; hair whorl\n").write(&path, &origin).expect("written over the older one");
    let table = Table::open(&path).expect("a table");
    assert_eq!(shown(&table, Language::De, "zwirbel"), "whorl 1.00, hair+whorl 0.80");
    assert_eq!(table.heads(Language::De).collect::<Vec<_>>(), ["dose", "zwirbel"]);
    assert_eq!(table.heads(Language::En).collect::<Vec<_>>(), ["whorl"]);
    let stats = table.stats();
    assert_eq!((stats.origin, stats.stems, stats.alternatives), (origin, [2, 1], [4, 2]));
    assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else stays behind");
}

#[test]
fn damaged_and_foreign_tables_are_refused() {
    let bytes = imported("Zwirbel :: whorl; twirl\nDose :: tin\n").to_bytes(&Origin::default());
    for n in 0..bytes.len() {
        assert!(Table::from_bytes(bytes[..n].to_vec()).is_err(), "cut to {n} bytes");
        let mut damaged = bytes.clone();
        damaged[n] ^= 0x10;
        assert!(Table::from_bytes(damaged).is_err(), "byte {n} is wrong");
    }
    let mut other = bytes;
    other[8] = 99;
    let refusal = Table::from_bytes(other).err().map(|error| error.to_string());
    assert!(refusal.is_some_and(|refusal| refusal.contains("version 99")));
}

/// Bytes that are like a dictionary's: its marks, letters, and anything.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop_oneof![
        3 => prop::sample::select(vec![
            "::", " :: ", "|", ";", "\n", "\t", "/", "(", ")", "{", "}", "[", "]", "<", ">", "~", "-", "…", "#", "jdn.",
            "<entry>", "</entry>", "<orth>", "</orth>", "<cit type='trans'>", "<cit type='example'>", "</cit>",
            "<quote>", "</quote>", "<sense>", "</sense>", "&amp;", "&#0;", "&", "<!--", "<![CDATA[", "xml:lang='de'",
            "Zwirbel", "whorl", "of", "ohne",
        ]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => "\\PC{0,6}".prop_map(String::into_bytes),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read(
        bytes in bytes(),
        format in prop::sample::select(vec![Format::Ding, Format::Tei, Format::Tsv]),
    ) {
        let import = || import(&bytes[..], Some(format), &stem, &mut |_| {}, &mut |_| {});
        let Ok(imported) = import() else { return Ok(()) };
        let written = imported.to_bytes(&Origin::default());
        prop_assert_eq!(&written, &import().expect("it was imported").to_bytes(&Origin::default()), "the same table");
        let table = Table::from_bytes(written).expect("what was written can be opened");
        for language in Language::ALL {
            for head in table.heads(language) {
                let found = table.get(language, head);
                prop_assert!((1..=MAX_ALTERNATIVES).contains(&found.len()));
                prop_assert_eq!(found[0].weight, 1.0);
                for alternative in found {
                    prop_assert!((1..=MAX_STEMS).contains(&alternative.stems.len()));
                    prop_assert!(alternative.weight > 0.0 && alternative.weight <= 1.0);
                }
            }
        }
    }

    #[test]
    fn any_bytes_behind_a_right_checksum_are_met(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let heading = r#"{"origin":{"source":"","imported":""},"counts":{"entries":0,"pairs":0,"problems":0}}"#;
        let mut table = b"tandemlx\x01\0\0\0".to_vec();
        let body = [&(heading.len() as u32).to_le_bytes()[..], heading.as_bytes(), &bytes].concat();
        table.extend_from_slice(&crc32fast::hash(&body).to_le_bytes());
        table.extend_from_slice(&body);
        let table = Table::from_bytes(table);
        if let Ok(table) = table {
            table.stats();
        }
    }
}
