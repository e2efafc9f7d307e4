//! The outline of a file: a statute's headings, or the titles of scenarios.

use super::positions::range;
use super::server::{Server, is_case};
use crate::source::{SourceFile, Span};
use crate::syntax::parse_cases;
use crate::syntax::tree::{Entry, Item, Labels, Name};
use lsp_types::*;

/// The outline of a file.
pub fn outline(server: &Server, url: &Url) -> Vec<DocumentSymbol> {
    let Some(file) = server.file(url) else {
        return Vec::new();
    };
    if is_case(url) {
        let (scenarios, _) = parse_cases(file, server.limits());
        let titles = scenarios.iter().map(|scenario| {
            let title = scenario.title.span;
            symbol(file, &scenario.title.text, SymbolKind::EVENT, title, title)
        });
        return titles.collect();
    }
    let mut open: Vec<(usize, DocumentSymbol)> = Vec::new();
    let mut done = Vec::new();
    for entry in server
        .workspace()
        .tree(file.id())
        .iter()
        .flat_map(|tree| &tree.entries)
    {
        let end = range(file.text(), entry.span.start(), entry.span.end()).end;
        if let Some((level, name, kind, words)) = heading(entry) {
            close(&mut open, &mut done, level);
            open.push((level, symbol(file, &words, kind, entry.span, name)));
        }
        for (_, above) in &mut open {
            above.range.end = above.range.end.max(end);
        }
    }
    close(&mut open, &mut done, 0);
    done
}

/// Ends what stands at this level or deeper: each goes to what contains it.
fn close(open: &mut Vec<(usize, DocumentSymbol)>, done: &mut Vec<DocumentSymbol>, level: usize) {
    while open.last().is_some_and(|(last, _)| *last >= level) {
        let Some((_, ended)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, above)) => above.children.get_or_insert_default().push(ended),
            None => done.push(ended),
        }
    }
}

fn symbol(file: &SourceFile, words: &str, kind: SymbolKind, whole: Span, name: Span) -> DocumentSymbol {
    #[allow(deprecated)] // the field has to be given a value
    DocumentSymbol {
        name: words.to_owned(),
        detail: None,
        kind,
        tags: None,
        deprecated: None,
        range: range(file.text(), whole.start(), whole.end()),
        selection_range: range(file.text(), name.start(), name.end()),
        children: None,
    }
}

/// The level, the place of the name, the kind and the words of what has a heading.
fn heading(entry: &Entry) -> Option<(usize, Span, SymbolKind, String)> {
    let titled = |word: &str, name: &Name, labels: &Labels| match labels.pick("en") {
        Some(title) => format!("{word} {} {title}", name.text),
        None => format!("{word} {}", name.text),
    };
    let at = |level, kind, word: &str, name: &Name, labels: &Labels| {
        Some((level, name.span, kind, titled(word, name, labels)))
    };
    let own = |kind, word: &str, name: &Name, labels: &Labels| at(0, kind, word, name, labels);
    match &entry.item {
        Item::Instrument(made) => own(
            SymbolKind::MODULE,
            crate::law::kind_word(made.kind),
            &made.name,
            &made.labels,
        ),
        Item::Chapter(name, labels) => at(1, SymbolKind::NAMESPACE, "chapter", name, labels),
        Item::Article(name, labels) => at(2, SymbolKind::CLASS, "article", name, labels),
        Item::Paragraph(name, labels) => at(3, SymbolKind::METHOD, "paragraph", name, labels),
        Item::Point(name, labels) => at(4 + entry.level, SymbolKind::FIELD, "point", name, labels),
        Item::Amends(name) => Some((
            1,
            name.span,
            SymbolKind::NAMESPACE,
            format!("amends {}", name.text),
        )),
        Item::Amendment(_) => Some((2, entry.span, SymbolKind::OPERATOR, "amendment".to_owned())),
        Item::Enum(made) => own(SymbolKind::ENUM, "enum", &made.name, &made.labels),
        Item::Record(made) => own(SymbolKind::STRUCT, "record", &made.name, &made.labels),
        Item::Matter(made) => own(SymbolKind::STRUCT, "matter", &made.name, &made.labels),
        Item::Action { name, labels, .. } => own(SymbolKind::FUNCTION, "action", name, labels),
        Item::Parameter(made) => own(SymbolKind::CONSTANT, "parameter", &made.name, &made.labels),
        Item::Role(name, labels) => own(SymbolKind::INTERFACE, "role", name, labels),
        Item::Interpretation(made) => own(SymbolKind::ENUM, "interpretation", &made.name, &made.labels),
        _ => None,
    }
}
