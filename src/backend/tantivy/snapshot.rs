//! A view of one commit: statistics, candidates, stored articles.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::collector::TopDocs;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::TermQuery;
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, IndexMeta, Searcher, SegmentReader, TantivyDocument, Term};

use super::balance::{Balance, Classes};
use super::embargo::Embargoes;
use super::explain::contributions;
use super::facets::Facets;
use super::patterns;
use super::score::{Accumulator, WeighedPlan, score_segment};
use super::statistics::StatisticsCache;
use super::top::Top;
use super::{Fields, ID, PUBLISHED, index_error};
use crate::backend::{
    BackendError, Candidate, Candidates, Contribution, Counts, Deadline, FieldStatistics, FittingTerms, KeywordField,
    Plan, Selection, Snapshot, TermPattern, Watch,
};
use crate::document::{FigureTable, MentionTable, StoredArticle, TermField, WordTable};

pub(super) struct TantivySnapshot {
    searcher: Searcher,
    fields: Fields,
    /// Dates of publication per segment: opening a column takes longer than scoring a rare word.
    dates: Vec<Column<i64>>,
    ids: Vec<Option<StrColumn>>,
    statistics: [FieldStatistics; TermField::ALL.len()],
    commit_number: u64,
    mark: u64,
    embargoes: Embargoes,
    /// Working space of queries; one that failed takes its own away.
    accumulators: Mutex<Vec<Accumulator>>,
}

impl TantivySnapshot {
    /// `metas` is what the commit that `searcher` shows says of itself.
    pub(super) fn new(
        searcher: Searcher,
        metas: &IndexMeta,
        fields: Fields,
        cache: &mut StatisticsCache,
    ) -> Result<TantivySnapshot, BackendError> {
        let statistics = cache.field_statistics(&searcher, &fields)?;
        let columns = searcher.segment_readers().iter().map(|segment| segment.fast_fields().i64(PUBLISHED));
        let dates = columns.collect::<Result<Vec<_>, _>>().map_err(index_error)?;
        let columns = searcher.segment_readers().iter().map(|segment| segment.fast_fields().str(ID));
        let ids = columns.collect::<Result<Vec<_>, _>>().map_err(index_error)?;
        let embargoes = Embargoes::of(&searcher, &fields)?;
        // tantivy stamps every operation, so the stamp of the last commit grows with each change.
        let commit_number = metas.opstamp;
        let (mark, accumulators) = (super::mark(metas), Mutex::default());
        Ok(TantivySnapshot { searcher, fields, dates, ids, statistics, commit_number, mark, embargoes, accumulators })
    }

    /// Returns whether this is the commit, with the segments as a merge may have left them, that `metas` describes.
    pub(super) fn shows(&self, metas: &IndexMeta) -> bool {
        let mut own: Vec<_> = self.segments().iter().map(|segment| segment.segment_id()).collect();
        let mut described: Vec<_> = metas.segments.iter().map(|segment| segment.id()).collect();
        own.sort_unstable();
        described.sort_unstable();
        metas.opstamp == self.commit_number && own == described
    }

    pub(super) fn fields(&self) -> &Fields {
        &self.fields
    }

    pub(super) fn statistics(&self, field: TermField) -> FieldStatistics {
        self.statistics[field as usize]
    }

    pub(super) fn term(&self, field: TermField, term: &str) -> Term {
        Term::from_field_text(self.fields.terms[field as usize], term)
    }

    pub(super) fn segments(&self) -> &[SegmentReader] {
        self.searcher.segment_readers()
    }

    fn address_of(&self, id: &str) -> Result<Option<DocAddress>, BackendError> {
        let query = TermQuery::new(Term::from_field_text(self.fields.id, id), IndexRecordOption::Basic);
        let found = self.searcher.search(&query, &TopDocs::with_limit(1).order_by_score()).map_err(index_error)?;
        Ok(found.first().map(|(_, address)| *address))
    }

    fn stored(&self, address: DocAddress) -> Result<StoredArticle, BackendError> {
        let row: TantivyDocument = self.searcher.doc(address).map_err(index_error)?;
        let text = row.get_first(self.fields.stored).and_then(|value| value.as_str());
        let text = text.ok_or_else(|| BackendError::Index("a document without its stored article".to_string()))?;
        let stored: StoredArticle =
            serde_json::from_str(text).map_err(|error| BackendError::Index(format!("a stored article: {error}")))?;
        let bytes = |field| row.get_first(field).and_then(|value| value.as_bytes()).unwrap_or_default().to_vec();
        let words = WordTable::from_bytes(bytes(self.fields.words));
        let mentions = MentionTable::from_bytes(bytes(self.fields.mentions));
        let figures = FigureTable::from_bytes(bytes(self.fields.figures));
        Ok(StoredArticle { words, mentions, figures, ..stored })
    }

    /// Returns the id of a document.
    pub(super) fn id(&self, address: DocAddress) -> Result<String, BackendError> {
        let mut id = String::new();
        if let Some(column) = &self.ids[address.segment_ord as usize]
            && let Some(ord) = column.ords().first(address.doc_id)
        {
            column.ord_to_str(ord, &mut id)?;
        }
        Ok(id)
    }

    /// Returns the first value of a keyword field of a document.
    pub(super) fn keyword(&self, address: DocAddress, field: Field) -> Result<Option<String>, BackendError> {
        let segment = self.searcher.segment_reader(address.segment_ord);
        let name = self.searcher.schema().get_field_name(field);
        let Some(column) = segment.fast_fields().str(name).map_err(index_error)? else { return Ok(None) };
        let Some(ord) = column.ords().first(address.doc_id) else { return Ok(None) };
        let mut value = String::new();
        column.ord_to_str(ord, &mut value)?;
        Ok(Some(value))
    }
}

impl Snapshot for TantivySnapshot {
    fn commit_number(&self) -> u64 {
        self.commit_number
    }

    fn mark(&self) -> u64 {
        self.mark
    }

    fn n_hidden(&self) -> usize {
        self.embargoes.hidden().len()
    }

    fn counts(&self) -> Counts {
        let scored = TermField::ALL.into_iter().filter(|field| field.is_scored());
        let fields = scored.map(|field| (field, self.statistics(field))).collect();
        Counts { articles: self.searcher.num_docs(), fields }
    }

    fn document_frequency(&self, field: TermField, term: &str) -> Result<u64, BackendError> {
        self.searcher.doc_freq(&self.term(field, term)).map_err(index_error)
    }

    fn terms_with_prefix(&self, field: TermField, prefix: &str, n: usize) -> Result<Vec<String>, BackendError> {
        let handle = self.fields.terms[field as usize];
        let mut end = prefix.as_bytes().to_vec();
        end.push(0xff);
        let mut frequencies: FxHashMap<String, u64> = FxHashMap::default();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(handle).map_err(index_error)?;
            let mut range = inverted.terms().range().ge(prefix.as_bytes()).lt(&end).into_stream()?;
            while range.advance() {
                if let Ok(term) = std::str::from_utf8(range.key()) {
                    *frequencies.entry(term.to_string()).or_default() += u64::from(range.value().doc_freq);
                }
            }
        }
        let mut terms: Vec<(String, u64)> = frequencies.into_iter().collect();
        terms.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(terms.into_iter().take(n).map(|(term, _)| term).collect())
    }

    fn terms_between(
        &self,
        field: TermField,
        ends: (&str, &str),
        n: usize,
    ) -> Result<Vec<(String, u64)>, BackendError> {
        patterns::terms_between(self.segments(), self.fields.terms[field as usize], ends, n)
    }

    fn fitting_terms(
        &self,
        field: TermField,
        pattern: &TermPattern,
        n: usize,
        deadline: Deadline,
    ) -> Result<FittingTerms, BackendError> {
        patterns::fitting_terms(self.segments(), self.fields.terms[field as usize], pattern, n, deadline)
    }

    fn keywords(&self, field: KeywordField) -> Result<Vec<String>, BackendError> {
        patterns::keywords(self.segments(), self.fields.keyword(field)).map_err(index_error)
    }

    fn candidates(&self, plan: &Plan, selection: Selection) -> Result<Candidates, BackendError> {
        let mut balance = plan.balance.map(Balance::new);
        let plan = WeighedPlan::new(self, plan)?;
        let mut top = Top::new(self, &selection);
        let mut facets = Facets::new(selection.facets);
        let mut total = 0;
        let mut watch = Watch::new(selection.deadline);
        let hidden = self.embargoes.hidden();
        let pooled = self.accumulators.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut accumulator = pooled.unwrap_or_default();
        for (segment_ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            let dates = &self.dates[segment_ord];
            let mut counts = facets.segment(segment, &self.fields)?;
            let place = (segment_ord, segment);
            let classes = balance.as_ref().map(|_| Classes::of(segment, &self.fields)).transpose()?;
            score_segment(place, &plan, (&self.fields, &mut watch), &mut accumulator, &mut |doc, score| {
                if !hidden.is_empty() && hidden.contains(&DocAddress::new(segment_ord as u32, doc)) {
                    return Ok(());
                }
                total += 1;
                counts.count(doc);
                match balance.as_mut().zip(classes.as_ref()) {
                    Some((balance, classes)) => balance.push(score, (segment_ord, doc), classes),
                    None => top.push(score, (segment_ord, doc), dates)?,
                }
                Ok(())
            })?;
            counts.finish()?;
            if watch.is_over() {
                break;
            }
        }
        self.accumulators.lock().unwrap_or_else(PoisonError::into_inner).push(accumulator);
        if let Some(balance) = balance {
            balance.finish(|score, place| top.push(score, place, &self.dates[place.0]))?;
        }
        let unit_weights = plan.units.iter().map(super::score::WeighedUnit::weight).collect();
        let (best, is_partial) = (top.finish()?, watch.is_over());
        Ok(Candidates { best, total, is_partial, unit_weights, facets: facets.finish() })
    }

    fn explain(&self, plan: &Plan, candidates: &[Candidate]) -> Result<Vec<Vec<Contribution>>, BackendError> {
        let plan = WeighedPlan::new(self, plan)?;
        let addresses: Vec<DocAddress> = candidates.iter().map(|candidate| address(candidate.address)).collect();
        contributions(self, &plan, &addresses)
    }

    fn fetch(&self, candidate: &Candidate) -> Result<StoredArticle, BackendError> {
        self.stored(address(candidate.address))
    }

    fn article(&self, id: &str) -> Result<Option<StoredArticle>, BackendError> {
        let address = self.address_of(id)?.filter(|address| !self.embargoes.hidden().contains(address));
        address.map(|address| self.stored(address)).transpose()
    }

    fn content_hash(&self, id: &str) -> Result<Option<String>, BackendError> {
        let Some(address) = self.address_of(id)? else { return Ok(None) };
        self.keyword(address, self.fields.content_hash)
    }

    fn for_each_article(&self, take: &mut dyn FnMut(&str, &str)) -> Result<(), BackendError> {
        for (segment_ord, segment) in self.searcher.segment_readers().iter().enumerate() {
            for doc in segment.doc_ids_alive() {
                let address = DocAddress::new(segment_ord as u32, doc);
                take(&self.id(address)?, &self.keyword(address, self.fields.content_hash)?.unwrap_or_default());
            }
        }
        Ok(())
    }
}

/// Packs segment and document into one number.
pub(super) fn pack(address: DocAddress) -> u64 {
    u64::from(address.segment_ord) << 32 | u64::from(address.doc_id)
}

fn address(packed: u64) -> DocAddress {
    DocAddress::new((packed >> 32) as u32, packed as u32)
}
