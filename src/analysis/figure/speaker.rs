//! Who says a figure: the nearest cue of its sentence, or the speaker before where the text goes on with their words.
//!
//! A pronoun, and an office without a name (*the minister*), stand for the person last named: by the mentions where
//! there are some, else for the speaker before or a name behind *Mr*, *Frau* and the like.

use super::quotation::Quotations;
use super::speaker_cue::{self, Cue};
use super::speaker_phrase as phrase;
use super::table::Class;
use super::word::Words;
use super::{Mention, Speaker, SpeakerKind};
use crate::text::{Language, Span};

/// How many sentences back *er sagte* may mean the same speaker.
const MAX_PRONOUN_AGE: usize = 3;

/// What a speaker is known to be: Mr Smith is no *it*, the ministry no *he*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Person,
    Body,
    Unknown,
}

/// An organisation that a sentence began with, its name in small letters, and how many sentences have passed since.
#[derive(Clone, Debug)]
struct Body {
    speaker: Speaker,
    low: String,
    age: usize,
}

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
    /// What that speaker is known to be.
    sort: Sort,
    /// The person last named in a sentence before.
    person: Option<Speaker>,
    /// The organisation that a sentence before began with, and the first of the article.
    body: Option<Body>,
    first_body: Option<String>,
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
            sort: Sort::Unknown,
            person: None,
            body: None,
            first_body: None,
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

    /// Keeps the speaker, the person and the organisation named last for the next sentences.
    pub fn end_sentence(&mut self, words: &Words, sentence: usize) {
        if let Some(found) = self.cues.first().and_then(|cue| self.resolved(words, cue)) {
            let named = || self.cues.iter().filter(|cue| !cue.is_pronoun);
            // According to the agency, the ministry announced: the ministry speaks on.
            let cue = named().find(|cue| words.is(cue.anchor, Class::SayVerb)).or_else(|| named().next());
            let speaker = cue.map(|cue| self.speaker(words, cue));
            self.sort = cue.map_or(self.sort, |cue| self.sort_of(words, cue));
            self.last = speaker.or(Some(found));
            self.age = 0;
        } else if self.goes_on {
            self.age = 0;
        } else {
            self.age += 1;
        }
        let bounds = words.sentences[sentence];
        if let Some(person) = self.person_in(words, bounds) {
            self.person = Some(person);
        }
        match self.body_in(words, bounds) {
            Some(body) => {
                self.first_body = self.first_body.take().or_else(|| body.speaker.id.clone());
                self.body = Some(body);
            }
            None => self.body.iter_mut().for_each(|body| body.age += 1),
        }
    }

    fn resolved(&self, words: &Words, cue: &Cue) -> Option<Speaker> {
        if !cue.is_pronoun {
            return Some(self.speaker(words, cue));
        }
        // *Hieß es* means who spoke right before.
        let max_age = if words.low(cue.name.0) == "es" { 0 } else { MAX_PRONOUN_AGE };
        let recent = self.last.clone().filter(|_| self.age <= max_age);
        let low = words.low(cue.name.0);
        let is_one = matches!(low, "he" | "she" | "er" | "i" | "ich");
        let is_group = recent.as_ref().is_none_or(|by| by.kind != SpeakerKind::Entity);
        if low == "it" {
            let recent = recent.filter(|_| self.sort != Sort::Person);
            let body = self.body.as_ref().filter(|body| body.age == 0 && (self.age > 0 || recent.is_none()));
            return body.map(|body| body.speaker.clone()).or(recent);
        }
        // He is a person: not the analysts, nor a speaker long ago if somebody was named since.
        let is_body = self.sort == Sort::Body && matches!(low, "he" | "she");
        match &self.person {
            Some(person) if is_one && (is_group || is_body || self.age > 1) => Some(person.clone()),
            None if is_body => None,
            _ => recent,
        }
    }

    fn speaker(&self, words: &Words, cue: &Cue) -> Speaker {
        let end = cue.name_end.unwrap_or(words.end(cue.name.1));
        let span = Span::new(words.start(cue.name.0), end.max(words.start(cue.name.0))).shifted(self.offset);
        let from = self.mentions.partition_point(|mention| mention.span.end <= span.start);
        let inside = self.mentions[from..].iter().take_while(|mention| mention.span.start < span.end);
        // The name of a person says more than that of their office or country; officials with him are not the president.
        let rank = |mention: &&Mention| match mention.kind {
            "PER" if cue.kind == SpeakerKind::Group => 3,
            "PER" => 0,
            "ORG" => 1,
            _ => 2,
        };
        let named = inside.min_by_key(rank).filter(|mention| rank(mention) < 3);
        if named.is_none_or(|mention| mention.kind != "PER")
            && let Some(person) = self.beside(words, cue, span)
        {
            return person;
        }
        let named = named.filter(|mention| {
            mention.kind == "PER" || mention.kind == "ORG" || mention.span.end >= span.end || is_state(words, cue.name)
        });
        let id = named.map(|mention| mention.id.to_string()).or_else(|| self.named_before(words, cue));
        Speaker { id, span, kind: cue.kind }
    }

    /// The person whose office a phrase is: *its lawyer, Jim Smith*, *Jim Smith, president of X*.
    fn beside(&self, words: &Words, cue: &Cue, span: Span) -> Option<Speaker> {
        let (first, last) = cue.name;
        if cue.kind != SpeakerKind::Entity || !(first..=last).any(|word| phrase::is_office(words, word)) {
            return None;
        }
        let behind = (words.gap(last + 1) == ", ").then(|| self.mention_at(words, last + 1)).flatten();
        let before = || {
            let end = (words.end(first.checked_sub(1)?) + self.offset) as u32;
            let at = self.mentions.partition_point(|mention| mention.span.end < end);
            self.mentions.get(at).filter(|mention| mention.span.end == end && words.gap(first) == ", ")
        };
        let person = behind.or_else(before).filter(|mention| mention.kind == "PER" && !span.is_empty())?;
        Some(Speaker { id: Some(person.id.to_string()), span: person.span, kind: cue.kind })
    }

    /// The mention that begins with a word.
    fn mention_at(&self, words: &Words, at: usize) -> Option<&Mention<'m>> {
        let start = (words.start(at) + self.offset) as u32;
        let from = self.mentions.partition_point(|mention| mention.span.start < start);
        self.mentions.get(from).filter(|mention| mention.span.start == start)
    }

    fn sort_of(&self, words: &Words, cue: &Cue) -> Sort {
        let (start, end) = (words.start(cue.name.0) + self.offset, words.end(cue.name.1) + self.offset);
        let from = self.mentions.partition_point(|mention| mention.span.end as usize <= start);
        let mut inside = self.mentions[from..].iter().take_while(|mention| (mention.span.start as usize) < end);
        let is_person = inside.clone().any(|mention| mention.kind == "PER") || words.is(cue.name.0, Class::NameTitle);
        if is_person {
            Sort::Person
        } else if inside.any(|mention| mention.kind != "PER" && mention.span.end as usize >= end) {
            Sort::Body
        } else {
            Sort::Unknown
        }
    }

    /// The id of the person that *the minister* stands for, or of the organisation that *the company* does.
    fn named_before(&self, words: &Words, cue: &Cue) -> Option<String> {
        let before = cue.name.0.checked_sub(1)?;
        let is_known = words.is(before, Class::Determiner)
            && !matches!(words.low(before), "a" | "an" | "ein" | "eine" | "einem" | "einer" | "eines");
        if !is_known {
            return None;
        }
        let low = words.low(cue.name.1);
        if words.is(cue.name.1, Class::NamedBefore) {
            return self.person.as_ref()?.id.clone();
        }
        // The company, and the ministry that was named as one.
        let body = self.body.as_ref().filter(|_| cue.name.0 == cue.name.1)?;
        let last = self.last.as_ref().and_then(|by| by.id.as_ref());
        let is_topic = body.speaker.id == self.first_body || body.speaker.id.as_ref() == last;
        let stands = is_topic && words.is(cue.name.1, Class::BodyBefore) || body.low.contains(low);
        body.speaker.id.clone().filter(|_| stands && words.is(cue.name.1, Class::Role))
    }

    /// The organisation that a sentence begins with: its first mention, if no more than a few words stand before.
    fn body_in(&self, words: &Words, (first, end): (usize, usize)) -> Option<Body> {
        let (from, to) = (words.start(first) + self.offset, words.end((first + 4).min(end - 1)) + self.offset);
        let at = self.mentions.partition_point(|mention| (mention.span.start as usize) < from);
        let mention = self.mentions.get(at).filter(|mention| (mention.span.start as usize) < to)?;
        let low = words.text.get(mention.span.range().start - self.offset..mention.span.range().end - self.offset)?;
        let speaker = Speaker { id: Some(mention.id.to_string()), span: mention.span, kind: SpeakerKind::Entity };
        (mention.kind == "ORG").then(|| Body { speaker, low: low.to_lowercase(), age: 0 })
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

/// Whether a country before such a word is who speaks: *US officials*, *die russische Regierung*.
fn is_state(words: &Words, (first, last): (usize, usize)) -> bool {
    let speaks = [Class::Role, Class::Group, Class::SourceNoun];
    (first..=last).any(|word| words.is_any(word, &speaks) && !words.is(word, Class::NamedBefore))
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
