//! `jargy fmt`

use super::arguments::{Arguments, Fmt};
use super::output::Output;
use crate::source::{Limits, SourceMap, collect_files, read_text, shown_path, write_text};
use crate::syntax::{format_cases, format_law};
use serde_json::json;
use similar::TextDiff;
use std::path::{Path, PathBuf};

pub fn run(command: &Fmt, arguments: &Arguments, output: &mut Output) -> u8 {
    formatted(command, arguments, output).unwrap_or_else(|status| status)
}

fn formatted(command: &Fmt, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    if command.paths.iter().any(|path| path.as_os_str() == "-") {
        let text = super::cases::stdin(output)?;
        output.exact(&laid_out("-", &text));
        return Ok(0);
    }
    let own = [arguments.rules.clone()];
    let paths = if command.paths.is_empty() {
        &own[..]
    } else {
        &command.paths
    };
    let mut changed: Vec<PathBuf> = Vec::new();
    let mut files = 0;
    for path in files_of(paths, output)? {
        let text = read_text(&path, &Limits::default()).map_err(|error| output.unreadable(&error))?;
        let made = laid_out(&path.display().to_string(), &text);
        files += 1;
        if made == text {
            continue;
        }
        if command.check {
            if !output.is_json() {
                show(&path, &text, &made, output);
            }
        } else {
            write_text(&path, &made).map_err(|wrong| output.fail(wrong))?;
        }
        changed.push(path);
    }
    if output.is_json() {
        let names: Vec<String> = changed.iter().map(|path| path.display().to_string()).collect();
        output.json(&json!({ "files": files, "changed": names }));
    } else {
        let verb = if command.check { "would change" } else { "changed" };
        output.line(format!("{files} files: {} {verb}", changed.len()));
    }
    Ok(u8::from(command.check && !changed.is_empty()))
}

/// Rule files and files of scenarios, those of bills too where a folder holds them.
fn files_of(paths: &[PathBuf], output: &Output) -> Result<Vec<PathBuf>, u8> {
    let limits = Limits::default();
    let mut all = Vec::new();
    for path in paths {
        let found = collect_files(path, &["law", "case"], &limits);
        all.extend(found.map_err(|error| output.unreadable(&error))?);
        for bills in bills_below(path) {
            let found = collect_files(&bills, &["law", "case"], &limits);
            all.extend(found.map_err(|error| output.unreadable(&error))?);
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// Folders named `bills`, which are no law and are laid out all the same.
fn bills_below(path: &Path) -> Vec<PathBuf> {
    let mut open = vec![(path.to_path_buf(), 0)];
    let mut found = Vec::new();
    while let Some((folder, depth)) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries.flatten() {
            let inner = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) && !hidden && depth < 16 {
                if entry.file_name() == "bills" {
                    found.push(inner);
                } else {
                    open.push((inner, depth + 1));
                }
            }
        }
    }
    found
}

fn laid_out(name: &str, text: &str) -> String {
    let mut sources = SourceMap::default();
    let file = sources.add(name, text);
    if name.ends_with(".case") {
        format_cases(&file, &Limits::default())
    } else {
        format_law(&file, &Limits::default())
    }
}

fn show(path: &Path, text: &str, made: &str, output: &mut Output) {
    let name = shown_path(path);
    let diff = TextDiff::from_lines(text, made);
    let shown = diff
        .unified_diff()
        .context_radius(2)
        .header(&name, "laid out")
        .to_string();
    output.raw(&shown);
}
