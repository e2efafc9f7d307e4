//! Questions prepared for many cases: compiled once, then decided without allocating.

use super::ask::Ask;
use super::desk::Desk;
use super::form::{Fact, Form};
use super::form_json::Names;
use super::snapshot::Matter;
use crate::case::{Case, spot_of_path};
use crate::evaluate::{Question, QuestionError, Setting, SingleCode, value_of};
use crate::plan::code::{CASES, Code, Lane, Origin, Output, ValueId, state};
use crate::plan::{Outcome, compile};
use crate::resolve::Program;
use crate::time::{Date, Moment};
use crate::value::Value;
use std::sync::{Arc, OnceLock};

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
    /// The same for one case at a time, where there are no lists.
    single: Option<SingleCode>,
    beyond: Option<&'static str>,
    /// The names of facts, for JSON; made when they are first needed.
    names: OnceLock<Option<Names>>,
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
                single: code.as_ref().and_then(SingleCode::of),
                code,
                beyond,
                names: OnceLock::new(),
            }),
        }
    }

    /// What in the questions cannot be compiled, so that each case is evaluated term by term; nothing where all is.
    pub fn beyond(&self) -> Option<&'static str> {
        self.inner.beyond
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
            inputs.position(|input| input.domain == CASES && input.from == origin)
        });
        Some(Fact::new(spot, sort, input))
    }

    /// An empty form, to be filled with the facts of a case.
    pub fn form(&self) -> Form {
        Form::new(self.clone())
    }

    /// A desk on which cases are decided one after another: its buffers are used again. Each thread has its own.
    pub fn desk(&self) -> Desk {
        Desk::new(self.clone())
    }

    pub(crate) fn code(&self) -> Option<&Code> {
        self.inner.code.as_ref()
    }

    /// The names of the facts of the matter; nothing where the questions have no code, or read lists.
    pub(super) fn names(&self) -> Option<&Names> {
        let made = self.inner.names.get_or_init(|| {
            let code = self.inner.code.as_ref().filter(|code| code.parents.is_empty());
            let shape = self.inner.matter.shape();
            code.and(shape).map(|shape| Names::of(self, shape))
        });
        made.as_ref()
    }

    /// The number of the input that is the moment of assessment.
    pub(super) fn assessment(&self) -> Option<usize> {
        let mut inputs = self.inner.code.as_ref()?.inputs.iter();
        inputs.position(|input| input.from == Origin::Assessment)
    }

    pub(super) fn single(&self) -> Option<&SingleCode> {
        self.inner.single.as_ref()
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
        asks.map(|ask| ask.outcome_and_due(case, at)).collect()
    }

    /// The answer to a question, given what stands in the registers.
    pub(crate) fn read(&self, question: usize, lane: impl Fn(ValueId) -> Lane) -> Option<Answered> {
        let code = self.inner.code.as_ref()?;
        Some(match code.outputs.get(question)? {
            Output::Outcome(id, due) => {
                let outcome = Outcome::numbered(lane(*id).value)?;
                let due = due.map(lane).filter(|due| due.state == state::VALUE);
                (outcome, None, due.and_then(|due| Moment::from_seconds(due.value)))
            }
            Output::Value(id, sort, fraction) => {
                let lane = lane(*id);
                match outcome_of(lane) {
                    Outcome::Known => {
                        let value = value_of(self.program(), &code.texts, lane, *sort, *fraction)?;
                        (Outcome::Known, Some(value), None)
                    }
                    outcome => (outcome, None, None),
                }
            }
        })
    }

    /// What stands in the register of an answer, as a value.
    #[cfg(feature = "columns")]
    pub(crate) fn value_of(&self, output: &Output, lane: Lane) -> Option<Value> {
        match output {
            Output::Outcome(..) => None,
            Output::Value(_, sort, fraction) => {
                let texts = &self.inner.code.as_ref()?.texts;
                value_of(self.program(), texts, lane, *sort, *fraction)
            }
        }
    }

    /// The outcome of a question alone.
    #[inline]
    pub(crate) fn outcome(output: &Output, lane: impl Fn(ValueId) -> Lane) -> Outcome {
        match output {
            Output::Outcome(id, _) => Outcome::numbered(lane(*id).value).unwrap_or(Outcome::Unknown),
            Output::Value(id, ..) => outcome_of(lane(*id)),
        }
    }

    pub(crate) fn date(&self) -> Date {
        self.inner.date
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

#[cfg(test)]
mod tests {
    use crate::Library;

    /// Questions that read no list have code for one case at a time; those of a list have none.
    #[test]
    fn questions_without_lists_are_made_ready_for_one_case() {
        let rules = "matter M \"m\"\n  a : yes/no\n  n : number\n  ns : list of item\nrecord item\n  v : number\naction act of M\naction other of M\n\
            code C \"c\" in force from 2000-01-01\n  in matters of M\narticle 1\n  may act when a and n > 3\narticle 2\n  may other when exists x in ns where x.v > 3\n";
        let library = Library::from_texts([("test.law", rules)]).unwrap_or_else(|error| panic!("{error}"));
        let matter = library.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let single = |question: &str| {
            let prepared = matter.prepare(&[question]).unwrap();
            assert_eq!(prepared.beyond(), None);
            prepared.single().is_some()
        };
        assert!(single("act"));
        assert!(!single("other"));
    }
}
