//! What was done with what is counted: the noun that is counted, or the verb of the same clause, by a table.
//!
//! In: the words of a sentence and a figure of it. Out: the name of the action, none where no verb clearly governs the
//! figure. The nearest verb of the clause does; a clause without a verb of its own (*darunter 39 Kinder*, *for $5m*)
//! goes on with the one before.

use super::clause::{self, follows, is_auxiliary, is_passive};
use super::draft::Draft;
use super::noun::is_adjective;
use super::table::{ActionForm, Class, FormKind, Kind, NounId, Of};
use super::word::Words;
use crate::text::Language;

/// How many clauses back one without a verb may reach.
const MAX_CLAUSES: usize = 3;

/// How far a noun may stand from the preposition that leads to the figure: *an increase in new orders of 5%*.
const MAX_LED_WORDS: usize = 6;

/// How far from the figure a noun that is also a verb may stand, in words.
const MAX_NOUN_WORDS: usize = 3;

/// Returns the action of the clause that holds a figure.
pub fn find(words: &Words, draft: &Draft) -> Option<String> {
    if draft.kind == Kind::Ordinal {
        return None;
    }
    let figure = Figure::new(words, draft);
    let counted = figure.counted().map(|form| &form.action);
    let action = counted.or_else(|| figure.governing().map(|form| &form.action))?;
    (&**action != "-").then(|| action.to_string())
}

/// A figure with the bounds that the search needs.
struct Figure<'w> {
    words: &'w Words<'w>,
    draft: &'w Draft,
    /// Its first word with its modifiers, and the word behind its noun.
    first: usize,
    end: usize,
    /// Whether its noun is the subject of a verb right behind it.
    is_subject: bool,
}

impl<'w> Figure<'w> {
    fn new(words: &'w Words<'w>, draft: &'w Draft) -> Figure<'w> {
        let head = draft.head.filter(|head| head.first >= draft.end && head.last < draft.end + 6);
        let end = head.map_or(draft.end, |head| head.last + 1);
        let modified = |word: &usize| words.start(*word) >= draft.start;
        let first = (0..draft.first).rev().take_while(modified).last().unwrap_or(draft.first);
        let is_subject = follows(words, end) && is_auxiliary(words.low(end));
        Figure { words, draft, first, end, is_subject }
    }

    /// *40 Tote*: the noun itself; *ein Anstieg um 5 Prozent*: the noun that the figure measures.
    fn counted(&self) -> Option<&'w ActionForm> {
        let words = self.words;
        let says = |word: usize| {
            self.forms(word).find(|form| form.kind == FormKind::Counted && self.fits(form.of) && form.action.len() > 1)
        };
        let head = self.draft.head.filter(|_| self.draft.kind == Kind::Count).and_then(|head| says(head.last));
        let first = self.draft.first;
        let measured = || {
            let from = first.saturating_sub(MAX_NOUN_WORDS);
            let leads = (from..first).rev().find(|&word| matches!(words.low(word), "um" | "von"))?;
            let noun = leads.checked_sub(1).filter(|_| words.follows(leads) && words.language == Language::De)?;
            says(noun).filter(|form| form.of != Of::People)
        };
        head.or_else(measured)
    }

    fn governing(&self) -> Option<&'w ActionForm> {
        let (mut start, stop) = self.clause();
        let right = (self.draft.end..stop)
            .filter_map(|word| Some((word - self.draft.end, self.verb_behind(word, (start, stop))?)));
        let left = (start..self.draft.first)
            .rev()
            .filter_map(|word| Some((self.draft.first - word, self.verb_before(word, (start, stop))?)));
        // A rise of 5% was a surprise: of what stands before a subject, only nouns beside it.
        let left = left.filter(|(_, form)| !self.is_subject || form.kind == FormKind::VerbOrNoun);
        let near = right.chain(left).min_by_key(|near| near.0);
        if let Some((_, form)) = near {
            return Some(form);
        }
        let sentence = self.words.sentence_of(self.draft.first).0;
        let is_dash =
            |word: usize| matches!(self.words.gap(word), " - " | " – ") && self.words.is(word, Class::Preposition);
        let is_apart = |word: usize| !self.words.gap(word).contains([',', '(']) && !is_dash(word);
        if self.is_subject || start == sentence || is_apart(start) || !self.goes_on(start, stop) {
            return None;
        }
        for _ in 0..MAX_CLAUSES {
            let end = start;
            start = clause::start(self.words, end - 1, sentence);
            // Der Firma, die ihn baut, um 5 Prozent: what tells of a noun is not the clause that goes on.
            let is_told = start > sentence && clause::is_relative(self.words, start);
            let found = (start..end).rev().find_map(|word| self.verb_before(word, (start, stop)));
            if let Some(found) = found.filter(|_| !is_told) {
                return Some(found);
            }
            if start == sentence || is_apart(start) {
                break;
            }
        }
        None
    }

    /// The words of the clause around the figure.
    fn clause(&self) -> (usize, usize) {
        let (sentence_start, sentence_end) = self.words.sentence_of(self.draft.first);
        let start = clause::start(self.words, self.draft.first, sentence_start);
        // 50 people who died, drei Männer, die starben: a clause about what is counted.
        let relative = self.end < sentence_end
            && match self.words.language {
                Language::En => matches!(self.words.low(self.end), "who" | "that") && self.words.follows(self.end),
                Language::De => self.words.gap(self.end) == ", " && matches!(self.words.low(self.end), "die" | "denen"),
            };
        let from = if relative { self.end + 1 } else { self.draft.end };
        let stop = (from..sentence_end)
            .find(|&word| word > self.draft.first && clause::breaks(self.words, word))
            .unwrap_or(sentence_end);
        (start, stop.max(self.draft.end))
    }

    /// Whether the words from `start` to the figure have no verb, so that the clause before goes on.
    fn goes_on(&self, start: usize, stop: usize) -> bool {
        let words = self.words;
        let is_joined = matches!(words.low(start), "and" | "und");
        let leads = words.is(start, Class::Preposition)
            || is_joined
            || start + 2 >= self.draft.first
            || matches!(
                words.low(start),
                "darunter" | "davon" | "oder" | "sowie" | "or" | "plus" | "including" | "among"
            );
        let max_words = if is_joined { 4 } else { 8 };
        let is_long = self.draft.first > start + max_words;
        let has_verb = (start..stop).any(|word| is_auxiliary(words.low(word)) || words.is(word, Class::SayVerb));
        leads && !clause::is_relative(self.words, start) && !is_long && !has_verb
    }

    /// A verb behind the figure that governs it: *40 people were killed*, *40 Menschen getötet*.
    fn verb_behind(&self, word: usize, (clause_start, stop): (usize, usize)) -> Option<&'w ActionForm> {
        let words = self.words;
        let form = self.form(word, (self.draft.first, stop))?;
        let next = word + 1;
        let low = words.low(word);
        let is_led = words.language == Language::En
            && form.kind != FormKind::Beside
            && (words.low(word - 1) == "to" || low.ends_with("ing") && !changes(form));
        // Five soldiers killed two rebels: what is killed stands behind the verb.
        let has_object = words.language == Language::En
            && next < stop
            && form.kind != FormKind::Beside
            && (words.is(next, Class::Determiner) || words.is_digit(next) || words.entry(next).number.is_some())
            && words.low(next) != "that"
            && !(word.saturating_sub(3)..word).any(|before| is_passive(words.low(before)));
        // Six passengers climbed out: who is counted does not rise, but for *auf sechs Passagiere gestiegen*.
        let before = if self.first > 0 { words.low(self.first - 1) } else { "" };
        let is_person = changes(form) && self.is_known(&["people"]) && !matches!(before, "um" | "auf" | "von");
        if is_person {
            return None;
        }
        let is_object = words.language == Language::En || word < self.end || self.is_object(clause_start, form);
        (!has_object && !is_led && is_object).then_some(form)
    }

    /// A verb before the figure that governs it: *killed 40 people*, *wurden getötet*.
    fn verb_before(&self, word: usize, clause: (usize, usize)) -> Option<&'w ActionForm> {
        let words = self.words;
        let form = self.form(word, clause)?;
        let is_joined = (word + 1..self.draft.first).any(|word| matches!(words.low(word), "und" | "oder" | "sowie"));
        let low = words.low(word);
        let is_final = words.language == Language::De
            && form.particle.is_none()
            && (low.starts_with("ge") || low.ends_with("en") && !low.ends_with("ten"));
        // The increased offer, eine verletzte Frau: of another noun.
        let is_attribute = word + 1 < self.draft.first
            && words.is(word.wrapping_sub(1), Class::Determiner)
            && words.follows(word)
            && (words.language == Language::En && low.ends_with("ed") || words.is_capital(word + 1))
            && !words.is_any(word + 1, &[Class::Preposition]);
        let is_apart = is_attribute || is_joined && is_final;
        (!is_apart && self.is_object(word + 1, form)).then_some(form)
    }

    /// Whether the words between a verb and the figure let it be what the verb is about: not *killed in two attacks*.
    fn is_object(&self, from: usize, form: &ActionForm) -> bool {
        let words = self.words;
        // Aus den vergangenen fünf Partien, in the last two attacks: the preposition before determiners and adjectives.
        let passes = |word: usize| {
            words.is_any(word, &[Class::Determiner, Class::Adverb])
                || matches!(words.low(word), "last" | "past" | "previous")
                || words.language == Language::De && is_adjective(words.low(word)) && !words.is_capital(word)
        };
        let lead = (from..self.first).rev().take(4).find(|&word| !passes(word) || words.is(word, Class::Preposition));
        let before = lead.filter(|&word| !clause::is_relative(words, word)).map_or("", |word| words.low(word));
        let is_change = changes(form);
        let is_counted = self.draft.kind == Kind::Count;
        match before {
            "um" if !is_counted => true,
            "by" | "um" => is_change || &*form.action == "cut",
            "von" if form.of != Of::People => true,
            "from" | "von" | "to" | "auf" if is_counted => is_change || &*form.action == "cut" && before != "from",
            "in" | "at" | "across" | "after" | "with" | "within" | "during" | "onto" | "for" | "aus" | "bei"
            | "mit" | "nach" | "vor" | "seit" | "an" | "während" => !is_counted,
            // Millions fell ill: who is counted neither rises nor falls.
            _ => !is_change || !is_counted || !self.is_known(&["people"]) || from == self.first,
        }
    }

    /// The form of the table that a word is, if it can govern the figure.
    fn form(&self, word: usize, (start, stop): (usize, usize)) -> Option<&'w ActionForm> {
        let words = self.words;
        if words.is_capital(word) && words.sentence_of(word).0 != word {
            return None;
        }
        // German verbs have their particle at the end of the clause, English ones right behind.
        let holds = |particle: &str| match words.language {
            Language::De if particle.len() > 3 => (start..stop).any(|at| words.low(at) == particle),
            Language::De => (word + 1..stop).rev().take(3).any(|at| words.low(at) == particle),
            Language::En => words.low(word + 1) == particle || words.low(word + 2) == particle,
        };
        let fits = |form: &&ActionForm| {
            form.kind != FormKind::Counted
                && self.fits(form.of)
                && form.particle.as_deref().is_none_or(holds)
                && match form.kind {
                    FormKind::VerbOrNoun => self.is_verb(word) || self.is_beside(word),
                    FormKind::Beside => self.is_adverb(word),
                    _ => true,
                }
        };
        let found = self.forms(word).filter(fits).max_by_key(|form| form.particle.is_some())?;
        Some(found)
    }

    /// The rows of the table for a word; an adjective before the noun by its participle: *40 getötete Zivilisten*.
    fn forms(&self, word: usize) -> impl Iterator<Item = &'w ActionForm> + use<'w> {
        let words = self.words;
        let actions = &words.forms.actions;
        let low = words.low(word);
        let is_before = word + 1 == self.first && word > 0 && words.is(word - 1, Class::Determiner);
        let near = (self.draft.end..self.end).contains(&word) || is_before;
        let stem = |ending: &str| low.strip_suffix(ending).and_then(|stem| actions.get(stem));
        let found = actions.get(low).or_else(|| {
            let is_adjective = near && words.language == Language::De;
            ["e", "en", "er"].iter().find_map(|ending| stem(ending)).filter(|_| is_adjective)
        });
        found.into_iter().flatten()
    }

    /// Whether a word that may be a noun must be a verb here.
    fn is_verb(&self, word: usize) -> bool {
        let words = self.words;
        let before = if word > 0 && words.follows(word) { words.low(word - 1) } else { "" };
        let is_led = is_auxiliary(before)
            || words.is(word.wrapping_sub(1), Class::SpeakerPronoun)
            || matches!(before, "to" | "not" | "who" | "which" | "that" | "also" | "been" | "be" | "being");
        is_led || word + 1 == self.first || words.is(word + 1, Class::Determiner)
    }

    /// Whether a noun stands right beside the figure: *a 5% rise*, *300 job cuts*, *a rise in prices of 5%*.
    fn is_beside(&self, word: usize) -> bool {
        let words = self.words;
        let (first, end) = (self.first, self.draft.end);
        if word >= end {
            return word < end + MAX_NOUN_WORDS && (end..=word).all(|at| follows(words, at));
        }
        let leads = first.checked_sub(1).filter(|&at| matches!(words.low(at), "of" | "by" | "to" | "from"));
        leads.is_some_and(|at| word < at && at <= word + MAX_LED_WORDS)
    }

    /// *up 5%*, *down slightly from 5%*, *32p up*: an adverb right beside the figure, not *put up $5m* or *up to 5%*.
    fn is_adverb(&self, word: usize) -> bool {
        let words = self.words;
        if self.draft.kind == Kind::Count && self.draft.head.is_some_and(|head| head.first >= self.draft.end) {
            return false;
        }
        if word >= self.draft.end {
            return word == self.draft.end && words.follows(word);
        }
        let before = if word > 0 { words.low(word - 1) } else { "" };
        let stands =
            word > 0 && !words.follows(word) || is_auxiliary(before) || matches!(before, "closed" | "ended" | "shares");
        let leads = words.low(self.first - 1);
        let is_near = word + 1 == self.first || matches!(leads, "from" | "to" | "by") && self.first <= word + 5;
        word < self.first && stands && is_near
    }

    /// Whether the figure counts what an action is done to.
    fn fits(&self, of: Of) -> bool {
        let is_count = matches!(self.draft.kind, Kind::Count | Kind::Percent);
        match of {
            Of::Term => {
                let before = if self.first > 0 { self.words.low(self.first - 1) } else { "" };
                self.draft.kind == Kind::Duration && matches!(before, "zu" | "to" | "for" | "von" | "of")
            }
            _ if self.draft.kind == Kind::Duration => false,
            Of::All => true,
            Of::Money => matches!(self.draft.kind, Kind::Money | Kind::Percent),
            Of::Goods => self.draft.kind != Kind::Money,
            Of::Things => is_count,
            Of::People => is_count && self.counts(&["people", "animal"]),
            Of::Arms => {
                self.draft.kind == Kind::Count
                    && self.counts(&["people", "weapon", "vehicle", "missile", "aircraft", "ship"])
            }
        }
    }

    /// Whether the noun of the figure is one of these or stands under them; a noun that the table does not have may be.
    fn counts(&self, keys: &[&str]) -> bool {
        // A noun from further away may be another's.
        let own = self.draft.head.filter(|head| head.first >= self.draft.first && head.last < self.end);
        own.is_none_or(|head| head.noun.is_none()) || self.is_known(keys)
    }

    /// Whether the table has the noun of the figure as one of these or under them.
    fn is_known(&self, keys: &[&str]) -> bool {
        self.draft.head.and_then(|head| head.noun).is_some_and(|noun| is_under(self.words, noun, keys))
    }
}

/// Whether a noun or one that it stands under has one of these keys.
fn is_under(words: &Words, noun: NounId, keys: &[&str]) -> bool {
    let mut noun = Some(words.tables.noun(noun));
    for _ in 0..4 {
        match noun {
            Some(found) if keys.contains(&&*found.key) => return true,
            Some(found) => noun = words.tables.noun_by_key(&found.parent),
            None => return false,
        }
    }
    false
}

/// Whether an action tells how an amount changed.
fn changes(form: &ActionForm) -> bool {
    matches!(&*form.action, "rose" | "fell")
}
