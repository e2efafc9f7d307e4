//! Where output goes. Data is gathered and written to stdout at the end; a reader that closes the pipe early
//! ends it quietly, and output that cannot be written is an error. Control signs in what people read are written out.

use super::arguments::{Arguments, Format};
use crate::explain::wrap;
use crate::finding::{Finding, render, render_plain};
use crate::library::{Library, LibraryError, RuleErrors};
use crate::source::{Limits, LoadError, SourceMap, escaped_json, visible};
use crate::words::Words;
use rustyline::error::ReadlineError;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Output of one command.
pub struct Output {
    pub format: Format,
    /// Words alone, for screen readers.
    pub plain: bool,
    language: String,
    words: &'static Words,
    text: String,
    /// Whether programs get every sign as it is.
    as_it_is: bool,
}

impl Output {
    pub fn new(format: Format, language: &str) -> Output {
        Output {
            format,
            plain: false,
            language: language.to_owned(),
            words: Words::of(language),
            text: String::new(),
            as_it_is: false,
        }
    }

    /// The words of the reader's language.
    pub fn words(&self) -> &'static Words {
        self.words
    }

    /// The language of labels and messages.
    pub fn language(&self) -> &str {
        &self.language
    }

    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// A line of data.
    pub fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// A paragraph in lines of the terminal's width, each after `lead` or its white space.
    pub fn wrapped(&mut self, lead: &str, text: &str) {
        let indent = " ".repeat(lead.chars().count());
        for (number, line) in wrap(text, width().saturating_sub(indent.len()))
            .lines()
            .enumerate()
        {
            let lead = if number == 0 { lead } else { &indent };
            self.line(format!("{lead}{line}"));
        }
    }

    /// Data in lines of its own.
    pub fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A text of the user's that is handed back: only a terminal is spared its control signs.
    pub fn exact(&mut self, text: &str) {
        self.as_it_is = true;
        self.raw(text);
    }

    /// JSON data.
    pub fn json(&mut self, value: &serde_json::Value) {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        self.line(escaped_json(&text));
    }

    /// One JSON document as it is, several as an array.
    pub fn documents(&mut self, mut documents: Vec<serde_json::Value>) {
        match documents.pop() {
            Some(only) if documents.is_empty() => self.json(&only),
            last => {
                documents.extend(last);
                self.json(&serde_json::Value::Array(documents));
            }
        }
    }

    /// A message for the user, on stderr.
    pub fn say(&self, message: impl AsRef<str>) {
        drawn(&visible(message.as_ref()));
    }

    /// An error message; returns the exit status for unusable input.
    pub fn fail(&self, message: impl AsRef<str>) -> u8 {
        let message = message.as_ref().lines().map(|line| self.words.say(line));
        let message: Vec<String> = message.collect();
        self.say(format!("{}: {}", self.words.say("error"), message.join("\n")));
        2
    }

    /// Findings on stderr.
    pub fn findings(&self, findings: &[Finding], sources: &SourceMap) {
        let colour = std::io::stderr().is_terminal() && colour_wanted();
        for finding in findings {
            let finding = finding.said(|text| self.words.say(text));
            // colours are escape sequences; the control signs of what was found are written out by what draws it
            drawn(&match self.plain {
                true => render_plain(&finding, sources),
                false => render(&finding, sources, width(), colour),
            });
            drawn("");
        }
    }

    /// What was gathered.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Writes what was gathered; the exit status of the command, which was this one so far.
    pub fn finish(mut self, status: u8) -> u8 {
        let text = std::mem::take(&mut self.text);
        let terminal = std::io::stdout().is_terminal();
        let shown = match self.as_it_is && !terminal {
            true => text.as_str().into(),
            false => visible(&text),
        };
        match written(&shown) {
            Ok(_) => status,
            Err(error) => self.fail(format!("the output cannot be written: {error}")),
        }
    }

    /// Loads the rules, and bills where some are named; what is wrong is said, and the exit status returned.
    pub fn load(&self, arguments: &Arguments) -> Result<Library, u8> {
        let mut paths = vec![arguments.rules.as_path()];
        paths.extend(arguments.with.iter().map(|bill| bill.as_path()));
        self.load_paths(&paths)
    }

    /// Loads the rules of some paths.
    pub fn load_paths(&self, paths: &[&Path]) -> Result<Library, u8> {
        let checked = Library::check(paths, &Limits::default()).map_err(|error| self.unreadable(&error))?;
        if checked.library.is_none() && checked.findings.is_empty() {
            return Err(self.fail("the rules cannot be used"));
        }
        match checked.into_library() {
            Ok(library) => Ok(library),
            Err(LibraryError::Read(error)) => Err(self.unreadable(&error)),
            Err(LibraryError::Rules(RuleErrors { findings, sources })) => {
                let errors: Vec<Finding> = findings.into_iter().filter(Finding::is_error).collect();
                self.findings(&errors, &sources);
                Err(self.fail("the rules have errors; `jargy check` shows them all"))
            }
        }
    }

    pub fn unreadable(&self, error: &LoadError) -> u8 {
        self.fail(error.to_string())
    }
}

/// A message on stderr; where even that cannot be written, nobody is left to be told.
fn drawn(message: &str) {
    let _ = writeln!(std::io::stderr(), "{}", message.trim_end());
}

/// Writes to stdout at once; false where a reader closed the pipe, who wants no more and no complaint.
pub fn written(text: &str) -> std::io::Result<bool> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a line that was typed is not UTF-8: it is passed over, and the next one is read.
pub fn not_text(error: &ReadlineError) -> bool {
    matches!(error, ReadlineError::Io(error) if error.kind() == std::io::ErrorKind::InvalidData)
}

/// Columns of the terminal; 100 where there is none.
pub fn width() -> usize {
    match terminal_size::terminal_size() {
        Some((terminal_size::Width(width), _)) => usize::from(width).clamp(40, 120),
        None => 100,
    }
}

#[allow(clippy::disallowed_methods)] // the command line may look at NO_COLOR
pub fn colour_wanted() -> bool {
    std::env::var("NO_COLOR").map_or(true, |value| value.is_empty())
}
