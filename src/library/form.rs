//! The facts of one case, as prepared questions read them.

use super::prepared::Prepared;
use crate::case::{Case, CaseBuilder, DatumRef, Spot, Step};
use crate::evaluate::{lane_of, value_of};
use crate::plan::code::{CASES, Lane, OTHER_TEXT, Origin, Sort, state};
use crate::plan::{day_number, fraction_of};
use crate::time::{Date, Moment};
use crate::value::Value;

/// A fact of prepared questions.
#[derive(Debug, Clone)]
pub struct Fact {
    spot: Spot,
    sort: Sort,
    /// The number of the input; nothing where no question reads it.
    input: Option<usize>,
}

impl Fact {
    pub(super) fn new(spot: Spot, sort: Sort, input: Option<usize>) -> Fact {
        Fact { spot, sort, input }
    }
}

/// The facts of one case: a place for each that the questions read. Facts that are not set are unknown.
///
/// A value of another type than its fact is not taken; [`Form::problems`] counts such values.
#[derive(Debug, Clone)]
pub struct Form {
    prepared: Prepared,
    pub(super) lanes: Vec<Lane>,
    pub(super) at: Option<Moment>,
    /// Facts that do not fit into a place, such as a term of years and odd days.
    beside: Vec<(Spot, Value)>,
    /// Texts that are none of the law's: in their places stands that alone.
    texts: Vec<(Spot, Value)>,
    /// The case that was read as a whole.
    case: Option<Case>,
    problems: usize,
}

impl Form {
    pub(super) fn new(prepared: Prepared) -> Form {
        let inputs = prepared.code().map_or(0, |code| code.inputs.len());
        Form {
            prepared,
            lanes: vec![Lane::of(state::UNKNOWN); inputs],
            at: None,
            beside: Vec::new(),
            texts: Vec::new(),
            case: None,
            problems: 0,
        }
    }

    /// Forgets all facts.
    pub fn clear(&mut self) {
        self.lanes.fill(Lane::of(state::UNKNOWN));
        self.at = None;
        self.beside.clear();
        self.texts.clear();
        self.case = None;
        self.problems = 0;
    }

    pub(super) fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// How many values were not taken because they are of another type than their fact.
    pub fn problems(&self) -> usize {
        self.problems
    }

    /// The moment of assessment.
    pub fn at(&mut self, at: Moment) -> &mut Form {
        self.at = Some(at);
        let input = self.prepared.assessment();
        if let Some(lane) = input.and_then(|input| self.lanes.get_mut(input)) {
            *lane = Lane::value(at.seconds());
        }
        self
    }

    /// Whether each fact has its place.
    pub(super) fn fits(&self) -> bool {
        self.case.is_none() && self.beside.is_empty()
    }

    pub(super) fn put(&mut self, fact: &Fact, sort: bool, count: i64) -> &mut Form {
        match fact.input.and_then(|input| self.lanes.get_mut(input)) {
            Some(lane) if sort => *lane = Lane::value(count),
            Some(_) => self.problems += 1,
            None => self.problems += usize::from(!sort),
        }
        self
    }

    /// Yes or no.
    pub fn yes(&mut self, fact: &Fact, yes: bool) -> &mut Form {
        if self.prepared.code().is_none() {
            return self.set(fact, Value::Yes(yes));
        }
        self.put(fact, fact.sort == Sort::Truth, i64::from(yes))
    }

    /// A date.
    pub fn date(&mut self, fact: &Fact, date: Date) -> &mut Form {
        if self.prepared.code().is_none() {
            return self.set(fact, Value::Date(date));
        }
        self.put(fact, fact.sort == Sort::Date, day_number(date))
    }

    /// A moment.
    pub fn moment(&mut self, fact: &Fact, moment: Moment) -> &mut Form {
        if self.prepared.code().is_none() {
            return self.set(fact, Value::Moment(moment));
        }
        self.put(fact, fact.sort == Sort::Moment, moment.seconds())
    }

    /// Known not to exist, or not to have happened.
    pub fn none(&mut self, fact: &Fact) -> &mut Form {
        self.set(fact, Value::None)
    }

    /// Any value.
    pub fn set(&mut self, fact: &Fact, value: Value) -> &mut Form {
        let code = self.prepared.code();
        match (
            code.and_then(|code| lane_of(&value, fact.sort, &code.texts)),
            code,
        ) {
            (Some(lane), Some(_)) => {
                self.keep_text(&fact.spot, fact.sort, &value, lane);
                if let Some(slot) = fact.input.and_then(|input| self.lanes.get_mut(input)) {
                    *slot = lane;
                }
            }
            _ if fits(&value, fact.sort) => self.beside.push((fact.spot.clone(), value)),
            _ => self.problems += 1,
        }
        self
    }

    /// The facts of a case that have a place on the form: all that the questions read but lists.
    pub fn read_facts(&mut self, case: &Case) -> &mut Form {
        self.clear();
        let prepared = self.prepared.clone();
        let Some(code) = prepared.code() else {
            return self.read(case);
        };
        if let Some(at) = case.at() {
            self.at(at);
        }
        for (number, input) in code.inputs.iter().enumerate() {
            let lane = match &input.from {
                Origin::Fact(fields) | Origin::Record(fields) => self.lane_at(case, fields, input.sort),
                Origin::Parameter(number) => {
                    let spot = [Step::Parameter(*number)];
                    self.lane_of(case.datum(&spot), &spot, input.sort)
                }
                Origin::Assessment | Origin::List(..) => continue,
            };
            if let Some(slot) = self.lanes.get_mut(number) {
                *slot = lane;
            }
        }
        if !code.parents.is_empty() {
            return self.read(case);
        }
        self
    }

    /// Keeps a text that is none of the law's, in the place of what was set before.
    fn keep_text(&mut self, spot: &[Step], sort: Sort, value: &Value, lane: Lane) {
        if sort != Sort::Text {
            return;
        }
        self.texts.retain(|(known, _)| **known != *spot);
        if lane.state == state::VALUE && lane.value == OTHER_TEXT {
            self.texts.push((spot.into(), value.clone()));
        }
    }

    fn lane_at(&mut self, case: &Case, fields: &[usize], sort: Sort) -> Lane {
        let spot: Vec<Step> = fields.iter().map(|field| Step::Slot(*field)).collect();
        self.lane_of(case.datum(&spot), &spot, sort)
    }

    fn lane_of(&mut self, datum: DatumRef<'_>, spot: &[Step], sort: Sort) -> Lane {
        let texts = self.prepared.code().map_or(&[][..], |code| &code.texts);
        match datum {
            DatumRef::Absent => Lane::of(state::UNKNOWN),
            DatumRef::Record | DatumRef::List(_) => Lane::value(1),
            DatumRef::Value(value) => match lane_of(value, sort, texts) {
                Some(lane) => {
                    self.keep_text(spot, sort, value, lane);
                    lane
                }
                None => {
                    self.beside.push((spot.into(), value.clone()));
                    Lane::of(state::UNKNOWN)
                }
            },
        }
    }

    /// The facts of a whole case.
    pub fn read(&mut self, case: &Case) -> &mut Form {
        self.clear();
        self.at = case.at();
        self.case = Some(case.clone());
        self
    }

    /// The case that was read as a whole.
    pub(super) fn whole(&self) -> Option<&Case> {
        self.case.as_ref()
    }

    /// The facts of the form as a case, so that it can be asked for reasons.
    pub fn as_case(&self) -> Case {
        if let Some(case) = &self.case {
            return case.clone();
        }
        let matter = self.prepared.matter().id();
        let mut builder = CaseBuilder::new(self.prepared.program(), matter).on(self.prepared.date());
        if let Some(at) = self.at {
            builder = builder.at(at);
        }
        let beside = self.texts.iter().chain(&self.beside).cloned();
        for (spot, value) in self.known().into_iter().chain(beside) {
            builder = builder.put(&spot, value);
        }
        for (spot, none) in self.records() {
            builder = match none {
                true => builder.put(&spot, Value::None),
                false => builder.exists(&spot),
            };
        }
        builder.finish()
    }

    /// The records that are known to exist, or not to.
    fn records(&self) -> Vec<(Spot, bool)> {
        let inputs = self.prepared.code().map_or(&[][..], |code| &code.inputs);
        let records = inputs.iter().zip(&self.lanes).filter_map(|(input, lane)| {
            let Origin::Record(fields) = &input.from else {
                return None;
            };
            let known = input.domain == CASES && lane.state & state::BITS != state::UNKNOWN;
            let spot: Spot = fields.iter().map(|field| Step::Slot(*field)).collect();
            known.then_some((spot, lane.state & state::BITS == state::NONE))
        });
        records.collect()
    }

    fn known(&self) -> Vec<(Spot, Value)> {
        let Some(code) = self.prepared.code() else {
            return Vec::new();
        };
        let mut facts = Vec::new();
        for (input, lane) in code.inputs.iter().zip(&self.lanes) {
            let spot: Spot = match &input.from {
                Origin::Fact(fields) => fields.iter().map(|field| Step::Slot(*field)).collect(),
                Origin::Parameter(number) => [Step::Parameter(*number)].into(),
                Origin::Record(_) | Origin::Assessment | Origin::List(..) => continue,
            };
            if input.domain != CASES || lane.state & state::BITS == state::UNKNOWN {
                continue;
            }
            let fraction = fraction_of(input.sort);
            let value = value_of(self.prepared.program(), &code.texts, *lane, input.sort, fraction);
            facts.extend(value.map(|value| (spot, value)));
        }
        facts
    }
}

/// Whether a value is of a sort, though it may not fit into its place.
fn fits(value: &Value, sort: Sort) -> bool {
    match (value, sort) {
        (Value::None, _)
        | (Value::Yes(_), Sort::Truth)
        | (Value::Number(_), Sort::Number)
        | (Value::Date(_), Sort::Date)
        | (Value::Moment(_), Sort::Moment)
        | (Value::Time(_), Sort::Time)
        | (Value::Enum(..), Sort::Enum(_))
        | (Value::Country(_), Sort::Country)
        | (Value::Text(_), Sort::Text) => true,
        (Value::Money(_, currency), Sort::Money(expected)) => *currency == expected,
        (Value::Duration(duration), Sort::Duration(kind)) => {
            use crate::time::DurationKind::{Calendar, Days};
            duration.kind() == kind || (duration.kind() == Days && kind == Calendar)
        }
        _ => false,
    }
}
