//! Who and what is named: those of most articles, and a box to look for others by name.

use askama::Template;
use warp::reply::Response;

use super::frame::Frame;
use super::messages::Ui;
use super::named::{ALL_GROUPS, NamedGroup, NamedLink, kind_name};
use super::request::{PageRequest, cut};
use crate::analysis::entity::folded;
use crate::backend::BackendError;
use crate::search::Searcher;
use crate::search::entities::EntityEntry;
use crate::server::problem::Problem;
use crate::text::Language;

/// Entities of each group, and those before the rest is folded away.
const MAX_NAMED: usize = 50;
const MAX_SHOWN: usize = 15;
/// Entities found by a name.
const MAX_FOUND: usize = 100;
/// A name that is looked for has at most this many bytes; no entity has a longer one.
const MAX_NAME_BYTES: usize = 300;
/// Other names shown beside one that was found.
const MAX_ALIASES: usize = 5;
/// Letters of a name in headings.
const MAX_NAME_LETTERS: usize = 120;

#[derive(Template)]
#[template(path = "entities.html", config = "src/server/page/askama.toml")]
struct EntitiesPage {
    frame: Frame,
    ui: Ui,
    /// As it was typed.
    typed: String,
    /// What has the name; `None` if none was typed.
    found: Option<Vec<FoundEntity>>,
    /// What was found, in words.
    status: String,
    groups: Vec<NamedGroup>,
}

/// An entity that has a name.
struct FoundEntity {
    link: NamedLink,
    kind: &'static str,
    /// The name in the other language and further ones.
    others: String,
}

/// Makes the overview, or the list of those with a name.
///
/// # Errors
/// If the index cannot be read.
pub fn page(searcher: &Searcher, request: &PageRequest, name: &str) -> Result<Response, Problem> {
    let (ui, name) = (request.ui, name.trim());
    let found = (!name.is_empty()).then(|| found(searcher, name, ui)).transpose().map_err(Problem::internal)?;
    let groups = match found {
        Some(_) => Vec::new(),
        None => groups(searcher, ui).map_err(Problem::internal)?,
    };
    let typed = cut(name, MAX_NAME_LETTERS);
    let title = if typed.is_empty() { ui.t("entities.title") } else { &typed };
    let page = EntitiesPage {
        frame: Frame::new(request, ui.fill("results.title", &[("q", title)])),
        ui,
        status: match found.as_ref().map_or(0, Vec::len) {
            0 => ui.fill("entities.none", &[("name", &typed)]),
            n => ui.count_of("entities.found", n as u64, &typed),
        },
        typed,
        found,
        groups,
    };
    super::html(request, &page)
}

fn groups(searcher: &Searcher, ui: Ui) -> Result<Vec<NamedGroup>, BackendError> {
    let live = searcher.live();
    let snapshot = live.backend.snapshot();
    let mut groups = Vec::new();
    for group in ALL_GROUPS {
        let entries = searcher.entities.most_named(group, MAX_NAMED, (live.number, &*snapshot))?;
        let links = entries.iter().map(|entry| link(entry, ui)).collect();
        groups.push(NamedGroup::new(group, links, MAX_SHOWN, ui));
    }
    groups.retain(|group| !group.shown.is_empty());
    Ok(groups)
}

fn found(searcher: &Searcher, name: &str, ui: Ui) -> Result<Vec<FoundEntity>, BackendError> {
    if name.len() > MAX_NAME_BYTES || folded(name).is_empty() {
        return Ok(Vec::new());
    }
    let live = searcher.live();
    let entries = searcher.entities.list(name, MAX_FOUND, (live.number, &*live.backend.snapshot()))?;
    let found = |entry: &EntityEntry| {
        let shown = entry.entity.name(ui.language);
        let names = Language::ALL.map(|language| entry.entity.name(language)).into_iter();
        let names = names.chain(entry.aliases.iter().map(String::as_str)).filter(|name| *name != shown);
        let others: Vec<String> = names.take(MAX_ALIASES).map(|name| cut(name, MAX_NAME_LETTERS)).collect();
        FoundEntity { link: link(entry, ui), kind: kind_name(entry.entity.kind, ui), others: others.join(", ") }
    };
    // Those of no article come last.
    Ok(entries.iter().take_while(|entry| entry.n_articles > 0).map(found).collect())
}

fn link(entry: &EntityEntry, ui: Ui) -> NamedLink {
    NamedLink::new(&entry.entity, entry.n_articles, "named.articles", ui)
}
