//! What is read out of a text, as one line a figure: `text|kind|low..high|modifier|unit|of`.

use proptest::prelude::*;

use super::*;

const SOURCES: Sources = Sources {
    number_words: include_str!("../../../schema/figures/number_words.tsv"),
    units: include_str!("../../../schema/figures/units.tsv"),
    currencies: include_str!("../../../schema/figures/currencies.tsv"),
    modifiers: include_str!("../../../schema/figures/modifiers.tsv"),
    context_words: include_str!("../../../schema/figures/context_words.tsv"),
    nouns: include_str!("../../../schema/figures/nouns.tsv"),
    actions: include_str!("../../../schema/figures/actions.tsv"),
    speech: include_str!("../../../schema/figures/speech.tsv"),
    abbreviations: include_str!("../../../schema/abbreviations.txt"),
};

pub(super) fn tables() -> Tables {
    Tables::read(&SOURCES).expect("the embedded tables are well-formed")
}

fn read(text: &str, language: Language) -> Vec<String> {
    let tables = tables();
    let found = figures(&tables, text, &[(Span::new(0, text.len()), language)], &[]);
    let line = |figure: &Figure| {
        let value = if figure.low == figure.high {
            format!("{}", figure.low)
        } else {
            format!("{}..{}", figure.low, figure.high)
        };
        format!(
            "{}|{}|{value}|{}|{}|{}",
            &text[figure.span.range()],
            figure.kind.name(),
            figure.modifier.name(),
            figure.unit.map_or("-", |unit| &tables.unit(unit).key),
            figure.of.as_deref().unwrap_or("-"),
        )
    };
    found.iter().map(line).collect()
}

fn check(text: &str, language: Language, expected: &[&str]) {
    assert_eq!(read(text, language), expected, "{text}");
}

/// The second noun of each figure, `-` for none.
pub(super) fn also(language: Language, text: &str, expected: &[&str]) {
    let found = figures(&tables(), text, &[(Span::new(0, text.len()), language)], &[]);
    let nouns: Vec<&str> = found.iter().map(|figure| figure.also_of.as_deref().unwrap_or("-")).collect();
    assert_eq!(nouns, expected, "{text}");
}

pub(super) fn de(text: &str, expected: &[&str]) {
    check(text, Language::De, expected);
}

pub(super) fn en(text: &str, expected: &[&str]) {
    check(text, Language::En, expected);
}

fn check_dates(text: &str, language: Language, published: Option<&str>, expected: &[&str]) {
    let published = published.and_then(Date::parse);
    let found = dates(&tables(), text, &[(Span::new(0, text.len()), language)], published);
    let found: Vec<String> = found.iter().map(|find| format!("{}={}", &text[find.span.range()], find.value)).collect();
    assert_eq!(found, expected, "{text}");
}

pub(super) fn dates_de(text: &str, published: Option<&str>, expected: &[&str]) {
    check_dates(text, Language::De, published, expected);
}

pub(super) fn dates_en(text: &str, published: Option<&str>, expected: &[&str]) {
    check_dates(text, Language::En, published, expected);
}

#[test]
fn german_numbers_and_magnitudes() {
    de("zweihundertdreiundvierzig Soldaten", &["zweihundertdreiundvierzig Soldaten|count|243|exact|-|soldier"]);
    de("anderthalb Millionen Menschen", &["anderthalb Millionen Menschen|count|1500000|exact|-|people"]);
    de("die 200-köpfige Versammlung", &["200-köpfige|count|200|exact|-|people"]);
    de("zwei Zehntelsekunden Vorsprung", &["zwei Zehntelsekunden|duration|0.2|exact|second|-"]);
    de("drei Dutzend Raketen", &["drei Dutzend Raketen|count|36|exact|-|missile"]);
    de("Es kostet 3 Mio. Euro.", &["3 Mio. Euro|money|3000000|exact|EUR|-"]);
    de("2 Billionen Euro", &["2 Billionen Euro|money|2000000000000|exact|EUR|-"]);
    de("zwei Drittel der Wähler", &["zwei Drittel der Wähler|count|0.6666666666667|exact|-|voter"]);
    de("ein Prozent", &["ein Prozent|percent|1|exact|percent|-"]);
}

#[test]
fn english_numbers_and_magnitudes() {
    en("half a million people", &["half a million people|count|500000|exact|-|people"]);
    en("two hundred and forty-three troops", &["two hundred and forty-three troops|count|243|exact|-|troop"]);
    en("two and a half million homes", &["two and a half million homes|count|2500000|exact|-|home"]);
    en("a deal worth $2.7bn", &["$2.7bn|money|2700000000|exact|USD|-"]);
    en("£350m was spent", &["£350m|money|350000000|exact|GBP|-"]);
    en("one in five voters", &["one in five voters|count|0.2|exact|-|voter"]);
}

#[test]
fn ranges_share_magnitude_and_unit() {
    de("100 bis 300 Milliarden Euro", &["100 bis 300 Milliarden Euro|money|100000000000..300000000000|range|EUR|-"]);
    de("zwischen 15 und 20 Prozent", &["15 und 20 Prozent|percent|15..20|range|percent|-"]);
    de(
        "sank von 440,5 Mio. auf 175,3 Mio. Euro",
        &["440,5 Mio|money|440500000|exact|EUR|-", "175,3 Mio. Euro|money|175300000|exact|EUR|-"],
    );
    en("23 to 27 degrees", &["23 to 27 degrees|measure|23..27|range|degC|-"]);
    en("from $10-$20", &["$10-$20|money|10..20|range|USD|-"]);
}

#[test]
fn dollars_are_those_of_the_country_named_before() {
    en(
        "The bank lent 180 mln N.Z. dlrs. It had lent 20 mln dlrs before, and owes U.S. dollars: 5 mln U.S. dlrs.",
        &[
            "180 mln N.Z. dlrs|money|180000000|exact|NZD|-",
            "20 mln dlrs|money|20000000|exact|NZD|-",
            "5 mln U.S. dlrs|money|5000000|exact|USD|-",
        ],
    );
}

#[test]
fn times_and_rises_are_no_modifiers() {
    en("She rang at 3 in the morning", &[]);
    en(
        "net up to 4 billion yen from 3 billion yen",
        &["4 billion yen|money|4000000000|exact|JPY|-", "3 billion yen|money|3000000000|exact|JPY|-"],
    );
    en("more than a quarter of a century", &["more than a quarter of a century|duration|0.25|more_than|century|-"]);
    de("um die 104 nötigen Stimmen zu haben", &["104 nötigen Stimmen|count|104|exact|-|vote"]);
    de("um die 200 Leute", &["um die 200 Leute|count|200|about|-|people"]);
    de("in einer 2.Kreisklasse", &[]);
}

#[test]
fn modifiers_left_and_right() {
    de("mehr als 10.000 Container", &["mehr als 10.000 Container|count|10000|more_than|-|container"]);
    de("innerhalb von 24 Stunden", &["innerhalb von 24 Stunden|duration|24|at_most|hour|-"]);
    de("Die Zahl der Opfer hatte 3.000 überschritten", &["3.000 überschritten|count|3000|more_than|-|casualty"]);
    en("at least 494 children", &["at least 494 children|count|494|at_least|-|child"]);
    en("about 35 miles", &["about 35 miles|measure|35|about|mi|-"]);
    en("It grew over the past three years.", &["three years|duration|3|exact|year|-"]);
}

#[test]
fn open_amounts() {
    de("Dutzende Milliarden Dollar", &["Dutzende Milliarden Dollar|money|20000000000..99000000000|vague|USD|-"]);
    de("Hunderter gepanzerter Fahrzeuge", &["Hunderter gepanzerter Fahrzeuge|count|200..999|vague|-|vehicle"]);
    de("mehrere Millionen Euro", &["mehrere Millionen Euro|money|2000000..9000000|vague|EUR|-"]);
    en("tens of millions of pounds", &["tens of millions of pounds|money|20000000..99000000|vague|GBP|-"]);
}

#[test]
fn durations_ages_and_measures() {
    de("nach 3 Tagen 14 Stunden", &["3 Tagen 14 Stunden|duration|86|exact|hour|-"]);
    de("ein 23-sekündiges Video", &["23-sekündiges|duration|23|exact|second|-"]);
    de("die dreitägige Reise", &["dreitägige|duration|3|exact|day|-"]);
    de("bei -15,7 Grad", &["-15,7 Grad|measure|-15.7|exact|degC|-"]);
    de("nur 60 Cent", &["60 Cent|money|0.6|exact|EUR|-"]);
    en("a 13-year-old boy", &["13-year-old|duration|13|exact|year|-"]);
    en("Her mother, Larissa, now 40, left.", &["40|duration|40|exact|year|-"]);
    en("nearly 27,000 COVID-19 cases", &["nearly 27,000 COVID-19 cases|count|27000|about|-|case"]);
    de("der rund um den 8848 Meter hohen Berg", &["8848 Meter|measure|8848|exact|m|-"]);
    en("George Webster, 28, was charged", &["28|duration|28|exact|year|-"]);
    en("125km/h", &["125km/h|measure|125|exact|km/h|-"]);
    en("it fell 0.2 percentage points", &["0.2 percentage points|percent|0.2|exact|percentage_point|-"]);
}

#[test]
fn heads_of_german_nouns() {
    de(
        "hatte sechs der neu genehmigten, in den USA hergestellten Atacms-Raketen abgefeuert",
        &["sechs|count|6|exact|-|missile"],
    );
    de(
        "aus zwei von Russland unterstützten separatistischen Gebieten",
        &["zwei von Russland unterstützten separatistischen Gebieten|count|2|exact|-|territory"],
    );
    de("20 Wiener Polizisten", &["20 Wiener Polizisten|count|20|exact|-|policeman"]);
    de("drei der vier Länder", &["drei|count|3|exact|-|country", "vier Länder|count|4|exact|-|country"]);
    de(
        "davon 8.300 in der Stadt, 200 Einwohner",
        &["8.300|count|8300|exact|-|-", "200 Einwohner|count|200|exact|-|inhabitant"],
    );
}

#[test]
fn heads_of_english_nouns() {
    en("over 10,000 North Korean troops are there", &["over 10,000 North Korean troops|count|10000|more_than|-|troop"]);
    en(
        "three of the state's five clinics",
        &["three|count|3|exact|-|hospital", "five clinics|count|5|exact|-|hospital"],
    );
    en("a quarter of a million US consumers", &["a quarter of a million US consumers|count|250000|exact|-|consumer"]);
}

#[test]
fn protected_spans_are_no_figures() {
    for text in [
        "um 22 Uhr",
        "von 22 bis 5 Uhr",
        "8.30 und 8.45 Uhr",
        "Es endete 3:1.",
        "am 20. November 2004",
        "am 12.04.2016",
        "am 5. und 6. Mai",
        "im Jahr 2004",
        "Platz acht",
        "in Halle 8",
        "Artikel 5",
        "Mohajer-6 und F-22",
        "Soul Hackers 2 Erscheinungsdatum",
        "Formel 1",
        "Tel. 01/234 56 78",
        "www.orf.at/2345",
        "in den 1990er Jahren",
        "das iPhone 5s",
        "Hauptstraße 12",
        "in 45472 Mülheim",
        "COVID-19",
        "(3)",
        "der Dritte Weltkrieg",
        "auf 98,2 UKW",
        "die Gruppe der 20 trifft sich",
    ] {
        de(text, &[]);
    }
    for text in [
        "at 5.30pm",
        "They won 2-0.",
        "November 20, 2004",
        "in 2004",
        "number nine",
        "iPhone 11",
        "the FTSE 250",
        "No. 5",
        "F-22",
        "10 Downing Street",
        "the last 16",
        "the 2004 Olympics",
        "the 9/11 attacks",
        "a 2-1 win",
        "Formula One",
        "He won 6-1 7-6 (7/5).",
        "in the 1980s",
        "on 105.3 FM or 98.7 FM",
        "the Group of Seven and the Gang of Four",
        "an X-MP/24 and a PS/2",
    ] {
        en(text, &[]);
    }
}

#[test]
fn a_number_inside_a_mention_is_no_figure() {
    let tables = tables();
    let text = "Das Team Blau 14 gewann.";
    let mention = Mention { span: Span::new(4, 16), kind: "ORG", id: "team" };
    assert!(figures(&tables, text, &[(Span::new(0, text.len()), Language::De)], &[mention]).is_empty());
}

#[test]
fn mentions_tell_ages_and_speakers() {
    let tables = tables();
    let read = |text: &str, mentions: &[Mention]| {
        figures(&tables, text, &[(Span::new(0, text.len()), Language::De)], mentions)
    };
    let text = "Aysha (35) sagte nichts.";
    let by = |kind| Mention { span: Span::new(0, 5), kind, id: "x" };
    assert_eq!(read(text, &[by("PER")])[0].kind, Kind::Duration);
    assert!(read(text, &[by("ORG")]).is_empty());
    let text = "Anna Huber kam. Der Minister sagte, 20 Menschen seien tot. Dann ging er. Er sagte, 30 seien verletzt.";
    let person = Mention { span: Span::new(0, 10), kind: "PER", id: "huber" };
    let ids: Vec<_> = read(text, &[person]).into_iter().map(|figure| figure.said_by.and_then(|by| by.id)).collect();
    assert_eq!(ids, [Some("huber".to_string()), Some("huber".to_string())]);
}

#[test]
fn values_of_unlike_units_compare() {
    let tables = tables();
    let km = tables.symbols["km"].unit;
    assert_eq!(tables.to_base(km, 3.0), (3000.0, "m"));
    let fahrenheit = tables.symbols["°F"].unit;
    assert!((tables.to_base(fahrenheit, 212.0).0 - 100.0).abs() < 0.01);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "([0-9]{1,4}|[.,:;/()%$€-]| |ein |zwei|hundert|Mio\\. |to |bis |and |of |Euro|km|½|°C|sagte |laut |X |\\PC){0,24}") {
        let tables = tables();
        for language in Language::ALL {
            let mut end = 0;
            for figure in figures(&tables, &text, &[(Span::new(0, text.len()), language)], &[]) {
                prop_assert!(text.get(figure.span.range()).is_some());
                prop_assert!(figure.span.start >= end, "figures overlap");
                prop_assert!(figure.low <= figure.high);
                end = figure.span.end;
            }
            for find in dates(&tables, &text, &[(Span::new(0, text.len()), language)], Date::parse("2024-11-20")) {
                prop_assert!(text.get(find.span.range()).is_some());
            }
        }
    }
}
