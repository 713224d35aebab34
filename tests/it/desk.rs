//! The real binary in a folder of its own: commands that end, and a server.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use tempfile::TempDir;

pub const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");

/// An empty folder in which commands run.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Desk {
        Desk(tempfile::tempdir().expect("a folder for tests"))
    }

    /// A folder with an index of the sample articles in `ix`.
    pub fn with_samples() -> Desk {
        let desk = Desk::new();
        check(&desk.run(&["index", "--index", "ix", SEEDS]), 0, "90 added, 0 replaced, 0 unchanged, 0 refused");
        desk
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).expect("written");
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tandem"));
        command.current_dir(self.path()).args(arguments).stdin(Stdio::null());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM"] {
            command.env_remove(variable);
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program starts")
    }
}

pub fn out(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

pub fn err(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("UTF-8")
}

/// Checks the exit status and that standard error says `words`.
pub fn check(output: &Output, status: i32, words: &str) {
    let got = output.status.code();
    assert_eq!(got, Some(status), "out: {}\nerr: {}", out(output), err(output));
    assert!(err(output).contains(words), "{words:?} is not in {}", err(output));
}

/// A running server, killed if a test fails before it stops it.
pub struct Server {
    pub child: Child,
    errors: BufReader<std::process::ChildStderr>,
    pub address: String,
}

impl Server {
    pub fn start(desk: &Desk, arguments: &[&str]) -> Server {
        Server::start_at("127.0.0.1:0", desk, arguments)
    }

    pub fn start_at(listen: &str, desk: &Desk, arguments: &[&str]) -> Server {
        // A log that nobody reads would fill its pipe.
        let log: &[&str] =
            if arguments.iter().any(|argument| argument.starts_with("--log")) { &[] } else { &["--log", "error"] };
        let mut command = desk.command(&[&["serve", "--listen", listen], log, arguments].concat());
        let mut child = command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
        let mut errors = BufReader::new(child.stderr.take().expect("piped"));
        let mut line = String::new();
        while errors.read_line(&mut line).expect("UTF-8") > 0 {
            if let Some((_, rest)) = line.split_once("listening on ") {
                let address = rest.split_whitespace().next().expect("an address").replace("0.0.0.0", "127.0.0.1");
                return Server { child, errors, address };
            }
            line.clear();
        }
        panic!("the server ended: {:?}", child.wait());
    }

    pub fn get(&self, path: &str) -> (u16, String) {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut response = agent.get(format!("{}{path}", self.address)).call().expect("an answer");
        (response.status().as_u16(), response.body_mut().read_to_string().expect("UTF-8"))
    }

    /// Sends SIGTERM and returns the exit status.
    pub fn stop(self) -> Option<i32> {
        let (status, rest) = self.stop_with_log();
        assert_eq!(rest, "", "it stops without a word");
        status
    }

    /// Sends SIGTERM and returns the exit status, and what the server has said since it listens.
    pub fn stop_with_log(mut self) -> (Option<i32>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().expect("kill is there").success());
        let mut rest = String::new();
        self.errors.read_to_string(&mut rest).expect("UTF-8");
        (self.child.wait().expect("it ends").code(), rest)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Sets a flag when it is dropped, so that threads end although a test has failed.
pub struct SetAtEnd<'a>(pub &'a AtomicBool);

impl Drop for SetAtEnd<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
