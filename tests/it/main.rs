//! Whole features, through the library wherever possible: one binary, one module for each subject.

mod arrival;
mod backend;
mod backend_selection;
mod command;
mod desk;
mod gapless;
mod golden;
mod golden_queries;
mod harness;
mod hostile;
mod indexing;
mod ingest;
mod ingest_html;
mod ingest_json;
mod ingest_robust;
mod intake;
mod kill;
mod layers;
mod operators;
mod page;
mod paging;
mod repair;
mod search;
mod server;
mod snippets;
mod store;
