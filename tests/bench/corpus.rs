//! The articles and queries of the benchmark: a file of the user's, or the sample articles mixed sentence by sentence.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use tandem::ingest::{Article, Record, Source, read as read_articles, sources};
use tandem::text::sentences;

const N_MIXED: usize = 10_000;
const N_QUERIES: usize = 300;

/// A query that knows its language, as raw tantivy needs it.
pub struct BenchQuery {
    pub text: String,
    pub words: Vec<String>,
    pub lang: String,
    pub is_phrase: bool,
}

/// Numbers that look random and are the same in every run (Steele and others 2014, SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
}

/// Returns the path of the corpus, writing the mixed samples where no other is named.
pub fn write(folder: &Path) -> PathBuf {
    if let Some(path) = std::env::var_os("TANDEM_BENCH_CORPUS") {
        return path.into();
    }
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let (sources, _) = sources(&[seeds]).expect("the sample articles are there");
    let samples: Vec<Article> = sources.iter().flat_map(read_source).filter(|article| article.lang.is_some()).collect();
    let path = folder.join("corpus.jsonl");
    let mut file = File::create(&path).expect("the temporary folder takes files");
    let mut random = Random(7);
    for i in 0..N_MIXED {
        let lang = samples[random.below(samples.len())].lang.clone();
        let of_language: Vec<&Article> = samples.iter().filter(|article| article.lang == lang).collect();
        let mut text = String::new();
        for _ in 0..12 {
            let article = of_language[random.below(of_language.len())];
            let all = sentences(&article.text, |_| false);
            text.push_str(&article.text[all[random.below(all.len())].range()]);
            text.push(' ');
        }
        let line = serde_json::json!({"id": i.to_string(), "lang": lang, "text": text});
        writeln!(file, "{line}").expect("the temporary folder takes files");
    }
    path
}

/// Reads every article of a corpus.
pub fn read(path: &Path) -> Vec<Article> {
    let (sources, _) = sources(&[path.to_path_buf()]).expect("the corpus is there");
    sources.iter().flat_map(read_source).collect()
}

fn read_source(source: &Source) -> Vec<Article> {
    let mut articles = Vec::new();
    let reader = BufReader::new(source.open().expect("the corpus can be opened"));
    let mut keep = |record| match record {
        Ok(Record::Article(article)) => articles.push(article),
        Ok(Record::Withdrawal { .. }) | Err(_) => {}
    };
    read_articles(source, reader, &mut keep).expect("the corpus can be read");
    articles
}

/// Draws queries of each kind from the texts: one word, three words, a headline of ten, a phrase of two.
pub fn queries(articles: &[Article]) -> Vec<(&'static str, Vec<BenchQuery>)> {
    let mut random = Random(11);
    let kinds: [(&'static str, usize, bool); 4] =
        [("1 word", 1, false), ("3 words", 3, false), ("10 words", 10, false), ("phrase", 2, true)];
    kinds
        .map(|(name, n_words, is_phrase)| {
            let draw = |_| draw_query(articles, &mut random, n_words, is_phrase);
            (name, (0..N_QUERIES).filter_map(draw).collect())
        })
        .into()
}

fn draw_query(articles: &[Article], random: &mut Random, n_words: usize, is_phrase: bool) -> Option<BenchQuery> {
    let article = &articles[random.below(articles.len())];
    let all: Vec<&str> =
        article.text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 3).collect();
    if all.len() < n_words + 2 {
        return None;
    }
    let start = random.below(all.len() - n_words);
    let words: Vec<String> = if is_phrase {
        // Neighbours in the text, with nothing but a space between them.
        let pairs: Vec<(&str, &str)> = article.text.split(' ').zip(article.text.split(' ').skip(1)).collect();
        let plain = |word: &str| word.chars().count() > 3 && word.chars().all(char::is_alphabetic);
        let pairs: Vec<_> = pairs.into_iter().filter(|(a, b)| plain(a) && plain(b)).collect();
        let (a, b) = *pairs.get(random.below(pairs.len().max(1)))?;
        vec![a.to_string(), b.to_string()]
    } else {
        let mut seen = FxHashSet::default();
        all[start..start + n_words].iter().filter(|word| seen.insert(**word)).map(|word| word.to_string()).collect()
    };
    let text = words.join(" ");
    let text = if is_phrase { format!("\"{text}\"") } else { text };
    Some(BenchQuery { text, words, lang: article.lang.clone()?, is_phrase })
}
