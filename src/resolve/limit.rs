//! Time limits: lengths, events, and what makes a limit longer, stops it or starts it anew.

use super::limits::{Every, Extension, Governed, Limit, Pausing, Recurring, Timing};
use super::program::{ActionId, Owner};
use super::resolver::{Resolver, Scope};
use super::term::Term;
use super::trouble;
use super::types::{Base, Exactness};
use crate::law::InstrumentId;
use crate::syntax::tree;
use crate::time::{DurationKind, MonthEnd};

impl Resolver {
    /// The instrument that a scope stands in.
    pub fn instrument(&self, scope: &Scope) -> InstrumentId {
        self.program
            .law
            .provision(scope.provision)
            .map_or(InstrumentId(usize::MAX), |provision| provision.instrument)
    }

    /// A limit; `None` after noting what is wrong with it.
    pub fn limit(
        &mut self,
        scope: &mut Scope,
        within: &tree::Within,
        action: Option<ActionId>,
    ) -> Option<Limit> {
        let round = self.date_rounding(within.rounding.as_ref());
        if let (None, Some(clause)) = (round, &within.rounding) {
            self.note(trouble::rounding_step(clause.span, "a limit"));
            return None;
        }
        let mut timings = Vec::new();
        for timing in &within.timings {
            let length = self.expression(scope, &timing.length, None);
            let from = self.expression(scope, &timing.from, None);
            timings.push(self.timing(scope, length, from, round)?);
        }
        let extensions = within
            .extensions
            .iter()
            .map(|written| self.extension(scope, written, &timings, round))
            .collect::<Option<Vec<Extension>>>()?;
        let pauses = within.pauses.iter().map(|pause| self.pause(scope, pause));
        let pauses = pauses.collect::<Option<Vec<Pausing>>>()?;
        let restarts = within.restarts.iter().map(|event| self.restart(scope, event));
        let restarts = restarts.collect::<Option<Vec<Term>>>()?;
        if within.backwards && !(pauses.is_empty() && restarts.is_empty()) {
            self.note(trouble::backwards_with_pauses(within.span));
            return None;
        }
        Some(Limit {
            timings,
            latest: within.latest,
            backwards: within.backwards,
            round: round.unwrap_or(MonthEnd::Refuse),
            extensions,
            pauses,
            restarts,
            governed: self.governed(scope, action),
        })
    }

    fn governed(&self, scope: &Scope, action: Option<ActionId>) -> Governed {
        let action = action.and_then(|action| self.program.actions.get(action.0));
        Governed {
            instrument: self.instrument(scope),
            name: action.map(|action| action.name.text.clone()),
        }
    }

    /// A length and an event that fit each other.
    pub fn timing(
        &mut self,
        scope: &Scope,
        length: Term,
        from: Term,
        round: Option<MonthEnd>,
    ) -> Option<Timing> {
        if length.ty.is_wrong() || from.ty.is_wrong() {
            return None;
        }
        if !matches!(from.ty.base, Base::Date | Base::Moment) {
            let found = from.ty.words(&self.program);
            self.note(trouble::wrong_type(
                from.span,
                "the date or moment of an event",
                &found,
            ));
            return None;
        }
        self.length(scope, &length, round)?;
        let hours = matches!(length.ty.base, Base::Duration(DurationKind::Clock, _));
        if hours && from.ty.base == Base::Date {
            self.note(trouble::date_and_hours(length.span.to(from.span)));
            return None;
        }
        Some(Timing { length, from })
    }

    /// Whether a term can be the length of a limit.
    fn length(&mut self, scope: &Scope, length: &Term, round: Option<MonthEnd>) -> Option<DurationKind> {
        let Base::Duration(kind, exactness) = length.ty.base else {
            if !length.ty.is_wrong() {
                let found = length.ty.words(&self.program);
                self.note(trouble::wrong_type(length.span, "a duration", &found));
            }
            return None;
        };
        if kind != DurationKind::Clock && exactness == Exactness::Portion && round.is_none() {
            self.note(trouble::rounding_not_written(length.span));
            return None;
        }
        if kind == DurationKind::WorkingDays {
            let matter = match scope.owner {
                Owner::Matter(matter) => Some(matter),
                Owner::Record(_) => None,
            };
            if !self.has_calendar(self.instrument(scope), matter) {
                self.note(trouble::working_days_need_a_calendar(length.span));
                return None;
            }
        }
        Some(kind)
    }

    fn extension(
        &mut self,
        scope: &mut Scope,
        written: &tree::Extension,
        timings: &[Timing],
        round: Option<MonthEnd>,
    ) -> Option<Extension> {
        let length = self.expression(scope, &written.length, None);
        let kind = self.length(scope, &length, round)?;
        for timing in timings {
            let Base::Duration(was, _) = timing.length.ty.base else {
                return None;
            };
            let fits = was == kind
                || (written.added
                    && matches!(
                        (was, kind),
                        (DurationKind::Calendar, DurationKind::Days)
                            | (DurationKind::Days, DurationKind::Calendar)
                    ))
                || (!written.added && (kind != DurationKind::Clock || timing.from.ty.base == Base::Moment));
            if !fits {
                self.note(trouble::extension_of_another_kind(
                    length.span,
                    was.words(),
                    kind.words(),
                ));
                return None;
            }
        }
        let when = self.truth(scope, &written.when);
        (!when.ty.is_wrong()).then_some(Extension {
            length,
            added: written.added,
            when,
        })
    }

    /// An event: a date or moment, perhaps not yet.
    fn event(&mut self, scope: &mut Scope, written: &tree::Expression) -> Option<Term> {
        let term = self.expression(scope, written, None);
        match term.ty.base {
            Base::Date | Base::Moment => Some(term),
            Base::Wrong => None,
            _ => {
                let found = term.ty.words(&self.program);
                self.note(trouble::wrong_type(
                    term.span,
                    "the date or moment of an event",
                    &found,
                ));
                None
            }
        }
    }

    fn pause(&mut self, scope: &mut Scope, written: &tree::Pausing) -> Option<Pausing> {
        Some(match written {
            tree::Pausing::During(path) => {
                let term = self.path(scope, path, None);
                if term.ty.base != Base::Periods {
                    if !term.ty.is_wrong() {
                        let found = term.ty.words(&self.program);
                        self.note(trouble::wrong_type(term.span, "periods", &found));
                    }
                    return None;
                }
                Pausing::During(term)
            }
            tree::Pausing::From(from, until) => {
                let from = self.event(scope, from)?;
                let until = match until {
                    Some(until) => Some(self.event(scope, until)?),
                    None => None,
                };
                Pausing::From(from, until)
            }
        })
    }

    /// An event that starts a limit anew, or a list of such events.
    fn restart(&mut self, scope: &mut Scope, written: &tree::Expression) -> Option<Term> {
        let term = self.expression(scope, written, None);
        match &term.ty.base {
            Base::Date | Base::Moment => Some(term),
            Base::List(of) if matches!(**of, Base::Date | Base::Moment) => Some(term),
            Base::Wrong => None,
            _ => {
                let found = term.ty.words(&self.program);
                let expected = "the date or moment of an event, or a list of them";
                self.note(trouble::wrong_type(term.span, expected, &found));
                None
            }
        }
    }

    /// A duty that recurs.
    pub fn recurring(&mut self, scope: &mut Scope, written: &tree::Recurring) -> Option<Recurring> {
        let from = self.dated(scope, &written.from);
        let until = written.until.as_ref().map(|until| self.dated(scope, until));
        if from.ty.is_wrong() || until.as_ref().is_some_and(|until| until.ty.is_wrong()) {
            return None;
        }
        let every = match &written.every {
            tree::Every::Calendar(period) => Every::Calendar(*period),
            tree::Every::Length(length) => Every::Length(self.every(length)?),
        };
        Some(Recurring {
            times: written.times as usize,
            every,
            from,
            until,
        })
    }

    fn every(&mut self, written: &tree::Expression) -> Option<crate::time::Duration> {
        let tree::Form::Literal(tree::Literal::Duration(length)) = &written.form else {
            return None;
        };
        let fits = matches!(length.kind(), DurationKind::Days | DurationKind::Calendar);
        if !fits || !length.is_whole() || !length.is_positive() {
            let expected = "whole days, weeks, months or years";
            self.note(trouble::wrong_type(written.span, expected, "another length"));
            return None;
        }
        Some(length.clone())
    }
}
