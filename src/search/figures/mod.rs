//! Figures as searches see them: what is asked for (`wanted.rs`), which figures of an article are meant (`matching.rs`), and what they
//! count in English (`naming.rs`).

mod matching;
mod naming;
mod wanted;

pub(super) use matching::{OTHER_READING, closeness, matching};
pub(super) use wanted::{Asked, Unit, Wanted};
