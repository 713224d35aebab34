//! `schema/ranking.toml`: the constants of ranking, each with the evaluation that chose it.

use serde::Deserialize;

use super::SchemaError;
use crate::text::Language;

/// Constants of BM25 for the fields of one language.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageRanking {
    /// Saturation of term frequency, >= 0 (Robertson and Zaragoza 2009, section 3.4).
    pub k1: f32,
    /// Strength of length normalisation, 0..=1.
    pub b: f32,
}

/// Weights of the kinds of evidence for one query word, relative to a match of its stem in the text.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// One writing of a term in the lead field, which a headline has three of.
    pub lead: f32,
    /// A word that is a part of a longer one in the article.
    pub part: f32,
    /// A part of a query word, as a unit beside the whole.
    pub query_part: f32,
    /// A stem that begins like the query's.
    pub related: f32,
    /// A stem of the same family, by `word_families.tsv`.
    pub family: f32,
    /// The word as typed, unstemmed, as a unit beside its stem.
    pub exact: f32,
    /// A word as typed beside its translations, of which the best has 1.
    pub identity: f32,
    /// Another spelling of a name.
    pub spelling: f32,
    /// Factor of the scores of articles in the language that the query is not in.
    pub other_language: f32,
    /// A term of several words in the other language, for each of its words.
    pub term: f32,
    /// The translation of a part of a query word that has none as a whole.
    pub translated_part: f32,
    /// A hyphen compound as one word, as a unit beside its words.
    pub joined: f32,
    /// Factor of a word of one letter.
    pub letter: f32,
    /// Factor of a word that says little by itself, by `light_words.tsv`.
    pub light: f32,
    /// A function word, as typed.
    pub stop: f32,
    /// A figure among plain words, as a unit beside them.
    pub figure: f32,
}

/// Weights of translations among those of one word, of which the best is scaled to 1.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TranslationRanking {
    /// By their place in a row of the lexicon.
    pub by_place: [f32; 5],
    /// Factor of a headword with the stem of a typed word, where another one is closer to it: of the same part of speech.
    pub other_headword: f32,
    /// The same, of another part of speech.
    pub other_part_of_speech: f32,
    /// The same, where the typed word is a headword as it stands.
    pub beside_citation_form: f32,
    /// Factor of an imported translation of a word that the lexicon has too.
    pub beside_lexicon: f32,
    /// Words in the other language with the stem of a typed word that mean something else, instead of `identity`.
    pub false_friend: f32,
    /// Factor of the parts of a compound whose translation is a term of several words.
    pub parts_beside_term: f32,
}

/// How candidates are scored.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    pub de: LanguageRanking,
    pub en: LanguageRanking,
    /// Words as typed, and third languages.
    pub exact: LanguageRanking,
    pub weights: Weights,
    pub translation: TranslationRanking,
}

impl Ranking {
    /// Returns the constants for the fields of a language.
    pub fn of(&self, language: Language) -> LanguageRanking {
        match language {
            Language::De => self.de,
            Language::En => self.en,
        }
    }
}

pub(super) fn read(file: &'static str, text: &str) -> Result<Ranking, SchemaError> {
    toml::from_str(text).map_err(|error| SchemaError {
        file,
        line: error.span().map_or(1, |span| text[..span.start].lines().count().max(1)),
        what: error.message().to_string(),
    })
}
