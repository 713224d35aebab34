//! The first page: what this is, a box to search in, examples, and how much there is to find.

use askama::Template;
use warp::reply::Response;

use super::asked::{Asked, ClaimsAsked};
use super::frame::{Frame, Link};
use super::messages::Ui;
use super::request::PageRequest;
use crate::document::TermField;
use crate::search::Searcher;
use crate::server::problem::Problem;
use crate::text::Language;

/// Examples and rows of the help; their texts are `KEY.q` and `KEY.text`.
const EXAMPLES: [&str; 5] = ["example.words", "example.phrase", "example.near", "example.title", "example.pattern"];
const CLAIM_EXAMPLES: [&str; 4] = ["example.claims", "example.figure", "example.money", "example.said"];
const HELP: [&str; 10] = [
    "help.words",
    "help.phrase",
    "help.and",
    "help.or",
    "help.not",
    "help.near",
    "help.pattern",
    "help.exact",
    "help.field",
    "help.date",
];

#[derive(Template)]
#[template(path = "home.html", config = "src/server/page/askama.toml")]
struct Home {
    frame: Frame,
    ui: Ui,
    notes: Vec<String>,
    examples: Vec<Example>,
    articles: String,
    /// Articles with text in each language; one with both counts twice.
    languages: [Link; 2],
    help: Vec<Example>,
}

/// A query with what it shows.
pub struct Example {
    pub link: Link,
    pub text: &'static str,
}

/// Makes the first page.
///
/// # Errors
/// None today.
pub fn page(searcher: &Searcher, request: &PageRequest) -> Result<Response, Problem> {
    let ui = request.ui;
    let counts = searcher.backend().snapshot().counts();
    let languages = Language::ALL.map(|language| {
        let field = counts.fields.iter().find(|(field, _)| *field == TermField::text(language));
        let n = field.map_or(0, |(_, statistics)| statistics.documents);
        let key = if language == Language::De { "home.german" } else { "home.english" };
        let href = Asked::default().with(|asked| asked.languages.push(language)).results_url();
        Link { href, text: ui.fill(key, &[("n", &ui.number(n))]) }
    });
    let home = Home {
        frame: Frame::new(request, ui.t("home.title").to_string()),
        ui,
        notes: request.ignored.clone(),
        examples: examples(&EXAMPLES, ui),
        articles: ui.count("home.articles", counts.articles),
        languages,
        help: examples(&HELP, ui),
    };
    super::html(request, &home)
}

/// Returns examples with links to what they find.
pub fn examples(keys: &[&str], ui: Ui) -> Vec<Example> {
    examples_at(keys, ui, Asked::results_url)
}

/// Returns examples with links to their claims.
pub fn claim_examples(ui: Ui) -> Vec<Example> {
    examples_at(&CLAIM_EXAMPLES, ui, |asked| asked.claims_url(&ClaimsAsked::default()))
}

fn examples_at(keys: &[&str], ui: Ui, href: impl Fn(&Asked) -> String) -> Vec<Example> {
    let example = |key: &&str| {
        let text_of = |part: &str| ui.known(&format!("{key}.{part}")).unwrap_or_default();
        let q = text_of("q").to_string();
        let asked = Asked { q: q.clone(), ..Asked::default() };
        Example { link: Link { href: href(&asked), text: q }, text: text_of("text") }
    };
    keys.iter().map(example).collect()
}
