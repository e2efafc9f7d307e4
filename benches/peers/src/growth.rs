//! How cost grows: with provisions, cases, versions of the law and lengths of lists. Prints a table for the plot.

use crate::{columns, hand, median};
use jargy::Library;
use std::hint::black_box;

fn prepared(rules: &str, date: &str) -> jargy::Prepared {
    let library = Library::from_texts([("rules.law", rules)]).unwrap_or_else(|error| panic!("{error}"));
    let matter = library.on(date.parse().unwrap()).matter("M").unwrap();
    matter.prepare(&["act"]).unwrap()
}

const MATTER: &str = "record conviction \"c\"\n  grave : yes/no\nmatter M \"m\"\n  a : yes/no\n  n : number\n  convictions : list of conviction \"cs\"\naction act of M\ncode C \"c\" in force from 1900-01-01\n  in matters of M\n";

fn decide(prepared: &jargy::Prepared, json: &str) -> f64 {
    let case = prepared_case(prepared, json);
    let mut desk = prepared.desk();
    median(1_000, || {
        for _ in 0..1_000 {
            black_box(desk.decide_case(black_box(&case), None));
        }
    })
}

fn prepared_case(prepared: &jargy::Prepared, json: &str) -> jargy::Case {
    let mut form = prepared.form();
    form.read_json(json).unwrap();
    form.as_case()
}

pub fn measure() {
    println!("what,size,ns");
    for provisions in [1, 10, 100, 1_000] {
        let articles: String = (1..=provisions)
            .map(|number| format!("article {number}\n  may act if a and n >= {number}\n"))
            .collect();
        let prepared = prepared(&format!("{MATTER}{articles}"), "2012-06-01");
        println!("provisions on one question,{provisions},{:.0}", decide(&prepared, "{\"facts\": {\"a\": true, \"n\": 3}}"));
    }
    for versions in [1, 10, 100] {
        let articles: String = (0..versions)
            .map(|number| format!("article 1\n  in force from {}-01-01 until {}-12-31\n  may act if a and n >= {number}\n", 1910 + number, 1910 + number))
            .collect();
        let prepared = prepared(&format!("{MATTER}{articles}"), "1910-06-01");
        println!("versions of one provision,{versions},{:.0}", decide(&prepared, "{\"facts\": {\"a\": true, \"n\": 3}}"));
    }
    for length in [1, 10, 100, 1_000] {
        let rules = format!("{MATTER}article 1\n  may act if (count of convictions where (grave)) >= 2\n");
        let list = vec!["{\"grave\": true}"; length].join(",");
        let json = format!("{{\"facts\": {{\"convictions\": [{list}]}}}}");
        println!("elements of one list,{length},{:.0}", decide(&prepared(&rules, "2012-06-01"), &json));
    }
    let asked = jargy::Columns::new(&crate::engines::matter(), &crate::engines::QUESTIONS).unwrap();
    for cases in [1_000, 10_000, 100_000, 1_000_000] {
        let batch = columns::batch(&columns::Arrays::of(&hand::cases(cases)));
        let each = median(cases, || {
            black_box(asked.decide(black_box(&batch)).unwrap());
        });
        println!("cases in columns,{cases},{:.0}", each * cases as f64);
    }
}
