//! What was searched in the other language, and the switch that turns it off.

use std::sync::Arc;

use super::asked::Asked;
use super::frame::Link;
use super::messages::Ui;
use crate::search::Page;

/// Terms shown at most, the best of each word first.
const MAX_TERMS: usize = 12;

/// Terms of the other language.
pub struct Translations {
    /// With their language, as an HTML attribute.
    pub terms: Vec<(&'static str, Arc<str>)>,
    /// Whether more were searched than are shown.
    pub is_cut: bool,
    /// Turns translation off, or on again.
    pub switch: Link,
}

impl Translations {
    /// Returns what is to be shown above the results; nothing where there is nothing to turn off or on.
    pub fn new(found: &Page, asked: &Asked, ui: Ui) -> Option<Translations> {
        if asked.is_untranslated {
            let href = asked.with(|asked| asked.is_untranslated = false).results_url();
            let switch = Link { href, text: ui.t("translated.on").to_string() };
            return Some(Translations { terms: Vec::new(), is_cut: false, switch });
        }
        let mut terms: Vec<(&'static str, Arc<str>)> = Vec::new();
        let n_places = found.translations.iter().map(|word| word.to.len()).max().unwrap_or(0);
        // First the best of every word, then the second best.
        for place in 0..n_places {
            for word in &found.translations {
                if let Some(term) = word.to.get(place)
                    && !terms.iter().any(|(_, known)| *known == term.text)
                {
                    terms.push((term.language.code(), Arc::clone(&term.text)));
                }
            }
        }
        let is_cut = terms.len() > MAX_TERMS;
        terms.truncate(MAX_TERMS);
        let href = asked.with(|asked| asked.is_untranslated = true).results_url();
        let switch = Link { href, text: ui.t("translated.off").to_string() };
        (!terms.is_empty()).then_some(Translations { terms, is_cut, switch })
    }
}
