//! Signs that act instead of being seen: control characters (escape sequences of terminals begin with one), line breaks
//! that only some programs know, and controls of the direction of writing. Shown to a person, each stands as `[U+001B]`.

use std::borrow::Cow;
use std::path::Path;

/// Whether a sign acts on what shows it instead of being seen. A tab and the line break of every system are plain.
pub fn is_hidden(sign: char) -> bool {
    match sign {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' => true,
        _ => sign.is_control(),
    }
}

/// The hidden signs of a text, each with its place. A carriage return before a line feed is a line break and hides nothing.
pub fn hidden_signs(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let hidden = text.char_indices().filter(|(_, sign)| is_hidden(*sign));
    hidden.filter(|(place, sign)| *sign != '\r' || text.as_bytes().get(place + 1) != Some(&b'\n'))
}

/// How a hidden sign is written where it is shown.
pub fn sign_words(sign: char) -> String {
    format!("[U+{:04X}]", u32::from(sign))
}

/// A text in which every hidden sign is written out, for people to read.
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, sign_words)
}

/// A text of one line, such as a name: tabs and line breaks are written out too.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    if !text.contains(|sign| is_hidden(sign) || sign == '\n' || sign == '\t') {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|sign| match sign {
        '\n' | '\t' => sign_words(sign),
        sign if is_hidden(sign) => sign_words(sign),
        sign => sign.to_string(),
    });
    Cow::Owned(shown.collect())
}

/// A path as it is shown in a message: one line, whatever its name holds.
pub fn shown_path(path: &Path) -> String {
    visible_line(&path.display().to_string()).into_owned()
}

/// JSON text in which every control sign is an escape. Outside its strings JSON has no such sign but white space, so the text says the
/// same as before.
#[cfg(any(feature = "cli", test))]
pub fn escaped_json(json: &str) -> Cow<'_, str> {
    replaced(json, |sign| format!("\\u{:04x}", u32::from(sign)))
}

fn replaced(text: &str, form: impl Fn(char) -> String) -> Cow<'_, str> {
    // most text has none: it is looked through once and not copied
    let plain = |byte: &u8| (0x20..0x7f).contains(byte) || matches!(byte, b'\n' | b'\t');
    if text.as_bytes().iter().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::new();
    let mut from = 0;
    for (place, sign) in hidden_signs(text) {
        shown.push_str(text.get(from..place).unwrap_or(""));
        shown.push_str(&form(sign));
        from = place + sign.len_utf8();
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(text.get(from..).unwrap_or(""));
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_act_are_written_out_and_all_others_stay() {
        assert_eq!(
            visible("a\u{1b}[31m\u{7}\u{9b}\u{202e}b"),
            "a[U+001B][31m[U+0007][U+009B][U+202E]b"
        );
        assert_eq!(visible("статья\t1\r\nтөмен \u{a0}"), "статья\t1\r\nтөмен \u{a0}");
        assert_eq!(visible("a\rb\r"), "a[U+000D]b[U+000D]");
        assert_eq!(
            visible("a\u{85}\u{2028}\u{b}\u{c}\u{7f}"),
            "a[U+0085][U+2028][U+000B][U+000C][U+007F]"
        );
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(shown_path(Path::new("a\nerror: b.law")), "a[U+000A]error: b.law");
    }

    #[test]
    fn json_keeps_what_it_says() {
        let value = serde_json::json!({ "a": "\u{1b}\u{7f}\u{9b}\u{202e}\u{2028}\r ж" });
        let text = serde_json::to_string_pretty(&value).unwrap();
        let escaped = escaped_json(&text);
        assert!(!escaped.contains(is_hidden), "{escaped}");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&escaped).unwrap(),
            value
        );
    }
}
