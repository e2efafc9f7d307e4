//! `jargy completions`

use super::arguments::{Arguments, Completions};
use super::output::Output;
use clap::CommandFactory;

pub fn run(command: &Completions, output: &mut Output) -> u8 {
    let mut text = Vec::new();
    clap_complete::generate(command.shell, &mut Arguments::command(), "jargy", &mut text);
    output.raw(&String::from_utf8_lossy(&text));
    0
}
