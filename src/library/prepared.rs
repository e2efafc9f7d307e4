//! Questions prepared for many cases: compiled once, then decided without allocating.

use super::ask::Ask;
use super::snapshot::Matter;
use crate::case::{Case, CaseBuilder, CaseErrors, Spot, spot_of_path};
use crate::evaluate::{Question, QuestionError, Registers, Setting, fill, lane_of, run, value_of};
use crate::plan::code::{CASES, Code, Lane, Origin, Output, Sort, ValueId, state};
use crate::plan::{Outcome, compile};
use crate::resolve::Program;
use crate::time::{Date, Moment};
use crate::value::Value;
use std::sync::Arc;

/// Questions of a matter under the law of one date, ready to be decided for many cases.
#[derive(Debug, Clone)]
pub struct Prepared {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    matter: Matter,
    date: Date,
    asks: Vec<Ask>,
    code: Option<Code>,
    beyond: Option<&'static str>,
}

/// Why questions cannot be prepared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PrepareError {
    /// There is no such question.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// The law is asked for without a date.
    #[error("questions are prepared under the law of one date; take the matter from `Library::on`")]
    Undated,
}

impl Matter {
    /// Some questions, ready to be decided for many cases under the law of the snapshot's date.
    pub fn prepare(&self, questions: &[&str]) -> Result<Prepared, PrepareError> {
        let date = self.snapshot().date().ok_or(PrepareError::Undated)?;
        let asks: Result<Vec<Ask>, QuestionError> = questions.iter().map(|name| self.ask(name)).collect();
        Ok(Prepared::on(self, asks?, date))
    }
}

impl Prepared {
    pub(crate) fn on(matter: &Matter, asks: Vec<Ask>, date: Date) -> Prepared {
        let library = matter.snapshot().library();
        let plan = library.plan(date, &Default::default());
        let wanted: Vec<_> = asks.iter().map(|ask| ask.question().wanted()).collect();
        let made = compile(
            library.program(),
            &plan,
            matter.id(),
            matter.zone(),
            &wanted,
            library.limits().height,
        );
        let (code, beyond) = match made {
            Ok(code) => (Some(code), None),
            Err(beyond) => (None, Some(beyond.0)),
        };
        Prepared {
            inner: Arc::new(Inner {
                matter: matter.clone(),
                date,
                asks,
                code,
                beyond,
            }),
        }
    }

    /// What in the questions cannot be compiled, so that each case is evaluated term by term; nothing where all is.
    pub fn beyond(&self) -> Option<&'static str> {
        self.inner.beyond
    }

    /// How many steps decide a case.
    pub fn steps(&self) -> usize {
        self.inner.code.as_ref().map_or(0, |code| code.steps.len())
    }

    /// The questions, in the order in which they were asked.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.inner.asks.iter().map(Ask::question)
    }

    /// A fact by its path, as in `suspect.born_on`; not one of a list, and no record or list.
    pub fn fact(&self, path: &str) -> Option<Fact> {
        let program = self.program();
        let (spot, ty) = spot_of_path(program, self.inner.matter.id(), path)?;
        let sort = crate::plan::sort_of(&ty.base)?;
        let fields: Option<Vec<usize>> = spot.iter().map(|step| step.slot()).collect();
        let origin = Origin::Fact(fields?);
        let code = self.inner.code.as_ref();
        let input = code.and_then(|code| {
            let mut inputs = code.inputs.iter();
            inputs.find(|input| input.domain == CASES && input.from == origin)
        });
        Some(Fact {
            spot,
            sort,
            to: input.map(|input| input.to),
        })
    }

    /// An empty form, to be filled with the facts of one case after another.
    pub fn form(&self) -> Form {
        let registers = self.inner.code.as_ref().map(Registers::new).unwrap_or_default();
        let mut form = Form {
            prepared: self.clone(),
            registers,
            beside: Vec::new(),
            at: None,
            case: None,
            fits: true,
            fallen_back: false,
            outcomes: vec![Outcome::Unknown; self.inner.asks.len()],
            answers: vec![(None, None); self.inner.asks.len()],
        };
        form.clear();
        form
    }

    pub(crate) fn code(&self) -> Option<&Code> {
        self.inner.code.as_ref()
    }

    pub(crate) fn matter(&self) -> &Matter {
        &self.inner.matter
    }

    pub(crate) fn program(&self) -> &Program {
        self.inner.matter.program()
    }

    pub(crate) fn setting(&self) -> Setting<'_> {
        Setting {
            program: self.program(),
            zone: self.inner.matter.zone(),
        }
    }

    /// Outcome, value and due moment of each question, term by term.
    pub(crate) fn term_by_term(&self, case: &Case, at: Option<Moment>) -> Vec<Answered> {
        let asks = self.inner.asks.iter();
        asks.map(|ask| ask.outcome_and_due(case, at, self.inner.date)).collect()
    }

    /// The answer of a row to a question.
    pub(crate) fn read(&self, registers: &Registers, question: usize, row: usize) -> Option<Answered> {
        let code = self.inner.code.as_ref()?;
        let value = |lane: Lane, sort, fraction| value_of(self.program(), &code.texts, lane, sort, fraction);
        Some(match code.outputs.get(question)? {
            Output::Outcome(id, due) => {
                let outcome = Outcome::numbered(registers.column(*id).lane(row).value)?;
                let due = due.map(|due| registers.column(due).lane(row));
                let due = due.filter(|due| due.state == state::VALUE);
                (outcome, None, due.and_then(|due| Moment::from_seconds(due.value)))
            }
            Output::Value(id, sort, fraction) => {
                let lane = registers.column(*id).lane(row);
                match outcome_of(lane) {
                    Outcome::Known => (Outcome::Known, Some(value(lane, *sort, *fraction)?), None),
                    outcome => (outcome, None, None),
                }
            }
        })
    }
}

/// Outcome, value and due moment.
pub(crate) type Answered = (Outcome, Option<Value>, Option<Moment>);

/// The outcome of a question for a value.
pub(crate) fn outcome_of(lane: Lane) -> Outcome {
    match lane.state & state::BITS {
        state::UNKNOWN if lane.state & state::CONFLICT != 0 => Outcome::Conflict,
        state::UNKNOWN => Outcome::Unknown,
        state::UNDEFINED => Outcome::Undefined,
        _ => Outcome::Known,
    }
}

/// A fact of prepared questions.
#[derive(Debug, Clone)]
pub struct Fact {
    spot: Spot,
    sort: Sort,
    /// Its register; nothing where no question reads it.
    to: Option<ValueId>,
}

/// The facts of one case, and the answers to prepared questions about it. Its buffers are used again for the next case.
#[derive(Debug, Clone)]
pub struct Form {
    prepared: Prepared,
    registers: Registers,
    /// Facts that do not fit into a register.
    beside: Vec<(Spot, Value)>,
    at: Option<Moment>,
    /// The case that was read as a whole.
    case: Option<Case>,
    fits: bool,
    fallen_back: bool,
    outcomes: Vec<Outcome>,
    answers: Vec<(Option<Value>, Option<Moment>)>,
}

impl Form {
    /// Forgets all facts.
    pub fn clear(&mut self) {
        self.beside.clear();
        self.at = None;
        self.case = None;
        self.fits = true;
        let Some(code) = &self.prepared.inner.code else {
            return;
        };
        self.registers.begin(CASES, 1);
        for input in &code.inputs {
            let rows = usize::from(input.domain == CASES);
            if let Some(column) = self.registers.column_mut(input.to) {
                column.clear(rows);
            }
            if let Origin::List(_, inner) = &input.from {
                self.registers.begin(*inner, 0);
                if let Some(offsets) = self.registers.offsets_mut(*inner) {
                    offsets.clear();
                    offsets.extend([0, 0]);
                }
            }
        }
    }

    /// The moment of assessment.
    pub fn at(&mut self, at: Moment) -> &mut Form {
        self.at = Some(at);
        self
    }

    fn put(&mut self, fact: &Fact, lane: Lane) -> &mut Form {
        if let Some(column) = fact.to.and_then(|to| self.registers.column_mut(to)) {
            column.put(0, lane);
            column.known = lane.state == state::VALUE;
        }
        self
    }

    fn put_as(&mut self, fact: &Fact, sort: bool, count: i64) -> &mut Form {
        if sort && self.prepared.inner.code.is_some() {
            return self.put(fact, Lane::value(count));
        }
        self.fits = false;
        self
    }

    /// Yes or no.
    pub fn yes(&mut self, fact: &Fact, yes: bool) -> &mut Form {
        if self.prepared.inner.code.is_none() {
            return self.set(fact, Value::Yes(yes));
        }
        self.put_as(fact, fact.sort == Sort::Truth, i64::from(yes))
    }

    /// A date.
    pub fn date(&mut self, fact: &Fact, date: Date) -> &mut Form {
        if self.prepared.inner.code.is_none() {
            return self.set(fact, Value::Date(date));
        }
        self.put_as(fact, fact.sort == Sort::Date, crate::plan::day_number(date))
    }

    /// A moment.
    pub fn moment(&mut self, fact: &Fact, moment: Moment) -> &mut Form {
        if self.prepared.inner.code.is_none() {
            return self.set(fact, Value::Moment(moment));
        }
        self.put_as(fact, fact.sort == Sort::Moment, moment.seconds())
    }

    /// Known not to exist, or not to have happened.
    pub fn none(&mut self, fact: &Fact) -> &mut Form {
        self.set(fact, Value::None)
    }

    /// Any value. One that is of another type than the fact leaves the case without an answer but `unknown`.
    pub fn set(&mut self, fact: &Fact, value: Value) -> &mut Form {
        let code = self.prepared.inner.code.as_ref();
        match code.and_then(|code| lane_of(&value, fact.sort, &code.texts)) {
            Some(lane) => self.put(fact, lane),
            None => {
                self.beside.push((fact.spot.clone(), value));
                self.fits = false;
                self
            }
        }
    }

    /// The facts of a whole case.
    pub fn read(&mut self, case: &Case) -> &mut Form {
        self.beside.clear();
        self.at = case.at();
        self.fits = false;
        let plain = case.zone().is_none_or(|zone| zone == self.prepared.matter().zone())
            && case.readings().is_empty();
        if let (Some(code), true) = (&self.prepared.inner.code, plain) {
            self.fits = fill(code, &mut self.registers, case, case.at());
        }
        self.case = Some(case.clone());
        self
    }

    /// The facts of a case in JSON.
    pub fn read_json(&mut self, text: &str) -> Result<&mut Form, CaseErrors> {
        let case = self.prepared.matter().case_from_json(text)?;
        Ok(self.read(&case))
    }

    /// Decides the case: the outcomes, in the order of the questions.
    pub fn decide(&mut self) -> &[Outcome] {
        self.fallen_back = true;
        if let (Some(code), true) = (&self.prepared.inner.code, self.fits) {
            for input in code.inputs.iter().filter(|input| input.from == Origin::Assessment) {
                if let Some(column) = self.registers.column_mut(input.to) {
                    let lane = self.at.map_or(Lane::of(state::UNKNOWN), |at| Lane::value(at.seconds()));
                    column.put(0, lane);
                    column.known = lane.state == state::VALUE;
                }
            }
            self.registers.begin(CASES, 1);
            run(code, &self.prepared.setting(), &mut self.registers);
            self.fallen_back = self.registers.cases_put_off().first() != Some(&0);
        }
        if self.fallen_back {
            self.fall_back();
        } else {
            self.take_outcomes();
        }
        &self.outcomes
    }

    fn take_outcomes(&mut self) {
        let Some(code) = &self.prepared.inner.code else {
            return;
        };
        for (outcome, output) in self.outcomes.iter_mut().zip(&code.outputs) {
            *outcome = match output {
                Output::Outcome(id, _) => {
                    Outcome::numbered(self.registers.column(*id).lane(0).value).unwrap_or(Outcome::Unknown)
                }
                Output::Value(id, ..) => outcome_of(self.registers.column(*id).lane(0)),
            };
        }
    }

    /// The value of a question that was decided last.
    pub fn value(&self, question: usize) -> Option<Value> {
        if self.fallen_back {
            return self.answers.get(question).and_then(|(value, _)| value.clone());
        }
        self.prepared.read(&self.registers, question, 0)?.1
    }

    /// The due moment of a duty that was decided last.
    pub fn due_at(&self, question: usize) -> Option<Moment> {
        if self.fallen_back {
            return self.answers.get(question).and_then(|(_, due)| *due);
        }
        self.prepared.read(&self.registers, question, 0)?.2
    }

    /// Whether the case was evaluated term by term, because something in it does not fit.
    pub fn went_term_by_term(&self) -> bool {
        self.fallen_back
    }

    fn fall_back(&mut self) {
        let case = match &self.case {
            Some(case) => case.clone(),
            None => self.as_case(),
        };
        let answers = self.prepared.term_by_term(&case, self.at);
        for ((outcome, kept), (found, value, due)) in
            self.outcomes.iter_mut().zip(&mut self.answers).zip(answers)
        {
            *outcome = found;
            *kept = (value, due);
        }
    }

    /// The facts of the form as a case, so that it can be asked for reasons.
    pub fn as_case(&self) -> Case {
        if let Some(case) = &self.case {
            return case.clone();
        }
        let program = self.prepared.program();
        let mut builder = CaseBuilder::new(program, self.prepared.matter().id()).on(self.prepared.inner.date);
        if let Some(at) = self.at {
            builder = builder.at(at);
        }
        for (spot, value) in self.known_facts().into_iter().chain(self.beside.iter().cloned()) {
            builder = builder.put(&spot, value);
        }
        builder.finish()
    }

    fn known_facts(&self) -> Vec<(Spot, Value)> {
        let Some(code) = &self.prepared.inner.code else {
            return Vec::new();
        };
        let mut facts = Vec::new();
        for input in code.inputs.iter().filter(|input| input.domain == CASES) {
            let Origin::Fact(fields) = &input.from else {
                continue;
            };
            let lane = self.registers.column(input.to).lane(0);
            if lane.state & state::BITS == state::UNKNOWN {
                continue;
            }
            let fraction = crate::plan::fraction_of(input.sort);
            let value = value_of(self.prepared.program(), &code.texts, lane, input.sort, fraction);
            let spot: Spot = fields.iter().map(|field| crate::case::Step::Slot(*field)).collect();
            facts.extend(value.map(|value| (spot, value)));
        }
        facts
    }
}
