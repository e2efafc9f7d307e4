//! Which starts of a limit could make a difference at the assessment.

use super::evaluator::{Env, Evaluator};
use super::found::Found;
use super::method::Method;
use crate::resolve::{Base, Limit, Timing};
use crate::time::{
    CountingRule, Date, Duration, Event, FirstHour, Moment, MonthEnd, TimeLimit, add_duration_to_date,
};
use crate::value::Value;

impl Evaluator<'_> {
    /// The assessment, and the moment at which a duty was done, are compared with start and limit: these starts make a
    /// difference.
    pub fn hint_limit(&mut self, limit: &Limit, timing: &Timing, length: &Found, method: &Method, env: &Env) {
        let Some(at) = self.at else {
            return;
        };
        let Some(Value::Duration(duration)) = length.something().cloned() else {
            let wants = length.wants.clone();
            return self.mark_open(&wants);
        };
        let now = match timing.from.ty.base {
            Base::Date => Value::Date(self.zone.date_of(at)),
            _ => Value::Moment(at),
        };
        self.hint(&timing.from, &now, env);
        for end in std::iter::once(at).chain(self.targets.clone()) {
            self.hint_start((limit, timing), &duration, end, method, env);
        }
    }

    /// The start with which a limit ends at a moment: the limit counted the other way round.
    fn hint_start(
        &mut self,
        (limit, timing): (&Limit, &Timing),
        length: &Duration,
        end: Moment,
        method: &Method,
        env: &Env,
    ) {
        let counted = self.count_by(
            method,
            &TimeLimit {
                event: Event::Moment(end),
                length,
                backwards: !limit.backwards,
                round: MonthEnd::Down,
                pauses: &[],
                restarts: &[],
            },
        );
        let Some(start) = counted.ok().and_then(|counted| counted.due) else {
            let wants = self.term(&timing.from, env).wants;
            return self.mark_open(&wants);
        };
        let dated = timing.from.ty.base == Base::Date;
        match (length, method.rule.hours) {
            (Duration::Clock(_), FirstHour::Moment) if !dated => {
                self.hint(&timing.from, &Value::Moment(start), env);
            }
            (Duration::Clock(_), FirstHour::NotCounted) if !dated => {
                for hours in -2..=2 {
                    if let Some(near) = self.zone.plus_clock(start, &Duration::hours(hours)) {
                        self.hint(&timing.from, &Value::Moment(near), env);
                    }
                }
            }
            _ => self.hint_days(timing, self.zone.date_of(start), method, env),
        }
    }

    /// Where the rule moves days, the start lies some days beside; only near ones can matter.
    fn hint_days(&mut self, timing: &Timing, start: Date, method: &Method, env: &Env) {
        let dated = timing.from.ty.base == Base::Date;
        let reach = if method.rule == CountingRule::DEFAULT {
            -2..=1
        } else {
            -9..=3
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
