//! `cargo run --release --example train_tagger -- --sets DIR [--out schema/name_tagger.bin] [KEY=NUMBER...]`
//!
//! Learns the weights of the tagger of names from SmartData (rows with split "train"), WNUT17 (its train part) and
//! wikigold, all CC BY, and sentences of our own, with the gazetteer as it stands in `schema/`. DIR holds `ner/` with these sets and `text/` with
//! counts of word forms. Without `--out` parts of the rows are held out in turn and scored. The same rows give the same file.

mod crf;
mod data;
mod exchange;
mod random;
mod score;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use rustc_hash::FxHashMap;
use tandem::analysis::Analyzer;
use tandem::analysis::entity::tagger::Scratch;
use tandem::analysis::entity::tagger::looks::{Frequencies, frequency_code, word_hash, word_key};
use tandem::analysis::entity::tagger::weights::Weights;
use tandem::schema::Schema;
use tandem::text::Language;

use crf::Options;
use data::{Example, Text};
use exchange::Exchange;
use score::Counts;

const USAGE: &str = "usage: train_tagger --sets DIR [--out FILE] [KEY=NUMBER...]
  without --out a fifth of the rows is held out and scored, five times; with it all rows train";

const ATTRIBUTION: &str = "Weights learned from three sets under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/): \
    SmartData Corpus (Schiersch, Mironova, Schmitt, Thomas, Gabryszak and Hennig 2018, DFKI), rows of its training split; \
    WNUT17 Emerging and Rare Entities (Derczynski, Nichols, van Erp and Limsopatham 2017), its training part; \
    wikigold (Balasuriya, Ringland, Nothman, Murphy and Curran 2009). The texts were changed to weights.";

/// Sentences of our own, in `sentences/`.
const OWN_SENTENCES: [(&str, Language); 7] = [
    ("de_features.txt", Language::De),
    ("de_politics.txt", Language::De),
    ("de_sport_business.txt", Language::De),
    ("en_business.txt", Language::En),
    ("en_features.txt", Language::En),
    ("en_politics.txt", Language::En),
    ("en_sport_culture.txt", Language::En),
];

const N_FOLDS: usize = 5;

#[derive(Default)]
struct Arguments {
    sets: PathBuf,
    out: Option<PathBuf>,
    numbers: BTreeMap<String, f64>,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Result<Arguments, String> {
    let mut read = Arguments::default();
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        let mut path = || given.next().map(PathBuf::from).ok_or(format!("{argument} wants a path"));
        match argument.as_str() {
            "--sets" => read.sets = path()?,
            "--out" => read.out = Some(path()?),
            _ => {
                let (key, number) = argument.split_once('=').ok_or(format!("unknown argument {argument}"))?;
                let number = number.parse().map_err(|_| format!("no number in {argument}"))?;
                read.numbers.insert(key.to_string(), number);
            }
        }
    }
    Ok(read)
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let number = |key: &str, default: f64| arguments.numbers.get(key).copied().unwrap_or(default);
    let options = Options {
        epochs: number("epochs", 12.0) as usize,
        rate: number("rate", 0.03) as f32,
        decay: number("decay", 1e-4) as f32,
        hints_dropped: number("hints_dropped", 0.3),
        hint_dropped: number("hint_dropped", 0.2),
        identity_dropped: number("identity_dropped", 0.4),
        exchanged: number("exchanged", 0.3),
        outside_loss: number("outside_loss", 0.4) as f32,
        seed: number("seed", 17.0) as u64,
    };
    let schema = Schema::embedded().map_err(|error| error.to_string())?;
    let analyzer = Analyzer::new(&schema).map_err(|error| error.to_string())?;
    let recognizer = analyzer.recognizer();
    let ner = arguments.sets.join("ner");
    let mut texts = data::smartdata(&ner.join("smartdata_de.docs.jsonl"), recognizer)?;
    texts.extend(data::bio(&ner.join("wnut17_en.jsonl"), recognizer, |part| part.contains("train"))?);
    texts.extend(data::bio(&ner.join("wikigold_en.jsonl"), recognizer, |_| true)?);
    let own = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/train_tagger/sentences"));
    for (file, language) in OWN_SENTENCES {
        texts.extend(data::marked(&own.join(file), language, recognizer)?);
    }
    let frequencies = frequencies(&arguments.sets.join("text"))?;
    let exchange = Exchange::new(recognizer);
    let learn = |texts: &[&Text]| {
        let sentences: Vec<&Example> = texts.iter().flat_map(|text| &text.sentences).collect();
        crf::train(&sentences, &exchange, &frequencies, &options)
    };
    let Some(out) = &arguments.out else {
        cross_validate(&texts, learn);
        return Ok(());
    };
    let weights = learn(&texts.iter().collect::<Vec<_>>());
    let file = Weights { attribution: ATTRIBUTION.to_string(), ..weights }.write();
    fs::write(out, &file).map_err(|error| format!("{}: {error}", out.display()))?;
    println!("wrote {} bytes to {}", file.len(), out.display());
    Ok(())
}

/// Holds out one part of the texts after the other and scores what was held out.
fn cross_validate(texts: &[Text], learn: impl Fn(&[&Text]) -> Weights) {
    let mut counts = [Counts::default(); 2];
    let mut scratch = Scratch::default();
    for fold in 0..N_FOLDS {
        let of_fold = |held: bool| texts.iter().enumerate().filter(move |(i, _)| (i % N_FOLDS == fold) == held);
        let weights = learn(&of_fold(false).map(|(_, text)| text).collect::<Vec<_>>());
        for (_, text) in of_fold(true).filter(|(_, text)| text.is_news) {
            for sentence in &text.sentences {
                counts[sentence.language as usize].add(&weights, sentence, &mut scratch);
            }
        }
    }
    println!("held out, exact: German news {}, English {}", counts[0], counts[1]);
}

/// Reads the counts of word forms (columns: form, occurrences, of these with a capital).
fn frequencies(folder: &Path) -> Result<Frequencies, String> {
    let mut codes: FxHashMap<u32, u8> = FxHashMap::default();
    for (file, shift) in [("wordfreq_de.tsv", 4), ("wordfreq_en.tsv", 0)] {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [form, n, n_capital] = columns[..] else { continue };
            let (Ok(n), Ok(n_capital)) = (n.parse(), n_capital.parse()) else { continue };
            *codes.entry(word_key(word_hash(form))).or_default() |= frequency_code(n, n_capital) << shift;
        }
    }
    Ok(Frequencies::new(codes.into_iter()))
}
