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

/// Lines that are shown before the first and after the last place, and one more on either side.
const LINES: usize = 2;

/// A file as it is shown: the lines around some places.
#[derive(Debug)]
pub(super) struct Excerpt {
    name: String,
    text: String,
    /// Where text as written begins anew: its place in the file, and its place as shown.
    parts: Vec<(usize, usize)>,
    /// Lines of the file before those that are shown.
    skipped: usize,
    /// Where the lines as written begin, of those that are shown.
    lines: Vec<usize>,
}

impl Excerpt {
    /// The text of a file for findings at some places, the first of which matters most.
    pub fn new(name: &str, text: &str, places: &[(usize, usize)]) -> Excerpt {
        let first = places.iter().map(|(from, _)| *from).min().unwrap_or(0);
        let last = places.iter().map(|(_, until)| *until).max().unwrap_or(0);
        let (begin, end) = (line_before(text, first), line_after(text, last));
        let shown = text.get(begin..end).unwrap_or("");
        let mut parts = Vec::new();
        let breaks = shown.match_indices('\n').map(|(place, _)| begin + place + 1);
        Excerpt {
            name: visible_line(name).into_owned(),
            lines: std::iter::once(begin).chain(breaks).collect(),
            text: written_lines(text, (begin, end), places, &mut parts),
            skipped: text
                .as_bytes()
                .iter()
                .take(begin)
                .filter(|byte| **byte == b'\n')
                .count(),
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
        let after = self.parts.partition_point(|(_, place)| *place <= shown);
        let (from, begin) = after.checked_sub(1).and_then(|part| self.parts.get(part))?;
        let written = from + (shown - begin);
        let line = self.lines.partition_point(|start| *start <= written);
        let start = line.checked_sub(1).and_then(|line| self.lines.get(line))?;
        Some(written - start)
    }
}

/// The begin of a line some lines before a place.
fn line_before(text: &str, place: usize) -> usize {
    let mut begin = place.min(text.len());
    for number in 0..=LINES {
        let before = text.get(..begin).unwrap_or("");
        match before.rfind('\n') {
            Some(end) if number < LINES => begin = end,
            Some(end) => return end + 1,
            None => return 0,
        }
    }
    begin
}

/// The end of a line some lines after a place.
fn line_after(text: &str, place: usize) -> usize {
    let mut end = place.min(text.len());
    for _ in 0..=LINES {
        let after = text.get(end..).unwrap_or("");
        match after.find('\n') {
            Some(length) => end += length + 1,
            None => return text.len(),
        }
    }
    end
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
            read.line() + self.skipped,
            column,
            read.line_count() + self.skipped,
        )))
    }
}

/// A stretch of lines as shown; where its parts begin is noted.
fn written_lines(
    text: &str,
    (begin, end): (usize, usize),
    places: &[(usize, usize)],
    parts: &mut Vec<(usize, usize)>,
) -> String {
    let mut out = String::new();
    let mut begin = begin;
    parts.push((begin, 0));
    for line in text.get(begin..end).unwrap_or("").split_inclusive('\n') {
        let end = begin + line.len();
        if line.len() > LONGEST {
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
        let excerpt = Excerpt::new("a.law", &text, &places);
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
        let excerpt = Excerpt::new("a.law", "one\r\ntwo", &[(5, 8)]);
        assert_eq!((excerpt.text.as_str(), excerpt.place(5)), ("one\r\ntwo", 5));
    }

    #[test]
    fn lines_far_from_a_place_are_left_out_and_counted() {
        let text: String = (1..=1_000).map(|number| format!("line {number}\n")).collect();
        let start = text.find("line 500\n").unwrap();
        let excerpt = Excerpt::new("a.law", &text, &[(start, start + 8)]);
        assert_eq!(excerpt.text, "line 498\nline 499\nline 500\nline 501\nline 502\n");
        let shown = excerpt
            .read_span(&(excerpt.place(start), 8).into(), 0, 0)
            .unwrap();
        assert_eq!(
            (shown.line(), shown.column(), shown.data()),
            (499, 0, &b"line 500"[..])
        );
    }
}
