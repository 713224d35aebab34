//! What stands around every page: its head, the search box, the choice of a language, the foot.

use super::assets::{ADDRESSES, Addresses};
use super::messages::Ui;
use super::request::{PageRequest, View};
use crate::text::Language;

/// The parts that all pages share.
pub struct Frame {
    /// For the tab of the browser.
    pub title: String,
    pub q: String,
    /// Where the box searches.
    pub action: &'static str,
    /// What a search from the box keeps.
    pub kept: Vec<(&'static str, String)>,
    pub switch: [Switch; 2],
    pub assets: &'static Addresses,
    /// The search as JSON, on a list of results.
    pub api: Option<String>,
}

/// The interface in one of its languages.
pub struct Switch {
    pub code: &'static str,
    /// In that language itself.
    pub name: &'static str,
    pub href: String,
    pub is_current: bool,
}

impl Frame {
    /// Makes the frame of a page.
    pub fn new(request: &PageRequest, title: String) -> Frame {
        let switch = Language::ALL.map(|language| Switch {
            code: language.code(),
            name: Ui { language }.language_name(language),
            href: request.in_language(language),
            is_current: language == request.ui.language,
        });
        let (q, kept) = (request.asked.q.clone(), request.asked.kept_pairs());
        let action = if matches!(request.view, View::Claims(_)) { "/claims" } else { "/" };
        Frame { title, q, action, kept, switch, assets: &ADDRESSES, api: None }
    }

    /// Says where the same stands as JSON.
    pub fn with_api(self, api: String) -> Frame {
        Frame { api: Some(api), ..self }
    }
}

/// A link with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub href: String,
    pub text: String,
}
