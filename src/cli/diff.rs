//! `jargy diff`

use super::arguments::{Arguments, Diff, Format};
use super::diff_page;
use super::diff_text;
use super::output::Output;
use super::revision;
use crate::compare::{LawAt, LawDiff, ProvisionChange, ProvisionDiff, diff, diff_always};
use crate::finding::Finding;
use crate::law::{Citation, Interval, parse_citation};
use crate::library::{Library, LibraryError, RuleErrors};
use crate::source::Limits;
use crate::time::{Date, parse_date};
use serde_json::{Value as Json, json};
use similar::{ChangeTag, TextDiff};
use std::path::Path;

/// Two states of the law, with the words in which they are shown.
pub struct Compared {
    pub before: String,
    pub after: String,
    pub found: LawDiff,
}

pub fn run(command: &Diff, arguments: &Arguments, output: &mut Output) -> u8 {
    shown(command, arguments, output).unwrap_or_else(|status| status)
}

fn shown(command: &Diff, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let date = |name: &str, text: &Option<String>| match text {
        Some(text) => parse_date(text)
            .map(Some)
            .map_err(|error| output.fail(format!("--{name}: {error}"))),
        None => Ok(None),
    };
    let (from, to, on) = (
        date("from", &command.from)?,
        date("to", &command.to)?,
        date("on", &command.on)?,
    );
    let compared = match (from, to, command.what.as_slice()) {
        (Some(from), Some(to), what) => between_dates(what, (from, to), arguments, output)?,
        (None, None, [old, new]) => between_rules((old, new), on, arguments, output)?,
        _ => {
            return Err(
                output.fail("say what is compared: --from DATE --to DATE, or two folders or git revisions")
            );
        }
    };
    if output.is_json() {
        output.json(&document(&compared));
    } else if command.html {
        output.raw(&diff_page::page(&compared));
    } else {
        diff_text::show(&compared, output);
    }
    Ok(u8::from(command.exit_code && !compared.found.is_empty()))
}

/// What changes between two dates, as text; all law where no citation is given.
pub fn described(library: &Library, (from, to): (&str, &str), citation: &str) -> Result<String, String> {
    let date = |text: &str| parse_date(text).map_err(|error| format!("{error}\n"));
    let (from, to) = (date(from)?, date(to)?);
    let within = (!citation.is_empty()).then(|| parse_citation(citation));
    let within = within.transpose().map_err(|error| format!("{error}\n"))?;
    let mut output = Output::new(Format::Text, "en");
    diff_text::show(&of_dates(library, (from, to), within.as_ref()), &mut output);
    Ok(output.into_text())
}

fn of_dates(library: &Library, (from, to): (Date, Date), within: Option<&Citation>) -> Compared {
    let at = |date: Date| LawAt { library, date };
    Compared {
        before: format!("law on {from}"),
        after: format!("law on {to}"),
        found: diff(at(from), at(to), within),
    }
}

fn between_dates(
    what: &[String],
    (from, to): (Date, Date),
    arguments: &Arguments,
    output: &Output,
) -> Result<Compared, u8> {
    let library = output.load(arguments)?;
    let within = match what {
        [] => None,
        [citation] => Some(parse_citation(citation).map_err(|error| output.fail(error.to_string()))?),
        _ => return Err(output.fail("with dates, one citation at most is compared")),
    };
    Ok(of_dates(&library, (from, to), within.as_ref()))
}

fn between_rules(
    (old, new): (&str, &str),
    on: Option<Date>,
    arguments: &Arguments,
    output: &Output,
) -> Result<Compared, u8> {
    let (before, after) = (rules(old, arguments, output)?, rules(new, arguments, output)?);
    let Some(date) = on else {
        return Ok(Compared {
            before: old.to_owned(),
            after: new.to_owned(),
            found: diff_always(&before, &after),
        });
    };
    let at = |library| LawAt { library, date };
    Ok(Compared {
        before: format!("{old} on {date}"),
        after: format!("{new} on {date}"),
        found: diff(at(&before), at(&after), None),
    })
}

/// The rules of a folder or file, or of a git revision.
fn rules(what: &str, arguments: &Arguments, output: &Output) -> Result<Library, u8> {
    let path = Path::new(what);
    if path.exists() {
        return output.load_paths(&[path]);
    }
    let fail = |message: &str| {
        output.fail(format!(
            "`{what}` is neither a folder nor a git revision: {message}"
        ))
    };
    let sources = revision::sources(what, &arguments.rules).map_err(|wrong| fail(&wrong))?;
    let checked = Library::check_sources(sources, &Limits::default());
    match checked.into_library() {
        Ok(library) => Ok(library),
        Err(LibraryError::Read(error)) => Err(output.unreadable(&error)),
        Err(LibraryError::Rules(RuleErrors { findings, sources })) => {
            let errors: Vec<Finding> = findings.into_iter().filter(Finding::is_error).collect();
            output.findings(&errors, &sources);
            Err(output.fail(format!("the rules of `{what}` have errors")))
        }
    }
}

/// What happened to a provision, in words.
pub fn change_words(one: &ProvisionDiff) -> String {
    let change = match &one.change {
        ProvisionChange::Inserted => "new".to_owned(),
        ProvisionChange::Ended(reason) => (*reason).to_owned(),
        ProvisionChange::Amended => "amended".to_owned(),
        ProvisionChange::Renumbered(was) => format!("renumbered, was {was}"),
    };
    match &one.moved_to {
        Some(chapter) => format!("{change}, moved to chapter {chapter}"),
        None => change,
    }
}

/// Words that two texts have in common between changes are part of the change where they are no more than this.
const FEW_WORDS: usize = 2;

/// Parts of two texts, word by word: whether each stands in the old (-1), in both (0), or in the new (1).
pub fn words(old: &str, new: &str) -> Vec<(i8, String)> {
    let mut parts: Vec<(i8, String)> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let side = match change.tag() {
            ChangeTag::Delete => -1,
            ChangeTag::Equal => 0,
            ChangeTag::Insert => 1,
        };
        match parts.last_mut() {
            Some((last, text)) if *last == side => text.push_str(change.value()),
            _ => parts.push((side, change.value().to_owned())),
        }
    }
    let last = parts.len().saturating_sub(1);
    let mut joined: Vec<(i8, String)> = Vec::new();
    let (mut gone, mut come) = (String::new(), String::new());
    for (number, (side, text)) in parts.into_iter().enumerate() {
        let between = number > 0 && number < last;
        match side {
            -1 => gone.push_str(&text),
            1 => come.push_str(&text),
            _ if between && text.split_whitespace().count() <= FEW_WORDS => {
                gone.push_str(&text);
                come.push_str(&text);
            }
            _ => {
                flush(&mut joined, &mut gone, &mut come);
                joined.push((0, text));
            }
        }
    }
    flush(&mut joined, &mut gone, &mut come);
    joined
}

fn flush(joined: &mut Vec<(i8, String)>, gone: &mut String, come: &mut String) {
    for (side, text) in [(-1, std::mem::take(gone)), (1, std::mem::take(come))] {
        if !text.is_empty() {
            joined.push((side, text));
        }
    }
}

/// Lines of norms, and on which side each stands; lines that differ in their layout alone, or in what
/// parts them from the next, are the same.
pub fn words_of_lines(old: &str, new: &str) -> Vec<(i8, String)> {
    let lay = |text: &str| -> String {
        let lines = text.lines().map(|line| line.split("--").next().unwrap_or(""));
        let words = lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        let words = words.map(|line| line.trim_end_matches([';', ' ']).to_owned());
        words
            .filter(|line| !line.is_empty())
            .map(|line| format!("{line}\n"))
            .collect()
    };
    TextDiff::from_lines(lay(old).as_str(), lay(new).as_str())
        .iter_all_changes()
        .map(|change| {
            let side = match change.tag() {
                ChangeTag::Delete => -1,
                ChangeTag::Equal => 0,
                ChangeTag::Insert => 1,
            };
            (side, change.value().trim_end().to_owned())
        })
        .collect()
}

/// The days on which a difference holds, as a remark.
pub fn days_words(holds: Option<Interval>) -> String {
    holds.map(|days| format!(", {days}")).unwrap_or_default()
}

fn document(compared: &Compared) -> Json {
    let days = |holds: Option<Interval>| {
        holds.map(|days| {
            json!({
                "from": days.from().map(|date| date.to_string()),
                "until": days.until().map(|date| date.to_string()),
            })
        })
    };
    let provisions = compared.found.provisions.iter().map(|one| {
        let parts = words(&one.text.0, &one.text.1);
        let parts = parts
            .iter()
            .map(|(side, text)| json!({ "side": side, "text": text }));
        json!({
            "citation": one.citation,
            "title": one.title,
            "change": match &one.change {
                ProvisionChange::Inserted => "inserted",
                ProvisionChange::Ended(_) => "ended",
                ProvisionChange::Amended => "amended",
                ProvisionChange::Renumbered(_) => "renumbered",
            },
            "moved_to": one.moved_to,
            "words": change_words(one),
            "by": one.by,
            "assumed": one.assumed,
            "holds": days(one.holds),
            "text": { "before": one.text.0, "after": one.text.1, "words": parts.collect::<Vec<_>>() },
            "norm": { "before": one.norm.0, "after": one.norm.1, "differs": one.norm_differs() },
            "reaches": one.reaches,
        })
    });
    let pair = |name: &str, (before, after): &(String, String)| json!({ "name": name, "before": before, "after": after });
    let parameters = compared.found.parameters.iter().map(|one| {
        let (before, after) = &one.value;
        json!({ "name": one.name, "before": before, "after": after, "holds": days(one.holds) })
    });
    let vocabulary = compared.found.vocabulary.iter();
    json!({
        "before": compared.before,
        "after": compared.after,
        "provisions": provisions.collect::<Vec<_>>(),
        "parameters": parameters.collect::<Vec<_>>(),
        "vocabulary": vocabulary.map(|one| pair(&one.name, &one.text)).collect::<Vec<_>>(),
    })
}
