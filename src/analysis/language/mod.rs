//! Language of each paragraph: German, English, or neither.
//!
//! In: an article's paragraphs and the language it declares, if any. Out: one `Option<Language>` per paragraph, where
//! `None` is a third language or no language at all. Only malformed tables fail.
//!
//! A paragraph whose own words are clear is what they say, whatever is declared. Of an unclear one (a name, a number,
//! three words) the declared language decides, then the nearest clear paragraphs, then detection; none of them
//! can make it a language that its words speak against.
//!
//! Deliberately absent: languages within a paragraph. A paragraph's language is that of its first words.

mod letters;
mod second_opinion;
mod words;

use words::{Tally, WordEvidence};

use crate::schema::{Schema, SchemaError};
use crate::text::Language;

/// What a paragraph can be: a language of ours or (`None`) something else.
type Class = Option<Language>;

/// Lead, in natural logarithms, from which a paragraph's words are clear. Were it 4, a wrongly declared language would
/// spoil 0.3 % more of the short texts, a right one mend 0.1 % more (odd lines of eval/text/short.tsv).
const CLEAR: f32 = 3.0;
/// The same for one or two words: they may be a name and are clear only in another script.
const CLEAR_FEW_WORDS: f32 = 7.0;
/// Weight of a second opinion that is fully sure. 0 to 10 are within 0.3 % (odd lines).
const SECOND_OPINION: f32 = 5.0;

/// Finds the language of paragraphs.
pub struct Detector {
    words: WordEvidence,
}

impl Detector {
    /// Builds a detector from `language_words.tsv` (code, family, words), `frequent_words_de.txt` and
    /// `frequent_words_en.txt` (a word a line, most frequent first).
    ///
    /// # Errors
    /// The first malformed line of these files.
    pub fn new(schema: &Schema) -> Result<Detector, SchemaError> {
        Ok(Detector { words: WordEvidence::new(schema)? })
    }

    /// Returns by how much the words of a text speak for German rather than English, in natural logarithms.
    pub fn german_over_english(&self, text: &str) -> f32 {
        let tally = self.words.tally(text);
        tally.german - tally.english
    }

    /// Returns the language of each paragraph, in order. `declared` is the language that the article claims.
    pub fn assign(&self, paragraphs: &[&str], declared: Option<Language>) -> Vec<Option<Language>> {
        let evidence: Vec<Evidence> = paragraphs.iter().map(|text| Evidence(self.words.tally(text))).collect();
        let neighbours = nearest_clear(&evidence);
        let decide = |((text, evidence), neighbour): ((&&str, &Evidence), &Option<Class>)| {
            let declared = declared.map(Some);
            let allowed = |class: &Class| evidence.allows(*class);
            let hint = declared.filter(allowed).or_else(|| neighbour.filter(allowed));
            evidence.clear().or(hint).unwrap_or_else(|| evidence.detect(text))
        };
        paragraphs.iter().zip(&evidence).zip(&neighbours).map(decide).collect()
    }
}

/// What a paragraph's own words say.
#[derive(Clone, Copy)]
struct Evidence(Tally);

impl Evidence {
    fn of(self, class: Class) -> f32 {
        match class {
            Some(Language::De) => self.0.german,
            Some(Language::En) => self.0.english,
            None => self.0.other,
        }
    }

    /// The class with the most evidence; German before English before others if it is equal.
    fn best(self) -> Class {
        let better = |a: Class, b: Class| if self.of(b) > self.of(a) { b } else { a };
        better(better(Some(Language::De), Some(Language::En)), None)
    }

    fn clear(self) -> Option<Class> {
        (self.0.lead() >= self.clear_lead()).then(|| self.best())
    }

    /// Whether the words leave `class` possible.
    fn allows(self, class: Class) -> bool {
        self.of(self.best()) - self.of(class) < self.clear_lead()
    }

    /// The lead from which this paragraph is clear.
    fn clear_lead(self) -> f32 {
        if self.0.n_words > 2 { CLEAR } else { CLEAR_FEW_WORDS }
    }

    /// The likeliest class, a second opinion included; none for a text without words.
    fn detect(mut self, text: &str) -> Class {
        // A lone letter is of any language, and asking costs as much as for a sentence.
        if self.0.n_words == 0 || text.chars().filter(|letter| letter.is_alphabetic()).nth(1).is_none() {
            return None;
        }
        let (class, confidence) = second_opinion::ask(text);
        match class {
            Some(Language::De) => self.0.german += SECOND_OPINION * confidence,
            Some(Language::En) => self.0.english += SECOND_OPINION * confidence,
            None => self.0.other += SECOND_OPINION * confidence,
        }
        self.best()
    }
}

/// For each paragraph the class of the nearest clear one; of two equally near the one before it.
fn nearest_clear(evidence: &[Evidence]) -> Vec<Option<Class>> {
    let mut nearest: Vec<Option<(usize, Class)>> = vec![None; evidence.len()];
    let mut last = None;
    for (idx, e) in evidence.iter().enumerate() {
        nearest[idx] = last;
        last = e.clear().map(|class| (idx, class)).or(last);
    }
    last = None;
    for (idx, e) in evidence.iter().enumerate().rev() {
        let is_nearer = |(after, _): (usize, Class)| nearest[idx].is_none_or(|(before, _)| after - idx < idx - before);
        nearest[idx] = last.filter(|&l| is_nearer(l)).or(nearest[idx]);
        last = e.clear().map(|class| (idx, class)).or(last);
    }
    nearest.into_iter().map(|near| near.map(|(_, class)| class)).collect()
}

#[cfg(test)]
mod tests;
