//! The weights of the tagger and their file.
//!
//! File, little endian: 8 bytes magic, u32 version, u32 bits of a row number, u32 count of frequencies, u32 bytes of the
//! attribution, 32 bytes SHA-256 of all that follows the header; then the attribution (UTF-8), the pairs of frequencies
//! (u32 word key, u8 code), the transitions (i16), the rows of the table (8 times i8 each).

use sha2::{Digest, Sha256};

use crate::schema::NAME_TAGGER;

use super::features::ROW_BITS;
use super::looks::{Frequencies, N_CASES, N_GAPS};

/// How many tags there are: see [`Tag`].
pub const N_TAGS: usize = 8;

/// A number for each tag.
pub type Row<T> = [T; N_TAGS];

/// Weights of a pair of neighbouring tags, `[tag before][tag]`.
pub type Transitions = [Row<i16>; N_TAGS];

/// What a word is in a name. The discriminants are the columns of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Tag {
    #[default]
    Outside,
    BeginPerson,
    InPerson,
    BeginPlace,
    InPlace,
    BeginOrganisation,
    InOrganisation,
    /// A name of another kind: product, work, event, people.
    Other,
}

impl Tag {
    /// All tags, in the order of their columns.
    pub const ALL: [Tag; N_TAGS] = [
        Tag::Outside,
        Tag::BeginPerson,
        Tag::InPerson,
        Tag::BeginPlace,
        Tag::InPlace,
        Tag::BeginOrganisation,
        Tag::InOrganisation,
        Tag::Other,
    ];

    /// Returns whether the tag continues a name that `before` has begun.
    pub fn continues(self, before: Tag) -> bool {
        let (tag, before) = (self as u8, before as u8);
        self.is_inside() && (before == tag || before + 1 == tag)
    }

    /// Returns whether the tag stands for a second or later word.
    pub fn is_inside(self) -> bool {
        matches!(self, Tag::InPerson | Tag::InPlace | Tag::InOrganisation)
    }
}

const MAGIC: &[u8; 8] = b"TANDEMNE";
const VERSION: u32 = 1;
const HEADER_BYTES: usize = 8 + 4 * 4 + 32;

/// A trained model.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// By row number of a feature, `1 << ROW_BITS` rows; the unit is that of `transitions`.
    pub rows: Vec<Row<i8>>,
    /// By gap before the word times [`N_CASES`] plus its case.
    pub transitions: Vec<Transitions>,
    pub frequencies: Frequencies,
    /// Whose texts the weights were learned from, and under which licences.
    pub attribution: String,
}

/// Why a file of weights cannot be read.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightsError {
    #[error("not a file of tagger weights of this version; train anew")]
    Header,
    /// Cut short or too long.
    #[error("file of tagger weights has the wrong length; copy it again")]
    Length,
    /// The checksum does not fit the contents.
    #[error("file of tagger weights is damaged; copy it again")]
    Checksum,
}

impl Weights {
    /// Reads the weights that the program comes with.
    pub fn embedded() -> Weights {
        // The tests read the embedded file, so a released binary does not fail here.
        Weights::read(NAME_TAGGER).expect("the embedded weights are whole")
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// If the bytes are no such file, of another version or feature size, cut short, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Weights, WeightsError> {
        let (header, body) = bytes.split_at_checked(HEADER_BYTES).ok_or(WeightsError::Header)?;
        let number = |at: usize| header[at..at + 4].iter().rev().fold(0, |n, &byte| n << 8 | u32::from(byte));
        if header[..8] != MAGIC[..] || number(8) != VERSION || number(12) != ROW_BITS {
            return Err(WeightsError::Header);
        }
        let (n_frequencies, attribution_bytes) = (number(16) as usize, number(20) as usize);
        let transition_bytes = N_GAPS * N_CASES * N_TAGS * N_TAGS * 2;
        let row_bytes = N_TAGS << ROW_BITS;
        let expected = attribution_bytes.checked_add(n_frequencies * 5 + transition_bytes + row_bytes);
        if expected != Some(body.len()) {
            return Err(WeightsError::Length);
        }
        if Sha256::digest(body)[..] != header[HEADER_BYTES - 32..] {
            return Err(WeightsError::Checksum);
        }
        let (attribution, body) = body.split_at(attribution_bytes);
        let (frequencies, body) = body.split_at(n_frequencies * 5);
        let (transitions, rows) = body.split_at(transition_bytes);
        let pair = |b: &[u8]| (u32::from_le_bytes([b[0], b[1], b[2], b[3]]), b[4]);
        Ok(Weights {
            rows: rows.chunks_exact(N_TAGS).map(|row| std::array::from_fn(|tag| row[tag] as i8)).collect(),
            transitions: transitions.chunks_exact(N_TAGS * N_TAGS * 2).map(read_transitions).collect(),
            frequencies: Frequencies::new(frequencies.chunks_exact(5).map(pair)),
            attribution: String::from_utf8_lossy(attribution).into_owned(),
        })
    }

    /// Returns the bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        let pairs = self.frequencies.pairs();
        let mut body = self.attribution.clone().into_bytes();
        for (key, code) in &pairs {
            body.extend(key.to_le_bytes());
            body.push(*code);
        }
        body.extend(self.transitions.iter().flatten().flatten().flat_map(|weight| weight.to_le_bytes()));
        body.extend(self.rows.iter().flatten().map(|&weight| weight as u8));
        let mut file = MAGIC.to_vec();
        for number in [VERSION, ROW_BITS, pairs.len() as u32, self.attribution.len() as u32] {
            file.extend(number.to_le_bytes());
        }
        file.extend_from_slice(&Sha256::digest(&body));
        file.extend(body);
        file
    }
}

fn read_transitions(bytes: &[u8]) -> Transitions {
    let weight = |at: usize| i16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]]);
    std::array::from_fn(|before| std::array::from_fn(|tag| weight(before * N_TAGS + tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Weights {
        let mut rows = vec![[0; N_TAGS]; 1 << ROW_BITS];
        rows[7] = [-128, 127, 0, 1, -1, 2, 3, 4];
        let mut transitions = vec![[[0; N_TAGS]; N_TAGS]; N_GAPS * N_CASES];
        transitions[3][2][1] = -300;
        let frequencies = Frequencies::new([(5, 9), (1, 255)].into_iter());
        Weights { rows, transitions, frequencies, attribution: "CC BY 4.0".to_string() }
    }

    #[test]
    fn what_is_written_is_read() {
        let (weights, file) = (small(), small().write());
        let again = Weights::read(&file).unwrap();
        assert_eq!(again.rows, weights.rows);
        assert_eq!(again.transitions, weights.transitions);
        assert_eq!(again.frequencies.pairs(), [(1, 255), (5, 9)]);
        assert_eq!(again.attribution, weights.attribution);
        assert_eq!(again.write(), file);
    }

    #[test]
    fn damage_is_noticed() {
        let file = small().write();
        let refused = |bytes: &[u8]| Weights::read(bytes).unwrap_err();
        assert_eq!(refused(b""), WeightsError::Header);
        assert_eq!(refused(&file[..file.len() - 1]), WeightsError::Length);
        let mut damaged = file.clone();
        damaged[HEADER_BYTES + 3] ^= 1;
        assert_eq!(refused(&damaged), WeightsError::Checksum);
        damaged[0] = b'X';
        assert_eq!(refused(&damaged), WeightsError::Header);
    }
}
