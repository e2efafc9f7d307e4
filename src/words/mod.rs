//! Words: what the engine says, in the language of the reader.
//!
//! In: an English sentence of the engine. Out: the same in another language. A message is written once, in English,
//! beside what it is about. The phrase book of a language (`words/ru.toml`, `words/kk.toml`) holds its form, with `{}`
//! where words of the rules or of a case are put in and `{~}` where words of the engine are, and the form in that language. What no phrase book holds stays English: nothing is lost.

mod phrase;

use phrase::{Gap, Phrase};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Sentences put into one another, at most.
const DEPTH: usize = 8;

/// The words of a language.
#[derive(Debug, Default)]
pub struct Words {
    /// Forms without a gap, by their English.
    plain: HashMap<String, String>,
    /// Forms with gaps, the one with most words first.
    phrases: Vec<Phrase>,
    /// Units of time by their English singular: the forms after 1, after 2 to 4, and after 5 and more.
    units: HashMap<String, Vec<String>>,
}

/// A phrase book as it is written.
#[derive(Debug, Default, serde::Deserialize)]
struct Book {
    #[serde(default)]
    units: HashMap<String, Vec<String>>,
    #[serde(default)]
    phrases: HashMap<String, String>,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(Words::default);
static RUSSIAN: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("../../words/ru.toml")));
static KAZAKH: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("../../words/kk.toml")));

impl Words {
    /// The words of a language by its two letters; English for a language without a phrase book.
    pub fn of(language: &str) -> &'static Words {
        match language {
            "ru" => &RUSSIAN,
            "kk" => &KAZAKH,
            _ => &ENGLISH,
        }
    }

    /// The words of a phrase book; a book that cannot be read has none, which the tests exclude.
    fn read(text: &str) -> Words {
        let book: Book = toml::from_str(text).unwrap_or_default();
        let mut words = Words {
            units: book.units,
            ..Words::default()
        };
        for (english, other) in book.phrases {
            if english.contains("{}") || english.contains("{~}") {
                words.phrases.push(Phrase::new(&english, &other));
            } else {
                words.plain.insert(english, other);
            }
        }
        words
            .phrases
            .sort_by_cached_key(|phrase| (std::cmp::Reverse(phrase.weight()), phrase.english()));
        words
    }

    /// A sentence of the engine in this language.
    pub fn say(&self, english: &str) -> String {
        if self.phrases.is_empty() {
            return english.to_owned();
        }
        self.put(english, 0)
    }

    fn put(&self, english: &str, depth: usize) -> String {
        self.known(english, depth).unwrap_or_else(|| {
            // sentences in a row are said one by one
            match english.split_once("; ").filter(|_| depth < DEPTH) {
                Some((first, rest)) => {
                    format!("{}; {}", self.put(first, depth + 1), self.put(rest, depth + 1))
                }
                None => english.to_owned(),
            }
        })
    }

    fn known(&self, english: &str, depth: usize) -> Option<String> {
        if depth > DEPTH {
            return None;
        }
        if let Some(plain) = self.plain.get(english) {
            return Some(plain.clone());
        }
        if let Some(duration) = self.duration(english) {
            return Some(duration);
        }
        self.phrases.iter().find_map(|phrase| {
            let found = phrase.filling(english)?;
            let said = found.iter().zip(&phrase.gaps).map(|(words, gap)| match gap {
                Gap::Own => (*words).to_owned(),
                Gap::Said => self.put(words, depth + 1),
            });
            Some(phrase.filled(&said.collect::<Vec<_>>()))
        })
    }

    /// `5 years 6 months`: each number with its unit in the form that the number asks for.
    fn duration(&self, english: &str) -> Option<String> {
        let mut words = english.split(' ').peekable();
        let mut parts: Vec<String> = Vec::new();
        while let Some(count) = words.next() {
            if !count.starts_with(|sign: char| sign.is_ascii_digit()) {
                return None;
            }
            let mut unit = words.next()?.to_owned();
            if unit == "working" {
                unit = format!("working {}", words.next()?);
            }
            let forms = self.units.get(unit.strip_suffix('s').unwrap_or(&unit))?;
            parts.push(format!("{count} {}", form(forms, count)?));
        }
        (!parts.is_empty()).then(|| parts.join(" "))
    }
}

/// The form of a unit after a number, by the rule of the East Slavic languages; a language with fewer forms repeats its
/// last (Unicode CLDR plural rules, `ru` and `kk`).
fn form<'a>(forms: &'a [String], count: &str) -> Option<&'a String> {
    let place = match count.parse::<u64>() {
        Ok(count) => match (count % 10, count % 100) {
            (1, last) if last != 11 => 0,
            (2..=4, last) if !(12..=14).contains(&last) => 1,
            _ => 2,
        },
        Err(_) => 1, // a fraction
    };
    forms.get(place).or(forms.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: &str = "[units]\nyear = [\"год\", \"года\", \"лет\"]\nmonth = [\"месяц\", \"месяца\", \"месяцев\"]\n[phrases]\n\
        \"assumed: {~}\" = \"принято: {}\"\n\"{} is {~}: {}\" = \"{1}: {3} ({2})\"\n\"not known\" = \"не известно\"\n\"from {} until {}\" = \"с {} по {}\"\n";

    #[test]
    fn a_sentence_is_said_with_what_is_put_into_it() {
        let words = Words::read(BOOK);
        assert_eq!(words.say("not known"), "не известно");
        assert_eq!(words.say("assumed: not known"), "принято: не известно");
        assert_eq!(
            words.say("unit is from 1 until 2: a remark"),
            "unit: a remark (с 1 по 2)"
        );
        assert_eq!(words.say("not known; assumed: x"), "не известно; принято: x");
        // what stands in `{}` is not the engine's
        assert_eq!(
            words.say("not known is not known: not known"),
            "not known: not known (не известно)"
        );
    }

    #[test]
    fn units_take_the_form_that_their_number_asks_for() {
        let words = Words::read(BOOK);
        let said = |text: &str| words.say(text);
        assert_eq!(said("1 year"), "1 год");
        assert_eq!(said("2 years 6 months"), "2 года 6 месяцев");
        assert_eq!(said("11 years"), "11 лет");
        assert_eq!(said("21 years"), "21 год");
        assert_eq!(said("1/2 years"), "1/2 года");
    }

    #[test]
    fn what_no_book_holds_stays_as_it_is() {
        assert_eq!(
            Words::read(BOOK).say("quite another thing"),
            "quite another thing"
        );
        assert_eq!(Words::of("fr").say("not known"), "not known");
        assert_eq!(Words::of("en").say("not known"), "not known");
    }
}
