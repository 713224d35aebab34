//! Claims on the web page: the table, what it is about, the chart and its text, figures in articles.

use std::sync::Arc;

use tandem::search::Searcher;

use crate::harness::index;
use crate::page::{check_holds, checked, link_to, links, page, send};
use crate::page_entities::check_nested;

fn page_of(searcher: &Arc<Searcher>, path: &str) -> String {
    let html = checked(&send(Arc::clone(searcher), path, &[("accept", "text/html"), ("accept-language", "en")]), 200);
    check_nested(&html);
    html
}

#[test]
fn claims_are_a_table_a_chart_and_a_choice_in_both_languages() {
    let german = page("/claims?q=nordkoreanische+Soldaten+Kursk", "de");
    check_nested(&german);
    check_holds(
        &german,
        &[
            "Wer nennt welche Zahl? „nordkoreanische Soldaten Kursk“",
            "<table class=\"claims\">",
            "mehr als 3.000 nordkoreanische Soldaten</a>",
            "<span class=\"muted\">getötet</span>",
            "Wolodymyr Selenskyj</a>",
            "<mark>mehr als 3.000 nordkoreanische Soldaten</mark>",
            "<figure class=\"chart\">",
            "Diagramm als Tabelle",
            "mehr als 3.000 nordkoreanische Soldaten (Wolodymyr Selenskyj)",
            "format=csv",
            "aria-current=\"page\">Zahlen</a>",
        ],
    );
    let english = page("/claims?q=North+Korean+soldiers+Kursk", "en");
    check_holds(&english, &["Who says how many?", "killed</span>", "Volodymyr Zelenskyy</a>", "disputed</span>"]);
}

#[test]
fn every_point_of_the_chart_leads_to_its_quote() {
    let html = page("/claims?q=North+Korean+soldiers+Kursk", "en");
    let chart = html.split_once("<svg viewBox").and_then(|(_, rest)| rest.split_once("</svg>")).map_or("", |(a, _)| a);
    let points = links(chart);
    assert!(points.len() >= 3, "{points:?}");
    for point in points {
        let (path, place) = point.split_once('#').expect("a place in an article");
        let article = page(path, "en");
        check_nested(&article);
        assert!(article.contains(&format!("class=\"figure\" id=\"{place}\"")), "{point}");
    }
    // The same values as text.
    let n_rows = html
        .split_once("<table class=\"numbers\">")
        .map_or(0, |(_, rest)| rest.split("</table>").next().unwrap_or_default().matches("<tr>").count() - 1);
    assert_eq!(n_rows, links(chart).len());
}

#[test]
fn one_thing_and_an_order_can_be_chosen_and_taken_back() {
    let html = page("/claims?q=North+Korean+soldiers+Kursk", "en");
    let all = links(&html);
    let chosen = link_to(&all, "about=soldier%2F-%2F").to_string();
    let soldiers = page(&chosen, "en");
    assert!(soldiers.contains("about=soldier%2F-%2Fdeployed"), "what was done is a further choice");
    assert!(!soldiers.contains("<mark>about 1,100</mark>"), "other things are left out");
    assert!(links(&soldiers).iter().any(|link| link == "/claims?q=North+Korean+soldiers+Kursk"), "it can be given up");
    let largest = page(link_to(&links(&soldiers), "sort=-value"), "en");
    let first = largest.split_once("<tbody>").and_then(|(_, rest)| rest.split("<th scope=\"row\">").nth(1));
    let largest_figure = largest.split("<table class=\"claims\">").nth(1).unwrap_or_default();
    assert!(largest_figure.split("</tr>").nth(1).is_some_and(|row| row.contains("12")), "{first:?}");
    let by_source = page(link_to(&all, "by=source"), "en");
    check_holds(&by_source, &["by who says so", "Harbour Gazette"]);
}

#[test]
fn results_and_claims_lead_to_each_other() {
    let results = page("/?q=Kiew&lang=de", "de");
    let claims = link_to(&links(&results), "/claims?").to_string();
    assert_eq!(claims, "/claims?q=Kiew&lang=de");
    assert!(links(&page(&claims, "de")).iter().any(|link| link == "/?q=Kiew&lang=de"));
}

#[test]
fn nothing_asked_and_nothing_found_say_what_to_do() {
    check_holds(&page("/claims", "en"), &["Who says how many?", "class=\"examples\"", "figure:&#34;"]);
    check_holds(&page("/claims?q=figure:%22Soldaten+=+12345678%22", "de"), &["nennen keine solche Zahl"]);
    // What cannot be read is passed over.
    check_holds(&page("/claims?q=Kursk&sort=best&about=nothing&page=99", "en"), &["<table class=\"claims\">"]);
}

#[test]
fn what_articles_write_cannot_break_the_page() {
    let searcher = index(
        "\
# evil-en en | <b>12</b> \"drones\"
\"<script>alert(1)</script>\" said that 12 <i>drones</i> were shot down over A&B on Monday. The ministry said that 300 drones <b>were</b> launched.
",
    );
    let html = page_of(&Arc::new(searcher), "/claims?q=drones+%3Cscript%3E");
    assert!(!html.contains("<script>alert") && !html.contains("<b>"), "{html}");
}

#[test]
fn figures_of_an_article_have_places_and_a_list() {
    let html = page("/articles/valencia-flut-de", "de");
    check_nested(&html);
    let listed = links(&html);
    let figures: Vec<&String> = listed.iter().filter(|link| link.starts_with("#f")).collect();
    assert!(figures.len() >= 5, "{figures:?}");
    for figure in figures {
        assert!(html.contains(&format!("id=\"{}\"", &figure[1..])), "{figure}");
    }
    check_holds(&html, &["<h2>Zahlen</h2>", "155 Leichen</a>", "Behördenangaben</span>"]);
}
