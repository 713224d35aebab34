//! FreeDict's TEI: `entry` with `form/orth`, and `sense/cit[@type="trans"]/quote`.
//!
//! Examples with a translation (`cit[@type="example"]` around another `cit`) are senses of their own. Which language
//! the headwords have is told by `xml:lang` of words and translations, else by the title; else it is German.

use std::io::{self, BufRead};

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::entry::{Entry, Phrase, Problem, Sense, Take};
use super::lines::TextReader;
use super::phrase::phrases;
use crate::text::Language;

/// Most text between two tags, in bytes.
const MAX_EVENT_BYTES: usize = 8 << 20;
/// Faults of the markup after which the rest of the file is given up.
const MAX_FAULTS: usize = 1000;
/// Most text of one `orth` or `quote`, in bytes; what is longer is cut.
const MAX_CAPTURED_BYTES: usize = 1 << 16;

/// Reads all entries of a file.
///
/// # Errors
/// If the bytes cannot be read further.
pub(super) fn read(reader: impl BufRead, take: &mut Take, done: &mut dyn FnMut(u64)) -> io::Result<()> {
    let mut xml = Reader::from_reader(TextReader::new(reader, MAX_EVENT_BYTES));
    let config = xml.config_mut();
    (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
    let (mut state, mut buffer, mut n_faults) = (State::default(), Vec::new(), 0);
    loop {
        buffer.clear();
        xml.get_mut().budget_bytes = MAX_EVENT_BYTES;
        let position = xml.buffer_position();
        let event = xml.read_event_into(&mut buffer);
        match event {
            Ok(Event::Eof) => break,
            Ok(event) => {
                let line = xml.get_ref().line;
                state.event(&event, line, take);
                done(xml.get_ref().n_bytes);
            }
            Err(quick_xml::Error::Io(error)) if error.kind() != io::ErrorKind::InvalidData => {
                return Err(io::Error::new(error.kind(), error.to_string()));
            }
            Err(error) => {
                n_faults += 1;
                let gives_up = n_faults >= MAX_FAULTS || xml.buffer_position() == position;
                let rest = if gives_up { "; the rest of the file was not read" } else { "" };
                take(Err(Problem { line: xml.get_ref().line, what: format!("no XML: {error}{rest}") }));
                if gives_up {
                    break;
                }
            }
        }
    }
    Ok(())
}

/// What is being read.
#[derive(Default)]
struct State {
    heads: Option<Language>,
    title: String,
    entry: Option<OpenEntry>,
    /// Text of the element whose words are wanted, and its name.
    captured: Option<(&'static str, String)>,
    /// Kinds of the open `cit` elements.
    cits: Vec<Cit>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cit {
    Translation,
    Example,
    Other,
}

#[derive(Default)]
struct OpenEntry {
    line: usize,
    orth: Vec<String>,
    /// Translations of each sense, in order.
    senses: Vec<Vec<String>>,
    examples: Vec<(Vec<String>, Vec<String>)>,
    /// A code of a language that is neither German nor English.
    foreign: Option<String>,
}

impl State {
    fn event(&mut self, event: &Event, line: usize, take: &mut Take) {
        match event {
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(tag.local_name().as_ref(), take),
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => self.text(c.encode_utf8(&mut [0; 4])),
                _ => self.text(resolve_predefined_entity(reference).unwrap_or(" ")),
            },
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, captured)) = &mut self.captured
            && captured.len() + text.len() <= MAX_CAPTURED_BYTES
        {
            captured.push_str(text);
        }
    }

    fn start(&mut self, tag: &BytesStart, line: usize) {
        let name = tag.local_name();
        match name.as_ref() {
            "title" if self.title.is_empty() => self.captured = Some(("title", String::new())),
            "entry" => {
                self.cits.clear();
                self.entry = Some(OpenEntry { line, ..OpenEntry::default() });
            }
            "sense" => self.entry.iter_mut().for_each(|entry| entry.senses.push(Vec::new())),
            "form" if self.cits.is_empty() => self.language(tag, Language::En, Language::De),
            "orth" if self.cits.is_empty() => {
                self.captured = Some(("orth", String::new()));
                self.language(tag, Language::En, Language::De);
            }
            "cit" => {
                let kind = attribute(tag, "type").unwrap_or_default();
                self.cits.push(match kind.as_str() {
                    "trans" | "translation" => Cit::Translation,
                    "example" => Cit::Example,
                    _ => Cit::Other,
                });
                if self.cits.contains(&Cit::Example) && self.cits.len() == 1 {
                    self.entry.iter_mut().for_each(|entry| entry.examples.push(Default::default()));
                }
                self.translation_language(tag);
            }
            "quote" => {
                self.captured = Some(("quote", String::new()));
                self.translation_language(tag);
            }
            _ => {}
        }
    }

    /// Learns from the language of a translation which one the headwords have.
    fn translation_language(&mut self, tag: &BytesStart) {
        if self.cits.last() == Some(&Cit::Translation) {
            self.language(tag, Language::De, Language::En);
        }
    }

    /// Learns from the language of an element which one the headwords have: English if it is `for_english`, German if
    /// it is `for_german`. What the whole text is marked with tells nothing: some mark it with the target language.
    fn language(&mut self, tag: &BytesStart, for_english: Language, for_german: Language) {
        let Some(code) = attribute(tag, "xml:lang") else { return };
        match Language::from_tag(&code) {
            Some(language) if language == for_english => self.heads = Some(Language::En),
            Some(language) if language == for_german => self.heads = Some(Language::De),
            _ => self.entry.iter_mut().for_each(|entry| entry.foreign = Some(code.clone())),
        }
    }

    fn end(&mut self, name: &str, take: &mut Take) {
        match name {
            "cit" => drop(self.cits.pop()),
            "entry" => {
                self.learn_from_title();
                let heads = self.heads.unwrap_or(Language::De);
                if let Some(entry) = self.entry.take() {
                    take(entry.close(heads));
                }
            }
            _ => match self.captured.take() {
                Some((wanted, text)) if wanted == name => self.take_text(wanted, text),
                other => self.captured = other,
            },
        }
    }

    fn take_text(&mut self, name: &str, text: String) {
        let Some(entry) = &mut self.entry else {
            if name == "title" {
                self.title = text;
            }
            return;
        };
        let is_example = self.cits.first() == Some(&Cit::Example);
        match (name, self.cits.last()) {
            ("orth", _) => entry.orth.push(text),
            ("quote", Some(Cit::Translation)) if is_example => {
                entry.examples.last_mut().expect("an example is open").1.push(text);
            }
            ("quote", Some(Cit::Example)) if self.cits.len() == 1 => {
                entry.examples.last_mut().expect("an example is open").0.push(text);
            }
            ("quote", Some(Cit::Translation)) => match entry.senses.last_mut() {
                Some(sense) => sense.push(text),
                None => entry.senses.push(vec![text]),
            },
            _ => {}
        }
    }

    fn learn_from_title(&mut self) {
        if self.heads.is_some() {
            return;
        }
        let title = self.title.to_lowercase();
        let place = |names: [&str; 3]| names.iter().filter_map(|name| title.find(name)).min();
        self.heads = match (place(["german", "deutsch", "deu-"]), place(["english", "englisch", "eng-"])) {
            (Some(german), Some(english)) if english < german => Some(Language::En),
            _ => Some(Language::De),
        };
    }
}

impl OpenEntry {
    fn close(self, heads: Language) -> Result<Entry, Problem> {
        let line = self.line;
        if let Some(code) = self.foreign {
            return Err(Problem { line, what: format!("words in {code:?}, not German or English") });
        }
        let of = |texts: &[String], language| -> Vec<Phrase> {
            let mut found: Vec<Phrase> = Vec::new();
            for phrase in texts.iter().flat_map(|text| phrases(text, language)) {
                if !found.contains(&phrase) {
                    found.push(phrase);
                }
            }
            found
        };
        let sides = self.senses.iter().map(|translations| (&self.orth, translations));
        let examples = self.examples.iter().map(|(example, translations)| (example, translations));
        let senses = sides.chain(examples).map(|(words, translations)| match heads {
            Language::De => Sense { german: of(words, Language::De), english: of(translations, Language::En) },
            Language::En => Sense { german: of(translations, Language::De), english: of(words, Language::En) },
        });
        let senses: Vec<Sense> = senses.filter(|sense| !sense.german.is_empty() && !sense.english.is_empty()).collect();
        match senses.is_empty() {
            true => Err(Problem { line, what: "an entry without a word or without a translation".to_string() }),
            false => Ok(Entry { line, senses }),
        }
    }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    tag.try_get_attribute(name).ok()?.map(|attribute| attribute.value.trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::import::entry::shown;

    fn check(text: &[u8], expected: &str) {
        let mut found = Vec::new();
        let mut take = |item: Result<Entry, Problem>| {
            found.push(item.map_or_else(|problem| problem.to_string(), |entry| shown(&entry)));
        };
        read(text, &mut take, &mut |_| {}).unwrap();
        assert_eq!(found.join(" / "), expected, "{}", String::from_utf8_lossy(text));
    }

    const ENTRY: &str = "<entry><form><orth>Zwirbel</orth></form><gramGrp><gen>m</gen></gramGrp>
        <sense><usg>techn.</usg><cit type='trans'><quote>twirl</quote></cit>
        <cit type='trans'><quote>twirler</quote></cit></sense>
        <sense><cit type='trans'><quote>A&amp;&#66;</quote></cit>
        <cit type='example'><quote>der rote Zwirbel</quote>
        <cit type='trans'><quote>the red twirl</quote></cit></cit></sense></entry>";

    #[test]
    fn senses_and_examples_are_read() {
        check(ENTRY.as_bytes(), "Zwirbel = twirl; twirler | Zwirbel = A&B | der rote Zwirbel = the red twirl");
    }

    #[test]
    fn the_language_of_the_headwords_is_known() {
        let entry = "<entry><form><orth>a</orth></form><sense><cit type='trans'><quote>x</quote></cit></sense></entry>";
        check(format!("<TEI><title>German-English</title>{entry}</TEI>").as_bytes(), "a = x");
        check(format!("<TEI><title>English-German</title>{entry}</TEI>").as_bytes(), "x = a");
        check(entry.replace("<form>", "<form xml:lang='en'>").as_bytes(), "x = a");
        check(
            entry.replace("<orth>", "<orth xml:lang='kha'>").as_bytes(),
            "line 1: words in \"kha\", not German or English",
        );
        let marked = |code: &str| entry.replace("'trans'", &format!("'trans' xml:lang='{code}'"));
        check(marked("deu").as_bytes(), "x = a");
        check(marked("eng").as_bytes(), "a = x");
        check(marked("fr").as_bytes(), "line 1: words in \"fr\", not German or English");
    }

    #[test]
    fn other_character_sets_and_faults_are_met() {
        check(b"<entry><orth>T\xfcr</orth><cit type='trans'><quote>d&oops;oor</quote></cit></entry>", "Tür = d oor");
        check(b"<a>\n<entry></entry>", "line 2: an entry without a word or without a translation");
        check(b"<entry><orth>a", "");
    }
}
