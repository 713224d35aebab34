//! Who says a figure: the nearest cue of its sentence, or the speaker before where the text goes on with their words.
//!
//! A pronoun, and an office without a name (*the minister*), stand for the person last named: by the mentions where
//! there are some, else for the speaker before or a name behind *Mr*, *Frau* and the like.

use super::quotation::Quotations;
use super::speaker_cue::{self, Cue};
use super::speaker_phrase as phrase;
use super::speaker_survey::{self as survey, Survey};
use super::speaker_who::{Body, Sort};
use super::speech::Speech;
use super::table::Class;
use super::word::Words;
use super::{Mention, Speaker};
use crate::text::Language;

/// How many sentences back a quotation may go on with the same speaker.
const MAX_QUOTED_AGE: usize = 3;

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
    pub(super) mentions: &'m [Mention<'m>],
    /// Where the paragraph begins in the text.
    pub(super) offset: usize,
    pub(super) quotations: Quotations,
    pub(super) cues: Vec<Cue>,
    /// The speaker of the sentences before, and how many have passed since.
    pub(super) last: Option<Speaker>,
    pub(super) age: usize,
    /// What that speaker is known to be.
    pub(super) sort: Sort,
    /// The person last named in a sentence before.
    pub(super) person: Option<Speaker>,
    pub(super) person_age: usize,
    /// The organisation that a sentence before began with, and the first of the article.
    pub(super) body: Option<Body>,
    pub(super) first_body: Option<String>,
    pub(super) goes_on: bool,
    /// The survey of which the text tells, and whether the sentence goes on with its shares.
    pub(super) survey: Option<Survey>,
    pub(super) tells_shares: bool,
    /// Whether the first word stands inside a quotation, and whether that began in a sentence before.
    pub(super) in_quotation: bool,
    pub(super) began_before: bool,
    /// Whether this sentence and the one before are speech by their grammar: *wir haben*, *die Zahl liege*.
    pub(super) is_speech: bool,
    pub(super) was_speech: bool,
    /// Whether names in front of colons tell who speaks.
    pub(super) is_interview: bool,
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
            survey: None,
            tells_shares: false,
            in_quotation: false,
            began_before: false,
            is_speech: false,
            was_speech: false,
            is_interview: false,
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
        self.is_interview = self.is_interview || self.asks(words, first);
        self.cues.retain(|cue| !cue.is_label || self.is_interview);
        // We believe: who that is, the words around the quotation say.
        self.cues.retain(|cue| !cue.is_pronoun || !words.is(cue.name.0, Class::FirstPerson));
        let survey = self.survey.as_ref().filter(|_| self.cues.is_empty());
        self.tells_shares = survey.is_some_and(|survey| survey.goes_on(words, (first, end)));
        if self.is_interview && self.cues.is_empty() {
            self.goes_on = self.last.is_some();
            (self.in_quotation, self.began_before, self.is_speech) = (false, false, false);
            return;
        }
        self.in_quotation = self.quotations.holds(words.start(first));
        let gap = words.gap(first);
        let space = gap.find(char::is_whitespace).map(|space| words.start(first) - gap.len() + space);
        self.began_before = first > 0 && self.in_quotation && space.is_none_or(|space| self.quotations.holds(space));
        self.was_speech = self.is_speech;
        let is_open = self.cues.is_empty();
        let speech = if is_open { Speech::of(words, (first, end), &self.quotations) } else { Speech::None };
        self.is_speech = self.cues.is_empty() && !matches!(speech, Speech::None | Speech::Opens);
        let max_age = match speech {
            _ if self.in_quotation => MAX_QUOTED_AGE,
            Speech::Reported => MAX_REPORTED_AGE,
            Speech::FirstPerson => 1,
            Speech::Opens => {
                // Demnach, behind what a person says of it: by the survey.
                self.tells_shares |=
                    survey.is_some_and(|survey| survey.age > 0 && survey.is_meant(words, (first, end)));
                0
            }
            Speech::None => {
                self.goes_on = false;
                return;
            }
        };
        // It would: not of a person who spoke.
        let fits = speech != Speech::Opens
            || !matches!((words.low(first), self.sort), ("it" | "the", Sort::Person) | ("he" | "she", Sort::Body));
        let is_introduced = self.age > 0 && self.introduced(words, first).is_some();
        self.goes_on = self.cues.is_empty() && self.age <= max_age && self.last.is_some() && !is_introduced && fits;
    }

    /// Whether a sentence begins with the label of who asks, in capitals and more than once: *STANDARD: Was jetzt?*
    fn asks(&self, words: &Words, first: usize) -> bool {
        let label = words.written(first);
        label.len() > 3
            && label.chars().all(char::is_uppercase)
            && words.gap(first + 1).starts_with(": ")
            && words.text.matches(&format!("{label}: ")).count() > 1
    }

    /// Returns the speaker of the figure whose words are `first..end`, and how they are known.
    pub fn of(&self, words: &Words, (first, end): (usize, usize)) -> Option<(Speaker, Known)> {
        let holds = |cue: &&Cue| {
            let in_scope = (cue.scope.0..cue.scope.1).contains(&first);
            let in_name = cue.name.0 < end && first <= cue.name.1;
            let in_aside = (cue.aside.0..cue.aside.1).contains(&first);
            in_scope && !in_name && !in_aside
        };
        if self.survey.is_some() && survey::is_asked(words, (first, end)) {
            return None;
        }
        let nearest = self.cues.iter().filter(holds).min_by_key(|cue| cue.anchor.abs_diff(first));
        let nearest =
            nearest.map(|cue| self.cues.iter().filter(holds).find(|by| tells_of(words, by, cue)).unwrap_or(cue));
        match nearest {
            Some(cue) => self.resolved(words, cue).map(|by| (by, Known::BySentence)),
            None if self.in_quotation && !self.quotations.holds(words.start(first)) => None,
            None if self.tells_shares => self.survey.as_ref().map(|by| (by.speaker.clone(), Known::ByContext)),
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

    /// Keeps the survey that this sentence draws on, or counts how long it is ago.
    fn keep_survey(&mut self, words: &Words, sentence: (usize, usize)) {
        let is_of = |cue: &&Cue| {
            (cue.name.0..=cue.name.1).any(|word| survey::is_survey(words, word)) || survey::is_survey(words, cue.anchor)
        };
        let found = self.cues.iter().find(is_of).and_then(|cue| self.resolved(words, cue));
        match (found, &mut self.survey) {
            (Some(speaker), _) => {
                let has_shares = survey::has_share(words, sentence) || survey::has_respondents(words, sentence);
                self.survey = Some(Survey { speaker, age: 0, has_shares });
            }
            // The survey interviewed 900 pupils: it still is the matter.
            (None, Some(_)) if survey::tells_of(words, sentence) => {}
            (None, Some(survey)) if !self.tells_shares => survey.age += 1,
            _ => {}
        }
    }

    /// Keeps the speaker, the person and the organisation named last for the next sentences.
    pub fn end_sentence(&mut self, words: &Words, sentence: usize) {
        self.keep_survey(words, words.sentences[sentence]);
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
}

/// *Mr Smith said the interviews suggested*: who tells of a source without a name of its own.
fn tells_of(words: &Words, by: &Cue, source: &Cue) -> bool {
    let (from, last) = source.name;
    let speaks = |word: usize| words.is_any(word, &[Class::Group, Class::Role]) || phrase::can_speak(words, word);
    let of = (from + 1..last).find(|&word| words.is(word, Class::Preposition));
    let is_thing = (from..=last).any(|word| words.is(word, Class::SourceNoun)) || of.is_some_and(|of| !speaks(of - 1));
    let is_bare = is_thing && !(from..=last).any(|word| words.is_capital(word) && word > words.sentence_of(from).0);
    is_bare
        && words.language == Language::En
        && by.anchor < from
        && by.scope.0 <= from
        && words.is(by.anchor, Class::SayVerb)
}
