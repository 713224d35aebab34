//! `tandem search`: ranked articles with snippets, for people and for programs.

use std::io::Write;

use super::arguments::{CrossLanguage, SearchArguments, SearchFormat};
use super::names::Spellings;
use super::output::printable;
use super::{Outcome, open, output};
use crate::query::Syntax;
use crate::search::Request;

pub(super) fn run(arguments: &SearchArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let searcher = open(arguments.index.as_deref())?;
    let request = Request {
        syntax: if arguments.words { Syntax::Words } else { Syntax::Query },
        limit: arguments.limit.into(),
        offset: arguments.offset,
        cursor: arguments.cursor.clone(),
        order: arguments.sort.into(),
        language: arguments.lang,
        facets: arguments.facets.clone(),
        is_translated: arguments.cross_language == CrossLanguage::Auto,
        has_spellings: arguments.names == Spellings::Variants,
        with_snippets: arguments.format != SearchFormat::Ids,
        with_entities: matches!(arguments.format, SearchFormat::Json | SearchFormat::Jsonl),
        with_explanations: arguments.explain,
        ..Request::new(arguments.query.join(" "))
    };
    note_options(&arguments.query);
    let page = searcher.search(&request)?;
    match arguments.format {
        SearchFormat::Text => output::text(&request, &page, out)?,
        SearchFormat::Json => output::json(&request.text, &page, out)?,
        SearchFormat::Jsonl => output::jsonl(&page, out)?,
        SearchFormat::Csv => output::table(&page, b',', out)?,
        SearchFormat::Tsv => output::table(&page, b'\t', out)?,
        SearchFormat::Ids => output::ids(&page, out)?,
    }
    Ok(if page.hits.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

/// What looks like an option but is none was read as a word: a hyphen may begin one.
pub(super) fn note_options(query: &[String]) {
    for word in query.iter().filter(|word| word.starts_with("--")) {
        anstream::eprintln!("note: {} was read as a word of the query; see --help for options", printable(word));
    }
}
