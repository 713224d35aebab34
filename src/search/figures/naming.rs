//! What figures count, in words of English: the tables know most nouns, the lexicon many of the others.

use crate::analysis::{Analyzer, Words};
use crate::document::StoredFigure;
use crate::search::{Searcher, Translator};
use crate::text::Language;

impl Searcher {
    /// Names what figures count, as [`Translator::named_figures`] does.
    pub fn named_figures(&self, figures: Vec<StoredFigure>) -> Vec<StoredFigure> {
        self.translator.named_figures(figures, &self.analyzer)
    }
}

impl Translator {
    /// Names what figures count: German nouns that the tables do not know by their translation, as far as the lexicon has one.
    pub fn named_figures(&self, mut figures: Vec<StoredFigure>, analyzer: &Analyzer) -> Vec<StoredFigure> {
        let tables = analyzer.figure_tables();
        // The keys of the tables are small letters.
        let is_german = |of: &str| of.starts_with(char::is_uppercase) && tables.noun_by_key(of).is_none();
        analyzer.with_words(|words| {
            for of in figures.iter_mut().filter_map(|figure| figure.of.as_mut()).filter(|of| is_german(of)) {
                if let Some(english) = self.noun(of, words) {
                    *of = english;
                }
            }
        });
        figures
    }

    /// Returns the best translation of a German noun; of a compound that has none, that of its head.
    fn noun(&self, written: &str, words: &mut Words) -> Option<String> {
        let best = |word: &str, words: &mut Words| {
            self.word(word, Language::De, words).first().map(|found| found.text.to_string())
        };
        if let Some(found) = best(written, words) {
            return Some(found);
        }
        let [_, head] = self.two_nouns(written, words)?;
        best(&capitalized(&written[head]), words)
    }
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
