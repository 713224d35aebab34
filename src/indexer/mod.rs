//! The writing path: sources to articles to documents to a commit, with a report of what happened.
//!
//! Articles are analysed on all processors in batches, and written in the order they were read, so that the same
//! input gives the same index.

use std::time::Instant;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::analysis::Analyzer;
use crate::backend::{Backend, BackendError, Snapshot};
use crate::document::{Document, document};
use crate::ingest::{self, Article, Problem, Record, Source};
use crate::text::Language;

/// Articles analysed together; enough to keep every processor busy, few enough to hold in memory.
const BATCH_ARTICLES: usize = 1024;
/// A batch ends early when its texts reach this size.
const BATCH_BYTES: usize = 16 << 20;

/// What a run of indexing did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    pub added: usize,
    pub replaced: usize,
    /// Articles that were in the index already, unchanged.
    pub skipped: usize,
    pub refused: usize,
    pub problems: Vec<Problem>,
    pub text_bytes: u64,
    pub seconds: f64,
}

impl Report {
    /// Returns how many articles were read, in the index or new.
    pub fn read(&self) -> usize {
        self.added + self.replaced + self.skipped
    }

    fn problem(&mut self, problem: Problem) {
        self.refused += usize::from(problem.refused);
        self.problems.push(problem);
    }
}

/// Indexes every article of the sources and commits once, at the end. `progress` hears of the report after each batch.
///
/// # Errors
/// If the index cannot be written; nothing of this run is visible then. Unreadable sources are problems in the report.
pub fn build(
    backend: &dyn Backend,
    analyzer: &Analyzer,
    sources: &[Source],
    progress: &mut dyn FnMut(&Report),
) -> Result<Report, BackendError> {
    let started = Instant::now();
    let mut run = Run::new(backend, analyzer);
    for source in sources {
        let reader = match source.open() {
            Ok(reader) => reader,
            Err(error) => {
                run.report.problem(unreadable(source, &error));
                continue;
            }
        };
        let mut failure = None;
        let read = ingest::read(source, reader, &mut |record| {
            if failure.is_none() {
                failure = run.take(record, progress).err();
            }
        });
        if let Some(error) = failure {
            return Err(error);
        }
        if let Err(error) = read {
            run.report.problem(unreadable(source, &error));
        }
    }
    run.flush()?;
    backend.commit()?;
    run.report.seconds = started.elapsed().as_secs_f64();
    Ok(run.report)
}

fn unreadable(source: &Source, error: &std::io::Error) -> Problem {
    Problem { source: source.shown.clone(), line: None, what: format!("cannot be read: {error}"), refused: true }
}

/// Analyses one article; the language its source declares decides uncertain paragraphs.
pub fn analyze(article: Article, analyzer: &Analyzer) -> Document {
    let declared = article.lang.as_deref().and_then(Language::from_tag);
    let analysis = analyzer.analyze(&article.title, &article.text, declared);
    document(article, &analysis)
}

struct Run<'a> {
    backend: &'a dyn Backend,
    analyzer: &'a Analyzer,
    before: std::sync::Arc<dyn Snapshot>,
    /// Content hashes of the articles of this run, by id.
    written: FxHashMap<String, String>,
    batch: Vec<Article>,
    batch_bytes: usize,
    report: Report,
}

impl<'a> Run<'a> {
    fn new(backend: &'a dyn Backend, analyzer: &'a Analyzer) -> Run<'a> {
        Run {
            backend,
            analyzer,
            before: backend.snapshot(),
            written: FxHashMap::default(),
            batch: Vec::with_capacity(BATCH_ARTICLES),
            batch_bytes: 0,
            report: Report::default(),
        }
    }

    fn take(&mut self, record: Result<Record, Problem>, progress: &mut dyn FnMut(&Report)) -> Result<(), BackendError> {
        match record {
            Err(problem) => self.report.problem(problem),
            Ok(Record::Withdrawal { id, .. }) => self.backend.delete(&[id])?,
            Ok(Record::Article(article)) => {
                self.batch_bytes += article.text.len();
                self.batch.push(article);
            }
        }
        if self.batch.len() >= BATCH_ARTICLES || self.batch_bytes >= BATCH_BYTES {
            self.flush()?;
            progress(&self.report);
        }
        Ok(())
    }

    /// Writes what of the batch is new or changed.
    fn flush(&mut self) -> Result<(), BackendError> {
        let mut changed = Vec::with_capacity(self.batch.len());
        for article in std::mem::take(&mut self.batch) {
            self.report.text_bytes += article.text.len() as u64;
            let hash = article.content_hash();
            let known = match self.written.get(&article.id) {
                Some(hash) => Some(hash.clone()),
                None => self.before.content_hash(&article.id)?,
            };
            if known.as_ref() == Some(&hash) {
                self.report.skipped += 1;
                continue;
            }
            match known {
                None => self.report.added += 1,
                Some(_) => self.report.replaced += 1,
            }
            self.written.insert(article.id.clone(), hash);
            changed.push(article);
        }
        self.batch_bytes = 0;
        let analyzer = self.analyzer;
        let documents: Vec<Document> = changed.into_par_iter().map(|article| analyze(article, analyzer)).collect();
        self.backend.write(documents)
    }
}
