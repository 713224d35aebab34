//! Who a cue means: the mention in a name, the person of an office, whom a pronoun or *the company* stands for.

use super::speaker::Speakers;
use super::speaker_cue::Cue;
use super::speaker_phrase as phrase;
use super::speaker_survey as survey;
use super::table::Class;
use super::word::Words;
use super::{Mention, Speaker, SpeakerKind};
use crate::text::{Language, Span};

/// How many sentences back *er sagte* may mean the same speaker.
const MAX_PRONOUN_AGE: usize = 3;

/// How far from its start, in bytes, a sentence names its subject.
const MAX_OPENING_BYTES: usize = 24;

/// What a speaker is known to be: Mr Smith is no *it*, the ministry no *he*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Person,
    Body,
    Unknown,
}

/// An organisation that a sentence began with, its name in small letters, and how many sentences have passed since.
#[derive(Clone, Debug)]
pub struct Body {
    pub speaker: Speaker,
    pub low: String,
    pub age: usize,
}

impl<'m> Speakers<'m> {
    /// Returns who a cue means; none if nobody is known for a pronoun.
    pub fn resolved(&self, words: &Words, cue: &Cue) -> Option<Speaker> {
        if !cue.is_pronoun {
            return Some(self.speaker(words, cue));
        }
        if !words.is(cue.name.0, Class::SpeakerPronoun) && words.is(cue.name.0, Class::Determiner) {
            return self.owner(words, cue);
        }
        // X said he believed: the speaker named before in the sentence.
        let before = self.cues.iter().rfind(|named| !named.is_pronoun && named.anchor < cue.anchor);
        if let Some(named) = before.filter(|named| words.is(named.anchor, Class::SayVerb)) {
            return Some(self.speaker(words, named));
        }
        // *Hieß es* means who spoke right before.
        let max_age = if words.low(cue.name.0) == "es" { 0 } else { MAX_PRONOUN_AGE };
        let recent = self.last.clone().filter(|_| self.age <= max_age);
        let low = words.low(cue.name.0);
        // Sagte sie is one, sagten sie are many.
        let is_one = matches!(low, "he" | "she" | "er") || low == "sie" && !words.low(cue.anchor).ends_with('n');
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

    /// Whom *nach ihren Angaben* and *by his own account* mean: who is named before in the sentence, or spoke last.
    fn owner(&self, words: &Words, cue: &Cue) -> Option<Speaker> {
        let (first, _) = words.sentence_of(cue.anchor);
        let before = (first, cue.name.0.max(first + 1));
        let recent = || self.last.clone().filter(|_| self.age <= MAX_PRONOUN_AGE);
        let is_person = matches!(words.low(cue.name.0), "his" | "her" | "seinen" | "seiner");
        let is_body = matches!(words.low(cue.name.0), "its");
        let person = || self.person_in(words, before).filter(|_| !is_body);
        let body = || self.body_in(words, before).filter(|_| !is_person).map(|body| body.speaker);
        person().or_else(body).or_else(recent).or_else(|| self.person.clone().filter(|_| !is_body))
    }

    /// Returns the speaker that a cue names.
    pub fn speaker(&self, words: &Words, cue: &Cue) -> Speaker {
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
        let named = named.filter(|mention| !self.is_lead(words, cue, mention));
        let id = named.map(|mention| mention.id.to_string()).or_else(|| self.named_before(words, cue));
        Speaker { id, span, kind: cue.kind }
    }

    /// Whether a mention is only the first part of another body's name: *Labour Ministry*.
    fn is_lead(&self, words: &Words, cue: &Cue, mention: &Mention) -> bool {
        let next = (cue.name.0..=cue.name.1).find(|&word| words.start(word) + self.offset >= mention.span.range().end);
        let is_named =
            next.is_some_and(|word| words.follows(word) && words.is_capital(word) && phrase::is_body(words, word));
        mention.kind == "ORG" && words.language == Language::En && is_named
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

    /// Returns what the speaker of a cue is known to be.
    pub fn sort_of(&self, words: &Words, cue: &Cue) -> Sort {
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
        if survey::is_definite(words, cue.name) {
            return self.survey.as_ref()?.speaker.id.clone();
        }
        // The company, and the ministry that was named as one.
        let body = self.body.as_ref().filter(|_| cue.name.0 == cue.name.1)?;
        let last = self.last.as_ref().and_then(|by| by.id.as_ref());
        let is_topic = body.speaker.id == self.first_body || body.speaker.id.as_ref() == last;
        let stands = is_topic && words.is(cue.name.1, Class::BodyBefore) || body.low.contains(low);
        body.speaker.id.clone().filter(|_| stands && words.is(cue.name.1, Class::Role))
    }

    /// Returns the organisation that a sentence begins with: its first mention, if no more than a few words stand before.
    pub fn body_in(&self, words: &Words, (first, end): (usize, usize)) -> Option<Body> {
        let (from, to) = (words.start(first) + self.offset, words.end((first + 4).min(end - 1)) + self.offset);
        let at = self.mentions.partition_point(|mention| (mention.span.start as usize) < from);
        let mention = self.mentions.get(at).filter(|mention| (mention.span.start as usize) < to)?;
        let low = words.text.get(mention.span.range().start - self.offset..mention.span.range().end - self.offset)?;
        let speaker = Speaker { id: Some(mention.id.to_string()), span: mention.span, kind: SpeakerKind::Entity };
        (mention.kind == "ORG").then(|| Body { speaker, low: low.to_lowercase(), age: 0 })
    }

    /// Returns the last person named in a sentence: by a mention, else by a name behind a title.
    pub fn person_in(&self, words: &Words, (first, end): (usize, usize)) -> Option<Speaker> {
        let (from, to) = (words.start(first) + self.offset, words.end(end - 1) + self.offset);
        let before = self.mentions.partition_point(|mention| (mention.span.start as usize) < to);
        let inside = self.mentions[..before].iter().rev().take_while(|mention| mention.span.start as usize >= from);
        // Whom a quotation names does not speak it.
        let is_open = |mention: &&Mention| {
            mention.kind == "PER" && !self.quotations.holds(mention.span.range().start - self.offset)
        };
        let named: Vec<&Mention> = inside.filter(is_open).collect();
        // Who opens the sentence is its subject, else the last one.
        let opens = named.last().filter(|mention| mention.span.start as usize <= from + MAX_OPENING_BYTES);
        if let Some(mention) = opens.or(named.first()) {
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
