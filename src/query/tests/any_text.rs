//! Texts that nobody would type: endless, hostile, random.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{check, check_round_trip};
use crate::query::{Clause, Syntax, parse};

#[test]
fn endless_chains_and_phrases_are_cut() {
    let chain = "a-".repeat(5_000);
    check(&chain, &["a"; 512].join(" "), &["too_long"]);
    let phrase = format!("\"{}\"", "wort ".repeat(5_000));
    check(&phrase, &format!("\"{}\"", ["wort"; 512].join(" ")), &["too_long"]);
    check(&format!("\"{}\"", "a-".repeat(5_000)), "", &["too_long", "empty"]);
    check(&"source:a ".repeat(600), &["source:\"a\""; 512].join(" "), &["too_long"]);
    check(&"a1 OR ".repeat(600), &["a1"; 512].join(" OR "), &["too_long"]);
    check(&["x"; 512].join(" "), &["x"; 512].join(" "), &[]);
    let deep = format!("{}x{}", "(".repeat(10_000), ")".repeat(10_000));
    check(&deep, "x", &["too_deep"]);
    let notes = parse(&"\"\" ".repeat(1_000), Syntax::Query).notes;
    assert_eq!(notes.iter().filter(|note| note.code == "more_notes").count(), 1);
    assert!(notes.len() < 60);
}

/// Pieces repeated without end, parted by `¦`.
const ENDLESS: [&str; 3] = [
    "\"¦\"\" ¦(¦)¦()¦-¦!¦- ¦NOT ¦-NOT ¦AND ¦a AND ¦NEAR/3 ¦a NEAR/3 ¦a NEAR/3 (b) ¦title:¦de:title:¦",
    "title:(¦source:(¦source:(a OR ¦date:¦date:\"¦since:¦seit:\"\"¦=¦=\"¦+¦+a¦*¦?¦a*¦a?b-¦~¦a~¦~1¦",
    "\"a b\"~5¦„¦x¦ä¦x:¦1.¦a-¦1\u{a0}000¦,¦\u{301}¦(a b¦-(¦NOT (¦title:-(¦lang:(de ¦2024..¦date:a¦\u{301}*¦seit:2024\"\"¦a:b",
];

#[test]
fn any_megabyte_is_read_in_a_moment() {
    for piece in ENDLESS.concat().split('¦') {
        let text = piece.repeat(1_000_000 / piece.len());
        let start = Instant::now();
        let query = parse(&text, Syntax::Query);
        // Far above what it takes, and far below what anything quadratic would.
        assert!(start.elapsed() < Duration::from_secs(2), "{piece:?}: {:?}", start.elapsed());
        assert!(query.to_string().len() < 3_000_000);
    }
}

#[test]
fn texts_that_once_printed_to_something_else() {
    for text in REGRESSIONS {
        check_round_trip(text, &parse(text, Syntax::Query));
    }
}

/// Found by the property below.
const REGRESSIONS: &[&str] = &[
    ",Ort:in",
    "title:(title:(title:x))",
    "-AND OR x",
    "\u{1acc}\u{8cf}*ᨠ ",
    "..<2024-01-01",
    ">=20 Nov 2024 -",
    "x**innen ",
];

/// Pieces that a hostile query is made of, parted by `¦`.
const PIECES: [&str; 5] = [
    "AND ¦OR ¦NOT ¦NEAR/3 ¦NEAR ¦NAHE2 ¦&& ¦|| ¦| ¦AND¦OR¦-¦!¦+¦(¦)¦\"¦=\"¦=¦title:¦de:¦en:¦date:¦since:¦",
    "vor:¦bis:¦2024-11¦2024¦..¦ - ¦03/04/2024¦last week¦7d¦>=¦<¦heute¦source:¦person:¦x*¦*¦w?rd ¦?¦",
    "wort~1 ¦~¦~2¦~5¦ ¦  ¦Kiew ¦ä¦👍¦\u{202e}¦lang:de ¦lang:¦figure:¦:¦„¦“¦»¦10.000 ¦1\u{a0}000¦\u{a0}¦",
    "a-b ¦-¦\0¦NEAR/¦Ort:in¦Lehrer:in¦innen¦in¦,¦.¦;¦'¦\u{301}¦U.S.¦&¦AT&T¦_¦a¦1¦\n¦ǅ¦İ¦ß¦\u{200d}¦",
    "(a OR ¦title:(¦source:(¦date:(¦-(¦…¦–¦\"a b\"¦x",
];

fn hostile() -> impl Strategy<Value = String> {
    let sign = any::<char>().prop_map(|c| c.to_string());
    let pieces: Vec<String> = PIECES.concat().split('¦').map(str::to_string).collect();
    let piece = prop_oneof![12 => prop::sample::select(pieces), 1 => sign];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) })]
    #[test]
    fn any_text_is_a_query_and_prints_to_itself(text in prop_oneof![1 => "\\PC{0,80}".boxed(), 3 => hostile().boxed()]) {
        check_round_trip(&text, &parse(&text, Syntax::Query));
        let words = parse(&text, Syntax::Words);
        prop_assert!(words.clauses.iter().all(|clause| matches!(clause, Clause::Word(_))));
        check_round_trip(&text, &words);
    }
}
