//! In which order claims are listed.

use std::cmp::Ordering;

use super::Claim;
use crate::analysis::figure::Tables;

/// What comes first; claims that are alike in it stay as well they fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ClaimOrder {
    /// What fits best.
    #[default]
    Relevance,
    /// The smallest number; numbers of one unit stand together.
    Smallest,
    Largest,
    /// What was published first; articles without a date come last, either way.
    Oldest,
    Newest,
    /// By who says so, as written; what nobody says comes last.
    Speaker,
    /// By source; without one last.
    Source,
}

/// Puts claims, which come as well as they fit, in an order.
pub(super) fn order(rows: &mut [Claim], order: ClaimOrder, tables: &Tables) {
    match order {
        ClaimOrder::Relevance => {}
        ClaimOrder::Smallest => rows.sort_by(|a, b| by_number(a, b, tables, false)),
        ClaimOrder::Largest => rows.sort_by(|a, b| by_number(a, b, tables, true)),
        ClaimOrder::Oldest => rows.sort_by(|a, b| last_without(published(a), published(b))),
        ClaimOrder::Newest => {
            rows.sort_by(|a, b| last_without(published(a).map(std::cmp::Reverse), published(b).map(std::cmp::Reverse)));
        }
        ClaimOrder::Speaker => rows.sort_by(|a, b| last_without(speaker(a), speaker(b))),
        ClaimOrder::Source => rows.sort_by(|a, b| last_without(source(a), source(b))),
    }
}

fn by_number(a: &Claim, b: &Claim, tables: &Tables, is_descending: bool) -> Ordering {
    let number = |claim: &Claim| {
        let (low, unit) = tables.base_of(claim.figure.unit.as_deref(), claim.figure.low);
        (unit.to_string(), low, tables.base_of(claim.figure.unit.as_deref(), claim.figure.high).0)
    };
    let ((unit_a, low_a, high_a), (unit_b, low_b, high_b)) = (number(a), number(b));
    let numbers = low_a.total_cmp(&low_b).then(high_a.total_cmp(&high_b));
    unit_a.cmp(&unit_b).then(if is_descending { numbers.reverse() } else { numbers })
}

/// Orders what is there before what is not.
fn last_without<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    a.is_none().cmp(&b.is_none()).then(a.cmp(&b))
}

fn published(claim: &Claim) -> Option<i64> {
    claim.stored.article.published.as_ref().map(|published| published.unix_s)
}

fn speaker(claim: &Claim) -> Option<String> {
    let by = claim.figure.said_by.as_ref()?;
    claim.stored.article.text.get(by.span.range()).map(str::to_lowercase)
}

fn source(claim: &Claim) -> Option<String> {
    claim.stored.article.source.as_ref().map(|source| source.to_lowercase())
}
