//! Lists compiled: what is said of each element is worked out for all of them, then gathered for each case.

use super::super::code::{Lane, Op, Sort, ValueId, state};
use super::{Beyond, Compiler, Cond, Env, Val};
use crate::resolve::{Place, Term, TermKind};
use crate::syntax::tree::Aggregate;
use crate::time::DurationKind;
use crate::value::Truth;

impl Compiler<'_> {
    /// Around an element of a list. A row of it belongs to one row of what the list stands in, and to no row of another
    /// list: an element of one cannot be read from there.
    fn within(&self, env: &Env, depth: usize, domain: super::DomainId) -> Env {
        let mut inner = env.clone();
        inner.elements.truncate(depth);
        for outer in &mut inner.elements {
            *outer = outer.filter(|outer| self.stands_in(domain, *outer));
        }
        inner.own_out_of_reach = env.own_out_of_reach
            || env
                .own
                .as_ref()
                .is_some_and(|own| !self.stands_in(domain, own.domain));
        inner.elements.push(Some(domain));
        inner
    }

    /// Every or some element of a list.
    pub fn quantified(&mut self, every: bool, place: &Place, body: &Term, env: &Env) -> Result<Cond, Beyond> {
        let (domain, list) = self.list(place, env)?;
        let inner = self.within(env, env.elements.len(), domain);
        let body = self.cond(body, &inner)?;
        let body = self.held_cond(body, domain);
        let outer = self.parent(domain);
        Ok(Cond::Held(self.make_truth(outer, |to| Op::Quantify {
            every,
            elements: domain,
            body,
            list,
            to,
        })))
    }

    /// One value of a list.
    pub fn aggregate(&mut self, aggregate: Aggregate, list: &Term, env: &Env) -> Result<Val, Beyond> {
        let TermKind::List {
            place,
            filter,
            item,
            depth,
        } = &list.kind
        else {
            return Err(Beyond("a list that is worked out"));
        };
        let (domain, known) = self.list(place, env)?;
        let inner = self.within(env, *depth, domain);
        let belongs = match filter {
            Some(filter) => Some(self.cond(filter, &inner)?),
            None => None,
        };
        let belongs = belongs.filter(|belongs| *belongs != Cond::Fixed(Truth::Yes));
        let item = match (aggregate, item) {
            // only whether each belongs is counted
            (Aggregate::Count, _) => Val::fixed(Lane::value(0), Sort::Number, 1),
            (_, Some(item)) => self.val(item, &inner)?,
            (_, None) => {
                let element = Place {
                    root: crate::resolve::Root::Element(*depth),
                    fields: Vec::new(),
                };
                self.fact(&element, &inner)?
            }
        };
        if let Some(why) = cannot_gather(aggregate, &item) {
            return Err(why);
        }
        let belongs = belongs.map(|belongs| self.held_cond(belongs, domain));
        let held = self.held(item.operand, domain);
        let outer = self.parent(domain);
        let zero = match aggregate {
            Aggregate::Sum => Lane::value(0),
            _ => Lane::of(state::NONE),
        };
        let to = self.make(outer, |to| Op::Gather {
            aggregate,
            elements: domain,
            belongs,
            item: held,
            list: known,
            zero,
            to,
        });
        Ok(gathered(aggregate, &item, to))
    }

    /// One value of several; what does not exist is passed over.
    pub fn several(&mut self, aggregate: Aggregate, terms: &[Term], env: &Env) -> Result<Val, Beyond> {
        let mut values = Vec::new();
        for term in terms {
            values.push(self.val(term, env)?);
        }
        let (operands, like) = self.alike(values)?;
        if let Some(why) = cannot_gather(aggregate, &like) {
            return Err(why);
        }
        let domain = self.innermost(
            operands
                .iter()
                .map(|operand| self.domain_of(*operand))
                .collect::<Vec<_>>(),
        );
        let held: Box<[ValueId]> = operands
            .into_iter()
            .map(|operand| self.held(operand, domain))
            .collect();
        let to = self.make(domain, |to| Op::Join(aggregate, held, to));
        Ok(gathered(aggregate, &like, to))
    }
}

fn cannot_gather(aggregate: Aggregate, item: &Val) -> Option<Beyond> {
    let plain = match aggregate {
        Aggregate::Count => true,
        Aggregate::Sum => matches!(
            item.sort,
            Sort::Number
                | Sort::Money(_)
                | Sort::Duration(
                    DurationKind::Clock
                        | DurationKind::Days
                        | DurationKind::WorkingDays
                        | DurationKind::Calendar
                )
        ),
        Aggregate::Earliest | Aggregate::Latest | Aggregate::Minimum | Aggregate::Maximum => {
            item.sort != Sort::Text
        }
    };
    (!plain).then_some(Beyond("one value of unlike things"))
}

fn gathered(aggregate: Aggregate, item: &Val, to: ValueId) -> Val {
    match aggregate {
        Aggregate::Count => Val::held(to, Sort::Number, 1, i128::from(u32::MAX)),
        _ => Val {
            perhaps: false,
            ..Val::held(to, item.sort, item.fraction, i128::from(i64::MAX))
        },
    }
}
