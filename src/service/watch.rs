//! Watched folders: what is new, changed, renamed or gone is handed on as soon as it is quiet.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use notify_debouncer_full::notify::{
    Config, Error, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher,
};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};

use crate::indexer::{Input, Prune};
use crate::ingest::{sources, sources_under};

/// A path is read once nothing has happened to it for so long: editors write in several steps.
const QUIET: Duration = Duration::from_millis(150);

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMode {
    /// The system tells. Network and some container file systems do not.
    Native,
    /// The folders are listed this often.
    Poll(Duration),
}

/// A folder that cannot be watched.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be watched: {source}; try --poll")]
pub struct WatchError {
    path: String,
    source: Error,
}

/// Watches until it is dropped.
pub struct Watch {
    _watcher: Box<dyn Send>,
}

/// Watches files and folders; `changed` hears what is to be read and where something may be gone.
///
/// # Errors
/// If a path cannot be watched.
pub fn watch(
    roots: &[PathBuf],
    mode: WatchMode,
    changed: impl Fn(Input) + Send + 'static,
    failed: impl Fn(&str) + Send + 'static,
) -> Result<Watch, WatchError> {
    let named = roots.to_vec();
    let folders: Vec<PathBuf> = roots.iter().filter(|root| root.is_dir()).cloned().collect();
    let handler = move |result: DebounceEventResult| match result {
        Ok(events) => {
            let needs_rescan = events.iter().any(|event| event.need_rescan());
            let told = events.iter().filter(|event| !matches!(event.kind, EventKind::Access(_)));
            let paths: BTreeSet<PathBuf> = told.flat_map(|event| event.paths.iter().cloned()).collect();
            let mut input = if needs_rescan { everything(&named, &failed) } else { input(&named, &paths) };
            keep_what_is_away(&mut input, &folders, &failed);
            if !(input.sources.is_empty() && input.folders.is_empty()) {
                changed(input);
            }
        }
        Err(errors) => {
            errors.iter().for_each(|error| failed(&error.to_string()));
            // Something may have been missed.
            let mut input = everything(&named, &failed);
            keep_what_is_away(&mut input, &folders, &failed);
            changed(input);
        }
    };
    match mode {
        WatchMode::Native => start::<RecommendedWatcher>(roots, handler, Config::default()),
        WatchMode::Poll(interval) => {
            let config = Config::default().with_poll_interval(interval).with_compare_contents(false);
            start::<PollWatcher>(roots, handler, config)
        }
    }
}

fn start<W: Watcher + Send + 'static>(
    roots: &[PathBuf],
    handler: impl FnMut(DebounceEventResult) + Send + 'static,
    config: Config,
) -> Result<Watch, WatchError> {
    let failed = |path: &Path| {
        let path = path.display().to_string();
        move |source| WatchError { path, source }
    };
    let first = roots.first().map_or(Path::new("."), PathBuf::as_path);
    let mut debouncer: Debouncer<W, NoCache> =
        new_debouncer_opt(QUIET, None, handler, NoCache::new(), config).map_err(failed(first))?;
    for root in roots {
        // A file that is replaced by renaming is another file to the system: its folder tells.
        let watched = if root.is_dir() { root.as_path() } else { folder_of(root) };
        let depth = if root.is_dir() { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        debouncer.watch(watched, depth).map_err(failed(root))?;
    }
    Ok(Watch { _watcher: Box::new(debouncer) })
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Forgets what may be gone below a watched folder that is gone itself: it may only not be mounted.
fn keep_what_is_away(input: &mut Input, folders: &[PathBuf], failed: &dyn Fn(&str)) {
    for away in folders.iter().filter(|folder| !folder.exists()) {
        let n_before = input.folders.len();
        input.folders.retain(|path| !path.starts_with(away));
        if input.folders.len() < n_before {
            failed(&format!("{} is gone; its articles are kept, in case it is only not mounted", away.display()));
        }
    }
}

/// Returns what to do with articles whose files are gone when watching begins: an empty folder may only not be mounted.
pub fn prune_at_start(roots: &[PathBuf]) -> Prune {
    let is_empty = |root: &PathBuf| std::fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none());
    if roots.iter().any(is_empty) { Prune::Keep } else { Prune::Remove }
}

/// Returns everything below the roots.
fn everything(roots: &[PathBuf], failed: &dyn Fn(&str)) -> Input {
    let present: Vec<PathBuf> = roots.iter().filter(|root| root.exists()).cloned().collect();
    match sources(&present) {
        Ok((sources, problems)) => Input { sources, folders: roots.to_vec(), problems },
        Err(error) => {
            failed(&error.to_string());
            Input::default()
        }
    }
}

/// Returns what is at the paths that something happened to, and the paths, of which some may be gone.
///
/// A path is listed once, with the folder it is in if something happened to that too; hidden ones are of no interest.
fn input(roots: &[PathBuf], paths: &BTreeSet<PathBuf>) -> Input {
    let mut input = Input::default();
    for root in roots {
        let told: BTreeSet<PathBuf> = paths.iter().filter_map(|path| below(path, root)).collect();
        for path in &told {
            let full = if path.as_os_str().is_empty() { root.clone() } else { root.join(path) };
            let is_in_told_folder = path.ancestors().skip(1).any(|folder| told.contains(folder));
            if is_in_told_folder && full.exists() {
                continue;
            }
            let (sources, problems) = sources_under(root, &full);
            input.sources.extend(sources);
            input.problems.extend(problems);
            if !full.is_file() {
                input.folders.push(full);
            }
        }
    }
    input
}

/// Returns what a path is below a root, if it is there and not hidden. The system may tell a path in full where the
/// root was named in short.
fn below(path: &Path, root: &Path) -> Option<PathBuf> {
    let names = [Ok(root.to_path_buf()), std::path::absolute(root), root.canonicalize()];
    let below = names.into_iter().flatten().find_map(|root| path.strip_prefix(root).ok())?;
    let is_hidden = |name: Component| name.as_os_str().to_string_lossy().starts_with('.');
    (!below.components().any(is_hidden)).then(|| below.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_sorted_into_what_is_there_and_what_may_be_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("news");
        std::fs::create_dir_all(root.join("sub")).expect("room");
        for name in ["a.txt", "sub/b.txt", "sub/.c.txt", "c.png"] {
            std::fs::write(root.join(name), "x").expect("room");
        }
        let check = |root: &Path, paths: &[&str], ids: &[&str], folders: &[&str]| {
            let all = |names: &[&str]| names.iter().map(|name| folder.path().join(name)).collect::<Vec<_>>();
            let input = input(&[root.to_path_buf()], &all(paths).into_iter().collect());
            let found: Vec<&str> = input.sources.iter().map(|source| source.id.as_str()).collect();
            assert_eq!((found.as_slice(), input.folders), (ids, all(folders)), "{paths:?}");
        };
        check(&root, &["news/a.txt", "other/a.txt"], &["a.txt"], &[]);
        check(&root, &["news/sub", "news/sub/b.txt"], &["sub/b.txt"], &["news/sub"]);
        check(&root, &["news/gone.txt", "news/c.png"], &[], &["news/gone.txt"]);
        check(&root, &["news/sub/.c.txt", "news/.git/a.txt"], &[], &[]);
        check(&root, &["news"], &["a.txt", "sub/b.txt"], &["news"]);
        check(&root.join("a.txt"), &["news/a.txt", "news/sub/b.txt"], &["a.txt"], &[]);
        check(&root.join("gone.txt"), &["news/gone.txt"], &[], &["news/gone.txt"]);
    }
}
