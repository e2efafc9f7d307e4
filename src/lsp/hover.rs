//! What a name or a provision is: its kind, type, labels, versions, text and source.

use super::names::{Meant, meant, versions};
use super::server::Server;
use crate::explain::value_words;
use crate::law::{Citation, Provision};
use crate::resolve::{Kind, Owner, Program, Slot};
use crate::source::{SourceMap, Span};
use crate::syntax::tree::Labels;
use crate::time::Zone;
use lsp_types::*;

/// How many norms or texts are shown.
const SHOWN: usize = 5;

/// What stands at a position, in Markdown.
pub fn hover(server: &mut Server, at: &TextDocumentPositionParams) -> Option<Hover> {
    let (meant, range) = meant(server, at)?;
    let program = server.program();
    let value = match meant {
        Meant::Name(declared) => of_name(&program, server.workspace().sources(), declared)?,
        Meant::Provision(cited) => of_provision(&program, &cited)?,
    };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value,
        }),
        range: Some(range),
    })
}

fn of_name(program: &Program, sources: &SourceMap, declared: Span) -> Option<String> {
    if let Some(text) = of_definition(program, sources, declared) {
        return Some(text);
    }
    let (kind, _, name, labels) = program
        .named()
        .into_iter()
        .find(|(_, span, _, _)| *span == declared)?;
    let slot = slot(program, declared);
    let parameter = program.parameters.iter().find(|made| made.name.span == declared);
    let ty = slot.map(|slot| &slot.ty).or(parameter.map(|made| &made.ty));
    let ty = ty
        .map(|ty| format!(" : {}", ty.words(program)))
        .unwrap_or_default();
    let mut lines = vec![format!("{kind} `{name}{ty}`")];
    lines.extend(label_lines(labels));
    if let Some(role) = slot.and_then(|slot| slot.judged_by.as_deref()) {
        lines.push(format!("judged by {role}"));
    }
    lines.extend(judged_in_norms(program, declared));
    if let Some((value, citation)) = slot.and_then(|slot| slot.presumed.as_ref()) {
        lines.push(format!(
            "presumed {} by {citation}",
            value_words(value, Zone::UTC)
        ));
    }
    for (interval, value, _) in parameter.iter().flat_map(|made| &made.values) {
        lines.push(format!("{} {interval}", value_words(value, Zone::UTC)));
    }
    Some(lines.join("\n\n"))
}

/// The norms that say whose judgement a fact is.
fn judged_in_norms(program: &Program, declared: Span) -> Vec<String> {
    let mut lines = Vec::new();
    for norm in program.norms.iter().filter(|norm| norm.judged.is_some()) {
        let here = |slot: &&(Owner, usize)| {
            let found = program.shape(slot.0).and_then(|shape| shape.slots.get(slot.1));
            found.is_some_and(|found| found.name.span == declared)
        };
        let judging = norm.reads.slots.iter().find(here);
        let judging = judging.and_then(|slot| program.judging_in(norm, *slot));
        if let (Some(judging), Some(cited)) = (judging, program.citation(norm)) {
            let line = format!("judged by {} in {cited}", judging.role);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines.truncate(SHOWN);
    lines
}

fn slot(program: &Program, declared: Span) -> Option<&Slot> {
    let shapes = program.matters.iter().chain(&program.records);
    shapes
        .flat_map(|shape| &shape.slots)
        .find(|slot| slot.name.span == declared)
}

/// A definition: its type, and the norms that make it, each with its days in force.
fn of_definition(program: &Program, sources: &SourceMap, declared: Span) -> Option<String> {
    let mut definitions = program.definitions.iter();
    let number = definitions.position(|made| made.name.span == declared)?;
    let made = program.definitions.get(number)?;
    let ty = made.ty.words(program);
    let mut lines = vec![format!("definition `{} : {ty}`", made.name.text)];
    let norms = program
        .norms
        .iter()
        .filter(|norm| matches!(&norm.kind, Kind::Definition(id, _) if id.0 == number));
    for norm in norms.take(SHOWN) {
        let cited = program
            .citation(norm)
            .map(Citation::to_string)
            .unwrap_or_default();
        lines.push(format!("{cited}, in force {}", program.in_force(norm)));
        lines.push(format!("```law\n{}\n```", sources.text(norm.span)));
    }
    Some(lines.join("\n\n"))
}

fn of_provision(program: &Program, cited: &Citation) -> Option<String> {
    let mut lines = Vec::new();
    let mut all: Vec<&Provision> = versions(program, cited)
        .filter(|provision| !provision.in_force.is_empty())
        .collect();
    all.sort_by_key(|provision| provision.in_force.from());
    let newest = *all.last()?;
    lines.push(match newest.heading.pick("en") {
        Some(heading) => format!("**{cited}** {heading}"),
        None => format!("**{cited}**"),
    });
    for provision in &all {
        let by = provision.made_by.and_then(|id| program.law.provision(id));
        let by = by.map(|act| format!(", by {}", act.citation)).unwrap_or_default();
        lines.push(format!("in force {}{by}", provision.in_force));
    }
    lines.extend(
        newest
            .texts
            .iter()
            .take(SHOWN)
            .map(|(_, text)| format!("> {}", text.text.trim().replace('\n', "\n> "))),
    );
    for source in newest.sources.iter().take(SHOWN) {
        let place = source.place.as_deref().unwrap_or("");
        lines.push(
            format!("source: {} {place}", source.document.text)
                .trim_end()
                .to_owned(),
        );
    }
    Some(lines.join("\n\n"))
}

fn label_lines(labels: &Labels) -> Vec<String> {
    let main = labels.main.iter().map(|text| text.text.to_string());
    let others = labels
        .others
        .iter()
        .map(|(language, text)| format!("{}: {}", language.text, text.text));
    main.chain(others).collect()
}
