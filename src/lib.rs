#![doc = include_str!("../README.md")]

mod case;
mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "columns")]
mod columns;
mod compare;
mod evaluate;
mod explain;
mod finding;
mod law;
mod library;
#[cfg(feature = "lsp")]
mod lsp;
mod plan;
mod resolve;
mod scenario;
mod source;
mod syntax;
mod time;
mod timeline;
mod value;
mod words;

pub use case::{Case, CaseBuilder, CaseErrors, CaseProblem, Document};
#[cfg(feature = "columns")]
pub use columns::{ColumnError, Columns, ColumnsError};
pub use compare::{
    LawAt, LawDiff, ParameterDiff, ProvisionChange, ProvisionDiff, VocabularyDiff, diff, diff_always,
};
#[cfg(feature = "naive")]
pub use evaluate::BeyondNaive;
pub use evaluate::{Outcome, Question, QuestionError};
pub use explain::{
    Answer, CaseTimeline, Cited, ComparedLaw, ComparedVersion, Condition, ConditionalAnswers,
    ConditionalFact, CountedBy, MissingFact, MissingKind, Note, OtherReading, ReadingTaken, TimelineRow,
    Undetermined, WhyNode, answer_json, answer_text, why_text,
};
pub use finding::{Finding, Fix, Page, Severity, finding_json, page, pages, render, render_plain};
pub use law::{Citation, CitationError, parse_citation};
pub use library::{
    AmendmentBy, Ask, Checked, Desk, Fact, Form, Library, LibraryError, Matter, PrepareError, Prepared,
    RuleErrors, Snapshot, UnknownMatter, Workspace,
};
#[cfg(feature = "lsp")]
pub use lsp::serve_editor;
pub use scenario::{
    Coverage, Exercised, Failure, NormCoverage, Read as ReadScenario, Report, read_scenarios,
    run as run_scenario,
};
pub use source::{FileId, Limits, LoadError, SourceFile, SourceMap, Span};
pub use syntax::{format_cases, format_law};
pub use time::{
    Calendar, CountError, Counted, Counter, CountingRule, Date, DayEnd, DayOff, Duration, DurationKind,
    Easter, Event, FirstDay, FirstHour, Holiday, HolidayOn, LocalTimeError, Moment, MonthEnd, MovedDay,
    Pause, Period, Periods, Roll, TimeError, TimeLimit, TimeOfDay, Weekday, Zone, add_duration_to_date,
    months_between, parse_date, parse_duration, parse_moment, parse_time_of_day, shift, years_between,
};
pub use value::{Country, Currency, Number, NumberError, Rounding, Truth, Value};

/// The examples of the guide for embedders, run as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/embedding.md")]
struct GuideForEmbedders;
