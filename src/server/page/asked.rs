//! What a reader asks for, as it stands in the address of a page; every link of a page is one of these, changed a little.

use std::time::Duration;

use form_urlencoded::Serializer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::backend::Order;
use crate::query::{DateRange, Filter};
use crate::search::ClaimOrder;
use crate::server::parameters::{CLAIM_ORDERS, ORDERS};
use crate::text::Language;

/// Hits on one page.
pub const PAGE_HITS: usize = 10;

/// What an id in an address is encoded for: everything but the unreserved characters of RFC 3986.
const ID: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What an id of an entity is encoded for: a colon may stand in a path, and makes ids legible.
const ENTITY_ID: &AsciiSet = &ID.remove(b':');

/// A query with what narrows it, its order, and the page of its results.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub q: String,
    pub languages: Vec<Language>,
    pub sources: Vec<String>,
    pub dates: Vec<DateRange>,
    /// Ids of entities that articles name.
    pub entities: Vec<String>,
    /// `None`: as it suits the query.
    pub order: Option<Order>,
    /// Whether words are searched as typed alone, not in the other language.
    pub is_untranslated: bool,
    /// Whether names are searched as typed alone, not in other spellings.
    pub has_exact_names: bool,
    /// From 1.
    pub page: usize,
    /// How long a search may take; the server says it, not the address.
    pub time_limit: Option<Duration>,
}

impl Default for Asked {
    fn default() -> Asked {
        Asked {
            q: String::new(),
            languages: Vec::new(),
            sources: Vec::new(),
            dates: Vec::new(),
            entities: Vec::new(),
            order: None,
            is_untranslated: false,
            has_exact_names: false,
            page: 1,
            time_limit: None,
        }
    }
}

impl Asked {
    /// Returns whether nothing is asked for.
    pub fn is_empty(&self) -> bool {
        self.q.trim().is_empty() && !self.is_narrowed()
    }

    /// Returns whether a filter is set.
    pub fn is_narrowed(&self) -> bool {
        self.n_filters() > 0
    }

    /// Returns how many filters are set.
    pub fn n_filters(&self) -> usize {
        self.languages.len() + self.sources.len() + self.dates.len() + self.entities.len()
    }

    /// Returns the conditions beside the query; all of them hold.
    pub fn filters(&self) -> Vec<Filter> {
        let languages = self.languages.iter().copied().map(Filter::Language);
        let sources = self.sources.iter().cloned().map(Filter::Source);
        let dates = self.dates.iter().cloned().map(Filter::Date);
        languages.chain(sources).chain(dates).chain(self.entities.iter().cloned().map(Filter::Entity)).collect()
    }

    /// Asks for the articles that name an entity.
    pub fn of_entity(id: &str) -> Asked {
        Asked { entities: vec![id.to_string()], ..Asked::default() }
    }

    /// Returns the order that was asked for; without words there is no relevance, so the newest come first.
    pub fn effective_order(&self) -> Order {
        let natural = if self.q.trim().is_empty() { Order::Newest } else { Order::Relevance };
        self.order.unwrap_or(natural)
    }

    /// Returns the same on its first page, after a change.
    pub fn with(&self, change: impl FnOnce(&mut Asked)) -> Asked {
        let mut asked = Asked { page: 1, ..self.clone() };
        change(&mut asked);
        asked
    }

    /// Returns the same without filters.
    pub fn without_filters(&self) -> Asked {
        let Asked { order, is_untranslated, has_exact_names, .. } = *self;
        Asked { q: self.q.clone(), order, is_untranslated, has_exact_names, ..Asked::default() }
    }

    /// Returns the address of the list of results.
    pub fn results_url(&self) -> String {
        with_pairs("/", &self.pairs())
    }

    /// Returns the address of an article that was found so.
    pub fn article_url(&self, id: &str) -> String {
        with_pairs(&format!("/articles/{}", utf8_percent_encode(id, ID)), &self.pairs())
    }

    /// Returns the address of the claims of the articles that are found so.
    pub fn claims_url(&self, claims: &ClaimsAsked) -> String {
        let mut pairs: Vec<_> = self.pairs().into_iter().filter(|(name, _)| *name != "sort").collect();
        pairs.extend(claims.pairs());
        if claims.is_by_source {
            pairs.push(("by", "source".to_string()));
        }
        with_pairs("/claims", &pairs)
    }

    /// Returns the address of the same claims in JSON.
    pub fn claims_api_url(&self, claims: &ClaimsAsked) -> String {
        let mut pairs = vec![("q", self.q.clone())];
        pairs.extend(self.pairs().into_iter().filter(|(name, _)| !matches!(*name, "q" | "page" | "sort")));
        pairs.extend(claims.pairs());
        with_pairs("/api/v1/claims", &pairs)
    }

    /// Returns the address of the same search in JSON.
    pub fn api_url(&self) -> String {
        let mut pairs: Vec<_> = self.pairs().into_iter().filter(|(name, _)| *name != "page").collect();
        if self.q.trim().is_empty() {
            pairs.insert(0, ("q", String::new()));
        }
        pairs.push(("offset", ((self.page - 1) * PAGE_HITS).to_string()));
        with_pairs("/api/v1/search", &pairs)
    }

    /// Returns everything but the query and the page: what a form with another query keeps.
    pub fn kept_pairs(&self) -> Vec<(&'static str, String)> {
        self.pairs().into_iter().filter(|(name, _)| !matches!(*name, "q" | "page")).collect()
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.q.is_empty() {
            pairs.push(("q", self.q.clone()));
        }
        pairs.extend(self.languages.iter().map(|language| ("lang", language.code().to_string())));
        pairs.extend(self.sources.iter().map(|source| ("source", source.clone())));
        pairs.extend(self.dates.iter().map(|date| ("date", date.to_string())));
        pairs.extend(self.entities.iter().map(|id| ("entity", id.clone())));
        let order = ORDERS.iter().find(|(_, order)| Some(*order) == self.order);
        pairs.extend(order.map(|(name, _)| ("sort", name.to_string())));
        if self.is_untranslated {
            pairs.push(("cross_language", "off".to_string()));
        }
        if self.has_exact_names {
            pairs.push(("names", "exact".to_string()));
        }
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }
}

/// What a page of claims is asked for beside the query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimsAsked {
    pub order: ClaimOrder,
    /// The key of what they are about.
    pub about: Option<String>,
    /// Whether the chart tells sources apart; else those who say so.
    pub is_by_source: bool,
}

impl ClaimsAsked {
    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs: Vec<(&'static str, String)> = self.about.iter().map(|about| ("about", about.clone())).collect();
        if self.order != ClaimOrder::default() {
            let order = CLAIM_ORDERS.iter().find(|(_, order)| *order == self.order);
            pairs.extend(order.map(|(name, _)| ("sort", name.to_string())));
        }
        pairs
    }
}

/// Returns the address of an entity.
pub fn entity_url(id: &str) -> String {
    format!("/entities/{}", utf8_percent_encode(id, ENTITY_ID))
}

/// Returns an address with its parameters.
pub fn with_pairs<N: AsRef<str>, V: AsRef<str>>(path: &str, pairs: &[(N, V)]) -> String {
    if pairs.is_empty() {
        return path.to_string();
    }
    format!("{path}?{}", Serializer::new(String::new()).extend_pairs(pairs).finish())
}
