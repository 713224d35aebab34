//! The articles and queries of the benchmark: a file of the user's, or the sample articles mixed sentence by sentence.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use tandem::ingest::{Article, Record, Source, read as read_articles, sources};
use tandem::text::sentences;

const N_MIXED: usize = 10_000;

/// A query that knows its language, as raw tantivy needs it.
pub struct BenchQuery {
    pub text: String,
    pub words: Vec<String>,
    pub lang: String,
    pub kind: Kind,
}

/// What a query asks for, and so what raw tantivy has to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Words(usize),
    Phrase,
    And,
    /// At most five words between.
    Near,
    /// The first five letters.
    Prefix,
    /// The first three and the last two letters.
    Wildcard,
    /// One letter is missing.
    Fuzzy,
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
    let mut take = |record| {
        if let Ok(Record::Article(article)) = record {
            articles.push(article);
        }
    };
    read_articles(source, reader, &mut take).expect("the corpus can be read");
    articles
}

/// Draws `n` queries of each kind from the texts.
pub fn queries(articles: &[Article], n: usize) -> Vec<(&'static str, Vec<BenchQuery>)> {
    let mut random = Random(11);
    let kinds = [
        ("1 word", Kind::Words(1)),
        ("3 words", Kind::Words(3)),
        ("10 words", Kind::Words(10)),
        ("phrase", Kind::Phrase),
        ("a AND b", Kind::And),
        ("NEAR/5", Kind::Near),
        ("prefix*", Kind::Prefix),
        ("wild*ard", Kind::Wildcard),
        ("fuzzy~1", Kind::Fuzzy),
    ];
    kinds.map(|(name, kind)| (name, (0..n).filter_map(|_| draw_query(articles, &mut random, kind)).collect())).into()
}

fn draw_query(articles: &[Article], random: &mut Random, kind: Kind) -> Option<BenchQuery> {
    let article = &articles[random.below(articles.len())];
    let words = match kind {
        Kind::Words(n) => neighbors(article, random, n)?,
        Kind::And | Kind::Near => neighbors(article, random, 2)?,
        Kind::Phrase => pair(article, random)?,
        Kind::Prefix | Kind::Wildcard | Kind::Fuzzy => vec![long_word(article, random)?],
    };
    if matches!(kind, Kind::And | Kind::Near) && words.len() < 2 {
        return None;
    }
    let first = |n: usize| words[0].chars().take(n).collect::<String>();
    let last = |n: usize| words[0].chars().skip(words[0].chars().count() - n).collect::<String>();
    let text = match kind {
        Kind::Words(_) => words.join(" "),
        Kind::Phrase => format!("\"{}\"", words.join(" ")),
        Kind::And => words.join(" AND "),
        Kind::Near => words.join(" NEAR/5 "),
        Kind::Prefix => format!("{}*", first(5)),
        Kind::Wildcard => format!("{}*{}", first(3), last(2)),
        // The third letter is forgotten.
        Kind::Fuzzy => format!("{}{}~1", first(2), last(words[0].chars().count() - 3)),
    };
    Some(BenchQuery { text, words, lang: article.lang.clone()?, kind })
}

/// Words of a text that stand in a row but for short ones, each once.
fn neighbors(article: &Article, random: &mut Random, n: usize) -> Option<Vec<String>> {
    let all: Vec<&str> =
        article.text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 3).collect();
    if all.len() < n + 2 {
        return None;
    }
    let start = random.below(all.len() - n);
    let mut seen = FxHashSet::default();
    Some(all[start..start + n].iter().filter(|word| seen.insert(**word)).map(|word| word.to_string()).collect())
}

/// Two words with nothing but a space between them.
fn pair(article: &Article, random: &mut Random) -> Option<Vec<String>> {
    let pairs = article.text.split(' ').zip(article.text.split(' ').skip(1));
    let is_plain = |word: &str| word.chars().count() > 3 && word.chars().all(char::is_alphabetic);
    let pairs: Vec<(&str, &str)> = pairs.filter(|(a, b)| is_plain(a) && is_plain(b)).collect();
    let (a, b) = *pairs.get(random.below(pairs.len().max(1)))?;
    Some(vec![a.to_string(), b.to_string()])
}

fn long_word(article: &Article, random: &mut Random) -> Option<String> {
    let words = article.text.split(|c: char| !c.is_alphabetic());
    let long: Vec<&str> = words.filter(|word| word.chars().count() >= 7).collect();
    long.get(random.below(long.len().max(1))).map(|word| word.to_lowercase())
}
