//! A page of hits in each format of `tandem search`.

use std::io::Write;

use anstyle::{AnsiColor, Style};

use crate::search::{Hit, Page, Request, ScorePart, SnippetField};
use crate::server::wire::{HitShape, SearchAnswer, facet_name};
use crate::text::Language;

pub(super) const TITLE: Style = Style::new().bold();
pub(super) const MARK: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const DIM: Style = Style::new().dimmed();

/// Prints hits for people; colors are stripped by the stream where they do not belong.
pub(super) fn text(request: &Request, page: &Page, out: &mut dyn Write) -> anyhow::Result<()> {
    for note in &page.query.notes {
        anstream::eprintln!("note: {}", note.detail);
    }
    if let Some(also) = also_searched(page) {
        let options = match request.is_translated {
            true if request.has_spellings => "--cross-language off and --names exact leave",
            true => "--cross-language off leaves",
            false => "--names exact leaves",
        };
        anstream::eprintln!("also searched: {also}; {options} it out");
    }
    if page.hits.is_empty() {
        nothing(page);
        return Ok(());
    }
    for hit in &page.hits {
        hit_text(hit, out)?;
    }
    for (facet, counts) in &page.facets {
        writeln!(out, "{}", facet_name(*facet))?;
        for (value, count) in counts {
            let shown = page.facet_entities.get(value).map_or(value.as_str(), |entity| entity.name(Language::En));
            writeln!(out, "{count:>9}  {}", printable(shown))?;
        }
        writeln!(out)?;
    }
    let at_least = if page.is_total_exact { "" } else { "at least " };
    let last = page.hits.last().map_or(0, |hit| hit.rank);
    let shown = if last > page.hits.len() { format!("{} to {last}", page.hits[0].rank) } else { last.to_string() };
    let more = if page.next.is_some() && request.cursor.is_none() {
        format!("; more with --offset {last}")
    } else {
        String::new()
    };
    anstream::eprintln!("{shown} of {at_least}{} articles, {:.1} ms{more}", page.total, page.took_ms);
    Ok(())
}

/// Returns what was searched in the other language or another spelling, the best of each word first; `None` if nothing was.
fn also_searched(page: &Page) -> Option<String> {
    const MAX_TERMS_A_WORD: usize = 2;
    const MAX_TERMS: usize = 10;
    let terms = page.translations.iter().flat_map(|word| word.to.iter().take(MAX_TERMS_A_WORD));
    let mut shown: Vec<&str> = Vec::new();
    terms.for_each(|term| shown.extend((!shown.contains(&&*term.text)).then_some(&*term.text)));
    let more = if shown.len() > MAX_TERMS { ", …" } else { "" };
    shown.truncate(MAX_TERMS);
    (!shown.is_empty()).then(|| shown.join(", ") + more)
}

/// Says what to do where no article is shown.
fn nothing(page: &Page) {
    let query = printable(&page.query.to_string());
    if page.total > 0 {
        anstream::eprintln!("{} articles match, but none beyond --offset", page.total);
    } else if query.is_empty() {
        anstream::eprintln!("nothing found: write words to search for");
    } else {
        anstream::eprintln!("nothing found for {query}; `tandem doctor` with the same query says why");
    }
}

/// Returns text for a terminal: white space as spaces, and no control character, which could move the cursor or worse.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c }).collect()
}

fn hit_text(hit: &Hit, out: &mut dyn Write) -> anyhow::Result<()> {
    let article = &hit.stored.article;
    let plain = |text: &str| printable(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    let (open, close) = (MARK.render().to_string(), MARK.render_reset().to_string());
    let marked_title = hit.snippets.iter().find(|snippet| snippet.field == SnippetField::Title);
    let title = marked_title.map_or(plain(&article.title), |snippet| {
        snippet.marked(&format!("{close}{open}"), &format!("{close}{TITLE}"), printable)
    });
    writeln!(out, "{:>3}. {TITLE}{}{TITLE:#}", hit.rank, if title.is_empty() { "(no title)" } else { &title })?;
    let language = hit.stored.language().map(|language| language.code());
    let published = article.published.as_ref().map(|published| published.text.as_str());
    let facts = [language, published, article.source.as_deref(), Some(article.id.as_str())];
    writeln!(out, "     {DIM}{}{DIM:#}", printable(&facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))?;
    for snippet in hit.snippets.iter().filter(|snippet| snippet.field == SnippetField::Text) {
        let marked = snippet.marked(&open, &close, printable);
        writeln!(out, "     {marked}")?;
    }
    for part in &hit.explanation {
        let ScorePart { word, field, term, frequency, share, .. } = part;
        let (percent, field) = (share * 100.0, field.name());
        writeln!(out, "     {DIM}{percent:>4.0} %  {word} → {field}:{term} ×{frequency}{DIM:#}")?;
    }
    writeln!(out)?;
    Ok(())
}

/// Prints the answer of the HTTP endpoint.
pub(super) fn json(typed: &str, page: &Page, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &SearchAnswer::new(typed, page))?;
    writeln!(out)?;
    Ok(())
}

/// Prints one hit a line.
pub(super) fn jsonl(page: &Page, out: &mut dyn Write) -> anyhow::Result<()> {
    for hit in &page.hits {
        serde_json::to_writer(&mut *out, &HitShape::new(hit))?;
        writeln!(out)?;
    }
    Ok(())
}

/// Prints a table with a header.
pub(super) fn table(page: &Page, delimiter: u8, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    table.write_record(["rank", "id", "score", "lang", "published", "source", "title", "url", "snippet"])?;
    for hit in &page.hits {
        let article = &hit.stored.article;
        let snippets = hit.snippets.iter().filter(|snippet| snippet.field == SnippetField::Text);
        let snippets: Vec<_> = snippets.map(|snippet| snippet.text.replace(char::is_whitespace, " ")).collect();
        table.write_record([
            hit.rank.to_string().as_str(),
            &article.id,
            &format!("{:.4}", hit.score),
            hit.stored.language().map_or("", |language| language.code()),
            article.published.as_ref().map_or("", |published| published.text.as_str()),
            article.source.as_deref().unwrap_or(""),
            &article.title,
            article.url.as_deref().unwrap_or(""),
            &snippets.join(" … "),
        ])?;
    }
    table.flush()?;
    Ok(())
}

/// Prints the ids, one a line.
pub(super) fn ids(page: &Page, out: &mut dyn Write) -> anyhow::Result<()> {
    for hit in &page.hits {
        writeln!(out, "{}", hit.stored.article.id)?;
    }
    Ok(())
}
