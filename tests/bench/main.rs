//! Speed beside raw tantivy (its own tokenizer, stemmer, stop words and `SnippetGenerator`) on the same articles in the
//! same run: analysis in MB/s, indexing in articles/s, search with snippets as p50 and p99; and what keeping an index costs.
//!
//!     cargo bench                                         sample articles, mixed into 10,000
//!     TANDEM_BENCH_CORPUS=news.jsonl cargo bench          your own JSON lines (with "lang")
//!
//! Read the ratios, not the times: both sides run in turn, on the same machine, in the same minute.

mod corpus;
mod figures;
mod growth;
mod raw;
mod serve;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tandem::analysis::Analyzer;
use tandem::backend::Generation;
use tandem::backend::tantivy::SchemaFit;
use tandem::indexer::Collection;
use tandem::ingest::Article;
use tandem::schema::Schema;
use tandem::search::{Request, Searcher};
use tandem::text::Language;

use growth::growth;

const ROUNDS: usize = 3;
/// Queries of each kind.
const N_QUERIES: usize = 300;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = corpus::write(folder.path());
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "serve") {
        let queries = arguments.get(at + 1).expect("the file that queries are written to is named");
        return serve::serve(&path, folder.path(), Path::new(queries));
    }
    let articles = corpus::read(&path);
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    println!("{} articles, {:.1} MB of text", articles.len(), bytes as f64 / 1e6);
    let schema = Arc::new(Schema::embedded().expect("embedded schema is valid"));
    let analyzer = Arc::new(Analyzer::new(&schema).expect("embedded schema is valid"));

    analysis(&articles, &analyzer, bytes);
    reading(&articles, &analyzer, bytes);
    let (ours, raw) = indexing(&path, folder.path(), &schema, &analyzer, &articles);
    let searcher = Searcher::new(schema, Arc::clone(&analyzer), ours).expect("embedded schema is valid");
    search(&articles, &searcher, &raw);
    figures::figures(&articles, &analyzer, &searcher, N_QUERIES);
}

fn analysis(articles: &[Article], analyzer: &Analyzer, bytes: usize) {
    let ours = best_of_rounds(|| {
        for article in articles {
            let declared = article.lang.as_deref().and_then(Language::from_tag);
            std::hint::black_box(analyzer.analyze(&article.title, &article.text, declared));
        }
    });
    let raw = best_of_rounds(|| raw::analyze(articles));
    let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
    println!(
        "analysis  MB/s, one thread    ours {:8.1}   raw {:8.1}   time ratio {:.2}",
        rate(ours),
        rate(raw),
        ours / raw
    );
}

/// What names and figures cost on top of the analysis that they are read from.
fn reading(articles: &[Article], analyzer: &Analyzer, bytes: usize) {
    let analyses: Vec<_> = articles
        .iter()
        .map(|article| {
            let declared = article.lang.as_deref().and_then(Language::from_tag);
            analyzer.analyze(&article.title, &article.text, declared)
        })
        .collect();
    let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
    let names = best_of_rounds(|| {
        for (article, analysis) in articles.iter().zip(&analyses) {
            std::hint::black_box(analyzer.article_mentions(&article.title, &article.text, analysis));
        }
    });
    let figures = best_of_rounds(|| {
        for (article, analysis) in articles.iter().zip(&analyses) {
            std::hint::black_box(analyzer.figures(&article.text, analysis, &[]));
        }
    });
    println!("names     MB/s, one thread    ours {:8.1}", rate(names));
    println!("figures   MB/s, one thread    ours {:8.1}", rate(figures));
}

fn best_of_rounds(mut work: impl FnMut()) -> f64 {
    let once = |_| {
        let started = Instant::now();
        work();
        started.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(once).fold(f64::INFINITY, f64::min)
}

/// Builds both indexes from the same file, in turn, and returns the last pair.
fn indexing(
    corpus: &Path,
    folder: &Path,
    schema: &Arc<Schema>,
    analyzer: &Arc<Analyzer>,
    articles: &[Article],
) -> (Generation, raw::RawIndex) {
    let (mut ours_s, mut raw_s) = (f64::INFINITY, f64::INFINITY);
    let mut last = None;
    for round in 0..ROUNDS {
        let started = Instant::now();
        let raw = raw::build(corpus, &folder.join(format!("raw{round}")));
        raw_s = raw_s.min(started.elapsed().as_secs_f64());
        let started = Instant::now();
        let path = folder.join(format!("ours{round}"));
        let collection = Collection::new(&path, Arc::clone(schema), Arc::clone(analyzer));
        growth::index(&collection, corpus);
        ours_s = ours_s.min(started.elapsed().as_secs_f64());
        last = Some((collection, raw));
    }
    let rate = |seconds: f64| articles.len() as f64 / seconds;
    println!(
        "indexing  articles/s          ours {:8.0}   raw {:8.0}   time ratio {:.2}",
        rate(ours_s),
        rate(raw_s),
        ours_s / raw_s
    );
    let size = |name: &str| {
        let files = std::fs::read_dir(folder.join(name)).expect("the index was built");
        files.filter_map(|file| file.ok()?.metadata().ok()).map(|data| data.len()).sum::<u64>() as f64 / 1e6
    };
    let (ours, raw) = (format!("ours{}/generation-1", ROUNDS - 1), format!("raw{}", ROUNDS - 1));
    println!(
        "size      MB                  ours {:8.1}   raw {:8.1}   ratio {:.2}",
        size(&ours),
        size(&raw),
        size(&ours) / size(&raw)
    );
    let (collection, raw) = last.expect("there is at least one round");
    let live = collection.live(SchemaFit::Same).expect("it was just built");
    growth(&collection, corpus, articles, ours_s);
    (live, raw)
}

fn search(articles: &[Article], ours: &Searcher, raw: &raw::RawIndex) {
    let snapshot = ours.backend().snapshot();
    println!("search    10 hits with snippets, microseconds, {} articles", snapshot.counts().articles);
    for (kind, queries) in corpus::queries(articles, N_QUERIES) {
        let (mut ours_us, mut raw_us, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for warm_up in [true, false] {
            for query in &queries {
                let ours_took = timed(|| search_ours(ours, &query.text));
                let raw_took = timed(|| drop(std::hint::black_box(raw.search(query))));
                if !warm_up {
                    ours_us.push(ours_took);
                    raw_us.push(raw_took);
                    ratios.push((ours_took / raw_took).ln());
                }
            }
        }
        let mean_ratio = (ratios.iter().sum::<f64>() / ratios.len() as f64).exp();
        println!(
            "{kind:8}  p50 ours {:7.0} raw {:7.0}   p99 ours {:7.0} raw {:7.0}   paired ratio {mean_ratio:.2}",
            quantile(&mut ours_us, 0.5),
            quantile(&mut raw_us, 0.5),
            quantile(&mut ours_us, 0.99),
            quantile(&mut raw_us, 0.99),
        );
    }
}

fn search_ours(searcher: &Searcher, query: &str) {
    let request = Request::new(query);
    let page = searcher.search(&request).expect("the index can be read");
    let answer = tandem::server::wire::SearchAnswer::new(&request.text, &page);
    std::hint::black_box(serde_json::to_string(&answer).expect("an answer is JSON"));
}

fn timed(work: impl FnOnce()) -> f64 {
    let started = Instant::now();
    work();
    started.elapsed().as_secs_f64() * 1e6
}

fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    values[((values.len() - 1) as f64 * share) as usize]
}
