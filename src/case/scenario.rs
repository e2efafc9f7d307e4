//! A scenario's facts as a document.

use super::Data;
use super::document::Document;
use crate::finding::Finding;
use crate::source::{Limits, Span};
use crate::syntax::tree::{FactPath, GivenValue, Literal, PathStep, Scenario};

/// Where each path of a document is written.
pub type Places = Vec<(String, Span)>;

/// The document of a scenario, where each of its paths is written, and what has no place in it, such as a fact
/// that is given twice.
pub fn from_scenario(scenario: &Scenario, limits: &Limits) -> (Document, Places, Vec<Finding>) {
    let mut facts = Data::Map(Vec::new());
    let mut places: Places = Vec::new();
    let mut findings = Vec::new();
    for assignment in &scenario.given {
        let path = &assignment.path;
        places.push((words(path), path.span.to(assignment.value.span())));
        nested_places(&words(path), &assignment.value, &mut places);
        let placed = place(&mut facts, &path.steps, data(&assignment.value), limits);
        if let Err(message) = placed {
            findings.push(Finding::error("case", path.span, message).label("this fact"));
        }
    }
    let document = Document {
        matter: Some(scenario.matter.text.to_string()),
        on: scenario.law_on.map(|date| date.to_string()),
        at: scenario.assessed_at.as_ref().map(|text| text.text.to_string()),
        zone: scenario.zone.as_ref().map(|text| text.text.to_string()),
        readings: scenario
            .readings
            .iter()
            .map(|name| name.text.to_string())
            .collect(),
        facts,
    };
    places.push(("matter".into(), scenario.matter.span));
    if let Some(at) = &scenario.assessed_at {
        places.push(("at".into(), at.span));
    }
    for (number, reading) in scenario.readings.iter().enumerate() {
        places.push((format!("readings[{number}]"), reading.span));
    }
    if let Some(zone) = &scenario.zone {
        places.push(("zone".into(), zone.span));
    }
    (document, places, findings)
}

/// `facts.visits[0].began_at`, as problems name it.
fn words(path: &FactPath) -> String {
    path.steps
        .iter()
        .fold("facts".to_owned(), |words, step| match step {
            PathStep::Name(name) => format!("{words}.{}", name.text),
            PathStep::Index(number) => format!("{words}[{}]", number.saturating_sub(1)),
        })
}

fn nested_places(path: &str, value: &GivenValue, places: &mut Places) {
    match value {
        GivenValue::Plain(..) | GivenValue::Period(..) => {}
        GivenValue::List(values, _) => {
            for (number, value) in values.iter().enumerate() {
                let here = format!("{path}[{number}]");
                places.push((here.clone(), value.span()));
                nested_places(&here, value, places);
            }
        }
        GivenValue::Record(fields, _) => {
            for (name, value) in fields {
                let here = format!("{path}.{}", name.text);
                places.push((here.clone(), value.span()));
                nested_places(&here, value, places);
            }
        }
    }
}

fn data(value: &GivenValue) -> Data {
    match value {
        GivenValue::Plain(literal, _) => literal_data(literal),
        GivenValue::List(values, _) => Data::List(values.iter().map(data).collect()),
        GivenValue::Period(from, until, _) => Data::Map(vec![
            ("from".into(), Data::Text(from.to_string())),
            (
                "until".into(),
                until.map_or(Data::Null, |until| Data::Text(until.to_string())),
            ),
        ]),
        GivenValue::Record(fields, _) => Data::Map(
            fields
                .iter()
                .map(|(name, value)| (name.text.to_string(), data(value)))
                .collect(),
        ),
    }
}

/// A literal as data is spelled.
pub(super) fn literal_data(literal: &Literal) -> Data {
    match literal {
        Literal::Yes(yes) => Data::Yes(*yes),
        Literal::None => Data::Null,
        Literal::Number(number) => Data::Number(number.to_string()),
        Literal::Money(number, currency) => Data::Text(format!("{number} {currency}")),
        Literal::Duration(duration) => Data::Text(duration.to_string()),
        Literal::Date(date) => Data::Text(date.to_string()),
        Literal::TimeOfDay(time) => Data::Text(time.to_string()),
        Literal::Moment(text) | Literal::Text(text) => Data::Text(text.clone()),
        Literal::Name(name) => Data::Text(name.text.to_string()),
    }
}

/// Puts a value where its path says, making what is on the way.
fn place(into: &mut Data, steps: &[PathStep], value: Data, limits: &Limits) -> Result<(), String> {
    let Some((step, rest)) = steps.split_first() else {
        if !matches!(into, Data::Map(entries) if entries.is_empty()) {
            return Err("this fact is given twice".to_owned());
        }
        *into = value;
        return Ok(());
    };
    match step {
        PathStep::Name(name) => {
            let Data::Map(entries) = into else {
                return Err(format!(
                    "`{}` stands below something that is not a record",
                    name.text
                ));
            };
            let known = entries.iter().position(|(key, _)| *key == *name.text);
            if known.is_none() {
                entries.push((name.text.to_string(), Data::Map(Vec::new())));
            }
            let last = entries.len().saturating_sub(1);
            match entries.get_mut(known.unwrap_or(last)) {
                Some((_, inner)) => place(inner, rest, value, limits),
                None => Ok(()),
            }
        }
        PathStep::Index(number) => {
            if *number > limits.list {
                return Err(format!("a list has at most {} elements", limits.list));
            }
            if matches!(into, Data::Map(entries) if entries.is_empty()) {
                *into = Data::List(Vec::new());
            }
            let Data::List(elements) = into else {
                return Err("this is not a list".to_owned());
            };
            if elements.len() + 1 < *number {
                return Err(format!(
                    "element {} is given before element {}",
                    number,
                    elements.len() + 1
                ));
            }
            if elements.len() < *number {
                elements.push(Data::Map(Vec::new()));
            }
            match elements.get_mut(number.saturating_sub(1)) {
                Some(inner) => place(inner, rest, value, limits),
                None => Ok(()),
            }
        }
    }
}

/// A value as given in a scenario, read as a type; the message says what is wrong with it.
pub fn value_of_type(
    program: &crate::resolve::Program,
    ty: &crate::resolve::Type,
    given: &GivenValue,
    zone: crate::time::Zone,
    limits: &Limits,
) -> Result<crate::value::Value, String> {
    let mut reader = super::typed::Reader {
        program,
        limits,
        zone,
        problems: Vec::new(),
        remarks: Vec::new(),
        parameters: std::collections::BTreeMap::new(),
    };
    let optional = crate::resolve::Type {
        optional: true,
        ..ty.clone()
    };
    let datum = reader.value(&optional, &data(given), "", false);
    match (datum, reader.problems.first()) {
        (_, Some(problem)) => Err(problem.to_string()),
        // no answer has a fraction of a second, so none can be expected
        (super::Datum::Value(_), None) if !reader.remarks.is_empty() => {
            Err("moments and times of day are to the second; write it without the fraction".to_owned())
        }
        (super::Datum::Value(value), None) => Ok(value),
        (super::Datum::Absent | super::Datum::Record(_) | super::Datum::List(_), None) => {
            Err("one value is expected here".to_owned())
        }
    }
}
