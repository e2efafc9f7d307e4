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
mod boundaries;
mod bounds;
mod calculations;
mod columns;
mod command;
mod comparisons;
mod conformance;
mod consolidate;
mod counting;
mod coverage;
mod decided;
mod delegation;
mod diff;
mod differential;
mod documents;
mod duties;
mod edges_of_time;
mod edits;
mod ends;
mod faults;
mod files;
mod findings;
mod format;
mod grounds;
mod hostile;
mod house;
mod judged;
mod kept;
mod kinds;
mod known;
mod language;
mod limits;
mod lsp;
mod norms;
mod pages;
mod periods;
mod points;
mod prepared;
mod printed;
mod properties;
mod provided;
mod readings;
mod recurring;
mod regressions;
mod repl;
mod roads;
mod rows;
mod rules;
mod searches;
mod small_cells;
mod steps;
mod support;
mod tables;
#[cfg(unix)]
mod terminal;
mod time_properties;
mod transition;
mod undetermined;
mod units;
mod versions;
mod words;
