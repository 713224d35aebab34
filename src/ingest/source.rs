//! The places articles are read from: files, folders walked in order of their names, and standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::Problem;

/// How the bytes of a source are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    JsonLines,
    /// One article in plain text.
    Text,
    /// One article in Markdown, with or without front matter.
    Markdown,
    /// One article as a web page.
    Html,
    /// ninjs, a JSON Feed, or articles in our own shape: what it is, is known when it has been read.
    Json,
    /// RSS, Atom or JSON Feed: a rolling window, whose items are not withdrawn when they fall out of it.
    Feed,
    /// Any of these, by the first bytes: standard input and `.xml`.
    Unknown,
}

impl Format {
    /// Returns whether a file of this format holds one article.
    pub fn is_one_article(self) -> bool {
        matches!(self, Format::Text | Format::Markdown | Format::Html)
    }

    /// Extensions of the files that are read, for messages.
    pub const EXTENSIONS: &str =
        ".jsonl, .ndjson, .json, .txt, .md, .markdown, .html, .htm, .xhtml, .rss, .atom, .rdf or .xml";

    fn of(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        match extension.as_str() {
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "txt" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "json" => Some(Format::Json),
            "rss" | "atom" | "rdf" => Some(Format::Feed),
            "xml" => Some(Format::Unknown),
            _ => None,
        }
    }

    /// Returns whether a source of this format is a rolling window: an item that is gone from it has only grown old.
    pub fn is_feed(self) -> bool {
        self == Format::Feed
    }
}

/// Bytes read from a file at a time.
const READ_BUFFER_BYTES: usize = 1 << 20;
/// Texts about a project and not of a newspaper, passed over in folders.
const PROJECT_FILES: [&str; 7] =
    ["README", "LICENSE", "LICENCE", "CHANGELOG", "CONTRIBUTING", "ROBOTS", "REQUIREMENTS"];

/// Where the bytes of a source are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    File(PathBuf),
    Memory(&'static [u8]),
    Stdin,
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

    /// Describes a file embedded in the program; `None` if a folder with it would be read without it.
    pub fn embedded(name: &str, bytes: &'static [u8]) -> Option<Source> {
        let format = Format::of(Path::new(name)).filter(|_| !is_project_file(Path::new(name)))?;
        Some(Source { origin: Origin::Memory(bytes), shown: name.to_string(), id: name.to_string(), format })
    }

    /// Describes standard input, whose format is found in its first bytes.
    pub fn stdin() -> Source {
        let shown = "standard input".to_string();
        Source { origin: Origin::Stdin, shown, id: "-".to_string(), format: Format::Unknown }
    }

    fn file(path: &Path, id: String) -> Option<Source> {
        let format = Format::of(path)?;
        Some(Source { origin: Origin::File(path.to_path_buf()), shown: path.display().to_string(), id, format })
    }

    /// Returns the id of the one article of this source if it has no other; standard input has no name.
    pub(super) fn file_id(&self) -> Option<String> {
        (self.origin != Origin::Stdin).then(|| self.id.clone())
    }

    /// Opens the source for [`super::read`].
    ///
    /// # Errors
    /// If the file cannot be opened.
    pub fn open(&self) -> io::Result<Box<dyn BufRead>> {
        Ok(match &self.origin {
            Origin::File(path) => Box::new(BufReader::with_capacity(READ_BUFFER_BYTES, File::open(path)?)),
            Origin::Memory(bytes) => Box::new(*bytes),
            Origin::Stdin => Box::new(BufReader::with_capacity(READ_BUFFER_BYTES, io::stdin())),
        })
    }
}

/// A named path that cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("{path}: no such file or folder")]
    Missing { path: String },
    #[error("{path}: not a format that is read; give {} files, or a folder of them", Format::EXTENSIONS)]
    Format { path: String },
}

/// Lists the sources under the named paths: a file as itself, a folder with all files below it that have a known
/// extension, in order of their names, `-` as standard input. In folders, hidden files and folders and files named
/// README, LICENSE, CHANGELOG or CONTRIBUTING are passed over.
///
/// Returns the sources and the problems of folders that could not be listed.
///
/// # Errors
/// If a named path does not exist or is a file of an unknown format.
pub fn sources(paths: &[PathBuf]) -> Result<(Vec<Source>, Vec<Problem>), SourceError> {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    for path in paths {
        let shown = path.display().to_string();
        if path.as_os_str() == "-" {
            found.push(Source::stdin());
        } else if path.is_dir() {
            walk(path, path, &mut found, &mut problems);
        } else if !path.exists() {
            return Err(SourceError::Missing { path: shown });
        } else {
            found.push(Source::file(path, file_name(path)).ok_or(SourceError::Format { path: shown })?);
        }
    }
    Ok((found, problems))
}

/// Lists the sources at `path`, a file or folder that lies under the named path `root`, with the ids that
/// [`sources`] gives them when it lists `root`: what is passed over there is passed over here, and a path that is
/// gone has no sources.
pub fn sources_under(root: &Path, path: &Path) -> (Vec<Source>, Vec<Problem>) {
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let below = path.strip_prefix(root).unwrap_or(Path::new(""));
    let is_hidden = |part: Component| part.as_os_str().to_string_lossy().starts_with('.');
    if below.components().any(is_hidden) {
        return (found, problems);
    }
    if path.is_dir() {
        walk(root, path, &mut found, &mut problems);
    } else if path.is_file() {
        let is_root = below.as_os_str().is_empty();
        let id = if is_root { file_name(path) } else { relative_id(root, path) };
        found.extend(Source::file(path, id).filter(|_| is_root || !is_project_file(path)));
    }
    (found, problems)
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Source>, problems: &mut Vec<Problem>) {
    // An index holds articles of ours, not of a newspaper; it may lie in the folder that is read.
    let is_index = |entry: &DirEntry| entry.file_type().is_dir() && entry.path().join("tandem.json").is_file();
    let is_hidden = |entry: &DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    let is_visible = |entry: &DirEntry| !is_index(entry) && (entry.depth() == 0 || !is_hidden(entry));
    for entry in WalkDir::new(folder).sort_by_file_name().follow_links(true).into_iter().filter_entry(is_visible) {
        match entry {
            // Such names would meet in one id.
            Ok(entry) if entry.file_type().is_file() && entry.path().to_str().is_none() => problems.push(Problem {
                source: entry.path().display().to_string(),
                line: None,
                what: "the name of the file is not UTF-8; rename it".to_string(),
                refused: true,
            }),
            Ok(entry) if entry.file_type().is_file() && !is_project_file(entry.path()) => {
                found.extend(Source::file(entry.path(), relative_id(root, entry.path())));
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

fn file_name(path: &Path) -> String {
    path.file_name().map_or(path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn relative_id(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    relative.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Returns whether a file is about a project: `README.md`, `readme.txt`, `README.de.md`, `LICENSE-MIT.txt`, but not
/// `license-fees-rise.txt`.
fn is_project_file(path: &Path) -> bool {
    let name = file_name(path);
    let stem = name.split('.').next().unwrap_or(&name);
    PROJECT_FILES.iter().any(|known| {
        stem.eq_ignore_ascii_case(known) || stem.strip_prefix(known).is_some_and(|rest| rest.starts_with(['-', '_']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn project_files_are_known_by_their_names() {
        for name in ["README.md", "readme.txt", "a/README.de.md", "LICENSE-MIT.txt", "CHANGELOG.md"] {
            assert!(is_project_file(Path::new(name)), "{name}");
        }
        for name in ["license-fees-rise.txt", "Lizenz.md", "readmes.txt", "readme-first.txt"] {
            assert!(!is_project_file(Path::new(name)), "{name}");
        }
    }
}
