//! Answers as text for people.

use super::answer::{Answer, Cited};
use super::value::value_words;
use super::why::WhyNode;
use crate::evaluate::Outcome;
use crate::words::Words;
use std::fmt::Write as _;

/// The outcome in words, with the value or due moment.
pub fn outcome_words(answer: &Answer) -> String {
    let zone = answer.zone;
    let outcome = match answer.outcome {
        Outcome::NotApplicable => "not applicable".to_owned(),
        Outcome::FulfilledLate => "fulfilled late".to_owned(),
        Outcome::Known => match &answer.value {
            Some(value) => value_words(value, zone),
            None => "known".to_owned(),
        },
        outcome => outcome.word().to_owned(),
    };
    let due = answer
        .due_at
        .map(|due| format!(", due {}", zone.words(due)))
        .unwrap_or_default();
    let done = answer
        .done_at
        .map(|done| format!(", done {}", zone.words(done)))
        .unwrap_or_default();
    format!("{outcome}{due}{done}")
}

/// The same in the language of the answer, an enum value with its label.
fn outcome_said(answer: &Answer) -> String {
    let (zone, words) = (answer.zone, answer.words());
    let outcome = match (answer.outcome, &answer.value) {
        (Outcome::Known, Some(value)) => words.say(&value_words(value, zone)),
        (outcome, _) => words.say(&outcome.word().replace('_', " ")),
    };
    let label = answer.value_label.as_ref().map(|label| format!(" ({label})"));
    let due = answer.due_at.map(|due| format!("due {}", zone.words(due)));
    let done = answer.done_at.map(|done| format!("done {}", zone.words(done)));
    let moments = due
        .into_iter()
        .chain(done)
        .map(|said| format!(", {}", words.say(&said)));
    let moments: String = moments.collect();
    format!("{outcome}{}{moments}", label.unwrap_or_default())
}

/// An answer as lines of text, wrapped at `width`; the question and outcome first.
pub fn answer_text(answer: &Answer, width: usize) -> String {
    let mut out = String::new();
    let label = answer
        .label
        .as_ref()
        .map(|label| format!(" ({label})"))
        .unwrap_or_default();
    let _ = writeln!(out, "{}{label}: {}", answer.question, outcome_said(answer));
    let words = answer.words();
    let lead = words.say(match answer.outcome {
        Outcome::Unknown => "undecided",
        Outcome::Conflict => "between",
        _ => "by",
    });
    for cited in &answer.because {
        cited_text(&mut out, &lead, cited, words, width);
    }
    for missing in &answer.missing {
        let _ = writeln!(out, "  {}", missing.line(words));
    }
    for failed in &answer.undetermined {
        let lead = format!("  {}: ", words.say("cannot be calculated"));
        wrapped(&mut out, &lead, &words.say(&failed.words()), width);
    }
    if let Some(counting) = &answer.counting {
        let by = counting
            .citation
            .as_ref()
            .map(|citation| format!(" — {citation}"));
        let steps = format!("{}{}", counting.steps.join("; "), by.unwrap_or_default());
        wrapped(&mut out, &format!("  {}: ", words.say("counted")), &steps, width);
    }
    if let Some(sanction) = &answer.sanction {
        let _ = writeln!(out, "  {}: {sanction}", words.say("sanction"));
    }
    if let Some(changes) = answer.changes_at {
        let changes = format!("changes by itself at {}", answer.zone.words(changes));
        let _ = writeln!(out, "  {}", words.say(&changes));
    }
    for note in &answer.notes {
        wrapped(&mut out, &format!("  {}: ", words.say("note")), &note.text, width);
    }
    out
}

fn cited_text(out: &mut String, lead: &str, cited: &Cited, words: &Words, width: usize) {
    let points = match cited.points.as_slice() {
        [] => String::new(),
        points => {
            let marks: Vec<String> = points.iter().map(|point| format!("({point})")).collect();
            format!(", {}", words.say(&format!("point {}", marks.join(" "))))
        }
    };
    let since = cited
        .in_force_from
        .map(|date| format!(", {}", words.say(&format!("in force from {date}"))))
        .unwrap_or_default();
    let by = cited
        .amended_by
        .as_ref()
        .map(|act| format!(", {} {act}", words.say("by")))
        .unwrap_or_default();
    let norm = words.say(cited.norm);
    let _ = writeln!(out, "  {lead} {}{points} [{norm}{since}{by}]", cited.citation);
    for (citation, ground) in &cited.prevails_over {
        let ground = match *ground {
            "declared" => "declared to prevail",
            "rank" => "of higher rank",
            "later" => "later law of equal rank",
            _ => "a bar limits a permission of the same instrument",
        };
        let (lead, ground) = (words.say("prevails over"), words.say(ground));
        let _ = writeln!(out, "    {lead} {citation}: {ground}");
    }
    if let Some(text) = &cited.text {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let source = cited
            .source
            .as_ref()
            .map(|source| format!(" — {source}"))
            .unwrap_or_default();
        wrapped(out, "    ", &format!("\"{text}\"{source}"), width);
    }
}

/// Text in lines of at most `width`, one paragraph for each line of it.
#[cfg(feature = "cli")]
pub fn wrap(text: &str, width: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        wrapped(&mut out, "", line, width);
    }
    out
}

/// Writes text in lines of at most `width`, each after `lead` or its white space.
pub(super) fn wrapped(out: &mut String, lead: &str, text: &str, width: usize) {
    let indent = " ".repeat(lead.chars().count());
    let room = width.max(40).saturating_sub(indent.len());
    let mut line = String::new();
    let mut lead = lead.to_owned();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            let _ = writeln!(out, "{lead}{line}");
            lead.clone_from(&indent);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let _ = writeln!(out, "{lead}{line}");
}

/// The tree of reasons, indented.
pub fn why_text(answer: &Answer, width: usize) -> String {
    let mut out = String::new();
    for node in &answer.why {
        node_text(&mut out, node, 1, width);
    }
    out
}

fn node_text(out: &mut String, node: &WhyNode, depth: usize, width: usize) {
    // deep reasons keep some room for words
    let indent = "  ".repeat(depth.min(width / 6));
    wrapped(out, &format!("{indent}- "), &node.words, width);
    if let Some(text) = &node.text {
        wrapped(out, &format!("{indent}  "), &format!("\"{text}\""), width);
    }
    for inner in &node.because {
        node_text(out, inner, depth + 1, width);
    }
}
