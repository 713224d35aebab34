//! What the readers of all formats hand over: entries of senses, each with the phrases that mean the same.

use crate::text::Language;

/// One entry of a dictionary, a line of Ding or an `entry` of TEI.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Line in the file, from 1, at which the entry begins.
    pub line: usize,
    pub senses: Vec<Sense>,
}

/// Phrases of both languages that mean the same: each German one is translated by each English one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sense {
    pub german: Vec<Phrase>,
    pub english: Vec<Phrase>,
}

/// One or more words as written, free of notes, grammar and placeholders.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    pub words: Vec<String>,
    /// Its share among the phrases of its side, above 0; 1 where the dictionary gives none.
    pub weight: f32,
}

/// A line that could not be read, or not as a whole; the import goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line in the file, from 1.
    pub line: usize,
    pub what: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}

/// Takes entries and problems in the order of the file.
pub type Take<'a> = dyn FnMut(Result<Entry, Problem>) + 'a;

impl Sense {
    /// Returns the phrases of one language.
    pub fn side(&self, language: Language) -> &[Phrase] {
        match language {
            Language::De => &self.german,
            Language::En => &self.english,
        }
    }
}

#[cfg(test)]
pub(super) fn shown(entry: &Entry) -> String {
    let side = |phrases: &[Phrase]| {
        let shown = phrases.iter().map(|phrase| match phrase.weight {
            1.0 => phrase.words.join(" "),
            weight => format!("{} {weight}", phrase.words.join(" ")),
        });
        shown.collect::<Vec<_>>().join("; ")
    };
    let senses = entry.senses.iter().map(|sense| format!("{} = {}", side(&sense.german), side(&sense.english)));
    senses.collect::<Vec<_>>().join(" | ")
}
