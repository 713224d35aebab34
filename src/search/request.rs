//! What is asked of a search.

use std::time::Duration;

use jiff::civil::Date;

use super::Cursor;
use crate::backend::{Facet, Order};
use crate::query::{Clause, Filter, Query, Syntax, parse};
use crate::text::Language;

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub text: String,
    pub syntax: Syntax,
    /// Hits on the page, at most [`super::MAX_LIMIT`].
    pub limit: usize,
    /// Hits before the page; of no meaning with a cursor.
    pub offset: usize,
    /// Where the page before ended.
    pub cursor: Option<Cursor>,
    pub order: Order,
    /// Only articles with paragraphs in this language.
    pub language: Option<Language>,
    /// Whether words are searched in the other language too.
    pub is_translated: bool,
    /// Whether names are searched in their other spellings too, whichever the language.
    pub has_spellings: bool,
    /// What must hold of the articles beside the query; without a query, every article of which it holds is found.
    pub filters: Vec<Filter>,
    /// What to count all matching articles by.
    pub facets: Vec<Facet>,
    pub with_snippets: bool,
    /// Whether hits say whom they name, and how many.
    pub with_entities: bool,
    /// How long the search may take: then the answer holds what was found so far, and says so.
    pub time_limit: Option<Duration>,
    pub with_explanations: bool,
    /// The day that relative dates count from; `None`: today, UTC.
    pub today: Option<Date>,
}

impl Request {
    /// Asks for the first ten hits of a query line, with snippets.
    pub fn new(text: impl Into<String>) -> Request {
        Request {
            text: text.into(),
            syntax: Syntax::Query,
            limit: 10,
            offset: 0,
            cursor: None,
            order: Order::Relevance,
            language: None,
            is_translated: true,
            has_spellings: true,
            filters: Vec::new(),
            facets: Vec::new(),
            with_snippets: true,
            with_entities: true,
            time_limit: None,
            with_explanations: false,
            today: None,
        }
    }

    /// Reads the text, and sets the conditions of the request beside it.
    pub(super) fn query(&self) -> Query {
        let mut query = parse(&self.text, self.syntax);
        if !self.filters.is_empty() {
            query.notes.retain(|note| note.code != "empty");
        }
        let is_empty = query.clauses.is_empty() && self.filters.is_empty();
        let language = self.language.filter(|_| !is_empty).map(Filter::Language);
        query.clauses.extend(language.into_iter().chain(self.filters.iter().cloned()).map(Clause::Filter));
        query
    }

    /// Returns how many hits come before the page.
    pub(super) fn n_before(&self) -> usize {
        self.cursor.as_ref().map_or(self.offset, |cursor| cursor.rank)
    }
}
