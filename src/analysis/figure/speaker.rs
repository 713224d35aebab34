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

/// How many sentences back reported speech may go on.
const MAX_REPORTED_AGE: usize = 2;

/// How a speaker is known: named in the sentence, or by what stands before it, which what comes may correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    BySentence,
    ByContext,
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
    person_age: usize,
    /// The organisation that a sentence before began with, and the first of the article.
    body: Option<Body>,
    first_body: Option<String>,
    goes_on: bool,
    /// Whether the first word stands inside a quotation, and whether that began in a sentence before.
    in_quotation: bool,
    began_before: bool,
    /// Whether this sentence and the one before are speech by their grammar: *wir haben*, *die Zahl liege*.
    is_speech: bool,
    was_speech: bool,
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
            person_age: 0,
            body: None,
            first_body: None,
            goes_on: false,
            in_quotation: false,
            began_before: false,
            is_speech: false,
            was_speech: false,
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
        // We believe: who that is, the words around the quotation say.
        self.cues.retain(|cue| !cue.is_pronoun || !words.is(cue.name.0, Class::FirstPerson));
        self.in_quotation = self.quotations.holds(words.start(first));
        let gap = words.gap(first);
        let space = gap.find(char::is_whitespace).map(|space| words.start(first) - gap.len() + space);
        self.began_before = first > 0 && self.in_quotation && space.is_none_or(|space| self.quotations.holds(space));
        self.was_speech = self.is_speech;
        let speech = Speech::of(words, (first, end), &self.quotations);
        self.is_speech = self.cues.is_empty() && !matches!(speech, Speech::None | Speech::Opens);
        let max_age = match speech {
            _ if self.in_quotation => 0,
            Speech::Reported => MAX_REPORTED_AGE,
            Speech::FirstPerson => 1,
            Speech::Opens => 0,
            Speech::None => {
                self.goes_on = false;
                return;
            }
        };
        self.goes_on = self.cues.is_empty() && self.age <= max_age && self.last.is_some();
    }

    /// Returns the speaker of the figure whose words are `first..end`, and how they are known.
    pub fn of(&self, words: &Words, (first, end): (usize, usize)) -> Option<(Speaker, Known)> {
        let holds = |cue: &&Cue| {
            let in_scope = (cue.scope.0..cue.scope.1).contains(&first);
            let in_name = cue.name.0 < end && first <= cue.name.1;
            let in_aside = (cue.aside.0..cue.aside.1).contains(&first);
            in_scope && !in_name && !in_aside
        };
        let nearest = self.cues.iter().filter(holds).min_by_key(|cue| cue.anchor.abs_diff(first));
        match nearest {
            Some(cue) => self.resolved(words, cue).map(|by| (by, Known::BySentence)),
            None if self.goes_on => self.last.clone().map(|by| (by, Known::ByContext)),
            None => self.introduced(words, first).map(|by| (by, Known::ByContext)),
        }
    }

    /// The person of the sentence before, where a quotation opens that nobody is named for: *X was angry. "We lost 50."*
    fn introduced(&self, words: &Words, first: usize) -> Option<Speaker> {
        let is_quoted = self.cues.is_empty() && self.in_quotation && self.quotations.holds(words.start(first));
        self.person.clone().filter(|_| is_quoted && self.person_age == 0)
    }

    /// Returns who closes speech that began in a sentence before: *"We have 50. We need 60," said X.*
    pub fn of_open_speech(&self, words: &Words, sentence: usize) -> Option<Speaker> {
        let first = words.sentences[sentence].0;
        let closes = self.cues.iter().find(|cue| cue.scope.0 == first && cue.anchor > first)?;
        let is_said = words.is(closes.anchor, Class::SayVerb) && words.gap(closes.anchor).contains(',');
        let is_open = self.began_before || self.was_speech && is_said;
        if is_open { self.resolved(words, closes) } else { None }
    }

    /// Returns who tells the sentence before: *Das teilte die Polizei mit.*
    pub fn of_sentence_before(&self, words: &Words, sentence: usize) -> Option<Speaker> {
        let first = words.sentences[sentence].0;
        let points_back = words.language == Language::De && matches!(words.low(first), "das" | "dies");
        let cue = self.cues.iter().find(|cue| cue.anchor == first + 1)?;
        if points_back { self.resolved(words, cue) } else { None }
    }

    /// Returns whether the sentence goes on with speech that began before, whose speaker may come at its end.
    pub fn begins_inside(&self) -> bool {
        self.began_before || self.was_speech && !self.in_quotation
    }

    /// Returns whether a byte of the text is speech: inside a quotation, or anywhere in a sentence that is speech.
    pub fn is_speech(&self, byte: usize) -> bool {
        self.is_speech || self.quotations.holds(byte - self.offset)
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
        } else if let Some(person) = self.introduced(words, words.sentences[sentence].0) {
            self.last = Some(person);
            self.sort = Sort::Person;
            self.age = 0;
        } else {
            self.age += 1;
        }
        let bounds = words.sentences[sentence];
        self.person_age += 1;
        if let Some(person) = self.person_in(words, bounds) {
            self.person = Some(person);
            self.person_age = 0;
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

/// How a sentence shows that somebody speaks who need not be named in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Speech {
    None,
    /// By its first word: *seine*, *demnach*.
    Opens,
    /// *Wir haben*, outside a quotation.
    FirstPerson,
    /// German reported speech.
    Reported,
}

impl Speech {
    fn of(words: &Words, (first, end): (usize, usize), quotations: &Quotations) -> Speech {
        let is =
            |class: Class| (first..end).any(|word| words.is(word, class) && (!words.is_capital(word) || word == first));
        let is_quoted = |word: usize| quotations.holds(words.start(word));
        // … ankündigte und sagte, es sei: somebody says it whom no cue found.
        let is_other = (first..end).any(|word| {
            let low = words.low(word);
            words.is(word, Class::SayVerb) && (low.ends_with("te") || low.ends_with("ten")) && !words.is_capital(word)
        });
        if is_other {
            Speech::None
        } else if is(Class::Reported) {
            Speech::Reported
        } else if (first..end).any(|word| words.is(word, Class::FirstPerson) && !is_quoted(word)) {
            Speech::FirstPerson
        } else if words.is(first, Class::GoesOn) || is(Class::ReportedNext) {
            Speech::Opens
        } else {
            Speech::None
        }
    }
}
