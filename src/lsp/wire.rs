//! Messages on the wire: a header with the length, an empty line, and JSON (JSON-RPC 2.0 as the Language Server Protocol frames it).

use serde_json::Value;
use std::io::{BufRead, Write};

/// The longest message that is read, in bytes.
const LONGEST: usize = 64 * 1024 * 1024;

/// The next message; nothing at the end of the input or where it cannot be read on.
pub fn receive(input: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
    let length: usize = length.filter(|length| *length <= LONGEST)?;
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    // what is no JSON is passed over, like a message without a method
    Some(serde_json::from_slice(&body).unwrap_or(Value::Null))
}

/// Sends a message; false when nobody listens any more.
pub fn send(output: &mut impl Write, message: &Value) -> bool {
    let body = message.to_string();
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())
        .and_then(|()| output.flush())
        .is_ok()
}
