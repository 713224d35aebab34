//! The JSON shapes of figures.

use serde::Serialize;
use utoipa::ToSchema;

use super::analysis::CodePoints;
use crate::document::StoredFigure;

/// A number of a text, with what it counts or measures, how exact it is and who says so.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = Figure)]
pub struct FigureShape {
    pub start: usize,
    pub end: usize,
    /// As written.
    pub text: String,
    /// `count`, `money`, `duration`, `percent`, `measure` or `ordinal`.
    pub kind: String,
    /// The stated number or range; a point has `low` = `high`.
    pub low: f64,
    pub high: f64,
    /// `exact`, `about`, `at_least`, `more_than`, `at_most`, `up_to`, `less_than`, `range` or `vague`.
    pub modifier: String,
    /// ISO 4217 code, symbol, English singular for time, `percent` or `percentage_point`; none for counts.
    pub unit: Option<String>,
    /// The key of what is counted, the same in both languages: its English lemma.
    pub of: Option<String>,
    /// The words that say so.
    pub of_text: Option<String>,
    /// The key of a second thing that the number counts too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub also_of: Option<String>,
    /// The value by the other reading of its separator.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<f64>,
    pub said_by: Option<SpeakerShape>,
    /// What was done with what is counted: `killed`, `deployed`.
    pub action: Option<String>,
}

/// Who says a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Speaker)]
pub struct SpeakerShape {
    pub id: Option<String>,
    /// As written, perhaps in a sentence before.
    pub text: String,
    /// `entity`, `group` or `reports`.
    pub kind: String,
}

impl FigureShape {
    /// Shapes a figure of a text.
    pub(super) fn new(figure: &StoredFigure, text: &str, offsets: &CodePoints) -> FigureShape {
        let (start, end) = offsets.of(figure.span);
        let written = |span: crate::text::Span| text.get(span.range()).unwrap_or_default().to_string();
        FigureShape {
            start,
            end,
            text: written(figure.span),
            kind: figure.kind.clone(),
            low: figure.low,
            high: figure.high,
            modifier: figure.modifier.clone(),
            unit: figure.unit.clone(),
            of: figure.of.clone(),
            of_text: figure.of_span.map(written),
            also_of: figure.also_of.clone(),
            alt: figure.alt,
            said_by: figure.said_by.as_ref().map(|by| SpeakerShape {
                id: by.id.clone(),
                text: written(by.span),
                kind: by.kind.clone(),
            }),
            action: figure.action.clone(),
        }
    }
}
