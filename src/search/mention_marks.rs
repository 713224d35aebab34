//! Mentions and figures that satisfy a query (`person:Scholz`, `figure:"troops >= 10000"`), as spans to mark: whatever the
//! spelling, they are kept with the article.

use super::lower::{Lowered, MentionMarker};
use crate::analysis::Analyzer;
use crate::document::{StoredArticle, StoredMention};
use crate::text::Span;

/// Units with the places of their mentions, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MentionPlaces {
    pub title: Vec<(usize, Span)>,
    pub text: Vec<(usize, Span)>,
}

impl MentionPlaces {
    /// Finds the mentions and figures of an article that satisfy a query; nothing is read where it has no such field.
    pub(super) fn of(stored: &StoredArticle, lowered: &Lowered, analyzer: &Analyzer) -> MentionPlaces {
        let mut places = MentionPlaces::of_mentions(stored, &lowered.mentions);
        if !lowered.figures.is_empty() {
            let kept = stored.figures.read();
            for (figures, places) in [(kept.title, &mut places.title), (kept.text, &mut places.text)] {
                for figure in figures {
                    let units =
                        lowered.figures.iter().filter(|marker| marker.fit(&figure, analyzer.figure_tables()).is_some());
                    places.extend(units.map(|marker| (marker.unit, figure.span)));
                }
                places.sort_by_key(|(_, span)| *span);
            }
        }
        places
    }

    fn of_mentions(stored: &StoredArticle, markers: &[MentionMarker]) -> MentionPlaces {
        if markers.is_empty() {
            return MentionPlaces::default();
        }
        let mentioned = stored.mentions.read();
        let units: Vec<Vec<&MentionMarker>> = mentioned
            .entities
            .iter()
            .map(|entity| markers.iter().filter(|marker| marker.ids.contains(&entity.id)).collect())
            .collect();
        let places = |mentions: &[StoredMention], is_title: bool| {
            let of = |mention: &StoredMention| {
                let markers = units[mention.entity].iter().filter(|marker| is_title || !marker.in_title);
                let span = mention.span;
                markers.map(move |marker| (marker.unit, span)).collect::<Vec<_>>()
            };
            mentions.iter().flat_map(of).collect()
        };
        MentionPlaces { title: places(&mentioned.title, true), text: places(&mentioned.text, false) }
    }

    /// Returns the places in a paragraph of the text.
    pub(super) fn within(&self, paragraph: Span) -> &[(usize, Span)] {
        let first = self.text.partition_point(|(_, place)| place.start < paragraph.start);
        let end = self.text.partition_point(|(_, place)| place.start < paragraph.end);
        &self.text[first..end]
    }
}
