//! `jargy show`

use super::arguments::{Arguments, Format, Show};
use super::output::Output;
use crate::finding::nearest;
use crate::law::{Citation, EndReason, Law, Parts, Provision, ProvisionId, natural, parse_citation};
use crate::library::Library;
use crate::source::Span;
use crate::time::{Date, parse_date};
use crate::timeline::versions_of;
use serde_json::json;
use std::collections::HashMap;
use std::rc::Rc;

/// Versions of a provision that are told beside each of them, at most: the nearest.
const MOST_VERSIONS: usize = 20;

pub fn run(command: &Show, arguments: &Arguments, output: &mut Output) -> u8 {
    shown(command, arguments, output).unwrap_or_else(|status| status)
}

fn shown(command: &Show, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let library = output.load(arguments)?;
    let on = match &command.on {
        Some(text) => Some(parse_date(text).map_err(|error| output.fail(format!("--on: {error}")))?),
        None => None,
    };
    let citation = parse_citation(&command.citation).map_err(|error| output.fail(error.to_string()))?;
    let found = provisions(&library, &citation);
    if found.is_empty() {
        return Err(output.fail(unknown(&library, &citation)));
    }
    let standing: Vec<ProvisionId> = found
        .iter()
        .copied()
        .filter(|id| in_force(&library, *id, on))
        .collect();
    if output.is_json() {
        let mut shelf = Shelf::of(&library);
        let shown: Vec<_> = standing.iter().map(|id| shelf.provision_json(*id)).collect();
        output.json(&json!({ "citation": command.citation, "on": on.map(|date| date.to_string()), "provisions": shown }));
        return Ok(0);
    }
    if standing.is_empty() {
        let versions: Vec<String> = found
            .iter()
            .filter_map(|id| library.program().law.provision(*id))
            .map(|provision| {
                let law = &library.program().law;
                let now = law
                    .provisions
                    .iter()
                    .find(|other| other.renumbered_from.as_deref() == Some(&provision.citation))
                    .map(|other| format!("; it was renumbered as {}", other.citation))
                    .unwrap_or_default();
                format!("{} was in force {}{now}", provision.citation, provision.in_force)
            })
            .collect();
        output.line(format!("not in force on that date; {}", versions.join("; ")));
        return Ok(0);
    }
    let mut shelf = Shelf::of(&library);
    for (number, id) in standing.iter().enumerate() {
        if number > 0 {
            output.line("");
        }
        shelf.provision_text(*id, output);
    }
    Ok(0)
}

/// A provision at a date, with its history, as text; else what is wrong.
pub fn described(library: &Library, citation: &str, on: Option<&str>) -> Result<String, String> {
    let line = |error: String| format!("{error}\n");
    let cited = parse_citation(citation).map_err(|error| line(error.to_string()))?;
    let on = on
        .map(parse_date)
        .transpose()
        .map_err(|error| line(error.to_string()))?;
    let found = provisions(library, &cited);
    if found.is_empty() {
        return Err(line(unknown(library, &cited)));
    }
    let mut output = Output::new(Format::Text, "en");
    let mut shelf = Shelf::of(library);
    for id in found.into_iter().filter(|id| in_force(library, *id, on)) {
        shelf.provision_text(id, &mut output);
    }
    match output.into_text() {
        text if text.is_empty() => Err(line(format!("{citation} is not in force on that date"))),
        text => Ok(text),
    }
}

/// Every version of the provision and of what it contains.
fn provisions(library: &Library, citation: &Citation) -> Vec<ProvisionId> {
    let law = &library.program().law;
    let all = law.provisions.iter().enumerate();
    let mut within: Vec<ProvisionId> = all
        .filter(|(_, provision)| {
            !provision.in_force.is_empty()
                && provision.stood.is_none()
                && citation.covers(&provision.citation)
        })
        .map(|(number, _)| ProvisionId(number))
        .collect();
    within.sort_by_key(|id| {
        law.provision(*id).map(|provision| {
            (
                natural(&provision.citation.to_string()),
                provision.in_force.from(),
            )
        })
    });
    if !within.is_empty() || citation.points.is_empty() {
        return within;
    }
    // a lettered point may stand in the norm of its provision
    provisions(
        library,
        &Citation {
            points: Vec::new(),
            ..citation.clone()
        },
    )
}

fn in_force(library: &Library, id: ProvisionId, on: Option<Date>) -> bool {
    let provision = library.program().law.provision(id);
    on.is_none_or(|date| provision.is_some_and(|provision| provision.in_force.contains(date)))
}

fn unknown(library: &Library, citation: &Citation) -> String {
    let known: Vec<String> = library
        .program()
        .law
        .provisions
        .iter()
        .flat_map(|provision| {
            let plain = Citation {
                jurisdiction: None,
                ..provision.citation.clone()
            };
            [plain.to_string(), provision.citation.to_string()]
        })
        .collect();
    match nearest(&citation.to_string(), known.iter().map(String::as_str)) {
        Some(near) => format!("nothing is enacted at {citation}; did you mean \"{near}\"?"),
        None => format!("nothing is enacted at {citation}; `jargy list provisions` shows what is"),
    }
}

/// The rules, with what is looked up of each provision that is shown.
struct Shelf<'a> {
    library: &'a Library,
    law: &'a Law,
    parts: Parts<'a>,
    histories: HashMap<Citation, Rc<[ProvisionId]>>,
    /// What goes on of the versions of each provision.
    going_on: HashMap<&'a Citation, Vec<&'a Provision>>,
}

impl<'a> Shelf<'a> {
    fn of(library: &'a Library) -> Shelf<'a> {
        let law = &library.program().law;
        let mut going_on: HashMap<&Citation, Vec<&Provision>> = HashMap::new();
        for provision in law
            .provisions
            .iter()
            .filter(|provision| provision.stood.is_some())
        {
            going_on.entry(&provision.citation).or_default().push(provision);
        }
        Shelf {
            library,
            law,
            parts: Parts::of(law),
            histories: HashMap::new(),
            going_on,
        }
    }

    fn provision_text(&mut self, id: ProvisionId, output: &mut Output) {
        let Some(provision) = self.law.provision(id) else {
            return;
        };
        let title = provision
            .heading
            .pick("en")
            .map(|title| format!(" {title}"))
            .unwrap_or_default();
        output.line(format!("{}{title}", provision.citation));
        output.line(format!("  in force {}", provision.in_force));
        self.versions_text(id, provision, output);
        texts_and_sources(provision, output);
        if let Some(why) = &provision.assumed {
            output.wrapped("  assumed: ", why);
        }
        for rule in self.rules_of(id) {
            output.line("");
            for line in rule.lines() {
                output.line(format!("  {}", line.trim_end()));
            }
        }
    }

    /// The versions of a provision, with those under the numbers that it had before.
    fn history(&mut self, citation: &Citation) -> Rc<[ProvisionId]> {
        if let Some(known) = self.histories.get(citation) {
            return known.clone();
        }
        let made: Rc<[ProvisionId]> = history(self.law, citation).into();
        self.histories.insert(citation.clone(), made.clone());
        made
    }

    /// The versions that there are, and what goes on of them.
    fn versions_text(&mut self, id: ProvisionId, provision: &Provision, output: &mut Output) {
        let versions = self.history(&provision.citation);
        let (first, shown) = nearest_to(&versions, id);
        for (number, version) in shown.iter().enumerate() {
            let Some(other) = self.law.provision(*version) else {
                continue;
            };
            if versions.len() > 1 || other.made_by.is_some() || other.ended.is_some() {
                let here = if *version == id && versions.len() > 1 {
                    " (this one)"
                } else {
                    ""
                };
                let number = first + number + 1;
                let words = format!("version {number}: {}{here}", history_words(self.library, other));
                output.wrapped("  ", &words);
            }
        }
        if shown.len() < versions.len() {
            output.line(format!(
                "  and {} other versions: `--on DATE` shows one",
                versions.len() - shown.len()
            ));
        }
        for other in self.going_on.get(&provision.citation).into_iter().flatten() {
            let stood = other.stood.unwrap_or_default();
            output.line(format!(
                "  the version in force {stood} goes on {} for some cases",
                other.in_force
            ));
        }
    }

    /// What stands in a provision as rule text: calendars, counting rules, norms.
    fn rules_of(&self, id: ProvisionId) -> Vec<String> {
        self.parts.get(id).rules(self.library.sources())
    }

    fn provision_json(&mut self, id: ProvisionId) -> serde_json::Value {
        let law = self.law;
        let Some(provision) = law.provision(id) else {
            return serde_json::Value::Null;
        };
        let versions = self.history(&provision.citation);
        let (_, shown) = nearest_to(&versions, id);
        let history = shown.iter().filter_map(|version| law.provision(*version));
        json!({
            "citation": provision.citation.to_string(),
            "title": provision.heading.pick("en"),
            "in_force_from": provision.in_force.from().map(|date| date.to_string()),
            "in_force_until": provision.in_force.until().map(|date| date.to_string()),
            "texts": provision.texts.iter().map(|(language, text)| json!({
                "language": language.as_ref().map(|name| name.text.to_string()), "text": &*text.text,
            })).collect::<Vec<_>>(),
            "sources": provision.sources.iter().map(|source| json!({
                "document": &*source.document.text, "place": source.place,
            })).collect::<Vec<_>>(),
            "norms": self.rules_of(id),
            "assumed": provision.assumed,
            "history": history.map(|other| self.version_json(other)).collect::<Vec<_>>(),
            "versions": versions.len(),
            "place": self.library.sources().locate(provision.span),
        })
    }

    fn version_json(&self, version: &Provision) -> serde_json::Value {
        let amendment = version.made_at.map(|span| self.library.sources().text(span));
        let first_line = |text: &str| text.lines().next().unwrap_or_default().trim().to_owned();
        let act = version.made_by.and_then(|act| self.law.provision(act));
        json!({
            "in_force_from": version.in_force.from().map(|date| date.to_string()),
            "in_force_until": version.in_force.until().map(|date| date.to_string()),
            "made_by": act.map(|act| act.citation.to_string()),
            "amendment": amendment.map(first_line),
            "ended": version.ended.map(|(reason, _)| reason.words()),
            "was": version.renumbered_from.as_ref().map(ToString::to_string),
        })
    }
}

/// The versions nearest to one of them, and the place of the first.
fn nearest_to(versions: &[ProvisionId], id: ProvisionId) -> (usize, &[ProvisionId]) {
    let here = versions.iter().position(|version| *version == id).unwrap_or(0);
    let last_first = versions.len().saturating_sub(MOST_VERSIONS);
    let first = here.saturating_sub(MOST_VERSIONS / 2).min(last_first);
    let rest = versions.get(first..).unwrap_or_default();
    (first, rest.get(..MOST_VERSIONS).unwrap_or(rest))
}

fn texts_and_sources(provision: &Provision, output: &mut Output) {
    for (language, text) in &provision.texts {
        let language = language
            .as_ref()
            .map(|name| format!("{}: ", name.text))
            .unwrap_or_default();
        output.wrapped(&format!("  {language}"), &one_line(&text.text));
    }
    for source in &provision.sources {
        let place = source
            .place
            .as_ref()
            .map(|place| format!(" {place}"))
            .unwrap_or_default();
        output.line(format!("  source: {}{place}", source.document.text));
    }
}

/// The versions of a provision, with those under the numbers that it had before.
fn history(law: &Law, citation: &Citation) -> Vec<ProvisionId> {
    let mut versions = versions_of(law, citation);
    // numbers are changed a few times at most
    for _ in 0..16 {
        let first = versions.first().and_then(|id| law.provision(*id));
        let Some(was) = first.and_then(|provision| provision.renumbered_from.clone()) else {
            break;
        };
        let earlier = versions_of(law, &was);
        if earlier.iter().any(|id| versions.contains(id)) {
            break;
        }
        versions.splice(0..0, earlier);
    }
    versions
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// When a version stood, which act made it, and how it ended.
fn history_words(library: &Library, version: &Provision) -> String {
    let law = &library.program().law;
    let cited = |id: ProvisionId| {
        law.provision(id)
            .map(|act| act.citation.to_string())
            .unwrap_or_default()
    };
    let words = |place: Option<Span>| {
        let text = place.map(|span| library.sources().text(span));
        let line = text.and_then(|text| text.lines().next());
        line.map(|line| format!(": {}", line.trim())).unwrap_or_default()
    };
    let made = version
        .made_by
        .map(|act| format!(", made by {}{}", cited(act), words(version.made_at)))
        .unwrap_or_default();
    let ended = version
        .ended
        .filter(|(reason, _)| *reason != EndReason::Amended)
        .map(|(reason, act)| match reason {
            EndReason::Expired => ", expired".to_owned(),
            reason => format!(", {} by {}", reason.words(), cited(act)),
        })
        .unwrap_or_default();
    let was = version
        .renumbered_from
        .as_ref()
        .map(|was| format!(", was {was}"))
        .unwrap_or_default();
    format!("{}{was}{ended}{made}", version.in_force)
}
