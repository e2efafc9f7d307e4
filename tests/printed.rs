//! What is printed is read back: durations with signs and fractions, in every format. And what is added is added in both
//! orders alike.

use crate::support::{errors, law, library, line};
use jargy::{Duration, SourceMap, parse_duration, read_scenarios, run_scenario};
use num_rational::BigRational;
use proptest::prelude::*;

fn part() -> impl Strategy<Value = BigRational> {
    (-2_000_i64..2_000, 1_i64..13).prop_map(|(above, below)| BigRational::new(above.into(), below.into()))
}

fn length() -> impl Strategy<Value = Duration> {
    prop_oneof![
        part().prop_map(|count| Duration::hours(1).times(&count)),
        part().prop_map(|count| Duration::days(1).times(&count)),
        part().prop_map(|count| Duration::working_days(1).times(&count)),
        (part(), part()).prop_map(|(months, days)| Duration::Calendar { months, days }),
        part().prop_map(|count| Duration::calendar(0, 1).times(&count)),
    ]
}

/// The type of a fact that holds such a duration.
fn type_of(length: &Duration) -> &'static str {
    match length {
        Duration::Clock(_) => "duration in hours",
        Duration::Days(_) => "duration in days",
        Duration::WorkingDays(_) => "duration in working days",
        Duration::Calendar { .. } => "duration",
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_duration_is_read_back_as_it_is_printed(length in length()) {
        for text in [length.to_string(), length.iso()] {
            let read = parse_duration(&text);
            // days alone are days; where years and months are expected they are odd days
            let odd = length.kind() != Duration::days(0).kind() && read == parse_duration(&length.to_string())
                && matches!(&read, Ok(Duration::Days(days)) if matches!(&length, Duration::Calendar { days: odd, .. } if odd == days));
            prop_assert!(read.as_ref() == Ok(&length) || odd, "{}", text);
        }
    }

    #[test]
    fn a_duration_is_read_back_in_rules_cases_and_json(length in length()) {
        let (text, iso) = (length.to_string(), length.iso());
        let rules = law(&format!("t : {}", type_of(&length)), &format!("article 1\n define x as t\n define y as {text}"));
        let law = library(&rules);
        let printed = |question: &str, given: &str| line(&law, question, &format!("{{\"t\": \"{given}\"}}"), None);
        let expected = format!("\"{iso}\" by C art. 1");
        prop_assert_eq!(printed("x", &iso), expected.clone());
        prop_assert_eq!(printed("x", &text), expected.clone());
        prop_assert_eq!(printed("y", &text), expected);
        let scenario = format!("scenario \"s\"\n law on 2012-06-01\n given M\n t = {text}\n expect\n x is {text}\n");
        let mut sources = SourceMap::default();
        let (read, findings) = read_scenarios(&law, &sources.add("x.case", &scenario));
        prop_assert!(findings.is_empty(), "{text}: {findings:?}");
        prop_assert!(run_scenario(&law, &read[0]).unwrap().failures.is_empty(), "{}", text);
    }
}

#[test]
fn a_length_stands_before_or_behind_what_it_is_added_to() {
    let facts = "d : date\nm : moment\nh : duration in hours\nw : duration in working days\nt : duration";
    let found = |norm: &str| errors(&law(facts, &format!("article 1\n define x as {norm}")));
    for (one, other) in [
        ("d + 36 hours", "36 hours + d"),
        ("d + h", "h + d"),
        ("d + 5 working days", "5 working days + d"),
        ("m + w", "w + m"),
        ("d + t / 3", "t / 3 + d"),
        ("m + t / 3", "t / 3 + m"),
    ] {
        assert!(!found(one).is_empty(), "{one}");
        assert_eq!(found(one), found(other), "{one}");
    }
    let rules = library(&law(
        facts,
        "article 1\n define a as m + 20 days\n define b as 20 days + m\n define c as d + 20 days\n define e as 20 days + d\n \
         define f as m + 36 hours\n define g as 36 hours + m",
    ));
    let given = "{\"d\": \"2012-01-20\", \"m\": \"2012-01-20T10:00:00Z\"}";
    for (one, other) in [("a", "b"), ("c", "e"), ("f", "g")] {
        assert_eq!(line(&rules, one, given, None), line(&rules, other, given, None));
    }
    assert!(line(&rules, "e", given, None).contains("2012-02-09"));
    assert_eq!(found("20 days - d"), found("2 hours - m"));
    assert!(!found("20 days - d").is_empty());
}
