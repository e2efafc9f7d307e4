//! What the server holds: the files as they stand in the editor, and what was found in them.

use super::positions::{location, name, offset, range_of, url};
use crate::finding::{Finding, Severity};
use crate::library::{Checked, Library, Workspace};
use crate::resolve::Program;
use crate::scenario::{read_scenarios, run};
use crate::source::{Limits, SourceFile, SourceMap, Span, collect_files, read_text};
use lsp_types::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The files of one folder.
pub struct Server {
    rules: PathBuf,
    limits: Limits,
    workspace: Workspace,
    cases: SourceMap,
    /// The files that the editor has open, each with the version of its text.
    open: BTreeMap<Url, i32>,
    checked: Option<Checked>,
    /// The last rules without errors: scenarios are run against them.
    library: Option<Library>,
    /// The files that show findings.
    shown: BTreeSet<Url>,
    /// Whether something changed since findings were shown.
    stale: bool,
}

/// Whether a file holds scenarios.
pub fn is_case(url: &Url) -> bool {
    url.path().ends_with(".case")
}

/// Frees what was known of all rules: that takes its time, and nobody need wait for it.
fn free(old: Option<impl Send + 'static>) {
    std::thread::spawn(move || drop(old));
}

impl Server {
    pub fn new(rules: &Path) -> Server {
        let limits = Limits::default();
        Server {
            rules: rules.to_path_buf(),
            limits,
            workspace: Workspace::new(&limits),
            cases: SourceMap::default(),
            open: BTreeMap::new(),
            checked: None,
            library: None,
            shown: BTreeSet::new(),
            stale: false,
        }
    }

    /// Reads the files of the folder.
    pub fn read_rules(&mut self) {
        let rules = self.rules.clone();
        self.read_below(&rules);
    }

    fn read_below(&mut self, folder: &Path) {
        for extension in ["law", "case"] {
            for path in collect_files(folder, &[extension], &self.limits).unwrap_or_default() {
                if let (Ok(text), Ok(path)) = (read_text(&path, &self.limits), path.canonicalize()) {
                    let name = path.display().to_string();
                    if url(&name).is_none_or(|url| !self.open.contains_key(&url)) {
                        self.put(&name, &text);
                    }
                }
            }
        }
    }

    fn put(&mut self, name: &str, text: &str) {
        self.stale = true;
        if !name.ends_with(".case") {
            free(self.checked.take());
            self.workspace.set(name, text);
            return;
        }
        match self.cases.named(name).map(SourceFile::id) {
            Some(id) => {
                self.cases.replace(id, text);
            }
            None => {
                self.cases.add(name, text);
            }
        }
    }

    fn set(&mut self, url: &Url, text: &str) {
        if let Some(name) = name(url) {
            self.put(&name, text);
        }
    }

    /// A file that the editor opens, with its text there. A bill is read as if it were law while it is open.
    pub fn open(&mut self, opened: &TextDocumentItem) {
        self.open.insert(opened.uri.clone(), opened.version);
        self.set(&opened.uri, &opened.text);
    }

    /// A file that the editor closes is what it is on disk; what lies outside the rules is forgotten.
    pub fn close(&mut self, url: &Url) {
        self.open.remove(url);
        match self.belongs(url) {
            true => self.reread(url),
            false => self.set(url, ""),
        }
    }

    /// Changes of a text, one after the other.
    pub fn change(&mut self, told: &DidChangeTextDocumentParams) {
        let url = &told.text_document.uri;
        if let Some(version) = self.open.get_mut(url) {
            *version = told.text_document.version;
        }
        let Some(mut text) = self.file(url).map(|file| file.text().to_owned()) else {
            return;
        };
        for change in &told.content_changes {
            match change.range {
                Some(range) => {
                    let (start, end) = (offset(&text, range.start), offset(&text, range.end));
                    if text.get(start..end).is_some() {
                        text.replace_range(start..end, &change.text);
                    }
                }
                None => text = change.text.clone(),
            }
        }
        self.set(url, &text);
    }

    /// A file as it stands on disk; one that is gone is empty.
    fn reread(&mut self, url: &Url) {
        if let Ok(path) = url.to_file_path() {
            let text = read_text(&path, &self.limits).unwrap_or_default();
            self.set(url, &text);
        }
    }

    /// A file or folder that something else than the editor changed, made or took away. What the editor has open is as it stands there.
    pub fn changed_on_disk(&mut self, path: &Path) {
        if path.is_dir() {
            let rules = self.rules.canonicalize().unwrap_or_else(|_| self.rules.clone());
            if path.starts_with(&rules) {
                self.read_below(path);
            } else if rules.starts_with(path) {
                self.read_rules();
            }
            return;
        }
        if let Ok(url) = Url::from_file_path(path)
            && self.belongs(&url)
            && !self.open.contains_key(&url)
        {
            self.reread(&url);
        }
        if !path.exists() {
            self.forget_below(path);
        }
    }

    /// The files of a folder that is gone are gone.
    fn forget_below(&mut self, folder: &Path) {
        let files = self.workspace.sources().files().iter().chain(self.cases.files());
        let below =
            files.filter(|file| !file.text().is_empty() && Path::new(file.name()).starts_with(folder));
        let names: Vec<String> = below.map(|file| file.name().to_owned()).collect();
        for name in names {
            if url(&name).is_none_or(|url| !self.open.contains_key(&url)) {
                self.put(&name, "");
            }
        }
    }

    /// Notices that take back all that was shown.
    pub fn take_back(&mut self) -> Vec<Value> {
        let shown = std::mem::take(&mut self.shown).into_iter();
        shown
            .map(|uri| {
                let told = PublishDiagnosticsParams {
                    uri,
                    diagnostics: Vec::new(),
                    version: None,
                };
                json!({ "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": told })
            })
            .collect()
    }

    /// Whether a file is one of the rules.
    fn belongs(&self, url: &Url) -> bool {
        let rules = self.rules.canonicalize().unwrap_or_else(|_| self.rules.clone());
        let bill = |path: &Path| path.components().any(|part| part.as_os_str() == "bills");
        let inside = url
            .to_file_path()
            .is_ok_and(|path| path.starts_with(rules) && !bill(&path));
        inside && (is_case(url) || url.path().ends_with(".law"))
    }

    /// A file.
    pub fn file(&self, url: &Url) -> Option<&SourceFile> {
        let map = if is_case(url) {
            &self.cases
        } else {
            self.workspace.sources()
        };
        map.named(&name(url)?)
    }

    /// The files as parsed.
    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    /// The scenarios as they stand.
    pub fn cases(&self) -> &SourceMap {
        &self.cases
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What was found in the rules as they stand.
    pub fn checked(&mut self) -> &Checked {
        let checked = self.checked.take().unwrap_or_else(|| self.workspace.check());
        if let Some(library) = &checked.library {
            free(self.library.replace(library.clone()));
        }
        self.checked.insert(checked)
    }

    /// What the rules mean as they stand, errors or not.
    pub fn program(&mut self) -> Arc<Program> {
        self.checked().program.clone()
    }

    /// The last rules without errors.
    pub fn library(&mut self) -> Option<Library> {
        self.checked();
        self.library.clone()
    }

    /// Notices of all findings, where something changed since they were last shown. Files that are open are always told of.
    pub fn publish(&mut self) -> Vec<Value> {
        if !std::mem::take(&mut self.stale) {
            return Vec::new();
        }
        let opened = self.open.keys().map(|url| (url.clone(), Vec::new()));
        let mut all: BTreeMap<Url, Vec<Diagnostic>> = opened.collect();
        let checked = self.checked();
        for finding in &checked.findings {
            if let Some((url, shown)) = diagnostic(finding, &checked.sources) {
                all.entry(url).or_default().push(shown);
            }
        }
        self.add_cases(&mut all);
        let gone = self.shown.iter().filter(|url| !all.contains_key(url));
        let gone: Vec<(Url, Vec<Diagnostic>)> = gone.map(|url| (url.clone(), Vec::new())).collect();
        self.shown = all.keys().cloned().collect();
        let notices = gone.into_iter().chain(all);
        notices
            .map(|(uri, diagnostics)| {
                let version = self.open.get(&uri).copied();
                let told = PublishDiagnosticsParams {
                    uri,
                    diagnostics,
                    version,
                };
                json!({ "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": told })
            })
            .collect()
    }

    /// What is wrong with the scenarios that are open, and which expectations do not hold. They are read against rules without errors
    /// alone.
    fn add_cases(&mut self, all: &mut BTreeMap<Url, Vec<Diagnostic>>) {
        let Some(library) = self.checked().library.clone() else {
            return;
        };
        for url in self.open.keys().filter(|url| is_case(url)) {
            let Some(file) = self.file(url) else { continue };
            let (read, mut findings) = read_scenarios(&library, file);
            let mut shown = Vec::new();
            for one in &read {
                match run(&library, one) {
                    Ok(report) => shown.extend(report.failures.iter().map(|failure| Diagnostic {
                        code: Some(NumberOrString::String("expectation".to_owned())),
                        ..plain(
                            file,
                            failure.span,
                            format!("{}\n{}", failure.message, failure.why),
                        )
                    })),
                    Err(found) => findings.extend(found),
                }
            }
            let found = findings
                .iter()
                .filter_map(|finding| diagnostic(finding, &self.cases));
            shown.extend(found.map(|(_, shown)| shown));
            all.insert(url.clone(), shown);
        }
    }
}

fn plain(file: &SourceFile, span: Span, message: String) -> Diagnostic {
    Diagnostic {
        range: range_of(file, span),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("jargy".to_owned()),
        message,
        ..Diagnostic::default()
    }
}

/// A finding as editors show it, and in which file.
fn diagnostic(finding: &Finding, sources: &SourceMap) -> Option<(Url, Diagnostic)> {
    let file = sources.file(finding.span.file())?;
    let related = finding.related.iter().filter_map(|(span, words)| {
        Some(DiagnosticRelatedInformation {
            location: location(sources, *span)?,
            message: words.clone(),
        })
    });
    let message = match &finding.help {
        Some(help) => format!("{}\n{help}", finding.message),
        None => finding.message.clone(),
    };
    let shown = Diagnostic {
        severity: Some(match finding.severity {
            Severity::Error => DiagnosticSeverity::ERROR,
            Severity::Warning => DiagnosticSeverity::WARNING,
        }),
        code: Some(NumberOrString::String(finding.name.to_owned())),
        related_information: Some(related.collect()),
        ..plain(file, finding.span, message)
    };
    Some((url(file.name())?, shown))
}
