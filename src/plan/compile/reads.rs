//! Which registers a step reads and makes.

use super::super::code::{Op, Operand, TruthId, ValueId};

/// Registers of both kinds.
#[derive(Debug, Default)]
pub struct Touched {
    pub values: Vec<ValueId>,
    pub truths: Vec<TruthId>,
}

impl Touched {
    fn operand(&mut self, operand: &Operand) {
        if let Operand::Held(id) = operand {
            self.values.push(*id);
        }
    }
}

impl Op {
    /// What it reads.
    pub fn reads(&self) -> Touched {
        let mut read = Touched::default();
        match self {
            Op::Fill(..) | Op::FillTruth(..) => {}
            Op::Truth(of, _)
            | Op::Exists(of, ..)
            | Op::CompareWith { of, .. }
            | Op::Among { of, .. }
            | Op::DateOf(of, _)
            | Op::Is(of, _, _)
            | Op::Round { of, .. }
            | Op::Spread(of, _) => read.values.push(*of),
            Op::Value(of, _) | Op::Not(of, _) | Op::NotKnown(of, _) | Op::SpreadTruth(of, _) => {
                read.truths.push(*of);
            }
            Op::All(parts, _) | Op::Any(parts, _) => read.truths.extend(parts.iter().map(|(part, _)| *part)),
            Op::Compare { a, b, .. } => read.values.extend([a.0, b.0]),
            Op::Says(applies, body, _) => {
                read.truths.push(*applies);
                read.values.push(*body);
            }
            Op::InPeriod(_, a, b, _)
            | Op::Event(a, b, _)
            | Op::Product(a, b, _, _)
            | Op::Between(_, _, a, b, _)
            | Op::Window(a, b, _, _) => read.values.extend([*a, *b]),
            Op::Else(of, other, _) => {
                read.values.push(*of);
                read.operand(other);
            }
            Op::Sum(parts, _, _) => read.values.extend(parts.iter().map(|(part, _)| *part)),
            Op::AddToDate { date: of, length, .. }
            | Op::AddToMoment {
                moment: of, length, ..
            } => {
                read.values.push(*of);
                read.operand(length);
            }
            Op::ByDate { date, open, .. } => read.values.extend([*date, *open]),
            Op::Stated(applies, body, _) => {
                read.truths.push(*applies);
                read.operand(body);
            }
            Op::Weigh {
                permitted, barred, ..
            } => read.truths.extend([*permitted, *barred]),
            Op::FirstOf { limits, .. } => read.values.extend(limits.iter()),
            Op::Join(_, parts, _) => read.values.extend(parts.iter()),
            _ => self.reads_more(&mut read),
        }
        read
    }

    fn reads_more(&self, read: &mut Touched) {
        match self {
            Op::Deemed {
                applies,
                said,
                absent,
                other,
                ..
            } => {
                read.truths.push(*applies);
                read.operand(said);
                read.values.extend(absent.iter().chain([other]));
            }
            Op::Choose(parts, _) => {
                for (guard, value) in parts {
                    read.truths.extend(guard);
                    read.operand(value);
                }
            }
            Op::Prevail(parts, _) => {
                for (value, speaks, _) in parts {
                    read.values.push(*value);
                    read.truths.push(*speaks);
                }
            }
            Op::Limit(code, _) => {
                read.values.extend([code.event, code.at]);
                read.operand(&code.length);
            }
            Op::Extended {
                length, when, longer, ..
            } => {
                read.truths.push(*when);
                read.operand(length);
                read.operand(longer);
            }
            Op::Duty(code) => {
                read.truths.extend([code.applies, code.tied]);
                read.values.extend([code.due, code.at, code.today]);
                read.values.extend(code.done.map(|(done, _)| done));
            }
            Op::Gravest { duties, .. } => {
                read.values.extend(
                    duties
                        .iter()
                        .flat_map(|(outcome, due, done)| [*outcome, *due, *done]),
                );
            }
            Op::Quantify { body, list, .. } => {
                read.truths.push(*body);
                read.values.push(*list);
            }
            Op::Gather {
                belongs, item, list, ..
            } => {
                read.truths.extend(belongs);
                read.values.extend([*item, *list]);
            }
            _ => {}
        }
    }

    /// What it makes.
    pub fn makes(&self) -> Touched {
        let value = |id: &ValueId| Touched {
            values: vec![*id],
            truths: Vec::new(),
        };
        let truth = |id: &TruthId| Touched {
            values: Vec::new(),
            truths: vec![*id],
        };
        match self {
            Op::FillTruth(_, to)
            | Op::Truth(_, to)
            | Op::Not(_, to)
            | Op::NotKnown(_, to)
            | Op::All(_, to)
            | Op::Any(_, to)
            | Op::CompareWith { to, .. }
            | Op::Compare { to, .. }
            | Op::Among { to, .. }
            | Op::Exists(_, _, to)
            | Op::Says(_, _, to)
            | Op::InPeriod(_, _, _, to)
            | Op::Is(_, _, to)
            | Op::Window(_, _, _, to)
            | Op::SpreadTruth(_, to)
            | Op::Quantify { to, .. } => truth(to),
            Op::Fill(_, to)
            | Op::Value(_, to)
            | Op::Event(_, _, to)
            | Op::Else(_, _, to)
            | Op::Deemed { to, .. }
            | Op::Sum(_, _, to)
            | Op::Product(_, _, _, to)
            | Op::Round { to, .. }
            | Op::AddToDate { to, .. }
            | Op::AddToMoment { to, .. }
            | Op::DateOf(_, to)
            | Op::Between(_, _, _, _, to)
            | Op::ByDate { to, .. }
            | Op::Choose(_, to)
            | Op::Stated(_, _, to)
            | Op::Prevail(_, to)
            | Op::Weigh { to, .. }
            | Op::Limit(_, to)
            | Op::Extended { to, .. }
            | Op::FirstOf { to, .. }
            | Op::Spread(_, to)
            | Op::Gather { to, .. }
            | Op::Join(_, _, to) => value(to),
            Op::Duty(code) => Touched {
                values: vec![code.to, code.to_due, code.to_done],
                truths: Vec::new(),
            },
            Op::Gravest { to, to_due, .. } => Touched {
                values: vec![*to, *to_due],
                truths: Vec::new(),
            },
        }
    }
}
