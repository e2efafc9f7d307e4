//! The same three decisions in each engine: for cases built before, and from JSON text.

use crate::hand::{self, Facts, Outcome};
use jargy::{Country, Desk, Duration, Fact, Form, Library, Number, Prepared, Value};
use serde_json::json;
use std::str::FromStr;

/// An engine that is measured.
pub trait Engine {
    /// A case as the engine takes it, built before time is taken.
    type Case;
    const NAME: &'static str;

    fn build(&self, facts: &Facts) -> Self::Case;
    fn decide(&mut self, case: &Self::Case) -> [Outcome; 3];
    /// The text of a case, as this engine reads it.
    fn text(&self, facts: &Facts) -> String {
        plain_json(facts)
    }
    fn decide_text(&mut self, text: &str) -> [Outcome; 3];
}

fn plain_json(facts: &Facts) -> String {
    serde_json::to_string(facts).unwrap()
}

fn outcomes([open, parole, barred]: [bool; 3]) -> [Outcome; 3] {
    let permitted = |yes: bool| if yes { Outcome::Permitted } else { Outcome::Unregulated };
    let extradition = if barred { Outcome::Forbidden } else { Outcome::Permitted };
    [permitted(open), permitted(parole), extradition]
}

pub struct Hand;

impl Engine for Hand {
    type Case = Facts;
    const NAME: &'static str = "hand-written Rust";

    fn build(&self, facts: &Facts) -> Facts {
        *facts
    }

    fn decide(&mut self, case: &Facts) -> [Outcome; 3] {
        hand::decide(case)
    }

    fn decide_text(&mut self, text: &str) -> [Outcome; 3] {
        hand::decide(&serde_json::from_str(text).unwrap())
    }
}

pub struct Jargy {
    prepared: Prepared,
    form: Form,
    desk: Desk,
    facts: Vec<Fact>,
}

pub const QUESTIONS: [&str; 3] = ["place_in_open_prison", "release_on_parole", "extradite"];

const FACTS: [&str; 10] = [
    "gravity",
    "intentional",
    "imprisoned_before",
    "sentence",
    "served",
    "violations",
    "citizen",
    "torture_danger",
    "death_penalty",
    "requested_by",
];

pub fn matter() -> jargy::Matter {
    let library = Library::load(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).unwrap();
    library.on("2012-06-01".parse().unwrap()).matter("Sentence").unwrap()
}

impl Jargy {
    pub fn new() -> Jargy {
        let prepared = matter().prepare(&QUESTIONS).unwrap();
        assert_eq!(prepared.beyond(), None);
        Jargy {
            form: prepared.form(),
            desk: prepared.desk(),
            facts: FACTS.iter().map(|path| prepared.fact(path).unwrap()).collect(),
            prepared,
        }
    }

    fn taken(outcomes: &[jargy::Outcome]) -> [Outcome; 3] {
        let of = |outcome: jargy::Outcome| match outcome {
            jargy::Outcome::Permitted => Outcome::Permitted,
            jargy::Outcome::Forbidden => Outcome::Forbidden,
            _ => Outcome::Unregulated,
        };
        match outcomes {
            [a, b, c] => [of(*a), of(*b), of(*c)],
            _ => unreachable!(),
        }
    }
}

impl Engine for Jargy {
    type Case = Form;
    const NAME: &'static str = "Jargy";

    fn build(&self, c: &Facts) -> Form {
        let mut form = self.prepared.form();
        let f = &self.facts;
        let gravity = ["minor", "medium", "serious", "grave"][c.gravity as usize];
        let months = |months: u32| Value::Duration(Duration::calendar(0, i64::from(months)));
        form.set(&f[0], Value::Enum(c.gravity as u32, gravity.into()));
        form.yes(&f[1], c.intentional).yes(&f[2], c.imprisoned_before);
        form.set(&f[3], months(c.sentence)).set(&f[4], months(c.served));
        form.set(&f[5], Value::Number(Number::whole(i64::from(c.violations))));
        form.yes(&f[6], c.citizen).yes(&f[7], c.torture_danger).yes(&f[8], c.death_penalty);
        form.set(&f[9], Value::Country(Country::parse(&format!("{:?}", c.requested_by)).unwrap()));
        form
    }

    fn decide(&mut self, case: &Form) -> [Outcome; 3] {
        Jargy::taken(self.desk.decide(case))
    }

    fn text(&self, c: &Facts) -> String {
        let mut facts = serde_json::to_value(c).unwrap();
        facts["sentence"] = format!("P{}M", c.sentence).into();
        facts["served"] = format!("P{}M", c.served).into();
        json!({ "facts": facts }).to_string()
    }

    fn decide_text(&mut self, text: &str) -> [Outcome; 3] {
        self.form.read_json(text).unwrap();
        Jargy::taken(self.desk.decide(&self.form))
    }
}

pub struct Zen {
    expressions: [zen_expression::Expression<zen_expression::expression::Standard>; 3],
    vm: zen_expression::vm::VM,
}

impl Zen {
    pub fn new() -> Zen {
        let compiled = |source: &str| zen_expression::compile_expression(source).unwrap();
        Zen {
            expressions: [
                compiled("not imprisoned_before and ((not intentional and sentence <= 60) or (intentional and (gravity == 'minor' or gravity == 'medium') and sentence <= 12))"),
                compiled("(gravity == 'serious' ? served * 2 >= sentence : (gravity == 'grave' ? served * 3 >= sentence * 2 : served * 3 >= sentence)) and violations <= 2"),
                compiled("citizen or torture_danger or (death_penalty and requested_by != 'KZ')"),
            ],
            vm: zen_expression::vm::VM::new(),
        }
    }

    fn run(&mut self, case: &zen_expression::Variable) -> [Outcome; 3] {
        let vm = &mut self.vm;
        outcomes(self.expressions.each_ref().map(|expression| {
            expression.evaluate_with(case.clone(), vm).unwrap().as_bool().unwrap()
        }))
    }
}

impl Engine for Zen {
    type Case = zen_expression::Variable;
    const NAME: &'static str = "zen-expression";

    fn build(&self, facts: &Facts) -> Self::Case {
        serde_json::from_str(&plain_json(facts)).unwrap()
    }

    fn decide(&mut self, case: &Self::Case) -> [Outcome; 3] {
        self.run(case)
    }

    fn decide_text(&mut self, text: &str) -> [Outcome; 3] {
        let case: zen_expression::Variable = serde_json::from_str(text).unwrap();
        self.run(&case)
    }
}

pub struct Cel {
    programs: [cel::Program; 3],
}

impl Cel {
    pub fn new() -> Cel {
        let compiled = |source: &str| cel::Program::compile(source).unwrap();
        Cel {
            programs: [
                compiled("!imprisoned_before && ((!intentional && sentence <= 60) || (intentional && (gravity == 'minor' || gravity == 'medium') && sentence <= 12))"),
                compiled("(gravity == 'serious' ? served * 2 >= sentence : (gravity == 'grave' ? served * 3 >= sentence * 2 : served * 3 >= sentence)) && violations <= 2"),
                compiled("citizen || torture_danger || (death_penalty && requested_by != 'KZ')"),
            ],
        }
    }

    fn run(&self, context: &cel::Context<'_, '_>) -> [Outcome; 3] {
        outcomes(self.programs.each_ref().map(|program| program.execute(context).unwrap() == true.into()))
    }
}

fn cel_context(facts: &Facts) -> cel::Context<'static, 'static> {
    let mut context = cel::Context::default();
    let gravity = ["minor", "medium", "serious", "grave"][facts.gravity as usize];
    context.add_variable("gravity", gravity).unwrap();
    context.add_variable("intentional", facts.intentional).unwrap();
    context.add_variable("imprisoned_before", facts.imprisoned_before).unwrap();
    context.add_variable("sentence", i64::from(facts.sentence)).unwrap();
    context.add_variable("served", i64::from(facts.served)).unwrap();
    context.add_variable("violations", i64::from(facts.violations)).unwrap();
    context.add_variable("citizen", facts.citizen).unwrap();
    context.add_variable("torture_danger", facts.torture_danger).unwrap();
    context.add_variable("death_penalty", facts.death_penalty).unwrap();
    context.add_variable("requested_by", format!("{:?}", facts.requested_by)).unwrap();
    context
}

impl Engine for Cel {
    type Case = cel::Context<'static, 'static>;
    const NAME: &'static str = "cel";

    fn build(&self, facts: &Facts) -> Self::Case {
        cel_context(facts)
    }

    fn decide(&mut self, case: &Self::Case) -> [Outcome; 3] {
        self.run(case)
    }

    /// Read as a typed value first: the quickest way to a context.
    fn decide_text(&mut self, text: &str) -> [Outcome; 3] {
        let facts: Facts = serde_json::from_str(text).unwrap();
        self.run(&cel_context(&facts))
    }
}

const REGO: &str = r#"
package bench
import rego.v1

default open := false
open if { not input.imprisoned_before; not input.intentional; input.sentence <= 60 }
open if { not input.imprisoned_before; input.intentional; input.gravity in {"minor", "medium"}; input.sentence <= 12 }

default enough := false
enough if { input.gravity in {"minor", "medium"}; input.served * 3 >= input.sentence }
enough if { input.gravity == "serious"; input.served * 2 >= input.sentence }
enough if { input.gravity == "grave"; input.served * 3 >= input.sentence * 2 }

default parole := false
parole if { enough; input.violations <= 2 }

default barred := false
barred if input.citizen
barred if input.torture_danger
barred if { input.death_penalty; input.requested_by != "KZ" }

result := [open, parole, barred]
"#;

pub struct Rego {
    vm: regorus::rvm::vm::RegoVM,
}

impl Rego {
    pub fn new() -> Rego {
        let mut engine = regorus::Engine::new();
        engine.add_policy("bench.rego".to_owned(), REGO.to_owned()).unwrap();
        let entry = "data.bench.result";
        let compiled = engine.compile_with_entrypoint(&entry.into()).unwrap();
        let program = regorus::languages::rego::compiler::Compiler::compile_from_policy(&compiled, &[entry]).unwrap();
        let mut vm = regorus::rvm::vm::RegoVM::new();
        vm.load_program(program);
        Rego { vm }
    }

    fn run(&mut self, input: regorus::Value) -> [Outcome; 3] {
        self.vm.set_input(input);
        let result = self.vm.execute().unwrap();
        let found = result.as_array().unwrap();
        outcomes([0, 1, 2].map(|place: usize| *found[place].as_bool().unwrap()))
    }
}

impl Engine for Rego {
    type Case = regorus::Value;
    const NAME: &'static str = "regorus (bytecode)";

    fn build(&self, facts: &Facts) -> regorus::Value {
        regorus::Value::from_json_str(&plain_json(facts)).unwrap()
    }

    fn decide(&mut self, case: &regorus::Value) -> [Outcome; 3] {
        self.run(case.clone())
    }

    fn decide_text(&mut self, text: &str) -> [Outcome; 3] {
        let input = regorus::Value::from_json_str(text).unwrap();
        self.run(input)
    }
}

const CEDAR: &str = r#"
permit(principal, action == Action::"open", resource) when {
  !context.imprisoned_before &&
  ((!context.intentional && context.sentence <= 60) ||
   (context.intentional && (context.gravity == "minor" || context.gravity == "medium") && context.sentence <= 12)) };
permit(principal, action == Action::"parole", resource) when {
  (if context.gravity == "serious" then context.served * 2 >= context.sentence
   else if context.gravity == "grave" then context.served * 3 >= context.sentence * 2
   else context.served * 3 >= context.sentence) && context.violations <= 2 };
permit(principal, action == Action::"extradite", resource);
forbid(principal, action == Action::"extradite", resource) when { context.citizen };
forbid(principal, action == Action::"extradite", resource) when { context.torture_danger };
forbid(principal, action == Action::"extradite", resource) when { context.death_penalty && context.requested_by != "KZ" };
"#;

pub struct Cedar {
    policies: cedar_policy::PolicySet,
    entities: cedar_policy::Entities,
    authorizer: cedar_policy::Authorizer,
    actions: [cedar_policy::EntityUid; 3],
    someone: cedar_policy::EntityUid,
}

impl Cedar {
    pub fn new() -> Cedar {
        let uid = |text: &str| cedar_policy::EntityUid::from_str(text).unwrap();
        Cedar {
            policies: cedar_policy::PolicySet::from_str(CEDAR).unwrap(),
            entities: cedar_policy::Entities::empty(),
            authorizer: cedar_policy::Authorizer::new(),
            actions: ["open", "parole", "extradite"].map(|name| uid(&format!("Action::\"{name}\""))),
            someone: uid("Person::\"convict\""),
        }
    }

    fn requests(&self, context: cedar_policy::Context) -> [cedar_policy::Request; 3] {
        self.actions.each_ref().map(|action| {
            cedar_policy::Request::new(
                self.someone.clone(),
                action.clone(),
                self.someone.clone(),
                context.clone(),
                None,
            )
            .unwrap()
        })
    }

    fn run(&self, requests: &[cedar_policy::Request; 3]) -> [Outcome; 3] {
        let [open, parole, extradite] = requests.each_ref().map(|request| {
            let response = self.authorizer.is_authorized(request, &self.policies, &self.entities);
            response.decision() == cedar_policy::Decision::Allow
        });
        outcomes([open, parole, !extradite])
    }
}

impl Engine for Cedar {
    type Case = [cedar_policy::Request; 3];
    const NAME: &'static str = "Cedar";

    fn build(&self, facts: &Facts) -> Self::Case {
        let json = serde_json::to_value(facts).unwrap();
        self.requests(cedar_policy::Context::from_json_value(json, None).unwrap())
    }

    fn decide(&mut self, case: &Self::Case) -> [Outcome; 3] {
        self.run(case)
    }

    fn decide_text(&mut self, text: &str) -> [Outcome; 3] {
        let context = cedar_policy::Context::from_json_str(text, None).unwrap();
        let requests = self.requests(context);
        self.run(&requests)
    }
}
