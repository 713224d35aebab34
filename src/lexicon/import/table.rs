//! The compiled table: one file that is read at once and looked up by binary search.
//!
//! Layout, numbers little-endian: magic (8 bytes), version (4), CRC-32 of all that follows (4), length of the heading
//! (4), heading in JSON ([`Origin`] and [`Counts`]); then for German and English each: number of stems, bytes of their
//! text, bytes of their translations (4 each), ends of the stems' texts, ends of their translations (4 each), the texts
//! in order, the translations. A translation is the number of its stems (1 byte), its weight in 255ths (1) and the
//! numbers of its stems in the other language (4 each).

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::corpus::{NO_STEM, StemId, Target};
use crate::text::Language;

/// Translations of a stem at most (3, 5 or 12 made no difference in the prototype).
pub const MAX_ALTERNATIVES: usize = 5;
/// Stems of a translation at most.
pub const MAX_STEMS: usize = 4;

const MAGIC: &[u8; 8] = b"tandemlx";
const VERSION: u32 = 1;
/// Where the part that the checksum covers begins.
const CHECKED_FROM: usize = 16;
/// Weights are kept in steps of 1 / 255.
const WEIGHT_STEPS: f32 = 255.0;

/// Translations of one stem with their weights, the best first.
pub(super) type Translations = Vec<(Target, f32)>;

/// Where a table comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Origin {
    /// The dictionary as the user named it.
    pub source: String,
    /// When it was imported, as a date or time in ISO 8601.
    pub imported: String,
}

/// What was read of a dictionary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    pub entries: u64,
    /// Pairs of phrases.
    pub pairs: u64,
    /// Lines that could not be read, or not as a whole.
    pub problems: u64,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Heading {
    origin: Origin,
    counts: Counts,
}

/// What a table holds.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Stats {
    pub origin: Origin,
    pub counts: Counts,
    /// Stems with translations, German and English.
    pub stems: [u64; 2],
    /// Translations of all of them.
    pub alternatives: [u64; 2],
    pub size_bytes: u64,
}

/// A table that was learned and is not yet written.
pub struct ImportedTable {
    pub(super) stems: [Vec<String>; 2],
    pub(super) heads: [Vec<(StemId, Translations)>; 2],
    pub(super) counts: Counts,
}

/// A table that can be looked up.
pub struct Table {
    bytes: Vec<u8>,
    heading: Heading,
    sections: [Section; 2],
}

/// Where the parts of one language begin in the file.
#[derive(Clone, Copy)]
struct Section {
    n_stems: usize,
    text_ends: usize,
    translation_ends: usize,
    texts: usize,
    translations: usize,
    end: usize,
}

/// One translation: stems of the other language that must all be there.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative<'a> {
    /// One to [`MAX_STEMS`] stems in their order.
    pub stems: Vec<&'a str>,
    /// In (0, 1]; the best translation has 1.
    pub weight: f32,
}

/// What keeps a table from being written or opened.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("{path}: {cause}")]
    Io { path: String, cause: io::Error },
    #[error("no imported lexicon at {path}; import a dictionary with `tandem lexicon import FILE`")]
    Missing { path: String },
    #[error("this is no imported lexicon; import the dictionary again")]
    NotATable,
    #[error(
        "the imported lexicon has version {found}, this program reads version {VERSION}; import the dictionary again"
    )]
    OtherVersion { found: u32 },
    #[error("the imported lexicon is damaged; import the dictionary again")]
    Damaged,
}

impl ImportedTable {
    /// Returns what was read of the dictionary.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Writes the table to a file: to one beside it first, which takes its place when it is safe on the disk.
    ///
    /// # Errors
    /// If the disk refuses; what was at `path` is then still there.
    pub fn write(&self, path: &Path, origin: &Origin) -> Result<(), TableError> {
        let at = |cause| TableError::Io { path: path.display().to_string(), cause };
        replace(path, &self.to_bytes(origin)).map_err(at)
    }

    /// Returns the bytes of the file.
    pub fn to_bytes(&self, origin: &Origin) -> Vec<u8> {
        let heading = Heading { origin: origin.clone(), counts: self.counts };
        let heading = serde_json::to_vec(&heading).expect("texts and numbers can be written as JSON");
        let mut bytes = Vec::new();
        bytes.extend_from_slice(MAGIC);
        push(&mut bytes, VERSION as usize);
        push(&mut bytes, 0);
        push(&mut bytes, heading.len());
        bytes.extend_from_slice(&heading);
        let orders = self.orders();
        for language in Language::ALL {
            self.push_section(&mut bytes, language, &orders);
        }
        let checksum = crc32fast::hash(&bytes[CHECKED_FROM..]);
        bytes[CHECKED_FROM - 4..CHECKED_FROM].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// Returns the stems of each language that the table needs, sorted by their text.
    fn orders(&self) -> [Vec<StemId>; 2] {
        let mut needed = self.stems.each_ref().map(|stems| vec![false; stems.len()]);
        for language in Language::ALL {
            for (head, translations) in &self.heads[language as usize] {
                needed[language as usize][*head as usize] = true;
                let stems = translations.iter().flat_map(|(target, _)| target).filter(|&&stem| stem != NO_STEM);
                stems.for_each(|&stem| needed[1 - language as usize][stem as usize] = true);
            }
        }
        Language::ALL.map(|language| {
            let stems = &self.stems[language as usize];
            let mut order: Vec<StemId> =
                (0..stems.len() as StemId).filter(|&stem| needed[language as usize][stem as usize]).collect();
            order.sort_unstable_by_key(|&stem| &stems[stem as usize]);
            order
        })
    }

    fn push_section(&self, bytes: &mut Vec<u8>, language: Language, orders: &[Vec<StemId>; 2]) {
        let stems = &self.stems[language as usize];
        let mut places = vec![0_u32; self.stems[1 - language as usize].len()];
        for (place, &stem) in orders[1 - language as usize].iter().enumerate() {
            places[stem as usize] = place as u32;
        }
        let mut by_stem: Vec<&[(Target, f32)]> = vec![&[]; stems.len()];
        self.heads[language as usize].iter().for_each(|(head, found)| by_stem[*head as usize] = found);
        let (mut texts, mut translations) = (Vec::new(), Vec::new());
        let (mut text_ends, mut translation_ends) = (Vec::new(), Vec::new());
        for &stem in &orders[language as usize] {
            texts.extend_from_slice(stems[stem as usize].as_bytes());
            push(&mut text_ends, texts.len());
            for (target, weight) in by_stem[stem as usize] {
                let members = target.iter().filter(|&&member| member != NO_STEM);
                translations.push(members.clone().count() as u8);
                translations.push((weight * WEIGHT_STEPS).round().clamp(1.0, WEIGHT_STEPS) as u8);
                members.for_each(|&member| push(&mut translations, places[member as usize] as usize));
            }
            push(&mut translation_ends, translations.len());
        }
        for n in [orders[language as usize].len(), texts.len(), translations.len()] {
            push(bytes, n);
        }
        for part in [text_ends, translation_ends, texts, translations] {
            bytes.extend_from_slice(&part);
        }
    }
}

/// Writes a file whole or not at all; what was at `path` stays until then.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".unfinished");
    let unfinished = Path::new(&unfinished);
    let written = write_synced(unfinished, bytes).and_then(|()| fs::rename(unfinished, path));
    written.inspect_err(|_| {
        // Nothing more can be done about a file that can be neither finished nor removed.
        let _ = fs::remove_file(unfinished);
    })?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all())
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn push(bytes: &mut Vec<u8>, number: usize) {
    let number = u32::try_from(number).expect("a lexicon of 4 GB would not fit into memory");
    bytes.extend_from_slice(&number.to_le_bytes());
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let end = at.checked_add(4)?;
    let number: [u8; 4] = bytes.get(at..end)?.try_into().ok()?;
    Some(u32::from_le_bytes(number) as usize)
}

impl Table {
    /// Opens the table in a file.
    ///
    /// # Errors
    /// If there is none, or it cannot be read, is damaged or of another version.
    pub fn open(path: &Path) -> Result<Table, TableError> {
        match fs::read(path) {
            Ok(bytes) => Table::from_bytes(bytes),
            Err(cause) => {
                let path = path.display().to_string();
                Err(match cause.kind() {
                    io::ErrorKind::NotFound => TableError::Missing { path },
                    _ => TableError::Io { path, cause },
                })
            }
        }
    }

    /// Opens the table in the bytes of a file.
    ///
    /// # Errors
    /// If they are no table, or a damaged one or one of another version.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Table, TableError> {
        if !bytes.starts_with(MAGIC) {
            return Err(if MAGIC.starts_with(&bytes) { TableError::Damaged } else { TableError::NotATable });
        }
        match number(&bytes, MAGIC.len()) {
            Some(version) if version == VERSION as usize => {}
            Some(version) => return Err(TableError::OtherVersion { found: version as u32 }),
            None => return Err(TableError::Damaged),
        }
        let (heading, sections) = read_layout(&bytes).ok_or(TableError::Damaged)?;
        Ok(Table { bytes, heading, sections })
    }

    /// Returns the translations of a stem, the best first; none if it is unknown.
    pub fn get(&self, language: Language, stem: &str) -> Vec<Alternative<'_>> {
        self.place(language, stem).map_or_else(Vec::new, |place| self.alternatives(language, place))
    }

    /// Returns the stems of a language that have translations, in the order of their bytes.
    pub fn heads(&self, language: Language) -> impl Iterator<Item = &str> {
        let section = self.sections[language as usize];
        let places = (0..section.n_stems).filter(move |&place| !self.range(language, place).is_empty());
        places.map(move |place| self.text(language, place))
    }

    /// Returns where the table comes from and what it holds.
    pub fn stats(&self) -> Stats {
        let n_alternatives = |language| {
            let n_stems = self.sections[language as usize].n_stems;
            (0..n_stems).map(|place| self.alternatives(language, place).len() as u64).sum()
        };
        Stats {
            origin: self.heading.origin.clone(),
            counts: self.heading.counts,
            stems: Language::ALL.map(|language| self.heads(language).count() as u64),
            alternatives: Language::ALL.map(n_alternatives),
            size_bytes: self.bytes.len() as u64,
        }
    }

    fn place(&self, language: Language, stem: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.sections[language as usize].n_stems);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.text(language, middle).cmp(stem) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn text(&self, language: Language, place: usize) -> &str {
        let section = self.sections[language as usize];
        let range = self.span(section.text_ends, section.texts, place);
        std::str::from_utf8(&self.bytes[range]).unwrap_or("")
    }

    fn range(&self, language: Language, place: usize) -> std::ops::Range<usize> {
        let section = self.sections[language as usize];
        self.span(section.translation_ends, section.translations, place)
    }

    /// Returns the bytes of the item numbered `place`, whose ends stand at `ends`; opening checked that all are there.
    fn span(&self, ends: usize, base: usize, place: usize) -> std::ops::Range<usize> {
        let end = |place| number(&self.bytes, ends + 4 * place).unwrap_or(0);
        let start = if place == 0 { 0 } else { end(place - 1) };
        base + start..base + end(place)
    }

    fn alternatives(&self, language: Language, place: usize) -> Vec<Alternative<'_>> {
        let other = Language::ALL[1 - language as usize];
        let mut rest = &self.bytes[self.range(language, place)];
        let mut found = Vec::new();
        while let [n, weight, members @ ..] = rest {
            let Some((members, after)) = members.split_at_checked(4 * usize::from(*n)) else { break };
            let places = members.chunks_exact(4).filter_map(|member| number(member, 0));
            let places = places.filter(|&place| place < self.sections[other as usize].n_stems);
            let stems = places.map(|place| self.text(other, place)).collect();
            found.push(Alternative { stems, weight: f32::from(*weight) / WEIGHT_STEPS });
            rest = after;
        }
        found
    }
}

/// Finds the parts of a file, and checks the sum over them and that the ends of all items are in order.
fn read_layout(bytes: &[u8]) -> Option<(Heading, [Section; 2])> {
    let checksum = number(bytes, CHECKED_FROM - 4)?;
    if crc32fast::hash(bytes.get(CHECKED_FROM..)?) as usize != checksum {
        return None;
    }
    let heading_end = number(bytes, CHECKED_FROM)?.checked_add(CHECKED_FROM + 4)?;
    let heading = serde_json::from_slice(bytes.get(CHECKED_FROM + 4..heading_end)?).ok()?;
    let german = Section::read(bytes, heading_end)?;
    let english = Section::read(bytes, german.end)?;
    (english.end == bytes.len()).then_some((heading, [german, english]))
}

impl Section {
    fn read(bytes: &[u8], at: usize) -> Option<Section> {
        let n_stems = number(bytes, at)?;
        let text_ends = at + 12;
        // Three numbers of 32 bits do not overflow 64.
        let translation_ends = text_ends + 4 * n_stems;
        let texts = translation_ends + 4 * n_stems;
        let translations = texts + number(bytes, at + 4)?;
        let end = translations + number(bytes, at + 8)?;
        let section = Section { n_stems, text_ends, translation_ends, texts, translations, end };
        bytes.get(at..end)?;
        let fits = |ends: usize, len_bytes: usize| {
            let mut last = 0;
            let is_sorted = bytes[ends..ends + 4 * n_stems].chunks_exact(4).all(|end| {
                let end = number(end, 0).unwrap_or(0);
                std::mem::replace(&mut last, end) <= end
            });
            is_sorted && last == len_bytes
        };
        (fits(text_ends, translations - texts) && fits(translation_ends, end - translations)).then_some(section)
    }
}
