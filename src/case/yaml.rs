//! YAML to data: scalars as its core schema has them, and `yes`, `no`, `none` beside. They keep their digits. Aliases are
//! refused, as they can grow without bound, and so is a value that is left empty.

use super::Data;
use num_bigint::BigInt;
use std::collections::HashSet;
use yaml_rust2::parser::{Event, Parser, Tag};
use yaml_rust2::scanner::TScalarStyle;

const DEPTH: usize = 64;

/// Something that is being read.
enum Open {
    List(Vec<Data>),
    Map(Vec<(String, Data)>, HashSet<String>, Option<String>),
}

/// Reads one YAML document.
pub fn read(text: &str) -> Result<Data, String> {
    let mut parser = Parser::new_from_str(text.trim_start_matches('\u{feff}'));
    let mut open: Vec<Open> = Vec::new();
    let mut whole: Option<Data> = None;
    // the place of what was read last, such as a key
    let mut before = String::new();
    loop {
        let (event, mark) = parser.next_token().map_err(|error| error.to_string())?;
        let place = format!("at line {}, column {}", mark.line(), mark.col() + 1);
        let done = match event {
            Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart | Event::DocumentEnd => continue,
            Event::Alias(_) => return Err(format!("aliases (`*name`) are not read, {place}")),
            Event::Scalar(text, style, _, tag) => match scalar(&text, style, tag.as_ref()) {
                Ok(data) => data,
                Err(Wrong::Empty) => return Err(empty(&open, &before)),
                Err(Wrong::Other(why)) => return Err(format!("{why}, {place}")),
            },
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= DEPTH => {
                return Err(format!("nested more than {DEPTH} deep, {place}"));
            }
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Vec::new(), HashSet::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(elements)) => Data::List(elements),
                Some(Open::Map(entries, ..)) => Data::Map(entries),
                None => return Err(format!("not YAML, {place}")),
            },
        };
        before.clone_from(&place);
        match open.last_mut() {
            None if whole.is_some() => return Err(format!("more than one document, {place}")),
            None => whole = Some(done),
            Some(Open::List(elements)) => elements.push(done),
            Some(Open::Map(entries, seen, key)) => entry(entries, seen, key, done, &place)?,
        }
    }
    whole.ok_or_else(|| "an empty document".to_owned())
}

fn entry(
    entries: &mut Vec<(String, Data)>,
    seen: &mut HashSet<String>,
    key: &mut Option<String>,
    done: Data,
    place: &str,
) -> Result<(), String> {
    match key.take() {
        Some(name) => entries.push((name, done)),
        None => {
            let name = match done {
                Data::Text(text) | Data::Number(text) => text,
                Data::Yes(yes) => yes.to_string(),
                Data::Null | Data::List(_) | Data::Map(_) => {
                    return Err(format!("a key must be a name, {place}"));
                }
            };
            if !seen.insert(name.clone()) {
                return Err(format!("the key `{name}` occurs twice, {place}"));
            }
            *key = Some(name);
        }
    }
    Ok(())
}

/// What is wrong with a scalar.
enum Wrong {
    /// Nothing is written: is it not known, or known not to exist?
    Empty,
    Other(String),
}

/// What is said of an empty value: the key that it stands under, and what to write.
fn empty(open: &[Open], place: &str) -> String {
    let advice = "write `null` for what is known not to exist, or leave the key out where nothing is known";
    match open.last() {
        Some(Open::Map(_, _, Some(key))) => format!("`{key}` has no value, {place}; {advice}"),
        _ => format!("an empty value, {place}; {advice}"),
    }
}

fn scalar(text: &str, style: TScalarStyle, tag: Option<&Tag>) -> Result<Data, Wrong> {
    const CORE: &str = "tag:yaml.org,2002:";
    let tag = tag.map(|tag| (format!("{}{}", tag.handle, tag.suffix), tag));
    let named = tag.as_ref().map(|(name, _)| name.as_str());
    let named = named.map(|name| {
        name.strip_prefix(CORE)
            .or(name.strip_prefix("!!"))
            .unwrap_or(name)
    });
    let read = match named {
        Some("str" | "!") => return Ok(Data::Text(text.to_owned())),
        None if style != TScalarStyle::Plain => return Ok(Data::Text(text.to_owned())),
        None if text.is_empty() => return Err(Wrong::Empty),
        None => return plain(text).map_err(Wrong::Other),
        Some("null") if text.is_empty() => return Ok(Data::Null),
        Some(_) => plain(text).map_err(Wrong::Other)?,
    };
    match (named, read) {
        (Some("null"), data @ Data::Null)
        | (Some("bool"), data @ Data::Yes(_))
        | (Some("int" | "float"), data @ Data::Number(_)) => Ok(data),
        (Some(name @ ("null" | "bool" | "int" | "float")), _) => {
            Err(Wrong::Other(format!("`{text}` is no {name} of YAML")))
        }
        (name, _) => {
            let name = name.unwrap_or_default();
            Err(Wrong::Other(format!("the tag `{name}` is not read")))
        }
    }
}

/// A scalar without quotation marks.
fn plain(text: &str) -> Result<Data, String> {
    Ok(match text {
        "~" | "null" | "Null" | "NULL" | "none" => Data::Null,
        "true" | "True" | "TRUE" | "yes" => Data::Yes(true),
        "false" | "False" | "FALSE" | "no" => Data::Yes(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf" | "-.INF" | ".nan"
        | ".NaN" | ".NAN" => return Err(format!("`{text}` is no number that can be calculated with")),
        _ => match number(text) {
            Some(number) => Data::Number(number),
            None => Data::Text(text.to_owned()),
        },
    })
}

/// A number as JSON would spell it; nothing where the text is none of YAML's core schema.
fn number(text: &str) -> Option<String> {
    let based = |digits: &str, base: u32| {
        let short = !digits.is_empty() && digits.len() <= 64 && digits.bytes().all(|digit| digit != b'_');
        let whole = short
            .then(|| BigInt::parse_bytes(digits.as_bytes(), base))
            .flatten();
        whole
            .filter(|_| !digits.starts_with(['+', '-']))
            .map(|whole| whole.to_string())
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return based(digits, 16);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return based(digits, 8);
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let digits = mantissa.strip_prefix(['-', '+']).unwrap_or(mantissa);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let power = |text: &str| {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        !digits.is_empty() && all(digits)
    };
    if (whole.is_empty() && part.is_empty()) || !all(whole) || !all(part) || !exponent.is_none_or(power) {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if part.is_empty() { "" } else { "." };
    let exponent = exponent
        .map(|exponent| format!("e{exponent}"))
        .unwrap_or_default();
    Some(format!("{sign}{whole}{point}{part}{exponent}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_json_says() {
        let yaml =
            read("matter: Custody\nfacts:\n  a: 1.50\n  b: ~\n  c: [yes, \"no\", 2012-06-01]\n").unwrap();
        let json = super::super::json::read(
            "{\"matter\":\"Custody\",\"facts\":{\"a\":1.50,\"b\":null,\"c\":[true,\"no\",\"2012-06-01\"]}}",
        );
        assert_eq!(Ok(yaml), json);
    }

    #[test]
    fn scalars_are_those_of_the_core_schema_and_the_languages_own() {
        for (text, data) in [
            ("True", Data::Yes(true)),
            ("FALSE", Data::Yes(false)),
            ("yes", Data::Yes(true)),
            ("Null", Data::Null),
            ("NULL", Data::Null),
            ("none", Data::Null),
            ("tRUE", Data::Text("tRUE".into())),
            ("+12", Data::Number("12".into())),
            (".5", Data::Number("0.5".into())),
            ("-3.", Data::Number("-3".into())),
            ("1e3", Data::Number("1e3".into())),
            ("0x1F", Data::Number("31".into())),
            ("0o17", Data::Number("15".into())),
            ("!!str 12", Data::Text("12".into())),
            ("!!str no", Data::Text("no".into())),
            ("\"\"", Data::Text(String::new())),
            ("2012-06-01", Data::Text("2012-06-01".into())),
            ("1e", Data::Text("1e".into())),
            (".", Data::Text(".".into())),
        ] {
            let whole = Data::Map(vec![("a".into(), data)]);
            assert_eq!(read(&format!("a: {text}\n")), Ok(whole), "{text}");
        }
        for refused in [".inf", "!!int x", "!kind low"] {
            assert!(read(&format!("a: {refused}\n")).is_err(), "{refused}");
        }
    }

    #[test]
    fn an_empty_value_is_refused_and_says_what_to_write() {
        let wrong = read("facts:\n  told_on:\n").unwrap_err();
        assert!(wrong.contains("`told_on` has no value, at line"), "{wrong}");
        assert!(wrong.contains("write `null`"), "{wrong}");
        for empty in ["a: [1, ]\nb:\n", "- \n", "a: {b}\n"] {
            assert!(read(empty).is_err(), "{empty}");
        }
    }

    #[test]
    fn refuses_aliases_and_depth() {
        assert!(read("a: &x [1]\nb: *x\n").is_err());
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read("").is_err());
    }
}
