//! The figures of an article, sentence by sentence.

use super::action;
use super::age;
use super::draft::{self, Draft};
use super::factor;
use super::heads;
use super::modifier;
use super::noun;
use super::noun_also;
use super::noun_head::Head;
use super::numeral::Form;
use super::ordinal;
use super::protect;
use super::range;
use super::share;
use super::speaker::{Known, Speakers};
use super::table::{Class, Kind, Modifier, Tables, UnitId, UnitUse};
use super::word::Words;
use super::{Figure, Mention, Paragraph};
use crate::text::{Language, Span};

/// Returns the figures of a text, in its order; spans are bytes of the text.
///
/// `paragraphs` are the parts to read with their languages; boilerplate is left out by not naming it. `mentions` are the
/// names found in the text: a number inside one is no figure, and a speaker gets the id of the mention it holds.
pub fn figures(tables: &Tables, text: &str, paragraphs: &[Paragraph], mentions: &[Mention]) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    let mut speakers = Speakers::new(mentions);
    let mut before_from = 0;
    for &(span, language) in paragraphs {
        let words = Words::read(&text[span.range()], language, tables);
        let offset = span.range().start;
        let mut carried = Carried::default();
        // Figures in speech whose speaker may still come.
        let mut open: Vec<usize> = Vec::new();
        speakers.begin_paragraph(&words, offset);
        for at in 0..words.sentences.len() {
            let drafts = read_sentence(&words, at, offset, mentions, &mut carried);
            let from = found.len();
            speakers.begin_sentence(&words, at);
            if !speakers.begins_inside() {
                open.clear();
            }
            for draft in &drafts {
                let mut figure = finished(&words, draft, offset);
                let said = speakers.of(&words, (draft.first, draft.end)).filter(|_| !is_bracketed_age(&words, draft));
                let is_named = matches!(said, Some((_, Known::BySentence)));
                if !is_named && speakers.is_speech(figure.span.range().start) {
                    open.push(found.len());
                }
                figure.said_by = said.map(|(by, _)| by);
                found.push(figure);
            }
            if let Some(by) = speakers.of_open_speech(&words, at) {
                open.drain(..).for_each(|at| found[at].said_by = Some(by.clone()));
            }
            if let Some(by) = speakers.of_sentence_before(&words, at) {
                let silent = found[before_from..from].iter_mut().filter(|figure| figure.said_by.is_none());
                silent.for_each(|figure| figure.said_by = Some(by.clone()));
            }
            speakers.end_sentence(&words, at);
            before_from = from;
        }
    }
    found
}

/// What a sentence takes over from those before it in the paragraph.
#[derive(Default)]
struct Carried {
    /// The currency of the last amount of the sentence before.
    money: Option<UnitUse>,
    /// The dollar of another country that was named last.
    dollar: Option<UnitId>,
    /// The people counted last.
    people: Option<Head>,
}

fn read_sentence(
    words: &Words,
    sentence: usize,
    offset: usize,
    mentions: &[Mention],
    carried: &mut Carried,
) -> Vec<Draft> {
    let (first, end) = words.sentences[sentence];
    let mut drafts: Vec<Draft> = Vec::new();
    let mut at = first;
    while at < end {
        if !may_begin(words, at) {
            at += 1;
        } else if let Some(draft) = ordinal::read(words, at).or_else(|| factor::read(words, at)) {
            at = draft.end;
            drafts.push(draft);
        } else if let Some(after) = protect::skip(words, at).or_else(|| inside_mention(words, at, offset, mentions)) {
            at = after;
        } else if let Some(draft) = draft::read(words, at) {
            let mut draft = range::join(words, draft);
            draft.start = draft.start.max(drafts.last().map_or(0, |before| before.stop)).min(draft.stop);
            at = draft.end.max(at + 1);
            drafts.push(draft);
        } else {
            at += 1;
        }
    }
    if !drafts.is_empty() {
        share::join_compounds(words, &mut drafts);
        share::share_units(words, &mut drafts);
        share::share_back(words, &mut drafts);
        read_modifiers(words, &mut drafts);
        drafts.iter_mut().for_each(|draft| ask_mentions(words, draft, offset, mentions));
        age::share(words, &mut drafts);
        share::share_modifiers(words, &mut drafts);
        heads::read(words, &mut drafts);
        carried.dollar = share::local_dollars(words, &mut drafts, carried.dollar);
        carried.money = share::inherit_money(words, &mut drafts, carried.money);
        heads::inherit(words, &mut drafts, carried.people);
        let mut people = drafts.iter().rev().filter_map(|draft| draft.head);
        carried.people = people.find(|head| noun::of_people(words, head.last).is_some()).or(carried.people);
        drafts.retain(|draft| is_figure(words, draft));
    }
    drafts
}

/// *Anna Huber (39)*: the paper tells her age, whoever speaks.
fn is_bracketed_age(words: &Words, draft: &Draft) -> bool {
    draft.kind == Kind::Duration
        && words.text[..draft.start].ends_with('(')
        && words.text[draft.stop..].starts_with(')')
        && words.is_digit(draft.end - 1)
}

/// A cheap look at a word: only these can begin a number.
fn may_begin(words: &Words, at: usize) -> bool {
    if words.is_digit(at) || words.code_len_bytes(at) > 0 {
        return true;
    }
    let entry = words.entry(at);
    entry.number.is_some()
        || entry.vague.is_some()
        || entry.ordinal > 0
        || words.language == Language::En && words.low(at).ends_with("fold")
        || words.language == Language::De && super::number_german::read(words.low(at)).is_some()
        || words.written(at).starts_with(|c: char| !c.is_ascii() && c.is_numeric())
}

fn inside_mention(words: &Words, at: usize, offset: usize, mentions: &[Mention]) -> Option<usize> {
    let (start, end) = ((words.start(at) + offset) as u32, (words.end(at) + offset) as u32);
    let from = mentions.partition_point(|mention| mention.span.end <= start);
    let mention = mentions[from..]
        .iter()
        .take_while(|mention| mention.span.start < end)
        .find(|mention| mention.span.start < start || mention.span.end > end)?;
    if mention.span.start == start && mention.kind == "ORG" && is_time(words, at) {
        return None;
    }
    let mut after = at + 1;
    while after < words.n_words() && ((words.start(after) + offset) as u32) < mention.span.end {
        after += 1;
    }
    Some(after)
}

/// *Nach 20 Minuten fiel das Tor*, though a newspaper is called so: the words around tell a time.
fn is_time(words: &Words, at: usize) -> bool {
    let used = words.forms.units.get(words.low(at + 1)).filter(|_| words.follows(at + 1));
    let is_duration = used.is_some_and(|used| words.tables.unit(used.unit).kind == Kind::Duration);
    if !is_duration || at == 0 || !words.follows(at) {
        return false;
    }
    let before = words.low(at - 1);
    let is_timed =
        matches!(before, "nach" | "in" | "vor" | "seit" | "für" | "binnen" | "innerhalb" | "bis" | "alle" | "erst")
            || words.forms.left.get(before).is_some_and(|(_, modifier)| modifier.is_some());
    let goes_on = matches!(words.low(at + 2), "später" | "lang" | "lange" | "vor" | "zuvor" | "danach" | "früher");
    is_timed || goes_on
}

/// Whether what looks like a modifier is none: profits are *up to 5 million from 4 million*, and nobody guesses
/// *um die 104 Stimmen*.
fn is_other(words: &Words, found: &modifier::Found, draft: &Draft) -> bool {
    let rises = found.modifier == Modifier::UpTo && words.low(draft.end) == "from";
    // Um die sieben Stunden is a guess.
    let is_told = draft.kind == Kind::Count && (draft.low < 5.0 || draft.low >= 20.0 && draft.low % 5.0 != 0.0);
    let is_purpose = words.low(found.word) == "um" && found.modifier == Modifier::About && is_told;
    rises || is_purpose
}

fn read_modifiers(words: &Words, drafts: &mut [Draft]) {
    let mut free_from = 0;
    for draft in drafts.iter_mut().filter(|draft| draft.kind != Kind::Ordinal) {
        age::read(words, draft);
        let right = modifier::right(words, draft.end, draft.stop);
        let left = modifier::left(words, draft.first, draft.kind)
            .filter(|found| !is_period(words, found, draft) && !is_other(words, found, draft));
        let is_open = !matches!(draft.modifier, Modifier::Range | Modifier::Vague);
        if let Some(found) = left {
            draft.start = draft.start.min(found.byte).max(free_from);
            if is_open {
                draft.modifier = found.modifier;
            }
        }
        if let Some(found) = right {
            draft.stop = draft.stop.max(found.byte);
            draft.end = draft.end.max(found.word);
            if is_open {
                draft.modifier = found.modifier;
            }
        }
        free_from = draft.stop;
    }
}

/// Ages by the mention that stands right before a number.
fn ask_mentions(words: &Words, draft: &mut Draft, offset: usize, mentions: &[Mention]) {
    let ends_at = |word: usize| {
        let end = (words.end(word) + offset) as u32;
        let at = mentions.partition_point(|mention| mention.span.end < end);
        mentions.get(at).filter(|mention| mention.span.end == end)
    };
    let Some(before) = draft.first.checked_sub(1) else { return };
    if let Some(mention) = ends_at(before) {
        age::ask_mention(words, draft, mention.kind);
    }
    if before > 0 && ends_at(before - 1).is_some_and(|mention| mention.kind == "PER") {
        age::ask_subject(words, draft, before);
    }
}

/// *over three years* is a period unless the words around make it an amount; *over the past three years* always is.
fn is_period(words: &Words, found: &modifier::Found, draft: &Draft) -> bool {
    if draft.kind != Kind::Duration || !matches!(words.low(found.word), "over" | "über" | "above") {
        return false;
    }
    let last = draft.end - 1;
    if words.is_digit(last) || words.entry(last).number.is_some() {
        // People over 60: an age without a unit.
        return false;
    }
    let is_next = found.word + 1 == draft.first;
    let before = if found.word > 0 && words.follows(found.word) { words.low(found.word - 1) } else { "" };
    let leads = [
        "for", "lasted", "after", "took", "of", "is", "was", "spent", "just", "well", "seit", "nach", "vor", "dauerte",
        "dauert", "von", "für", "schon", "ist", "war", "takes", "taking", "aged", "are",
    ];
    let follows = ["old", "ago", "alt", "later", "earlier", "long"].contains(&words.low(draft.end))
        || words.written(draft.end.saturating_sub(1)) == "old";
    !(is_next && (leads.contains(&before) || follows))
}

/// Words of numbers without anything they count are figures only where they say how many of them: *die zwei* are not.
fn is_figure(words: &Words, draft: &Draft) -> bool {
    if draft.kind != Kind::Count {
        return true;
    }
    if words.is_joined(draft.end) && draft.head.is_none() && draft.form == Form::Digits && words.is_capital(draft.end) {
        return false;
    }
    // Two-handed, three-way: no number of anything.
    let joined = words.low(draft.end);
    let is_adjective = joined.ends_with("ed") || words.is(draft.end, Class::JoinedNot);
    if words.is_joined(draft.end) && is_adjective && heads::joined_head(words, draft.end).is_none() {
        return false;
    }
    let bracketed = words.text[..draft.start].ends_with('(') && words.text[draft.stop..].starts_with(')');
    let has_noun = draft.head.is_some_and(|head| head.first >= draft.first);
    if bracketed && draft.form == Form::Digits && !has_noun {
        return false;
    }
    // The counters of a page: 0 comments are some, a bare 0 none.
    let is_zero = matches!(words.written(draft.first), "0" | "0.0" | "0,0") && draft.head.is_none();
    let is_counter = is_zero && (words.is_digit(draft.end) || draft.first > 0 && words.is_digit(draft.first - 1));
    if draft.form == Form::Digits && (is_counter || is_model_number(words, draft)) {
        return false;
    }
    if draft.form != Form::Words || has_noun {
        return true;
    }
    let before = draft.first.checked_sub(1).filter(|_| words.follows(draft.first));
    // Mehr als die Hälfte: a part is new whatever stands before it.
    if draft.high < 1.0 && words.language == Language::De {
        return true;
    }
    let is_definite =
        before.is_some_and(|before| words.is(before, Class::Determiner) || matches!(words.low(before), "or" | "oder"));
    // Those three are known already; the three hundred are a number.
    !is_definite || draft.low >= 13.0
}

/// *the 7610 phone*, *risen from 31 in the world*: a number that names a thing or a place in a ranking.
fn is_model_number(words: &Words, draft: &Draft) -> bool {
    let ranks = draft.head.is_none()
        && words.low(draft.end) == "in"
        && words.low(draft.end + 1) == "the"
        && words.low(draft.end + 2) == "world";
    let written = words.written(draft.first);
    let is_plain = written.len() == 4 && written.bytes().all(|byte| byte.is_ascii_digit()) && draft.magnitude == 1.0;
    // The 14 team: a singular behind a definite number has that number for a name.
    let is_definite = draft.first > 0 && words.low(draft.first - 1) == "the" && draft.low >= 2.0;
    let names = words.language == Language::En
        && (is_plain || is_definite && draft.magnitude == 1.0)
        && draft.head.is_some_and(|head| {
            head.first >= draft.end && !words.is_joined(head.first) && heads::is_singular(words, head.last)
        });
    ranks || names
}

fn finished(words: &Words, draft: &Draft, offset: usize) -> Figure {
    let head = draft.head.filter(|_| matches!(draft.kind, Kind::Count | Kind::Ordinal));
    let of_span = head.map(|head| Span::new(words.start(head.first), words.end(head.last)).shifted(offset));
    let also = draft
        .head
        .filter(|head| draft.kind == Kind::Count && draft.high > 1.0 && head.first >= draft.end)
        .and_then(|head| noun_also::second(words, draft.first, head));
    let scaled = |value: f64| round(share::scaled(value, draft));
    Figure {
        span: Span::new(draft.start, draft.stop.max(draft.start)).shifted(offset),
        kind: draft.kind,
        low: scaled(draft.low),
        high: scaled(draft.high),
        modifier: draft.modifier,
        unit: draft.used.map(|used| used.unit),
        of: head.map(|head| key(words, head)),
        of_span,
        noun: head.and_then(|head| head.noun),
        also_of: also.map(|head| key(words, head)),
        also_noun: also.and_then(|head| head.noun),
        alt: draft.alt.map(scaled),
        said_by: None,
        action: action::find(words, draft),
    }
}

/// The key of a noun in the table; of another its English lemma, or the German word; of a model its name.
fn key(words: &Words, head: Head) -> String {
    let written = words.written(head.last);
    let model = written.strip_suffix('s').filter(|stem| stem.ends_with(|c: char| c.is_ascii_digit()));
    match (head.noun, words.language) {
        (Some(noun), _) => words.tables.noun(noun).key.to_string(),
        (None, Language::De) => noun::german_singular(written),
        (None, Language::En) if model.is_some() => words.text[words.start(head.first)..words.end(head.last) - 1].into(),
        (None, Language::En) => noun::singular(words.low(head.last)),
    }
}

/// Multiplying tenths leaves dust in the last places: 2.7 million are 2,700,000.
fn round(value: f64) -> f64 {
    let digits = format!("{value:.12e}");
    digits.parse().unwrap_or(value)
}
