//! How far a long run is: a bar with rate and remaining time on a terminal, a line per thousand articles elsewhere.

use std::io::{IsTerminal, stderr};
use std::time::Instant;

use anstream::eprintln;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::indexer::{Progress, Stage};

/// Articles between two lines where there is no terminal.
const LINE_ARTICLES: u64 = 1000;

/// Shows progress on standard error until it is dropped.
pub(super) struct ProgressView {
    bar: Option<ProgressBar>,
    stage: Option<Stage>,
    started: Instant,
    /// Thousands of articles told.
    told: u64,
}

impl ProgressView {
    pub(super) fn new() -> ProgressView {
        let bar = stderr().is_terminal().then(|| ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()));
        ProgressView { bar, stage: None, started: Instant::now(), told: 0 }
    }

    /// Shows how far the run is.
    pub(super) fn show(&mut self, progress: &Progress) {
        if self.stage != Some(progress.stage) {
            self.begin(progress);
        }
        let rate = progress.n_articles as f64 / self.started.elapsed().as_secs_f64().max(1e-3);
        match &self.bar {
            Some(bar) => {
                if let Some(total_bytes) = progress.total_bytes {
                    bar.set_length(total_bytes);
                }
                bar.set_position(progress.done_bytes);
                bar.set_message(format!("{} articles, {rate:.0} a second", progress.n_articles));
            }
            None if progress.n_articles / LINE_ARTICLES > self.told => {
                self.told = progress.n_articles / LINE_ARTICLES;
                eprintln!(
                    "{}: {} articles, {rate:.0} a second{}",
                    name(progress.stage),
                    progress.n_articles,
                    self.rest(progress)
                );
            }
            None => {}
        }
    }

    fn begin(&mut self, progress: &Progress) {
        // The first stage began when the view was made.
        self.started = if self.stage.is_some() { Instant::now() } else { self.started };
        (self.stage, self.told) = (Some(progress.stage), 0);
        let Some(bar) = &self.bar else { return };
        let template = match progress.total_bytes {
            Some(_) => "{prefix} {bar:30} {bytes}/{total_bytes}  {msg}, {eta} left",
            None => "{prefix} {spinner} {bytes}  {msg}",
        };
        bar.set_style(ProgressStyle::with_template(template).expect("the template is written here"));
        bar.set_prefix(name(progress.stage));
        bar.reset();
    }

    /// Returns what is left, as text for a line.
    fn rest(&self, progress: &Progress) -> String {
        let Some(total_bytes) = progress.total_bytes.filter(|_| progress.done_bytes > 0) else { return String::new() };
        let left = total_bytes.saturating_sub(progress.done_bytes) as f64 / progress.done_bytes as f64;
        format!(", about {:.0} s left", self.started.elapsed().as_secs_f64() * left)
    }
}

impl Drop for ProgressView {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "reading",
        Stage::Recovering => "recovering",
        Stage::Rebuilding => "rebuilding",
    }
}
