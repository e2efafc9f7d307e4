//! The meaning of the language once more, as plainly as it can be said: terms walked anew each time, nothing remembered,
//! no reasons, no missing facts, no code. Tests hold every faster way of answering to it.
//!
//! It shares with them the arithmetic of values and of time, and nothing that says what a norm means.

mod cover;
mod definition;
mod duty;
mod limit;
mod list;
mod period;
mod stand;
mod term;

use self::stand::stand;
use super::method::Method;
use super::{Inquiry, Outcome};
use crate::case::{Case, DatumRef, Spot, Step};
use crate::law::{Citation, InstrumentId};
use crate::plan::{Plan, Wanted, one_instrument, prevails};
use crate::resolve::{
    ActionId, Base, Condition, DateRounding, Governed, Kind, Norm, NormId, Place, Program, Root, Slot,
};
use crate::time::{DayRounding, Moment, MonthEnd, Zone};
use crate::value::{Truth, Value};

/// What a question needs that is not said here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BeyondNaive {
    /// More steps than a reference is asked for.
    Steps,
    /// The date of the law is not known, or milder law is looked for.
    OpenDate,
}

/// What is seen of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    /// Not known; where it can only be one of some values, those.
    Open(Vec<Value>),
    /// Provisions contradict one another.
    Conflict,
    /// No provision gives it a value.
    Undefined,
    /// A value, which may be none.
    Is(Value),
}

impl Seen {
    fn yes(yes: bool) -> Seen {
        Seen::Is(Value::Yes(yes))
    }

    fn truth(&self) -> Truth {
        match self {
            Seen::Open(_) | Seen::Conflict => Truth::Unknown,
            Seen::Is(Value::Yes(yes)) => Truth::from(*yes),
            Seen::Undefined | Seen::Is(_) => Truth::No,
        }
    }

    fn of(truth: Truth) -> Seen {
        match truth {
            Truth::Yes => Seen::yes(true),
            Truth::No => Seen::yes(false),
            Truth::Unknown => Seen::Open(Vec::new()),
        }
    }

    /// Not known, and no few values are: for want of a fact, or since something cannot be calculated.
    fn open() -> Seen {
        Seen::Open(Vec::new())
    }

    fn is_open(&self) -> bool {
        matches!(self, Seen::Open(_) | Seen::Conflict)
    }

    fn is_nothing(&self) -> bool {
        matches!(self, Seen::Undefined | Seen::Is(Value::None))
    }

    /// The values that it may have, where they are known.
    fn candidates(&self) -> Option<Vec<Value>> {
        match self {
            Seen::Is(value) => Some(vec![value.clone()]),
            Seen::Undefined => Some(vec![Value::None]),
            Seen::Open(possible) if !possible.is_empty() => Some(possible.clone()),
            Seen::Open(_) | Seen::Conflict => None,
        }
    }
}

/// A list, or what stands in its place.
enum Read {
    Seen(Seen),
    Record,
    List(usize),
}

/// Around which elements, record and duty a term stands.
#[derive(Debug, Clone, Default)]
struct Around {
    elements: Vec<Spot>,
    own: Option<Spot>,
    /// The duty that started this one.
    parent: Option<NormId>,
}

/// What a norm says of an action: whether it permits it, and whether it holds.
type Claim = (NormId, bool, Truth);

/// An outcome, a value, a due moment.
pub type NaiveAnswer = (Outcome, Option<Value>, Option<Moment>);

type Result<T> = std::result::Result<T, BeyondNaive>;

/// One case under one law.
struct Naive<'a> {
    pub program: &'a Program,
    pub plan: &'a Plan,
    /// The plan of the date that was asked for, also while law is asked as it stood.
    asked_plan: &'a Plan,
    pub case: &'a Case,
    pub at: Option<Moment>,
    pub zone: Zone,
    /// Facts that are being deemed: what they are deemed to be does not rest on themselves.
    deeming: Vec<Spot>,
    /// Terms walked so far.
    steps: usize,
}

/// Nothing is remembered, so a definition that uses another twice, and so on, takes twice as long each time.
const MOST_STEPS: usize = 1_000_000;

impl<'a> Naive<'a> {
    pub fn new(
        program: &'a Program,
        plan: &'a Plan,
        case: &'a Case,
        at: Option<Moment>,
        zone: Zone,
    ) -> Naive<'a> {
        Naive {
            program,
            plan,
            asked_plan: plan,
            case,
            at,
            zone,
            deeming: Vec::new(),
            steps: 0,
        }
    }

    /// What a question comes to.
    pub fn answer(&mut self, wanted: &Wanted) -> Result<NaiveAnswer> {
        let seen = match wanted {
            Wanted::Action(action) => return Ok((self.action(*action, None)?, None, None)),
            Wanted::Duty(action) => {
                let standing = self.duties(*action, None)?;
                return Ok((standing.outcome, None, standing.due));
            }
            Wanted::Validity(action) => Seen::of(self.valid(*action)?),
            Wanted::Value(id, own) => {
                let own = own
                    .as_ref()
                    .map(|fields| fields.iter().map(|field| Step::Slot(*field)).collect());
                self.definition(*id, own, None)?
            }
        };
        Ok(match seen {
            Seen::Open(_) => (Outcome::Unknown, None, None),
            Seen::Conflict => (Outcome::Conflict, None, None),
            Seen::Undefined => (Outcome::Undefined, None, None),
            Seen::Is(value) => (Outcome::Known, Some(value), None),
        })
    }

    /// Whether an act meets every condition of its validity that applies.
    fn valid(&mut self, action: ActionId) -> Result<Truth> {
        let mut valid = Truth::Yes;
        for (_, norm) in self.norms(self.plan.validity(action)) {
            if let Kind::Validity(_, condition) = &norm.kind {
                let applies = self.applies(norm, &Around::default())?;
                let held = self.condition(condition, &Around::default())?;
                valid = valid.and(applies.negate().or(held));
            }
        }
        Ok(valid)
    }

    /// Whether a norm is asked for, where only what one provision concludes is.
    fn asked(&self, norm: &Norm, under: Option<&Citation>) -> bool {
        under.is_none_or(|under| {
            let citation = self.program.citation(norm);
            citation.is_some_and(|citation| under.covers(citation))
        })
    }

    /// Permissions and bars weighed against one another.
    fn action(&mut self, action: ActionId, under: Option<&Citation>) -> Result<Outcome> {
        let claims = self.claims(action, under)?;
        let mut stands = [Truth::No, Truth::No];
        for ((_, permits, _), standing) in claims.iter().zip(self.standings(&claims)) {
            let [permitted, barred] = &mut stands;
            let side = if *permits { permitted } else { barred };
            *side = side.or(standing);
        }
        Ok(match stands {
            [Truth::Yes, Truth::Yes] => Outcome::Conflict,
            [Truth::Yes, Truth::No] => Outcome::Permitted,
            [Truth::No, Truth::Yes] => Outcome::Forbidden,
            [Truth::No, Truth::No] => Outcome::Unregulated,
            _ => Outcome::Unknown,
        })
    }

    /// The permissions and bars of an action; a permission with `only if` is a bar as well.
    fn claims(&mut self, action: ActionId, under: Option<&Citation>) -> Result<Vec<Claim>> {
        let mut claims: Vec<Claim> = Vec::new();
        for (id, norm) in self.norms(self.plan.about(action)) {
            let applies = match &norm.kind {
                Kind::Permission(_) | Kind::Bar(_) if self.asked(norm, under) => {
                    self.applies(norm, &Around::default())?
                }
                _ => continue,
            };
            let permits = matches!(norm.kind, Kind::Permission(_));
            let mut only_if = Truth::Yes;
            for condition in &norm.only_if {
                only_if = only_if.and(self.condition(condition, &Around::default())?);
            }
            claims.push((id, permits, applies.and(only_if)));
            if permits && !norm.only_if.is_empty() {
                claims.push((id, false, applies.and(only_if.negate())));
            }
        }
        Ok(claims)
    }

    /// Whether each claim stands beside those that oppose it.
    fn standings(&self, claims: &[Claim]) -> Vec<Truth> {
        let prevailing = |(norm, permits, _): &Claim, (other, bars, _): &Claim| {
            let opposed = permits != bars && norm != other;
            let over = prevails(self.program, *other, *norm).is_some();
            let under = prevails(self.program, *norm, *other).is_some();
            let limits = *permits && !under && one_instrument(self.program, *other, *norm);
            opposed && (over || limits)
        };
        let over_one = |claim: &Claim| {
            let others = claims.iter().enumerate();
            let over = others.filter(|(_, other)| prevailing(claim, other));
            over.map(|(place, _)| place).collect()
        };
        let over: Vec<Vec<usize>> = claims.iter().map(over_one).collect();
        let holds: Vec<Truth> = claims.iter().map(|(_, _, holds)| *holds).collect();
        stand(&holds, &over)
    }

    fn step(&mut self) -> Result<()> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(BeyondNaive::Steps);
        }
        Ok(())
    }

    /// Norms in force, in reading order.
    fn norms(&self, ids: &[NormId]) -> Vec<(NormId, &'a Norm)> {
        let program = self.program;
        ids.iter()
            .filter_map(|id| Some((*id, program.norms.get(id.0)?)))
            .collect()
    }

    /// Whether a norm applies: all of `when` and `if`, none of `unless`.
    fn applies(&mut self, norm: &Norm, around: &Around) -> Result<Truth> {
        let mut holds = Truth::Yes;
        if !norm.window.is_empty() {
            holds = self.in_window(&norm.window, around)?;
        }
        for condition in norm.when.iter().chain(&norm.if_) {
            holds = holds.and(self.condition(condition, around)?);
        }
        for condition in &norm.unless {
            holds = holds.and(self.condition(condition, around)?.negate());
        }
        for (condition, contrary) in &norm.applies {
            let truth = self.condition(condition, around)?;
            holds = holds.and(if *contrary { truth.negate() } else { truth });
        }
        Ok(holds)
    }

    fn condition(&mut self, condition: &Condition, around: &Around) -> Result<Truth> {
        match condition {
            Condition::Plain(term) => Ok(self.term(term, around)?.truth()),
            Condition::Points { all, points } => {
                let mut holds = Truth::from(*all);
                for (_, term) in points {
                    let truth = self.term(term, around)?.truth();
                    holds = if *all { holds.and(truth) } else { holds.or(truth) };
                }
                Ok(holds)
            }
        }
    }

    fn spot(&self, place: &Place, around: &Around) -> Spot {
        let base: &[Step] = match place.root {
            Root::Case => &[],
            Root::Own => around.own.as_deref().unwrap_or(&[]),
            Root::Element(number) => around.elements.get(number).map_or(&[], |spot| spot),
        };
        let fields = place.fields.iter().map(|field| Step::Slot(*field));
        base.iter().copied().chain(fields).collect()
    }

    /// What the case says, else what the law deems or presumes.
    fn read(&mut self, spot: &Spot) -> Result<Read> {
        if let Some(said) = self.deemed(spot, true)? {
            return Ok(Read::Seen(said));
        }
        let optional = self.slot(spot).is_some_and(|slot| slot.ty.optional);
        let case = self.case;
        match case.datum(spot) {
            DatumRef::Record => return Ok(Read::Record),
            DatumRef::List(count) => return Ok(Read::List(count)),
            DatumRef::Value(value) if optional => return Ok(Read::Seen(self.by_now(value.clone()))),
            DatumRef::Value(value) => return Ok(Read::Seen(Seen::Is(value.clone()))),
            DatumRef::Absent => {}
        }
        if let Some(said) = self.deemed(spot, false)? {
            return Ok(Read::Seen(said));
        }
        let presumed = self.slot(spot).and_then(|slot| slot.presumed.clone());
        Ok(Read::Seen(match presumed {
            Some((value, citation)) if self.plan.presumes(&citation) => Seen::Is(value),
            _ => Seen::Open(Vec::new()),
        }))
    }

    /// An event that lies after the assessment has not happened.
    fn by_now(&self, value: Value) -> Seen {
        Seen::Is(if self.is_later(&value) { Value::None } else { value })
    }

    fn is_later(&self, value: &Value) -> bool {
        match (value, self.at) {
            (Value::Moment(moment), Some(at)) => *moment > at,
            (Value::Date(date), Some(at)) => *date > self.zone.date_of(at),
            _ => false,
        }
    }

    fn deemed(&mut self, spot: &Spot, conclusive: bool) -> Result<Option<Seen>> {
        if self.deeming.contains(spot) {
            return Ok(None);
        }
        for (_, norm) in self.norms(self.plan.deeming(self.case.matter())) {
            let Kind::Deem {
                fields,
                value,
                conclusively,
            } = &norm.kind
            else {
                continue;
            };
            let own: Vec<Step> = fields.iter().map(|field| Step::Slot(*field)).collect();
            if *conclusively != conclusive || own != **spot {
                continue;
            }
            self.deeming.push(spot.clone());
            let applies = self.applies(norm, &Around::default());
            let said = self.term(value, &Around::default());
            self.deeming.pop();
            let said = match applies? {
                Truth::No => continue,
                Truth::Yes => said?,
                Truth::Unknown => said.map(|_| Seen::Open(Vec::new()))?,
            };
            let optional = self.slot(spot).is_some_and(|slot| slot.ty.optional);
            return Ok(Some(match said {
                Seen::Is(value) if optional => self.by_now(value),
                other => other,
            }));
        }
        Ok(None)
    }

    /// The declaration of a fact.
    fn slot(&self, spot: &[Step]) -> Option<&'a Slot> {
        let program = self.program;
        let mut shape = program.matter(self.case.matter())?;
        let mut found: Option<&'a Slot> = None;
        for field in spot.iter().filter_map(|step| step.slot()) {
            if let Some(above) = found {
                let base = match &above.ty.base {
                    Base::List(of) => of,
                    base => base,
                };
                shape = match base {
                    Base::Record(id) => program.record(*id)?,
                    _ => return None,
                };
            }
            found = Some(shape.slots.get(field)?);
        }
        found
    }

    /// How a sum is rounded that is a date.
    fn rounding(&self, rounding: &DateRounding) -> DayRounding {
        match rounding {
            DateRounding::Written(way) => DayRounding::always(*way),
            DateRounding::Governed(instrument) => {
                let governed = Governed {
                    instrument: *instrument,
                    name: None,
                };
                let method = Method::of(self.program, self.plan, &governed, self.case.matter());
                DayRounding {
                    part: MonthEnd::Refuse,
                    missing: method.missing_day(),
                }
            }
        }
    }

    /// On which day a whole year or month is complete that lacks the day.
    fn missing_day(&self, instrument: InstrumentId) -> MonthEnd {
        let governed = Governed {
            instrument,
            name: None,
        };
        Method::of(self.program, self.plan, &governed, self.case.matter())
            .rule
            .anniversary
    }
}

impl Inquiry<'_> {
    /// The outcome, value and due moment, as the naive reference interpreter has them.
    pub fn naively(&self, zone: Zone) -> Result<NaiveAnswer> {
        let mut naive = Naive::new(self.program, self.plan, self.case, self.at, zone);
        naive.answer(&self.question.wanted())
    }
}
