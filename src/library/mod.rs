//! The library: rules loaded once, asked many times.
//!
//! In: a folder or texts of rules. Out: [`Library`], [`Snapshot`], [`Matter`], [`Ask`], which hand out cases and
//! answers. After loading there is no I/O, no clock and no global state; everything is `Send + Sync`.

mod amendment;
mod ask;
mod consolidate;
mod desk;
mod form;
mod form_json;
mod law_date;
mod load;
mod milder;
mod prepared;
mod provided;
mod reading;
mod snapshot;
mod timeline;
mod workspace;

pub use amendment::AmendmentBy;
pub use ask::Ask;
pub use desk::Desk;
pub use form::{Fact, Form};
pub use load::{Checked, Library, LibraryError, RuleErrors};
#[cfg(feature = "columns")]
pub(crate) use prepared::outcome_of;
pub use prepared::{PrepareError, Prepared};
pub use snapshot::{Matter, Snapshot, UnknownMatter};
pub use workspace::Workspace;
