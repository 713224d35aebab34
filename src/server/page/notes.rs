//! The notes of a query as sentences in the language of the interface.

use super::messages::Ui;
use crate::query::Note;

/// Returns a sentence for each note, with its place.
pub fn sentences(notes: &[Note], ui: Ui) -> Vec<String> {
    notes.iter().map(|note| sentence(note, ui)).collect()
}

fn sentence(note: &Note, ui: Ui) -> String {
    let place = note.at.map(|at| ui.number(at as u64 + 1));
    // The detail names the place itself.
    let detail = match (&place, note.detail.split_once(": ")) {
        (Some(_), Some((_, detail))) => detail,
        _ => note.detail.as_str(),
    };
    let key = format!("note.{}", note.code);
    let text = match ui.known(&key) {
        Some(_) => ui.fill_known(&key, &[("detail", detail), ("named", named(detail))]),
        None => detail.to_string(),
    };
    match place {
        Some(n) => ui.fill("note.at", &[("n", &n), ("text", &text)]),
        None => capitalized(&text),
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Returns what a detail is about: what stands in quotes, else behind its colon.
fn named(detail: &str) -> &str {
    let quoted = detail.split_once('"').and_then(|(_, rest)| rest.split_once('"')).map(|(quoted, _)| quoted);
    quoted.unwrap_or_else(|| detail.rsplit_once(": ").map_or("", |(_, behind)| behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Syntax, parse};
    use crate::text::Language;

    fn check(query: &str, german: &str) {
        let notes = parse(query, Syntax::Query).notes;
        let sentences = sentences(&notes, Ui { language: Language::De });
        assert!(sentences.iter().any(|sentence| sentence.starts_with(german)), "{query}: {sentences:?}");
        let english = super::sentences(&notes, Ui { language: Language::En });
        let details = notes.iter().map(|note| capitalized(&note.detail));
        assert_eq!(english, details.collect::<Vec<_>>(), "{query}");
    }

    #[test]
    fn german_notes_name_place_and_matter() {
        check("Kiew \"in der", "Zeichen 6: Das Anführungszeichen wird nie geschlossen");
        check("persn:Merz", "Zeichen 1: Ein Feld „persn");
        check("date:gestrig", "Zeichen 6: „gestrig“ ist");
        check("!", "Die Suche enthält kein Wort.");
    }
}
