//! Reads the table of parts: lines come in, the spellings under which a part is found go out, each with what it may do.
//!
//! A part is stored as it stands without linking letters and endings: as written (`schule`), umlauted when links or
//! endings ask for it (`häus` of `haus`), and without the ending that it drops (`schul`); each of these also with ss for
//! ß and with ae, oe, ue for umlauts.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Form, MIN_PART_LETTERS};

/// The forms of the table while it is read.
#[derive(Default)]
pub(super) struct PartTable {
    pub(super) forms: FxHashMap<Box<str>, Form>,
    pub(super) affixes: Vec<Vec<Box<str>>>,
    affix_idx: FxHashMap<String, u16>,
    seen: FxHashSet<Box<str>>,
}

impl PartTable {
    /// Reads one line of the parts table; the error says what is wrong with it.
    pub(super) fn add_line(&mut self, line: &str) -> Result<(), String> {
        let columns: Vec<&str> = line.split('\t').collect();
        let [part, stands, links, endings, frequency] = columns[..] else {
            return Err(format!("expected 5 columns separated by tabs, found {}", columns.len()));
        };
        if !is_lower_case_word(part) || part.chars().count() < MIN_PART_LETTERS {
            return Err(format!("`{part}` is no lower-case word of {MIN_PART_LETTERS} letters or more"));
        }
        if !self.seen.insert(part.into()) {
            return Err(format!("`{part}` is given twice"));
        }
        let frequency = match frequency.as_bytes() {
            [digit @ b'0'..=b'9'] => digit - b'0',
            _ => return Err(format!("frequency `{frequency}` is no number from 0 to 9")),
        };
        let (can_be_first, can_be_last) = match stands.trim_end_matches(['n', 's']) {
            "b" => (true, true),
            "h" => (true, false),
            "t" => (false, true),
            _ => return Err(format!("`{stands}` is none of b, h, t, perhaps with n or s")),
        };
        let links = Affixes::parse(part, if can_be_first { links } else { "." })?;
        let endings = Affixes::parse(part, endings)?;
        let is_in_names = stands.contains('n');
        let needs_linking_s = stands.contains('s');
        let as_form = |links_idx, endings_idx| Form {
            links_idx,
            endings_idx,
            frequency,
            is_in_names,
            needs_linking_s,
            is_whole_only: !can_be_last,
        };
        // The form as written: it stands last also bare.
        let links_idx = (!links.plain.is_empty()).then(|| self.intern(&links.plain));
        let endings_idx = self.intern(&[vec![String::new()], endings.plain].concat());
        self.insert(part, as_form(links_idx, Some(endings_idx)));
        if let Some(umlauted) = umlauted(part) {
            let links_idx = (!links.umlauted.is_empty()).then(|| self.intern(&links.umlauted));
            let endings_idx = (!endings.umlauted.is_empty()).then(|| self.intern(&endings.umlauted));
            if links_idx.or(endings_idx).is_some() {
                self.insert(&umlauted, as_form(links_idx, endings_idx));
            }
        }
        for shortened in links.shortened.iter().filter(|s| s.chars().count() >= MIN_PART_LETTERS) {
            let links_idx = self.intern(&[String::new()]);
            self.insert(shortened, as_form(Some(links_idx), None));
        }
        Ok(())
    }

    /// Returns the index of a set of affixes, storing it when it is new.
    fn intern(&mut self, affixes: &[String]) -> u16 {
        let n_sets = u16::try_from(self.affixes.len()).expect("there are a few hundred sets of affixes");
        let idx = *self.affix_idx.entry(affixes.join(",")).or_insert(n_sets);
        if idx == n_sets {
            self.affixes.push(affixes.iter().map(|affix| affix.as_str().into()).collect());
        }
        idx
    }

    /// Adds a form in all its spellings. Two parts with the same form (`sprach` of Sprache, `bund` and Bünde) are
    /// united: what either of them may do, the form may do.
    fn insert(&mut self, form: &str, new: Form) {
        for spelling in spellings(form) {
            let united = match self.forms.get(spelling.as_str()) {
                Some(&old) => self.unite(old, new),
                None => new,
            };
            self.forms.insert(spelling.into(), united);
        }
    }

    fn unite(&mut self, old: Form, new: Form) -> Form {
        Form {
            links_idx: self.unite_affixes(old.links_idx, new.links_idx),
            endings_idx: self.unite_affixes(old.endings_idx, new.endings_idx),
            frequency: old.frequency.max(new.frequency),
            is_in_names: old.is_in_names || new.is_in_names,
            needs_linking_s: old.needs_linking_s || new.needs_linking_s,
            is_whole_only: match (old.endings_idx, new.endings_idx) {
                (Some(_), Some(_)) => old.is_whole_only && new.is_whole_only,
                (Some(_), None) => old.is_whole_only,
                _ => new.is_whole_only,
            },
        }
    }

    fn unite_affixes(&mut self, old: Option<u16>, new: Option<u16>) -> Option<u16> {
        let (Some(old_idx), Some(new_idx)) = (old, new) else {
            return old.or(new);
        };
        let mut all: Vec<String> = Vec::new();
        for affix in self.affixes[usize::from(old_idx)].iter().chain(&self.affixes[usize::from(new_idx)]) {
            if !all.iter().any(|known| **known == **affix) {
                all.push(affix.to_string());
            }
        }
        Some(self.intern(&all))
    }
}

/// A column of affixes, sorted by what they do to the part.
#[derive(Default)]
struct Affixes {
    plain: Vec<String>,
    umlauted: Vec<String>,
    shortened: Vec<String>,
}

impl Affixes {
    fn parse(part: &str, column: &str) -> Result<Affixes, String> {
        let mut affixes = Affixes::default();
        for affix in column.split(',').filter(|&affix| affix != ".") {
            let letters = affix.trim_start_matches(['-', '^']);
            if affix.is_empty() || !letters.chars().all(|c| c.is_ascii_lowercase()) {
                return Err(format!("`{affix}` is no affix"));
            }
            match affix.as_bytes()[0] {
                b'-' if letters.is_empty() => affixes.plain.push(String::new()),
                b'-' => match part.strip_suffix(letters) {
                    Some(shortened) => affixes.shortened.push(shortened.to_string()),
                    None => return Err(format!("`{part}` has no ending `{letters}` to drop")),
                },
                b'^' => affixes.umlauted.push(letters.to_string()),
                _ => affixes.plain.push(letters.to_string()),
            }
        }
        Ok(affixes)
    }
}

/// Whether `text` can stand in a table: letters only, none of them upper case.
pub(super) fn is_lower_case_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphabetic() && !c.is_uppercase())
}

/// Returns `part` with its last a, o, u or au umlauted, if it has one.
fn umlauted(part: &str) -> Option<String> {
    let at = part.rfind(['a', 'o', 'u'])?;
    let (at, vowel, umlaut) = match &part[at..=at] {
        "u" if part[..at].ends_with('a') => (at - 1, "au", "äu"),
        "a" => (at, "a", "ä"),
        "o" => (at, "o", "ö"),
        _ => (at, "u", "ü"),
    };
    Some([&part[..at], umlaut, &part[at + vowel.len()..]].concat())
}

/// Returns the spellings of a form: as it is, with ss for ß, and with ae, oe, ue for the umlauts too.
pub(super) fn spellings(form: &str) -> Vec<String> {
    let with_ss = form.replace('ß', "ss");
    let with_digraphs = with_ss.replace('ä', "ae").replace('ö', "oe").replace('ü', "ue");
    let mut all = vec![form.to_string(), with_ss, with_digraphs];
    all.dedup();
    all
}
