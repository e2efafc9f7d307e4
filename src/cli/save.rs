//! Cases kept in files. Saving adds a scenario to those of a file and replaces nothing; a file of JSON holds one case, which is replaced
//! only where the user says so. Loading reads either.

use super::draft::{Draft, from_document, from_scenario};
use crate::case::from_json;
use crate::finding::{Finding, render};
use crate::library::Library;
use crate::scenario::{Read, read_scenarios};
use crate::source::{Limits, LoadError, SourceMap, read_text, shown_path, visible_line, write_text};
use crate::syntax::parse_cases;
use serde_json::Value as Json;
use std::path::Path;

/// How a case is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As a scenario.
    Scenario,
    /// As a document of JSON.
    Json,
}

/// What came of saving.
pub enum Saved {
    /// It is saved; the words say where.
    Done(String),
    /// Another case stands there, which only the user may have replaced; the words say so.
    Taken(String),
}

/// How a case is written in a file, by its name.
pub fn form_of(path: &Path) -> Result<Form, String> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("case") => Ok(Form::Scenario),
        Some("json") => Ok(Form::Json),
        _ => Err(format!(
            "`{}`: name a file that ends in .case (scenarios) or .json (one case)",
            shown_path(path)
        )),
    }
}

/// The text of a file, where there is one.
fn old_text(path: &Path) -> Result<Option<String>, String> {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Ok(data) if !data.is_file() => Err(format!("`{}` is not a regular file", shown_path(path))),
        Ok(_) | Err(_) => read_text(path, &Limits::default())
            .map(Some)
            .map_err(|error: LoadError| error.to_string()),
    }
}

/// Whether a case can be saved there without anything being replaced.
pub fn free(path: &Path) -> Result<bool, String> {
    let old = old_text(path)?.unwrap_or_default();
    Ok(form_of(path)? == Form::Scenario || old.trim().is_empty())
}

/// Saves a case, with what is expected of it where scenarios are kept.
pub fn save(
    draft: &Draft,
    library: &Library,
    path: &Path,
    expect: &[String],
    replace: bool,
) -> Result<Saved, String> {
    let form = form_of(path)?;
    let old = old_text(path)?.unwrap_or_default();
    let name = shown_path(path);
    if form == Form::Scenario {
        return added(draft, path, &old, expect).map(Saved::Done);
    }
    let text = serde_json::to_string_pretty(&case_json(draft, library)?).unwrap_or_default() + "\n";
    if !replace && !old.trim().is_empty() && old != text {
        return Ok(Saved::Taken(format!("`{name}` holds another case")));
    }
    write_text(path, &text)?;
    Ok(Saved::Done(format!("saved {name}")))
}

/// Adds a scenario to those of a file, under a title that none of them has.
fn added(draft: &Draft, path: &Path, old: &str, expect: &[String]) -> Result<String, String> {
    let name = shown_path(path);
    let before = scenarios_of(old);
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("case");
    let stem = visible_line(stem).replace(['"', '\\'], "");
    if holds(old, &draft.scenario(&stem, expect)) {
        return Ok(format!("{name} has this scenario already: {stem}"));
    }
    let mut title = stem.clone();
    let mut number = 1;
    while before.0.contains(&title) {
        number += 1;
        title = format!("{stem} {number}");
    }
    let made = draft.scenario(&title, expect);
    let parted = match old {
        "" => String::new(),
        old if old.ends_with('\n') => format!("{old}\n"),
        old => format!("{old}\n\n"),
    };
    let text = parted + &made;
    // where the file does not end as it should, what is added would become part of what stands there
    let after = scenarios_of(&text);
    if after.0.len() != before.0.len() + 1 || after.1 > before.1 {
        return Err(format!(
            "nothing can be added to `{name}` as it stands; mend it first (`jargy test` says what is wrong), or save to another file"
        ));
    }
    write_text(path, &text)?;
    Ok(match old.trim() {
        "" => format!("saved {name}"),
        _ => format!("added scenario `{title}` to {name}"),
    })
}

/// Whether a scenario stands in a text, whole.
fn holds(text: &str, scenario: &str) -> bool {
    text.match_indices(scenario).any(|(place, _)| {
        let before = text.get(..place).unwrap_or("");
        let after = text.get(place + scenario.len()..).unwrap_or("");
        (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with(['\n', '\r']))
    })
}

/// The titles of the scenarios in a text, and how much is wrong with it.
fn scenarios_of(text: &str) -> (Vec<String>, usize) {
    let mut sources = SourceMap::default();
    let file = sources.add("", text);
    let (all, findings) = parse_cases(&file, &Limits::default());
    let titles = all.iter().map(|one| one.title.text.to_string());
    (titles.collect(), findings.len())
}

/// A case as JSON.
pub fn case_json(draft: &Draft, library: &Library) -> Result<Json, String> {
    let read = draft.read(library, 100, &|text| text.to_owned())?;
    Ok(read.document().json())
}

/// A case that was loaded.
pub struct Loaded {
    /// The case.
    pub draft: Draft,
    /// The questions that a scenario expects something of.
    pub asked: Vec<String>,
    /// What was loaded, in words.
    pub said: String,
}

/// What was named to be loaded: a file, and a scenario of it by its title in quotation marks.
pub fn named(words: &str) -> (&str, Option<&str>) {
    let title = words.strip_suffix('"').and_then(|words| words.split_once(" \""));
    match title {
        Some((path, title)) => (path.trim(), Some(title)),
        None => (words, None),
    }
}

/// Loads a case from a file; of several scenarios the one with this title, else the first.
pub fn load(
    library: &Library,
    path: &Path,
    title: Option<&str>,
    width: usize,
    say: &dyn Fn(&str) -> String,
) -> Result<Loaded, String> {
    let form = form_of(path)?;
    let text = read_text(path, &Limits::default()).map_err(|error| error.to_string())?;
    let name = shown_path(path);
    if form == Form::Json {
        let document =
            from_json(&text).map_err(|errors| format!("{name} is not a usable case:\n{errors}"))?;
        return Ok(Loaded {
            draft: from_document(&document, library, width, say)?,
            asked: Vec::new(),
            said: format!("loaded {name}"),
        });
    }
    let mut sources = SourceMap::default();
    let file = sources.add(&path.display().to_string(), &text);
    let (read, findings) = read_scenarios(library, &file);
    let one = match title {
        Some(title) => read.iter().position(|one| *one.scenario.title.text == *title),
        None => (!read.is_empty()).then_some(0),
    };
    let Some((place, one)) = one.and_then(|place| Some((place, read.get(place)?))) else {
        return Err(not_there(&name, title, &read, &findings, &sources, width, say));
    };
    Ok(Loaded {
        draft: from_scenario(one, &text),
        asked: one
            .scenario
            .expect
            .iter()
            .map(|line| line.question.text())
            .collect(),
        said: which(&name, place, &read, findings.len()),
    })
}

/// Which scenario was loaded, where there are several.
fn which(name: &str, place: usize, read: &[Read], wrong: usize) -> String {
    let titles: Vec<&str> = read.iter().map(|one| &*one.scenario.title.text).collect();
    let title = titles.get(place).copied().unwrap_or_default();
    let mut said = format!("loaded {title}");
    if titles.len() > 1 {
        let others = titles.iter().enumerate().filter(|(other, _)| *other != place);
        let others: Vec<String> = others.take(20).map(|(_, title)| format!("\"{title}\"")).collect();
        said = format!(
            "loaded `{title}`, scenario {} of {} in {name}; `load {name} \"TITLE\"` takes another: {}",
            place + 1,
            titles.len(),
            others.join(", ")
        );
    }
    if wrong > 0 {
        said.push_str("\nother scenarios of the file cannot be read; `jargy test` says what is wrong");
    }
    said
}

fn not_there(
    name: &str,
    title: Option<&str>,
    read: &[Read],
    findings: &[Finding],
    sources: &SourceMap,
    width: usize,
    say: &dyn Fn(&str) -> String,
) -> String {
    let drawn = findings
        .iter()
        .map(|finding| render(&finding.said(say), sources, width, false));
    let drawn: String = drawn.collect();
    let titles: Vec<&str> = read.iter().map(|one| &*one.scenario.title.text).collect();
    match title {
        Some(title) => format!(
            "{drawn}`{name}` holds no scenario `{title}` that can be read; there are {}",
            titles.join(", ")
        ),
        None if drawn.is_empty() => format!("`{name}` holds no scenario"),
        None => drawn,
    }
}
