//! What can be typed.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Search German and English news.
#[derive(Debug, Parser)]
#[command(name = "tandem", version, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// When to use color; NO_COLOR is honored.
    #[arg(long, value_enum, global = true, default_value = "auto")]
    pub color: Color,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

impl Color {
    /// Applies the choice to every stream of the process.
    pub fn write_global(self) {
        match self {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Add or update the articles of files and folders.
    Index(IndexArguments),
    /// Search, best articles first.
    Search(SearchArguments),
    /// Answer searches over HTTP.
    Serve(ServeArguments),
    /// Print one article.
    Show(ShowArguments),
    /// Show paragraphs, languages and terms of a text.
    Analyze(AnalyzeArguments),
    /// Show what an index holds.
    Stats(StatsArguments),
}

impl Command {
    /// Returns whether the results are text for people.
    pub fn writes_text(&self) -> bool {
        match self {
            Command::Search(arguments) => arguments.format == SearchFormat::Text,
            Command::Show(arguments) => arguments.format == Format::Text,
            Command::Analyze(arguments) => arguments.format == Format::Text,
            Command::Stats(arguments) => arguments.format == Format::Text,
            Command::Index(_) | Command::Serve(_) => true,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct IndexArguments {
    /// Folder of the index; made if it is missing.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// Files (JSON lines, JSON Feed, ninjs, RSS, Atom, HTML, Markdown, plain text), folders of them, and - for
    /// standard input.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct SearchArguments {
    /// Folder of the index [default: index, built from sample articles if there is none].
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Articles to print at most.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub limit: u16,
    #[arg(long, value_enum, default_value = "text")]
    pub format: SearchFormat,
    /// Read the whole query as plain words: quotes and signs mean nothing.
    #[arg(long)]
    pub words: bool,
    /// Words, and "words in exact order" in quotes; write -- before a query that begins with a hyphen.
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SearchFormat {
    /// For people.
    Text,
    /// The answer of the HTTP endpoint.
    Json,
    /// One hit a line.
    Jsonl,
    Csv,
    Tsv,
    /// Ids alone, one a line.
    Ids,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    /// Folder of the index [default: index, built from sample articles if there is none].
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:7700")]
    pub listen: SocketAddr,
}

#[derive(Debug, Args)]
pub(super) struct ShowArguments {
    /// Folder of the index [default: index, built from sample articles if there is none].
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// The id that a search prints.
    pub id: String,
}

#[derive(Debug, Args)]
pub(super) struct AnalyzeArguments {
    /// Language the source declares, such as de or en-GB: decides uncertain paragraphs.
    #[arg(long, value_name = "LANG")]
    pub lang: Option<String>,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// A text file; standard input where none is named.
    pub file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct StatsArguments {
    /// Folder of the index [default: index, built from sample articles if there is none].
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}
