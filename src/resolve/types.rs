//! Types with units.

use super::program::{EnumId, Program, RecordId};
use crate::time::DurationKind;
use crate::value::Currency;

/// Whether a duration is known to have whole units only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exactness {
    /// Whole units.
    Whole,
    /// Perhaps a portion, such as a third of a term.
    Portion,
}

/// The type of a value that is known and not none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Base {
    /// Already reported as wrong; fits everything.
    Wrong,
    /// Yes or no.
    Truth,
    /// An exact number.
    Number,
    /// Money in one currency.
    Money(Currency),
    /// A duration of one kind.
    Duration(DurationKind, Exactness),
    /// A date.
    Date,
    /// A moment.
    Moment,
    /// A time of day.
    TimeOfDay,
    /// Days on which something holds.
    Periods,
    /// Text.
    Text,
    /// A country.
    Country,
    /// A value of an enum.
    Enum(EnumId),
    /// A record.
    Record(RecordId),
    /// A list.
    List(Box<Base>),
}

/// A type: a base, and whether it may be none.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Type {
    /// What it is when it is something.
    pub base: Base,
    /// Whether it may be known not to exist.
    pub optional: bool,
}

impl Type {
    /// Never none.
    pub fn plain(base: Base) -> Type {
        Type {
            base,
            optional: false,
        }
    }

    /// Perhaps none.
    pub fn optional(base: Base) -> Type {
        Type { base, optional: true }
    }

    /// Yes or no.
    pub fn truth() -> Type {
        Type::plain(Base::Truth)
    }

    /// Already reported.
    pub fn wrong() -> Type {
        Type::plain(Base::Wrong)
    }

    /// Whether it was already reported.
    pub fn is_wrong(&self) -> bool {
        self.base == Base::Wrong
    }

    /// Whether the same type will do, portions and none aside.
    pub fn fits(&self, other: &Type) -> bool {
        fits(&self.base, &other.base)
    }

    /// The type of either of two that fit.
    pub fn join(self, other: &Type) -> Type {
        let optional = self.optional || other.optional;
        let base = match (self.base, &other.base) {
            (Base::Wrong, base) => base.clone(),
            (Base::Duration(kind, _), Base::Duration(_, Exactness::Portion)) => {
                Base::Duration(kind, Exactness::Portion)
            }
            (base, _) => base,
        };
        Type { base, optional }
    }

    /// The type in the drafter's words.
    pub fn words(&self, program: &Program) -> String {
        let words = base_words(&self.base, program);
        if self.optional {
            format!("{words} or none")
        } else {
            words
        }
    }
}

fn fits(a: &Base, b: &Base) -> bool {
    match (a, b) {
        (Base::Wrong, _) | (_, Base::Wrong) => true,
        (Base::Duration(a, _), Base::Duration(b, _)) => a == b,
        (Base::List(a), Base::List(b)) => fits(a, b),
        (a, b) => a == b,
    }
}

fn base_words(base: &Base, program: &Program) -> String {
    match base {
        Base::Wrong => "unknown".into(),
        Base::Truth => "yes/no".into(),
        Base::Number => "number".into(),
        Base::Money(currency) => format!("money {currency}"),
        Base::Duration(DurationKind::Calendar, _) => "duration".into(),
        Base::Duration(DurationKind::Clock, _) => "duration in hours".into(),
        Base::Duration(DurationKind::Days, _) => "duration in days".into(),
        Base::Duration(DurationKind::WorkingDays, _) => "duration in working days".into(),
        Base::Date => "date".into(),
        Base::Moment => "moment".into(),
        Base::TimeOfDay => "time of day".into(),
        Base::Periods => "periods".into(),
        Base::Text => "text".into(),
        Base::Country => "country".into(),
        Base::Enum(id) => program
            .enum_type(*id)
            .map_or_else(String::new, |made| made.name.text.to_string()),
        Base::Record(id) => program
            .record(*id)
            .map_or_else(String::new, |made| made.name.text.to_string()),
        Base::List(of) => format!("list of {}", base_words(of, program)),
    }
}
