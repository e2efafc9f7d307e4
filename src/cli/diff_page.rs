//! A difference of the law as one HTML page that needs nothing else.

use super::diff::{Compared, change_words, days_words, words, words_of_lines};
use super::diff_text::{assumed, totals};
use crate::compare::ProvisionDiff;
use std::fmt::Write as _;

const STYLE: &str = "body{font:16px/1.5 serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}\
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem;border-top:1px solid #ccc;padding-top:1rem}\
del{background:#fdd;color:#900}ins{background:#dfd;color:#060;text-decoration:none}\
pre{font:14px/1.4 monospace;white-space:pre-wrap;background:#f6f6f6;padding:.6rem}.by,.reaches{color:#555;font-size:.9rem}";

/// The page.
pub fn page(compared: &Compared) -> String {
    let mut out = String::new();
    let title = escaped(&format!("{} \u{2192} {}", compared.before, compared.after));
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title>\n<style>{STYLE}</style>\n<h1>{title}</h1>\n"
    );
    for one in &compared.found.provisions {
        provision(&mut out, one);
    }
    if !compared.found.parameters.is_empty() {
        out.push_str("<h2>Parameters</h2>\n<ul>\n");
        for one in &compared.found.parameters {
            let _ = writeln!(
                out,
                "<li>{}: <del>{}</del> <ins>{}</ins>{}</li>",
                escaped(&one.name),
                escaped(&one.value.0),
                escaped(&one.value.1),
                escaped(&days_words(one.holds))
            );
        }
        out.push_str("</ul>\n");
    }
    for one in &compared.found.vocabulary {
        let _ = writeln!(out, "<h2>{}</h2>", escaped(&one.name));
        lines(&mut out, &one.text);
    }
    for (act, why) in assumed(&compared.found) {
        let _ = writeln!(
            out,
            "<p class=\"by\">* {}</p>",
            escaped(&format!("{act}: the day is assumed: {why}"))
        );
    }
    let _ = writeln!(out, "<p class=\"by\">{}</p>\n</html>", totals(&compared.found));
    out
}

fn provision(out: &mut String, one: &ProvisionDiff) {
    let title = one
        .title
        .as_ref()
        .map(|title| format!(" {title}"))
        .unwrap_or_default();
    let _ = writeln!(out, "<h2>{}</h2>", escaped(&format!("{}{title}", one.citation)));
    let mark = if one.assumed.is_some() { " *" } else { "" };
    let by = one
        .by
        .as_ref()
        .map(|by| format!(", by {by}{mark}"))
        .unwrap_or_default();
    let said = format!("{}{by}{}", change_words(one), days_words(one.holds));
    let _ = writeln!(out, "<p class=\"by\">{}</p>", escaped(&said));
    if one.text_differs() {
        let parts: String = words(&one.text.0, &one.text.1).iter().map(part).collect();
        let _ = writeln!(out, "<p>{parts}</p>");
    }
    if one.norm_differs() {
        lines(out, &one.norm);
    }
    if !one.reaches.is_empty() {
        let _ = writeln!(
            out,
            "<p class=\"reaches\">reaches {}</p>",
            escaped(&one.reaches.join(", "))
        );
    }
}

fn lines(out: &mut String, (before, after): &(String, String)) {
    let lines = words_of_lines(before, after);
    let lines: String = lines.iter().map(|line| format!("{}\n", part(line))).collect();
    let _ = writeln!(out, "<pre>{lines}</pre>");
}

fn part((side, text): &(i8, String)) -> String {
    let text = escaped(text);
    match side {
        -1 => format!("<del>{text}</del>"),
        1 => format!("<ins>{text}</ins>"),
        _ => text,
    }
}

/// Text in which no sign is one of HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
