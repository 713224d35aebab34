//! `tandem serve`: searches over HTTP.

use std::sync::Arc;

use anstream::eprintln;
use anyhow::Context;

use super::arguments::ServeArguments;
use super::{Outcome, seeds, tools};
use crate::backend::tantivy::TantivyBackend;
use crate::search::Searcher;
use crate::server;

pub(super) fn run(arguments: &ServeArguments) -> anyhow::Result<Outcome> {
    let (schema, analyzer) = tools()?;
    let backend = match &arguments.index {
        // A server may be started before its first article arrives.
        Some(path) => TantivyBackend::open_or_create(path, &schema)?,
        None => seeds::open_default(&schema, &analyzer)?,
    };
    let searcher = Arc::new(Searcher::new(schema, analyzer, Arc::new(backend)).context("the embedded schema")?);
    server::serve(searcher, arguments.listen, |address| {
        eprintln!("listening on http://{address}  (try http://{address}/api/v1/search?q=Kiew)");
    })?;
    Ok(Outcome::Found)
}
