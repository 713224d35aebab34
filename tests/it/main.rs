//! Whole features, through the library wherever possible: one binary, one module for each subject.

mod backend;
mod command;
mod golden;
mod harness;
mod indexing;
mod ingest;
mod ingest_html;
mod ingest_json;
mod ingest_robust;
mod layers;
mod search;
mod server;
mod snippets;
