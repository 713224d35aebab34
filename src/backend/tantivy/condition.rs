//! Which documents of a segment fulfil a condition, as sets of bits.

use fixedbitset::FixedBitSet;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use super::{Fields, index_error};
use crate::backend::{BackendError, Condition, KeywordField};

impl Fields {
    /// Returns the handle of a keyword field.
    pub(super) fn keyword(&self, field: KeywordField) -> Field {
        match field {
            KeywordField::Id => self.id,
            KeywordField::Source => self.source,
            KeywordField::Language => self.lang,
            KeywordField::Mentioned => self.mentioned,
        }
    }
}

/// The units that a condition asks for, each once.
pub(super) fn tested_units(condition: &Condition, units: &mut Vec<usize>) {
    match condition {
        Condition::Unit(unit) => {
            if !units.contains(unit) {
                units.push(*unit);
            }
        }
        Condition::And(inner) | Condition::Or(inner) => inner.iter().for_each(|inner| tested_units(inner, units)),
        Condition::Not(inner) => tested_units(inner, units),
        Condition::Keyword { .. } | Condition::Published { .. } => {}
    }
}

/// What a condition is held against in one segment.
pub(super) struct Evidence<'a> {
    pub segment: &'a SegmentReader,
    pub fields: &'a Fields,
    /// The documents that have a unit; empty for one that no document has.
    pub unit: &'a dyn Fn(usize) -> FixedBitSet,
}

impl Evidence<'_> {
    /// Returns the documents, deleted ones among them, that fulfil the condition.
    pub(super) fn documents(&self, condition: &Condition) -> Result<FixedBitSet, BackendError> {
        let n = self.segment.max_doc() as usize;
        Ok(match condition {
            Condition::Unit(unit) => (self.unit)(*unit),
            Condition::Keyword { field, values } => self.with_keyword(self.fields.keyword(*field), values)?,
            Condition::Published { from_s, before_s } => self.published(*from_s, *before_s)?,
            Condition::And(inner) => {
                let mut all = FixedBitSet::with_capacity(n);
                all.insert_range(..);
                for inner in inner {
                    all.intersect_with(&self.documents(inner)?);
                }
                all
            }
            Condition::Or(inner) => {
                let mut any = FixedBitSet::with_capacity(n);
                for inner in inner {
                    any.union_with(&self.documents(inner)?);
                }
                any
            }
            Condition::Not(inner) => {
                let mut without = self.documents(inner)?;
                without.grow(n);
                without.toggle_range(..);
                without
            }
        })
    }

    fn with_keyword(&self, field: Field, values: &[String]) -> Result<FixedBitSet, BackendError> {
        let mut documents = FixedBitSet::with_capacity(self.segment.max_doc() as usize);
        let inverted = self.segment.inverted_index(field).map_err(index_error)?;
        for value in values {
            let term = Term::from_field_text(field, value);
            if let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? {
                while postings.doc() != TERMINATED {
                    documents.insert(postings.doc() as usize);
                    postings.advance();
                }
            }
        }
        Ok(documents)
    }

    fn published(&self, from_s: Option<i64>, before_s: Option<i64>) -> Result<FixedBitSet, BackendError> {
        let n = self.segment.max_doc();
        let mut documents = FixedBitSet::with_capacity(n as usize);
        let (first, last) = (from_s.unwrap_or(i64::MIN), before_s.map_or(i64::MAX, |before| before.saturating_sub(1)));
        if first > last {
            return Ok(documents);
        }
        let column = self.segment.fast_fields().i64(super::PUBLISHED).map_err(index_error)?;
        let mut ids = Vec::new();
        column.get_docids_for_value_range(first..=last, 0..n, &mut ids);
        // Where all values share a divisor (dates without a time), tantivy 0.27 rounds the end of the range up.
        let is_inside = |id: &u32| column.first(*id).is_some_and(|seconds| (first..=last).contains(&seconds));
        documents.extend(ids.into_iter().filter(is_inside).map(|id| id as usize));
        Ok(documents)
    }
}
