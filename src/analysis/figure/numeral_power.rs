//! Powers behind digits: `1.3x10^6`, `12.3e+14`, `5 × 10⁶`, `2^10`.
//!
//! In: a number in digits. Out: the number with its power, which reaches as many words as the power is written over.

use super::numeral::Numeral;
use super::word::Words;

/// Largest exponent that is read; what is larger is an identifier.
const MAX_EXPONENT: i32 = 300;

/// Multiplies a number by the power of ten behind it, or raises it to the power behind it.
pub fn read(words: &Words, numeral: &mut Numeral) {
    let behind = &words.text[numeral.stop..];
    let Some((value, used)) = scaled(behind, numeral.low).or_else(|| raised(behind, numeral.low)) else { return };
    let stop = numeral.stop + used;
    let cuts_word = (numeral.end - 1..words.n_words()).any(|at| words.start(at) < stop && words.end(at) > stop);
    if cuts_word || !value.is_finite() {
        return;
    }
    (numeral.low, numeral.high, numeral.alt, numeral.stop) = (value, value, None, stop);
    while numeral.end < words.n_words() && words.start(numeral.end) < stop {
        numeral.end += 1;
    }
}

/// `x10^6`, `e+14`: a power of ten, and the bytes it takes.
fn scaled(behind: &str, value: f64) -> Option<(f64, usize)> {
    let trimmed = behind.trim_start_matches(' ');
    let by_sign = ["x", "×", "*", "·"].iter().find_map(|sign| trimmed.strip_prefix(sign));
    let rest = match by_sign {
        Some(rest) => {
            let rest = rest.trim_start_matches(' ').strip_prefix("10")?;
            return match rest.strip_prefix('^') {
                Some(rest) => exponent(rest),
                None => superscript(rest),
            }
            .map(|(power, rest)| (value * 10f64.powi(power), behind.len() - rest.len()));
        }
        None => behind.strip_prefix(['e', 'E'])?,
    };
    // 3e4 alone is more often a name.
    let (power, rest) = exponent(rest).filter(|_| rest.starts_with(['+', '-']))?;
    Some((value * 10f64.powi(power), behind.len() - rest.len()))
}

/// `^10`: an exponent, and the bytes it takes.
fn raised(behind: &str, value: f64) -> Option<(f64, usize)> {
    let (power, rest) = exponent(behind.strip_prefix('^')?)?;
    Some((value.powi(power), behind.len() - rest.len()))
}

fn exponent(text: &str) -> Option<(i32, &str)> {
    let unsigned = text.strip_prefix(['+', '-', '−']).unwrap_or(text);
    let digits = unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let power: i32 = unsigned[..digits].parse().ok().filter(|power| *power <= MAX_EXPONENT)?;
    let is_negative = text.starts_with(['-', '−']);
    Some((if is_negative { -power } else { power }, &unsigned[digits..]))
}

fn superscript(text: &str) -> Option<(i32, &str)> {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let unsigned = text.strip_prefix('⁻').unwrap_or(text);
    let mut power = 0;
    let mut rest = unsigned;
    while let Some(digit) = rest.chars().next().and_then(|c| DIGITS.iter().position(|&digit| digit == c)) {
        power = power * 10 + digit as i32;
        rest = &rest[DIGITS[digit].len_utf8()..];
    }
    let is_read = rest.len() < unsigned.len() && power <= MAX_EXPONENT;
    is_read.then_some((if unsigned.len() < text.len() { -power } else { power }, rest))
}

#[cfg(test)]
mod tests {
    use crate::analysis::figure::tests::en;

    #[test]
    fn powers_belong_to_the_number() {
        en("a dose of 1.3x10^6 units", &["1.3x10^6 units|count|1300000|exact|-|unit"]);
        en("up to 2.5e+4 cells", &["up to 2.5e+4 cells|count|25000|up_to|-|cell"]);
        en("about 5 × 10⁶ cells", &["about 5 × 10⁶ cells|count|5000000|about|-|cell"]);
        en("a key of 2^10 bytes", &["2^10 bytes|measure|1024|exact|byte|-"]);
    }
}
