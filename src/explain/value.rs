//! Values spelled, as the interface says, and in words.

use crate::evaluate::Known;
use crate::time::{TimeOfDay, Zone};
use crate::value::Value;
use serde_json::{Value as Json, json};

/// A value as JSON spells it; moments in the zone of the jurisdiction.
pub fn value_json(value: &Value, zone: Zone) -> Json {
    match value {
        Value::None => Json::Null,
        Value::Yes(yes) => json!(yes),
        Value::Number(number) => {
            let text = number.to_string();
            let plain = text.parse::<serde_json::Number>();
            match plain {
                Ok(number) if !text.contains('/') => Json::Number(number),
                Ok(_) | Err(_) => json!(text),
            }
        }
        Value::Money(number, currency) => json!(format!("{number} {currency}")),
        Value::Duration(duration) => json!(duration.iso()),
        Value::Date(date) => json!(date.to_string()),
        Value::Moment(moment) => json!(zone.rfc3339(*moment)),
        Value::Time(time) => json!(time_words(*time)),
        Value::Periods(periods) => Json::Array(
            periods
                .periods()
                .iter()
                .map(|period| {
                    json!({ "from": period.from.to_string(), "until": period.until.map(|until| until.to_string()) })
                })
                .collect(),
        ),
        Value::Text(text) => json!(&**text),
        Value::Country(country) => json!(country.code()),
        Value::Enum(_, name) => json!(&**name),
        Value::List(values) => Json::Array(values.iter().map(|value| value_json(value, zone)).collect()),
    }
}

/// A value as a table spells it: as JSON does, without quotation marks. Nothing for none.
#[cfg(feature = "columns")]
pub fn value_text(value: &Value, zone: Zone) -> Option<String> {
    match value_json(value, zone) {
        Json::Null => None,
        Json::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// A value in the language's words.
pub fn value_words(value: &Value, zone: Zone) -> String {
    match value {
        Value::None => "none".into(),
        Value::Yes(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Number(number) => number.to_string(),
        Value::Money(number, currency) => format!("{number} {currency}"),
        Value::Duration(duration) => duration.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Moment(moment) => zone.words(*moment),
        Value::Time(time) => time_words(*time),
        Value::Periods(periods) => periods.to_string(),
        Value::Text(text) => format!("\"{text}\""),
        Value::Country(country) => country.code().into(),
        Value::Enum(_, name) => name.to_string(),
        Value::List(values) => {
            let words: Vec<String> = values.iter().map(|value| value_words(value, zone)).collect();
            format!("[{}]", words.join(", "))
        }
    }
}

/// A time of day, with seconds only where there are some.
fn time_words(time: TimeOfDay) -> String {
    let text = time.to_string();
    text.strip_suffix(":00").unwrap_or(&text).to_owned()
}

/// What is known of a value, in words.
pub(super) fn known_words(known: &Known, zone: Zone) -> String {
    match known {
        Known::Unknown => "not known".into(),
        Known::Undefined => "not defined".into(),
        Known::Conflict => "in conflict".into(),
        Known::Value(value) => value_words(value, zone),
    }
}
