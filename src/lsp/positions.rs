//! Places in bytes and places as editors count them: lines from zero, columns in UTF-16 code units.

use crate::source::{SourceFile, SourceMap, Span};
use lsp_types::{Location, Position, Range, Url};

/// The lines of a text as the protocol has them: ended by a line feed, a carriage return, or both. Of each, where it begins and where it
/// ends before its line break.
fn lines(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = text.get(start..)?;
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line_break = rest.get(length..).unwrap_or("");
        let width = match line_break {
            "" => None,
            both if both.starts_with("\r\n") => Some(2),
            _ => Some(1),
        };
        next = width.map(|width| start + length + width);
        Some((start, start + length))
    })
}

/// The position of a byte.
pub fn position(text: &str, offset: usize) -> Position {
    let offset = offset.min(text.len());
    let begun = lines(text).take_while(|(start, _)| *start <= offset).enumerate();
    let (line, (start, end)) = begun.last().unwrap_or((0, (0, text.len())));
    let before = text.get(start..offset.min(end)).unwrap_or("");
    Position::new(number(line), number(before.encode_utf16().count()))
}

/// The byte at a position; the end of the line, before its line break, where the column lies beyond it.
pub fn offset(text: &str, position: Position) -> usize {
    let line = usize::try_from(position.line).unwrap_or(usize::MAX);
    let Some((start, end)) = lines(text).nth(line) else {
        return text.len();
    };
    let mut units = 0;
    for (at, letter) in text.get(start..end).unwrap_or("").char_indices() {
        if units >= position.character {
            return start + at;
        }
        units += number(letter.len_utf16());
    }
    end
}

/// The range of a stretch of bytes.
pub fn range(text: &str, start: usize, end: usize) -> Range {
    Range::new(position(text, start), position(text, end))
}

/// The range of a span in its file.
pub fn range_of(file: &SourceFile, span: Span) -> Range {
    range(file.text(), span.start(), span.end())
}

/// Where a span is, for an editor.
pub fn location(sources: &SourceMap, span: Span) -> Option<Location> {
    let file = sources.file(span.file())?;
    Some(Location::new(url(file.name())?, range_of(file, span)))
}

/// The address of a file.
pub fn url(name: &str) -> Option<Url> {
    Url::from_file_path(name).ok()
}

/// The name of the file at an address; what is no file has none.
pub fn name(url: &Url) -> Option<String> {
    if url.scheme() != "file" {
        return None;
    }
    Some(url.to_file_path().ok()?.display().to_string())
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_code_units_of_utf_16() {
        let text = "one\nстатья \u{1F4D6} x";
        let place = text.find('x').unwrap_or(0);
        assert_eq!(position(text, place), Position::new(1, 10));
        assert_eq!(offset(text, Position::new(1, 10)), place);
        assert_eq!(offset(text, Position::new(0, 99)), 3);
        assert_eq!(offset(text, Position::new(9, 0)), text.len());
    }

    #[test]
    fn a_carriage_return_ends_a_line_and_belongs_to_none() {
        let text = "one\r\ntwo\rthree\n\rlast";
        for (word, line) in [("one", 0), ("two", 1), ("three", 2), ("last", 4)] {
            let place = text.find(word).unwrap_or(0);
            assert_eq!(position(text, place), Position::new(line, 0), "{word}");
            assert_eq!(offset(text, Position::new(line, 0)), place, "{word}");
        }
        assert_eq!(offset(text, Position::new(0, 99)), 3);
        assert_eq!(
            offset(text, Position::new(1, 4)),
            text.find("\rthree").unwrap_or(0)
        );
    }
}
