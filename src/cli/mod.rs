//! The command line. One file per command; no legal logic.
//!
//! In: arguments and files. Out: text or JSON on stdout, everything else on stderr, and an exit status: 0
//! done and nothing found, 1 findings, 2 bad usage or unreadable input.

mod arguments;
mod ask;
#[cfg(feature = "table")]
mod batch;
mod cases;
mod check;
mod completions;
mod consolidate;
mod coverage;
mod coverage_page;
mod credits;
mod diff;
mod diff_page;
mod diff_text;
mod draft;
mod eval;
mod explain;
mod fmt;
mod impact;
mod list;
mod output;
mod repl;
mod revision;
mod save;
mod schema;
mod show;
mod test;
mod timeline;

use arguments::{Arguments, Command, Format};
use clap::Parser;
use output::Output;
use std::ffi::OsString;
use std::io::Write as _;

/// Runs the command line with these arguments (the first is the program's name); returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let parsed = match Arguments::try_parse_from(arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            if error.use_stderr() {
                let _ = error.print(); // there is nobody else to be told
                return 2;
            }
            // help and the version are output like any other
            let printed = error.print().and_then(|()| std::io::stdout().flush());
            return match printed {
                Err(failed) if failed.kind() != std::io::ErrorKind::BrokenPipe => {
                    Output::new(Format::Text, "en").fail(format!("the output cannot be written: {failed}"))
                }
                Ok(()) | Err(_) => 0,
            };
        }
    };
    let mut output = Output::new(parsed.format, &parsed.lang);
    output.plain = parsed.plain;
    if parsed.format == Format::Sarif && !matches!(parsed.command, Command::Check(_)) {
        let status = output.fail("only `check` writes SARIF");
        return status;
    }
    let status = match &parsed.command {
        Command::Check(command) => check::run(command, &parsed, &mut output),
        Command::Eval(command) => eval::run(command, &parsed, &mut output),
        Command::Timeline(command) => timeline::run(command, &parsed, &mut output),
        Command::Consolidate(command) => consolidate::run(command, &parsed, &mut output),
        Command::Diff(command) => diff::run(command, &parsed, &mut output),
        Command::Impact(command) => impact::run(command, &parsed, &mut output),
        #[cfg(feature = "table")]
        Command::Batch(command) => batch::run(command, &parsed, &mut output),
        Command::Test(command) => test::run(command, &parsed, &mut output),
        Command::Fmt(command) => fmt::run(command, &parsed, &mut output),
        Command::Coverage(command) => coverage::run(command, &parsed, &mut output),
        Command::Show(command) => show::run(command, &parsed, &mut output),
        Command::Repl => repl::run(&parsed, &mut output),
        Command::Ask(command) => ask::run(command, &parsed, &mut output),
        #[cfg(feature = "lsp")]
        Command::Lsp => return u8::from(!crate::lsp::serve(&parsed.rules)),
        Command::List(command) => list::run(command, &parsed, &mut output),
        Command::Schema(command) => schema::run(command, &parsed, &mut output),
        Command::Explain(command) => explain::run(command, &mut output),
        Command::Completions(command) => completions::run(command, &mut output),
    };
    output.finish(status)
}
