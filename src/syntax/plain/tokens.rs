//! Words, numbers, quoted texts and signs of a plain item.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Word,
    Number,
    /// A quoted text of one line without a backslash.
    Text,
    Sign,
}

/// A token and its place in the item.
#[derive(Debug, Clone, Copy)]
pub struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
}

/// The tokens of an item; nothing where one is not plain.
pub fn tokens(text: &str) -> Option<Vec<Token>> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::with_capacity(bytes.len() / 5);
    let mut start = 0;
    while let Some(byte) = bytes.get(start) {
        let rest = bytes.get(start..)?;
        let run = |of: fn(u8) -> bool| rest.iter().take_while(|byte| of(**byte)).count();
        let (kind, length) = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {
                start += run(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
                continue;
            }
            b'0'..=b'9' => (Kind::Number, number(rest)?),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => (
                Kind::Word,
                run(|byte| byte == b'_' || byte.is_ascii_alphanumeric()),
            ),
            b'"' => (Kind::Text, quoted(rest)?),
            b'<' | b'>' | b'!' if rest.get(1) == Some(&b'=') => (Kind::Sign, 2),
            b'<' | b'>' | b'=' | b'(' | b')' | b';' | b',' | b'.' => (Kind::Sign, 1),
            _ => return None,
        };
        let end = start + length;
        // a letter of another script goes on with the word
        let goes_on = kind != Kind::Sign && bytes.get(end).is_some_and(|byte| !byte.is_ascii());
        if goes_on {
            return None;
        }
        tokens.push(Token { kind, start, end });
        start = end;
    }
    Some(tokens)
}

/// The length of a number; nothing where more than a number may begin here.
fn number(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize, also: u8| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter()
            .take_while(|byte| byte.is_ascii_digit() || **byte == also)
            .count()
    };
    let mut length = digits(0, b'_');
    if bytes.get(length) == Some(&b'.') {
        length += 1 + Some(digits(length + 1, b'0')).filter(|count| *count > 0)?;
    }
    match bytes.get(length) {
        Some(b'_' | b'.' | b'-' | b'+' | b'*' | b':' | b'%' | b'/' | b'a'..=b'z' | b'A'..=b'Z') => None,
        _ => Some(length),
    }
}

/// The length of a quoted text.
fn quoted(bytes: &[u8]) -> Option<usize> {
    let body = bytes.get(1..)?;
    let length = body
        .iter()
        .position(|byte| matches!(byte, b'"' | b'\\' | b'\n'))?;
    let closed = body.get(length) == Some(&b'"');
    // two quotes may be the beginning of three
    (closed && length > 0).then_some(length + 2)
}

/// Whether a word may begin or go on with more than a name.
#[rustfmt::skip]
pub fn is_word(text: &str) -> bool {
    matches!(text,
        "a" | "all" | "an" | "and" | "any" | "art" | "article" | "as" | "at" | "before" | "by" | "count" |
        "counted" | "date" | "days" | "deem" | "define" | "despite" | "done" | "during" | "earliest" | "end" |
        "every" | "except" | "exists" | "extended" | "for" | "from" | "fulfilled" | "hours" | "if" | "in" | "is" |
        "label" | "late" | "latest" | "maximum" | "may" | "minimum" | "minutes" | "months" | "must" | "no" |
        "none" | "not" | "of" | "on" | "one" | "only" | "or" | "otherwise" | "overlaps" | "para" | "paragraph" |
        "point" | "presumed" | "restarted" | "rounded" | "seconds" | "set" | "start" | "subject" | "sum" |
        "suspended" | "table" | "the" | "throughout" | "time" | "to" | "under" | "unless" | "until" | "valid" |
        "weeks" | "when" | "where" | "whereupon" | "within" | "years" | "yes")
}
