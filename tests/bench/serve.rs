//! A bare warp server over raw tantivy, to hold `tandem serve` against under load (`.ci/load`).
//!
//!     cargo bench --bench speed -- serve QUERIES
//!
//! builds raw tantivy's index of the corpus, writes the queries to the file QUERIES, one a line, and answers `/N`, the N-th of
//! them (from 0), until it is killed. The address stands on standard output. It does what the shortest server would: no
//! limits, no log, the search where the request is.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tandem::ingest::Article;
use warp::Filter;

use crate::corpus::{self, BenchQuery, Kind};
use crate::raw::{self, RawIndex};

/// Queries of each kind; of eight kinds 2,000 in all.
const N_OF_A_KIND: usize = 250;

pub fn serve(corpus: &Path, folder: &Path, queries_path: &Path) {
    let articles = corpus::read(corpus);
    let queries = Arc::new(queries(&articles));
    let mut file = std::fs::File::create(queries_path).expect("the file of queries can be written");
    queries.iter().for_each(|query| writeln!(file, "{}", query.text).expect("the disk takes queries"));
    let index = Arc::new(raw::build(corpus, &folder.join("raw")));
    let runtime = tokio::runtime::Runtime::new().expect("threads can be started");
    runtime.block_on(async {
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = tokio::net::TcpListener::bind(address).await.expect("a free port");
        println!("listening on http://{}", listener.local_addr().expect("it is bound"));
        let answer = warp::path!(usize).map(move |n: usize| answered(&index, queries.get(n)));
        warp::serve(answer).incoming(listener).run().await;
    });
}

fn answered(index: &RawIndex, query: Option<&BenchQuery>) -> String {
    query.map(|query| index.search(query)).unwrap_or_default()
}

/// Draws different queries of every kind that raw tantivy knows alike.
fn queries(articles: &[Article]) -> Vec<BenchQuery> {
    let mut all: Vec<BenchQuery> = Vec::new();
    for (_, of_kind) in corpus::queries(articles, 2 * N_OF_A_KIND) {
        let mut different: Vec<BenchQuery> = Vec::new();
        for query in of_kind.into_iter().filter(|query| query.kind != Kind::Fuzzy) {
            if different.len() < N_OF_A_KIND && !different.iter().any(|known| known.text == query.text) {
                different.push(query);
            }
        }
        all.extend(different);
    }
    all
}
