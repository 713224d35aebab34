//! One term for one number, however it is grouped: `10.000` in German and `10,000` in English are both `10000`.

use crate::text::Language;

/// Returns the canonical term of a word of digits and separators, with `.` before decimals; `None` for other words.
///
/// One separator before exactly three digits groups or not by the language's habit (German groups with a full
/// stop, English with a comma); repeated or mixed separators decide by themselves. Leading zeros before a separator
/// make it decimal.
pub fn canonical_number(word: &str, language: Language) -> Option<String> {
    let is_numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '\u{a0}' | '\u{202f}' | '\u{2009}');
    if !word.starts_with(|c: char| c.is_ascii_digit()) || !word.chars().all(is_numeric) {
        return None;
    }
    let separators: Vec<(usize, char)> = word.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let Some(&(last_at, last)) = separators.last() else { return Some(word.to_string()) };
    let decimals = &word[last_at + last.len_utf8()..];
    let repeated = separators.iter().filter(|(_, c)| *c == last).count() > 1;
    let mixed = separators.iter().any(|(_, c)| *c != last);
    let groups = match last {
        '.' | ',' if repeated => true,
        '.' | ',' if mixed => false,
        '.' => language == Language::De && decimals.len() == 3 && !word.starts_with('0'),
        ',' => language == Language::En && decimals.len() == 3 && !word.starts_with('0'),
        _ => true,
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    Some(if groups { digits(word) } else { format!("{}.{}", digits(&word[..last_at]), decimals) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_are_read_by_language() {
        for (word, de, en) in [
            ("10.000", "10000", "10.000"),
            ("10,000", "10.000", "10000"),
            ("1,5", "1.5", "1.5"),
            ("1.234.567", "1234567", "1234567"),
            ("1.234,56", "1234.56", "1234.56"),
            ("10'000", "10000", "10000"),
            ("0.125", "0.125", "0.125"),
            ("2024", "2024", "2024"),
        ] {
            assert_eq!(canonical_number(word, Language::De).as_deref(), Some(de), "{word} de");
            assert_eq!(canonical_number(word, Language::En).as_deref(), Some(en), "{word} en");
        }
        assert_eq!(canonical_number("f16", Language::De), None);
        assert_eq!(canonical_number("16f", Language::De), None);
    }
}
