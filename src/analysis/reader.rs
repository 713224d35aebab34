//! What an analysed text says beyond its words: whom and what it names, and how many.

use std::cell::RefCell;

use super::entity::{ArticleMentions, EntityKind, Looks, Mention, ReadText};
use super::figure::{self, ArticleFigures, Class, Date, DateFind, Figure, Sources, Tables};
use super::{Analysis, Analyzer, TextAnalysis};
use crate::schema::{Schema, SchemaError};
use crate::text::{Language, Span};

/// Reads the tables of figures.
///
/// # Errors
/// A data file that does not keep its format.
pub(super) fn figure_tables(schema: &Schema) -> Result<Tables, SchemaError> {
    let sources = Sources {
        number_words: schema.table("figures/number_words.tsv"),
        units: schema.table("figures/units.tsv"),
        currencies: schema.table("figures/currencies.tsv"),
        modifiers: schema.table("figures/modifiers.tsv"),
        context_words: schema.table("figures/context_words.tsv"),
        nouns: schema.table("figures/nouns.tsv"),
        actions: schema.table("figures/actions.tsv"),
        speech: schema.table("figures/speech.tsv"),
        abbreviations: schema.table("abbreviations.txt"),
    };
    Tables::read(&sources).map_err(|error| SchemaError { file: error.file, line: error.line, what: error.what })
}

impl Analyzer {
    /// Returns who and what the text of an article names, in order; page furniture too, whose spans the analysis has.
    pub fn mentions(&self, text: &str, analysis: &Analysis) -> Vec<Mention> {
        self.mentions_in(&[(text, &analysis.text)]).pop().unwrap_or_default()
    }

    /// Returns who and what an article names in its title and in its text, page furniture left out.
    pub fn article_mentions(&self, title: &str, text: &str, analysis: &Analysis) -> ArticleMentions {
        let texts = [(title, &analysis.title), (text, &analysis.text)];
        let [title, mut text] = <[_; 2]>::try_from(self.mentions_in(&texts)).unwrap_or_default();
        let is_furniture = |mention: &Mention| {
            let next = analysis.boilerplate.partition_point(|found| found.end <= mention.span.start);
            analysis.boilerplate.get(next).is_some_and(|found| found.overlaps(mention.span))
        };
        text.retain(|mention| !is_furniture(mention));
        ArticleMentions { title, text }
    }

    fn mentions_in(&self, texts: &[(&str, &TextAnalysis)]) -> Vec<Vec<Mention>> {
        let cuts: Vec<Vec<u32>> = texts.iter().map(|(_, analysis)| analysis.cuts()).collect();
        let texts = texts.iter().zip(&cuts);
        let texts: Vec<ReadText> =
            texts.map(|(&(text, analysis), cuts)| ReadText { text, paragraphs: &analysis.paragraphs, cuts }).collect();
        self.with_words(|words| {
            let words = RefCell::new(words);
            let looks = |written: &str, language: Language| {
                let form = words.borrow_mut().form(written, Some(language));
                match (form.parts.is_empty(), form.name_keys.is_empty()) {
                    (false, _) => Looks::Compound,
                    (true, false) => Looks::Name,
                    (true, true) => Looks::Other,
                }
            };
            self.recognizer.mentions(&texts, &looks)
        })
    }

    /// Returns the mentions and the figures of a text that is no article of the index.
    pub fn read(&self, text: &str, analysis: &Analysis) -> (Vec<Mention>, Vec<Figure>) {
        let mut mentions = self.mentions(text, analysis);
        self.mark_metonyms(text, analysis, &mut mentions);
        let figures = self.figures(text, analysis, &mentions);
        (mentions, figures)
    }

    /// Marks the places that stand for those who govern there: beside a verb of saying, or behind *laut* and *according to*.
    fn mark_metonyms(&self, text: &str, analysis: &Analysis, mentions: &mut [Mention]) {
        let says = |word: &str, language: Language| {
            let words = &self.figure_tables().language(language).words;
            words.get(word.to_lowercase().as_str()).is_some_and(|entry| entry.is(Class::SayVerb))
        };
        for mention in mentions.iter_mut().filter(|mention| mention.kind == EntityKind::Place && !mention.is_derived) {
            let paragraphs = &analysis.text.paragraphs;
            let Some(paragraph) = paragraphs.iter().find(|paragraph| paragraph.span.contains(mention.span)) else {
                continue;
            };
            let Some(language) = paragraph.language else { continue };
            let before = &text[paragraph.span.start as usize..mention.span.start as usize];
            let behind = &text[mention.span.end as usize..paragraph.span.end as usize];
            let next = behind.strip_prefix(' ').and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
            let last = before.strip_suffix(' ').and_then(|rest| rest.rsplit(' ').next()).unwrap_or_default();
            let is_cue = matches!(last.to_lowercase().as_str(), "laut") || before.ends_with("ccording to ");
            let is_inverted = language == Language::De && says(last.trim_matches(','), language);
            mention.is_metonym = is_cue || is_inverted || next.is_some_and(|next| says(next, language));
        }
    }

    /// Returns the dates of a text; relative ones (*gestern*, *last Monday*) only where it is known when the text was published.
    pub fn dates(&self, text: &str, analysis: &Analysis, published: Option<Date>) -> Vec<DateFind> {
        figure::dates(self.figure_tables(), text, &own_paragraphs(analysis), published)
    }

    /// Returns the dates of paragraphs of a text.
    pub fn dates_in(
        &self,
        text: &str,
        paragraphs: impl IntoIterator<Item = (Span, Option<Language>)>,
        published: Option<Date>,
    ) -> Vec<DateFind> {
        let known = paragraphs.into_iter().filter_map(|(span, language)| Some((span, language?)));
        figure::dates(self.figure_tables(), text, &known.collect::<Vec<_>>(), published)
    }

    /// Returns the figures of an article in its title and in its text, page furniture left out.
    pub fn article_figures(
        &self,
        title: &str,
        text: &str,
        analysis: &Analysis,
        mentions: &ArticleMentions,
    ) -> ArticleFigures {
        let of_title = analysis.title.paragraphs.iter().filter_map(|p| Some((p.span, p.language?))).collect::<Vec<_>>();
        ArticleFigures {
            title: self.figures_in(title, &of_title, &mentions.title),
            text: self.figures(text, analysis, &mentions.text),
        }
    }

    /// Returns the figures of the text of an article, in order, page furniture left out; `mentions` are those of the text.
    pub fn figures(&self, text: &str, analysis: &Analysis, mentions: &[Mention]) -> Vec<Figure> {
        self.figures_in(text, &own_paragraphs(analysis), mentions)
    }

    fn figures_in(&self, text: &str, paragraphs: &[(Span, Language)], mentions: &[Mention]) -> Vec<Figure> {
        let mentions: Vec<figure::Mention> = mentions
            .iter()
            .map(|mention| figure::Mention { span: mention.span, kind: mention.kind.type_name(), id: &mention.id })
            .collect();
        figure::figures(self.figure_tables(), text, paragraphs, &mentions)
    }
}

/// Returns the paragraphs in one of the languages, without what is page furniture.
fn own_paragraphs(analysis: &Analysis) -> Vec<(Span, Language)> {
    let mut own = Vec::with_capacity(analysis.text.paragraphs.len());
    for paragraph in &analysis.text.paragraphs {
        let Some(language) = paragraph.language else { continue };
        let mut span = paragraph.span;
        let first = analysis.boilerplate.partition_point(|found| found.end <= span.start);
        for found in analysis.boilerplate[first..].iter().take_while(|found| found.start < paragraph.span.end) {
            match found.start <= span.start {
                true => span.start = found.end.min(span.end),
                false => span.end = found.start,
            }
        }
        if !span.is_empty() {
            own.push((span, language));
        }
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_speak_are_metonyms() {
        let analyzer = Analyzer::new(&Schema::embedded().expect("embedded schema is valid")).expect("valid schema");
        let check = |text: &str, language: Language, expected: &[&str]| {
            let analysis = analyzer.analyze("", text, Some(language));
            let (mentions, _) = analyzer.read(text, &analysis);
            let found: Vec<&str> = mentions
                .iter()
                .filter(|mention| mention.is_metonym)
                .map(|mention| &text[mention.span.range()])
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Moskau erklärte, dass in Kiew geschossen werde.", Language::De, &["Moskau"]);
        check("Das sei falsch, sagte Berlin am Montag in Paris.", Language::De, &["Berlin"]);
        check("Laut Kiew sind es 3.000 Soldaten in Kursk.", Language::De, &["Kiew"]);
        check("According to Kyiv, Moscow said that it would fire on Kharkiv.", Language::En, &["Kyiv", "Moscow"]);
    }
}
