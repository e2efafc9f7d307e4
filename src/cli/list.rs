//! `jargy list`

use super::arguments::{Arguments, List, Listed};
use super::output::Output;
use crate::law::Provision;
use crate::library::Library;
use crate::resolve::{CalendarType, MatterId, Shape};
use crate::time::{Date, parse_date};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

pub fn run(command: &List, arguments: &Arguments, output: &mut Output) -> u8 {
    listed(command, arguments, output).unwrap_or_else(|status| status)
}

fn listed(command: &List, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let library = output.load(arguments)?;
    let on = match &command.on {
        Some(text) => Some(parse_date(text).map_err(|error| output.fail(format!("--on: {error}")))?),
        None => None,
    };
    let language = output.language();
    let rows = match command.what {
        Listed::Matters => matters(&library, language),
        Listed::Facts => facts(&library, language),
        Listed::Questions => questions(&library, language),
        Listed::Calendars => calendars(&library, on, language),
        Listed::Parameters => parameters(&library, on, language),
        Listed::Provisions => provisions(&library, on, language),
        Listed::Assumptions => assumptions(&library, on),
        Listed::Interpretations => interpretations(&library, language),
    };
    if output.is_json() {
        output.json(&Json::Array(rows.into_iter().map(|row| row.json).collect()));
    } else {
        for row in rows {
            output.line(row.text);
        }
    }
    Ok(0)
}

struct Row {
    text: String,
    json: Json,
}

fn label(label: Option<&str>) -> String {
    label.map(|label| format!("  {label}")).unwrap_or_default()
}

fn matters(library: &Library, language: &str) -> Vec<Row> {
    let row = |matter: &Shape| Row {
        text: format!("{}{}", matter.name.text, label(matter.labels.pick(language))),
        json: json!({ "matter": &*matter.name.text, "label": matter.labels.pick(language), "zone": matter.zone.name() }),
    };
    library.program().matters.iter().map(row).collect()
}

fn facts(library: &Library, language: &str) -> Vec<Row> {
    let program = library.program();
    let mut rows = Vec::new();
    for shape in program.matters.iter().chain(&program.records) {
        for slot in &shape.slots {
            let ty = slot.ty.words(program);
            let own = &shape.name.text;
            rows.push(Row {
                text: format!("{own}.{} : {ty}{}", slot.name.text, label(slot.labels.pick(language))),
                json: json!({ "of": &**own, "fact": &*slot.name.text, "type": ty, "label": slot.labels.pick(language) }),
            });
        }
    }
    rows
}

fn questions(library: &Library, language: &str) -> Vec<Row> {
    let program = library.program();
    let mut rows = Vec::new();
    for number in 0..program.matters.len() {
        let matter = program
            .matters
            .get(number)
            .map(|matter| matter.name.text.to_string())
            .unwrap_or_default();
        for question in crate::evaluate::questions(program, MatterId(number)) {
            let action = question.action().and_then(|id| program.actions.get(id.0));
            let words = action.and_then(|action| action.labels.pick(language));
            rows.push(Row {
                text: format!("{matter}: {} ({}){}", question.name(), question.kind(), label(words)),
                json: json!({ "matter": matter, "question": question.name(), "kind": question.kind(), "label": words }),
            });
        }
    }
    rows
}

/// Calendars, the spans for which each is certain, and whether a date is worked.
fn calendars(library: &Library, on: Option<Date>, language: &str) -> Vec<Row> {
    let row = |made: &CalendarType| {
        let calendar = &made.calendar;
        let certain: Vec<String> = calendar
            .certain
            .iter()
            .map(|(first, last)| format!("certain from {first} until {last}"))
            .collect();
        let certain = if certain.is_empty() {
            "certain of no year".to_owned()
        } else {
            certain.join(", ")
        };
        let off = on.map(|date| calendar.day_off(date).map(|off| off.to_string()));
        let day = match (&off, on) {
            (Some(Some(off)), Some(date)) => format!("; {date} is {off}"),
            (Some(None), Some(date)) => format!("; {date} is a working day"),
            _ => String::new(),
        };
        Row {
            text: format!(
                "{}  {certain}{day}{}",
                made.name.text,
                label(made.labels.pick(language))
            ),
            json: json!({
                "calendar": &*made.name.text,
                "label": made.labels.pick(language),
                "certain": calendar.certain.iter().map(|(first, last)| json!({
                    "from": first.to_string(), "until": last.to_string(),
                })).collect::<Vec<_>>(),
                "on": on.map(|date| date.to_string()),
                "working": off.as_ref().map(Option::is_none),
                "day_off": off.flatten(),
            }),
        }
    };
    library.program().calendars.iter().map(row).collect()
}

fn parameters(library: &Library, on: Option<Date>, language: &str) -> Vec<Row> {
    let program = library.program();
    let mut rows = Vec::new();
    for made in &program.parameters {
        let name = &made.name.text;
        let values = made
            .values
            .iter()
            .filter(|(interval, _, _)| on.is_none_or(|date| interval.contains(date)));
        let values: Vec<String> = values
            .map(|(interval, value, _)| {
                format!(
                    "{} {interval}",
                    crate::explain::value_words(value, crate::time::Zone::UTC)
                )
            })
            .collect();
        let shown = if values.is_empty() {
            "open".to_owned()
        } else {
            values.join(", ")
        };
        rows.push(Row {
            text: format!("{name} : {} = {shown}{}", made.ty.words(program), label(made.labels.pick(language))),
            json: json!({ "parameter": &**name, "type": made.ty.words(program), "values": values, "label": made.labels.pick(language) }),
        });
    }
    rows
}

/// Provisions that were ever in force, or are on a date.
fn standing(library: &Library, on: Option<Date>) -> impl Iterator<Item = &Provision> {
    let provisions = library.program().law.provisions.iter();
    let ever = provisions.filter(|provision| !provision.in_force.is_empty());
    ever.filter(move |provision| on.is_none_or(|date| provision.in_force.contains(date)))
}

fn provisions(library: &Library, on: Option<Date>, language: &str) -> Vec<Row> {
    standing(library, on)
        .map(|provision| Row {
            text: format!(
                "{}  in force {}{}",
                provision.citation,
                provision.in_force,
                label(provision.heading.pick(language))
            ),
            json: json!({
                "citation": provision.citation.to_string(),
                "title": provision.heading.pick(language),
                "in_force_from": provision.in_force.from().map(|date| date.to_string()),
                "in_force_until": provision.in_force.until().map(|date| date.to_string()),
            }),
        })
        .collect()
}

/// What is taken for granted, where: days in force that are assumed, what norms assume, values that a note calls so.
fn assumptions(library: &Library, on: Option<Date>) -> Vec<Row> {
    let law = &library.program().law;
    let row = |place: String, kind: &str, words: &str| Row {
        text: format!("{place}  {kind}: {words}"),
        json: json!({ "citation": place, "kind": kind, "words": words }),
    };
    let mut rows = Vec::new();
    let mut said: BTreeSet<(String, String)> = BTreeSet::new();
    for provision in standing(library, on) {
        let place = provision.citation.to_string();
        let outer = provision.parent.and_then(|id| law.provision(id));
        let days = provision
            .assumed
            .as_ref()
            .filter(|_| outer.is_none_or(|outer| outer.assumed != provision.assumed));
        let days = days.map(|why| ("in force", why.as_str()));
        let words = provision
            .assumptions
            .iter()
            .map(|words| ("assumed", &*words.text));
        for (kind, words) in days.into_iter().chain(words) {
            if said.insert((place.clone(), words.to_owned())) {
                rows.push(row(place.clone(), kind, words));
            }
        }
    }
    for made in &library.program().parameters {
        let values = made.values.iter();
        for (days, _, note) in values.filter(|(days, _, _)| on.is_none_or(|date| days.contains(date))) {
            if let Some(note) = note.as_deref().filter(|note| note.contains("assum")) {
                rows.push(row(format!("{} {days}", made.name.text), "value", note));
            }
        }
    }
    rows
}

fn interpretations(library: &Library, language: &str) -> Vec<Row> {
    let program = library.program();
    let mut rows = Vec::new();
    for (number, open) in program.interpretations.iter().enumerate() {
        let of_it = program
            .readings
            .iter()
            .filter(|made| made.interpretation == number);
        let mut lines = vec![format!("{}{}", open.name.text, label(open.labels.pick(language)))];
        lines.extend(of_it.clone().map(|made| {
            let default = if made.by_default { " (by default)" } else { "" };
            format!(
                "  {}{}{default}",
                made.name.text,
                label(made.labels.pick(language))
            )
        }));
        rows.push(Row {
            text: lines.join("\n"),
            json: json!({
                "interpretation": &*open.name.text,
                "label": open.labels.pick(language),
                "readings": of_it.map(|made| json!({
                    "reading": &*made.name.text,
                    "label": made.labels.pick(language),
                    "by_default": made.by_default,
                })).collect::<Vec<_>>(),
            }),
        });
    }
    rows
}
