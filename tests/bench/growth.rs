//! What it costs to keep an index: reading the same files again, adding one article in a hundred, building anew. All
//! beside the first build of the same run, as shares of its time.

use std::path::Path;
use std::time::{Duration, Instant};

use tandem::indexer::{self, Collection, Input, Prune};
use tandem::ingest::{Article, sources};

/// Share of the articles that are added.
const ADDED: usize = 100;

/// Measures what follows a first build of `corpus` that took `built_s` seconds.
pub fn growth(collection: &Collection, corpus: &Path, articles: &[Article], built_s: f64) {
    let again_s = seconds(|| index(collection, corpus));
    let more = corpus.with_file_name("more.jsonl");
    let lines: Vec<String> = articles
        .iter()
        .step_by(ADDED)
        .map(|article| {
            let added = Article { id: format!("added {}", article.id), ..article.clone() };
            serde_json::to_string(&added.to_line()).expect("an article is JSON")
        })
        .collect();
    std::fs::write(&more, lines.join("\n")).expect("the disk takes a file");
    let added_s = seconds(|| index(collection, &more));
    let rebuilt_s = seconds(|| {
        indexer::rebuild(collection, "bench", &mut |_| {}).expect("the disk takes an index");
    });
    let show = |what: &str, took_s: f64| {
        println!("growth    {what:24} {took_s:8.2} s   {:6.1} % of the first build", took_s / built_s * 100.0);
    };
    show("the same file again", again_s);
    show(&format!("{} articles more", lines.len()), added_s);
    show("rebuild", rebuilt_s);
}

/// Indexes a file, as the command does.
pub fn index(collection: &Collection, corpus: &Path) {
    let (sources, problems) = sources(&[corpus.to_path_buf()]).expect("the corpus is there");
    let mut session = collection.write("bench", Duration::ZERO, &mut |_| {}).expect("a writable folder");
    let input = Input { sources, problems, ..Input::default() };
    indexer::build(&mut session, input, Prune::Keep, &mut |_, _| {}).expect("the disk takes an index");
    session.close().expect("the disk takes an index");
}

fn seconds(work: impl FnOnce()) -> f64 {
    let started = Instant::now();
    work();
    started.elapsed().as_secs_f64()
}
