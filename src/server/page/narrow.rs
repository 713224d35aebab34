//! What narrows a list of results: values to choose from, and those that were chosen.

use super::asked::Asked;
use super::messages::Ui;
use super::named::{EntityNames, group_name};
use crate::backend::{EntityGroup, FacetCounts};
use crate::text::Language;

/// Sources that are listed before the rest is folded away.
const MAX_SHOWN_SOURCES: usize = 8;
/// And entities of each group.
const MAX_SHOWN_ENTITIES: usize = 6;

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

/// Values to choose from, the most frequent first.
pub struct Folded {
    pub title: &'static str,
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
pub fn sources(counts: &FacetCounts, asked: &Asked, ui: Ui) -> Folded {
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
    let (shown, more) = folded(counts.iter().map(choice).collect(), MAX_SHOWN_SOURCES);
    Folded { title: ui.t("narrow.source"), shown, more_text: ui.count("narrow.more", more.len() as u64), more }
}

/// Returns the entities of a group that the results name.
pub fn entities(group: EntityGroup, counts: &FacetCounts, (asked, names): (&Asked, &EntityNames), ui: Ui) -> Folded {
    let choice = |(id, n): &(String, u64)| {
        let is_on = asked.entities.contains(id);
        let href = match is_on {
            true => without_entity(asked, id),
            false => asked.with(|asked| asked.entities.push(id.clone())),
        };
        Choice {
            label: names.name(id, ui),
            count: ui.number(*n),
            href: href.results_url(),
            taken_back: is_on.then(|| removal(&entity_named(id, names, ui), ui)),
        }
    };
    let (shown, more) = folded(counts.iter().map(choice).collect(), MAX_SHOWN_ENTITIES);
    Folded { title: group_name(group, ui), shown, more_text: ui.count("narrow.others", more.len() as u64), more }
}

/// Parts what is shown from what is folded away, which is never what is chosen.
fn folded(mut choices: Vec<Choice>, n_shown: usize) -> (Vec<Choice>, Vec<Choice>) {
    choices.sort_by_key(|choice| choice.taken_back.is_none());
    let more = choices.split_off(n_shown.min(choices.len()));
    (choices, more)
}

/// Returns the filters that are set.
pub fn chips(asked: &Asked, names: &EntityNames, ui: Ui) -> Vec<Chip> {
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
    let entities = asked.entities.iter().map(|id| chip(entity_named(id, names, ui), without_entity(asked, id)));
    languages.chain(sources).chain(entities).chain(dates).collect()
}

fn without_language(asked: &Asked, language: Language) -> Asked {
    asked.with(|asked| asked.languages.retain(|other| *other != language))
}

fn without_source(asked: &Asked, source: &str) -> Asked {
    asked.with(|asked| asked.sources.retain(|other| other != source))
}

fn without_entity(asked: &Asked, id: &str) -> Asked {
    asked.with(|asked| asked.entities.retain(|other| other != id))
}

fn entity_named(id: &str, names: &EntityNames, ui: Ui) -> String {
    ui.fill("narrow.value", &[("name", names.kind(id, ui)), ("value", &names.name(id, ui))])
}

fn named(key: &'static str, value: &str, ui: Ui) -> String {
    ui.fill("narrow.value", &[("name", ui.t(key)), ("value", value)])
}

fn removal(filter: &str, ui: Ui) -> String {
    ui.fill("narrow.remove", &[("filter", filter)])
}
