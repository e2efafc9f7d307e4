//! A place in a file, and the files that places point into.

use std::fmt::Debug;
use std::sync::Arc;

/// The number of a file in its [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// Its place among the files, from zero.
    pub fn number(self) -> usize {
        self.0 as usize
    }
}

/// A stretch of text in one file, in bytes. It is made only by [`SourceFile::span`] and by joining
/// other spans, so it always lies inside its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    file: FileId,
    start: u32,
    end: u32,
}

impl Span {
    /// The file that this span points into.
    pub fn file(self) -> FileId {
        self.file
    }

    /// Byte offset of the first byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte offset just past the last byte.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The part of it between two bytes of its file.
    pub fn part(self, start: usize, end: usize) -> Span {
        let clamped = |place: usize| {
            u32::try_from(place)
                .unwrap_or(u32::MAX)
                .clamp(self.start, self.end)
        };
        Span {
            file: self.file,
            start: clamped(start),
            end: clamped(end).max(clamped(start)),
        }
    }

    /// The smallest span that covers both; the first one where the files differ.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// One file: its name as the user knows it, and its text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    id: FileId,
    name: Arc<str>,
    text: Arc<str>,
}

impl SourceFile {
    /// The number of this file.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The name to show.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A span of this file; both ends are clamped to the text and to whole characters.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let end = floor_char(&self.text, end.min(self.text.len()));
        let start = floor_char(&self.text, start.min(end));
        Span {
            file: self.id,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(end).unwrap_or(u32::MAX),
        }
    }

    /// Line and column of a byte offset, both counted from one, the column in characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..floor_char(&self.text, offset)).unwrap_or("");
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

fn floor_char(text: &str, mut offset: usize) -> usize {
    offset = offset.min(text.len());
    while offset > 0 && !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// All files of one run, in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// Adds a file and returns it.
    pub fn add(&mut self, name: &str, text: &str) -> SourceFile {
        let file = SourceFile {
            id: FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX)),
            name: name.into(),
            text: text.into(),
        };
        self.files.push(file.clone());
        file
    }

    /// Puts another text in the place of a file's; its number stays.
    pub fn replace(&mut self, id: FileId, text: &str) -> Option<SourceFile> {
        let file = self.files.get_mut(id.number())?;
        file.text = text.into();
        Some(file.clone())
    }

    /// The file with this name.
    pub fn named(&self, name: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.name() == name)
    }

    /// The file with this number.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All files.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// The text that a span covers.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file)
            .and_then(|file| file.text().get(span.start()..span.end()))
            .unwrap_or("")
    }

    /// `file:line:column` of the start of a span.
    pub fn locate(&self, span: Span) -> String {
        match self.file(span.file) {
            Some(file) => {
                let (line, column) = file.line_column(span.start());
                format!("{}:{line}:{column}", file.name())
            }
            None => String::new(),
        }
    }
}

/// A tree as one text without the places of its parts: equal where two trees say the same, however either is laid out.
pub fn without_spans(tree: &impl Debug) -> String {
    let full = format!("{tree:?}");
    let mut kept = String::with_capacity(full.len());
    let mut rest = full.as_str();
    // a place is printed by its derived form, which holds no brace inside
    while let Some((before, after)) = rest.split_once("Span {") {
        kept.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_never_cuts_a_character() {
        let mut map = SourceMap::default();
        let file = map.add("a.law", "статья");
        let span = file.span(1, 5);
        assert_eq!(map.text(span), "ст");
    }

    #[test]
    fn a_place_is_counted_in_characters() {
        let mut map = SourceMap::default();
        let file = map.add("a.law", "one\nстатья 1");
        assert_eq!(map.locate(file.span(17, 18)), "a.law:2:8");
    }
}
