//! Questions of a matter: actions, duties, values, the validity of acts.

use crate::case::{Spot, Step};
use crate::finding::nearest;
use crate::plan::Wanted;
use crate::resolve::{ActionId, Base, DefinitionId, MatterId, Owner, Program};
use std::sync::Arc;

/// What a question asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Action(ActionId),
    Duty(ActionId),
    Value(DefinitionId, Option<Spot>),
    Validity(ActionId),
}

/// A question of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    name: String,
    pub(super) asked: Asked,
}

impl Question {
    /// Its name: an action, a definition, `record.definition`, `action.valid`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `action`, `duty` or `value`.
    pub fn kind(&self) -> &'static str {
        match self.asked {
            Asked::Action(_) => "action",
            Asked::Duty(_) => "duty",
            Asked::Value(..) | Asked::Validity(_) => "value",
        }
    }

    /// The action it asks about.
    pub fn action(&self) -> Option<ActionId> {
        match self.asked {
            Asked::Action(action) | Asked::Duty(action) | Asked::Validity(action) => Some(action),
            Asked::Value(..) => None,
        }
    }

    /// The question, as it is compiled.
    pub fn wanted(&self) -> Wanted {
        match &self.asked {
            Asked::Action(action) => Wanted::Action(*action),
            Asked::Duty(action) => Wanted::Duty(*action),
            Asked::Validity(action) => Wanted::Validity(*action),
            Asked::Value(definition, own) => {
                let fields = own.as_ref().map(|spot| {
                    let slots = spot.iter().filter_map(|step| match step {
                        Step::Slot(slot) => Some(*slot),
                        _ => None,
                    });
                    slots.collect()
                });
                Wanted::Value(*definition, fields)
            }
        }
    }

    /// The definition it asks for.
    pub fn definition(&self) -> Option<DefinitionId> {
        match self.asked {
            Asked::Value(definition, _) => Some(definition),
            Asked::Action(_) | Asked::Duty(_) | Asked::Validity(_) => None,
        }
    }
}

impl Question {
    /// The action whose duty it asks for.
    #[cfg(feature = "columns")]
    pub(crate) fn duty(&self) -> Option<ActionId> {
        match self.asked {
            Asked::Duty(action) => Some(action),
            Asked::Action(_) | Asked::Value(..) | Asked::Validity(_) => None,
        }
    }
}

/// Why there is no such question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{matter} has no question `{name}`{}", near.as_ref().map(|near| format!("; did you mean `{near}`?")).unwrap_or_else(|| "; `jargy list questions` shows them".into()))]
pub struct QuestionError {
    /// The name as asked.
    pub name: String,
    /// The matter.
    pub matter: String,
    /// The nearest known question.
    pub near: Option<String>,
}

/// All questions of a matter: its actions and duties, then its definitions.
pub fn questions(program: &Program, matter: MatterId) -> Vec<Question> {
    let mut all = Vec::new();
    for (number, action) in program
        .actions
        .iter()
        .enumerate()
        .filter(|(_, action)| action.matter == matter)
    {
        let id = ActionId(number);
        let name = action.name.text.to_string();
        let asked = if program.with_duty.contains(&id) {
            Asked::Duty(id)
        } else {
            Asked::Action(id)
        };
        all.push(Question {
            name: name.clone(),
            asked,
        });
        if program.with_validity.contains(&id) {
            all.push(Question {
                name: format!("{name}.valid"),
                asked: Asked::Validity(id),
            });
        }
    }
    if let Some(shape) = program.matter(matter) {
        let mut definitions: Vec<(&Arc<str>, &DefinitionId)> = shape.definitions.iter().collect();
        definitions.sort_by_key(|(_, id)| **id);
        for (name, id) in definitions {
            all.push(Question {
                name: name.to_string(),
                asked: Asked::Value(*id, None),
            });
        }
    }
    all
}

/// The question of a name.
pub fn ask(program: &Program, matter: MatterId, name: &str) -> Result<Question, QuestionError> {
    let all = questions(program, matter);
    if let Some(found) = all.iter().find(|question| question.name == name) {
        return Ok(found.clone());
    }
    if let Some((definition, own)) = record_definition(program, matter, name) {
        return Ok(Question {
            name: name.to_owned(),
            asked: Asked::Value(definition, Some(own)),
        });
    }
    let near = nearest(name, all.iter().map(|question| question.name.as_str())).map(str::to_owned);
    let matter = program
        .matter(matter)
        .map(|shape| shape.name.text.to_string())
        .unwrap_or_default();
    Err(QuestionError {
        name: name.to_owned(),
        matter,
        near,
    })
}

/// `offence.gravity`: a definition of the record at a path.
fn record_definition(program: &Program, matter: MatterId, name: &str) -> Option<(DefinitionId, Spot)> {
    let (path, last) = name.rsplit_once('.')?;
    let mut shape = program.shape(Owner::Matter(matter))?;
    let mut steps: Vec<Step> = Vec::new();
    for part in path.split('.') {
        let slot = *shape.by_name.get(part)?;
        steps.push(Step::Slot(slot));
        let Base::Record(id) = &shape.slots.get(slot)?.ty.base else {
            return None;
        };
        shape = program.record(*id)?;
    }
    let definition = *shape.definitions.get(last)?;
    Some((definition, steps.into()))
}
