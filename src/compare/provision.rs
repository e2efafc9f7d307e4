//! A provision on either side of a comparison.

use super::meaning::tokens;
use crate::law::{Interval, Law, Parts, Provision, ProvisionId};
use crate::source::{SourceMap, without_spans};

/// How a provision changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProvisionChange {
    /// It is new.
    Inserted,
    /// It stands no longer, with the reason in words.
    Ended(&'static str),
    /// It has another text, norm or place.
    Amended,
    /// It stood under another number.
    Renumbered(String),
}

/// A provision that is another one in the two states.
#[derive(Debug, Clone)]
pub struct ProvisionDiff {
    /// Its citation; the new one where it was renumbered.
    pub citation: String,
    /// Its title.
    pub title: Option<String>,
    /// What happened.
    pub change: ProvisionChange,
    /// The chapter in which it stands now, where it stood in another.
    pub moved_to: Option<String>,
    /// Its text before and after, in the first language that it has.
    pub text: (String, String),
    /// Its norms and what stands beside them before and after, as rule text.
    pub norm: (String, String),
    /// The act that made the change, where one did.
    pub by: Option<String>,
    /// Why the day of the change is assumed, where it is.
    pub assumed: Option<String>,
    /// The actions and definitions that its norms are about, and those that rest on them.
    pub reaches: Vec<String>,
    /// The days on which it is so, where two sets of rules were compared at every date.
    pub holds: Option<Interval>,
    /// Whether the norms mean something else: layout and remarks aside.
    pub(super) norm_differs: bool,
}

impl ProvisionDiff {
    /// Whether the text is another one.
    pub fn text_differs(&self) -> bool {
        tokens(&self.text.0) != tokens(&self.text.1)
    }

    /// Whether the norms mean something else: layout and remarks aside.
    pub fn norm_differs(&self) -> bool {
        self.norm_differs
    }

    /// Whether two differences are the same but for the days on which they hold.
    pub(super) fn same_as(&self, other: &ProvisionDiff) -> bool {
        self.citation == other.citation
            && self.change == other.change
            && self.text == other.text
            && self.norm == other.norm
            && self.by == other.by
    }
}

/// What stands on one side; empty where nothing does.
#[derive(Debug, Default, Clone)]
pub(super) struct Side {
    pub text: String,
    pub norm: String,
    pub meaning: String,
}

impl Side {
    pub fn of(law: &Law, parts: &Parts<'_>, sources: &SourceMap, id: ProvisionId) -> Side {
        let Some(provision) = law.provision(id) else {
            return Side::default();
        };
        let parts = parts.get(id);
        let norm = parts.written(provision, sources).join("\n");
        let beside = (
            &provision.matters,
            &provision.despite,
            &provision.subject_to,
            &provision.under,
        );
        let meaning = if norm.is_empty() {
            String::new()
        } else {
            without_spans(&(beside, &provision.not_encoded, &parts))
        };
        Side {
            text: text(provision),
            norm,
            meaning,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.norm.is_empty()
    }
}

fn text(provision: &Provision) -> String {
    let first = provision.texts.first();
    first
        .map(|(_, text)| text.text.split_whitespace().collect::<Vec<_>>().join(" "))
        .unwrap_or_default()
}
