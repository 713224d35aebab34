//! Why a hit has its score: which word, in which field, with which share.

use crate::backend::{BackendError, Candidate, Matcher, Near, Plan, Snapshot};
use crate::document::TermField;

use super::lower::Lowered;

/// One part of a score.
#[derive(Clone, Debug, PartialEq)]
pub struct ScorePart {
    /// What was typed.
    pub word: String,
    pub field: TermField,
    /// The term of the index that stands for it; several with a space between for a phrase.
    pub term: String,
    /// How often it stands in the article.
    pub frequency: u32,
    /// How much one occurrence counts against the word itself.
    pub weight: f32,
    pub score: f32,
    /// Of the whole score, 0 to 1.
    pub share: f32,
}

/// Explains hits of a query, each by its parts, the largest first.
pub(super) fn explanations(
    snapshot: &dyn Snapshot,
    lowered: &Lowered,
    hits: &[Candidate],
) -> Result<Vec<Vec<ScorePart>>, BackendError> {
    let plan = &lowered.plan;
    let explained = snapshot.explain(plan, hits)?.into_iter().zip(hits).map(|(contributions, hit)| {
        let sum: f32 = contributions.iter().map(|contribution| contribution.score).sum();
        // A balanced score is a multiple of what its parts add up to.
        let factor = if sum > 0.0 { hit.score / sum } else { 1.0 };
        let parts = contributions.into_iter().filter(|contribution| contribution.score > 0.0).map(|contribution| {
            let alternative =
                &plan.units[contribution.unit].groups[contribution.group].alternatives[contribution.alternative];
            let (field, term) = shown(plan, contribution.unit, &alternative.matcher);
            let (frequency, score) = (contribution.frequency, contribution.score * factor);
            let word = lowered.labels[contribution.unit].clone();
            ScorePart {
                word,
                field,
                term,
                frequency,
                weight: alternative.weight,
                score,
                share: contribution.score / sum,
            }
        });
        let mut parts: Vec<ScorePart> = parts.collect();
        parts.sort_by(|a, b| b.score.total_cmp(&a.score));
        parts
    });
    Ok(explained.collect())
}

/// Returns the field of a matcher and its terms, of alternatives the first.
fn shown(plan: &Plan, unit: usize, matcher: &Matcher) -> (TermField, String) {
    let of_places = |places: &[(u32, Vec<(TermField, String)>)]| {
        let terms: Vec<&str> = places.iter().filter_map(|(_, terms)| Some(terms.first()?.1.as_str())).collect();
        // A function word of a phrase stands in the exact field, the phrase in that of its stems.
        let fields = places.iter().filter_map(|(_, terms)| Some(terms.first()?.0));
        let field = fields.min().unwrap_or(plan.units[unit].groups[0].field);
        (field, terms.join(" "))
    };
    match matcher {
        Matcher::Term { field, term } => (*field, term.clone()),
        Matcher::Sequence(places) => of_places(places),
        Matcher::Near(Near { operands, .. }) => {
            let operands = operands.iter().filter_map(|alternatives| Some(of_places(alternatives.first()?).1));
            let shown: Vec<String> = operands.collect();
            (plan.units[unit].groups[0].field, shown.join(" … "))
        }
    }
}
