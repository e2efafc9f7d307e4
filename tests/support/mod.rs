//! What tests share: small rule sets, and answers in one line.

mod folder;

pub use folder::{Folder, said};

use jargy::{Answer, Library, LibraryError, Limits, SourceMap, render};
use std::path::{Path, PathBuf};

/// A rule set around one matter `M` of code `C`; `facts` and `norms` are rule text.
pub fn law(facts: &str, norms: &str) -> String {
    format!(
        "role court \"court\"\nrole officer \"officer\"\nrole government \"government\"\n\
         matter M \"matter\"\n{facts}\n\
         action act of M\naction other of M\naction last_act of M\n\
         code C \"Code\" in force from 2000-01-01\n  in matters of M\n{norms}\n"
    )
}

/// Loads a rule set that must be usable.
pub fn library(text: &str) -> Library {
    match Library::from_texts([("test.law", text)]) {
        Ok(library) => library,
        Err(error) => panic!("{error}"),
    }
}

/// The findings of a rule set, drawn without colour, warnings included.
pub fn findings(text: &str) -> String {
    let mut sources = SourceMap::default();
    sources.add("test.law", text);
    let checked = Library::check_sources(sources, &Limits::default());
    let drawn: Vec<String> = checked
        .findings
        .iter()
        .map(|finding| render(finding, &checked.sources, 100, false))
        .collect();
    drawn.join("\n")
}

/// The names of the findings of a rule set.
pub fn finding_names(text: &str) -> Vec<&'static str> {
    let mut sources = SourceMap::default();
    sources.add("test.law", text);
    Library::check_sources(sources, &Limits::default())
        .findings
        .iter()
        .map(|finding| finding.name)
        .collect()
}

/// The errors of a rule set that must not load.
pub fn errors(text: &str) -> Vec<&'static str> {
    match Library::from_texts([("test.law", text)]) {
        Err(LibraryError::Rules(errors)) => errors
            .findings
            .iter()
            .filter(|finding| finding.is_error())
            .map(|finding| finding.name)
            .collect(),
        Err(error) => panic!("{error}"),
        Ok(_) => Vec::new(),
    }
}

/// The answer to a question for a case of matter `M`, facts as JSON, law on 2012-06-01.
pub fn answer(library: &Library, question: &str, facts: &str, at: Option<&str>) -> Answer {
    let at = at.map(|at| format!("\"at\": \"{at}\", ")).unwrap_or_default();
    let json = format!("{{\"matter\": \"M\", \"on\": \"2012-06-01\", {at}\"facts\": {facts}}}");
    let matter = library.at_any_date().matter("M").unwrap();
    let case = matter
        .case_from_json(&json)
        .unwrap_or_else(|error| panic!("{error}"));
    matter
        .ask(question)
        .unwrap_or_else(|error| panic!("{error}"))
        .decide(&case, None)
}

/// The answer in one line: outcome or value, citations, missing facts.
pub fn line(library: &Library, question: &str, facts: &str, at: Option<&str>) -> String {
    let answer = answer(library, question, facts, at);
    let mut line = match answer.value() {
        Some(_) => jargy::answer_json(&answer, false)["value"].to_string(),
        None => answer.outcome().word().to_owned(),
    };
    for cited in answer.because() {
        let points: String = cited.points.iter().map(|point| format!("({point})")).collect();
        line.push_str(&format!(" by {}{points}", cited.citation));
    }
    for missing in answer.missing() {
        line.push_str(&format!(" want {}", missing.fact));
    }
    if answer.missing_may_be_wide() {
        line.push_str(" wide");
    }
    line
}

/// Outcome and due moment of a duty, and when the answer changes by itself: `pending 2012-06-11 24:00 then …`.
pub fn standing(library: &Library, question: &str, facts: &str, at: &str) -> String {
    let answer = answer(library, question, facts, Some(at));
    let zone = answer.zone();
    let due = answer
        .due_at()
        .map(|due| format!(" {}", zone.words_as_end(due)))
        .unwrap_or_default();
    let then = answer
        .changes_at()
        .map(|then| format!(" then {}", zone.words(then)))
        .unwrap_or_default();
    format!("{}{due}{then}", answer.outcome().word().replace('_', " "))
}

pub fn due(library: &Library, facts: &str) -> String {
    let answer = answer(library, "act", facts, Some("2020-01-01T00:00"));
    let zone = answer.zone();
    answer.due_at().map_or_else(
        || answer.outcome().word().to_owned(),
        |due| zone.words_as_end(due),
    )
}

pub fn value(library: &Library, question: &str, facts: &str) -> String {
    line(library, question, facts, Some("2012-06-15T12:00"))
        .split(" by ")
        .next()
        .unwrap()
        .to_owned()
}

pub fn notes(library: &Library, question: &str, facts: &str) -> Vec<String> {
    let answer = answer(library, question, facts, Some("2020-01-01T00:00"));
    answer
        .notes()
        .iter()
        .map(|note| format!("{}: {}", note.kind, note.text))
        .collect()
}

pub const CALENDAR: &str = "calendar cal\n  certain from 2012-01-01 until 2012-12-31\n  weekend saturday, sunday\n  \
    holiday 05-01, 12-31 \"Feast\"\n  holiday on a rest day -> next working day\n  moved 2012-04-28 -> 2012-04-30 \"decree 1\"\n";

pub const FACTS: &str =
    "e : date or none\nm : moment or none\ndone_at : moment or none\ndone_on : date or none\n";

pub fn counted(rule: &str, limit: &str) -> Library {
    let norms =
        format!("article 1\n  counting rule of C\n{rule}\narticle 2\n  must act {limit}\n    done done_at");
    library(&format!("{CALENDAR}{}", law(FACTS, &norms)))
}

/// The answer to a question under the law of a date, with all that `told` says of it, which the consolidated law of
/// that date gives as well.
pub fn on_date(
    law: &Library,
    date: &str,
    question: &str,
    facts: &str,
    told: fn(&Answer) -> String,
) -> String {
    let line_of = |law: &Library| {
        let matter = law.on(date.parse().unwrap()).matter("M").unwrap();
        let case = matter.case_from_json(&format!("{{\"facts\": {facts}}}")).unwrap();
        let answer = matter.ask(question).unwrap().decide(&case, None);
        let line = match answer.value() {
            Some(_) => jargy::answer_json(&answer, false)["value"].to_string(),
            None => answer.outcome().word().to_owned(),
        };
        line + &told(&answer)
    };
    let line = line_of(law);
    let text = law.consolidate(None, date.parse().unwrap()).unwrap();
    assert_eq!(
        without_acts(&line_of(&library(&text))),
        without_acts(&line),
        "{text}"
    );
    line
}

/// Consolidation leaves the acts behind that made the versions.
fn without_acts(line: &str) -> String {
    let parts = line.split(", ").map(|part| part.split(" by ").next().unwrap());
    parts.collect::<Vec<_>>().join(", ")
}

/// All `.case` files below a folder, but those of bills.
pub fn case_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("bills") {
            case_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "case") {
            into.push(path);
        }
    }
}

/// The duties to do one thing as a timeline shows them, each with its citation and status.
pub fn timeline_of(law: &Library, question: &str, at: &str, facts: &str) -> Vec<(String, &'static str)> {
    let matter = law.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
    let case = matter
        .case_from_json(&format!("{{\"at\": \"{at}\", \"facts\": {facts}}}"))
        .unwrap();
    let timeline = matter.timeline(&case, None).unwrap();
    let rows = timeline.rows().iter().filter(|row| row.question == question);
    rows.map(|row| (row.citation.clone(), row.status)).collect()
}
