//! The HTTP server: ranked searches, articles and analyses as JSON. Errors are problem documents (RFC 9457); no text
//! of a user makes one of status 5xx.

mod intake;
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
#[error("cannot listen on {address}: {source}; choose another address with --listen")]
pub struct ServeError {
    address: SocketAddr,
    source: std::io::Error,
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
    let failed = |source| ServeError { address, source };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(failed)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address).await.map_err(failed)?;
        listening(listener.local_addr().map_err(failed)?);
        warp::serve(routes(searcher, writer)).incoming(listener).graceful(stopped()).run().await;
        Ok(())
    })
}

/// Waits for the signal to stop.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
}
