//! What the `whatlang` library says, for texts that our own evidence leaves open. Nothing else uses that library.

use crate::text::Language;

/// Bytes of a text that are shown to the library: it is slow, and more do not change its mind.
const MAX_BYTES: usize = 300;

/// Returns the detected language (`None`: a third one) and how sure the library is, 0 to 1.
pub fn ask(text: &str) -> (Option<Language>, f32) {
    let start = &text[..text.floor_char_boundary(MAX_BYTES)];
    let Some(info) = whatlang::detect(start) else { return (None, 0.0) };
    let language = match info.lang() {
        whatlang::Lang::Deu => Some(Language::De),
        whatlang::Lang::Eng => Some(Language::En),
        _ => None,
    };
    (language, info.confidence() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_are_recognized_and_nothing_is_unsure() {
        assert_eq!(ask("Die Regierung hat am Mittwoch ein neues Gesetz beschlossen.").0, Some(Language::De));
        assert_eq!(ask("The government has passed a new law on Wednesday.").0, Some(Language::En));
        assert_eq!(ask("").1, 0.0);
    }
}
