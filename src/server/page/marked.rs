//! Text of articles as HTML, with what matched in `<mark>`, mentions as links, and what is boilerplate set apart.
//!
//! Where they overlap, boilerplate is outside, a mark inside, and a mark that goes beyond the border of another is cut there.

use std::fmt::{self, Display, Formatter};

use crate::search::Snippet;
use crate::server::wire::escape_html;
use crate::text::{Language, Span};

/// HTML made from a text: escaped, and marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedText(String);

impl askama::filters::HtmlSafe for MarkedText {}

impl Display for MarkedText {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl MarkedText {
    /// Makes HTML of a text without marks.
    pub fn plain(text: &str) -> MarkedText {
        MarkedText(escape_html(text))
    }

    /// Makes HTML of a sentence in which one place is marked; with ellipses where it is only a piece of it.
    pub fn quote(text: &str, shown: Span, marked: Span, is_cut: bool) -> MarkedText {
        let piece = |start: u32, end: u32| {
            escape_html(text.get(start as usize..end as usize).unwrap_or_default().trim_matches('\n'))
        };
        let dots = if is_cut { "…" } else { "" };
        let (before, inside, behind) =
            (piece(shown.start, marked.start), piece(marked.start, marked.end), piece(marked.end, shown.end));
        MarkedText(format!("{dots}{before}<mark>{inside}</mark>{behind}{dots}"))
    }

    /// Makes HTML of a passage with its marks.
    pub fn passage(snippet: &Snippet) -> MarkedText {
        MarkedText(snippet.marked("<mark>", "</mark>", escape_html))
    }
}

/// Numbers the marks of an article as its text is made into HTML, in reading order.
pub struct Numbered<'a> {
    text: &'a str,
    marks: &'a [Span],
    boilerplate: &'a [Span],
    /// Mentions with their addresses.
    links: &'a [(Span, &'a str)],
    /// Places that have an address of their own in the page, `#f` and the byte at which they start.
    figures: &'a [Span],
    /// Marks that are behind.
    n_done: usize,
    /// The number of the last mark, over all texts.
    number: usize,
}

impl<'a> Numbered<'a> {
    /// Begins a text whose marks go on after those of another; marks and boilerplate in order.
    pub fn new(text: &'a str, marks: &'a [Span], boilerplate: &'a [Span], n_before: usize) -> Numbered<'a> {
        Numbered { text, marks, boilerplate, links: &[], figures: &[], n_done: 0, number: n_before }
    }

    /// Makes links of mentions; in order, apart from each other.
    pub fn with_links(self, links: &'a [(Span, &'a str)]) -> Numbered<'a> {
        Numbered { links, ..self }
    }

    /// Sets figures apart; in order, apart from each other.
    pub fn with_figures(self, figures: &'a [Span]) -> Numbered<'a> {
        Numbered { figures, ..self }
    }

    /// Makes HTML of a piece of the text; pieces come in order.
    pub fn piece(&mut self, within: Span) -> MarkedText {
        let mut html = String::with_capacity(within.len_bytes() + 64);
        let mut at = within.start;
        let first = self.boilerplate.partition_point(|dim| dim.end <= within.start);
        for dim in self.boilerplate[first..].iter().take_while(|dim| dim.start < within.end) {
            let dim = Span { start: dim.start.max(at), end: dim.end.min(within.end) };
            self.push_figures(&mut html, Span { start: at, end: dim.start });
            html.push_str("<span class=\"dim\">");
            self.push_figures(&mut html, dim);
            html.push_str("</span>");
            at = dim.end;
        }
        self.push_figures(&mut html, Span { start: at, end: within.end });
        MarkedText(html)
    }

    fn push_figures(&mut self, html: &mut String, within: Span) {
        let mut at = within.start;
        let figures = self.figures;
        let first = figures.partition_point(|figure| figure.end <= within.start);
        for figure in figures[first..].iter().take_while(|figure| figure.start < within.end) {
            let inside = Span { start: figure.start.max(at), end: figure.end.min(within.end) };
            self.push_linked(html, Span { start: at, end: inside.start });
            html.push_str(&format!("<span class=\"figure\" id=\"f{}\" tabindex=\"-1\">", inside.start));
            self.push_linked(html, inside);
            html.push_str("</span>");
            at = inside.end;
        }
        self.push_linked(html, Span { start: at, end: within.end });
    }

    fn push_linked(&mut self, html: &mut String, within: Span) {
        let mut at = within.start;
        let links = self.links;
        let first = links.partition_point(|(mention, _)| mention.end <= within.start);
        for (mention, href) in links[first..].iter().take_while(|(mention, _)| mention.start < within.end) {
            let inside = Span { start: mention.start.max(at), end: mention.end.min(within.end) };
            self.push(html, Span { start: at, end: inside.start });
            html.push_str(&format!("<a class=\"mention\" href=\"{}\">", escape_html(href)));
            self.push(html, inside);
            html.push_str("</a>");
            at = inside.end;
        }
        self.push(html, Span { start: at, end: within.end });
    }

    fn push(&mut self, html: &mut String, within: Span) {
        let mut at = within.start;
        while let Some(mark) = self.marks.get(self.n_done).filter(|mark| mark.start < within.end) {
            let inside = Span { start: mark.start.max(at), end: mark.end.min(within.end) };
            if inside.start < inside.end {
                html.push_str(&escape_html(&self.text[at as usize..inside.start as usize]));
                let is_first = inside.start == mark.start;
                self.number += usize::from(is_first);
                let id = if is_first { format!(" id=\"m{}\"", self.number) } else { String::new() };
                html.push_str(&format!("<mark{id}>{}</mark>", escape_html(&self.text[inside.range()])));
                at = inside.end;
            }
            if mark.end > within.end {
                break;
            }
            self.n_done += 1;
        }
        html.push_str(&escape_html(&self.text[at as usize..within.end.max(at) as usize]));
    }
}

/// Returns the value of a `lang` attribute; a third language is an undetermined one (BCP 47).
pub fn lang_code(language: Option<Language>) -> &'static str {
    language.map_or("und", Language::code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str, marks: &[(usize, usize)], boilerplate: &[(usize, usize)], pieces: &[(usize, usize)]) -> String {
        let spans = |list: &[(usize, usize)]| -> Vec<Span> { list.iter().map(|&(a, b)| Span::new(a, b)).collect() };
        let (marks, boilerplate) = (spans(marks), spans(boilerplate));
        let mut numbered = Numbered::new(text, &marks, &boilerplate, 0);
        spans(pieces).into_iter().map(|piece| numbered.piece(piece).to_string()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn marks_are_numbered_and_text_is_escaped() {
        assert_eq!(
            html("a<b c&d", &[(0, 1), (4, 5)], &[], &[(0, 7)]),
            "<mark id=\"m1\">a</mark>&lt;b <mark id=\"m2\">c</mark>&amp;d"
        );
        assert_eq!(html("ab\ncd", &[(3, 5)], &[], &[(0, 2), (3, 5)]), "ab|<mark id=\"m1\">cd</mark>");
    }

    #[test]
    fn a_mark_across_boilerplate_is_one_mark() {
        assert_eq!(
            html("ab cd ef", &[(0, 4)], &[(3, 8)], &[(0, 8)]),
            "<mark id=\"m1\">ab </mark><span class=\"dim\"><mark>c</mark>d ef</span>"
        );
    }

    #[test]
    fn figures_have_addresses_around_links_and_marks() {
        let (marks, links) = ([Span::new(3, 8)], [(Span::new(6, 8), "/e")]);
        let figures = [Span::new(3, 8)];
        let mut numbered = Numbered::new("ab cd ef gh", &marks, &[], 0).with_links(&links).with_figures(&figures);
        assert_eq!(
            numbered.piece(Span::new(0, 11)).to_string(),
            "ab <span class=\"figure\" id=\"f3\" tabindex=\"-1\"><mark id=\"m1\">cd </mark><a class=\"mention\" href=\"/e\">\
             <mark>ef</mark></a></span> gh"
        );
    }

    #[test]
    fn mentions_are_links_around_their_marks() {
        let linked = |marks: &[(usize, usize)], boilerplate: &[(usize, usize)]| {
            let spans = |list: &[(usize, usize)]| -> Vec<Span> { list.iter().map(|&(a, b)| Span::new(a, b)).collect() };
            let (marks, boilerplate) = (spans(marks), spans(boilerplate));
            let links = [(Span::new(3, 8), "/e")];
            let mut numbered = Numbered::new("ab cd ef gh", &marks, &boilerplate, 0).with_links(&links);
            numbered.piece(Span::new(0, 11)).to_string().replace(" class=\"mention\" href=\"/e\"", "")
        };
        assert_eq!(linked(&[], &[]), "ab <a>cd ef</a> gh");
        assert_eq!(linked(&[(3, 5)], &[]), "ab <a><mark id=\"m1\">cd</mark> ef</a> gh");
        assert_eq!(
            linked(&[(0, 5), (6, 11)], &[]),
            "<mark id=\"m1\">ab </mark><a><mark>cd</mark> <mark id=\"m2\">ef</mark></a><mark> gh</mark>"
        );
        assert_eq!(linked(&[(0, 11)], &[]), "<mark id=\"m1\">ab </mark><a><mark>cd ef</mark></a><mark> gh</mark>");
        assert_eq!(
            linked(&[(6, 8)], &[(5, 11)]),
            "ab <a>cd</a><span class=\"dim\"><a> <mark id=\"m1\">ef</mark></a> gh</span>"
        );
    }
}
