//! What may stand beside what: each pair of forms has one reading, or is an error that says how to write each.

use crate::support::{errors, findings, law, library, line};
use jargy::diff_always;

const FACTS: &str = "a : yes/no\nb : yes/no\nc : yes/no\nn : number\nm : number\nterm : duration\nd : date\ne : date\nf : date\nat : moment\n\
    fee : money KZT\nk : kind\nxs : list of Visit\nstays : list of Stay";

fn rules(norms: &str) -> String {
    let vocabulary = "parameter rate : number\n 5 from 2000-01-01\nenum kind: low < middle < high\nrecord Visit\n seen_on : date\n g : yes/no\nrecord Stay\n from_day : date\n to_day : date\n";
    format!("{vocabulary}{}", law(FACTS, &format!("article 1\n{norms}")))
}

/// What a form is read as: the same with brackets, or the finding that it has.
enum Read {
    As(&'static str),
    Wrong(&'static str),
}
use Read::{As, Wrong};

const TWO: Read = Wrong("two-readings");

fn hold(table: &[(&str, Read)]) {
    let mut wrong = Vec::new();
    for (form, read) in table {
        let found = errors(&rules(form));
        match read {
            Wrong(name) if found == [*name] => {}
            As(bracketed) if found.is_empty() => {
                let differs = diff_always(&library(&rules(form)), &library(&rules(bracketed)));
                if !differs.is_empty() {
                    wrong.push(format!("{form}\n  is not read as\n{bracketed}"));
                }
            }
            Wrong(_) | As(_) => wrong.push(format!("{form}\n{}", findings(&rules(form)))),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn alternatives_end_with_their_line_or_with_a_comma() {
    let one_year = "define x as 1 year if term >= (2 years), 6 months";
    hold(&[
        // a value of several words stands on one line
        ("define x as\n 1 year if term >= 2 years\n 6 months", As(one_year)),
        (
            "define x as\n 1 year if term >= 2 years\n 6 months otherwise",
            As("define x as 1 year if (term >= 2 years), 6 months otherwise"),
        ),
        (
            "define x as\n 1 year if term >= 2 years 6 months",
            As("define x as 1 year if term >= 30 months"),
        ),
        ("define x as\n 1 year if term >= 2 years, 6 months", As(one_year)),
        (
            "define x as 1 year if term >= 2 years 6 months otherwise",
            Wrong("syntax"),
        ),
        ("define x as 2\n years", Wrong("unreachable-alternative")),
        // `-` at the beginning of a line
        ("define x as\n 5 if n > 3\n -1", TWO),
        ("define x as\n 5 if n > 3\n - 1 otherwise", TWO),
        (
            "define x as\n 5 if n > 3,\n -1",
            As("define x as 5 if (n > 3), (-1)"),
        ),
        (
            "define x as\n 5 if n > 3, -1 otherwise",
            As("define x as 5 if (n > 3), (-1) otherwise"),
        ),
        (
            "define x as\n 5 if n > 3\n (-1)",
            As("define x as 5 if (n > 3), (-1)"),
        ),
        (
            "define x as\n 5 if n > 3 -\n 1",
            As("define x as 5 if n > (3 - 1)"),
        ),
        ("define x as\n 5 if n > 3 - 1", As("define x as 5 if n > (3 - 1)")),
        (
            "define x as\n 5 if (n > 3\n - 1)",
            As("define x as 5 if n > (3 - 1)"),
        ),
        ("define x as\n n\n - m", As("define x as (n - m)")),
        ("define x as\n n\n - m if a", As("define x as (n - m) if a")),
        // what can only go on goes on
        (
            "define x as\n 5 if n > 3\n + 1",
            As("define x as 5 if n > (3 + 1)"),
        ),
        (
            "define x as\n 5 if a\n and b\n 6",
            As("define x as 5 if (a and b), 6"),
        ),
        (
            "define x as\n 5\n if a\n 6\n otherwise",
            As("define x as 5 if a, 6 otherwise"),
        ),
        (
            "define x as\n 1/2\n of n if a\n 6",
            As("define x as (1/2 of n) if a, 6"),
        ),
        // no more than a line between them
        ("define x as 5 if a 6", TWO),
        ("define x as 5 if a (6)", TWO),
        ("define x as a b", TWO),
        ("define x as 5 if a, 6", As("define x as\n 5 if a\n 6")),
        (
            "define x as 5 if k is low\n 6 otherwise",
            As("define x as 5 if (k is low), 6 otherwise"),
        ),
        (
            "define x as\n 5 if a -- first\n 6 -- second",
            As("define x as 5 if a, 6"),
        ),
        ("define x as\n 5 if a -- first, or\n -1", TWO),
    ]);
}

#[test]
fn a_clause_behind_several_alternatives_stands_on_a_line_of_its_own() {
    hold(&[
        ("define x as\n 5 if a\n 6 when b", TWO),
        ("define x as 5 if a, 6 unless b", TWO),
        ("define x as 5 if a, 6, unless b", TWO),
        (
            "define x as\n 5 if a\n 6\n unless b",
            As("define x as 5 if a, 6\n unless (b)"),
        ),
        ("define x as 5 if a unless b", As("define x as 5 if a\n unless b")),
        ("define x as 5 unless b", As("define x as (5)\n unless b")),
        ("define x as any of (a) a; (b) b unless c", TWO),
        (
            "define x as any of (a) a; (b) b; unless c",
            As("define x as any of (a) a; (b) b\n unless c"),
        ),
        ("define x as table of k\n low : 1\n otherwise : 2 when a", TWO),
        (
            "define x as table of k\n low : 1\n otherwise : 2\n when a",
            As("define x as table of k\n low : 1\n otherwise : 2\n when (a)"),
        ),
    ]);
}

#[test]
fn an_exception_ends_with_its_line_or_with_a_comma() {
    hold(&[
        ("must not act unless a unless b", TWO),
        ("must not act unless a, unless b", TWO),
        ("must not act\n unless a\n  unless b", TWO),
        (
            "must not act\n unless a\n unless b",
            As("must not act\n unless (a)\n unless (b)"),
        ),
        ("must not act\n unless a\n when c\n  unless b", TWO),
        (
            "must not act unless a and not b",
            As("must not act unless (a and (not b))"),
        ),
        ("must not act unless a or b", As("must not act unless (a or b)")),
        ("must not act unless a when b", TWO),
        ("must not act unless a if b", TWO),
        ("must not act unless a only if b", TWO),
        (
            "must not act unless a, when b",
            As("must not act\n when b\n unless a"),
        ),
        (
            "must not act unless a\n when b",
            As("must not act\n when b\n unless a"),
        ),
        ("must not act\n unless a\n  when b", TWO),
        (
            "must not act when a unless b",
            As("must not act\n when (a)\n unless (b)"),
        ),
        ("must not act when a if b", As("must not act\n when a\n if b")),
        ("must not act when any of (a) a; (b) b unless c", TWO),
        (
            "must not act when any of (a) a; (b) b; unless c",
            As("must not act\n when any of (a) a; (b) b\n unless c"),
        ),
        (
            "must not act when any of (a) a; (b) b\n unless c",
            As("must not act\n when any of (a) a; (b) b;\n unless c"),
        ),
        (
            "must act within 10 days of d extended by 5 days when a unless b done f",
            TWO,
        ),
        (
            "must act within 10 days of d extended by 5 days when a\n unless b\n done f",
            As("must act unless b within 10 days of d extended by 5 days when a done f"),
        ),
        ("define x as 5\n unless a unless b", TWO),
        ("must not act when any of (a) a; and (b) b", TWO),
        ("must not act when all of (a) a; or (b) b", TWO),
        (
            "must not act when all of (a) a; and (b) b",
            As("must not act when all of (a) a; (b) b"),
        ),
    ]);
}

#[test]
fn what_is_added_behind_two_ends_is_in_brackets() {
    hold(&[
        ("define x as days from d to e + 1 day", TWO),
        ("define x as days from d to e - 1 day", TWO),
        ("define x as years from d to e + 1 day >= 18 years", TWO),
        (
            "define x as 1 day + days from d to e",
            As("define x as 1 day + (days from d to e)"),
        ),
        (
            "define x as (days from d to e) + 1 day",
            As("define x as ((days from d to e) + 1 day)"),
        ),
        (
            "define x as days from d to (e + 1 day)",
            As("define x as days from (d) to (e + 1 day)"),
        ),
        (
            "define x as days from d to e * 2",
            As("define x as (days from d to e) * 2"),
        ),
        (
            "define x as d in the 180 days to e - 1 day",
            As("define x as d in the 180 days to (e - 1 day)"),
        ),
        (
            "define x as 10 days counted from d + 1 day",
            As("define x as 10 days counted from (d + 1 day)"),
        ),
        ("define x as d at 09:00 + 1 hour", TWO),
        (
            "define x as (d at 09:00) + 1 hour",
            As("define x as (d at 09:00) + (1 hour)"),
        ),
        ("define x as rate on d + 1", TWO),
        ("define x as (rate on d) + 1", As("define x as (rate on d) + (1)")),
    ]);
}

#[test]
fn what_is_joined_to_a_statement_about_elements_is_in_brackets() {
    hold(&[
        ("define x as every v in xs : v.g and b", TWO),
        ("define x as exists v in xs where v.g or b", TWO),
        ("define x as a and every v in xs : v.g or b", TWO),
        (
            "define x as b and every v in xs : v.g",
            As("define x as b and (every v in xs : v.g)"),
        ),
        (
            "define x as (every v in xs : v.g) and b",
            As("define x as ((every v in xs : v.g) and b)"),
        ),
        (
            "define x as every v in xs : (v.g and b)",
            As("define x as (every v in xs : (v.g and b))"),
        ),
        (
            "define x as every v in xs : (v.g) and b",
            As("define x as (every v in xs : v.g) and b"),
        ),
        ("define x as a or b and c", As("define x as a or (b and c)")),
        ("define x as not a and b", As("define x as (not a) and b")),
        ("define x as not n = 3", As("define x as not (n = 3)")),
        (
            "define x as k is low or middle and a",
            As("define x as (k is low or middle) and a"),
        ),
    ]);
}

#[test]
fn clauses_of_a_duty_that_follows_are_indented_deeper_than_it() {
    let brackets = "must act within 3 days of d done e\n otherwise (must other within 1 day of due_at done f)\n unless a";
    hold(&[
        (
            "must act within 3 days of d done e\n otherwise must other within 1 day of due_at done f\n unless a",
            TWO,
        ),
        (
            "must act done e\n otherwise must other done f\n within 3 days of d",
            TWO,
        ),
        (
            "must act within 3 days of d done e\n otherwise must other done f\n whereupon breach",
            TWO,
        ),
        (
            "must act within 3 days of d done e unless a\n otherwise must other within 1 day of due_at done f",
            As(brackets),
        ),
        (
            "must act within 3 days of d done e\n otherwise must other within 1 day of due_at done f\n  unless a",
            As(
                "must act within 3 days of d done e\n otherwise (must other within 1 day of due_at done f unless a)",
            ),
        ),
        (
            "must act within 3 days of d done e\n otherwise must other within 1 day of due_at done f\n otherwise breach",
            As(
                "must act within 3 days of d done e\n otherwise (must other within 1 day of due_at done f otherwise breach)",
            ),
        ),
        ("must act within 3 days of d done e done f", Wrong("said-twice")),
    ]);
}

#[test]
fn a_judge_is_of_the_whole_norm_or_of_the_facts_that_are_named() {
    let judged = As("must not act\n judged by court: a, b\n when (a and b)");
    hold(&[
        ("must not act when a and b judged by court", TWO),
        ("must not act when a unless b judged by court", TWO),
        ("must not act\n when a and b\n  judged by court", TWO),
        ("must not act when any of (a) a; (b) b judged by court", TWO),
        ("must not act when a and b judged by court: a, b", judged),
        (
            "must not act\n when a and b\n judged by court: a, b\n unless c",
            As("must not act\n judged by court: a, b\n when (a and b)\n unless c"),
        ),
        (
            "must act to court, judged by officer: a\n when a done e",
            As("must act to court\n when a\n judged by officer: a\n done e"),
        ),
        (
            "must act within 10 days of d restarted by e, judged by officer: a\n when a done f",
            As("must act within 10 days of d restarted by e\n when a\n judged by officer: a\n done f"),
        ),
        (
            "define x as 5 if a, judged by court: a",
            As("define x as 5 if a\n judged by court: a"),
        ),
        (
            "define x as\n 5 if a\n 6 if b\n judged by court: a",
            As("define x as 5 if (a), 6 if (b)\n judged by court: a"),
        ),
        ("define x as\n 5 if a\n 6 if b, judged by court: a", TWO),
        (
            "define x as table of k\n low : 1\n otherwise : 2\n judged by court: k",
            As("define x as table of k low : 1 otherwise : (2)\n judged by court: k"),
        ),
        ("act valid only if a or b judged by court", TWO),
        (
            "act valid only if a or b judged by court: a",
            As("act valid only if (a or b)\n judged by court: a"),
        ),
        (
            "must act when a within 3 days of d done e\n otherwise must other within 1 day of due_at done f\n judged by court: a",
            TWO,
        ),
    ]);
}

#[test]
fn a_silent_merge_of_lines_answers_no_longer() {
    let text =
        rules("define limit as\n 1 year if term >= 2 years\n 6 months\n define x as\n 5 if n > 3,\n -1");
    let law = library(&text);
    assert_eq!(
        line(&law, "limit", "{\"term\": \"2 years\"}", None),
        "\"P1Y\" by C art. 1"
    );
    assert_eq!(
        line(&law, "limit", "{\"term\": \"23 months\"}", None),
        "\"P6M\" by C art. 1"
    );
    assert_eq!(line(&law, "x", "{\"n\": 3}", None), "-1 by C art. 1");
    assert_eq!(line(&law, "x", "{\"n\": 4}", None), "5 by C art. 1");
}
