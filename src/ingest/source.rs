//! The places articles are read from: files, and folders walked in order of their names.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::Problem;

/// How the bytes of a source are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    JsonLines,
    Text,
}

impl Format {
    /// Returns whether this is a window on the newest articles: what falls out of it is not gone.
    pub fn is_feed(self) -> bool {
        false
    }

    fn of(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "txt" => Some(Format::Text),
            _ => None,
        }
    }
}

/// Bytes read from a file at a time.
const READ_BUFFER_BYTES: usize = 1 << 20;

/// Where the bytes of a source are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    File(PathBuf),
    Memory(&'static [u8]),
}

/// A file with articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub origin: Origin,
    /// The path as the user would write it, for messages.
    pub shown: String,
    /// The path relative to the PATH that was named, with `/`: the id of an article that has no other.
    pub id: String,
    pub format: Format,
}

impl Source {
    /// Describes JSON lines that do not come from a file of the disk, such as the body of a request.
    pub fn jsonl(name: &str) -> Source {
        let origin = Origin::Memory(&[]);
        Source { origin, shown: name.to_string(), id: name.to_string(), format: Format::JsonLines }
    }

    /// Describes a file embedded in the program; `None` if its name has no known extension.
    pub fn embedded(name: &str, bytes: &'static [u8]) -> Option<Source> {
        let format = Format::of(Path::new(name))?;
        Some(Source { origin: Origin::Memory(bytes), shown: name.to_string(), id: name.to_string(), format })
    }

    /// Opens the source for [`super::read`].
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub fn open(&self) -> io::Result<Box<dyn BufRead>> {
        Ok(match &self.origin {
            Origin::File(path) => Box::new(BufReader::with_capacity(READ_BUFFER_BYTES, File::open(path)?)),
            Origin::Memory(bytes) => Box::new(*bytes),
        })
    }
}

/// A named path that cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("{path}: no such file or folder")]
    Missing { path: String },
    #[error("{path}: not a format that is read; give .jsonl, .ndjson or .txt files, or a folder of them")]
    Format { path: String },
}

/// Lists the sources under the named paths: a file as itself, a folder with all files below it that have a known
/// extension, in order of their names; hidden files and folders are passed over.
///
/// Returns the sources and the problems of folders that could not be listed.
///
/// # Errors
/// If a named path does not exist or is a file of an unknown format.
pub fn sources(paths: &[PathBuf]) -> Result<(Vec<Source>, Vec<Problem>), SourceError> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let shown = path.display().to_string();
        if path.is_dir() {
            walk(path, &mut found, &mut problems);
        } else if !path.exists() {
            return Err(SourceError::Missing { path: shown });
        } else {
            let format = Format::of(path).ok_or(SourceError::Format { path: shown.clone() })?;
            let id = path.file_name().map_or(shown.clone(), |name| name.to_string_lossy().into_owned());
            found.push(Source { origin: Origin::File(path.clone()), shown, id, format });
        }
    }
    Ok((found, problems))
}

/// Lists the sources at a path, a file or a folder, below a root that was named: ids are relative to the root.
///
/// What is gone or of an unknown format gives nothing.
pub fn sources_under(root: &Path, path: &Path) -> (Vec<Source>, Vec<Problem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let full = root.canonicalize().unwrap_or_else(|_| root.to_path_buf());
    walk(root, &mut found, &mut problems);
    found.retain(|source| matches!(&source.origin, Origin::File(file) if file.starts_with(path) || file.canonicalize().is_ok_and(|file| file.starts_with(path) && file.starts_with(&full))));
    (found, problems)
}

fn walk(folder: &Path, found: &mut Vec<Source>, problems: &mut Vec<Problem>) {
    let is_visible = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    for entry in WalkDir::new(folder).sort_by_file_name().follow_links(true).into_iter().filter_entry(is_visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let Some(format) = Format::of(entry.path()) else { continue };
                let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                let id = relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
                let shown = entry.path().display().to_string();
                found.push(Source { origin: Origin::File(entry.path().to_path_buf()), shown, id, format });
            }
            Ok(_) => {}
            Err(error) => problems.push(Problem {
                source: error.path().unwrap_or(folder).display().to_string(),
                line: None,
                what: format!("cannot be listed: {error}"),
                refused: true,
            }),
        }
    }
}
