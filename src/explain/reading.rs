//! The readings of its sources that an answer rests on, and what the others would answer.

use super::answer::{Answer, Context};
use super::notes::Note;
use super::value::value_words;
use crate::evaluate::Outcome;
use crate::resolve::ReadingId;
use crate::time::Moment;

/// A reading that an answer rests on, beside the others of what the source leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingTaken {
    /// The name of what is left open.
    pub interpretation: String,
    /// The reading taken.
    pub reading: String,
    /// What the other readings answer.
    pub others: Vec<OtherReading>,
}

/// What another reading answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherReading {
    /// Its name.
    pub reading: String,
    /// Whether it answers otherwise.
    pub changes: bool,
    /// The outcome, or the value where there is one, in words.
    pub words: String,
}

impl Answer {
    /// The readings that it rests on, where the source leaves something open.
    pub fn readings(&self) -> &[ReadingTaken] {
        &self.readings
    }

    /// Whether norms of a reading were looked at.
    pub(crate) fn looked_at(&self, reading: ReadingId) -> bool {
        self.readings_seen.contains(&reading)
    }

    /// Whether another answer says the same.
    pub(crate) fn says_as(&self, other: &Answer) -> bool {
        self.outcome == other.outcome && self.value == other.value && self.due_at == other.due_at
    }

    /// The answer with the reading that it rests on, and those that it does not: each with its number and answer.
    pub(crate) fn resting_on(
        mut self,
        taken: ReadingId,
        others: &[(ReadingId, Answer)],
        context: &Context<'_>,
    ) -> Answer {
        let told: Vec<String> = others
            .iter()
            .map(|(id, answer)| {
                let named = quoted(*id, context);
                match self.says_as(answer) {
                    false => format!("on {named} it would be: {}", answer.in_a_word()),
                    true => format!("on {named} it would be the same"),
                }
            })
            .collect();
        let program = context.program;
        let open = program.reading(taken);
        let open = open.and_then(|made| program.interpretations.get(made.interpretation));
        let question = open.and_then(|open| open.labels.pick(context.language));
        let text = format!(
            "{} — the answer rests on the reading {}; {}",
            question.unwrap_or("the source leaves this open"),
            quoted(taken, context),
            told.join("; ")
        );
        self.notes.push(Note {
            kind: "reading",
            text,
            citation: None,
        });
        let others = others.iter().map(|(id, answer)| OtherReading {
            reading: name(*id, context),
            changes: !self.says_as(answer),
            words: answer.in_a_word(),
        });
        let taken = ReadingTaken {
            interpretation: open.map(|open| open.name.text.to_string()).unwrap_or_default(),
            reading: name(taken, context),
            others: others.collect(),
        };
        self.readings.push(taken);
        self
    }

    /// The outcome, or the value where there is one, with the due moment.
    fn in_a_word(&self) -> String {
        let due = |due: Moment| format!(", due {}", self.zone.words(due));
        match (&self.value, self.outcome) {
            (Some(value), Outcome::Known) => value_words(value, self.zone),
            (_, outcome) => {
                let due = self.due_at.map(due).unwrap_or_default();
                format!("{}{due}", outcome.word().replace('_', " "))
            }
        }
    }
}

fn name(id: ReadingId, context: &Context<'_>) -> String {
    let named = context.program.reading(id);
    named.map(|made| made.name.text.to_string()).unwrap_or_default()
}

/// Its name, with its label.
fn quoted(id: ReadingId, context: &Context<'_>) -> String {
    let labels = context
        .program
        .reading(id)
        .and_then(|made| made.labels.pick(context.language));
    let label = labels.map(|label| format!(" ({label})")).unwrap_or_default();
    format!("`{}`{label}", name(id, context))
}
