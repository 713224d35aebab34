//! What every backend promises, against `dyn Backend`. A backend is done when it passes, in memory and on disk.

use tandem::backend::tantivy::{SchemaFit, TantivyBackend};
use tandem::backend::{
    Alternative, Backend, BackendError, Candidates, FieldStatistics, Group, Matcher, Plan, Role, Selection, Snapshot,
    Unit,
};
use tandem::document::{Document, FigureTable, MentionTable, StoredArticle, TermField, WordTable};
use tandem::ingest::Published;

use crate::harness::{article, schema};

use TermField::{De, DePart, En, Exact};

/// Runs each test for every backend there is; a test gets an empty one.
macro_rules! conformance {
    ($($test:ident),+ $(,)?) => {
        mod in_memory {
            $(#[test] fn $test() { super::$test(&tandem::backend::tantivy::TantivyBackend::in_memory(&crate::harness::schema()).expect("memory")); })+
        }
        mod on_disk {
            $(#[test] fn $test() {
                let folder = tempfile::tempdir().expect("a folder for tests");
                let path = folder.path().join("index");
                super::$test(&tandem::backend::tantivy::TantivyBackend::create(&path, &crate::harness::schema()).expect("disk"));
            })+
        }
    };
}

pub(crate) use conformance;

conformance![
    nothing_is_visible_before_commit,
    an_old_snapshot_keeps_its_state,
    the_same_id_replaces,
    the_last_of_two_writes_wins,
    deleted_documents_are_gone,
    commit_numbers_grow,
    selecting_units_add_up,
    supporting_units_select_nothing,
    units_select_together_or_not_at_all,
    supporting_alternatives_only_add,
    rarer_terms_weigh_more,
    sequences_stand_at_their_distances,
    sequences_take_any_alternative_of_a_place,
    ties_go_to_the_later_article_then_to_the_smaller_id,
    totals_are_exact_and_pages_nest,
    statistics_count_documents_that_have_the_field,
    scores_use_statistics_of_their_field,
    frequencies_and_prefixes_follow_the_commit,
    stored_articles_come_back_whole,
    ids_may_be_anything,
    an_empty_backend_answers,
];

/// A document with term streams in fields; its text is its id.
pub fn document(id: &str, terms: &[(TermField, &str)]) -> Document {
    let article = article(id, "", id);
    Document {
        id: id.to_string(),
        content_hash: article.content_hash(),
        terms: terms.iter().map(|(field, stream)| (*field, stream.to_string())).collect(),
        breaks: vec![-1],
        languages: Vec::new(),
        sources: Vec::new(),
        mentioned: Vec::new(),
        published_s: None,
        embargo_s: None,
        stored: StoredArticle {
            article,
            title_language: None,
            paragraphs: Vec::new(),
            boilerplate: Vec::new(),
            agencies: Vec::new(),
            words: WordTable::default(),
            mentions: MentionTable::default(),
            figures: FigureTable::default(),
        },
    }
}

pub fn fill(backend: &dyn Backend, documents: &[(&str, &[(TermField, &str)])]) {
    backend.write(documents.iter().map(|(id, terms)| document(id, terms)).collect()).expect("written");
    backend.commit(0).expect("committed");
}

pub fn term(field: TermField, term: &str) -> Matcher {
    Matcher::Term { field, term: term.to_string() }
}

/// Terms of one field at distances from the first: `sequence(De, &[(0, "a"), (1, "b")])`.
pub fn sequence(field: TermField, places: &[(u32, &str)]) -> Matcher {
    Matcher::Sequence(places.iter().map(|(at, term)| (*at, vec![(field, term.to_string())])).collect())
}

pub fn unit(role: Role, field: TermField, matcher: Matcher) -> Unit {
    let alternatives = vec![Alternative { matcher, weight: 1.0, selects: true }];
    Unit { groups: vec![Group { field, k1: 1.2, b: 0.75, alternatives }], role, weight: 1.0 }
}

/// One unit for each `(role, term)` of the German field.
pub fn plan(units: &[(Role, &str)]) -> Plan {
    Plan { units: units.iter().map(|(role, word)| unit(*role, De, term(De, word))).collect(), ..Plan::default() }
}

pub fn only(matcher: Matcher) -> Plan {
    Plan { units: vec![unit(Role::Selects, De, matcher)], ..Plan::default() }
}

pub fn found(snapshot: &dyn Snapshot, plan: &Plan) -> Vec<String> {
    let candidates = snapshot.candidates(plan, Selection::best(100)).expect("readable");
    assert_eq!(candidates.total, candidates.best.len() as u64, "all are on the page");
    ids(snapshot, &candidates)
}

pub fn ids(snapshot: &dyn Snapshot, candidates: &Candidates) -> Vec<String> {
    candidates.best.iter().map(|candidate| snapshot.fetch(candidate).expect("readable").article.id).collect()
}

pub fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}

fn nothing_is_visible_before_commit(backend: &dyn Backend) {
    backend.write(vec![document("a", &[(De, "x")])]).expect("written");
    assert_eq!(backend.snapshot().counts().articles, 0);
    assert_eq!(backend.snapshot().content_hash("a").expect("readable"), None);
    assert!(found(&*backend.snapshot(), &only(term(De, "x"))).is_empty());
    backend.commit(0).expect("committed");
    assert_eq!(found(&*backend.snapshot(), &only(term(De, "x"))), ["a"]);
    backend.delete(&["a".to_string()]).expect("deleted");
    assert_eq!(backend.snapshot().counts().articles, 1, "a delete waits for the commit too");
}

fn an_old_snapshot_keeps_its_state(backend: &dyn Backend) {
    fill(backend, &[("a", &[(De, "x")]), ("b", &[(De, "x")])]);
    let before = backend.snapshot();
    backend.delete(&["a".to_string()]).expect("deleted");
    fill(backend, &[("b", &[(De, "y")]), ("c", &[(De, "x")])]);
    assert_eq!(sorted(found(&*before, &only(term(De, "x")))), ["a", "b"]);
    assert_eq!((before.counts().articles, before.document_frequency(De, "y").expect("readable")), (2, 0));
    assert!(before.article("a").expect("readable").is_some() && before.article("c").expect("readable").is_none());
    assert_eq!(found(&*backend.snapshot(), &only(term(De, "x"))), ["c"]);
}

fn the_same_id_replaces(backend: &dyn Backend) {
    fill(backend, &[("a", &[(De, "old")]), ("b", &[(De, "old")])]);
    fill(backend, &[("a", &[(De, "new")])]);
    let snapshot = backend.snapshot();
    assert_eq!(snapshot.counts().articles, 2);
    assert_eq!(found(&*snapshot, &only(term(De, "old"))), ["b"]);
    assert_eq!(found(&*snapshot, &only(term(De, "new"))), ["a"]);
}

fn the_last_of_two_writes_wins(backend: &dyn Backend) {
    fill(backend, &[("a", &[(De, "first")]), ("a", &[(De, "second")])]);
    assert_eq!(backend.snapshot().counts().articles, 1);
    assert_eq!(found(&*backend.snapshot(), &only(term(De, "second"))), ["a"]);
    assert!(found(&*backend.snapshot(), &only(term(De, "first"))).is_empty());
}

fn deleted_documents_are_gone(backend: &dyn Backend) {
    fill(backend, &[("a", &[(De, "x")]), ("b", &[(De, "x")])]);
    backend.delete(&["a".to_string(), "unknown".to_string()]).expect("unknown ids are passed over");
    backend.commit(0).expect("committed");
    let snapshot = backend.snapshot();
    assert_eq!(found(&*snapshot, &only(term(De, "x"))), ["b"]);
    assert_eq!((snapshot.counts().articles, snapshot.article("a").expect("readable")), (1, None));
    assert_eq!(statistics(&*snapshot, De).documents, 1);
}

fn commit_numbers_grow(backend: &dyn Backend) {
    let empty = backend.snapshot().commit_number();
    fill(backend, &[("a", &[(De, "x")])]);
    let first = backend.snapshot().commit_number();
    fill(backend, &[("b", &[(De, "x")])]);
    assert!(empty < first && first < backend.snapshot().commit_number());
}

fn selecting_units_add_up(backend: &dyn Backend) {
    fill(backend, &[("both", &[(De, "x y")]), ("x", &[(De, "x z")]), ("y", &[(De, "y z")]), ("none", &[(De, "z z")])]);
    let snapshot = backend.snapshot();
    let plan = plan(&[(Role::Selects, "x"), (Role::Selects, "y")]);
    let candidates = snapshot.candidates(&plan, Selection::best(10)).expect("readable");
    assert_eq!(ids(&*snapshot, &candidates), ["both", "x", "y"]);
    let scores: Vec<f32> = candidates.best.iter().map(|candidate| candidate.score).collect();
    assert!((scores[0] - scores[1] - scores[2]).abs() < 1e-5, "{scores:?}");
    assert_eq!(candidates.unit_weights.len(), 2);
    assert!(candidates.unit_weights.iter().all(|weight| *weight > 0.0));
}

fn supporting_units_select_nothing(backend: &dyn Backend) {
    fill(backend, &[("xs", &[(De, "x s")]), ("xt", &[(De, "x t")]), ("st", &[(De, "s t")])]);
    let snapshot = backend.snapshot();
    assert_eq!(found(&*snapshot, &plan(&[(Role::Selects, "x"), (Role::Supports, "s")])), ["xs", "xt"]);
    assert!(found(&*snapshot, &plan(&[(Role::Supports, "s")])).is_empty());
}

fn units_select_together_or_not_at_all(backend: &dyn Backend) {
    fill(backend, &[("all", &[(De, "p q r")]), ("two", &[(De, "p q")]), ("other", &[(De, "x q r")])]);
    let run = |words: &[&'static str]| -> Vec<(Role, &'static str)> {
        let n = words.len() as u8;
        words.iter().zip(0..).map(|(word, place)| (Role::SelectsTogether { place, n }, *word)).collect()
    };
    let snapshot = backend.snapshot();
    assert_eq!(found(&*snapshot, &plan(&run(&["p", "q", "r"]))), ["all"]);
    assert_eq!(sorted(found(&*snapshot, &plan(&run(&["p", "q"])))), ["all", "two"]);
    assert!(found(&*snapshot, &plan(&run(&["p", "absent"]))).is_empty());
    let after_word = [vec![(Role::Selects, "x")], run(&["p", "r"])].concat();
    assert_eq!(sorted(found(&*snapshot, &plan(&after_word))), ["all", "other"]);
    let two_runs = [run(&["p", "absent"]), run(&["q", "r"])].concat();
    assert_eq!(sorted(found(&*snapshot, &plan(&two_runs))), ["all", "other"]);
}

fn supporting_alternatives_only_add(backend: &dyn Backend) {
    fill(backend, &[("xs", &[(De, "x s")]), ("xt", &[(De, "x t")]), ("ss", &[(De, "s s")])]);
    let mut plan = only(term(De, "x"));
    let support = Alternative { matcher: term(De, "s"), weight: 0.5, selects: false };
    plan.units[0].groups[0].alternatives.push(support);
    let snapshot = backend.snapshot();
    let candidates = snapshot.candidates(&plan, Selection::best(10)).expect("readable");
    assert_eq!(ids(&*snapshot, &candidates), ["xs", "xt"]);
    assert!(candidates.best[0].score > candidates.best[1].score);
}

fn rarer_terms_weigh_more(backend: &dyn Backend) {
    fill(backend, &[("a", &[(De, "rare z")]), ("b", &[(De, "often z")]), ("c", &[(De, "often z")])]);
    let plan = plan(&[(Role::Selects, "often"), (Role::Selects, "rare"), (Role::Selects, "absent")]);
    assert_eq!(found(&*backend.snapshot(), &plan), ["a", "b", "c"]);
    let weights = backend.snapshot().candidates(&plan, Selection::best(1)).expect("readable").unit_weights;
    assert!(weights[1] > weights[0] && weights[0] > 0.0, "{weights:?}");
    assert_eq!(weights[2], 0.0, "a unit that matches nothing weighs nothing");
}

fn sequences_stand_at_their_distances(backend: &dyn Backend) {
    let documents: [(&str, &[(TermField, &str)]); 5] = [
        ("row", &[(De, "a b c")]),
        ("turned", &[(De, "b a c")]),
        ("hole", &[(De, "a _ b")]),
        ("shared", &[(De, "z a|b")]),
        ("twice", &[(De, "a b z a b")]),
    ];
    fill(backend, &documents);
    let snapshot = backend.snapshot();
    let check = |places: &[(u32, &str)], expected: &[&str]| {
        assert_eq!(sorted(found(&*snapshot, &only(sequence(De, places)))), expected, "{places:?}");
    };
    check(&[(0, "a"), (1, "b")], &["row", "twice"]);
    check(&[(0, "a"), (2, "b")], &["hole"]);
    check(&[(0, "a"), (0, "b")], &["shared"]);
    check(&[(0, "a"), (1, "b"), (2, "c")], &["row"]);
    check(&[(0, "b")], &["hole", "row", "shared", "turned", "twice"]);
    check(&[(0, "a"), (1, "absent")], &[]);
    assert_eq!(found(&*snapshot, &only(sequence(De, &[(0, "a"), (1, "b")])))[0], "twice", "more places score more");
}

fn sequences_take_any_alternative_of_a_place(backend: &dyn Backend) {
    let documents: [(&str, &[(TermField, &str)]); 3] = [
        ("word", &[(De, "_ kiew"), (Exact, "in kiew")]),
        ("part", &[(De, "_ kiewreise"), (DePart, "_ kiew"), (Exact, "in kiewreise")]),
        ("other", &[(De, "_ lwiw"), (Exact, "in lwiw")]),
    ];
    fill(backend, &documents);
    let kiew = vec![(De, "kiew".to_string()), (DePart, "kiew".to_string())];
    let places = vec![(0, vec![(Exact, "in".to_string())]), (1, kiew)];
    assert_eq!(sorted(found(&*backend.snapshot(), &only(Matcher::Sequence(places)))), ["part", "word"]);
}

fn ties_go_to_the_later_article_then_to_the_smaller_id(backend: &dyn Backend) {
    let dated = |id: &str, published_s| Document { published_s, ..document(id, &[(De, "x")]) };
    let first = vec![dated("undated", None), dated("c", Some(200)), dated("old", Some(-100))];
    let second = vec![dated("a", Some(100)), dated("d", Some(200)), dated("b", Some(200))];
    for documents in [first, second] {
        backend.write(documents).expect("written");
        backend.commit(0).expect("committed");
    }
    let snapshot = backend.snapshot();
    assert_eq!(found(&*snapshot, &only(term(De, "x"))), ["b", "c", "d", "a", "old", "undated"]);
    let two = snapshot.candidates(&only(term(De, "x")), Selection::best(2)).expect("readable");
    assert_eq!(ids(&*snapshot, &two), ["b", "c"]);
}

fn totals_are_exact_and_pages_nest(backend: &dyn Backend) {
    let n = 500;
    for half in [0..n / 2, n / 2..n] {
        let documents = half.map(|i| {
            let stream = format!("x{} {}", " x".repeat(i % 7), if i % 3 == 0 { "y" } else { "z" });
            Document { published_s: Some(i as i64), ..document(&format!("d{i:03}"), &[(De, &stream)]) }
        });
        backend.write(documents.collect()).expect("written");
        backend.commit(0).expect("committed");
    }
    let snapshot = backend.snapshot();
    let plan = plan(&[(Role::Selects, "x"), (Role::Selects, "y")]);
    let all = snapshot.candidates(&plan, Selection::best(n)).expect("readable");
    assert_eq!((all.total, all.best.len()), (n as u64, n));
    assert!(all.best.windows(2).all(|pair| pair[0].score >= pair[1].score));
    for length in [0, 1, 10, 99] {
        let page = snapshot.candidates(&plan, Selection::best(length)).expect("readable");
        assert_eq!((page.total, page.best.as_slice()), (n as u64, &all.best[..length]));
    }
    assert_eq!(snapshot.candidates(&only(term(De, "y")), Selection::best(1)).expect("readable").total, 167);
}

fn statistics(snapshot: &dyn Snapshot, field: TermField) -> FieldStatistics {
    let fields = snapshot.counts().fields;
    fields.iter().find(|(named, _)| *named == field).map(|(_, statistics)| *statistics).expect("every field is there")
}

/// 5 German articles of 12 terms among 95 English ones of 4.
fn write_mix(backend: &dyn Backend, n_english: usize) {
    let german = (0..5).map(|i| document(&format!("de{i}"), &[(De, &format!("x{}", " w".repeat(11)))]));
    let english = (0..n_english).map(|i| document(&format!("en{i}"), &[(En, "x v v v")]));
    backend.write(german.chain(english).collect()).expect("written");
    backend.commit(0).expect("committed");
}

fn statistics_count_documents_that_have_the_field(backend: &dyn Backend) {
    write_mix(backend, 95);
    let snapshot = backend.snapshot();
    assert_eq!(snapshot.counts().articles, 100);
    assert_eq!(statistics(&*snapshot, De), FieldStatistics { documents: 5, mean_length: 12.0 });
    assert_eq!(statistics(&*snapshot, En), FieldStatistics { documents: 95, mean_length: 4.0 });
    assert_eq!(statistics(&*snapshot, DePart), FieldStatistics::default());
    let scored = TermField::ALL.into_iter().filter(|field| field.is_scored());
    assert_eq!(snapshot.counts().fields.len(), scored.count());
}

fn scores_use_statistics_of_their_field(backend: &dyn Backend) {
    write_mix(backend, 0);
    let score = |backend: &dyn Backend| {
        let candidates = backend.snapshot().candidates(&only(term(De, "x")), Selection::best(1)).expect("readable");
        candidates.best[0].score
    };
    let alone = score(backend);
    write_mix(backend, 95);
    assert_eq!(score(backend), alone, "English articles change no German score");
    // By hand: idf = ln(1 + (5 - 5 + .5) / (5 + .5)), one occurrence in an article of mean length.
    let expected = (1.0f32 + 0.5 / 5.5).ln() * 2.2 / (1.0 + 1.2);
    assert!((alone - expected).abs() < 1e-6, "{alone} is not {expected}");
}

fn frequencies_and_prefixes_follow_the_commit(backend: &dyn Backend) {
    fill(backend, &[("a", &[(De, "bund bundestag bundestag"), (En, "bunk")]), ("b", &[(De, "bundestag bünde")])]);
    fill(backend, &[("c", &[(De, "bunt bundestag bund")])]);
    let snapshot = backend.snapshot();
    let frequency = |field, term| snapshot.document_frequency(field, term).expect("readable");
    assert_eq!([frequency(De, "bundestag"), frequency(De, "bund"), frequency(En, "bund")], [3, 2, 0]);
    let prefixed = |prefix, n| snapshot.terms_with_prefix(De, prefix, n).expect("readable");
    assert_eq!(prefixed("bun", 10), ["bundestag", "bund", "bunt"]);
    assert_eq!(prefixed("bun", 2), ["bundestag", "bund"]);
    assert_eq!(prefixed("bü", 10), ["bünde"]);
    assert!(prefixed("x", 10).is_empty() && prefixed("bun", 0).is_empty());
}

fn stored_articles_come_back_whole(backend: &dyn Backend) {
    let mut written = document("a", &[(De, "x")]);
    written.stored.article.title = "„Größe“ 😀".to_string();
    written.stored.article.text = "Zeile\r\nu\u{308}\n\n\u{feff}Ende ".to_string();
    written.stored.article.url = Some("https://example.org/ä?b=c".to_string());
    written.stored.article.published = Some(Published::parse("2024-11-20").expect("a date"));
    written.stored.article.authors = vec!["A".to_string(), "B".to_string()];
    written.stored.words = WordTable::from_bytes(vec![0, 255, 10]);
    written.content_hash = "hash".to_string();
    backend.write(vec![written.clone()]).expect("written");
    backend.commit(0).expect("committed");
    let snapshot = backend.snapshot();
    assert_eq!(snapshot.article("a").expect("readable"), Some(written.stored.clone()));
    let candidates = snapshot.candidates(&only(term(De, "x")), Selection::best(1)).expect("readable");
    assert_eq!(snapshot.fetch(&candidates.best[0]).expect("readable"), written.stored);
    assert_eq!(snapshot.content_hash("a").expect("readable").as_deref(), Some("hash"));
    assert_eq!(snapshot.content_hash("b").expect("readable"), None);
}

fn ids_may_be_anything(backend: &dyn Backend) {
    let strange = ["a b", "https://x/ü?q=1#f", "ordner/datei.txt", "\u{1f600}", "A", "a", "*", "\"", "-"];
    backend.write(strange.iter().map(|id| document(id, &[(De, "x")])).collect()).expect("written");
    backend.commit(0).expect("committed");
    for id in strange {
        let stored = backend.snapshot().article(id).expect("readable").map(|stored| stored.article.id);
        assert_eq!(stored.as_deref(), Some(id));
    }
    backend.delete(&["a".to_string()]).expect("deleted");
    backend.commit(0).expect("committed");
    assert_eq!(backend.snapshot().counts().articles, strange.len() as u64 - 1);
}

fn an_empty_backend_answers(backend: &dyn Backend) {
    let snapshot = backend.snapshot();
    assert_eq!((snapshot.counts().articles, statistics(&*snapshot, De)), (0, FieldStatistics::default()));
    assert!(found(&*snapshot, &only(term(De, "x"))).is_empty());
    assert!(found(&*snapshot, &Plan::default()).is_empty());
    assert_eq!(snapshot.article("a").expect("readable"), None);
    fill(backend, &[("a", &[(De, "x")])]);
    assert!(found(&*backend.snapshot(), &Plan::default()).is_empty(), "no unit, no match");
}

#[test]
fn an_index_on_disk_is_found_again() {
    let folder = tempfile::tempdir().expect("a folder for tests");
    let first = TantivyBackend::create(folder.path(), &schema()).expect("disk");
    fill(&first, &[("a", &[(De, "x")])]);
    first.write(vec![document("lost", &[(De, "x")])]).expect("written");
    drop(first);
    let again = TantivyBackend::open(folder.path(), &schema(), SchemaFit::Same).expect("it is there");
    assert_eq!(found(&*again.snapshot(), &only(term(De, "x"))), ["a"], "what was not committed is not there");
}

#[test]
fn two_writers_do_not_meet() {
    let folder = tempfile::tempdir().expect("a folder for tests");
    let first = TantivyBackend::create(folder.path(), &schema()).expect("disk");
    fill(&first, &[("a", &[(De, "x")])]);
    let second = TantivyBackend::open(folder.path(), &schema(), SchemaFit::Same).expect("readers may be many");
    assert_eq!(found(&*second.snapshot(), &only(term(De, "x"))), ["a"]);
    let error = second.write(vec![document("b", &[(De, "x")])]).expect_err("one writer at a time");
    assert!(matches!(error, BackendError::Locked { .. }), "{error}");
}

#[test]
fn faults_of_an_index_say_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder for tests");
    let open = |name: &str, fit| {
        TantivyBackend::open(&folder.path().join(name), &schema(), fit).err().map(|error| error.to_string())
    };
    let missing = open("missing", SchemaFit::Same).expect("there is none");
    assert!(missing.starts_with("no index at ") && missing.contains("tandem index"), "{missing}");
    TantivyBackend::create(&folder.path().join("old"), &schema()).expect("disk");
    let stamp = folder.path().join("old/stamp.json");
    let text = std::fs::read_to_string(&stamp).expect("the stamp");
    let other = text.replace(&schema().index_fingerprint, "0000");
    assert_ne!(text, other, "the stamp names the schema");
    std::fs::write(&stamp, other).expect("written");
    let old = open("old", SchemaFit::Same).expect("another schema");
    assert!(old.contains("was built with another schema") && old.contains("--rebuild"), "{old}");
    assert_eq!(open("old", SchemaFit::AnyReadable), None, "its fields are the same");
}
