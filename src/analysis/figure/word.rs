//! The words of a paragraph as figures are read from them: small letters, what stands between, sentences.
//!
//! One pass and no allocation per word: all small letters stand in one buffer.

use super::table::{Class, LanguageTables, Tables};
use super::table_lexicon::WordEntry;
use crate::analysis::tokenizer::tokenize;
use crate::text::{Language, normalize, sentences};

/// A word by its bytes in the paragraph and in the buffer of small letters.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: u32,
    end: u32,
    low_start: u32,
    low_end: u32,
    /// Whether a hyphen joins it to the word before.
    is_joined: bool,
}

/// The words of a paragraph with the tables of its language.
#[derive(Debug)]
pub struct Words<'p> {
    pub text: &'p str,
    pub language: Language,
    pub tables: &'p Tables,
    pub forms: &'p LanguageTables,
    words: Vec<Word>,
    lowered: String,
    /// First word and end of each sentence.
    pub sentences: Vec<(usize, usize)>,
}

impl<'p> Words<'p> {
    /// Reads the words of a paragraph.
    pub fn read(text: &'p str, language: Language, tables: &'p Tables) -> Words<'p> {
        let mut words: Vec<Word> = Vec::with_capacity(text.len() / 6);
        let mut lowered = String::with_capacity(text.len() + 8);
        tokenize(text, |group| {
            for (at, span) in group.words.iter().enumerate() {
                let low_start = lowered.len() as u32;
                push_lower(&text[span.range()], &mut lowered);
                words.push(Word {
                    start: span.start,
                    end: span.end,
                    low_start,
                    low_end: lowered.len() as u32,
                    is_joined: at > 0,
                });
            }
        });
        let forms = tables.language(language);
        let mut read = Words { text, language, tables, forms, words, lowered, sentences: Vec::new() };
        read.find_sentences();
        read
    }

    fn find_sentences(&mut self) {
        let mut at = 0;
        for span in sentences(self.text, |word| self.tables.abbreviations.contains(word)) {
            let first = at;
            while at < self.words.len() && self.words[at].start < span.end {
                at += 1;
            }
            let mut from = first;
            for word in first + 1..at {
                if self.opens_anew(word) {
                    self.sentences.push((from, word));
                    from = word;
                }
            }
            if at > from {
                self.sentences.push((from, at));
            }
        }
    }

    /// *It has 11. Mr Smith said*, *by Stanley Inc. It has*: English has no ordinals with a full stop, and what opens a
    /// clause opens a sentence behind an abbreviation.
    fn opens_anew(&self, word: usize) -> bool {
        if self.language != Language::En || !self.gap(word).starts_with(". ") || !self.is_capital(word) {
            return false;
        }
        let before = self.written(word - 1);
        let is_number = before.bytes().all(|byte| byte.is_ascii_digit());
        let opens = self.is_any(word, &[Class::Determiner, Class::SpeakerPronoun]) && self.low(word).len() > 1;
        is_number || opens && before.len() > 1
    }

    /// Returns the number of words.
    pub fn n_words(&self) -> usize {
        self.words.len()
    }

    /// Returns the first byte of a word.
    pub fn start(&self, word: usize) -> usize {
        self.words[word].start as usize
    }

    /// Returns the byte after a word.
    pub fn end(&self, word: usize) -> usize {
        self.words[word].end as usize
    }

    /// Returns a word as written; empty beyond the paragraph.
    pub fn written(&self, word: usize) -> &'p str {
        self.words.get(word).map_or("", |word| &self.text[word.start as usize..word.end as usize])
    }

    /// Returns a word in small letters; empty beyond the paragraph.
    pub fn low(&self, word: usize) -> &str {
        self.words.get(word).map_or("", |word| &self.lowered[word.low_start as usize..word.low_end as usize])
    }

    /// Returns what stands between a word and the one before it.
    pub fn gap(&self, word: usize) -> &'p str {
        let from = if word == 0 { 0 } else { self.words[word - 1].end as usize };
        let to = self.words.get(word).map_or(self.text.len(), |word| word.start as usize);
        &self.text[from..to]
    }

    /// Returns whether only a space stands before a word.
    pub fn follows(&self, word: usize) -> bool {
        if word == 0 || word >= self.n_words() {
            return false;
        }
        match self.gap(word) {
            " " | "\u{a0}" | "\u{202f}" | "\u{2009}" | "  " => true,
            // 3 Mio. Euro: the full stop belongs to the magnitude.
            ". " | ".\u{a0}" => matches!(self.low(word - 1), "mio" | "mrd" | "tsd" | "mill" | "bio" | "mia"),
            _ => false,
        }
    }

    /// Returns whether a word follows after a space, or after an abbreviation's full stop inside the sentence.
    pub fn follows_loosely(&self, word: usize) -> bool {
        self.follows(word) || (word > 0 && word < self.n_words() && matches!(self.gap(word), ". " | ".\u{a0}" | "."))
    }

    /// Returns whether a hyphen joins a word to the one before.
    pub fn is_joined(&self, word: usize) -> bool {
        self.words.get(word).is_some_and(|word| word.is_joined)
    }

    /// Returns whether a word begins with a capital letter.
    pub fn is_capital(&self, word: usize) -> bool {
        self.written(word).chars().next().is_some_and(char::is_uppercase)
    }

    /// Returns whether a word begins with a digit.
    pub fn is_digit(&self, word: usize) -> bool {
        self.written(word).as_bytes().first().is_some_and(u8::is_ascii_digit)
    }

    /// Returns how many bytes of a word are a code or sign of money before digits: `EUR50m`, `RM79`; 0 if none.
    pub fn code_len_bytes(&self, word: usize) -> usize {
        let written = self.written(word);
        let letters = written.bytes().take_while(u8::is_ascii_uppercase).count();
        if !(2..=3).contains(&letters) || !written[letters..].starts_with(|c: char| c.is_ascii_digit()) {
            return 0;
        }
        let code = &written[..letters];
        let is_money = self.tables.signs.contains_key(code) || self.tables.codes.contains_key(&*code.to_lowercase());
        if is_money { letters } else { 0 }
    }

    /// Returns what the tables know about a word.
    pub fn entry(&self, word: usize) -> WordEntry {
        self.forms.words.get(self.low(word)).copied().unwrap_or_default()
    }

    /// Returns whether a word is in a class.
    pub fn is(&self, word: usize, class: Class) -> bool {
        self.entry(word).is(class)
    }

    /// Returns whether a word stands in no noun phrase that began before it.
    pub fn closes_noun_phrase(&self, at: usize) -> bool {
        self.is_any(
            at,
            &[
                Class::Preposition,
                Class::Determiner,
                Class::Pronoun,
                Class::Auxiliary,
                Class::Conjunction,
                Class::SayVerb,
            ],
        )
    }

    /// Returns whether a word is in one of the classes.
    pub fn is_any(&self, word: usize, classes: &[Class]) -> bool {
        let entry = self.entry(word);
        classes.iter().any(|&class| entry.is(class))
    }

    /// Returns the sentence of a word: its first word and its end.
    pub fn sentence_of(&self, word: usize) -> (usize, usize) {
        let at = self.sentences.partition_point(|&(_, end)| end <= word);
        self.sentences.get(at).copied().unwrap_or((0, self.n_words()))
    }

    /// Returns the last word of the hyphen compound that a word stands in.
    pub fn compound_end(&self, word: usize) -> usize {
        let mut last = word;
        while self.is_joined(last + 1) {
            last += 1;
        }
        last
    }

    /// Returns the first word of the hyphen compound that a word stands in.
    pub fn compound_start(&self, word: usize) -> usize {
        let mut first = word;
        while first > 0 && self.is_joined(first) {
            first -= 1;
        }
        first
    }
}

/// Adds a word in small letters, composed, with plain apostrophes.
fn push_lower(word: &str, lowered: &mut String) {
    if word.is_ascii() {
        lowered.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
    } else if word.chars().all(|c| ('\u{a0}'..'\u{180}').contains(&c) && c != '\u{ad}' || c.is_ascii()) {
        lowered.extend(word.chars().flat_map(char::to_lowercase));
    } else {
        lowered.push_str(&normalize(word).text);
    }
}
