//! The HTTP server: ranked searches, articles and analyses as JSON, and a web page over the same. Errors are problem documents (RFC 9457); no text
//! of a user makes one of status 5xx.

mod intake;
mod page;
mod parameters;
mod problem;
mod routes;
pub mod wire;

use std::net::SocketAddr;
use std::sync::Arc;

use crate::search::Searcher;
use crate::service::Writer;

pub use routes::routes;

/// A server that cannot start.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {cause}; choose another address with --listen")]
pub struct ServeError {
    address: SocketAddr,
    cause: std::io::Error,
}

/// Serves searches until the process is told to stop (interrupt or terminate); answers under way are finished.
///
/// Without a `writer` no articles are taken over HTTP. `listening` hears the address that was bound, which tells the port where 0 was asked for.
///
/// # Errors
/// If the address cannot be bound.
pub fn serve(
    searcher: Arc<Searcher>,
    writer: Option<Arc<Writer>>,
    address: SocketAddr,
    listening: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    let failed = |cause| ServeError { address, cause };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
        // Whoever hears that the server listens may stop it at once.
        let stopped = stopped();
        listening(listener.local_addr().map_err(failed)?);
        warp::serve(routes(searcher, writer)).incoming(listener).graceful(stopped).run().await;
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
