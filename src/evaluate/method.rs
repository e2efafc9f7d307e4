//! The counting rule and the calendar that govern a limit.

use super::evaluator::Evaluator;
use crate::law::{InstrumentId, ProvisionId};
use crate::plan::Plan;
use crate::resolve::{CalendarId, CountingCase, DateRounding, Governed, MatterId, Program};
use crate::time::{
    CountError, Counted, Counter, CountingRule, DayRounding, MissingDay, MonthEnd, TimeLimit, Zone,
};

/// How one limit is counted.
pub(super) struct Method {
    pub provision: Option<ProvisionId>,
    pub rule: CountingRule,
    pub calendar: Option<CalendarId>,
}

impl Method {
    /// The method of a limit in a matter.
    pub fn of(program: &Program, plan: &Plan, governed: &Governed, matter: MatterId) -> Method {
        let only = program.only_calendar();
        let by_matter = program.matter(matter).and_then(|shape| shape.calendar);
        match plan.counting(program, governed, matter) {
            Some((rule, CountingCase { rule: how, calendar })) => Method {
                provision: Some(rule.provision),
                rule: how.clone(),
                calendar: by_matter.or(*calendar).or(only),
            },
            None => Method {
                provision: None,
                rule: CountingRule::DEFAULT,
                calendar: by_matter.or(only),
            },
        }
    }

    /// Which day stands in for one that its month does not have; nothing does where no rule is declared.
    pub fn missing_day(&self) -> MissingDay {
        match self.provision {
            Some(_) => MissingDay {
                anniversary: self.rule.anniversary,
                in_month: self.rule.month_end,
            },
            None => MissingDay::always(MonthEnd::Refuse),
        }
    }

    /// The end of a limit by this method.
    pub fn count(&self, program: &Program, zone: Zone, limit: &TimeLimit<'_>) -> Result<Counted, CountError> {
        let calendar = self.calendar.and_then(|id| program.calendars.get(id.0));
        Counter {
            zone,
            rule: &self.rule,
            calendar: calendar.map(|made| &made.calendar),
        }
        .count(limit)
    }
}

impl Evaluator<'_> {
    pub fn count_by(&self, method: &Method, limit: &TimeLimit<'_>) -> Result<Counted, CountError> {
        method.count(self.program, self.zone, limit)
    }

    /// The counting rule that governs a limit, and the calendar: that of the matter's place, else the rule's.
    pub fn method(&self, governed: &Governed) -> Method {
        Method::of(self.program, self.plan, governed, self.case.matter())
    }

    /// How a sum is rounded that is a date.
    pub fn rounding(&self, rounding: &DateRounding) -> DayRounding {
        match rounding {
            DateRounding::Written(way) => DayRounding::always(*way),
            DateRounding::Governed(instrument) => {
                let governed = Governed {
                    instrument: *instrument,
                    name: None,
                };
                DayRounding {
                    part: MonthEnd::Refuse,
                    missing: self.method(&governed).missing_day(),
                }
            }
        }
    }

    /// On which day a whole year or month is complete that lacks the day.
    pub fn anniversary(&self, instrument: InstrumentId) -> MonthEnd {
        let governed = Governed {
            instrument,
            name: None,
        };
        self.method(&governed).rule.anniversary
    }
}
