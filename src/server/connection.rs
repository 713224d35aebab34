//! Connections: how many, how long, and what is answered to what is no HTTP. Slow clients cost a place, not the others' time.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use rustc_hash::FxHashMap;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};
use warp::http::StatusCode;

use super::envelope::{Envelope, REQUEST_ID};
use super::problem::Problem;

/// Connections at one time; more wait until one ends. Half of the 1,024 files that a process may commonly have open.
const MAX_CONNECTIONS: usize = 512;
/// Connections of one machine at one time; further ones are closed at once, so that no machine takes every place.
const MAX_CONNECTIONS_OF_A_PEER: usize = 384;
/// A request's head must be there so long after its connection began to wait for it, which is also how long an idle one is kept.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);
/// A client that takes less than [`MIN_WRITTEN_BYTES`] of its answer in so long is let go.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);
const MIN_WRITTEN_BYTES: usize = 64 << 10;
/// A head has at most this many bytes: a query of 64 KiB, percent-encoded, with room for the rest.
const MAX_HEAD_BYTES: usize = 256 << 10;
/// A head has at most this many fields.
const MAX_HEADERS: usize = 100;
/// How long answers under way may take once the server was told to stop.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// Answers connections until `stopped` comes true, then finishes the answers under way.
pub(super) async fn answer_all(listener: TcpListener, service: Envelope, stopped: impl Future<Output = ()>) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let peers = Peers::default();
    let graceful = GracefulShutdown::new();
    let mut stopped = std::pin::pin!(stopped);
    loop {
        let (stream, peer, place) = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            () = &mut stopped => break,
        };
        let Some(peer_place) = peers.enter(peer.ip()) else {
            tracing::warn!(%peer, "too many connections of one machine");
            continue;
        };
        let connection = graceful.watch(
            protocol().serve_connection(TokioIo::new(Wire::new(stream)), TowerToHyperService::new(service.clone())),
        );
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%peer, %error, "connection ended");
            }
            drop((place, peer_place));
        });
    }
    drop(listener);
    if tokio::time::timeout(STOP_TIMEOUT, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped before all answers were sent");
    }
}

fn protocol() -> http1::Builder {
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT);
    protocol.max_header_size(MAX_HEAD_BYTES).max_headers(MAX_HEADERS);
    protocol
}

/// Waits for a place and for a client that takes it.
async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    let place = Arc::clone(places).acquire_owned().await.expect("the semaphore is never closed");
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // An answer is written at once; waiting for more to send would only delay it.
                let _ = stream.set_nodelay(true);
                return (stream, peer, place);
            }
            // The client is gone, or files are used up: both pass.
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// How many connections each machine holds.
#[derive(Clone, Default)]
struct Peers(Arc<Mutex<FxHashMap<IpAddr, usize>>>);

/// A place of one machine, free again when it is dropped.
struct PeerPlace {
    peers: Peers,
    peer: IpAddr,
}

impl Peers {
    /// Returns a place, unless the machine holds as many as it may.
    fn enter(&self, peer: IpAddr) -> Option<PeerPlace> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let n = counts.entry(peer).or_default();
        let has_room = *n < MAX_CONNECTIONS_OF_A_PEER;
        *n += usize::from(has_room);
        has_room.then(|| PeerPlace { peers: self.clone(), peer })
    }
}

impl Drop for PeerPlace {
    fn drop(&mut self) {
        let mut counts = self.peers.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(n) = counts.get_mut(&self.peer) {
            *n -= 1;
            if *n == 0 {
                counts.remove(&self.peer);
            }
        }
    }
}

/// A connection that ends when its client takes next to nothing, and on which a refusal of the HTTP library (a head that is none)
/// leaves as a problem document.
struct Wire {
    stream: TcpStream,
    /// Runs while the client takes little, and how much it took since it runs.
    stalled: Option<(Pin<Box<Sleep>>, usize)>,
    /// A refusal on its way: the document, how much of it is sent, and how many bytes of the library it stands for.
    refusal: Option<(Vec<u8>, usize, usize)>,
}

impl Wire {
    fn new(stream: TcpStream) -> Wire {
        Wire { stream, stalled: None, refusal: None }
    }

    fn write(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Ready(Ok(n)) => {
                if let Some((_, n_written)) = &mut self.stalled {
                    *n_written += n;
                    if n == bytes.len() || *n_written >= MIN_WRITTEN_BYTES {
                        self.stalled = None;
                    }
                }
                Poll::Ready(Ok(n))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => {
                let (stalled, _) = self.stalled.get_or_insert_with(|| (Box::pin(sleep(WRITE_TIMEOUT)), 0));
                ready!(stalled.as_mut().poll(cx));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.refusal.is_none() {
            let Some(refusal) = refusal(bytes) else { return self.write(cx, bytes) };
            self.refusal = Some((refusal, 0, bytes.len()));
        }
        while let Some((document, sent, stands_for)) = self.refusal.take() {
            if sent == document.len() {
                return Poll::Ready(Ok(stands_for));
            }
            let written = self.write(cx, &document[sent..]);
            let n_written = if let Poll::Ready(Ok(n)) = &written { *n } else { 0 };
            self.refusal = Some((document, sent + n_written, stands_for));
            ready!(written)?;
        }
        Poll::Ready(Ok(0))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Returns what is sent in place of an answer that the HTTP library made by itself: it has none of our request ids.
fn refusal(bytes: &[u8]) -> Option<Vec<u8>> {
    let status = bytes.strip_prefix(b"HTTP/1.1 4").or_else(|| bytes.strip_prefix(b"HTTP/1.0 4"))?;
    let is_ours = bytes.windows(REQUEST_ID.as_str().len()).any(|window| *window == *REQUEST_ID.as_str().as_bytes());
    if is_ours {
        return None;
    }
    let code = 400 + std::str::from_utf8(status.get(..2)?).ok()?.parse::<u16>().ok()?;
    let status = StatusCode::from_u16(code).ok()?;
    let detail = match status {
        StatusCode::URI_TOO_LONG => "the address is too long; send the query by POST to /api/v1/search",
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => "the head of the request is too large",
        _ => "the request is no HTTP/1.1",
    };
    let document = Problem { status, detail: detail.to_string() }.document();
    let reason = status.canonical_reason().unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {code} {reason}\r\ncontent-type: application/problem+json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        document.len()
    );
    Some([head.into_bytes(), document].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_the_library_become_problem_documents() {
        let sent =
            refusal(b"HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\n\r\n").expect("a refusal");
        let sent = String::from_utf8(sent).expect("UTF-8");
        let (head, body) = sent.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("HTTP/1.1 414 URI Too Long\r\ncontent-type: application/problem+json\r\n"), "{head}");
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}");
        assert!(body.contains("\"status\":414"), "{body}");
    }

    #[test]
    fn our_own_answers_pass() {
        assert_eq!(refusal(b"HTTP/1.1 404 Not Found\r\nx-request-id: 1\r\n\r\n"), None);
        assert_eq!(refusal(b"HTTP/1.1 200 OK\r\n\r\n"), None);
        assert_eq!(refusal(b"the rest of a body"), None);
    }
}
