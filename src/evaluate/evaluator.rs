//! The evaluator: one case, one plan, one moment of assessment; facts are read here.

use super::action::Actions;
use super::duty::DutyFound;
use super::failure::{Failure, Uncalculable};
use super::found::{Found, Known, Rest, Wants};
use super::hint::{Hints, Turned};
use super::reason::{Reason, ReasonKind};
use super::resting::Support;
use super::rivals::Rivals;
use crate::case::{Case, DatumRef, Spot, Step};
use crate::law::Citation;
use crate::plan::Plan;
use crate::resolve::{ActionId, Base, DefinitionId, Judging, Kind, NormId, Place, Program, Root, Slot};
use crate::source::{Limits, Span};
use crate::time::{Date, Moment, Zone};
use crate::value::{Truth, Value};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// Facts supposed on top of the case, while it is found out which facts decide.
pub(super) type Supposed = HashMap<Spot, Value>;

/// The names at hand where a term is evaluated.
#[derive(Debug, Clone, Default)]
pub(super) struct Env {
    /// The record that a definition speaks of.
    pub own: Option<Spot>,
    /// Elements of lists at hand, outermost first.
    pub elements: Vec<Spot>,
    /// The duty that started the norm at hand.
    pub parent: Option<NormId>,
    /// Whose judgement facts are in the norm at hand, where it says so.
    pub judged: Option<Arc<[Judging]>>,
}

/// Reasons of facts and conditions that are recorded, at most.
pub(super) const MOST_REASONS: usize = 100_000;

type DefinitionKey = (DefinitionId, Option<Spot>, Option<Citation>);

/// One evaluation. Everything found is kept, so nothing is worked out twice.
pub(super) struct Evaluator<'a> {
    pub program: &'a Program,
    pub plan: &'a Plan,
    pub case: &'a Case,
    pub at: Option<Moment>,
    pub zone: Zone,
    pub supposed: &'a Supposed,
    pub recording: bool,
    /// Presumptions and assumptions looked at, where reasons are recorded.
    pub supports: BTreeSet<Support>,
    /// Presumptions and assumptions that are left out, while it is found out whether the answer rests on them.
    pub lifted: Option<&'a BTreeSet<Support>>,
    /// Terms evaluated so far.
    pub steps: usize,
    /// How many may be: past them a term cannot be calculated.
    pub most_steps: usize,
    /// Reasons recorded of facts and conditions, up to [`MOST_REASONS`].
    pub reasons: usize,
    /// Where the term stands that is being evaluated.
    pub here: Option<Span>,
    pub spots: Vec<Spot>,
    numbers: HashMap<Spot, u32>,
    pub hints: HashMap<u32, Hints>,
    pub turned: Turned,
    pub memo: Memo,
    /// What was found under other plans than the one at hand.
    elsewhere: HashMap<*const Plan, Memo>,
    /// The plan of the question, which holds those of `as it stood on`.
    asked: &'a Plan,
    deeming: HashSet<Spot>,
    /// Moments beside the assessment with which the end of the limit at hand is compared.
    pub targets: Vec<Moment>,
    /// Moments after the assessment at which the answer may change by itself.
    pub edges: BTreeSet<Moment>,
}

/// What was found under the law of one date.
#[derive(Default)]
pub(super) struct Memo {
    pub definitions: HashMap<DefinitionKey, Rc<Found>>,
    pub duties: HashMap<(NormId, Option<Citation>), Rc<DutyFound>>,
    pub rivals: HashMap<(ActionId, Option<Citation>), Rc<Rivals>>,
    pub actions: HashMap<(ActionId, Option<Citation>), Rc<Actions>>,
}

/// What a fact reads as.
pub(super) enum Read {
    Found(Box<Found>),
    Record,
    List(usize),
}

impl<'a> Evaluator<'a> {
    pub fn new(
        program: &'a Program,
        plan: &'a Plan,
        case: &'a Case,
        at: Option<Moment>,
        supposed: &'a Supposed,
    ) -> Evaluator<'a> {
        let zone = case
            .zone()
            .or(program.matter(case.matter()).map(|matter| matter.zone));
        let zone = zone.unwrap_or(Zone::UTC);
        let assessment = match supposed.get(&[Step::Assessment][..]) {
            Some(Value::Moment(moment)) => Some(*moment),
            Some(_) | None => None,
        };
        Evaluator {
            program,
            plan,
            case,
            at: at.or(assessment),
            zone,
            supposed,
            recording: false,
            supports: BTreeSet::new(),
            lifted: None,
            steps: 0,
            most_steps: Limits::default().steps,
            reasons: 0,
            here: None,
            spots: Vec::new(),
            numbers: HashMap::new(),
            hints: HashMap::new(),
            turned: Turned::default(),
            memo: Memo::default(),
            elsewhere: HashMap::new(),
            asked: plan,
            deeming: HashSet::new(),
            targets: Vec::new(),
            edges: BTreeSet::new(),
        }
    }

    /// Evaluates under the law as it stood on a date.
    pub fn enter(&mut self, date: Date, evaluate: impl FnOnce(&mut Self) -> Found) -> Found {
        let Some(plan) = self.asked.stood(date) else {
            return Found::of(Known::Undefined);
        };
        let back = self.plan;
        self.turn_to(plan);
        let found = evaluate(self);
        self.turn_to(back);
        found
    }

    /// Goes on under another plan; what was found under each is kept apart, since two may be of one date.
    fn turn_to(&mut self, plan: &'a Plan) {
        let memo = std::mem::take(&mut self.memo);
        self.elsewhere.insert(std::ptr::from_ref(self.plan), memo);
        self.plan = plan;
        self.memo = self
            .elsewhere
            .remove(&std::ptr::from_ref(plan))
            .unwrap_or_default();
    }

    /// The number of a spot.
    pub fn number(&mut self, spot: &Spot) -> u32 {
        if let Some(number) = self.numbers.get(spot) {
            return *number;
        }
        let number = u32::try_from(self.spots.len()).unwrap_or(u32::MAX);
        self.spots.push(spot.clone());
        self.numbers.insert(spot.clone(), number);
        number
    }

    /// Wanting one fact.
    pub fn wanting(&mut self, spot: &Spot) -> Found {
        Found::unknown(Wants::from([self.number(spot)]))
    }

    /// Wanting the moment of assessment.
    pub fn wanting_assessment(&mut self) -> Found {
        let spot: Spot = [Step::Assessment].into();
        self.wanting(&spot)
    }

    /// The spot of a place.
    pub fn spot(&self, place: &Place, env: &Env) -> Spot {
        let base: &[Step] = match place.root {
            Root::Case => &[],
            Root::Own => env.own.as_deref().unwrap_or(&[]),
            Root::Element(number) => env.elements.get(number).map_or(&[], |spot| spot),
        };
        base.iter()
            .copied()
            .chain(place.fields.iter().map(|field| Step::Slot(*field)))
            .collect()
    }

    /// The slot at a spot.
    pub fn slot(&self, spot: &[Step]) -> Option<&'a Slot> {
        let program = self.program;
        let mut shape = program.matter(self.case.matter())?;
        let mut slot: Option<&'a Slot> = None;
        for step in spot {
            match step {
                Step::Slot(number) => {
                    if let Some(found) = slot {
                        let id = match &found.ty.base {
                            Base::Record(id) => *id,
                            Base::List(of) => match &**of {
                                Base::Record(id) => *id,
                                _ => return None,
                            },
                            _ => return None,
                        };
                        shape = program.record(id)?;
                    }
                    slot = shape.slots.get(*number);
                    slot?;
                }
                Step::Index(_) => {}
                Step::Parameter(_) | Step::Assessment => return None,
            }
        }
        slot
    }

    /// Reads the case at a spot; what is not given may be deemed or presumed.
    pub fn read(&mut self, spot: &Spot, env: &Env) -> Read {
        if let Some(found) = self.deemed(spot, true) {
            return Read::Found(Box::new(found));
        }
        let given = match self.supposed.get(spot) {
            Some(Value::List(elements)) => return Read::List(elements.len()),
            Some(value) => Some(value.clone()),
            None => match self.case.datum(spot) {
                DatumRef::Value(value) => Some(value.clone()),
                DatumRef::Record => return Read::Record,
                DatumRef::List(count) => return Read::List(count),
                DatumRef::Absent => None,
            },
        };
        let slot = self.slot(spot);
        if let Some(value) = given {
            return Read::Found(Box::new(self.given(spot, slot, value, env)));
        }
        if let Some(found) = self.deemed(spot, false) {
            return Read::Found(Box::new(found));
        }
        if let Some((value, citation)) = slot.and_then(|slot| slot.presumed.clone())
            && self.plan.presumes(&citation)
            && !self.leans_on(Support::Presumption(spot.clone(), citation.clone()))
        {
            let mut found = Found::value(value);
            found.rests.insert(Rest::Presumption(spot.clone(), citation));
            return Read::Found(Box::new(self.with_fact(spot, found, Some("presumed by law"))));
        }
        let found = self.wanting(spot);
        Read::Found(Box::new(self.with_fact(spot, found, None)))
    }

    /// A fact that is given. An event later than the assessment has not happened yet.
    fn given(&mut self, spot: &Spot, slot: Option<&Slot>, value: Value, env: &Env) -> Found {
        let event = slot.is_some_and(|slot| slot.ty.optional);
        if event && self.is_later(&value) {
            return self.with_fact(spot, Found::none(), Some("not yet at the moment of assessment"));
        }
        let mut found = Found::value(value);
        if let Some(role) = env.judge_of(spot, slot) {
            found.rests.insert(Rest::Judgement(spot.clone(), role));
        }
        self.with_fact(spot, found, None)
    }

    /// Whether a date or moment lies after the assessment; if so, the answer may change when it comes.
    pub fn is_later(&mut self, value: &Value) -> bool {
        let (comes, later) = match (value, self.at) {
            (Value::Moment(moment), Some(at)) => (*moment, *moment > at),
            (Value::Date(date), Some(at)) => (self.zone.start_of(*date), *date > self.zone.date_of(at)),
            _ => return false,
        };
        if later {
            self.edge(Some(comes));
        }
        later
    }

    /// The answer may change by itself at this moment.
    pub fn edge(&mut self, moment: Option<Moment>) {
        if let (Some(moment), Some(at)) = (moment, self.at)
            && moment > at
        {
            self.edges.insert(moment);
        }
    }

    /// Whether a reason more of a fact or a condition is recorded.
    pub fn records_more(&mut self) -> bool {
        let more = self.recording && self.reasons < MOST_REASONS;
        self.reasons += usize::from(more);
        more
    }

    fn with_fact(&mut self, spot: &Spot, mut found: Found, how: Option<&'static str>) -> Found {
        if self.records_more() {
            let kind = ReasonKind::Fact {
                spot: spot.clone(),
                known: found.known.clone(),
                how,
            };
            found.reasons = vec![Arc::new(Reason {
                kind,
                because: Vec::new(),
            })];
        }
        found
    }

    /// What the law deems a fact to be: conclusively, or while it is absent.
    fn deemed(&mut self, spot: &Spot, conclusive: bool) -> Option<Found> {
        let program = self.program;
        let plan = self.plan;
        let norms = plan.deeming(self.case.matter());
        if norms.is_empty() || self.deeming.contains(spot) {
            return None;
        }
        let mut result: Option<Found> = None;
        for id in norms {
            let Some(norm) = program.norms.get(id.0) else {
                continue;
            };
            let Kind::Deem {
                fields,
                value,
                conclusively,
            } = &norm.kind
            else {
                continue;
            };
            let same = spot.len() == fields.len()
                && spot
                    .iter()
                    .zip(fields)
                    .all(|(step, field)| *step == Step::Slot(*field));
            if !same || *conclusively != conclusive || result.is_some() {
                continue;
            }
            self.deeming.insert(spot.clone());
            let applies = self.hypothesis(norm, &Env::default());
            let said = match applies.truth() {
                Truth::No => None,
                Truth::Yes | Truth::Unknown => Some(self.term(value, &Env::default().within(norm))),
            };
            self.deeming.remove(spot);
            result = said.map(|said| self.deemed_as(spot, *id, &applies, said));
        }
        result
    }

    fn deemed_as(&mut self, spot: &Spot, norm: NormId, applies: &Found, mut said: Found) -> Found {
        said.rest_on(applies);
        if !applies.truth().is_known() {
            // it may be what the case says as well, which is none of the values that the law may say
            said.known = Known::Unknown;
            said.possible.clear();
        }
        let absent = matches!(self.case.datum(spot), DatumRef::Absent) && !self.supposed.contains_key(spot);
        if said.is_open() && absent {
            let number = self.number(spot);
            said.wants.insert(number);
        } else if !said.is_open() {
            said.settle();
            said.rests.insert(Rest::Deemed(spot.clone(), norm));
        }
        if let Known::Value(value) = &said.known
            && self.slot(spot).is_some_and(|slot| slot.ty.optional)
            && self.is_later(value)
        {
            said.known = Known::Value(Value::None);
        }
        if self.recording {
            let because = std::mem::take(&mut said.reasons);
            let kind = ReasonKind::Fact {
                spot: spot.clone(),
                known: said.known.clone(),
                how: Some("deemed by law"),
            };
            said.reasons = vec![Arc::new(Reason { kind, because })];
        }
        said
    }

    /// That the term at hand cannot be calculated.
    pub fn failing(&self, mut found: Found, why: Uncalculable) -> Found {
        match self.here {
            Some(span) => found.fail(Failure { span, why }),
            None => found.known = Known::Unknown,
        }
        found
    }

    /// The term at hand with a result, or without one.
    pub fn calculated(&self, mut found: Found, result: Result<Value, Uncalculable>) -> Found {
        match result {
            Ok(value) => {
                found.known = Known::Value(value);
                found
            }
            Err(why) => self.failing(found, why),
        }
    }

    /// A reason around what was found.
    pub fn because(&self, mut found: Found, kind: impl FnOnce(&Known) -> ReasonKind) -> Found {
        if self.recording {
            let because = std::mem::take(&mut found.reasons);
            found.reasons = vec![Arc::new(Reason {
                kind: kind(&found.known),
                because,
            })];
        }
        found
    }
}
