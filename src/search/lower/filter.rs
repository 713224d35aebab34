//! Conditions on what is known of an article: source, language, date, whom it names.

use jiff::Unit;
use jiff::civil::Date;

use super::{Context, Lowering, every};
use crate::backend::{BackendError, Condition, KeywordField};
use crate::query::{DateRange, Filter};
use crate::text::{Language, fold_diacritics, normalize};

/// The day from which dates of publication count.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);
const DAY_S: i64 = 86_400;

impl Lowering<'_, '_> {
    pub(super) fn filter(&mut self, filter: &Filter) -> Result<Condition, BackendError> {
        Ok(match filter {
            Filter::Language(language) => has_language(*language),
            Filter::Date(range) => published(range, self.vocabulary.today),
            Filter::Entity(id) => self.entity_filter(id)?,
            Filter::Source(name) => {
                let known = self.vocabulary.snapshot.keywords(KeywordField::Source)?;
                let values = sources_named(name, &known);
                if values.is_empty() {
                    let detail = format!("no source is called {name:?}; the facet of sources lists them");
                    self.lowered.query.note("unknown_source", detail);
                }
                Condition::Keyword { field: KeywordField::Source, values }
            }
        })
    }

    /// Narrows what is searched as written, in any language, to articles that have the language asked for.
    pub(super) fn in_language(&self, condition: Condition, at: Context) -> Condition {
        match at.language {
            Some(language) => every(vec![condition, has_language(language)]),
            None => condition,
        }
    }
}

fn has_language(language: Language) -> Condition {
    Condition::Keyword { field: KeywordField::Language, values: vec![language.code().to_string()] }
}

/// Days are those of UTC, as the dates of publication are.
fn published(range: &DateRange, today: Date) -> Condition {
    let (first, last) = range.days(today);
    let midnight_s = |date: Date| {
        let days = date.since((Unit::Day, EPOCH)).map_or(0, |span| span.get_days());
        i64::from(days) * DAY_S
    };
    let before_s = last.map(|date| midnight_s(date) + DAY_S);
    Condition::Published { from_s: first.map(midnight_s), before_s }
}

/// Returns the sources with this name, whatever its case and accents; without one, those whose name holds its words.
fn sources_named(name: &str, known: &[String]) -> Vec<String> {
    let key = |name: &str| fold_diacritics(&normalize(name).text);
    let wanted = key(name);
    let same: Vec<String> = known.iter().filter(|source| key(source) == wanted).cloned().collect();
    if !same.is_empty() {
        return same;
    }
    let words = |name: &str| -> Vec<String> {
        key(name).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_string).collect()
    };
    let wanted = words(name);
    let holds = |source: &&String| {
        let has = words(source);
        !wanted.is_empty() && wanted.iter().all(|word| has.contains(word))
    };
    known.iter().filter(holds).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_at_the_borders_are_days() {
        let range = |text: &str| DateRange::try_from(text.to_string()).expect("a date");
        let seconds = |text: &str| match published(&range(text), jiff::civil::date(2024, 12, 24)) {
            Condition::Published { from_s, before_s } => (from_s, before_s),
            other => panic!("{other:?}"),
        };
        assert_eq!(seconds("1970-01-02"), (Some(86_400), Some(172_800)));
        assert_eq!(seconds("..1969"), (None, Some(0)));
        assert_eq!(seconds("9999-12-31.."), (Some(253_402_214_400), None));
        assert!(seconds("65535y..").0.is_some_and(|from_s| from_s < -100_000_000_000));
    }

    #[test]
    fn a_source_is_found_by_name_or_by_its_words() {
        let known = ["Die Zeit", "Zeit Online", "dpa", "Süddeutsche Zeitung", "AP"].map(str::to_string);
        for (name, expected) in [
            ("DPA", vec!["dpa"]),
            ("zeit", vec!["Die Zeit", "Zeit Online"]),
            ("die zeit", vec!["Die Zeit"]),
            ("Suddeutsche Zeitung", vec!["Süddeutsche Zeitung"]),
            ("Tagblatt", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(sources_named(name, &known), expected, "{name}");
        }
    }
}
