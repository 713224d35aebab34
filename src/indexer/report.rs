//! What a run has done, and how far it is.

use serde::Serialize;

use super::Outcome;
use crate::ingest::Problem;

/// What a run of indexing did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    pub added: usize,
    pub replaced: usize,
    /// Articles that stayed as they are; the reasons follow.
    pub skipped: usize,
    /// The same content is in the index.
    pub unchanged: usize,
    /// A later version is in the index.
    pub older_version: usize,
    /// Deleted by a person, or withdrawn by its source, before.
    pub deleted_before: usize,
    /// Taken back by their source.
    pub withdrawn: usize,
    /// Removed because their file, or their place in it, is gone.
    pub pruned: usize,
    /// Kept although their file, or their place in it, is gone.
    pub vanished: usize,
    /// Deleted by id.
    pub deleted: usize,
    pub refused: usize,
    /// Records of unchanged files that were refused when those were read.
    pub refused_before: usize,
    /// Files read, and those passed over because they have not changed.
    pub files_read: usize,
    pub files_unchanged: usize,
    pub problems: Vec<Problem>,
    pub text_bytes: u64,
    pub seconds: f64,
}

impl Report {
    /// Returns how many articles were read, or known from unchanged files.
    pub fn read(&self) -> usize {
        self.added + self.replaced + self.skipped + self.withdrawn
    }

    /// Returns whether anything in the index is other than before.
    pub fn has_changes(&self) -> bool {
        self.added + self.replaced + self.withdrawn + self.pruned + self.deleted > 0
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.refused += usize::from(problem.refused);
        self.problems.push(problem);
    }

    pub(super) fn count(&mut self, outcome: Outcome) {
        let counter = match outcome {
            Outcome::Added => &mut self.added,
            Outcome::Replaced => &mut self.replaced,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::OlderVersion => &mut self.older_version,
            Outcome::DeletedBefore => &mut self.deleted_before,
            Outcome::Withdrawn => &mut self.withdrawn,
            Outcome::Pruned => &mut self.pruned,
            Outcome::Deleted => &mut self.deleted,
            Outcome::Unknown => return,
        };
        *counter += 1;
        self.skipped = self.unchanged + self.older_version + self.deleted_before;
    }
}

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Sources are read.
    Reading,
    /// What a killed run left in the log is indexed.
    Recovering,
    /// A generation is built from the log.
    Rebuilding,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub stage: Stage,
    /// Articles so far.
    pub n_articles: u64,
    pub done_bytes: u64,
    /// `None` where the size is not known, as of standard input.
    pub total_bytes: Option<u64>,
}
