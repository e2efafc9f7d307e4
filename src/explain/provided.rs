//! Conditional answers in words: permitted, provided that written permission is given.

use super::answer::Context;
use super::missing::missing_fact;
use super::value::{value_json, value_words};
use crate::evaluate::{Outcome, Way};
use crate::words::Words;
use serde_json::{Value as Json, json};

/// What an answer is under a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The outcome.
    pub outcome: Outcome,
    /// The outcome or value in words.
    pub words: String,
    /// The facts that must be so.
    pub facts: Vec<ConditionalFact>,
}

/// A fact of a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionalFact {
    /// Its path.
    pub fact: String,
    /// Its label.
    pub label: Option<String>,
    /// The value in words.
    pub words: String,
    /// The value as JSON spells it.
    pub value: Json,
}

/// The conditional answers to a question.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ConditionalAnswers {
    /// The answers, those with fewer facts first.
    pub answers: Vec<Condition>,
    /// Whether the search was cut short, so that there may be more.
    pub cut_short: bool,
}

impl ConditionalAnswers {
    /// As JSON: `answers` with `outcome`, `words` and `if`, and `cut_short`.
    pub fn json(&self) -> Json {
        let answers = self.answers.iter().map(|one| {
            let facts = one
                .facts
                .iter()
                .map(|fact| json!({ "fact": fact.fact, "label": fact.label, "value": fact.value }));
            json!({ "outcome": one.outcome.word(), "words": one.words, "if": facts.collect::<Vec<_>>() })
        });
        json!({ "answers": answers.collect::<Vec<_>>(), "cut_short": self.cut_short })
    }

    /// As lines: `permitted, provided that written_permission (…) = yes`.
    pub fn text(&self, language: &str) -> String {
        let words = Words::of(language);
        let mut out = String::new();
        for one in &self.answers {
            let facts = one.facts.iter().map(|fact| {
                let label = fact
                    .label
                    .as_ref()
                    .map(|label| format!(" ({label})"))
                    .unwrap_or_default();
                format!("{}{label} = {}", fact.fact, fact.words)
            });
            let facts: Vec<String> = facts.collect();
            let lead = words.say("provided that");
            let and = format!(" {} ", words.say("and"));
            out.push_str(&format!("  {}, {lead} {}\n", one.words, facts.join(&and)));
        }
        if self.cut_short {
            out.push_str(&format!(
                "  {}\n",
                words.say("there may be other conditions: the search was cut short")
            ));
        }
        out
    }
}

/// A way in words.
pub fn conditional(way: &Way, context: &Context<'_>) -> Condition {
    let words = Words::of(context.language);
    let facts = way.facts.iter().map(|(spot, value)| {
        let named = missing_fact(context.program, context.case, spot, context.language);
        ConditionalFact {
            fact: named.fact,
            label: named.label,
            words: words.say(&value_words(value, context.zone)),
            value: value_json(value, context.zone),
        }
    });
    Condition {
        outcome: way.outcome,
        words: match &way.value {
            Some(value) if way.outcome == Outcome::Known => words.say(&value_words(value, context.zone)),
            _ => words.say(&way.outcome.word().replace('_', " ")),
        },
        facts: facts.collect(),
    }
}
