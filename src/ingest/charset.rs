//! Character sets: from the bytes of a file to text.
//!
//! In order: a byte order mark; UTF-16 without one, by its NULs; UTF-8 where the bytes are valid and not plain ASCII,
//! whatever the file declares (other sets hardly ever happen to be valid UTF-8, and templates declare wrongly); the
//! declaration of XML or HTML; UTF-8; a guess that expects German. Files that are no text are refused.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Bytes at the beginning of a file in which a declaration must stand (HTML, 13.2.3.2, says 1024; pages keep it not).
const DECLARATION_BYTES: usize = 4096;
/// Bytes looked at to tell text from other data.
const SAMPLE_BYTES: usize = 16 << 10;
/// How files begin that carry a name like a text but are none.
const SIGNATURES: [(&[u8], &str); 8] = [
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
];

/// Whether a byte order mark is part of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteOrderMark {
    /// The spans of a plain text are those of its file.
    Keep,
    Drop,
}

/// A text, and what had to be done to have it.
pub(super) struct Decoded {
    pub text: String,
    /// What was mended: characters that had to be replaced, a declaration that is unknown.
    pub notes: Vec<String>,
}

/// Decodes the bytes of a file.
///
/// # Errors
/// If they look binary; the reason names the kind of file where it is known.
pub(super) fn decode(bytes: Vec<u8>, mark: ByteOrderMark) -> Result<Decoded, String> {
    if let Some((encoding, n_bytes)) = Encoding::for_bom(&bytes)
        && (encoding != UTF_8 || bytes[n_bytes..].first() != Some(&0))
    {
        let start = if encoding == UTF_8 && mark == ByteOrderMark::Keep { 0 } else { n_bytes };
        return Ok(with(encoding, &bytes[start..], Vec::new()));
    }
    if let Some(encoding) = utf_16(&bytes) {
        return Ok(with(encoding, &bytes, Vec::new()));
    }
    refuse_binary(&bytes)?;
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.is_ascii() => return Ok(Decoded { text, notes: Vec::new() }),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let mut notes = Vec::new();
    let declared = declaration(&bytes).and_then(|label| {
        let known = Encoding::for_label(label.as_bytes());
        if known.is_none() {
            notes.push(format!("the declared character set {label:?} is unknown; it was guessed"));
        }
        known
    });
    let encoding = match declared {
        // A declaration in ASCII cannot be one of UTF-16.
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => encoding,
        _ if is_mostly_utf8(&bytes) => UTF_8,
        _ => guess(&bytes),
    };
    Ok(with(encoding, &bytes, notes))
}

/// Decodes one line of a file of lines that is not valid UTF-8, with the name of the set it was read as.
pub(super) fn decode_line(bytes: &[u8]) -> (String, &'static str) {
    let encoding = if is_mostly_utf8(bytes) { UTF_8 } else { guess(bytes) };
    (encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding.name())
}

/// Returns UTF-16 where a byte order mark or the place of NULs shows it.
pub(super) fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (encoding != UTF_8).then_some(encoding);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let nuls_from = |start| sample.iter().skip(start).step_by(2).filter(|byte| **byte == 0).count();
    let (n_even, n_odd, n_pairs) = (nuls_from(0), nuls_from(1), sample.len() / 2);
    // In western text seven of ten high bytes are NUL, in other data NULs keep to no side.
    let is_side = |many: usize, few: usize| many * 10 >= n_pairs * 7 && few * 50 <= n_pairs;
    match n_pairs {
        0..4 => None,
        _ if is_side(n_odd, n_even) => Some(UTF_16LE),
        _ if is_side(n_even, n_odd) => Some(UTF_16BE),
        _ => None,
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8], mut notes: Vec<String>) -> Decoded {
    let (text, has_replaced) = encoding.decode_without_bom_handling(bytes);
    let text = text.into_owned();
    if has_replaced {
        let n_replaced = text.chars().filter(|c| *c == '\u{fffd}').count();
        notes.push(format!("{n_replaced} characters are no {} and were replaced by \u{fffd}", encoding.name()));
    }
    Decoded { text, notes }
}

fn refuse_binary(bytes: &[u8]) -> Result<(), String> {
    let known = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature));
    if let Some((_, kind)) = known {
        return Err(format!("the file looks like {kind}; convert it to text"));
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let is_control = |byte: &&u8| matches!(**byte, 0..=8 | 11 | 14..=26 | 28..=31);
    let n_controls = sample.iter().filter(is_control).count();
    // A stray NUL is a blemish, one character in fifty is another kind of file.
    match n_controls > 4 && n_controls * 50 > sample.len() {
        true => Err("the file looks binary: it is full of control characters".to_string()),
        false => Ok(()),
    }
}

/// Returns the label of the declaration of XML or of a `meta` element.
fn declaration(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARATION_BYTES)]).to_ascii_lowercase();
    let label_after = |text: &str, name: &str| {
        let rest = text[text.find(name)? + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.trim_start_matches(['"', '\'']);
        let end = rest.find(|c: char| c.is_whitespace() || "\"'>;/?".contains(c)).unwrap_or(rest.len());
        Some(rest[..end].to_string()).filter(|label| !label.is_empty())
    };
    if head.trim_start().starts_with("<?xml") {
        let declared = head.split("?>").next().and_then(|xml| label_after(xml, "encoding"));
        if declared.is_some() {
            return declared;
        }
    }
    // The value of charset in `<meta charset=...>` and in `<meta content="text/html; charset=...">`.
    head.split("<meta").skip(1).find_map(|meta| label_after(meta.split('>').next()?, "charset"))
}

/// Returns whether the bytes hold more valid characters of UTF-8 beyond ASCII than invalid ones.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_valid, mut n_invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_invalid += usize::from(!chunk.invalid().is_empty());
    }
    n_invalid == 0 || n_valid > n_invalid
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"de"), Utf8Detection::Deny)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, n_notes: usize) {
        let decoded = decode(bytes.to_vec(), ByteOrderMark::Drop).expect("text");
        assert_eq!((decoded.text.as_str(), decoded.notes.len()), (text, n_notes), "{:?}", decoded.notes);
    }

    #[test]
    fn every_set_becomes_text() {
        let utf_16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        check("Führer".as_bytes(), "Führer", 0);
        check(b"\xef\xbb\xbfF\xc3\xbchrer", "Führer", 0);
        check(&[b"\xff\xfe".to_vec(), utf_16("Führer")].concat(), "Führer", 0);
        check(&utf_16("Führer und Größe"), "Führer und Größe", 0);
        check(b"\xfe\xff\x00F\x00\xfc", "Fü", 0);
        check(b"Die F\xfchrung \x84sagte\x93 \x96 Stra\xdfe", "Die Führung „sagte“ – Straße", 0);
        check(b"<?xml version='1.0' encoding='ISO-8859-15'?>\xa4", "<?xml version='1.0' encoding='ISO-8859-15'?>€", 0);
        check(b"<meta charset=windows-1252>\x80", "<meta charset=windows-1252>€", 0);
        check("<meta charset=windows-1252>ä".as_bytes(), "<meta charset=windows-1252>ä", 0);
        check(b"<meta charset='klingon'>F\xfcr", "<meta charset='klingon'>Für", 1);
        check("Größe und Straße \u{0}".as_bytes(), "Größe und Straße \u{0}", 0);
        check(b"Gr\xc3\xb6\xc3\x9fe \xff", "Größe \u{fffd}", 1);
    }

    #[test]
    fn other_data_is_refused() {
        let noise: Vec<u8> = (0..4000u32).map(|i| (i * i % 251) as u8).collect();
        for bytes in [b"%PDF-1.7 ...".to_vec(), noise, b"\x89PNG\r\n\x1a\n".to_vec()] {
            assert!(decode(bytes, ByteOrderMark::Drop).is_err());
        }
    }

    #[test]
    fn plain_texts_keep_their_mark() {
        let kept = decode(b"\xef\xbb\xbfA".to_vec(), ByteOrderMark::Keep).expect("text");
        assert_eq!(kept.text, "\u{feff}A");
    }
}
