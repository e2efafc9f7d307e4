//! One expectation against one answer.

use crate::case::value_of_type;
use crate::evaluate::Outcome;
use crate::explain::{Answer, value_words};
use crate::finding::{Finding, nearest};
use crate::law::find_citation;
use crate::law::parse_citation;
use crate::library::{Ask, Library};
use crate::resolve::known_provision;
use crate::syntax::tree::{
    CitationText, Expectation, Expected, FactPath, GivenValue, Literal, PathStep, Wanting,
};
use crate::time::{Moment, Zone, end_of_day, parse_date, parse_moment_noting};
use crate::value::Value;

/// What does not hold of an expectation; a finding where it cannot be checked.
pub(super) fn check(
    library: &Library,
    expectation: &Expectation,
    ask: &Ask,
    answer: &Answer,
) -> Result<Vec<String>, Box<Finding>> {
    let mut wrong = Vec::new();
    wrong.extend(outcome(library, expectation, ask, answer)?);
    for cited in &expectation.by {
        wrong.extend(by(library, cited, answer)?);
    }
    if let Some(wanting) = &expectation.wanting {
        wrong.extend(wanted(wanting, answer));
    }
    if let Some(due) = &expectation.due {
        let zone = answer.zone();
        let moment = match parse_date(&due.text) {
            Ok(date) => end_of_day(zone, date).ok_or_else(|| "the date is out of range".to_owned()),
            Err(_) => exact_moment(&due.text, zone),
        };
        let moment = moment.map_err(|message| Box::new(Finding::error("case", due.span, message)))?;
        if answer.due_at() != Some(moment) {
            let got = answer
                .due_at()
                .map_or_else(|| "no due moment".to_owned(), |due| zone.words(due));
            wrong.push(format!("expected due {}, got {got}", zone.words(moment)));
        }
    }
    if let Some(changes) = &expectation.changes {
        wrong.extend(
            changes_at(&changes.text, answer)
                .map_err(|message| Box::new(Finding::error("case", changes.span, message)))?,
        );
    }
    Ok(wrong)
}

/// A moment that is expected. No answer has a fraction of a second, so none can be expected.
fn exact_moment(text: &str, zone: Zone) -> Result<Moment, String> {
    match parse_moment_noting(text, zone) {
        Ok((moment, false)) => Ok(moment),
        Ok((_, true)) => Err(format!(
            "`{text}` has a fraction of a second; moments are to the second"
        )),
        Err(error) => Err(error.to_string()),
    }
}

/// What does not hold of the moment at which the answer changes by itself.
fn changes_at(written: &str, answer: &Answer) -> Result<Option<String>, String> {
    let zone = answer.zone();
    let expected = match written {
        "none" => None,
        text => Some(exact_moment(text, zone)?),
    };
    let words = |at: Option<crate::time::Moment>| at.map_or_else(|| "none".to_owned(), |at| zone.words(at));
    let got = answer.changes_at();
    Ok((got != expected).then(|| {
        format!(
            "expected that it changes at {}, got {}",
            words(expected),
            words(got)
        )
    }))
}

fn got(answer: &Answer) -> String {
    match answer.value() {
        Some(value) => value_words(value, answer.zone()),
        None => answer.outcome().word().replace('_', " "),
    }
}

const OUTCOMES: &[&str] = &[
    "permitted",
    "forbidden",
    "unregulated",
    "unknown",
    "conflict",
    "not_applicable",
    "pending",
    "fulfilled",
    "fulfilled_late",
    "overdue",
    "undefined",
];

fn outcome(
    library: &Library,
    expectation: &Expectation,
    ask: &Ask,
    answer: &Answer,
) -> Result<Option<String>, Box<Finding>> {
    let question = expectation.question.text();
    let expected_word = match &expectation.expected {
        Expected::State(word) => Some((*word).to_owned()),
        Expected::Value(GivenValue::Plain(Literal::Name(name), _)) if OUTCOMES.contains(&&*name.text) => {
            Some(name.text.to_string())
        }
        Expected::Value(_) => None,
    };
    if let Some(word) = expected_word {
        let same = answer.outcome().word() == word;
        let shown = word.replace('_', " ");
        return Ok((!same).then(|| format!("expected {question} is {shown}, got {}", got(answer))));
    }
    let Expected::Value(given) = &expectation.expected else {
        return Ok(None);
    };
    let Some(definition) = ask.question().definition() else {
        let validity = matches!(answer.value(), Some(Value::Yes(_)));
        if validity {
            return Ok(plain_truth(given, answer, &question));
        }
        return Err(Box::new(not_an_outcome(&question, given)));
    };
    let program = library.program();
    let Some(ty) = program.definitions.get(definition.0).map(|made| made.ty.clone()) else {
        return Ok(None);
    };
    let expected = value_of_type(program, &ty, given, answer.zone(), library.limits())
        .map_err(|message| Finding::error("case", given.span(), message).label("expected value"))?;
    let same =
        answer.outcome() == Outcome::Known && answer.value().is_some_and(|value| equal(value, &expected));
    Ok((!same).then(|| {
        format!(
            "expected {question} is {}, got {}",
            value_words(&expected, answer.zone()),
            got(answer)
        )
    }))
}

fn not_an_outcome(question: &str, given: &GivenValue) -> Finding {
    let near = match given {
        GivenValue::Plain(Literal::Name(name), _) => nearest(&name.text, OUTCOMES.iter().copied()),
        GivenValue::Plain(..) | GivenValue::List(..) | GivenValue::Record(..) | GivenValue::Period(..) => {
            None
        }
    };
    let outcomes = OUTCOMES.join(", ").replace('_', " ");
    Finding::error(
        "unknown-value",
        given.span(),
        format!("this is not an outcome of `{question}`"),
    )
    .label("not an outcome")
    .suggest(near, format!("outcomes are {outcomes}"))
}

fn plain_truth(given: &GivenValue, answer: &Answer, question: &str) -> Option<String> {
    let expected = matches!(given, GivenValue::Plain(Literal::Yes(true), _));
    let same = answer.value() == Some(&Value::Yes(expected));
    (!same).then(|| {
        format!(
            "expected {question} is {}, got {}",
            if expected { "yes" } else { "no" },
            got(answer)
        )
    })
}

/// Durations are equal when they are equally long, however they are written.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Duration(a), Value::Duration(b)) => a.compare(b) == Some(std::cmp::Ordering::Equal),
        (a, b) => a == b,
    }
}

/// The answer must rest on the provision, with the lettered points that the citation names.
fn by(library: &Library, written: &CitationText, answer: &Answer) -> Result<Option<String>, Box<Finding>> {
    let law = &library.program().law;
    let cited = find_citation(law, None, written).filter(|cited| known_provision(law, cited));
    let Some(cited) = cited else {
        let finding = Finding::error(
            "unknown-citation",
            written.span,
            "nothing is enacted at this citation",
        )
        .label("cites nothing")
        .help("name the instrument and the article, as in `by CCP article 491`");
        return Err(Box::new(finding));
    };
    let mut provision = cited.clone();
    provision.points.clear();
    let rests = answer.because().iter().any(|because| {
        let standing = parse_citation(&because.citation).ok();
        standing.is_some_and(|standing| {
            let covered = provision.covers(&standing);
            let has = |point: &std::sync::Arc<str>| {
                standing.points.contains(point) || because.points.iter().any(|other| **other == **point)
            };
            covered && cited.points.iter().all(has)
        })
    });
    let got: Vec<String> = answer
        .because()
        .iter()
        .map(|because| {
            let points: String = because.points.iter().map(|point| format!("({point})")).collect();
            format!("{}{points}", because.citation)
        })
        .collect();
    let got = if got.is_empty() {
        "no provision".to_owned()
    } else {
        got.join(", ")
    };
    Ok((!rests).then(|| format!("expected it by {cited}, got it by {got}")))
}

fn path_words(path: &FactPath) -> String {
    let mut words = String::new();
    for step in &path.steps {
        match step {
            PathStep::Name(name) => {
                if !words.is_empty() {
                    words.push('.');
                }
                words.push_str(&name.text);
            }
            PathStep::Index(number) => words.push_str(&format!("[{number}]")),
        }
    }
    words
}

fn wanted(wanting: &Wanting, answer: &Answer) -> Vec<String> {
    let expected: Vec<String> = wanting.facts.iter().map(path_words).collect();
    let missing: Vec<&str> = answer.missing().iter().map(|fact| fact.fact.as_str()).collect();
    let shown = if missing.is_empty() {
        "nothing".to_owned()
    } else {
        missing.join(", ")
    };
    let mut wrong = Vec::new();
    for fact in &expected {
        if !missing.contains(&fact.as_str()) {
            wrong.push(format!(
                "expected it for want of {fact}, got it for want of {shown}"
            ));
        }
    }
    if wanting.only
        && missing
            .iter()
            .any(|fact| !expected.iter().any(|other| other == fact))
    {
        wrong.push(format!(
            "expected it for want of only {}, got it for want of {shown}",
            expected.join(", ")
        ));
    }
    wrong
}
