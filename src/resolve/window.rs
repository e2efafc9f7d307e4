//! Windows of days, questions over periods, quotas, and the ends of days.

use super::limits::{Governed, Limit};
use super::resolver::{Resolver, Scope};
use super::term::{Measure, Term, TermKind};
use super::trouble;
use super::types::{Base, Type};
use crate::source::Span;
use crate::syntax::tree::{self, AnyWindow, Expression, Quota, Window};
use crate::time::{Duration, DurationKind, MonthEnd};
use num_traits::ToPrimitive;

impl Resolver {
    /// A window as periods.
    pub fn window(&mut self, scope: &mut Scope, window: &Window, span: Span) -> Term {
        let (kind, parts_wrong) = match window {
            Window::Value(value) => return self.periods(scope, value),
            Window::Calendar(period, day) => {
                let day = self.dated(scope, day);
                let wrong = day.ty.is_wrong();
                (TermKind::CalendarOf(*period, Box::new(day)), wrong)
            }
            Window::Stretch { length, side, day } => {
                let length = self.expression(scope, length, None);
                let day = self.dated(scope, day);
                let fits = matches!(
                    length.ty.base,
                    Base::Duration(DurationKind::Days | DurationKind::Calendar, _)
                );
                if !fits && !length.ty.is_wrong() {
                    let found = length.ty.words(&self.program);
                    self.note(trouble::wrong_type(
                        length.span,
                        "days, weeks, months or years",
                        &found,
                    ));
                }
                let wrong = day.ty.is_wrong() || !fits;
                (TermKind::Stretch(Box::new(length), *side, Box::new(day)), wrong)
            }
        };
        if parts_wrong {
            return Term::wrong(span);
        }
        self.group(kind, Type::plain(Base::Periods), span)
    }

    fn periods(&mut self, scope: &mut Scope, value: &Expression) -> Term {
        let term = self.expression(scope, value, None);
        if !matches!(term.ty.base, Base::Periods | Base::Wrong) {
            let found = term.ty.words(&self.program);
            self.note(trouble::wrong_type(term.span, "periods", &found));
            return Term::wrong(term.span);
        }
        term
    }

    /// `day in periods`.
    pub fn in_window(&mut self, scope: &mut Scope, day: &Expression, window: &Window, span: Span) -> Term {
        let day = self.dated(scope, day);
        let window = self.window(scope, window, span);
        if any_wrong(&[&day, &window]) {
            return Term::wrong(span);
        }
        let kind = TermKind::During(Box::new(day), Box::new(window));
        self.group(kind, Type::truth(), span)
    }

    /// `periods throughout window`, `periods overlaps periods`.
    pub fn over_periods(
        &mut self,
        scope: &mut Scope,
        periods: &Expression,
        other: Result<&Window, &Expression>,
        span: Span,
    ) -> Term {
        let periods = self.periods(scope, periods);
        let (other, throughout) = match other {
            Ok(window) => (self.window(scope, window, span), true),
            Err(other) => (self.periods(scope, other), false),
        };
        if any_wrong(&[&periods, &other]) {
            return Term::wrong(span);
        }
        let (a, b) = (Box::new(periods), Box::new(other));
        let kind = if throughout {
            TermKind::Throughout(a, b)
        } else {
            TermKind::Overlaps(a, b)
        };
        self.group(kind, Type::truth(), span)
    }

    /// `(from a to b)`.
    pub fn period_of(&mut self, scope: &mut Scope, from: &Expression, to: &Expression, span: Span) -> Term {
        let (from, to) = (self.dated(scope, from), self.dated(scope, to));
        if any_wrong(&[&from, &to]) {
            return Term::wrong(span);
        }
        let kind = TermKind::PeriodOf(Box::new(from), Box::new(to));
        self.group(kind, Type::plain(Base::Periods), span)
    }

    /// A list of dates or moments.
    fn dates(&mut self, scope: &mut Scope, list: &Expression) -> Term {
        let list = self.expression(scope, list, None);
        let dated = matches!(&list.ty.base, Base::List(of) if matches!(**of, Base::Date | Base::Moment));
        if dated || list.ty.is_wrong() {
            return list;
        }
        let found = list.ty.words(&self.program);
        self.note(trouble::wrong_type(
            list.span,
            "a list of dates or moments",
            &found,
        ));
        Term::wrong(list.span)
    }

    /// `days of stays in …`, `count of visits.on in …`: a number.
    pub fn quota(
        &mut self,
        scope: &mut Scope,
        days: bool,
        of: &Expression,
        quota: &Quota,
        span: Span,
    ) -> Term {
        let of = if days {
            self.periods(scope, of)
        } else {
            self.dates(scope, of)
        };
        let measure = match quota {
            Quota::In(window) => {
                let window = self.window(scope, window, span);
                if window.ty.is_wrong() {
                    return Term::wrong(span);
                }
                Measure::In(Box::new(window))
            }
            Quota::Any(AnyWindow::Calendar(period)) => Measure::AnyCalendar(*period),
            Quota::Any(AnyWindow::Stretch(length, length_span)) => match whole_days(length) {
                Some(days) => Measure::AnyDays(days),
                None => {
                    self.note(trouble::wrong_type(
                        *length_span,
                        "whole days or weeks",
                        "another length",
                    ));
                    return Term::wrong(span);
                }
            },
        };
        if of.ty.is_wrong() {
            return Term::wrong(span);
        }
        self.group(
            TermKind::Quota(Box::new(of), measure),
            Type::plain(Base::Number),
            span,
        )
    }

    /// `10 days counted from a`: the moment at which a limit ends.
    pub fn counted(
        &mut self,
        scope: &mut Scope,
        length: &Expression,
        back: bool,
        from: &Expression,
        span: Span,
    ) -> Term {
        let length = self.expression(scope, length, None);
        let from = self.expression(scope, from, None);
        let optional = length.ty.optional || from.ty.optional;
        let Some(timing) = self.timing(scope, length, from, scope.round) else {
            return Term::wrong(span);
        };
        let limit = Limit {
            timings: vec![timing],
            latest: false,
            backwards: back,
            round: scope.round.unwrap_or(MonthEnd::Refuse),
            extensions: Vec::new(),
            pauses: Vec::new(),
            restarts: Vec::new(),
            governed: Governed {
                instrument: self.instrument(scope),
                name: self.being_defined(),
            },
        };
        let ty = Type {
            base: Base::Moment,
            optional,
        };
        self.group(TermKind::Counted(Box::new(limit)), ty, span)
    }

    /// The name whose definition is being resolved.
    fn being_defined(&self) -> Option<std::sync::Arc<str>> {
        let id = self.under_way.last()?;
        self.program
            .definitions
            .get(id.0)
            .map(|made| made.name.text.clone())
    }

    /// `date at 09:00`.
    pub fn at_time(&mut self, scope: &mut Scope, date: &Expression, time: &Expression, span: Span) -> Term {
        let (date, time) = (self.dated(scope, date), self.expression(scope, time, None));
        if !matches!(time.ty.base, Base::TimeOfDay | Base::Wrong) {
            let found = time.ty.words(&self.program);
            self.note(trouble::wrong_type(
                time.span,
                "a time of day such as 09:00",
                &found,
            ));
            return Term::wrong(span);
        }
        let ty = Type {
            base: Base::Moment,
            optional: date.ty.optional || time.ty.optional,
        };
        if any_wrong(&[&date, &time]) {
            return Term::wrong(span);
        }
        self.group(TermKind::At(Box::new(date), Box::new(time)), ty, span)
    }

    /// `time of day of a`, `start of a`, `end of a`.
    pub fn edge(&mut self, scope: &mut Scope, prefix: tree::Prefix, inner: &Expression, span: Span) -> Term {
        let term = match prefix {
            tree::Prefix::TimeOf => self.expression(scope, inner, None),
            _ => self.dated(scope, inner),
        };
        if term.ty.is_wrong() {
            return Term::wrong(span);
        }
        let optional = term.ty.optional;
        let (kind, base) = match prefix {
            tree::Prefix::TimeOf if term.ty.base != Base::Moment => {
                let found = term.ty.words(&self.program);
                self.note(trouble::wrong_type(term.span, "a moment", &found));
                return Term::wrong(span);
            }
            tree::Prefix::TimeOf => (TermKind::TimeOf(Box::new(term)), Base::TimeOfDay),
            prefix => (
                TermKind::Edge(prefix == tree::Prefix::EndOf, Box::new(term)),
                Base::Moment,
            ),
        };
        self.group(kind, Type { base, optional }, span)
    }

    /// `terms in a row from a`: each begins where the one before it ends.
    pub fn in_a_row(&mut self, scope: &mut Scope, terms: &Expression, from: &Expression, span: Span) -> Term {
        let list = self.expression(scope, terms, None);
        let from = self.dated(scope, from);
        let fits = matches!(&list.ty.base, Base::List(of)
            if matches!(**of, Base::Duration(DurationKind::Calendar | DurationKind::Days, _)));
        if !fits && !list.ty.is_wrong() {
            let found = list.ty.words(&self.program);
            let expected = "a list of durations in days, months or years";
            self.note(trouble::wrong_type(list.span, expected, &found));
            return Term::wrong(span);
        }
        let round = self.rounding_of_dates(scope);
        let ty = Type {
            base: Base::Date,
            optional: from.ty.optional,
        };
        if any_wrong(&[&list, &from]) {
            return Term::wrong(span);
        }
        self.group(TermKind::InARow(Box::new(list), Box::new(from), round), ty, span)
    }
}

fn any_wrong(parts: &[&Term]) -> bool {
    parts.iter().any(|part| part.ty.is_wrong())
}

fn whole_days(length: &Duration) -> Option<i64> {
    match length {
        Duration::Days(days) if days.is_integer() => {
            let days = days.to_integer().to_i64()?;
            (1..=100_000).contains(&days).then_some(days)
        }
        _ => None,
    }
}
