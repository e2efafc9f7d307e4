//! Delegation: who may define what a provision leaves to an order.

use super::program::{Body, DefinitionId};
use super::resolved_norm::Kind;
use super::resolver::Resolver;
use super::trouble;
use crate::law::{Citation, ProvisionId, issues_orders};
use crate::source::Span;

impl Resolver {
    /// Only the order that the delegating provision names may define what it leaves open.
    pub fn check_delegation(&mut self, id: DefinitionId) {
        let Some((role, by)) = self
            .program
            .definitions
            .get(id.0)
            .and_then(|made| made.delegated.clone())
        else {
            return;
        };
        let mine: Vec<(ProvisionId, Span)> = self
            .defined
            .get(id.0)
            .into_iter()
            .flatten()
            .filter(
                |norm| matches!(&norm.kind, Kind::Definition(_, body) if !matches!(body, Body::Delegated)),
            )
            .map(|norm| (norm.provision, norm.span))
            .collect();
        let name = self
            .program
            .definitions
            .get(id.0)
            .map(|made| made.name.text.clone())
            .unwrap_or_default();
        for (provision, span) in mine {
            if !self.may_carry_out(provision, &role, &by) {
                self.note(trouble::not_delegated(span, &name, &role));
            }
        }
    }

    fn may_carry_out(&self, provision: ProvisionId, role: &str, by: &Citation) -> bool {
        let law = &self.program.law;
        let issued = law.instrument_of(provision).is_some_and(|made| {
            issues_orders(made.kind)
                && made
                    .issued_by
                    .as_ref()
                    .is_some_and(|issuer| &*issuer.text == role)
        });
        let under = law.with_parents(provision).any(|(id, provision)| {
            provision.under.as_ref().is_some_and(|written| {
                crate::law::find_citation(law, Some(id), written)
                    .is_some_and(|cited| cited.covers(by) || by.covers(&cited))
            })
        });
        issued && under
    }
}
