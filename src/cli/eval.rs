//! `jargy eval`

use super::arguments::{Arguments, Eval};
use super::cases::{self, GivenCase};
use super::output::{Output, width};
use crate::evaluate::Outcome;
use crate::explain::{Answer, ConditionalAnswers, answer_json, answer_text, why_text};
use crate::time::{Date, Moment};
use serde_json::{Value as Json, json};

/// A case, and what to ask of it.
struct Asked {
    given: GivenCase,
    questions: Vec<String>,
}

pub fn run(command: &Eval, arguments: &Arguments, output: &mut Output) -> u8 {
    evaluate(command, arguments, output).unwrap_or_else(|status| status)
}

fn evaluate(command: &Eval, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let library = output.load(arguments)?;
    let given = cases::read(&command.case, &library, output)?;
    let cases = asked(command, given, output)?;
    let mut answers = Vec::new();
    for asked in &cases {
        answers.push(answer(asked, command.provided, output)?);
    }
    if output.is_json() {
        let documents = cases
            .iter()
            .zip(&answers)
            .map(|(asked, answers)| document(asked, answers, command));
        output.documents(documents.collect());
    } else {
        for (number, (asked, answers)) in cases.iter().zip(&answers).enumerate() {
            if number > 0 {
                output.line("");
            }
            text(asked, answers, command, output);
        }
    }
    Ok(0)
}

/// What to ask of each case: what the command asks, else what a scenario expects, else all of the matter. Of several
/// cases those are asked whose matter knows the question.
fn asked(command: &Eval, cases: Vec<GivenCase>, output: &Output) -> Result<Vec<Asked>, u8> {
    let several = cases.len() > 1;
    let mut unknown = Vec::new();
    let mut all = Vec::new();
    for given in cases {
        let mut questions = questions(command, &given);
        if several && !command.ask.is_empty() {
            let matter = &given.matter;
            unknown.extend(questions.iter().filter_map(|name| matter.ask(name).err()));
            questions.retain(|name| matter.ask(name).is_ok());
            if questions.is_empty() {
                continue;
            }
        }
        all.push(Asked { given, questions });
    }
    match unknown.first() {
        Some(error) if all.is_empty() => Err(output.fail(error.to_string())),
        Some(_) | None => Ok(all),
    }
}

fn questions(command: &Eval, given: &GivenCase) -> Vec<String> {
    if !command.ask.is_empty() {
        return command.ask.clone();
    }
    if !given.expected.is_empty() {
        return given.expected.clone();
    }
    let all = given.matter.questions();
    all.iter().map(|question| question.name().to_owned()).collect()
}

/// Answers of one case, with the date of the law and the assessment they were made at.
struct Answers {
    law_on: Option<Date>,
    at: Option<Moment>,
    answers: Vec<Answer>,
    /// Conditional answers beside those that are unknown, where they are asked for.
    provided: Vec<Option<ConditionalAnswers>>,
}

fn answer(asked: &Asked, with_provided: bool, output: &Output) -> Result<Answers, u8> {
    let at = asked.given.at;
    let mut law_on = asked.given.matter.snapshot().date().or(asked.given.case.on());
    let mut answers = Vec::new();
    let mut provided = Vec::new();
    let mut wrong = Vec::new();
    for name in &asked.questions {
        match asked.given.matter.ask(name) {
            Ok(ask) => {
                law_on = law_on.or(ask.law_date_at(&asked.given.case, at));
                let answer = ask.decide_in(&asked.given.case, at, output.language());
                let unknown = with_provided && answer.outcome() == Outcome::Unknown;
                provided.push(unknown.then(|| ask.provided(&asked.given.case, at, output.language())));
                answers.push(answer);
            }
            Err(error) => wrong.push(error.to_string()),
        }
    }
    if !wrong.is_empty() {
        return Err(output.fail(wrong.join("\nerror: ")));
    }
    Ok(Answers {
        law_on,
        at,
        answers,
        provided,
    })
}

fn document(asked: &Asked, answers: &Answers, command: &Eval) -> Json {
    let zone = asked.given.zone();
    let mut document = json!({
        "matter": asked.given.matter.name(),
        "law_on": answers.law_on.map(|date| date.to_string()),
        "assessed_at": answers.at.map(|at| zone.rfc3339(at)),
        "answers": answers.answers.iter().zip(&answers.provided).map(|(answer, provided)| {
            let mut json = answer_json(answer, command.why);
            if let (Some(provided), Some(object)) = (provided, json.as_object_mut()) {
                object.insert("provided".into(), provided.json());
            }
            json
        }).collect::<Vec<_>>(),
    });
    if let (Some(title), Some(object)) = (&asked.given.title, document.as_object_mut()) {
        object.insert("scenario".into(), json!(title));
    }
    document
}

fn text(asked: &Asked, answers: &Answers, command: &Eval, output: &mut Output) {
    let heading = asked.given.heading(answers.law_on, output.language());
    output.raw(&heading);
    for (answer, provided) in answers.answers.iter().zip(&answers.provided) {
        output.line("");
        output.raw(&answer_text(answer, width()));
        if let Some(provided) = provided {
            output.raw(&provided.text(output.language()));
        }
        if command.why {
            output.line(format!("  {}:", output.words().say("why")));
            output.raw(&why_text(answer, width()));
        }
    }
}
