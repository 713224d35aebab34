//! Whole features, through the library wherever possible: one binary, one module for each subject.

mod backend;
mod command;
mod desk;
mod golden;
mod harness;
mod indexing;
mod layers;
mod search;
mod server;
mod snippets;
