//! Loading ten thousand provisions: Jargy parses, checks and indexes them; the others parse as many policies.

use cpu_time::ProcessTime;
use std::str::FromStr;

const PROVISIONS: usize = 10_000;
/// What they speak of.
const ACTIONS: usize = 100;

fn rules() -> String {
    let mut text = String::from(
        "matter Custody \"custody of a suspect\"\n  age : number \"age\"\n  grave : yes/no \"a grave offence\"\n\
         code C \"code\" in force from 2000-01-01\n  in matters of Custody\n",
    );
    for number in 0..ACTIONS {
        text.push_str(&format!("action act_{number} of Custody \"act {number}\"\n"));
    }
    for number in 1..=PROVISIONS {
        text.push_str(&format!(
            "\narticle {number} \"Provision {number}\"\n  may act_{}\n    if grave and age >= {}\n    unless age > {}\n",
            number % ACTIONS,
            number % 60,
            60 + number % 30
        ));
    }
    text
}

fn cedar() -> String {
    (1..=PROVISIONS)
        .map(|number| {
            format!(
                "permit(principal, action == Action::\"act_{}\", resource) when {{ context.grave && context.age >= {} }} unless {{ context.age > {} }};\n",
                number % ACTIONS,
                number % 60,
                60 + number % 30
            )
        })
        .collect()
}

fn rego() -> String {
    let rule = |number: usize| {
        format!(
            "act_{} if {{ input.grave; input.age >= {}; not input.age > {} }}\n",
            number % ACTIONS,
            number % 60,
            60 + number % 30
        )
    };
    format!("package bench\nimport rego.v1\n{}", (1..=PROVISIONS).map(rule).collect::<String>())
}

fn once(run: impl Fn()) -> f64 {
    let mut found: Vec<f64> = (0..3)
        .map(|_| {
            let start = ProcessTime::now();
            run();
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    found.sort_by(f64::total_cmp);
    found[1]
}

pub fn measure() {
    let (law, policies, rego) = (rules(), cedar(), rego());
    let cedar = once(|| {
        std::hint::black_box(cedar_policy::PolicySet::from_str(&policies).unwrap());
    });
    let jargy = once(|| {
        std::hint::black_box(jargy::Library::from_texts([("rules.law", law.as_str())]).unwrap());
    });
    let regorus = once(|| {
        let mut engine = regorus::Engine::new();
        engine.add_policy("rules.rego".to_owned(), rego.clone()).unwrap();
        std::hint::black_box(engine);
    });
    for (name, time) in [("Cedar (parse)", cedar), ("Jargy (parse, check, index)", jargy), ("regorus (parse)", regorus)] {
        println!("| {name} | {time:.0} ms | {:.1} |", time / cedar);
    }
}
