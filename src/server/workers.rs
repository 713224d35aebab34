//! Where the work of a request is done, so that no search keeps the others waiting: on a pool of threads that the system
//! divides the processors among.
//!
//! Measured on two processors, 33,603 articles, 16 connections (`.ci/load --slow`): on the threads that also read and write
//! connections a request costs a tenth less, but beside two clients that ask for what is slowest others wait 55 ms (p50) and
//! 150 ms (p99); on the pool 1 and 10 ms. `block_in_place` costs more than the pool and answers less evenly.

use std::sync::LazyLock;

use tokio::sync::Semaphore;

use super::problem::Problem;

/// Threads of the pool for each processor: enough that some slow searches leave room for others, few enough that what each of
/// them needs (16 bytes for each article of a segment) stays small.
pub(super) const THREADS_A_PROCESSOR: usize = 8;

/// Runs `work` on a thread that may be blocked.
///
/// # Errors
/// If the work panics: a bug, which the log shows with the request.
pub(super) async fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Problem::internal("this request met a bug of the server; its log says where"))?
}

/// As [`run`], for work whose length its client decides: at most one such piece a processor is done at a time, so that searches
/// find threads.
///
/// # Errors
/// As [`run`].
pub(super) async fn run_long<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    static PLACES: LazyLock<Semaphore> =
        LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, std::num::NonZero::get)));
    let _place = PLACES.acquire().await.map_err(Problem::internal)?;
    run(work).await
}
