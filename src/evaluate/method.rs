//! The counting rule and the calendar that govern a limit.

use super::evaluator::Evaluator;
use crate::law::{InstrumentId, ProvisionId};
use crate::resolve::{CalendarId, CountingCase, Governed};
use crate::time::{CountError, Counted, Counter, CountingRule, MonthEnd, TimeLimit};

/// How one limit is counted.
pub(super) struct Method {
    pub provision: Option<ProvisionId>,
    pub rule: CountingRule,
    pub calendar: Option<CalendarId>,
}

impl Evaluator<'_> {
    pub fn count_by(&self, method: &Method, limit: &TimeLimit<'_>) -> Result<Counted, CountError> {
        let calendar = method.calendar.and_then(|id| self.program.calendars.get(id.0));
        Counter {
            zone: self.zone,
            rule: &method.rule,
            calendar: calendar.map(|made| &made.calendar),
        }
        .count(limit)
    }

    /// The counting rule that governs a limit, and the calendar: that of the matter's place, else the rule's.
    pub fn method(&self, governed: &Governed) -> Method {
        let matter = self.case.matter();
        let only = self.program.only_calendar();
        let by_matter = self.program.matter(matter).and_then(|shape| shape.calendar);
        match self.plan.counting(self.program, governed, matter) {
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

    /// On which day a whole year or month is complete that lacks the day.
    pub fn anniversary(&self, instrument: InstrumentId) -> MonthEnd {
        let governed = Governed {
            instrument,
            name: None,
        };
        self.method(&governed).rule.anniversary
    }
}
