//! `jargy show`

use super::arguments::{Arguments, Show};
use super::output::Output;
use crate::finding::nearest;
use crate::law::{Citation, Law, Parts, Provision, ProvisionId, parse_citation};
use crate::library::Library;
use crate::time::{Date, parse_date};
use crate::timeline::versions_of;
use serde_json::json;

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
        let shown: Vec<_> = standing.iter().map(|id| provision_json(&library, *id)).collect();
        output.json(&json!({ "citation": command.citation, "on": on.map(|date| date.to_string()), "provisions": shown }));
        return Ok(0);
    }
    if standing.is_empty() {
        let versions: Vec<String> = found
            .iter()
            .filter_map(|id| library.program().law.provision(*id))
            .map(|provision| format!("{} was in force {}", provision.citation, provision.in_force))
            .collect();
        output.line(format!("not in force on that date; {}", versions.join("; ")));
        return Ok(0);
    }
    for (number, id) in standing.iter().enumerate() {
        if number > 0 {
            output.line("");
        }
        provision_text(&library, *id, output);
    }
    Ok(0)
}

/// Every version of the provision and of what it contains.
fn provisions(library: &Library, citation: &Citation) -> Vec<ProvisionId> {
    let law = &library.program().law;
    let all = law.provisions.iter().enumerate();
    let within: Vec<ProvisionId> = all
        .filter(|(_, provision)| !provision.in_force.is_empty() && citation.covers(&provision.citation))
        .map(|(number, _)| ProvisionId(number))
        .collect();
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

fn provision_text(library: &Library, id: ProvisionId, output: &mut Output) {
    let program = library.program();
    let Some(provision) = program.law.provision(id) else {
        return;
    };
    let title = provision
        .heading
        .pick("en")
        .map(|title| format!(" {title}"))
        .unwrap_or_default();
    output.line(format!("{}{title}", provision.citation));
    output.line(format!("  in force {}", provision.in_force));
    let versions = versions_of(&program.law, &provision.citation);
    if versions.len() > 1 {
        for (number, version) in versions.iter().enumerate() {
            if let Some(other) = program.law.provision(*version) {
                let here = if *version == id { " (this one)" } else { "" };
                output.line(format!(
                    "  version {}: {}{here}",
                    number + 1,
                    history_words(&program.law, other)
                ));
            }
        }
    }
    texts_and_sources(provision, output);
    if versions.len() == 1 && (provision.made_by.is_some() || provision.ended.is_some()) {
        output.line(format!("  history: {}", history_words(&program.law, provision)));
    }
    if let Some(why) = &provision.assumed {
        output.line(format!("  assumed: {why}"));
    }
    for rule in rules_of(library, id) {
        output.line("");
        for line in rule.lines() {
            output.line(format!("  {}", line.trim_end()));
        }
    }
}

fn texts_and_sources(provision: &Provision, output: &mut Output) {
    for (language, text) in &provision.texts {
        let language = language
            .as_ref()
            .map(|name| format!("{}: ", name.text))
            .unwrap_or_default();
        for line in text.text.lines() {
            output.line(format!("  {language}{line}"));
        }
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

/// When a version stood, which act made it, and how it ended.
fn history_words(law: &Law, version: &Provision) -> String {
    let cited = |id: ProvisionId| {
        law.provision(id)
            .map(|act| act.citation.to_string())
            .unwrap_or_default()
    };
    let made = version
        .made_by
        .map(|act| format!(", made by {}", cited(act)))
        .unwrap_or_default();
    let ended = version
        .ended
        .map(|(reason, act)| format!(", {} by {}", reason.words(), cited(act)))
        .unwrap_or_default();
    format!("{}{made}{ended}", version.in_force)
}

/// What stands in a provision as rule text: calendars, counting rules, norms.
fn rules_of(library: &Library, id: ProvisionId) -> Vec<String> {
    Parts::of(&library.program().law).get(id).rules(library.sources())
}

fn provision_json(library: &Library, id: ProvisionId) -> serde_json::Value {
    let law = &library.program().law;
    let Some(provision) = law.provision(id) else {
        return serde_json::Value::Null;
    };
    json!({
        "citation": provision.citation.to_string(),
        "title": provision.heading.pick("en"),
        "in_force_from": provision.in_force.from().map(|date| date.to_string()),
        "in_force_until": provision.in_force.until().map(|date| date.to_string()),
        "texts": provision.texts.iter().map(|(language, text)| json!({
            "language": language.as_ref().map(|name| name.text.to_string()), "text": text.text,
        })).collect::<Vec<_>>(),
        "sources": provision.sources.iter().map(|source| json!({
            "document": source.document.text, "place": source.place,
        })).collect::<Vec<_>>(),
        "norms": rules_of(library, id),
        "place": library.sources().locate(provision.span),
    })
}
