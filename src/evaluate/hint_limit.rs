//! Which starts of a limit could make a difference at the assessment.

use super::evaluator::{Env, Evaluator};
use super::found::Found;
use super::method::Method;
use crate::resolve::{Base, Limit, Timing};
use crate::time::{CountingRule, Date, Duration, FirstHour, MonthEnd, add_duration_to_date};
use crate::value::Value;

impl Evaluator<'_> {
    /// The assessment is compared with start and limit: these starts make a difference.
    pub fn hint_limit(&mut self, limit: &Limit, timing: &Timing, length: &Found, method: &Method, env: &Env) {
        let Some(at) = self.at else {
            return;
        };
        let Some(Value::Duration(duration)) = length.something().cloned() else {
            let wants = length.wants.clone();
            return self.mark_open(&wants);
        };
        let back = if limit.backwards {
            duration
        } else {
            duration.negated()
        };
        let today = self.zone.date_of(at);
        let whole_hours = method.rule.hours == FirstHour::Moment;
        let dated = timing.from.ty.base == Base::Date;
        if let (false, true, Duration::Clock(_)) = (dated, whole_hours, &back) {
            for target in at.plus_clock(&back).into_iter().chain([at]) {
                self.hint(&timing.from, &Value::Moment(target), env);
            }
            return;
        }
        let Some(start) = add_duration_to_date(today, &back, MonthEnd::Down) else {
            let wants = self.term(&timing.from, env).wants;
            return self.mark_open(&wants);
        };
        self.hint_days(timing, start, method, env);
        let now = if dated {
            Value::Date(today)
        } else {
            Value::Moment(at)
        };
        self.hint(&timing.from, &now, env);
    }

    /// Where the rule moves days, the start lies some days beside; only near ones can matter.
    fn hint_days(&mut self, timing: &Timing, start: Date, method: &Method, env: &Env) {
        let dated = timing.from.ty.base == Base::Date;
        let reach = if method.rule == CountingRule::DEFAULT {
            -1..=1
        } else {
            -9..=2
        };
        for days in reach {
            let near = add_duration_to_date(start, &Duration::days(days), MonthEnd::Down);
            let target = near.map(|day| {
                if dated {
                    Value::Date(day)
                } else {
                    Value::Moment(self.zone.start_of(day))
                }
            });
            if let Some(target) = target {
                self.hint(&timing.from, &target, env);
            }
        }
    }
}
