//! What changed between two states of the law: provisions, parameters, vocabulary.

use super::meaning::tokens;
use super::provision::{ProvisionChange, ProvisionDiff, Side};
use super::reach::Reach;
use crate::law::{Citation, Interval, Law, Parts, Provision, ProvisionId, natural};
use crate::library::Library;
use crate::time::Date;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

/// The law of some rules at a date.
#[derive(Debug, Clone, Copy)]
pub struct LawAt<'a> {
    /// The rules.
    pub library: &'a Library,
    /// The date.
    pub date: Date,
}

/// A parameter that has another value.
#[derive(Debug, Clone)]
pub struct ParameterDiff {
    /// Its name.
    pub name: String,
    /// Its value before and after, in words.
    pub value: (String, String),
    /// The days on which it is so, where two sets of rules were compared at every date.
    pub holds: Option<Interval>,
}

/// A piece of vocabulary that is declared otherwise.
#[derive(Debug, Clone)]
pub struct VocabularyDiff {
    /// Its kind and name.
    pub name: String,
    /// Its declaration before and after; empty where there is none.
    pub text: (String, String),
}

/// All that changed.
#[derive(Debug, Clone, Default)]
pub struct LawDiff {
    /// Provisions, in the order of their citations.
    pub provisions: Vec<ProvisionDiff>,
    /// Parameters.
    pub parameters: Vec<ParameterDiff>,
    /// Vocabulary, where two sets of rules are compared.
    pub vocabulary: Vec<VocabularyDiff>,
}

impl LawDiff {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.provisions.is_empty() && self.parameters.is_empty() && self.vocabulary.is_empty()
    }
}

/// What changed from one state of the law to another; with a citation, of that provision and its parts alone.
pub fn diff(before: LawAt<'_>, after: LawAt<'_>, within: Option<&Citation>) -> LawDiff {
    let (before, after) = (
        State::of(before, parts_of(before.library)),
        State::of(after, parts_of(after.library)),
    );
    let mut found = between(&before, &after, within, &mut Alike::new());
    if within.is_none() {
        found.vocabulary = vocabulary(before.at.library, after.at.library);
    }
    found
}

/// What differs between two sets of rules at any date, each difference with the days on which it holds.
pub fn diff_always(before: &Library, after: &Library) -> LawDiff {
    let dates: BTreeSet<Date> = before.dates().chain(after.dates()).collect();
    let dates: Vec<Date> = dates.into_iter().collect();
    let mut all = LawDiff {
        vocabulary: vocabulary(before, after),
        ..LawDiff::default()
    };
    let (old, new) = (parts_of(before), parts_of(after));
    let mut alike = Alike::new();
    for (number, date) in dates.iter().enumerate() {
        let at = |library| LawAt { library, date: *date };
        let then = State::of(at(before), old.clone());
        let found = between(&then, &State::of(at(after), new.clone()), None, &mut alike);
        let next = dates.get(number + 1).and_then(|next| next.pred_opt());
        let days = Interval::new((number > 0).then_some(*date), next);
        for one in found.provisions {
            let mut others = all.provisions.iter_mut().rev();
            let same = others.find(|other| ends_before(other.holds, *date) && other.same_as(&one));
            match same {
                Some(other) => other.holds = longer(other.holds, days),
                None => all.provisions.push(ProvisionDiff {
                    holds: Some(days),
                    ..one
                }),
            }
        }
        for one in found.parameters {
            let same = all.parameters.iter_mut().find(|other| {
                other.name == one.name && other.value == one.value && ends_before(other.holds, *date)
            });
            match same {
                Some(other) => other.holds = longer(other.holds, days),
                None => all.parameters.push(ParameterDiff {
                    holds: Some(days),
                    ..one
                }),
            }
        }
    }
    all.provisions
        .sort_by_key(|one| (natural(&one.citation), one.holds.and_then(|days| days.from())));
    all
}

fn parts_of(library: &Library) -> Rc<Parts<'_>> {
    Rc::new(Parts::of(&library.program().law))
}

fn ends_before(days: Option<Interval>, date: Date) -> bool {
    let until = days.and_then(|days| days.until());
    until.is_some() && until == date.pred_opt()
}

fn longer(days: Option<Interval>, more: Interval) -> Option<Interval> {
    days.map(|days| Interval::new(days.from(), more.until()))
}

/// One side of a comparison, with what is looked up in it again and again.
struct State<'a> {
    at: LawAt<'a>,
    law: &'a Law,
    parts: Rc<Parts<'a>>,
    reach: OnceCell<Reach<'a>>,
    standing: BTreeMap<Citation, ProvisionId>,
}

impl<'a> State<'a> {
    fn of(at: LawAt<'a>, parts: Rc<Parts<'a>>) -> State<'a> {
        let law = &at.library.program().law;
        let provisions = law.provisions.iter().enumerate();
        State {
            at,
            law,
            parts,
            reach: OnceCell::new(),
            standing: provisions
                .filter(|(_, provision)| provision.in_force.contains(at.date) && provision.stood.is_none())
                .map(|(number, provision)| (provision.citation.clone(), ProvisionId(number)))
                .collect(),
        }
    }

    fn side(&self, id: Option<ProvisionId>) -> Side {
        id.map(|id| Side::of(self.law, &self.parts, self.at.library.sources(), id))
            .unwrap_or_default()
    }

    fn reaches(&self, id: Option<ProvisionId>) -> BTreeSet<String> {
        let reach = || Reach::of(self.at.library, self.at.date);
        id.map(|id| self.reach.get_or_init(reach).questions(id))
            .unwrap_or_default()
    }

    fn cited(&self, id: ProvisionId) -> Option<String> {
        self.law.provision(id).map(|act| act.citation.to_string())
    }
}

/// Versions that were compared already and do not differ.
type Alike = HashSet<(Option<ProvisionId>, Option<ProvisionId>)>;

fn between(before: &State<'_>, after: &State<'_>, within: Option<&Citation>, alike: &mut Alike) -> LawDiff {
    let (old, new) = (&before.standing, &after.standing);
    let mut renumbered: HashSet<Citation> = HashSet::new();
    for id in new.values() {
        if let Some(provision) = after.law.provision(*id)
            && let Some(was) = &provision.renumbered_from
            && old.contains_key(was)
        {
            renumbered.insert((**was).clone());
        }
    }
    let all: BTreeSet<&Citation> = old.keys().chain(new.keys()).collect();
    let mut provisions = Vec::new();
    for citation in all {
        if within.is_some_and(|within| !within.covers(citation))
            || renumbered.contains(citation) && !new.contains_key(citation)
        {
            continue;
        }
        let now = new.get(citation).copied();
        let was = now
            .and_then(|id| after.law.provision(id)?.renumbered_from.as_deref())
            .filter(|was| renumbered.contains(*was) && !old.contains_key(citation));
        let then = old.get(was.unwrap_or(citation)).copied();
        if alike.contains(&(then, now)) {
            continue;
        }
        match one(before, after, citation, was, (then, now)) {
            Some(differs) => provisions.push(differs),
            None => {
                alike.insert((then, now));
            }
        }
    }
    provisions.sort_by_key(|one| natural(&one.citation));
    LawDiff {
        provisions,
        parameters: match within {
            Some(_) => Vec::new(),
            None => parameters(before.at, after.at),
        },
        vocabulary: Vec::new(),
    }
}

fn one(
    before: &State<'_>,
    after: &State<'_>,
    citation: &Citation,
    was: Option<&Citation>,
    (then, now): (Option<ProvisionId>, Option<ProvisionId>),
) -> Option<ProvisionDiff> {
    let (old_side, new_side) = (before.side(then), after.side(now));
    let old = then.and_then(|id| before.law.provision(id));
    let new = now.and_then(|id| after.law.provision(id));
    // parts move with what contains them, which says so
    let moved = citation.paragraph.is_none()
        && matches!((old, new), (Some(old), Some(new)) if chapter(old) != chapter(new));
    let change = match (old, new, was) {
        (Some(_), Some(_), Some(was)) => ProvisionChange::Renumbered(was.to_string()),
        (Some(_), Some(_), None) => ProvisionChange::Amended,
        (None, Some(_), _) => ProvisionChange::Inserted,
        (Some(old), None, _) => ProvisionChange::Ended(
            old.ended
                .map_or("no longer in force", |(reason, _)| reason.words()),
        ),
        (None, None, _) => return None,
    };
    let norm_differs = old_side.meaning != new_side.meaning;
    let text_differs = tokens(&old_side.text) != tokens(&new_side.text);
    let same = change == ProvisionChange::Amended && !text_differs && !norm_differs && !moved;
    let empty = old_side.is_empty() && new_side.is_empty();
    let silent = empty && !moved && !matches!(change, ProvisionChange::Renumbered(_));
    if same || silent {
        return None;
    }
    Some(ProvisionDiff {
        citation: citation.to_string(),
        title: new
            .or(old)
            .and_then(|provision| provision.heading.pick("en"))
            .map(str::to_owned),
        change,
        moved_to: new.and_then(chapter).filter(|_| moved).map(str::to_owned),
        text: (old_side.text, new_side.text),
        norm: (old_side.norm, new_side.norm),
        by: by(before, after, old, new),
        assumed: new.and_then(|new| new.assumed.clone()),
        reaches: before.reaches(then).union(&after.reaches(now)).cloned().collect(),
        holds: None,
        norm_differs,
    })
}

fn chapter(provision: &Provision) -> Option<&str> {
    provision.chapter.as_ref().map(|chapter| &*chapter.text)
}

/// The act that made the new version, or ended the old one.
fn by(
    before: &State<'_>,
    after: &State<'_>,
    old: Option<&Provision>,
    new: Option<&Provision>,
) -> Option<String> {
    let made = new.and_then(|new| new.made_by).and_then(|act| after.cited(act));
    made.or_else(|| {
        old.and_then(|old| old.ended)
            .and_then(|(_, act)| before.cited(act))
    })
}

fn parameters(before: LawAt<'_>, after: LawAt<'_>) -> Vec<ParameterDiff> {
    let value = |at: LawAt<'_>, name: &str| {
        let all = &at.library.program().parameters;
        let made = all.iter().find(|made| &*made.name.text == name)?;
        let (_, value) = made.on(at.date)?;
        Some(crate::explain::value_words(value, crate::time::Zone::UTC))
    };
    let names: BTreeSet<&str> = [before, after]
        .iter()
        .flat_map(|at| &at.library.program().parameters)
        .map(|made| &*made.name.text)
        .collect();
    let shown = |value: Option<String>| value.unwrap_or_else(|| "no value".to_owned());
    let all = names.into_iter().map(|name| ParameterDiff {
        name: name.to_owned(),
        value: (shown(value(before, name)), shown(value(after, name))),
        holds: None,
    });
    all.filter(|parameter| parameter.value.0 != parameter.value.1)
        .collect()
}

/// Declarations that say something else, layout and remarks aside. Parameters are compared by their values.
fn vocabulary(before: &Library, after: &Library) -> Vec<VocabularyDiff> {
    let declared = |library: &Library| -> BTreeMap<String, String> {
        let all = library.program().law.vocabulary.iter();
        all.filter(|(name, _)| !name.starts_with("parameter "))
            .map(|(name, span)| (name.clone(), library.sources().text(*span).to_owned()))
            .collect()
    };
    let (old, new) = (declared(before), declared(after));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let text = |side: &BTreeMap<String, String>, name: &String| side.get(name).cloned().unwrap_or_default();
    let all = names.into_iter().map(|name| VocabularyDiff {
        name: name.clone(),
        text: (text(&old, name), text(&new, name)),
    });
    all.filter(|one| tokens(&one.text.0) != tokens(&one.text.1))
        .collect()
}
