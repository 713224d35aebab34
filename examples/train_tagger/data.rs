//! Judged texts: rows of SmartData (text with character spans) and of BIO sets (tokens), as sentences with tags.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use tandem::analysis::entity::tagger::looks::Hints;
use tandem::analysis::entity::tagger::weights::Tag;
use tandem::analysis::entity::{EntityKind, Recognizer};
use tandem::text::{Language, Span};

/// One sentence with what the tagger sees of it, and the tags that it should get.
#[derive(Clone, Debug)]
pub struct Example {
    pub text: String,
    pub language: Language,
    pub words: Vec<Span>,
    pub hints: Vec<Hints>,
    pub gold: Vec<Tag>,
}

/// A judged text.
#[derive(Clone, Debug)]
pub struct Text {
    pub sentences: Vec<Example>,
    /// Not a tweet or a feed.
    pub is_news: bool,
}

/// A judged name; of another kind than the tagger tells if it has none.
type Judged = (Span, Option<EntityKind>);

#[derive(Deserialize)]
struct SmartRow {
    source: String,
    split: String,
    text: String,
    entities: Vec<SmartEntity>,
}

#[derive(Deserialize)]
struct SmartEntity {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: String,
    text: String,
}

#[derive(Deserialize)]
struct BioRow {
    lang: Language,
    tokens: Vec<String>,
    ner: Vec<String>,
    part: Option<String>,
}

fn rows<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let row = |(i, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| format!("{} line {}: {error}", path.display(), i + 1))
    };
    text.lines().enumerate().map(row).collect()
}

/// Reads the rows of SmartData that may train.
///
/// # Errors
/// If the file cannot be read or a row has another form.
pub fn smartdata(path: &Path, recognizer: &Recognizer) -> Result<Vec<Text>, String> {
    let rows: Vec<SmartRow> = rows(path)?;
    let of_training = rows.into_iter().filter(|row| row.split == "train");
    let read = |row: SmartRow| {
        let offsets: Vec<usize> = row.text.char_indices().map(|(i, _)| i).chain([row.text.len()]).collect();
        let judged = row.entities.iter().filter_map(|entity| {
            let span = Span::new(offsets[entity.start], offsets[entity.end]);
            learned_kind(entity).map(|kind| (span, Some(kind)))
        });
        let judged: Vec<Judged> = judged.collect();
        let sentences = sentences(&row.text, Language::De, &judged, recognizer);
        Text { sentences, is_news: row.source == "news" }
    };
    Ok(of_training.map(read).collect())
}

fn learned_kind(entity: &SmartEntity) -> Option<EntityKind> {
    let has_capital = entity.text.contains(char::is_uppercase);
    match entity.kind.as_str() {
        "person" => Some(EntityKind::Person),
        "organization" | "organization-company" => Some(EntityKind::Organisation),
        // Adjectives ("deutsche") and common nouns are the business of the gazetteer.
        "location" | "location-city" => has_capital.then_some(EntityKind::Place),
        // Not scored in that set, but places to a reader.
        "location-stop" | "location-street" => Some(EntityKind::Place),
        _ => None,
    }
}

/// Reads sentences of our own, one a line, with names as `[PER|Maria Holthusen]`.
///
/// # Errors
/// If the file cannot be read, or brackets or a kind are wrong.
pub fn marked(path: &Path, language: Language, recognizer: &Recognizer) -> Result<Vec<Text>, String> {
    let marked = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let fault = |line: usize| move |what| format!("{} line {line}: {what}", path.display());
    let lines = marked.lines().enumerate().map(|(i, line)| {
        let (text, judged) = unmarked(line).map_err(fault(i + 1))?;
        Ok(Text { sentences: sentences(&text, language, &judged, recognizer), is_news: true })
    });
    lines.collect()
}

fn unmarked(line: &str) -> Result<(String, Vec<Judged>), String> {
    let (mut text, mut judged) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (name, behind) = after.split_once(']').ok_or("a bracket is not closed")?;
        let (kind, name) = name.split_once('|').ok_or("a name has no kind")?;
        let kind = match kind {
            "MISC" => None,
            kind => Some(EntityKind::from_word(kind).ok_or_else(|| format!("unknown kind {kind:?}"))?),
        };
        judged.push((Span::new(text.len(), text.len() + name.len()), kind));
        text.push_str(name);
        rest = behind;
    }
    text.push_str(rest);
    Ok((text, judged))
}

/// Reads the rows of a BIO set whose part is `wanted`.
///
/// # Errors
/// If the file cannot be read or a row has another form.
pub fn bio(path: &Path, recognizer: &Recognizer, wanted: impl Fn(&str) -> bool) -> Result<Vec<Text>, String> {
    let mut rows: Vec<BioRow> = rows(path)?;
    rows.retain(|row| wanted(row.part.as_deref().unwrap_or("")));
    Ok(rows.iter().map(|row| of_tokens(row, recognizer)).collect())
}

fn of_tokens(row: &BioRow, recognizer: &Recognizer) -> Text {
    let (mut text, mut judged) = (String::new(), Vec::<Judged>::new());
    for (token, tag) in row.tokens.iter().zip(&row.ner) {
        if !text.is_empty() && !text.ends_with('(') && !".,;:!?)''".contains(token.as_str()) {
            text.push(' ');
        }
        let start = text.len();
        text.push_str(token);
        match (tag.as_bytes().first(), judged.last_mut()) {
            (Some(b'I'), Some(last)) => last.0 = Span::new(last.0.start as usize, text.len()),
            (Some(b'B'), _) => judged.push((Span::new(start, text.len()), bio_kind(&tag[2..]))),
            _ => {}
        }
    }
    Text { sentences: sentences(&text, row.lang, &judged, recognizer), is_news: true }
}

fn bio_kind(tag: &str) -> Option<EntityKind> {
    match tag {
        "PER" | "person" => Some(EntityKind::Person),
        "LOC" | "location" => Some(EntityKind::Place),
        "ORG" | "corporation" | "group" => Some(EntityKind::Organisation),
        _ => None,
    }
}

/// Cuts a text into sentences, each with its tags.
fn sentences(text: &str, language: Language, judged: &[Judged], recognizer: &Recognizer) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let seen = recognizer.tagger_input(line, language);
        for (bounds, words) in seen.sentences {
            let at = start + bounds.start as usize;
            let own = |span: &Span| Span::new((span.start - bounds.start) as usize, (span.end - bounds.start) as usize);
            let spans: Vec<Span> = seen.spans[words.clone()].iter().map(own).collect();
            let gold = gold_tags(&spans, at, judged);
            if !spans.is_empty() {
                let text = line[bounds.range()].to_string();
                examples.push(Example { text, language, words: spans, hints: seen.hints[words].to_vec(), gold });
            }
        }
        start += line.len();
    }
    examples
}

/// Returns the tags of the words of a sentence that begins at `start`: a word belongs to the name that holds more than half of it.
fn gold_tags(words: &[Span], start: usize, judged: &[Judged]) -> Vec<Tag> {
    let mut tags = vec![Tag::Outside; words.len()];
    for &(span, kind) in judged {
        let (begin, inside) = tags_of(kind);
        let mut tag = begin;
        for (i, word) in words.iter().map(|word| word.shifted(start)).enumerate() {
            let shared = word.end.min(span.end).saturating_sub(word.start.max(span.start));
            if 2 * shared > word.end - word.start {
                tags[i] = tag;
                tag = inside;
            }
        }
    }
    tags
}

/// Returns the tags of the first and of the other words of a name.
pub fn tags_of(kind: Option<EntityKind>) -> (Tag, Tag) {
    match kind {
        Some(EntityKind::Person) => (Tag::BeginPerson, Tag::InPerson),
        Some(EntityKind::Place) => (Tag::BeginPlace, Tag::InPlace),
        Some(EntityKind::Organisation) => (Tag::BeginOrganisation, Tag::InOrganisation),
        _ => (Tag::Other, Tag::Other),
    }
}
