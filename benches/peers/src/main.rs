mod columns;
mod hand;
use jargy::{Library, Value, Duration, Number, Country};
use std::hint::black_box;
use std::time::Instant;

fn main() {
    let n = 2_000;
    let cases = hand::cases(n);
    let library = Library::load(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).unwrap();
    let matter = library.on("2012-06-01".parse().unwrap()).matter("Sentence").unwrap();
    let prepared = matter.prepare(&["place_in_open_prison", "release_on_parole", "extradite"]).unwrap();
    println!("{:?} {}", prepared.beyond(), prepared.steps());

    let fact = |name| prepared.fact(name).unwrap();
    let (gravity, intentional, before, sentence, served, violations, citizen, torture, death, by) = (fact("gravity"), fact("intentional"), fact("imprisoned_before"), fact("sentence"), fact("served"), fact("violations"), fact("citizen"), fact("torture_danger"), fact("death_penalty"), fact("requested_by"));
    let names = ["minor", "medium", "serious", "grave"];
    let forms: Vec<_> = cases.iter().map(|c| {
        let mut form = prepared.form();
        form.set(&gravity, Value::Enum(c.gravity as u32, names[c.gravity as usize].into()));
        form.yes(&intentional, c.intentional).yes(&before, c.imprisoned_before).yes(&citizen, c.citizen).yes(&torture, c.torture_danger).yes(&death, c.death_penalty);
        form.set(&sentence, Value::Duration(Duration::calendar(0, c.sentence as i64)));
        form.set(&served, Value::Duration(Duration::calendar(0, c.served as i64)));
        form.set(&violations, Value::Number(Number::whole(c.violations as i64)));
        form.set(&by, Value::Country(Country::parse(&format!("{:?}", c.requested_by)).unwrap()));
        form
    }).collect();
    let million = columns::Arrays::of(&hand::cases(1_000_000));
    let batch = columns::batch(&million);
    let asked = jargy::Columns::new(&matter, &["place_in_open_prison", "release_on_parole", "extradite"]).unwrap();
    for _ in 0..4 {
        let start = Instant::now();
        black_box(columns::by_hand(&million));
        let hand = start.elapsed().as_nanos() as f64 / 1e6;
        let start = Instant::now();
        black_box(asked.decide(&batch).unwrap());
        let jargy = start.elapsed().as_nanos() as f64 / 1e6;
        println!("columns: hand {hand:.2} ns, jargy {jargy:.2} ns, ratio {:.1}", jargy / hand);
    }
    for _ in 0..3 {
        let start = Instant::now();
        for _ in 0..300 { for c in &cases { black_box(hand::decide(black_box(c))); } }
        let hand = start.elapsed().as_nanos() as f64 / (300 * n) as f64;
        let mut desk = prepared.desk();
        let start = Instant::now();
        for _ in 0..300 { for f in &forms { black_box(desk.decide(f)); } }
        let jargy = start.elapsed().as_nanos() as f64 / (300 * n) as f64;
        println!("hand {hand:.2} ns, jargy {jargy:.2} ns, ratio {:.1}", jargy / hand);
    }
}
