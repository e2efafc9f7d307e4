//! YAML to data. Scalars keep their digits; aliases are refused, as they can grow without bound.

use super::Data;
use std::collections::HashSet;
use yaml_rust2::parser::{Event, Parser};
use yaml_rust2::scanner::TScalarStyle;

const DEPTH: usize = 64;

/// Something that is being read.
enum Open {
    List(Vec<Data>),
    Map(Vec<(String, Data)>, HashSet<String>, Option<String>),
}

/// Reads one YAML document.
pub fn read(text: &str) -> Result<Data, String> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open> = Vec::new();
    let mut whole: Option<Data> = None;
    loop {
        let (event, mark) = parser.next_token().map_err(|error| error.to_string())?;
        let place = format!("at line {}, column {}", mark.line(), mark.col() + 1);
        let done = match event {
            Event::StreamEnd => break,
            Event::Nothing | Event::StreamStart | Event::DocumentStart | Event::DocumentEnd => continue,
            Event::Alias(_) => return Err(format!("aliases (`*name`) are not read, {place}")),
            Event::Scalar(text, style, _, _) => scalar(&text, style),
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

fn scalar(text: &str, style: TScalarStyle) -> Data {
    if style != TScalarStyle::Plain {
        return Data::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "none" => Data::Null,
        "true" | "yes" => Data::Yes(true),
        "false" | "no" => Data::Yes(false),
        _ if is_number(text) => Data::Number(text.to_owned()),
        _ => Data::Text(text.to_owned()),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all(whole) && all(part)
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
    fn refuses_aliases_and_depth() {
        assert!(read("a: &x [1]\nb: *x\n").is_err());
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read("").is_err());
    }
}
