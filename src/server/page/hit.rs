//! One article of a list: its title, what is known of it, and the passages that match.

use super::asked::{Asked, entity_url};
use super::facts::Facts;
use super::frame::Link;
use super::marked::{MarkedText, lang_code};
use super::messages::Ui;
use super::request::cut;
use crate::analysis::entity::EntityKind;
use crate::search::{Hit, SnippetField};

/// Letters of a title in a list: whoever writes more shall not push away the results.
const MAX_TITLE_LETTERS: usize = 300;
/// People and organisations named below a hit.
const MAX_NAMED: usize = 4;

/// One hit as it is shown.
pub struct HitView {
    pub href: String,
    pub title: MarkedText,
    pub lang: &'static str,
    /// Which heading the title is.
    pub level: u8,
    pub facts: Facts,
    pub passages: Vec<(&'static str, MarkedText)>,
    /// People and organisations that it names most often.
    pub named: Vec<Link>,
}

impl HitView {
    /// Makes what is shown of a hit; its link keeps what was asked for.
    pub fn new(hit: &Hit, asked: &Asked, level: u8, ui: Ui) -> HitView {
        let (title, language) = (hit.stored.article.title.trim(), hit.stored.title_language);
        let marked = hit.snippets.iter().find(|snippet| snippet.field == SnippetField::Title);
        let title = match marked.filter(|marked| marked.text.trim() == title) {
            Some(marked) => MarkedText::passage(marked),
            None if title.is_empty() => MarkedText::plain(ui.t("hit.untitled")),
            None => MarkedText::plain(&cut(title, MAX_TITLE_LETTERS)),
        };
        let passages = hit.snippets.iter().filter(|snippet| snippet.field == SnippetField::Text);
        HitView {
            href: asked.article_url(&hit.stored.article.id),
            title,
            lang: lang_code(language),
            level,
            facts: Facts::new(&hit.stored, ui),
            passages: passages.map(|passage| (lang_code(passage.language), MarkedText::passage(passage))).collect(),
            named: named(hit, asked, ui),
        }
    }
}

fn named(hit: &Hit, asked: &Asked, ui: Ui) -> Vec<Link> {
    let is_shown = |kind| matches!(kind, EntityKind::Person | EntityKind::Organisation);
    let shown = hit.entities.iter().filter(|entity| is_shown(entity.kind) && !asked.entities.contains(&entity.id));
    let link = shown.map(|entity| Link { href: entity_url(&entity.id), text: entity.name(ui.language).to_string() });
    link.take(MAX_NAMED).collect()
}
