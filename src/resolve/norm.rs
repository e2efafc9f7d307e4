//! Norms about conduct, deemed facts, conditions of validity.

use super::program::{ActionId, Condition, Owner};
use super::resolved_norm::{Chain, Duty, Kind, Link, Said, Sanction};
use super::resolver::{Resolver, Scope};
use super::term::{Place, Root, Term, TermKind};
use super::trouble;
use super::types::{Base, Type};
use super::uses::Declared;
use crate::law::{Citation, ProvisionId};
use crate::source::Span;
use crate::syntax::tree::{self, Act, CitationText, Clauses, Consequence, Deeming, Name, NormBody, Verb};
use std::sync::Arc;

impl Resolver {
    /// Resolves one norm for every matter that it is about.
    pub fn norm(&mut self, provision: ProvisionId, written: &tree::Norm, order: usize) {
        let owners = self.owners(provision, written.span);
        match &written.body {
            NormBody::Act { verb, act, clauses } => {
                for (owner, action) in self.actions_in(&owners, &act.name) {
                    let mut scope = Scope::new(owner, provision);
                    self.conduct(
                        &mut scope,
                        (*verb, act, clauses),
                        action,
                        (order, written.span),
                        None,
                    );
                }
            }
            NormBody::Valid(name, condition, judged) => {
                for (owner, action) in self.actions_in(&owners, name) {
                    let mut scope = Scope::new(owner, provision);
                    let condition = self.condition(&mut scope, condition);
                    let mut norm = Said::nothing(owner, written.span);
                    self.application_of(&mut norm, &mut scope);
                    norm.judged = self.judged(&scope, judged);
                    norm.kind = Kind::Validity(action, condition);
                    self.add(norm, provision, order, None);
                }
            }
            NormBody::Deem(made) => {
                for owner in owners {
                    self.deem(Scope::new(owner, provision), made, order, written.span);
                }
            }
            NormBody::Define(_) => {}
        }
    }

    /// The matters among some that have the action; if none has it, that is noted.
    fn actions_in(&mut self, owners: &[Owner], name: &Name) -> Vec<(Owner, ActionId)> {
        let found: Vec<(Owner, ActionId)> = owners
            .iter()
            .filter_map(|owner| Some((*owner, self.action_named(*owner, &name.text)?)))
            .collect();
        for (_, action) in &found {
            self.used(name.span, Declared::Action(*action));
        }
        if let (true, Some(first)) = (found.is_empty(), owners.first()) {
            let matter = self
                .shape(*first)
                .map(|shape| shape.name.text.clone())
                .unwrap_or_default();
            let known: Vec<Arc<str>> = self.action_names.keys().cloned().collect();
            let near = self.near(&name.text, &known);
            self.note(trouble::unknown_action(name, near.as_deref(), &matter));
        }
        found
    }

    fn conduct(
        &mut self,
        scope: &mut Scope,
        (verb, act, clauses): (Verb, &Act, &Clauses),
        action: ActionId,
        (order, span): (usize, Span),
        chain: Option<Chain>,
    ) {
        let kind = act
            .of_every
            .as_ref()
            .and_then(|kind| self.kind_of_act(scope, kind));
        let mut norm = Said::nothing(scope.owner, span);
        norm.when.extend(kind);
        self.clauses_of(&mut norm, scope, clauses);
        if verb != Verb::Must {
            self.window_of(&mut norm, scope, clauses, action);
        }
        norm.kind = match verb {
            Verb::May => Kind::Permission(action),
            Verb::MustNot => Kind::Bar(action),
            Verb::Must => Kind::Duty(action, Box::new(self.duty(scope, clauses, action))),
        };
        let id = self.add(norm, scope.provision, order, chain);
        self.consequences(
            scope,
            &clauses.otherwise,
            order,
            Chain {
                parent: id,
                link: Link::Breach,
            },
        );
        self.consequences(
            scope,
            &clauses.whereupon,
            order,
            Chain {
                parent: id,
                link: Link::Fulfilment,
            },
        );
    }

    /// The window in which a permission or bar holds.
    fn window_of(&mut self, norm: &mut Said, scope: &mut Scope, clauses: &Clauses, action: ActionId) {
        let limits = clauses.within.iter();
        norm.window = limits
            .filter_map(|within| self.limit(scope, within, Some(action)))
            .collect();
        if let Some(recurring) = &clauses.recurring {
            self.note(trouble::recurring_without_duty(recurring.span));
        }
    }

    fn consequences(&mut self, scope: &mut Scope, written: &[Consequence], order: usize, chain: Chain) {
        for consequence in written {
            let Consequence::Norm(norm) = consequence else {
                continue;
            };
            if let NormBody::Act { verb, act, clauses } = &norm.body {
                for (_, action) in self.actions_in(&[scope.owner], &act.name) {
                    let mut inner = Scope {
                        chained: true,
                        ..scope.clone()
                    };
                    self.conduct(
                        &mut inner,
                        (*verb, act, clauses),
                        action,
                        (order, norm.span),
                        Some(chain),
                    );
                }
            }
        }
    }

    /// The clauses that every norm may have.
    pub fn clauses_of(&mut self, norm: &mut Said, scope: &mut Scope, clauses: &Clauses) {
        let mut resolve = |conditions: &[tree::Condition], into: &mut Vec<Condition>| {
            for condition in conditions {
                let condition = self.condition(scope, condition);
                into.push(condition);
            }
        };
        resolve(&clauses.when, &mut norm.when);
        resolve(&clauses.if_, &mut norm.if_);
        resolve(&clauses.only_if, &mut norm.only_if);
        resolve(&clauses.unless, &mut norm.unless);
        for role in clauses.by.iter().chain(&clauses.to) {
            self.check_role(role);
        }
        norm.by = Resolver::names_of(&clauses.by);
        norm.to = Resolver::names_of(&clauses.to);
        norm.judged = self.judged(scope, &clauses.judged);
        let provision = scope.provision;
        norm.despite = self.cited_by(provision, &clauses.despite, &mut norm.cites);
        norm.subject_to = self.cited_by(provision, &clauses.subject_to, &mut norm.cites);
        self.inherit_priority(norm, provision);
        self.application_of(norm, scope);
    }

    /// What the citations of a clause cite.
    fn cited_by(
        &mut self,
        provision: ProvisionId,
        written: &[CitationText],
        cites: &mut Vec<(Span, Citation)>,
    ) -> Vec<Citation> {
        let mut found = Vec::new();
        for text in written {
            if let Some(cited) = self.citation(provision, text) {
                cites.push((text.span, cited.clone()));
                found.push(cited);
            }
        }
        found
    }

    /// `despite` and `subject to` of the provision and of what contains it.
    fn inherit_priority(&mut self, norm: &mut Said, provision: ProvisionId) {
        let law = &self.program.law;
        for (id, provision) in law.with_parents(provision) {
            self.passing |= !(provision.despite.is_empty() && provision.subject_to.is_empty());
            let found = |written: &tree::CitationText| crate::law::find_citation(law, Some(id), written);
            norm.despite.extend(provision.despite.iter().filter_map(found));
            norm.subject_to
                .extend(provision.subject_to.iter().filter_map(found));
        }
    }

    fn duty(&mut self, scope: &mut Scope, clauses: &Clauses, action: ActionId) -> Duty {
        let limits = clauses
            .within
            .iter()
            .filter_map(|within| self.limit(scope, within, Some(action)))
            .collect();
        let recurring = clauses
            .recurring
            .as_ref()
            .and_then(|written| self.recurring(scope, written));
        let done = self.done(scope, clauses);
        let sanction = clauses
            .otherwise
            .iter()
            .find_map(|consequence| match consequence {
                Consequence::Breach(breach) => Some(breach.clone()),
                Consequence::Norm(_) => None,
            });
        let sanction = sanction.map(|breach| {
            if let Some(role) = &breach.by {
                self.check_role(role);
            }
            Sanction {
                by: breach.by.map(|role| role.text),
                words: breach.words.map(|text| text.text.to_string()),
            }
        });
        Duty {
            limits,
            recurring,
            without_delay: clauses.without_delay.is_some(),
            done,
            sanction,
        }
    }

    /// The fact that shows fulfilment: once, or for a recurring duty each time.
    fn done(&mut self, scope: &mut Scope, clauses: &Clauses) -> Option<Term> {
        let path = clauses.done.as_ref()?;
        let term = self.path(scope, path, None);
        let (fits, expected) = match &clauses.recurring {
            Some(_) => (
                matches!(&term.ty.base, Base::List(of) if matches!(**of, Base::Moment | Base::Date)),
                "a list of dates or moments, one for each time it was done",
            ),
            None => (
                matches!(term.ty.base, Base::Moment | Base::Date | Base::Truth),
                "the moment or date at which it was done, or yes/no",
            ),
        };
        if !fits && term.ty.base != Base::Wrong {
            let found = term.ty.words(&self.program);
            self.note(trouble::wrong_type(path.span, expected, &found));
            return Some(Term::wrong(path.span));
        }
        Some(term)
    }

    /// `of every decision`: the fact that says which act is at hand must be of that kind; the kind's name
    /// then stands for that fact.
    fn kind_of_act(&mut self, scope: &mut Scope, kind: &Name) -> Option<Condition> {
        let enums: Vec<usize> = (0..self.program.enums.len())
            .filter(|number| !self.values_of_kind(*number, &kind.text).is_empty())
            .collect();
        if enums.is_empty() {
            let kinds = self
                .program
                .enums
                .iter()
                .flat_map(|made| &made.values)
                .filter_map(|(_, kind, _)| kind.as_ref());
            let known: Vec<Arc<str>> = kinds.map(|kind| kind.text.clone()).collect();
            let near = self.near(&kind.text, &known);
            self.note(trouble::unknown_kind(kind, near.as_deref()));
            return None;
        }
        let acts = self.acts_of(scope.owner, &enums);
        let [(slot, field, number)] = acts.as_slice() else {
            let matter = self
                .shape(scope.owner)
                .map(|shape| shape.name.text.clone())
                .unwrap_or_default();
            self.note(trouble::no_act_of_kind(kind, &matter, acts.len() > 1));
            return None;
        };
        let slot_type = self.shape(scope.owner)?.slots.get(*slot)?.ty.clone();
        let place = Place {
            root: Root::Case,
            fields: vec![*slot],
        };
        scope.alias = Some((kind.text.clone(), place, slot_type));
        let ty = Type::plain(Base::Enum(super::program::EnumId(*number)));
        let which = Term {
            kind: TermKind::Fact(Place {
                root: Root::Case,
                fields: vec![*slot, *field],
            }),
            ty: ty.clone(),
            span: kind.span,
            height: 1,
        };
        let values = self.values_of_kind(*number, &kind.text);
        let values = values
            .into_iter()
            .map(|value| Term::value(value, ty.clone(), kind.span))
            .collect();
        let said = self.group(TermKind::OneOf(Box::new(which), values), Type::truth(), kind.span);
        Some(Condition::Plain(said))
    }

    /// Facts of a matter that are records with a field of one of the enums: slot, field, enum.
    fn acts_of(&self, owner: Owner, enums: &[usize]) -> Vec<(usize, usize, usize)> {
        let Some(shape) = self.shape(owner) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for (slot, fact) in shape.slots.iter().enumerate() {
            let Base::Record(id) = &fact.ty.base else {
                continue;
            };
            let fields = self
                .program
                .record(*id)
                .map(|record| record.slots.as_slice())
                .unwrap_or(&[]);
            for (field, made) in fields.iter().enumerate() {
                if let Base::Enum(number) = &made.ty.base
                    && enums.contains(&number.0)
                {
                    found.push((slot, field, number.0));
                }
            }
        }
        found
    }

    fn deem(&mut self, mut scope: Scope, made: &Deeming, order: usize, span: Span) {
        let target = self.path(&scope, &made.target, None);
        let TermKind::Fact(Place {
            root: Root::Case,
            fields,
        }) = target.kind
        else {
            if !target.ty.is_wrong() {
                self.note(trouble::deem_target(made.target.span));
            }
            return;
        };
        let value = self.expression(&mut scope, &made.value, Some(&target.ty));
        if !value.ty.fits(&target.ty) {
            let (expected, found) = (target.ty.words(&self.program), value.ty.words(&self.program));
            self.note(trouble::literal_type(made.value.span, &expected, &found));
            return;
        }
        let mut norm = Said::nothing(scope.owner, span);
        self.clauses_of(&mut norm, &mut scope, &made.clauses);
        norm.kind = Kind::Deem {
            fields,
            value,
            conclusively: made.conclusively,
        };
        self.add(norm, scope.provision, order, None);
    }
}
