//! The one writer of an index.

use std::path::Path;

use rustc_hash::FxHashSet;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, TantivyError, Term};

use super::{BackendError, Fields, index_error, shown};
use crate::document::Document;

/// Memory for documents not yet written as a segment, over all threads.
const WRITER_BUDGET_BYTES: usize = 200_000_000;
/// Threads of tantivy that invert documents; analysis has threads of its own.
const WRITER_THREADS: usize = 2;

pub(super) struct Writer {
    writer: IndexWriter,
    fields: Fields,
    /// The last commit, to see which ids are there already.
    committed: Searcher,
    /// Ids added since the last commit.
    added: FxHashSet<String>,
}

impl Writer {
    pub(super) fn open(
        index: &Index,
        fields: Fields,
        committed: Searcher,
        path: &Path,
    ) -> Result<Writer, BackendError> {
        let writer =
            index.writer_with_num_threads(WRITER_THREADS, WRITER_BUDGET_BYTES).map_err(|error| match error {
                TantivyError::LockFailure(..) => BackendError::Locked { path: shown(path) },
                other => index_error(other),
            })?;
        // A killed writer leaves files that no commit names; the next one may want to write one of the same name.
        writer.garbage_collect_files().wait().map_err(index_error)?;
        // tantivy counts on from the last commit, and gives the first operation that commit's own number. A merge up to
        // that commit may then take a first delete for done in one segment and pass it over in another that has deletes
        // of the same number: the old document would stay beside the new one. Nothing real gets this number.
        writer.run([]).map_err(index_error)?;
        Ok(Writer { writer, fields, committed, added: FxHashSet::default() })
    }

    /// Adds a document in place of an older one with the same id.
    pub(super) fn add(&mut self, document: Document) -> Result<(), BackendError> {
        let id = Term::from_field_text(self.fields.id, &document.id);
        // A delete costs a look-up in every segment at commit; a new article needs none.
        if !self.added.insert(document.id.clone()) || self.committed.doc_freq(&id).map_err(index_error)? > 0 {
            self.writer.delete_term(id);
        }
        self.writer.add_document(self.row(document)?).map_err(index_error)?;
        Ok(())
    }

    fn row(&self, document: Document) -> Result<TantivyDocument, BackendError> {
        let fields = &self.fields;
        let mut row = TantivyDocument::default();
        row.add_text(fields.id, &document.id);
        row.add_text(fields.content_hash, &document.content_hash);
        for language in &document.languages {
            row.add_text(fields.lang, language.code());
        }
        for source in &document.sources {
            row.add_text(fields.source, source);
        }
        for entity in &document.mentioned {
            row.add_text(fields.mentioned, entity);
        }
        if let Some(published_s) = document.published_s {
            row.add_i64(fields.published, published_s);
        }
        if let Some(embargo_s) = document.embargo_s {
            row.add_i64(fields.embargo, embargo_s);
        }
        for at in &document.breaks {
            row.add_i64(fields.breaks, *at);
        }
        for (field, stream) in &document.terms {
            row.add_text(fields.terms[*field as usize], stream);
        }
        let stored = serde_json::to_string(&document.stored).map_err(std::io::Error::other)?;
        row.add_text(fields.stored, stored);
        row.add_bytes(fields.words, document.stored.words.as_bytes());
        let figures = document.stored.figures.as_bytes();
        if !figures.is_empty() {
            row.add_bytes(fields.figures, figures);
        }
        if !document.mentioned.is_empty() {
            row.add_bytes(fields.mentions, document.stored.mentions.as_bytes());
        }
        Ok(row)
    }

    pub(super) fn delete(&mut self, id: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.id, id));
    }

    pub(super) fn commit(&mut self, mark: u64) -> Result<(), BackendError> {
        let mut prepared = self.writer.prepare_commit().map_err(index_error)?;
        prepared.set_payload(&mark.to_string());
        prepared.commit().map_err(index_error)?;
        self.added.clear();
        Ok(())
    }

    /// Ends writing; what was not committed is lost.
    pub(super) fn close(self) -> Result<(), BackendError> {
        self.writer.wait_merging_threads().map_err(index_error)
    }

    /// Takes note of the commit that readers see now.
    pub(super) fn committed(&mut self, searcher: Searcher) {
        self.committed = searcher;
    }
}
