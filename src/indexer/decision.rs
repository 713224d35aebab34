//! What a change means for what is known: is the article new, other, older, or gone for good?

use std::sync::Arc;

use serde::Serialize;

use crate::ingest::{Article, Record};
use crate::store::{Entry, Known, Removal, State};

/// Something that is to happen to one article.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "nearly all are articles, whose texts are elsewhere anyway")]
pub enum Change {
    /// A source says so; `file` is the path of the file it stands in, if it stands in one.
    Record { record: Record, file: Option<Arc<str>> },
    /// A person asks for it by id.
    Delete { id: String },
    /// Its place in a file, or the file, is gone; the article goes too unless another file holds it.
    Prune { id: String, file: Arc<str> },
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Added,
    Replaced,
    /// The same content is there.
    Unchanged,
    /// A later version is there.
    OlderVersion,
    /// A person deleted this content, or its source withdrew it.
    DeletedBefore,
    Withdrawn,
    Pruned,
    Deleted,
    /// There is no such article to remove.
    Unknown,
}

/// Decides on a change; the entry, if any, is to be logged and applied.
pub(super) fn decide(change: Change, known: Option<&Known>) -> (Outcome, Option<Entry>) {
    match change {
        Change::Record { record: Record::Article(article), file } => {
            let hash = article.content_hash();
            let outcome = arriving(&article, &hash, known, file.is_some());
            let is_taken = matches!(outcome, Outcome::Added | Outcome::Replaced);
            let file = file.map(|file| file.to_string());
            (outcome, is_taken.then_some(Entry::Put { article, hash, file }))
        }
        Change::Record { record: Record::Withdrawal { id, version }, .. } => withdrawing(id, version, known),
        Change::Delete { id } => removing(id, Removal::Deleted, known),
        Change::Prune { id, .. } => removing(id, Removal::Pruned, known),
    }
}

fn arriving(article: &Article, hash: &str, known: Option<&Known>, is_from_file: bool) -> Outcome {
    let Some(known) = known else { return Outcome::Added };
    let is_same = known.hash == hash;
    let versions = article.version.zip(known.version);
    match known.state {
        State::Present if is_same => Outcome::Unchanged,
        State::Present if versions.is_some_and(|(new, old)| new < old) => Outcome::OlderVersion,
        State::Present => Outcome::Replaced,
        State::Removed(Removal::Pruned) => Outcome::Added,
        // Whoever sends an article by hand wants it; a file is read again and again.
        State::Removed(Removal::Deleted) if is_same && is_from_file => Outcome::DeletedBefore,
        State::Removed(Removal::Deleted) => Outcome::Added,
        State::Removed(Removal::Withdrawn) => match versions {
            Some((new, old)) if new > old => Outcome::Added,
            Some(_) => Outcome::DeletedBefore,
            None if is_same || known.hash.is_empty() => Outcome::DeletedBefore,
            None => Outcome::Added,
        },
    }
}

fn withdrawing(id: String, version: Option<u64>, known: Option<&Known>) -> (Outcome, Option<Entry>) {
    let is_older = known.is_some_and(|known| version.zip(known.version).is_some_and(|(new, old)| new < old));
    match known.map(|known| known.state) {
        Some(State::Present) if is_older => return (Outcome::OlderVersion, None),
        Some(State::Removed(_)) if is_older => return (Outcome::DeletedBefore, None),
        Some(State::Removed(Removal::Withdrawn))
            if version.is_none() || version == known.and_then(|known| known.version) =>
        {
            return (Outcome::DeletedBefore, None);
        }
        _ => {}
    }
    let hash = known.map_or(String::new(), |known| known.hash.clone());
    let version = version.or(known.and_then(|known| known.version));
    (Outcome::Withdrawn, Some(Entry::Remove { id, why: Removal::Withdrawn, hash, version }))
}

fn removing(id: String, why: Removal, known: Option<&Known>) -> (Outcome, Option<Entry>) {
    match known {
        Some(Known { hash, version, state: State::Present }) => {
            let outcome = if why == Removal::Pruned { Outcome::Pruned } else { Outcome::Deleted };
            (outcome, Some(Entry::Remove { id, why, hash: hash.clone(), version: *version }))
        }
        _ => (Outcome::Unknown, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str, version: Option<u64>) -> Article {
        let (title, text) = (String::new(), text.to_string());
        let (url, source, lang, published, embargo) = (None, None, None, None, None);
        Article { id: "a".into(), url, source, lang, published, title, text, authors: vec![], version, embargo }
    }

    /// What is known after an article `old` came and `state` befell it.
    fn known(old: &Article, state: State) -> Known {
        Known { hash: old.content_hash(), version: old.version, state }
    }

    fn check(known: Option<Known>, new: Article, file: Option<&str>, expected: Outcome) {
        let change = Change::Record { record: Record::Article(new.clone()), file: file.map(Arc::from) };
        let (outcome, entry) = decide(change, known.as_ref());
        assert_eq!(outcome, expected, "{new:?} over {known:?}");
        assert_eq!(entry.is_some(), matches!(outcome, Outcome::Added | Outcome::Replaced));
    }

    #[test]
    fn arriving_articles_are_new_other_older_or_gone() {
        let (old, other) = (article("old", None), article("other", None));
        let [v1, v2, v3] = [1, 2, 3].map(|version| article("counted", Some(version)));
        let removed = |article: &Article, why| Some(known(article, State::Removed(why)));
        let present = |article: &Article| Some(known(article, State::Present));
        check(None, old.clone(), Some("f"), Outcome::Added);
        check(present(&old), old.clone(), Some("f"), Outcome::Unchanged);
        check(present(&old), other.clone(), Some("f"), Outcome::Replaced);
        check(present(&v2), v1.clone(), None, Outcome::OlderVersion);
        check(present(&v2), v3.clone(), None, Outcome::Replaced);
        check(removed(&old, Removal::Pruned), old.clone(), Some("f"), Outcome::Added);
        check(removed(&old, Removal::Deleted), old.clone(), Some("f"), Outcome::DeletedBefore);
        check(removed(&old, Removal::Deleted), old.clone(), None, Outcome::Added);
        check(removed(&old, Removal::Deleted), other.clone(), Some("f"), Outcome::Added);
        check(removed(&old, Removal::Withdrawn), old.clone(), None, Outcome::DeletedBefore);
        check(removed(&v2, Removal::Withdrawn), v1, Some("f"), Outcome::DeletedBefore);
        check(removed(&v2, Removal::Withdrawn), v2, Some("f"), Outcome::DeletedBefore);
        check(removed(&article("counted", Some(2)), Removal::Withdrawn), v3, Some("f"), Outcome::Added);
    }

    #[test]
    fn a_withdrawal_holds_before_its_article_and_after_it() {
        let withdraw = |version, known: Option<&Known>| {
            decide(Change::Record { record: Record::Withdrawal { id: "a".into(), version }, file: None }, known)
        };
        let (outcome, entry) = withdraw(Some(2), None);
        assert_eq!((outcome, entry.is_some()), (Outcome::Withdrawn, true));
        let early = Known { hash: String::new(), version: Some(2), state: State::Removed(Removal::Withdrawn) };
        check(Some(early.clone()), article("late", Some(1)), Some("f"), Outcome::DeletedBefore);
        check(Some(early.clone()), article("again", Some(3)), Some("f"), Outcome::Added);
        assert_eq!(withdraw(Some(2), Some(&early)).0, Outcome::DeletedBefore);
        assert_eq!(withdraw(None, Some(&early)), (Outcome::DeletedBefore, None), "it is not logged again and again");
        let deleted = known(&article("x", Some(3)), State::Removed(Removal::Deleted));
        assert_eq!(withdraw(Some(2), Some(&deleted)).0, Outcome::DeletedBefore, "a late withdrawal frees nothing");
        let present = known(&article("new", Some(3)), State::Present);
        assert_eq!(withdraw(Some(2), Some(&present)).0, Outcome::OlderVersion);
        assert_eq!(withdraw(Some(4), Some(&present)).0, Outcome::Withdrawn);
        assert_eq!(withdraw(None, Some(&present)).0, Outcome::Withdrawn);
    }

    #[test]
    fn what_is_not_there_cannot_be_removed() {
        assert_eq!(decide(Change::Delete { id: "a".into() }, None), (Outcome::Unknown, None));
        let gone = known(&article("x", None), State::Removed(Removal::Deleted));
        assert_eq!(decide(Change::Delete { id: "a".into() }, Some(&gone)), (Outcome::Unknown, None));
    }
}
