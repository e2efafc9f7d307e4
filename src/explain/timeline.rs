//! The timeline of a case: all its duties and limits in the order in which they are due, in words.

use super::answer::{Context, CountedBy, sanction, verb};
use super::notes::{Note, currency, rest_note};
use super::text::wrapped;
use super::undetermined::of_failure;
use crate::evaluate::{About, Entry, Outcome, Standing, Window};
use crate::time::{Date, Moment, Zone};
use crate::words::Words;
use serde_json::{Value as Json, json};
use std::fmt::Write as _;

/// One duty or limit of a case.
#[derive(Debug, Clone)]
pub struct TimelineRow {
    /// The action, as rules name it.
    pub question: String,
    /// Its label.
    pub label: Option<String>,
    /// `duty`; `window` for a permission or bar that holds for some time; `limit` for one that is defined by itself.
    pub kind: &'static str,
    /// The outcome of a duty; `open`, `ended`, `not_begun` or `unknown` of a window or limit.
    pub status: &'static str,
    /// When it is due or ends.
    pub due_at: Option<Moment>,
    /// The last day, where its limit is in days or longer.
    pub due_on: Option<Date>,
    /// When it was done.
    pub done_at: Option<Moment>,
    /// The provision.
    pub citation: String,
    /// `must`, `may`, `must not`.
    pub norm: &'static str,
    /// How the moment was counted.
    pub counting: Option<CountedBy>,
    /// What a breach is, where there is one.
    pub sanction: Option<String>,
    /// Notes.
    pub notes: Vec<Note>,
}

/// All duties and limits of a case: first those with a moment, in order; then the others, in reading order.
#[derive(Debug, Clone)]
pub struct CaseTimeline {
    pub(super) rows: Vec<TimelineRow>,
    pub(super) notes: Vec<Note>,
    at: Option<Moment>,
    zone: Zone,
    pub(super) words: &'static Words,
}

/// The timeline of some entries under the law of a date.
pub fn timeline(entries: &[Entry], law_on: Date, at: Option<Moment>, context: &Context<'_>) -> CaseTimeline {
    let mut rows: Vec<TimelineRow> = entries
        .iter()
        .filter_map(|entry| row(entry, law_on, context))
        .collect();
    rows.sort_by_key(|row| (row.due_at.is_none(), row.due_at));
    let program = context.program;
    // an amendment that is missing could add a duty, so that every instrument that speaks of the matter counts
    let actions = program.actions.iter().zip(&program.speak_of_action);
    let speaking = actions
        .filter(|(action, _)| action.matter == context.case.matter())
        .flat_map(|(_, instruments)| instruments.iter().copied());
    let notes = currency(&speaking.collect(), law_on, context);
    CaseTimeline {
        words: Words::of("en"),
        rows,
        notes,
        at,
        zone: context.zone,
    }
}

fn row(entry: &Entry, law_on: Date, context: &Context<'_>) -> Option<TimelineRow> {
    let program = context.program;
    let norm = program.norms.get(entry.norm.0)?;
    let (name, labels) = match entry.about {
        About::Action(id) => program
            .actions
            .get(id.0)
            .map(|made| (&made.name, made.labels.pick(context.language)))?,
        About::Definition(id) => program.definitions.get(id.0).map(|made| (&made.name, None))?,
    };
    let (kind, status, breached) = match entry.standing {
        Standing::Duty(outcome) => {
            let breached = matches!(outcome, Outcome::Overdue | Outcome::FulfilledLate);
            ("duty", outcome.word(), breached)
        }
        Standing::Window(window) => {
            let kind = match entry.about {
                About::Action(_) => "window",
                About::Definition(_) => "limit",
            };
            (kind, window_word(window), false)
        }
    };
    let counting = entry.counting.as_ref().map(|counting| CountedBy {
        citation: counting.rule.and_then(|rule| context.provision(rule)),
        steps: counting.steps.clone(),
        last_day: counting.last_day,
    });
    Some(TimelineRow {
        question: name.text.to_string(),
        label: labels.map(str::to_owned),
        kind,
        status,
        due_at: entry.due,
        due_on: due_on(entry),
        done_at: entry.done,
        citation: program
            .citation(norm)
            .map(ToString::to_string)
            .unwrap_or_default(),
        norm: verb(norm),
        counting,
        sanction: if breached {
            sanction(entry.norm, context)
        } else {
            None
        },
        notes: row_notes(entry, law_on, context),
    })
}

fn row_notes(entry: &Entry, law_on: Date, context: &Context<'_>) -> Vec<Note> {
    let rests = entry.rests.iter().map(|rest| rest_note(rest, context));
    let failures = entry.failures.iter().map(|failure| {
        let failed = of_failure(failure, law_on, context);
        Note {
            kind: "undetermined",
            text: format!("cannot be calculated: {}", failed.words()),
            citation: failed.citation,
        }
    });
    rests.chain(failures).collect()
}

/// The last day, where what is counted is the due moment itself: a definition may go on to count from it.
fn due_on(entry: &Entry) -> Option<Date> {
    let counting = entry.counting.as_ref()?;
    counting.last_day.filter(|_| counting.due == entry.due)
}

fn window_word(window: Window) -> &'static str {
    match window {
        Window::Open => "open",
        Window::Ended => "ended",
        Window::NotBegun => "not_begun",
        Window::Unknown => "unknown",
    }
}

impl CaseTimeline {
    /// Its rows.
    pub fn rows(&self) -> &[TimelineRow] {
        &self.rows
    }

    /// What the reader should know of the whole of it.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The rows as JSON.
    pub fn json(&self) -> Json {
        let moment = |at: Option<Moment>| at.map(|at| self.zone.rfc3339(at));
        let rows = self.rows.iter().map(|row| {
            json!({
                "question": row.question,
                "label": row.label,
                "kind": row.kind,
                "status": row.status,
                "due_at": moment(row.due_at),
                "due_on": row.due_on.map(|day| day.to_string()),
                "done_at": moment(row.done_at),
                "citation": row.citation,
                "norm": row.norm,
                "counting": row.counting.as_ref().map(|counting| {
                    json!({ "citation": counting.citation, "steps": counting.steps })
                }),
                "sanction": row.sanction,
                "notes": row.notes.iter().map(Note::json).collect::<Vec<_>>(),
            })
        });
        Json::Array(rows.collect())
    }

    /// The rows as lines of text of at most `width`: what has a moment, with the assessment among it; what has none;
    /// what has not arisen.
    pub fn text(&self, width: usize) -> String {
        let mut out = String::new();
        let mut now = self.at;
        let dated = self.rows.iter().filter(|row| row.due_at.is_some());
        for row in dated.filter(|row| !idle(row)) {
            if let (Some(at), Some(due)) = (now, row.due_at)
                && due >= at
            {
                self.assessment(&mut out, at, width);
                now = None;
            }
            self.row_text(&mut out, row, width);
        }
        if let Some(at) = now {
            self.assessment(&mut out, at, width);
        }
        for row in self.rows.iter().filter(|row| row.due_at.is_none() && !idle(row)) {
            self.row_text(&mut out, row, width);
        }
        let idle: Vec<String> = self
            .rows
            .iter()
            .filter(|row| idle(row))
            .map(|row| format!("{} ({})", row.question, row.citation))
            .collect();
        if !idle.is_empty() {
            out.push('\n');
            wrapped(
                &mut out,
                &format!("{}: ", self.words.say("not arisen")),
                &format!("{}.", idle.join(", ")),
                width,
            );
        }
        for note in &self.notes {
            wrapped(
                &mut out,
                &format!("{}: ", self.words.say("note")),
                &note.text,
                width,
            );
        }
        out
    }

    fn assessment(&self, out: &mut String, at: Moment, width: usize) {
        let line = format!("{}  {} ", self.zone.words(at), self.words.say("assessed"));
        let rest = width.saturating_sub(line.chars().count());
        let _ = writeln!(out, "{line}{}", "-".repeat(rest));
    }

    fn row_text(&self, out: &mut String, row: &TimelineRow, width: usize) {
        let due = row
            .due_at
            .map_or_else(|| "-".to_owned(), |due| self.zone.words(due));
        let label = row.label.as_deref().unwrap_or(&row.question);
        let say = |text: &str| self.words.say(text);
        let status = say(&row.status.replace('_', " "));
        let lead = format!("{due:16}  {status:14}  ");
        wrapped(out, &lead, label, width);
        let indent = " ".repeat(18);
        let done = row
            .done_at
            .map(|done| format!(", {}", say(&format!("done {}", self.zone.words(done)))))
            .unwrap_or_default();
        let by = format!("{} {} — {}{done}", say(row.norm), row.question, row.citation);
        wrapped(out, &indent, &by, width);
        if let Some(counting) = &row.counting {
            let by = counting
                .citation
                .as_ref()
                .map(|citation| format!(" — {citation}"));
            let words = format!("{}{}", counting.steps.join("; "), by.unwrap_or_default());
            wrapped(out, &format!("{indent}{}: ", say("counted")), &words, width);
        }
        if let Some(sanction) = &row.sanction {
            wrapped(out, &format!("{indent}{}: ", say("sanction")), sanction, width);
        }
        for note in &row.notes {
            wrapped(out, &format!("{indent}{}: ", say("note")), &note.text, width);
        }
    }
}

/// What has not arisen, or does not apply.
fn idle(row: &TimelineRow) -> bool {
    matches!(row.status, "not_applicable" | "not_begun")
}
