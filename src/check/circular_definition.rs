//! `circular-definition`: an action or definition that rests on itself, also through duty states and deemed
//! facts. Circles of definitions alone are found while their types are resolved.
//!
//! Wrong: `must not lend when return_book is overdue` beside `must return_book when lend is forbidden …`.
//! Right: one of them rests on facts alone.

use crate::finding::Finding;
use crate::resolve::{ActionId, DefinitionId, Kind, Norm, Place, Program, Root, Subject, Term, TermKind};
use crate::source::{Limits, Span};
use crate::time::Date;
use std::collections::HashMap;

/// What can rest on something, under the law of a date of `as it stood on` or of whichever date is asked of.
type Node = (What, Option<Date>);

/// An action, a definition, or a deemed fact of a matter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum What {
    Action(ActionId),
    Definition(DefinitionId),
    Deemed(usize, Vec<usize>),
}

struct Edges {
    to: Vec<(Node, Span)>,
    height: usize,
}

pub fn check(program: &Program, limits: &Limits) -> Vec<Finding> {
    let mut graph: HashMap<Node, Edges> = HashMap::new();
    let deemed = deemed_facts(program);
    for under in std::iter::once(None).chain(program.stood.iter().copied().map(Some)) {
        let standing = program
            .norms
            .iter()
            .filter(|norm| under.is_none_or(|date| program.in_force(norm).contains(date)));
        for norm in standing {
            let edges = graph.entry((node_of(norm), under)).or_insert(Edges {
                to: Vec::new(),
                height: 1,
            });
            edges.height = edges.height.max(norm.reads.height);
            collect(norm, under, &deemed, &mut edges.to);
            if let Some(chain) = norm.chain
                && let Some(parent) = program.norms.get(chain.parent.0)
                && let What::Action(action) = node_of(parent)
            {
                edges.to.push(((What::Action(action), under), norm.span));
            }
        }
    }
    let mut walk = Walk {
        program,
        graph: &graph,
        state: HashMap::new(),
        findings: Vec::new(),
        limit: limits.height,
    };
    let mut starts: Vec<&Node> = graph.keys().collect();
    starts.sort_by_key(|node| name(program, node));
    for start in starts {
        walk.from(start);
    }
    walk.findings
}

fn matter_number(norm: &Norm) -> usize {
    match norm.owner {
        crate::resolve::Owner::Matter(id) => id.0,
        crate::resolve::Owner::Record(_) => usize::MAX,
    }
}

fn deemed_facts(program: &Program) -> Vec<(usize, Vec<usize>)> {
    program
        .norms
        .iter()
        .filter_map(|norm| match &norm.kind {
            Kind::Deem { fields, .. } => Some((matter_number(norm), fields.clone())),
            _ => None,
        })
        .collect()
}

fn node_of(norm: &Norm) -> What {
    match &norm.kind {
        Kind::Permission(action) | Kind::Bar(action) | Kind::Validity(action, _) | Kind::Duty(action, _) => {
            What::Action(*action)
        }
        Kind::Definition(id, _) => What::Definition(*id),
        Kind::Deem { fields, .. } => What::Deemed(matter_number(norm), fields.clone()),
    }
}

/// What a norm rests on, each with the place that says so.
fn collect(norm: &Norm, under: Option<Date>, deemed: &[(usize, Vec<usize>)], into: &mut Vec<(Node, Span)>) {
    into.extend(norm.reads.rests.iter().map(|rest| {
        let what = match rest.on {
            Subject::Action(id) => What::Action(id),
            Subject::Definition(id) => What::Definition(id),
        };
        ((what, rest.stood.or(under)), rest.span)
    }));
    let matter = matter_number(norm);
    let mine: Vec<&Vec<usize>> = deemed
        .iter()
        .filter(|(other, path)| {
            *other == matter
                && path
                    .first()
                    .is_some_and(|slot| norm.reads.slots.contains(&(norm.owner, *slot)))
        })
        .map(|(_, path)| path)
        .collect();
    if !mine.is_empty() {
        for term in norm.terms() {
            collect_deemed((term, under), matter, &mine, into);
        }
    }
}

/// The deemed facts of a term.
fn collect_deemed(
    start: (&Term, Option<Date>),
    matter: usize,
    deemed: &[&Vec<usize>],
    into: &mut Vec<(Node, Span)>,
) {
    let mut open = vec![start];
    while let Some((term, under)) = open.pop() {
        let mut inside = under;
        match &term.kind {
            TermKind::Stood(date, _) => inside = Some(*date),
            TermKind::Fact(Place {
                root: Root::Case,
                fields,
            }) if deemed.contains(&fields) => {
                into.push(((What::Deemed(matter, fields.clone()), under), term.span));
            }
            _ => {}
        }
        open.extend(term.children().into_iter().map(|child| (child, inside)));
    }
}

fn name(program: &Program, node: &Node) -> String {
    let named = match &node.0 {
        What::Action(id) => program.actions.get(id.0).map(|made| made.name.text.to_string()),
        What::Definition(id) => program
            .definitions
            .get(id.0)
            .map(|made| made.name.text.to_string()),
        What::Deemed(matter, fields) => program
            .matters
            .get(*matter)
            .and_then(|shape| shape.slots.get(*fields.first()?))
            .map(|slot| slot.name.text.to_string()),
    }
    .unwrap_or_default();
    match node.1 {
        Some(date) => format!("{named} as it stood on {date}"),
        None => named,
    }
}

/// How far a node has been walked: under way, or done with its height.
#[derive(Clone, Copy)]
enum State {
    Under,
    Done(usize),
}

struct Walk<'a> {
    program: &'a Program,
    graph: &'a HashMap<Node, Edges>,
    state: HashMap<&'a Node, State>,
    findings: Vec<Finding>,
    limit: usize,
}

/// A node on the way, how many of its edges are walked, and the height below it so far.
struct Visit<'a> {
    node: &'a Node,
    next: usize,
    height: usize,
    entered_at: Option<Span>,
}

impl<'a> Walk<'a> {
    /// Depth first, without recursion: a chain may be long.
    fn from(&mut self, start: &'a Node) {
        if self.state.contains_key(start) {
            return;
        }
        let mut path: Vec<Visit<'a>> = vec![Visit {
            node: start,
            next: 0,
            height: 0,
            entered_at: None,
        }];
        self.state.insert(start, State::Under);
        while let Some(visit) = path.last_mut() {
            let edges = self.graph.get(visit.node);
            let edge = edges.and_then(|edges| edges.to.get(visit.next));
            visit.next += 1;
            let Some((to, span)) = edge else {
                let own = edges.map_or(1, |edges| edges.height);
                let height = own + visit.height;
                self.done(visit.node, height, visit.entered_at);
                path.pop();
                if let Some(before) = path.last_mut() {
                    before.height = before.height.max(height);
                }
                continue;
            };
            let Some((to, _)) = self.graph.get_key_value(to) else {
                continue;
            };
            match self.state.get(to) {
                Some(State::Done(height)) => visit.height = visit.height.max(*height),
                Some(State::Under) => self.circle(&path, to, *span),
                None => {
                    self.state.insert(to, State::Under);
                    path.push(Visit {
                        node: to,
                        next: 0,
                        height: 0,
                        entered_at: Some(*span),
                    });
                }
            }
        }
    }

    fn done(&mut self, node: &'a Node, height: usize, entered_at: Option<Span>) {
        self.state.insert(node, State::Done(height));
        let Some(span) = entered_at.filter(|_| height > self.limit && height <= self.limit * 2) else {
            return;
        };
        self.findings.push(
            Finding::error(
                "nested-too-deep",
                span,
                format!("this rests on more than {} steps, one on another", self.limit),
            )
            .label("too many steps")
            .help("shorten the chain of norms that read one another's state"),
        );
    }

    fn circle(&mut self, path: &[Visit<'a>], to: &'a Node, span: Span) {
        let start = path.iter().position(|visit| visit.node == to).unwrap_or(0);
        let names: Vec<String> = path
            .iter()
            .skip(start)
            .map(|visit| visit.node)
            .chain(std::iter::once(to))
            .map(|node| format!("`{}`", name(self.program, node)))
            .collect();
        self.findings.push(
            Finding::error(
                "circular-definition",
                span,
                format!("this rests on itself: {}", names.join(" → ")),
            )
            .label("closes the circle")
            .help("norms may read one another only in one direction: break the circle at one of these"),
        );
    }
}
