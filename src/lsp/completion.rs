//! What may be written at a position.

use super::positions::offset;
use super::server::{Server, is_case};
use crate::case::paths_below;
use crate::law::Provision;
use crate::resolve::{Base, MatterId, Owner, Program, Shape, Type};
use crate::source::SourceFile;
use crate::syntax::tree::Labels;
use lsp_types::*;
use std::collections::BTreeSet;

/// Words that open a line.
const OPENING: &[&str] = &[
    "article",
    "paragraph",
    "point",
    "chapter",
    "text",
    "source",
    "may",
    "must",
    "must not",
    "define",
    "deem",
    "in force from",
    "in matters of",
    "despite",
    "subject to",
    "matter",
    "record",
    "enum",
    "action",
    "role",
    "parameter",
    "code",
    "act",
    "amends",
    "insert",
    "replace",
    "repeal",
    "substitute",
];

/// The names that may stand at a position, with their labels.
pub fn completion(server: &mut Server, at: &TextDocumentPositionParams) -> Vec<CompletionItem> {
    let program = server.program();
    let url = &at.text_document.uri;
    let Some(file) = server.file(url).cloned() else {
        return Vec::new();
    };
    let before = file.text().get(..offset(file.text(), at.position)).unwrap_or("");
    if is_case(url) {
        return in_case(&program, before);
    }
    let line = before.rsplit('\n').next().unwrap_or("");
    let begun = begun(line);
    let ahead = line.strip_suffix(begun).unwrap_or("").trim();
    if ["despite", "subject to", "under", ","]
        .iter()
        .any(|word| ahead.ends_with(word))
        && cites(ahead)
    {
        return citations(&program);
    }
    let shapes = shapes_at(&program, &file, before.len());
    if let Some((path, _)) = begun.rsplit_once('.') {
        return fields(&program, &shapes, path);
    }
    let mut all = Vec::new();
    if ahead.is_empty() {
        all.extend(
            OPENING
                .iter()
                .map(|word| item(word, CompletionItemKind::KEYWORD, None, None)),
        );
    }
    for shape in shapes {
        members(&program, shape, &mut all);
    }
    declared(&program, &mut all);
    let mut seen = BTreeSet::new();
    all.retain(|one| seen.insert((one.label.clone(), one.detail.clone())));
    all
}

/// Everything that is declared for all matters.
fn declared(program: &Program, all: &mut Vec<CompletionItem>) {
    for (kind, _, name, labels) in program.named() {
        let kind = match kind {
            "action" => CompletionItemKind::FUNCTION,
            "parameter" => CompletionItemKind::CONSTANT,
            "role" => CompletionItemKind::INTERFACE,
            "value" => CompletionItemKind::ENUM_MEMBER,
            "reading" => CompletionItemKind::VALUE,
            "enum" | "record" | "matter" => CompletionItemKind::CLASS,
            _ => continue,
        };
        let own = name.rsplit('.').next().unwrap_or(&name);
        let of = name.rsplit_once('.').map(|(of, _)| of.to_owned());
        all.push(item(own, kind, of, Some(labels)));
    }
}

/// The path that is being written at the end of a line.
fn begun(line: &str) -> &str {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '.';
    line.rsplit(|letter| !part(letter)).next().unwrap_or("")
}

fn cites(line: &str) -> bool {
    ["despite ", "subject to ", "under "]
        .iter()
        .any(|word| format!("{line} ").contains(word))
}

fn item(
    name: &str,
    kind: CompletionItemKind,
    detail: Option<String>,
    labels: Option<&Labels>,
) -> CompletionItem {
    let label = labels.and_then(|labels| labels.pick("en"));
    CompletionItem {
        label: name.to_owned(),
        kind: Some(kind),
        detail,
        documentation: label.map(|label| Documentation::String(label.to_owned())),
        ..CompletionItem::default()
    }
}

fn citations(program: &Program) -> Vec<CompletionItem> {
    let named = |provision: &Provision| {
        let article = provision.citation.article.as_ref()?;
        Some(match &provision.citation.paragraph {
            Some(paragraph) => format!(
                "{} article {article} paragraph {paragraph}",
                provision.citation.instrument
            ),
            None => format!("{} article {article}", provision.citation.instrument),
        })
    };
    let mut seen = BTreeSet::new();
    let provisions = program.law.provisions.iter();
    provisions
        .filter_map(|provision| Some((named(provision)?, &provision.heading)))
        .filter(|(name, _)| seen.insert(name.clone()))
        .map(|(name, heading)| item(&name, CompletionItemKind::REFERENCE, None, Some(heading)))
        .collect()
}

/// The matters of the provision in which a place lies; all where it lies in none.
fn shapes_at<'a>(program: &'a Program, file: &SourceFile, place: usize) -> Vec<&'a Shape> {
    let law = &program.law;
    let above = |provision: &Provision| provision.span.file() == file.id() && provision.span.start() <= place;
    let provisions = law.provisions.iter().enumerate();
    let last = provisions
        .filter(|(_, provision)| above(provision))
        .max_by_key(|(_, provision)| provision.span.start());
    let named = last.map(|(number, _)| law.matters_of(crate::law::ProvisionId(number)));
    let matters = program.matters.iter();
    match named.filter(|named| !named.is_empty()) {
        Some(named) => matters
            .filter(|matter| named.iter().any(|name| name.text == matter.name.text))
            .collect(),
        None => matters.collect(),
    }
}

fn members(program: &Program, shape: &Shape, all: &mut Vec<CompletionItem>) {
    for slot in &shape.slots {
        let ty = Some(slot.ty.words(program));
        all.push(item(
            &slot.name.text,
            CompletionItemKind::FIELD,
            ty,
            Some(&slot.labels),
        ));
    }
    for (name, id) in &shape.definitions {
        let ty = program.definitions.get(id.0).map(|made| made.ty.words(program));
        all.push(item(name, CompletionItemKind::VARIABLE, ty, None));
    }
}

/// The fields of the record that lies at a path.
fn fields(program: &Program, shapes: &[&Shape], path: &str) -> Vec<CompletionItem> {
    let mut all = Vec::new();
    for shape in shapes {
        let mut at = Some(*shape);
        for name in path.split('.') {
            at = at.and_then(|shape| {
                let slot = shape.slots.get(*shape.by_name.get(name)?)?;
                record(program, &slot.ty)
            });
        }
        if let Some(shape) = at {
            members(program, shape, &mut all);
        }
    }
    all
}

fn record<'a>(program: &'a Program, ty: &Type) -> Option<&'a Shape> {
    let of = match &ty.base {
        Base::List(of) => of,
        base => base,
    };
    match of {
        Base::Record(id) => program.shape(Owner::Record(*id)),
        _ => None,
    }
}

/// In a scenario: facts of its matter, their values, and questions.
fn in_case(program: &Program, before: &str) -> Vec<CompletionItem> {
    let own = before
        .rfind("scenario ")
        .and_then(|start| before.get(start..))
        .unwrap_or(before);
    let line = own.rsplit('\n').next().unwrap_or("");
    let given = own.lines().find_map(|line| line.trim().strip_prefix("given "));
    let matter = given.and_then(|words| words.split_whitespace().next());
    let plain = |name: &str| item(name, CompletionItemKind::FIELD, None, None);
    let Some((id, shape)) = matter.and_then(|name| {
        let id = program.matter_named(name)?;
        Some((id, program.matter(id)?))
    }) else {
        let matters = program.matters.iter();
        return matters
            .map(|made| {
                item(
                    &made.name.text,
                    CompletionItemKind::CLASS,
                    None,
                    Some(&made.labels),
                )
            })
            .collect();
    };
    if own.lines().any(|line| line.trim() == "expect") {
        return questions(program, id, shape);
    }
    let paths = shape
        .slots
        .iter()
        .flat_map(|slot| paths_below(program, &slot.name.text, &slot.ty));
    match line.split_once('=') {
        Some((fact, _)) => paths
            .filter(|(path, _)| path == fact.trim())
            .flat_map(|(_, values)| values)
            .map(|value| item(&value, CompletionItemKind::VALUE, None, None))
            .collect(),
        None => paths.map(|(path, _)| plain(&path)).collect(),
    }
}

fn questions(program: &Program, id: MatterId, shape: &Shape) -> Vec<CompletionItem> {
    let actions = program.actions.iter().filter(|action| action.matter == id);
    let actions = actions.map(|made| {
        item(
            &made.name.text,
            CompletionItemKind::FUNCTION,
            None,
            Some(&made.labels),
        )
    });
    let defined = shape.definitions.keys();
    actions
        .chain(defined.map(|name| item(name, CompletionItemKind::VARIABLE, None, None)))
        .collect()
}
