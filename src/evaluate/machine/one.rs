//! One case without lists: the same steps over single values, in buffers that are used again.

use super::Setting;
use super::dates::{add_to_date, add_to_moment, between, in_period, local_date, made};
use super::duty::{gravest, is_one_of, stands, weighed};
use super::gather::joined;
use super::limit::{ends, extended, first_of, window};
use super::logic::{among, compared, compared_with, contrary, exists, says};
use super::values::{
    by_date, choice, deem, event_by, fitting, or_else, prevailing, product, round, stated, strict,
};
use crate::plan::code::{Code, Lane, NO, Op, Operand, TruthId, ValueId, YES, state};
use crate::plan::day_number;

/// The registers of one case.
#[derive(Debug, Clone, Default)]
pub struct Single {
    values: Vec<Lane>,
    truths: Vec<u8>,
    /// Whether the case is put off.
    put_off: u8,
}

impl Single {
    /// Registers for some code.
    pub fn new(code: &Code) -> Single {
        Single {
            values: vec![Lane::of(state::UNKNOWN); code.values],
            truths: vec![0; code.truths],
            put_off: 0,
        }
    }

    /// Puts a value into a register.
    #[inline]
    pub fn put(&mut self, to: ValueId, lane: Lane) {
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
    fn truth(&self, id: TruthId) -> u8 {
        self.truths.get(id.0).copied().unwrap_or(0)
    }

    #[inline]
    fn put_truth(&mut self, to: TruthId, truth: u8) {
        if let Some(slot) = self.truths.get_mut(to.0) {
            *slot = truth;
        }
    }

    fn operand(&self, operand: &Operand) -> Lane {
        match operand {
            Operand::Held(id) => self.value(*id),
            Operand::Fixed(lane) => *lane,
        }
    }

    /// Runs all steps; true where every answer stands, false where the case is put off.
    pub fn run(&mut self, code: &Code, setting: &Setting<'_>) -> bool {
        self.put_off = 0;
        for (_, op) in &code.steps {
            self.step(op, setting);
        }
        self.put_off == 0
    }

    fn perhaps(&mut self, perhaps: bool, id: ValueId) {
        if perhaps && self.value(id).state & state::PERHAPS != 0 {
            self.put_off = 1;
        }
    }

    #[inline]
    fn step(&mut self, op: &Op, setting: &Setting<'_>) {
        match op {
            Op::Truth(of, to) => {
                let lane = self.value(*of);
                let truth = match lane.state & state::BITS {
                    state::VALUE => NO - u8::from(lane.value == 1),
                    state::UNKNOWN => 0,
                    _ => NO,
                };
                self.put_truth(*to, truth);
            }
            Op::CompareWith {
                order,
                of,
                with,
                perhaps,
                to,
            } => {
                self.perhaps(*perhaps, *of);
                self.put_truth(*to, compared_with(*order, self.value(*of), *with));
            }
            Op::All(parts, to) => {
                let mut all = YES;
                for part in parts {
                    let part = self.truth(*part);
                    all = (all & part & YES) | ((all | part) & NO);
                }
                self.put_truth(*to, all);
            }
            Op::Any(parts, to) => {
                let mut any = NO;
                for part in parts {
                    let part = self.truth(*part);
                    any = ((any | part) & YES) | (any & part & NO);
                }
                self.put_truth(*to, any);
            }
            Op::Not(of, to) => self.put_truth(*to, contrary(self.truth(*of))),
            Op::Weigh { permitted, barred, to } => {
                let outcome = weighed(self.truth(*permitted), self.truth(*barred));
                self.put(*to, Lane::value(outcome));
            }
            Op::FillTruth(byte, to) => self.put_truth(*to, *byte),
            Op::Fill(lane, to) => self.put(*to, *lane),
            _ => self.rarer(op, setting),
        }
    }

    fn rarer(&mut self, op: &Op, setting: &Setting<'_>) {
        match op {
            Op::Compare {
                order,
                a,
                b,
                perhaps,
                to,
            } => {
                self.perhaps(*perhaps, a.0);
                self.perhaps(*perhaps, b.0);
                let truth = compared(*order, (self.value(a.0), a.1), (self.value(b.0), b.1));
                self.put_truth(*to, truth);
            }
            Op::Among {
                of,
                values,
                perhaps,
                to,
            } => {
                self.perhaps(*perhaps, *of);
                self.put_truth(*to, among(self.value(*of), values));
            }
            Op::NotKnown(of, to) => self.put_truth(*to, if self.truth(*of) == YES { NO } else { YES }),
            Op::Exists(of, to) => self.put_truth(*to, exists(self.value(*of))),
            Op::Says(applies, body, to) => {
                let truth = says(self.truth(*applies), self.value(*body).state & state::BITS);
                self.put_truth(*to, truth);
            }
            Op::InPeriod(period, a, b, to) => {
                self.put_truth(*to, in_period(*period, self.value(*a), self.value(*b)));
            }
            Op::Window(due, at, to) => self.put_truth(*to, window(self.value(*due), self.value(*at))),
            Op::Is(of, wanted, to) => self.put_truth(*to, is_one_of(self.value(*of).value, *wanted)),
            Op::Duty(code) => {
                let made = stands(code, setting, |id| self.value(id), |id| self.truth(id));
                for (to, lane) in [code.to, code.to_due, code.to_done].into_iter().zip(made) {
                    self.put(to, lane);
                }
            }
            Op::Gravest { duties, to, to_due } => {
                let lanes = duties.iter().map(|(outcome, due, _)| (self.value(*outcome), self.value(*due)));
                if let Some((outcome, due)) = gravest(lanes) {
                    self.put(*to, outcome);
                    self.put(*to_due, due);
                }
            }
            _ => self.values(op, setting),
        }
    }

    fn values(&mut self, op: &Op, setting: &Setting<'_>) {
        let mut put_off = self.put_off;
        let made = match op {
            Op::Choose(parts, to) => {
                let alternatives = parts.iter().map(|(guard, value)| {
                    let guard = guard.map_or(YES, |guard| self.truth(guard));
                    (guard, self.operand(value))
                });
                Some((*to, choice(alternatives)))
            }
            Op::Product(a, b, to) => Some((*to, product(self.value(*a), self.value(*b), &mut put_off))),
            Op::Sum(parts, to) => Some((*to, self.sum(parts, &mut put_off))),
            Op::Value(of, to) => Some((*to, value_of_truth(self.truth(*of)))),
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
                Some((*to, deem(self.truth(*applies), said, absent, other)))
            }
            Op::Round {
                way,
                of,
                fraction,
                step,
                to,
            } => Some((*to, round(self.value(*of), *fraction, *step, *way, &mut put_off))),
            Op::Stated(applies, body, to) => {
                Some((*to, stated(self.truth(*applies), self.operand(body))))
            }
            Op::Prevail(parts, to) => {
                let lane = prevailing(parts, |id| self.value(id), |id| self.truth(id));
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
            _ => self.times(op, setting, &mut put_off),
        };
        self.put_off = put_off;
        if let Some((to, lane)) = made {
            self.put(to, lane);
        }
    }

    fn times(&self, op: &Op, setting: &Setting<'_>, put_off: &mut u8) -> Option<(ValueId, Lane)> {
        let zone = setting.zone;
        Some(match op {
            Op::DateOf(of, to) => {
                let lane = self.value(*of);
                (*to, made(lane, || local_date(zone, lane.value).map(day_number)))
            }
            Op::Between(unit, missing_day, from, to, result) => {
                let (from, to) = (self.value(*from), self.value(*to));
                let state = Lane::of(strict(from.state, to.state));
                (*result, made(state, || between(*unit, *missing_day, from.value, to.value)))
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
                (*to, made(state, || add_to_date(date.value, length.value, *unit, *round)))
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
                (*to, extended(self.truth(*when), lengths, *added, put_off))
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

fn value_of_truth(truth: u8) -> Lane {
    match truth {
        0 => Lane::of(state::UNKNOWN),
        truth => Lane::value(i64::from(truth & YES)),
    }
}
