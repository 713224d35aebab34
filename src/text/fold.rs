//! Normalisation of a single word, with the way back to the original bytes.
//!
//! Lossless for the reader's eye first (NFC, lower case, typographic apostrophes), lossy last (diacritics).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A normalised word and, where lengths changed, the original byte offset of each of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normalized {
    pub text: String,
    /// `map[i]` is the offset in the original of byte `i` of `text`; `None` if both have the same offsets.
    map: Option<Vec<u32>>,
    original_len_bytes: u32,
}

impl Normalized {
    /// Wraps a text that stands for the original byte by byte.
    pub fn identical(text: String) -> Normalized {
        let original_len_bytes = text.len() as u32;
        Normalized { text, map: None, original_len_bytes }
    }

    /// Returns the offset in the original that corresponds to byte `offset` of the normalised text.
    pub fn original_offset(&self, offset: usize) -> usize {
        match &self.map {
            None => offset,
            Some(map) => map.get(offset).copied().unwrap_or(self.original_len_bytes) as usize,
        }
    }

    /// Replaces each match of `from` in the text by `to`, keeping the way back; `accept` sees the text and the offset.
    pub fn replace(&mut self, from: &str, to: &str, accept: impl Fn(&str, usize) -> bool) {
        let places: Vec<usize> =
            self.text.match_indices(from).map(|(at, _)| at).filter(|&at| accept(&self.text, at)).collect();
        if places.is_empty() {
            return;
        }
        let (mut text, mut map) = (String::with_capacity(self.text.len()), Vec::with_capacity(self.text.len()));
        let mut done = 0;
        for at in places {
            map.extend((done..at).map(|i| self.original_offset(i) as u32));
            text.push_str(&self.text[done..at]);
            map.extend(std::iter::repeat_n(self.original_offset(at) as u32, to.len()));
            text.push_str(to);
            done = at + from.len();
        }
        map.extend((done..self.text.len()).map(|i| self.original_offset(i) as u32));
        text.push_str(&self.text[done..]);
        self.text = text;
        self.map = Some(map);
    }
}

/// Returns a word in NFC and lower case, with plain apostrophes and without invisible characters (soft hyphen,
/// zero-width space and joiners, byte order mark).
pub fn normalize(word: &str) -> Normalized {
    if word.is_ascii() {
        return Normalized::identical(word.to_ascii_lowercase());
    }
    let (mut text, mut map) = (String::with_capacity(word.len()), Vec::with_capacity(word.len()));
    let mut cluster_start = 0;
    while cluster_start < word.len() {
        let rest = &word[cluster_start..];
        let cluster_len: usize =
            rest.char_indices().skip(1).find(|&(_, c)| !is_combining_mark(c)).map_or(rest.len(), |(i, _)| i);
        for c in rest[..cluster_len].nfc().flat_map(char::to_lowercase) {
            let c = match c {
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => continue,
                '’' | 'ʼ' | '‘' => '\'',
                '‐' | '‑' => '-',
                _ => c,
            };
            map.extend(std::iter::repeat_n(cluster_start as u32, c.len_utf8()));
            text.push(c);
        }
        cluster_start += cluster_len;
    }
    // Inside one multi-byte character the map repeats its start; that is all a caller on boundaries ever asks for.
    let same = text.len() == word.len() && text.char_indices().all(|(i, _)| map[i] == i as u32);
    Normalized { text, map: (!same).then_some(map), original_len_bytes: word.len() as u32 }
}

/// Returns the word without diacritics: `ä` as `a`, `é` as `e`, `ß` as `ss`, `ø` as `o`, `ł` as `l`.
///
/// Letters come apart by Unicode's canonical decomposition; the few that have none stand in the match below.
pub fn fold_diacritics(word: &str) -> String {
    if word.is_ascii() {
        return word.to_string();
    }
    let mut folded = String::with_capacity(word.len());
    // Composed again, so that scripts whose letters come apart (Hangul) keep their length.
    for c in word.nfd().filter(|&c| !is_combining_mark(c)).nfc() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'þ' => folded.push_str("th"),
            _ => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decomposed_and_composed_words_normalize_alike() {
        assert_eq!(normalize("U\u{308}ber").text, "über");
        assert_eq!(normalize("Über").text, "über");
    }

    #[test]
    fn offsets_lead_back_to_the_original() {
        let word = "Kriegsfu\u{308}hrung";
        let normal = normalize(word);
        let at = normal.text.find("führung").expect("the word ends in it");
        assert_eq!(&word[normal.original_offset(at)..], "fu\u{308}hrung");
        assert_eq!(normal.original_offset(normal.text.len()), word.len());
    }

    #[test]
    fn replacing_keeps_the_way_back() {
        let mut normal = normalize("Fuehrerschein");
        normal.replace("ue", "ü", |_, _| true);
        assert_eq!(normal.text, "führerschein");
        let at = normal.text.find("schein").expect("the word ends in it");
        assert_eq!(&"Fuehrerschein"[normal.original_offset(at)..], "schein");
    }

    #[test]
    fn diacritics_fold() {
        assert_eq!(fold_diacritics("größe"), "grosse");
        assert_eq!(fold_diacritics("łódź"), "lodz");
    }
}
