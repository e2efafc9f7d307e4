//! A desk: where prepared questions are decided for one case after another.

use super::form::Form;
use super::prepared::{Answered, Prepared};
use crate::case::Case;
use crate::evaluate::{Registers, Single, fill, run};
use crate::plan::Outcome;
use crate::plan::code::ValueId;
use crate::time::Moment;
use crate::value::Value;

/// Buffers in which prepared questions are decided, and the answers to the case that was decided last.
#[derive(Debug, Clone)]
pub struct Desk {
    prepared: Prepared,
    single: Single,
    registers: Registers,
    outcomes: Vec<Outcome>,
    /// Where the answers stand.
    taken: Taken,
    answers: Vec<Answered>,
}

/// From where the answers are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    Single,
    Registers,
    TermByTerm,
}

impl Desk {
    pub(super) fn new(prepared: Prepared) -> Desk {
        let questions = prepared.questions().count();
        Desk {
            single: prepared.code().map(Single::new).unwrap_or_default(),
            registers: prepared.code().map(Registers::new).unwrap_or_default(),
            outcomes: vec![Outcome::Unknown; questions],
            taken: Taken::TermByTerm,
            answers: Vec::new(),
            prepared,
        }
    }

    /// Decides a case: the outcomes, in the order of the questions.
    pub fn decide(&mut self, form: &Form) -> &[Outcome] {
        if let Some(case) = form.whole() {
            return self.decide_case(case, form.at);
        }
        if !(form.fits() && self.singly(form)) {
            let case = form.as_case();
            self.decide_case(&case, form.at);
        }
        &self.outcomes
    }

    /// Decides a case without lists; false where it is put off.
    fn singly(&mut self, form: &Form) -> bool {
        let (Some(code), Some(single)) = (self.prepared.code(), self.prepared.single()) else {
            return false;
        };
        let run = self.single.run(single, &form.lanes, &self.prepared.setting());
        let mut outputs = code.outputs.iter();
        let stands = run && !outputs.any(|output| output.is_elsewhere(self.single.value(output.value())));
        if stands {
            self.taken = Taken::Single;
            for (outcome, output) in self.outcomes.iter_mut().zip(&code.outputs) {
                *outcome = Prepared::outcome(output, |id| self.single.value(id));
            }
        }
        stands
    }

    /// Decides a whole case.
    pub fn decide_case(&mut self, case: &Case, at: Option<Moment>) -> &[Outcome] {
        let at = at.or(case.at());
        let plain = case
            .zone()
            .is_none_or(|zone| zone == self.prepared.matter().zone())
            && case.readings().is_empty();
        if !(plain && self.rows(case, at)) {
            self.taken = Taken::TermByTerm;
            self.answers = self.prepared.term_by_term(case, at);
            for (outcome, (found, _, _)) in self.outcomes.iter_mut().zip(&self.answers) {
                *outcome = *found;
            }
        }
        &self.outcomes
    }

    fn rows(&mut self, case: &Case, at: Option<Moment>) -> bool {
        let Some(code) = self.prepared.code() else {
            return false;
        };
        if !fill(code, &mut self.registers, case, at) {
            return false;
        }
        run(code, &self.prepared.setting(), &mut self.registers);
        if self.registers.cases_put_off() != [0] {
            return false;
        }
        self.taken = Taken::Registers;
        for (outcome, output) in self.outcomes.iter_mut().zip(&code.outputs) {
            *outcome = Prepared::outcome(output, |id| self.registers.column(id).lane(0));
        }
        true
    }

    fn answered(&self, question: usize) -> Option<Answered> {
        let lane = |id: ValueId| match self.taken {
            Taken::Registers => self.registers.column(id).lane(0),
            Taken::Single | Taken::TermByTerm => self.single.value(id),
        };
        match self.taken {
            Taken::TermByTerm => self.answers.get(question).cloned(),
            Taken::Single | Taken::Registers => self.prepared.read(question, lane),
        }
    }

    /// The value of a question that was decided last.
    pub fn value(&self, question: usize) -> Option<Value> {
        self.answered(question)?.1
    }

    /// The due moment of a duty that was decided last.
    pub fn due_at(&self, question: usize) -> Option<Moment> {
        self.answered(question)?.2
    }

    /// Whether the case was evaluated term by term, because something in it or in the questions does not fit.
    pub fn went_term_by_term(&self) -> bool {
        self.taken == Taken::TermByTerm
    }
}
