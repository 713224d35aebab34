use super::*;

fn schema() -> Schema {
    Schema::embedded().expect("embedded schema is valid")
}

fn splitter() -> Splitter {
    Splitter::new(&schema()).expect("the shipped tables are well-formed")
}

/// One line a word: the word, then its parts, or nothing when it stays whole.
#[track_caller]
fn check(table: &str) {
    let splitter = splitter();
    for line in table.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (word, expected) = line.split_once(' ').unwrap_or((line, ""));
        let mut ranges = Vec::new();
        splitter.split(word, &mut ranges);
        let parts: Vec<&str> = ranges.into_iter().map(|range| &word[range]).collect();
        assert_eq!(parts.join(" "), expected.trim(), "{word}");
    }
}

#[test]
fn compounds_of_the_news_split() {
    check(
        "luftangriffsalarm         luft angriff alarm
         artilleriegeschosse       artillerie geschosse
         klimaschutzgesetz         klima schutz gesetz
         bundesverfassungsgericht  bund verfassung gericht
         ukrainekrieg              ukraine krieg
         großangriff               groß angriff
         klimaschädlich            klima schädlich",
    );
}

#[test]
fn parts_link_with_letters_drop_their_ending_and_are_umlauted() {
    check(
        "sprachbarriere  sprach barriere
         schulleiter     schul leiter
         rentenreform    rente reform
         rinderbraten    rind braten
         häuserkampf     häus kampf
         hühnersuppe     hühn suppe
         schuldenberg    schuld berg",
    );
}

#[test]
fn fewest_linking_letters_win_among_equally_many_parts() {
    check(
        "zeugenaussage  zeuge aussage
         wanderarbeiter wander arbeiter",
    );
}

#[test]
fn other_spellings_of_umlauts_and_sharp_s_split_too() {
    check(
        "straßenverkehr  straße verkehr
         strassenverkehr strasse verkehr
         haeuserkampf    haeus kampf
         grossangriff    gross angriff",
    );
}

#[test]
fn names_derivations_and_adverbs_stay_whole() {
    for word in "frankfurt darmstadt hamburg deutschland deutschlands neumann schwarzenegger düsseldorf großbritannien
        schwarzenberg rosenheim silbermann wissenschaft verwandtschaft freundlichkeit regierung hoffnung eigentum
        verstehen unterstützen angekommen beispielsweise mittelbar überhaupt teilnehmen schlagende langsamen
        bahnhof bundestag gütersloh ångström"
        .split_whitespace()
    {
        check(word);
    }
}

#[test]
fn a_rest_is_no_split() {
    check(
        "sporthalle   sport halle
         sporthallex
         xsporthalle",
    );
}

#[test]
fn every_range_is_a_long_enough_part_in_order_whatever_the_text() {
    let splitter = splitter();
    let mut seed = 7_u64;
    let mut random = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    let pieces: Vec<&str> = schema()
        .table(PARTS)
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').next().expect("split yields one piece at least"))
        .chain(["s", "es", "n", "en", "er", "e", "ß", "ö", "é", "日本", "🦀", "e\u{301}", " ", "-", ""])
        .collect();
    for _ in 0..50_000 {
        let mut word: String = (0..random(6)).map(|_| pieces[random(pieces.len())]).collect();
        if random(3) == 0 {
            word = word.chars().skip(random(4)).collect();
        }
        let mut ranges = Vec::new();
        splitter.split(&word, &mut ranges);
        assert!(ranges.len() != 1 && ranges.len() <= MAX_PARTS, "{word}: {ranges:?}");
        let mut end_before = 0;
        for range in &ranges {
            let part = word.get(range.clone()).expect("ranges lie inside the word, on char boundaries");
            assert!(range.start >= end_before, "{word}: {ranges:?} overlap");
            assert!(part.chars().count() >= MIN_PART_LETTERS, "{word}: {part} is too short");
            end_before = range.end;
        }
        assert!(ranges.is_empty() || (ranges[0].start == 0 && end_before == word.len()), "{word}: {ranges:?}");
    }
}

#[test]
fn out_is_appended_to() {
    let mut ranges = Vec::from([0..1, 1..2]);
    splitter().split("sporthalle", &mut ranges);
    assert_eq!(ranges, [0..1, 1..2, 0..5, 5..10]);
}

#[test]
fn errors_name_the_line_and_what_is_wrong() {
    let what = |parts: &str, blocked: &str| Splitter::from_tables(parts, blocked).err().expect("an error").to_string();
    assert_eq!(
        what("# head\nluft\tb\t-\n", ""),
        "schema/compound_parts_de.tsv, line 2: expected 5 columns separated by tabs, found 3"
    );
    assert_eq!(
        what("weg\tb\t-\t.\t3\n", ""),
        "schema/compound_parts_de.tsv, line 1: `weg` is no lower-case word of 4 letters or more"
    );
    assert_eq!(
        what("luft\tx\t-\t.\t3\n", ""),
        "schema/compound_parts_de.tsv, line 1: `x` is none of b, h, t, perhaps with n or s"
    );
    assert_eq!(
        what("luft\tb\t-e\t.\t3\n", ""),
        "schema/compound_parts_de.tsv, line 1: `luft` has no ending `e` to drop"
    );
    assert_eq!(what("luft\tb\t-\tS\t3\n", ""), "schema/compound_parts_de.tsv, line 1: `S` is no affix");
    assert_eq!(
        what("luft\tb\t-\t.\tx\n", ""),
        "schema/compound_parts_de.tsv, line 1: frequency `x` is no number from 0 to 9"
    );
    assert_eq!(
        what("luft\tb\t-\t.\t3\nluft\th\t-\t.\t3", ""),
        "schema/compound_parts_de.tsv, line 2: `luft` is given twice"
    );
    assert_eq!(what("", "Hamburg\n"), "schema/compound_blocked_de.txt, line 1: `Hamburg` is no lower-case word");
}
