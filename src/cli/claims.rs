//! `tandem claims`: who says how many, over all articles that a query finds.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::{DIM, MARK, TITLE, printable};
use super::search::note_options;
use super::{Outcome, open};
use crate::search::{Claim, ClaimGroup, ClaimOptions, ClaimOrder, ClaimPage, Request};
use crate::server::wire::{ClaimAnswer, ClaimShape, claim_table};

#[derive(Debug, Args)]
pub(super) struct ClaimsArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Claims at most.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    /// Claims before the first one.
    #[arg(long, default_value_t = 0)]
    pub offset: usize,
    /// Only claims about one thing, by the key that is printed above them; soldier/-/ is whatever was done with soldiers.
    #[arg(long, value_name = "KEY")]
    pub about: Option<String>,
    /// What comes first.
    #[arg(long, value_enum, default_value = "relevance", allow_hyphen_values = true)]
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
    let request =
        Request { limit: arguments.limit.into(), offset: arguments.offset, ..Request::new(arguments.query.join(" ")) };
    let options = ClaimOptions { order: arguments.sort.into(), about: arguments.about.clone() };
    let page = searcher.claims(&request, &options)?;
    match arguments.format {
        ClaimsFormat::Text => text(&page, options.order == ClaimOrder::Relevance, out)?,
        ClaimsFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &ClaimAnswer::new(&request.text, &page))?;
            writeln!(out)?;
        }
        ClaimsFormat::Csv => claim_table(&page, b',', out)?,
        ClaimsFormat::Tsv => claim_table(&page, b'\t', out)?,
    }
    Ok(if page.rows.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

/// Prints claims for people: as they fit, those about one thing stand together.
fn text(page: &ClaimPage, is_grouped: bool, out: &mut dyn Write) -> anyhow::Result<()> {
    for note in &page.query.notes {
        anstream::eprintln!("note: {}", note.detail);
    }
    for (i, group) in page.groups.iter().enumerate().filter(|_| is_grouped) {
        let mut of_group = page.rows.iter().filter(|claim| claim.group == i + 1).peekable();
        if of_group.peek().is_some() {
            writeln!(out, "{DIM}{}{DIM:#}", heading(group))?;
            of_group.try_for_each(|claim| claim_text(claim, out))?;
        }
    }
    let is_left = |claim: &&Claim| !is_grouped || claim.group > page.groups.len();
    page.rows.iter().filter(is_left).try_for_each(|claim| claim_text(claim, out))?;
    let more = if page.is_cut { "; only the best 300 articles were looked at" } else { "" };
    anstream::eprintln!("{} of {} claims{more}", page.rows.len(), page.total);
    Ok(())
}

/// Says what a group is about: `soldier, deployed: 10000 to 50000 (--about soldier/-/deployed)`.
fn heading(group: &ClaimGroup) -> String {
    let about = [&group.of, &group.unit, &group.action].into_iter().flatten().map(String::as_str).collect::<Vec<_>>();
    let about = if about.is_empty() { "numbers".to_string() } else { about.join(", ").replace('_', " ") };
    let numbers = match group.low.to_bits() == group.high.to_bits() {
        true => group.low.to_string(),
        false => format!("{} to {}", group.low, group.high),
    };
    let disputed = if group.is_disputed { ", disputed" } else { "" };
    format!("{}: {numbers}{disputed} (--about {})", printable(&about), printable(&group.key))
}

fn claim_text(claim: &Claim, out: &mut dyn Write) -> anyhow::Result<()> {
    let row = ClaimShape::new(claim);
    let speaker = row.figure.said_by.as_ref().map_or("nobody named", |by| by.text.as_str());
    let action = row.action.as_deref().map(|action| format!(", {}", action.replace('_', " "))).unwrap_or_default();
    let place = row.place.as_ref().map(|place| format!(", {}", place.name)).unwrap_or_default();
    let figure = printable(&row.figure.text);
    writeln!(out, "{TITLE}{figure}{TITLE:#}{action}{}  — {}", printable(&place), printable(speaker))?;
    let facts = [row.published.map(printable), row.source.map(printable), Some(printable(row.article))];
    writeln!(out, "    {}", facts.into_iter().flatten().collect::<Vec<_>>().join(" · "))?;
    let marked = |text: &str| format!("{MARK}{text}{MARK:#}");
    writeln!(out, "    {}", printable(row.quote).replacen(&figure, &marked(&figure), 1))?;
    writeln!(out)?;
    Ok(())
}
