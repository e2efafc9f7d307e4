//! What stands in provisions, found by the provision: so that an amendment looks only at what it amends.

use crate::law::ProvisionId;
use std::collections::HashMap;

/// Things in their provisions, in reading order.
#[derive(Debug)]
pub(super) struct Content<T> {
    all: Vec<Option<(ProvisionId, T)>>,
    of: HashMap<ProvisionId, Vec<usize>>,
}

impl<T> Default for Content<T> {
    fn default() -> Content<T> {
        Content {
            all: Vec::new(),
            of: HashMap::new(),
        }
    }
}

impl<T: Clone> Content<T> {
    /// The content of a list.
    pub fn of(list: Vec<(ProvisionId, T)>) -> Content<T> {
        let mut content = Content::default();
        for (id, thing) in list {
            content.push(id, thing);
        }
        content
    }

    /// The list again.
    pub fn into_list(self) -> Vec<(ProvisionId, T)> {
        self.all.into_iter().flatten().collect()
    }

    fn push(&mut self, id: ProvisionId, thing: T) {
        self.of.entry(id).or_default().push(self.all.len());
        self.all.push(Some((id, thing)));
    }

    /// Whether anything stands in a provision.
    pub fn any(&self, id: ProvisionId) -> bool {
        self.of.get(&id).is_some_and(|places| !places.is_empty())
    }

    /// The places of what stands in a provision.
    pub fn places(&self, id: ProvisionId) -> &[usize] {
        self.of.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What stands at a place.
    pub fn get(&self, place: usize) -> Option<&T> {
        let found = self.all.get(place)?.as_ref();
        found.map(|(_, thing)| thing)
    }

    /// What stands at a place, to be edited.
    pub fn get_mut(&mut self, place: usize) -> Option<&mut T> {
        let found = self.all.get_mut(place)?.as_mut();
        found.map(|(_, thing)| thing)
    }

    /// Copies what stands in some provisions into their copies.
    pub fn copy(&mut self, new: &HashMap<ProvisionId, ProvisionId>) {
        let mut copies: Vec<(usize, ProvisionId)> = Vec::new();
        for (old, copy) in new {
            copies.extend(self.places(*old).iter().map(|place| (*place, *copy)));
        }
        copies.sort_by_key(|(place, _)| *place);
        for (place, copy) in copies {
            if let Some(thing) = self.get(place).cloned() {
                self.push(copy, thing);
            }
        }
    }

    /// Takes away what stands in a provision.
    pub fn take_away(&mut self, id: ProvisionId) {
        for place in self.of.remove(&id).unwrap_or_default() {
            if let Some(thing) = self.all.get_mut(place) {
                *thing = None;
            }
        }
    }

    /// Puts what stands in one provision in the place of what stands in another.
    pub fn put_in_place(&mut self, from: ProvisionId, to: ProvisionId) {
        self.take_away(to);
        let places = self.of.remove(&from).unwrap_or_default();
        for place in &places {
            if let Some(Some((id, _))) = self.all.get_mut(*place) {
                *id = to;
            }
        }
        self.of.insert(to, places);
    }
}
