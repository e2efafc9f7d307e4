//! The versions that stand at one citation, for the checks that compare them.

use crate::law::{Citation, Law, Provision};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// The provisions of each citation at which more than one stands, each group in reading order. What an ended version
/// goes on to apply to stands beside the next one and is left out.
pub fn standing_together(law: &Law) -> Vec<Vec<&Provision>> {
    let all = law.provisions.iter();
    let standing = all.filter(|provision| provision.stood.is_none());
    let mut first: HashMap<&Citation, (&Provision, Option<usize>), RandomState> =
        HashMap::with_capacity_and_hasher(law.provisions.len(), RandomState::default());
    let mut groups: Vec<Vec<&Provision>> = Vec::new();
    for provision in standing {
        // most citations have one version, which needs no list
        let (one, group) = first.entry(&provision.citation).or_insert((provision, None));
        if std::ptr::eq(*one, provision) {
            continue;
        }
        let place = *group.get_or_insert_with(|| {
            groups.push(vec![*one]);
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(place) {
            group.push(provision);
        }
    }
    groups
}
