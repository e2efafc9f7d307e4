//! `jargy schema`

use super::arguments::{Arguments, Schema};
use super::output::Output;

pub fn run(command: &Schema, arguments: &Arguments, output: &mut Output) -> u8 {
    let library = match output.load(arguments) {
        Ok(library) => library,
        Err(status) => return status,
    };
    match library.at_any_date().matter(&command.matter) {
        Ok(matter) => {
            output.json(&matter.schema());
            0
        }
        Err(error) => output.fail(error.to_string()),
    }
}
