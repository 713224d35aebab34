//! Operators against a reading of the query that knows nothing of an index: every article is looked through word by word.

use proptest::prelude::*;

use tandem::backend::Order;
use tandem::ingest::{Article, Published};
use tandem::query::{Clause, Query};
use tandem::search::{Request, Searcher, SnippetField};

use crate::harness::{article, ids, index_articles, marked, request};

/// Words that no analysis changes.
const WORDS: [&str; 6] = ["kanu", "mango", "toga", "piano", "tuba", "mirko"];

/// One article: its title and its paragraphs, in words.
type Words = Vec<Vec<&'static str>>;

fn words(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(WORDS.to_vec()), n)
}

fn texts() -> impl Strategy<Value = Vec<Words>> {
    let paragraphs = prop::collection::vec(words(1..8), 1..4);
    let text = (words(0..4), paragraphs).prop_map(|(title, paragraphs)| [vec![title], paragraphs].concat());
    prop::collection::vec(text, 1..8)
}

fn searcher(texts: &[Words]) -> Searcher {
    let articles = texts.iter().enumerate().map(|(i, text)| {
        let paragraphs: Vec<String> = text[1..].iter().map(|words| words.join(" ")).collect();
        Article { lang: Some("de".to_string()), ..article(&format!("{i}"), &text[0].join(" "), &paragraphs.join("\n")) }
    });
    index_articles(articles.collect())
}

/// `="one word"` or `="two words"`.
fn exact() -> impl Strategy<Value = Clause> {
    words(1..3).prop_map(|words| Clause::Exact(words.join(" ")))
}

fn clause() -> impl Strategy<Value = Clause> {
    let near = (0u32..4, prop::collection::vec(exact(), 2..4))
        .prop_map(|(distance, operands)| Clause::Near { distance, operands });
    let leaf = prop_oneof![2 => exact(), 2 => near];
    let leaf = prop_oneof![4 => leaf.clone(), 1 => leaf.prop_map(|leaf| Clause::Title(Box::new(leaf)))];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Clause::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Clause::Or),
            inner.prop_map(|inner| Clause::Not(Box::new(inner))),
        ]
    })
}

/// Places of a phrase in a paragraph, as first and last word.
fn places(phrase: &str, paragraph: &[&str]) -> Vec<(usize, usize)> {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    let windows = paragraph.windows(phrase.len()).enumerate();
    windows.filter(|(_, window)| *window == phrase).map(|(at, _)| (at, at + phrase.len() - 1)).collect()
}

/// Tells whether places of all operands hang together, by trying every set of places.
fn hangs_together(chosen: &[(usize, usize)], distance: u32) -> bool {
    let near = |a: &(usize, usize), b: &(usize, usize)| {
        let (left, right) = if a.0 <= b.0 { (a, b) } else { (b, a) };
        right.0 > left.1 && right.0 - left.1 - 1 <= distance as usize
    };
    let mut reached = vec![0];
    loop {
        let more = (0..chosen.len())
            .find(|i| !reached.contains(i) && reached.iter().any(|from: &usize| near(&chosen[*from], &chosen[*i])));
        match more {
            Some(i) => reached.push(i),
            None => return reached.len() == chosen.len(),
        }
    }
}

fn near_holds(operands: &[Vec<(usize, usize)>], chosen: &mut Vec<(usize, usize)>, distance: u32) -> bool {
    match operands.get(chosen.len()) {
        None => hangs_together(chosen, distance),
        Some(places) => places.iter().any(|place| {
            chosen.push(*place);
            let holds = near_holds(operands, chosen, distance);
            chosen.pop();
            holds
        }),
    }
}

fn holds(clause: &Clause, text: &Words, in_title: bool) -> bool {
    let mut paragraphs = text.iter().take(if in_title { 1 } else { text.len() });
    match clause {
        Clause::Exact(words) => paragraphs.any(|paragraph| !places(words, paragraph).is_empty()),
        Clause::Near { distance, operands } => paragraphs.any(|paragraph| {
            let operands: Vec<_> = operands
                .iter()
                .map(|operand| match operand {
                    Clause::Exact(words) => places(words, paragraph),
                    other => panic!("{other} is no operand here"),
                })
                .collect();
            near_holds(&operands, &mut Vec::new(), *distance)
        }),
        Clause::And(inner) => inner.iter().all(|inner| holds(inner, text, in_title)),
        Clause::Or(inner) => inner.iter().any(|inner| holds(inner, text, in_title)),
        Clause::Not(inner) => !holds(inner, text, in_title),
        Clause::Title(inner) => holds(inner, text, true),
        other => panic!("{other} is not made here"),
    }
}

/// Words that may be marked: those of the query that stand outside of a minus.
fn wanted(clause: &Clause, words: &mut Vec<String>) {
    match clause {
        Clause::Exact(text) => words.push(text.clone()),
        Clause::And(inner) | Clause::Or(inner) | Clause::Near { operands: inner, .. } => {
            inner.iter().for_each(|inner| wanted(inner, words));
        }
        Clause::Title(inner) => wanted(inner, words),
        // A minus takes another one back.
        Clause::Not(inner) => {
            if let Clause::Not(inner) = &**inner {
                wanted(inner, words);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn conditions_find_what_a_reader_finds(texts in texts(), clause in clause()) {
        let searcher = searcher(&texts);
        let query = Query { clauses: vec![clause.clone()], notes: Vec::new() }.to_string();
        let page = searcher.search(&request(&query)).expect("memory can be read");
        let mut found = ids(&page);
        found.sort_unstable();
        let expected: Vec<String> =
            (0..texts.len()).filter(|&i| holds(&clause, &texts[i], false)).map(|i| i.to_string()).collect();
        prop_assert_eq!(found, expected, "{} in {:?}", query, texts);
        prop_assert_eq!((page.total, page.is_total_exact), (page.hits.len() as u64, true));
        let mut may_be_marked = Vec::new();
        wanted(&clause, &mut may_be_marked);
        for hit in &page.hits {
            for mark in marked(hit) {
                let words: Vec<&str> = mark.split(' ').collect();
                let is_wanted = words.iter().all(|word| may_be_marked.iter().any(|text| text.contains(word)));
                prop_assert!(is_wanted, "{} marks {:?} in {:?}", query, mark, texts);
            }
        }
    }

    #[test]
    fn near_marks_where_it_holds_and_nowhere_else(texts in texts(), distance in 0u32..3) {
        let searcher = searcher(&texts);
        let query = format!("=\"kanu\" NEAR/{distance} =\"mango\"");
        let page = searcher.search(&request(&query)).expect("memory can be read");
        for hit in &page.hits {
            for snippet in &hit.snippets {
                // A paragraph of so few words is one passage.
                let words: Vec<&str> = snippet.text.split(' ').collect();
                let operands = [places("kanu", &words), places("mango", &words)];
                let is_near = |i: usize, of: &[(usize, usize)]| of.iter().any(|other| {
                    i != other.0 && i.abs_diff(other.0) - 1 <= distance as usize
                });
                let expected: Vec<&str> = (0..words.len())
                    .filter(|&i| match words[i] {
                        "kanu" => is_near(i, &operands[1]),
                        "mango" => is_near(i, &operands[0]),
                        _ => false,
                    })
                    .map(|i| words[i])
                    .collect();
                let marks: Vec<&str> = snippet.marks.iter().flat_map(|mark| snippet.text[mark.range()].split(' ')).collect();
                prop_assert_eq!(marks, expected, "{} in {:?}", query, snippet.text);
            }
            let in_text = hit.snippets.iter().any(|snippet| snippet.field == SnippetField::Text);
            prop_assert!(in_text);
        }
    }

    #[test]
    fn pages_by_cursor_are_the_pages_of_one_list(
        n in 1usize..40,
        limit in 1usize..9,
        order in prop::sample::select(vec![Order::Relevance, Order::Newest, Order::Oldest]),
    ) {
        let articles = (0..n).map(|i| Article {
            published: Published::parse(["", "2024-01-01", "2024-06-01"][i % 3]).ok(),
            ..article(&format!("id~{i}"), "", &"kanu ".repeat(1 + i % 4))
        });
        let searcher = index_articles(articles.collect());
        let all = searcher.search(&Request { order, ..request("kanu") }).expect("memory can be read");
        let (mut paged, mut cursor) = (Vec::new(), None);
        loop {
            let page = searcher.search(&Request { order, limit, cursor, ..request("kanu") }).expect("memory can be read");
            prop_assert_eq!(page.total, n as u64);
            prop_assert_eq!(page.hits.first().map(|hit| hit.rank), Some(paged.len() + 1));
            paged.extend(ids(&page).into_iter().map(str::to_string));
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        prop_assert_eq!(paged, ids(&all));
    }
}
