//! `tandem claims`: who says how many, over all articles that a query finds.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::printable;
use super::search::note_options;
use super::{Outcome, open};
use crate::search::{ClaimPage, Request};
use crate::server::wire::{ClaimAnswer, ClaimShape};

#[derive(Debug, Args)]
pub(super) struct ClaimsArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Claims at most.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    #[arg(long, value_enum, default_value = "text")]
    pub format: ClaimsFormat,
    /// As in a search; figure:"troops >= 10000" and said:Kirby choose among the figures.
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
}

/// How claims are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ClaimsFormat {
    /// For people.
    Text,
    /// As over HTTP.
    Json,
    Csv,
    Tsv,
}

/// Columns of CSV and TSV.
const COLUMNS: [&str; 18] = [
    "group",
    "low",
    "high",
    "modifier",
    "unit",
    "of",
    "text",
    "action",
    "said_by",
    "said_by_id",
    "said_by_kind",
    "place",
    "published",
    "source",
    "article",
    "title",
    "start",
    "quote",
];

pub(super) fn run(arguments: &ClaimsArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let searcher = open(arguments.index.as_deref())?;
    note_options(&arguments.query);
    let request = Request { limit: arguments.limit.into(), ..Request::new(arguments.query.join(" ")) };
    let page = searcher.claims(&request)?;
    match arguments.format {
        ClaimsFormat::Text => text(&page, out)?,
        ClaimsFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &ClaimAnswer::new(&request.text, &page))?;
            writeln!(out)?;
        }
        ClaimsFormat::Csv => table(&page, b',', out)?,
        ClaimsFormat::Tsv => table(&page, b'\t', out)?,
    }
    Ok(if page.rows.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

fn text(page: &ClaimPage, out: &mut dyn Write) -> anyhow::Result<()> {
    for note in &page.query.notes {
        anstream::eprintln!("note: {}", note.detail);
    }
    for claim in &page.rows {
        let row = ClaimShape::new(claim);
        let speaker = row.figure.said_by.as_ref().map_or("nobody named", |by| by.text.as_str());
        let action = row.action.as_deref().map(|action| format!(", {action}")).unwrap_or_default();
        let place = row.place.as_ref().map(|place| format!(", {}", place.name)).unwrap_or_default();
        writeln!(out, "{}{}{}  — {}", printable(&row.figure.text), action, printable(&place), printable(speaker))?;
        let facts = [row.published.map(printable), row.source.map(printable), Some(printable(row.article))];
        writeln!(out, "    {}", facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
        writeln!(out, "    {}", printable(row.quote))?;
        writeln!(out)?;
    }
    let more = if page.is_cut { "; only the best 300 articles were looked at" } else { "" };
    anstream::eprintln!("{} of {} claims{more}", page.rows.len(), page.total);
    Ok(())
}

fn table(page: &ClaimPage, delimiter: u8, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    table.write_record(COLUMNS)?;
    for claim in &page.rows {
        let row = ClaimShape::new(claim);
        let figure = &row.figure;
        let by = figure.said_by.as_ref();
        let some = |text: Option<&str>| text.unwrap_or_default().to_string();
        table.write_record([
            row.group.to_string(),
            figure.low.to_string(),
            figure.high.to_string(),
            figure.modifier.clone(),
            some(figure.unit.as_deref()),
            some(figure.of.as_deref()),
            figure.text.clone(),
            some(row.action.as_deref()),
            some(by.map(|by| by.text.as_str())),
            some(by.and_then(|by| by.id.as_deref())),
            some(by.map(|by| by.kind.as_str())),
            some(row.place.as_ref().map(|place| place.name.as_str())),
            some(row.published),
            some(row.source),
            row.article.to_string(),
            row.title.to_string(),
            row.start.to_string(),
            row.quote.to_string(),
        ])?;
    }
    table.flush()?;
    Ok(())
}
