//! Fields: `title:word`, `source:"Die Zeit"`, `date:2024-11`, `since:2024`, and several values in brackets.

use super::chunk::{begins_with_gender_form, name_and_rest, operator, words};
use super::date_text::{self, Remarks};
use super::lexer::Kind;
use super::operand::negate;
use super::parser::{Parser, one};
use super::{Clause, DatePoint, DateRange, EntityField, Filter, shown};
use crate::text::Language;

/// Fields of text within each other at most, as in `title:de:word`; more are words.
const MAX_FIELDS: usize = 2;
/// Pieces that make one date at most: `"1 May 2024".."3 May 2024"` has three.
const MAX_DATE_PIECES: usize = 4;

/// What can stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Source,
    Lang,
    Date,
    In(Language),
    Entity(EntityField),
    Figure,
    Said,
}

impl Field {
    /// Returns the field of a name, in whatever case.
    pub(super) fn of(name: &str) -> Option<Field> {
        Some(match name.to_lowercase().as_str() {
            "title" | "titel" => Field::Title,
            "source" | "quelle" => Field::Source,
            "lang" | "sprache" => Field::Lang,
            "date" | "datum" => Field::Date,
            "de" => Field::In(Language::De),
            "en" => Field::In(Language::En),
            "person" => Field::Entity(EntityField::Person),
            "place" | "ort" => Field::Entity(EntityField::Place),
            "org" => Field::Entity(EntityField::Org),
            "entity" => Field::Entity(EntityField::Entity),
            "said" => Field::Said,
            "figure" | "zahl" => Field::Figure,
            _ => return None,
        })
    }

    fn is_text(self) -> bool {
        matches!(self, Field::Title | Field::In(_))
    }

    /// A minus begins some values.
    fn may_begin_with_minus(self) -> bool {
        matches!(self, Field::Date | Field::Figure)
    }

    /// An article has one value at most.
    fn is_single(self) -> bool {
        matches!(self, Field::Source | Field::Lang | Field::Date)
    }
}

/// How dates are written.
const DATES: &str = "write 2024-11, 20.11.2024, 2024-11-01..2024-11-20 or 7d.., several words in quotes";

/// Returns what `since:` and its like make of a date.
fn bound(name: &str) -> Option<fn(DatePoint) -> DateRange> {
    match name.to_lowercase().as_str() {
        "since" | "after" | "from" | "seit" | "ab" | "von" => Some(date_text::since),
        "until" | "to" | "bis" => Some(date_text::until),
        "before" | "vor" => Some(date_text::before),
        _ => None,
    }
}

impl<'t> Parser<'t> {
    /// Reads `name:` and what it holds for; `None` if that is no field, and the chunk is words.
    pub(super) fn field(&mut self, chunk: &'t str, place: usize) -> Option<Vec<Clause>> {
        let (name, mut rest) = name_and_rest(chunk)?;
        if let Some(make) = bound(name) {
            return self.bound(name, rest, make, place);
        }
        let Some(field) = Field::of(name) else {
            if rest.starts_with(char::is_alphanumeric) && !begins_with_gender_form(chunk, name) {
                self.unknown_field(name, place);
            }
            return None;
        };
        let follows =
            self.peek().is_some_and(|next| next.is_attached && matches!(next.kind, Kind::Open | Kind::Quoted(_)));
        let after_minus = rest.strip_prefix('-').filter(|after| !after.is_empty() || follows);
        let is_negated = !field.may_begin_with_minus() && after_minus.is_some();
        if is_negated {
            rest = after_minus.unwrap_or(rest);
        }
        if rest.is_empty() && !follows {
            self.note_space(name, place);
            return None;
        }
        if field.is_text() && self.n_fields == MAX_FIELDS {
            return None;
        }
        let place_of_rest = place + chunk[..chunk.len() - rest.len()].chars().count();
        let clauses = match field {
            Field::Title | Field::In(_) => self.text_of(field, rest, place_of_rest),
            Field::Date => self.date(rest, place_of_rest),
            _ => self.value_of(field, rest, place_of_rest),
        };
        if clauses.is_empty() && !self.is_full() {
            let detail = format!("{} holds nothing and was passed over; write a value behind the colon", shown(name));
            self.notes.at("empty_field", place, detail);
        }
        Some(if is_negated { one(clauses).map(negate).into_iter().collect() } else { clauses })
    }

    /// A headline may say `Place: a town`, so a space makes words of it; who meant the field should hear of that.
    fn note_space(&mut self, name: &str, place: usize) {
        if let Some(Kind::Chunk(next)) = self.peek().map(|next| next.kind).filter(|_| !name.is_empty()) {
            let detail = format!("a space behind the colon makes words of it; write {name}:{next} for the field");
            self.notes.at("field_space", place, detail);
        }
    }

    fn text_of(&mut self, field: Field, rest: &'t str, place: usize) -> Vec<Clause> {
        self.n_fields += 1;
        let inner = if rest.is_empty() { self.primary() } else { self.chunk(rest, place) };
        self.n_fields -= 1;
        one(inner).map(|inner| within(field, inner)).into_iter().collect()
    }

    fn value_of(&mut self, field: Field, rest: &'t str, place: usize) -> Vec<Clause> {
        let is_open = self.peek().is_some_and(|next| next.kind == Kind::Open);
        match rest {
            "" if is_open => self.values(field),
            "" | "=" => match self.attached_quote() {
                Some(inside) => self.filter(field, inside, place),
                None => Vec::new(),
            },
            rest => self.filter(field, rest.trim_end_matches([',', ';']), place),
        }
    }

    fn date(&mut self, rest: &'t str, place: usize) -> Vec<Clause> {
        if rest.is_empty() && self.peek().is_some_and(|next| next.kind == Kind::Open) {
            return self.values(Field::Date);
        }
        let (text, n_pieces) = self.attached_text(rest);
        self.at += n_pieces;
        self.filter(Field::Date, text.trim_end_matches([',', ';']), place)
    }

    /// Reads `since:2024`; `None` if no date follows: these are ordinary words before a colon.
    fn bound(
        &mut self,
        name: &str,
        rest: &'t str,
        make: fn(DatePoint) -> DateRange,
        place: usize,
    ) -> Option<Vec<Clause>> {
        let (text, n_pieces) = self.attached_text(rest);
        let mut remarks = Remarks::new();
        let Some(range) = date_text::bound(text.trim_end_matches([',', ';', '.']), make, &mut remarks) else {
            // The shorter names stand before numbers of any kind.
            if name.len() > 4 && rest.starts_with(|c: char| c.is_ascii_digit()) {
                let detail = format!("{} was searched as words, as it is no date; {DATES}", shown(rest));
                self.notes.at("bad_value", place, detail);
            }
            return None;
        };
        self.at += n_pieces;
        Some(self.date_filter(range, remarks, place))
    }

    /// Returns the rest of a chunk with the chunks and quotes attached to it, and their number: `>="1 May 2024"`.
    fn attached_text(&self, rest: &str) -> (String, usize) {
        let mut text = rest.to_string();
        let mut n_pieces = 0;
        for lexeme in self.lexemes[self.at..].iter().take(MAX_DATE_PIECES).take_while(|lexeme| lexeme.is_attached) {
            match lexeme.kind {
                Kind::Chunk(piece) | Kind::Quoted(piece) => text.push_str(piece),
                Kind::Open | Kind::Close => break,
            }
            n_pieces += 1;
        }
        (text, n_pieces)
    }

    /// Reads brackets that hold values of a field, with operators between them.
    fn values(&mut self, field: Field) -> Vec<Clause> {
        let outer = self.values_of.replace(field);
        let clauses = self.primary();
        self.values_of = outer;
        clauses
    }

    /// Reads one value in brackets: a quoted text, or chunks up to an operator.
    pub(super) fn value_in_brackets(&mut self, field: Field) -> Vec<Clause> {
        let first = self.at;
        let Some(place) = self.peek().map(|lexeme| lexeme.place) else { return Vec::new() };
        if let Kind::Quoted(inside) = self.lexemes[first].kind {
            self.at += 1;
            return self.filter(field, inside, place);
        }
        let mut value = String::new();
        while let Some(Kind::Chunk(chunk)) = self.peek().map(|lexeme| lexeme.kind) {
            let is_next = operator(chunk).is_some()
                || (!field.may_begin_with_minus() && chunk.len() > 1 && chunk.starts_with(['-', '!']));
            if is_next && self.at > first {
                break;
            }
            self.at += 1;
            value.push_str(chunk);
            value.push(' ');
            if chunk.ends_with(',') && field != Field::Date {
                break;
            }
        }
        self.filter(field, value.trim_end().trim_end_matches([',', ';']), place)
    }

    /// Joins what stands side by side in brackets: several values of a field that has one each are alternatives.
    pub(super) fn list_of_values(&mut self, clauses: Vec<Clause>, place: usize) -> Clause {
        let is_single = self.values_of.is_some_and(Field::is_single);
        if is_single && clauses.iter().all(|clause| matches!(clause, Clause::Filter(_))) {
            let detail = "the values side by side were read with OR between them; write OR";
            self.notes.at("field_list", place, detail);
            return Clause::Or(clauses);
        }
        Clause::Group(clauses)
    }

    /// Reads the value of a field that is no text; where it is none, it is words, with a note.
    fn filter(&mut self, field: Field, text: &str, place: usize) -> Vec<Clause> {
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        let clause = match field {
            Field::Title | Field::In(_) => None,
            Field::Source => Some(Clause::Filter(Filter::Source(text.to_string()))),
            Field::Entity(field) => Some(Clause::Entity { field, name: text.to_string() }),
            Field::Figure => Some(Clause::Figure(text.to_string())),
            Field::Said => Some(Clause::Said(text.to_string())),
            Field::Lang => Language::from_tag(text).map(|language| Clause::Filter(Filter::Language(language))),
            Field::Date => {
                let mut remarks = Remarks::new();
                if let Some(range) = date_text::range(text, &mut remarks) {
                    return self.date_filter(range, remarks, place);
                }
                None
            }
        };
        let clauses = match clause {
            Some(clause) => vec![clause],
            None => {
                let wanted = match field {
                    Field::Date => format!("no date; {DATES}"),
                    _ => "neither of the languages; write de or en".to_string(),
                };
                self.notes.at("bad_value", place, format!("{} was searched as words, as it is {wanted}", shown(text)));
                words(text, self.room())
            }
        };
        self.keep(clauses)
    }

    fn date_filter(&mut self, range: DateRange, remarks: Remarks, place: usize) -> Vec<Clause> {
        for (code, detail) in remarks {
            self.notes.at(code, place, detail);
        }
        self.keep(vec![Clause::Filter(Filter::Date(range))])
    }
}

/// Puts a clause into a field of text. What the article is, is not a matter of its title or language.
fn within(field: Field, clause: Clause) -> Clause {
    match (clause, field) {
        (Clause::Not(inner), _) => negate(within(field, *inner)),
        (clause @ (Clause::Filter(_) | Clause::Entity { .. } | Clause::Figure(_) | Clause::Said(_)), _) => clause,
        (clause, Field::In(language)) => Clause::In(language, Box::new(clause)),
        (clause, _) => Clause::Title(Box::new(clause)),
    }
}
