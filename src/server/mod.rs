//! The HTTP server: ranked searches, articles and analyses as JSON, and a web page over the same. Errors are problem documents (RFC 9457); no text
//! of a user makes one of status 5xx.

mod connection;
mod envelope;
mod routes;
mod workers;
mod freshness;
mod api;
mod parameters;
mod described;
mod intake;
mod problem;
pub mod wire;
mod page;
mod openapi;
mod discovery;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::search::Searcher;
use crate::service::Writer;

pub use envelope::{InvalidOrigin, Origins};
pub use parameters::FACETS;
pub use routes::routes;

/// What the addresses answer from.
pub struct Site {
    pub searcher: Arc<Searcher>,
    /// Without it no articles are taken over HTTP.
    pub writer: Option<Arc<Writer>>,
    pub options: Options,
}

/// How the server answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// How long a search may take: then the answer holds what was found so far, and says so.
    pub time_limit: Option<Duration>,
    /// Whose pages may read answers in a browser.
    pub origins: Origins,
    /// Scheme and host under which clients reach the server, such as `https://search.example.org`, without a slash at the end.
    pub public_url: Option<String>,
}

/// A server that cannot start.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {cause}; choose another address with --listen")]
pub struct ServeError {
    address: SocketAddr,
    cause: std::io::Error,
}

/// Serves searches until the process is told to stop (interrupt or terminate); answers under way are finished.
///
/// `listening` hears the address that was bound, which tells the port where 0 was asked for.
///
/// # Errors
/// If the address cannot be bound.
pub fn serve(site: Site, address: SocketAddr, listening: impl FnOnce(SocketAddr)) -> Result<(), ServeError> {
    let failed = |cause| ServeError { address, cause };
    let n_processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.max_blocking_threads(workers::THREADS_A_PROCESSOR * n_processors).enable_all();
    let runtime = runtime.build().map_err(failed)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
        // Whoever hears that the server listens may stop it at once.
        let stopped = stopped();
        listening(listener.local_addr().map_err(failed)?);
        let envelope = envelope::envelope(&site.options.origins.clone(), routes(Arc::new(site)));
        connection::answer_all(listener, envelope, stopped).await;
        Ok(())
    })
}

/// Returns what waits for the signal to stop; it is heard from now on.
#[cfg(unix)]
fn stopped() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let heard = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async move {
        match heard {
            [Ok(mut interrupt), Ok(mut terminate)] => {
                tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
            }
            // Without signals of its own the process ends as the system decides.
            _ => std::future::pending().await,
        }
    }
}

/// Returns what waits for the signal to stop.
#[cfg(not(unix))]
fn stopped() -> impl Future<Output = ()> {
    async { drop(tokio::signal::ctrl_c().await) }
}
