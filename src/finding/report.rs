//! A finding shown: for people through miette, for programs as JSON.

use super::excerpt::Excerpt;
use super::{Finding, Fix, Severity};
use crate::source::{SourceMap, Span, visible};
use miette::{Diagnostic, LabeledSpan, SourceCode};
use serde_json::{Value, json};
use std::fmt;

/// One finding as miette wants it. Related places in other files follow as notes of their own.
#[derive(Debug)]
struct Report {
    finding: Finding,
    source: Excerpt,
    others: Vec<Note>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl std::error::Error for Report {}

impl Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.finding.name))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.finding
            .help
            .as_ref()
            .map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |span: Span, words: &str, primary| label(&self.source, span, words, primary);
        let main = std::iter::once(label(self.finding.span, &self.finding.label, true));
        let near = self
            .finding
            .related
            .iter()
            .filter(|(span, _)| span.file() == self.finding.span.file())
            .map(move |(span, words)| label(*span, words, false));
        Some(Box::new(main.chain(near)))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        if self.others.is_empty() {
            return None;
        }
        Some(Box::new(self.others.iter().map(|note| note as &dyn Diagnostic)))
    }
}

/// A related place in another file.
#[derive(Debug)]
struct Note {
    words: String,
    span: Span,
    source: Excerpt,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Note {}

impl Diagnostic for Note {
    fn severity(&self) -> Option<miette::Severity> {
        Some(miette::Severity::Advice)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(label(
            &self.source,
            self.span,
            "here",
            true,
        ))))
    }
}

fn label(source: &Excerpt, span: Span, words: &str, primary: bool) -> LabeledSpan {
    let start = source.place(span.start());
    let range = (start, source.place(span.end()).saturating_sub(start));
    if primary {
        LabeledSpan::new_primary_with_span(Some(words.to_owned()), range)
    } else {
        LabeledSpan::new_with_span(Some(words.to_owned()), range)
    }
}

/// The file of some places as it is shown; the first place matters most.
fn excerpt(sources: &SourceMap, spans: &[Span]) -> Excerpt {
    let file = spans.first().and_then(|span| sources.file(span.file()));
    let places: Vec<(usize, usize)> = spans.iter().map(|span| (span.start(), span.end())).collect();
    match file {
        Some(file) => Excerpt::new(file.name(), file.text(), &places),
        None => Excerpt::new("", "", &[]),
    }
}

/// The finding drawn for a terminal of `width` columns, coloured or not.
pub fn render(finding: &Finding, sources: &SourceMap, width: usize, colour: bool) -> String {
    let mut text = String::new();
    draw(&report_of(finding, sources), width, colour, &mut text);
    text
}

/// The finding in words alone, without drawings: for screen readers.
pub fn render_plain(finding: &Finding, sources: &SourceMap) -> String {
    let mut text = String::new();
    narrate(&report_of(finding, sources), &mut text);
    text
}

/// A finding with its files.
fn report_of(finding: &Finding, sources: &SourceMap) -> Report {
    let finding = finding.said(|text| visible(text).into_owned());
    let (near, far): (Vec<_>, Vec<_>) = finding
        .related
        .iter()
        .partition(|(span, _)| span.file() == finding.span.file());
    let near = near.iter().map(|(span, _)| *span);
    let spans: Vec<Span> = std::iter::once(finding.span).chain(near).collect();
    let others = far.iter().map(|(span, words)| Note {
        words: words.clone(),
        span: *span,
        source: excerpt(sources, &[*span]),
    });
    Report {
        source: excerpt(sources, &spans),
        others: others.collect(),
        finding,
    }
}

fn narrate(report: &Report, text: &mut String) {
    let told = miette::NarratableReportHandler::new().render_report(text, report);
    if told.is_err() {
        text.push_str(&report.finding.message);
    }
}

#[cfg(feature = "cli")]
fn draw(report: &Report, width: usize, colour: bool, text: &mut String) {
    use miette::{GraphicalReportHandler, GraphicalTheme};
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width.max(40))
        .with_context_lines(1)
        .with_links(false);
    if handler.render_report(text, report).is_err() {
        text.push_str(&report.finding.message);
    }
}

#[cfg(not(feature = "cli"))]
fn draw(report: &Report, _width: usize, _colour: bool, text: &mut String) {
    narrate(report, text);
}

/// The finding as JSON: name, severity, message, place, related places, help, fix.
pub fn finding_json(finding: &Finding, sources: &SourceMap) -> Value {
    json!({
        "name": finding.name,
        "severity": finding.severity.word(),
        "message": finding.message,
        "place": place_json(finding.span, sources),
        "related": finding.related.iter().map(|(span, words)| json!({
            "place": place_json(*span, sources), "message": words,
        })).collect::<Vec<_>>(),
        "help": finding.help,
        "fix": finding.fix.as_ref().map(|fix| fix_json(fix, sources)),
        "suggestion": finding.suggestion.as_ref().map(|fix| fix_json(fix, sources)),
    })
}

fn fix_json(fix: &Fix, sources: &SourceMap) -> Value {
    json!({ "place": place_json(fix.span, sources), "replacement": fix.replacement })
}

fn place_json(span: Span, sources: &SourceMap) -> Value {
    let Some(file) = sources.file(span.file()) else {
        return Value::Null;
    };
    let (line, column) = file.line_column(span.start());
    let (end_line, end_column) = file.line_column(span.end());
    json!({
        "file": file.name(), "line": line, "column": column,
        "end_line": end_line, "end_column": end_column,
        "start": span.start(), "end": span.end(),
    })
}
