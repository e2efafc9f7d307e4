//! Pest's pairs to the tree. Each function builds one thing from the pair of one rule.

mod amendment;
mod application;
pub(super) mod beside;
mod case;
mod counting;
mod expression;
mod instrument;
mod limit;
pub(super) mod literal;
mod norm;
mod vocabulary;
mod window;

pub use case::scenario;
use std::sync::Arc;

use super::parse::Rule;
use super::tree::{CitationText, Item, Labels, Name, Path, Source, Text};
use crate::finding::Finding;
use crate::source::{Limits, SourceFile, Span};
use pest::iterators::Pair;
use unicode_normalization::UnicodeNormalization;

/// What is noted while building: findings beyond what the grammar can say.
pub struct Notes {
    /// The findings.
    pub findings: Vec<Finding>,
    limits: Limits,
}

impl Notes {
    /// Nothing noted yet.
    pub fn new(limits: &Limits) -> Notes {
        Notes {
            findings: Vec::new(),
            limits: *limits,
        }
    }

    fn note(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Notes a chain that is longer than is read.
    fn check_operands(&mut self, count: usize, span: Span) {
        let limit = self.limits.operands;
        if count > limit {
            self.note(
                Finding::error(
                    "too-many-operands",
                    span,
                    format!("{count} parts in one chain; at most {limit} are read"),
                )
                .label("this chain is too long")
                .help("name parts of it with `define`, or use a list"),
            );
        }
    }

    /// Notes more prefixes before one value, or more steps in one path, than anyone can read.
    fn check_depth(&mut self, count: usize, span: Span) {
        let limit = self.limits.depth / 8;
        if count > limit {
            self.note(
                Finding::error(
                    "nested-too-deep",
                    span,
                    format!("more than {limit} words stand before one value"),
                )
                .label("too many")
                .help("give the inner part a name with `define` and use the name"),
            );
        }
    }
}

/// A pair with its file, so that places are places of the file.
#[derive(Clone)]
pub struct Node<'a> {
    pair: Pair<'a, Rule>,
    file: &'a SourceFile,
    shift: &'a dyn Fn(usize) -> usize,
}

impl<'a> Node<'a> {
    /// Wraps a pair.
    pub fn new(pair: Pair<'a, Rule>, file: &'a SourceFile, shift: &'a dyn Fn(usize) -> usize) -> Node<'a> {
        Node { pair, file, shift }
    }

    fn rule(&self) -> Rule {
        self.pair.as_rule()
    }

    fn text(&self) -> &'a str {
        self.pair.as_str()
    }

    /// Its place, without white space and comments at its end.
    fn span(&self) -> Span {
        let span = self.pair.as_span();
        let text = self.pair.as_str();
        let length = trimmed(text).len();
        self.file
            .span((self.shift)(span.start()), (self.shift)(span.start() + length))
    }

    fn children(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let (file, shift) = (self.file, self.shift);
        let words = |pair: &Pair<'a, Rule>| super::parse::keyword(pair.as_rule()).is_none();
        self.pair
            .clone()
            .into_inner()
            .filter(words)
            .map(move |pair| Node { pair, file, shift })
    }

    fn child(&self, rule: Rule) -> Option<Node<'a>> {
        self.children().find(|child| child.rule() == rule)
    }

    /// Whether a child of a rule stands in it, words too.
    fn has(&self, rule: Rule) -> bool {
        self.words(rule).next().is_some()
    }

    /// The places of children of a rule, words too.
    fn words(&self, rule: Rule) -> impl Iterator<Item = Span> + use<'a> {
        let (file, shift) = (self.file, self.shift);
        let inner = self.pair.clone().into_inner();
        inner
            .filter(move |pair| pair.as_rule() == rule)
            .map(move |pair| Node { pair, file, shift }.span())
    }

    /// The text between it and a later node.
    fn until(&self, later: &Node<'a>) -> &'a str {
        let end = self.pair.as_span().start() + trimmed(self.text()).len();
        let gap = self.pair.get_input().get(end..later.pair.as_span().start());
        gap.unwrap_or("")
    }

    /// The line up to where it begins.
    fn line_before(&self) -> &'a str {
        let before = self.pair.get_input().get(..self.pair.as_span().start());
        before.unwrap_or("").rsplit('\n').next().unwrap_or("")
    }

    /// How deep its line is indented, where it begins one.
    fn own_line(&self) -> Option<usize> {
        let line = self.line_before();
        let first = self.pair.as_span().start() == line.len();
        (!first && line.trim().is_empty()).then(|| line.chars().count())
    }

    /// How deep the line is indented that it stands on.
    fn line_indent(&self) -> usize {
        let line = self.line_before();
        line.chars().take_while(|letter| letter.is_whitespace()).count()
    }

    fn all(&self, rule: Rule) -> impl Iterator<Item = Node<'a>> + use<'a> {
        self.children().filter(move |child| child.rule() == rule)
    }

    fn first(&self) -> Option<Node<'a>> {
        self.children().next()
    }

    /// Its text as a name, in normal form C.
    fn name(&self) -> Name {
        let text = self.text().trim();
        let text = if text.is_ascii() {
            text.into()
        } else {
            text.nfc().collect::<String>().into()
        };
        Name {
            text,
            span: self.span(),
        }
    }
}

fn trimmed(text: &str) -> &str {
    let mut text = text.trim_end();
    loop {
        let line = text.rfind('\n').map_or(0, |place| place + 1);
        let last = text.get(line..).unwrap_or("");
        match last.trim_start().strip_prefix("--") {
            Some(_) if line > 0 => text = text.get(..line).unwrap_or("").trim_end(),
            Some(_) | None => return text,
        }
    }
}

fn names(node: &Node<'_>) -> Vec<Name> {
    node.all(Rule::name).map(|name| name.name()).collect()
}

fn path(node: &Node<'_>) -> Path {
    Path {
        names: names(node),
        span: node.span(),
    }
}

/// A quoted text; in a one-line text a backslash hides the quote, in a block the indentation goes.
fn text(node: &Node<'_>) -> Option<Text> {
    let inner = if node.rule() == Rule::any_text {
        node.first()?
    } else {
        node.clone()
    };
    let body = inner.first()?.text();
    let text = match inner.rule() {
        Rule::block_text => unindented(body),
        _ => unescaped(body),
    };
    Some(Text {
        text: text.into(),
        span: inner.span(),
    })
}

pub fn unescaped(body: &str) -> String {
    let mut text = String::with_capacity(body.len());
    let mut letters = body.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            text.extend(letters.next());
        } else {
            text.push(letter);
        }
    }
    text
}

pub fn unindented(body: &str) -> String {
    let lines: Vec<&str> = body.trim().lines().map(str::trim).collect();
    lines.join("\n")
}

fn labels(node: &Node<'_>) -> Labels {
    let mut labels = Labels::default();
    for group in node.all(Rule::labels) {
        let mut language: Option<Name> = None;
        for part in group.children() {
            match (part.rule(), language.take()) {
                (Rule::language, _) => language = Some(part.name()),
                (Rule::string, Some(name)) => labels.others.extend(text(&part).map(|text| (name, text))),
                (_, _) => labels.main = text(&part).or(labels.main.take()),
            }
        }
    }
    labels
}

fn citation(node: &Node<'_>) -> CitationText {
    let mut cited = CitationText {
        names: names(node),
        article: None,
        paragraph: None,
        points: Vec::new(),
        span: node.span(),
    };
    for part in node.children() {
        match part.rule() {
            Rule::article_part => {
                cited.article = part.child(Rule::number_mark).map(|mark| mark.name());
                let marks = part.all(Rule::in_brackets).filter_map(|bracket| bracket.first());
                for mark in marks.map(|mark| mark.name()) {
                    let digits = mark.text.bytes().all(|byte| byte.is_ascii_digit());
                    if digits && cited.paragraph.is_none() && cited.points.is_empty() {
                        cited.paragraph = Some(mark);
                    } else {
                        cited.points.push(mark);
                    }
                }
            }
            Rule::paragraph_part => cited.paragraph = part.child(Rule::number_mark).map(|mark| mark.name()),
            Rule::point_part => {
                let marks = part.all(Rule::in_brackets).filter_map(|bracket| bracket.first());
                let marks = marks.chain(part.all(Rule::point_mark));
                cited.points.extend(marks.map(|mark| mark.name()));
            }
            _ => {}
        }
    }
    cited
}

fn citations(node: &Node<'_>) -> Vec<CitationText> {
    node.all(Rule::citations)
        .flat_map(|list| {
            list.all(Rule::citation)
                .map(|one| citation(&one))
                .collect::<Vec<_>>()
        })
        .collect()
}

fn source(node: &Node<'_>) -> Option<Source> {
    let mut texts = node.all(Rule::string).filter_map(|part| text(&part));
    Some(Source {
        document: texts.next()?,
        place: node
            .child(Rule::source_place)
            .map(|place| place.text().trim().to_owned()),
        remark: texts.next(),
    })
}

/// Builds an item from the pair of its rule. `None` only beside a finding.
pub fn item(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    let heading = |rule: Rule| Some((node.child(rule)?.name(), labels(node)));
    match node.rule() {
        Rule::item_jurisdiction => vocabulary::jurisdiction(node),
        Rule::item_role => Some(Item::Role(node.child(Rule::name)?.name(), labels(node))),
        Rule::item_enum => vocabulary::enum_item(node, notes),
        Rule::item_interpretation => vocabulary::interpretation(node, notes),
        Rule::item_record => vocabulary::record(node, notes),
        Rule::item_matter => vocabulary::matter(node, notes),
        Rule::item_action => vocabulary::action(node),
        Rule::item_fact => {
            vocabulary::field(&node.child(Rule::field)?, notes).map(|field| Item::Fact(Box::new(field)))
        }
        Rule::item_parameter => vocabulary::parameter(node, notes),
        Rule::item_calendar => counting::calendar(node, notes),
        Rule::item_counting => counting::counting(node, notes),
        Rule::item_instrument => instrument::heading(node, notes),
        Rule::item_amends => Some(Item::Amends(node.child(Rule::name)?.name())),
        rule if super::parse::amends(rule) => amendment::amendment(node, notes),
        Rule::item_chapter => heading(Rule::number_mark).map(|(mark, labels)| Item::Chapter(mark, labels)),
        Rule::item_article => heading(Rule::number_mark).map(|(mark, labels)| Item::Article(mark, labels)),
        Rule::item_paragraph => {
            heading(Rule::number_mark).map(|(mark, labels)| Item::Paragraph(mark, labels))
        }
        Rule::item_point => heading(Rule::point_mark).map(|(mark, labels)| Item::Point(mark, labels)),
        Rule::item_text => {
            let words = text(&node.child(Rule::any_text)?)?;
            Some(Item::Text(
                node.child(Rule::language).map(|language| language.name()),
                words,
            ))
        }
        Rule::item_source => source(node).map(|source| Item::Source(Box::new(source))),
        Rule::item_in_force => {
            let mut made = instrument::in_force(&node.child(Rule::in_force)?, notes)?;
            made.applies_from = node
                .child(Rule::applies_from)
                .and_then(|part| instrument::applies_from(&part, notes));
            made.known_complete = node
                .child(Rule::known_complete)
                .and_then(|part| instrument::known_complete(&part, notes));
            Some(Item::InForce(made))
        }
        Rule::item_complete => {
            instrument::known_complete(&node.child(Rule::known_complete)?, notes).map(Item::KnownComplete)
        }
        Rule::item_expires => {
            let date = literal::date(&node.child(Rule::date)?, notes)?;
            Some(Item::Expires(date, node.span()))
        }
        Rule::item_applies => {
            application::application(&node.child(Rule::application)?, notes).map(Item::Applies)
        }
        Rule::item_goes_on => {
            application::application(&node.child(Rule::application)?, notes).map(Item::GoesOn)
        }
        Rule::item_stood => instrument::in_force(&node.child(Rule::stood)?, notes).map(Item::Stood),
        Rule::item_milder => application::milder_law(node).map(|made| Item::MilderLaw(Box::new(made))),
        Rule::item_later_law => Some(Item::LaterLaw),
        Rule::item_in_matters => Some(Item::InMatters(names(node))),
        Rule::item_despite => Some(Item::Despite(citations(node))),
        Rule::item_subject => Some(Item::SubjectTo(citations(node))),
        Rule::item_under => Some(Item::Under(Box::new(citation(&node.child(Rule::citation)?)))),
        Rule::item_assumed => Some(Item::Assumed(text(&node.child(Rule::string)?)?)),
        Rule::item_not_encoded => {
            let cited = node.child(Rule::citation).map(|part| citation(&part));
            Some(Item::NotEncoded(cited, text(&node.child(Rule::string)?)?))
        }
        Rule::item_norm => norm::norm(&node.child(Rule::norm)?, notes).map(|norm| Item::Norm(Arc::new(norm))),
        _ => None,
    }
}
