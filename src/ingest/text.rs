//! Plain text: one file is one article; its title is a short first line without a full stop, else the start of its
//! first sentence. The text stays whole, first line included, so that spans are those of the file.

use super::draft::{Draft, Out};
use crate::text::sentences;

/// A first line of more characters is no headline.
const MAX_TITLE_CHARS: usize = 140;

pub(super) fn read(out: &mut Out, text: String) {
    let file_id = out.source.file_id();
    out.draft(None, Ok(Draft { title: title(&text), text, file_id, ..Draft::default() }));
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
