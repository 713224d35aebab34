//! Who or what articles name: its names, how it spreads over time, with whom it is named, and its newest articles.

use askama::Template;
use warp::reply::Response;

use super::asked::{Asked, PAGE_HITS};
use super::frame::Frame;
use super::histogram::{Histogram, histogram};
use super::hit::HitView;
use super::messages::Ui;
use super::named::{GROUPS, NamedGroup, NamedLink, kind_name};
use super::narrow::{self, Folded};
use super::request::{PageRequest, cut};
use super::results::{counts_of, search_request};
use crate::backend::{EntityGroup, Facet};
use crate::search::entities::EntityEntry;
use crate::search::{Page, Searcher};
use crate::server::problem::Problem;
use crate::text::Language;

/// Other names shown before the rest is folded away, and in all.
const MAX_SHOWN_ALIASES: usize = 8;
const MAX_ALIASES: usize = 200;
/// Entities of each group that are shown before the rest is folded away.
const MAX_SHOWN_NAMED: usize = 8;
/// Letters of a name in headings.
const MAX_NAME_LETTERS: usize = 200;

#[derive(Template)]
#[template(path = "entity.html", config = "src/server/page/askama.toml")]
struct EntityPage {
    frame: Frame,
    ui: Ui,
    name: String,
    kind: &'static str,
    /// The name in the other language, where it is another one.
    other: Option<OtherName>,
    aliases: String,
    more_aliases: String,
    /// The number of its articles, and all of them.
    count: String,
    all: String,
    id: String,
    joins: Vec<Join>,
    histogram: Option<Histogram>,
    sources: Option<Folded>,
    named: Vec<NamedGroup>,
    hits: Vec<HitView>,
}

/// A name in the other language.
struct OtherName {
    label: String,
    lang: &'static str,
    name: String,
}

/// Another id that is one with the entity.
struct Join {
    id: String,
    reason: String,
}

/// Makes the page of an entity.
///
/// # Errors
/// If neither tables nor articles know the id, and if the index cannot be read.
pub fn page(searcher: &Searcher, request: &PageRequest, id: &str) -> Result<Response, Problem> {
    let ui = request.ui;
    let live = searcher.live();
    let snapshot = live.backend.snapshot();
    let place = (live.number, &*snapshot);
    let profile = searcher.entities.profile(id, place).map_err(Problem::internal)?;
    let (entry, _) = profile.ok_or_else(|| Problem::not_found("no such entity"))?;
    let joins = searcher.entities.joins(&entry.entity.id, place).map_err(Problem::internal)?;
    let asked = Asked { time_limit: request.asked.time_limit, ..Asked::of_entity(&entry.entity.id) };
    let found = searcher.search(&search_request(&asked)).map_err(Problem::internal)?;
    let sources = narrow::sources(counts_of(&found, Facet::Source), &asked, ui);
    let name = cut(entry.entity.name(ui.language), MAX_NAME_LETTERS);
    let (aliases, more_aliases) = aliases(&entry);
    let page = EntityPage {
        frame: Frame { api: Some(asked.api_url()), ..Frame::new(request, ui.fill("results.title", &[("q", &name)])) },
        ui,
        kind: kind_name(entry.entity.kind, ui),
        other: other_name(&entry, ui),
        aliases,
        more_aliases,
        count: ui.count("entity.articles", found.total),
        all: asked.results_url(),
        joins: joins.into_iter().map(|(id, why)| Join { reason: reason(&id, &why, ui), id }).collect(),
        histogram: histogram(counts_of(&found, Facet::Day), &asked, ui),
        sources: Some(sources).filter(|sources| !sources.shown.is_empty()),
        named: GROUPS.map(|group| named_with(&found, group, &asked, ui)).into_iter().flatten().collect(),
        hits: found.hits.iter().take(PAGE_HITS).map(|hit| HitView::new(hit, &asked, 3, ui)).collect(),
        id: entry.entity.id,
        name,
    };
    super::html(request, &page)
}

fn other_name(entry: &EntityEntry, ui: Ui) -> Option<OtherName> {
    let language = if ui.language == Language::De { Language::En } else { Language::De };
    let name = entry.entity.name(language);
    let label = ui.fill("entity.other", &[("language", ui.language_name(language))]);
    let other = || OtherName { label, lang: language.code(), name: cut(name, MAX_NAME_LETTERS) };
    (name != entry.entity.name(ui.language)).then(other)
}

/// Returns the other names that are shown, and those that are folded away.
fn aliases(entry: &EntityEntry) -> (String, String) {
    let names: Vec<String> = entry.aliases.iter().take(MAX_ALIASES).map(|name| cut(name, MAX_NAME_LETTERS)).collect();
    let (shown, more) = names.split_at(MAX_SHOWN_ALIASES.min(names.len()));
    (shown.join(", "), more.join(", "))
}

/// Returns why an id is one with the entity: a list of the user's says so in words of its own.
fn reason(id: &str, why: &str, ui: Ui) -> String {
    let is_surname = id.starts_with("per:~") && !id.contains('_');
    if is_surname { ui.t("entity.join.surname").to_string() } else { ui.fill("entity.join.list", &[("why", why)]) }
}

/// Returns who or what of a group is named with the entity: each leads to its own page, its number to the articles of both.
fn named_with(found: &Page, group: EntityGroup, asked: &Asked, ui: Ui) -> Option<NamedGroup> {
    let counts = counts_of(found, Facet::Entity(group)).iter().filter(|(id, _)| !asked.entities.contains(id));
    let link = |(id, n): &(String, u64)| {
        let link = NamedLink::new(found.facet_entities.get(id)?, *n, "entity.both", ui);
        let count_href = Some(asked.with(|asked| asked.entities.push(id.clone())).results_url());
        Some(NamedLink { count_href, ..link })
    };
    let group = NamedGroup::new(group, counts.filter_map(link).collect(), MAX_SHOWN_NAMED, ui);
    (!group.shown.is_empty()).then_some(group)
}
