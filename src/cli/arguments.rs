//! The arguments of all commands.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Rules as code: statutes in, reasoned answers out.
#[derive(Debug, Parser)]
#[command(name = "jargy", version, about, disable_help_subcommand = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// The rules: a folder, or one file.
    #[arg(long, global = true, default_value = "rules", value_name = "DIR")]
    pub rules: PathBuf,
    /// A bill: a rule file that is read as if it were law. May be given several times.
    #[arg(long, global = true, value_name = "BILL")]
    pub with: Vec<PathBuf>,
    /// The language of labels and messages: en, ru or kk; labels in any that the rules have.
    #[arg(long, global = true, default_value = "en", value_name = "LANGUAGE")]
    pub lang: String,
    /// Words alone: no drawings, no colour. For screen readers.
    #[arg(long, global = true)]
    pub plain: bool,
    /// Text for people or JSON for programs.
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For code scanners: findings of `check` in SARIF 2.1.0.
    Sarif,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check rules: every finding with its place and what to write instead.
    Check(Check),
    /// Answer a case, with reasons.
    Eval(Eval),
    /// All duties and limits of a case, in the order in which they are due.
    Timeline(Timeline),
    /// The law in force on a date as a rule file of its own.
    Consolidate(Consolidate),
    /// What changed: between two dates, two rule folders, or two git revisions.
    Diff(Diff),
    /// Which cases change, how, and by which act: between two dates, or with a bill.
    Impact(Impact),
    /// Decide many cases: CSV, NDJSON or Parquet in and out.
    #[cfg(feature = "table")]
    Batch(Batch),
    /// Run scenario files.
    Test(Test),
    /// Lay rule files and scenarios out in the one canonical way.
    Fmt(Fmt),
    /// What the scenarios exercise of the law, and what they do not.
    Coverage(Coverage),
    /// Show a provision at a date, with its versions.
    Show(Show),
    /// An interview: asks only for facts that can still change the answer.
    Ask(Ask),
    /// A session: build a case, ask, change the date, ask why and what if.
    Repl,
    /// List what the law knows.
    List(List),
    /// What a finding of `check` means, with a wrong and a right example.
    Explain(Explain),
    /// The language server, for editors: speaks the Language Server Protocol on stdin and stdout.
    #[cfg(feature = "lsp")]
    Lsp,
    /// JSON Schema of a case of a matter.
    Schema(Schema),
    /// Completions for a shell.
    Completions(Completions),
}

/// `check`
#[derive(Debug, Args)]
pub struct Check {
    /// Rule files or folders; those of `--rules` when none are given.
    pub paths: Vec<PathBuf>,
    /// Write replacements that are certain into the files, then check again.
    #[arg(long)]
    pub fix: bool,
}

/// A case, and when it is looked at.
#[derive(Debug, Args)]
pub struct CaseArguments {
    /// The case: `.json`, `.yaml`, `.case`; `-` reads JSON from stdin.
    pub case: PathBuf,
    /// The date of the law; else that of the case, else that which governs the matter.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// A reading of what a source leaves open, by its name; the default readings where none is named. May be given
    /// several times.
    #[arg(long, value_name = "NAME")]
    pub reading: Vec<String>,
    /// The moment of assessment: RFC 3339, or local time in the jurisdiction's zone.
    #[arg(long, value_name = "MOMENT")]
    pub at: Option<String>,
}

/// `timeline`
#[derive(Debug, Args)]
pub struct Timeline {
    /// The case.
    #[command(flatten)]
    pub case: CaseArguments,
}

/// `eval`
#[derive(Debug, Args)]
pub struct Eval {
    /// The case.
    #[command(flatten)]
    pub case: CaseArguments,
    /// A question; several may be asked. All of the matter when none is given (of a scenario, those it expects).
    #[arg(long, value_name = "QUESTION")]
    pub ask: Vec<String>,
    /// Add the whole tree of reasons.
    #[arg(long)]
    pub why: bool,
    /// Turn an unknown answer into conditional ones: the fewest missing facts under which it is known.
    #[arg(long)]
    pub provided: bool,
}

/// `consolidate`
#[derive(Debug, Args)]
pub struct Consolidate {
    /// The short name of an instrument; all law with the vocabulary where none is given.
    pub instrument: Option<String>,
    /// The date of the law.
    #[arg(long, value_name = "DATE")]
    pub on: String,
}

/// `diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// Two rule folders or git revisions, old and new; with dates, one citation such as "CCP article 532".
    pub what: Vec<String>,
    /// The date of the law before.
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// The date of the law after.
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// The date at which two folders or revisions are compared; every date by default.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// A self-contained HTML page instead of text.
    #[arg(long)]
    pub html: bool,
    /// Exit with 1 when something changed.
    #[arg(long)]
    pub exit_code: bool,
}

/// `batch`
#[cfg(feature = "table")]
#[derive(Debug, Args)]
pub struct Batch {
    /// The cases: a `.csv`, `.ndjson` or `.parquet` file; `-` is stdin.
    pub input: PathBuf,
    /// The matter of the cases.
    #[arg(long, value_name = "MATTER")]
    pub matter: String,
    /// A question; several may be asked.
    #[arg(long, value_name = "QUESTION", required = true)]
    pub ask: Vec<String>,
    /// Where the answers go: a `.csv`, `.ndjson` or `.parquet` file; `-` is stdout.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// The date of the law; else that of a column `on`, else that which governs the matter.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The moment of assessment of rows without one of their own in a column `at`.
    #[arg(long, value_name = "MOMENT")]
    pub at: Option<String>,
    /// A column that is no fact, written beside the answers. May be given several times.
    #[arg(long, value_name = "COLUMN")]
    pub keep: Vec<String>,
    /// Also write the facts that are missing and the provisions that decided; takes far longer.
    #[arg(long)]
    pub why: bool,
    /// Where rows that are no case go, each with its number and what is wrong; beside the answers by default.
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// Count outcomes, and the provisions on which each rests.
    #[arg(long)]
    pub summary: bool,
    /// What stands between the cells of CSV that is read: one character, or `tab`; a comma by default.
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<String>,
    /// How input from stdin is written: csv or ndjson.
    #[arg(long, value_name = "FORMAT")]
    pub input_format: Option<String>,
    /// How output to stdout is written: csv or ndjson.
    #[arg(long, value_name = "FORMAT")]
    pub output_format: Option<String>,
    /// Processors that are used; all by default.
    #[arg(long, value_name = "NUMBER")]
    pub threads: Option<usize>,
}

/// `impact`
#[derive(Debug, Args)]
pub struct Impact {
    /// Cases: files or folders of `.json`, `.yaml`, `.case`; or tables, `.csv`, `.ndjson` or `.parquet`.
    #[arg(required = true)]
    pub cases: Vec<PathBuf>,
    /// The matter of the rows of a table.
    #[cfg(feature = "table")]
    #[arg(long, value_name = "MATTER")]
    pub matter: Option<String>,
    /// A column of a table that is no fact. May be given several times.
    #[cfg(feature = "table")]
    #[arg(long, value_name = "COLUMN")]
    pub keep: Vec<String>,
    /// What stands between the cells of a table of CSV: one character, or `tab`; a comma by default.
    #[cfg(feature = "table")]
    #[arg(long, value_name = "CHARACTER")]
    pub delimiter: Option<String>,
    /// The date of the law before.
    #[arg(long, value_name = "DATE", requires = "to")]
    pub from: Option<String>,
    /// The date of the law after; with a bill, the date at which law with and without it are compared.
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// A question; several may be asked. All of the matter when none is given.
    #[arg(long, value_name = "QUESTION")]
    pub ask: Vec<String>,
    /// Exit with 1 when something changes.
    #[arg(long)]
    pub exit_code: bool,
}

/// `test`
#[derive(Debug, Args)]
pub struct Test {
    /// Scenario files or folders; those below `--rules` when none are given.
    pub paths: Vec<PathBuf>,
}

/// `ask`
#[derive(Debug, Args)]
pub struct Ask {
    /// The matter.
    pub matter: String,
    /// The question to answer.
    #[arg(long, value_name = "QUESTION")]
    pub goal: String,
    /// The date of the law; else that which governs the matter.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
    /// The moment of assessment.
    #[arg(long, value_name = "MOMENT")]
    pub at: Option<String>,
    /// Write the case: as a scenario where the name ends in `.case`, else as JSON.
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
}

/// `fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files or folders; those of `--rules` when none are given. `-` reads a rule file from stdin and writes it to stdout.
    pub paths: Vec<PathBuf>,
    /// Change nothing: show what would change, and exit with 1 where something would.
    #[arg(long)]
    pub check: bool,
}

/// `coverage`
#[derive(Debug, Args)]
pub struct Coverage {
    /// Scenario files or folders; those below `--rules` when none are given.
    pub paths: Vec<PathBuf>,
    /// A self-contained HTML page instead of text: the statute with what is covered and what is not.
    #[arg(long, conflicts_with = "format")]
    pub html: bool,
    /// Exit with 1 when something is not exercised.
    #[arg(long)]
    pub exit_code: bool,
}

/// `show`
#[derive(Debug, Args)]
pub struct Show {
    /// The citation, as in "CCP article 491".
    pub citation: String,
    /// Only the version in force on this date.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// `list`
#[derive(Debug, Args)]
pub struct List {
    /// What to list.
    #[arg(value_enum)]
    pub what: Listed,
    /// Only what is in force on this date.
    #[arg(long, value_name = "DATE")]
    pub on: Option<String>,
}

/// What can be listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// Matters.
    Matters,
    /// Facts of every matter.
    Facts,
    /// Questions of every matter.
    Questions,
    /// Parameters and their values.
    Parameters,
    /// Calendars, and whether a date is a working day.
    Calendars,
    /// Provisions and when they are in force.
    Provisions,
    /// What is assumed: days in force, what norms take for granted, values of parameters
    Assumptions,
    /// What the sources leave open, and its readings
    Interpretations,
}

/// `explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The name of the finding, as in "dangling-reference"; all of them where none is given.
    pub name: Option<String>,
}

/// `schema`
#[derive(Debug, Args)]
pub struct Schema {
    /// The matter.
    pub matter: String,
}

/// `completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
