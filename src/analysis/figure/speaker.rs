//! Who says a figure: the nearest cue of its sentence, or the speaker before where the text goes on with their words.
//!
//! A pronoun, and an office without a name (*the minister*), stand for the person last named: by the mentions where
//! there are some, else for the speaker before or a name behind *Mr*, *Frau* and the like.

use super::quotation::Quotations;
use super::speaker_cue::{self, Cue};
use super::table::Class;
use super::word::Words;
use super::{Mention, Speaker, SpeakerKind};
use crate::text::{Language, Span};

/// How many sentences back *er sagte* may mean the same speaker.
const MAX_PRONOUN_AGE: usize = 3;

/// The speakers of an article, sentence by sentence.
#[derive(Debug)]
pub struct Speakers<'m> {
    mentions: &'m [Mention<'m>],
    /// Where the paragraph begins in the text.
    offset: usize,
    quotations: Quotations,
    cues: Vec<Cue>,
    /// The speaker of the sentences before, and how many have passed since.
    last: Option<Speaker>,
    age: usize,
    /// Whether that speaker is a person by a title: Mr Smith is no *it*.
    is_titled: bool,
    /// The person last named in a sentence before.
    person: Option<Speaker>,
    goes_on: bool,
    /// Whether the first word stands inside a quotation, and whether that began in a sentence before.
    in_quotation: bool,
    began_before: bool,
}

impl<'m> Speakers<'m> {
    /// Begins an article with the mentions found in it.
    pub fn new(mentions: &'m [Mention<'m>]) -> Speakers<'m> {
        Speakers {
            mentions,
            offset: 0,
            quotations: Quotations::default(),
            cues: Vec::new(),
            last: None,
            age: 0,
            is_titled: false,
            person: None,
            goes_on: false,
            in_quotation: false,
            began_before: false,
        }
    }

    /// Begins the paragraph that stands at byte `offset` of the text.
    pub fn begin_paragraph(&mut self, words: &Words, offset: usize) {
        self.offset = offset;
        self.quotations = Quotations::read(words.text);
    }

    /// Reads the cues of the next sentence.
    pub fn begin_sentence(&mut self, words: &Words, sentence: usize) {
        let (first, end) = words.sentences[sentence];
        self.cues = speaker_cue::find(words, first, end);
        self.in_quotation = self.quotations.holds(words.start(first));
        let gap = words.gap(first);
        let space = gap.find(char::is_whitespace).map(|space| words.start(first) - gap.len() + space);
        self.began_before = first > 0 && self.in_quotation && space.is_none_or(|space| self.quotations.holds(space));
        self.goes_on = self.cues.is_empty()
            && self.age == 0
            && self.last.is_some()
            && (self.in_quotation || goes_on(words, first, end));
    }

    /// Returns the speaker of the figure whose words are `first..end`.
    pub fn of(&self, words: &Words, (first, end): (usize, usize)) -> Option<Speaker> {
        let holds = |cue: &&Cue| {
            let in_scope = (cue.scope.0..cue.scope.1).contains(&first);
            let in_name = cue.name.0 < end && first <= cue.name.1;
            let in_aside = (cue.aside.0..cue.aside.1).contains(&first);
            in_scope && !in_name && !in_aside
        };
        let nearest = self.cues.iter().filter(holds).min_by_key(|cue| cue.anchor.abs_diff(first));
        match nearest {
            Some(cue) => self.resolved(words, cue),
            None if self.goes_on => self.last.clone(),
            None => None,
        }
    }

    /// Returns who closes a quotation that began in a sentence before: *"We have 50. We need 60," said X.*
    pub fn of_open_quotation(&self, words: &Words, sentence: usize) -> Option<Speaker> {
        let first = words.sentences[sentence].0;
        let closes = self.cues.iter().find(|cue| cue.scope.0 == first && cue.anchor > first);
        closes.filter(|_| self.began_before).and_then(|cue| self.resolved(words, cue))
    }

    /// Returns whether the sentence begins inside a quotation.
    pub fn begins_inside(&self) -> bool {
        self.began_before
    }

    /// Keeps the speaker and the person named last for the next sentences.
    pub fn end_sentence(&mut self, words: &Words, sentence: usize) {
        if let Some(found) = self.cues.first().and_then(|cue| self.resolved(words, cue)) {
            let cue = self.cues.iter().find(|cue| !cue.is_pronoun);
            let named = cue.map(|cue| self.speaker(words, cue));
            self.is_titled = cue.map_or(self.is_titled, |cue| words.is(cue.name.0, Class::NameTitle));
            self.last = named.or(Some(found));
            self.age = 0;
        } else if self.goes_on {
            self.age = 0;
        } else {
            self.age += 1;
        }
        if let Some(person) = self.person_in(words, words.sentences[sentence]) {
            self.person = Some(person);
        }
    }

    fn resolved(&self, words: &Words, cue: &Cue) -> Option<Speaker> {
        if !cue.is_pronoun {
            return Some(self.speaker(words, cue));
        }
        let recent = self.last.clone().filter(|_| self.age <= MAX_PRONOUN_AGE);
        let is_one = matches!(words.low(cue.name.0), "he" | "she" | "er" | "i" | "ich");
        let is_group = recent.as_ref().is_none_or(|by| by.kind != SpeakerKind::Entity);
        if words.low(cue.name.0) == "it" {
            return recent.filter(|_| !self.is_titled);
        }
        // He is a person: not the analysts, nor a speaker long ago if somebody was named since.
        match &self.person {
            Some(person) if is_one && (is_group || self.age > 1) => Some(person.clone()),
            _ => recent,
        }
    }

    fn speaker(&self, words: &Words, cue: &Cue) -> Speaker {
        let end = cue.name_end.unwrap_or(words.end(cue.name.1));
        let span = Span::new(words.start(cue.name.0), end.max(words.start(cue.name.0))).shifted(self.offset);
        let from = self.mentions.partition_point(|mention| mention.span.end <= span.start);
        // The name of a person says more than that of their office or country.
        let inside = self.mentions[from..].iter().take_while(|mention| mention.span.start < span.end);
        let id = inside.min_by_key(|mention| mention.kind != "PER").map(|mention| mention.id.to_string());
        let id = id.or_else(|| self.named_before(words, cue));
        Speaker { id, span, kind: cue.kind }
    }

    /// The id of the person that *the minister* stands for.
    fn named_before(&self, words: &Words, cue: &Cue) -> Option<String> {
        let before = cue.name.0.checked_sub(1)?;
        let is_office = words.is(cue.name.1, Class::NamedBefore)
            && words.is(before, Class::Determiner)
            && !matches!(words.low(before), "a" | "an" | "ein" | "eine" | "einem" | "einer");
        self.person.as_ref().filter(|_| is_office)?.id.clone()
    }

    /// The last person named in a sentence: by a mention, else by a name behind a title.
    fn person_in(&self, words: &Words, (first, end): (usize, usize)) -> Option<Speaker> {
        let (from, to) = (words.start(first) + self.offset, words.end(end - 1) + self.offset);
        let before = self.mentions.partition_point(|mention| (mention.span.start as usize) < to);
        let inside = self.mentions[..before].iter().rev().take_while(|mention| mention.span.start as usize >= from);
        if let Some(mention) = inside.into_iter().find(|mention| mention.kind == "PER") {
            let id = Some(mention.id.to_string());
            return Some(Speaker { id, span: mention.span, kind: SpeakerKind::Entity });
        }
        let titled = (first + 1..end).rev().find(|&word| {
            words.is(word - 1, Class::NameTitle) && words.is_capital(word) && words.gap(word).len() <= 2
        })?;
        let is_name = |word: usize| words.is_capital(word) && words.follows(word) && words.entry(word).classes == 0;
        let last = if titled + 1 < end && is_name(titled + 1) { titled + 1 } else { titled };
        let span = Span::new(words.start(titled), words.end(last)).shifted(self.offset);
        Some(Speaker { id: None, span, kind: SpeakerKind::Entity })
    }
}

/// Whether a sentence without a cue goes on with the words of the speaker before: by its first word, or by reported
/// speech.
fn goes_on(words: &Words, first: usize, end: usize) -> bool {
    let opens = words.is(first, Class::GoesOn);
    let is_reported = words.language == Language::De
        && (first..end)
            .any(|word| (words.is(word, Class::Reported) || words.low(word) == "demnach") && !words.is_capital(word));
    opens || is_reported
}
