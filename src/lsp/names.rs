//! Where names and provisions are declared, where they are used, and what they are renamed to.

use super::positions::{location, offset, range_of, url};
use super::requests::{REFUSED, Refusal};
use super::server::{Server, is_case};
use crate::case::names_used;
use crate::finding::Finding;
use crate::law::Citation;
use crate::library::Workspace;
use crate::resolve::Program;
use crate::source::{SourceMap, Span};
use crate::syntax::{is_name, parse_cases};
use lsp_types::*;
use std::collections::{BTreeSet, HashMap};

/// What stands at a position.
pub enum Meant {
    /// A name, and where it is declared.
    Name(Span),
    /// A provision, by its citation.
    Provision(Citation),
}

/// What stands at a position, and the range of its words.
pub fn meant(server: &mut Server, at: &TextDocumentPositionParams) -> Option<(Meant, Range)> {
    let program = server.program();
    let file = server.file(&at.text_document.uri)?.clone();
    let place = offset(file.text(), at.position);
    let covers = |span: &Span| span.file() == file.id() && span.start() <= place && place <= span.end();
    if is_case(&at.text_document.uri) {
        let (scenarios, _) = parse_cases(&file, server.limits());
        let mut uses = scenarios
            .iter()
            .flat_map(|scenario| names_used(&program, scenario));
        let (here, declared) = uses.find(|(here, _)| covers(here))?;
        return Some((Meant::Name(declared), range_of(&file, here)));
    }
    if let Some((here, declared)) = program.uses().iter().find(|(here, _)| covers(here)) {
        return Some((Meant::Name(*declared), range_of(&file, *here)));
    }
    if let Some((_, declared, _, _)) = program.named().into_iter().find(|(_, span, _, _)| covers(span)) {
        return Some((Meant::Name(declared), range_of(&file, declared)));
    }
    if let Some((here, cited)) = program.cited.iter().find(|(here, _)| covers(here)) {
        return Some((Meant::Provision(cited.clone()), range_of(&file, *here)));
    }
    let headings = program
        .law
        .provisions
        .iter()
        .filter(|provision| covers(&provision.span));
    let innermost = headings.min_by_key(|provision| provision.span.end() - provision.span.start())?;
    let meant = Meant::Provision(innermost.citation.clone());
    Some((meant, range_of(&file, innermost.span)))
}

/// Where what stands at a position is declared, or enacted in all its versions.
pub fn definition(server: &mut Server, at: &TextDocumentPositionParams) -> Vec<Location> {
    let Some((meant, _)) = meant(server, at) else {
        return Vec::new();
    };
    let program = server.program();
    let spans: BTreeSet<Span> = match meant {
        Meant::Name(declared) => BTreeSet::from([declared]),
        Meant::Provision(cited) => versions(&program, &cited)
            .map(|provision| provision.span)
            .collect(),
    };
    let sources = server.workspace().sources();
    spans
        .into_iter()
        .filter_map(|span| location(sources, span))
        .collect()
}

/// The versions of what is cited; of a lettered point, those of the provision whose norm has it.
pub fn versions<'a>(
    program: &'a Program,
    cited: &Citation,
) -> impl Iterator<Item = &'a crate::law::Provision> + use<'a> {
    let cited = cited.clone();
    let whole = Citation {
        points: Vec::new(),
        ..cited.clone()
    };
    let of =
        move |provision: &&crate::law::Provision| provision.citation == cited || provision.citation == whole;
    program.law.provisions.iter().filter(of)
}

/// Where what stands at a position is used, in rules and scenarios.
pub fn references(server: &mut Server, at: &TextDocumentPositionParams, declared_too: bool) -> Vec<Location> {
    let Some((meant, _)) = meant(server, at) else {
        return Vec::new();
    };
    let program = server.program();
    match meant {
        Meant::Name(declared) => {
            let all = together(&program, declared);
            let mut found = places(server, &program, &all);
            if !declared_too {
                let own: Vec<Location> = all
                    .iter()
                    .filter_map(|span| location(server.workspace().sources(), *span))
                    .collect();
                found.retain(|place| !own.contains(place));
            }
            found
        }
        Meant::Provision(cited) => {
            let sources = server.workspace().sources();
            let citing = program.cited.iter().filter(|(_, other)| cited.covers(other));
            let mut spans: BTreeSet<Span> = citing.map(|(here, _)| *here).collect();
            if declared_too {
                spans.extend(versions(&program, &cited).map(|provision| provision.span));
            }
            spans
                .into_iter()
                .filter_map(|span| location(sources, span))
                .collect()
        }
    }
}

/// All declarations that bear one name together with this one: a definition for several matters may be made in several places.
fn together(program: &Program, declared: Span) -> BTreeSet<Span> {
    let mut all = BTreeSet::from([declared]);
    loop {
        let uses: BTreeSet<Span> = program
            .uses()
            .iter()
            .filter(|(_, other)| all.contains(other))
            .map(|(here, _)| *here)
            .collect();
        let before = all.len();
        let of_them = program.uses().iter().filter(|(here, _)| uses.contains(here));
        all.extend(of_them.map(|(_, other)| *other));
        if all.len() == before {
            return all;
        }
    }
}

/// Every place where one of some declarations stands or is used.
fn places(server: &Server, program: &Program, declared: &BTreeSet<Span>) -> Vec<Location> {
    let uses = program
        .uses()
        .iter()
        .filter(|(_, other)| declared.contains(other));
    let spans: BTreeSet<Span> = uses
        .map(|(here, _)| *here)
        .chain(declared.iter().copied())
        .collect();
    let sources = server.workspace().sources();
    let mut found: Vec<Location> = spans
        .into_iter()
        .filter_map(|span| location(sources, span))
        .collect();
    for file in server.cases().files() {
        let (scenarios, _) = parse_cases(file, server.limits());
        let mut here: Vec<Span> = scenarios
            .iter()
            .flat_map(|scenario| names_used(program, scenario))
            .filter(|(_, other)| declared.contains(other))
            .map(|(here, _)| here)
            .collect();
        here.sort_unstable();
        here.dedup();
        found.extend(here.into_iter().filter_map(|span| location(server.cases(), span)));
    }
    found
}

/// The words at a position, where they are a name that can be changed.
pub fn nameable(server: &mut Server, at: &TextDocumentPositionParams) -> Option<Range> {
    match meant(server, at)? {
        (Meant::Name(_), range) => Some(range),
        (Meant::Provision(_), _) => None,
    }
}

/// Gives what stands at a position another name, everywhere. Refused where the rules would no longer mean the same.
pub fn rename(server: &mut Server, asked: &RenameParams) -> Result<WorkspaceEdit, Refusal> {
    let refuse = |why: String| Err((REFUSED, why));
    if !is_name(&asked.new_name) {
        return refuse(format!(
            "`{}` cannot be a name: letters, digits and `_`, not a word of the language",
            asked.new_name
        ));
    }
    let Some((Meant::Name(declared), _)) = meant(server, &asked.text_document_position) else {
        return refuse(
            "no name stands here; the number of a provision is changed by an amendment".to_owned(),
        );
    };
    let program = server.program();
    let mut changes: HashMap<Url, Vec<TextEdit>> = HashMap::new();
    for place in places(server, &program, &together(&program, declared)) {
        changes.entry(place.uri).or_default().push(TextEdit {
            range: place.range,
            new_text: asked.new_name.clone(),
        });
    }
    if let Some(finding) = new_finding(server, &changes) {
        return refuse(format!("then {}", finding.message));
    }
    Ok(WorkspaceEdit {
        changes: Some(changes),
        ..WorkspaceEdit::default()
    })
}

/// An error that the rules would have after the changes and do not have now.
fn new_finding(server: &mut Server, changes: &HashMap<Url, Vec<TextEdit>>) -> Option<Finding> {
    let before = errors(&server.checked().findings).count();
    let mut after = Workspace::new(server.limits());
    let sources: SourceMap = server.workspace().sources().clone();
    for file in sources.files() {
        let edits = url(file.name()).and_then(|url| changes.get(&url));
        let mut text = file.text().to_owned();
        let mut edits: Vec<&TextEdit> = edits.map_or(&[][..], |edits| edits).iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse((edit.range.start.line, edit.range.start.character)));
        for edit in edits {
            let (start, end) = (offset(&text, edit.range.start), offset(&text, edit.range.end));
            if text.get(start..end).is_some() {
                text.replace_range(start..end, &edit.new_text);
            }
        }
        after.set(file.name(), &text);
    }
    let found = after.check().findings;
    (errors(&found).count() > before)
        .then(|| errors(&found).next().cloned())
        .flatten()
}

fn errors(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings.iter().filter(|finding| finding.is_error())
}
