//! Names in other spellings, of either language: those of the tables, and what the index holds under the same key
//! ([`crate::text::name_keys`]). They are searched in the unit of the word, as translations are.

use std::sync::Arc;

use super::terms::capitalized;
use super::translated::Meanings;
use super::{Condition, Context, Lowering, Strength, TranslatedTerm, TranslatedWord, TypedWord};
use crate::analysis::WordForm;
use crate::backend::{BackendError, Role};
use crate::document::{KEY_END, TermField};
use crate::lexicon::import::MAX_NAME_WORDS;
use crate::query::Clause;
use crate::search::names::{Spelling, TypedName};
use crate::search::translate::Translation;
use crate::text::{Language, name_keys};

/// Spellings that the index holds of one name at most, the most frequent ones.
const MAX_SPELLINGS: usize = 12;
/// Terms of a key that are looked at, genitives and words that are none among them.
const MAX_TERMS: usize = 64;
/// By what factor a word must be more frequent than one with its key, wherever that stands, to be another name: *Johnson* and *Jönsson*,
/// *Korea* and *Correa*. Spellings of one name come in several in a language too, but hardly so rarely.
const RARE: u64 = 20;

impl<'a> Lowering<'a, '_> {
    /// Returns what a word means in each language and how a name is spelled otherwise, and notes both.
    pub(super) fn meanings(&mut self, word: &TypedWord, at: Context) -> Result<Meanings, BackendError> {
        let may_be_name = !at.is_negated && !word.is_joined && !word.forms[0].is_number && !self.is_common(&word.forms);
        if !may_be_name {
            return self.translated_meanings(word, at);
        }
        if !self.vocabulary.has_spellings {
            let is_tabled = |language| !self.tabled(&[word], language).is_empty();
            if Language::ALL.into_iter().any(is_tabled) || self.is_name_of_lexicon(&word.forms) {
                return Ok(Meanings::default());
            }
            let mut meanings = self.translated_meanings(word, at)?;
            self.add_alike(word, &mut meanings, at)?;
            return Ok(meanings);
        }
        let mut meanings = self.translated_meanings(word, at)?;
        let mut spellings = self.tabled_spellings(&[word], at);
        self.add_keyed(word, at, &mut spellings)?;
        for language in at.languages() {
            let known = &meanings.translations[language as usize];
            let mut new = std::mem::take(&mut spellings[language as usize]);
            new.retain(|spelling| !known.iter().any(|known| known.stems == spelling.stems));
            self.keep_found(language, &mut new)?;
            new.truncate(MAX_SPELLINGS);
            spellings[language as usize].clone_from(&new);
            meanings.translations[language as usize].extend(new);
        }
        self.note_spellings(&word.written, &spellings);
        self.add_alike(word, &mut meanings, at)?;
        Ok(meanings)
    }

    /// Finds names of several words among those typed, and searches each as a whole in its other spellings. Returns, per word,
    /// the language in which it belongs to one.
    pub(super) fn name_terms(
        &mut self,
        typed: &[TypedWord],
        at: Context,
        found: &mut Vec<(Condition, Strength)>,
    ) -> Result<Vec<Option<Language>>, BackendError> {
        let mut in_names = vec![None; typed.len()];
        let words: Vec<usize> = (0..typed.len()).filter(|&i| !typed[i].is_joined).collect();
        if at.is_negated || words.len() < 2 {
            return Ok(in_names);
        }
        for language in at.languages() {
            let mut start = 0;
            while start < words.len() {
                let longest = (2..=MAX_NAME_WORDS.min(words.len() - start)).rev().find(|n| {
                    let row = &words[start..start + n];
                    let name: Vec<&TypedWord> = row.iter().map(|&i| &typed[i]).collect();
                    row.iter().all(|&i| in_names[i].is_none()) && !self.tabled(&name, language).is_empty()
                });
                if let Some(n) = longest {
                    let row = &words[start..start + n];
                    row.iter().for_each(|&i| in_names[i] = Some(language));
                    let name: Vec<&TypedWord> = row.iter().map(|&i| &typed[i]).collect();
                    found.extend(self.name_unit(&name, at)?.map(|condition| (condition, Strength::Wish)));
                }
                start += longest.unwrap_or(1);
            }
        }
        Ok(in_names)
    }

    /// The other spellings of a name of several words, as a unit; `None` where the index has none, or none are wanted.
    fn name_unit(&mut self, name: &[&TypedWord], at: Context) -> Result<Option<Condition>, BackendError> {
        if !self.vocabulary.has_spellings {
            return Ok(None);
        }
        let mut spellings = self.tabled_spellings(name, at);
        for language in at.languages() {
            let of_language = &mut spellings[language as usize];
            self.keep_found(language, of_language)?;
            of_language.truncate(MAX_SPELLINGS);
        }
        if spellings.iter().all(Vec::is_empty) {
            return Ok(None);
        }
        let written = name.iter().map(|word| word.written.as_str()).collect::<Vec<_>>().join(" ");
        self.note_spellings(&written, &spellings);
        let weight = name.len() as f32 * self.vocabulary.ranking.weights.term;
        Ok(Some(self.unit_of(&written, &spellings, (Role::Selects, weight), at)))
    }

    /// Returns the spellings that the tables have of a name, as `language` reads it.
    fn tabled(&self, name: &[&TypedWord], language: Language) -> Vec<&'a Spelling> {
        let words: Vec<TypedName> = name
            .iter()
            .map(|word| TypedName {
                forms: [&word.forms[0], &word.forms[1]],
                is_capitals: !word.written.contains(char::is_lowercase),
                is_function_word: word.stop().contains(&true),
            })
            .collect();
        self.vocabulary.names.of(&words, language)
    }

    /// Returns the other spellings of a name by language.
    fn tabled_spellings(&self, name: &[&TypedWord], at: Context) -> [Vec<Translation>; 2] {
        let weight = self.vocabulary.ranking.weights.spelling;
        let mut spellings: [Vec<Translation>; 2] = Default::default();
        let own = Language::ALL.map(|language| {
            let terms = name.iter().filter_map(|word| word.forms[language as usize].term.clone());
            terms.collect::<Vec<Arc<str>>>()
        });
        for spelling in Language::ALL.into_iter().flat_map(|typed| self.tabled(name, typed)) {
            if at.languages().any(|language| language == spelling.language) {
                let of_language = &mut spellings[spelling.language as usize];
                // What holds the typed words is found by them already.
                let is_own = own[spelling.language as usize].iter().all(|stem| spelling.stems.contains(stem));
                if !is_own && !of_language.iter().any(|known| known.stems == spelling.stems) {
                    let (text, stems) = (Arc::clone(&spelling.text), spelling.stems.clone());
                    of_language.push(Translation::new(text, stems, weight));
                }
            }
        }
        spellings
    }

    /// Adds the words of the index that have a key in common with a word and another stem, the most frequent first.
    fn add_keyed(
        &mut self,
        word: &TypedWord,
        at: Context,
        spellings: &mut [Vec<Translation>; 2],
    ) -> Result<(), BackendError> {
        if !self.is_written_as_a_name(&word.written) || !word.forms[0].parts.is_empty() {
            return Ok(());
        }
        let mut found: Vec<String> = Vec::new();
        for key in name_keys(&word.written) {
            let prefix = format!("{key}{KEY_END}");
            let terms = self.vocabulary.snapshot.terms_with_prefix(TermField::Name, &prefix, MAX_TERMS)?;
            found.extend(terms.into_iter().map(|term| term[prefix.len()..].to_string()));
        }
        let weight = self.vocabulary.ranking.weights.spelling;
        for exact in found {
            // The index holds names in small letters.
            let name = capitalized(exact.strip_suffix("'s").unwrap_or(&exact));
            let forms = Language::ALL.map(|language| self.words.form(&name, Some(language)));
            if self.is_common(&forms) || self.is_another(&word.forms, &forms)? {
                continue;
            }
            for language in at.languages() {
                let Some(stem) = forms[language as usize].term.clone() else { continue };
                let of_language = &mut spellings[language as usize];
                let is_own = word.forms[language as usize].term.as_ref() == Some(&stem);
                if !is_own && !of_language.iter().any(|known| known.stems[..] == [Arc::clone(&stem)]) {
                    of_language.push(Translation::new(Arc::from(name.as_str()), vec![stem], weight));
                }
            }
        }
        Ok(())
    }

    /// Returns whether a word is a function word, or the lexicon has it as another word than a name, in either language. Where it
    /// has both, what was typed decides: *Kiew* is a name, though *Kiewer* has its stem.
    fn is_common(&mut self, forms: &[Arc<WordForm>; 2]) -> bool {
        Language::ALL.into_iter().any(|language| {
            let form = &forms[language as usize];
            let Some(stem) = &form.term else { return true };
            let (mut is_word, mut is_name) = (false, false);
            for entry in self.vocabulary.lexicon.alike(language, stem).filter(|entry| !entry.is_phrase()) {
                if self.words.form(entry.word, Some(language)).term.as_ref() != Some(stem) {
                    continue;
                }
                let rest = form.exact.strip_prefix(entry.word.to_lowercase().as_str());
                match (entry.is_name(), rest.is_some_and(|rest| matches!(rest, "" | "s" | "'s"))) {
                    (false, true) => return true,
                    (false, false) => is_word = true,
                    (true, is_typed) => is_name |= is_typed,
                }
            }
            is_word && !is_name
        })
    }

    /// Returns whether the lexicon has a word, which is not common, as a name.
    fn is_name_of_lexicon(&mut self, forms: &[Arc<WordForm>; 2]) -> bool {
        Language::ALL.into_iter().any(|language| {
            let Some(stem) = &forms[language as usize].term else { return false };
            let mut names = self.vocabulary.lexicon.alike(language, stem).filter(|entry| entry.is_name());
            names.any(|entry| self.words.form(entry.word, Some(language)).term.as_ref() == Some(stem))
        })
    }

    /// Returns whether a word with the key of a typed one is so rare beside it that it is another name.
    fn is_another(&self, typed: &[Arc<WordForm>; 2], found: &[Arc<WordForm>; 2]) -> Result<bool, BackendError> {
        let frequency = |form: &WordForm, language: Language| match &form.term {
            Some(stem) => self.vocabulary.snapshot.document_frequency(TermField::text(language), stem),
            None => Ok(0),
        };
        for language in Language::ALL {
            let [typed, found] = [typed, found].map(|forms| frequency(&forms[language as usize], language));
            let (typed, found) = (typed?, found?);
            if found > 0 && typed < RARE * found {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns whether a word has a capital, or no word of the query has one.
    fn is_written_as_a_name(&self, written: &str) -> bool {
        let has_capital = |text: &str| text.chars().any(char::is_uppercase);
        fn words(clause: &Clause) -> Vec<&str> {
            match clause {
                Clause::Word(text) => vec![text],
                Clause::And(inner) | Clause::Or(inner) | Clause::Group(inner) => inner.iter().flat_map(words).collect(),
                Clause::Not(inner) | Clause::Title(inner) | Clause::In(_, inner) => words(inner),
                _ => Vec::new(),
            }
        }
        has_capital(written) || !self.lowered.query.clauses.iter().flat_map(words).any(has_capital)
    }

    /// Notes by which other spellings a word is searched, beside its translations.
    fn note_spellings(&mut self, from: &str, spellings: &[Vec<Translation>; 2]) {
        let of = |language: Language| {
            spellings[language as usize].iter().map(move |spelling| TranslatedTerm {
                text: Arc::clone(&spelling.text),
                language,
                weight: spelling.weight,
            })
        };
        let mut to: Vec<TranslatedTerm> = Language::ALL.into_iter().flat_map(of).collect();
        let mut seen = Vec::new();
        to.retain(|term| {
            !seen.contains(&term.text) && {
                seen.push(Arc::clone(&term.text));
                true
            }
        });
        if to.is_empty() {
            return;
        }
        match self.lowered.translations.iter_mut().find(|known| known.from == from) {
            Some(known) => {
                let new = to.into_iter().filter(|term| !known.to.iter().any(|known| known.text == term.text));
                let new: Vec<TranslatedTerm> = new.collect();
                known.to.extend(new);
                known.to.sort_by(|a, b| b.weight.total_cmp(&a.weight));
            }
            None => self.lowered.translations.push(TranslatedWord { from: from.to_string(), to }),
        }
    }
}
