//! Digits with separators, read as their language writes them.
//!
//! In: `10.000`, `1,234.5`, `10 000`, `10'000`. Out: the value, and the other reading where there is one. A separator
//! that repeats, or stands with another one, says itself what it is; one separator before three digits is what the
//! language makes of it.

use crate::text::Language;

/// A number in digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    pub value: f64,
    /// The value if the separator were the other one.
    pub alt: Option<f64>,
}

/// Longest number in bytes; what is longer is an identifier.
const MAX_BYTES: usize = 27;

/// Reads digits with separators; `None` if they are none (a date, a version, a telephone number).
pub fn read(text: &str, language: Language) -> Option<Reading> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let mut parts: [&str; 9] = [""; 9];
    let mut separators = [' '; 8];
    let mut n_separators = 0;
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if c.is_ascii_digit() {
            continue;
        }
        let separator = match c {
            '.' | ',' => c,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
            '\'' | '’' | 'ʼ' => '\'',
            _ => return None,
        };
        if n_separators == separators.len() {
            return None;
        }
        separators[n_separators] = separator;
        parts[n_separators] = &text[from..at];
        n_separators += 1;
        from = at + c.len_utf8();
    }
    parts[n_separators] = &text[from..];
    value(&parts[..=n_separators], &separators[..n_separators], language)
}

fn value(parts: &[&str], separators: &[char], language: Language) -> Option<Reading> {
    let plain = |value: Option<f64>| value.map(|value| Reading { value, alt: None });
    let last = parts.len() - 1;
    let Some(&first) = separators.first() else { return plain(parts[0].parse().ok()) };
    let is_point = |c: char| matches!(c, '.' | ',');
    if separators.iter().all(|&c| c == first) {
        if separators.len() > 1 || !is_point(first) {
            return plain(grouped(parts, ""));
        }
        return single(parts[0], parts[1], first, language);
    }
    let decimal = separators[last - 1];
    let groups_alike = separators[..last - 1].iter().all(|&c| c == first);
    if groups_alike && decimal != first && is_point(decimal) {
        return plain(grouped(&parts[..last], parts[last]));
    }
    None
}

/// One point or comma: three digits behind it are a group where the language writes groups so.
fn single(whole: &str, behind: &str, separator: char, language: Language) -> Option<Reading> {
    let decimal: f64 = joined(&[whole, ".", behind]).parse().ok()?;
    if behind.len() != 3 || whole.len() > 3 || whole.starts_with('0') {
        return Some(Reading { value: decimal, alt: None });
    }
    let group: f64 = joined(&[whole, behind]).parse().ok()?;
    let groups_by = match language {
        Language::De => '.',
        Language::En => ',',
    };
    let (value, other) = if separator == groups_by { (group, decimal) } else { (decimal, group) };
    Some(Reading { value, alt: Some(other) })
}

fn grouped(parts: &[&str], decimals: &str) -> Option<f64> {
    let last = parts.len() - 1;
    let by_threes = (1..=3).contains(&parts[0].len()) && parts[1..].iter().all(|part| part.len() == 3);
    // 2,06,737: in India all groups but the last are of two.
    let by_twos = last > 1
        && (1..=2).contains(&parts[0].len())
        && parts[1..last].iter().all(|part| part.len() == 2)
        && parts[last].len() == 3;
    let well_formed = by_threes || by_twos;
    let zero_first = parts.len() > 1 && parts[0].starts_with('0');
    if !well_formed || zero_first {
        return None;
    }
    joined(&[&joined(parts), ".", decimals]).parse().ok()
}

fn joined(parts: &[&str]) -> String {
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, language: Language, value: Option<f64>, alt: Option<f64>) {
        assert_eq!(read(text, language), value.map(|value| Reading { value, alt }), "{text}");
    }

    #[test]
    fn separators_by_language() {
        check("10.000", Language::De, Some(10_000.0), Some(10.0));
        check("10.000", Language::En, Some(10.0), Some(10_000.0));
        check("10,000", Language::En, Some(10_000.0), Some(10.0));
        check("1.234.567", Language::En, Some(1_234_567.0), None);
        check("1,234.5", Language::De, Some(1234.5), None);
        check("1.234,5", Language::En, Some(1234.5), None);
        check("0,750", Language::De, Some(0.75), None);
        check("3.5", Language::De, Some(3.5), None);
        check("10\u{202f}000", Language::De, Some(10_000.0), None);
        check("1 234 567,89", Language::De, Some(1_234_567.89), None);
        check("10'000", Language::De, Some(10_000.0), None);
        check("2,06,737", Language::En, Some(206_737.0), None);
        check("1,23,45,678", Language::En, Some(12_345_678.0), None);
        check("12.04.2016", Language::De, None, None);
    }
}
