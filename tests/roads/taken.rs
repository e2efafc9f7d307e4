//! The roads: what a case comes to when it goes one of them.

use jargy::{Answer, Case, Library, Matter, Moment, Outcome, SourceMap, Value, read_scenarios};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A case and its answers, question by question.
pub struct Answered {
    pub case: Case,
    /// Outcome, value and due moment.
    pub brief: Vec<Brief>,
    /// The same with the last day of a limit, as tables tell them.
    pub told: Vec<String>,
    /// As a session says them.
    pub headings: Vec<String>,
}

type Brief = (Outcome, Option<Value>, Option<Moment>);

impl Answered {
    pub fn new(matter: &Matter, questions: &[String], case: Case) -> Answered {
        let (mut told, mut headings) = (Vec::new(), Vec::new());
        for name in questions {
            let answer = matter.ask(name).unwrap().decide(&case, None);
            let text = jargy::answer_text(&answer, 100_000);
            headings.push(text.lines().next().unwrap_or_default().to_owned());
            told.push(self::told(&answer));
        }
        Answered {
            brief: brief(matter, questions, &case),
            case,
            told,
            headings,
        }
    }
}

fn brief(matter: &Matter, questions: &[String], case: &Case) -> Vec<Brief> {
    let ask = |name: &String| matter.ask(name).unwrap().outcome_and_due(case, None);
    questions.iter().map(ask).collect()
}

fn utc(seconds: i64) -> String {
    let moment = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
    moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What is compared of an answer: its outcome, its value, when it is due and on which day.
pub fn told(answer: &Answer) -> String {
    let value = match answer.value() {
        None | Some(Value::None) => String::new(),
        Some(Value::Yes(yes)) => if *yes { "yes" } else { "no" }.to_owned(),
        Some(Value::Moment(moment)) => utc(moment.seconds()),
        Some(_) => match &jargy::answer_json(answer, false)["value"] {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        },
    };
    let due = answer.due_at().map(|due| utc(due.seconds())).unwrap_or_default();
    let day = answer.due_on().map(|day| day.to_string()).unwrap_or_default();
    format!("{}|{value}|{due}|{day}", answer.outcome().word())
}

/// Where the rules are, and how many answers were compared by each road.
pub struct Roads {
    pub folder: tempfile::TempDir,
    pub rules: PathBuf,
    pub library: Library,
    pub questions: Vec<String>,
    pub compared: BTreeMap<String, usize>,
}

impl Roads {
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    fn command(&self, arguments: &[&str], terminal: &str, errors: Stdio) -> std::process::Child {
        Command::new(env!("CARGO_BIN_EXE_jargy"))
            .args(arguments)
            .args(["--rules", self.rules.to_str().unwrap()])
            .current_dir(self.folder.path())
            .env("XDG_STATE_HOME", self.folder.path())
            .env("TERM", terminal)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors)
            .spawn()
            .unwrap()
    }

    /// What the command says when it is given lines, or nothing where it failed.
    pub fn jargy(&self, arguments: &[&str], lines: &str) -> String {
        let mut child = self.command(arguments, "xterm", Stdio::piped());
        let mut input = child.stdin.take().unwrap();
        let lines = lines.to_owned();
        let writer = std::thread::spawn(move || drop(input.write_all(lines.as_bytes())));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}\n{said}{errors}");
        said + &errors
    }

    /// An interview: each fact that is asked for is answered by its path. What is said at the end.
    pub fn interview(&self, arguments: &[&str], labelled: bool, answer: &dyn Fn(&str) -> String) -> String {
        // a terminal without any means of its own has the questions on standard output; what is said beside them is there
        // before the next question is
        let beside = std::fs::File::create(self.path("beside")).unwrap();
        let mut child = self.command(arguments, "dumb", beside.into());
        let mut input = child.stdin.take().unwrap();
        let mut output = child.stdout.take().unwrap();
        let mut said: Vec<u8> = Vec::new();
        let mut bytes = [0; 4096];
        while let Ok(count @ 1..) = output.read(&mut bytes) {
            said.extend_from_slice(&bytes[..count]);
            if !said.ends_with(b"]: ") {
                continue;
            }
            let prompt = String::from_utf8(std::mem::take(&mut said)).unwrap();
            let path = match labelled {
                false => prompt.rsplit_once(" [").unwrap().0.to_owned(),
                true => {
                    let before = self.read("beside").len();
                    input.write_all(b"?\n").unwrap();
                    while !said.ends_with(b"]: ") {
                        let count = output.read(&mut bytes).unwrap();
                        assert!(count > 0, "the interview ended");
                        said.extend_from_slice(&bytes[..count]);
                    }
                    said.clear();
                    let helped = self.read("beside").split_off(before);
                    helped.split(": ").next().unwrap_or_default().to_owned()
                }
            };
            input
                .write_all(format!("{}\n", answer(&path)).as_bytes())
                .unwrap();
        }
        drop(input);
        let status = child.wait().unwrap();
        let errors = self.read("beside");
        let said = String::from_utf8(said).unwrap();
        assert!(
            status.success() && !errors.contains('×'),
            "{arguments:?}\n{said}{errors}"
        );
        said
    }

    pub fn count(&mut self, road: &str, number: usize) {
        *self.compared.entry(road.to_owned()).or_default() += number;
    }

    pub fn tell(&self, of: &str) {
        for (road, number) in &self.compared {
            println!("{of}, {road}: {number} answers are the same");
        }
    }

    /// A case that came by another road is the same, and so are its answers.
    pub fn same(&mut self, road: &str, matter: &Matter, case: &Case, expected: &Answered, source: &str) {
        assert_eq!(case, &expected.case, "{road}\n{source}");
        let found = brief(matter, &self.questions, case);
        assert_eq!(found, expected.brief, "{road}\n{source}");
        self.count(road, found.len());
    }

    /// The one scenario of a text, which holds.
    pub fn scenario(&self, text: &str) -> (Matter, Case) {
        let mut sources = SourceMap::default();
        let file = sources.add("one.case", text);
        let (mut read, findings) = read_scenarios(&self.library, &file);
        let drawn: Vec<String> = findings
            .iter()
            .map(|finding| jargy::render(finding, &sources, 100, false))
            .collect();
        assert!(drawn.is_empty(), "{}\n{text}", drawn.join("\n"));
        assert_eq!(read.len(), 1, "{text}");
        let one = read.pop().unwrap();
        let report = jargy::run_scenario(&self.library, &one).unwrap();
        assert!(
            report.failures.is_empty(),
            "{text}\n{:?}",
            report.failures.first()
        );
        (one.matter, one.case)
    }

    /// The one case of a file of JSON.
    pub fn document(&self, matter: &Matter, text: &str) -> Case {
        matter
            .case_from_json(text)
            .unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    /// A table that was answered gives the same in each row.
    pub fn table(&mut self, road: &str, (matter, input): (&str, &str), expected: &[&Answered]) {
        if expected.is_empty() {
            return;
        }
        let mut arguments = vec!["batch", input, "-o", "answers.csv", "--matter", matter];
        let questions = self.questions.clone();
        questions
            .iter()
            .for_each(|question| arguments.extend(["--ask", question]));
        self.jargy(&arguments, "");
        let mut reader = csv::Reader::from_path(self.path("answers.csv")).unwrap();
        let names = reader.headers().unwrap().clone();
        let place = |name: String| names.iter().position(|known| known == name);
        let places: Vec<[Option<usize>; 4]> = questions
            .iter()
            .map(|name| ["", "__value", "__due_at", "__due_on"].map(|part| place(format!("{name}{part}"))))
            .collect();
        let wrong = place("__error".to_owned()).unwrap();
        let mut rows = 0;
        for (row, answered) in reader.records().zip(expected) {
            let row = row.unwrap();
            let cell = |place: &Option<usize>| place.map_or("", |place| &row[place]);
            let found = places.iter().map(|[outcome, value, due, day]| {
                format!("{}|{}|{}|{}", cell(outcome), cell(value), cell(due), cell(day))
            });
            let found: Vec<String> = found.collect();
            assert_eq!(found, answered.told, "{road}, row {rows}: {}", &row[wrong]);
            rows += 1;
        }
        assert_eq!(rows, expected.len(), "{road}");
        self.count(road, rows * questions.len());
    }
}
