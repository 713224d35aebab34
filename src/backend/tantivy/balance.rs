//! One ranking over two languages: scores of each language are brought closer to those of the other, by evidence.
//!
//! A word and its translation seldom weigh the same, and the articles of the language that was typed also match by what is
//! not translated. So the score s of an article becomes `sqrt(s · s / max)` with the best score of its language, up to a
//! common factor: half of the difference in level is taken out, and where one language has only weak hits they stay below.

use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

use super::{Fields, index_error};
use crate::backend::{BackendError, KeywordField};
use crate::text::Language;

/// Which language an article is in: German, English, or both or neither.
type Class = usize;
const N_CLASSES: usize = 3;
const MIXED: Class = 2;

/// Matching documents, until the best score of each language is known.
pub(super) struct Balance {
    found: Vec<(f32, u32, DocId, Class)>,
    best: [f32; N_CLASSES],
    /// What each language counts beside the other.
    factors: [f32; 2],
}

/// Tells the languages of the documents of a segment.
pub(super) struct Classes {
    column: Option<StrColumn>,
    ords: [Option<u64>; 2],
}

impl Classes {
    pub(super) fn of(segment: &SegmentReader, fields: &Fields) -> Result<Classes, BackendError> {
        let name = segment.schema().get_field_name(fields.keyword(KeywordField::Language));
        let column = segment.fast_fields().str(name).map_err(index_error)?;
        let mut ords = [None; 2];
        if let Some(column) = &column {
            for language in Language::ALL {
                ords[language as usize] = column.dictionary().term_ord(language.code().as_bytes())?;
            }
        }
        Ok(Classes { column, ords })
    }

    fn class(&self, doc: DocId) -> Class {
        let Some(column) = &self.column else { return MIXED };
        let mut has = [false; 2];
        for ord in column.term_ords(doc) {
            for (has, own) in has.iter_mut().zip(self.ords) {
                *has |= own == Some(ord);
            }
        }
        match has {
            [true, false] => Language::De as usize,
            [false, true] => Language::En as usize,
            _ => MIXED,
        }
    }
}

impl Balance {
    pub(super) fn new(factors: [f32; 2]) -> Balance {
        Balance { found: Vec::new(), best: [0.0; N_CLASSES], factors }
    }

    pub(super) fn push(&mut self, score: f32, (segment_ord, doc): (usize, DocId), classes: &Classes) {
        let class = classes.class(doc);
        self.best[class] = self.best[class].max(score);
        self.found.push((score, segment_ord as u32, doc, class));
    }

    /// Hands every document with its balanced score to `take`.
    pub(super) fn finish(
        self,
        mut take: impl FnMut(f32, (usize, DocId)) -> Result<(), BackendError>,
    ) -> Result<(), BackendError> {
        let best = self.best.iter().copied().fold(0.0, f32::max);
        let of_language = |class: Class| if self.best[class] > 0.0 { (best / self.best[class]).sqrt() } else { 1.0 };
        let [german, english] = [0, 1].map(of_language);
        let factors = [german * self.factors[0], english * self.factors[1], german.min(english)];
        for (score, segment_ord, doc, class) in self.found {
            take(score * factors[class], (segment_ord as usize, doc))?;
        }
        Ok(())
    }
}
