//! The facts of a case as rows of the machine, and values read back from its registers.

use super::registers::Registers;
use crate::case::{Case, DatumRef, Spot, Step};
use crate::plan::code::{CASES, Code, DomainId, Input, Lane, MOST, OTHER_TEXT, Origin, Sort, ValueId, state};
use crate::plan::{count_of, country_number, date_numbered, day_number, duration_of, fraction_of};
use crate::resolve::Program;
use crate::time::{Moment, TimeOfDay};
use crate::value::{Country, Number, Value};
use chrono::Timelike;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use std::sync::Arc;

/// A value as it stands in a register; nothing where it does not fit.
pub fn lane_of(value: &Value, sort: Sort, texts: &[Arc<str>]) -> Option<Lane> {
    let counted = |ratio: &BigRational| {
        let count = ratio * BigRational::from_integer(fraction_of(sort).into());
        count.is_integer().then(|| count.to_integer().to_i64()).flatten()
    };
    let count = match (value, sort) {
        (Value::None, _) => return Some(Lane::of(state::NONE)),
        (Value::Yes(yes), Sort::Truth) => i64::from(*yes),
        (Value::Number(number), Sort::Number) => counted(number.ratio())?,
        (Value::Money(number, currency), Sort::Money(expected)) if *currency == expected => {
            counted(number.ratio())?
        }
        (Value::Duration(duration), Sort::Duration(kind)) if duration.kind() == kind => {
            counted(count_of(duration)?)?
        }
        (Value::Date(date), Sort::Date) => day_number(*date),
        (Value::Moment(moment), Sort::Moment) => moment.seconds(),
        (Value::Time(time), Sort::Time) if time.nanosecond() == 0 => {
            i64::from(time.num_seconds_from_midnight())
        }
        (Value::Enum(place, _), Sort::Enum(_)) => i64::from(*place),
        (Value::Country(country), Sort::Country) => country_number(*country),
        (Value::Text(text), Sort::Text) => {
            let place = texts.iter().position(|known| known == text);
            place
                .and_then(|place| i64::try_from(place).ok())
                .unwrap_or(OTHER_TEXT)
        }
        _ => return None,
    };
    (count.abs() <= MOST).then_some(Lane::value(count))
}

/// The value of a lane that is known; nothing where it is no value of its sort.
pub fn value_of(
    program: &Program,
    texts: &[Arc<str>],
    lane: Lane,
    sort: Sort,
    fraction: i64,
) -> Option<Value> {
    if lane.state & state::BITS == state::NONE {
        return Some(Value::None);
    }
    let count = lane.value;
    let number = || Number::from_ratio(BigRational::new(count.into(), fraction.max(1).into()));
    Some(match sort {
        Sort::Truth => Value::Yes(count == 1),
        Sort::Number => Value::Number(number()),
        Sort::Money(currency) => Value::Money(number(), currency),
        Sort::Duration(kind) => Value::Duration(duration_of(kind, count, fraction)),
        Sort::Date => Value::Date(date_numbered(count)?),
        Sort::Moment => Value::Moment(Moment::from_seconds(count)?),
        Sort::Time => Value::Time(TimeOfDay::from_num_seconds_from_midnight_opt(
            u32::try_from(count).ok()?,
            0,
        )?),
        Sort::Enum(id) => program.enum_type(id)?.value(u32::try_from(count).ok()?)?,
        Sort::Country => {
            let letters = [u8::try_from(count >> 8).ok()?, u8::try_from(count & 255).ok()?];
            Value::Country(Country::parse(std::str::from_utf8(&letters).ok()?)?)
        }
        Sort::Text => Value::Text(texts.get(usize::try_from(count).ok()?)?.clone()),
    })
}

/// Writes a case into the registers, as the only row. False where a fact does not fit.
pub fn fill(code: &Code, registers: &mut Registers, case: &Case, at: Option<Moment>) -> bool {
    let mut filling = Filling {
        code,
        registers,
        case,
        at,
        fits: true,
    };
    filling.registers.begin(CASES, 1);
    filling.domain(CASES, &[Vec::new()]);
    filling.fits
}

struct Filling<'a> {
    code: &'a Code,
    registers: &'a mut Registers,
    case: &'a Case,
    at: Option<Moment>,
    fits: bool,
}

impl Filling<'_> {
    /// Fills the inputs of a domain, given the place of each of its rows.
    fn domain(&mut self, domain: DomainId, places: &[Vec<Step>]) {
        let code = self.code;
        for input in code.inputs.iter().filter(|input| input.domain == domain) {
            if let Some(column) = self.registers.column_mut(input.to) {
                column.clear(places.len());
            }
            let mut elements = Vec::new();
            let mut offsets = vec![0];
            for (row, place) in places.iter().enumerate() {
                let lane = self.lane(input, place, &mut elements);
                offsets.push(elements.len());
                self.put(input.to, row, lane);
            }
            if let Some(column) = self.registers.column_mut(input.to) {
                column.note_known();
            }
            self.registers.settle(input);
            if let Origin::List(_, inner) = &input.from {
                self.registers.begin(*inner, elements.len());
                if let Some(slot) = self.registers.offsets_mut(*inner) {
                    *slot = offsets;
                }
                self.domain(*inner, &elements);
            }
        }
    }

    fn put(&mut self, to: ValueId, row: usize, lane: Lane) {
        if let Some(column) = self.registers.column_mut(to) {
            column.put(row, lane);
        }
    }

    fn lane(&mut self, input: &Input, place: &[Step], elements: &mut Vec<Vec<Step>>) -> Lane {
        let spot = |fields: &[usize]| -> Spot {
            let fields = fields.iter().map(|field| Step::Slot(*field));
            place.iter().copied().chain(fields).collect()
        };
        let unknown = Lane::of(state::UNKNOWN);
        match &input.from {
            Origin::Assessment => self.at.map_or(unknown, |at| Lane::value(at.seconds())),
            Origin::Parameter(number) => match self.case.parameters.get(number) {
                Some(value) => self.fitting(value.clone(), input.sort),
                None => unknown,
            },
            Origin::Fact(fields) | Origin::Record(fields) => {
                let spot = spot(fields);
                self.fact(&spot, input)
            }
            Origin::List(fields, _) => {
                let spot = spot(fields);
                match self.case.datum(&spot) {
                    DatumRef::List(count) => {
                        let numbers = (0..count).map(Step::Index);
                        elements.extend(numbers.map(|number| [&*spot, &[number]].concat()));
                        Lane::value(1)
                    }
                    DatumRef::Value(Value::None) => Lane::of(state::NONE),
                    DatumRef::Value(_) | DatumRef::Record | DatumRef::Absent => unknown,
                }
            }
        }
    }

    fn fact(&mut self, spot: &[Step], input: &Input) -> Lane {
        match self.case.datum(spot) {
            DatumRef::Value(value) => self.fitting(value.clone(), input.sort),
            DatumRef::Record | DatumRef::List(_) => Lane::value(1),
            DatumRef::Absent => Lane::of(state::UNKNOWN),
        }
    }

    fn fitting(&mut self, value: Value, sort: Sort) -> Lane {
        match lane_of(&value, sort, &self.code.texts) {
            Some(lane) => lane,
            None => {
                self.fits = false;
                Lane::of(state::UNKNOWN)
            }
        }
    }
}
