//! Whose judgement facts are where a norm says so.

use super::program::{Owner, Program};
use super::resolved_norm::{Judging, Norm};
use super::resolver::{Resolver, Scope};
use super::term::{Place, Root, Term, TermKind};
use super::trouble;
use super::types::Base;
use crate::syntax::tree;
use std::sync::Arc;

impl Resolver {
    /// What the clauses `judged by` of a norm mean.
    pub fn judged(&mut self, scope: &Scope, written: &[tree::Judging]) -> Option<Arc<[Judging]>> {
        if written.is_empty() {
            return None;
        }
        let mut all = Vec::new();
        for clause in written {
            self.check_role(&clause.role);
            let mut facts = Vec::new();
            for path in &clause.facts {
                let term = self.path(scope, path, None);
                match fields_of(&term) {
                    Some(fields) => facts.push(fields),
                    None if term.ty.is_wrong() => {}
                    None => self.note(trouble::judged_no_fact(path.span, &path.text())),
                }
            }
            // a slip in every name leaves nothing, which is not all
            if facts.len() == clause.facts.len() {
                all.push(Judging {
                    role: clause.role.text.clone(),
                    facts,
                    span: clause.span,
                });
            }
        }
        Some(all.into())
    }
}

impl Program {
    /// Which of what a norm says of judges is about a fact or field that it reads.
    pub fn judging_in<'n>(&self, norm: &'n Norm, slot: (Owner, usize)) -> Option<&'n Judging> {
        let said = norm.judged.as_deref()?;
        if !norm.reads.slots.contains(&slot) {
            return None;
        }
        let leads = |fields: &Vec<usize>| self.slot_after(norm.owner, fields) == Some(slot);
        let named = said.iter().find(|judging| judging.facts.iter().any(leads));
        named.or_else(|| {
            let declared = self.shape(slot.0)?.slots.get(slot.1)?;
            declared.judged_by.as_ref()?;
            said.iter().find(|judging| judging.facts.is_empty())
        })
    }

    /// The fact or field to which fields lead.
    pub fn slot_after(&self, owner: Owner, fields: &[usize]) -> Option<(Owner, usize)> {
        let (last, before) = fields.split_last()?;
        let mut at = owner;
        for field in before {
            let base = &self.shape(at)?.slots.get(*field)?.ty.base;
            let inner = match base {
                Base::List(of) => of,
                base => base,
            };
            match inner {
                Base::Record(id) => at = Owner::Record(*id),
                _ => return None,
            }
        }
        Some((at, *last))
    }
}

/// The fields that lead to a fact, also to one of the elements of a list.
fn fields_of(term: &Term) -> Option<Vec<usize>> {
    match &term.kind {
        TermKind::Fact(place) => Some(place.fields.clone()),
        TermKind::List { place, item, .. } => {
            let inner = match item {
                Some(item) => fields_of(item)?,
                None => Vec::new(),
            };
            let Place { root, fields } = place;
            (!matches!(root, Root::Element(_)) || !inner.is_empty())
                .then(|| fields.iter().chain(&inner).copied().collect())
        }
        _ => None,
    }
}
