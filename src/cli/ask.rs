//! `jargy ask`: an interview towards the answer to one question.

use super::arguments::{Arguments, Ask as Command};
use super::draft::Draft;
use super::output::{Output, not_text, width};
use super::save::{self, Saved};
use crate::explain::{Answer, MissingFact, MissingKind, answer_text};
use crate::library::{Ask, Library};
use crate::scenario::Read;
use crate::source::{shown_path, visible_line};
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal as _;
use std::path::Path;

/// Facts among which the next question is chosen.
const LOOKED_AT: usize = 12;

pub fn run(command: &Command, arguments: &Arguments, output: &mut Output) -> u8 {
    interviewed(command, arguments, output).unwrap_or_else(|status| status)
}

/// What came of one question.
enum Turn {
    Stated,
    Unknown,
    Back,
    Leave,
}

struct Interview<'a> {
    library: &'a Library,
    goal: Ask,
    language: String,
    draft: Draft,
    /// Facts of which the user knows nothing.
    unknown: BTreeSet<String>,
    /// Facts in the order in which they were asked.
    asked: Vec<MissingFact>,
    values: BTreeMap<String, Vec<(String, Option<String>)>>,
}

fn interviewed(command: &Command, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let library = output.load(arguments)?;
    let matter = library.at_any_date().matter(&command.matter);
    let matter = matter.map_err(|error| output.fail(error.to_string()))?;
    let goal = matter
        .ask(&command.goal)
        .map_err(|error| output.fail(error.to_string()))?;
    let draft = Draft {
        matter: Some(command.matter.clone()),
        on: command.on.clone(),
        at: command.at.clone(),
        ..Draft::default()
    };
    let mut interview = Interview {
        library: &library,
        goal,
        language: output.language().to_owned(),
        values: listed(&library, &command.matter, output.language()),
        draft,
        unknown: BTreeSet::new(),
        asked: Vec::new(),
    };
    let mut editor = DefaultEditor::new().map_err(|error| output.fail(format!("no terminal: {error}")))?;
    if let Some(path) = &command.save {
        may_save(path, &mut editor, output)?;
    }
    output.say(interview.say("answer each question; `?` shows what can be answered, `-` says that it is not known, `back` and `review` go back and look, `quit` ends"));
    interview.hold(&mut editor, output)?;
    let read = interview.read().map_err(|wrong| output.fail(wrong))?;
    let answer = interview.answer(&read);
    let saved = command.save.as_ref();
    let saved = saved.map_or(Ok(()), |path| interview.save(path, &answer, output));
    if output.is_json() {
        output.json(&json!({
            "case": interview.json(),
            "answers": [crate::explain::answer_json(&answer, false)],
        }));
    } else {
        output.raw(&answer_text(&answer, width()));
    }
    saved.map(|()| 0)
}

/// The values that can be listed, each with its label, by the path of the fact.
fn listed(
    library: &Library,
    matter: &str,
    language: &str,
) -> BTreeMap<String, Vec<(String, Option<String>)>> {
    let program = library.program();
    let shape = program.matter_named(matter).and_then(|id| program.matter(id));
    let mut all = BTreeMap::new();
    for slot in shape.iter().flat_map(|shape| &shape.slots) {
        for (path, values) in crate::case::paths_below(program, &slot.name.text, &slot.ty) {
            let labelled = |value: String| {
                let made = program.enums.iter().flat_map(|made| &made.values);
                let label = made.into_iter().find(|(name, _, _)| *name.text == *value);
                let label = label
                    .and_then(|(_, _, labels)| labels.pick(language))
                    .map(str::to_owned);
                (value, label)
            };
            all.insert(path, values.into_iter().map(labelled).collect());
        }
    }
    all
}

impl Interview<'_> {
    fn say(&self, english: &str) -> String {
        crate::words::Words::of(&self.language).say(english)
    }

    fn read(&self) -> Result<Read, String> {
        self.draft.read(self.library, width(), &|text| self.say(text))
    }

    fn answer(&self, read: &Read) -> Answer {
        self.goal.decide_in(&read.case, None, &self.language)
    }

    /// Asks until nothing is left to ask, or the user leaves.
    fn hold(&mut self, editor: &mut DefaultEditor, output: &Output) -> Result<(), u8> {
        loop {
            let read = self.read().map_err(|wrong| output.fail(wrong))?;
            let answer = self.answer(&read);
            let Some(fact) = self.next(&answer) else {
                break;
            };
            match self.turn(&fact, editor, output)? {
                Turn::Stated => self.asked.push(fact),
                Turn::Unknown => {
                    self.unknown.insert(fact.fact.clone());
                    self.asked.push(fact);
                }
                Turn::Back => self.back(),
                Turn::Leave => break,
            }
        }
        Ok(())
    }

    /// The fact to ask for next: that of which most values decide; of equal ones the first.
    fn next(&self, answer: &Answer) -> Option<MissingFact> {
        let missing = answer.missing().iter();
        let open: Vec<&MissingFact> = missing
            .filter(|fact| !self.unknown.contains(&fact.fact))
            .collect();
        let best = open
            .iter()
            .take(LOOKED_AT)
            .rev()
            .max_by_key(|fact| self.decides(&fact.fact));
        best.or(open.first()).map(|fact| (**fact).clone())
    }

    /// How much of what can be answered decides, in hundredths.
    fn decides(&self, path: &str) -> usize {
        let Some(values) = self.values.get(path).filter(|values| values.len() > 1) else {
            return 0;
        };
        let decided = values.iter().filter(|(value, _)| {
            let mut draft = self.draft.clone();
            draft.give(path, value);
            let read = draft.read(self.library, width(), &|text| text.to_owned());
            read.is_ok_and(|read| self.answer(&read).missing().is_empty())
        });
        decided.count() * 100 / values.len()
    }

    /// Asks until something is answered that can be read.
    fn turn(&mut self, fact: &MissingFact, editor: &mut DefaultEditor, output: &Output) -> Result<Turn, u8> {
        let label = match fact.kind {
            MissingKind::Fact | MissingKind::Parameter => fact.label.clone(),
            MissingKind::LawDate | MissingKind::Assessment => {
                Some(fact.named(crate::words::Words::of(&self.language)))
            }
        };
        let label = label.unwrap_or_else(|| fact.fact.clone());
        let prompt = format!("{label} [{}]: ", self.say(&fact.type_name));
        loop {
            let line = match editor.readline(&visible_line(&prompt)) {
                Ok(line) => line,
                Err(error) if not_text(&error) => {
                    output.say(self.say("this line is not UTF-8 text; nothing was stated"));
                    continue;
                }
                Err(ReadlineError::Interrupted | ReadlineError::Eof) => return Ok(Turn::Leave),
                Err(error) => return Err(output.fail(format!("the terminal is gone: {error}"))),
            };
            match line.trim_start_matches('\u{feff}').trim() {
                "" => {}
                "-" => return Ok(Turn::Unknown),
                "back" => return Ok(Turn::Back),
                "quit" => return Ok(Turn::Leave),
                "review" => output.say(self.draft.scenario("review", &[])),
                "?" => output.say(self.help(fact)),
                value => match self.state(fact, value) {
                    Ok(()) => return Ok(Turn::Stated),
                    Err(wrong) => output.say(wrong),
                },
            }
        }
    }

    fn help(&self, fact: &MissingFact) -> String {
        let mut lines = vec![format!("{}: {}", fact.fact, self.say(&fact.type_name))];
        for (value, label) in self.values.get(&fact.fact).into_iter().flatten() {
            let label = label
                .as_ref()
                .map(|label| format!("  {label}"))
                .unwrap_or_default();
            lines.push(format!("  {value}{label}"));
        }
        lines.join("\n")
    }

    /// States what was answered, if it can be read.
    fn state(&mut self, fact: &MissingFact, value: &str) -> Result<(), String> {
        let asks_for_yes = fact.type_name.starts_with("yes/no");
        let value = match value.to_lowercase().as_str() {
            _ if !asks_for_yes => value.to_owned(),
            "y" | "да" | "иә" => "yes".to_owned(),
            "n" | "нет" | "жоқ" => "no".to_owned(),
            _ => value.to_owned(),
        };
        let mut next = self.draft.clone();
        match fact.kind {
            MissingKind::LawDate => next.on = Some(value),
            MissingKind::Assessment => next.at = Some(value),
            MissingKind::Fact | MissingKind::Parameter => next.give(&fact.fact, &value),
        }
        next.read(self.library, width(), &|text| self.say(text))?;
        self.draft = next;
        Ok(())
    }

    /// Takes back the last answer.
    fn back(&mut self) {
        if let Some(fact) = self.asked.pop() {
            self.unknown.remove(&fact.fact);
            match fact.kind {
                MissingKind::LawDate => self.draft.on = None,
                MissingKind::Assessment => self.draft.at = None,
                MissingKind::Fact | MissingKind::Parameter => {
                    self.draft.forget(&fact.fact);
                }
            }
        }
    }

    /// Saves the case where the user said. What cannot be saved is shown, so that nothing that was answered is lost.
    fn save(&self, path: &Path, answer: &Answer, output: &Output) -> Result<(), u8> {
        let expect = self.draft.expected(std::slice::from_ref(answer), self.library);
        // the user has said already that another case there is replaced
        match save::save(&self.draft, self.library, path, &expect, true) {
            Ok(Saved::Done(said) | Saved::Taken(said)) => {
                output.say(said);
                Ok(())
            }
            Err(wrong) => {
                output.say(self.draft.scenario("not saved", &expect));
                Err(output.fail(wrong))
            }
        }
    }

    /// The case as JSON; of what was not stated it says nothing.
    fn json(&self) -> Json {
        save::case_json(&self.draft, self.library)
            .unwrap_or_else(|_| json!({ "matter": self.draft.matter, "facts": {} }))
    }
}

/// Whether the case can be saved, asked before anything is answered: a case that stands there is replaced only by leave of the user,
/// and who is no person at a terminal gives none.
fn may_save(path: &Path, editor: &mut DefaultEditor, output: &Output) -> Result<(), u8> {
    if save::free(path).map_err(|wrong| output.fail(wrong))? {
        return Ok(());
    }
    let name = shown_path(path);
    let answer = match std::io::stdin().is_terminal() {
        true => editor
            .readline(&format!("`{name}` holds a case; replace it? [yes/no]: "))
            .unwrap_or_default(),
        false => String::new(),
    };
    match answer.trim() {
        "yes" | "y" => Ok(()),
        _ => Err(output.fail(format!(
            "`{name}` holds a case, and it stays; save to another file, or to a .case file, which holds many"
        ))),
    }
}
