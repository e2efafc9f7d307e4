//! Zones: of jurisdictions, of their regions, of matters.

use super::resolver::Resolver;
use super::trouble;
use crate::syntax::tree::{Name, Text};
use crate::time::Zone;
use std::collections::HashMap;
use std::sync::Arc;

impl Resolver {
    fn zone_named(&mut self, text: &Text) -> Zone {
        Zone::named(&text.text).unwrap_or_else(|| {
            let known: Vec<Arc<str>> = Zone::names().map(Into::into).collect();
            let near = self.near(&text.text, &known);
            self.note(trouble::unknown_zone(text, near.as_deref()));
            Zone::UTC
        })
    }

    /// A matter lives in the zone of the first instrument that is about it, else of the only jurisdiction.
    pub fn set_zones(&mut self) {
        let mut zones: HashMap<Arc<str>, Zone> = HashMap::new();
        for made in self.program.law.jurisdictions.clone() {
            let zone = made.zone.as_ref().map_or(Zone::UTC, |text| self.zone_named(text));
            zones.insert(made.name.text.clone(), zone);
            for region in &made.regions {
                let zone = self.zone_named(&region.zone);
                let key = (made.name.text.clone(), region.name.text.clone());
                if self.program.regions.insert(key, zone).is_some() {
                    self.note(trouble::duplicate_region(&region.name));
                }
            }
        }
        let only = if zones.len() == 1 {
            zones.keys().next().cloned()
        } else {
            None
        };
        for number in 0..self.program.matters.len() {
            let jurisdiction = self.jurisdiction_of_matter(number, &zones).or(only.clone());
            let zone = jurisdiction.as_ref().and_then(|name| zones.get(name));
            if let Some(matter) = self.program.matters.get_mut(number) {
                matter.zone = zone.copied().unwrap_or(Zone::UTC);
                matter.jurisdiction = jurisdiction;
            }
        }
        self.check_jurisdictions(&zones);
    }

    fn jurisdiction_of_matter(&self, number: usize, zones: &HashMap<Arc<str>, Zone>) -> Option<Arc<str>> {
        let name = &self.program.matters.get(number)?.name.text;
        let about =
            |provision: &&crate::law::Provision| provision.matters.iter().any(|matter| matter.text == *name);
        self.program
            .law
            .provisions
            .iter()
            .filter(about)
            .find_map(|provision| {
                let jurisdiction = provision.citation.jurisdiction.as_ref()?;
                zones.contains_key(jurisdiction).then(|| jurisdiction.clone())
            })
    }

    fn check_jurisdictions(&mut self, zones: &HashMap<Arc<str>, Zone>) {
        let named: Vec<Name> = self
            .program
            .law
            .instruments
            .iter()
            .filter_map(|made| made.jurisdiction.clone())
            .collect();
        for name in named {
            if !zones.contains_key(&name.text) {
                let known: Vec<Arc<str>> = zones.keys().cloned().collect();
                let near = self.near(&name.text, &known);
                self.note(trouble::unknown_jurisdiction(&name, near.as_deref()));
            }
        }
        let issuers: Vec<Name> = self
            .program
            .law
            .instruments
            .iter()
            .filter_map(|made| made.issued_by.clone())
            .collect();
        for role in issuers {
            self.check_role(&role);
        }
    }
}
