//! Dates and moments compiled.

use super::super::code::{Op, Operand, Sort, ValueId};
use super::{Beyond, Compiler, Env, Val};
use crate::law::InstrumentId;
use crate::resolve::{CalendarId, CountingCase, DateRounding, Governed, Term};
use crate::syntax::tree::SpanUnit;
use crate::time::{CountingRule, Date, DayRounding, DurationKind, MissingDay, MonthEnd};
use chrono::Datelike;

/// The number of a date.
pub fn day_number(date: Date) -> i64 {
    i64::from(date.num_days_from_ce())
}

/// The date of a number.
pub fn date_numbered(number: i64) -> Option<Date> {
    Date::from_num_days_from_ce_opt(i32::try_from(number).ok()?)
}

/// Days of the years 1 to 9999, at most.
const MOST_DAYS: i128 = 3_700_000;
/// Seconds of those years, either way.
const MOST_SECONDS: i128 = MOST_DAYS * 86_400;

impl Compiler<'_> {
    /// The local date of a moment.
    pub fn date_of(&mut self, value: Val) -> Val {
        if value.sort != Sort::Moment {
            return value;
        }
        let (domain, [moment]) = self.together([value.operand]);
        let to = self.make(domain, |to| Op::DateOf(moment, to));
        Val {
            perhaps: value.perhaps,
            ..Val::held(to, Sort::Date, 1, MOST_DAYS)
        }
    }

    /// What lies between two points in time.
    pub fn between(
        &mut self,
        unit: SpanUnit,
        instrument: InstrumentId,
        from: &Term,
        to: &Term,
        env: &Env,
    ) -> Result<Val, Beyond> {
        let governed = Governed {
            instrument,
            name: None,
        };
        let missing_day = self.method(&governed).0.anniversary;
        let (from, to) = (self.val(from, env)?, self.val(to, env)?);
        let (wanted, kind) = match unit {
            SpanUnit::Time => (Sort::Moment, DurationKind::Clock),
            SpanUnit::Days => (Sort::Date, DurationKind::Days),
            SpanUnit::Months | SpanUnit::Years => (Sort::Date, DurationKind::Calendar),
        };
        for value in [&from, &to] {
            if value.constant().is_none() && value.sort != wanted {
                return Err(Beyond("a span between unlike things"));
            }
        }
        let (domain, [from, to]) = self.together([from.operand, to.operand]);
        let made = self.make(domain, |result| Op::Between(unit, missing_day, from, to, result));
        Ok(Val::held(made, Sort::Duration(kind), 1, MOST_SECONDS))
    }

    /// The elapsed time between two moments.
    pub fn time_between(&mut self, from: Val, to: Val) -> Val {
        let (domain, [from, to]) = self.together([from.operand, to.operand]);
        let made = self.make(domain, |result| {
            Op::Between(SpanUnit::Time, MonthEnd::Down, from, to, result)
        });
        Val::held(made, Sort::Duration(DurationKind::Clock), 1, MOST_SECONDS)
    }

    /// A date and a duration in days or months.
    pub fn date_plus(
        &mut self,
        date: Val,
        length: Val,
        kind: DurationKind,
        minus: bool,
        round: DayRounding,
    ) -> Result<Val, Beyond> {
        if !matches!(kind, DurationKind::Days | DurationKind::Calendar) {
            return Err(Beyond("a date and hours or working days"));
        }
        let sum = self.point_plus(date, length, minus, |(date, length, fraction), to| {
            Op::AddToDate {
                date,
                length,
                unit: (kind, fraction),
                round,
                to,
            }
        })?;
        Ok(Val::held(sum, Sort::Date, 1, MOST_DAYS))
    }

    /// A moment and a duration.
    pub fn moment_plus(
        &mut self,
        moment: Val,
        length: Val,
        kind: DurationKind,
        minus: bool,
        round: DayRounding,
    ) -> Result<Val, Beyond> {
        if kind == DurationKind::WorkingDays {
            return Err(Beyond("a moment and working days"));
        }
        let sum = self.point_plus(moment, length, minus, |(moment, length, fraction), to| {
            Op::AddToMoment {
                moment,
                length,
                unit: (kind, fraction),
                round,
                to,
            }
        })?;
        Ok(Val::held(sum, Sort::Moment, 1, MOST_SECONDS))
    }

    fn point_plus(
        &mut self,
        point: Val,
        length: Val,
        minus: bool,
        make: impl FnOnce((ValueId, Operand, i64), ValueId) -> Op,
    ) -> Result<ValueId, Beyond> {
        let length = if minus {
            self.scaled(length, -1, 1)?
        } else {
            length
        };
        let domain = self.innermost([self.domain_of(point.operand), self.domain_of(length.operand)]);
        let parts = (
            self.held(point.operand, domain),
            self.operand_in(length.operand, domain),
            length.fraction,
        );
        Ok(self.make(domain, |to| make(parts, to)))
    }

    /// How a sum is rounded that is a date.
    pub fn rounding(&self, rounding: &DateRounding) -> DayRounding {
        let instrument = match rounding {
            DateRounding::Written(way) => return DayRounding::always(*way),
            DateRounding::Governed(instrument) => *instrument,
        };
        let governed = Governed {
            instrument,
            name: None,
        };
        match self.plan.counting(self.program, &governed, self.matter) {
            None => DayRounding::NONE,
            Some((_, CountingCase { rule, .. })) => DayRounding {
                part: MonthEnd::Refuse,
                missing: MissingDay {
                    anniversary: rule.anniversary,
                    in_month: rule.month_end,
                },
            },
        }
    }

    /// The counting rule that governs, and the calendar.
    pub fn method(&self, governed: &Governed) -> (CountingRule, Option<CalendarId>) {
        let only = self.program.only_calendar();
        let by_matter = self.program.matter(self.matter).and_then(|shape| shape.calendar);
        match self.plan.counting(self.program, governed, self.matter) {
            Some((_, CountingCase { rule, calendar })) => (rule.clone(), by_matter.or(*calendar).or(only)),
            None => (CountingRule::DEFAULT, by_matter.or(only)),
        }
    }
}
