//! `jargy repl`: a session to build a case, ask, change the date, ask why and what if.

mod helper;
mod highlight;
mod session;

use super::arguments::Arguments;
use super::output::{Output, colour_wanted, not_text, width, written};
use crate::library::Library;
use crate::source::{Limits, collect_files, visible, visible_line};
use helper::Completion;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{ColorMode, Config, Editor};
use session::{Reply, Session};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

pub fn run(arguments: &Arguments, output: &mut Output) -> u8 {
    let library = match output.load(arguments) {
        Ok(library) => library,
        Err(status) => return status,
    };
    let highlighted = colour_wanted() && !output.plain;
    let colour = if highlighted {
        ColorMode::Enabled
    } else {
        ColorMode::Disabled
    };
    let config = Config::builder()
        .auto_add_history(true)
        .color_mode(colour)
        .build();
    let mut editor: Editor<Completion, DefaultHistory> = match Editor::with_config(config) {
        Ok(editor) => editor,
        Err(error) => return output.fail(format!("no terminal: {error}")),
    };
    let history = history_file();
    if let Some(path) = &history {
        let _ = editor.load_history(path); // there is none the first time
    }
    let mut session = Session::new(library, output.language(), width());
    let mut watched = Watched::of(arguments);
    loop {
        editor.set_helper(Some(Completion::of(session.library(), session.draft())));
        match editor.readline(&visible_line(&session.prompt())) {
            Ok(line) => {
                if watched.changed(arguments) {
                    reload(&mut session, arguments, output);
                }
                match session.line(&line) {
                    Reply::Said(text) => match written(&visible(&text)) {
                        Ok(true) => {}
                        Ok(false) => break, // a reader that closed the pipe ends the session quietly
                        Err(error) => {
                            return output.fail(format!("the output cannot be written: {error}"));
                        }
                    },
                    Reply::Leave => break,
                }
            }
            Err(error) if not_text(&error) => output.say(
                output
                    .words()
                    .say("this line is not UTF-8 text; nothing was done"),
            ),
            Err(ReadlineError::Interrupted) => {} // the line is given up, the session goes on
            Err(ReadlineError::Eof) => break,
            Err(error) => return output.fail(format!("the terminal is gone: {error}")),
        }
    }
    if let Some(path) = &history {
        let folder = path.parent().map(std::fs::create_dir_all);
        if folder.is_some_and(|made| made.is_ok()) {
            // what others wrote there stays; a history that cannot be kept is no reason to complain
            let _ = editor.append_history(path);
        }
    }
    0
}

/// Rules that were changed are read anew; while they have errors, the session goes on with the old ones.
fn reload(session: &mut Session, arguments: &Arguments, output: &Output) {
    match output.load(arguments) {
        Ok(library) => {
            output.say("the rules were changed and are read anew");
            session.reload(library);
        }
        Err(_) => output.say("the rules that were read before stay in use"),
    }
}

/// When the rule files were changed last.
struct Watched {
    files: Vec<(PathBuf, Option<SystemTime>)>,
}

impl Watched {
    fn of(arguments: &Arguments) -> Watched {
        let paths = std::iter::once(&arguments.rules).chain(&arguments.with);
        let files = paths.filter_map(|path| collect_files(path, &["law"], &Limits::default()).ok());
        let files = files.flatten().map(|path| {
            let changed = modified(&path);
            (path, changed)
        });
        Watched {
            files: files.collect(),
        }
    }

    fn changed(&mut self, arguments: &Arguments) -> bool {
        let now = Watched::of(arguments);
        let changed = now.files != self.files;
        *self = now;
        changed
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|data| data.modified()).ok()
}

/// Where the history is kept: in the state folder of the user (XDG Base Directory Specification).
#[allow(clippy::disallowed_methods)] // the command line may look at XDG_STATE_HOME and HOME
fn history_file() -> Option<PathBuf> {
    let set = |name: &str| {
        std::env::var(name)
            .ok()
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let state = set("XDG_STATE_HOME").or_else(|| Some(set("HOME")?.join(".local/state")))?;
    Some(state.join("jargy").join("history"))
}

/// What completion needs of a library.
fn names_of(library: &Library) -> Vec<String> {
    let program = library.program();
    let mut names: Vec<String> = program.named().into_iter().map(|(_, _, name, _)| name).collect();
    names.extend(
        program
            .law
            .provisions
            .iter()
            .map(|provision| provision.citation.to_string()),
    );
    names.sort();
    names.dedup();
    names
}
