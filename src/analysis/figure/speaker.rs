//! Who says a figure: the nearest cue of its sentence, or the speaker before where the text goes on with their words.

use super::speaker_cue::{self, Cue};
use super::table::Class;
use super::word::Words;
use super::{Mention, Speaker};
use crate::text::{Language, Span};

/// How many sentences back *er sagte* may mean the same speaker.
const MAX_PRONOUN_AGE: usize = 3;

/// The speakers of an article, sentence by sentence.
#[derive(Debug, Default)]
pub struct Speakers {
    cues: Vec<Cue>,
    /// The speaker of the sentences before, and how many have passed since.
    last: Option<Speaker>,
    age: usize,
    goes_on: bool,
}

impl Speakers {
    /// Begins an article.
    pub fn new() -> Speakers {
        Speakers::default()
    }

    /// Reads the cues of the next sentence.
    pub fn begin_sentence(&mut self, words: &Words, sentence: usize) {
        let (first, end) = words.sentences[sentence];
        self.cues = speaker_cue::find(words, first, end);
        self.goes_on = self.cues.is_empty() && self.age == 0 && self.last.is_some() && goes_on(words, first, end);
    }

    /// Returns the speaker of the figure whose words are `first..end`; offsets of the paragraph are moved by `offset`.
    pub fn of(
        &self,
        words: &Words,
        (first, end): (usize, usize),
        offset: usize,
        mentions: &[Mention],
    ) -> Option<Speaker> {
        let holds = |cue: &&Cue| {
            let in_scope = (cue.scope.0..cue.scope.1).contains(&first);
            let in_name = cue.name.0 < end && first <= cue.name.1;
            in_scope && !in_name
        };
        let nearest = self.cues.iter().filter(holds).min_by_key(|cue| cue.anchor.abs_diff(first));
        match nearest {
            Some(cue) if cue.is_pronoun => self.last.clone().filter(|_| self.age <= MAX_PRONOUN_AGE),
            Some(cue) => Some(speaker(words, cue, offset, mentions)),
            None if self.goes_on => self.last.clone(),
            None => None,
        }
    }

    /// Keeps the speaker of the sentence for the next ones.
    pub fn end_sentence(&mut self, words: &Words, offset: usize, mentions: &[Mention]) {
        if let Some(cue) = self.cues.iter().find(|cue| !cue.is_pronoun) {
            self.last = Some(speaker(words, cue, offset, mentions));
            self.age = 0;
        } else if self.goes_on || !self.cues.is_empty() && self.age <= MAX_PRONOUN_AGE {
            self.age = 0;
        } else {
            self.age += 1;
        }
    }
}

/// Whether a sentence without a cue goes on with the words of the speaker before: by its first word, by reported speech,
/// or within a quotation.
fn goes_on(words: &Words, first: usize, end: usize) -> bool {
    let opens = words.is(first, Class::GoesOn);
    let is_reported = words.language == Language::De
        && (first..end).any(|word| words.is(word, Class::Reported) && !words.is_capital(word));
    let is_quote = words.gap(first).contains(['„', '“', '"', '»']);
    opens || is_reported || is_quote
}

fn speaker(words: &Words, cue: &Cue, offset: usize, mentions: &[Mention]) -> Speaker {
    let end = cue.name_end.unwrap_or(words.end(cue.name.1));
    let span = Span::new(words.start(cue.name.0), end.max(words.start(cue.name.0))).shifted(offset);
    let from = mentions.partition_point(|mention| mention.span.end <= span.start);
    // The name of a person says more than that of their office or country.
    let inside = mentions[from..].iter().take_while(|mention| mention.span.start < span.end);
    let id = inside.min_by_key(|mention| mention.kind != "PER").map(|mention| mention.id.to_string());
    Speaker { id, span, kind: cue.kind }
}
