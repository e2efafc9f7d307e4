//! `jargy consolidate`

use super::arguments::{Arguments, Consolidate};
use super::output::Output;
use crate::finding::nearest;
use crate::time::parse_date;

pub fn run(command: &Consolidate, arguments: &Arguments, output: &mut Output) -> u8 {
    consolidated(command, arguments, output).unwrap_or_else(|status| status)
}

fn consolidated(command: &Consolidate, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let library = output.load(arguments)?;
    let date = parse_date(&command.on).map_err(|error| output.fail(format!("--on: {error}")))?;
    let Some(text) = library.consolidate(command.instrument.as_deref(), date) else {
        let name = command.instrument.as_deref().unwrap_or_default();
        let known = library.program().law.instruments.iter();
        let near = nearest(name, known.map(|made| &*made.name.text));
        let near = near
            .map(|near| format!("; did you mean `{near}`?"))
            .unwrap_or_default();
        return Err(output.fail(format!("there is no instrument `{name}`{near}")));
    };
    let what = command.instrument.as_deref().unwrap_or("The law");
    let text = format!(
        "-- {what} as in force on {date}, consolidated.\n\n{}\n",
        text.trim_end()
    );
    if output.is_json() {
        output.json(&serde_json::json!({
            "instrument": command.instrument,
            "on": date.to_string(),
            "text": text,
        }));
    } else {
        output.raw(&text);
    }
    Ok(0)
}
