//! Completion: what can be written at a place.

use super::super::draft::Draft;
use super::highlight::highlight;
use super::names_of;
use crate::library::Library;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};
use std::borrow::Cow;

pub const COMMANDS: &[&str] = &[
    "diff", "matter", "given", "forget", "on", "at", "zone", "reading", "ask", "why", "what if", "missing",
    "law", "timeline", "case", "undo", "clear", "save", "load", "help", "quit",
];

/// What can be completed now.
pub struct Completion {
    matters: Vec<String>,
    facts: Vec<String>,
    questions: Vec<String>,
    readings: Vec<String>,
    citations: Vec<String>,
    values: Vec<(String, Vec<String>)>,
}

impl Completion {
    pub fn of(library: &Library, draft: &Draft) -> Completion {
        let program = library.program();
        let shape = draft
            .matter
            .as_deref()
            .and_then(|name| program.matter_named(name));
        let shape = shape.and_then(|id| program.matter(id));
        let mut values = Vec::new();
        let mut facts = Vec::new();
        for slot in shape.iter().flat_map(|shape| &shape.slots) {
            let name = slot.name.text.to_string();
            for path in crate::case::paths_below(program, &name, &slot.ty) {
                values.push((path.0.clone(), path.1));
                facts.push(path.0);
            }
        }
        let questions = draft
            .named_matter(library)
            .map(|matter| matter.questions())
            .unwrap_or_default();
        Completion {
            matters: program
                .matters
                .iter()
                .map(|made| made.name.text.to_string())
                .collect(),
            facts,
            questions: questions
                .iter()
                .map(|question| question.name().to_owned())
                .collect(),
            readings: program
                .readings
                .iter()
                .map(|made| made.name.text.to_string())
                .collect(),
            citations: names_of(library)
                .into_iter()
                .filter(|name| name.contains(' '))
                .collect(),
            values,
        }
    }

    /// What may stand where a line ends: the place at which the word begins, and the words.
    pub fn candidates(&self, line: &str) -> (usize, Vec<String>) {
        let fitting = |start: usize, all: &[String]| {
            let begun = line.get(start..).unwrap_or("");
            let fit = all.iter().filter(|name| name.starts_with(begun));
            (start, fit.cloned().collect::<Vec<_>>())
        };
        if let Some((before, _)) = line.split_once('=') {
            let path = before.split_whitespace().next_back().unwrap_or("");
            let start = line.len() - line.get(before.len() + 1..).unwrap_or("").trim_start().len();
            let values = self.values.iter().find(|(known, _)| known == path);
            return fitting(start, values.map_or(&[], |(_, values)| values));
        }
        let Some((word, rest)) = line.split_once(' ') else {
            let commands: Vec<String> = COMMANDS.iter().map(|word| format!("{word} ")).collect();
            let (start, mut all) = fitting(0, &commands);
            let facts = fitting(0, &self.facts).1;
            all.extend(facts.into_iter().map(|fact| format!("{fact} = ")));
            return (start, all);
        };
        let start = line.len() - rest.trim_start().len();
        match word {
            "matter" => fitting(start, &self.matters),
            "given" | "forget" => fitting(start, &self.facts),
            "what" => {
                let start = line.rfind(' ').map_or(start, |place| place + 1);
                fitting(start, &self.facts)
            }
            "ask" | "why" | "missing" => fitting(start, &self.questions),
            "reading" => fitting(start, &self.readings),
            "law" => {
                let with = |name: &String| name.strip_prefix("KZ ").unwrap_or(name).to_owned();
                let short: Vec<String> = self.citations.iter().map(with).collect();
                let (place, mut fit) = fitting(start, &self.citations);
                fit.extend(fitting(start, &short).1);
                fit.sort();
                fit.dedup();
                (place, fit)
            }
            _ => (line.len(), Vec::new()),
        }
    }
}

impl Completer for Completion {
    type Candidate = Pair;

    fn complete(&self, line: &str, place: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let (start, all) = self.candidates(line.get(..place).unwrap_or(line));
        let pairs = all.into_iter().map(|name| Pair {
            display: name.clone(),
            replacement: name,
        });
        Ok((start, pairs.collect()))
    }
}

impl Validator for Completion {
    /// A line with an open bracket goes on.
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let text = context.input();
        let count = |signs: [char; 2]| text.chars().filter(|sign| signs.contains(sign)).count();
        Ok(if count(['(', '[']) > count([')', ']']) {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}

impl Hinter for Completion {
    type Hint = String;
}

impl Highlighter for Completion {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        Cow::Owned(highlight(line, |name| self.facts.iter().any(|fact| fact == name)))
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        true
    }
}

impl Helper for Completion {}

#[cfg(test)]
mod tests {
    use super::*;

    fn completion() -> Completion {
        let text = "enum level: low < high\nrecord Person\n born_on : date\nmatter Custody \"c\"\n who : Person\n level : level\n danger : yes/no\n\
            action remand of Custody\ncode CCP \"Code\"\n in force from 2000-01-01\n in matters of Custody\narticle 1\n must not remand when danger or level is low or who.born_on is none\n";
        let text = text.replace("born_on : date", "born_on : date or none");
        let library = match Library::from_texts([("c.law", text.as_str())]) {
            Ok(library) => library,
            Err(error) => panic!("{error}"),
        };
        let draft = Draft {
            matter: Some("Custody".into()),
            ..Draft::default()
        };
        Completion::of(&library, &draft)
    }

    #[test]
    fn what_may_stand_next_is_offered() {
        let completion = completion();
        let offered = |line: &str| completion.candidates(line);
        assert_eq!(offered("matter C"), (7, vec!["Custody".to_owned()]));
        assert_eq!(offered("da"), (0, vec!["danger = ".to_owned()]));
        assert_eq!(offered("who"), (0, vec!["who.born_on = ".to_owned()]));
        assert_eq!(
            offered("level = "),
            (8, vec!["low".to_owned(), "high".to_owned()])
        );
        assert_eq!(offered("given danger = y"), (15, vec!["yes".to_owned()]));
        assert_eq!(offered("ask re"), (4, vec!["remand".to_owned()]));
        assert_eq!(offered("what if le"), (8, vec!["level".to_owned()]));
        assert_eq!(
            offered("law CCP"),
            (4, vec!["CCP".to_owned(), "CCP art. 1".to_owned()][1..].to_vec())
        );
    }
}
