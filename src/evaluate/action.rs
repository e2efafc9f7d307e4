//! Actions: permitted, forbidden, unregulated, unknown or in conflict.

use super::evaluator::{Env, Evaluator};
use super::found::{Found, Known};
use super::hypothesis::Held;
use super::reason::{Because, Reason, ReasonKind};
use super::weigh::standing;
use crate::law::{Citation, InstrumentId};
use crate::plan::Outcome;
use crate::plan::{Ground, one_instrument, prevails};
use crate::resolve::{ActionId, Kind, Norm, NormId, State};
use crate::value::Truth;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

/// Pairs of opposing norms that are weighed in the time of about one term.
const PAIRS_OF_A_STEP: usize = 8;

/// What one norm says of an action.
#[derive(Debug, Clone)]
pub(super) struct Claim {
    pub norm: NormId,
    pub permits: bool,
    pub found: Found,
    pub points: Vec<Arc<str>>,
}

/// What all norms together say of an action.
#[derive(Debug, Clone)]
pub(super) struct Actions {
    pub outcome: Outcome,
    pub found: Found,
    pub because: Vec<Because>,
}

/// A condition of validity: whether it is met, and the lettered points that decided.
pub(super) struct ValidIf {
    pub norm: NormId,
    pub found: Found,
    pub points: Vec<Arc<str>>,
}

/// How a claim fares against those that oppose it.
#[derive(Debug, Clone, Copy)]
struct Standing {
    truth: Truth,
    displaced: Option<(NormId, Ground)>,
}

impl Evaluator<'_> {
    /// The outcome for an action; perhaps as one provision alone concludes.
    pub fn action(&mut self, action: ActionId, under: Option<&Citation>) -> Rc<Actions> {
        let key = (action, under.cloned());
        if let Some(found) = self.memo.actions.get(&key) {
            return found.clone();
        }
        let claims = self.claims(action, under);
        let found = Rc::new(self.weighed(claims));
        self.memo.actions.insert(key, found.clone());
        found
    }

    pub fn claims(&mut self, action: ActionId, under: Option<&Citation>) -> Vec<Claim> {
        let program = self.program;
        let plan = self.plan;
        let mut claims = Vec::new();
        for id in plan.about(action) {
            let Some(norm) = program.norms.get(id.0) else {
                continue;
            };
            let asked = under.is_none_or(|under| {
                program
                    .citation(norm)
                    .is_some_and(|citation| under.covers(citation))
            });
            match (&norm.kind, asked) {
                (Kind::Permission(_), true) => self.permission(*id, norm, &mut claims),
                (Kind::Bar(_), true) => {
                    let held = self.hypothesis_with_points(norm, &Env::default());
                    claims.push(self.claim(*id, false, held));
                }
                (Kind::Duty(..) | Kind::Definition(..) | Kind::Deem { .. } | Kind::Validity(..), _)
                | (Kind::Permission(_) | Kind::Bar(_), false) => {}
            }
        }
        claims
    }

    fn claim(&mut self, norm: NormId, permits: bool, held: Held) -> Claim {
        let Held { mut found, points } = held;
        let truth = found.truth();
        self.norm_reason(norm, truth, points.clone(), &mut found);
        Claim {
            norm,
            permits,
            found,
            points,
        }
    }

    /// A permission; `only if` makes it a bar as well, where its condition does not hold.
    fn permission(&mut self, id: NormId, norm: &Norm, claims: &mut Vec<Claim>) {
        let env = Env::default();
        let env = env.within(norm);
        let base = self.hypothesis_with_points(norm, &env);
        if norm.only_if.is_empty() {
            claims.push(self.claim(id, true, base));
            return;
        }
        let mut parts = Vec::new();
        let mut points = Vec::new();
        for condition in &norm.only_if {
            let held = self.clause("only if", condition, false, &env);
            points.extend(held.points);
            parts.push(held.found);
        }
        let condition = Found::all(&parts);
        let permits = Held {
            found: Found::all(&[base.found.clone(), condition.clone()]),
            points: points.clone(),
        };
        let bars = Held {
            found: Found::all(&[base.found, condition.negate()]),
            points,
        };
        let permits = self.claim(id, true, permits);
        let bars = self.claim(id, false, bars);
        claims.push(permits);
        claims.push(bars);
    }

    /// Whether one claim prevails over another that opposes it.
    fn beats(&self, winner: &Claim, loser: &Claim) -> Option<Ground> {
        if winner.permits == loser.permits || winner.norm == loser.norm {
            return None;
        }
        prevails(self.program, winner.norm, loser.norm).or_else(|| {
            let bar = !winner.permits && prevails(self.program, loser.norm, winner.norm).is_none();
            (bar && one_instrument(self.program, winner.norm, loser.norm)).then_some(Ground::Bar)
        })
    }

    /// The instrument of a claim whose norm declares no priority: within it a bar limits a permission.
    fn plain_in(&self, claim: &Claim) -> Option<InstrumentId> {
        let norm = self.program.norms.get(claim.norm.0)?;
        let plain = norm.despite.is_empty() && norm.subject_to.is_empty();
        let provision = self.program.law.provision(norm.provision).filter(|_| plain)?;
        Some(provision.instrument)
    }

    /// How each claim fares against those that prevail over it.
    fn standings(&mut self, claims: &[Claim]) -> Vec<Standing> {
        // what does not hold never stands: it prevails over nothing, and nothing need prevail over it
        let places = claims.iter().enumerate();
        let may_stand = places.filter(|(_, claim)| claim.found.truth() != Truth::No);
        let (permissions, bars): (Vec<_>, Vec<_>) = may_stand.partition(|(_, claim)| claim.permits);
        self.steps += permissions.len().saturating_mul(bars.len()) / PAIRS_OF_A_STEP;
        let plain: Vec<Option<InstrumentId>> = claims.iter().map(|claim| self.plain_in(claim)).collect();
        let plain = |place: usize| plain.get(place).copied().flatten();
        let over_one = |(place, claim): (usize, &Claim)| -> Vec<usize> {
            let opposed = if claim.permits { &bars } else { &permissions };
            let stands = claim.found.truth() != Truth::No;
            let mine = plain(place);
            let beats = |number: usize, other: &Claim| {
                if mine.is_some() && mine == plain(number) && other.norm != claim.norm {
                    return !other.permits;
                }
                self.beats(other, claim).is_some()
            };
            let over = opposed
                .iter()
                .filter(|(number, other)| stands && beats(*number, other));
            over.map(|(other, _)| *other).collect()
        };
        let over: Vec<Vec<usize>> = claims.iter().enumerate().map(over_one).collect();
        let holds: Vec<Truth> = claims.iter().map(|claim| claim.found.truth()).collect();
        let stands = standing(&holds, &over);
        let displaced = |claim: &Claim, over: &[usize]| {
            let stood = |place: &&usize| stands.get(**place) == Some(&Truth::Yes);
            let by = claims.get(*over.iter().rev().find(stood)?)?;
            Some((by.norm, self.beats(by, claim)?))
        };
        let each = claims.iter().zip(&stands).zip(&over);
        each.map(|((claim, truth), over)| Standing {
            truth: *truth,
            displaced: (*truth == Truth::No).then(|| displaced(claim, over)).flatten(),
        })
        .collect()
    }

    /// What claims come to together.
    fn weighed(&mut self, claims: Vec<Claim>) -> Actions {
        let standings = self.standings(&claims);
        let any = |permits: bool| {
            claims
                .iter()
                .zip(&standings)
                .filter(|(claim, _)| claim.permits == permits)
                .fold(Truth::No, |truth, (_, standing)| truth.or(standing.truth))
        };
        let (permitted, barred) = (any(true), any(false));
        let both = permitted.and(barred);
        let outcome = match (barred, permitted, both) {
            (_, _, Truth::Yes) => Outcome::Conflict,
            (Truth::Yes, _, Truth::No) => Outcome::Forbidden,
            (Truth::No, Truth::Yes, _) => Outcome::Permitted,
            (Truth::No, Truth::No, _) => Outcome::Unregulated,
            (Truth::Yes | Truth::No | Truth::Unknown, _, _) => Outcome::Unknown,
        };
        let because = self.deciding(&claims, &standings, outcome);
        let found = self.gathered_from(&claims, &standings, outcome);
        Actions {
            outcome,
            found,
            because,
        }
    }

    fn deciding(&self, claims: &[Claim], standings: &[Standing], outcome: Outcome) -> Vec<Because> {
        let decides = |claim: &Claim, standing: &Standing| match outcome {
            Outcome::Permitted => claim.permits && standing.truth == Truth::Yes,
            Outcome::Forbidden => !claim.permits && standing.truth == Truth::Yes,
            Outcome::Conflict => standing.truth == Truth::Yes,
            Outcome::Unknown => standing.truth == Truth::Unknown,
            _ => false,
        };
        let mut because: Vec<Because> = Vec::new();
        for (claim, _) in claims
            .iter()
            .zip(standings)
            .filter(|(claim, standing)| decides(claim, standing))
        {
            let over: Vec<(NormId, Ground)> = claims
                .iter()
                .zip(standings)
                .filter_map(|(other, standing)| match standing.displaced {
                    Some((by, ground)) if by == claim.norm => Some((other.norm, ground)),
                    Some(_) | None => None,
                })
                .collect();
            match because.iter_mut().find(|known| known.norm == claim.norm) {
                Some(known) => known.points.extend(claim.points.iter().cloned()),
                None => because.push(Because {
                    norm: claim.norm,
                    points: claim.points.clone(),
                    over,
                }),
            }
        }
        because
    }

    /// Wants, rests and reasons: of what decided, or of everything where nothing did. What is known is the outcome.
    fn gathered_from(&self, claims: &[Claim], standings: &[Standing], outcome: Outcome) -> Found {
        let mut found = Found::of(Known::Undefined);
        let mut rests = BTreeSet::new();
        for (claim, standing) in claims.iter().zip(standings) {
            let open = claim.found.is_open();
            let counts = match outcome {
                Outcome::Unknown => open || standing.truth != Truth::No,
                Outcome::Unregulated => true,
                Outcome::Permitted => claim.permits != (claim.found.truth() == Truth::No),
                _ => standing.truth == Truth::Yes,
            };
            if counts {
                rests.extend(claim.found.rests.iter().cloned());
            }
            if outcome == Outcome::Unknown && open {
                found.hang_on(&claim.found);
            }
            if self.recording {
                found.reasons.extend(
                    claim
                        .found
                        .reasons
                        .iter()
                        .map(|reason| displaced(reason, standing.displaced)),
                );
            }
        }
        found.rests = rests;
        found
    }

    /// Whether an action or duty is in a state.
    pub fn state(&mut self, action: ActionId, state: State, under: Option<&Citation>) -> Found {
        let (outcome, mut found) = match state {
            State::Valid => return self.valid(action),
            State::Permitted | State::Forbidden | State::Unregulated => {
                let found = self.action(action, under);
                (found.outcome, found.found.clone())
            }
            State::NotApplicable
            | State::Pending
            | State::Fulfilled
            | State::FulfilledLate
            | State::Overdue
            | State::Breached => {
                let duties = self.duties_of(action, under);
                (duties.outcome, duties.found.clone())
            }
        };
        let yes = match state {
            State::Permitted => outcome == Outcome::Permitted,
            State::Forbidden => outcome == Outcome::Forbidden,
            State::Unregulated => outcome == Outcome::Unregulated,
            State::NotApplicable => outcome == Outcome::NotApplicable,
            State::Pending => outcome == Outcome::Pending,
            State::Fulfilled => outcome == Outcome::Fulfilled,
            State::FulfilledLate => outcome == Outcome::FulfilledLate,
            State::Overdue => outcome == Outcome::Overdue,
            State::Breached => matches!(outcome, Outcome::Overdue | Outcome::FulfilledLate),
            State::Valid => false,
        };
        let open = matches!(outcome, Outcome::Unknown | Outcome::Conflict);
        if open {
            found.known = Known::Unknown;
            found
        } else {
            found.with_truth(Truth::from(yes))
        }
    }

    /// Whether an act meets every condition of its validity that applies.
    pub fn valid(&mut self, action: ActionId) -> Found {
        let parts: Vec<Found> = self
            .conditions(action)
            .into_iter()
            .map(|part| part.found)
            .collect();
        Found::all(&parts)
    }

    /// The conditions of the validity of an act: whether each is met, or does not apply.
    pub fn conditions(&mut self, action: ActionId) -> Vec<ValidIf> {
        let program = self.program;
        let plan = self.plan;
        let mut parts = Vec::new();
        for id in plan.validity(action) {
            let Some(norm) = program.norms.get(id.0) else {
                continue;
            };
            if let Kind::Validity(_, condition) = &norm.kind {
                let applies = self.hypothesis(norm, &Env::default());
                if applies.truth() == Truth::No {
                    parts.push(ValidIf {
                        norm: *id,
                        found: applies.negate(),
                        points: Vec::new(),
                    });
                    continue;
                }
                let env = Env::default();
                let mut held = self.clause("valid only if", condition, false, &env.within(norm));
                let truth = held.found.truth();
                self.norm_reason(*id, truth, held.points.clone(), &mut held.found);
                parts.push(ValidIf {
                    norm: *id,
                    found: Found::any(&[applies.negate(), held.found]),
                    points: held.points,
                });
            }
        }
        parts
    }
}

/// A norm's reason with what prevailed over it.
pub(super) fn displaced(reason: &Arc<Reason>, by: Option<(NormId, Ground)>) -> Arc<Reason> {
    match (&reason.kind, by) {
        (
            ReasonKind::Norm {
                norm,
                applies,
                points,
                ..
            },
            Some(_),
        ) => Arc::new(Reason {
            kind: ReasonKind::Norm {
                norm: *norm,
                applies: *applies,
                points: points.clone(),
                displaced: by,
            },
            because: reason.because.clone(),
        }),
        _ => reason.clone(),
    }
}
