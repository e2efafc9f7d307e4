//! Text with switches in place of the chosen sites.

use crate::sites::{Form, Piece, Site};
use std::collections::BTreeMap;

/// Where the switch of each mutant stands in the woven text. One within another stands there twice.
pub type Places = BTreeMap<usize, Vec<(usize, usize)>>;

/// The text with each chosen site behind its switch; where each switch stands in it goes into `places`. Sites within others are woven too.
pub fn weave(text: &str, chosen: &[(usize, &Site)], places: &mut Places) -> String {
    let mut chosen = chosen.to_vec();
    // the outer one first where two begin together
    chosen.sort_by_key(|(number, site)| (site.start, std::cmp::Reverse(site.end), *number));
    let mut out = String::with_capacity(text.len() * 2);
    stretch(text, (0, text.len()), &chosen, &mut out, places);
    out
}

fn stretch(
    text: &str,
    (start, end): (usize, usize),
    chosen: &[(usize, &Site)],
    out: &mut String,
    places: &mut Places,
) {
    let mut at = start;
    let mut rest = chosen;
    while let Some(((number, site), after)) = rest.split_first() {
        if site.start < at || site.end > end {
            rest = after;
            continue;
        }
        out.push_str(&text[at..site.start]);
        one(text, *number, site, after, out, places);
        at = site.end;
        rest = after;
    }
    out.push_str(&text[at..end]);
}

fn one(
    text: &str,
    number: usize,
    site: &Site,
    inner: &[(usize, &Site)],
    out: &mut String,
    places: &mut Places,
) {
    let begin = out.len();
    // of two sites over the same words one is the outer: it must not be woven into itself again
    let within: Vec<(usize, &Site)> = inner
        .iter()
        .filter(|(_, other)| other.start >= site.start && other.end <= site.end)
        .copied()
        .collect();
    match site.form {
        Form::Choice => {
            out.push_str(&format!("(if crate::mutant::on({number}) {{ "));
            for piece in &site.mutated {
                match piece {
                    Piece::Text(words) => out.push_str(words),
                    Piece::Range(from, to) => stretch(text, (*from, *to), &within, out, places),
                }
            }
            out.push_str(" } else { ");
            stretch(text, (site.start, site.end), &within, out, places);
            out.push_str(" })");
        }
        Form::Deleted => {
            out.push_str(&format!("if !crate::mutant::on({number}) {{ "));
            stretch(text, (site.start, site.end), &within, out, places);
            out.push_str(" }");
        }
    }
    places.entry(number).or_default().push((begin, out.len()));
}
