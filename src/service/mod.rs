//! What joins reading and writing while a process runs: one writer for all changes, watched folders, and the switch to
//! new commits and generations, by whomever they were made.
//!
//! Everything here runs on threads of its own, so that no search ever waits for it.

mod follow;
mod watch;
mod writer;

pub use follow::{Follower, follow};
pub use watch::{Watch, WatchError, WatchMode, prune_at_start, watch};
pub use writer::{Accepted, Observer, Refused, Wait, Writer};
