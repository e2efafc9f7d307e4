//! The fuzz targets of Jargy. What they do is in `targets`, which the tests of the repository run over the kept finds as well.

#[path = "../../tests/fuzz/generated.rs"]
mod generated;
#[path = "../../tests/fuzz/targets.rs"]
pub mod targets;

/// Runs a command in this process.
pub fn in_this_process(words: &[String]) -> u8 {
    let program = std::iter::once("jargy".to_owned());
    jargy::cli::run(program.chain(words.iter().cloned()).map(Into::into))
}
