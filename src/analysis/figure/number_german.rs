//! German number words, which are written as one: *zweihundertdreiundvierzig*, *anderthalb*, *dreieinhalb*.
//!
//! In: a word in small letters. Out: its value and how many bytes of it are number; behind them may stand an adjective
//! of a unit (*dreitägig*). Spelled by rule, so there is no list of them: the parts here are the grammar itself.

/// Numbers below twenty and the stems that join *und* and tens; longer ones first where one begins the other.
const SMALL: &[(&str, u32)] = &[
    ("sechzehn", 16),
    ("siebzehn", 17),
    ("dreizehn", 13),
    ("vierzehn", 14),
    ("fünfzehn", 15),
    ("fuenfzehn", 15),
    ("achtzehn", 18),
    ("neunzehn", 19),
    ("eins", 1),
    ("ein", 1),
    ("zwei", 2),
    ("zwo", 2),
    ("drei", 3),
    ("vier", 4),
    ("fünf", 5),
    ("fuenf", 5),
    ("sechs", 6),
    ("sieben", 7),
    ("acht", 8),
    ("neun", 9),
    ("zehn", 10),
    ("elf", 11),
    ("zwölf", 12),
    ("zwoelf", 12),
];

const TENS: &[(&str, u32)] = &[
    ("zwanzig", 20),
    ("dreißig", 30),
    ("dreissig", 30),
    ("vierzig", 40),
    ("fünfzig", 50),
    ("fuenfzig", 50),
    ("sechzig", 60),
    ("siebzig", 70),
    ("achtzig", 80),
    ("neunzig", 90),
];

/// Reads the number that a word begins with; `None` if it begins with none, or is only *ein*.
pub fn read(word: &str) -> Option<(f64, usize)> {
    if !matches!(word.as_bytes().first()?, b'e' | b'z' | b'd' | b'v' | b'f' | b's' | b'a' | b'n' | b'h' | b't') {
        return None;
    }
    if let Some(rest) = word.strip_prefix("anderthalb") {
        return Some((1.5, word.len() - rest.len()));
    }
    let (value, rest) = below_million(word)?;
    let used = word.len() - rest.len();
    for half in ["einhalb", "undeinhalb", "undhalb"] {
        if let Some(rest) = rest.strip_prefix(half) {
            return Some((f64::from(value) + 0.5, word.len() - rest.len()));
        }
    }
    if value == 1 && used <= 4 {
        // *ein* is an article; *einhalb* was handled; *einundhalb* is one and a half.
        return None;
    }
    Some((f64::from(value), used))
}

fn below_million(word: &str) -> Option<(u32, &str)> {
    let (thousands, rest) = match below_thousand(word) {
        Some((value, rest)) => match rest.strip_prefix("tausend") {
            Some(rest) => (value, rest),
            None => return Some((value, rest)),
        },
        None => (1, word.strip_prefix("tausend")?),
    };
    let after_und = rest.strip_prefix("und").unwrap_or(rest);
    match below_thousand(after_und) {
        Some((value, rest)) => Some((thousands * 1000 + value, rest)),
        None => Some((thousands * 1000, rest)),
    }
}

fn below_thousand(word: &str) -> Option<(u32, &str)> {
    let (hundreds, rest) = match below_hundred(word) {
        Some((value, rest)) => match rest.strip_prefix("hundert") {
            Some(rest) => (value, rest),
            None => return Some((value, rest)),
        },
        None => (1, word.strip_prefix("hundert")?),
    };
    let after_und = rest.strip_prefix("und").unwrap_or(rest);
    match below_hundred(after_und) {
        Some((value, rest)) => Some((hundreds * 100 + value, rest)),
        None => Some((hundreds * 100, rest)),
    }
}

fn below_hundred(word: &str) -> Option<(u32, &str)> {
    if let Some((tens, rest)) = prefix(word, TENS) {
        return Some((tens, rest));
    }
    let (unit, rest) = prefix(word, SMALL)?;
    if unit < 10
        && let Some((tens, rest)) = rest.strip_prefix("und").and_then(|rest| prefix(rest, TENS))
    {
        return Some((tens + unit, rest));
    }
    Some((unit, rest))
}

fn prefix<'w>(word: &'w str, numbers: &[(&str, u32)]) -> Option<(u32, &'w str)> {
    numbers.iter().find_map(|(name, value)| word.strip_prefix(name).map(|rest| (*value, rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: Option<(f64, &str)>) {
        let got = read(word).map(|(value, used)| (value, &word[used..]));
        assert_eq!(got, expected, "{word}");
    }

    #[test]
    fn german_numbers() {
        check("zweihundertdreiundvierzig", Some((243.0, "")));
        check("eintausendeinhundertfünfzig", Some((1150.0, "")));
        check("dreihundertsiebenundsiebzigtausendneunhundertachtundachtzig", Some((377_988.0, "")));
        check("hunderttausend", Some((100_000.0, "")));
        check("sechzig", Some((60.0, "")));
        check("siebzehn", Some((17.0, "")));
        check("anderthalb", Some((1.5, "")));
        check("zweieinhalb", Some((2.5, "")));
        check("einundhalb", Some((1.5, "")));
        check("dreitägigen", Some((3.0, "tägigen")));
        check("einundzwanzig", Some((21.0, "")));
        check("ein", None);
        check("eine", None);
        check("regen", None);
    }
}
