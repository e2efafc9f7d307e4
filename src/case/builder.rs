//! A case built in code.

use super::document::{CaseErrors, CaseProblem};
use super::typed::spot_of_path;
use super::{Case, Datum, Step};
use crate::resolve::{Base, MatterId, Program, Type};
use crate::time::{Date, DurationKind, Moment};
use crate::value::Value;
use std::collections::BTreeMap;

/// Builds a case fact by fact. What is wrong is collected and reported by [`CaseBuilder::build`].
#[derive(Debug)]
pub struct CaseBuilder<'a> {
    program: &'a Program,
    case: Case,
    problems: Vec<CaseProblem>,
}

impl<'a> CaseBuilder<'a> {
    /// A case of which nothing is known yet.
    pub fn new(program: &'a Program, matter: MatterId) -> CaseBuilder<'a> {
        CaseBuilder {
            program,
            case: Case::empty(matter),
            problems: Vec::new(),
        }
    }

    /// The date of the law.
    pub fn on(mut self, date: Date) -> Self {
        self.case.on = Some(date);
        self
    }

    /// The moment of assessment.
    pub fn at(mut self, at: Moment) -> Self {
        self.case.at = Some(at);
        self
    }

    /// A fact by its path, as in `suspect.born_on` or `visits[1].began_at`.
    pub fn set(self, path: &str, value: Value) -> Self {
        let Some((spot, ty)) = spot_of_path(self.program, self.case.matter, path) else {
            return self.problem(path, "there is no such fact".to_owned());
        };
        if !value_fits(&value, ty) {
            let expected = ty.words(self.program);
            return self.problem(path, format!("{expected} is expected"));
        }
        self.put(&spot, value)
    }

    /// A fact known not to exist, or not to have happened.
    pub fn none(self, path: &str) -> Self {
        self.set(path, Value::None)
    }

    /// A value that is known to be of the type of its fact, by its place.
    pub(crate) fn put(mut self, spot: &[Step], value: Value) -> Self {
        match spot.first() {
            Some(Step::Parameter(number)) => {
                self.case.parameters.insert(*number, value);
            }
            _ => put(&mut self.case.facts, spot, value),
        }
        self
    }

    /// A record that exists, whatever is known of its fields.
    pub(crate) fn exists(mut self, spot: &[Step]) -> Self {
        let mut datum = &mut self.case.facts;
        for step in spot {
            if !matches!(datum, Datum::Record(_)) {
                *datum = Datum::Record(BTreeMap::new());
            }
            let (Datum::Record(fields), Step::Slot(number)) = (datum, step) else {
                return self;
            };
            datum = fields.entry(*number).or_default();
        }
        if !matches!(datum, Datum::Record(_)) {
            *datum = Datum::Record(BTreeMap::new());
        }
        self
    }

    /// The case as it is.
    pub(crate) fn finish(self) -> Case {
        self.case
    }

    fn problem(mut self, path: &str, message: String) -> Self {
        self.problems.push(CaseProblem {
            path: path.to_owned(),
            message,
            help: None,
        });
        self
    }

    /// Asks for a reading of what a source leaves open, by its name.
    pub fn reading(self, name: &str) -> Self {
        match self.case.clone().read_on(self.program, &[name.to_owned()]) {
            Ok(case) => Self { case, ..self },
            Err(CaseErrors(problems)) => {
                let mut built = self;
                built.problems.extend(problems);
                built
            }
        }
    }

    /// The case, or all that was wrong.
    pub fn build(self) -> Result<Case, CaseErrors> {
        if self.problems.is_empty() {
            Ok(self.case)
        } else {
            Err(CaseErrors(self.problems))
        }
    }
}

/// Whether a value is of a type.
fn value_fits(value: &Value, ty: &Type) -> bool {
    match (value, &ty.base) {
        (Value::None, _) => ty.optional,
        (Value::Yes(_), Base::Truth)
        | (Value::Number(_), Base::Number)
        | (Value::Date(_), Base::Date)
        | (Value::Moment(_), Base::Moment)
        | (Value::Time(_), Base::TimeOfDay)
        | (Value::Periods(_), Base::Periods)
        | (Value::Text(_), Base::Text)
        | (Value::Country(_), Base::Country)
        | (Value::Enum(..), Base::Enum(_)) => true,
        (Value::Money(_, currency), Base::Money(expected)) => currency == expected,
        (Value::Duration(duration), Base::Duration(kind, _)) => {
            duration.kind() == *kind
                || (duration.kind() == DurationKind::Days && *kind == DurationKind::Calendar)
        }
        (Value::List(values), Base::List(of)) => {
            let ty = Type::plain((**of).clone());
            values.iter().all(|value| value_fits(value, &ty))
        }
        _ => false,
    }
}

fn put(datum: &mut Datum, spot: &[Step], value: Value) {
    let Some((step, rest)) = spot.split_first() else {
        *datum = match value {
            Value::List(values) => Datum::List(values.into_iter().map(Datum::Value).collect()),
            value => Datum::Value(value),
        };
        return;
    };
    match step {
        Step::Slot(number) => {
            if !matches!(datum, Datum::Record(_)) {
                *datum = Datum::Record(BTreeMap::new());
            }
            if let Datum::Record(fields) = datum {
                put(fields.entry(*number).or_default(), rest, value);
            }
        }
        Step::Index(number) => {
            if !matches!(datum, Datum::List(_)) {
                *datum = Datum::List(Vec::new());
            }
            if let Datum::List(elements) = datum {
                while elements.len() <= *number && elements.len() < 100_000 {
                    elements.push(Datum::Absent);
                }
                if let Some(element) = elements.get_mut(*number) {
                    put(element, rest, value);
                }
            }
        }
        Step::Parameter(_) | Step::Assessment => {}
    }
}
