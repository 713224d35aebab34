//! What can be typed.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::backend::{Facet, Order};
use crate::search::Cursor;
use crate::server::FACETS;
use crate::text::Language;

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
    /// Show who says how many, over all articles that a query finds.
    Claims(super::claims::ClaimsArguments),
    /// Answer searches over HTTP.
    Serve(ServeArguments),
    /// Print one article.
    Show(ShowArguments),
    /// Say why a query finds what it finds, word by word.
    Doctor(DoctorArguments),
    /// Show paragraphs, languages and terms of a text.
    Analyze(AnalyzeArguments),
    /// Show what an index holds.
    Stats(StatsArguments),
    /// Remove articles by id.
    Delete(DeleteArguments),
    /// Take in a dictionary of your own, and look into it.
    #[command(subcommand)]
    Lexicon(super::lexicon::LexiconCommand),
    /// Take in a list of names of your own, and look into it.
    #[command(subcommand)]
    Names(super::names::NamesCommand),
    /// Show who and what the articles name; take in lists of your own.
    #[command(subcommand)]
    Entities(super::entities::EntitiesCommand),
    /// Print the keys by which spellings of a name are one: word, key read as German, key read as English.
    Key(KeyArguments),
    /// Verify every checksum, and compare articles and index.
    Check(CheckArguments),
    /// Print every article as a line of JSON.
    Export(ExportArguments),
    /// Add articles from lines of JSON, such as those of export.
    Import(ImportArguments),
}

impl Command {
    /// Returns whether the results are text for people.
    pub fn writes_text(&self) -> bool {
        match self {
            Command::Search(arguments) => arguments.format == SearchFormat::Text,
            Command::Claims(arguments) => arguments.format == super::claims::ClaimsFormat::Text,
            Command::Show(arguments) => arguments.format == Format::Text,
            Command::Doctor(arguments) => arguments.format == Format::Text,
            Command::Analyze(arguments) => arguments.format == Format::Text,
            Command::Stats(arguments) => arguments.format == Format::Text,
            Command::Index(arguments) => arguments.format == Format::Text,
            Command::Check(arguments) => arguments.format == Format::Text,
            Command::Import(arguments) => arguments.format == Format::Text,
            Command::Key(arguments) => arguments.format == Format::Text,
            Command::Delete(_) | Command::Serve(_) | Command::Lexicon(_) | Command::Names(_) | Command::Entities(_) => {
                true
            }
            Command::Export(_) => false,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct IndexArguments {
    /// Folder of the index; made if it is missing.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// Build the index anew from the articles it was made of, beside the one that answers, and switch.
    #[arg(long)]
    pub rebuild: bool,
    /// Remove articles whose file, or whose place in it, is gone.
    #[arg(long)]
    pub prune: bool,
    /// Go on, and take in what is new, changed, renamed or deleted (which removes its articles).
    #[arg(long)]
    pub watch: bool,
    /// With --watch: look every so many seconds instead of being told; for network folders.
    #[arg(long, value_name = "SECONDS", requires = "watch", value_parser = clap::value_parser!(u32).range(1..))]
    pub poll: Option<u32>,
    /// Form of the report: text on standard error, JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Files (JSON lines, JSON Feed, ninjs, RSS, Atom, HTML, Markdown, plain text), folders of them, and - for
    /// standard input.
    #[arg(required_unless_present = "rebuild", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct DeleteArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// The ids that a search prints.
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct KeyArguments {
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Names, in any spelling.
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// Save what can be read: damaged lines are moved aside, everything else is made again.
    #[arg(long)]
    pub repair: bool,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// Folder of the index.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct ImportArguments {
    /// Folder of the index; made if it is missing.
    #[arg(long, value_name = "DIR", default_value = super::seeds::DEFAULT_INDEX)]
    pub index: PathBuf,
    /// Form of the report: text on standard error, JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// A file of lines of JSON; standard input where none is named.
    pub file: Option<PathBuf>,
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
    /// Articles to pass over.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Go on where a page ended: "next" of --format json.
    #[arg(long, value_name = "NEXT", conflicts_with = "offset")]
    pub cursor: Option<Cursor>,
    /// Whether words are searched in the other language too.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub cross_language: CrossLanguage,
    /// Whether names are searched in their other spellings too, or only as typed.
    #[arg(long, value_enum, value_name = "HOW", default_value = "variants")]
    pub names: super::names::Spellings,
    /// Only articles with paragraphs in this language: de or en.
    #[arg(long, value_name = "LANG", value_parser = clap::value_parser!(Language))]
    pub lang: Option<Language>,
    /// What comes first: the best, the newest or the oldest.
    #[arg(long, value_enum, default_value = "relevance", allow_hyphen_values = true)]
    pub sort: Sort,
    /// Count all matching articles by these, separated by commas.
    #[arg(long, value_name = "FACET", value_delimiter = ',', value_parser = facet_parser())]
    pub facets: Vec<Facet>,
    /// Say for each article which word, in which field, has which share of its score.
    #[arg(long)]
    pub explain: bool,
    /// Read the whole query as plain words: quotes and signs mean nothing.
    #[arg(long)]
    pub words: bool,
    /// Words, "exact order", AND OR NOT -, ( ), word*, w?rd, word~1, NEAR/5, title: source: lang: date:2024-11.. de: en:
    /// ="as written". Quotes for the shell around all of it do no harm: 'Kiew AND "air attack" -Moskau'.
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CrossLanguage {
    Auto,
    Off,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Sort {
    Relevance,
    /// The oldest first.
    #[value(alias = "oldest")]
    Date,
    /// The newest first.
    #[value(name = "-date", alias = "newest")]
    NewestFirst,
}

impl From<Sort> for Order {
    fn from(sort: Sort) -> Order {
        match sort {
            Sort::Relevance => Order::Relevance,
            Sort::Date => Order::Oldest,
            Sort::NewestFirst => Order::Newest,
        }
    }
}

/// Reads the name of a facet, as over HTTP.
fn facet_parser() -> impl TypedValueParser<Value = Facet> {
    let facet = |name: String| FACETS.iter().find(|(known, _)| *known == name).expect("it is one of the names").1;
    PossibleValuesParser::new(FACETS.map(|(name, _)| name)).map(facet)
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
    /// Files and folders to watch: what is new, changed, renamed or deleted is found within a second.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub watch: Vec<PathBuf>,
    /// With --watch: look every so many seconds instead of being told; for network folders.
    #[arg(long, value_name = "SECONDS", requires = "watch", value_parser = clap::value_parser!(u32).range(1..))]
    pub poll: Option<u32>,
    /// Take articles over HTTP from other machines too; on a loopback address they are taken anyway.
    #[arg(long)]
    pub writable: bool,
    /// How long a search may take, in milliseconds: then the answer holds what was found so far, and says so; 0: as long as it
    /// needs.
    #[arg(long, value_name = "MS", default_value_t = 2000)]
    pub time_limit: u64,
    /// Sites whose pages may read answers in a browser, such as https://example.org; * for any [default: none].
    #[arg(long, value_name = "ORIGIN")]
    pub allow_origin: Vec<String>,
    /// Scheme and host under which people reach the server, where a proxy stands before it: https://search.example.org
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// What is logged on standard error: faults alone, or what may become one, or every request.
    #[arg(long, value_enum, default_value = "info")]
    pub log: LogLevel,
    /// Form of the log: for people, or a JSON object a line.
    #[arg(long, value_enum, default_value = "text")]
    pub log_format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LogLevel {
    Error,
    Warn,
    /// A line a request, without its query.
    Info,
    Debug,
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

/// Commands that take a query.
const QUERYING: [&str; 3] = ["search", "doctor", "claims"];

/// Lets a query hold words behind a minus (`search Kiew -Moskau`), which would be taken for options: they are handed on with
/// the longer minus sign, which the query line reads alike. Nothing is changed behind `--`, or where an option wants a value.
pub(super) fn with_minus_words(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut handed_on: Vec<OsString> = Vec::new();
    for argument in arguments {
        let has_query = handed_on.get(1).is_some_and(|command| QUERYING.iter().any(|known| command == known));
        let text = argument.to_str().unwrap_or_default();
        let is_open = handed_on.last().and_then(|last| last.to_str()).is_some_and(|last| {
            last.starts_with("--") && !last.contains('=') && !matches!(last, "--words" | "--explain")
        });
        let is_word = text.strip_prefix('-').is_some_and(|word| {
            word.starts_with(|c: char| c.is_alphanumeric() || "\"(=".contains(c)) && !matches!(word, "h" | "V")
        });
        if has_query && is_word && !is_open && !handed_on.iter().any(|earlier| earlier == "--") {
            handed_on.push(text.replacen('-', "−", 1).into());
        } else {
            handed_on.push(argument);
        }
    }
    handed_on
}

#[derive(Debug, Args)]
pub(super) struct DoctorArguments {
    /// Folder of the index [default: index, built from sample articles if there is none].
    #[arg(long, value_name = "DIR")]
    pub index: Option<PathBuf>,
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    /// Read the whole query as plain words.
    #[arg(long)]
    pub words: bool,
    /// The query, as search takes it.
    #[arg(required = true, value_name = "QUERY")]
    pub query: Vec<String>,
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
