//! To which cases a norm applies: what its provision says of that, and what contains it.

use super::program::Condition;
use super::resolved_norm::Said;
use super::resolver::{Resolver, Scope};
use super::term::{Term, TermKind};
use super::types::Type;
use crate::syntax::tree::{Application, Comparison, Expression, Facts, Form};
use crate::value::Value;

impl Resolver {
    /// Reads the application of a norm's provision.
    pub fn application_of(&mut self, norm: &mut Said, scope: &mut Scope) {
        let law = &self.program.law;
        let mut written = Vec::new();
        for (_, provision) in law.with_parents(scope.provision) {
            self.passing |= !provision.applies.is_empty() || provision.applies_from.is_some();
            written.extend(provision.applies.iter().cloned());
            norm.applies_from = norm.applies_from.max(provision.applies_from);
        }
        for applied in written {
            let term = match &applied.application {
                Application::From(..) => continue,
                Application::To(facts) => self.facts(scope, facts),
                Application::When(expression) => self.truth(scope, expression),
            };
            norm.applies.push((Condition::Plain(term), applied.contrary));
        }
    }

    /// Facts on or after a date, or before it.
    fn facts(&mut self, scope: &mut Scope, facts: &Facts) -> Term {
        let path = Expression {
            form: Form::Path(facts.path.clone()),
            span: facts.path.span,
        };
        let fact = self.dated(scope, &path);
        let date = Term::value(
            Value::Date(facts.date),
            Type::plain(super::types::Base::Date),
            facts.date_span,
        );
        let order = if facts.from {
            Comparison::AtLeast
        } else {
            Comparison::Less
        };
        let kind = TermKind::Compare(order, Box::new(fact), Box::new(date));
        self.group(kind, Type::truth(), facts.span)
    }
}
