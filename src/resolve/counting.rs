//! Calendars and counting rules: names bound, settings laid over one another.

use super::limits::{CalendarType, CountingCase, CountingType};
use super::program::{CalendarId, MatterId};
use super::resolver::Resolver;
use super::trouble;
use crate::law::InstrumentId;
use crate::source::Span;
use crate::syntax::tree::{CountingItem, Name, Settings};
use crate::time::{CountingRule, Roll};
use std::sync::Arc;

impl Resolver {
    pub fn declare_calendars(&mut self) {
        for (_, made) in self.program.law.calendars.clone() {
            let same = |known: &&CalendarType| known.name.text == made.name.text;
            if let Some(first) = self
                .program
                .calendars
                .iter()
                .find(same)
                .map(|made| made.name.span)
            {
                self.note(trouble::duplicate_name("two calendars", &made.name, first));
            }
            self.program.calendars.push(CalendarType {
                name: made.name,
                labels: made.labels,
                calendar: made.calendar,
            });
        }
    }

    pub fn declare_counting(&mut self) {
        for (provision, made) in self.program.law.counting.clone() {
            let of = made
                .of
                .iter()
                .filter(|name| self.check_counted(name))
                .map(|name| name.text.clone())
                .collect();
            let general = self.counting_case(&Settings::default(), &made.settings, made.span);
            let mut rule = CountingType {
                provision,
                of,
                general,
                of_names: Vec::new(),
                of_matters: Vec::new(),
            };
            self.exceptions(&made, &mut rule);
            self.check_overlap(&rule, made.span);
            self.program.counting.push(rule);
        }
        for number in 0..self.program.law.matters.len() {
            self.counting_of_matter(number);
        }
    }

    fn exceptions(&mut self, made: &CountingItem, into: &mut CountingType) {
        for exception in &made.exceptions {
            let case = self.counting_case(&made.settings, &exception.settings, made.span);
            if exception.matters {
                let mut matters = Vec::new();
                for name in &exception.names {
                    match self.matter_names.get(&name.text) {
                        Some(number) => matters.push(MatterId(*number)),
                        None => self.unknown_matter(name),
                    }
                }
                into.of_matters.push((matters, case));
            } else {
                for name in &exception.names {
                    self.check_any_limit(name);
                }
                let names = Resolver::names_of(&exception.names);
                into.of_names.push((names, case));
            }
        }
    }

    /// A limit is named by its action, or by the name that is defined by it.
    fn check_any_limit(&mut self, name: &Name) {
        let defined = |made: &super::program::DefinitionType| made.name.text == name.text;
        if self.action_names.contains_key(&name.text) || self.program.definitions.iter().any(defined) {
            return;
        }
        let defined = self.program.definitions.iter().map(|made| made.name.text.clone());
        let known: Vec<Arc<str>> = self.action_names.keys().cloned().chain(defined).collect();
        let near = self.near(&name.text, &known);
        self.note(trouble::unknown_limit(name, near.as_deref()));
    }

    /// Whether a counting rule can be of this name: an instrument or a jurisdiction.
    fn check_counted(&mut self, name: &Name) -> bool {
        let law = &self.program.law;
        let known: Vec<Arc<str>> = law
            .instruments
            .iter()
            .map(|made| made.name.text.clone())
            .chain(law.jurisdictions.iter().map(|made| made.name.text.clone()))
            .collect();
        if known.contains(&name.text) {
            return true;
        }
        let near = self.near(&name.text, &known);
        self.note(trouble::unknown_instrument(name, near.as_deref()));
        false
    }

    fn counting_case(&mut self, general: &Settings, own: &Settings, span: Span) -> CountingCase {
        let default = CountingRule::DEFAULT;
        macro_rules! said {
            ($field:ident) => {
                own.$field.clone().or(general.$field.clone())
            };
        }
        let days = said!(days).unwrap_or(default.days);
        let rule = CountingRule {
            hours: said!(hours).unwrap_or(default.hours),
            days,
            working_days: said!(working_days).unwrap_or(days),
            months: said!(months).unwrap_or(days),
            month_end: said!(month_end).unwrap_or(default.month_end),
            month_of: said!(month_of),
            end: said!(end).unwrap_or(default.end),
            roll: said!(roll).unwrap_or(default.roll),
            roll_back: said!(roll_back).unwrap_or(default.roll_back),
            least_working: said!(least_working),
            anniversary: said!(anniversary).unwrap_or(default.anniversary),
        };
        let calendar = said!(calendar).and_then(|name| self.calendar_named(&name));
        let needs = rule.roll != Roll::Stays || rule.roll_back != Roll::Stays || rule.least_working.is_some();
        if needs && said!(calendar).is_none() && !self.other_calendars() {
            self.note(trouble::counting_without_calendar(span));
        }
        CountingCase { rule, calendar }
    }

    /// Whether a calendar is found where a rule names none: that of a matter's place, or the only one.
    fn other_calendars(&self) -> bool {
        let only = self.program.only_calendar().is_some();
        only || self
            .program
            .law
            .matters
            .iter()
            .any(|matter| matter.worked_by.is_some())
    }

    fn calendar_named(&mut self, name: &Name) -> Option<CalendarId> {
        let place = self
            .program
            .calendars
            .iter()
            .position(|made| made.name.text == name.text);
        if place.is_none() {
            let known: Vec<Arc<str>> = self
                .program
                .calendars
                .iter()
                .map(|made| made.name.text.clone())
                .collect();
            let near = self.near(&name.text, &known);
            self.note(trouble::unknown_calendar(name, near.as_deref()));
        }
        place.map(CalendarId)
    }

    /// Two rules of one instrument must not be in force on one day.
    fn check_overlap(&mut self, rule: &CountingType, span: Span) {
        let force = |rule: &CountingType| {
            self.program
                .law
                .provision(rule.provision)
                .map(|provision| provision.in_force)
                .unwrap_or_default()
        };
        let mine = force(rule);
        let other = self
            .program
            .counting
            .iter()
            .zip(&self.program.law.counting)
            .find(|(other, _)| {
                other.of.iter().any(|name| rule.of.contains(name)) && force(other).overlaps(&mine)
            });
        if let Some((_, (_, other))) = other {
            let first = other.span;
            self.note(trouble::two_counting_rules(span, first));
        }
    }

    fn counting_of_matter(&mut self, number: usize) {
        let Some(made) = self.program.law.matters.get(number) else {
            return;
        };
        let (counted_by, worked_by) = (made.counted_by.clone(), made.worked_by.clone());
        let counted_by = counted_by.filter(|name| {
            let known = self.check_counted(name);
            let has_rule = self
                .program
                .counting
                .iter()
                .any(|rule| rule.of.contains(&name.text));
            if known && !has_rule {
                self.note(trouble::no_counting_rule(name));
            }
            known
        });
        let calendar = worked_by.and_then(|name| self.calendar_named(&name));
        if let Some(matter) = self.program.matters.get_mut(number) {
            matter.counted_by = counted_by.map(|name| name.text);
            matter.calendar = calendar;
        }
    }

    /// Whether any counting rule that can govern limits of an instrument in a matter has a calendar.
    pub fn has_calendar(&self, instrument: InstrumentId, matter: Option<MatterId>) -> bool {
        let shape = matter.and_then(|matter| self.program.matter(matter));
        if shape.is_some_and(|shape| shape.calendar.is_some()) || self.program.only_calendar().is_some() {
            return true;
        }
        let names = counted_names(&self.program, instrument, matter);
        self.program.counting.iter().any(|rule| {
            let with_calendar = rule.general.calendar.is_some()
                || rule.of_names.iter().any(|(_, case)| case.calendar.is_some())
                || rule.of_matters.iter().any(|(_, case)| case.calendar.is_some());
            with_calendar && rule.of.iter().any(|name| names.contains(name))
        })
    }
}

/// The names by which a counting rule can govern limits of an instrument in a matter, the first first: what the matter
/// names, the instrument, its jurisdiction.
pub fn counted_names(
    program: &super::program::Program,
    instrument: InstrumentId,
    matter: Option<MatterId>,
) -> Vec<Arc<str>> {
    let by_matter = matter
        .and_then(|matter| program.matter(matter))
        .and_then(|shape| shape.counted_by.clone());
    let made = program.law.instruments.get(instrument.0);
    let jurisdiction = made.and_then(|made| made.jurisdiction.as_ref().map(|name| name.text.clone()));
    by_matter
        .into_iter()
        .chain(made.map(|made| made.name.text.clone()))
        .chain(jurisdiction)
        .collect()
}
