//! `jargy explain`

use super::arguments::Explain;
use super::output::Output;
use crate::finding::{Page, nearest, page, pages};
use serde_json::{Value, json};

pub fn run(command: &Explain, output: &mut Output) -> u8 {
    let Some(name) = &command.name else {
        all(output);
        return 0;
    };
    match page(name) {
        Some(page) if output.is_json() => output.json(&page_json(&page)),
        Some(page) => page_text(&page, output),
        None => {
            let names: Vec<&str> = pages().map(|page| page.name).collect();
            let hint = match nearest(name, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`jargy explain` lists them all".to_owned(),
            };
            return output.fail(format!("there is no finding `{name}`; {hint}"));
        }
    }
    0
}

fn all(output: &mut Output) {
    if output.is_json() {
        output.json(&Value::Array(pages().map(|page| page_json(&page)).collect()));
        return;
    }
    let longest = pages().map(|page| page.name.len()).max().unwrap_or(0);
    for page in pages() {
        output.wrapped(&format!("{:longest$}  ", page.name), page.says);
    }
}

fn page_json(page: &Page) -> Value {
    json!({ "name": page.name, "says": page.says, "why": page.why, "wrong": page.wrong, "right": page.right })
}

fn page_text(page: &Page, output: &mut Output) {
    output.line(page.name);
    output.line("");
    output.wrapped("  ", page.says);
    output.wrapped("  ", page.why);
    for (heading, example) in [("Wrong:", page.wrong), ("Right:", page.right)] {
        let Some(example) = example else { continue };
        output.line("");
        output.line(format!("  {heading}"));
        output.line("");
        example
            .lines()
            .for_each(|line| output.line(format!("    {line}").trim_end()));
    }
}
