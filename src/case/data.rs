//! Data of any spelling, before it is read against a type.

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
