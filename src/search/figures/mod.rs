//! Figures as searches see them: what is asked for (`wanted.rs`), and which figures of an article are meant (`matching.rs`).

mod matching;
mod wanted;

pub(super) use matching::{OTHER_READING, closeness, matching};
pub(super) use wanted::{Asked, Unit, Wanted};
