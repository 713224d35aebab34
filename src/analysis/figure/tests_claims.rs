//! Who says a figure and what was done with what it counts: of each figure of a text, speaker and action.

use super::tests::tables;
use super::*;
use crate::text::Language::{De, En};

/// Checks speaker and action of every figure; `-` for none.
fn check(text: &str, language: Language, expected: &[(&str, &str)]) {
    let found = figures(&tables(), text, &[(Span::new(0, text.len()), language)], &[]);
    let line = |figure: &Figure| {
        let by = figure.said_by.as_ref().map_or("-", |by| &text[by.span.range()]);
        (by.to_string(), figure.action.clone().unwrap_or("-".to_string()))
    };
    let found: Vec<_> = found.iter().map(line).collect();
    let found: Vec<_> = found.iter().map(|(by, action)| (&**by, &**action)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn speakers_and_actions() {
    let tables = tables();
    for (text, language, by, action) in [
        (
            "Nach Angaben der ukrainischen Luftwaffe wurden 37 Drohnen abgeschossen.",
            Language::De,
            "ukrainischen Luftwaffe",
            "shot_down",
        ),
        ("Kiew schätzt, dass Russland 50.000 Soldaten entsandt hat.", Language::De, "Kiew", "deployed"),
        ("Dort seien 30 Menschen getötet worden, sagte Kirby.", Language::De, "Kirby", "killed"),
        ("Berichten zufolge wurden 20 Menschen verletzt.", Language::De, "Berichten", "wounded"),
        ("According to the ministry, 20 people were arrested.", Language::En, "ministry", "arrested"),
        ("20 were killed, according to figures from the Army Office.", Language::En, "Army Office", "killed"),
        (
            "20 were killed, the report from the FAO and the World Bank said.",
            Language::En,
            "report from the FAO and the World Bank",
            "killed",
        ),
        ("The army has drones and says 20 were killed.", Language::En, "army", "killed"),
        ("\"We sent 20 troops. They left,\" said Mr Smith.", Language::En, "Mr Smith", "deployed"),
        (
            "Wie die Zeitung X am Montag unter Berufung auf eigene Recherchen meldet, wurden 20 getötet.",
            Language::De,
            "Zeitung X",
            "killed",
        ),
        ("Zelenskyy claims that 300 troops were killed.", Language::En, "Zelenskyy", "killed"),
    ] {
        let found = figures(&tables, text, &[(Span::new(0, text.len()), language)], &[]);
        let said = found[0].said_by.as_ref().map(|by| &text[by.span.range()]);
        assert_eq!((said, found[0].action.as_deref()), (Some(by), Some(action)), "{text}");
    }
}

#[test]
fn german_speakers() {
    for (text, expected) in [
        ("Anna Huber (SPÖ) sagte, 40 Brücken seien gesperrt.", "Anna Huber"),
        ("Die Firma Obst hat nach eigenen Angaben 40 Filialen.", "Firma Obst"),
        (
            "Das geht aus Zahlen hervor, die das Amt für Statistik vorlegte. Demnach fehlen 40 Lehrer.",
            "Amt für Statistik",
        ),
        ("Am Montag hatte die Feuerwehr von 40 Einsätzen berichtet.", "Feuerwehr"),
        ("In Graz fehlen 40 Ärzte. Das teilte eine Sprecherin mit.", "Sprecherin"),
        ("Wir brauchen mehr Zeit, sagte Huber. Wir haben nur 40 Leute.", "Huber"),
        ("Die Lage sei ernst, sagte Huber. Das Land schweigt. Man habe 40 Ärzte verloren.", "Huber"),
        ("Wegen der Sorgen ihres Mannes erklärte Huber, es fehlten 40 Ärzte.", "Huber"),
        ("Ein Bauer in Tirol sagte, er habe 40 Kühe.", "Bauer"),
        ("Der Schaden wurde von der Polizei auf 40 Euro geschätzt.", "Polizei"),
        ("„Es ist genug. Wir zahlen 40 Euro“, sagte der Händler Karl Maier.", "Händler Karl Maier"),
    ] {
        let found = figures(&tables(), text, &[(Span::new(0, text.len()), De)], &[]);
        let said = found[0].said_by.as_ref().map(|by| &text[by.span.range()]);
        assert_eq!(said, Some(expected), "{text}");
    }
    for text in [
        "Es ist kalt, sagte Huber den 40 Gästen.",
        "China kritisierte die Übung, an der 40 Schiffe teilnehmen.",
        "Der Text, der von Frauen geschrieben wurde, hat 40 Seiten.",
        "Manche versprechen eine Frist von 40 Tagen.",
        "Huber (40) kam, sagte Maier.",
    ] {
        let found = figures(&tables(), text, &[(Span::new(0, text.len()), De)], &[]);
        assert!(found.iter().all(|figure| figure.said_by.is_none()), "{text}");
    }
}

#[test]
fn english_speakers() {
    for (text, expected) in [
        ("The Institute for Trade (IFT) said 40 firms closed.", "Institute for Trade"),
        ("Crop Genetics <CROP.O> said it sold 40 farms.", "Crop Genetics"),
        ("Smith on Friday said he had 40 goats.", "Smith"),
        (
            "According to Radio One, the Ministry announced on Monday that it was over. It added that 40 people fell ill.",
            "Ministry",
        ),
        ("Smith in a letter to voters said he had 40 goats.", "Smith"),
        ("The gap was 40 pct, said the panel.", "panel"),
        ("\"We believe in this. It has 40 rooms,\" said Karl Jones.", "Karl Jones"),
        ("Karl Jones said he believed it had 40 rooms.", "Karl Jones"),
    ] {
        let found = figures(&tables(), text, &[(Span::new(0, text.len()), En)], &[]);
        let said = found[0].said_by.as_ref().map(|by| &text[by.span.range()]);
        assert_eq!(said, Some(expected), "{text}");
    }
    for text in [
        "\"It is over,\" said Jones, whose firm has 40 shops.",
        "With a staff of 40 people, Jones has reported a loss.",
        "However, only 40% of Britons said so.",
        "Shares added 40 pence on Friday.",
        "Jones told BBC News of the storm. Its 40 rooms are empty.",
    ] {
        let found = figures(&tables(), text, &[(Span::new(0, text.len()), En)], &[]);
        assert!(found.iter().all(|figure| figure.said_by.is_none()), "{text}");
    }
}

#[test]
fn german_actions() {
    check("Es gab 40 Tote und 20 Verletzte.", De, &[("-", "killed"), ("-", "wounded")]);
    check("40 Menschen kamen ums Leben, darunter sechs Kinder.", De, &[("-", "killed"), ("-", "killed")]);
    check("Er wurde zu 15 Jahren Haft verurteilt.", De, &[("-", "sentenced")]);
    check("Der Umsatz stieg um 5 Prozent (2 Millionen Euro).", De, &[("-", "rose"), ("-", "rose")]);
    check("Das ist ein Rückgang um 5 Prozent.", De, &[("-", "fell")]);
    check("Die Polizei nahm gestern in Graz 40 Personen fest.", De, &[("-", "arrested")]);
    check("Sie haben Menschen ermordet und zwei Anschläge verübt.", De, &[("-", "-")]);
    check("Aus den vergangenen fünf Spielen holten sie zwei Punkte.", De, &[("-", "-"), ("-", "won")]);
}

#[test]
fn english_actions() {
    check("The firm has cut 300 jobs.", En, &[("-", "cut")]);
    check("Power cuts hit 300 homes.", En, &[("-", "-")]);
    check("Sales were up 5 pct after falling 3 pct in May.", En, &[("-", "rose"), ("-", "fell")]);
    check("It turned down 20 offers.", En, &[("-", "-")]);
    check("The increased offer is for 20 ships.", En, &[("-", "-")]);
    check("It has 40 customers and its collapse sent shockwaves.", En, &[("-", "-")]);
    check("He sold the house in May, for $5m.", En, &[("-", "sold")]);
    check("A rise in prices of 5% was a surprise.", En, &[("-", "rose")]);
    check("He was jailed for five years.", En, &[("-", "sentenced")]);
}

/// Checks the speaker of every figure; `-` for none.
fn check_speakers(text: &str, language: Language, expected: &[&str]) {
    let found = figures(&tables(), text, &[(Span::new(0, text.len()), language)], &[]);
    let said = |figure: &Figure| figure.said_by.as_ref().map_or("-", |by| &text[by.span.range()]).to_string();
    assert_eq!(found.iter().map(said).collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn surveys_say_the_shares_of_those_asked() {
    check_speakers(
        "In einer im Mai veröffentlichten Umfrage des Verbandes Obst sagten 40 Prozent der Befragten, sie mögen Birnen. \
         Bei Älteren sind es 60 Prozent. Immerhin jeder Fünfte mag Quitten (20 Prozent).",
        De,
        &["Umfrage des Verbandes Obst"; 3],
    );
    check_speakers(
        "In a poll of 900 farmers by Obst Research, 40% liked pears. Another 11% liked plums.",
        En,
        &["-", "Obst Research", "Obst Research"],
    );
    check_speakers("A survey of 900 farmers suggests 40% like pears.", En, &["-", "survey"]);
    check_speakers("Laut einer Umfrage unter 900 Bauern mögen 40 Prozent Birnen.", De, &["-", "Umfrage"]);
    check_speakers("Two thirds of respondents to the survey like pears.", En, &["survey"]);
    check_speakers("A study published in the journal Obst found 40% are ripe.", En, &["study"]);
    check_speakers("The institute surveyed 900 farms and found that 40% are small.", En, &["-", "institute"]);
    check_speakers("Of the growers polled for the survey, 40% like pears.", En, &["survey"]);
    check_speakers("When Obst Research conducted the survey in May, 40% liked pears.", En, &["Obst Research"]);
    check_speakers("Mr Smith said the talks with growers suggested that 40% like pears.", En, &["Mr Smith"]);
    // What comes after may be of another matter; the number of those asked is the paper's.
    check_speakers(
        "A survey found 40% like pears. For it, Obst Research interviewed 900 farmers. Prices fell by 5%.",
        En,
        &["survey", "-", "-"],
    );
}

#[test]
fn whose_account_it_is() {
    check_speakers("Die Lage ist gut, sagte Maier. Der Hof hat nach seinen Angaben 90 Kühe.", De, &["Maier"]);
    check_speakers("Der Verein Obst hat nach seinen Angaben 90 Mitglieder.", De, &["Verein Obst"]);
    check_speakers("Karl Jones said it was over. He has, by his own account, 90 cows.", En, &["Karl Jones"]);
}

#[test]
fn more_ways_to_name_who_speaks() {
    check_speakers(
        "Denn wie Bauer Karl Maier gestern auf Twitter verkündete, hat er 90 Kühe.",
        De,
        &["Bauer Karl Maier"],
    );
    check_speakers("Researchers read the files of 900 men, finding 35 per cent were ill.", En, &["-", "Researchers"]);
    check_speakers("Obst Inc. OBS.N said on Thursday it would cut 90 jobs.", En, &["Obst Inc"]);
    check_speakers("It sold 90 farms, the state news agency, OBNA, said.", En, &["OBNA"]);
    check_speakers("The world's largest bakery company, Obst, said it had 90 shops.", En, &["Obst"]);
}

#[test]
fn sources_behind_what_they_say() {
    check_speakers("Dem Bauernverband zufolge fehlen 90 Helfer.", De, &["Bauernverband"]);
    check_speakers("Die Sorge ist groß, sagte das Amt. Es fügte hinzu, dass 90 Helfer fehlen.", De, &["Amt"]);
    check_speakers("Nach Meinung des Gerichts für den Tod von 90 Kühen haftet der Bauer.", De, &["Gerichts"]);
    check_speakers("The harvest is put at 90 tonnes, reports say.", En, &["reports"]);
    check_speakers("The crop is estimated by the ministry at 90 tonnes.", En, &["ministry"]);
    check_speakers("Obst Inc. said it sold 90 farms.", En, &["Obst Inc"]);
    check_speakers("Some 90 farms closed, according to news agency reports.", En, &["news agency reports"]);
}

#[test]
fn what_goes_on_behind_a_speaker() {
    check_speakers(
        "Wie Huber schrieb, stieg die Ernte um 90 Prozent. Bei Birnen stieg sie sogar auf 900 Kilo.",
        De,
        &["Huber"; 2],
    );
    check_speakers(
        "Obst Inc. said it sold 90 farms. It would buy 40 more. It has 400 cows.",
        En,
        &["Obst Inc", "Obst Inc", "-"],
    );
    check_speakers("Mr Smith said he was glad. It would be a fall of 90 pct.", En, &["-"]);
}
