//! Versions of the law compared, where milder law reaches back.

use super::answer::Answer;
use super::notes::Note;
use super::why::WhyNode;
use crate::evaluate::Outcome;
use crate::time::Date;
use std::collections::BTreeSet;

/// What the law says on some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedVersion {
    /// The first day.
    pub from: Date,
    /// The last day; nothing where it is still to come.
    pub until: Option<Date>,
    /// What it comes to, in words.
    pub words: String,
}

impl ComparedVersion {
    fn days(&self) -> String {
        match self.until {
            Some(until) => format!("law from {} until {until}", self.from),
            None => format!("law from {}", self.from),
        }
    }
}

/// All versions that were compared, by the rule of a provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedLaw {
    /// The provision by which milder law reaches back.
    pub citation: String,
    /// The versions, in the order of their days.
    pub versions: Vec<ComparedVersion>,
}

impl Answer {
    /// The versions of the law that were compared, where milder law reaches back and they differ.
    pub fn compared(&self) -> Option<&ComparedLaw> {
        self.compared.as_ref()
    }

    /// The answer as that of the mildest version, which is in force on a date.
    pub(crate) fn mildest_of(mut self, compared: ComparedLaw, chosen: Date) -> Answer {
        if compared.versions.len() < 2 {
            return self;
        }
        let is_chosen = |version: &ComparedVersion| {
            version.from <= chosen && version.until.is_none_or(|until| chosen <= until)
        };
        let said = |version: &ComparedVersion| {
            let mark = if is_chosen(version) { " (the mildest)" } else { "" };
            format!("{}: {}{mark}", version.days(), version.words)
        };
        let all: Vec<String> = compared.versions.iter().map(said).collect();
        self.notes.push(Note {
            kind: "milder",
            text: format!(
                "the mildest law from the act on applies, by {}: {}",
                compared.citation,
                all.join("; ")
            ),
            citation: Some(compared.citation.clone()),
        });
        let versions = compared.versions.iter().map(|version| {
            let id = format!("milder/{}", version.from);
            node(id, None, said(version))
        });
        let root = WhyNode {
            because: versions.collect(),
            ..node(
                "milder".to_owned(),
                Some(compared.citation.clone()),
                "the mildest law from the act on applies".to_owned(),
            )
        };
        self.why.insert(0, root);
        self.compared = Some(compared);
        self
    }

    /// The answer where the versions cannot be compared: which is milder is left open.
    pub(crate) fn not_comparable(mut self, compared: ComparedLaw) -> Answer {
        let said = |version: &ComparedVersion| format!("{}: {}", version.days(), version.words);
        let all: Vec<String> = compared.versions.iter().map(said).collect();
        self.notes.push(Note {
            kind: "milder",
            text: format!(
                "which law is the mildest cannot be said, by {}: {}",
                compared.citation,
                all.join("; ")
            ),
            citation: Some(compared.citation.clone()),
        });
        self.compared = Some(compared);
        self.in_conflict()
    }

    /// The answer where rules of mildness of several instruments come to different ones.
    pub(crate) fn with_rules_apart(mut self, citations: &[String]) -> Answer {
        let text = format!(
            "which law is the mildest cannot be said: {} come to different answers",
            citations.join(" and ")
        );
        self.notes.push(Note {
            kind: "milder",
            text,
            citation: None,
        });
        self.in_conflict()
    }

    fn in_conflict(mut self) -> Answer {
        self.outcome = Outcome::Conflict;
        self.value = None;
        self.value_label = None;
        self.missing.clear();
        self
    }

    /// The answer under a stated date of the law, with the rules of milder law that it leaves out.
    pub(crate) fn without_milder_law(mut self, date: Date, citations: BTreeSet<String>) -> Answer {
        self.notes.extend(citations.into_iter().map(|citation| Note {
            kind: "milder",
            text: format!("the law of {date} is asked for: milder law by {citation} is not looked for"),
            citation: Some(citation),
        }));
        self
    }
}

fn node(id: String, citation: Option<String>, words: String) -> WhyNode {
    WhyNode {
        id,
        kind: "comparison",
        citation,
        points: Vec::new(),
        text: None,
        words,
        value: serde_json::Value::Null,
        unit: None,
        fact: None,
        because: Vec::new(),
    }
}
