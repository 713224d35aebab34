//! Other names in the place of those of a sentence, so that the tagger learns what stands around them.

use tandem::analysis::entity::tagger::{Name, names};
use tandem::analysis::entity::{EntityKind, Recognizer};
use tandem::text::Language;

use crate::data::{Example, tags_of};
use crate::random::Random;

/// The kinds that are exchanged.
const KINDS: [EntityKind; 3] = [EntityKind::Person, EntityKind::Place, EntityKind::Organisation];

/// Names of the gazetteer: by language, by kind, of one word and of more.
pub struct Exchange<'r> {
    recognizer: &'r Recognizer,
    names: [[[Vec<&'static str>; 2]; KINDS.len()]; 2],
}

impl Exchange<'_> {
    /// Collects the names.
    pub fn new(recognizer: &Recognizer) -> Exchange<'_> {
        let mut names: [[[Vec<&'static str>; 2]; KINDS.len()]; 2] = Default::default();
        for (name, language, entity) in recognizer.gazetteer().spellings() {
            if let Some(kind) = KINDS.iter().position(|kind| *kind == entity.kind) {
                let is_long = name.contains([' ', '-']);
                names[language as usize][kind][usize::from(is_long)].push(name);
            }
        }
        Exchange { recognizer, names }
    }

    fn list(&self, name: &Name, language: Language) -> &[&'static str] {
        let kind = KINDS.iter().position(|kind| *kind == name.kind);
        let is_long = usize::from(name.end_word - name.first_word > 1);
        kind.map_or(&[], |kind| &self.names[language as usize][kind][is_long])
    }

    /// Returns the sentence with each name exchanged at the given chance.
    pub fn exchanged(&self, example: &Example, chance: f64, random: &mut Random) -> Example {
        let mut text = String::with_capacity(example.text.len() + 32);
        // Where each name stands in the new text.
        let mut placed = Vec::new();
        let (mut end, mut is_changed) = (0, false);
        for name in names(&example.gold) {
            let (start, stop) =
                (example.words[name.first_word].start as usize, example.words[name.end_word - 1].end as usize);
            text.push_str(&example.text[end..start]);
            let from = text.len();
            let list = self.list(&name, example.language);
            if !list.is_empty() && random.chance(chance) {
                text.push_str(list[random.below(list.len())]);
                is_changed = true;
            } else {
                text.push_str(&example.text[start..stop]);
            }
            placed.push((from..text.len(), name.kind));
            end = stop;
        }
        if !is_changed {
            return example.clone();
        }
        text.push_str(&example.text[end..]);
        let seen = self.recognizer.tagger_input(&text, example.language);
        let mut gold = vec![tandem::analysis::entity::tagger::weights::Tag::Outside; seen.spans.len()];
        for (range, kind) in placed {
            let (begin, inside) = tags_of(Some(kind));
            let inner = seen
                .spans
                .iter()
                .enumerate()
                .filter(|(_, word)| range.start <= word.start as usize && (word.end as usize) <= range.end);
            for (n, (at, _)) in inner.enumerate() {
                gold[at] = if n == 0 { begin } else { inside };
            }
        }
        Example { text, language: example.language, words: seen.spans, hints: seen.hints, gold }
    }
}
