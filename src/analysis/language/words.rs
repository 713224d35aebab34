//! Word evidence: how much each word of a text speaks for German, for English and for any third language.
//!
//! In: the function words of some fifty languages and the commonest words of German and English. Out: a
//! [`Tally`] per text. Fails on malformed tables only.
//! A text's score in a language is the sum of its words' log-probabilities (naive Bayes). A word has a probability
//! from its rank in a list (Zipf) and, in every language, one from its letters; letters are modelled per family.

use super::letters::{LetterCounts, LetterModel, N_FAMILIES, PerFamily};
use rustc_hash::FxHashMap;

use crate::schema::{Schema, SchemaError};

const LANGUAGE_WORDS: &str = "language_words.tsv";

/// Position of German among languages and among families; English follows, then the others.
const GERMAN: usize = 0;
const ENGLISH: usize = 1;
const N_LANGUAGES: usize = 64;

/// Probability that a word of German or English is a function word, is a frequent one, is in neither list.
/// Anything from half to twice these changes less than 0.5 % of the short texts.
const P_FUNCTION: f32 = 0.4;
const P_FREQUENT: f32 = 0.5;
const P_UNLISTED: f32 = 0.1;
/// The same for third languages, of which we have short lists only.
const P_UNLISTED_OTHER: f32 = 0.3;
/// Most that one word may speak against a language, so that one name does not decide (4 to 10 are about as good).
const MAX_PER_WORD: f32 = 6.0;
/// Weight of an unlisted capitalized word: it may be a name (0.3 to 1.0 are about as good).
const NAME_WEIGHT: f32 = 0.5;
/// What a letter of another script than Latin speaks for a third language.
const PER_FOREIGN_LETTER: f32 = 2.0;
/// Added to the rank in Zipf's law, as the very first words are less frequent than it says (Mandelbrot).
const RANK_SHIFT: f32 = 10.0;

/// Words that are read before the sum is looked at, and again after as many.
const WORDS_PER_LOOK: usize = 8;
/// Words that are read at most.
const MAX_WORDS: usize = 96;
/// Lead at which reading stops.
const ENOUGH: f32 = 30.0;

/// Log-probability of a text up to a common constant, in each class.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub german: f32,
    pub english: f32,
    /// The best third language.
    pub other: f32,
    pub n_words: usize,
}

impl Tally {
    /// Distance of the best class from the second.
    pub fn lead(self) -> f32 {
        let mut sorted = [self.german, self.english, self.other];
        sorted.sort_by(f32::total_cmp);
        sorted[2] - sorted[1]
    }
}

/// What is known of each word.
pub struct WordEvidence {
    /// Family of each language.
    families: Vec<usize>,
    words: FxHashMap<Box<str>, Word>,
    letters: LetterModel,
}

/// A listed word's log-probability, relative to the best.
struct Word {
    by_letters: PerFamily,
    /// What the lists add to it: language, amount.
    by_list: Box<[(usize, f32)]>,
}

impl WordEvidence {
    /// Builds the evidence from the three tables.
    ///
    /// # Errors
    /// The first malformed line.
    pub fn new(schema: &Schema) -> Result<WordEvidence, SchemaError> {
        let (mut lists, families) = read_function_words(schema.table(LANGUAGE_WORDS))?;
        lists.push((GERMAN, P_FREQUENT, read_frequent_words(schema, "frequent_words_de.txt")?));
        lists.push((ENGLISH, P_FREQUENT, read_frequent_words(schema, "frequent_words_en.txt")?));

        let mut letters = LetterCounts::default();
        let mut probabilities: FxHashMap<&str, Vec<(usize, f32)>> = FxHashMap::default();
        for (language, mass, words) in lists {
            let norm = (1.0 + words.len() as f32 / RANK_SHIFT).ln();
            for (rank, word) in words.into_iter().enumerate() {
                let p = mass / norm / (rank as f32 + RANK_SHIFT);
                letters.learn(word, families[language]);
                let known = probabilities.entry(word).or_default();
                match known.iter_mut().find(|(l, _)| *l == language) {
                    Some((_, sum)) => *sum += p,
                    None => known.push((language, p)),
                }
            }
        }
        let mut evidence = WordEvidence { families, words: FxHashMap::default(), letters: letters.into() };
        evidence.words =
            probabilities.into_iter().map(|(word, known)| (word.into(), evidence.listed(word, &known))).collect();
        Ok(evidence)
    }

    /// Sums up the first words of `text`: all, or as many as are enough.
    pub fn tally(&self, text: &str) -> Tally {
        let mut sums = Sums { families: [0.0; N_FAMILIES], languages: [0.0; N_LANGUAGES], foreign: 0.0 };
        let mut tally = Tally::default();
        let mut lower = String::new();
        for word in words(text) {
            lower_case(word, &mut lower);
            self.add(word, &lower, &mut sums);
            tally.n_words += 1;
            if tally.n_words % WORDS_PER_LOOK == 0 {
                tally = self.sum_up(&sums, tally.n_words);
                if tally.n_words >= MAX_WORDS || tally.lead() >= ENOUGH {
                    return tally;
                }
            }
        }
        self.sum_up(&sums, tally.n_words)
    }

    fn add(&self, word: &str, lower: &str, sums: &mut Sums) {
        if let Some(listed) = self.words.get(lower) {
            for family in 0..N_FAMILIES {
                sums.families[family] += listed.by_letters[family];
            }
            for &(language, amount) in &listed.by_list {
                sums.languages[language] += amount;
            }
            return;
        }
        let n_foreign = lower.chars().filter(|&c| is_foreign(c)).count();
        if n_foreign > 0 {
            sums.foreign += PER_FOREIGN_LETTER * n_foreign as f32;
            return;
        }
        let weight = if word.starts_with(char::is_uppercase) { NAME_WEIGHT } else { 1.0 };
        let by_letters = self.by_letters(lower);
        let best = by_letters.into_iter().fold(f32::MIN, f32::max);
        for (sum, score) in sums.families.iter_mut().zip(by_letters) {
            *sum += weight * (score - best).max(-MAX_PER_WORD);
        }
    }

    fn sum_up(&self, sums: &Sums, n_words: usize) -> Tally {
        let score = |language: usize| sums.families[self.families[language]] + sums.languages[language];
        let other = (ENGLISH + 1..self.families.len()).map(score).fold(f32::MIN, f32::max);
        Tally { german: score(GERMAN), english: score(ENGLISH), other: other + sums.foreign, n_words }
    }

    fn listed(&self, word: &str, known: &[(usize, f32)]) -> Word {
        let mut by_letters = self.by_letters(word);
        let best = known.iter().map(|(_, p)| p.ln()).chain(by_letters).fold(f32::MIN, f32::max);
        for p in &mut by_letters {
            *p = p.max(best - MAX_PER_WORD) - best;
        }
        let by_list =
            known.iter().map(|&(l, p)| (l, (p.ln() - best - by_letters[self.families[l]]).max(0.0))).collect();
        Word { by_letters, by_list }
    }

    fn by_letters(&self, lower: &str) -> PerFamily {
        let mut scores = self.letters.score(lower);
        for (family, score) in scores.iter_mut().enumerate() {
            *score += if family <= ENGLISH { P_UNLISTED.ln() } else { P_UNLISTED_OTHER.ln() };
        }
        scores
    }
}

/// Running sums over a text's words.
struct Sums {
    families: PerFamily,
    languages: [f32; N_LANGUAGES],
    foreign: f32,
}

/// A language, the probability of its list, the words of the list.
type List<'a> = (usize, f32, Vec<&'a str>);

/// Returns the list of each language in order of appearance, German and English first, and the languages' families.
fn read_function_words(table: &str) -> Result<(Vec<List<'_>>, Vec<usize>), SchemaError> {
    let mut codes = vec!["deu", "eng"];
    let mut family_names = vec!["german", "english"];
    let mut families = vec![GERMAN, ENGLISH];
    let mut lists = vec![(GERMAN, P_FUNCTION, vec![]), (ENGLISH, P_FUNCTION, vec![])];
    for (line_idx, line) in table.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let error = |what: &str| SchemaError { file: LANGUAGE_WORDS, line: line_idx + 1, what: what.to_string() };
        let columns: Vec<&str> = line.split('\t').collect();
        let [code, family_name, words] = columns[..] else {
            return Err(error("expected code, family and words, with tabs between"));
        };
        let family = index_of(family_name, &mut family_names);
        let language = index_of(code, &mut codes);
        if family >= N_FAMILIES || language >= N_LANGUAGES {
            return Err(error("too many families or languages"));
        }
        if language == lists.len() {
            families.push(family);
            lists.push((language, 1.0 - P_UNLISTED_OTHER, vec![]));
        }
        if families[language] != family {
            return Err(error("a language has one family"));
        }
        lists[language].2.extend(words.split(' ').filter(|word| !word.is_empty()));
    }
    Ok((lists, families))
}

fn read_frequent_words(schema: &Schema, file: &'static str) -> Result<Vec<&'static str>, SchemaError> {
    let mut words = vec![];
    for (line_idx, line) in schema.table(file).lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        if line.is_empty() || !line.chars().all(|c| c.is_alphabetic() && !c.is_uppercase()) {
            let what = "expected one lower-case word".to_string();
            return Err(SchemaError { file, line: line_idx + 1, what });
        }
        words.push(line);
    }
    Ok(words)
}

fn index_of<'a>(name: &'a str, names: &mut Vec<&'a str>) -> usize {
    names.iter().position(|known| *known == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

/// The runs of letters in a text, except in addresses.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_address = |piece: &str| piece.contains('@') || piece.contains("://") || piece.contains("www.");
    let is_mark = |c: char| ('\u{300}'..'\u{370}').contains(&c);
    text.split_whitespace()
        .filter(move |piece| !is_address(piece))
        .flat_map(move |piece| piece.split(move |c: char| !c.is_alphabetic() && !is_mark(c)))
        .filter(|word| !word.is_empty())
}

fn lower_case(word: &str, lower: &mut String) {
    lower.clear();
    lower.extend(word.chars().flat_map(char::to_lowercase));
}

/// Whether a letter belongs to another script than Latin.
fn is_foreign(c: char) -> bool {
    c >= '\u{370}' && !('\u{1e00}'..'\u{2000}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_line() {
        let error = |table: &str| read_function_words(table).err().map(|e| e.to_string());
        assert_eq!(error("# comment\ndeu\tgerman\tder die"), None);
        let expected = "schema/language_words.tsv, line 2: expected code, family and words, with tabs between";
        assert_eq!(error("# comment\ndeu\tder die").as_deref(), Some(expected));
        let expected = "schema/language_words.tsv, line 2: a language has one family";
        assert_eq!(error("nld\tdutch\thet\nnld\tnordic\teen").as_deref(), Some(expected));
    }
}
