//! Sums, products, spans and rounding, with their units.

use super::resolver::{Resolver, Scope};
use super::term::{DateRounding, RoundStep, Term, TermKind};
use super::trouble;
use super::types::{Base, Exactness, Type};
use crate::source::Span;
use crate::syntax::tree::{Expression, RoundingClause, RoundingStep, SpanUnit};
use crate::time::{DurationKind, MonthEnd};
use crate::value::{Number, Rounding, Value};

impl Resolver {
    pub fn sum(&mut self, scope: &mut Scope, parts: &[(bool, Expression)], span: Span) -> Term {
        let terms: Vec<(bool, Term)> = parts
            .iter()
            .map(|(minus, part)| (*minus, self.expression(scope, part, None)))
            .collect();
        let Some((_, first)) = terms.first() else {
            return Term::wrong(span);
        };
        let (mut ty, mut so_far) = (first.ty.clone(), first.span);
        for (minus, term) in terms.iter().skip(1) {
            match self.added((&ty, so_far), *minus, term, scope.round) {
                Some(sum) => (ty, so_far) = (sum, so_far.to(term.span)),
                None => return Term::wrong(span),
            }
        }
        if ty.is_wrong() {
            return Term::wrong(span);
        }
        let rounding = self.rounding_of_dates(scope);
        self.group(TermKind::Sum(terms, rounding), ty, span)
    }

    /// How dates are rounded here: as written, else by the counting rule that governs.
    pub fn rounding_of_dates(&self, scope: &Scope) -> DateRounding {
        scope.round.map_or_else(
            || DateRounding::Governed(self.instrument(scope)),
            DateRounding::Written,
        )
    }

    /// The type of a sum or difference; `None` after noting why there is none.
    fn added(
        &mut self,
        (left, left_span): (&Type, Span),
        minus: bool,
        right: &Term,
        round: Option<MonthEnd>,
    ) -> Option<Type> {
        use Base::{Date, Duration, Moment, Money, Number, Wrong};
        let optional = left.optional || right.ty.optional;
        let base = match (&left.base, &right.ty.base) {
            (Wrong, _) | (_, Wrong) => return None,
            (day @ (Date | Moment), Duration(kind, exactness)) => {
                self.moved(day, (*kind, *exactness), right.span, round)?
            }
            // a length may stand before what it is added to as well
            (Duration(kind, exactness), day @ (Date | Moment)) if !minus => {
                self.moved(day, (*kind, *exactness), left_span, round)?
            }
            (Date, Date) if minus => Duration(DurationKind::Days, Exactness::Whole),
            (Moment, Moment) if minus => Duration(DurationKind::Clock, Exactness::Whole),
            (Number, Number) => Number,
            (Money(a), Money(b)) if a == b => Money(*a),
            (Money(_), Money(_)) => {
                let (a, b) = (left.words(&self.program), right.ty.words(&self.program));
                self.note(trouble::mixed_currencies(right.span, &a, &b));
                return None;
            }
            (Duration(a, x), Duration(b, y)) if a == b || compound(*a, *b) => {
                let portion = *x == Exactness::Portion || *y == Exactness::Portion;
                Duration(
                    DurationKind::min_of(*a, *b),
                    if portion {
                        Exactness::Portion
                    } else {
                        Exactness::Whole
                    },
                )
            }
            (Duration(a, _), Duration(b, _)) => {
                self.note(trouble::mixed_durations(right.span, a.words(), b.words()));
                return None;
            }
            _ => {
                let (a, b) = (left.words(&self.program), right.ty.words(&self.program));
                self.note(trouble::cannot_calculate(
                    right.span,
                    &a,
                    if minus { "-" } else { "+" },
                    &b,
                ));
                return None;
            }
        };
        Some(Type { base, optional })
    }

    /// A date or moment to which a length is added, or from which it is subtracted; `None` after noting why it cannot be.
    fn moved(
        &mut self,
        day: &Base,
        (kind, exactness): (DurationKind, Exactness),
        length: Span,
        round: Option<MonthEnd>,
    ) -> Option<Base> {
        let trouble = match (day, kind, exactness) {
            (_, DurationKind::WorkingDays, _) => trouble::working_days_are_counted(length),
            (Base::Date, DurationKind::Clock, _) => trouble::date_and_hours(length),
            (_, DurationKind::Days | DurationKind::Calendar, Exactness::Portion) if round.is_none() => {
                trouble::rounding_not_written(length)
            }
            _ => return Some(day.clone()),
        };
        self.note(trouble);
        None
    }

    pub fn product(&mut self, scope: &mut Scope, parts: &[(bool, Expression)], span: Span) -> Term {
        let terms: Vec<(bool, Term)> = parts
            .iter()
            .map(|(divides, part)| (*divides, self.expression(scope, part, None)))
            .collect();
        let Some((_, first)) = terms.first() else {
            return Term::wrong(span);
        };
        let mut ty = first.ty.clone();
        let mut whole = is_whole_literal(first);
        for (divides, term) in terms.iter().skip(1) {
            match self.multiplied(&ty, whole, *divides, term) {
                Some(product) => ty = product,
                None => return Term::wrong(span),
            }
            whole = whole && !divides && is_whole_literal(term);
        }
        if ty.is_wrong() {
            return Term::wrong(span);
        }
        self.group(TermKind::Product(terms), ty, span)
    }

    fn multiplied(&mut self, left: &Type, left_whole: bool, divides: bool, right: &Term) -> Option<Type> {
        use Base::{Duration, Money, Number, Wrong};
        let optional = left.optional || right.ty.optional;
        let exactness = |was: Exactness, factor_whole: bool| match was {
            Exactness::Whole if factor_whole => Exactness::Whole,
            Exactness::Whole | Exactness::Portion => Exactness::Portion,
        };
        let base = match (&left.base, &right.ty.base, divides) {
            (Wrong, _, _) | (_, Wrong, _) => return None,
            (Number, Number, _) => Number,
            (Money(currency), Number, _) | (Number, Money(currency), false) => Money(*currency),
            (Money(a), Money(b), true) if a == b => Number,
            (Duration(kind, was), Number, false) => Duration(*kind, exactness(*was, is_whole_literal(right))),
            (Duration(kind, _), Number, true) => Duration(*kind, Exactness::Portion),
            (Number, Duration(kind, was), false) => Duration(*kind, exactness(*was, left_whole)),
            (Duration(a, _), Duration(b, _), true) if a == b => Number,
            _ => {
                let (a, b) = (left.words(&self.program), right.ty.words(&self.program));
                self.note(trouble::cannot_calculate(
                    right.span,
                    &a,
                    if divides { "/" } else { "*" },
                    &b,
                ));
                return None;
            }
        };
        Some(Type { base, optional })
    }

    pub fn between(
        &mut self,
        scope: &mut Scope,
        unit: SpanUnit,
        from: &Expression,
        to: &Expression,
        span: Span,
    ) -> Term {
        let (from, to, base) = match unit {
            SpanUnit::Time => {
                let (from, to) = (
                    self.expression(scope, from, None),
                    self.expression(scope, to, None),
                );
                for end in [&from, &to] {
                    if !matches!(end.ty.base, Base::Moment | Base::Wrong) {
                        let found = end.ty.words(&self.program);
                        self.note(trouble::wrong_type(end.span, "a moment", &found));
                        return Term::wrong(span);
                    }
                }
                (from, to, Base::Duration(DurationKind::Clock, Exactness::Whole))
            }
            SpanUnit::Days => (
                self.dated(scope, from),
                self.dated(scope, to),
                Base::Duration(DurationKind::Days, Exactness::Whole),
            ),
            SpanUnit::Months | SpanUnit::Years => (
                self.dated(scope, from),
                self.dated(scope, to),
                Base::Duration(DurationKind::Calendar, Exactness::Whole),
            ),
        };
        if from.ty.is_wrong() || to.ty.is_wrong() {
            return Term::wrong(span);
        }
        let ty = Type {
            base,
            optional: from.ty.optional || to.ty.optional,
        };
        let instrument = self.instrument(scope);
        self.group(
            TermKind::Between(unit, instrument, Box::new(from), Box::new(to)),
            ty,
            span,
        )
    }

    /// How dates in an alternative with this rounding are rounded.
    pub fn date_rounding(&self, clause: Option<&RoundingClause>) -> Option<MonthEnd> {
        let clause = clause?;
        match (&clause.step, clause.way) {
            (RoundingStep::Unit(unit), Rounding::Up) if unit == "day" => Some(MonthEnd::Up),
            (RoundingStep::Unit(unit), Rounding::Down) if unit == "day" => Some(MonthEnd::Down),
            _ => None,
        }
    }

    /// A value rounded as written.
    pub fn rounded(&mut self, term: Term, clause: &RoundingClause) -> Term {
        let way = clause.way;
        let fits_date = self.date_rounding(Some(clause)).is_some();
        let step = match (&term.ty.base, &clause.step) {
            (Base::Wrong, _) => return term,
            (Base::Date | Base::Moment, _) if fits_date => return term,
            (Base::Number | Base::Money(_), RoundingStep::Number(step)) => {
                Some(RoundStep::Number(step.clone()))
            }
            (Base::Number | Base::Money(_), RoundingStep::Unit(unit)) if unit.ends_with("number") => {
                Some(RoundStep::Number(Number::whole(1)))
            }
            (Base::Duration(kind, _), RoundingStep::Unit(unit)) => match (kind, unit.as_str()) {
                (DurationKind::Calendar, "month")
                | (DurationKind::Days | DurationKind::WorkingDays, "day") => Some(RoundStep::Units(1)),
                (DurationKind::Calendar, "year") => Some(RoundStep::Units(12)),
                (DurationKind::Clock, "hour") => Some(RoundStep::Units(3600)),
                (DurationKind::Clock, "minute") => Some(RoundStep::Units(60)),
                _ => None,
            },
            _ => None,
        };
        let Some(step) = step else {
            let found = term.ty.words(&self.program);
            self.note(trouble::rounding_step(clause.span, &found));
            return Term::wrong(term.span);
        };
        let base = match &term.ty.base {
            Base::Duration(kind, _) => Base::Duration(*kind, Exactness::Whole),
            base => base.clone(),
        };
        let ty = Type {
            base,
            optional: term.ty.optional,
        };
        self.over(|inner| TermKind::Round(way, step, inner), term, ty)
    }
}

/// Days may stand beside years and months, as in a sentence of 2 years and 10 days.
fn compound(a: DurationKind, b: DurationKind) -> bool {
    matches!(
        (a, b),
        (DurationKind::Calendar, DurationKind::Days) | (DurationKind::Days, DurationKind::Calendar)
    )
}

impl DurationKind {
    /// The kind of a sum of two kinds that may be added.
    fn min_of(a: DurationKind, b: DurationKind) -> DurationKind {
        if a == b { a } else { DurationKind::Calendar }
    }
}

fn is_whole_literal(term: &Term) -> bool {
    matches!(&term.kind, TermKind::Value(Value::Number(number)) if number.is_whole())
}
