mod backend;
mod harness;
mod layers;
