//! A list of entities that a user has: names in German and English, and which ids are one entity.
//!
//! Read are tables with a heading (`id`, `type`, names in `de` and `en` between semicolons, `same_as`; also the columns of an
//! export of Wikidata), the main table of GeoNames (19 columns), JRC-Names (id, `P` or `O`, language, `Name+Name`), and
//! without any heading two columns: an id and one that is the same. Bad lines are [`Problem`]s and the import goes on.

use std::io::BufRead;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::entry::Problem;
use super::list_file::{self, ListError};
use super::table::{Counts, Origin};
use super::{ImportError, lines};

/// Names of an entity in one language at most.
const MAX_NAMES: usize = 60;
/// Columns of the main table of GeoNames, and where in it what stands.
const GEONAMES_COLUMNS: usize = 19;
const GEONAMES_ALTERNATE: usize = 3;
/// Grows when the file changes its form.
const VERSION: u32 = 1;

/// One entity of a user's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityRow {
    /// As in an index: kind and key, `per:olaf_scholz`.
    pub id: String,
    /// `PER`, `LOC`, `ORG`, `WEAPON`, `PRODUCT` or `EVENT`; may be empty.
    pub kind: String,
    /// In German and English; both are empty in a row that only joins ids.
    pub names: [Vec<String>; 2],
    /// Ids that are the same entity.
    pub same_as: Vec<String>,
    /// File and line.
    pub origin: String,
}

/// Entities that were imported, with where they come from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntityList {
    pub origins: Vec<Origin>,
    /// `entries` are rows, `pairs` names.
    pub counts: Counts,
    pub rows: Vec<EntityRow>,
}

impl EntityList {
    /// Reads a list.
    ///
    /// # Errors
    /// If the bytes cannot be read, or hold no row that can be.
    pub fn read(
        reader: impl BufRead,
        origin: Origin,
        problems: &mut dyn FnMut(Problem),
    ) -> Result<EntityList, ImportError> {
        let (mut rows, mut form, mut n_problems) = (Vec::new(), None, 0);
        let source = origin.source.clone();
        let mut read_row = |text: &str, line: usize, take: &mut super::Take| {
            let columns: Vec<&str> = text.split('\t').map(str::trim).collect();
            let is_first = form.is_none();
            let form = form.get_or_insert_with(|| Form::of(&columns));
            if is_first && matches!(form, Form::Table(_)) {
                return;
            }
            match form.row(&columns) {
                Ok(row) => rows.push(EntityRow { origin: format!("{source}:{line}"), ..row }),
                Err(what) => take(Err(Problem { line, what })),
            }
        };
        let mut take = |item: Result<super::Entry, Problem>| {
            n_problems += 1;
            item.err().into_iter().for_each(&mut *problems);
        };
        lines::read(reader, &mut read_row, &mut take, &mut |_| {})?;
        if rows.is_empty() {
            return Err(ImportError::NoEntities { n_problems });
        }
        let n_names: usize = rows.iter().map(|row: &EntityRow| row.names[0].len() + row.names[1].len()).sum();
        let counts = Counts { entries: rows.len() as u64, pairs: n_names as u64, problems: n_problems };
        Ok(EntityList { origins: vec![origin], counts, rows })
    }

    /// Adds a list behind this one.
    #[must_use]
    pub fn with(mut self, other: EntityList) -> EntityList {
        self.origins.extend(other.origins);
        self.rows.extend(other.rows);
        self.counts.entries += other.counts.entries;
        self.counts.pairs += other.counts.pairs;
        self.counts.problems += other.counts.problems;
        self
    }

    /// Writes the list to a file: to one beside it first, which takes its place when it is safe on the disk.
    ///
    /// # Errors
    /// If the disk refuses; what was at `path` is then still there.
    pub fn write(&self, path: &Path) -> Result<(), ListError> {
        list_file::write(path, VERSION, self)
    }

    /// Opens the list in a file.
    ///
    /// # Errors
    /// If there is none, or it cannot be read, is damaged or of another version.
    pub fn open(path: &Path) -> Result<EntityList, ListError> {
        list_file::open(path, VERSION, "entities")
    }
}

/// How the lines of a file are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Table(Columns),
    GeoNames,
    JrcNames,
    /// An id and one that is the same.
    Pairs,
}

/// In which column of a table what stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Columns {
    id: usize,
    kind: Option<usize>,
    german: Vec<usize>,
    english: Vec<usize>,
    same_as: Option<usize>,
}

impl Form {
    /// Tells the form by the first line.
    fn of(columns: &[&str]) -> Form {
        if let Some(heading) = Columns::of_heading(columns) {
            return Form::Table(heading);
        }
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match columns {
            [id, ..] if columns.len() == GEONAMES_COLUMNS && is_number(id) => Form::GeoNames,
            [id, "P" | "O" | "U", _, _] if is_number(id) => Form::JrcNames,
            _ => Form::Pairs,
        }
    }

    fn row(&self, columns: &[&str]) -> Result<EntityRow, String> {
        match self {
            Form::Table(table) => table.row(columns),
            Form::GeoNames => geonames_row(columns),
            Form::JrcNames => jrc_names_row(columns),
            Form::Pairs => match columns {
                [id, same_as] => Ok(EntityRow { same_as: vec![checked_id(same_as)?], ..new_row(checked_id(id)?, "") }),
                _ => Err(format!("{} columns instead of 2 (id, id); write a heading for a table", columns.len())),
            },
        }
    }
}

impl Columns {
    fn of_heading(columns: &[&str]) -> Option<Columns> {
        let heading: Vec<String> = columns.iter().map(|name| name.trim_start_matches('?').to_lowercase()).collect();
        let all = |known: &[&str]| -> Vec<usize> {
            (0..heading.len()).filter(|&i| known.contains(&heading[i].as_str())).collect()
        };
        let first = |known: &[&str]| all(known).first().copied();
        let german = all(&["de", "german", "deutsch", "name_de", "label_de", "labelde", "itemlabel_de", "aliases_de", "altde"]);
        let english = all(&[
            "en", "english", "englisch", "name_en", "label_en", "labelen", "itemlabel_en", "aliases_en", "alten", "name",
            "names", "itemlabel", "label",
        ]);
        let id = first(&["id", "item", "qid", "key"])?;
        let same_as = first(&["same_as", "sameas", "merge", "alias_of"]);
        let is_table = !german.is_empty() || !english.is_empty() || same_as.is_some();
        is_table.then(|| Columns { id, kind: first(&["type", "kind", "typ", "art"]), german, english, same_as })
    }

    fn row(&self, columns: &[&str]) -> Result<EntityRow, String> {
        let column = |i: usize| columns.get(i).copied().unwrap_or_default();
        let kind = self.kind.map(column).unwrap_or_default();
        let kind = if kind.is_empty() { "" } else { known_kind(kind)? };
        // A reference of Wikidata is an address that ends in its number.
        let id = column(self.id).rsplit('/').next().unwrap_or_default();
        let id = if id.contains(':') { checked_id(id)? } else { made_id(kind, id)? };
        let names = [&self.german, &self.english].map(|places| -> Vec<String> {
            let names = places.iter().flat_map(|&place| column(place).split([';', '|']));
            names.map(squeezed).filter(|name| !name.is_empty()).collect()
        });
        let same_as = self.same_as.map(column).unwrap_or_default().split([';', ' ', ',']);
        let same_as: Vec<String> =
            same_as.filter(|id| !id.is_empty()).map(checked_id).collect::<Result<_, _>>()?;
        if names.iter().all(Vec::is_empty) && same_as.is_empty() {
            return Err("neither a name nor an id that is the same".to_string());
        }
        if names.iter().any(|names| names.len() > MAX_NAMES) {
            return Err(format!("more than {MAX_NAMES} names of one language"));
        }
        Ok(EntityRow { names, same_as, ..new_row(id, kind) })
    }
}

fn new_row(id: String, kind: &str) -> EntityRow {
    EntityRow { id, kind: kind.to_string(), names: Default::default(), same_as: Vec::new(), origin: String::new() }
}

fn geonames_row(columns: &[&str]) -> Result<EntityRow, String> {
    if columns.len() != GEONAMES_COLUMNS {
        return Err(format!("{} columns instead of the {GEONAMES_COLUMNS} of GeoNames", columns.len()));
    }
    let alternate = columns[GEONAMES_ALTERNATE].split(',').map(squeezed).filter(|name| is_latin(name));
    let mut names: Vec<String> = vec![squeezed(columns[1])];
    names.extend(alternate.filter(|name| *name != columns[1]).take(MAX_NAMES - 1));
    Ok(EntityRow { names: [names.clone(), names], ..new_row(format!("loc:geonames_{}", columns[0]), "LOC") })
}

fn jrc_names_row(columns: &[&str]) -> Result<EntityRow, String> {
    let [id, kind, language, name] = columns else {
        return Err(format!("{} columns instead of 4 (id, type, language, name)", columns.len()));
    };
    let (kind, prefix) = match *kind {
        "P" => ("PER", "per"),
        "O" => ("ORG", "org"),
        other => return Err(format!("type {other:?}; known are P and O")),
    };
    let name = squeezed(&name.replace('+', " "));
    if !is_latin(&name) {
        return Err(format!("{name:?} is not in Latin letters"));
    }
    let of = |own: &str| if *language == own || *language == "u" { vec![name.clone()] } else { Vec::new() };
    let mut names = [of("de"), of("en")];
    if names.iter().all(Vec::is_empty) {
        names = [Vec::new(), vec![name.clone()]];
    }
    Ok(EntityRow { names, ..new_row(format!("{prefix}:jrc_{id}"), kind) })
}

fn squeezed(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_latin(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_alphabetic() && c > '\u{24f}' && !('\u{1e00}'..='\u{1eff}').contains(&c))
}

/// Kinds of entities, how users write them, and how ids of the kind begin.
const KINDS: [(&str, &str, &[&str]); 6] = [
    ("PER", "per", &["per", "person", "human", "q5"]),
    ("LOC", "loc", &["loc", "location", "place", "ort", "city", "country"]),
    ("ORG", "org", &["org", "organisation", "organization", "company"]),
    ("WEAPON", "weapon", &["weapon", "waffe"]),
    ("PRODUCT", "product", &["product", "produkt", "work"]),
    ("EVENT", "event", &["event", "ereignis"]),
];

fn known_kind(typed: &str) -> Result<&'static str, String> {
    let small = typed.rsplit('/').next().unwrap_or_default().to_lowercase();
    let found = KINDS.iter().find(|(_, _, written)| written.contains(&small.as_str()));
    found.map(|(kind, ..)| *kind).ok_or_else(|| format!("unknown type {typed:?}; write PER, LOC, ORG, WEAPON, PRODUCT or EVENT"))
}

fn made_id(kind: &str, key: &str) -> Result<String, String> {
    let prefix = KINDS.iter().find(|(known, ..)| *known == kind).map(|(_, prefix, _)| *prefix);
    let prefix = prefix.ok_or("an id without its kind (per:…, loc:…, org:…) needs a type")?;
    checked_id(&format!("{prefix}:{}", key.to_lowercase().replace(' ', "_")))
}

/// Returns an id that an index can hold.
fn checked_id(id: &str) -> Result<String, String> {
    let known = KINDS.iter().map(|(_, prefix, _)| *prefix).chain(["country", "region"]);
    let (prefix, key) = id.split_once(':').unwrap_or((id, ""));
    let is_key = !key.is_empty() && !key.contains(|c: char| c.is_whitespace() || c.is_control() || c == '|');
    if known.into_iter().any(|known| known == prefix) && is_key {
        return Ok(id.to_string());
    }
    Err(format!("{id:?} is no id; write per:, loc:, country:, region:, org:, weapon:, product: or event: and a key without spaces"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut found = Vec::new();
        let mut problem = |problem: Problem| found.push(problem.to_string());
        let list = EntityList::read(text.as_bytes(), Origin::default(), &mut problem);
        let of_row = |row: &EntityRow| {
            let names = row.names.each_ref().map(|names| names.join("; "));
            format!("{} {} [{}] [{}] {}", row.id, row.kind, names[0], names[1], row.same_as.join(" ")).trim_end().to_string()
        };
        found.splice(..0, list.iter().flat_map(|list| &list.rows).map(of_row));
        found.extend(list.err().map(|error| error.to_string()));
        assert_eq!(found.join(" / "), expected, "{text:?}");
    }

    #[test]
    fn tables_with_a_heading_are_read() {
        check(
            "id\ttype\tde\ten\tsame_as\nper:x\tPER\tXaver; Xaverl\tXavier\tper:~ksavir\n",
            "per:x PER [Xaver; Xaverl] [Xavier] per:~ksavir",
        );
        check(
            "?item\t?type\t?itemLabel\nhttp://www.wikidata.org/entity/Q42\tQ5\tDouglas Adams\n",
            "per:q42 PER [] [Douglas Adams]",
        );
    }

    #[test]
    fn lists_of_others_are_read() {
        let geonames = "2950159\tBerlin\tBerlin\tBerlín,Берлин,Berlino\t52.5\t13.4\tP\tPPLC\tDE\t\t16\t0\t\t\t3426354\t\t74\tx\t2022";
        check(geonames, "loc:geonames_2950159 LOC [Berlin; Berlín; Berlino] [Berlin; Berlín; Berlino]");
        check("1\tP\tu\tGeorge+Bush\n1\tP\tde\tGeorg+Busch", "per:jrc_1 PER [George Bush] [George Bush] / per:jrc_1 PER [Georg Busch] []");
        check("per:a\tper:b", "per:a  [] [] per:b");
    }

    #[test]
    fn bad_rows_are_problems() {
        let expected = "per:a  [] [] per:b / line 2: \"b\" is no id; write per:, loc:, country:, region:, org:, weapon:, product: or \
                        event: and a key without spaces";
        check("per:a\tper:b\nper:a\tb", expected);
        check("id\ttype\ten\nx\tfoo\tX", "line 2: unknown type \"foo\"; write PER, LOC, ORG, WEAPON, PRODUCT or EVENT / no entities were found; 1 lines could not be read");
        check("id\ten\nx\tX", "line 2: an id without its kind (per:…, loc:…, org:…) needs a type / no entities were found; 1 lines could not be read");
    }
}
