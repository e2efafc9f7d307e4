//! One case without lists: the same steps over single values, in buffers that are used again.

use super::Setting;
use super::dates::{add_to_date, add_to_moment, between, in_period, local_date, made};
use super::duty::{gravest, is_known, is_one_of, stands, weighed};
use super::gather::joined;
use super::limit::{ends, extended, first_of, window};
use super::logic::{among, compared, compared_with, contrary, exists, says};
use super::single_code::{Quick, SingleCode, Within};
use super::values::{
    by_date, choice, deem, event_by, fitting, or_else, prevailing, product, round, stated, strict,
};
use crate::plan::code::{Code, Lane, NO, Op, Operand, TruthId, ValueId, YES, state};
use crate::plan::{day_number, holds};

/// The registers of one case. Truths are two bits each, those that hold and those that do not, so that a conjunction is
/// one comparison of masks.
#[derive(Debug, Clone, Default)]
pub struct Single {
    values: Vec<Lane>,
    yes: u64,
    no: u64,
    /// Whether the case is put off.
    put_off: u8,
}

impl Single {
    /// Registers for some code.
    pub fn new(code: &Code) -> Single {
        Single {
            values: vec![Lane::of(state::UNKNOWN); code.values],
            yes: 0,
            no: 0,
            put_off: 0,
        }
    }

    /// Puts a value into a register.
    #[inline]
    fn put(&mut self, to: ValueId, lane: Lane) {
        if let Some(slot) = self.values.get_mut(to.0) {
            *slot = lane;
        }
    }

    /// What stands in a register.
    #[inline]
    pub fn value(&self, id: ValueId) -> Lane {
        self.values.get(id.0).copied().unwrap_or(Lane {
            state: state::UNKNOWN,
            value: 0,
        })
    }

    #[inline]
    fn bit(&self, bit: u8) -> u8 {
        u8::from(self.yes & (1 << bit) != 0) | (u8::from(self.no & (1 << bit) != 0) << 1)
    }

    #[inline]
    fn put_bit(&mut self, bit: u8, truth: u8) {
        self.yes |= u64::from(truth & YES) << bit;
        self.no |= u64::from((truth & NO) >> 1) << bit;
    }

    /// Runs all steps over the inputs; true where every answer stands, false where the case is put off.
    pub fn run(&mut self, code: &SingleCode, inputs: &[Lane], setting: &Setting<'_>) -> bool {
        self.put_off = 0;
        for (input, to) in &code.copies {
            if let Some(lane) = inputs.get(*input) {
                self.put(*to, *lane);
            }
        }
        // kept at hand, not in memory: nearly every step reads and writes them
        let (mut yes, mut no) = (0_u64, 0_u64);
        for (bit, compared) in code.within.iter().enumerate() {
            if let Some(lane) = inputs.get(compared.input) {
                let (holds, fails) = within(*lane, compared);
                yes |= holds << (bit & 63);
                no |= fails << (bit & 63);
            }
        }
        for step in &code.steps {
            match step {
                Quick::All { holds, fails, bit } => {
                    // one of them may stand on both sides
                    let every = (yes & holds == *holds) & (no & fails == *fails);
                    let contrary = (no & holds) | (yes & fails) != 0;
                    yes |= u64::from(every) << bit;
                    no |= u64::from(contrary) << bit;
                }
                Quick::Any { holds, fails, bit } => {
                    let some = (yes & holds) | (no & fails) != 0;
                    let none = (no & holds == *holds) & (yes & fails == *fails);
                    yes |= u64::from(some) << bit;
                    no |= u64::from(none) << bit;
                }
                Quick::Weigh {
                    permitted,
                    barred,
                    to,
                } => {
                    let truth = |bit: u8| ((yes >> bit & 1) | (no >> bit & 1) << 1) as u8;
                    let outcome = weighed(truth(*permitted), truth(*barred));
                    self.put(*to, Lane::value(i64::from(outcome)));
                }
                Quick::Choose(parts, to, op) => match self.chosen(parts, yes, no) {
                    Some(lane) => self.put(*to, lane),
                    None => {
                        (self.yes, self.no) = (yes, no);
                        self.values(code, op, setting);
                    }
                },
                Quick::Product(a, b, to) => {
                    let (a, b) = (self.value(*a), self.value(*b));
                    let state = strict(a.state, b.state);
                    // what is no value is not looked at
                    let value = a.value.wrapping_mul(b.value);
                    self.put(*to, Lane { state, value });
                }
                Quick::Compare { order, a, b, bit } => {
                    let (left, right) = (self.value(a.0), self.value(b.0));
                    let truth = if left.state & right.state == state::VALUE {
                        let order_of = left.value.wrapping_mul(a.1).cmp(&right.value.wrapping_mul(b.1));
                        NO - u8::from(holds(*order, order_of))
                    } else {
                        compared(*order, (left, a.1), (right, b.1))
                    };
                    yes |= u64::from(truth & YES) << bit;
                    no |= u64::from(truth >> 1) << bit;
                }
                Quick::Value(op) => {
                    (self.yes, self.no) = (yes, no);
                    self.values(code, op, setting);
                }
                Quick::Other(op) => {
                    (self.yes, self.no) = (yes, no);
                    self.step(code, op, setting);
                    (yes, no) = (self.yes, self.no);
                }
            }
        }
        self.put_off == 0
    }

    /// The first alternative that holds, where each guard before it is known not to.
    #[inline]
    fn chosen(&self, parts: &[(Option<u8>, Operand)], yes: u64, no: u64) -> Option<Lane> {
        for (guard, value) in parts {
            match guard {
                None => return Some(self.operand(value)),
                Some(bit) if yes >> bit & 1 == 1 => return Some(self.operand(value)),
                Some(bit) if no >> bit & 1 == 1 => {}
                Some(_) => return None,
            }
        }
        Some(Lane::of(state::UNDEFINED))
    }

    fn perhaps(&mut self, perhaps: bool, id: ValueId) {
        if perhaps && self.value(id).state & state::PERHAPS != 0 {
            self.put_off = 1;
        }
    }

    fn operand(&self, operand: &Operand) -> Lane {
        match operand {
            Operand::Held(id) => self.value(*id),
            Operand::Fixed(lane) => *lane,
        }
    }

    fn step(&mut self, code: &SingleCode, op: &Op, setting: &Setting<'_>) {
        let truth = |single: &Single, id: TruthId| single.bit(code.bit(id));
        let made = match op {
            Op::FillTruth(byte, to) => Some((*to, *byte)),
            Op::Truth(of, to) => Some((*to, truth_of(self.value(*of)))),
            Op::Not(of, to) => Some((*to, contrary(truth(self, *of)))),
            Op::NotKnown(of, to) => Some((*to, if truth(self, *of) == YES { NO } else { YES })),
            Op::CompareWith {
                order,
                of,
                with,
                perhaps,
                to,
            } => {
                self.perhaps(*perhaps, *of);
                Some((*to, compared_with(*order, self.value(*of), *with)))
            }
            Op::Compare {
                order,
                a,
                b,
                perhaps,
                to,
                ..
            } => {
                self.perhaps(*perhaps, a.0);
                self.perhaps(*perhaps, b.0);
                Some((
                    *to,
                    compared(*order, (self.value(a.0), a.1), (self.value(b.0), b.1)),
                ))
            }
            Op::Among {
                of,
                values,
                perhaps,
                to,
            } => {
                self.perhaps(*perhaps, *of);
                Some((*to, among(self.value(*of), values)))
            }
            Op::Exists(of, perhaps, to) => {
                self.perhaps(*perhaps, *of);
                Some((*to, exists(self.value(*of))))
            }
            Op::Says(applies, body, to) => {
                let body = self.value(*body).state & state::BITS;
                Some((*to, says(truth(self, *applies), body)))
            }
            Op::InPeriod(period, a, b, to) => Some((*to, in_period(*period, self.value(*a), self.value(*b)))),
            Op::Window(due, at, to_the_minute, to) => {
                Some((*to, window(self.value(*due), self.value(*at), *to_the_minute)))
            }
            Op::Is(of, wanted, to) => Some((*to, is_one_of(self.value(*of).value, *wanted))),
            _ => None,
        };
        match made {
            Some((to, made)) => self.put_bit(code.bit(to), made),
            None => self.duties(code, op, setting),
        }
    }

    fn duties(&mut self, code: &SingleCode, op: &Op, setting: &Setting<'_>) {
        match op {
            Op::Duty(duty) => {
                let made = stands(duty, setting, |id| self.value(id), |id| self.bit(code.bit(id)));
                for (to, lane) in [duty.to, duty.to_due, duty.to_done].into_iter().zip(made) {
                    self.put(to, lane);
                }
            }
            Op::Gravest { duties, to, to_due } => {
                if !duties
                    .iter()
                    .all(|(outcome, _, _)| is_known(self.value(*outcome)))
                {
                    self.put_off = 1;
                }
                let lanes = duties
                    .iter()
                    .map(|(outcome, due, _)| (self.value(*outcome), self.value(*due)));
                if let Some((outcome, due)) = gravest(lanes) {
                    self.put(*to, outcome);
                    self.put(*to_due, due);
                }
            }
            _ => self.values(code, op, setting),
        }
    }

    fn values(&mut self, code: &SingleCode, op: &Op, setting: &Setting<'_>) {
        let truth = |id: TruthId| self.bit(code.bit(id));
        let mut put_off = self.put_off;
        let made = match op {
            Op::Fill(lane, to) => Some((*to, *lane)),
            Op::Choose(parts, to) => {
                let alternatives = parts.iter().map(|(guard, value)| {
                    let guard = guard.map_or(YES, truth);
                    (guard, self.operand(value))
                });
                Some((*to, choice(alternatives)))
            }
            Op::Product(a, b, _, to) => Some((*to, product(self.value(*a), self.value(*b), &mut put_off))),
            Op::Sum(parts, _, to) => Some((*to, self.sum(parts, &mut put_off))),
            Op::Value(of, to) => Some((*to, value_of_truth(truth(*of)))),
            Op::Event(event, at, to) => Some((*to, event_by(self.value(*event), self.value(*at)))),
            Op::Else(of, other, to) => Some((*to, or_else(self.value(*of), self.operand(other)))),
            Op::Deemed {
                applies,
                said,
                absent,
                other,
                to,
            } => {
                let absent = absent.map(|raw| self.value(raw));
                let (said, other) = (self.operand(said), self.value(*other));
                Some((*to, deem(truth(*applies), said, absent, other)))
            }
            Op::Round {
                way,
                of,
                fraction,
                step,
                to,
            } => Some((*to, round(self.value(*of), *fraction, *step, *way, &mut put_off))),
            Op::Stated(applies, body, to) => Some((*to, stated(truth(*applies), self.operand(body)))),
            Op::Prevail(parts, to) => {
                let lane = prevailing(parts, |id| self.value(id), truth);
                Some((*to, lane))
            }
            Op::ByDate {
                date,
                steps,
                open,
                to,
            } => Some((*to, by_date(self.value(*date), steps, self.value(*open)))),
            Op::Join(aggregate, parts, to) => {
                let lanes = parts.iter().map(|part| self.value(*part));
                let zero = Lane::of(state::NONE);
                Some((*to, joined(*aggregate, lanes, zero, &mut put_off)))
            }
            _ => self.times(code, op, setting, &mut put_off),
        };
        self.put_off = put_off;
        if let Some((to, lane)) = made {
            self.put(to, lane);
        }
    }

    fn times(
        &self,
        code: &SingleCode,
        op: &Op,
        setting: &Setting<'_>,
        put_off: &mut u8,
    ) -> Option<(ValueId, Lane)> {
        let zone = setting.zone;
        Some(match op {
            Op::DateOf(of, to) => {
                let lane = self.value(*of);
                (*to, made(lane, || local_date(zone, lane.value).map(day_number)))
            }
            Op::Between(unit, missing_day, from, to, result) => {
                let (from, to) = (self.value(*from), self.value(*to));
                let state = Lane::of(strict(from.state, to.state));
                (
                    *result,
                    made(state, || {
                        between(zone, (*unit, *missing_day), from.value, to.value)
                    }),
                )
            }
            Op::AddToDate {
                date,
                length,
                unit,
                round,
                to,
            } => {
                let (date, length) = (self.value(*date), self.operand(length));
                let state = Lane::of(strict(date.state, length.state));
                (
                    *to,
                    made(state, || add_to_date(date.value, length.value, *unit, *round)),
                )
            }
            Op::AddToMoment {
                moment,
                length,
                unit,
                round,
                to,
            } => {
                let (moment, length) = (self.value(*moment), self.operand(length));
                let state = Lane::of(strict(moment.state, length.state));
                let sum = || add_to_moment(zone, moment.value, length.value, *unit, *round);
                (*to, made(state, sum))
            }
            Op::Limit(code, to) => {
                let (event, at) = (self.value(code.event), self.value(code.at));
                (*to, ends(code, setting, event, self.operand(&code.length), at))
            }
            Op::Extended {
                length,
                when,
                longer,
                added,
                to,
            } => {
                let lengths = (self.operand(length), self.operand(longer));
                (*to, extended(self.bit(code.bit(*when)), lengths, *added, put_off))
            }
            Op::FirstOf { limits, latest, to } => {
                let lanes = limits.iter().map(|limit| self.value(*limit));
                (*to, first_of(lanes, *latest))
            }
            _ => return None,
        })
    }

    fn sum(&self, parts: &[(ValueId, i64)], put_off: &mut u8) -> Lane {
        let Some(((first, factor), rest)) = parts.split_first() else {
            return Lane::of(state::UNDEFINED);
        };
        let mut sum = self.value(*first);
        if sum.state == state::VALUE {
            sum = fitting(sum.value.checked_mul(*factor), put_off);
        }
        for (part, factor) in rest {
            let part = self.value(*part);
            let state = strict(sum.state, part.state);
            sum = if state == state::VALUE {
                let more = part.value.checked_mul(*factor);
                fitting(more.and_then(|more| sum.value.checked_add(more)), put_off)
            } else {
                Lane::of(state)
            };
        }
        sum
    }
}

/// Whether a value lies within bounds, and whether it does not; turned round, the other way.
#[inline]
fn within(lane: Lane, compared: &Within) -> (u64, u64) {
    if lane.state == state::VALUE {
        let outside = (lane.value < compared.least) | (lane.value > compared.most);
        let holds = u64::from(outside == compared.turned);
        return (holds, holds ^ 1);
    }
    let nothing = lane.state & state::UNKNOWN == 0;
    (
        u64::from(nothing & compared.turned),
        u64::from(nothing & !compared.turned),
    )
}

/// A value as a condition.
pub(super) fn truth_of(lane: Lane) -> u8 {
    match lane.state & state::BITS {
        state::VALUE => NO - u8::from(lane.value == 1),
        state::UNKNOWN => 0,
        _ => NO,
    }
}

fn value_of_truth(truth: u8) -> Lane {
    match truth {
        0 => Lane::of(state::UNKNOWN),
        truth => Lane::value(i64::from(truth & YES)),
    }
}
