//! Whom an article names: links in its title and text, and the list beside it.

use super::asked::entity_url;
use super::messages::Ui;
use super::named::{ALL_GROUPS, NamedGroup, NamedLink};
use crate::backend::EntityGroup;
use crate::document::{Mentioned, StoredMention};
use crate::search::entities::{Entities, NamedEntity};
use crate::text::Span;

/// Entities of each group that are shown before the rest is folded away.
const MAX_SHOWN: usize = 10;

/// Mentions of an article with the addresses of what they name.
pub struct Mentions {
    mentioned: Mentioned,
    hrefs: Vec<String>,
}

impl Mentions {
    /// Takes the mentions of an article.
    pub fn new(mentioned: Mentioned) -> Mentions {
        let hrefs = mentioned.entities.iter().map(|entity| entity_url(&entity.id)).collect();
        Mentions { mentioned, hrefs }
    }

    /// Returns the links in the title.
    pub fn in_title(&self, title: &str) -> Vec<(Span, &str)> {
        self.links(title, &self.mentioned.title)
    }

    /// Returns the links in the text.
    pub fn in_text(&self, text: &str) -> Vec<(Span, &str)> {
        self.links(text, &self.mentioned.text)
    }

    /// Returns links in order, apart from each other; what is kept may be damaged, and is then passed over.
    fn links(&self, text: &str, mentions: &[StoredMention]) -> Vec<(Span, &str)> {
        let mut links: Vec<(Span, &str)> = Vec::with_capacity(mentions.len());
        for mention in mentions {
            let (span, end) = (mention.span, links.last().map_or(0, |(last, _)| last.end));
            let Some(href) = self.hrefs.get(mention.entity) else { continue };
            if span.start >= end && span.start < span.end && text.get(span.range()).is_some() {
                links.push((span, href));
            }
        }
        links
    }

    /// Returns what is named by groups, the most often named first.
    pub fn groups(&self, entities: &Entities, ui: Ui) -> Vec<NamedGroup> {
        let mut named: Vec<(NamedEntity, u64)> = self
            .mentioned
            .entities
            .iter()
            .filter(|entity| entity.n_mentions > 0)
            .map(|entity| (entities.named(entity), entity.n_mentions as u64))
            .collect();
        named.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let of_group = |group: EntityGroup| {
            let links = named.iter().filter(|(entity, _)| group.holds(entity.kind));
            let links = links.map(|(entity, n)| NamedLink::new(entity, *n, "article.named.count", ui)).collect();
            NamedGroup::new(group, links, MAX_SHOWN, ui)
        };
        ALL_GROUPS.into_iter().map(of_group).filter(|group| !group.shown.is_empty()).collect()
    }
}
