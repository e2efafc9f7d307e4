//! Vocabulary: enums, records, matters, parameters, actions, roles, and the types of their facts.

use super::program::{ActionType, EnumId, EnumType, MatterId, Owner, ParameterType, RecordId, Shape, Slot};
use super::resolver::Resolver;
use super::trouble;
use super::types::{Base, Exactness, Type};
use super::uses::Declared;
use crate::law::Interval;
use crate::syntax::tree::{Field, Labels, Name, Path, TypeName, TypeWord};
use crate::time::{DurationKind, Zone};
use crate::value::Currency;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The words of built-in types.
const BUILT_IN: &[&str] = &[
    "yes/no", "number", "portion", "money", "duration", "date", "moment", "periods", "text", "country",
];

impl Resolver {
    pub fn declare(&mut self) {
        self.declare_roles();
        self.declare_enums();
        self.declare_shapes();
        self.fill_shapes();
        self.declare_parameters();
        self.declare_actions();
        self.declare_facts();
        self.set_governing();
        self.set_zones();
        self.declare_calendars();
        self.check_matters();
    }

    fn declare_roles(&mut self) {
        for (place, (name, _)) in self.program.law.roles.clone().into_iter().enumerate() {
            match self.roles.get(&name.text) {
                Some(first) => self.note(trouble::duplicate_name("two roles", &name, first.0)),
                None => {
                    self.roles.insert(name.text, (name.span, place));
                }
            }
        }
    }

    fn declare_enums(&mut self) {
        for made in self.program.law.enums.clone() {
            let number = self.program.enums.len();
            let mut seen: HashMap<Arc<str>, crate::source::Span> = HashMap::new();
            for value in &made.values {
                if let Some(first) = seen.insert(value.name.text.clone(), value.name.span) {
                    self.note(trouble::duplicate_name(
                        "two values of one enum",
                        &value.name,
                        first,
                    ));
                }
                self.enum_values
                    .entry(value.name.text.clone())
                    .or_default()
                    .push(number);
            }
            self.claim_type(&made.name);
            self.enum_names.insert(made.name.text.clone(), number);
            self.program.enums.push(EnumType {
                name: made.name,
                labels: made.labels,
                values: made
                    .values
                    .into_iter()
                    .map(|value| (value.name, value.kind, value.labels))
                    .collect(),
                ordered: made.ordered,
            });
        }
    }

    /// Enums, records and matters share one space of names.
    fn claim_type(&mut self, name: &Name) {
        let first = self
            .enum_names
            .get(&name.text)
            .and_then(|number| self.program.enums.get(*number).map(|made| made.name.span))
            .or_else(|| {
                let number = self.record_names.get(&name.text)?;
                self.program.records.get(*number).map(|made| made.name.span)
            })
            .or_else(|| {
                let number = self.matter_names.get(&name.text)?;
                self.program.matters.get(*number).map(|made| made.name.span)
            });
        if let Some(first) = first {
            self.note(trouble::duplicate_name("two types or matters", name, first));
        } else if BUILT_IN.contains(&&*name.text) {
            self.note(trouble::built_in_name(name));
        }
    }

    fn declare_shapes(&mut self) {
        for made in self.program.law.records.clone() {
            self.claim_type(&made.name);
            self.record_names
                .insert(made.name.text.clone(), self.program.records.len());
            self.program.records.push(empty_shape(made.name, made.labels));
        }
        for made in self.program.law.matters.clone() {
            self.claim_type(&made.name);
            self.matter_names
                .insert(made.name.text.clone(), self.program.matters.len());
            self.program.matters.push(empty_shape(made.name, made.labels));
        }
    }

    fn fill_shapes(&mut self) {
        for (number, made) in self.program.law.records.clone().into_iter().enumerate() {
            for field in &made.fields {
                let slot = self.slot(field);
                self.add_slot(false, number, slot);
            }
        }
        for (number, made) in self.program.law.matters.clone().into_iter().enumerate() {
            for field in &made.facts {
                let slot = self.slot(field);
                self.add_slot(true, number, slot);
            }
        }
    }

    fn add_slot(&mut self, matter: bool, number: usize, slot: Slot) {
        let shapes = if matter {
            &mut self.program.matters
        } else {
            &mut self.program.records
        };
        let Some(shape) = shapes.get_mut(number) else {
            return;
        };
        if let Some(first) = shape
            .by_name
            .get(&slot.name.text)
            .and_then(|place| shape.slots.get(*place))
        {
            let finding = trouble::duplicate_name("two facts", &slot.name, first.name.span);
            self.findings.push(finding);
            return;
        }
        shape.by_name.insert(slot.name.text.clone(), shape.slots.len());
        shape.slots.push(slot);
    }

    fn slot(&mut self, field: &Field) -> Slot {
        let ty = self.type_of(&field.type_name);
        let to_the_minute = matches!(
            &field.type_name.word,
            TypeWord::Named {
                to_the_minute: true,
                ..
            }
        );
        if to_the_minute && ty.base != Base::Moment && !ty.is_wrong() {
            self.note(trouble::only_moments_to_the_minute(field.type_name.span));
        }
        if let Some(role) = &field.judged_by {
            self.check_role(role);
        }
        let presumed = field.presumed.as_ref().and_then(|presumed| {
            let citation = self.citation_anywhere(&presumed.citation)?;
            let value = self.literal_value(&presumed.value, &ty, presumed.span, Zone::UTC)?;
            Some((value, citation))
        });
        Slot {
            name: field.name.clone(),
            ty,
            labels: field.labels.clone(),
            judged_by: field.judged_by.as_ref().map(|role| role.text.clone()),
            presumed,
            to_the_minute,
        }
    }

    pub fn check_role(&mut self, role: &Name) {
        if let Some((_, place)) = self.roles.get(&role.text).copied() {
            self.used(role.span, Declared::Role(place));
        } else {
            let known: Vec<Arc<str>> = self.roles.keys().cloned().collect();
            let near = self.near(&role.text, &known);
            self.note(trouble::unknown_role(role, near.as_deref()));
        }
    }

    /// What a type as written means.
    pub fn type_of(&mut self, written: &TypeName) -> Type {
        let base = match &written.word {
            TypeWord::YesNo => Base::Truth,
            TypeWord::TimeOfDay => Base::TimeOfDay,
            TypeWord::Named {
                name, unit, currency, ..
            } => self.named_type(name, unit.as_deref(), currency.as_ref()),
        };
        let base = if written.list {
            Base::List(Box::new(base))
        } else {
            base
        };
        Type {
            base,
            optional: written.or_none,
        }
    }

    fn named_type(&mut self, name: &Name, unit: Option<&str>, currency: Option<&Name>) -> Base {
        match (&*name.text, unit) {
            ("number" | "portion", None) => Base::Number,
            ("date", None) => Base::Date,
            ("moment", None) => Base::Moment,
            ("periods", None) => Base::Periods,
            ("text", None) => Base::Text,
            ("country", None) => Base::Country,
            ("duration", None) => Base::Duration(DurationKind::Calendar, Exactness::Whole),
            ("duration", Some("hours")) => Base::Duration(DurationKind::Clock, Exactness::Whole),
            ("duration", Some("days")) => Base::Duration(DurationKind::Days, Exactness::Whole),
            ("duration", Some(_)) => Base::Duration(DurationKind::WorkingDays, Exactness::Whole),
            ("money", _) => match currency.and_then(|code| Currency::parse(&code.text)) {
                Some(currency) => Base::Money(currency),
                None => {
                    self.note(trouble::money_without_currency(name));
                    Base::Wrong
                }
            },
            (word, _) => self.declared_type(name, word),
        }
    }

    fn declared_type(&mut self, name: &Name, word: &str) -> Base {
        if let Some(id) = self.enum_names.get(word).copied().map(EnumId) {
            self.used(name.span, Declared::Enum(id));
            return Base::Enum(id);
        }
        if let Some(id) = self.record_names.get(word).copied().map(RecordId) {
            self.used_record(name.span, id);
            return Base::Record(id);
        }
        let known: Vec<Arc<str>> = self
            .enum_names
            .keys()
            .chain(self.record_names.keys())
            .cloned()
            .chain(BUILT_IN.iter().map(|word| (*word).into()))
            .collect();
        let near = self.near(word, &known);
        self.note(trouble::unknown_type(name, near.as_deref()));
        Base::Wrong
    }

    fn declare_parameters(&mut self) {
        for made in self.program.law.parameters.clone() {
            let ty = self.type_of(&made.type_name);
            if let Some(number) = self.parameter_names.get(&made.name.text)
                && let Some(first) = self.program.parameters.get(*number)
            {
                let finding = trouble::duplicate_name("two parameters", &made.name, first.name.span);
                self.note(finding);
            }
            let mut values = Vec::new();
            for dated in &made.values {
                if let Some(value) = self.literal_value(&dated.value, &ty, dated.value_span, Zone::UTC) {
                    let interval = Interval::new(Some(dated.from), dated.until);
                    values.push((
                        interval,
                        value,
                        dated.note.as_ref().map(|note| note.text.to_string()),
                    ));
                }
            }
            self.parameter_names
                .insert(made.name.text.clone(), self.program.parameters.len());
            self.program.parameters.push(ParameterType {
                name: made.name,
                ty,
                labels: made.labels,
                values,
            });
        }
    }

    fn declare_actions(&mut self) {
        for (name, matter, labels) in self.program.law.actions.clone() {
            let Some(number) = self.matter_names.get(&matter.text).copied() else {
                self.unknown_matter(&matter);
                continue;
            };
            self.used_matter(matter.span, MatterId(number));
            let same = self.action_names.entry(name.text.clone()).or_default().clone();
            let first = same
                .iter()
                .filter_map(|place| self.program.actions.get(*place))
                .find(|action| action.matter.0 == number)
                .map(|action| action.name.span);
            if let Some(first) = first {
                self.note(trouble::duplicate_name("two actions of one matter", &name, first));
                continue;
            }
            let fact = self.program.matters.get(number).and_then(|matter| {
                let slot = matter.by_name.get(&name.text)?;
                matter.slots.get(*slot).map(|slot| slot.name.span)
            });
            if let Some(first) = fact {
                self.note(trouble::duplicate_name("a fact and an action", &name, first));
                continue;
            }
            self.action_names
                .entry(name.text.clone())
                .or_default()
                .push(self.program.actions.len());
            self.program.actions.push(ActionType {
                name,
                matter: MatterId(number),
                labels,
            });
        }
    }

    pub fn unknown_matter(&mut self, name: &Name) {
        let known: Vec<Arc<str>> = self.matter_names.keys().cloned().collect();
        let near = self.near(&name.text, &known);
        self.note(trouble::unknown_matter(name, near.as_deref()));
    }

    fn check_matters(&mut self) {
        let named: Vec<Name> = self
            .program
            .law
            .provisions
            .iter()
            .flat_map(|provision| provision.matters.clone())
            .collect();
        let mut seen = std::collections::HashSet::new();
        for name in named {
            match self.matter_names.get(&name.text).copied() {
                Some(number) => self.used_matter(name.span, MatterId(number)),
                None if seen.insert(name.span) => self.unknown_matter(&name),
                None => {}
            }
        }
    }

    fn declare_facts(&mut self) {
        for (provision, field) in self.program.law.facts.clone() {
            let matters: Vec<Name> = self.program.law.matters_of(provision).to_vec();
            if matters.is_empty() {
                self.note(trouble::no_matter(field.span));
            }
            let slot = self.slot(&field);
            for number in matters
                .iter()
                .filter_map(|name| self.matter_names.get(&name.text).copied())
                .collect::<Vec<_>>()
            {
                self.add_slot(true, number, slot.clone());
            }
        }
    }

    fn set_governing(&mut self) {
        for (number, made) in self.program.law.matters.clone().into_iter().enumerate() {
            let Some(path) = &made.governed_by else {
                continue;
            };
            let fields = self.governing_fields(number, path);
            if let (Some(fields), Some(shape)) = (fields, self.program.matters.get_mut(number)) {
                shape.governed_by = Some(fields);
            }
        }
    }

    pub(super) fn governing_fields(&mut self, matter: usize, path: &Path) -> Option<Vec<usize>> {
        let mut fields = Vec::new();
        let mut uses = Vec::new();
        let mut owner = Owner::Matter(MatterId(matter));
        let mut shape = self.program.shape(owner)?;
        let mut base = Base::Wrong;
        for name in &path.names {
            let Some(place) = shape.by_name.get(&name.text) else {
                let known: Vec<Arc<str>> = shape.by_name.keys().cloned().collect();
                let near = self.near(&name.text, &known);
                self.note(trouble::unknown_name(name, near.as_deref()));
                return None;
            };
            fields.push(*place);
            let slot = shape.slots.get(*place)?;
            uses.push((name.span, Declared::Slot(owner, *place)));
            base = slot.ty.base.clone();
            if let Base::Record(id) = &base {
                owner = Owner::Record(*id);
                shape = self.program.shape(owner)?;
            }
        }
        self.uses.extend(uses);
        if !matches!(base, Base::Date | Base::Moment | Base::Wrong) {
            let found = Type::plain(base).words(&self.program);
            self.note(trouble::governed_by_no_date(path.span, &found));
            return None;
        }
        Some(fields)
    }
}

fn empty_shape(name: Name, labels: Labels) -> Shape {
    Shape {
        name,
        labels,
        slots: Vec::new(),
        by_name: HashMap::new(),
        definitions: BTreeMap::new(),
        governed_by: None,
        jurisdiction: None,
        zone: Zone::UTC,
        counted_by: None,
        calendar: None,
    }
}
