//! From an article to what can be searched in it: paragraphs with a language, tokens with terms and compound parts.
//!
//! A function of (article, schema) alone: no files, no clock, no other article. The same [`Analyzer`] serves the
//! index, the query, the snippet and `analyze`, so they cannot disagree.
//!
//! ```
//! use tandem::{analysis::Analyzer, schema::Schema, text::Language};
//! let analyzer = Analyzer::new(&Schema::embedded().unwrap()).unwrap();
//! let analysis = analyzer.analyze("", "Der Luftangriffsalarm endete.", Some(Language::De));
//! let alarm = &analysis.text.tokens[1];
//! assert!(alarm.form.parts.iter().any(|part| &*part.term == "alarm"));
//! ```

mod boilerplate;
mod canonical;
mod compound;
mod english;
pub mod entity;
pub mod figure;
mod german;
mod glue;
mod language;
mod name;
mod number;
mod reader;
mod stem;
mod tokenizer;
mod word;

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use crate::schema::{Schema, SchemaError};
use crate::text::{Language, Span, fold_diacritics, normalize};

pub use number::canonical_number;
pub use tokenizer::{Group, tokenize};
pub use word::{Part, Sketch, WordForm};

use english::English;
use entity::Recognizer;
use figure::Tables;
use german::German;
use glue::{AllWords, KnownWords};
use language::Detector;
use name::NameWords;
use word::WordMemory;

/// Positions left free between two paragraphs, so that no phrase spans them.
const PARAGRAPH_GAP: u32 = 1;

/// A paragraph of a text, without the newline that ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph {
    pub span: Span,
    /// `None` for a third language, or where nothing tells.
    pub language: Option<Language>,
}

/// What kind of occurrence a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    Number,
    /// A whole hyphen compound, at the position of its first word (`US-Militärhilfe` as `usmilitärhilfe`).
    Compound,
}

/// One occurrence of a word in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the original text; the parts of `form` lie inside.
    pub span: Span,
    /// Counts words through title and text, with a gap between paragraphs.
    pub position: u32,
    pub kind: TokenKind,
    pub language: Option<Language>,
    pub form: Arc<WordForm>,
}

/// One text (a title, or the body of an article) after analysis.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextAnalysis {
    pub paragraphs: Vec<Paragraph>,
    /// In order of position; a hyphen compound stands before its first word, at the same position.
    pub tokens: Vec<Token>,
}

impl TextAnalysis {
    /// Returns the bytes at which a word begins that lost the space before it, in order.
    fn cuts(&self) -> Vec<u32> {
        let cut = |token: &Token| Some(token.span.start + token.form.cut).filter(|_| token.form.cut > 0);
        self.tokens.iter().filter_map(cut).collect()
    }
}

/// One article after analysis; positions of the text follow those of the title.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Analysis {
    pub title: TextAnalysis,
    pub text: TextAnalysis,
    /// What of the text is page furniture, and out of snippets; in order, apart from each other.
    pub boilerplate: Vec<Span>,
    /// Canonical names of the wire agencies that the text credits, each once.
    pub agencies: Vec<String>,
}

/// Analyses articles, paragraphs and single words of both languages.
pub struct Analyzer {
    german: German,
    english: English,
    detector: Detector,
    furniture: boilerplate::Finder,
    names: NameWords,
    known: KnownWords,
    /// Made when it is first asked for: a search does without.
    recognizer: LazyLock<Recognizer, Box<dyn FnOnce() -> Recognizer + Send + Sync>>,
    /// Likewise.
    figure_tables: LazyLock<Tables, Box<dyn FnOnce() -> Tables + Send + Sync>>,
    /// Words that a table turns into a term that looks otherwise, per language.
    unlike: [Vec<UnlikeSpelling>; 2],
    memories: Mutex<Vec<Memories>>,
}

/// A written form that a table turns into a term with another first letter or much longer (`went` → `go`, `mln` → `million`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlikeSpelling {
    pub written: String,
    /// Hash of the term, as in its [`Sketch`].
    pub term_hash: u16,
}

/// A term is at most this many bytes longer than a word it comes from, unless the word is an [`UnlikeSpelling`].
pub const MAX_LONGER_BYTES: usize = 2;

/// One thread's memory of words, per chain: German, English, none.
#[derive(Default)]
struct Memories([WordMemory; 3]);

impl Analyzer {
    /// Assembles both chains and the language detector from the schema.
    ///
    /// # Errors
    /// A data file that does not keep its format.
    pub fn new(schema: &Schema) -> Result<Analyzer, SchemaError> {
        let (german, english) = (German::new(schema)?, English::new(schema)?);
        let unlike = [unlike(german.spellings()), unlike(english.spellings())];
        let (detector, furniture) = (Detector::new(schema)?, boilerplate::Finder::new(schema)?);
        let (names, known, embedded) = (NameWords::new(schema), KnownWords::new(schema)?, schema.clone());
        // The tests read every embedded file, so a released binary does not fail here.
        let read = move || Recognizer::new(&embedded).expect("the entities keep their format");
        let recognizer: LazyLock<_, Box<dyn FnOnce() -> Recognizer + Send + Sync>> = LazyLock::new(Box::new(read));
        let embedded = schema.clone();
        let read = move || reader::figure_tables(&embedded).expect("the tables of figures keep their format");
        let figure_tables: LazyLock<_, Box<dyn FnOnce() -> Tables + Send + Sync>> = LazyLock::new(Box::new(read));
        let memories = Mutex::default();
        Ok(Analyzer { german, english, detector, furniture, names, known, recognizer, figure_tables, unlike, memories })
    }

    /// Returns the words whose term cannot be told from their first letter and length.
    pub fn unlike_spellings(&self, language: Language) -> &[UnlikeSpelling] {
        &self.unlike[language as usize]
    }

    /// Returns by how much the words of a text speak for German rather than English, in natural logarithms: 0 where they
    /// tell nothing. For weighing what a word may mean; no chain is chosen by it.
    pub fn german_over_english(&self, text: &str) -> f32 {
        self.detector.german_over_english(text)
    }

    /// Analyses an article: `declared` is the language its source claims, which decides uncertain paragraphs.
    pub fn analyze(&self, title: &str, text: &str, declared: Option<Language>) -> Analysis {
        let spans: Vec<Span> = paragraph_spans(text);
        let mut texts: Vec<&str> = vec![title];
        texts.extend(spans.iter().map(|span| &text[span.range()]));
        let languages = self.detector.assign(&texts, declared);
        let paragraphs = spans.into_iter().zip(&languages[1..]).map(|(span, &language)| Paragraph { span, language });
        let title_paragraph = Paragraph { span: Span::new(0, title.len()), language: languages[0] };
        let is_titled = !title.trim().is_empty();
        self.with_words(|words| {
            let mut position = 0;
            let title = words.text(title, is_titled.then_some(title_paragraph).into_iter().collect(), &mut position);
            let analysis = words.text(text, paragraphs.collect(), &mut position);
            let boilerplate::Furniture { boilerplate, agencies } = self.furniture.find(text, &analysis);
            Analysis { title, text: analysis, boilerplate, agencies }
        })
    }

    /// Returns what figures are read by: units and nouns.
    pub fn figure_tables(&self) -> &Tables {
        &self.figure_tables
    }

    /// Returns what recognises names, for looking them up.
    pub fn recognizer(&self) -> &Recognizer {
        &self.recognizer
    }

    fn form(&self, written: &str, language: Option<Language>) -> WordForm {
        let Some(language) = language else { return WordForm::simple(normalize(written).text, None) };
        let form = self.chain_form(written, language);
        if form.term.is_some()
            && !form.is_number
            && form.parts.is_empty()
            && let Some(at) = self.cut(written, language)
        {
            let parts = [0..at, at..written.len()].into_iter().filter_map(|range| {
                let term = self.chain_form(&written[range.clone()], language).term?;
                Some(Part { start: range.start as u32, end: range.end as u32, term })
            });
            return WordForm { parts: parts.collect(), cut: at as u32, ..form };
        }
        let mut name_keys = self.names.keys(written, &form);
        if language == Language::De && !name_keys.is_empty() && self.german.is_part(&form) {
            name_keys = Box::default();
        }
        WordForm { name_keys, ..form }
    }

    fn chain_form(&self, written: &str, language: Language) -> WordForm {
        match language {
            Language::De => self.german.form(written),
            Language::En => self.english.form(written),
        }
    }

    /// Returns the byte at which the second of two words begins that lost the space between them.
    fn cut(&self, written: &str, language: Language) -> Option<usize> {
        glue::split(written, language, &AllWords { words: &self.known, splitter: self.german.splitter() })
    }

    /// Calls `work` with a word analyser that remembers the words it has seen.
    pub fn with_words<T>(&self, work: impl FnOnce(&mut Words) -> T) -> T {
        let pooled = self.memories.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut words = Words { analyzer: self, memories: pooled.unwrap_or_default() };
        let result = work(&mut words);
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).push(words.memories);
        result
    }
}

fn unlike(spellings: Vec<(&str, String)>) -> Vec<UnlikeSpelling> {
    let is_unlike = |(written, term): &(&str, String)| {
        initial(written) != initial(term) || written.len() + MAX_LONGER_BYTES < term.len()
    };
    let unlike = spellings.into_iter().filter(is_unlike);
    let unlike = unlike.map(|(written, term)| (written.to_string(), Sketch::of_term(&term)));
    unlike.map(|(written, term_hash)| UnlikeSpelling { written, term_hash }).collect()
}

/// Returns the first letter of a word or term, in lower case and without diacritics.
pub fn initial(word: &str) -> Option<char> {
    let first = word.chars().next()?;
    if first.is_ascii() {
        Some(first.to_ascii_lowercase())
    } else {
        fold_diacritics(&normalize(word).text).chars().next()
    }
}

/// Analyses words one at a time, remembering them.
pub struct Words<'a> {
    analyzer: &'a Analyzer,
    memories: Memories,
}

impl Words<'_> {
    /// Returns the form of a word as written, by the chain of `language` (`None`: only its exact term).
    pub fn form(&mut self, written: &str, language: Option<Language>) -> Arc<WordForm> {
        let analyzer = self.analyzer;
        self.memory(language).form(written, |written| analyzer.form(written, language))
    }

    /// Returns the sketch of a word as written; cheaper than its form for a word that was seen before.
    pub fn sketch(&mut self, written: &str, language: Option<Language>) -> Sketch {
        let analyzer = self.analyzer;
        self.memory(language).sketch(written, |written| analyzer.form(written, language))
    }

    /// Returns whether a German word in lower case is known to be no compound, though its parts are words.
    pub fn is_whole(&self, word: &str) -> bool {
        self.analyzer.german.is_whole(word)
    }

    fn memory(&mut self, language: Option<Language>) -> &mut WordMemory {
        &mut self.memories.0[language.map_or(2, |language| language as usize)]
    }

    /// Returns the form of a whole hyphen compound: its words joined, without parts (its words stand by themselves).
    pub fn compound_form(&mut self, written: &str, language: Option<Language>) -> Arc<WordForm> {
        let form = self.form(&joined(written), language);
        Arc::new(WordForm { term: form.term.clone(), ..WordForm::simple(normalize(written).text, None) })
    }

    /// Returns the sketch of a whole hyphen compound without parts; cheaper than its form.
    pub fn compound_sketch(&mut self, written: &str, language: Option<Language>) -> Sketch {
        Sketch { parts: 0, ..self.sketch(&joined(written), language) }
    }

    /// Returns the form of the last word of a hyphen compound that lost the space in it (*Jong-unauf*); `None` for others.
    fn glued_last_word(&mut self, compound: &str, language: Language) -> Option<Arc<WordForm>> {
        let last = compound
            .rfind(['-', '‐', '‑'])
            .map_or(0, |at| at + compound[at..].chars().next().map_or(0, char::len_utf8));
        let word = &compound[last..];
        let form = self.form(word, Some(language));
        // Most compounds end in a noun, which has a capital.
        if form.cut > 0 || form.term.is_none() || !word.starts_with(char::is_lowercase) {
            return None;
        }
        let cut = self.analyzer.cut(compound, language)?.checked_sub(last).filter(|cut| *cut > 0)?;
        let parts = [0..cut, cut..word.len()].into_iter().filter_map(|range| {
            let term = self.form(&word[range.clone()], Some(language)).term.clone()?;
            Some(Part { start: range.start as u32, end: range.end as u32, term })
        });
        Some(Arc::new(WordForm { parts: parts.collect(), cut: cut as u32, ..(*form).clone() }))
    }

    fn text(&mut self, text: &str, paragraphs: Vec<Paragraph>, position: &mut u32) -> TextAnalysis {
        let mut tokens = Vec::with_capacity(text.len() / 6);
        for paragraph in &paragraphs {
            self.paragraph(text, *paragraph, position, &mut tokens);
            *position += PARAGRAPH_GAP;
        }
        TextAnalysis { paragraphs, tokens }
    }

    fn paragraph(&mut self, text: &str, paragraph: Paragraph, position: &mut u32, tokens: &mut Vec<Token>) {
        let Paragraph { span, language } = paragraph;
        let offset = span.start as usize;
        tokenize(&text[span.range()], |group| {
            if group.words.len() > 1 {
                let span = group.whole().shifted(offset);
                let form = self.compound_form(&text[span.range()], language);
                tokens.push(Token { span, position: *position, kind: TokenKind::Compound, language, form });
            }
            let glued = language.filter(|_| group.words.len() > 1).and_then(|language| {
                let whole = group.whole().shifted(offset);
                self.glued_last_word(&text[whole.range()], language).map(|form| (group.words.len() - 1, form))
            });
            for (i, word) in group.words.iter().enumerate() {
                let span = word.shifted(offset);
                let form = match &glued {
                    Some((last, form)) if *last == i => Arc::clone(form),
                    _ => self.form(&text[span.range()], language),
                };
                let kind = if form.is_number { TokenKind::Number } else { TokenKind::Word };
                tokens.push(Token { span, position: *position, kind, language, form });
                *position += 1;
            }
        });
    }
}

/// Joins the words of a hyphen compound to one.
fn joined(compound: &str) -> String {
    compound.chars().filter(|c| !matches!(c, '-' | '‐' | '‑')).collect()
}

/// Returns the paragraphs of a text: its lines that hold more than white space, without their line ends.
fn paragraph_spans(text: &str) -> Vec<Span> {
    let mut start = 0;
    let mut spans = Vec::new();
    for line in text.split_inclusive(['\n', '\r', '\u{2029}']) {
        let content = line.trim_end_matches(['\n', '\r', '\u{2029}']);
        if !content.trim().is_empty() {
            spans.push(Span::new(start, start + content.len()));
        }
        start += line.len();
    }
    spans
}
