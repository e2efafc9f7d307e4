//! JSON to data. Numbers keep their digits; a key that occurs twice is an error.

use super::Data;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The key under which serde_json hands over a number with all its digits.
const NUMBER: &str = "$serde_json::private::Number";

/// Reads JSON text. Nesting is bounded by serde_json (128).
pub fn read(text: &str) -> Result<Data, String> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| error.to_string())
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Data, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Data, E> {
        Ok(Data::Yes(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Data, E> {
        Ok(Data::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Data, E> {
        Ok(Data::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Data, E> {
        Ok(Data::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Data, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element()? {
            elements.push(element);
        }
        Ok(Data::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Data, A::Error> {
        let mut entries: Vec<(String, Data)> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if key == NUMBER {
                return Ok(Data::Number(map.next_value()?));
            }
            if !seen.insert(key.clone()) {
                return Err(de::Error::custom(format!(
                    "the key `{key}` occurs twice in one object"
                )));
            }
            entries.push((key, map.next_value()?));
        }
        Ok(Data::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let data = read("{\"a\": 0.1000000000000000000000001, \"b\": [1, -2e3, null, true]}").unwrap();
        let number = |text: &str| Data::Number(text.to_owned());
        assert_eq!(
            data,
            Data::Map(vec![
                ("a".into(), number("0.1000000000000000000000001")),
                (
                    "b".into(),
                    Data::List(vec![number("1"), number("-2e+3"), Data::Null, Data::Yes(true)])
                ),
            ])
        );
    }

    #[test]
    fn a_key_twice_is_an_error() {
        assert!(
            read("{\"a\": 1, \"a\": 2}")
                .unwrap_err()
                .contains("`a` occurs twice")
        );
        assert!(read(&"[".repeat(100_000)).is_err());
    }
}
