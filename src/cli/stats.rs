//! `tandem stats`: what an index holds.

use std::io::Write;

use serde::Serialize;

use super::arguments::{Format, StatsArguments};
use super::{Outcome, open};

#[derive(Serialize)]
struct Stats<'a> {
    articles: u64,
    generation: u64,
    commit: u64,
    schema: &'a str,
    fields: Vec<FieldRow>,
}

#[derive(Serialize)]
struct FieldRow {
    name: &'static str,
    articles: u64,
    mean_length: f32,
}

pub(super) fn run(arguments: &StatsArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let searcher = open(arguments.index.as_deref())?;
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
            writeln!(out, "schema      {}", &stats.schema[..12])?;
            writeln!(out, "field       articles  mean length in terms")?;
            for field in &stats.fields {
                writeln!(out, "{:10}  {:>8}  {:>8.1}", field.name, field.articles, field.mean_length)?;
            }
        }
    }
    Ok(if stats.articles == 0 { Outcome::NothingFound } else { Outcome::Found })
}
