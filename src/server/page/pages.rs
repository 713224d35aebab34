//! From one page of results to the others.

use super::asked::{Asked, PAGE_HITS};
use super::messages::Ui;
use super::request::MAX_PAGE;

/// Numbers shown on either side of the page.
const N_NEIGHBORS: usize = 2;

/// Links to other pages.
pub struct Pages {
    pub previous: Option<String>,
    pub next: Option<String>,
    pub numbers: Vec<Number>,
    pub text: String,
}

/// The number of a page.
pub struct Number {
    pub text: String,
    pub label: String,
    pub href: String,
    pub is_current: bool,
    /// Whether pages are left out before it.
    pub is_behind_gap: bool,
}

/// Returns the number of the last page that can be reached, from 1.
pub fn last_page(total: u64) -> usize {
    let pages = usize::try_from(total).unwrap_or(usize::MAX).div_ceil(PAGE_HITS);
    pages.clamp(1, MAX_PAGE)
}

/// Returns the links beside a page of so many results; `None` where there is one page.
pub fn pages(total: u64, asked: &Asked, ui: Ui) -> Option<Pages> {
    between(asked.page, last_page(total), ui, |page| asked.with(|asked| asked.page = page).results_url())
}

/// Returns the links beside a page of a list of so many rows, so many of them on a page; `None` where there is one page.
pub fn pages_of((n, n_page): (usize, usize), page: usize, ui: Ui, href: impl Fn(usize) -> String) -> Option<Pages> {
    between(page, n.div_ceil(n_page).max(1), ui, href)
}

fn between(page: usize, last: usize, ui: Ui, href: impl Fn(usize) -> String) -> Option<Pages> {
    if last == 1 {
        return None;
    }
    let near = page.saturating_sub(N_NEIGHBORS).max(1)..=(page + N_NEIGHBORS).min(last);
    let mut shown: Vec<usize> = [1].into_iter().chain(near).chain([last]).collect();
    shown.dedup();
    let mut before = 0;
    let mut numbers = Vec::with_capacity(shown.len());
    for n in shown {
        let text = ui.number(n as u64);
        let label = ui.fill("pages.page", &[("n", &text)]);
        numbers.push(Number { label, text, href: href(n), is_current: n == page, is_behind_gap: n > before + 1 });
        before = n;
    }
    let (of, n) = (ui.number(last as u64), ui.number(page as u64));
    Some(Pages {
        previous: (page > 1).then(|| href(page - 1)),
        next: (page < last).then(|| href(page + 1)),
        numbers,
        text: ui.fill("pages.of", &[("page", &n), ("pages", &of)]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    fn check(page: usize, total: u64, expected: &str) {
        let asked = Asked { page, ..Asked::default() };
        let numbers = pages(total, &asked, Ui { language: Language::En }).map_or(Vec::new(), |pages| pages.numbers);
        let shown = numbers.iter().map(|number| {
            let gap = if number.is_behind_gap { "… " } else { "" };
            if number.is_current { format!("{gap}[{}]", number.text) } else { format!("{gap}{}", number.text) }
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn first_and_last_page_are_always_there() {
        check(1, 10, "");
        check(1, 11, "[1] 2");
        check(5, 95, "1 … 3 4 [5] 6 7 … 10");
        check(3, 95, "1 2 [3] 4 5 … 10");
        check(10, 95, "1 … 8 9 [10]");
        check(1, u64::MAX, "[1] 2 3 … 10,000");
    }
}
