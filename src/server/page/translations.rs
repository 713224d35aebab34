//! What was searched in the other language or another spelling, and the switch that turns both off.

use std::sync::Arc;

use super::asked::Asked;
use super::frame::Link;
use super::messages::Ui;
use crate::search::Page;

/// Terms shown at most, the best of each word first.
const MAX_TERMS: usize = 12;

/// Terms of the other language, and other spellings of names.
pub struct Translations {
    /// With their language, as an HTML attribute.
    pub terms: Vec<(&'static str, Arc<str>)>,
    /// Whether more were searched than are shown.
    pub is_cut: bool,
    /// Turns both off, or on again.
    pub switch: Link,
}

impl Translations {
    /// Returns what is to be shown above the results; nothing where there is nothing to turn off or on.
    pub fn new(found: &Page, asked: &Asked, ui: Ui) -> Option<Translations> {
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
        let is_as_typed = asked.is_untranslated || asked.has_exact_names;
        let set = |off: bool| asked.with(|asked| (asked.is_untranslated, asked.has_exact_names) = (off, off));
        let text = ui.t(if is_as_typed { "translated.on" } else { "translated.off" }).to_string();
        let switch = Link { href: set(!is_as_typed).results_url(), text };
        (is_as_typed || !terms.is_empty()).then_some(Translations { terms, is_cut, switch })
    }
}
