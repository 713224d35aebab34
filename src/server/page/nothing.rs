//! Advice where nothing was found: which words no article holds, what they may have meant, what filters hide.

use super::asked::Asked;
use super::frame::Link;
use super::messages::Ui;
use crate::query::Syntax;
use crate::search::{Request, SearchError, Searcher};

/// A longer query is not looked into word by word: that would cost more than the search.
const MAX_DIAGNOSED_BYTES: usize = 300;
/// Similar words named for one that is missing.
const MAX_SIMILAR: usize = 4;

/// What may help.
pub struct Advice {
    pub missing: Vec<Missing>,
    /// The same search without filters, where it finds something.
    pub unfiltered: Option<Link>,
}

/// A word that no article holds.
pub struct Missing {
    pub text: String,
    pub similar: Vec<Link>,
}

/// Looks for reasons why nothing was found.
///
/// # Errors
/// If the index cannot be read.
pub fn advice(searcher: &Searcher, asked: &Asked, ui: Ui) -> Result<Advice, SearchError> {
    let mut missing = Vec::new();
    if asked.q.len() <= MAX_DIAGNOSED_BYTES {
        let diagnosis = searcher.diagnose(&asked.q, Syntax::Query, asked.time_limit)?;
        for word in diagnosis.words.into_iter().filter(|word| word.is_missing()) {
            let link = |similar: String| {
                let q = asked.q.replacen(&word.word, &similar, 1);
                Link { href: asked.with(|asked| asked.q = q).results_url(), text: similar }
            };
            let similar = word.similar.into_iter().take(MAX_SIMILAR).map(|similar| link(similar.word)).collect();
            missing.push(Missing { text: ui.fill("nothing.missing", &[("word", &word.word)]), similar });
        }
    }
    Ok(Advice { missing, unfiltered: unfiltered(searcher, asked, ui)? })
}

fn unfiltered(searcher: &Searcher, asked: &Asked, ui: Ui) -> Result<Option<Link>, SearchError> {
    if !asked.is_narrowed() || asked.q.trim().is_empty() {
        return Ok(None);
    }
    let time_limit = asked.time_limit;
    let request = Request {
        limit: 0,
        with_snippets: false,
        is_translated: !asked.is_untranslated,
        has_spellings: !asked.has_exact_names,
        time_limit,
        ..Request::new(&asked.q)
    };
    let total = searcher.search(&request)?.total;
    let link = || Link { href: asked.without_filters().results_url(), text: ui.count("nothing.unfiltered", total) };
    Ok((total > 0).then(link))
}
