//! What scenarios exercise, as a self-contained HTML page: the statute with what is covered and what is not.

use super::coverage::Totals;
use super::diff_page::escaped;
use crate::law::{Provision, ProvisionId};
use crate::library::Library;
use crate::scenario::NormCoverage;
use std::fmt::Write as _;

const STYLE: &str = "body{font:16px/1.5 serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}\
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem;border-top:1px solid #ccc;padding-top:1rem}\
pre{font:14px/1.4 monospace;white-space:pre-wrap;padding:.6rem;margin:.4rem 0;border-left:.4rem solid}\
.full{background:#f0f8f0;border-color:#3a3}.part{background:#fdf8e6;border-color:#c90}.none{background:#fdeeee;border-color:#c33}\
.days,.lacks{color:#555;font-size:.9rem}td{padding:.1rem 1rem .1rem 0}";

/// The page: provisions in the order of their numbers and days, each norm with a mark and with what is lacking.
pub fn page(library: &Library, norms: &[NormCoverage], totals: &Totals, scenarios: usize) -> String {
    let mut out = String::from("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\"><title>Coverage</title>\n");
    let _ = write!(
        out,
        "<style>{STYLE}</style>\n<h1>What {scenarios} scenarios exercise</h1>\n<table>\n"
    );
    for (name, part) in totals.rows() {
        let _ = writeln!(out, "<tr><td>{name}</td><td>{}</td></tr>", part.words());
    }
    out.push_str("</table>\n");
    let mut last: Option<ProvisionId> = None;
    for norm in norms {
        let Some(provision) = library.program().law.provision(norm.provision) else {
            continue;
        };
        if last != Some(norm.provision) {
            heading(&mut out, provision);
            last = Some(norm.provision);
        }
        norm_of(&mut out, library, norm);
    }
    out.push_str("</html>\n");
    out
}

fn heading(out: &mut String, provision: &Provision) {
    let title = provision
        .heading
        .pick("en")
        .map(|title| format!(" {title}"))
        .unwrap_or_default();
    let citation = provision.citation.to_string();
    let _ = writeln!(out, "<h2>{}{}</h2>", escaped(&citation), escaped(&title));
    let _ = writeln!(
        out,
        "<p class=\"days\">in force {}</p>",
        escaped(&provision.in_force.to_string())
    );
    if let Some((_, text)) = provision.texts.first() {
        let _ = writeln!(out, "<p>{}</p>", escaped(text.text.trim()));
    }
}

fn norm_of(out: &mut String, library: &Library, norm: &NormCoverage) {
    let (class, mark) = match (norm.looked_at, norm.lacks.is_empty()) {
        (true, true) => ("full", "covered"),
        (true, false) => ("part", "covered in part"),
        (false, _) => ("none", "not covered"),
    };
    let text = library.sources().text(norm.span);
    // words beside the colour, for those who do not see it
    let _ = writeln!(
        out,
        "<pre class=\"{class}\" title=\"{mark}\">{}</pre>",
        escaped(text)
    );
    if !norm.lacks.is_empty() {
        let lacks = escaped(&norm.lacks.join(", "));
        let _ = writeln!(out, "<p class=\"lacks\">{mark}: no scenario for {lacks}</p>");
    }
}
