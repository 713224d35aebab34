//! What every backend promises about conditions, orders, facets, patterns and explanations.

use tandem::backend::{
    Backend, Candidates, Condition, Deadline, Facet, FittingTerm, Group, KeywordField, Matcher, Near, Order, Plan,
    Role, Selection, SortKey, TermPattern, Unit,
};
use tandem::document::{Document, TermField};

use TermField::{De, En, Exact};

use crate::backend::{conformance, document, fill, found, ids, only, plan, sorted, term, unit as ranked_unit};

conformance![
    conditions_decide_whatever_the_roles,
    keywords_and_dates_are_conditions,
    conditions_follow_deletes,
    near_holds_within_a_paragraph,
    near_operands_may_be_sequences_of_any_field,
    a_lone_operand_may_be_bound_to_the_title,
    many_terms_at_one_place_are_read_as_few,
    a_deadline_that_is_over_ends_reading,
    languages_are_balanced_by_their_best_scores,
    orders_by_date_leave_the_undated_last,
    a_selection_goes_on_after_a_document,
    facets_count_all_matching_documents,
    patterns_find_terms,
    explanations_add_up,
];

fn dated(id: &str, words: &str, published_s: Option<i64>) -> Document {
    Document { published_s, ..document(id, &[(De, words)]) }
}

fn write(backend: &dyn Backend, documents: Vec<Document>) {
    backend.write(documents).expect("written");
    backend.commit(0).expect("committed");
}

/// Units for the words, under a condition on them by index.
fn under(condition: Condition, words: &[&str]) -> Plan {
    let roles: Vec<_> = words.iter().map(|word| (Role::Selects, *word)).collect();
    Plan { condition: Some(condition), ..plan(&roles) }
}

fn unit(i: usize) -> Condition {
    Condition::Unit(i)
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn conditions_decide_whatever_the_roles(backend: &dyn Backend) {
    fill(backend, &[("xyz", &[(De, "x y z")]), ("xy", &[(De, "x y")]), ("x", &[(De, "x")]), ("y", &[(De, "y y y")])]);
    let snapshot = backend.snapshot();
    let check = |condition: Condition, expected: &[&str]| {
        let plan = under(condition, &["x", "y", "absent"]);
        assert_eq!(sorted(found(&*snapshot, &plan)), expected, "{:?}", plan.condition);
    };
    check(Condition::And(vec![unit(0), unit(1)]), &["xy", "xyz"]);
    check(unit(0), &["x", "xy", "xyz"]);
    check(Condition::And(vec![unit(0), unit(2)]), &[]);
    check(Condition::Or(vec![unit(1), unit(2)]), &["xy", "xyz", "y"]);
    check(Condition::And(vec![unit(0), not(unit(1))]), &["x"]);
    check(not(unit(2)), &["x", "xy", "xyz", "y"]);
    check(not(Condition::Or(vec![unit(0), unit(1)])), &[]);
    check(Condition::And(Vec::new()), &["x", "xy", "xyz", "y"]);
    check(Condition::Or(Vec::new()), &[]);
}

fn keywords_and_dates_are_conditions(backend: &dyn Backend) {
    let with = |id: &str, sources: &[&str], published_s| Document {
        sources: sources.iter().map(|source| source.to_string()).collect(),
        ..dated(id, "x", published_s)
    };
    write(
        backend,
        vec![with("a", &["dpa", "Zeitung"], Some(100)), with("b", &["AP"], Some(200)), with("c", &[], None)],
    );
    let snapshot = backend.snapshot();
    let check = |condition: Condition, expected: &[&str]| {
        assert_eq!(sorted(found(&*snapshot, &under(condition, &["x"]))), expected);
    };
    let source = |names: &[&str]| Condition::Keyword {
        field: KeywordField::Source,
        values: names.iter().map(|name| name.to_string()).collect(),
    };
    check(source(&["dpa"]), &["a"]);
    check(source(&["dpa", "AP"]), &["a", "b"]);
    check(source(&["reuters"]), &[]);
    check(not(source(&["AP"])), &["a", "c"]);
    check(Condition::Published { from_s: Some(100), before_s: Some(200) }, &["a"]);
    check(Condition::Published { from_s: Some(101), before_s: None }, &["b"]);
    check(Condition::Published { from_s: None, before_s: Some(i64::MIN) }, &[]);
    check(Condition::Published { from_s: None, before_s: None }, &["a", "b"]);
    check(Condition::Keyword { field: KeywordField::Id, values: vec!["b".to_string()] }, &["b"]);
    assert_eq!(snapshot.keywords(KeywordField::Source).expect("readable"), ["AP", "Zeitung", "dpa"]);
    assert_eq!(snapshot.keywords(KeywordField::Language).expect("readable"), Vec::<String>::new());
}

fn conditions_follow_deletes(backend: &dyn Backend) {
    fill(backend, &[("a", &[(De, "x")]), ("b", &[(De, "x")])]);
    backend.delete(&["a".to_string()]).expect("written");
    backend.commit(0).expect("committed");
    assert_eq!(found(&*backend.snapshot(), &under(not(unit(0)), &["absent"])), ["b"]);
}

type Operand<'a> = &'a [&'a [(u32, TermField, &'a str)]];

fn near(operands: &[Operand], distance: u32, in_title: bool) -> Matcher {
    let sequence = |places: &&[(u32, TermField, &str)]| {
        places.iter().map(|(at, field, term)| (*at, vec![(*field, term.to_string())])).collect()
    };
    let operands = operands.iter().map(|alternatives| alternatives.iter().map(sequence).collect()).collect();
    Matcher::Near(Near { operands, distance, in_title })
}

fn near_holds_within_a_paragraph(backend: &dyn Backend) {
    let with =
        |id: &str, words: &str, breaks: &[i64]| Document { breaks: breaks.to_vec(), ..document(id, &[(De, words)]) };
    write(
        backend,
        vec![
            with("close", "x _ _ y", &[-1]),
            with("far", "x _ _ _ y", &[-1]),
            with("turned", "y x", &[-1]),
            with("across", "_ x _ y", &[-1, 2]),
            with("title", "x _ y", &[1]),
            with("twice", "x y _ _ _ _ _ y x", &[-1]),
        ],
    );
    let snapshot = backend.snapshot();
    let (x, y): (Operand, Operand) = (&[&[(0, De, "x")]], &[&[(0, De, "y")]]);
    assert_eq!(sorted(found(&*snapshot, &only(near(&[x, y], 2, false)))), ["close", "turned", "twice"]);
    assert_eq!(sorted(found(&*snapshot, &only(near(&[x, y], 3, false)))), ["close", "far", "turned", "twice"]);
    assert_eq!(sorted(found(&*snapshot, &only(near(&[x, y], 0, false)))), ["turned", "twice"]);
    assert_eq!(found(&*snapshot, &only(near(&[x, y, &[&[(0, De, "absent")]]], 9, false))), Vec::<String>::new());
    assert_eq!(found(&*snapshot, &only(near(&[], 9, false))), Vec::<String>::new());
}

fn near_operands_may_be_sequences_of_any_field(backend: &dyn Backend) {
    fill(
        backend,
        &[
            ("de", &[(De, "kim jong _ _ russland")]),
            ("en", &[(En, "kim jong _ russia")]),
            ("other", &[(De, "kim _ jong russland")]),
        ],
    );
    let kim: Operand = &[&[(0, De, "kim"), (1, De, "jong")], &[(0, En, "kim"), (1, En, "jong")]];
    let russia: Operand = &[&[(0, De, "russland")], &[(0, En, "russia")]];
    assert_eq!(sorted(found(&*backend.snapshot(), &only(near(&[kim, russia], 2, false)))), ["de", "en"]);
    assert_eq!(sorted(found(&*backend.snapshot(), &only(near(&[kim, russia], 1, false)))), ["en"]);
}

fn a_lone_operand_may_be_bound_to_the_title(backend: &dyn Backend) {
    let with =
        |id: &str, words: &str, breaks: &[i64]| Document { breaks: breaks.to_vec(), ..document(id, &[(De, words)]) };
    write(
        backend,
        vec![
            with("title", "x y _ z", &[2]),
            with("text", "y _ x", &[1]),
            with("untitled", "x", &[-1]),
            with("x", "x", &[1]),
        ],
    );
    let snapshot = backend.snapshot();
    assert_eq!(sorted(found(&*snapshot, &only(near(&[&[&[(0, De, "x")]]], 0, true)))), ["title", "x"]);
    assert_eq!(found(&*snapshot, &only(near(&[&[&[(0, De, "x"), (1, De, "y")]]], 0, true))), ["title"]);
    assert_eq!(found(&*snapshot, &only(near(&[&[&[(0, De, "z")]]], 0, true))), Vec::<String>::new());
}

fn many_terms_at_one_place_are_read_as_few(backend: &dyn Backend) {
    let words: Vec<String> = (0..40).map(|i| format!("w{i}")).collect();
    let documents = words.iter().map(|word| dated(word, &format!("{word} _ y"), None)).collect();
    write(backend, documents);
    let terms = words.iter().map(|word| (De, word.clone())).collect();
    let y = vec![vec![(0, vec![(De, "y".to_string())])]];
    let near = Near { operands: vec![vec![vec![(0, terms)]], y], distance: 1, in_title: false };
    assert_eq!(found(&*backend.snapshot(), &only(Matcher::Near(near))).len(), 40);
}

fn selected(backend: &dyn Backend, selection: Selection) -> Vec<String> {
    let snapshot = backend.snapshot();
    let candidates = snapshot.candidates(&only(term(De, "x")), selection).expect("readable");
    ids(&*snapshot, &candidates)
}

fn orders_by_date_leave_the_undated_last(backend: &dyn Backend) {
    let documents = vec![
        dated("undated", "x x x", None),
        dated("old", "x", Some(-50)),
        dated("best of new", "x x", Some(90)),
        dated("new", "x _", Some(90)),
    ];
    write(backend, documents);
    let by = |order| selected(backend, Selection { order, ..Selection::best(10) });
    assert_eq!(by(Order::Newest), ["best of new", "new", "old", "undated"]);
    assert_eq!(by(Order::Oldest), ["old", "best of new", "new", "undated"]);
    assert_eq!(by(Order::Relevance)[0], "undated");
}

fn a_selection_goes_on_after_a_document(backend: &dyn Backend) {
    let words = ["x", "x x", "x _ _ _", "x"];
    let documents = (0..60).map(|i| dated(&format!("{i:02}"), words[i % 4], (i % 3 > 0).then_some(i as i64 % 5)));
    write(backend, documents.collect());
    for order in [Order::Relevance, Order::Newest, Order::Oldest] {
        let all = selected(backend, Selection { order, ..Selection::best(100) });
        assert_eq!(all.len(), 60);
        let (mut paged, mut after): (Vec<String>, Option<SortKey>) = (Vec::new(), None);
        loop {
            let snapshot = backend.snapshot();
            let selection = Selection { order, after: after.as_ref(), ..Selection::best(7) };
            let page = snapshot.candidates(&only(term(De, "x")), selection).expect("readable");
            assert_eq!(page.total, 60, "a total counts what lies before, too");
            let Some(last) = page.best.last() else { break };
            paged.extend(ids(&*snapshot, &page));
            let id = paged.last().expect("a page").clone();
            after = Some(SortKey { score: last.score, published_s: last.published_s, id });
        }
        assert_eq!(paged, all, "{order:?}");
    }
}

fn facets_count_all_matching_documents(backend: &dyn Backend) {
    let day = 86_400;
    let with = |id: &str, sources: &[&str], published_s| Document {
        sources: sources.iter().map(|source| source.to_string()).collect(),
        ..dated(id, "x", published_s)
    };
    let documents = vec![
        with("a", &["dpa", "Zeitung"], Some(0)),
        with("b", &["dpa"], Some(day - 1)),
        with("c", &["AP"], Some(31 * day)),
        with("d", &[], Some(-1)),
        with("e", &["dpa"], None),
        Document { sources: vec!["dpa".to_string()], ..dated("unmatched", "y", Some(0)) },
    ];
    write(backend, documents);
    let facets = [Facet::Source, Facet::Language, Facet::Day, Facet::Month, Facet::Year];
    let selection = Selection { facets: &facets, ..Selection::best(1) };
    let Candidates { facets, total, .. } =
        backend.snapshot().candidates(&only(term(De, "x")), selection).expect("readable");
    let shown = |counts: &Vec<(String, u64)>| {
        counts.iter().map(|(value, n)| format!("{value} {n}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(total, 5);
    assert_eq!(
        facets.iter().map(shown).collect::<Vec<_>>(),
        [
            "dpa 3, AP 1, Zeitung 1",
            "",
            "1969-12-31 1, 1970-01-01 2, 1970-02-01 1",
            "1969-12 1, 1970-01 2, 1970-02 1",
            "1969 1, 1970 3",
        ]
    );
}

fn patterns_find_terms(backend: &dyn Backend) {
    fill(
        backend,
        &[
            ("a", &[(Exact, "bund bundesrat häs haus")]),
            ("b", &[(Exact, "bund regierung 中国")]),
            ("c", &[(Exact, "regirung regeirung")]),
        ],
    );
    let snapshot = backend.snapshot();
    let fits = |pattern: TermPattern| {
        let fitting = snapshot.fitting_terms(Exact, &pattern, 100, Deadline::default()).expect("readable");
        assert_eq!(fitting.total, fitting.terms.len());
        fitting.terms.iter().map(|fit| format!("{} {}", fit.term, fit.edits)).collect::<Vec<_>>().join(", ")
    };
    let wildcard = |pattern: &str| fits(TermPattern::Wildcard(pattern.to_string()));
    assert_eq!(wildcard("bund*"), "bund 0, bundesrat 0");
    assert_eq!(wildcard("h?s"), "häs 0");
    assert_eq!(wildcard("*国"), "中国 0");
    assert_eq!(wildcard("x*"), "");
    let fuzzy = |word: &str, edits| fits(TermPattern::Fuzzy { word: word.to_string(), edits });
    assert_eq!(fuzzy("regierung", 0), "regierung 0");
    assert_eq!(fuzzy("regierung", 1), "regierung 0, regeirung 1, regirung 1");
    assert_eq!(fuzzy("hus", 1), "haus 1, häs 1");
    let cut = snapshot
        .fitting_terms(Exact, &TermPattern::Wildcard("*".to_string()), 1, Deadline::default())
        .expect("readable");
    let most_frequent = FittingTerm { term: "bund".to_string(), documents: 2, edits: 0 };
    assert_eq!((cut.terms, cut.total), (vec![most_frequent], 8));
}

fn explanations_add_up(backend: &dyn Backend) {
    fill(backend, &[("a", &[(De, "x y x"), (En, "z")]), ("b", &[(De, "x")]), ("c", &[(De, "w")]), ("d", &[(De, "v")])]);
    let alternatives = vec![
        tandem::backend::Alternative { matcher: term(De, "x"), weight: 1.0, selects: true },
        tandem::backend::Alternative { matcher: term(De, "y"), weight: 0.5, selects: true },
    ];
    let both =
        Unit { groups: vec![Group { field: De, k1: 1.2, b: 0.75, alternatives }], role: Role::Selects, weight: 2.0 };
    let mut plan = plan(&[(Role::Selects, "w"), (Role::Supports, "y")]);
    plan.units.push(both);
    let snapshot = backend.snapshot();
    let found = snapshot.candidates(&plan, Selection::best(10)).expect("readable");
    let explained = snapshot.explain(&plan, &found.best).expect("readable");
    assert_eq!(explained.len(), 3);
    for (candidate, parts) in found.best.iter().zip(&explained) {
        let sum: f32 = parts.iter().map(|part| part.score).sum();
        assert!((sum - candidate.score).abs() < 1e-5, "{parts:?} is not {}", candidate.score);
    }
    let of_a = &explained[ids(&*snapshot, &found).iter().position(|id| id == "a").expect("it matches")];
    let seen: Vec<_> = of_a.iter().map(|part| (part.unit, part.alternative, part.frequency)).collect();
    assert_eq!(seen, [(1, 0, 1), (2, 0, 2), (2, 1, 1)]);
}

fn a_deadline_that_is_over_ends_reading(backend: &dyn Backend) {
    fill(backend, &[("a", &[(De, "haus")]), ("b", &[(De, "haus baum")])]);
    let snapshot = backend.snapshot();
    let over = Deadline::after(Some(std::time::Duration::ZERO));
    let one_word = plan(&[(Role::Selects, "haus")]);
    let conditional = Plan { condition: Some(Condition::Not(Box::new(Condition::Unit(0)))), ..one_word.clone() };
    for plan in [one_word.clone(), conditional] {
        let found = snapshot.candidates(&plan, Selection { deadline: over, ..Selection::best(10) }).expect("readable");
        assert!(found.is_partial && found.best.is_empty(), "what was not read is neither found nor left out");
    }
    let found = snapshot.candidates(&one_word, Selection::best(10)).expect("readable");
    assert_eq!((found.is_partial, found.total), (false, 2));
    let all = TermPattern::Wildcard("*".to_string());
    assert!(snapshot.fitting_terms(De, &all, 10, over).expect("readable").is_partial);
}

fn languages_are_balanced_by_their_best_scores(backend: &dyn Backend) {
    let mut documents: Vec<Document> = [("d1", "de"), ("d2", "de"), ("e1", "en"), ("e2", "en")]
        .map(|(id, lang)| {
            let field = if lang == "de" { De } else { En };
            let text = if id.ends_with('1') { "haus ".repeat(8) } else { format!("haus {}", "wort ".repeat(30)) };
            let text = text.trim_end();
            Document { languages: vec![lang.parse().expect("a language")], ..document(id, &[(field, text)]) }
        })
        .into();
    documents.push(document("x", &[(De, "anderes")]));
    backend.write(documents).expect("room");
    backend.commit(0).expect("room");
    let snapshot = backend.snapshot();
    // German counts three times as much as English.
    let of = |field, weight: f32| Unit { weight, ..ranked_unit(Role::Selects, field, term(field, "haus")) };
    let raw = Plan { units: vec![of(De, 3.0), of(En, 1.0)], ..Plan::default() };
    let balanced = Plan { balance: Some([1.0, 1.0]), ..raw.clone() };
    assert_eq!(found(&*snapshot, &raw), ["d1", "d2", "e1", "e2"]);
    assert_eq!(found(&*snapshot, &balanced), ["d1", "e1", "d2", "e2"]);
    let best = |plan: &Plan| snapshot.candidates(plan, Selection::best(1)).expect("readable").best[0].score;
    assert_eq!(best(&raw), best(&balanced), "the best score of all stays");
}
