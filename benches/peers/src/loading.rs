//! Loading ten thousand provisions: Jargy parses, checks and indexes them; the others parse as many policies.

use cpu_time::ProcessTime;
use std::str::FromStr;

const PROVISIONS: usize = 10_000;
/// What they speak of.
const ACTIONS: usize = 100;

/// Files among which they are divided where one is edited.
const FILES: usize = 20;

fn vocabulary() -> String {
    let mut text = String::from(
        "matter Custody \"custody of a suspect\"\n  age : number \"age\"\n  grave : yes/no \"a grave offence\"\n",
    );
    for number in 0..ACTIONS {
        text.push_str(&format!("action act_{number} of Custody \"act {number}\"\n"));
    }
    text
}

/// A code of some articles; `age` is asked for in all of them.
fn code(name: &str, articles: usize, age: impl Fn(usize) -> usize) -> String {
    let mut text = format!("code {name} \"code\" in force from 2000-01-01\n  in matters of Custody\n");
    for number in 1..=articles {
        text.push_str(&format!(
            "\narticle {number} \"Provision {number}\"\n  may act_{}\n    if grave and age >= {}\n    unless age > {}\n",
            number % ACTIONS,
            age(number),
            60 + number % 30
        ));
    }
    text
}

fn rules() -> String {
    vocabulary() + &code("C", PROVISIONS, |number| number % 60)
}

/// Checks twenty files again after one of them was edited in an article in its middle, or in all its articles.
fn edited(all: bool) -> f64 {
    let articles = PROVISIONS / FILES;
    let text = |edit: usize| {
        let changed = move |number: usize| all || number == articles / 2;
        code("C7", articles, move |number| number % 60 + if changed(number) { edit } else { 0 })
    };
    let mut workspace = jargy::Workspace::new(&jargy::Limits::default());
    workspace.set("vocabulary.law", &vocabulary());
    for number in 0..FILES {
        let text = code(&format!("C{number}"), articles, |number| number % 60);
        workspace.set(&format!("{number}.law"), &text);
    }
    assert!(workspace.check().library.is_some());
    let mut found: Vec<f64> = (1..=9)
        .map(|edit| {
            let text = text(edit);
            let start = ProcessTime::now();
            workspace.set("7.law", &text);
            std::hint::black_box(workspace.check());
            start.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    found.sort_by(f64::total_cmp);
    found[found.len() / 2]
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
    for (name, time) in [
        ("Cedar (parse)", cedar),
        ("Jargy (parse, check, index)", jargy),
        ("Jargy (again, after one article of one of 20 files was edited)", edited(false)),
        ("Jargy (again, after all 500 articles of one of 20 files were edited)", edited(true)),
        ("regorus (parse)", regorus),
    ] {
        println!("| {name} | {time:.0} ms | {:.2} |", time / cedar);
    }
}
