//! The layers of the crate, read from its source: a module imports only from lower layers, third-party types stay at
//! home, files and functions stay short. If one of these fails, move the code; the lists change only with a line
//! under "Decisions" in ARCHITECTURE.md.

use std::path::{Path, PathBuf};

/// From the lowest layer to the highest; modules of one layer never see each other.
const LAYERS: [&[&str]; 9] = [
    &["text"],
    &["schema", "ingest"],
    &["lexicon", "analysis"],
    &["document", "query"],
    &["store", "backend"],
    &["indexer", "search"],
    &["service"],
    &["server"],
    &["cli"],
];

/// A crate (or keyword) and the files that may name it, as beginnings of paths below `src/`.
const HOMES: [(&str, &str); 21] = [
    ("tantivy::", "backend/tantivy/"),
    ("warp::", "server/"),
    ("quick_xml::", "lexicon/import/tei.rs"),
    ("hyper::", "server/"),
    ("tower_http::", "server/"),
    ("utoipa::", "server/"),
    ("tracing::", "server/"),
    ("tracing_subscriber::", "cli/log.rs"),
    ("askama::", "server/page/"),
    ("rust_stemmers::", "analysis/stem.rs"),
    ("whatlang::", "analysis/language/second_opinion.rs"),
    ("feed_rs::", "ingest/feed/"),
    ("html5ever::", "ingest/html/"),
    ("legible::", "ingest/html/"),
    ("pulldown_cmark::", "ingest/markdown"),
    ("saphyr::", "ingest/markdown"),
    ("redb::", "store/ledger.rs"),
    ("notify_debouncer_full::", "service/watch.rs"),
    ("indicatif::", "cli/progress.rs"),
    ("async ", "server/"),
    (".await", "server/"),
];

const MAX_FILE_LINES: usize = 400;
const MAX_FUNCTION_LINES: usize = 60;

/// A file below `src/` without its unit tests.
struct SourceFile {
    path: String,
    /// Number in the file (from 1) and text of every production line; comments are blank.
    lines: Vec<(usize, String)>,
}

fn files() -> Vec<SourceFile> {
    let mut found = Vec::new();
    collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), "", &mut found);
    assert!(found.len() > 30, "the source was not found");
    found
}

fn collect(folder: &Path, prefix: &str, found: &mut Vec<SourceFile>) {
    let entries = std::fs::read_dir(folder).expect("the source can be listed");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().expect("entries have names").to_string_lossy().into_owned();
        let shown = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{shown}/"), found);
        } else if name.ends_with(".rs") && name != "tests.rs" {
            let text = std::fs::read_to_string(&path).expect("source is UTF-8");
            found.push(SourceFile { path: shown, lines: production_lines(&text) });
        }
    }
}

fn production_lines(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().take_while(|line| line.trim() != "#[cfg(test)]").enumerate();
    lines
        .map(|(i, line)| {
            let is_comment = line.trim_start().starts_with("//");
            (i + 1, if is_comment { String::new() } else { line.to_string() })
        })
        .collect()
}

fn module(path: &str) -> &str {
    let first = path.split('/').next().unwrap_or(path);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// Modules named after `crate::` in a line.
fn named_modules(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

/// Applies a rule to every production line and fails with all its violations at once.
fn check(rule: &str, violation: impl Fn(&SourceFile, &str) -> Option<String>) {
    let mut faults = Vec::new();
    for file in files() {
        for (number, line) in &file.lines {
            let fault = violation(&file, line);
            faults.extend(fault.map(|fault| format!("src/{}:{number}: {fault}\n    {}", file.path, line.trim())));
        }
    }
    assert!(faults.is_empty(), "{rule}:\n{}", faults.join("\n"));
}

#[test]
fn every_module_has_a_layer() {
    for file in files() {
        let module = module(&file.path);
        assert!(matches!(module, "lib" | "main") || layer(module).is_some(), "src/{} has no layer", file.path);
    }
}

#[test]
fn modules_import_only_from_lower_layers() {
    check("a module imports only from lower layers", |file, line| {
        let own = module(&file.path);
        let own_layer = layer(own)?;
        named_modules(line).filter(|named| *named != own).find_map(|named| match layer(named) {
            Some(layer) if layer < own_layer => None,
            Some(_) => Some(format!("{own} must not see {named}")),
            None => Some(format!("{named:?} is no module of the crate")),
        })
    });
}

#[test]
fn imports_have_one_shape() {
    check("imports name a module in full, without braces after `crate::` and without climbing", |_, line| {
        let bad = ["crate::{", "super::super", "crate::*"].into_iter().find(|bad| line.contains(bad))?;
        Some(format!("contains `{bad}`"))
    });
}

#[test]
fn each_file_imports_a_module_in_one_line() {
    for file in files() {
        let imports = file.lines.iter().map(|(_, line)| line.as_str()).filter(|line| line.starts_with("use crate::"));
        let mut paths: Vec<&str> = imports.map(|line| line.split(['{', ';']).next().unwrap_or(line)).collect();
        paths.iter_mut().for_each(|path| *path = path.rsplit_once("::").map_or(*path, |(module, _)| module));
        let n = paths.len();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), n, "src/{} imports a module in two lines", file.path);
    }
}

#[test]
fn third_party_types_stay_at_home() {
    check("third-party types and async stay at home", |file, line| {
        HOMES.iter().find_map(|(name, home)| {
            let is_named = line.match_indices(name).any(|(at, _)| {
                let before = &line[..at];
                let continues =
                    before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '"'));
                !before.ends_with("::") && (!continues || name.starts_with('.'))
            });
            (is_named && !file.path.starts_with(home)).then(|| format!("`{name}` belongs to src/{home}"))
        })
    });
}

#[test]
fn homes_are_lived_in() {
    let files = files();
    for (name, home) in HOMES {
        let is_used = |file: &SourceFile| file.lines.iter().any(|(_, line)| line.contains(name));
        assert!(files.iter().any(|file| file.path.starts_with(home) && is_used(file)), "{name} is not in src/{home}");
    }
}

#[test]
fn files_are_short() {
    for file in files() {
        let n = file.lines.len();
        assert!(n <= MAX_FILE_LINES, "src/{} has {n} production lines, more than {MAX_FILE_LINES}", file.path);
    }
}

#[test]
fn functions_are_short() {
    for file in files() {
        for (i, (number, line)) in file.lines.iter().enumerate() {
            let indent = &line[..line.len() - line.trim_start().len()];
            let is_function = line.split_whitespace().any(|word| word == "fn") && !line.trim_end().ends_with(';');
            if !is_function {
                continue;
            }
            let end = format!("{indent}}}");
            let n = file.lines[i..].iter().position(|(_, line)| *line == end).map_or(1, |n| n + 1);
            let is_one_line = line.trim_end().ends_with('}');
            assert!(is_one_line || n <= MAX_FUNCTION_LINES, "src/{}:{number}: a function of {n} lines", file.path);
        }
    }
}

#[test]
fn the_checks_see_what_they_look_for() {
    assert_eq!(named_modules("use crate::search::{Hit, Page};").collect::<Vec<_>>(), ["search"]);
    assert_eq!(
        named_modules("let x = crate::text::normalize(crate::query::y);").collect::<Vec<_>>(),
        ["text", "query"]
    );
    let lines = production_lines("// crate::cli\nfn a() {}\n#[cfg(test)]\nmod tests;\n");
    assert_eq!(lines, [(1, String::new()), (2, "fn a() {}".to_string())]);
    assert_eq!((module("lib.rs"), module("backend/tantivy/top.rs")), ("lib", "backend"));
}
