//! What a user of raw tantivy would write: its tokenizer, stop words and stemmer per language, and its snippets.

use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tandem::ingest::Article;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::{
    Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, StopWordFilter, TextAnalyzer, TokenStream,
};
use tantivy::{Index, IndexReader, TantivyDocument, Term, doc};

use crate::corpus::{BenchQuery, Kind};

#[derive(Deserialize)]
struct Line {
    id: String,
    lang: Option<String>,
    text: String,
    #[serde(default)]
    title: String,
}

/// An index of raw tantivy.
pub struct RawIndex {
    reader: IndexReader,
    id: Field,
    title: Field,
    de: Field,
    en: Field,
    index: Index,
}

fn analyzer(language: Language) -> TextAnalyzer {
    let stop_words = StopWordFilter::new(language).expect("tantivy has stop words for both languages");
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(60))
        .filter(LowerCaser)
        .filter(stop_words)
        .filter(Stemmer::new(language))
        .build()
}

/// Runs the analysis chain over every article.
pub fn analyze(articles: &[Article]) {
    let (mut de, mut en) = (analyzer(Language::German), analyzer(Language::English));
    for article in articles {
        let chain = if article.lang.as_deref() == Some("de") { &mut de } else { &mut en };
        chain.token_stream(&article.text).process(&mut |token| {
            std::hint::black_box(&token.text);
        });
    }
}

/// Builds an index in a new folder with one commit, on as many threads as ours.
pub fn build(corpus: &Path, folder: &Path) -> RawIndex {
    let mut builder = Schema::builder();
    let text = |name: &str| {
        let indexing =
            TextFieldIndexing::default().set_tokenizer(name).set_index_option(IndexRecordOption::WithFreqsAndPositions);
        TextOptions::default().set_stored().set_indexing_options(indexing)
    };
    let (id, title) = (builder.add_text_field("id", STRING | STORED), builder.add_text_field("title", STORED));
    let (de, en) = (builder.add_text_field("de", text("de")), builder.add_text_field("en", text("en")));
    std::fs::create_dir_all(folder).expect("the temporary folder takes folders");
    let index = Index::create_in_dir(folder, builder.build()).expect("a new index");
    index.tokenizers().register("de", analyzer(Language::German));
    index.tokenizers().register("en", analyzer(Language::English));
    let mut writer = index.writer_with_num_threads(2, 200_000_000).expect("a writer");
    for line in BufReader::new(std::fs::File::open(corpus).expect("the corpus is there")).lines() {
        let line: Line = serde_json::from_str(&line.expect("the corpus is text")).expect("the corpus is JSON lines");
        let field = if line.lang.as_deref() == Some("de") { de } else { en };
        writer.add_document(doc!(id => line.id, title => line.title, field => line.text)).expect("the writer works");
    }
    writer.commit().expect("the disk takes an index");
    RawIndex { reader: index.reader().expect("a reader"), id, title, de, en, index }
}

#[derive(Serialize)]
struct Hit {
    id: String,
    title: String,
    score: f32,
    html: String,
}

/// What a user of tantivy would build. Patterns run over the stems, the only terms there are.
fn lowered(query: &BenchQuery, field: Field, terms: Vec<Term>) -> Box<dyn Query> {
    let each = |occur: Occur| -> Box<dyn Query> {
        let of =
            |term: &Term| -> Box<dyn Query> { Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)) };
        Box::new(BooleanQuery::new(terms.iter().map(|term| (occur, of(term))).collect()))
    };
    let regex = |pattern: String| -> Box<dyn Query> {
        Box::new(RegexQuery::from_pattern(&pattern, field).expect("letters and points"))
    };
    match query.kind {
        Kind::Phrase if terms.len() > 1 => Box::new(PhraseQuery::new(terms)),
        Kind::Near if terms.len() > 1 => {
            let mut near = PhraseQuery::new(terms);
            near.set_slop(5);
            Box::new(near)
        }
        Kind::And => each(Occur::Must),
        Kind::Prefix | Kind::Wildcard => regex(query.text.replace('*', ".*")),
        Kind::Fuzzy => {
            let word = query.text.trim_end_matches("~1");
            Box::new(FuzzyTermQuery::new(Term::from_field_text(field, word), 1, true))
        }
        _ => each(Occur::Should),
    }
}

impl RawIndex {
    /// Answers a query as JSON, ten hits with a snippet each and the total.
    pub fn search(&self, query: &BenchQuery) -> String {
        let field = if query.lang == "de" { self.de } else { self.en };
        let mut chain = self.index.tokenizers().get(if query.lang == "de" { "de" } else { "en" }).expect("registered");
        let mut terms = Vec::new();
        chain.token_stream(&query.words.join(" ")).process(&mut |token| {
            terms.push(Term::from_field_text(field, &token.text));
        });
        let lowered = lowered(query, field, terms);
        let searcher = self.reader.searcher();
        let collector = (TopDocs::with_limit(10).order_by_score(), Count);
        let (top, total) = searcher.search(&lowered, &collector).expect("the index can be read");
        let snippets = SnippetGenerator::create(&searcher, &lowered, field).expect("the index can be read");
        let hits: Vec<Hit> = top
            .into_iter()
            .map(|(score, address)| {
                let stored: TantivyDocument = searcher.doc(address).expect("the store can be read");
                let text = |field| stored.get_first(field).and_then(|value| value.as_str()).unwrap_or("").to_string();
                let html = snippets.snippet_from_doc(&stored).to_html();
                Hit { id: text(self.id), title: text(self.title), score, html }
            })
            .collect();
        serde_json::to_string(&(total, hits)).expect("hits are JSON")
    }
}
