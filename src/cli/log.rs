//! The log of a server, on standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::filter::LevelFilter;

use super::arguments::{Format, LogLevel};

/// Logs from now on. Libraries below the server are heard from `warn` on.
pub(super) fn start(level: LogLevel, format: Format) {
    let level = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    let log = tracing_subscriber::fmt().with_writer(io::stderr).with_max_level(level).with_target(false);
    // Only the tests start a second one in a process, and theirs is as good.
    let _ = match format {
        Format::Json => log.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init(),
        Format::Text => log.with_ansi(io::stderr().is_terminal()).try_init(),
    };
}
