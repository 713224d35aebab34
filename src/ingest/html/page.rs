//! What a page says of itself in its tags.

use super::tokens::{Piece, attribute, walk};

/// Elements that have no end, or whose end is left out so often that they say nothing about depth.
const FLAT: [&str; 27] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "rp", "rt", "source", "tbody", "td", "th", "thead", "tr", "track", "wbr", "body",
];

/// The facts of a page, as written.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub title: String,
    pub lang: Option<String>,
    pub canonical: Option<String>,
    /// The first level-one heading.
    pub heading: String,
    /// `datetime` of the first `time` element.
    pub time: Option<String>,
    /// JSON-LD scripts with their lines.
    pub scripts: Vec<(usize, String)>,
    /// What the page shows where no script runs.
    pub noscript: String,
    /// How deep elements are nested at most.
    pub depth: usize,
    pub n_elements: usize,
    metas: Vec<(String, String)>,
}

/// The element whose text is being collected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Nothing,
    Title,
    Heading,
    Script,
    Noscript,
}

impl Page {
    /// Reads the tags of a page.
    pub fn read(markup: &str) -> Page {
        let (mut page, mut inside, mut depth) = (Page::default(), Inside::Nothing, 0_usize);
        walk(markup, &mut |piece, line| match piece {
            Piece::Open(tag) => {
                page.n_elements += 1;
                if !tag.self_closing && !FLAT.contains(&&*tag.name) {
                    depth += 1;
                    page.depth = page.depth.max(depth);
                }
                inside = page.open(tag, line, inside);
            }
            Piece::Close(name) => {
                if !FLAT.contains(&name) {
                    depth = depth.saturating_sub(1);
                }
                if matches!(name, "title" | "h1" | "script" | "noscript") {
                    inside = Inside::Nothing;
                }
            }
            Piece::Text(text) => match inside {
                Inside::Nothing => {}
                Inside::Title => page.title.push_str(text),
                Inside::Heading => page.heading.push_str(text),
                Inside::Noscript => page.noscript.push_str(text),
                Inside::Script => {
                    let (_, script) = page.scripts.last_mut().expect("it was pushed when it began");
                    script.push_str(text);
                }
            },
        });
        page
    }

    fn open(&mut self, tag: &html5ever::tokenizer::Tag, line: usize, inside: Inside) -> Inside {
        let value = |name| attribute(tag, name).map(str::trim).filter(|value| !value.is_empty()).map(str::to_string);
        match &*tag.name {
            "html" if self.lang.is_none() => self.lang = value("lang").or_else(|| value("xml:lang")),
            "title" if self.title.is_empty() => return Inside::Title,
            "h1" if self.heading.is_empty() => return Inside::Heading,
            "noscript" => return Inside::Noscript,
            "script" if value("type").is_some_and(|kind| kind.to_lowercase().contains("ld+json")) => {
                self.scripts.push((line, String::new()));
                return Inside::Script;
            }
            "time" if self.time.is_none() => self.time = value("datetime"),
            "link"
                if self.canonical.is_none()
                    && value("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
            {
                self.canonical = value("href").filter(|href| href.starts_with("http"));
            }
            "meta" => {
                let name = ["property", "name", "itemprop", "http-equiv"].into_iter().find_map(value);
                if let (Some(name), Some(content)) = (name, value("content")) {
                    self.metas.push((name.to_lowercase(), content));
                }
            }
            _ => {}
        }
        inside
    }

    /// Returns the content of the first of these `meta` elements that is there.
    pub fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.metas.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()))
    }

    /// Returns the contents of all `meta` elements of this name.
    pub fn all_meta<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
