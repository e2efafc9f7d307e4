//! Messages on the wire: a header with the length, an empty line, and JSON (JSON-RPC 2.0 as the Language Server Protocol frames it).

use crate::source::escaped_json;
use serde_json::Value;
use std::io::{BufRead, Read as _, Write};

/// The longest message that is read, in bytes.
const LONGEST: usize = 64 * 1024 * 1024;

/// The longest header that is read, in bytes.
const LONGEST_HEADER: u64 = 16 * 1024;

/// The next message; nothing at the end of the input or where it cannot be read on.
pub fn receive(input: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    let mut header = input.take(LONGEST_HEADER);
    loop {
        let mut line = Vec::new();
        header.read_until(b'\n', &mut line).ok()?;
        if !line.ends_with(b"\n") {
            return None; // the end, or a header without one
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
    let length: usize = length.filter(|length| *length <= LONGEST)?;
    // memory is taken as the message comes, not as it is announced
    let mut body = Vec::new();
    input.take(length as u64).read_to_end(&mut body).ok()?;
    if body.len() < length {
        return None;
    }
    // what is no JSON is passed over, like a message without a method
    Some(serde_json::from_slice(&body).unwrap_or(Value::Null))
}

/// Sends a message; false when nobody listens any more.
pub fn send(output: &mut impl Write, message: &Value) -> bool {
    let body = message.to_string();
    let body = escaped_json(&body);
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())
        .and_then(|()| output.flush())
        .is_ok()
}
