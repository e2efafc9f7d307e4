//! Lines of CSV in which every quotation mark is closed: one that is not would make the rest of the table one cell. A blank
//! line is a row of its own, so that the rows behind it keep their numbers, and a byte order mark is no part of a name.

use std::io::{BufRead, BufReader, Read, Result};

/// A row is no longer than this, with the line breaks in its quoted cells.
pub(super) const MOST_BYTES: usize = 1 << 20;

/// A quoted cell is sought an end for this far at least, however often that was in vain before.
const LEAST_AHEAD: usize = 1 << 10;

/// The last cell of a row that was closed here, and no row of its own.
pub(super) const UNCLOSED: &str = "\u{1}unclosed";

/// The last cell of a row that is left out because it is too long.
pub(super) const TOO_LONG: &str = "\u{1}long";

/// The only cell of a row that is a blank line.
pub(super) const BLANK: &str = "\u{1}blank";

/// So much is looked at to see how lines end.
const HEAD: u64 = 1 << 16;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A table in which every quoted cell ends: where one does not within a row's length, or before the table ends, it is
/// closed at the end of its line, and the row says so in a last cell.
pub(super) struct Closed<R> {
    inner: BufReader<R>,
    /// What is read again after a line was closed, and how much of it was.
    again: Vec<u8>,
    read: usize,
    /// The row at hand, and how much of it was handed on.
    row: Vec<u8>,
    taken: usize,
    /// How far an end may be sought: what was sought in vain is taken off, and what is handed on earns four times as much,
    /// so that all that is read is read a few times at most.
    credit: usize,
    /// What stands between cells, and what ends a line.
    delimiter: u8,
    end: u8,
    /// Whether the beginning of the table was looked at, and a row was read.
    begun: bool,
    headed: bool,
    /// Whether the row before ended with a carriage return, of which a line feed may be the rest.
    returned: bool,
}

/// How a line ended.
enum Line {
    Whole,
    /// The table ended, perhaps after a last line.
    Last,
    /// It is longer than a row may be.
    TooLong,
}

impl<R: Read> Closed<R> {
    pub fn new(inner: R, delimiter: u8) -> Closed<R> {
        Closed {
            inner: BufReader::with_capacity(1 << 16, inner),
            again: Vec::new(),
            read: 0,
            row: Vec::new(),
            taken: 0,
            credit: MOST_BYTES,
            delimiter,
            end: b'\n',
            begun: false,
            headed: false,
            returned: false,
        }
    }

    /// Looks at the beginning of the table: it may have a byte order mark, and lines that end with a carriage return alone.
    fn begin(&mut self) -> Result<()> {
        self.begun = true;
        (&mut self.inner).take(HEAD).read_to_end(&mut self.again)?;
        if self.again.starts_with(BYTE_ORDER_MARK) {
            self.read = BYTE_ORDER_MARK.len();
        }
        if self.again.contains(&b'\r') && !self.again.contains(&b'\n') {
            self.end = b'\r';
        }
        Ok(())
    }

    /// The next line, put behind the row at hand, which is to be no longer than said.
    fn line(&mut self, most: usize) -> Result<Line> {
        let left = (most + 1).saturating_sub(self.row.len()) as u64;
        let before = self.row.len();
        let again = self.again.get(self.read..).unwrap_or_default();
        let mut rest = again;
        (&mut rest).take(left).read_until(self.end, &mut self.row)?;
        self.read += again.len() - rest.len();
        if self.row.last() != Some(&self.end) || self.row.len() == before {
            let left = (most + 1).saturating_sub(self.row.len()) as u64;
            (&mut self.inner).take(left).read_until(self.end, &mut self.row)?;
        }
        Ok(match self.row.last() {
            _ if self.row.len() > most => Line::TooLong,
            Some(end) if *end == self.end && self.row.len() > before => Line::Whole,
            _ => Line::Last,
        })
    }

    /// The next row.
    fn next_row(&mut self) -> Result<()> {
        self.row.clear();
        self.taken = 0;
        let (mut open, mut seen, mut first, mut most) = (false, 0, 0, MOST_BYTES);
        loop {
            let line = self.line(most)?;
            open = is_open(self.row.get(seen..).unwrap_or_default(), open, self.delimiter);
            seen = self.row.len();
            if first == 0 {
                first = seen;
                most = MOST_BYTES.min(first + self.credit.max(LEAST_AHEAD));
            }
            match line {
                Line::TooLong if first == seen => return self.leave_out(),
                Line::Whole if open => continue,
                // cut in the midst of a line, wherever a quoted cell may have ended in it
                Line::TooLong => self.close(first),
                Line::Last if open && !self.row.is_empty() => self.close(first),
                Line::Whole | Line::Last => {}
            }
            self.credit = MOST_BYTES.min(self.credit + 4 * self.row.len());
            self.mark_blank_lines();
            return Ok(());
        }
    }

    /// Puts a cell into each blank line, but those before the line of names.
    fn mark_blank_lines(&mut self) {
        let begins_blank = matches!(self.row.first(), Some(b'\n' | b'\r'));
        // several lines at once: a carriage return alone ends one too
        let several = self.end == b'\r' || self.row.contains(&b'\r');
        let blank_within = several
            && self
                .row
                .windows(2)
                .any(|two| matches!(two, [b'\n', b'\n' | b'\r'] | [b'\r', b'\r']));
        if begins_blank || blank_within {
            self.mark_lines();
            return;
        }
        self.headed |= !self.row.is_empty();
        self.returned = self.row.last() == Some(&b'\r');
    }

    fn mark_lines(&mut self) {
        let row = std::mem::take(&mut self.row);
        let mut quotes = Quotes::new(false);
        let (mut line_is_blank, mut returned) = (true, self.returned);
        let mut bytes = row.iter().peekable();
        while let Some(byte) = bytes.next() {
            let ends = matches!(byte, b'\n' | b'\r') && !quotes.open;
            let rest_of_end = line_is_blank && *byte == b'\n' && returned;
            if ends && line_is_blank && !rest_of_end && self.headed {
                self.row.extend_from_slice(format!("\"{BLANK}\"").as_bytes());
            }
            self.row.push(*byte);
            if quotes.take(*byte, bytes.peek().copied(), self.delimiter) {
                self.row.extend(bytes.next());
            }
            self.headed |= !ends;
            returned = ends && *byte == b'\r';
            line_is_blank = ends;
        }
        self.returned = returned;
    }

    /// Closes the first line of what was read; the rest is read again.
    fn close(&mut self, first: usize) {
        let rest = self.row.split_off(first);
        self.credit = self.credit.saturating_sub(rest.len());
        if self.read < self.again.len() {
            // all of it came from there
            self.read = self.read.saturating_sub(rest.len());
        } else {
            (self.again, self.read) = (rest, 0);
        }
        while matches!(self.row.last(), Some(b'\n' | b'\r')) {
            self.row.pop();
        }
        self.row
            .extend_from_slice(format!("\"{}\"{UNCLOSED}\"\n", char::from(self.delimiter)).as_bytes());
    }

    /// Leaves out a line to its end.
    fn leave_out(&mut self) -> Result<()> {
        // what was read of it may end with its line already
        while self.row.last() != Some(&self.end) {
            self.row.clear();
            if let Line::Last = self.line(MOST_BYTES)? {
                break;
            }
        }
        self.row.clear();
        self.row
            .extend_from_slice(format!("{}\"{TOO_LONG}\"\n", char::from(self.delimiter)).as_bytes());
        Ok(())
    }
}

impl<R: Read> Read for Closed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if !self.begun {
            self.begin()?;
        }
        if self.taken == self.row.len() {
            self.next_row()?;
        }
        let left = self.row.get(self.taken..).unwrap_or_default();
        let count = left.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), left.get(..count)) {
            to.copy_from_slice(from);
        }
        self.taken += count;
        Ok(count)
    }
}

/// Where quoted cells open and close. A quotation mark opens a cell at its beginning alone; two of them are one within it.
struct Quotes {
    open: bool,
    /// Whether a cell begins here.
    begins: bool,
}

impl Quotes {
    fn new(open: bool) -> Quotes {
        Quotes { open, begins: !open }
    }

    /// Takes a byte, given the next one; true where the next one belongs to it.
    fn take(&mut self, byte: u8, next: Option<&u8>, delimiter: u8) -> bool {
        let doubled = self.open && byte == b'"' && next == Some(&b'"');
        match (byte, self.open) {
            _ if doubled => {}
            (b'"', true) => self.open = false,
            (b'"', false) if self.begins => self.open = true,
            _ => {}
        }
        self.begins = (byte == delimiter || matches!(byte, b'\n' | b'\r')) && !self.open;
        doubled
    }
}

/// Whether a quoted cell is open at the end of some bytes, given whether one is at their beginning.
fn is_open(bytes: &[u8], open: bool, delimiter: u8) -> bool {
    if !open && !bytes.contains(&b'"') {
        return false;
    }
    let mut quotes = Quotes::new(open);
    let mut bytes = bytes.iter().peekable();
    while let Some(byte) = bytes.next() {
        if quotes.take(*byte, bytes.peek().copied(), delimiter) {
            bytes.next();
        }
    }
    quotes.open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let mut closed = String::new();
        Closed::new(text.as_bytes(), b',')
            .read_to_string(&mut closed)
            .unwrap_or_default();
        closed
    }

    #[test]
    fn what_is_closed_stays_as_it_is() {
        let long = format!("a,b\n\"{}\",2\r\n", "x\n".repeat(1000));
        for text in [
            "",
            "a,b\n1,2",
            "a,b\n1,\"2\r\n\r\n\"\r\n",
            "a,b\r\n\"1\n\n1\",\"2 \"\" 2\"\r\n3,4\r\n",
            "5\" pipe,b\n1,\"\"\n",
            "a\rb\r",
            &long,
        ] {
            assert_eq!(read(text), text);
        }
    }

    #[test]
    fn a_blank_line_is_a_row_and_a_byte_order_mark_is_none() {
        let blank = format!("\"{BLANK}\"");
        for (text, marked) in [
            ("\u{feff}a\n1\n", "a\n1\n".to_owned()),
            ("\n\na\n1\n\n2\n", format!("\n\na\n1\n{blank}\n2\n")),
            ("a\r\n\r\n2\r\n\r\n", format!("a\r\n{blank}\r\n2\r\n{blank}\r\n")),
            ("a\r\r2\r", format!("a\r{blank}\r2\r")),
            ("a\n\"1\n\n2\"\n", "a\n\"1\n\n2\"\n".to_owned()),
            ("a\n1\r\r\n\n2", format!("a\n1\r{blank}\r\n{blank}\n2")),
        ] {
            assert_eq!(read(text), marked, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_closed_ends_with_its_line() {
        let marked = format!("a,\"b\",\"{UNCLOSED}\"\n");
        assert_eq!(read("a,\"b\nc,d\ne,f\n"), format!("{marked}c,d\ne,f\n"));
        assert_eq!(read("x,y\na,\"b"), format!("x,y\n{marked}"));
        let many = "c,d\n".repeat(MOST_BYTES / 2);
        assert_eq!(read(&format!("a,\"b\r\n{many}")), format!("{marked}{many}"));
        assert_eq!(
            read(&format!("a,\"b\n{many}a,\"b\n")),
            format!("{marked}{many}{marked}")
        );
    }

    #[test]
    fn rows_that_open_what_others_close_take_no_longer_than_they_are_many() {
        // each line closes a cell and opens another, so that no row ever ends
        let text = "x\"y,\"z\n".repeat(200_000);
        let read = read(&text);
        assert_eq!(
            read.lines()
                .filter(|line| line.ends_with(&format!("\"{UNCLOSED}\"")))
                .count(),
            200_000
        );
    }

    #[test]
    fn a_line_without_an_end_is_left_out() {
        let long = "x".repeat(3 * MOST_BYTES);
        assert_eq!(
            read(&format!("a,b\n{long}\n1,2\n")),
            format!("a,b\n,\"{TOO_LONG}\"\n1,2\n")
        );
        assert_eq!(read(&format!("a,b\n{long}")), format!("a,b\n,\"{TOO_LONG}\"\n"));
    }
}
