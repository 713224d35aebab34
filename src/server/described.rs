//! How the parameters of a search are described, from the tables that they are read by.

use utoipa::openapi::schema::{AnyOfBuilder, ArrayBuilder, Object, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{IntoParams, ToSchema};

use super::parameters::{
    CLAIM_FORMATS, CLAIM_ORDERS, CROSS_LANGUAGE, FACETS, FLAGS, GROUPS, MAX_OFFSET, NAMES, ORDERS, SNIPPETS, SYNTAXES,
};
use crate::search::MAX_LIMIT;
use crate::text::Language;

/// What a search may be asked for, as parameters of a URL or members of a JSON object.
#[derive(IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `parameters` reads by hand, so that its faults have words")]
pub(super) struct SearchParameters {
    #[param(example = "Luftangriff Kiew date:2024-11")]
    q: String,
    #[param(schema_with = syntaxes)]
    #[schema(schema_with = syntaxes)]
    syntax: Option<String>,
    #[param(schema_with = limits)]
    #[schema(schema_with = limits_or_digits)]
    limit: Option<u32>,
    #[param(schema_with = offsets)]
    #[schema(schema_with = offsets_or_digits)]
    offset: Option<u32>,
    #[param(schema_with = cursors)]
    #[schema(schema_with = cursors_or_null)]
    cursor: Option<String>,
    #[param(schema_with = orders)]
    #[schema(schema_with = orders)]
    sort: Option<String>,
    #[param(schema_with = languages)]
    #[schema(schema_with = languages)]
    lang: Option<String>,
    #[param(schema_with = text_lists)]
    #[schema(schema_with = text_or_list)]
    source: Option<String>,
    #[param(schema_with = date_lists)]
    #[schema(schema_with = dates)]
    date: Option<String>,
    #[param(schema_with = text_lists)]
    #[schema(schema_with = text_or_list)]
    entity: Option<String>,
    #[param(schema_with = facet_lists)]
    #[schema(schema_with = facets)]
    facets: Option<String>,
    #[param(schema_with = snippets)]
    #[schema(schema_with = snippets)]
    snippets: Option<String>,
    #[param(schema_with = cross_languages)]
    #[schema(schema_with = cross_languages)]
    cross_language: Option<String>,
    #[param(schema_with = name_spellings)]
    #[schema(schema_with = name_spellings)]
    names: Option<String>,
    #[param(schema_with = groups)]
    #[schema(schema_with = groups)]
    group: Option<String>,
    #[param(schema_with = flag_names)]
    #[schema(schema_with = flags)]
    explain: Option<bool>,
}

/// What a search for claims may be asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `parameters` reads by hand, so that its faults have words")]
pub(super) struct ClaimParameters {
    #[param(example = "figure:\"troops >= 10000\" Kursk")]
    q: String,
    #[param(schema_with = limits)]
    limit: Option<u32>,
    #[param(schema_with = offsets)]
    offset: Option<u32>,
    #[param(schema_with = claim_orders)]
    sort: Option<String>,
    about: Option<String>,
    #[param(schema_with = claim_formats)]
    format: Option<String>,
    #[param(schema_with = languages)]
    lang: Option<String>,
    #[param(schema_with = text_lists)]
    source: Option<String>,
    #[param(schema_with = date_lists)]
    date: Option<String>,
    #[param(schema_with = text_lists)]
    entity: Option<String>,
}

/// What each parameter is for. They stand in the description by name, for the derived one loses what is said of a schema of its own.
pub(super) const MEANINGS: [(&str, &str); 16] = [
    ("q", "The query."),
    (
        "syntax",
        "`query`: the query line, with its operators and fields; `words`: plain words, whatever signs stand between them.",
    ),
    ("limit", "Hits on the page; 10 if it is left out."),
    ("offset", "Hits before the page."),
    ("cursor", "`next` of the page before, in place of `offset`."),
    ("sort", "What comes first: the best, the oldest (`date`) or the newest (`-date`)."),
    ("lang", "Only articles with paragraphs in this language."),
    ("source", "Only articles of this source, or of an agency that they credit; several must all hold."),
    (
        "date",
        "Only articles published then, as behind `date:` on the query line: `2024-11`, `2024-11-01..2024-11-20`, `7d..`.",
    ),
    (
        "entity",
        "Only articles that name the entity with this id (of `/api/v1/entities`, a hit or a facet); several must all hold. It is marked, \
         but does not rank.",
    ),
    ("facets", "What to count all matching articles by, separated by commas."),
    ("snippets", "`on`, or `none` for hits without snippets."),
    ("cross_language", "Whether words are searched in the other language too: `auto`, or `off`."),
    (
        "names",
        "Whether names are searched in their other spellings too (`variants`), whatever the language, or only as typed (`exact`).",
    ),
    ("group", "Whether copies of an article are to be one hit; they are not yet."),
    ("explain", "Whether each hit says which word, in which field, has which share of its score."),
];

/// The same for claims, where they mean something else.
pub(super) const CLAIM_MEANINGS: [(&str, &str); 5] = [
    ("limit", "Claims on the page; 50 if it is left out."),
    ("offset", "Claims before the page."),
    (
        "sort",
        "What comes first: what fits best, the smallest number (`value`) or the largest, the oldest (`date`) or the newest; or by \
         who says so, or by source.",
    ),
    ("about", "Only claims of the group with this `key`."),
    ("format", "`csv` for a table of the rows."),
];

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn choice<T>(choices: &[(&'static str, T)]) -> Object {
    text().enum_values(Some(choices.iter().map(|(name, _)| *name))).build()
}

fn whole_number(max: usize) -> Object {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(max)).build()
}

/// In JSON a number may be written as a string.
fn or_digits(number: Object, digits: &str) -> Schema {
    AnyOfBuilder::new().item(number).item(text().pattern(Some(digits)).build()).into()
}

/// In JSON there may be one or a list; in a URL a parameter may stand more than once.
fn or_list(one: Object) -> Schema {
    AnyOfBuilder::new().item(one.clone()).item(ArrayBuilder::new().items(one)).into()
}

fn format(name: &str) -> Object {
    text().format(Some(utoipa::openapi::SchemaFormat::Custom(name.to_string()))).build()
}

fn syntaxes() -> Object {
    choice(&SYNTAXES)
}

fn limits() -> Object {
    whole_number(MAX_LIMIT)
}

fn limits_or_digits() -> Schema {
    or_digits(limits(), "^0*([0-9]{1,3}|1000)$")
}

fn offsets() -> Object {
    whole_number(MAX_OFFSET)
}

fn offsets_or_digits() -> Schema {
    or_digits(offsets(), "^0*([0-9]{1,5}|100000)$")
}

fn cursors() -> Object {
    format("cursor")
}

/// `next` of the last page is missing, which many clients read as null.
fn cursors_or_null() -> Schema {
    let null = ObjectBuilder::new().schema_type(Type::Null);
    AnyOfBuilder::new().item(cursors()).item(null).into()
}

fn claim_orders() -> Object {
    choice(&CLAIM_ORDERS)
}

fn claim_formats() -> Object {
    choice(&CLAIM_FORMATS)
}

fn orders() -> Object {
    choice(&ORDERS)
}

fn languages() -> Object {
    text().enum_values(Some(Language::ALL.map(Language::code).into_iter().chain([""]))).build()
}

fn text_or_list() -> Schema {
    or_list(text().build())
}

fn text_lists() -> Schema {
    ArrayBuilder::new().items(text()).into()
}

fn dates() -> Schema {
    or_list(format("date-range"))
}

fn date_lists() -> Schema {
    ArrayBuilder::new().items(format("date-range")).into()
}

fn facets() -> Schema {
    let names = text().enum_values(Some(FACETS.map(|(name, _)| name).into_iter().chain([""])));
    AnyOfBuilder::new().item(facet_lists()).item(ArrayBuilder::new().items(names)).into()
}

fn facet_lists() -> Object {
    let name = FACETS.map(|(name, _)| name).join("|");
    text().pattern(Some(format!("^ *({name})? *(, *({name})? *)*$"))).build()
}

fn snippets() -> Object {
    choice(&SNIPPETS)
}

fn cross_languages() -> Object {
    choice(&CROSS_LANGUAGE)
}

fn name_spellings() -> Object {
    choice(&NAMES)
}

fn groups() -> Object {
    choice(&GROUPS)
}

fn flag_names() -> Object {
    choice(&FLAGS)
}

fn flags() -> Schema {
    let is_on = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Boolean));
    AnyOfBuilder::new().item(is_on).item(flag_names()).into()
}
