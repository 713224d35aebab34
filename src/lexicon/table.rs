//! The files of `schema/lexicon/`: a headword with its translations a line, in files by desk.

use crate::schema::{LEXICON_FILES, Schema, SchemaError, columns, rows};
use crate::text::{Language, fold_diacritics, normalize};

/// The last letters of a stem that its words may not have (story and stories: stori).
const LOOSE_LETTERS: usize = 2;
/// Letters that a headword has in common with its stem at least.
const MIN_COMMON_LETTERS: usize = 3;
/// Translations of one headword at most.
const MAX_TRANSLATIONS: usize = 5;

/// Names that the two languages spell otherwise: kind, German names, English names.
const EXONYMS: &str = "exonyms.tsv";
/// The part of speech of a name.
const NAME: &str = "name";

/// A headword and its translations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// In its citation form; several words of a fixed term.
    pub word: &'static str,
    /// `noun`, `verb`, `adj`, `adv`, `prep`, `conj`, `pron`, `num`, `phrase` or `name`.
    pub part_of_speech: &'static str,
    /// Separated by `; `, the likeliest in news first.
    translations: &'static str,
}

impl Entry {
    /// Returns the translations, the likeliest in news first; at most five.
    pub fn translations(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.translations.split(';').map(str::trim)
    }

    /// Returns whether it is a name, whose translations are spellings, each as good as the other.
    pub fn is_name(&self) -> bool {
        self.part_of_speech == NAME
    }

    /// Returns whether the headword is a term of several words.
    pub fn is_phrase(&self) -> bool {
        self.word.contains(' ')
    }
}

/// Headwords of both languages, found by how they begin.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Per language, by the folded headword, in its order.
    entries: [Vec<(Box<str>, Entry)>; 2],
}

impl Lexicon {
    /// Reads the lexicon of the schema.
    ///
    /// # Errors
    /// A row with an unknown language, with an empty column, or with more than five translations.
    pub fn new(schema: &Schema) -> Result<Lexicon, SchemaError> {
        let mut lexicon = Lexicon::default();
        for &(file, _) in LEXICON_FILES {
            for row in rows(schema.table(file)) {
                let fault = |what: String| SchemaError { file, line: row.line, what };
                let [language, word, part_of_speech, translations] = columns(file, &row)?;
                let language: Language = language.parse().map_err(|error| fault(format!("{error}")))?;
                if translations.split(';').count() > MAX_TRANSLATIONS {
                    return Err(fault(format!("{word:?} has more than {MAX_TRANSLATIONS} translations")));
                }
                let entry = Entry { word, part_of_speech, translations };
                lexicon.entries[language as usize].push((folded(word).into(), entry));
            }
        }
        lexicon.add_exonyms(schema)?;
        lexicon.entries.iter_mut().for_each(|entries| entries.sort_by(|a, b| a.0.cmp(&b.0)));
        Ok(lexicon)
    }

    /// Adds names that are spelled otherwise in the other language, each with all its spellings there.
    fn add_exonyms(&mut self, schema: &Schema) -> Result<(), SchemaError> {
        for row in rows(schema.table(EXONYMS)) {
            let [_, german, english] = columns(EXONYMS, &row)?;
            for (language, names, translations) in [(Language::De, german, english), (Language::En, english, german)] {
                let entries = &mut self.entries[language as usize];
                let of_name = |word| (folded(word).into(), Entry { word, part_of_speech: NAME, translations });
                entries.extend(names.split("; ").map(of_name));
            }
        }
        Ok(())
    }

    /// Returns the entries whose headword may have a stem, as it is folded: all that do have it are among them.
    pub fn alike<'l>(&'l self, language: Language, stem: &str) -> impl Iterator<Item = &'l Entry> + use<'l> {
        let n_letters = stem.chars().count().saturating_sub(LOOSE_LETTERS).max(MIN_COMMON_LETTERS);
        let end = stem.char_indices().nth(n_letters).map_or(stem.len(), |(end, _)| end);
        let beginning = stem[..end].to_string();
        let entries = &self.entries[language as usize];
        let first = entries.partition_point(|(word, _)| **word < *beginning);
        entries[first..].iter().take_while(move |(word, _)| word.starts_with(&beginning)).map(|(_, entry)| entry)
    }

    /// Returns every entry of a language, in the order of folded headwords.
    pub fn entries(&self, language: Language) -> impl Iterator<Item = &Entry> {
        self.entries[language as usize].iter().map(|(_, entry)| entry)
    }
}

fn folded(word: &str) -> String {
    match word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        true => word.to_string(),
        false => fold_diacritics(&normalize(word).text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::new(&Schema::embedded().expect("embedded schema is valid")).expect("the lexicon keeps its format")
    }

    #[test]
    fn entries_are_found_by_their_stem() {
        let lexicon = lexicon();
        let has = |language, stem: &str, word: &str| lexicon.alike(language, stem).any(|entry| entry.word == word);
        assert!(has(Language::De, "waffenruh", "Waffenruhe") && has(Language::De, "uberfall", "Überfall"));
        assert!(has(Language::En, "stori", "story") && has(Language::En, "prime", "prime minister"));
        assert!(!has(Language::De, "xqz", "Waffenruhe") && lexicon.alike(Language::De, "xqz").next().is_none());
        let mut truce = lexicon.alike(Language::De, "waffenruh").filter(|entry| entry.word == "Waffenruhe");
        assert!(truce.any(|entry| entry.translations().any(|translation| translation == "ceasefire")));
    }

    #[test]
    fn both_languages_have_ten_thousand_headwords() {
        let lexicon = lexicon();
        for language in Language::ALL {
            assert!(lexicon.entries(language).count() >= 10_000, "{language}");
        }
    }
}
