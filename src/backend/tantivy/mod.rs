//! The embedded backend: tantivy stores, merges and reads postings; scoring is ours (`score`).
//!
//! tantivy's types stay inside this folder.

mod balance;
mod condition;
mod directory;
mod embargo;
mod explain;
mod facets;
mod near;
mod patterns;
mod score;
mod sequence;
mod snapshot;
mod stamp;
mod statistics;
mod top;
mod wire;
mod writer;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::schema::{FAST, INDEXED, STORED, STRING};
use tantivy::schema::{Field, IndexRecordOption, Schema as TantivySchema, TextFieldIndexing, TextOptions};
use tantivy::store::Compressor;
use tantivy::{Index, IndexMeta, IndexReader, IndexSettings, ReloadPolicy, TantivyError};

use super::{Backend, BackendError, Snapshot};
use crate::document::{Document, TermField};
use crate::schema::{FieldKind, Schema};
use directory::IndexDirectory;
use snapshot::TantivySnapshot;
use statistics::StatisticsCache;
use writer::Writer;

/// Size of the blocks of stored articles. 4 KiB read 11 % faster than 16 KiB for 4 % more disk (30 MB of news).
const STORE_BLOCK_BYTES: usize = 4096;

/// Stored articles kept decompressed, in blocks: 16 MiB.
const STORE_CACHE_BLOCKS: usize = (16 << 20) / STORE_BLOCK_BYTES;

/// Names of the columns that are read by name.
const ID: &str = "id";
const PUBLISHED: &str = "published";
const BREAKS: &str = "breaks";

/// With which schema an index must have been built to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaFit {
    /// With this one: what is written must fit what is there.
    Same,
    /// With any that has the same fields: enough to go on answering until a new generation is built.
    AnyReadable,
}

/// The fields by handle.
#[derive(Clone, Debug)]
struct Fields {
    id: Field,
    content_hash: Field,
    lang: Field,
    source: Field,
    mentioned: Field,
    published: Field,
    embargo: Field,
    breaks: Field,
    stored: Field,
    words: Field,
    mentions: Field,
    figures: Field,
    terms: [Field; TermField::ALL.len()],
}

/// An index in a folder or in memory.
pub struct TantivyBackend {
    path: PathBuf,
    index: Index,
    fields: Fields,
    reader: IndexReader,
    writer: Mutex<Option<Writer>>,
    current: RwLock<Arc<TantivySnapshot>>,
    statistics: Mutex<StatisticsCache>,
}

impl TantivyBackend {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// If there is none, if it was built by another version or (as `fit` says) with another schema, or if it cannot be
    /// read.
    pub fn open(path: &Path, schema: &Schema, fit: SchemaFit) -> Result<TantivyBackend, BackendError> {
        stamp::check(path, schema, fit)?;
        let directory = IndexDirectory::open(path).map_err(|error| unreadable(path, &error))?;
        let index = Index::open(directory).map_err(|error| unreadable(path, &error))?;
        let (expected, fields) = tantivy_schema(schema)?;
        if index.schema() != expected {
            return Err(BackendError::OtherSchema { path: shown(path), built_with: "other fields" });
        }
        // tantivy trusts its files: it panics over damaged ones.
        let opened = catch_unwind(AssertUnwindSafe(|| TantivyBackend::new(path.to_path_buf(), index, fields)));
        opened.unwrap_or_else(|_| Err(unreadable(path, &"a file is damaged")))
    }

    /// Reads every file of the index in a folder and compares checksums; returns the names of the damaged ones.
    ///
    /// Nothing is opened, since damaged files may not bear that. Nobody may write meanwhile.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub fn damaged_files(path: &Path) -> Result<Vec<String>, BackendError> {
        let index = Index::open_in_dir(path).map_err(|error| unreadable(path, &error))?;
        let damaged = index.validate_checksum().map_err(|error| unreadable(path, &error))?;
        let mut names: Vec<String> = damaged.iter().map(|path| shown(path)).collect();
        names.sort();
        Ok(names)
    }

    /// Makes an empty index in a folder that does not exist or is empty.
    ///
    /// # Errors
    /// If the folder holds an index already or cannot be written.
    pub fn create(path: &Path, schema: &Schema) -> Result<TantivyBackend, BackendError> {
        std::fs::create_dir_all(path)?;
        let (tantivy_schema, fields) = tantivy_schema(schema)?;
        let directory = IndexDirectory::open(path).map_err(|e| index_error(e.into()))?;
        let index = Index::create(directory, tantivy_schema, settings()).map_err(index_error)?;
        stamp::write(path, schema)?;
        TantivyBackend::new(path.to_path_buf(), index, fields)
    }

    /// Makes an empty index in memory, for tests and experiments.
    ///
    /// # Errors
    /// If the schema declares fields that tantivy refuses.
    pub fn in_memory(schema: &Schema) -> Result<TantivyBackend, BackendError> {
        let (tantivy_schema, fields) = tantivy_schema(schema)?;
        let directory = tantivy::directory::RamDirectory::create();
        let index = Index::create(directory, tantivy_schema, settings()).map_err(index_error)?;
        TantivyBackend::new(PathBuf::from("memory"), index, fields)
    }

    fn new(path: PathBuf, index: Index, fields: Fields) -> Result<TantivyBackend, BackendError> {
        index.tokenizers().register(wire::NAME, wire::StreamTokenizer);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORE_CACHE_BLOCKS)
            .try_into()
            .map_err(index_error)?;
        let mut cache = StatisticsCache::default();
        let current = newest(&index, &reader, &fields, &mut cache)?;
        let (writer, current, statistics) = (Mutex::default(), RwLock::new(current), Mutex::new(cache));
        Ok(TantivyBackend { path, index, fields, reader, writer, current, statistics })
    }

    /// Shows the newest commit from now on.
    fn reload(&self) -> Result<(), BackendError> {
        let mut cache = self.statistics.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = newest(&self.index, &self.reader, &self.fields, &mut cache)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
        Ok(())
    }

    /// Runs `work` with the writer, opening it first.
    fn with_writer<T>(&self, work: impl FnOnce(&mut Writer) -> Result<T, BackendError>) -> Result<T, BackendError> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if writer.is_none() {
            *writer = Some(Writer::open(&self.index, self.fields.clone(), self.reader.searcher(), &self.path)?);
        }
        let result = work(writer.as_mut().expect("it was just opened"));
        if result.is_err() {
            // What a failed run has added must not come out with the next commit.
            *writer = None;
        }
        result
    }
}

impl Backend for TantivyBackend {
    fn write(&self, documents: Vec<Document>) -> Result<(), BackendError> {
        self.with_writer(|writer| documents.into_iter().try_for_each(|document| writer.add(document)))
    }

    fn delete(&self, ids: &[String]) -> Result<(), BackendError> {
        self.with_writer(|writer| {
            ids.iter().for_each(|id| writer.delete(id));
            Ok(())
        })
    }

    fn commit(&self, mark: u64) -> Result<(), BackendError> {
        self.with_writer(|writer| {
            writer.commit(mark)?;
            self.reload()?;
            writer.committed(self.reader.searcher());
            Ok(())
        })
    }

    fn refresh(&self) -> Result<bool, BackendError> {
        let metas = self.index.load_metas().map_err(index_error)?;
        let current = Arc::clone(&*self.current.read().unwrap_or_else(PoisonError::into_inner));
        if current.shows(&metas) {
            return Ok(false);
        }
        self.reload()?;
        Ok(current.commit_number() != metas.opstamp)
    }

    fn close_writer(&self) -> Result<(), BackendError> {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        writer.map_or(Ok(()), Writer::close)
    }

    fn snapshot(&self) -> Arc<dyn Snapshot> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&*current) as Arc<dyn Snapshot>
    }
}

/// Opens the newest commit. Another process may commit at any time, so what the commit says of itself is read before
/// and after: only if nothing came between do both belong together.
fn newest(
    index: &Index,
    reader: &IndexReader,
    fields: &Fields,
    cache: &mut StatisticsCache,
) -> Result<Arc<TantivySnapshot>, BackendError> {
    loop {
        let before = index.load_metas().map_err(index_error)?;
        reader.reload().map_err(index_error)?;
        let after = index.load_metas().map_err(index_error)?;
        if (before.opstamp, &before.payload) == (after.opstamp, &after.payload) {
            return Ok(Arc::new(TantivySnapshot::new(reader.searcher(), &after, fields.clone(), cache)?));
        }
    }
}

/// Returns the mark that a commit carries; 0 if none.
fn mark(metas: &IndexMeta) -> u64 {
    metas.payload.as_deref().and_then(|payload| payload.parse().ok()).unwrap_or(0)
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Lz4,
        docstore_blocksize: STORE_BLOCK_BYTES,
        ..IndexSettings::default()
    }
}

/// Builds tantivy's schema from `schema/fields.toml`.
fn tantivy_schema(schema: &Schema) -> Result<(TantivySchema, Fields), BackendError> {
    let mut builder = TantivySchema::builder();
    for field in &schema.fields {
        match field.kind {
            FieldKind::Keyword => builder.add_text_field(&field.name, STRING | FAST),
            FieldKind::Number => builder.add_i64_field(&field.name, INDEXED | FAST),
            FieldKind::Column => builder.add_i64_field(&field.name, FAST),
            FieldKind::Stored => builder.add_text_field(&field.name, STORED),
            FieldKind::Bytes => builder.add_bytes_field(&field.name, STORED),
            FieldKind::Set => {
                let indexing = TextFieldIndexing::default().set_tokenizer(wire::NAME).set_fieldnorms(false);
                let indexing = indexing.set_index_option(IndexRecordOption::Basic);
                builder.add_text_field(&field.name, TextOptions::default().set_indexing_options(indexing))
            }
            FieldKind::Terms => {
                let option = if field.positions {
                    IndexRecordOption::WithFreqsAndPositions
                } else {
                    IndexRecordOption::WithFreqs
                };
                let indexing = TextFieldIndexing::default().set_tokenizer(wire::NAME).set_index_option(option);
                builder.add_text_field(&field.name, TextOptions::default().set_indexing_options(indexing))
            }
        };
    }
    let built = builder.build();
    let handle = |name: &str| {
        built.get_field(name).map_err(|_| BackendError::Index(format!("schema/fields.toml declares no field {name:?}")))
    };
    let mut terms = [Field::from_field_id(0); TermField::ALL.len()];
    for field in TermField::ALL {
        terms[field as usize] = handle(field.name())?;
    }
    let fields = Fields {
        id: handle(ID)?,
        content_hash: handle("content_hash")?,
        lang: handle("lang")?,
        source: handle("source")?,
        mentioned: handle("mentioned")?,
        published: handle(PUBLISHED)?,
        embargo: handle("embargo")?,
        breaks: handle(BREAKS)?,
        stored: handle("stored")?,
        words: handle("words")?,
        mentions: handle("mentions")?,
        figures: handle("figures")?,
        terms,
    };
    Ok((built, fields))
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> BackendError {
    BackendError::Unreadable { path: shown(path), reason: error.to_string() }
}

fn index_error(error: TantivyError) -> BackendError {
    BackendError::Index(error.to_string())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
