//! The search for missing facts: every fact that can decide is listed, and no other one where the values that matter can be told. Beside what is
//! asked of the fact stands what cannot be calculated, so that one answer alone is known: the search must find the value that gives it.

use crate::support::{law, library, line};
use jargy::Library;

const FACTS: &str = "b : yes/no\nstart : date\nn : number\nk : number\nd : date\nheld_at : moment\nc : country\nc2 : country\nword : text\n\
    price : money KZT\nthing : kind\nterms : list of Term\ndone_on : date or none\ndone_at : moment or none\ne : date or none\n\
    m : moment\n";

fn rules(norms: &str) -> Library {
    let before = "enum kind: red, green, blue\nrecord Term\n length : duration\n\
        parameter flag : yes/no\n  no from 1990-01-01\n  yes from 2010-01-01\n  no from 2010-03-01\n";
    // a month after 31 January is no day, and so neither before nor after another one
    let stuck = " define stuck as start + 1 month < 2020-01-01\n";
    library(&format!(
        "{before}{}",
        law(FACTS, &format!("article 1\n{stuck}{norms}"))
    ))
}

/// What is missing where only a yes to what is asked would be known.
fn wanted(said: &str, facts: &str) -> String {
    let law = rules(&format!(" define x as stuck or ({said})"));
    let facts = facts
        .replacen('{', "{\"start\": \"2011-01-31\", ", 1)
        .replace(", }", "}");
    let line = line(&law, "x", &facts, Some("2012-06-05T12:00"));
    line.replace(" by C art. 1", "")
}

/// The one value that decides is what the fact is compared with, turned back through the expression that it stands in.
#[test]
fn a_value_that_decides_is_found_behind_sums_and_products() {
    for said in [
        "n = 30",
        "-n = 30",
        "n + 4 = 30",
        "4 - n = 30",
        "2 * n = 14",
        "n * 2 = 14",
        "3 * n * 5 = 105",
        "n / 4 = 7",
        "2 * (n + 1) / 3 = 20",
        "n is one of (30, 31)",
    ] {
        assert_eq!(wanted(said, "{}"), "unknown want n", "{said}");
    }
    for (said, fact) in [
        ("d + 10 days = 2012-01-31", "d"),
        ("2012-01-31 - 10 days = d", "d"),
        ("date of held_at = 2012-01-31", "held_at"),
        ("held_at + 5 hours = 2012-01-31 10:00", "held_at"),
        ("price * 2 = 500 KZT", "price"),
        ("2 * price - 10 KZT = 500 KZT", "price"),
        ("word = \"something\"", "word"),
        ("c is KZ", "c"),
        ("c is not KZ", "c"),
        ("thing is blue", "thing"),
    ] {
        assert_eq!(wanted(said, "{}"), format!("unknown want {fact}"), "{said}");
    }
}

/// Where the values that matter cannot be told the fact is listed all the same, and the answer says that the list may be wide.
#[test]
fn a_fact_of_which_the_values_cannot_be_told_is_listed_and_the_list_may_be_wide() {
    for said in ["n * n = 49", "(n + 3) * (n - 2) = 50", "20 / n = 7"] {
        assert_eq!(wanted(said, "{}"), "unknown want n wide", "{said}");
    }
    // once one of two is supposed, what the other one must be is known
    assert_eq!(wanted("n * k = 49", "{}"), "unknown want n want k");
}

/// Two dozen values of a fact are noted; one that is compared with more is listed whether or not they settle it.
#[test]
fn a_fact_that_is_compared_with_more_values_than_are_noted_is_listed() {
    let compared = |count: i64| {
        let others: Vec<String> = (1..count).map(|number| format!("n = {}", 100 * number)).collect();
        format!("(stuck and ({})) or n = 7", others.join(" or "))
    };
    assert_eq!(wanted(&compared(24), "{}"), "unknown want n");
    assert_eq!(wanted(&compared(25), "{}"), "unknown want n wide");
    assert_eq!(wanted(&compared(60), "{}"), "unknown want n wide");
}

/// Two countries that nothing names can be told apart.
#[test]
fn countries_that_are_not_named_are_supposed_as_well() {
    for (said, facts) in [
        (
            "c is not one of (KZ, RU) and c2 is not one of (KZ, RU) and c != c2",
            "want c want c2",
        ),
        ("c != KZ and c2 != KZ and c != c2", "want c want c2"),
        ("c != KZ", "want c"),
        ("c = KZ", "want c"),
    ] {
        assert_eq!(wanted(said, "{}"), format!("unknown {facts}"), "{said}");
    }
}

/// A parameter on a day that is not known has one value before a day and another from it on, wherever that day stands: here it is
/// yes in January and February 2010 alone.
#[test]
fn the_day_of_a_parameter_is_found_behind_what_is_added_to_it() {
    let wanted = |day: &str| {
        let law = rules(&format!(
            " define day as {day}\n define x as stuck or flag on day"
        ));
        let facts =
            "{\"start\": \"2011-01-31\", \"terms\": [{\"length\": \"2 years\"}, {\"length\": \"6 months\"}]}";
        line(&law, "x", facts, None).replace(" by C art. 1", "")
    };
    for day in ["d", "d + 700 days", "d - 700 days", "d + 1 week + 20 days"] {
        assert_eq!(wanted(day), "unknown want d", "{day}");
    }
    assert_eq!(wanted("date of held_at"), "unknown want held_at");
    assert_eq!(wanted("date of (held_at + 900 hours)"), "unknown want held_at");
    assert_eq!(wanted("earliest of (d + 5 days, 2020-01-01)"), "unknown want d");
    // of terms in a row it cannot be told which days matter
    assert!(wanted("terms.length in a row from d").starts_with("unknown want d"));
}

/// Whether a duty is fulfilled at the assessment hangs on whether it was done by then.
#[test]
fn a_day_before_the_assessment_is_tried_where_the_duty_is_due_later() {
    let wanted = |done: &str| {
        let norms =
            format!(" must act within 20 days of e done {done}\n define x as stuck or act is fulfilled");
        let facts = "{\"start\": \"2011-01-31\", \"e\": \"2012-06-01\"}";
        line(&rules(&norms), "x", facts, Some("2012-06-05T12:00")).replace(" by C art. 1", "")
    };
    assert_eq!(wanted("done_on"), "unknown want done_on");
    assert_eq!(wanted("done_at"), "unknown want done_at");
}

/// Hours of which the first is not counted end so many hours after the next full hour. What lies within six hours and not within five is less
/// than an hour long, and is found.
#[test]
fn the_start_of_a_limit_in_hours_is_found_where_the_first_hour_is_not_counted() {
    let norms = " counting rule of C\n  hours : first hour not counted\n\
        article 2\n may act within 5 hours of m\narticle 3\n may other within 6 hours of m\n\
        define x as 1 / k > 2 or other is permitted and not (act is permitted)";
    let law = rules(norms);
    // a division by zero, since the rule would settle the day that a month does not have
    let of = |m: &str| line(&law, "x", &format!("{{\"k\": 0{m}}}"), Some("2012-06-05T12:00"));
    assert_eq!(of(", \"m\": \"2012-06-05T05:30\""), "true by C art. 3");
    assert_eq!(of(", \"m\": \"2012-06-05T06:30\""), "unknown by C art. 3");
    assert_eq!(of(", \"m\": \"2012-06-05T04:30\""), "unknown by C art. 3");
    assert_eq!(of(""), "unknown by C art. 3 want m");
}

/// The search for conditions ends at two thousand evaluations, and says so where anything was left to try.
#[test]
fn conditions_are_sought_to_the_last_evaluation() {
    // the number is never known, and each of the facts matters to it; nothing is decided, so all sets of up to three are tried
    let cut_short = |values: &[usize]| {
        let enums: String = values
            .iter()
            .enumerate()
            .map(|(fact, count)| {
                let names: Vec<String> = (0..*count).map(|value| format!("v{fact}_{value}")).collect();
                format!("enum kind{fact}: {}\n", names.join(", "))
            })
            .collect();
        let facts: String = (0..values.len())
            .map(|fact| format!("f{fact} : kind{fact}\n"))
            .collect();
        let parts: String = (0..values.len())
            .map(|fact| format!(" define w{fact} as\n  1 if f{fact} is v{fact}_0\n  2 otherwise\n"))
            .collect();
        let sum: Vec<String> = (0..values.len()).map(|fact| format!("w{fact}")).collect();
        let text = law(
            &format!("n : number\n{facts}"),
            &format!("article 1\n{parts} define x as n + {}", sum.join(" + ")),
        );
        let law = library(&format!("{enums}{text}"));
        let matter = law.on("2012-06-01".parse().unwrap()).matter("M").unwrap();
        let case = matter.case_from_json("{\"facts\": {}}").unwrap();
        let provided = matter.ask("x").unwrap().provided(&case, None, "en");
        assert!(provided.answers.is_empty());
        provided.cut_short
    };
    let tried = |values: &[usize]| -> usize {
        let sets = |size: usize| -> usize {
            (0_usize..1 << values.len())
                .filter(|set| set.count_ones() as usize == size)
                .map(|set| {
                    let chosen = (0..values.len()).filter(|fact| set & (1 << fact) != 0);
                    chosen.map(|fact| values[fact]).product::<usize>()
                })
                .sum()
        };
        // none, one, two and three facts, each turn from the beginning
        3 * sets(0) + 3 * sets(1) + 2 * sets(2) + sets(3)
    };
    let (just, over) = ([3, 3, 4, 5, 5, 5], [3, 4, 4, 4, 4, 6]);
    assert_eq!((tried(&just), tried(&over)), (2_000, 2_002));
    assert!(!cut_short(&just));
    assert!(cut_short(&over));
}
