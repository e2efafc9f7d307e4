//! Jargy beside other rule engines, in one run: the same decisions, compared before time is taken; processor time,
//! medians of five, as ratios to the same work written by hand.

mod columns;
mod engines;
mod growth;
mod hand;
mod loading;

use cpu_time::ProcessTime;
use engines::{Cedar, Cel, Engine, Hand, Jargy, QUESTIONS, Rego, Zen};
use hand::{Facts, Outcome};
use std::hint::black_box;

/// Cases that are decided one by one.
const CASES: usize = 2_000;

/// Nanoseconds of processor time for each of `count` things: the median of five runs of about a fifth of a second.
pub fn median(count: usize, mut run: impl FnMut()) -> f64 {
    let once = {
        let start = ProcessTime::now();
        run();
        start.elapsed().as_secs_f64().max(1e-6)
    };
    let times = ((0.2 / once) as usize).max(1);
    let mut found: Vec<f64> = (0..5)
        .map(|_| {
            let start = ProcessTime::now();
            for _ in 0..times {
                run();
            }
            start.elapsed().as_secs_f64() * 1e9 / (times * count) as f64
        })
        .collect();
    found.sort_by(f64::total_cmp);
    found[2]
}

/// One case built before, and one from text.
fn measured<E: Engine>(mut engine: E, facts: &[Facts]) -> (&'static str, f64, f64) {
    let expected: Vec<[Outcome; 3]> = facts.iter().map(hand::decide).collect();
    let cases: Vec<E::Case> = facts.iter().map(|facts| engine.build(facts)).collect();
    let texts: Vec<String> = facts.iter().map(|facts| engine.text(facts)).collect();
    for ((case, text), expected) in cases.iter().zip(&texts).zip(&expected) {
        assert_eq!(engine.decide(case), *expected, "{} of {text}", E::NAME);
        assert_eq!(engine.decide_text(text), *expected, "{} of {text}", E::NAME);
    }
    let built = median(cases.len(), || {
        for case in &cases {
            black_box(engine.decide(black_box(case)));
        }
    });
    let text = median(texts.len(), || {
        for text in &texts {
            black_box(engine.decide_text(black_box(text)));
        }
    });
    (E::NAME, built, text)
}

fn in_columns(count: usize) -> (f64, f64) {
    let facts = hand::cases(count);
    let arrays = columns::Arrays::of(&facts);
    let batch = columns::batch(&arrays);
    let asked = jargy::Columns::new(&engines::matter(), &QUESTIONS).unwrap();
    columns::compare(&columns::by_hand(&arrays), &asked.decide(&batch).unwrap());
    let hand = median(count, || {
        black_box(columns::by_hand(black_box(&arrays)));
    });
    let jargy = median(count, || {
        black_box(asked.decide(black_box(&batch)).unwrap());
    });
    (hand, jargy)
}

fn main() {
    let what = std::env::args().nth(1).unwrap_or_else(|| "all".to_owned());
    if what == "growth" {
        return growth::measure();
    }
    if what == "table" {
        return columns::write_table(std::env::args().nth(2).as_deref().unwrap_or("cases.csv"));
    }
    if what == "loading" {
        return loading::measure();
    }
    if what == "one" {
        let facts = hand::cases(CASES);
        let (hand, jargy) = (measured(Hand, &facts), measured(Jargy::new(), &facts));
        return println!("by hand {:.2} ns, Jargy {:.1} ns, {:.1}", hand.1, jargy.1, jargy.1 / hand.1);
    }
    if what == "columns" {
        let (hand, jargy) = in_columns(1_000_000);
        return println!("by hand {hand:.2} ns, Jargy {jargy:.2} ns");
    }
    let facts = hand::cases(CASES);
    let rows = [
        measured(Hand, &facts),
        measured(Jargy::new(), &facts),
        measured(Zen::new(), &facts),
        measured(Cel::new(), &facts),
        measured(Rego::new(), &facts),
        measured(Cedar::new(), &facts),
    ];
    let (_, built, text) = rows[0];
    println!("| engine | one case, built before | | one case, from JSON | |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for (name, one, from_text) in &rows {
        println!(
            "| {name} | {one:.1} ns | {:.1} | {from_text:.0} ns | {:.1} |",
            one / built,
            from_text / text
        );
    }
    let (hand, jargy) = in_columns(1_000_000);
    println!("\n| columns, a million cases, one thread | a case | |");
    println!("| --- | ---: | ---: |");
    println!("| hand-written Rust | {hand:.2} ns | 1.0 |");
    println!("| Jargy | {jargy:.2} ns | {:.1} |", jargy / hand);
    println!("\n| loading 10,000 provisions | processor time | |");
    println!("| --- | ---: | ---: |");
    loading::measure();
}
