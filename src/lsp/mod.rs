//! The language server: what an editor asks about rule files and scenarios.
//!
//! In: messages of the Language Server Protocol on stdin. Out: answers and findings on stdout. It holds the files of one folder as they
//! stand in the editor, and no legal logic.

mod actions;
mod cases;
mod completion;
mod hover;
mod names;
mod outline;
mod positions;
mod requests;
mod server;
mod wire;

use serde_json::{Value, json};
use server::Server;
use std::path::Path;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// Serves an editor on stdin and stdout until it says goodbye. The rules are those of the folder that the editor has open (of its folder
/// `rules` where there is one), else those named here. True when the editor asked for the end.
pub fn serve(rules: &Path) -> bool {
    let (sender, messages) = channel();
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        while let Some(message) = wire::receive(&mut input) {
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    let mut output = std::io::stdout().lock();
    run(rules, &messages, &mut |message| wire::send(&mut output, &message))
}

fn run(rules: &Path, messages: &Receiver<Value>, send: &mut dyn FnMut(Value) -> bool) -> bool {
    let mut server = Server::new(rules);
    let mut asked_to_end = false;
    loop {
        // while keys are struck faster than the rules are checked, only the last state is checked
        let message = match messages.try_recv() {
            Ok(message) => message,
            Err(TryRecvError::Disconnected) => return asked_to_end,
            Err(TryRecvError::Empty) => {
                if !server.publish().into_iter().all(&mut *send) {
                    return false;
                }
                match messages.recv() {
                    Ok(message) => message,
                    Err(_) => return asked_to_end,
                }
            }
        };
        let method = message.get("method").and_then(Value::as_str).unwrap_or("");
        let parameters = message.get("params").cloned().unwrap_or(Value::Null);
        match (message.get("id"), method) {
            (_, "exit") => return asked_to_end,
            (_, "") => {} // an answer to what the server asked, or nothing that can be read
            (Some(id), method) => {
                asked_to_end |= method == "shutdown";
                let answer = match requests::answer(&mut server, method, parameters) {
                    Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
                    Err((code, text)) => {
                        json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": text } })
                    }
                };
                if !send(answer) {
                    return false;
                }
            }
            (None, method) => requests::notice(&mut server, method, parameters),
        }
    }
}
