//! What a session answers to each line. It knows no terminal.

use super::super::draft::{Draft, no_matter};
use super::super::save::{self, Saved};
use crate::explain::{Answer, answer_text, outcome_words, why_text};
use crate::library::Library;
use crate::scenario::Read;
use crate::words::Words;
use std::fmt::Write as _;
use std::path::Path;

/// Steps that can be taken back.
const UNDO: usize = 200;

/// A session.
pub struct Session {
    library: Library,
    draft: Draft,
    undo: Vec<Draft>,
    asked: Vec<String>,
    /// The file whose case is replaced if the user says yes to it.
    doubtful: Option<String>,
    language: String,
    width: usize,
}

/// What came of a line.
pub enum Reply {
    /// Words for the user.
    Said(String),
    /// The user leaves.
    Leave,
}

const HELP: &str = "\
matter NAME             what the case is about
fact = value            state a fact (also: given fact = value); `none` is known not to exist
forget fact             take a fact back
on DATE, at MOMENT      the date of the law, the moment of assessment
reading NAME            read what the source leaves open in this way
ask [QUESTION]          answer; without a question all that can be asked
why [QUESTION]          the reasons
what if fact = value    only what would change
missing [QUESTION]      the facts that would decide
law CITATION            a provision and its history
timeline                all duties and limits in the order in which they are due
diff DATE [CITATION]    what the law changes from the date of the session to another
case                    what was stated
undo, clear             take back the last step; begin anew
save FILE               add the case to the scenarios of a .case file, or write it as .json
load FILE, load FILE \"TITLE\"  a case from a .json or .case file: its first, or by its title
help, quit
";

impl Session {
    pub fn new(library: Library, language: &str, width: usize) -> Session {
        Session {
            library,
            draft: Draft::default(),
            undo: Vec::new(),
            asked: Vec::new(),
            doubtful: None,
            language: language.to_owned(),
            width,
        }
    }

    /// The rules, read anew; the case stays.
    pub fn reload(&mut self, library: Library) {
        self.library = library;
    }

    pub fn library(&self) -> &Library {
        &self.library
    }

    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// What the prompt shows: the matter, and the date of the law.
    pub fn prompt(&self) -> String {
        let matter = self.draft.matter.as_deref().unwrap_or("jargy");
        let on = self
            .draft
            .on
            .as_ref()
            .map(|date| format!(" {date}"))
            .unwrap_or_default();
        format!("{matter}{on}> ")
    }

    /// Answers a line. No line ends a session but that by which the user leaves.
    pub fn line(&mut self, line: &str) -> Reply {
        let line = line.trim_start_matches('\u{feff}').trim();
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        let doubtful = self.doubtful.take();
        let said = match word {
            "yes" if rest.is_empty() && doubtful.is_some() => self.save(&doubtful.unwrap_or_default(), true),
            "" => Ok(String::new()),
            "quit" | "exit" => return Reply::Leave,
            "help" | "?" => Ok(HELP.to_owned()),
            "matter" => self.matter(rest),
            "given" => self.give(rest),
            "forget" => self.forget(rest),
            "on" => self.step(rest, |draft, date| draft.on = date),
            "at" => self.step(rest, |draft, at| draft.at = at),
            "zone" => self.step(rest.trim_matches('"'), |draft, zone| draft.zone = zone),
            "reading" => self.step(rest, |draft, name| draft.readings.extend(name)),
            "ask" => self.ask(rest),
            "why" => self.why(rest),
            "what" => self.what_if(rest.strip_prefix("if").unwrap_or(rest).trim()),
            "missing" => self.missing(rest),
            "law" => super::super::show::described(&self.library, rest, self.draft.on.as_deref()),
            "timeline" => self.timeline(),
            "diff" => self.diff(rest),
            "case" => Ok(self.draft.scenario("session", &[])),
            "undo" => self.take_back(),
            "clear" => self.change(Draft::default()),
            "save" => self.save(rest, false),
            "load" => self.load(rest),
            _ if line.contains('=') => self.give(line),
            _ => Err(self.unknown(word)),
        };
        Reply::Said(said.unwrap_or_else(|wrong| wrong))
    }

    fn unknown(&self, word: &str) -> String {
        const WORDS: [&str; 18] = [
            "diff", "matter", "given", "forget", "on", "at", "zone", "reading", "ask", "why", "missing",
            "law", "timeline", "case", "undo", "save", "load", "help",
        ];
        match crate::finding::nearest(word, WORDS) {
            Some(near) => format!("`{word}` is no command; did you mean `{near}`?\n"),
            None => format!("`{word}` is no command; `help` lists them, `fact = value` states a fact\n"),
        }
    }

    /// The draft as it would be, when it can be read; then it is the draft.
    fn change(&mut self, next: Draft) -> Result<String, String> {
        if next.matter.is_some() {
            next.read(&self.library, self.width, &|text| self.say(text))?;
        }
        self.undo.push(std::mem::replace(&mut self.draft, next));
        if self.undo.len() > UNDO {
            self.undo.remove(0);
        }
        Ok(String::new())
    }

    fn say(&self, english: &str) -> String {
        Words::of(&self.language).say(english)
    }

    fn matter(&mut self, name: &str) -> Result<String, String> {
        if name.is_empty() {
            return Err(no_matter(&self.library));
        }
        let matter = self
            .library
            .at_any_date()
            .matter(name)
            .map_err(|error| format!("{error}\n"))?;
        let label = matter.label(&self.language).map(|label| format!("{label}\n"));
        let next = Draft {
            matter: Some(name.to_owned()),
            facts: Vec::new(),
            ..self.draft.clone()
        };
        self.change(next)?;
        self.asked.clear();
        Ok(label.unwrap_or_default())
    }

    /// `fact = value`, as one line of a scenario.
    fn give(&mut self, text: &str) -> Result<String, String> {
        let (path, value) = text
            .split_once('=')
            .ok_or_else(|| "state a fact as in: arrested_at = 2012-06-01 10:15\n".to_owned())?;
        if self.draft.matter.is_none() {
            return Err(no_matter(&self.library));
        }
        let mut next = self.draft.clone();
        // a value of several lines is one; what stands in quotation marks stays as it is
        let value: Vec<&str> = value.trim().lines().map(str::trim).collect();
        next.give(path.trim(), &value.join(" "));
        self.change(next)
    }

    fn forget(&mut self, path: &str) -> Result<String, String> {
        let mut next = self.draft.clone();
        if !next.forget(path) {
            return Err(format!("nothing was stated of `{path}`\n"));
        }
        self.change(next)
    }

    /// Sets something of the head of the case; nothing takes it back.
    fn step(&mut self, value: &str, set: impl Fn(&mut Draft, Option<String>)) -> Result<String, String> {
        let mut next = self.draft.clone();
        set(&mut next, (!value.is_empty()).then(|| value.to_owned()));
        self.change(next)
    }

    fn take_back(&mut self) -> Result<String, String> {
        match self.undo.pop() {
            Some(before) => {
                self.draft = before;
                Ok(String::new())
            }
            None => Err("there is nothing to take back\n".to_owned()),
        }
    }

    fn read(&self) -> Result<Read, String> {
        self.draft.read(&self.library, self.width, &|text| self.say(text))
    }

    /// The answers to a question, to those asked last, or to all.
    fn answers(&self, read: &Read, question: &str) -> Result<Vec<Answer>, String> {
        let all = read.matter.questions();
        let names: Vec<String> = match (question.is_empty(), self.asked.is_empty()) {
            (false, _) => vec![question.to_owned()],
            (true, false) => self.asked.clone(),
            (true, true) => all.iter().map(|question| question.name().to_owned()).collect(),
        };
        names
            .iter()
            .map(|name| {
                let ask = read.matter.ask(name).map_err(|error| format!("{error}\n"))?;
                Ok(ask.decide_in(&read.case, None, &self.language))
            })
            .collect()
    }

    fn ask(&mut self, question: &str) -> Result<String, String> {
        let read = self.read()?;
        if question.is_empty() {
            self.asked.clear();
        }
        let answers = self.answers(&read, question)?;
        if !question.is_empty() {
            self.asked = vec![question.to_owned()];
        }
        if question.is_empty() {
            // of all questions, the outcome of each
            let line =
                |answer: &Answer| format!("{}: {}\n", answer.question(), self.say(&outcome_words(answer)));
            return Ok(answers.iter().map(line).collect());
        }
        Ok(answers
            .iter()
            .map(|answer| answer_text(answer, self.width))
            .collect())
    }

    fn why(&self, question: &str) -> Result<String, String> {
        let read = self.read()?;
        let answers = self.answers(&read, question)?;
        let told = answers.iter().map(|answer| {
            format!(
                "{}: {}\n{}",
                answer.question(),
                outcome_words(answer),
                why_text(answer, self.width)
            )
        });
        Ok(told.collect())
    }

    fn missing(&self, question: &str) -> Result<String, String> {
        let read = self.read()?;
        let mut out = String::new();
        for answer in self.answers(&read, question)? {
            for fact in answer.missing() {
                let line = format!("{}\n", fact.line(Words::of(&self.language)));
                if !out.contains(&line) {
                    out.push_str(&line);
                }
            }
        }
        for answer in self.answers(&read, question)? {
            for failed in answer.undetermined() {
                let line = format!(
                    "{}: {}\n",
                    self.say("cannot be calculated"),
                    self.say(&failed.words())
                );
                if !out.contains(&line) {
                    out.push_str(&line);
                }
            }
        }
        if out.is_empty() {
            out.push_str("nothing is missing\n");
        }
        Ok(out)
    }

    /// What would change if facts were otherwise; the case stays as it is.
    fn what_if(&self, text: &str) -> Result<String, String> {
        let mut next = self.draft.clone();
        for part in parts(text) {
            let (path, value) = part
                .split_once('=')
                .ok_or_else(|| "ask as in: what if arrested_at = 2012-06-01 10:15\n".to_owned())?;
            next.give(path.trim(), value.trim());
        }
        let now = self.answers(&self.read()?, "")?;
        let then = next.read(&self.library, self.width, &|text| self.say(text))?;
        let then = self.answers(&then, "")?;
        let mut out = String::new();
        for (now, then) in now.iter().zip(&then) {
            let (before, after) = (outcome_words(now), outcome_words(then));
            if before != after {
                let _ = writeln!(
                    out,
                    "{}: {} -> {}",
                    now.question(),
                    self.say(&before),
                    self.say(&after)
                );
            }
        }
        if out.is_empty() {
            out.push_str("nothing would change\n");
        }
        Ok(out)
    }

    /// What changes between the date of the session and another one.
    fn diff(&self, rest: &str) -> Result<String, String> {
        let (to, citation) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let Some(from) = &self.draft.on else {
            return Err("say on which date the session stands first, as in `on 2010-12-31`\n".to_owned());
        };
        super::super::diff::described(&self.library, (from, to), citation.trim())
    }

    fn timeline(&self) -> Result<String, String> {
        let read = self.read()?;
        let law_on = read
            .matter
            .law_date(&read.case)
            .ok_or("the date of the law is not known; say: on DATE\n")?;
        let timeline = read
            .matter
            .timeline_in(&read.case, read.case.at(), law_on, &self.language);
        Ok(timeline.text(self.width))
    }

    /// Adds the case to the scenarios of a file, expecting what was asked last, or writes it as JSON.
    fn save(&mut self, path: &str, replace: bool) -> Result<String, String> {
        if path.is_empty() {
            return Err("name a file: save my.case\n".to_owned());
        }
        let read = self.read()?;
        let asked = self.asked.clone();
        let answers = if asked.is_empty() {
            Vec::new()
        } else {
            self.answers(&read, "")?
        };
        let expect = self.draft.expected(&answers, &self.library);
        let saved = save::save(&self.draft, &self.library, Path::new(path), &expect, replace);
        match saved.map_err(|wrong| format!("{wrong}\n"))? {
            Saved::Done(said) => Ok(format!("{said}\n")),
            Saved::Taken(said) => {
                self.doubtful = Some(path.to_owned());
                Ok(format!("{said}; `yes` replaces it, all else leaves it\n"))
            }
        }
    }

    fn load(&mut self, words: &str) -> Result<String, String> {
        if words.is_empty() {
            return Err("name a file: load my.case\n".to_owned());
        }
        let (path, title) = save::named(words);
        let loaded = save::load(&self.library, Path::new(path), title, self.width, &|text| {
            self.say(text)
        });
        let loaded = loaded.map_err(|wrong| format!("{}\n", wrong.trim_end()))?;
        self.change(loaded.draft)?;
        self.asked = loaded.asked;
        Ok(format!("{}\n", loaded.said))
    }
}

/// The facts of a question what if: `and` parts them, but not within quotation marks, nor before what states no fact, as in
/// `5 years and 6 months`.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut quotes = false;
    for part in text.split(" and ") {
        let (mut hidden, was_open) = (false, quotes);
        let mut states = false;
        for letter in part.chars() {
            match letter {
                _ if hidden => hidden = false,
                '\\' if quotes => hidden = true,
                '"' => quotes = !quotes,
                '=' if !quotes => states = true,
                _ => {}
            }
        }
        match parts.last_mut() {
            Some(before) if was_open || !states => {
                before.push_str(" and ");
                before.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    parts
}
