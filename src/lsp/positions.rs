//! Places in bytes and places as editors count them: lines from zero, columns in UTF-16 code units.

use crate::source::{SourceFile, SourceMap, Span};
use lsp_types::{Location, Position, Range, Url};

/// The position of a byte.
pub fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before.rsplit('\n').next().unwrap_or("");
    Position::new(number(line), number(column.encode_utf16().count()))
}

/// The byte at a position; the end of the line where the column lies beyond it.
pub fn offset(text: &str, position: Position) -> usize {
    let mut start = 0;
    for (line, content) in text.split('\n').enumerate() {
        if number(line) == position.line {
            let mut units = 0;
            for (at, letter) in content.char_indices() {
                if units >= position.character {
                    return start + at;
                }
                units += number(letter.len_utf16());
            }
            return start + content.len();
        }
        start += content.len() + 1;
    }
    text.len()
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

/// The name of the file at an address.
pub fn name(url: &Url) -> Option<String> {
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
}
