//! Amendments.

use super::expression::points_of;
use super::{Node, Notes, citation, citations, labels, literal, text};
use crate::finding::Finding;
use crate::syntax::parse::Rule;
use crate::syntax::tree::{Amendment, AmendmentKind, CitationText, Inserted, Item, Name, Point, Text};
use crate::time::Date;

/// An amendment, by the rule of its item.
pub fn amendment(node: &Node<'_>, notes: &mut Notes) -> Option<Item> {
    let cited = || node.child(Rule::citation).map(|cited| citation(&cited));
    let (mut from, assumed) = commencement(node, notes)?;
    let kind = match node.rule() {
        Rule::item_insert => insert(node, notes)?,
        Rule::item_replace => {
            let (cited, point) = (cited()?, point(node, notes)?);
            same_mark(cited.points.last(), point.as_ref(), notes)?;
            AmendmentKind::Replace {
                cited,
                labels: labels(node),
                point,
            }
        }
        Rule::item_repeal => AmendmentKind::Repeal(citations(node)),
        Rule::item_renumber => {
            let mut both = node.all(Rule::citation).map(|cited| citation(&cited));
            AmendmentKind::Renumber {
                cited: both.next()?,
                to: both.next()?,
                chapter: chapter(node),
            }
        }
        Rule::item_move => AmendmentKind::Move(cited()?, chapter(node)?),
        Rule::item_substitute => {
            let mut texts = node.all(Rule::any_text).filter_map(|part| text(&part));
            AmendmentKind::Substitute {
                old: texts.next()?,
                new: texts.next()?,
                cited: cited()?,
                times: times(node, notes)?,
            }
        }
        Rule::item_change => AmendmentKind::Change(cited()?),
        Rule::item_set => {
            let value = node.child(Rule::literal)?;
            from = Some(literal::date(&node.child(Rule::date)?, notes)?);
            AmendmentKind::SetParameter {
                name: node.child(Rule::name)?.name(),
                value: literal::signed(&value, notes)?,
                value_span: value.span(),
                note: node.child(Rule::string).and_then(|part| text(&part)),
            }
        }
        Rule::item_suspend => {
            let mut dates = node.all(Rule::date);
            from = Some(literal::date(&dates.next()?, notes)?);
            let until = match dates.next() {
                Some(until) => Some(literal::date(&until, notes)?),
                None => None,
            };
            AmendmentKind::Suspend(cited()?, until)
        }
        Rule::item_postpone => {
            AmendmentKind::Postpone(cited()?, literal::date(&node.child(Rule::date)?, notes)?)
        }
        Rule::item_commence => AmendmentKind::Commence(match cited() {
            Some(cited) => cited,
            None => whole(node.child(Rule::name)?.name()),
        }),
        Rule::item_reinstate => AmendmentKind::Reinstate(cited()?),
        Rule::item_strike => AmendmentKind::Strike {
            cited: cited()?,
            from_the_start: node.child(Rule::from_the_start).is_some(),
        },
        _ => AmendmentKind::Reading {
            cited: cited()?,
            reaching_back: node.child(Rule::reaching_back).is_some(),
        },
    };
    Some(Item::Amendment(Box::new(Amendment {
        kind,
        from,
        assumed,
        reaching_back: node
            .child(Rule::op_from)
            .is_some_and(|from| from.child(Rule::reaching_back).is_some()),
        span: node.span(),
    })))
}

/// An instrument as a whole.
fn whole(name: Name) -> CitationText {
    CitationText {
        span: name.span,
        names: vec![name],
        article: None,
        paragraph: None,
        points: Vec::new(),
    }
}

/// `from 2011-07-01 assumed "…"`. `None` beside a finding.
#[allow(clippy::type_complexity)]
fn commencement(node: &Node<'_>, notes: &mut Notes) -> Option<(Option<Date>, Option<Text>)> {
    let Some(written) = node.child(Rule::op_from) else {
        return Some((None, None));
    };
    let date = literal::date(&written.child(Rule::date)?, notes)?;
    Some((Some(date), super::instrument::assumed(&written)))
}

fn chapter(node: &Node<'_>) -> Option<Name> {
    let mark = node.child(Rule::number_mark)?;
    Some(mark.name())
}

/// The point of an amendment: none, or the point; `None` beside a finding.
fn point(node: &Node<'_>, notes: &mut Notes) -> Option<Option<Point>> {
    match node.child(Rule::point) {
        Some(_) => points_of(node, notes).map(|points| points.into_iter().next()),
        None => Some(None),
    }
}

fn insert(node: &Node<'_>, notes: &mut Notes) -> Option<AmendmentKind> {
    let written = node.child(Rule::inserted)?;
    let word = written.text();
    let part = match (written.child(Rule::number_mark), written.child(Rule::in_brackets)) {
        (Some(mark), _) if word.starts_with("article") => Inserted::Article(mark.name()),
        (Some(mark), _) => Inserted::Paragraph(mark.name()),
        (None, Some(mark)) => Inserted::Point(mark.first()?.name()),
        (None, None) => return None,
    };
    let within: Option<CitationText> = node.child(Rule::citation).map(|cited| citation(&cited));
    let point = point(node, notes)?;
    insert_form(node, (&part, within.is_some(), point.is_some()), notes)?;
    if let Inserted::Point(mark) = &part {
        same_mark(Some(mark), point.as_ref(), notes)?;
    }
    Some(AmendmentKind::Insert {
        within,
        part,
        labels: labels(node),
        place: node.child(Rule::placing).and_then(|place| {
            let before = place
                .text()
                .trim_start_matches([',', ' ', '\n', '\t'])
                .starts_with("before");
            Some((before, citation(&place.child(Rule::citation)?)))
        }),
        point,
    })
}

/// Whether a point has the mark that the amendment names; `None` beside a finding.
fn same_mark(named: Option<&Name>, point: Option<&Point>, notes: &mut Notes) -> Option<()> {
    let Some(point) = point else {
        return Some(());
    };
    if named.is_some_and(|named| named.text == point.mark.text) {
        return Some(());
    }
    let finding = Finding::error(
        "amendment-form",
        point.mark.span,
        "this is not the point that the amendment names",
    )
    .label("another point")
    .help("write the point that is named, as in `replace article 5 point (b)`, then `(b) danger_of_torture`");
    notes.note(match named {
        Some(named) => finding.related(named.span, "named here"),
        None => finding,
    });
    None
}

/// Whether an insertion says all that it needs; what it lacks is noted.
fn insert_form(
    node: &Node<'_>,
    (part, within, point): (&Inserted, bool, bool),
    notes: &mut Notes,
) -> Option<()> {
    let complaint = match (part, within, point) {
        (Inserted::Article(_), true, _) => Some((
            "an article is inserted into an instrument",
            "write `insert article ...` alone; `amends` names the instrument",
        )),
        (Inserted::Paragraph(_) | Inserted::Point(_), false, _) => Some((
            "it is not said into what this is inserted",
            "write `in article 532 insert ...` before it",
        )),
        (Inserted::Article(_) | Inserted::Paragraph(_), _, true) => Some((
            "a lettered point stands where an article or paragraph is inserted",
            "write `in ... insert point (d)`, then the point",
        )),
        _ => None,
    };
    match complaint {
        None => Some(()),
        Some((message, help)) => {
            notes.note(
                Finding::error("amendment-form", node.span(), message)
                    .label("this amendment")
                    .help(help),
            );
            None
        }
    }
}

fn times(node: &Node<'_>, notes: &mut Notes) -> Option<usize> {
    let Some(written) = node.child(Rule::substituted) else {
        return Some(1);
    };
    let number = match written.child(Rule::digits) {
        Some(digits) => digits.text().trim().parse::<usize>().ok(),
        None if written.text().trim() == "twice" => Some(2),
        None => Some(1),
    };
    let number = number.filter(|number| (1..=1_000).contains(number));
    if number.is_none() {
        notes.note(
            Finding::error(
                "wrong-number",
                written.span(),
                "words stand in a text 1 to 1000 times",
            )
            .label("not that often")
            .help("write as in `substitute \"a\" with \"b\" in article 5, 3 times`"),
        );
    }
    number
}
