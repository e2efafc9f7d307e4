//! What the other readings of the sources would answer.

use super::ask::Ask;
use crate::case::Case;
use crate::explain::{Answer, Context};
use crate::resolve::{Program, ReadingId, Subject};
use crate::time::Moment;

impl Ask {
    /// The answer, with the readings that it rests on and what the others would answer. A reading is told of where
    /// another one answers otherwise, or where its norms were looked at.
    pub(super) fn with_other_readings(
        &self,
        mut answer: Answer,
        case: &Case,
        at: Option<Moment>,
        language: &str,
    ) -> Answer {
        let library = self.matter().snapshot().library();
        let program = library.program();
        let question = self.question();
        let action = question.action().map(Subject::Action);
        let subject = action.or_else(|| question.definition().map(Subject::Definition));
        let Some(open) = subject.and_then(|subject| program.interpreted.get(&subject)) else {
            return answer;
        };
        let context = Context {
            program,
            sources: library.sources(),
            case,
            zone: case.zone().unwrap_or(self.matter().zone()),
            language,
        };
        for interpretation in open {
            let (taken, others) = taken_and_others(program, case, *interpretation);
            let Some(taken) = taken.first() else {
                continue;
            };
            let answers = others.iter().map(|id| {
                let case = case.clone().on_reading(program, *id);
                (*id, self.decide_on_its_readings(&case, at, language))
            });
            let others: Vec<(ReadingId, Answer)> = answers.collect();
            let differs = others.iter().any(|(_, other)| !answer.says_as(other));
            if differs || answer.looked_at(*taken) {
                answer = answer.resting_on(*taken, &others, &context);
            }
        }
        answer
    }
}

/// The reading of an interpretation that a case is answered on, and the others.
fn taken_and_others(
    program: &Program,
    case: &Case,
    interpretation: usize,
) -> (Vec<ReadingId>, Vec<ReadingId>) {
    let of_it = |id: &ReadingId| {
        program
            .reading(*id)
            .is_some_and(|made| made.interpretation == interpretation)
    };
    let asked = case.readings().iter().find(|id| of_it(id));
    let all = (0..program.readings.len()).map(ReadingId).filter(of_it);
    all.partition(|id| match asked {
        Some(asked) => asked == id,
        None => program.reading(*id).is_some_and(|made| made.by_default),
    })
}
