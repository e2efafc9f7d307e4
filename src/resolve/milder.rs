//! Milder law reaches back: from which fact on, and which answer to which question is the milder one.

use super::program::{ActionId, DefinitionId, MatterId, Owner};
use super::resolver::Resolver;
use super::trouble;
use super::types::Base;
use super::uses::Declared;
use crate::law::ProvisionId;
use crate::syntax::tree::{Milder, Mildness, Name};
use std::sync::Arc;

/// The order of mildness of one question.
#[derive(Debug, Clone)]
pub struct MilderRule {
    /// The provision that says so.
    pub provision: ProvisionId,
    /// In which matter.
    pub matter: MatterId,
    /// The date or moment of the act: fields from the case.
    pub from: Vec<usize>,
    /// The action that is asked about, if one is.
    pub action: Option<ActionId>,
    /// The definition that is asked for, if one is.
    pub definition: Option<DefinitionId>,
    /// Which answer is milder.
    pub way: Mildness,
}

impl Resolver {
    /// Reads the orders of mildness of all provisions.
    pub fn declare_milder(&mut self) {
        for (provision, written) in self.program.law.milder.clone() {
            for owner in self.owners(provision, written.span) {
                let Owner::Matter(matter) = owner else {
                    continue;
                };
                let Some(from) = self.governing_fields(matter.0, &written.from) else {
                    continue;
                };
                for order in &written.orders {
                    self.milder_order((provision, matter), &from, order);
                }
            }
        }
    }

    fn used_order(&mut self, name: &Name, action: Option<ActionId>, definition: Option<DefinitionId>) {
        let action = action.map(Declared::Action);
        if let Some(declared) = action.or(definition.map(Declared::Definition)) {
            self.used(name.span, declared);
        }
    }

    fn milder_order(&mut self, (provision, matter): (ProvisionId, MatterId), from: &[usize], order: &Milder) {
        let owner = Owner::Matter(matter);
        let action = self.action_named(owner, &order.name.text);
        let definition = self
            .shape(owner)
            .and_then(|shape| shape.definitions.get(&order.name.text).copied());
        self.used_order(&order.name, action, definition);
        if action.is_none() && definition.is_none() {
            let known: Vec<Arc<str>> = self
                .shape(owner)
                .map(|shape| shape.definitions.keys().cloned().collect())
                .unwrap_or_default();
            let near = self.near(&order.name.text, &known);
            self.note(trouble::unknown_name(&order.name, near.as_deref()));
            return;
        }
        let base = definition
            .and_then(|id| self.program.definitions.get(id.0))
            .map(|made| made.ty.base.clone());
        let expected = match (order.way, &base) {
            (_, Some(Base::Wrong)) => None,
            (Mildness::Lower | Mildness::Higher, Some(base)) if self.has_order(base) => None,
            (Mildness::Lower | Mildness::Higher, _) => Some("a definition with an order"),
            (Mildness::Yes | Mildness::No, Some(Base::Truth)) => None,
            (Mildness::Yes | Mildness::No, _) => Some("a definition of yes or no"),
            (Mildness::Permitted | Mildness::Forbidden, None) => None,
            (Mildness::Permitted | Mildness::Forbidden, Some(_)) => Some("an action"),
        };
        if let Some(expected) = expected {
            let found = match definition.and_then(|id| self.program.definitions.get(id.0)) {
                Some(made) => made.ty.words(&self.program),
                None => "an action".to_owned(),
            };
            self.note(trouble::wrong_type(order.name.span, expected, &found));
            return;
        }
        self.program.milder.push(MilderRule {
            provision,
            matter,
            from: from.to_vec(),
            action: action.filter(|_| definition.is_none()),
            definition,
            way: order.way,
        });
    }
}
