//! Documents that are not to be found before their time.

use std::time::{SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashSet;
use tantivy::{DocAddress, Searcher};

use super::{Fields, index_error};
use crate::backend::BackendError;

/// The documents of a commit that were under embargo when it was opened, with the second it ends.
pub(super) struct Embargoes(Vec<(i64, DocAddress)>);

impl Embargoes {
    pub(super) fn of(searcher: &Searcher, fields: &Fields) -> Result<Embargoes, BackendError> {
        let (now_s, name) = (now_s(), searcher.schema().get_field_name(fields.embargo));
        let mut found = Vec::new();
        for (segment_ord, segment) in searcher.segment_readers().iter().enumerate() {
            let column = segment.fast_fields().i64(name).map_err(index_error)?;
            if column.values.num_vals() == 0 || column.max_value() <= now_s {
                continue;
            }
            let ends = segment.doc_ids_alive().filter_map(|doc| Some((column.first(doc)?, doc)));
            let hidden = ends.filter(|(end_s, _)| *end_s > now_s);
            found.extend(hidden.map(|(end_s, doc)| (end_s, DocAddress::new(segment_ord as u32, doc))));
        }
        Ok(Embargoes(found))
    }

    /// Returns the documents that are hidden now; almost always none.
    pub(super) fn hidden(&self) -> FxHashSet<DocAddress> {
        if self.0.is_empty() {
            return FxHashSet::default();
        }
        let now_s = now_s();
        self.0.iter().filter(|(end_s, _)| *end_s > now_s).map(|(_, address)| *address).collect()
    }
}

fn now_s() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
