//! A finding: what was found in a file, where, why it is wrong, and what to write instead.
//!
//! In: nothing. Out: values that every room returns and only surfaces print. A finding always has a
//! place; its name is stable, kebab-case, and the argument of `jargy explain`.

mod excerpt;
mod nearest;
mod page;
mod report;
#[cfg(feature = "cli")]
mod sarif;

pub use nearest::nearest;
pub use page::{Page, page, pages};
pub use report::{finding_json, render, render_plain};
#[cfg(feature = "cli")]
pub use sarif::sarif;

use crate::source::Span;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rules cannot be used until this is mended.
    Error,
    /// The rules can be used, but a drafter should look.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// A replacement that is certain to be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// The text to put there.
    pub replacement: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Stable kebab-case name.
    pub name: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What was found and why it is wrong; lower case, drafter's words in backticks.
    pub message: String,
    /// The place.
    pub span: Span,
    /// Words under the place.
    pub label: String,
    /// Other places that belong to it.
    pub related: Vec<(Span, String)>,
    /// The next act: what to write instead.
    pub help: Option<String>,
    /// A certain replacement.
    pub fix: Option<Fix>,
    /// A replacement that may be meant: a name that is near. Whether it is, is for the drafter to say.
    pub suggestion: Option<Fix>,
}

impl Finding {
    /// An error at a place.
    pub fn error(name: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding {
            name,
            severity: Severity::Error,
            message: message.into(),
            span,
            label: "here".into(),
            related: Vec::new(),
            help: None,
            fix: None,
            suggestion: None,
        }
    }

    /// A warning at a place.
    pub fn warning(name: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding {
            severity: Severity::Warning,
            ..Finding::error(name, span, message)
        }
    }

    /// Words under the underlined text.
    pub fn label(mut self, label: impl Into<String>) -> Finding {
        self.label = label.into();
        self
    }

    /// What to write instead.
    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }

    /// Another place, with its words.
    pub fn related(mut self, span: Span, words: impl Into<String>) -> Finding {
        self.related.push((span, words.into()));
        self
    }

    /// The same finding in other words: those of another language.
    pub fn said(&self, say: impl Fn(&str) -> String) -> Finding {
        Finding {
            message: say(&self.message),
            label: say(&self.label),
            related: self
                .related
                .iter()
                .map(|(span, words)| (*span, say(words)))
                .collect(),
            help: self.help.as_deref().map(say),
            ..self.clone()
        }
    }

    /// A certain replacement of the place itself.
    pub fn fix(mut self, replacement: impl Into<String>) -> Finding {
        self.fix = Some(Fix {
            span: self.span,
            replacement: replacement.into(),
        });
        self
    }

    /// A replacement of the place itself that may be meant.
    pub fn perhaps(mut self, replacement: impl Into<String>) -> Finding {
        self.suggestion = Some(Fix {
            span: self.span,
            replacement: replacement.into(),
        });
        self
    }

    /// `did you mean ...` and a suggestion where a name is near; else the given words.
    pub fn suggest(self, near: Option<&str>, otherwise: impl Into<String>) -> Finding {
        match near {
            Some(name) => self.help(format!("did you mean `{name}`?")).perhaps(name),
            None => self.help(otherwise),
        }
    }

    /// Whether the rules cannot be used until this is mended.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Findings in reading order: by file, then place; each once.
pub fn in_reading_order(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| (a.span, a.name, &a.message).cmp(&(b.span, b.name, &b.message)));
    findings.dedup();
}
