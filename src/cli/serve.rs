//! `tandem serve`: searches over HTTP, and articles that arrive meanwhile.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use std::time::Duration;

use anstream::eprintln;
use anyhow::Context;

use super::arguments::ServeArguments;
use super::progress::ProgressView;
use super::{Outcome, WRITER_PATIENCE, collection, entities, index, lexicon, log, names, seeds};
use crate::backend::Generation;
use crate::backend::tantivy::SchemaFit;
use crate::indexer::{self, Collection, Input, Prune};
use crate::ingest::sources;
use crate::search::Searcher;
use crate::server::{self, Options, Origins, Site};
use crate::service::{Follower, Observer, Watch, Writer, follow, prune_at_start, watch};
use crate::store::Live;

const OWNER: &str = "tandem serve";

pub(super) fn run(arguments: &ServeArguments) -> anyhow::Result<Outcome> {
    let folder = arguments.index.as_deref().unwrap_or(Path::new(seeds::DEFAULT_INDEX));
    let collection = collection(folder)?;
    if arguments.index.is_none() {
        seeds::ensure_default(&collection)?;
    }
    let live = open(&collection)?;
    let (schema, analyzer) = (Arc::clone(&collection.schema), Arc::clone(&collection.analyzer));
    let searcher = Arc::new(Searcher::new(schema, analyzer, live).context("the embedded schema")?);
    lexicon::add_imported(&searcher, folder);
    names::add_imported(&searcher, folder);
    entities::add_imported(&searcher, folder);
    let _follower = Follower::start(Arc::clone(&searcher), collection.clone(), |fault| eprintln!("{fault}"));
    let takes_articles = arguments.writable || arguments.listen.ip().is_loopback();
    let writer = (takes_articles || !arguments.watch.is_empty())
        .then(|| Arc::new(start_writer(&searcher, &collection, folder.to_path_buf())));
    let watching = match &writer {
        Some(writer) if !arguments.watch.is_empty() => Some(start_watching(arguments, Arc::clone(writer))?),
        _ => None,
    };
    let site = Site { searcher, writer: writer.clone().filter(|_| takes_articles), options: options(arguments)? };
    log::start(arguments.log, arguments.log_format);
    server::serve(site, arguments.listen, |address| {
        eprintln!(
            "listening on http://{address}  (open it in a browser, or try http://{address}/api/v1/search?q=Kiew)"
        );
    })?;
    if let Some((watch, passing_on)) = watching {
        // The writer commits and ends with its last holder.
        drop(watch);
        drop(passing_on.join());
    }
    Ok(Outcome::Found)
}

fn options(arguments: &ServeArguments) -> anyhow::Result<Options> {
    let time_limit = Some(Duration::from_millis(arguments.time_limit)).filter(|limit| !limit.is_zero());
    let origins = Origins::parse(&arguments.allow_origin)?;
    let public_url = arguments.public_url.as_deref().map(public_url).transpose()?;
    Ok(Options { time_limit, origins, public_url })
}

fn public_url(typed: &str) -> anyhow::Result<String> {
    let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    let host = rest
        .map(|rest| rest.trim_end_matches('/'))
        .filter(|host| !host.is_empty() && !host.contains(['/', '?', '#', ' ']));
    let said = "--public-url is a scheme and a host, such as https://search.example.org";
    host.with_context(|| format!("{said}; it is {typed:?}"))?;
    Ok(typed.trim_end_matches('/').to_string())
}

/// Opens what answers. An index of another schema goes on answering while it is built anew; what cannot be read at all
/// is built first, and so is one for a folder that holds none.
fn open(collection: &Collection) -> anyhow::Result<Generation> {
    if let Ok(generation) = collection.live(SchemaFit::Same) {
        collection.recover(&generation, &mut |_| {})?;
        return Ok(generation);
    }
    let is_there = Live::read(&collection.layout)?.is_some_and(|live| live.generation.is_some());
    if let Some(generation) = is_there.then(|| collection.live(SchemaFit::AnyReadable).ok()).flatten() {
        eprintln!("the index was built with another schema; it goes on answering while it is built anew");
        let collection = collection.clone();
        std::thread::spawn(move || match indexer::rebuild(&collection, OWNER, &mut |_| {}) {
            Ok(rebuilt) => eprintln!("built anew: {} articles", rebuilt.n_articles),
            Err(error) => eprintln!("the index could not be built anew: {error}; the old one goes on answering"),
        });
        return Ok(generation);
    }
    if !is_there {
        eprintln!("there is no index yet, so an empty one is made; articles come by `tandem index`, --watch or HTTP");
    }
    let mut view = ProgressView::new();
    collection.write(OWNER, WRITER_PATIENCE, &mut |progress| view.show(progress))?.close()?;
    Ok(collection.live(SchemaFit::Same)?)
}

fn start_writer(searcher: &Arc<Searcher>, collection: &Collection, folder: PathBuf) -> Writer {
    let (searcher, followed) = (Arc::clone(searcher), collection.clone());
    let observer = Observer {
        committed: Box::new(move || {
            // The follower says what keeps it from following.
            let _ = follow(&searcher, &followed);
        }),
        read: Box::new(move |report| index::tell(report, &folder)),
        failed: Box::new(|fault| eprintln!("{fault}")),
    };
    Writer::start(collection.clone(), OWNER, observer)
}

fn start_watching(arguments: &ServeArguments, writer: Arc<Writer>) -> anyhow::Result<(Watch, JoinHandle<()>)> {
    let (send, changes) = channel();
    let changed = move |input| drop(send.send(input));
    let watching = watch(&arguments.watch, index::mode(arguments.poll), changed, |fault| eprintln!("{fault}"))?;
    let (sources, problems) = sources(&arguments.watch)?;
    let folders = arguments.watch.clone();
    writer.read(Input { sources, folders, problems }, prune_at_start(&arguments.watch));
    let passing_on = std::thread::spawn(move || changes.iter().for_each(|input| writer.read(input, Prune::Remove)));
    Ok((watching, passing_on))
}
