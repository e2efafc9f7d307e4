//! All integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods
)]

mod alike_in_time;
mod amendments;
mod api;
mod batch;
mod beside;
mod columns;
mod command;
mod conformance;
mod consolidate;
mod counting;
mod coverage;
mod diff;
mod differential;
mod documents;
mod edits;
<<<<<<< HEAD
mod ends;
mod faults;
=======
mod files;
>>>>>>> ad0e6f7 (Read revisions of git whole, serve several folders in the editor, warn of hidden characters)
mod findings;
mod format;
mod hostile;
mod house;
mod kinds;
mod language;
mod limits;
mod lsp;
mod norms;
mod pages;
mod periods;
mod prepared;
mod properties;
mod provided;
mod readings;
mod repl;
mod rules;
mod small_cells;
mod support;
#[cfg(unix)]
mod terminal;
mod time_properties;
mod transition;
mod undetermined;
mod words;
