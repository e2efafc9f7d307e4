//! Registers: made, filled, joined, carried from a row to its elements. What is made of the same is made once.

use super::super::code::{CASES, DomainId, Lane, Op, Operand, Sort, TruthId, ValueId, byte, state};
use super::{Compiler, Cond, Made, Val};
use crate::value::Truth;

impl Val {
    /// The same everywhere.
    pub fn fixed(lane: Lane, sort: Sort, fraction: i64) -> Val {
        Val {
            operand: Operand::Fixed(lane),
            sort,
            fraction,
            most: i128::from(lane.value).abs(),
            perhaps: false,
        }
    }

    /// In a register, with counts up to a most.
    pub fn held(id: ValueId, sort: Sort, fraction: i64, most: i128) -> Val {
        Val {
            operand: Operand::Held(id),
            sort,
            fraction,
            most,
            perhaps: false,
        }
    }

    /// The constant that it is.
    pub fn constant(&self) -> Option<Lane> {
        match self.operand {
            Operand::Fixed(lane) => Some(lane),
            Operand::Held(_) => None,
        }
    }
}

impl Compiler<'_> {
    pub fn new_value(&mut self, domain: DomainId) -> ValueId {
        self.value_domains.push(domain);
        self.code.values += 1;
        ValueId(self.value_domains.len() - 1)
    }

    pub fn new_truth(&mut self, domain: DomainId) -> TruthId {
        self.truth_domains.push(domain);
        self.code.truths += 1;
        TruthId(self.truth_domains.len() - 1)
    }

    /// A register of values made by a step that names the result itself.
    pub fn make(&mut self, domain: DomainId, op: impl FnOnce(ValueId) -> Op) -> ValueId {
        let to = ValueId(self.value_domains.len());
        let op = op(to);
        let key = shown(domain, &op, &format!("{to:?}"));
        if let Some(known) = self.known_values.get(&key) {
            return *known;
        }
        let to = self.new_value(domain);
        self.known_values.insert(key, to);
        self.step(domain, op);
        to
    }

    /// A register of truths made by a step that names the result itself.
    pub fn make_truth(&mut self, domain: DomainId, op: impl FnOnce(TruthId) -> Op) -> TruthId {
        let to = TruthId(self.truth_domains.len());
        let op = op(to);
        let key = shown(domain, &op, &format!("{to:?}"));
        if let Some(known) = self.known_truths.get(&key) {
            return *known;
        }
        let to = self.new_truth(domain);
        self.known_truths.insert(key, to);
        self.step(domain, op);
        to
    }

    pub fn domain_of(&self, operand: Operand) -> DomainId {
        match operand {
            Operand::Held(id) => self.value_domains.get(id.0).copied().unwrap_or(CASES),
            Operand::Fixed(_) => CASES,
        }
    }

    pub fn domain_of_cond(&self, cond: Cond) -> DomainId {
        match cond {
            Cond::Held(id) => self.truth_domains.get(id.0).copied().unwrap_or(CASES),
            Cond::Fixed(_) => CASES,
        }
    }

    /// The innermost of some domains; they lie within one another.
    pub fn innermost(&self, domains: impl IntoIterator<Item = DomainId>) -> DomainId {
        // a domain is numbered after the one in which its list stands
        domains.into_iter().max().unwrap_or(CASES)
    }

    /// A register that holds an operand, in a domain.
    pub fn held(&mut self, operand: Operand, domain: DomainId) -> ValueId {
        match operand {
            Operand::Fixed(lane) => self.make(domain, |to| Op::Fill(lane, to)),
            Operand::Held(id) => self.spread(id, domain),
        }
    }

    fn spread(&mut self, id: ValueId, domain: DomainId) -> ValueId {
        let own = self.value_domains.get(id.0).copied().unwrap_or(CASES);
        self.mixed |= !self.stands_in(domain, own);
        if own == domain || domain == CASES {
            return id;
        }
        let outer = self.parent(domain);
        let outer = self.spread(id, outer);
        self.make(domain, |to| Op::Spread(outer, to))
    }

    /// The domain in which the list of a domain stands.
    pub fn parent(&self, domain: DomainId) -> DomainId {
        let place = domain.0.checked_sub(1);
        place
            .and_then(|place| self.code.parents.get(place))
            .copied()
            .unwrap_or(CASES)
    }

    /// Whether the rows of a domain belong each to one row of another.
    pub fn stands_in(&self, domain: DomainId, outer: DomainId) -> bool {
        let mut at = domain;
        while at != outer && at != CASES {
            at = self.parent(at);
        }
        at == outer
    }

    /// An operand as it is read in a domain.
    pub fn operand_in(&mut self, operand: Operand, domain: DomainId) -> Operand {
        match operand {
            Operand::Fixed(_) => operand,
            Operand::Held(id) => Operand::Held(self.spread(id, domain)),
        }
    }

    /// A register that holds a condition, in a domain.
    pub fn held_cond(&mut self, cond: Cond, domain: DomainId) -> TruthId {
        match cond {
            Cond::Fixed(truth) => self.make_truth(domain, |to| Op::FillTruth(byte(truth), to)),
            Cond::Held(id) => self.spread_truth(id, domain),
        }
    }

    fn spread_truth(&mut self, id: TruthId, domain: DomainId) -> TruthId {
        let own = self.truth_domains.get(id.0).copied().unwrap_or(CASES);
        self.mixed |= !self.stands_in(domain, own);
        if own == domain || domain == CASES {
            return id;
        }
        let outer = self.parent(domain);
        let outer = self.spread_truth(id, outer);
        self.make_truth(domain, |to| Op::SpreadTruth(outer, to))
    }

    /// What was made, as a condition.
    pub fn cond_of(&mut self, made: Made) -> Cond {
        let value = match made {
            Made::Cond(cond) => return cond,
            Made::Val(value) => value,
        };
        match value.operand {
            Operand::Fixed(lane) => Cond::Fixed(match lane.state & state::BITS {
                state::UNKNOWN => Truth::Unknown,
                state::VALUE => Truth::from(value.sort == Sort::Truth && lane.value == 1),
                _ => Truth::No,
            }),
            Operand::Held(_) if value.sort != Sort::Truth => {
                // a value that is no truth does not hold as a condition; open it is unknown
                let domain = self.domain_of(value.operand);
                let never = self.held(value.operand, domain);
                Cond::Held(self.make_truth(domain, |to| Op::Among {
                    of: never,
                    values: Box::default(),
                    perhaps: false,
                    to,
                }))
            }
            Operand::Held(id) => {
                let domain = self.domain_of(value.operand);
                Cond::Held(self.make_truth(domain, |to| Op::Truth(id, to)))
            }
        }
    }

    /// A condition as a value.
    pub fn value_of(&mut self, cond: Cond) -> Val {
        match cond {
            Cond::Fixed(truth) => {
                let lane = match truth {
                    Truth::Yes => Lane::value(1),
                    Truth::No => Lane::value(0),
                    Truth::Unknown => Lane::of(state::UNKNOWN),
                };
                Val::fixed(lane, Sort::Truth, 1)
            }
            Cond::Held(id) => {
                let domain = self.domain_of_cond(cond);
                let to = self.make(domain, |to| Op::Value(id, to));
                Val::held(to, Sort::Truth, 1, 1)
            }
        }
    }

    /// All hold. Constants are folded.
    pub fn all(&mut self, parts: &[Cond]) -> Cond {
        self.joined(parts, Truth::No)
    }

    /// At least one holds.
    pub fn any(&mut self, parts: &[Cond]) -> Cond {
        self.joined(parts, Truth::Yes)
    }

    fn joined(&mut self, parts: &[Cond], decisive: Truth) -> Cond {
        let mut open: Vec<Cond> = Vec::new();
        let mut unknown = false;
        for part in parts {
            match part {
                Cond::Fixed(truth) if *truth == decisive => return Cond::Fixed(decisive),
                Cond::Fixed(Truth::Unknown) => unknown = true,
                Cond::Fixed(_) => {}
                Cond::Held(_) if open.contains(part) => {}
                Cond::Held(_) => open.push(*part),
            }
        }
        if unknown {
            open.push(Cond::Fixed(Truth::Unknown));
        }
        match open.as_slice() {
            [] => return Cond::Fixed(decisive.negate()),
            [only] => return *only,
            _ => {}
        }
        let domain = self.innermost(
            open.iter()
                .map(|cond| self.domain_of_cond(*cond))
                .collect::<Vec<_>>(),
        );
        let held: Box<[(TruthId, bool)]> = open
            .into_iter()
            .map(|cond| (self.held_cond(cond, domain), false))
            .collect();
        Cond::Held(self.make_truth(domain, |to| match decisive {
            Truth::Yes => Op::Any(held, to),
            Truth::No | Truth::Unknown => Op::All(held, to),
        }))
    }

    /// The contrary.
    pub fn not(&mut self, cond: Cond) -> Cond {
        match cond {
            Cond::Fixed(truth) => Cond::Fixed(truth.negate()),
            Cond::Held(id) => {
                let domain = self.domain_of_cond(cond);
                Cond::Held(self.make_truth(domain, |to| Op::Not(id, to)))
            }
        }
    }

    /// Registers in the innermost domain of all.
    pub fn together<const N: usize>(&mut self, operands: [Operand; N]) -> (DomainId, [ValueId; N]) {
        let domain = self.innermost(operands.map(|operand| self.domain_of(operand)));
        (domain, operands.map(|operand| self.held(operand, domain)))
    }
}

/// The key of a step: what it does, without the register it makes.
fn shown(domain: DomainId, op: &Op, to: &str) -> String {
    format!("{}:{op:?}", domain.0).replace(to, "_")
}
