//! `tandem doctor`: why a query finds what it finds.

use std::io::Write;

use super::arguments::{DoctorArguments, Format};
use super::output::printable;
use super::{Outcome, open};
use crate::query::Syntax;
use crate::search::{Diagnosis, LanguageFinding, SimilarWord, WordFinding};

pub(super) fn run(arguments: &DoctorArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    super::search::note_options(&arguments.query);
    let searcher = open(arguments.index.as_deref())?;
    let syntax = if arguments.words { Syntax::Words } else { Syntax::Query };
    let diagnosis = searcher.diagnose(&arguments.query.join(" "), syntax, None)?;
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &diagnosis)?;
            writeln!(out)?;
        }
        Format::Text => text(&diagnosis, out)?,
    }
    Ok(if diagnosis.total > 0 { Outcome::Found } else { Outcome::NothingFound })
}

fn text(diagnosis: &Diagnosis, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "read as   {}", printable(&diagnosis.read_as))?;
    for note in &diagnosis.notes {
        writeln!(out, "note      {}", printable(&note.detail))?;
    }
    writeln!(out, "found     {}", articles(diagnosis.total))?;
    if let Some(advice) = &diagnosis.advice {
        writeln!(out, "advice    {}", printable(advice))?;
    }
    if diagnosis.clauses.len() > 1 {
        writeln!(out, "\neach part alone")?;
        for part in &diagnosis.clauses {
            writeln!(out, "{:>9}  {}", part.articles, printable(&part.clause))?;
        }
    }
    for word in &diagnosis.words {
        word_text(word, out)?;
    }
    Ok(())
}

fn word_text(finding: &WordFinding, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "\n{}", printable(&finding.word))?;
    for of in &finding.languages {
        writeln!(out, "  {}  {}", of.lang.code(), language_text(of))?;
    }
    if !finding.languages.is_empty() {
        writeln!(out, "  as typed, any language: {}", articles(finding.as_typed))?;
    }
    let named = |words: &[SimilarWord]| -> Vec<String> {
        words.iter().map(|similar| format!("{} ({})", similar.word, similar.articles)).collect()
    };
    if !finding.also.is_empty() {
        writeln!(out, "  finds also: {}", named(&finding.also).join(", "))?;
    }
    let similar = named(&finding.similar);
    match (similar.is_empty(), finding.languages.is_empty()) {
        (true, true) => writeln!(out, "  no word of the index fits")?,
        (true, false) => {}
        (false, true) => writeln!(out, "  fits, among others: {}", similar.join(", "))?,
        (false, false) => writeln!(out, "  no article holds it; similar: {}", similar.join(", "))?,
    }
    Ok(())
}

fn language_text(finding: &LanguageFinding) -> String {
    let Some(term) = &finding.term else {
        return "a stop word: it ranks only as typed".to_string();
    };
    let mut shown = format!("{term}: {}", articles(finding.articles));
    if finding.inside_compounds > 0 {
        shown.push_str(&format!(", inside compounds {}", finding.inside_compounds));
    }
    if !finding.parts.is_empty() {
        shown.push_str(&format!("; parts {}", finding.parts.join(" + ")));
    }
    shown
}

fn articles(n: u64) -> String {
    if n == 1 { "1 article".to_string() } else { format!("{n} articles") }
}
