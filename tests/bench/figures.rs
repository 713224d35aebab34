//! Figures searched as ranges, beside a search for one word.

use tandem::analysis::Analyzer;
use tandem::ingest::Article;
use tandem::search::Searcher;
use tandem::text::Language;

use crate::{quantile, search_ours, timed};

/// Asks for a figure that an article states, with operators and without, for its thing as a word, and for that word as written.
struct Asked {
    at_least: String,
    near: String,
    word: String,
    written: String,
}

/// Which of the queries.
type Query = fn(&Asked) -> &String;

/// Prints how long ranges of figures take; `n` of them, of things that articles count.
pub fn figures(articles: &[Article], analyzer: &Analyzer, ours: &Searcher, n: usize) {
    let asked = asked(articles, analyzer, n);
    let kinds: [(&str, Query); 4] = [
        ("=\"word\"", |asked| &asked.written),
        ("word", |asked| &asked.word),
        ("thing>=n", |asked| &asked.at_least),
        ("n thing", |asked| &asked.near),
    ];
    let mut took: Vec<Vec<f64>> = vec![Vec::new(); kinds.len()];
    for warm_up in [true, false] {
        for asked in &asked {
            for ((_, text), took) in kinds.iter().zip(&mut took) {
                let us = timed(|| search_ours(ours, text(asked)));
                if !warm_up {
                    took.push(us);
                }
            }
        }
    }
    println!("figures   {} queries, 10 hits with snippets, microseconds", asked.len());
    let words = quantile(&mut took[1], 0.5);
    for ((kind, _), took) in kinds.iter().zip(&mut took) {
        let (p50, p99) = (quantile(took, 0.5), quantile(took, 0.99));
        println!("{kind:9} p50 ours {p50:7.0}   p99 ours {p99:7.0}   p50 / that of a word {:.2}", p50 / words);
    }
}

fn asked(articles: &[Article], analyzer: &Analyzer, n: usize) -> Vec<Asked> {
    let step = (articles.len() / n).max(1);
    let of_article = |article: &Article| {
        let declared = article.lang.as_deref().and_then(Language::from_tag);
        let analysis = analyzer.analyze(&article.title, &article.text, declared);
        let figures = analyzer.figures(&article.text, &analysis, &[]);
        let figure = figures.into_iter().find(|figure| figure.noun.is_some() && figure.low >= 2.0)?;
        let word = article.text[figure.of_span?.range()].to_string();
        Some(Asked {
            at_least: format!("figure:\"{word} >= {}\"", figure.low),
            near: format!("figure:\"~ {} {word}\"", figure.low),
            written: format!("=\"{word}\""),
            word,
        })
    };
    articles.iter().step_by(step).filter_map(of_article).take(n).collect()
}
