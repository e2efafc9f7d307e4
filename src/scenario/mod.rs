//! Scenarios run: what was expected against what was answered.
//!
//! In: a library and a `.case` file. Out: for each scenario whether it holds, and where not, the
//! expected, the got and why. It never changes an answer.

mod coverage;
mod expectation;
mod run;

pub use coverage::{Coverage, Exercised, NormCoverage};
pub use run::{Failure, Read, Report, read_scenarios, run};
