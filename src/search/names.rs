//! Names that a table spells in more than one way, by the stems of their words: those of `schema/exonyms.tsv`, and a user's
//! own. Any spelling of a row finds all the others, in both languages.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, WordForm, Words, tokenize};
use crate::lexicon::import::MAX_NAME_WORDS;
use crate::lexicon::{NameRow, exonyms};
use crate::schema::{Schema, SchemaError};
use crate::text::Language;

/// Letters by which a typed name may be longer or shorter than the one of a row: endings of cases. *Boeing* has the stem of *BoE*.
const MAX_ENDING_LETTERS: usize = 2;

/// Tables of names.
#[derive(Debug)]
pub struct Names {
    exonyms: NameTable,
    imported: OnceLock<NameTable>,
}

impl Names {
    /// Reads the exonyms of the schema.
    ///
    /// # Errors
    /// A row that does not keep its format.
    pub fn new(schema: &Schema, analyzer: &Analyzer) -> Result<Names, SchemaError> {
        let exonyms = NameTable::new(&exonyms(schema)?, analyzer);
        Ok(Names { exonyms, imported: OnceLock::new() })
    }

    /// Adds rows of a user's, from now on; the first ones that are added stay.
    pub fn add_imported(&self, rows: &[NameRow], analyzer: &Analyzer) {
        // Whoever came first has won, as is said above.
        let _ = self.imported.set(NameTable::new(rows, analyzer));
    }

    /// Returns the spellings of the names that have these words as `language` reads them, the user's first; those of a row in
    /// both languages, the typed one among them.
    pub(super) fn of(&self, words: &[TypedName], language: Language) -> Vec<&Spelling> {
        let key = key(words.iter().map(|word| word.forms[language as usize]));
        let is_capital = words.iter().all(|word| word.is_capitals);
        let is_small = words.iter().all(|word| word.is_function_word);
        let n_letters = words.iter().map(|word| n_letters(&word.forms[language as usize].exact)).sum();
        let tables = self.imported.get().into_iter().chain([&self.exonyms]);
        tables.flat_map(|table| table.of(&key, language, n_letters, is_capital || !is_small)).collect()
    }
}

/// A typed word as names are compared with it.
#[derive(Clone, Copy)]
pub(super) struct TypedName<'w> {
    /// As German and as English.
    pub forms: [&'w WordForm; 2],
    pub is_capitals: bool,
    /// Whether it is one in either language.
    pub is_function_word: bool,
}

/// One spelling of a name in one language.
#[derive(Clone, Debug)]
pub(super) struct Spelling {
    pub language: Language,
    pub text: Arc<str>,
    /// Of its words but function words, in order.
    pub stems: Vec<Arc<str>>,
}

#[derive(Debug, Default)]
struct NameTable {
    rows: Vec<Vec<Spelling>>,
    /// By the stems of a name in a language, function words as written.
    by_stems: [FxHashMap<Box<str>, Vec<Place>>; 2],
}

/// Where a name stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    row: u32,
    /// Whether it is of capitals alone: `US`, `WHO`.
    is_capitals: bool,
    n_letters: usize,
}

impl NameTable {
    fn new(rows: &[NameRow], analyzer: &Analyzer) -> NameTable {
        let mut table = NameTable::default();
        analyzer.with_words(|words| rows.iter().for_each(|row| table.add(row, words)));
        table
    }

    fn add(&mut self, named: &NameRow, words: &mut Words) {
        let (row, mut spellings) = (self.rows.len() as u32, Vec::new());
        for language in Language::ALL {
            for name in &named.names[language as usize] {
                let forms = forms(name, language, words);
                let stems: Vec<Arc<str>> = forms.iter().filter_map(|form| form.term.clone()).collect();
                if stems.is_empty() || forms.len() > MAX_NAME_WORDS {
                    continue;
                }
                let of_name = self.by_stems[language as usize].entry(key(forms.iter().map(|form| &**form)));
                let is_capitals = !name.contains(char::is_lowercase);
                of_name.or_default().push(Place { row, is_capitals, n_letters: n_letters(name) });
                spellings.push(Spelling { language, text: Arc::from(name.as_str()), stems });
            }
        }
        self.rows.push(spellings);
    }

    fn of(
        &self,
        key: &str,
        language: Language,
        n_letters: usize,
        may_be_capitals: bool,
    ) -> impl Iterator<Item = &Spelling> {
        let rows = self.by_stems[language as usize].get(key).map_or(&[][..], Vec::as_slice);
        let fitting = rows.iter().filter(move |place| {
            let is_form = n_letters.abs_diff(place.n_letters) <= MAX_ENDING_LETTERS;
            is_form && (may_be_capitals || !place.is_capitals)
        });
        fitting.flat_map(|place| &self.rows[place.row as usize])
    }
}

fn n_letters(name: &str) -> usize {
    name.chars().filter(|letter| letter.is_alphanumeric()).count()
}

/// Returns the words of a name, those of hyphen compounds apart.
fn forms(name: &str, language: Language, words: &mut Words) -> Vec<Arc<WordForm>> {
    let mut forms = Vec::new();
    tokenize(name, |group| {
        forms.extend(group.words.iter().map(|word| words.form(&name[word.range()], Some(language))));
    });
    forms
}

fn key<'w>(forms: impl Iterator<Item = &'w WordForm>) -> Box<str> {
    let terms: Vec<&str> = forms.map(|form| form.term.as_deref().unwrap_or(&form.exact)).collect();
    terms.join(" ").into()
}
