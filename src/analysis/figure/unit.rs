//! Units of a numeral: behind it as a word or a sign, or before it as a sign or code of money.
//!
//! In: the words and a numeral. Out: the unit, and how far it reaches. A unit of several words is looked up as one form.

use super::numeral::{Form, Numeral};
use super::table::{Kind, UnitUse};
use super::word::Words;
use crate::text::Language;

/// A unit in the text.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub used: UnitUse,
    /// The word after it and the byte after it; for a unit before the numeral, its first word and byte.
    pub word: usize,
    pub byte: usize,
}

/// Returns the unit behind a numeral; letters glued to it first.
pub fn behind(words: &Words, numeral: &Numeral) -> Option<Found> {
    match numeral.glued {
        Some(from) => glued(words, numeral, from),
        None => sign(words, numeral)
            .or_else(|| named(words, numeral.end, numeral))
            .or_else(|| symbol(words, numeral))
            .or_else(|| {
                let at = numeral.end;
                let used = scaled_code(words, at).filter(|_| words.follows(at))?;
                Some(Found { used, word: at + 1, byte: words.end(at) })
            }),
    }
}

fn glued(words: &Words, numeral: &Numeral, from: usize) -> Option<Found> {
    let byte = words.end(numeral.end - 1);
    let letters = &words.text[from..byte];
    let lower = letters.to_lowercase();
    if words.forms.units.contains_key(&*lower) && lower.len() > 2 {
        return Some(Found { used: words.forms.units[&*lower], word: numeral.end, byte });
    }
    // km/h goes on behind the word.
    let slashed = words.gap(numeral.end) == "/" || words.gap(numeral.end) == "^";
    if slashed {
        let long = format!("{letters}/{}", words.written(numeral.end));
        let squared = format!("{letters}{}", words.written(numeral.end));
        let used = words.tables.symbols.get(&*long).or_else(|| words.tables.symbols.get(&*squared));
        if let Some(&used) = used {
            return Some(Found { used, word: numeral.end + 1, byte: words.end(numeral.end) });
        }
    }
    let used = words.tables.symbols.get(letters).or_else(|| words.tables.signs.get(letters)).copied();
    let used = used.or_else(|| words.tables.codes.get(&*lower).copied());
    let used = used.or_else(|| words.forms.units.get(&*lower).copied());
    let used = used.or_else(|| words.tables.small_symbols.get(&*lower).copied());
    used.map(|used| Found { used, word: numeral.end, byte })
}

/// Signs behind digits: `%`, `°C`, `€`.
fn sign(words: &Words, numeral: &Numeral) -> Option<Found> {
    let mut stop = numeral.stop;
    // 280 Mio. £: the full stop belongs to the magnitude.
    if words.text[stop..].starts_with(". ") && matches!(words.low(numeral.end - 1), "mio" | "mrd" | "tsd") {
        stop += 1;
    }
    let rest = &words.text[stop..];
    let space = rest.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}'));
    let from = stop + space.map_or(0, char::len_utf8);
    let first = words.text[from..].chars().next()?;
    let here = |key: &str, len: usize| {
        let used = words.tables.symbols.get(key).or_else(|| words.tables.signs.get(key)).copied()?;
        Some(Found { used, word: numeral.end, byte: from + len })
    };
    match first {
        '%' | '‰' => here(words.text.get(from..from + first.len_utf8())?, first.len_utf8()),
        '°' | 'º' => {
            let letter = words.written(numeral.end);
            let is_near = words.gap(numeral.end).trim().len() <= first.len_utf8();
            if is_near && (letter == "C" || letter == "F") {
                let used = *words.tables.symbols.get(if letter == "C" { "°C" } else { "°F" })?;
                return Some(Found { used, word: numeral.end + 1, byte: words.end(numeral.end) });
            }
            here("°", first.len_utf8())
        }
        // A sign before the next number is that number's own: "5 £20 notes".
        '€' | '$' | '£' | '¥' | '₽' | '₹' | '₺' => {
            let after = words.text[from + first.len_utf8()..].chars().next();
            let is_own = !(space.is_some() && after.is_some_and(|c| c.is_ascii_digit()));
            is_own.then(|| here(words.text.get(from..from + first.len_utf8())?, first.len_utf8()))?
        }
        _ => None,
    }
}

/// Returns the unit that begins at a word, the longest form first.
pub fn named(words: &Words, at: usize, numeral: &Numeral) -> Option<Found> {
    if at >= words.n_words() || !(words.follows(at) || words.is_joined(at)) {
        return None;
    }
    if numeral.form == Form::Vague && matches!(words.low(at), "of" | "von" | "an" | "more" | "weitere" | "weiterer") {
        // Tens of millions of pounds.
        return named(words, at + 1, numeral);
    }
    let longest = *words.forms.unit_words.get(words.low(at).trim_end_matches('.'))?;
    let mut form = String::with_capacity(32);
    let mut best = None;
    for n_words in 1..=usize::from(longest) {
        let last = at + n_words - 1;
        if last >= words.n_words() {
            break;
        }
        if n_words > 1 {
            let gap = words.gap(last);
            match gap {
                " " | "\u{a0}" | "-" | "‑" | ". " => form.push(' '),
                "/" => form.push('/'),
                _ => break,
            }
        }
        form.push_str(words.low(last).trim_end_matches('.'));
        if let Some(&used) = words.forms.units.get(&*form) {
            best = Some(Found { used, word: last + 1, byte: words.end(last) });
        }
    }
    best.filter(|found| is_unit(words, at, found, numeral)).map(|found| by_context(words, at, found, numeral))
}

/// Words that look like a unit and are none here.
fn is_unit(words: &Words, at: usize, found: &Found, numeral: &Numeral) -> bool {
    let low = words.low(at);
    let is_large = numeral.low >= 100.0;
    if words.is_joined(found.word) && !words.is_joined(at) && found.word == at + 1 {
        // 10 second-hand cars; but 20 Euro-Scheine and the like are no news.
        let next = words.low(found.word);
        return matches!(
            next,
            "wide" | "long" | "high" | "tall" | "deep" | "thick" | "old" | "olds" | "jährige" | "jährigen"
        ) || words.language == Language::De;
    }
    // Tables of results: "2.5 mln Year Shr loss".
    if words.language == Language::En
        && numeral.magnitude > 1000.0
        && words.is_capital(at)
        && is_time(words, found.used)
    {
        return false;
    }
    match (words.language, low) {
        (Language::En, "year") if matches!(words.low(at + 1), "on" | "over") && words.low(at + 2) == "year" => false,
        (Language::En, "marks") if is_year(words, at - 1) => false,
        (Language::En, "won" | "rand" | "dong" | "lei" | "leu" | "lev" | "marks" | "crown" | "crowns") => {
            is_large || numeral.magnitude > 1.0
        }
        (Language::En, "second" | "quarter") => numeral.low == 1.0 || words.is_joined(at) || numeral.low < 1.0,
        (Language::En, "p" | "ct" | "c") => numeral.form == Form::Digits,
        (Language::En, "stone" | "foot" | "yard" | "mark" | "hand") => numeral.low != 1.0 || words.is_joined(at),
        (Language::De, "fass") => is_large && numeral.low >= 1000.0,
        (Language::De, "morgen") => words.is_capital(at) && numeral.form == Form::Digits && numeral.low >= 2.0,
        (Language::De, "rand" | "mark" | "lew" | "leu" | "real" | "won") => words.is_capital(at),
        (Language::De, "min" | "sek" | "std") => numeral.form == Form::Digits,
        (Language::De, "grad" | "zoll" | "fuß" | "karat" | "knoten" | "tage" | "stunden") => words.is_capital(at),
        _ => true,
    }
}

/// *2020 marks the end*: four digits that may be a year.
fn is_year(words: &Words, at: usize) -> bool {
    words.written(at).len() == 4 && words.written(at).parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

fn is_time(words: &Words, used: UnitUse) -> bool {
    kind(words, used) == Kind::Duration
}

/// Pounds are money or weight, degrees are heat or angle, by what stands around.
fn by_context(words: &Words, at: usize, found: Found, numeral: &Numeral) -> Found {
    // Turned by 180 degrees, a 360-degree view.
    let is_turn = matches!(words.low(at), "degree" | "degrees" | "grad")
        && found.word == at + 1
        && [90.0, 180.0, 270.0, 360.0].contains(&numeral.low);
    if is_turn
        && let Some(&used) =
            words.forms.units.get(if words.language == Language::De { "winkelgrad" } else { "degrees of arc" })
    {
        return Found { used, ..found };
    }
    let is_pound = matches!(words.low(at), "pfund" | "pound" | "pounds") && found.word == at + 1;
    if !is_pound || numeral.magnitude >= 1000.0 {
        return found;
    }
    let (first, end) = words.sentence_of(at);
    let weighs = |low: &str| {
        [
            "weigh",
            "weight",
            "wieg",
            "gewicht",
            "heav",
            "ounce",
            "schwer",
            "abgenommen",
            "zugenommen",
            "lbs",
            "kilogram",
            "barbell",
        ]
        .iter()
        .any(|stem| low.starts_with(stem))
    };
    let is_weight = (first..end).any(|word| weighs(words.low(word)))
        || (words.language == Language::En && words.low(found.word) == "of" && numeral.magnitude == 1.0)
        || (words.language == Language::De && words.is_capital(found.word) && words.follows(found.word));
    match words.tables.symbols.get("lb") {
        Some(&used) if is_weight => Found { used, ..found },
        _ => found,
    }
}

/// Symbols behind a space: `20 km`, `3 GB`; of those of one letter only the commonest.
fn symbol(words: &Words, numeral: &Numeral) -> Option<Found> {
    let at = numeral.end;
    let written = words.written(at);
    if numeral.form == Form::Words || !(words.follows(at) || words.is_joined(at)) {
        return None;
    }
    let is_common = match written {
        "in" | "s" | "C" | "F" | "MP" | "pp" | "mil" | "K" => return None,
        "V" | "W" => numeral.low >= 100.0,
        _ if written.chars().count() == 1 => matches!(written, "m" | "t" | "g" | "l" | "h"),
        _ => true,
    };
    if is_common && words.gap(at + 1) == "/" {
        let long = format!("{written}/{}", words.written(at + 1));
        if let Some(&used) = words.tables.symbols.get(&*long) {
            return Some(Found { used, word: at + 2, byte: words.end(at + 1) });
        }
    }
    // 89.2 MHZ: newspapers write some symbols in capitals.
    let in_capitals = written.len() == 3 && written.bytes().all(|byte| byte.is_ascii_uppercase());
    let small = words.tables.small_symbols.get(words.low(at)).filter(|_| in_capitals && written.ends_with("HZ"));
    let used = *words.tables.symbols.get(written).filter(|_| is_common).or(small)?;
    Some(Found { used, word: at + 1, byte: words.end(at) })
}

/// `MEUR`, `TEUR`, `kUSD`: a code of money behind a letter that multiplies.
fn scaled_code(words: &Words, at: usize) -> Option<UnitUse> {
    let written = words.written(at);
    let (letter, code) = written.split_at_checked(1).filter(|(_, code)| code.len() == 3)?;
    let factor = match letter {
        "M" => 1e6,
        "T" | "k" => 1e3,
        _ => return None,
    };
    let is_code = code.bytes().all(|byte| byte.is_ascii_uppercase());
    let used = *words.tables.codes.get(&*code.to_lowercase()).filter(|_| is_code)?;
    Some(UnitUse { factor, ..used })
}

/// Returns the money sign or code before a numeral: `US$`, `EUR`, `Fr.`.
pub fn before(words: &Words, numeral: &Numeral) -> Option<Found> {
    let text = &words.text[..numeral.start];
    let near = text.strip_suffix([' ', '\u{a0}', '\u{202f}']).unwrap_or(text);
    let near = near.strip_suffix(['-', '−']).filter(|near| near.ends_with(['$', '€', '£', '¥'])).unwrap_or(near);
    let mut tail = near.char_indices().rev().take(4).map(|(at, _)| at).collect::<Vec<_>>();
    tail.reverse();
    for from in tail {
        let sign = &near[from..];
        let stands_alone = !near[..from].ends_with(char::is_alphanumeric);
        if let Some(&used) = words.tables.signs.get(sign)
            && (stands_alone || !sign.starts_with(char::is_alphabetic))
            && !sign.ends_with(char::is_alphabetic)
            && !is_taken(text, near, from)
        {
            let code = word_before(&near[..near.len() - sign.len()]);
            let by_code = words.tables.codes.get(&*code.to_lowercase()).copied();
            let byte = if by_code.is_some() { from - code.len() } else { from };
            return Some(Found { used: by_code.unwrap_or(used), word: numeral.first, byte });
        }
    }
    by_word(words, numeral)
}

/// `10 $ 30 Cent`: a sign with a space on both sides belongs to the digits before it.
fn is_taken(text: &str, near: &str, from: usize) -> bool {
    text.len() > near.len() && near[..from].trim_end().ends_with(|c: char| c.is_ascii_digit())
}

fn word_before(text: &str) -> &str {
    let from =
        text.char_indices().rev().take_while(|(_, c)| c.is_ascii_alphabetic()).last().map_or(text.len(), |(at, _)| at);
    &text[from..]
}

/// A code or letters before the number: `EUR 50`, `Rs 500`, `Euro 20`, `Tempo 30`.
fn by_word(words: &Words, numeral: &Numeral) -> Option<Found> {
    let glued = words.code_len_bytes(numeral.first);
    if glued > 0 {
        let code = &words.written(numeral.first)[..glued];
        let used = words.tables.signs.get(code).or_else(|| words.tables.codes.get(&*code.to_lowercase()))?;
        return Some(Found { used: *used, word: numeral.first, byte: words.start(numeral.first) });
    }
    let at = numeral.first.checked_sub(1)?;
    if !(words.follows_loosely(numeral.first) || words.gap(numeral.first) == "=") || numeral.form != Form::Digits {
        return None;
    }
    let written = words.written(at);
    let here = |used: UnitUse| Some(Found { used, word: at, byte: words.start(at) });
    if written == "Tempo" {
        return here(*words.tables.symbols.get("km/h")?);
    }
    let is_code = written.len() == 3 && written.bytes().all(|byte| byte.is_ascii_uppercase());
    if let Some(&used) = words.tables.codes.get(words.low(at)).filter(|_| is_code) {
        return here(used);
    }
    if let Some(used) = scaled_code(words, at) {
        return here(used);
    }
    let is_letters = written.len() >= 2 && written.starts_with(char::is_uppercase);
    let used = words.tables.signs.get(written).filter(|_| is_letters)?;
    here(*used)
}

/// Returns whether something behind a word can be counted or measured: a unit, a magnitude, a percent sign.
pub fn opens_unit(words: &Words, at: usize) -> bool {
    if at >= words.n_words() {
        return false;
    }
    let numeral = Numeral {
        first: at.saturating_sub(1),
        end: at,
        start: words.start(at.saturating_sub(1)),
        stop: words.end(at.saturating_sub(1)),
        low: 100.0,
        high: 100.0,
        magnitude: 1.0,
        alt: None,
        form: Form::Digits,
        glued: None,
    };
    let is_magnitude = words.entry(at).number.is_some_and(|number| {
        matches!(
            number.kind,
            super::table::NumberKind::Magnitude | super::table::NumberKind::Dozen | super::table::NumberKind::Hundred
        )
    });
    (is_magnitude && (words.follows(at) || words.is_joined(at))) || behind(words, &numeral).is_some()
}

/// Returns the kind of figure that a unit makes.
pub fn kind(words: &Words, used: UnitUse) -> Kind {
    words.tables.unit(used.unit).kind
}
