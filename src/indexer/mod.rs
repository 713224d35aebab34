//! The writing path: sources to records, to entries of the log, to documents, to a commit, with a report of what
//! happened.
//!
//! [`build`] is the path of files; [`Session`] is what it writes through, and what single changes over HTTP use as well.
//! Articles are analysed on all processors in batches, and written in the order they were read, so that the same input
//! gives the same index. [`rebuild`] makes a generation beside the live one from the log and switches.

mod build;
mod check;
mod collection;
mod decision;
mod export;
mod rebuild;
mod report;
mod session;

pub use build::{Input, Prune, build, import};
pub use check::{CheckReport, Finding, check, repair};
pub use collection::{Collection, IndexerError};
pub use decision::{Change, Outcome};
pub use export::export;
pub use rebuild::{Rebuilt, rebuild};
pub use report::{Progress, Report, Stage};
pub use session::{Batch, FileDone, Session};

use crate::analysis::Analyzer;
use crate::document::{Document, Said, document};
use crate::ingest::Article;
use crate::text::Language;

/// Analyses one article; the language its source declares decides uncertain paragraphs.
pub fn analyze(article: Article, analyzer: &Analyzer) -> Document {
    let declared = article.lang.as_deref().and_then(Language::from_tag);
    let analysis = analyzer.analyze(&article.title, &article.text, declared);
    let mentions = analyzer.article_mentions(&article.title, &article.text, &analysis);
    let figures = analyzer.article_figures(&article.title, &article.text, &analysis, &mentions);
    let said = Said { mentions: &mentions, figures: &figures, tables: analyzer.figure_tables() };
    document(article, &analysis, said)
}
