//! Tandem: a search engine across German and English news.
//!
//! Two paths run through this crate, and its modules stand in the order in which data passes them.
//!
//! *Writing*: [`ingest`] reads sources into articles and problems; [`analysis`] finds the language of each paragraph
//! and turns words into terms; [`document`] puts the terms into fields; a [`backend`] indexes them; [`indexer`]
//! drives it and commits.
//!
//! *Reading*: [`query`] reads what a person typed; [`search`] analyses its words in both languages, asks a snapshot
//! of the backend for candidates, fetches the best, and cuts snippets out of them; [`server`] and [`cli`] show them.
//!
//! A module imports only from those above it, and those of one line not from each other (`tests/it/layers.rs`).

pub mod text;
#[rustfmt::skip]
pub mod schema;pub mod ingest;
#[rustfmt::skip]
pub mod lexicon;pub mod analysis;
#[rustfmt::skip]
pub mod document;pub mod query;
#[rustfmt::skip]
pub mod store;pub mod backend;
#[rustfmt::skip]
pub mod indexer;pub mod search;
pub mod service;
pub mod server;
pub mod cli;
