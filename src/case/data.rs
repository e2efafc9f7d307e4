//! Data of any spelling, before it is read against a type.

use serde_json::Value as Json;

/// A tree of plain data. Numbers stay text, so that nothing is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// `null`, `none`: known not to exist.
    Null,
    /// `true`, `yes`.
    Yes(bool),
    /// A number as written.
    Number(String),
    /// Text: also dates, moments, durations, names.
    Text(String),
    /// A list.
    List(Vec<Data>),
    /// Names and values, in order.
    Map(Vec<(String, Data)>),
}

impl Data {
    /// As JSON. A number that JSON does not spell, such as a portion, is a text.
    pub fn json(&self) -> Json {
        match self {
            Data::Null => Json::Null,
            Data::Yes(yes) => Json::Bool(*yes),
            Data::Number(text) => match text.parse::<serde_json::Number>() {
                Ok(number) => Json::Number(number),
                Err(_) => Json::String(text.clone()),
            },
            Data::Text(text) => Json::String(text.clone()),
            Data::List(all) => Json::Array(all.iter().map(Data::json).collect()),
            Data::Map(all) => {
                let entries = all.iter().map(|(key, value)| (key.clone(), value.json()));
                Json::Object(entries.collect())
            }
        }
    }

    /// What it is, for messages.
    pub fn words(&self) -> String {
        match self {
            Data::Null => "null".into(),
            Data::Yes(yes) => yes.to_string(),
            Data::Number(text) => shortened(text),
            Data::Text(text) => format!("\"{}\"", shortened(text)),
            Data::List(_) => "a list".into(),
            Data::Map(_) => "an object".into(),
        }
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= 40 {
        text.to_owned()
    } else {
        text.chars().take(37).chain("...".chars()).collect()
    }
}
