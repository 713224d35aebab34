//! Whom an article names and where, kept with it so that a hit need not be read again.
//!
//! In: [`ArticleMentions`]. Out: some bytes ([`MentionTable`]), and from them the same entities and spans. Bytes that do not
//! keep the format are no mentions.
//!
//! The format: a version; the number of entities, and of each its kind, the length of its id, the id, the length of its
//! name, the name (empty where the gazetteer knows it); then the mentions of the title, and those of the text: their
//! number, and of each the distance from the end of the one before, its length (in bytes), and twice the place of its
//! entity, one more if it is an adjective or inhabitant. Numbers have seven bits a byte, the lowest first.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::analysis::entity::{ArticleMentions, EntityKind, Mention, is_unknown};
use crate::text::Span;

const VERSION: u8 = 1;

/// Mentions of an article as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MentionTable(Vec<u8>);

/// Mentions of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// In the order in which they are first named.
    pub entities: Vec<MentionedEntity>,
    pub title: Vec<StoredMention>,
    pub text: Vec<StoredMention>,
}

/// Somebody or something that an article names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionedEntity {
    pub id: String,
    pub kind: EntityKind,
    /// As the article writes it; `None` where the gazetteer has its names.
    pub name: Option<String>,
    /// How often it is named.
    pub n_mentions: usize,
}

/// One place that names an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredMention {
    pub span: Span,
    /// Its place in [`Mentioned::entities`].
    pub entity: usize,
    pub is_derived: bool,
}

impl MentionTable {
    /// Keeps the mentions of an article.
    pub fn new(mentions: &ArticleMentions) -> MentionTable {
        let entities = first_mentions(mentions);
        let places: FxHashMap<&str, usize> = entities.iter().enumerate().map(|(at, entity)| (&*entity.id, at)).collect();
        if entities.is_empty() {
            return MentionTable::default();
        }
        let mut bytes = vec![VERSION];
        push_number(&mut bytes, entities.len());
        for entity in entities {
            bytes.push(entity.kind as u8);
            push_text(&mut bytes, &entity.id);
            push_text(&mut bytes, if is_unknown(&entity.id) { &entity.name } else { "" });
        }
        for mentions in [&mentions.title, &mentions.text] {
            push_number(&mut bytes, mentions.len());
            let mut end = 0;
            for mention in mentions {
                let span = mention.span;
                push_number(&mut bytes, span.start.saturating_sub(end) as usize);
                push_number(&mut bytes, span.len_bytes());
                push_number(&mut bytes, places[&*mention.id] << 1 | usize::from(mention.is_derived));
                end = span.end;
            }
        }
        MentionTable(bytes)
    }

    /// Takes a table as it was kept; any bytes will do.
    pub fn from_bytes(bytes: Vec<u8>) -> MentionTable {
        MentionTable(bytes)
    }

    /// Returns the bytes to keep.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Reads the mentions.
    pub fn read(&self) -> Mentioned {
        let mut rest = Rest(&self.0);
        if rest.byte() != Some(VERSION) { Mentioned::default() } else { rest.mentioned().unwrap_or_default() }
    }
}

/// Returns the ids of whom an article names, each once, in the order in which they are first named.
pub(super) fn each_once(mentions: &ArticleMentions) -> Vec<String> {
    first_mentions(mentions).iter().map(|mention| mention.id.to_string()).collect()
}

fn first_mentions(mentions: &ArticleMentions) -> Vec<&Mention> {
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let all = mentions.title.iter().chain(&mentions.text);
    all.filter(|mention| seen.insert(&mention.id)).collect()
}

fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn push_text(bytes: &mut Vec<u8>, text: &str) {
    push_number(bytes, text.len());
    bytes.extend(text.bytes());
}

/// What is left to be read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn text(&mut self) -> Option<String> {
        let n_bytes = self.number()?;
        let (text, rest) = self.0.split_at_checked(n_bytes)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    fn mentioned(&mut self) -> Option<Mentioned> {
        let mut mentioned = Mentioned::default();
        for _ in 0..self.number()? {
            let kind = EntityKind::ALL.get(usize::from(self.byte()?)).copied()?;
            let (id, name) = (self.text()?, self.text()?);
            let name = Some(name).filter(|name| !name.is_empty());
            mentioned.entities.push(MentionedEntity { id, kind, name, n_mentions: 0 });
        }
        mentioned.title = self.mentions(&mut mentioned.entities)?;
        mentioned.text = self.mentions(&mut mentioned.entities)?;
        Some(mentioned)
    }

    fn mentions(&mut self, entities: &mut [MentionedEntity]) -> Option<Vec<StoredMention>> {
        let (mut mentions, mut end) = (Vec::new(), 0);
        for _ in 0..self.number()? {
            let start = end + self.number()?;
            end = start + self.number()?;
            let place = self.number()?;
            let (entity, is_derived) = (place >> 1, place & 1 == 1);
            entities.get_mut(entity)?.n_mentions += 1;
            mentions.push(StoredMention { span: Span::new(start, end), entity, is_derived });
        }
        Some(mentions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(start: usize, end: usize, id: &str, name: &str) -> Mention {
        let kind = if id.starts_with("per:") { EntityKind::Person } else { EntityKind::Place };
        Mention { span: Span::new(start, end), id: id.into(), kind, name: name.into(), is_derived: start == 30, is_metonym: false }
    }

    #[test]
    fn what_is_kept_is_read() {
        let title = vec![mention(3, 9, "per:~ana_smid", "Anna Schmidt")];
        let text = vec![mention(0, 4, "country:UA", "Ukraine"), mention(30, 400, "per:~ana_smid", "Anna Schmidt")];
        let read = MentionTable::new(&ArticleMentions { title, text }).read();
        let names: Vec<_> = read.entities.iter().map(|e| (e.id.as_str(), e.name.as_deref(), e.n_mentions)).collect();
        assert_eq!(names, [("per:~ana_smid", Some("Anna Schmidt"), 2), ("country:UA", None, 1)]);
        let spans: Vec<_> = read.text.iter().map(|m| (m.span, m.entity, m.is_derived)).collect();
        assert_eq!(spans, [(Span::new(0, 4), 1, false), (Span::new(30, 400), 0, true)]);
        assert_eq!(read.title.len(), 1);
    }

    #[test]
    fn damaged_bytes_are_no_mentions() {
        let table = MentionTable::new(&ArticleMentions { title: vec![], text: vec![mention(1, 2, "country:UA", "")] });
        for n in 0..table.as_bytes().len() {
            let cut = MentionTable::from_bytes(table.as_bytes()[..n].to_vec());
            assert_eq!(cut.read(), Mentioned::default(), "{n}");
        }
        assert_eq!(MentionTable::from_bytes(vec![255; 40]).read(), Mentioned::default());
    }
}
