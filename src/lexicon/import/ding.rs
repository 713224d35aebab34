//! Ding's `de-en.txt`: `German | German :: English | English`, one entry a line.
//!
//! Cells between `|` stand opposite each other: the first holds the headword, the others its plural, other forms, or
//! phrases with it. Comments begin with `#`.

use std::io::{self, BufRead};

use super::entry::{Entry, Problem, Sense, Take};
use super::lines;
use super::phrase::phrases;
use crate::text::Language;

/// Reads all entries of a file.
///
/// # Errors
/// If the bytes cannot be read further.
pub(super) fn read(reader: impl BufRead, take: &mut Take, done: &mut dyn FnMut(u64)) -> io::Result<()> {
    lines::read(reader, &mut read_line, take, done)
}

fn read_line(text: &str, line: usize, take: &mut Take) {
    let sides: Vec<&str> = text.split("::").collect();
    let [german, english] = sides[..] else {
        let what = match sides.len() {
            1 => "no `::` between German and English",
            _ => "more than one `::`",
        };
        return take(Err(Problem { line, what: what.to_string() }));
    };
    let (german, english): (Vec<&str>, Vec<&str>) = (german.split('|').collect(), english.split('|').collect());
    let mut entry = Entry { line, senses: Vec::new() };
    let mut cells: Vec<(&str, &str)> = german.iter().copied().zip(english.iter().copied()).collect();
    if german.len() != english.len() {
        // Cells after one that is missing stand opposite the wrong ones.
        cells.truncate(1);
        let what = format!("{} cells in German, {} in English; only the first was read", german.len(), english.len());
        take(Err(Problem { line, what }));
    }
    for (german, english) in cells {
        let sense = Sense { german: phrases(german, Language::De), english: phrases(english, Language::En) };
        if !sense.german.is_empty() && !sense.english.is_empty() {
            entry.senses.push(sense);
        }
    }
    match entry.senses.is_empty() {
        true => take(Err(Problem { line, what: "no words that stand opposite each other".to_string() })),
        false => take(Ok(entry)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::import::entry::shown;

    fn check(line: &str, expected: &str) {
        let mut found = Vec::new();
        let mut take = |item: Result<Entry, Problem>| {
            found.push(item.map_or_else(|problem| problem.to_string(), |entry| shown(&entry)));
        };
        read(line.as_bytes(), &mut take, &mut |_| {}).unwrap();
        assert_eq!(found.join(" / "), expected, "{line:?}");
    }

    #[test]
    fn cells_stand_opposite_each_other() {
        check(
            "Zwirbel {m}; Zwirrel {m} [techn.] | Zwirbel {pl} :: twirl; twirler (toy) | twirls",
            "Zwirbel; Zwirrel = twirl; twirler | Zwirbel = twirls",
        );
        check("jdn. zwirbeln {vt} :: to twirl sb.", "zwirbeln = twirl");
        check("a | (nichts) | c :: x | y | z", "a = x | c = z");
    }

    #[test]
    fn bad_lines_are_problems() {
        check("# Zwirbel", "");
        check("Zwirbel twirl", "line 1: no `::` between German and English");
        check("a :: b :: c", "line 1: more than one `::`");
        check("a | b :: x", "line 1: 2 cells in German, 1 in English; only the first was read / a = x");
        check("{m} :: x", "line 1: no words that stand opposite each other");
        check("::", "line 1: no words that stand opposite each other");
    }
}
