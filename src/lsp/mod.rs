//! The language server: what an editor asks about rule files and scenarios.
//!
//! In: messages of the Language Server Protocol on stdin. Out: answers and findings on stdout. It holds the files of one folder as they
//! stand in the editor, and no legal logic.

mod actions;
mod cases;
mod completion;
mod folders;
mod hover;
mod names;
mod outline;
mod positions;
mod requests;
mod server;
mod wire;

use folders::Folders;
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// Serves an editor on stdin and stdout until it says goodbye. The rules are those of the folder that the editor has open (of its folder
/// `rules` where there is one), else those named here. True when the editor asked for the end.
pub fn serve(rules: &Path) -> bool {
    let input = std::io::BufReader::new(std::io::stdin());
    serve_editor(rules, input, &mut std::io::stdout().lock())
}

/// Serves an editor on streams of one's own, as the command `jargy lsp` does on stdin and stdout.
pub fn serve_editor(rules: &Path, mut input: impl BufRead + Send + 'static, output: &mut impl Write) -> bool {
    let (sender, messages) = channel();
    std::thread::spawn(move || {
        while let Some(message) = wire::receive(&mut input) {
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    run(rules, &messages, &mut |message| wire::send(output, &message))
}

/// Where the talk with an editor stands.
#[derive(PartialEq, Eq)]
enum Stage {
    Before,
    Open,
    /// The editor has asked for the end.
    Ended,
}

/// Nothing is answered before `initialize`.
const NOT_INITIALIZED: i64 = -32002;
/// Nothing is answered after `shutdown`.
const INVALID_REQUEST: i64 = -32600;

fn run(rules: &Path, messages: &Receiver<Value>, send: &mut dyn FnMut(Value) -> bool) -> bool {
    let mut folders = Folders::new(rules);
    let mut stage = Stage::Before;
    loop {
        // while keys are struck faster than the rules are checked, only the last state is checked
        let message = match messages.try_recv() {
            Ok(message) => message,
            Err(TryRecvError::Disconnected) => return stage == Stage::Ended,
            Err(TryRecvError::Empty) => {
                let mut notices = match stage {
                    Stage::Open => folders.publish(),
                    Stage::Before | Stage::Ended => Vec::new(),
                };
                notices.iter_mut().for_each(|notice| folders.spell(notice));
                if !notices.into_iter().all(&mut *send) {
                    return false;
                }
                match messages.recv() {
                    Ok(message) => message,
                    Err(_) => return stage == Stage::Ended,
                }
            }
        };
        let method = message.get("method").and_then(Value::as_str).unwrap_or("");
        let parameters = message.get("params").cloned().unwrap_or(Value::Null);
        match (message.get("id"), method) {
            (_, "exit") => return stage == Stage::Ended,
            (_, "") => {} // an answer to what the server asked, or nothing that can be read
            (Some(id), method) => {
                let mut answer = match answered(&mut folders, &mut stage, method, parameters) {
                    Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
                    Err((code, text)) => {
                        json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": text } })
                    }
                };
                folders.spell(&mut answer);
                if !send(answer) {
                    return false;
                }
            }
            (None, method) if stage == Stage::Open => {
                if !noted(&mut folders, method, parameters)
                    .into_iter()
                    .all(&mut *send)
                {
                    return false;
                }
            }
            (None, _) => {}
        }
    }
}

fn answered(
    folders: &mut Folders,
    stage: &mut Stage,
    method: &str,
    parameters: Value,
) -> Result<Value, requests::Refusal> {
    let refuse = |code, words: &str| Err((code, words.to_owned()));
    match (&stage, method) {
        (Stage::Before, "initialize") => {
            let able = requests::initialize(folders, parameters)?;
            *stage = Stage::Open;
            Ok(able)
        }
        (Stage::Before, _) => refuse(NOT_INITIALIZED, "ask to initialize first"),
        (Stage::Ended, _) => refuse(INVALID_REQUEST, "the server was asked to shut down"),
        (Stage::Open, "initialize") => refuse(INVALID_REQUEST, "the server is initialized already"),
        (Stage::Open, "shutdown") => {
            *stage = Stage::Ended;
            Ok(Value::Null)
        }
        (Stage::Open, method) => folders.answer(method, parameters),
    }
}

/// Takes note of what an editor tells; notices that follow at once.
fn noted(folders: &mut Folders, method: &str, parameters: Value) -> Vec<Value> {
    match method {
        "workspace/didChangeWorkspaceFolders" => {
            let mut notices = folders.change(&parameters);
            notices.iter_mut().for_each(|notice| folders.spell(notice));
            return notices;
        }
        "workspace/didChangeWatchedFiles"
        | "workspace/didRenameFiles"
        | "workspace/didCreateFiles"
        | "workspace/didDeleteFiles" => folders.changed_on_disk(&parameters),
        method => folders.notice(method, parameters),
    }
    Vec::new()
}
