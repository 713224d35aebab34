//! Forms of German verbs that the stemmer keeps apart: *gewinnt*, *rammte* and *eingestürzt* lead to *gewinnen*, *rammen* and
//! *einstürzen*, and back.
//!
//! Rules of regular verbs alone. Irregular forms stand in `schema/word_families.tsv`.

use crate::schema::{Schema, SchemaError, columns, rows};

const FILE: &str = "verb_prefixes_de.tsv";
/// Letters of a verb without its prefix and ending at least (*tun*, *gehen*).
const MIN_ROOT_LETTERS: usize = 3;
/// Endings of regular finite forms and participles, the longest first.
const ENDINGS: [&str; 10] = ["etest", "eten", "test", "ete", "tet", "ten", "est", "et", "te", "t"];

/// The prefixes of German verbs.
#[derive(Debug, Default)]
pub struct GermanVerbs {
    /// Those that stand apart in a main clause, in lower case, the longest first.
    apart: Vec<&'static str>,
    fixed: Vec<&'static str>,
}

impl GermanVerbs {
    /// Reads the prefixes.
    ///
    /// # Errors
    /// A row of another kind than `apart` or `fixed`, with its line.
    pub fn new(schema: &Schema) -> Result<GermanVerbs, SchemaError> {
        let mut verbs = GermanVerbs::default();
        for row in rows(schema.table(FILE)) {
            let [prefix, kind] = columns(FILE, &row)?;
            match kind {
                "apart" => verbs.apart.push(prefix),
                "fixed" => verbs.fixed.push(prefix),
                _ => {
                    let what = format!("{kind:?} is neither apart nor fixed");
                    return Err(SchemaError { file: FILE, line: row.line, what });
                }
            }
        }
        verbs.apart.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
        Ok(verbs)
    }

    /// Returns the infinitives that a form in lower case may be of, by the rules; most of them are no words, and who calls
    /// looks which are.
    pub fn infinitives(&self, form: &str) -> Vec<String> {
        let mut found = regular_infinitives(form);
        found.extend(form.strip_prefix("ge").map(regular_infinitives).unwrap_or_default());
        for (prefix, rest) in self.split(form) {
            let mut of_rest = regular_infinitives(rest);
            of_rest.extend(rest.strip_prefix("ge").map(regular_infinitives).unwrap_or_default());
            of_rest.extend(rest.strip_prefix("zu").filter(|verb| verb.ends_with('n')).map(str::to_string));
            found.extend(of_rest.iter().map(|verb| format!("{prefix}{verb}")));
        }
        found
    }

    /// Returns the regular forms of an infinitive in lower case: third person of present and past, participle, and the
    /// infinitive with `zu` where it stands inside. None for what is no infinitive.
    pub fn forms(&self, infinitive: &str) -> Vec<String> {
        let Some(root) = root(infinitive) else { return Vec::new() };
        let e = if root.ends_with(['t', 'd']) { "e" } else { "" };
        let mut forms = vec![format!("{root}{e}t"), format!("{root}{e}te")];
        if let Some((prefix, rest)) = self.split(root).next() {
            forms.push(format!("{prefix}ge{rest}{e}t"));
            forms.push(format!("{prefix}zu{rest}en"));
        } else if !self.fixed.iter().any(|prefix| root.starts_with(prefix)) && !infinitive.ends_with("ieren") {
            forms.push(format!("ge{root}{e}t"));
        }
        forms
    }

    /// Returns whether a word in lower case may be the prefix of a verb that stands apart from it.
    pub fn is_apart(&self, word: &str) -> bool {
        self.apart.contains(&word)
    }

    /// Returns the ways to split off a prefix that stands apart, the longest first.
    pub fn split<'w>(&self, word: &'w str) -> impl Iterator<Item = (&'static str, &'w str)> + use<'_, 'w> {
        self.apart.iter().filter_map(move |prefix| {
            let rest = word.strip_prefix(prefix)?;
            (rest.chars().count() >= MIN_ROOT_LETTERS).then_some((*prefix, rest))
        })
    }
}

/// Returns an infinitive without its ending.
fn root(infinitive: &str) -> Option<&str> {
    let root = infinitive.strip_suffix("en").or_else(|| infinitive.strip_suffix('n'))?;
    (root.chars().count() >= MIN_ROOT_LETTERS && !root.contains(' ')).then_some(root)
}

fn regular_infinitives(form: &str) -> Vec<String> {
    let mut found = Vec::new();
    for ending in ENDINGS {
        let Some(root) = form.strip_suffix(ending).filter(|root| root.chars().count() >= MIN_ROOT_LETTERS) else {
            continue;
        };
        found.push(format!("{root}en"));
        if root.ends_with("el") || root.ends_with("er") {
            found.push(format!("{root}n"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verbs() -> GermanVerbs {
        GermanVerbs::new(&Schema::embedded().expect("embedded schema is valid")).expect("the table keeps its format")
    }

    #[test]
    fn forms_lead_to_their_infinitive() {
        let verbs = verbs();
        for (form, infinitive) in [
            ("gewinnt", "gewinnen"),
            ("rammte", "rammen"),
            ("gerammt", "rammen"),
            ("gefällt", "fällen"),
            ("findet", "finden"),
            ("arbeitete", "arbeiten"),
            ("wandert", "wandern"),
            ("verhandelte", "verhandeln"),
            ("eingestürzt", "einstürzen"),
            ("ausgetauscht", "austauschen"),
            ("anzukündigen", "ankündigen"),
            ("verkündet", "verkünden"),
        ] {
            assert!(verbs.infinitives(form).iter().any(|found| found == infinitive), "{form}: {infinitive}");
        }
        assert!(verbs.infinitives("und").is_empty() && verbs.infinitives("").is_empty());
    }

    #[test]
    fn regular_forms_are_made() {
        let verbs = verbs();
        let forms = |verb: &str| verbs.forms(verb).join(" ");
        assert_eq!(forms("rammen"), "rammt rammte gerammt");
        assert_eq!(forms("arbeiten"), "arbeitet arbeitete gearbeitet");
        assert_eq!(forms("einstürzen"), "einstürzt einstürzte eingestürzt einzustürzen");
        assert_eq!(forms("verkünden"), "verkündet verkündete");
        assert_eq!(forms("kontrollieren"), "kontrolliert kontrollierte");
        assert_eq!(forms("Krieg"), "");
    }
}
