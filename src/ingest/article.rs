//! What a newspaper wrote, as it was read.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::date::Published;

/// One article. The text is verbatim and never changed; `id` is the same at every reading of the same article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    pub id: String,
    pub url: Option<String>,
    pub source: Option<String>,
    /// The language tag the source declares, as written.
    pub lang: Option<String>,
    pub published: Option<Published>,
    pub title: String,
    /// Paragraphs separated by newlines.
    pub text: String,
    pub authors: Vec<String>,
    /// Number of this version where the source counts them; a higher one replaces, a lower one comes too late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
    /// Not to be shown before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargo: Option<Published>,
}

/// What a source says: here is an article, or one is withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "records are handed over one at a time, and nearly all are articles")]
pub enum Record {
    Article(Article),
    /// The source takes back the article with this id, up to this version if it counts them.
    Withdrawal {
        id: String,
        version: Option<u64>,
    },
}

impl Record {
    /// Returns the id of the article that is meant.
    pub fn id(&self) -> &str {
        match self {
            Record::Article(article) => &article.id,
            Record::Withdrawal { id, .. } => id,
        }
    }
}

/// An article as a line of JSON: what [`super::read`] reads back as the same article.
#[derive(Debug, Serialize)]
pub struct ArticleLine<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'a str>,
    title: &'a str,
    text: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    authors: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    embargo: Option<&'a str>,
}

impl Article {
    /// Returns the article in the shape of a line of JSON.
    pub fn to_line(&self) -> ArticleLine<'_> {
        ArticleLine {
            id: &self.id,
            url: self.url.as_deref(),
            source: self.source.as_deref(),
            lang: self.lang.as_deref(),
            date: self.published.as_ref().map(|published| published.text.as_str()),
            title: &self.title,
            text: &self.text,
            authors: &self.authors,
            version: self.version,
            embargo: self.embargo.as_ref().map(|until| until.text.as_str()),
        }
    }

    /// Returns the first half of the hexadecimal SHA-256 of everything but the id: equal exactly if nothing changed.
    pub fn content_hash(&self) -> String {
        let mut hash = Sha256::new();
        let published = self.published.as_ref().map(|p| p.text.as_str());
        for part in [self.url.as_deref(), self.source.as_deref(), self.lang.as_deref(), published] {
            hash.update([part.is_some() as u8]);
            hash.update(part.unwrap_or("").as_bytes());
            hash.update([0]);
        }
        for part in [self.title.as_str(), self.text.as_str()].into_iter().chain(self.authors.iter().map(String::as_str))
        {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        if self.version.is_some() || self.embargo.is_some() {
            hash.update(format!("{:?} {:?}", self.version, self.embargo.as_ref().map(|until| &until.text)));
        }
        hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_counts_for_the_hash() {
        let article = Article {
            id: "a".into(),
            url: None,
            source: None,
            lang: None,
            published: None,
            title: "T".into(),
            text: "x".into(),
            authors: vec![],
            version: None,
            embargo: None,
        };
        let other = Article { title: "".into(), text: "T\0x".into(), ..article.clone() };
        assert_ne!(article.content_hash(), other.content_hash());
        assert_eq!(article.content_hash(), Article { id: "b".into(), ..article.clone() }.content_hash());
    }
}
