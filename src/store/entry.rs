//! What the log says happened.

use serde::{Deserialize, Serialize};

use crate::ingest::Article;

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "nearly all are articles, whose texts are elsewhere anyway")]
pub enum Entry {
    /// First line of a log.
    Log { format: u32 },
    /// An article arrived, or came again with other content.
    Put {
        article: Article,
        /// [`Article::content_hash`] at that time.
        hash: String,
        /// Path of the file it was read from; none for standard input and HTTP.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<String>,
    },
    /// An article is gone.
    Remove {
        id: String,
        why: Removal,
        /// Hash of the content that was removed; empty if no article was there.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        hash: String,
        /// Version of what was removed, where the source counts them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<u64>,
    },
}

impl Entry {
    /// Returns the id of the article that is meant; `None` for the first line.
    pub fn id(&self) -> Option<&str> {
        match self {
            Entry::Log { .. } => None,
            Entry::Put { article, .. } => Some(&article.id),
            Entry::Remove { id, .. } => Some(id),
        }
    }
}

/// Why an article was removed. It decides what brings it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removal {
    /// A person asked: the same content, read again from a file, stays away.
    Deleted,
    /// Its file vanished: when the file comes back, so does the article.
    Pruned,
    /// Its source took it back: only a higher version comes in again.
    Withdrawn,
}
