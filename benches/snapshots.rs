//! What it costs to ask at many dates: 10,000 dates against 10,000 times the same date, side by side in one run.
//!
//! `cargo bench --bench snapshots`. The ratio is what to read; the times depend on the machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

use jargy::{Ask, Date, Library, Value};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const DATES: usize = 10_000;

/// Asks once at each date.
fn ask_at(library: &Library, dates: &[Date]) -> Duration {
    let started = Instant::now();
    for date in dates {
        let matter = library.on(*date).matter("Extradition").unwrap();
        let case = matter
            .case()
            .set("danger_of_torture", Value::Yes(true))
            .build()
            .unwrap();
        let ask: Ask = matter.ask("extradite").unwrap();
        black_box(ask.outcome(&case, None));
    }
    started.elapsed()
}

fn main() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let first: Date = "1998-01-01".parse().unwrap();
    let dates: Vec<Date> = first.iter_days().take(DATES).collect();
    let same = vec!["2012-06-01".parse().unwrap(); DATES];
    for round in 1..=3 {
        let (one, many) = (Library::load(&rules).unwrap(), Library::load(&rules).unwrap());
        let (one_date, all_dates) = (ask_at(&one, &same), ask_at(&many, &dates));
        println!(
            "round {round}: {} versions of the law; one date {one_date:?}, {DATES} dates {all_dates:?}, ratio {:.2}",
            many.dates().count(),
            all_dates.as_secs_f64() / one_date.as_secs_f64()
        );
    }
}
