//! Cases: facts given as JSON, YAML, `.case` or by a builder, read against the matter they belong to.
//!
//! In: text or values, and the resolved law. Out: a [`Case`], or all that is wrong with it at once. It
//! decides nothing.

mod builder;
mod data;
mod datum;
mod document;
mod json;
#[cfg(feature = "cli")]
mod paths;
mod periods;
mod readings;
mod scenario;
mod schema;
mod typed;
#[cfg(feature = "lsp")]
mod uses;
mod yaml;

pub use builder::CaseBuilder;
pub use data::Data;
pub use datum::{Case, Datum, DatumRef, Spot, Step};
#[cfg(feature = "columns")]
pub use document::read_fact;
pub use document::{CaseErrors, CaseProblem, Document, from_json, from_yaml};
#[cfg(feature = "table")]
pub use json::read as data_from_json;
#[cfg(feature = "cli")]
pub use paths::paths_below;
pub use scenario::{from_scenario, value_of_type};
pub use schema::json_schema;
pub use typed::{spot_of_path, spot_path};
#[cfg(feature = "lsp")]
pub use uses::names_used;
