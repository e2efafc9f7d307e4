//! The law at a date, and its matters.

use super::ask::Ask;
use super::load::Library;
use crate::case::{Case, CaseBuilder, CaseErrors, Document, from_json, from_yaml, json_schema};
use crate::evaluate::{self, Question, QuestionError};
use crate::finding::nearest;
use crate::resolve::{MatterId, Program, Shape};
use crate::time::{Date, Zone};
use serde_json::Value as Json;

/// The law at a date, or at the date that each case governs.
#[derive(Debug, Clone)]
pub struct Snapshot {
    library: Library,
    date: Option<Date>,
}

/// There is no such matter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no matter `{name}`{}", near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default())]
pub struct UnknownMatter {
    /// The name as asked.
    pub name: String,
    /// The nearest known one.
    pub near: Option<String>,
}

impl Snapshot {
    pub(super) fn new(library: Library, date: Option<Date>) -> Snapshot {
        Snapshot { library, date }
    }

    /// The date of the law, where one was stated.
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// The library.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// A matter by its name.
    pub fn matter(&self, name: &str) -> Result<Matter, UnknownMatter> {
        let program = self.library.program();
        match program.matter_named(name) {
            Some(id) => Ok(Matter {
                snapshot: self.clone(),
                id,
            }),
            None => {
                let near =
                    nearest(name, program.matters.iter().map(|matter| &*matter.name.text)).map(str::to_owned);
                Err(UnknownMatter {
                    name: name.to_owned(),
                    near,
                })
            }
        }
    }

    /// The matter of a case document, and the case.
    pub fn read(&self, document: &Document) -> Result<(Matter, Case), CaseErrors> {
        let program = self.library.program();
        let id = document.matter_in(program, None)?;
        let case = document.read(program, Some(id), self.library.limits())?;
        Ok((
            Matter {
                snapshot: self.clone(),
                id,
            },
            case,
        ))
    }
}

/// A matter of the law at a date.
#[derive(Debug, Clone)]
pub struct Matter {
    snapshot: Snapshot,
    id: MatterId,
}

impl Matter {
    /// Its name.
    pub fn name(&self) -> &str {
        self.shape().map_or("", |shape| &shape.name.text)
    }

    /// Its label in a language, else any.
    pub fn label(&self, language: &str) -> Option<&str> {
        self.shape().and_then(|shape| shape.labels.pick(language))
    }

    /// The zone in which its local times are read.
    pub fn zone(&self) -> Zone {
        self.shape().map_or(Zone::UTC, |shape| shape.zone)
    }

    pub(crate) fn shape(&self) -> Option<&Shape> {
        self.program().matter(self.id)
    }

    pub(crate) fn id(&self) -> MatterId {
        self.id
    }

    pub(crate) fn program(&self) -> &Program {
        self.snapshot.library.program()
    }

    /// Whether it has a fact at a path such as `suspect.born_on`.
    pub fn has_fact(&self, path: &str) -> bool {
        crate::case::spot_of_path(self.program(), self.id, path).is_some()
    }

    /// The snapshot it belongs to.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// A case from JSON text: `{"matter", "on", "at", "facts"}`; `matter` may be left out.
    pub fn case_from_json(&self, text: &str) -> Result<Case, CaseErrors> {
        from_json(text)?.read(self.program(), Some(self.id), self.snapshot.library.limits())
    }

    /// A case from YAML text of the same shape.
    pub fn case_from_yaml(&self, text: &str) -> Result<Case, CaseErrors> {
        from_yaml(text)?.read(self.program(), Some(self.id), self.snapshot.library.limits())
    }

    /// A case built fact by fact.
    pub fn case(&self) -> CaseBuilder<'_> {
        CaseBuilder::new(self.program(), self.id)
    }

    /// JSON Schema of a case.
    pub fn schema(&self) -> Json {
        json_schema(self.program(), self.id)
    }

    /// All questions.
    pub fn questions(&self) -> Vec<Question> {
        evaluate::questions(self.program(), self.id)
    }

    /// One question, ready to be decided for many cases.
    pub fn ask(&self, question: &str) -> Result<Ask, QuestionError> {
        let question = evaluate::ask(self.program(), self.id, question)?;
        Ok(Ask::new(self.clone(), question))
    }
}
