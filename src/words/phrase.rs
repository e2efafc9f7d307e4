//! One form of sentence: its words, and the gaps between them.

/// What is put into a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// `{}`: words of the rules or of the case, which stay as they are.
    Own,
    /// `{~}`: words of the engine, which are said in the other language as well.
    Said,
}

/// A form in English and in another language.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// The English words around the gaps: one more than there are gaps.
    parts: Vec<String>,
    /// The gaps.
    pub gaps: Vec<Gap>,
    /// The other language, with `{}` for the gaps in their order or `{2}` for one of them.
    other: String,
}

impl Phrase {
    pub fn new(english: &str, other: &str) -> Phrase {
        let mut phrase = Phrase {
            parts: vec![String::new()],
            gaps: Vec::new(),
            other: other.to_owned(),
        };
        let mut rest = english;
        while let Some((place, gap)) = next_gap(rest) {
            let (before, after) = rest.split_at(place);
            phrase.push_words(before);
            phrase.gaps.push(gap);
            phrase.parts.push(String::new());
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        phrase.push_words(rest);
        phrase
    }

    fn push_words(&mut self, words: &str) {
        if let Some(last) = self.parts.last_mut() {
            last.push_str(words);
        }
    }

    /// How many letters are words: of two forms that fit, the one with more fits better; one that begins with words is
    /// the surer.
    pub fn weight(&self) -> (bool, usize) {
        let begins = self.parts.first().is_some_and(|part| !part.is_empty());
        (begins, self.parts.iter().map(|part| part.trim().len()).sum())
    }

    pub fn english(&self) -> String {
        self.parts.join("{}")
    }

    /// What stands in the gaps of a sentence of this form; `None` where it is not of this form.
    pub fn filling<'t>(&self, text: &'t str) -> Option<Vec<&'t str>> {
        let (first, rest) = self.parts.split_first()?;
        let (last, between) = rest.split_last()?;
        let mut text = text.strip_prefix(first.as_str())?.strip_suffix(last.as_str())?;
        let mut found = Vec::new();
        for part in between {
            let (gap, after) = text.split_once(part.as_str())?;
            found.push(gap);
            text = after;
        }
        found.push(text);
        found.iter().all(|gap| !gap.is_empty()).then_some(found)
    }

    /// The form in the other language with its gaps filled.
    pub fn filled(&self, gaps: &[String]) -> String {
        let mut out = String::new();
        let mut rest = self.other.as_str();
        let mut next = gaps.iter();
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((which, after)) = after.split_once('}') else {
                break;
            };
            let gap = match which.parse::<usize>() {
                Ok(number) => gaps.get(number.saturating_sub(1)),
                Err(_) => next.next(),
            };
            out.push_str(gap.map_or("", String::as_str));
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

fn next_gap(text: &str) -> Option<(usize, Gap)> {
    let own = text.find("{}").map(|place| (place, Gap::Own));
    let said = text.find("{~}").map(|place| (place, Gap::Said));
    match (own, said) {
        (Some(own), Some(said)) => Some(if own.0 < said.0 { own } else { said }),
        (one, other) => one.or(other),
    }
}
