//! Reads the tables of units and currencies.

use rustc_hash::FxHashMap;

use super::row::Row;
use super::table::{Kind, LanguageTables, TableError, Tables, Unit, UnitUse, forms};
use crate::text::Language;

pub(super) fn read_units(tables: &mut Tables, rows: &[Row]) -> Result<(), TableError> {
    for row in rows {
        let kind = match row.columns[1] {
            "duration" => Kind::Duration,
            "percent" => Kind::Percent,
            "measure" => Kind::Measure,
            other => return Err(row.fault(format!("unknown kind {other:?}"))),
        };
        let factor = row.number(3)?;
        let (key, base) = (row.columns[0], row.columns[2]);
        let used = match tables.unit_ids.get(key) {
            Some(&unit) => UnitUse { unit, factor: factor / tables.unit(unit).factor },
            None => UnitUse {
                unit: tables.push_unit(Unit { key: key.into(), kind, base: base.into(), factor }),
                factor: 1.0,
            },
        };
        add_forms(&mut tables.german, row.columns[4], used);
        add_forms(&mut tables.english, row.columns[5], used);
        for symbol in forms(row.columns[6]) {
            tables.symbols.insert(symbol.into(), used);
            if symbol.len() > 1 {
                // Newspapers write Ghz and KW too; a symbol of its own goes first.
                tables.small_symbols.entry(symbol.to_lowercase().into()).or_insert(used);
            }
        }
    }
    Ok(())
}

pub(super) fn read_currencies(tables: &mut Tables, rows: &[Row]) {
    for row in rows {
        let code = row.columns[0];
        let unit = tables.push_unit(Unit { key: code.into(), kind: Kind::Money, base: code.into(), factor: 1.0 });
        let used = UnitUse { unit, factor: 1.0 };
        // A name that stands alone in a row of its own is the one without more words.
        let (mut names, is_dollar) = (forms(row.columns[3]), row.columns[3].contains("dollar"));
        if is_dollar && names.all(|name| name != "dollar") {
            tables.local_dollars.push(unit);
        }
        for symbol in forms(row.columns[1]) {
            tables.signs.insert(symbol.into(), used);
        }
        tables.codes.insert(code.to_lowercase().into(), used);
        for language in Language::ALL {
            let (whole, hundredth) = match language {
                Language::De => (row.columns[2], row.columns[4]),
                Language::En => (row.columns[3], row.columns[5]),
            };
            add_forms(tables.language_mut(language), &code.to_lowercase(), used);
            add_forms(tables.language_mut(language), whole, used);
            add_forms(tables.language_mut(language), hundredth, UnitUse { unit, factor: 0.01 });
        }
    }
}

fn add_forms(language: &mut LanguageTables, column: &str, used: UnitUse) {
    for form in forms(column) {
        match form.split_once('~') {
            None => add_form(language, form, used),
            Some((stem, rest)) => {
                for ending in ["", "e", "en", "er", "es", "em", "n"] {
                    add_form(language, &format!("{stem}{ending}{rest}"), used);
                }
            }
        }
    }
}

fn add_form(language: &mut LanguageTables, form: &str, used: UnitUse) {
    // Hyphens count as spaces: US-Dollar, light-year.
    let form = form.replace('-', " ");
    // Points stand within abbreviations, not behind them: u.s dlrs.
    let words: Vec<&str> = form.split_whitespace().map(|word| word.trim_end_matches('.')).collect();
    let form = &*words.join(" ");
    language.units.entry(form.into()).or_insert(used);
    note_length(&mut language.unit_words, form, form.split([' ', '/']).next().unwrap_or(form));
}

/// Keeps the most words of a phrase by the word that leads to it.
pub(super) fn note_length(longest: &mut FxHashMap<Box<str>, u8>, phrase: &str, lead: &str) {
    let n_words = phrase.split([' ', '/']).count() as u8;
    let longest = longest.entry(lead.into()).or_default();
    *longest = (*longest).max(n_words);
}
