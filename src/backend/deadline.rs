//! How long a search may take. Whoever reads postings looks at the clock once in a while and stops when time is up.

use std::time::{Duration, Instant};

/// The moment at which a search must have its answer; by default there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// Returns the moment that lies `limit` ahead; `None`, or a moment beyond what the clock counts, never comes.
    pub fn after(limit: Option<Duration>) -> Deadline {
        Deadline(limit.and_then(|limit| Instant::now().checked_add(limit)))
    }

    /// Returns whether the moment has come.
    pub fn is_over(self) -> bool {
        self.0.is_some_and(|at| Instant::now() >= at)
    }
}

/// Steps between two looks at the clock: some ten microseconds of reading postings, against .02 for a look.
const STEPS_A_LOOK: u32 = 4096;

/// A deadline as seen by a loop.
#[derive(Debug)]
pub struct Watch {
    deadline: Deadline,
    n_steps_left: u32,
    is_over: bool,
}

impl Watch {
    /// Begins to watch a deadline; one that is over already shows at the first step.
    pub fn new(deadline: Deadline) -> Watch {
        Watch { deadline, n_steps_left: 0, is_over: false }
    }

    /// Counts steps, such as postings that were read; returns whether time is up. Once up, it stays so.
    pub fn is_over_after(&mut self, n_steps: usize) -> bool {
        match u32::try_from(n_steps).ok().and_then(|n| self.n_steps_left.checked_sub(n)) {
            Some(left) => self.n_steps_left = left,
            None => {
                self.n_steps_left = STEPS_A_LOOK;
                self.is_over = self.is_over || self.deadline.is_over();
            }
        }
        self.is_over
    }

    /// Returns whether a step found time to be up.
    pub fn is_over(&self) -> bool {
        self.is_over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_deadline_never_comes() {
        let mut watch = Watch::new(Deadline::default());
        assert!((0..3).all(|_| !watch.is_over_after(usize::MAX)));
        assert_eq!(Deadline::after(None), Deadline::default());
        assert_eq!(Deadline::after(Some(Duration::MAX)), Deadline::default());
    }

    #[test]
    fn a_deadline_that_has_come_shows_at_once_and_stays() {
        let mut watch = Watch::new(Deadline::after(Some(Duration::ZERO)));
        assert!(!watch.is_over());
        assert!(watch.is_over_after(1) && watch.is_over_after(1) && watch.is_over());
    }
}
