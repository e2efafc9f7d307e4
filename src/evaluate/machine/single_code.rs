//! Code made ready for one case at a time: facts are compared where they stand, truths are bits of one word.

use crate::plan::code::{Code, Op, Operand, TruthId, ValueId};
use crate::syntax::tree::Comparison;

/// Code for one case without lists.
#[derive(Debug, Clone, Default)]
pub struct SingleCode {
    /// Inputs that other steps than comparisons read, and the registers that take them.
    pub(super) copies: Vec<(usize, ValueId)>,
    /// Facts that are compared, before any other step.
    pub(super) within: Vec<Within>,
    pub(super) steps: Vec<Quick>,
    /// The bit of each truth.
    bits: Vec<u8>,
}

/// Whether a fact lies within bounds. The result of the first is bit 0, of the next bit 1, and so on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Within {
    /// The number of the input.
    pub input: usize,
    /// From this on.
    pub least: i64,
    /// Up to this.
    pub most: i64,
    /// Whether the contrary is asked, which holds where there is no value.
    pub turned: bool,
}

/// A step for one case.
#[derive(Debug, Clone)]
pub(super) enum Quick {
    /// All hold: these, and the contraries of those.
    All {
        /// Which.
        holds: u64,
        /// Of which the contrary.
        fails: u64,
        /// The bit of the result.
        bit: u8,
    },
    /// At least one holds.
    Any {
        /// Which.
        holds: u64,
        /// Of which the contrary.
        fails: u64,
        /// The bit of the result.
        bit: u8,
    },
    /// What permissions and bars come to.
    Weigh {
        /// The bit of some permission.
        permitted: u8,
        /// The bit of some bar.
        barred: u8,
        /// The outcome.
        to: ValueId,
    },
    /// The first alternative that holds: the bit of each, none for one that always does; and the step itself, for guards
    /// that are unknown.
    Choose(Box<[(Option<u8>, Operand)]>, ValueId, Box<Op>),
    /// A product of two.
    Product(ValueId, ValueId, ValueId),
    /// A comparison of two, each times a factor, that fits into 64 bits and knows no few possible values.
    Compare {
        /// How.
        order: Comparison,
        /// The first.
        a: (ValueId, i64),
        /// The second.
        b: (ValueId, i64),
        /// The bit of the result.
        bit: u8,
    },
    /// A value.
    Value(Box<Op>),
    /// Anything else.
    Other(Box<Op>),
}

impl SingleCode {
    /// Code for one case; nothing where there are lists, or more truths than fit into a word.
    pub fn of(code: &Code) -> Option<SingleCode> {
        if !code.parents.is_empty() {
            return None;
        }
        let mut made = SingleCode {
            copies: Vec::new(),
            within: Vec::new(),
            steps: Vec::new(),
            bits: vec![u8::MAX; code.truths],
        };
        let mut next = 0;
        for (number, input) in code.inputs.iter().enumerate() {
            if let Some(truth) = input.truth {
                made.within.push(Within {
                    input: number,
                    least: 1,
                    most: 1,
                    turned: false,
                });
                made.assign(truth, &mut next)?;
            }
        }
        let mut others = Vec::new();
        for (_, op) in &code.steps {
            match within(code, op) {
                Some((within, to)) => {
                    made.within.push(within);
                    made.assign(to, &mut next)?;
                }
                None => others.push(op),
            }
        }
        for truth in others.iter().flat_map(|op| op.makes().truths) {
            made.assign(truth, &mut next)?;
        }
        for op in others {
            let quick = made.quick(op);
            made.steps.push(quick);
        }
        made.copy_what_is_read(code);
        Some(made)
    }

    /// The bit of a truth.
    #[inline]
    pub(super) fn bit(&self, id: TruthId) -> u8 {
        self.bits.get(id.0).copied().unwrap_or(0) & 63
    }

    fn quick(&self, op: &Op) -> Quick {
        match op {
            Op::All(parts, to) => {
                self.joined(parts, *to, |holds, fails, bit| Quick::All { holds, fails, bit })
            }
            Op::Any(parts, to) => {
                self.joined(parts, *to, |holds, fails, bit| Quick::Any { holds, fails, bit })
            }
            Op::Weigh {
                permitted,
                barred,
                to,
            } => Quick::Weigh {
                permitted: self.bit(*permitted),
                barred: self.bit(*barred),
                to: *to,
            },
            Op::Choose(parts, to) => {
                let parts = parts.iter();
                let parts = parts.map(|(guard, value)| (guard.map(|guard| self.bit(guard)), *value));
                Quick::Choose(parts.collect(), *to, Box::new(op.clone()))
            }
            Op::Product(a, b, true, to) => Quick::Product(*a, *b, *to),
            Op::Compare {
                order,
                a,
                b,
                fits: true,
                perhaps: false,
                to,
            } => Quick::Compare {
                order: *order,
                a: *a,
                b: *b,
                bit: self.bit(*to),
            },
            Op::Duty(_) | Op::Gravest { .. } => Quick::Other(Box::new(op.clone())),
            _ if op.makes().truths.is_empty() => Quick::Value(Box::new(op.clone())),
            _ => Quick::Other(Box::new(op.clone())),
        }
    }

    fn joined(
        &self,
        parts: &[(TruthId, bool)],
        to: TruthId,
        make: impl FnOnce(u64, u64, u8) -> Quick,
    ) -> Quick {
        let (holds, fails) = self.masks(parts);
        make(holds, fails, self.bit(to))
    }

    /// The next bit; nothing where a word has no more.
    fn assign(&mut self, truth: TruthId, next: &mut u8) -> Option<()> {
        let bit = self.bits.get_mut(truth.0)?;
        *bit = *next;
        *next += 1;
        (*next <= 64).then_some(())
    }

    fn masks(&self, parts: &[(TruthId, bool)]) -> (u64, u64) {
        let mut masks = (0, 0);
        for (part, contrary) in parts {
            let mask = 1 << self.bit(*part);
            if *contrary {
                masks.1 |= mask;
            } else {
                masks.0 |= mask;
            }
        }
        masks
    }

    fn copy_what_is_read(&mut self, code: &Code) {
        let reads = self.steps.iter().filter_map(|step| match step {
            Quick::Other(op) | Quick::Value(op) | Quick::Choose(_, _, op) => Some(op.reads().values),
            Quick::Product(a, b, _)
            | Quick::Compare {
                a: (a, _), b: (b, _), ..
            } => Some(vec![*a, *b]),
            Quick::All { .. } | Quick::Any { .. } | Quick::Weigh { .. } => None,
        });
        let mut read: Vec<ValueId> = reads.flatten().collect();
        read.extend(code.outputs.iter().map(|output| output.value()));
        for (number, input) in code.inputs.iter().enumerate() {
            if read.contains(&input.to) {
                self.copies.push((number, input.to));
            }
        }
    }
}

/// A comparison of a fact with a constant.
fn within(code: &Code, op: &Op) -> Option<(Within, TruthId)> {
    let Op::CompareWith {
        order, of, with, to, ..
    } = op
    else {
        return None;
    };
    let input = code.inputs.iter().position(|input| input.to == *of)?;
    let (least, most, turned) = bounds_of(*order, *with)?;
    let within = Within {
        input,
        least,
        most,
        turned,
    };
    Some((within, *to))
}

/// The bounds within which a comparison with a constant holds, and its truth where there is no value.
pub fn bounds_of(order: Comparison, with: i64) -> Option<(i64, i64, bool)> {
    Some(match order {
        Comparison::Less => (i64::MIN, with.checked_sub(1)?, false),
        Comparison::AtMost => (i64::MIN, with, false),
        Comparison::More => (with.checked_add(1)?, i64::MAX, false),
        Comparison::AtLeast => (with, i64::MAX, false),
        Comparison::Equal => (with, with, false),
        Comparison::Different => (with, with, true),
    })
}
