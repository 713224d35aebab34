mod any_text;

use super::*;

fn check(text: &str, printed: &str, codes: &[&str]) {
    let query = parse(text, Syntax::Query);
    assert_eq!(query.to_string(), printed, "{text:?}: {:?}", query.notes);
    assert_eq!(query.notes.iter().map(|n| n.code.as_str()).collect::<Vec<_>>(), codes, "{text:?}: {:?}", query.notes);
    check_round_trip(text, &query);
}

fn check_round_trip(text: &str, query: &Query) {
    let printed = query.to_string();
    let again = parse(&printed, Syntax::Query);
    assert_eq!(again.clauses, query.clauses, "{text:?} printed as {printed:?}");
    assert_eq!(again.to_string(), printed, "{text:?}");
    for note in &query.notes {
        let row = format!("//! | `{}` |", note.code);
        assert!(include_str!("mod.rs").contains(&row), "the table in mod.rs has no {:?}", note.code);
        assert_eq!(note.at.is_some(), note.detail.starts_with("character "), "{note:?}");
    }
    let json = serde_json::to_string(&query).expect("a query is plain data");
    assert_eq!(&serde_json::from_str::<Query>(&json).expect("what was written is read"), query, "{text:?}");
}

fn clauses(text: &str) -> Vec<Clause> {
    parse(text, Syntax::Query).clauses
}

fn word(text: &str) -> Clause {
    Clause::Word(text.to_string())
}

#[test]
fn words_and_phrases() {
    check("Luftangriff auf Kiew", "Luftangriff auf Kiew", &[]);
    check("\"in Kiew\" Botschaft!", "\"in Kiew\" Botschaft", &[]);
    check("„potenziell erheblichen Luftangriff“", "\"potenziell erheblichen Luftangriff\"", &[]);
    check("“in Kiew” »in Kiew« «in Kiew»", "\"in Kiew\" \"in Kiew\" \"in Kiew\"", &[]);
    check("„in Kiew\" ”in Kiew”", "\"in Kiew\" \"in Kiew\"", &[]);
    check("US-Botschaft (Kiew)", "US-Botschaft Kiew", &[]);
    check("Kiew,Lwiw", "Kiew Lwiw", &[]);
    check("10\u{a0}000 Drohnen", "10\u{a0}000 Drohnen", &[]);
    check("Politiker*innen Lehrer:innen Leser_innen", "Politiker*innen Lehrer:innen Leser_innen", &[]);
    check("heute 10:48 Uhr", "heute 10 48 Uhr", &[]);
    check("https://example.org/a?b=c", "https example org a b c", &[]);
    check("Kiew: Bericht", "Kiew Bericht", &[]);
    check("Er sagte:\"So ist es\"", "Er sagte \"So ist es\"", &[]);
    check(" ... ", "", &["empty"]);
    check("", "", &["empty"]);
}

#[test]
fn quotes_without_a_partner_are_words() {
    check("\"offen bleibt", "offen bleibt", &["unclosed_quote"]);
    check("15\" Monitor", "15 Monitor", &["unclosed_quote"]);
    check("„a1 „b1", "a1 b1", &["unclosed_quote"]);
    check("\"\" x", "x", &["empty_phrase"]);
    check("\"...\"", "", &["empty_phrase", "empty"]);
}

#[test]
fn a_question_mark_at_the_end_is_punctuation() {
    check("Wer war das?", "Wer war das", &[]);
    check("Wirklich?? Ja?!", "Wirklich Ja", &[]);
    check("(Kiew?)", "Kiew", &[]);
    check("h?s?", "h?s", &[]);
}

#[test]
fn as_written() {
    check("=\"As Written\"", "=\"As Written\"", &[]);
    check("=„wie hier“", "=\"wie hier\"", &[]);
    check("=Gift", "=\"Gift\"", &[]);
    check("-=\"a b\"", "-=\"a b\"", &[]);
    check("= Gift", "Gift", &[]);
    check("a=\"b c\"", "a \"b c\"", &[]);
    check("=\"\"", "", &["empty_phrase", "empty"]);
    check("=\"Kim Jong\"~5", "=\"Kim\" NEAR/5 =\"Jong\"", &["slop"]);
}

#[test]
fn operators_bind_as_in_mathematics() {
    check("a1 OR b1 AND c1", "a1 OR b1 AND c1", &[]);
    assert_eq!(
        clauses("a1 OR b1 AND c1"),
        [Clause::Or(vec![word("a1"), Clause::And(vec![word("b1"), word("c1")])])],
        "AND binds tighter"
    );
    check("(a1 OR b1) AND c1", "(a1 OR b1) AND c1", &[]);
    check("a1 AND b1 AND c1 OR d1", "a1 AND b1 AND c1 OR d1", &[]);
    check("a1 (b1 c1) -d1", "a1 (b1 c1) -d1", &[]);
    check("a1 AND (b1 c1)", "a1 AND (b1 c1)", &[]);
    check("(a1 OR b1) OR c1", "a1 OR b1 OR c1", &[]);
    check("a1 AND (b1 AND c1)", "a1 AND b1 AND c1", &[]);
    check("a1 OR b1,c1", "a1 OR (b1 c1)", &[]);
    check("((a1))", "a1", &[]);
    check("a1 b1 AND c1 d1", "a1 b1 AND c1 d1", &[]);
}

#[test]
fn operators_of_both_languages_and_of_programmers() {
    check("a1 UND b1 ODER NICHT c1", "a1 AND b1 OR -c1", &[]);
    check("a1 AND NOT b1", "a1 AND -b1", &[]);
    check("a1 UND NICHT b1", "a1 AND -b1", &[]);
    check("a1 && b1 || c1 | d1", "a1 AND b1 OR c1 OR d1", &[]);
    check("a1&&b1 c1|d1", "a1 b1 c1 d1", &[]);
    check("a1 and b1 or c1 und d1 oder e1 nicht f1 not", "a1 and b1 or c1 und d1 oder e1 nicht f1 not", &[]);
}

#[test]
fn minus_leaves_out() {
    check("a1 -b1", "a1 -b1", &[]);
    check("NOT (a1 OR b1)", "-(a1 OR b1)", &[]);
    check("--a1 NOT NOT b1", "a1 b1", &[]);
    check("-\"in Kiew\"", "-\"in Kiew\"", &[]);
    check("-(a1 b1)", "-(a1 b1)", &[]);
    check("!Wetter !\"in Kiew\" !(a1)", "-Wetter -\"in Kiew\" -a1", &[]);
    check("-AND", "-and", &[]);
    check("-Bundes* -title:x", "-Bundes* -title:x", &[]);
    check("a1 - b1 -- c1 – d1", "a1 b1 c1 d1", &[]);
    check("Achtung! != -, -", "Achtung", &[]);
    check("Nord- und Südkorea", "Nord und Südkorea", &[]);
    check("-15 Grad", "-15 Grad", &["minus_number"]);
    check("NOT", "", &["dangling_operator", "empty"]);
}

#[test]
fn plus_is_passed_over() {
    check("+Kiew +Lwiw", "Kiew Lwiw", &["plus", "plus"]);
    check("+\"in Kiew\" +title:Kiew", "\"in Kiew\" title:Kiew", &[]);
    check("C++ +49 30", "C 49 30", &[]);
}

#[test]
fn near_stands_between_words_and_phrases() {
    check("Kim NEAR/5 Russland", "Kim NEAR/5 Russland", &[]);
    check("Kim NEAR5 Russland", "Kim NEAR/5 Russland", &[]);
    check("Kim NAHE/5 Russland NAHE5 Putin", "Kim NEAR/5 Russland NEAR/5 Putin", &[]);
    check("\"Kim Jong\" NEAR Russland", "\"Kim Jong\" NEAR/10 Russland", &[]);
    check("a1 NAHE b1", "a1 NEAR/10 b1", &[]);
    check("a1 NEAR/3 b1 NEAR/3 c1", "a1 NEAR/3 b1 NEAR/3 c1", &[]);
    check("a1 NEAR/3 b1 NEAR/4 c1", "a1 NEAR/3 b1 AND c1", &["near_operand"]);
    check("a1 NEAR/3 (b1 OR c1)", "a1 AND (b1 OR c1)", &["near_operand"]);
    check("a1 NEAR/3 -b1", "a1 AND -b1", &["near_operand"]);
    check("a1 NEAR/999999999999 b1", "a1 NEAR/100 b1", &["near_distance"]);
    check("a1 NEAR/0 b1", "a1 NEAR/0 b1", &[]);
    check("a1 NEAR", "a1", &["dangling_operator"]);
    check("a1 w/5 b1 near c1", "a1 w 5 b1 near c1", &["near_form"]);
    check("Bundes* NEAR/2 =\"Amt\"", "Bundes* NEAR/2 =\"Amt\"", &[]);
}

#[test]
fn the_slop_of_lucene_is_near() {
    check("\"Kim Jong Un\"~5", "Kim NEAR/5 Jong NEAR/5 Un", &["slop"]);
    check("title:\"Kim Jong\"~2", "title:(Kim NEAR/2 Jong)", &["slop"]);
    check("\"Kim\"~5", "\"Kim\"", &[]);
    check("\"Kim Jong\"~0", "\"Kim Jong\"", &[]);
    check("\"Kim Jong\" ~5", "\"Kim Jong\" 5", &[]);
}

#[test]
fn patterns_of_letters() {
    check("Bundes* h?s Sch*z", "Bundes* h?s Sch*z", &[]);
    check("*kanzler ?anzler", "*kanzler ?anzler", &[]);
    check("Bundes*, „x“", "Bundes* \"x\"", &[]);
    check("**wichtig**", "*wichtig*", &[]);
    check("Mu\u{308}ll*", "Müll*", &[]);
    check("a* b", "a b", &["short_pattern"]);
    check("?b", "b", &["short_pattern"]);
    check("* ***", "", &["empty"]);
    check("US-Botsch*", "US Botsch*", &["pattern_compound"]);
    check("O'Br*", "O'Br*", &[]);
    let long = "x".repeat(64);
    check(&format!("{long}*"), &long, &["long_pattern"]);
    assert_eq!(clauses("Politiker*innen"), [word("Politiker*innen")]);
    assert_eq!(clauses("h?s"), [Clause::Pattern(Pattern::Wildcard("h?s".to_string()))]);
}

#[test]
fn fuzzy_words() {
    check("regirung~1 Regirung~2 Kyjiw~", "regirung~1 Regirung~2 Kyjiw~1", &[]);
    check("Tru~2", "Tru~1", &["fuzzy_short"]);
    check("Kyjiw~2", "Kyjiw~1", &["fuzzy_short"]);
    check("ab~", "ab", &["fuzzy_short"]);
    check("2024~1 F16~", "2024 F16", &["fuzzy_number", "fuzzy_number"]);
    check("Regierung~3", "Regierung~2", &["fuzzy_edits"]);
    check("Regierung~0.8", "Regierung~1", &["fuzzy_edits"]);
    check("US-Botschaft~", "US-Botschaft", &["fuzzy_word"]);
    check("Lehrer:in~1", "Lehrer:in", &["fuzzy_word"]);
    check("a~b ~ ~x", "a b x", &[]);
    check(&format!("{}~", "x".repeat(65)), &"x".repeat(65), &["long_pattern"]);
}

#[test]
fn likely_mistakes_are_named() {
    check("Soldaten NEAR/x Kursk", "Soldaten near x Kursk", &["near_form"]);
    check("Soldaten W/5 Kursk", "Soldaten W 5 Kursk", &["near_form"]);
    check("\"Olaf Sch*\"", "\"Olaf Sch\"", &["pattern_in_phrase"]);
    check("since:20 November 2024", "since 20 November 2024", &["bad_value"]);
    check("von:2024-11 bis:2024-12", "date:2024-11.. date:..2024-12", &[]);
    check("Kiew –Moskau −Berlin", "Kiew -Moskau -Berlin", &[]);
    check("Kiew – Moskau", "Kiew Moskau", &[]);
    check("TRUMP WINS VOTE AND HARRIS CONCEDES", "TRUMP WINS VOTE AND HARRIS CONCEDES", &["capitals"]);
    check("CDU AND SPD", "CDU AND SPD", &[]);
}

#[test]
fn fields_of_text() {
    check("title:Wetter titel:\"in Kiew\"", "title:Wetter title:\"in Kiew\"", &[]);
    check("TITLE:Wetter Titel:(Kiew)", "title:Wetter title:Kiew", &[]);
    check("title:(Kiew OR Kyjiw)", "title:(Kiew OR Kyjiw)", &[]);
    check("title:(a1 b1)", "title:(a1 b1)", &[]);
    check("title:a,b", "title:(a b)", &[]);
    check("title:Bundes* title:Kyjiw~1", "title:Bundes* title:Kyjiw~1", &[]);
    check("title:=\"As Written\" title:=„so“", "title:=\"As Written\" title:=\"so\"", &[]);
    check("de:Gift en:gift", "de:Gift en:gift", &[]);
    check("title:de:Gift de:title:(Gift Kraut)", "title:de:Gift de:title:(Gift Kraut)", &[]);
    check("title:de:en:x", "title:de:(en x)", &[]);
    check("title:-Wetter title:(-Wetter)", "-title:Wetter -title:Wetter", &[]);
    check("title:source:dpa", "source:\"dpa\"", &[]);
    check("title: Wetter", "title Wetter", &["field_space"]);
    check("title:\"\"", "", &["empty_field", "empty_phrase", "empty"]);
    check("title:()", "", &["empty_field", "empty_bracket", "empty"]);
    check("a1 AND title:b1 OR -de:c1", "a1 AND title:b1 OR -de:c1", &[]);
}

#[test]
fn filters() {
    check("source:dpa Quelle:\"Die Zeit\"", "source:\"dpa\" source:\"Die Zeit\"", &[]);
    check("source:dpa, Kiew", "source:\"dpa\" Kiew", &[]);
    check("-source:dpa source:-AP", "-source:\"dpa\" -source:\"AP\"", &[]);
    check("lang:deutsch sprache:en-GB lang:DE", "lang:de lang:en lang:de", &[]);
    check("lang:fr", "fr", &["bad_value"]);
    check("source:", "source", &[]);
    check("source:\" \"", "", &["empty_field", "empty"]);
    check("figure:\">= 10000 soldiers\" zahl:20", "figure:\">= 10000 soldiers\" figure:\"20\"", &[]);
    check("figure:>=10000 figure:-5", "figure:\">=10000\" figure:\"-5\"", &[]);
    check("person:Selenskyj place:Kiew ort:Lwiw", "person:\"Selenskyj\" place:\"Kiew\" place:\"Lwiw\"", &[]);
    check("org:Nato entity:Q42 said:\"Olaf Scholz\"", "org:\"Nato\" entity:\"Q42\" said:\"Olaf Scholz\"", &[]);
    check("haus:groß", "haus groß", &["unknown_field"]);
    check("Lehrer:innen, Leser:innen/Hörer:innen", "Lehrer:innen Leser:innen Hörer:innen", &[]);
    check("Ort:in ,Ort:in", "place:\"in\" Ort in", &[]);
}

#[test]
fn several_values_of_a_field() {
    check("source:(dpa OR \"Die Zeit\")", "source:\"dpa\" OR source:\"Die Zeit\"", &[]);
    check("Kiew source:(Die Zeit ODER dpa)", "Kiew source:\"Die Zeit\" OR source:\"dpa\"", &[]);
    check("lang:(de OR en) AND x", "(lang:de OR lang:en) AND x", &[]);
    check("lang:(de OR fr)", "lang:de OR fr", &["bad_value"]);
    check("date:(2023 OR 2024-11-01..2024-11-20)", "date:2023 OR date:2024-11-01..2024-11-20", &[]);
    check("date:(last week OR 7d..)", "date:last-week OR date:7d..", &[]);
    check("person:(Olaf Scholz OR Merkel)", "person:\"Olaf Scholz\" OR person:\"Merkel\"", &[]);
    check("person:(a AND (b OR -c))", "person:\"a\" AND (person:\"b\" OR -person:\"c\")", &[]);
    check("person:(\"a b\" \"c d\")", "(person:\"a b\" person:\"c d\")", &[]);
    check("source:(\"Die Zeit\" \"Der Spiegel\")", "source:\"Die Zeit\" OR source:\"Der Spiegel\"", &["field_list"]);
    check("source:(dpa, AP)", "source:\"dpa\" OR source:\"AP\"", &["field_list"]);
    check("-source:(dpa OR AP)", "-(source:\"dpa\" OR source:\"AP\")", &[]);
    check("source:-(dpa OR AP)", "-(source:\"dpa\" OR source:\"AP\")", &[]);
    check("source:(OR)", "", &["empty_field", "empty_bracket", "dangling_operator", "empty"]);
    check("source:(dpa) (a1 b1)", "source:\"dpa\" (a1 b1)", &[]);
}

#[test]
fn dates() {
    check("date:20.11.2024 datum:7d..", "date:2024-11-20 date:7d..", &[]);
    check("date:\"20. November 2024\" x", "date:2024-11-20 x", &[]);
    check("date:„letzte 7 Tage“", "date:7d..today", &[]);
    check("date:gestern..heute", "date:yesterday..today", &[]);
    check("date:last-week", "date:last-week", &[]);
    check("date:>=\"20 November 2024\"", "date:2024-11-20..", &[]);
    check("date:\"1 May 2024\"..\"3 May 2024\"", "date:2024-05-01..2024-05-03", &[]);
    check("date:03/04/2024", "date:2024-04-03", &["ambiguous_date"]);
    check("date:2024-12..2024-11", "date:2024-11..2024-12", &["reversed_date"]);
    check("-date:2024,", "-date:2024", &[]);
    check("date:bald", "bald", &["bad_value"]);
    check("date:20 November 2024", "20 November 2024", &["bad_value"]);
    check("date:\"\"", "", &["empty_field", "empty"]);
}

#[test]
fn bounds_of_dates() {
    check(
        "since:2024 seit:2024-11 ab:20.11.2024 after:7d",
        "date:2024.. date:2024-11.. date:2024-11-20.. date:7d..",
        &[],
    );
    check("until:2024 bis:gestern", "date:..2024 date:..yesterday", &[]);
    check("before:2024 vor:2024-11", "date:..2023 date:..2024-10", &[]);
    check("vor:\"20. November 2024\" SEIT:\"letzte Woche\"", "date:..2024-11-19 date:last-week..", &[]);
    check("before:\"last week\" -since:2024", "date:..week-2 -date:2024..", &[]);
    check("seit:03/04/2024", "date:2024-04-03..", &["ambiguous_date"]);
    check("bis: heute ab:10 vor:Ort seit:\"alter Zeit\"", "bis heute ab 10 vor Ort seit \"alter Zeit\"", &[]);
}

#[test]
fn faults_are_words_with_a_note_that_names_their_place() {
    check("AND a1", "a1", &["dangling_operator"]);
    check("a1 OR", "a1", &["dangling_operator"]);
    check("a1 AND AND b1", "a1 AND b1", &["dangling_operator"]);
    check("a1 AND \"\"", "a1", &["dangling_operator", "empty_phrase"]);
    check("(a1 b1", "(a1 b1)", &["unclosed_bracket"]);
    check("a1) b1", "a1 b1", &["unopened_bracket"]);
    check("title:) x", "title x", &["field_space", "unopened_bracket"]);
    check("()", "", &["empty_bracket", "empty"]);
    let note = &parse("ä (x", Syntax::Query).notes[0];
    assert_eq!((note.at, note.detail.starts_with("character 3: ")), (Some(2), true), "{note:?}");
    let places = |text| parse(text, Syntax::Query).notes.iter().map(|note| note.at).collect::<Vec<_>>();
    assert_eq!(places("ä -15 title:„ab~“ AND"), [Some(2), Some(18)]);
    assert_eq!(places("title:lang:fr --7x a~1 NOT"), [Some(11), Some(14), Some(19), Some(23)]);
}

#[test]
fn words_syntax_knows_no_signs() {
    let query = parse("\"in Kiew\" OR x -date:2024 Ort:in", Syntax::Words);
    assert_eq!(query.to_string(), "in Kiew or x date 2024 Ort in");
    assert!(query.notes.is_empty());
}
