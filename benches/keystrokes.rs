//! From a keystroke to the findings in the editor: the language server over stdin and stdout, on a folder of 1,000 provisions in 20 files.
//!
//! `cargo bench --bench keystrokes`
#![allow(clippy::indexing_slicing)]

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

const FILES: usize = 20;
const PROVISIONS: usize = 50;
const KEYSTROKES: usize = 200;

const VOCABULARY: &str = "role court \"court\"\nenum gravity: minor < medium < serious\nmatter Custody \"custody of a suspect\"\n  \
    suspect_is_minor : yes/no\n  gravity : gravity\n  sentence : duration\n  fine : money KZT\n  visits : number\n  \
    arrested_on : date or none\n  informed_at : moment or none\naction remand of Custody\naction inform of Custody\n\
    code CCP \"Code\" in force from 1998-01-01\n  in matters of Custody\n";

fn provision(number: usize) -> String {
    format!(
        "article {number} \"Heading of article {number}\"\n  text en \"Where the suspect is a minor, the court may remand for {number} days.\"\n  \
         source \"S\" para {number}\n  define risk_{number} as visits > {} or gravity is serious\n  may remand by court when risk_{number} and sentence > 2 years\n    \
         unless suspect_is_minor\n  must inform within {} days of arrested_on\n    if all of\n      (a) risk_{number};\n      (b) gravity >= medium;\n      \
         (c) fine > {number} KZT\n    done informed_at\n",
        number % 7,
        number % 30 + 1
    )
}

fn send(input: &mut ChildStdin, message: &Value) {
    let body = message.to_string();
    let sent = write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).and_then(|()| input.flush());
    assert!(sent.is_ok());
}

fn receive(output: &mut BufReader<ChildStdout>) -> Value {
    let mut length = 0;
    loop {
        let mut line = String::new();
        assert!(output.read_line(&mut line).is_ok_and(|read| read > 0));
        match line.trim().strip_prefix("Content-Length: ") {
            Some(value) => length = value.parse().unwrap_or(0),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    assert!(output.read_exact(&mut body).is_ok());
    serde_json::from_slice(&body).unwrap_or(Value::Null)
}

/// Waits for the findings of a version of the file.
fn findings(output: &mut BufReader<ChildStdout>, version: usize) -> usize {
    loop {
        let message = receive(output);
        if message["params"]["version"] == version {
            return message["params"]["diagnostics"].as_array().map_or(0, Vec::len);
        }
    }
}

fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let root = folder.path().canonicalize()?;
    std::fs::write(root.join("a.law"), VOCABULARY)?;
    let mut first = String::new();
    for file in 0..FILES {
        let numbers = file * PROVISIONS + 1..=(file + 1) * PROVISIONS;
        let provisions: String = numbers.map(provision).collect();
        let text = format!("code CCP\n  in matters of Custody\n{provisions}");
        std::fs::write(root.join(format!("b{file:02}.law")), &text)?;
        if file == FILES / 2 {
            first = text;
        }
    }
    let mut server = Command::new(env!("CARGO_BIN_EXE_jargy"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut input), Some(output)) = (server.stdin.take(), server.stdout.take()) else {
        return Ok(());
    };
    let mut output = BufReader::new(output);
    let url = |name: &str| format!("file://{}", root.join(name).display());
    let opened = json!({ "processId": null, "capabilities": {}, "rootUri": url("") });
    send(
        &mut input,
        &json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": opened }),
    );
    receive(&mut output);
    let file = url(&format!("b{:02}.law", FILES / 2));
    let document = json!({ "uri": file, "languageId": "jargy", "version": 0, "text": first });
    send(
        &mut input,
        &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }),
    );
    findings(&mut output, 0);
    // a letter goes out of a name and comes back
    let line = first
        .lines()
        .position(|line| line.contains("may remand"))
        .unwrap_or(0);
    let mut times: Vec<Duration> = Vec::new();
    for version in 1..=KEYSTROKES {
        let odd = version % 2 == 1;
        let end = if odd { 8 } else { 7 };
        let range =
            json!({ "start": { "line": line, "character": 7 }, "end": { "line": line, "character": end } });
        let change = json!({ "range": range, "text": if odd { "" } else { "e" } });
        let told = json!({ "textDocument": { "uri": file, "version": version }, "contentChanges": [change] });
        let start = Instant::now();
        send(
            &mut input,
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": told }),
        );
        let found = findings(&mut output, version);
        times.push(start.elapsed());
        assert_eq!(found > 0, odd, "version {version} has {found} findings");
        std::thread::sleep(Duration::from_millis(20));
    }
    times.sort_unstable();
    let part = |of: usize| times.get(times.len() * of / 100).copied().unwrap_or_default();
    println!(
        "{} provisions, {KEYSTROKES} keystrokes: median {:?}, 95 of 100 within {:?}",
        FILES * PROVISIONS,
        part(50),
        part(95)
    );
    server.kill()
}
