//! The law of a date as one rule text: versions with what stands in them, in the order of the statute.

use super::{Applied, InstrumentId, Interval, Law, Parts, Provision, ProvisionId, kind_word};
use crate::source::SourceMap;
use crate::syntax::tree::{Application, Facts, Instrument, Labels, Source};
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// The chosen versions as rule text; of one instrument, or of all with the vocabulary.
pub fn consolidated(
    law: &Law,
    sources: &SourceMap,
    instrument: Option<InstrumentId>,
    chosen: &HashSet<ProvisionId>,
) -> String {
    let mut children: HashMap<ProvisionId, Vec<ProvisionId>> = HashMap::new();
    for (number, provision) in law.provisions.iter().enumerate() {
        let id = ProvisionId(number);
        if let (true, Some(parent)) = (chosen.contains(&id), provision.parent) {
            children.entry(parent).or_default().push(id);
        }
    }
    let mut writer = Writer {
        law,
        sources,
        parts: Parts::of(law),
        children,
        out: String::new(),
        said: HashSet::new(),
    };
    if instrument.is_none() {
        writer.vocabulary();
    }
    for (number, provision) in law.provisions.iter().enumerate() {
        let id = ProvisionId(number);
        let wanted = instrument.is_none_or(|instrument| provision.instrument == instrument);
        if provision.parent.is_none() && wanted && chosen.contains(&id) {
            writer.instrument(id);
        }
    }
    writer.out
}

struct Writer<'a> {
    law: &'a Law,
    sources: &'a SourceMap,
    parts: Parts<'a>,
    children: HashMap<ProvisionId, Vec<ProvisionId>>,
    out: String,
    /// Facts and calendars written so far: they are declared once, whatever the number of versions.
    said: HashSet<crate::source::Span>,
}

impl Writer<'_> {
    fn vocabulary(&mut self) {
        for (name, span) in &self.law.vocabulary {
            let _ = writeln!(self.out, "{}", self.sources.text(*span).trim_end());
            if let Some(name) = name.strip_prefix("parameter ") {
                self.values_set_later(name, *span);
            }
            self.out.push('\n');
        }
    }

    /// Values of a parameter that acts have set.
    fn values_set_later(&mut self, name: &str, written: crate::source::Span) {
        let parameters = self.law.parameters.iter();
        for made in parameters.filter(|made| &*made.name.text == name) {
            for value in &made.values {
                let inside = value.span.file() == written.file()
                    && (written.start()..written.end()).contains(&value.span.start());
                if !inside {
                    let days = Interval::new(Some(value.from), value.until);
                    let note = value.note.as_ref().map(|note| format!(" {}", quoted(&note.text)));
                    let text = self.sources.text(value.value_span);
                    let _ = writeln!(self.out, "  {text} {days}{}", note.unwrap_or_default());
                }
            }
        }
    }

    fn instrument(&mut self, root: ProvisionId) {
        let (Some(provision), Some(made)) = (self.law.provision(root), self.law.instrument_of(root)) else {
            return;
        };
        self.heading(made);
        self.in_force(provision, None, 1);
        if let Some(known) = made.known_complete {
            let _ = writeln!(self.out, "  known complete until {known}");
        }
        self.content(root, 1);
        self.out.push('\n');
        let mut chapter = None;
        for id in self.ordered(root) {
            let now = self.law.provision(id).and_then(|article| article.chapter.clone());
            if now.as_ref().map(|name| &name.text) != chapter.as_ref() {
                match &now {
                    Some(name) => {
                        let title = self.law.chapter_title(provision.instrument, name);
                        let _ = writeln!(self.out, "chapter {}{}\n", name.text, labels(title));
                    }
                    // the instrument named again is outside any chapter
                    None => {
                        let _ = writeln!(self.out, "{} {}\n", kind_word(made.kind), made.name.text);
                    }
                }
                chapter = now.map(|name| name.text);
            }
            self.provision(id, root, 0);
            self.out.push('\n');
        }
    }

    fn heading(&mut self, made: &Instrument) {
        let of = made
            .jurisdiction
            .as_ref()
            .map(|name| format!(" of {}", name.text));
        let _ = writeln!(
            self.out,
            "{} {}{}{}",
            kind_word(made.kind),
            made.name.text,
            labels(Some(&made.labels)),
            of.unwrap_or_default()
        );
        let adopted = made.adopted.map(|date| format!("adopted {date}"));
        let number = made
            .number
            .as_ref()
            .map(|number| format!("number {}", quoted(&number.text)));
        let by = made.issued_by.as_ref().map(|name| format!("by {}", name.text));
        let clauses: Vec<String> = [adopted, number, by].into_iter().flatten().collect();
        if !clauses.is_empty() {
            let _ = writeln!(self.out, "  {}", clauses.join(", "));
        }
    }

    /// The chosen versions directly inside another, in the order of their numbers and days.
    fn ordered(&self, parent: ProvisionId) -> Vec<ProvisionId> {
        let mut inside = self.children.get(&parent).cloned().unwrap_or_default();
        inside.sort_by_key(|id| {
            self.law.provision(*id).map(|provision| {
                let days = provision.stood.unwrap_or(provision.in_force);
                (natural(&provision.citation.to_string()), days.from())
            })
        });
        inside
    }

    fn provision(&mut self, id: ProvisionId, parent: ProvisionId, depth: usize) {
        let (Some(provision), Some(outer)) = (self.law.provision(id), self.law.provision(parent)) else {
            return;
        };
        let citation = &provision.citation;
        let word = match (citation.points.last(), &citation.paragraph, &citation.article) {
            (Some(point), _, _) => format!("point ({point})"),
            (None, Some(number), _) => format!("paragraph {number}"),
            (None, None, Some(number)) => format!("article {number}"),
            (None, None, None) => return,
        };
        let indent = "  ".repeat(depth);
        let _ = writeln!(self.out, "{indent}{word}{}", labels(Some(&provision.heading)));
        self.in_force(provision, Some(outer), depth + 1);
        self.content(id, depth + 1);
        for inner in self.ordered(id) {
            self.provision(inner, id, depth + 1);
        }
    }

    fn in_force(&mut self, provision: &Provision, outer: Option<&Provision>, depth: usize) {
        let indent = "  ".repeat(depth);
        let days = provision.in_force;
        let open = days.from().is_none() && days.until().is_none();
        // what contains it gives its days, and says where they are assumed
        let same = outer.is_some_and(|outer| {
            outer.in_force == days && (provision.assumed.is_none() || outer.assumed == provision.assumed)
        });
        if days.is_empty() {
            let _ = writeln!(self.out, "{indent}in force when commenced");
        } else if !open && !same {
            let back = if provision.reaching_back {
                ", reaching back"
            } else {
                ""
            };
            let assumed = provision.assumed.as_ref();
            let assumed = assumed.map(|why| format!(" assumed {}", quoted(why)));
            let _ = writeln!(
                self.out,
                "{indent}in force {days}{back}{}",
                assumed.unwrap_or_default()
            );
        }
        if let Some(stood) = provision.stood {
            let _ = writeln!(self.out, "{indent}stood {stood}");
        }
        if let Some(from) = provision.applies_from {
            let _ = writeln!(self.out, "{indent}applies from {from}");
        }
        for applied in &provision.applies {
            let _ = writeln!(self.out, "{indent}applies {}", self.application(applied));
        }
        if let Some(application) = &provision.goes_on {
            let text = self.application(&Applied {
                application: (**application).clone(),
                contrary: false,
            });
            let _ = writeln!(self.out, "{indent}goes on {text}");
        }
    }

    fn application(&self, applied: &Applied) -> String {
        match &applied.application {
            Application::From(date, _) => format!("from {date}"),
            Application::To(Facts { path, from, date, .. }) => {
                let word = if *from == applied.contrary {
                    "before"
                } else {
                    "from"
                };
                format!("to {} {word} {date}", path.text())
            }
            Application::When(expression) => {
                let text = self.sources.text(expression.span);
                if applied.contrary {
                    format!("when not ({text})")
                } else {
                    format!("when {text}")
                }
            }
        }
    }

    /// Texts, sources, and all that stands beside them.
    fn content(&mut self, id: ProvisionId, depth: usize) {
        let Some(provision) = self.law.provision(id) else {
            return;
        };
        let indent = "  ".repeat(depth);
        for (language, text) in &provision.texts {
            let language = language
                .as_ref()
                .map(|name| format!("{} ", name.text))
                .unwrap_or_default();
            let _ = writeln!(self.out, "{indent}text {language}{}", block(&text.text, &indent));
        }
        for source in &provision.sources {
            let _ = writeln!(self.out, "{indent}source {}", source_text(source));
        }
        let mut parts = self.parts.get(id);
        // what is declared once for all versions may have been written with another of them
        for (other, field) in &self.law.facts {
            let here = self.law.provision(*other).map(|other| &other.citation);
            if *other != id && here == Some(&provision.citation) {
                parts.facts.push(field);
            }
        }
        parts.facts.retain(|field| self.said.insert(field.span));
        parts.calendars.retain(|made| self.said.insert(made.span));
        for item in parts.written(provision, self.sources) {
            let _ = writeln!(self.out, "{indent}{}", item.trim_end());
        }
        for (other, made) in &self.law.milder {
            if *other == id {
                let _ = writeln!(self.out, "{indent}{}", self.sources.text(made.span).trim_end());
            }
        }
        if self.law.later_law.contains(&id) {
            let _ = writeln!(self.out, "{indent}later law prevails");
        }
    }
}

fn labels(labels: Option<&Labels>) -> String {
    let Some(labels) = labels else {
        return String::new();
    };
    let main = labels
        .main
        .as_ref()
        .map(|text| format!(" {}", quoted(&text.text)));
    let mut out = main.unwrap_or_default();
    if !labels.others.is_empty() {
        out.push_str(" label");
    }
    for (language, text) in &labels.others {
        let _ = write!(out, " {} {}", language.text, quoted(&text.text));
    }
    out
}

fn source_text(source: &Source) -> String {
    let place = source.place.as_ref().map(|place| format!(" {place}"));
    let remark = source
        .remark
        .as_ref()
        .map(|remark| format!(" {}", quoted(&remark.text)));
    format!(
        "{}{}{}",
        quoted(&source.document.text),
        place.unwrap_or_default(),
        remark.unwrap_or_default()
    )
}

fn quoted(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A text on one line, or as a block where it has several.
fn block(text: &str, indent: &str) -> String {
    if !text.contains('\n') || text.contains("\"\"\"") {
        return quoted(text);
    }
    let lines: Vec<String> = text
        .lines()
        .map(|line| format!("{indent}  {}", line.trim()))
        .collect();
    format!("\"\"\"\n{}\n{indent}  \"\"\"", lines.join("\n"))
}

/// A citation in the order of its numbers: article 48 before article 141-1.
pub fn natural(citation: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut word = String::new();
    let mut number = String::new();
    for letter in citation.chars().chain([' ']) {
        if letter.is_ascii_digit() {
            number.push(letter);
        } else {
            if !number.is_empty() {
                parts.push((std::mem::take(&mut word), number.parse().unwrap_or(u64::MAX)));
                number.clear();
            }
            word.push(letter);
        }
    }
    parts.push((word, 0));
    parts
}
