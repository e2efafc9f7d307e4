//! One item through pest.

use super::build;
use super::outline::Piece;
use super::tree::{Item, Scenario};
use super::trouble;
use crate::finding::Finding;
use crate::source::{Limits, SourceFile};
use build::Node;
use pest::Parser as _;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/jargy.pest"]
struct Grammar;

/// Parses a piece of a rule file.
pub fn item(file: &SourceFile, piece: &Piece, limits: &Limits) -> Result<Item, Vec<Finding>> {
    with_tree(file, piece, limits, build::item)
}

/// Parses a piece of a case file.
pub fn scenario(file: &SourceFile, piece: &Piece, limits: &Limits) -> Result<Scenario, Vec<Finding>> {
    with_tree(file, piece, limits, build::scenario)
}

/// The tree of an item as pest made it.
pub fn pair(rule: Rule, text: &str) -> Option<pest::iterators::Pair<'_, Rule>> {
    Grammar::parse(rule, text).ok()?.next()
}

fn with_tree<T>(
    file: &SourceFile,
    piece: &Piece,
    limits: &Limits,
    make: impl Fn(&Node<'_>, &mut build::Notes) -> Option<T>,
) -> Result<T, Vec<Finding>> {
    if piece.refused {
        return Err(Vec::new());
    }
    let written = file.text().get(piece.start..piece.end).unwrap_or("");
    let (text, head, tail) = match piece.meant {
        Some((length, meant)) => {
            let tail = written.get(length..).unwrap_or("");
            (format!("{meant}{tail}"), meant.len(), length)
        }
        None => (written.to_owned(), 0, 0),
    };
    let start = piece.start;
    let shift = move |place: usize| {
        if place >= head {
            start + place - head + tail
        } else {
            start
        }
    };
    let mut pairs = match Grammar::parse(piece.rule, &text) {
        Ok(pairs) => pairs,
        Err(error) => return Err(vec![trouble::syntax_error(file, piece, &text, shift, &error)]),
    };
    let mut notes = build::Notes::new(limits);
    let made = pairs
        .next()
        .and_then(|pair| make(&Node::new(pair, file, &shift), &mut notes));
    match made {
        Some(made) if notes.findings.is_empty() => Ok(made),
        Some(_) | None => Err(notes.findings),
    }
}

/// The word of a rule that stands for one word; such rules hold nothing else.
pub fn keyword(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::w_a => "a",
        Rule::w_action => "action",
        Rule::w_adopted => "adopted",
        Rule::w_after => "after",
        Rule::w_amends => "amends",
        Rule::w_an => "an",
        Rule::w_any => "any",
        Rule::w_applicable => "applicable",
        Rule::w_applies => "applies",
        Rule::w_article => "article",
        Rule::w_assessed => "assessed",
        Rule::w_assumed => "assumed",
        Rule::w_at => "at",
        Rule::w_back => "back",
        Rule::w_before => "before",
        Rule::w_breach => "breach",
        Rule::w_calendar => "calendar",
        Rule::w_certain => "certain",
        Rule::w_change => "change",
        Rule::w_changes => "changes",
        Rule::w_chapter => "chapter",
        Rule::w_commence => "commence",
        Rule::w_complete => "complete",
        Rule::w_conclusively => "conclusively",
        Rule::w_count => "count",
        Rule::w_counted => "counted",
        Rule::w_counting => "counting",
        Rule::w_date => "date",
        Rule::w_days => "days",
        Rule::w_delay => "delay",
        Rule::w_down => "down",
        Rule::w_due => "due",
        Rule::w_during => "during",
        Rule::w_earlier => "earlier",
        Rule::w_easter => "easter",
        Rule::w_encoded => "encoded",
        Rule::w_end => "end",
        Rule::w_enum => "enum",
        Rule::w_every => "every",
        Rule::w_except => "except",
        Rule::w_expect => "expect",
        Rule::w_expires => "expires",
        Rule::w_extended => "extended",
        Rule::w_fact => "fact",
        Rule::w_for => "for",
        Rule::w_force => "force",
        Rule::w_fulfilled => "fulfilled",
        Rule::w_given => "given",
        Rule::w_goes => "goes",
        Rule::w_governed => "governed",
        Rule::w_holiday => "holiday",
        Rule::w_hours => "hours",
        Rule::w_in => "in",
        Rule::w_insert => "insert",
        Rule::w_judged => "judged",
        Rule::w_jurisdiction => "jurisdiction",
        Rule::w_interpretation => "interpretation",
        Rule::w_known => "known",
        Rule::w_label => "label",
        Rule::w_late => "late",
        Rule::w_later => "later",
        Rule::w_law => "law",
        Rule::w_least => "least",
        Rule::w_limits => "limits",
        Rule::w_list => "list",
        Rule::w_matter => "matter",
        Rule::w_matters => "matters",
        Rule::w_milder => "milder",
        Rule::w_minute => "minute",
        Rule::w_months => "months",
        Rule::w_move => "move",
        Rule::w_moved => "moved",
        Rule::w_norm => "norm",
        Rule::w_not => "not",
        Rule::w_number => "number",
        Rule::w_of => "of",
        Rule::w_once => "once",
        Rule::w_one => "one",
        Rule::w_ongoing => "ongoing",
        Rule::w_only => "only",
        Rule::w_order => "order",
        Rule::w_orthodox => "orthodox",
        Rule::w_overlaps => "overlaps",
        Rule::w_paragraph => "paragraph",
        Rule::w_parameter => "parameter",
        Rule::w_point => "point",
        Rule::w_postpone => "postpone",
        Rule::w_presumed => "presumed",
        Rule::w_prevails => "prevails",
        Rule::w_reading => "reading",
        Rule::w_record => "record",
        Rule::w_reinstate => "reinstate",
        Rule::w_renumber => "renumber",
        Rule::w_repeal => "repeal",
        Rule::w_replace => "replace",
        Rule::w_restarted => "restarted",
        Rule::w_role => "role",
        Rule::w_rounded => "rounded",
        Rule::w_rule => "rule",
        Rule::w_scenario => "scenario",
        Rule::w_set => "set",
        Rule::w_source => "source",
        Rule::w_start => "start",
        Rule::w_stood => "stood",
        Rule::w_strike => "strike",
        Rule::w_subject => "subject",
        Rule::w_substitute => "substitute",
        Rule::w_suspend => "suspend",
        Rule::w_suspended => "suspended",
        Rule::w_table => "table",
        Rule::w_text => "text",
        Rule::w_the => "the",
        Rule::w_throughout => "throughout",
        Rule::w_times => "times",
        Rule::w_to => "to",
        Rule::w_twice => "twice",
        Rule::w_valid => "valid",
        Rule::w_want => "want",
        Rule::w_weekend => "weekend",
        Rule::w_whichever => "whichever",
        Rule::w_with => "with",
        Rule::w_without => "without",
        Rule::w_working => "working",
        Rule::w_zone => "zone",
        Rule::k_and => "and",
        Rule::k_or => "or",
        Rule::k_is => "is",
        Rule::k_in => "in",
        Rule::k_of => "of",
        Rule::k_if => "if",
        Rule::k_unless => "unless",
        Rule::k_when => "when",
        Rule::k_within => "within",
        Rule::k_done => "done",
        Rule::k_whereupon => "whereupon",
        Rule::k_by => "by",
        Rule::k_to => "to",
        Rule::k_as => "as",
        Rule::k_from => "from",
        Rule::k_until => "until",
        Rule::k_on => "on",
        Rule::k_where => "where",
        Rule::k_only => "only",
        Rule::k_despite => "despite",
        Rule::k_subject => "subject to",
        Rule::k_under => "under",
        Rule::k_may => "may",
        Rule::k_must => "must",
        Rule::k_define => "define",
        Rule::k_deem => "deem",
        _ => return None,
    })
}

/// Whether an item of this rule amends.
pub fn amends(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::item_insert
            | Rule::item_replace
            | Rule::item_repeal
            | Rule::item_renumber
            | Rule::item_move
            | Rule::item_substitute
            | Rule::item_change
            | Rule::item_set
            | Rule::item_suspend
            | Rule::item_postpone
            | Rule::item_commence
            | Rule::item_reinstate
            | Rule::item_strike
            | Rule::item_reading
    )
}
