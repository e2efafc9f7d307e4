//! Outcomes counted, and the provisions on which they rest.

use arrow_array::cast::AsArray;
use arrow_array::types::Int8Type;
use arrow_array::{Array, RecordBatch};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// How often each question came to what.
pub(super) struct Summary {
    questions: Vec<Question>,
}

struct Question {
    name: String,
    outcomes: BTreeMap<String, u64>,
    /// By outcome and citation.
    citations: BTreeMap<(String, String), u64>,
}

impl Summary {
    pub fn new(questions: &[&str]) -> Summary {
        let question = |name: &&str| Question {
            name: (*name).to_owned(),
            outcomes: BTreeMap::new(),
            citations: BTreeMap::new(),
        };
        Summary {
            questions: questions.iter().map(question).collect(),
        }
    }

    /// Counts the answers of a chunk.
    pub fn take(&mut self, answers: &RecordBatch) {
        for question in &mut self.questions {
            let Some(column) = answers.column_by_name(&question.name) else {
                continue;
            };
            let outcomes = column.as_dictionary::<Int8Type>();
            let words = outcomes.values().as_string::<i32>();
            let mut counts = vec![0_u64; words.len()];
            let mut rejected = 0;
            for key in outcomes.keys() {
                match key.and_then(|key| counts.get_mut(usize::try_from(key).unwrap_or(usize::MAX))) {
                    Some(count) => *count += 1,
                    None => rejected += 1,
                }
            }
            for (word, count) in words.iter().zip(counts).filter(|(_, count)| *count > 0) {
                *question
                    .outcomes
                    .entry(word.unwrap_or_default().to_owned())
                    .or_default() += count;
            }
            if rejected > 0 {
                *question.outcomes.entry("rejected".to_owned()).or_default() += rejected;
            }
            let because = answers.column_by_name(&format!("{}__because", question.name));
            let Some(because) = because.map(|because| because.as_string::<i32>()) else {
                continue;
            };
            for (key, because) in outcomes.keys().iter().zip(because) {
                let outcome = key
                    .and_then(|key| usize::try_from(key).ok())
                    .filter(|key| *key < words.len());
                let outcome = outcome.map_or("rejected", |key| words.value(key));
                for citation in because
                    .unwrap_or_default()
                    .split("; ")
                    .filter(|citation| !citation.is_empty())
                {
                    let key = (outcome.to_owned(), citation.to_owned());
                    *question.citations.entry(key).or_default() += 1;
                }
            }
        }
    }

    /// The counts in lines.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for question in &self.questions {
            lines.push(question.name.clone());
            for (outcome, count) in &question.outcomes {
                lines.push(format!("  {outcome}: {count}"));
                for ((_, citation), count) in question.citations.iter().filter(|((of, _), _)| of == outcome) {
                    lines.push(format!("    {citation}: {count}"));
                }
            }
        }
        lines
    }

    /// The counts as JSON.
    pub fn json(&self) -> Json {
        let questions: Vec<Json> = self
            .questions
            .iter()
            .map(|question| {
                let citations: Vec<Json> = question
                    .citations
                    .iter()
                    .map(|((outcome, citation), count)| json!({ "outcome": outcome, "citation": citation, "count": count }))
                    .collect();
                json!({ "question": question.name, "outcomes": question.outcomes, "citations": citations })
            })
            .collect();
        json!({ "questions": questions })
    }
}
