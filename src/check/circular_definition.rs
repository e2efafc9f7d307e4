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
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum What {
    Action(ActionId),
    Definition(DefinitionId),
    Deemed(usize, Vec<usize>),
}

struct Edges {
    to: Vec<Edge>,
    /// How deep its own terms go.
    height: usize,
}

/// What a node rests on, where that is said, and how deep in a term.
type Edge = (Node, Span, usize);

type Graph = HashMap<Node, Edges>;

pub fn check(program: &Program, limits: &Limits) -> Vec<Finding> {
    let mut graph = Graph::new();
    let deemed = deemed_facts(program);
    for under in std::iter::once(None).chain(program.stood.iter().copied().map(Some)) {
        draw(program, under, &deemed, &mut graph);
    }
    let mut walk = Walk {
        program,
        graph: &graph,
        state: HashMap::new(),
        findings: Vec::new(),
        limit: limits.height,
    };
    let mut starts: Vec<&Node> = graph.keys().collect();
    starts.sort_by_cached_key(|node| (name(program, node), *node));
    for start in starts {
        walk.from(start);
    }
    walk.findings
}

/// Draws what the norms that stand on a date rest on.
fn draw(program: &Program, under: Option<Date>, deemed: &[DeemedFact], graph: &mut Graph) {
    let mut grounds = Grounds::default();
    for norm in &program.norms {
        if under.is_some_and(|date| !program.in_force(norm).contains(date)) {
            continue;
        }
        let mine = deemed_of(norm, deemed);
        if norm.reads.rests.is_empty() && norm.chain.is_none() && mine.is_empty() {
            grounds.note(norm);
            continue;
        }
        let edges = node(graph, (node_of(norm), under), norm.reads.height);
        collect(norm, under, &mine, &mut edges.to);
        if let Some(chain) = norm.chain
            && let Some(parent) = program.norms.get(chain.parent.0)
            && let What::Action(action) = node_of(parent)
        {
            edges.to.push(((What::Action(action), under), norm.span, 1));
        }
    }
    for (what, height) in grounds.all() {
        node(graph, (what, under), height);
    }
}

fn node(graph: &mut Graph, node: Node, height: usize) -> &mut Edges {
    let edges = graph.entry(node).or_insert(Edges {
        to: Vec::new(),
        height: 1,
    });
    edges.height = edges.height.max(height);
    edges
}

/// The heights of norms that rest on facts alone: most of a statute, and nothing to walk.
#[derive(Default)]
struct Grounds {
    actions: Vec<Option<usize>>,
    definitions: Vec<Option<usize>>,
    deemed: HashMap<What, usize>,
}

impl Grounds {
    fn note(&mut self, norm: &Norm) {
        let height = norm.reads.height;
        match norm.subject() {
            Some(Subject::Action(ActionId(number))) => raise(&mut self.actions, number, height),
            Some(Subject::Definition(DefinitionId(number))) => raise(&mut self.definitions, number, height),
            None => {
                let known = self.deemed.entry(node_of(norm)).or_insert(height);
                *known = (*known).max(height);
            }
        }
    }

    fn all(self) -> impl Iterator<Item = (What, usize)> {
        let known = |heights: Vec<Option<usize>>| heights.into_iter().enumerate();
        let actions =
            known(self.actions).filter_map(|(id, height)| Some((What::Action(ActionId(id)), height?)));
        let definitions = known(self.definitions)
            .filter_map(|(id, height)| Some((What::Definition(DefinitionId(id)), height?)));
        actions.chain(definitions).chain(self.deemed)
    }
}

fn raise(heights: &mut Vec<Option<usize>>, number: usize, height: usize) {
    if heights.len() <= number {
        heights.resize(number + 1, None);
    }
    if let Some(known) = heights.get_mut(number) {
        *known = (*known).max(Some(height));
    }
}

/// A fact that may be deemed: its matter and its fields.
type DeemedFact = (usize, Vec<usize>);

/// The facts that may be deemed among those that a norm reads.
fn deemed_of<'a>(norm: &Norm, deemed: &'a [DeemedFact]) -> Vec<&'a Vec<usize>> {
    let matter = matter_number(norm);
    let read = |path: &[usize]| {
        let slot = path.first();
        slot.is_some_and(|slot| norm.reads.slots.contains(&(norm.owner, *slot)))
    };
    let mine = deemed
        .iter()
        .filter(|(other, path)| *other == matter && read(path));
    mine.map(|(_, path)| path).collect()
}

fn matter_number(norm: &Norm) -> usize {
    match norm.owner {
        crate::resolve::Owner::Matter(id) => id.0,
        crate::resolve::Owner::Record(_) => usize::MAX,
    }
}

fn deemed_facts(program: &Program) -> Vec<DeemedFact> {
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
fn collect(norm: &Norm, under: Option<Date>, deemed: &[&Vec<usize>], into: &mut Vec<Edge>) {
    into.extend(norm.reads.rests.iter().map(|rest| {
        let what = match rest.on {
            Subject::Action(id) => What::Action(id),
            Subject::Definition(id) => What::Definition(id),
        };
        ((what, rest.stood.or(under)), rest.span, rest.depth)
    }));
    if !deemed.is_empty() {
        for term in norm.terms() {
            collect_deemed((term, under), matter_number(norm), deemed, into);
        }
    }
}

/// The deemed facts of a term.
fn collect_deemed(start: (&Term, Option<Date>), matter: usize, deemed: &[&Vec<usize>], into: &mut Vec<Edge>) {
    let mut open = vec![(start.0, start.1, 1)];
    while let Some((term, under, depth)) = open.pop() {
        let mut inside = under;
        match &term.kind {
            TermKind::Stood(date, _) => inside = Some(*date),
            TermKind::Fact(Place {
                root: Root::Case,
                fields,
            }) if deemed.contains(&fields) => {
                into.push(((What::Deemed(matter, fields.clone()), under), term.span, depth));
            }
            _ => {}
        }
        let children = term.children().into_iter();
        open.extend(children.map(|child| (child, inside, depth + 1)));
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

/// A node on the way, how many of its edges are walked, the height below it so far, and the place that leads deepest.
struct Visit<'a> {
    node: &'a Node,
    next: usize,
    height: usize,
    deepest: Option<(Span, usize)>,
}

impl<'a> Visit<'a> {
    fn of(node: &'a Node) -> Visit<'a> {
        Visit {
            node,
            next: 0,
            height: 0,
            deepest: None,
        }
    }

    /// What an edge leads to has a height of its own.
    fn rests_on(&mut self, span: Span, depth: usize, height: usize) {
        if depth + height > self.height {
            self.height = depth + height;
            self.deepest = Some((span, height));
        }
    }
}

impl<'a> Walk<'a> {
    /// Depth first, without recursion: a chain may be long.
    fn from(&mut self, start: &'a Node) {
        if self.state.contains_key(start) {
            return;
        }
        let mut path: Vec<Visit<'a>> = vec![Visit::of(start)];
        self.state.insert(start, State::Under);
        while let Some(visit) = path.last_mut() {
            let edges = self.graph.get(visit.node);
            let edge = edges.and_then(|edges| edges.to.get(visit.next));
            let Some((to, span, depth)) = edge else {
                let own = edges.map_or(1, |edges| edges.height);
                let height = own.max(visit.height) + 1;
                let deepest = visit.deepest;
                self.state.insert(visit.node, State::Done(height));
                self.done(height, deepest);
                path.pop();
                continue;
            };
            let state = self
                .graph
                .get_key_value(to)
                .map(|(to, _)| (to, self.state.get(to)));
            match state {
                Some((to, None)) => {
                    // looked at again once its height is known
                    self.state.insert(to, State::Under);
                    path.push(Visit::of(to));
                    continue;
                }
                Some((_, Some(State::Done(height)))) => visit.rests_on(*span, *depth, *height),
                Some((to, Some(State::Under))) => {
                    visit.next += 1;
                    self.circle(&path, to, *span);
                    continue;
                }
                None => {}
            }
            visit.next += 1;
        }
    }

    /// What goes too deep is told of once: where what it rests on does not yet.
    fn done(&mut self, height: usize, deepest: Option<(Span, usize)>) {
        let passes = |(_, below): &(Span, usize)| height > self.limit && *below <= self.limit;
        let Some((span, _)) = deepest.filter(passes) else {
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
