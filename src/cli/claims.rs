//! `tandem claims`: who says how many, over all articles that a query finds.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::printable;
use super::search::note_options;
use super::{Outcome, open};
use crate::search::{ClaimOptions, ClaimOrder, ClaimPage, Request};
use crate::server::wire::{ClaimAnswer, ClaimShape, claim_table};

#[derive(Debug, Args)]
pub(super) struct ClaimsArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Claims at most.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    /// What comes first.
    #[arg(long, value_enum, default_value = "relevance")]
    pub sort: ClaimsSort,
    #[arg(long, value_enum, default_value = "text")]
    pub format: ClaimsFormat,
    /// As in a search; figure:"troops >= 10000" and said:Kirby choose among the figures.
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
}

/// In which order claims are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ClaimsSort {
    Relevance,
    /// The smallest number first.
    Value,
    /// The largest number first.
    #[value(name = "-value")]
    ValueDescending,
    /// What was published first.
    Date,
    /// What was published last.
    #[value(name = "-date")]
    DateDescending,
    /// By who says so.
    Speaker,
    Source,
}

impl From<ClaimsSort> for ClaimOrder {
    fn from(sort: ClaimsSort) -> ClaimOrder {
        match sort {
            ClaimsSort::Relevance => ClaimOrder::Relevance,
            ClaimsSort::Value => ClaimOrder::Smallest,
            ClaimsSort::ValueDescending => ClaimOrder::Largest,
            ClaimsSort::Date => ClaimOrder::Oldest,
            ClaimsSort::DateDescending => ClaimOrder::Newest,
            ClaimsSort::Speaker => ClaimOrder::Speaker,
            ClaimsSort::Source => ClaimOrder::Source,
        }
    }
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

pub(super) fn run(arguments: &ClaimsArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let searcher = open(arguments.index.as_deref())?;
    note_options(&arguments.query);
    let request = Request { limit: arguments.limit.into(), ..Request::new(arguments.query.join(" ")) };
    let options = ClaimOptions { order: arguments.sort.into(), about: None };
    let page = searcher.claims(&request, &options)?;
    match arguments.format {
        ClaimsFormat::Text => text(&page, out)?,
        ClaimsFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &ClaimAnswer::new(&request.text, &page))?;
            writeln!(out)?;
        }
        ClaimsFormat::Csv => claim_table(&page, b',', out)?,
        ClaimsFormat::Tsv => claim_table(&page, b'\t', out)?,
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
