//! `jargy timeline`

use super::arguments::{Arguments, Timeline};
use super::cases::{self, GivenCase};
use super::output::{Output, width};
use crate::explain::{CaseTimeline, Note, wrap};
use crate::time::Date;
use serde_json::{Value as Json, json};

/// Columns of a timeline: it is read from top to bottom, and longer lines are no help.
const WIDTH: usize = 80;

pub fn run(command: &Timeline, arguments: &Arguments, output: &mut Output) -> u8 {
    show(command, arguments, output).unwrap_or_else(|status| status)
}

fn show(command: &Timeline, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let library = output.load(arguments)?;
    let cases = cases::read(&command.case, &library, output)?;
    let mut shown = Vec::new();
    for given in &cases {
        let law_on = given.matter.law_date_at(&given.case, given.at).ok_or_else(|| {
            output.fail("the date of the law is not known; state it with --on, or `on` in the case")
        })?;
        let timeline = given
            .matter
            .timeline_in(&given.case, given.at, law_on, &arguments.lang);
        shown.push((given, law_on, timeline));
    }
    if output.is_json() {
        let documents = shown
            .iter()
            .map(|(given, law_on, timeline)| document(given, *law_on, timeline));
        output.documents(documents.collect());
        return Ok(0);
    }
    for (number, (given, law_on, timeline)) in shown.iter().enumerate() {
        if number > 0 {
            output.line("");
        }
        let width = width().min(WIDTH);
        output.raw(&wrap(&given.heading(Some(*law_on), &arguments.lang), width));
        output.line("");
        output.raw(&timeline.text(width));
    }
    Ok(0)
}

fn document(given: &GivenCase, law_on: Date, timeline: &CaseTimeline) -> Json {
    let zone = given.zone();
    let mut document = json!({
        "matter": given.matter.name(),
        "law_on": law_on.to_string(),
        "assessed_at": given.at.map(|at| zone.rfc3339(at)),
        "zone": zone.name(),
        "timeline": timeline.json(),
        "notes": timeline.notes().iter().map(Note::json).collect::<Vec<_>>(),
    });
    if let (Some(title), Some(object)) = (&given.title, document.as_object_mut()) {
        object.insert("scenario".into(), json!(title));
    }
    document
}
