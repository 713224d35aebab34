//! Cues of speech in a sentence: *laut X*, *nach Angaben von X*, *X zufolge*, *X sagte*, *according to X*, *X said*.

use super::SpeakerKind;
use super::noun;
use super::speaker_english as english;
use super::speaker_german as german;
use super::speaker_phrase as phrase;
use super::speaker_source as source;
use super::speaker_source_english as source_english;
use super::speaker_survey as survey;
use super::table::Class;
use super::word::Words;
use crate::text::Language;

/// A cue: who speaks and which words of the sentence are theirs.
#[derive(Clone, Debug)]
pub struct Cue {
    /// First and last word of the phrase that names the speaker; for a pronoun, the pronoun.
    pub name: (usize, usize),
    /// The byte at which a name glued to its verb ends.
    pub name_end: Option<usize>,
    pub kind: SpeakerKind,
    pub is_pronoun: bool,
    /// Whether the name stands alone in front of a colon.
    pub is_label: bool,
    /// The words that are said: from, to.
    pub scope: (usize, usize),
    /// Words inside the scope that tell of the speaker and are not said: from, to.
    pub aside: (usize, usize),
    /// The word of the cue, to choose the nearest.
    pub anchor: usize,
}

/// Returns the cues of the sentence `first..end`.
pub fn find(words: &Words, first: usize, end: usize) -> Vec<Cue> {
    let mut cues: Vec<Cue> = Vec::from_iter(label(words, first, end));
    for at in first..end {
        let entry = words.entry(at);
        let low = words.low(at);
        let cue = match (words.language, low) {
            (Language::De, "laut" | "gemäß") => source::by_laut(words, at, (first, end)),
            (Language::De, "nach") => source::by_source(words, at, (first, end)),
            (Language::De, "zufolge") => source::by_zufolge(words, at, (first, end)),
            (Language::De, "so") => source::by_so(words, at, (first, end)),
            (Language::De, "berufung") if words.low(at + 1) == "auf" && !words.low(at + 2).starts_with("eigene") => {
                by_phrase(words, at, phrase::right(words, at + 2, end), (first, end))
            }
            (Language::En, "according") if words.low(at + 1) == "to" => {
                source_english::by_according(words, at, (first, end))
            }
            (Language::En, "own") => source_english::by_own(words, at, (first, end)),
            _ if entry.is(Class::SayVerb) && at > first => by_verb(words, at, (first, end)),
            _ if entry.is(Class::SayVerb) => None,
            _ if entry.is(Class::Hearsay) => Some(cue((at, at), SpeakerKind::Reports, (at, end), at)),
            _ if entry.is(Class::ReportNoun) && words.language == Language::De => german::by_reports(words, at, end),
            (Language::De, _) if words.is_capital(at) && at > first => german::by_glued(words, at, end),
            _ => None,
        };
        let cue = cue.or_else(|| survey::by_survey(words, at, (first, end)));
        let cue = cue.filter(|cue| !survey::is_respondent(words, cue.name));
        cues.extend(cue.map(|cue| survey::without_asked(words, cue, end)));
    }
    cues
}

/// *STANDARD: Was jetzt?*, *Peter Kaiser: Wir haben 50*: a name in front of a colon, as interviews have it.
fn label(words: &Words, first: usize, end: usize) -> Option<Cue> {
    let last = (first..end.min(first + 3)).find(|&word| words.gap(word + 1).starts_with(':'))?;
    let is_name = (first..=last).all(|word| words.is_capital(word) && words.entry(word).classes == 0);
    is_name.then(|| Cue { is_label: true, ..cue((first, last), SpeakerKind::Entity, (last + 1, end), first) })
}

pub(super) fn cue(name: (usize, usize), kind: SpeakerKind, scope: (usize, usize), anchor: usize) -> Cue {
    Cue { name, name_end: None, kind, is_pronoun: false, is_label: false, scope, aside: (0, 0), anchor }
}

/// What stands behind a speaker named after what is said, *"…," said X, who has 50 shops*: up to where speech goes on.
pub(super) fn with_aside(words: &Words, found: Cue) -> Cue {
    let said_before = words.gap(found.anchor).contains([',', '”', '“', '"', '«', '»', '\'', '’', '‘']);
    let from = found.anchor.max(found.name.1) + 1;
    // A survey of 500 firms found: what stands between is not said.
    if words.language == Language::En && !said_before && found.name.1 < found.anchor {
        return Cue { aside: (found.name.1 + 1, found.anchor), ..found };
    }
    if !said_before || found.anchor <= found.scope.0 {
        return found;
    }
    let goes_on = |word: usize| {
        let gap = words.gap(word);
        let is_quoted = gap.contains(['„', ':']);
        let opens = ['“', '"', '»', '«', '‘'].iter().any(|mark| gap.ends_with(*mark));
        is_quoted || opens || gap.contains([',', '-', '–']) && words.is(word, Class::SaysOn)
    };
    let to = (from..found.scope.1).find(|&word| goes_on(word)).unwrap_or(found.scope.1);
    Cue { aside: (from, to), ..found }
}

pub(super) fn kind_of(words: &Words, name: (usize, usize)) -> SpeakerKind {
    let is_plural = |word: usize| {
        !words.is(word, Class::Role)
            && noun::lookup(words, word)
                .is_some_and(|(id, singular)| !singular && &*words.tables.noun(id).parent == "people")
    };
    // Der Händler is one, Händler are many.
    let before = if name.0 > 0 && words.follows(name.0) { words.low(name.0 - 1) } else { "" };
    let is_one = matches!(before, "der" | "ein" | "dem" | "einem" | "des" | "eines" | "das" | "a" | "an");
    let is_group =
        (name.0..=name.1).any(|word| words.is(word, Class::Group)) || name.0 == name.1 && !is_one && is_plural(name.1);
    if is_group { SpeakerKind::Group } else { SpeakerKind::Entity }
}

pub(super) fn by_phrase(
    words: &Words,
    at: usize,
    name: Option<(usize, usize)>,
    sentence: (usize, usize),
) -> Option<Cue> {
    let name = name?;
    Some(cue(name, kind_of(words, name), sentence, at))
}

/// Sources of nobody named: *Berichten zufolge*, *laut Medienberichten*.
pub(super) fn or_reports(words: &Words, found: Cue) -> Cue {
    let (first, last) = found.name;
    let is_report = words.is(last, Class::ReportNoun)
        && (first..last).all(|word| !words.is_capital(word))
        && words.language == Language::En
        || first == last && words.is(first, Class::ReportNoun)
        || words.is(last, Class::SourceNoun)
            && !words.is(last, Class::Role)
            && (first..last).all(|word| !words.is_capital(word));
    if is_report { Cue { kind: SpeakerKind::Reports, ..found } } else { found }
}

fn by_verb(words: &Words, at: usize, sentence: (usize, usize)) -> Option<Cue> {
    if !is_said(words, at, sentence) {
        return None;
    }
    let found = match words.language {
        Language::De => german::by_verb(words, at, sentence),
        Language::En => english::by_verb(words, at, sentence),
    };
    found.map(|found| with_aside(words, found))
}

/// Verbs that only say something with a particle, and English nouns of the same form.
fn is_said(words: &Words, at: usize, sentence: (usize, usize)) -> bool {
    let near = at + 1..sentence.1.min(at + 16);
    match (words.language, words.low(at)) {
        (Language::De, "gab" | "gibt" | "gaben" | "geben" | "kündigte" | "schrieb") if words.low(at) != "schrieb" => {
            near.clone().any(|word| matches!(words.low(word), "an" | "bekannt"))
        }
        (Language::De, "teilte") => near.clone().any(|word| words.low(word) == "mit"),
        (Language::De, "angaben") => !words.is_capital(at),
        (Language::De, _) => !words.is_capital(at),
        _ => true,
    }
}
