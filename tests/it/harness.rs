//! A small index in memory, built from articles that are written as compact text:
//!
//! ```text
//! # id-of-the-article de 2024-11-20 | The title
//! First paragraph.
//! Second paragraph.
//! ```
//!
//! Language and date are optional, and so is the title.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tandem::analysis::Analyzer;
use tandem::backend::Generation;
use tandem::backend::tantivy::{SchemaFit, TantivyBackend};
use tandem::indexer::{self, Batch, Change, Collection, IndexerError, Input, Outcome, Prune, Report, Session};
use tandem::ingest::{self, Article, Published, Record, Source, sources};
use tandem::schema::Schema;
use tandem::search::{Hit, Page, Request, Searcher};
use tandem::service::follow;
use tempfile::TempDir;

/// A process that another test starts may hold the lock of this one until it has begun (between `fork` and `exec`).
const PATIENCE: Duration = Duration::from_secs(10);

static SCHEMA: LazyLock<Arc<Schema>> = LazyLock::new(|| Arc::new(Schema::embedded().expect("valid schema")));
static ANALYZER: LazyLock<Arc<Analyzer>> = LazyLock::new(|| Arc::new(Analyzer::new(&schema()).expect("valid schema")));
static SEEDS: LazyLock<Arc<Searcher>> = LazyLock::new(|| Arc::new(index_seeds()));

pub fn schema() -> Arc<Schema> {
    Arc::clone(&SCHEMA)
}

pub fn analyzer() -> Arc<Analyzer> {
    Arc::clone(&ANALYZER)
}

/// The sample articles of `seeds/`, indexed once for all tests.
pub fn seeds() -> Arc<Searcher> {
    Arc::clone(&SEEDS)
}

fn index_seeds() -> Searcher {
    let (sources, problems) = sources(&["seeds".into()]).expect("the folder is part of the repository");
    assert_eq!(problems, []);
    let library = Library::new();
    let report = library.build(&sources);
    assert_eq!(report.problems, [], "a sample article is malformed");
    library.into_searcher()
}

/// A collection in a folder of its own, with a searcher over it.
pub struct Library {
    pub folder: TempDir,
    pub collection: Collection,
    pub searcher: Searcher,
}

impl Library {
    pub fn new() -> Library {
        let folder = tempfile::tempdir().expect("a folder");
        Library::open(folder)
    }

    /// Opens what is in a folder.
    pub fn open(folder: TempDir) -> Library {
        let collection = Collection::new(&folder.path().join("index"), schema(), analyzer());
        collection.write("a test", PATIENCE, &mut |_| {}).and_then(Session::close).expect("a writable folder");
        let live = collection.live(SchemaFit::Same).expect("it was just made");
        let searcher = Searcher::new(schema(), analyzer(), live).expect("valid schema");
        Library { folder, collection, searcher }
    }

    pub fn session(&self) -> Session {
        self.collection.write("a test", PATIENCE, &mut |_| {}).expect("a writable folder")
    }

    pub fn build(&self, sources: &[Source]) -> Report {
        self.build_input(Input { sources: sources.to_vec(), ..Input::default() }, Prune::Keep)
    }

    /// Indexes the files below a path, as `tandem index` does.
    pub fn build_paths(&self, paths: &[PathBuf], prune: Prune) -> Report {
        let (sources, problems) = sources(paths).expect("the paths are there");
        self.build_input(Input { sources, folders: paths.to_vec(), problems }, prune)
    }

    fn build_input(&self, input: Input, prune: Prune) -> Report {
        let mut session = self.session();
        let report = indexer::build(&mut session, input, prune, &mut |_, _| {}).expect("a writable folder");
        session.close().expect("a writable folder");
        follow(&self.searcher, &self.collection).expect("a readable folder");
        report
    }

    /// Applies one batch of changes and shows what came of it.
    pub fn change(&self, changes: Vec<Change>) -> Vec<Outcome> {
        let mut session = self.session();
        let outcomes = session.take(Batch { changes, files: Vec::new() }).expect("a writable folder");
        session.close().expect("a writable folder");
        follow(&self.searcher, &self.collection).expect("a readable folder");
        outcomes
    }

    /// Every article as a line of JSON, as `tandem export` prints it.
    pub fn export(&self) -> Vec<String> {
        let mut lines = Vec::new();
        indexer::export::<IndexerError>(&self.collection, &mut |article| {
            lines.push(serde_json::to_string(&article.to_line()).expect("strings and numbers"));
            Ok(())
        })
        .expect("a whole log");
        lines
    }

    /// Reads lines of JSON, as `tandem import` does.
    pub fn import(&self, lines: &str) -> Report {
        let mut session = self.session();
        let source = Source::jsonl("lines");
        let report =
            indexer::import(&mut session, &source, lines.as_bytes(), &mut |_, _| {}).expect("a writable folder");
        session.close().expect("a writable folder");
        follow(&self.searcher, &self.collection).expect("a readable folder");
        report
    }

    pub fn check(&self) -> Vec<String> {
        let report = indexer::check(&self.collection, "a test", &mut |_| {}).expect("it can be read at all");
        report
            .findings
            .iter()
            .map(|finding| format!("{}: {}; {}", finding.place, finding.what, finding.remedy))
            .collect()
    }

    pub fn n_articles(&self) -> u64 {
        self.searcher.backend().snapshot().counts().articles
    }

    /// The searcher alone; the folder is removed, its open files stay readable.
    fn into_searcher(self) -> Searcher {
        self.searcher
    }
}

/// The sample articles of `seeds/`, as they were read.
pub fn samples() -> Vec<Article> {
    let (sources, _) = sources(&["seeds".into()]).expect("the folder is part of the repository");
    let mut articles = Vec::new();
    for source in &sources {
        let reader = source.open().expect("a file of the repository");
        ingest::read(source, reader, &mut |record| match record.expect("a good record") {
            Record::Article(article) => articles.push(article),
            Record::Withdrawal { .. } => {}
        })
        .expect("readable");
    }
    articles
}

pub fn empty() -> Searcher {
    let backend = TantivyBackend::in_memory(&schema()).expect("memory has room");
    Searcher::new(schema(), analyzer(), Generation { number: 0, backend: Arc::new(backend) }).expect("valid schema")
}

/// An index of the articles that a compact text holds.
pub fn index(text: &str) -> Searcher {
    index_articles(articles(text))
}

pub fn index_articles(articles: Vec<Article>) -> Searcher {
    let searcher = empty();
    let documents = articles.into_iter().map(|article| indexer::analyze(article, &searcher.analyzer)).collect();
    searcher.backend().write(documents).expect("memory has room");
    searcher.backend().commit(0).expect("memory has room");
    searcher
}

/// Reads articles from compact text.
pub fn articles(text: &str) -> Vec<Article> {
    let blocks = text.split("# ").map(str::trim).filter(|block| !block.is_empty());
    blocks
        .map(|block| {
            let (head, text) = block.split_once('\n').unwrap_or((block, ""));
            let (facts, title) = head.split_once('|').unwrap_or((head, ""));
            let mut facts = facts.split_whitespace();
            let mut article = article(facts.next().expect("an article has an id"), title.trim(), text);
            for fact in facts {
                match Published::parse(fact) {
                    Ok(published) => article.published = Some(published),
                    Err(_) => article.lang = Some(fact.to_string()),
                }
            }
            article
        })
        .collect()
}

pub fn article(id: &str, title: &str, text: &str) -> Article {
    Article {
        id: id.to_string(),
        url: None,
        source: None,
        lang: None,
        published: None,
        title: title.to_string(),
        text: text.to_string(),
        authors: Vec::new(),
        version: None,
        embargo: None,
    }
}

/// JSON lines as a source; the text lives as long as the test binary.
pub fn jsonl(name: &str, lines: &str) -> Source {
    Source::embedded(name, lines.to_string().leak().as_bytes()).expect("a known extension")
}

pub fn request(query: &str) -> Request {
    Request { limit: 1000, ..Request::new(query) }
}

pub fn search(searcher: &Searcher, query: &str) -> Page {
    searcher.search(&request(query)).expect("no text of a user is an error")
}

pub fn ids(page: &Page) -> Vec<&str> {
    page.hits.iter().map(|hit| hit.stored.article.id.as_str()).collect()
}

/// What is marked in the title and the passages of a hit, in order.
pub fn marked(hit: &Hit) -> Vec<&str> {
    let pieces = hit.snippets.iter().flat_map(|snippet| snippet.marks.iter().map(move |mark| (snippet, mark)));
    pieces.map(|(snippet, mark)| &snippet.text[mark.range()]).collect()
}

/// Reads a file of this name: the articles or withdrawals in it, and its problems as they are printed.
pub fn read(name: &str, bytes: impl AsRef<[u8]>) -> (Vec<Record>, Vec<String>) {
    let source = Source::embedded(name, &[]).expect("a known extension");
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    ingest::read(&source, bytes.as_ref(), &mut |record| match record {
        Ok(record) => records.push(record),
        Err(problem) => problems.push(format!("{}{problem}", if problem.refused { "" } else { "mended: " })),
    })
    .expect("memory can be read");
    (records, problems)
}

/// Reads a file that holds articles and no faults.
pub fn read_articles(name: &str, bytes: impl AsRef<[u8]>) -> Vec<Article> {
    let (records, problems) = read(name, bytes);
    assert_eq!(problems, Vec::<String>::new());
    let article = |record| match record {
        Record::Article(article) => article,
        Record::Withdrawal { id, .. } => panic!("{id} is withdrawn"),
    };
    records.into_iter().map(article).collect()
}
