//! Where names are used, each with what is declared there.

use super::interpretation::ReadingId;
use super::program::{ActionId, DefinitionId, EnumId, MatterId, Owner, ParameterId, Program, RecordId};
use super::resolver::Resolver;
use crate::source::Span;

/// What a name means. Its place is looked up when it is asked for: a declaration may move while what uses it stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declared {
    /// A role, by its place among the roles of the law.
    Role(usize),
    /// An enum.
    Enum(EnumId),
    /// A value of an enum, by its place.
    Value(EnumId, u32),
    /// A record or a matter.
    Shape(Owner),
    /// A fact or field.
    Slot(Owner, usize),
    /// A parameter.
    Parameter(ParameterId),
    /// An action.
    Action(ActionId),
    /// A definition.
    Definition(DefinitionId),
    /// A reading.
    Reading(ReadingId),
}

/// A place at which a name is used, and what it means there.
pub type Use = (Span, Declared);

impl Program {
    /// Where names are used: the place of the use, and the place of the name that is declared, each pair once.
    pub fn uses(&self) -> &[(Span, Span)] {
        self.uses.get_or_init(|| {
            let of_norms = self.norms.iter().flat_map(|norm| norm.uses.iter());
            let all = self.declaring_uses.iter().chain(of_norms);
            let mut uses: Vec<(Span, Span)> = all
                .filter_map(|(here, declared)| Some((*here, self.place_of(*declared)?)))
                .collect();
            uses.sort_unstable();
            uses.dedup();
            uses
        })
    }

    /// Where something is declared.
    fn place_of(&self, declared: Declared) -> Option<Span> {
        let name = match declared {
            Declared::Role(place) => self.law.roles.get(place).map(|(name, _)| name),
            Declared::Enum(id) => self.enum_type(id).map(|made| &made.name),
            Declared::Value(id, place) => {
                let made = self.enum_type(id)?;
                made.values.get(place as usize).map(|(name, _, _)| name)
            }
            Declared::Shape(owner) => self.shape(owner).map(|shape| &shape.name),
            Declared::Slot(owner, slot) => self.shape(owner)?.slots.get(slot).map(|slot| &slot.name),
            Declared::Parameter(id) => self.parameters.get(id.0).map(|made| &made.name),
            Declared::Action(id) => self.actions.get(id.0).map(|made| &made.name),
            Declared::Definition(id) => self.definitions.get(id.0).map(|made| &made.name),
            Declared::Reading(id) => self.readings.get(id.0).map(|made| &made.name),
        };
        name.map(|name| name.span)
    }
}

impl Resolver {
    /// Notes that a name is used here, and what it means.
    pub fn used(&mut self, here: Span, declared: Declared) {
        self.uses.push((here, declared));
    }

    /// Notes the use of a matter.
    pub fn used_matter(&mut self, here: Span, matter: MatterId) {
        self.used(here, Declared::Shape(Owner::Matter(matter)));
    }

    /// Notes the use of a record.
    pub fn used_record(&mut self, here: Span, record: RecordId) {
        self.used(here, Declared::Shape(Owner::Record(record)));
    }
}
