//! `jargy coverage`

use super::arguments::{Arguments, Coverage as Wanted};
use super::output::Output;
use super::test::scenarios;
use crate::law::natural;
use crate::library::Library;
use crate::scenario::{Coverage, NormCoverage};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

pub fn run(command: &Wanted, arguments: &Arguments, output: &mut Output) -> u8 {
    covered(command, arguments, output).unwrap_or_else(|status| status)
}

fn covered(command: &Wanted, arguments: &Arguments, output: &mut Output) -> Result<u8, u8> {
    let library = output.load(arguments)?;
    let (read, findings, sources) = scenarios(&command.paths, &library, arguments, output)?;
    if !findings.is_empty() {
        output.findings(&findings, &sources);
        return Ok(1);
    }
    let program = library.program();
    let mut norms = Coverage::of(&library, &read).norms(&library);
    let key = |norm: &NormCoverage| {
        let provision = program.law.provision(norm.provision);
        provision.map(|made| {
            (
                natural(&made.citation.to_string()),
                made.in_force.from(),
                norm.ordinal,
            )
        })
    };
    norms.sort_by_cached_key(key);
    let totals = Totals::of(&norms);
    if command.html {
        output.raw(&super::coverage_page::page(&library, &norms, &totals, read.len()));
    } else if output.is_json() {
        output.json(&json!({
            "scenarios": read.len(),
            "norms": totals.norms.json(),
            "versions": totals.versions.json(),
            "points": totals.points.json(),
            "complete": totals.complete.json(),
            "provisions": norms.iter().map(|norm| norm_json(&library, norm)).collect::<Vec<_>>(),
        }));
    } else {
        text(&library, &norms, output);
        output.line(format!("{} scenarios", read.len()));
        for (name, part) in totals.rows() {
            output.line(format!("  {name:28} {}", part.words()));
        }
    }
    Ok(u8::from(command.exit_code && !totals.complete.whole()))
}

/// Some of all.
#[derive(Default, Clone, Copy)]
pub struct Part {
    some: usize,
    all: usize,
}

impl Part {
    fn add(&mut self, yes: bool) {
        self.some += usize::from(yes);
        self.all += 1;
    }

    fn whole(self) -> bool {
        self.some == self.all
    }

    /// Whole per cent, rounded down: 100 only where nothing is left.
    fn percent(self) -> usize {
        (self.some * 100).checked_div(self.all).unwrap_or(100)
    }

    /// Some of all, and whole per cent.
    pub fn words(self) -> String {
        format!("{} of {} ({} %)", self.some, self.all, self.percent())
    }

    fn json(self) -> Json {
        json!({ "covered": self.some, "all": self.all, "percent": self.percent() })
    }
}

/// What is covered in all.
#[derive(Default)]
pub struct Totals {
    norms: Part,
    versions: Part,
    points: Part,
    complete: Part,
}

impl Totals {
    /// Each measure with its name.
    pub fn rows(&self) -> [(&'static str, Part); 4] {
        [
            ("norms looked at", self.norms),
            ("versions looked at", self.versions),
            ("lettered points looked at", self.points),
            ("with every outcome and bound", self.complete),
        ]
    }

    fn of(norms: &[NormCoverage]) -> Totals {
        let mut totals = Totals::default();
        let mut versions = BTreeMap::new();
        for norm in norms {
            totals.norms.add(norm.looked_at);
            totals.complete.add(norm.lacks.is_empty());
            for mark in &norm.points {
                totals.points.add(norm.exercised.points.contains(mark));
            }
            *versions.entry(norm.provision).or_insert(true) &= norm.looked_at;
        }
        for whole in versions.values() {
            totals.versions.add(*whole);
        }
        totals
    }
}

/// Norms that lack something, by provision.
fn text(library: &Library, norms: &[NormCoverage], output: &mut Output) {
    let mut last = None;
    for norm in norms.iter().filter(|norm| !norm.lacks.is_empty()) {
        let Some(provision) = library.program().law.provision(norm.provision) else {
            continue;
        };
        if last != Some(norm.provision) {
            output.line(format!("{}  in force {}", provision.citation, provision.in_force));
            last = Some(norm.provision);
        }
        let said = library.sources().text(norm.span);
        let first = said.lines().next().unwrap_or_default().trim();
        output.wrapped(
            "  not exercised: ",
            &format!("`{first}`: {}", norm.lacks.join(", ")),
        );
    }
    if last.is_some() {
        output.line("");
    }
}

fn norm_json(library: &Library, norm: &NormCoverage) -> Json {
    let provision = library.program().law.provision(norm.provision);
    json!({
        "citation": provision.map(|made| made.citation.to_string()),
        "in_force_from": provision.and_then(|made| made.in_force.from()).map(|date| date.to_string()),
        "in_force_until": provision.and_then(|made| made.in_force.until()).map(|date| date.to_string()),
        "norm": norm.ordinal,
        "place": library.sources().locate(norm.span),
        "looked_at": norm.looked_at,
        "applied": norm.exercised.applied,
        "not_applied": norm.exercised.not_applied,
        "points": norm.points.iter().map(|mark| json!({
            "point": &**mark, "looked_at": norm.exercised.points.contains(mark),
        })).collect::<Vec<_>>(),
        "standings": norm.exercised.standings.iter().collect::<Vec<_>>(),
        "lacks": norm.lacks,
    })
}
