//! Plain text: one file is one article; its title is a short first line without a full stop, else the start of its
//! first sentence. The text stays whole, first line included, so that spans are those of the file.

use std::io::{BufRead, Read};

use super::{Article, MAX_TEXT_BYTES, Problem, Record, Source};
use crate::text::sentences;

/// A first line of more characters is no headline.
const MAX_TITLE_CHARS: usize = 140;

pub(super) fn read(
    source: &Source,
    reader: impl BufRead,
    take: &mut dyn FnMut(Result<Record, Problem>),
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    reader.take(MAX_TEXT_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    take(article(source, bytes).map(Record::Article).map_err(|what| Problem {
        source: source.shown.clone(),
        line: None,
        what,
        refused: true,
    }));
    Ok(())
}

fn article(source: &Source, bytes: Vec<u8>) -> Result<Article, String> {
    if bytes.len() > MAX_TEXT_BYTES {
        return Err(format!("the file has more than {MAX_TEXT_BYTES} bytes; split it"));
    }
    let text = String::from_utf8(bytes)
        .map_err(|e| format!("not UTF-8 at byte {}; convert the file to UTF-8", e.utf8_error().valid_up_to()))?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err("the file holds no words".to_string());
    }
    Ok(Article {
        id: source.id.clone(),
        url: None,
        source: None,
        lang: None,
        published: None,
        title: title(&text),
        text,
        authors: Vec::new(),
        version: None,
        embargo: None,
    })
}

fn title(text: &str) -> String {
    let first_line = text.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or("").trim_end();
    let is_short = first_line.chars().count() <= MAX_TITLE_CHARS;
    if is_short && !first_line.ends_with(['.', '!', '…']) && sentences(first_line, |_| false).len() <= 1 {
        return first_line.to_string();
    }
    let sentence = sentences(first_line, |_| false).first().map_or(first_line, |span| &first_line[span.range()]);
    match sentence.char_indices().nth(MAX_TITLE_CHARS) {
        None => sentence.to_string(),
        Some((cut, _)) => {
            let head = &sentence[..cut];
            format!("{} …", head.rsplit_once(' ').map_or(head, |(whole_words, _)| whole_words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_short_first_lines_or_first_sentences() {
        assert_eq!(title("Botschaft geschlossen\n\nKiew (dpa) - Die Botschaft ist zu."), "Botschaft geschlossen");
        assert_eq!(title("Die Botschaft ist zu. Das sagte sie.\nMehr."), "Die Botschaft ist zu.");
        let long = format!("{} Ende.", "Wort ".repeat(60));
        assert!(title(&long).ends_with("Wort …") && title(&long).chars().count() <= MAX_TITLE_CHARS + 2);
    }
}
