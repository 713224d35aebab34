//! Which people, places, organisations, weapons, products and events a text names.
//!
//! In: a text and the language of its paragraphs. Out: [`Mention`]s in order and without overlap, each with the id of
//! what it names. Two sources are joined. Rules: names of the [`Gazetteer`], weak ones where the words around speak for
//! them (`evidence.rs`); people and companies that it does not know, by first names, titles and company forms
//! (`unknown.rs`). A sequence tagger with learned weights (`tagger/`), which sees what the gazetteer says (`hints.rs`),
//! finds the rest (`join.rs`). Then come surnames of whoever the article names in full (`memory.rs`). Nothing here fails.

mod acronym;
mod evidence;
mod gazetteer;
mod hints;
mod join;
mod kind;
mod lists;
mod memory;
pub mod tagger;
mod unknown;
mod vocabulary;
mod words;

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::analysis::Paragraph;
use crate::schema::{NAME_TAGGER, Schema, SchemaError};
use crate::text::{Language, Span, sentences};

pub use gazetteer::{Entity, EntityIdx, Gazetteer, Match, folded, name_key, word_key};
pub use kind::EntityKind;
pub use unknown::{is_unknown, unknown_id, unknown_key};
pub use words::{Gap, Word, without_possessive, words};

use hints::hints;

use lists::Lists;
use memory::Memory;
use tagger::looks::Hints;
use tagger::weights::Weights;
use tagger::{Name, Scratch};

/// One place of a text that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    pub span: Span,
    /// Of the gazetteer, or `per:~`, `org:~` and the keys of the name.
    pub id: Arc<str>,
    pub kind: EntityKind,
    /// What readers are shown, in the language of the paragraph.
    pub name: Arc<str>,
    /// An adjective or inhabitant of a place.
    pub is_derived: bool,
    /// A place that stands for those who govern there: *Moskau sagte*, *according to Kyiv*.
    pub is_metonym: bool,
}

/// A text whose mentions are to be found.
#[derive(Clone, Copy, Debug)]
pub struct ReadText<'t> {
    pub text: &'t str,
    pub paragraphs: &'t [Paragraph],
    /// Bytes at which a word begins that lost the space before it, in order.
    pub cuts: &'t [u32],
}

/// What the title and the text of an article name, each in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleMentions {
    pub title: Vec<Mention>,
    pub text: Vec<Mention>,
}

/// Who is named.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    id: Arc<str>,
    kind: EntityKind,
    name: Arc<str>,
}

/// A mention, by the words of its paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Find {
    words: Range<usize>,
    named: Named,
    is_derived: bool,
}

/// What a word looks like to the chain of its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Neither frequent nor a part of compounds.
    Name,
    /// A German compound, so a common noun.
    Compound,
    Other,
}

/// Tells what a word looks like.
pub type LooksOf<'a> = &'a dyn Fn(&str, Language) -> Looks;

/// The words of a paragraph with its language.
#[derive(Clone, Copy)]
struct Line<'w, 't> {
    words: &'w [Word<'t>],
    language: Language,
    looks: LooksOf<'w>,
}

/// What the tagger sees of a paragraph.
#[derive(Clone, Debug, Default)]
pub struct Tagged {
    /// The words without possessive endings.
    pub spans: Vec<Span>,
    /// One for each word.
    pub hints: Vec<Hints>,
    /// Each with the indices of its words.
    pub sentences: Vec<(Span, Range<usize>)>,
}

/// Finds mentions.
#[derive(Debug)]
pub struct Recognizer {
    gazetteer: Gazetteer,
    lists: Lists,
    weights: Weights,
    abbreviations: FxHashSet<String>,
}

impl Recognizer {
    /// Reads the entities, the word lists and the weights of the schema.
    ///
    /// # Errors
    /// A data file that does not keep its format.
    pub fn new(schema: &Schema) -> Result<Recognizer, SchemaError> {
        let gazetteer = Gazetteer::new(schema)?;
        let lists = Lists::new(schema, &gazetteer)?;
        let fault = |error| SchemaError { file: "name_tagger.bin", line: 0, what: format!("{error}") };
        let weights = Weights::read(NAME_TAGGER).map_err(fault)?;
        Ok(Recognizer { gazetteer, lists, weights, abbreviations: schema.abbreviations.clone() })
    }

    /// Returns the entities that are known.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// Returns the mentions of the texts of one article, each with its paragraphs; one without a language is read as the one
    /// before it.
    pub fn mentions(&self, texts: &[ReadText], looks: LooksOf) -> Vec<Vec<Mention>> {
        let (mut memory, mut scratch) = (Memory::default(), Scratch::default());
        let mut of_texts = texts.iter().flat_map(|text| text.paragraphs);
        let mut language = of_texts.find_map(|paragraph| paragraph.language).unwrap_or(Language::En);
        let mut read = Vec::new();
        for (read_text, paragraph) in each_paragraph(texts) {
            language = paragraph.language.unwrap_or(language);
            let text = &read_text.text[paragraph.span.range()];
            let words = words::cut(words(text), text, paragraph.span.start, read_text.cuts);
            let matches = self.gazetteer.matches(&words, language);
            let tagged = self.tagged(text, &words, &matches, language);
            let names = self.names(text, &tagged, language, &mut scratch);
            let finds = self.finds(Line { words: &words, language, looks }, (&matches, &names), &mut memory);
            read.push((words, language, finds));
        }
        let mut read = read.into_iter();
        let settled = |(words, language, finds): (Vec<Word>, Language, Vec<Find>), paragraph: &Paragraph| {
            let line = Line { words: &words, language, looks };
            let offset = paragraph.span.start as usize;
            let finds = memory.settled(finds, line, &self.lists);
            finds.into_iter().map(|find| mention(find, line).shifted(offset)).collect::<Vec<_>>()
        };
        let of_text = |text: &ReadText| {
            text.paragraphs.iter().zip(&mut read).flat_map(|(paragraph, read)| settled(read, paragraph)).collect()
        };
        texts.iter().map(of_text).collect()
    }

    /// Returns what the tagger sees of a paragraph; training sees the same.
    pub fn tagger_input(&self, paragraph: &str, language: Language) -> Tagged {
        let words = words(paragraph);
        let matches = self.gazetteer.matches(&words, language);
        self.tagged(paragraph, &words, &matches, language)
    }

    fn tagged(&self, paragraph: &str, words: &[Word], matches: &[Match], language: Language) -> Tagged {
        let bare = |word: &Word| {
            let start = word.span.start as usize;
            Span::new(start, start + without_possessive(word.text).len())
        };
        let hints = hints(words, matches, (&self.gazetteer, &self.lists), language);
        let (mut first, mut end) = (0, 0);
        let bounds = sentences(paragraph, |word| self.abbreviations.contains(word));
        let mut sentences = Vec::with_capacity(bounds.len());
        for bounds in bounds {
            let n_words = words[first..].iter().take_while(|word| word.span.start < bounds.end).count();
            let of_sentence = first..first + n_words;
            first += n_words;
            // A word may hold the stop that ends a sentence (nicht.Der): then it belongs to that sentence as a whole.
            let last_end = words[of_sentence.clone()].last().map_or(0, |word| word.span.end);
            let start = bounds.start.max(end);
            end = bounds.end.max(last_end);
            if start < end {
                sentences.push((Span { start, end }, of_sentence));
            }
        }
        Tagged { spans: words.iter().map(bare).collect(), hints, sentences }
    }

    /// Returns the names that the tagger finds in a paragraph.
    fn names(&self, paragraph: &str, tagged: &Tagged, language: Language, scratch: &mut Scratch) -> Vec<Name> {
        let mut names = Vec::new();
        for (bounds, words) in &tagged.sentences {
            let seen = (&tagged.spans[words.clone()], &tagged.hints[words.clone()]);
            let tags = tagger::tag(&self.weights, (paragraph, *bounds), seen, language, scratch);
            names.extend(tagger::names(tags).into_iter().map(|name| name.shifted(words.start)));
        }
        names
    }

    fn finds(&self, line: Line, (matches, names): (&[Match], &[Name]), memory: &mut Memory) -> Vec<Find> {
        let mut finds = Vec::with_capacity(matches.len());
        for found in self.strong_first(matches) {
            if let Some(entity) = self.meant(found, line, (memory, names)) {
                let known = self.known(entity, line.language);
                memory.note(&known, &found.words, line);
                finds.push(Find { words: found.words.clone(), named: known, is_derived: found.is_derived });
            }
        }
        finds.sort_by_key(|find| find.words.start);
        let finds = self.with_companies(finds, line, memory);
        let finds = self.with_people(finds, line, memory);
        let finds = self.with_tagged(finds, names, line, memory);
        self.with_acronyms(finds, line, memory)
    }

    /// Strong names may speak for weak ones, wherever they stand.
    fn strong_first<'m>(&self, matches: &'m [Match]) -> impl Iterator<Item = &'m Match> {
        let strong = matches.iter().filter(|found| !found.is_weak);
        strong.chain(matches.iter().filter(|found| found.is_weak))
    }

    fn known(&self, entity: EntityIdx, language: Language) -> Named {
        let entity = self.gazetteer.entity(entity);
        Named { id: entity.id.into(), kind: entity.kind, name: entity.name(language).into() }
    }
}

fn each_paragraph<'a, 't>(texts: &'a [ReadText<'t>]) -> impl Iterator<Item = (&'a ReadText<'t>, &'t Paragraph)> {
    texts.iter().flat_map(|text| text.paragraphs.iter().map(move |paragraph| (text, paragraph)))
}

fn mention(find: Find, line: Line) -> Mention {
    let Find { words, named: Named { id, kind, name }, is_derived } = find;
    let last = &line.words[words.end - 1];
    let start = line.words[words.start].span.start as usize;
    let end = last.span.start as usize + without_possessive(last.text).len();
    Mention { span: Span::new(start, end), id, kind, name, is_derived, is_metonym: false }
}

impl Mention {
    fn shifted(self, offset: usize) -> Mention {
        Mention { span: self.span.shifted(offset), ..self }
    }
}

impl Line<'_, '_> {
    /// Returns the word before, if no more than a space or hyphen stands between.
    fn before(&self, at: usize) -> Option<&str> {
        let word = self.words.get(at)?;
        (at > 0 && matches!(word.gap, Gap::Space | Gap::Hyphen)).then(|| self.words[at - 1].text)
    }

    /// Returns what a word looks like.
    fn looks(&self, at: usize) -> Looks {
        (self.looks)(self.words[at].text, self.language)
    }

    /// Returns whether a word begins a sentence.
    fn begins_sentence(&self, at: usize) -> bool {
        !matches!(self.words[at].gap, Gap::Space | Gap::Hyphen | Gap::Comma)
    }

    /// Returns whether nothing but a space stands before a word that begins with a capital.
    fn goes_on(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.gap == Gap::Space && word.is_capital())
    }
}

#[cfg(test)]
mod tests;
