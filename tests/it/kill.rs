//! Processes that are killed at any moment: nothing that was acknowledged is lost, and nothing is half there.
//!
//! `TANDEM_KILLS` says how often (50), `TANDEM_SEED` where the pseudo-random numbers begin.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Stdio};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tandem::backend::tantivy::SchemaFit;
use tandem::indexer::{Collection, IndexerError, export};
use tandem::search::Searcher;

use crate::desk::{Desk, Server, check, err, out};
use crate::harness::{analyzer, ids, samples, schema, search};

/// Stands in every article.
const EVERYWHERE: &str = "Tandemprobe";
/// A killed rebuild leaves most traces, and the switch at its end is short: it comes up twice.
const STEPS: [Step; 8] =
    [Step::New, Step::Change, Step::Prune, Step::Delete, Step::Import, Step::Serve, Step::Rebuild, Step::Rebuild];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    New,
    Change,
    Prune,
    Delete,
    Import,
    Serve,
    Rebuild,
}

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Per id the text that is to be there; `None`: no article.
type Wanted = BTreeMap<String, Option<String>>;

/// What was acknowledged, and the files that articles are read from.
struct Model {
    desk: Desk,
    random: Random,
    texts: Vec<String>,
    round: usize,
    articles: BTreeMap<String, String>,
    /// Last text of articles that were deleted by id: the same text, read again, stays away.
    deleted: BTreeMap<String, String>,
    files: BTreeMap<String, Vec<(String, String)>>,
    /// Articles of files that were deleted and came back by hand: they no longer go with their file.
    by_hand: BTreeSet<String>,
    /// How long each step takes when nobody ends it.
    seconds: BTreeMap<Step, f64>,
    n_killed: usize,
    n_partly: usize,
}

#[test]
fn killed_at_any_moment_nothing_acknowledged_is_lost() {
    let number = |name: &str, default: u64| std::env::var(name).map_or(default, |text| text.parse().expect("a number"));
    let (kills, seed) = (number("TANDEM_KILLS", 50), number("TANDEM_SEED", 1));
    println!("TANDEM_SEED={seed} TANDEM_KILLS={kills}");
    let mut model = Model::new(seed);
    for step in STEPS {
        model.go(step, None);
    }
    while model.n_killed < kills as usize {
        let step = STEPS[model.random.below(STEPS.len())];
        let share = model.random.share() * 1.05;
        model.go(step, Some(share));
    }
    let Model { n_killed, n_partly, round, articles, seconds, .. } = &model;
    println!("{round} rounds, {n_killed} killed, {n_partly} with part of the change, {} articles", articles.len());
    println!("{seconds:?}");
}

impl Model {
    fn new(seed: u64) -> Model {
        let desk = Desk::new();
        std::fs::create_dir(desk.path().join("news")).expect("room");
        Model {
            desk,
            random: Random(seed),
            texts: samples().into_iter().map(|article| article.text).collect(),
            round: 0,
            articles: BTreeMap::new(),
            deleted: BTreeMap::new(),
            files: BTreeMap::new(),
            by_hand: BTreeSet::new(),
            seconds: BTreeMap::new(),
            n_killed: 0,
            n_partly: 0,
        }
    }

    /// Does one step, killed after a share of the time it usually takes, and verifies what is left.
    fn go(&mut self, step: Step, share: Option<f64>) {
        self.round += 1;
        let started = Instant::now();
        let delay = share.map(|share| Duration::from_secs_f64(share * self.seconds.get(&step).copied().unwrap_or(0.1)));
        println!("round {}: {step:?}, killed after {delay:?}", self.round);
        let (wanted, is_complete) = match step {
            Step::Serve => self.serve(delay),
            _ => self.command(step, delay),
        };
        match is_complete {
            true => drop(self.seconds.insert(step, started.elapsed().as_secs_f64())),
            false => self.n_killed += 1,
        }
        self.verify(step, &wanted, is_complete);
    }

    fn text(&mut self) -> String {
        let sample = self.random.below(self.texts.len());
        format!("{EVERYWHERE} {}. {}", self.token(), self.texts[sample])
    }

    /// A word that only texts of this round hold.
    fn token(&self) -> String {
        let digits = format!("{:05}", self.round);
        digits
            .bytes()
            .fold("qx".to_string(), |word, digit| word + ["ba", "do", "fu"][digit as usize % 3] + &digit_letters(digit))
    }

    fn command(&mut self, step: Step, delay: Option<Duration>) -> (Wanted, bool) {
        let (arguments, wanted) = match step {
            Step::New => (self.index(&[]), self.new_files()),
            Step::Change => (self.index(&[]), self.change_files()),
            Step::Prune => (self.index(&["--prune"]), self.remove_files()),
            Step::Delete => self.delete(),
            Step::Import => self.import(),
            Step::Rebuild | Step::Serve => (self.index(&["--rebuild"]), self.read_files()),
        };
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let mut command = self.desk.command(&arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
        let is_complete = match delay {
            None => true,
            Some(delay) => !is_killed_after(&mut child, delay),
        };
        let output = child.wait_with_output().expect("it ends");
        if is_complete {
            check(&output, 0, "");
        }
        (wanted, is_complete)
    }

    fn index(&self, options: &[&str]) -> Vec<String> {
        [&["index", "--index", "ix"], options, &["news"]].concat().into_iter().map(str::to_string).collect()
    }

    fn write_file(&mut self, name: &str, articles: Vec<(String, String)>) {
        let text = match name.ends_with(".txt") {
            true => articles[0].1.clone(),
            false => articles.iter().map(|(id, text)| json!({"id": id, "text": text}).to_string() + "\n").collect(),
        };
        self.desk.write(&format!("news/{name}"), &text);
        self.files.insert(name.to_string(), articles);
    }

    fn new_files(&mut self) -> Wanted {
        for n in 0..4 {
            let name = format!("f{}-{n}.txt", self.round);
            let text = self.text();
            self.write_file(&name, vec![(name.clone(), text)]);
        }
        let articles = (0..20).map(|n| (format!("j{}-{n}", self.round), self.text())).collect();
        self.write_file(&format!("j{}.jsonl", self.round), articles);
        self.read_files()
    }

    /// Some files are new, in others texts have changed, and one article is no longer in its file, which alone removes
    /// nothing.
    fn change_files(&mut self) -> Wanted {
        for _ in 0..4 {
            let Some(name) = self.any_file() else { break };
            let mut articles = self.files[&name].clone();
            for article in articles.iter_mut().step_by(3) {
                article.1 = self.text();
            }
            articles.truncate(articles.len().max(2) - usize::from(articles.len() > 1));
            self.write_file(&name, articles);
        }
        self.read_files()
    }

    fn remove_files(&mut self) -> Wanted {
        for _ in 0..if self.files.len() > 30 { 8 } else { 2 } {
            // A folder without any file is refused.
            let Some(name) = self.any_file().filter(|_| self.files.len() > 6) else { break };
            std::fs::remove_file(self.desk.path().join("news").join(&name)).expect("it is there");
            self.files.remove(&name);
        }
        let mut wanted = self.read_files();
        for id in self.articles.keys().filter(|id| id.starts_with(['f', 'j'])) {
            wanted.entry(id.clone()).or_insert(None);
        }
        wanted
    }

    fn any_file(&mut self) -> Option<String> {
        let n = self.random.below(self.files.len().max(1));
        self.files.keys().nth(n).cloned()
    }

    /// What a run over the files leaves.
    fn read_files(&self) -> Wanted {
        let articles = self.files.values().flatten();
        let stays_away = |id: &String, text: &String| self.deleted.get(id) == Some(text);
        articles.map(|(id, text)| (id.clone(), (!stays_away(id, text)).then(|| text.clone()))).collect()
    }

    fn delete(&mut self) -> (Vec<String>, Wanted) {
        let n = self.random.below(self.articles.len().max(1));
        let ids: Vec<String> = self.articles.keys().cycle().skip(n).step_by(7).take(5).cloned().collect();
        let arguments = ["delete", "--index", "ix"].map(str::to_string).into_iter().chain(ids.iter().cloned());
        (arguments.collect(), ids.iter().map(|id| (id.clone(), None)).collect())
    }

    /// New articles, and deleted ones that are wanted again.
    fn import(&mut self) -> (Vec<String>, Wanted) {
        let mut articles: Vec<(String, String)> =
            (0..30).map(|n| (format!("i{}", (self.round * 20 + n) % 90), self.text())).collect();
        self.by_hand.extend(self.deleted.keys().take(3).cloned());
        articles.extend(self.deleted.iter().take(3).map(|(id, text)| (id.clone(), text.clone())));
        let lines: String =
            articles.iter().map(|(id, text)| json!({"id": id, "text": text}).to_string() + "\n").collect();
        self.desk.write("import.jsonl", &lines);
        let arguments = ["import", "--index", "ix", "import.jsonl"].map(str::to_string).to_vec();
        (arguments, articles.into_iter().map(|(id, text)| (id, Some(text))).collect())
    }

    /// Sends articles one after the other to a server until it is killed.
    fn serve(&mut self, delay: Option<Duration>) -> (Wanted, bool) {
        let mut server = Server::start(&self.desk, &["--index", "ix"]);
        let requests: Vec<(String, Option<String>)> = (0..60)
            .map(|_| {
                let id = format!("p{}", self.random.below(80));
                let text = (self.random.below(4) > 0).then(|| self.text());
                (id, text)
            })
            .collect();
        let address = server.address.clone();
        let (acknowledge, acknowledged) = channel();
        let sending = std::thread::spawn(move || {
            for (number, (id, text)) in requests.iter().enumerate() {
                let answer = match text {
                    Some(text) => ureq::post(format!("{address}/api/v1/articles"))
                        .send(json!({"id": id, "text": text}).to_string().as_bytes()),
                    None => ureq::delete(format!("{address}/api/v1/articles/{id}")).call(),
                };
                match answer {
                    // There may be no article to delete.
                    Ok(_) | Err(ureq::Error::StatusCode(404)) => drop(acknowledge.send(number)),
                    Err(_) => break,
                }
            }
            requests
        });
        match delay {
            Some(delay) => {
                std::thread::sleep(delay);
                drop(server.child.kill());
            }
            None => {
                while !sending.is_finished() {
                    std::thread::sleep(Duration::from_millis(5));
                }
            }
        }
        let requests = sending.join().expect("no request panics");
        let n_acknowledged = acknowledged.iter().count();
        for (id, text) in &requests[..n_acknowledged] {
            match text {
                Some(text) => drop(self.articles.insert(id.clone(), text.clone())),
                None => drop(self.articles.remove(id)),
            }
        }
        let is_complete = delay.is_none();
        if is_complete {
            assert_eq!((n_acknowledged, server.stop()), (requests.len(), Some(0)));
        }
        (requests.into_iter().skip(n_acknowledged).take(1).collect(), is_complete)
    }

    /// Checks the folder and compares it with what was wanted before and is wanted now.
    fn verify(&mut self, step: Step, wanted: &Wanted, is_complete: bool) {
        if self.random.below(2) == 0 {
            let found = self.desk.run(&["search", "--index", "ix", "--limit", "1000", "--format", "ids", EVERYWHERE]);
            assert_ne!(found.status.code(), Some(2), "{}", err(&found));
        }
        let checked = self.desk.run(&["check", "--index", "ix", "--format", "json"]);
        check(&checked, 0, "");
        let report: Value = serde_json::from_str(out(&checked)).expect("JSON");
        assert_eq!(report["findings"], json!([]));
        let there = self.exported();
        let all: BTreeSet<&String> = self.articles.keys().chain(there.keys()).chain(wanted.keys()).collect();
        let (mut n_before, mut n_after) = (0, 0);
        for id in all {
            let (before, now) = (self.articles.get(id), there.get(id));
            let after = wanted.get(id).map_or(before, Option::as_ref);
            let is_right = now == after || (now == before && (!is_complete || self.by_hand.contains(id)));
            assert!(is_right, "{id}\nis     {now:?}\nwas    {before:?}\nwanted {after:?}");
            n_after += usize::from(before != after && now == after);
            n_before += usize::from(before != after && now == before);
        }
        self.n_partly += usize::from(n_before > 0 && n_after > 0);
        if step == Step::Delete {
            for id in wanted.keys().filter(|id| !there.contains_key(*id)) {
                let text = self.articles.get(id).cloned();
                self.deleted.extend(text.map(|text| (id.clone(), text)));
            }
        }
        self.deleted.retain(|id, _| !there.contains_key(id));
        self.articles = there;
        self.check_search();
    }

    fn collection(&self) -> Collection {
        Collection::new(&self.desk.path().join("ix"), schema(), analyzer())
    }

    fn exported(&self) -> BTreeMap<String, String> {
        let mut there = BTreeMap::new();
        export::<IndexerError>(&self.collection(), &mut |article| {
            assert_eq!(there.insert(article.id.clone(), article.text.clone()), None, "{} came twice", article.id);
            Ok(())
        })
        .expect("a whole log");
        there
    }

    /// A search finds exactly what the log holds: every article, and what is new in this round.
    fn check_search(&self) {
        let live = self.collection().live(SchemaFit::Same).expect("a generation answers");
        let searcher = Searcher::new(schema(), analyzer(), live).expect("valid schema");
        for word in [EVERYWHERE.to_string(), self.token()] {
            let page = search(&searcher, &format!("\"{word}\""));
            let found: BTreeSet<&str> = ids(&page).into_iter().collect();
            let holds = |text: &String| text.contains(&word);
            let expected: BTreeSet<&str> =
                self.articles.iter().filter(|(_, text)| holds(text)).map(|(id, _)| id.as_str()).collect();
            assert_eq!(found, expected, "{word}");
        }
    }
}

fn digit_letters(digit: u8) -> String {
    char::from(b'a' + (digit - b'0')).to_string()
}

/// Returns whether the process had to be killed, because it had not ended after `delay`.
fn is_killed_after(child: &mut Child, delay: Duration) -> bool {
    std::thread::sleep(delay);
    let is_running = child.try_wait().expect("it can be asked").is_none();
    drop(child.kill());
    is_running
}
