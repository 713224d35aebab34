//! Figures as searches see them: what is asked for (`wanted.rs`), which figures of an article are meant (`matching.rs`), and the
//! table of claims over all articles (`claims.rs`).

mod claims;
mod matching;
mod wanted;

pub use claims::{Claim, ClaimPage, ClaimPlace};
pub(super) use matching::{OTHER_READING, closeness, matching};
pub(super) use wanted::{Asked, Unit, Wanted};
