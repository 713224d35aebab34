//! Lists that a user takes in: read with the faults of their lines said, at most a few.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anstream::eprintln;
use anyhow::Context;

use super::output::printable;
use crate::lexicon::import::{ImportError, Origin, Problem};

/// Problems that are printed; the rest is counted.
const MAX_SHOWN_PROBLEMS: usize = 10;

/// Reads a list, saying what is wrong with which line; returns it with a remark on how many were bad.
pub(super) fn read<T>(
    file: &Path,
    read: impl FnOnce(BufReader<File>, Origin, &mut dyn FnMut(Problem)) -> Result<T, ImportError>,
) -> anyhow::Result<(T, String)> {
    let source = file.display().to_string();
    let reader = BufReader::new(File::open(file).with_context(|| source.clone())?);
    let mut n_problems = 0;
    let mut problem = |Problem { line, what }: Problem| {
        n_problems += 1;
        if n_problems <= MAX_SHOWN_PROBLEMS {
            eprintln!("{}:{line}: {}", printable(&source), printable(&what));
        }
    };
    let origin = Origin { source: source.clone(), imported: jiff::Timestamp::now().to_string() };
    let list = read(reader, origin, &mut problem);
    if n_problems > MAX_SHOWN_PROBLEMS {
        eprintln!("and {} more lines that could not be read", n_problems - MAX_SHOWN_PROBLEMS);
    }
    let ignored = if n_problems == 0 { String::new() } else { format!(", {n_problems} bad lines") };
    Ok((list.with_context(|| source.clone())?, ignored))
}
