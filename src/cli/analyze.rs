//! `tandem analyze`: what the index sees of a text.

use std::io::{Read, Write};
use std::sync::Arc;

use anyhow::Context;

use super::arguments::{AnalyzeArguments, Format};
use super::output::printable;
use super::{Outcome, tools};
use crate::document::StoredFigure;
use crate::search::{Families, Translator};
use crate::server::wire::{AnalysisShape, FigureShape, Said};
use crate::text::Language;

pub(super) fn run(arguments: &AnalyzeArguments, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let text = match &arguments.file {
        Some(path) => std::fs::read_to_string(path).with_context(|| path.display().to_string())?,
        None => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text).context("standard input")?;
            text
        }
    };
    let (schema, analyzer) = tools()?;
    let declared = arguments.lang.as_deref().and_then(Language::from_tag);
    let analysis = analyzer.analyze("", &text, declared);
    let (mentions, figures) = analyzer.read(&text, &analysis);
    let figures = figures.iter().map(|f| StoredFigure::new(f, analyzer.figure_tables(), |_| Vec::new())).collect();
    let translator = Translator::new(&schema, Arc::new(Families::new(&schema, &analyzer)?))?;
    let figures = translator.named_figures(figures, &analyzer);
    let shape = AnalysisShape::new(
        &text,
        &analysis,
        Said { mentions: &mentions, figures: &figures, dates: &analyzer.dates(&text, &analysis, None) },
    );
    match arguments.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &shape)?;
            writeln!(out)?;
        }
        Format::Text => terms(&text, &shape, out)?,
    }
    Ok(if shape.tokens.is_empty() { Outcome::NothingFound } else { Outcome::Found })
}

/// Prints the agencies, then each paragraph with its language, boilerplate and entities, and its words with their terms.
fn terms(text: &str, shape: &AnalysisShape, out: &mut dyn Write) -> anyhow::Result<()> {
    let letters: Vec<char> = text.chars().collect();
    if !shape.agencies.is_empty() {
        writeln!(out, "agencies: {}", shape.agencies.join(", "))?;
    }
    for paragraph in &shape.paragraphs {
        let language = paragraph.lang.map_or("neither German nor English", |language| language.code());
        writeln!(out, "paragraph {}..{}: {language}", paragraph.start, paragraph.end)?;
        let inside = |start: usize| (paragraph.start..paragraph.end).contains(&start);
        for boilerplate in shape.boilerplate.iter().filter(|boilerplate| inside(boilerplate.start)) {
            let written: String = letters[boilerplate.start..boilerplate.end].iter().collect();
            writeln!(out, "        boilerplate: {}", printable(&written))?;
        }
        for entity in shape.entities.iter().filter(|entity| inside(entity.start)) {
            writeln!(out, "        {}: {} → {} ({})", entity.kind, printable(&entity.text), entity.id, entity.name)?;
        }
        for figure in shape.figures.iter().filter(|figure| inside(figure.start)) {
            writeln!(out, "        figure: {}", printable(&figure_text(figure)))?;
        }
        for token in shape.tokens.iter().filter(|token| inside(token.start)) {
            let word: String = letters[token.start..token.end].iter().collect();
            let indent = if token.kind == "part" { "  " } else { "" };
            writeln!(out, "{:>6}  {:8} {indent}{word} → {}", token.position, token.kind, token.term)?;
        }
    }
    Ok(())
}

/// Returns a figure in one line: what is written, what it means, and who says so.
fn figure_text(figure: &FigureShape) -> String {
    let value = match figure.low.to_bits() == figure.high.to_bits() {
        true => figure.low.to_string(),
        false => format!("{}..{}", figure.low, figure.high),
    };
    let mut text = format!("{} → {} {value}", figure.text, figure.modifier);
    for more in [&figure.unit, &figure.of].into_iter().flatten() {
        text.push(' ');
        text.push_str(more);
    }
    if let Some(by) = &figure.said_by {
        text.push_str(&format!(", says {}", by.text));
    }
    text
}
