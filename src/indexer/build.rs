//! From files to changes: what is new, changed, unchanged and gone.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rustc_hash::{FxHashMap, FxHashSet};

use super::session::{BATCH_ARTICLES, BATCH_BYTES};
use super::{Batch, Change, FileDone, IndexerError, Progress, Report, Session, Stage};
use crate::ingest::{self, Origin, Problem, Record, Source};
use crate::store::FileEntry;

/// A long run makes what it has read visible this often.
const COMMIT_INTERVAL: Duration = Duration::from_secs(30);
/// A file changed this shortly before it was read may change again within the same tick of the clock.
const RACY_NS: i128 = 2_000_000_000;

/// What is to be read.
#[derive(Clone, Debug, Default)]
pub struct Input {
    pub sources: Vec<Source>,
    /// Folders of which `sources` lists all that is there: other files known below them are gone.
    pub folders: Vec<PathBuf>,
    /// Faults met while listing the sources.
    pub problems: Vec<Problem>,
}

/// What happens to articles whose file, or whose place in it, is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prune {
    /// They stay and are counted.
    Keep,
    /// They are removed, unless another file holds them.
    Remove,
}

/// Reads every source that is new or changed, and commits at the end (long runs also in between).
///
/// # Errors
/// If the log or the index cannot be written; what was acknowledged stays. Unreadable sources are problems in the report.
pub fn build(
    session: &mut Session,
    input: Input,
    prune: Prune,
    progress: &mut dyn FnMut(&Progress, &Report),
) -> Result<Report, IndexerError> {
    let mut run = Run::new(session, prune, &input, progress);
    let mut present: BTreeMap<Arc<str>, String> = BTreeMap::new();
    for problem in input.problems {
        run.report.problem(problem);
    }
    let mut by_id: FxHashMap<&str, &Source> = FxHashMap::default();
    for source in &input.sources {
        run.twin = by_id.insert(&source.id, source).filter(|twin| twin.shown != source.shown).map(|twin| twin.shown.clone());
        let file = FileStamp::of(source);
        if let Some(path) = file.as_ref().map(|file| Arc::clone(&file.path)) {
            if let Some(first) = present.get(&path) {
                if *first != source.shown {
                    let what = format!("is the same file as {first}, under which name it was read");
                    run.report.problem(Problem { source: source.shown.clone(), line: None, what, refused: false });
                }
                continue;
            }
            present.insert(path, source.shown.clone());
        }
        run.read(source, file)?;
    }
    run.flush()?;
    for folder in &input.folders {
        run.look_for_vanished(folder, &present)?;
    }
    run.finish()
}

/// Reads articles that belong to no file: each is wanted by whoever sends it, even if it was deleted before.
///
/// # Errors
/// As [`build`].
pub fn import(
    session: &mut Session,
    source: &Source,
    reader: impl BufRead,
    progress: &mut dyn FnMut(&Progress, &Report),
) -> Result<Report, IndexerError> {
    let mut run = Run::new(session, Prune::Keep, &Input::default(), progress);
    run.total_bytes = None;
    run.read_open(source, reader, None)?;
    run.finish()
}

struct Run<'a> {
    session: &'a mut Session,
    prune: Prune,
    progress: &'a mut dyn FnMut(&Progress, &Report),
    batch: Batch,
    batch_bytes: usize,
    /// An earlier source of this run with the same id as the one that is read: from another folder that was named.
    twin: Option<String>,
    report: Report,
    done_bytes: u64,
    total_bytes: Option<u64>,
    started: Instant,
    committed: Instant,
}

impl<'a> Run<'a> {
    fn new(
        session: &'a mut Session,
        prune: Prune,
        input: &Input,
        progress: &'a mut dyn FnMut(&Progress, &Report),
    ) -> Run<'a> {
        let sizes = input.sources.iter().map(|source| match &source.origin {
            Origin::File(path) => std::fs::metadata(path).ok().map(|metadata| metadata.len()),
            Origin::Memory(bytes) => Some(bytes.len() as u64),
            Origin::Stdin => None,
        });
        let (total_bytes, now) = (sizes.sum(), Instant::now());
        let (batch, report) = (Batch::default(), Report::default());
        Run {
            session,
            prune,
            progress,
            batch,
            batch_bytes: 0,
            twin: None,
            report,
            done_bytes: 0,
            total_bytes,
            started: now,
            committed: now,
        }
    }

    fn finish(mut self) -> Result<Report, IndexerError> {
        self.flush()?;
        self.session.commit()?;
        self.report.seconds = self.started.elapsed().as_secs_f64();
        Ok(self.report)
    }

    /// Reads a source unless it is an unchanged file.
    fn read(&mut self, source: &Source, file: Option<FileStamp>) -> Result<(), IndexerError> {
        if let Some(file) = &file
            && self.is_unchanged(file, source)?
        {
            return Ok(());
        }
        match source.open() {
            Err(error) => {
                self.report.problem(unreadable(source, &error));
                Ok(())
            }
            Ok(reader) => self.read_open(source, reader, file),
        }
    }

    fn read_open(
        &mut self,
        source: &Source,
        reader: impl BufRead,
        file: Option<FileStamp>,
    ) -> Result<(), IndexerError> {
        let path = file.as_ref().map(|file| Arc::clone(&file.path));
        let n_refused = self.report.refused;
        let (mut seen, mut failure) = (FxHashSet::default(), None);
        let read = ingest::read(source, reader, &mut |record| {
            if failure.is_none() {
                if let Ok(record) = &record {
                    self.warn_of_twin(source, record);
                }
                failure = self.take(record, path.as_ref(), &mut seen).err();
            }
        });
        if let Some(error) = failure {
            return Err(error);
        }
        self.report.files_read += 1;
        match read {
            Err(error) => {
                self.report.problem(unreadable(source, &error));
                Ok(())
            }
            Ok(format) => {
                let n_refused = self.report.refused - n_refused;
                // What falls out of the window of a feed is not gone. A file that is one article and was refused holds
                // none any more; of another with refused records it is not known what it holds.
                let is_settled = format.is_one_article() || n_refused == 0 && !format.is_feed();
                self.file_done(source, file, is_settled.then_some(&seen), n_refused)
            }
        }
    }

    fn is_unchanged(&mut self, file: &FileStamp, source: &Source) -> Result<bool, IndexerError> {
        let (known, n_held) =
            self.session.known(|tables| Ok((tables.file(&file.path)?, tables.n_held_by(&file.path)?)))?;
        let Some(known) = known.filter(|known| file.is_that_of(known, source)) else { return Ok(false) };
        self.report.refused_before += known.n_refused as usize;
        self.report.files_unchanged += 1;
        self.report.unchanged += n_held as usize;
        self.report.skipped += n_held as usize;
        self.done_bytes += file.size_bytes;
        Ok(true)
    }

    /// Tells if two files give articles the same id, because it is their path below different folders.
    fn warn_of_twin(&mut self, source: &Source, record: &Record) {
        let Some(twin) = self.twin.as_ref().filter(|_| record.id() == source.id) else { return };
        let id = record.id();
        let what = format!("has the same id as {twin}, {id:?}, and replaces it; name the folder above both instead");
        self.report.problem(Problem { source: source.shown.clone(), line: None, what, refused: false });
    }

    fn take(
        &mut self,
        record: Result<Record, Problem>,
        path: Option<&Arc<str>>,
        seen: &mut FxHashSet<String>,
    ) -> Result<(), IndexerError> {
        match record {
            Err(problem) => self.report.problem(problem),
            Ok(record) => {
                if path.is_some() {
                    seen.insert(record.id().to_string());
                }
                if let Record::Article(article) = &record {
                    self.batch_bytes += article.text.len();
                }
                self.batch.changes.push(Change::Record { record, file: path.map(Arc::clone) });
            }
        }
        if self.batch.changes.len() >= BATCH_ARTICLES || self.batch_bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    /// Notes that a file was read: what it held before and is not `seen` in it now has vanished (`None`: nothing is known
    /// to have vanished). A file with vanished articles that are kept is read again next time.
    fn file_done(
        &mut self,
        source: &Source,
        file: Option<FileStamp>,
        seen: Option<&FxHashSet<String>>,
        n_refused: usize,
    ) -> Result<(), IndexerError> {
        let Some(file) = file else { return Ok(()) };
        self.done_bytes += file.size_bytes;
        let n_kept = self.report.vanished;
        if let Some(seen) = seen {
            let held = self.session.known(|tables| tables.held_by(&file.path))?;
            self.vanished(&file.path, held.into_iter().filter(|id| !seen.contains(id)));
        }
        let path = Arc::clone(&file.path);
        // A later run that prunes must see what this one has kept.
        if self.report.vanished == n_kept {
            self.batch.files.push(FileDone::Read { path, entry: file.entry(source, n_refused) });
        }
        Ok(())
    }

    fn vanished(&mut self, path: &Arc<str>, ids: impl Iterator<Item = String>) {
        match self.prune {
            Prune::Keep => self.report.vanished += ids.count(),
            Prune::Remove => self.batch.changes.extend(ids.map(|id| Change::Prune { id, file: Arc::clone(path) })),
        }
    }

    /// Deals with the files that were below a folder, or were the path itself, and are not there now.
    fn look_for_vanished(&mut self, folder: &Path, present: &BTreeMap<Arc<str>, String>) -> Result<(), IndexerError> {
        let folder = canonical(folder);
        let below = format!("{}{}", folder.trim_end_matches(std::path::MAIN_SEPARATOR), std::path::MAIN_SEPARATOR);
        let mut known = self.session.known(|tables| tables.files_below(&below))?;
        known.push(folder);
        for path in known {
            let path: Arc<str> = path.into();
            // A file that cannot be looked at, say for want of permission, is not gone.
            if present.contains_key(&path) || !matches!(Path::new(&*path).try_exists(), Ok(false)) {
                continue;
            }
            let held = self.session.known(|tables| tables.held_by(&path))?;
            self.vanished(&path, held.into_iter());
            if self.prune == Prune::Remove {
                self.batch.files.push(FileDone::Gone { path });
            }
            if self.batch.changes.len() >= BATCH_ARTICLES {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// Acknowledges the batch.
    fn flush(&mut self) -> Result<(), IndexerError> {
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        for change in &batch.changes {
            if let Change::Record { record: Record::Article(article), .. } = change {
                self.report.text_bytes += article.text.len() as u64;
            }
        }
        for outcome in self.session.take(batch)? {
            self.report.count(outcome);
        }
        if self.committed.elapsed() >= COMMIT_INTERVAL {
            self.session.commit()?;
            self.committed = Instant::now();
        }
        let n_articles = self.report.read() as u64;
        let (done_bytes, total_bytes) = (self.done_bytes.max(self.report.text_bytes), self.total_bytes);
        (self.progress)(&Progress { stage: Stage::Reading, n_articles, done_bytes, total_bytes }, &self.report);
        Ok(())
    }
}

/// Name and state of a file before it is read.
struct FileStamp {
    path: Arc<str>,
    size_bytes: u64,
    modified_ns: i128,
    read_ns: i128,
}

impl FileStamp {
    fn of(source: &Source) -> Option<FileStamp> {
        let Origin::File(path) = &source.origin else { return None };
        let metadata = std::fs::metadata(path).ok()?;
        let (size_bytes, modified_ns) = (metadata.len(), ns(metadata.modified().ok()?));
        Some(FileStamp { path: canonical(path).into(), size_bytes, modified_ns, read_ns: ns(SystemTime::now()) })
    }

    /// Returns whether the file is still as it was when it was read.
    fn is_that_of(&self, known: &FileEntry, source: &Source) -> bool {
        known.source_id == source.id
            && known.reader == ingest::READER_VERSION
            && (known.size_bytes, known.modified_ns) == (self.size_bytes, self.modified_ns)
            && known.read_ns - known.modified_ns > RACY_NS
    }

    fn entry(&self, source: &Source, n_refused: usize) -> FileEntry {
        FileEntry {
            source_id: source.id.clone(),
            size_bytes: self.size_bytes,
            modified_ns: self.modified_ns,
            read_ns: self.read_ns,
            reader: ingest::READER_VERSION,
            n_refused: n_refused as u64,
        }
    }
}

fn ns(time: SystemTime) -> i128 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_nanos() as i128,
        Err(before) => -(before.duration().as_nanos() as i128),
    }
}

/// Returns the one name of a path, whether it exists or not.
fn canonical(path: &Path) -> String {
    if let Ok(path) = path.canonicalize() {
        return path.to_string_lossy().into_owned();
    }
    // What is gone has no canonical name, but the folder it was in may have.
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (parent.canonicalize(), path.file_name()) {
        (Ok(parent), Some(name)) => parent.join(name).to_string_lossy().into_owned(),
        _ => path.to_string_lossy().into_owned(),
    }
}

fn unreadable(source: &Source, error: &std::io::Error) -> Problem {
    Problem { source: source.shown.clone(), line: None, what: format!("cannot be read: {error}"), refused: true }
}

