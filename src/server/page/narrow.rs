//! What narrows a list of results: values to choose from, and those that were chosen.

use super::asked::Asked;
use super::messages::Ui;
use crate::backend::FacetCounts;
use crate::text::Language;

/// Sources that are listed before the rest is folded away.
const MAX_SHOWN_SOURCES: usize = 8;

/// A value that results can be narrowed to.
pub struct Choice {
    pub label: String,
    pub count: String,
    pub href: String,
    /// Whether it is chosen already; then the link takes it back, and says so.
    pub taken_back: Option<String>,
}

/// A filter that is set, with what removes it.
pub struct Chip {
    pub text: String,
    pub href: String,
    pub remove: String,
}

/// Sources to choose from, the most frequent first.
pub struct Sources {
    pub shown: Vec<Choice>,
    pub more: Vec<Choice>,
    pub more_text: String,
}

/// Returns the languages of the results.
pub fn languages(counts: &FacetCounts, asked: &Asked, ui: Ui) -> Vec<Choice> {
    let choice = |(value, n): &(String, u64)| {
        let language = Language::from_tag(value)?;
        let label = ui.language_name(language).to_string();
        let is_on = asked.languages.contains(&language);
        let href = match is_on {
            true => without_language(asked, language),
            false => asked.with(|asked| asked.languages.push(language)),
        };
        Some(Choice {
            taken_back: is_on.then(|| removal(&named("narrow.language", &label, ui), ui)),
            count: ui.number(*n),
            href: href.results_url(),
            label,
        })
    };
    counts.iter().filter_map(choice).collect()
}

/// Returns the sources of the results.
pub fn sources(counts: &FacetCounts, asked: &Asked, ui: Ui) -> Sources {
    let choice = |(value, n): &(String, u64)| {
        let is_on = asked.sources.contains(value);
        let href = match is_on {
            true => without_source(asked, value),
            false => asked.with(|asked| asked.sources.push(value.clone())),
        };
        Choice {
            label: value.clone(),
            count: ui.number(*n),
            href: href.results_url(),
            taken_back: is_on.then(|| removal(&named("narrow.source", value, ui), ui)),
        }
    };
    let mut shown: Vec<Choice> = counts.iter().map(choice).collect();
    // What is chosen is never folded away.
    shown.sort_by_key(|choice| choice.taken_back.is_none());
    let more = shown.split_off(MAX_SHOWN_SOURCES.min(shown.len()));
    Sources { shown, more_text: ui.count("narrow.more", more.len() as u64), more }
}

/// Returns the filters that are set.
pub fn chips(asked: &Asked, ui: Ui) -> Vec<Chip> {
    let chip = |text: String, rest: Asked| Chip { remove: removal(&text, ui), href: rest.results_url(), text };
    let languages = asked.languages.iter().map(|language| {
        chip(named("narrow.language", ui.language_name(*language), ui), without_language(asked, *language))
    });
    let sources =
        asked.sources.iter().map(|source| chip(named("narrow.source", source, ui), without_source(asked, source)));
    let dates = asked.dates.iter().map(|date| {
        let rest = asked.with(|asked| asked.dates.retain(|other| other != date));
        chip(named("narrow.date", &ui.range(date), ui), rest)
    });
    languages.chain(sources).chain(dates).collect()
}

fn without_language(asked: &Asked, language: Language) -> Asked {
    asked.with(|asked| asked.languages.retain(|other| *other != language))
}

fn without_source(asked: &Asked, source: &str) -> Asked {
    asked.with(|asked| asked.sources.retain(|other| other != source))
}

fn named(key: &'static str, value: &str, ui: Ui) -> String {
    ui.fill("narrow.value", &[("name", ui.t(key)), ("value", value)])
}

fn removal(filter: &str, ui: Ui) -> String {
    ui.fill("narrow.remove", &[("filter", filter)])
}
