//! The catalogue of norms: `rules/kz/norms.csv` accounts for each, and what it claims holds.

use crate::support::case_files;
use jargy::{Citation, Coverage, Library, Limits, NormCoverage, SourceMap, parse_citation, read_scenarios};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn kz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/kz")
}

const BILLS: [&str; 2] = ["bills/preventive-mechanism", "bills/trafficking"];

/// The law with the two bills that the report tells of.
fn with_bills() -> Library {
    let bills = BILLS.map(|bill| kz().join(format!("{bill}.law")));
    let rules = kz();
    let paths = [rules.as_path(), bills[0].as_path(), bills[1].as_path()];
    Library::check(&paths, &Limits::default())
        .unwrap()
        .library
        .unwrap()
}

/// A row of the table.
struct Row {
    id: String,
    citations: Vec<Citation>,
    status: String,
    reason: String,
}

fn rows() -> Vec<Row> {
    let mut table = csv::Reader::from_path(kz().join("norms.csv")).unwrap();
    let columns = [
        "id",
        "report_paragraphs",
        "instrument",
        "citations",
        "status",
        "reason",
    ];
    assert_eq!(table.headers().unwrap(), columns.as_slice());
    let row = |record: csv::StringRecord| {
        let cited = record[3].split(';').filter(|cited| !cited.is_empty());
        let citations = cited.map(|cited| match cited.contains(" article ") {
            true => parse_citation(cited).unwrap(),
            false => Citation::instrument(None, cited.into()),
        });
        assert!(
            record[1]
                .chars()
                .all(|sign| sign.is_ascii_digit() || ", ".contains(sign)),
            "{record:?}"
        );
        Row {
            id: record[0].to_owned(),
            citations: citations.collect(),
            status: record[4].to_owned(),
            reason: record[5].to_owned(),
        }
    };
    table.records().map(|record| row(record.unwrap())).collect()
}

/// What the scenarios exercise of each norm.
fn covered(law: &Library) -> Vec<NormCoverage> {
    let mut files = BILLS.map(|bill| kz().join(format!("{bill}.case"))).to_vec();
    case_files(&kz(), &mut files);
    let mut scenarios = Vec::new();
    for path in files {
        let mut sources = SourceMap::default();
        let file = sources.add("x.case", &std::fs::read_to_string(path).unwrap());
        let (read, findings) = read_scenarios(law, &file);
        assert!(findings.is_empty());
        scenarios.extend(read);
    }
    Coverage::of(law, &scenarios).norms(law)
}

#[test]
fn every_norm_of_the_catalogue_is_accounted_for() {
    let rows = rows();
    let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
    let expected: Vec<String> = (1..=172).map(|number| format!("N{number}")).collect();
    assert_eq!(ids, expected);
    let encoded = |row: &&Row| matches!(&*row.status, "encoded" | "assumed");
    assert!(rows.iter().filter(encoded).count() >= 120);
    for row in &rows {
        let known = ["encoded", "assumed", "recorded", "not encodable"];
        assert!(known.contains(&&*row.status), "{}: {}", row.id, row.status);
        assert!(
            row.status == "encoded" || !row.reason.is_empty(),
            "{} gives no reason",
            row.id
        );
        assert!(
            !encoded(&row) || !row.citations.is_empty(),
            "{} cites nothing",
            row.id
        );
    }
}

#[test]
fn every_citation_of_the_table_resolves_and_its_norms_are_exercised_in_full() {
    let law = with_bills();
    let program = law.program();
    let covered = covered(&law);
    for row in rows() {
        for cited in &row.citations {
            let all = program.law.provisions.iter();
            let found = all.filter(|provision| cited.covers(&provision.citation));
            assert!(found.count() > 0, "{}: there is no {cited}", row.id);
        }
        if !matches!(&*row.status, "encoded" | "assumed") {
            continue;
        }
        let provision = |norm: &NormCoverage| program.law.provision(norm.provision).unwrap();
        let own = covered.iter().filter(|norm| {
            row.citations
                .iter()
                .any(|cited| cited.covers(&provision(norm).citation))
        });
        let own: Vec<&NormCoverage> = own.collect();
        assert!(!own.is_empty(), "{} has no norm", row.id);
        for norm in own {
            assert!(
                norm.lacks.is_empty(),
                "{}, {}: {:?}",
                row.id,
                provision(norm).citation,
                norm.lacks
            );
        }
    }
}

/// `assumed` is said of a norm whose provision says what it assumes, or which stands on one reading of several.
#[test]
fn what_the_table_calls_assumed_says_so_in_the_rules() {
    let law = with_bills();
    let program = law.program();
    for row in rows().iter().filter(|row| row.status == "assumed") {
        let cites = |citation: &Citation| row.citations.iter().any(|cited| cited.covers(citation));
        let mut provisions = program
            .law
            .provisions
            .iter()
            .filter(|provision| cites(&provision.citation));
        let own = provisions.any(|provision| !provision.assumptions.is_empty());
        let norms = program
            .norms
            .iter()
            .filter(|norm| cites(&program.law.provision(norm.provision).unwrap().citation));
        let says = own
            || norms.into_iter().any(|norm| {
                let mut chain = program.law.with_parents(norm.provision);
                norm.reading.is_some()
                    || chain.any(|(_, provision)| {
                        !provision.assumptions.is_empty() || provision.assumed.is_some()
                    })
            });
        assert!(says, "{}: nothing is assumed in {:?}", row.id, row.citations);
    }
}

/// A number in a norm comes from a source, or is said to be assumed.
#[test]
fn no_number_stands_in_a_norm_without_a_source_or_an_assumption() {
    let law = with_bills();
    let program = law.program();
    let mut numbers: BTreeMap<String, bool> = BTreeMap::new();
    for norm in &program.norms {
        let text = law.sources().text(norm.span);
        let words = text.split(|sign: char| !(sign.is_alphanumeric() || sign == '_'));
        if !words
            .into_iter()
            .any(|word| word.starts_with(|sign: char| sign.is_ascii_digit()))
        {
            continue;
        }
        let mut chain = program.law.with_parents(norm.provision);
        let sourced =
            chain.any(|(_, provision)| !provision.sources.is_empty() || !provision.assumptions.is_empty());
        let citation = program
            .law
            .provision(norm.provision)
            .unwrap()
            .citation
            .to_string();
        numbers.insert(citation, sourced);
    }
    assert!(numbers.len() >= 30, "{}", numbers.len());
    let without: Vec<&String> = numbers
        .iter()
        .filter(|(_, sourced)| !**sourced)
        .map(|(cited, _)| cited)
        .collect();
    assert!(without.is_empty(), "{without:?}");
    for parameter in &program.parameters {
        for (days, _, note) in &parameter.values {
            assert!(
                note.is_some(),
                "{} {days} says not how it is known",
                parameter.name.text
            );
        }
    }
}
