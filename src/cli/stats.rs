//! `tandem stats`: what an index holds.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::arguments::{Format, StatsArguments};
use super::seeds::DEFAULT_INDEX;
use super::{Outcome, open};
use crate::store::{Layout, Live};

#[derive(Serialize)]
struct Stats<'a> {
    articles: u64,
    generation: u64,
    commit: u64,
    schema: &'a str,
    /// Bytes on disk, by what they hold.
    bytes: Bytes,
    fields: Vec<FieldRow>,
}

#[derive(Serialize)]
struct Bytes {
    articles: u64,
    ledger: u64,
    index: u64,
}

#[derive(Serialize)]
struct FieldRow {
    name: &'static str,
    articles: u64,
    mean_length: f32,
}

pub(super) fn run(arguments: &StatsArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let searcher = open(arguments.index.as_deref())?;
    let layout = Layout::new(arguments.index.as_deref().unwrap_or(Path::new(DEFAULT_INDEX)));
    let snapshot = searcher.backend().snapshot();
    let counts = snapshot.counts();
    let row = |(field, statistics): &(crate::document::TermField, crate::backend::FieldStatistics)| FieldRow {
        name: field.name(),
        articles: statistics.documents,
        mean_length: (statistics.mean_length * 10.0).round() / 10.0,
    };
    let stats = Stats {
        articles: counts.articles,
        generation: searcher.live().number,
        commit: snapshot.commit_number(),
        schema: &searcher.schema.index_fingerprint,
        bytes: bytes(&layout)?,
        fields: counts.fields.iter().map(row).collect(),
    };
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &stats)?;
            writeln!(out)?;
        }
        Format::Text => {
            writeln!(out, "articles    {}", stats.articles)?;
            writeln!(out, "generation  {}, commit {}", stats.generation, stats.commit)?;
            let Bytes { articles, ledger, index } = stats.bytes;
            let [articles, ledger, index] = [articles, ledger, index].map(|bytes| bytes as f64 / 1e6);
            writeln!(out, "on disk     {articles:.1} MB articles, {index:.1} MB index, {ledger:.1} MB ledger")?;
            writeln!(out, "schema      {}", &stats.schema[..12])?;
            writeln!(out, "field       articles  mean length in terms")?;
            for field in &stats.fields {
                writeln!(out, "{:10}  {:>8}  {:>8.1}", field.name, field.articles, field.mean_length)?;
            }
        }
    }
    Ok(if stats.articles == 0 { Outcome::NothingFound } else { Outcome::Found })
}

fn bytes(layout: &Layout) -> anyhow::Result<Bytes> {
    let Some(live) = Live::read(layout)? else { return Ok(Bytes { articles: 0, ledger: 0, index: 0 }) };
    let of_file = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let of_folder = |path: &Path| -> u64 {
        let files = std::fs::read_dir(path).into_iter().flatten().flatten();
        files.map(|file| of_file(&file.path())).sum()
    };
    Ok(Bytes {
        articles: of_file(&layout.log(live.log)),
        ledger: of_file(&layout.ledger(live.log)),
        index: live.generation.map_or(0, |number| of_folder(&layout.generation(number))),
    })
}
