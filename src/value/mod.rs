//! Values: three-valued truth, exact numbers, money, countries, and the values of facts.
//!
//! In: text and numbers. Out: exact values that compare and print alike everywhere. Knows nothing of law.

mod country;
mod number;
mod truth;

pub use country::{Country, country_codes};
pub use number::{Number, NumberError, Rounding};
pub use truth::Truth;

use crate::time::{Date, Duration, Moment, Periods, TimeOfDay};
use std::sync::Arc;

/// A known value. `None` is "known not to exist or not to have happened".
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// Known not to exist, or not to have happened.
    None,
    /// Yes or no.
    Yes(bool),
    /// An exact number or portion.
    Number(Number),
    /// An amount in one currency.
    Money(Number, Currency),
    /// A duration of one kind.
    Duration(Duration),
    /// A date.
    Date(Date),
    /// A moment.
    Moment(Moment),
    /// A time of day.
    Time(TimeOfDay),
    /// Days on which something holds.
    Periods(Periods),
    /// Text.
    Text(Arc<str>),
    /// A country by its ISO 3166-1 code.
    Country(Country),
    /// A value of an enum, by its place in the order of the enum.
    Enum(u32, Arc<str>),
    /// A list of plain values.
    List(Vec<Value>),
}

impl Value {
    /// Yes or no as a truth; `None` and other values are not truths.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Value::Yes(yes) => Some(*yes),
            Value::None
            | Value::Number(_)
            | Value::Money(..)
            | Value::Duration(_)
            | Value::Date(_)
            | Value::Moment(_)
            | Value::Time(_)
            | Value::Periods(_)
            | Value::Text(_)
            | Value::Country(_)
            | Value::Enum(..)
            | Value::List(_) => None,
        }
    }
}

/// A currency by its ISO 4217 code: three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// From three capital letters.
    pub fn parse(code: &str) -> Option<Currency> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Currency(letters))
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0
            .iter()
            .try_for_each(|letter| write!(f, "{}", char::from(*letter)))
    }
}
