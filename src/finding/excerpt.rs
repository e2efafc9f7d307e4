//! The text of a file as a finding shows it: hidden signs are written out, and of a line too long to be drawn the parts around the places
//! are kept.

use crate::source::{hidden_signs, sign_words, visible_line};
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// Bytes of a line that is drawn whole.
const LONGEST: usize = 4_000;

/// Bytes that are kept before and after a place in a longer line.
const AROUND: usize = 100;

/// Places in one line around which it is kept.
const PLACES: usize = 16;

/// Stands for what is left out of a line.
const CUT: &str = " \u{2026} ";

/// A file as it is shown.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    /// Where text as written begins anew: its place there, and its place as shown. Empty where both are the same.
    parts: Vec<(usize, usize)>,
    written: Option<String>,
}

impl Excerpt {
    /// The text of a file for findings at some places, the first of which matters most. Long lines are cut where that is wanted.
    pub fn new(name: &str, text: &str, places: &[(usize, usize)], cut: bool) -> Excerpt {
        let mut parts = Vec::new();
        let long = cut && text.lines().any(|line| line.len() > LONGEST);
        let shown = match long || hidden_signs(text).next().is_some() {
            true => shown(text, places, cut, &mut parts),
            false => text.to_owned(),
        };
        Excerpt {
            name: visible_line(name).into_owned(),
            text: shown,
            written: (!parts.is_empty()).then(|| text.to_owned()),
            parts,
        }
    }

    /// Where a place stands in the text as shown.
    pub fn place(&self, written: usize) -> usize {
        let after = self.parts.partition_point(|(from, _)| *from <= written);
        let Some((from, shown)) = after.checked_sub(1).and_then(|part| self.parts.get(part)) else {
            return written;
        };
        // what was left out stands where the next part begins
        let next = self.parts.get(after).map_or(self.text.len(), |(_, shown)| *shown);
        (shown + (written - from)).min(next)
    }

    /// The column in bytes, as written, of a place in the text as shown.
    fn column(&self, shown: usize) -> Option<usize> {
        let text = self.written.as_ref()?;
        let after = self.parts.partition_point(|(_, place)| *place <= shown);
        let (from, begin) = after.checked_sub(1).and_then(|part| self.parts.get(part))?;
        let written = (from + (shown - begin)).min(text.len());
        let line = text.get(..written)?.rfind('\n').map_or(0, |end| end + 1);
        Some(written - line)
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let read = self.text.read_span(span, before, after)?;
        let column = match before {
            0 => self.column(span.offset()).unwrap_or(read.column()),
            _ => read.column(),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            read.data(),
            *read.span(),
            read.line(),
            column,
            read.line_count(),
        )))
    }
}

/// The text as shown, and where its parts begin.
fn shown(text: &str, places: &[(usize, usize)], cut: bool, parts: &mut Vec<(usize, usize)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begin = 0;
    parts.push((0, 0));
    for line in text.split_inclusive('\n') {
        let end = begin + line.len();
        if cut && line.len() > LONGEST {
            for (number, (from, until)) in kept(begin, line, places).into_iter().enumerate() {
                if number > 0 || from > begin {
                    out.push_str(CUT);
                }
                parts.push((from, out.len()));
                written_out(text, (from, until), &mut out, parts);
            }
            if !out.ends_with('\n') && line.ends_with('\n') {
                out.push_str(CUT);
                parts.push((end - 1, out.len()));
                out.push('\n');
            }
            parts.push((end, out.len()));
        } else {
            written_out(text, (begin, end), &mut out, parts);
        }
        begin = end;
    }
    out
}

/// The stretches of a long line that are kept.
fn kept(begin: usize, line: &str, places: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let end = begin + line.len();
    let inside = |place: &usize| (begin..end).contains(place);
    let ends = places.iter().flat_map(|(from, until)| [*from, *until]);
    let ends = ends.filter(inside).take(PLACES);
    let floor = |mut place: usize| {
        while !line.is_char_boundary(place) {
            place -= 1;
        }
        place
    };
    let around = |place: usize| {
        let from = floor((place - begin).saturating_sub(AROUND));
        let until = floor((place - begin + AROUND).min(line.len()));
        (begin + from, begin + until)
    };
    let mut all: Vec<(usize, usize)> = ends.map(around).collect();
    if all.is_empty() {
        all.push(around(begin));
    }
    all.sort_unstable();
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for (from, until) in all {
        match joined.last_mut() {
            Some((_, last)) if *last >= from => *last = until.max(*last),
            _ => joined.push((from, until)),
        }
    }
    joined
}

/// A stretch of the text with its hidden signs written out.
fn written_out(text: &str, (from, until): (usize, usize), out: &mut String, parts: &mut Vec<(usize, usize)>) {
    // one byte more tells a line break from a carriage return that stands alone
    let seen = match text.as_bytes().get(until) {
        Some(b'\n') => until + 1,
        _ => until,
    };
    let mut done = from;
    for (place, sign) in hidden_signs(text.get(from..seen).unwrap_or("")) {
        let place = from + place;
        out.push_str(text.get(done..place).unwrap_or(""));
        out.push_str(&sign_words(sign));
        done = place + sign.len_utf8();
        parts.push((done, out.len()));
    }
    out.push_str(text.get(done..until).unwrap_or(""));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_again_in_what_is_shown() {
        let long = format!("{}wrong{}", "a ".repeat(40_000), " b".repeat(40_000));
        let text = format!("one \u{1b}[31m here\n{long}\nthree");
        let find = |word: &str| text.find(word).unwrap();
        let places = [
            (find("wrong"), find("wrong") + 5),
            (find("here"), find("here") + 4),
        ];
        let excerpt = Excerpt::new("a.law", &text, &places, true);
        assert!(
            excerpt.text.starts_with("one [U+001B][31m here\n \u{2026} "),
            "{}",
            excerpt.text
        );
        for word in ["here", "wrong", "three"] {
            let shown = excerpt.place(find(word));
            assert!(excerpt.text[shown..].starts_with(word), "{word}");
        }
        assert!(excerpt.text.lines().all(|line| line.len() < 300));
        let contents = excerpt
            .read_span(&(excerpt.place(find("wrong")), 5).into(), 0, 0)
            .unwrap();
        assert_eq!((contents.line(), contents.column()), (1, 80_000));
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        let excerpt = Excerpt::new("a.law", "one\r\ntwo", &[(5, 8)], true);
        assert_eq!((excerpt.text.as_str(), excerpt.place(5)), ("one\r\ntwo", 5));
    }
}
