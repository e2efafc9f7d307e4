//! Facts compiled: where each is read, and what the law makes of one that is absent or has not happened yet.

use super::super::code::{
    CASES, DomainId, FACT_FRACTION, Input, Lane, MOST, Op, Operand, Origin, Sort, ValueId,
};
use super::{At, Beyond, Compiler, Cond, Env, SIDE_BY_SIDE, Val};
use crate::resolve::{Base, Kind, ParameterId, Place, Root, Shape, Slot, Term, Type};
use crate::value::Truth;

/// The sort of values of a base; nothing for records, lists and periods.
pub fn sort_of(base: &Base) -> Option<Sort> {
    Some(match base {
        Base::Truth => Sort::Truth,
        Base::Number => Sort::Number,
        Base::Money(currency) => Sort::Money(*currency),
        Base::Duration(kind, _) => Sort::Duration(*kind),
        Base::Date => Sort::Date,
        Base::Moment => Sort::Moment,
        Base::TimeOfDay => Sort::Time,
        Base::Enum(id) => Sort::Enum(*id),
        Base::Country => Sort::Country,
        Base::Text => Sort::Text,
        Base::Wrong | Base::Periods | Base::Record(_) | Base::List(_) => return None,
    })
}

/// Of one unit an input of a sort counts this many.
pub fn fraction_of(sort: Sort) -> i64 {
    match sort {
        Sort::Number | Sort::Money(_) => FACT_FRACTION,
        _ => 1,
    }
}

/// The slot at fields below a shape.
pub fn slot_below<'p>(
    program: &'p crate::resolve::Program,
    shape: &'p Shape,
    fields: &[usize],
) -> Option<&'p Slot> {
    let (first, rest) = fields.split_first()?;
    let slot = shape.slots.get(*first)?;
    if rest.is_empty() {
        return Some(slot);
    }
    match &slot.ty.base {
        Base::Record(id) => slot_below(program, program.record(*id)?, rest),
        _ => None,
    }
}

impl<'a> Compiler<'a> {
    /// A place as a row of a domain and fields.
    pub fn at(&mut self, place: &Place, env: &Env) -> Result<At, Beyond> {
        let mut at = match place.root {
            Root::Case => At {
                domain: CASES,
                fields: Vec::new(),
            },
            Root::Own if env.own_out_of_reach => return Err(Beyond(SIDE_BY_SIDE)),
            Root::Own => env.own.clone().ok_or(Beyond("a record of no place"))?,
            Root::Element(number) => At {
                domain: env
                    .elements
                    .get(number)
                    .ok_or(Beyond("an element of no list"))?
                    .ok_or(Beyond(SIDE_BY_SIDE))?,
                fields: Vec::new(),
            },
        };
        at.fields.extend(&place.fields);
        Ok(at)
    }

    /// The type of what stands at a place; of an element, that of the elements of its list.
    fn type_at(&self, at: &At) -> Option<(Type, Option<&'a Slot>)> {
        let program = self.program;
        if at.domain == CASES {
            let slot = slot_below(program, program.matter(self.matter)?, &at.fields)?;
            return Some((slot.ty.clone(), Some(slot)));
        }
        let element = self.element_of(at.domain)?;
        if at.fields.is_empty() {
            return Some((Type::plain(element), None));
        }
        let Base::Record(id) = element else {
            return None;
        };
        let slot = slot_below(program, program.record(id)?, &at.fields)?;
        Some((slot.ty.clone(), Some(slot)))
    }

    /// What the elements of a domain are.
    fn element_of(&self, domain: DomainId) -> Option<Base> {
        let list = self.lists.iter().find(|(_, (made, _))| *made == domain);
        let ((_, at), _) = list?;
        match self.type_at(at)?.0.base {
            Base::List(of) => Some(*of),
            _ => None,
        }
    }

    /// A fact; of a record or list, that it exists.
    pub fn fact(&mut self, place: &Place, env: &Env) -> Result<Val, Beyond> {
        let at = self.at(place, env)?;
        if self.deeming.contains(&at) {
            return Err(Beyond("a fact that is deemed by what rests on it"));
        }
        let key = (self.plan.date(), at.clone());
        if let Some(known) = self.facts.get(&key) {
            return Ok(*known);
        }
        let value = self.read(&at)?;
        self.facts.insert(key, value);
        Ok(value)
    }

    fn read(&mut self, at: &At) -> Result<Val, Beyond> {
        let Some((ty, slot)) = self.type_at(at) else {
            return Err(Beyond("a place without a type"));
        };
        let Some(sort) = sort_of(&ty.base) else {
            let origin = match ty.base {
                Base::Record(_) => Origin::Record(at.fields.clone()),
                Base::List(_) => return Err(Beyond("a list as a condition")),
                _ => return Err(Beyond("facts that are periods")),
            };
            return Ok(self.input(at.domain, origin, Sort::Truth));
        };
        let raw = self.input(at.domain, Origin::Fact(at.fields.clone()), sort);
        let event = ty.optional && matches!(sort, Sort::Date | Sort::Moment);
        let given = if event { self.event(raw)? } else { raw };
        let mut value = given;
        if let Some((presumed, citation)) = slot.and_then(|slot| slot.presumed.as_ref())
            && self.plan.presumes(citation)
        {
            let presumed = self.constant(presumed)?;
            let count = self.refined(presumed, value.fraction)?;
            let (domain, [held]) = self.together([value.operand]);
            let operand = count.operand;
            let to = self.make(domain, |to| Op::Else(held, operand, to));
            value = Val {
                operand: Operand::Held(to),
                most: value.most.max(count.most),
                ..value
            };
        }
        if at.domain != CASES {
            return Ok(value);
        }
        value = self.deemed(at, value, Some(raw), event)?;
        self.deemed(at, value, None, event)
    }

    /// The norms that deem a fact, and what each says.
    fn deeming_norms(&self, at: &At, conclusive: bool) -> Vec<(&'a crate::resolve::Norm, &'a Term)> {
        let (program, plan) = (self.program, self.plan);
        let mut deeming: Vec<(&'a crate::resolve::Norm, &'a Term)> = Vec::new();
        for id in plan.deeming(self.matter) {
            if let Some(norm) = program.norms.get(id.0)
                && let Kind::Deem {
                    fields,
                    value,
                    conclusively,
                } = &norm.kind
                && *fields == at.fields
                && *conclusively == conclusive
            {
                deeming.push((norm, value));
            }
        }
        deeming
    }

    /// What the law deems a fact to be: conclusively, or while it is absent.
    fn deemed(&mut self, at: &At, given: Val, absent: Option<Val>, event: bool) -> Result<Val, Beyond> {
        let deeming = self.deeming_norms(at, absent.is_none());
        let mut result = given;
        // the first that may apply counts, so it is put around those after it
        for (norm, said) in deeming.into_iter().rev() {
            self.deeming.push(at.clone());
            let applies = self.hypothesis(norm, &Env::default());
            let said = self.val(said, &Env::default());
            self.deeming.pop();
            let (applies, mut said) = (applies?, said?);
            if applies == Cond::Fixed(Truth::No) {
                continue;
            }
            if event {
                said = self.event(said)?;
            }
            let (operands, like) = self.alike(vec![said, result])?;
            let [said, other] = operands.as_slice() else {
                return Err(Beyond("a deemed fact"));
            };
            let (said, other) = (*said, self.held(*other, CASES));
            let applies = self.held_cond(applies, CASES);
            let absent = absent.map(|raw| self.held(raw.operand, CASES));
            let to = self.make(CASES, |to| Op::Deemed {
                applies,
                said,
                absent,
                other,
                to,
            });
            result = Val {
                operand: Operand::Held(to),
                ..like
            };
        }
        Ok(result)
    }

    /// An event: none while it lies after the assessment.
    pub fn event(&mut self, value: Val) -> Result<Val, Beyond> {
        let reference = match value.sort {
            Sort::Date => self.today(),
            Sort::Moment => self.assessment(),
            _ => return Ok(value),
        };
        let (domain, [event, reference]) = self.together([value.operand, Operand::Held(reference)]);
        let to = self.make(domain, |to| Op::Event(event, reference, to));
        Ok(Val {
            operand: Operand::Held(to),
            ..value
        })
    }

    /// The moment of assessment.
    pub fn assessment(&mut self) -> ValueId {
        let value = self.input(CASES, Origin::Assessment, Sort::Moment);
        self.held(value.operand, CASES)
    }

    /// The local date of the assessment.
    pub fn today(&mut self) -> ValueId {
        let at = self.assessment();
        self.make(CASES, |to| Op::DateOf(at, to))
    }

    /// A parameter that the law leaves open on a day.
    pub fn open_parameter(&mut self, id: ParameterId) -> Result<Val, Beyond> {
        let made = self.program.parameters.get(id.0);
        let sort = made.and_then(|made| sort_of(&made.ty.base));
        let sort = sort.ok_or(Beyond("a parameter of several values"))?;
        Ok(self.input(CASES, Origin::Parameter(id.0), sort))
    }

    /// An input, read once.
    pub fn input(&mut self, domain: DomainId, origin: Origin, sort: Sort) -> Val {
        let known = self
            .code
            .inputs
            .iter()
            .find(|input| input.domain == domain && input.from == origin)
            .map(|input| input.to);
        let to = known.unwrap_or_else(|| {
            let to = self.new_value(domain);
            self.code.inputs.push(Input {
                domain,
                from: origin,
                sort,
                to,
                truth: None,
                is_read: true,
                compared: Vec::new(),
                read_otherwise: true,
            });
            to
        });
        let most = match sort {
            Sort::Truth => 1,
            _ => i128::from(MOST),
        };
        Val::held(to, sort, fraction_of(sort), most)
    }

    /// The elements of a list: their domain, and a register that says whether the list is known.
    pub fn list(&mut self, place: &Place, env: &Env) -> Result<(DomainId, ValueId), Beyond> {
        let at = self.at(place, env)?;
        let key = (self.plan.date(), at.clone());
        if let Some(known) = self.lists.get(&key) {
            return Ok(*known);
        }
        let known = self
            .lists
            .iter()
            .find(|((_, other), _)| *other == at)
            .map(|(_, made)| *made);
        let made = match known {
            Some(made) => made,
            None => {
                let (ty, slot) = self.type_at(&at).ok_or(Beyond("a list without a type"))?;
                if !matches!(ty.base, Base::List(_)) || slot.is_some_and(|slot| slot.presumed.is_some()) {
                    return Err(Beyond("a list that is presumed"));
                }
                self.code.parents.push(at.domain);
                let domain = DomainId(self.code.parents.len());
                let origin = Origin::List(at.fields.clone(), domain);
                let known = self.input(at.domain, origin, Sort::Truth);
                let known = self.held(known.operand, at.domain);
                (domain, known)
            }
        };
        self.lists.insert(key, made);
        Ok(made)
    }

    /// A constant in every row.
    pub fn fixed(&mut self, lane: Lane) -> ValueId {
        self.make(CASES, |to| Op::Fill(lane, to))
    }
}
