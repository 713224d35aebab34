//! `tandem show`: one article.

use std::io::Write;

use super::arguments::{Format, ShowArguments};
use super::output::printable;
use super::{Outcome, open};
use crate::server::wire::ArticleShape;

pub(super) fn run(arguments: &ShowArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let searcher = open(arguments.index.as_deref())?;
    let Some(stored) = searcher.backend().snapshot().article(&arguments.id)? else {
        anstream::eprintln!("no article has the id {:?}; a search prints ids", arguments.id);
        return Ok(Outcome::NothingFound);
    };
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &ArticleShape::new(&stored, &searcher))?;
            writeln!(out)?;
        }
        Format::Text => {
            let article = &stored.article;
            let language = stored.language().map(|language| language.code());
            let published = article.published.as_ref().map(|published| published.text.as_str());
            let authors = (!article.authors.is_empty()).then(|| article.authors.join(", "));
            let agencies = (!stored.agencies.is_empty()).then(|| stored.agencies.join(", "));
            let lines = [
                ("title", Some(article.title.as_str()).filter(|title| !title.is_empty())),
                ("id", Some(article.id.as_str())),
                ("language", language),
                ("published", published),
                ("source", article.source.as_deref()),
                ("agencies", agencies.as_deref()),
                ("authors", authors.as_deref()),
                ("url", article.url.as_deref()),
            ];
            for (name, value) in lines {
                if let Some(value) = value {
                    writeln!(out, "{name:>10}  {}", printable(value))?;
                }
            }
            writeln!(out)?;
            for line in article.text.trim_end().lines() {
                writeln!(out, "{}", printable(line))?;
            }
        }
    }
    Ok(Outcome::Found)
}
