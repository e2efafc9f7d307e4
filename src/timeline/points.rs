//! Amendments of points: those that are lettered in a norm, as parts of its condition. Points that are provisions of their own
//! are amended as all provisions are.

use super::enact::{Dated, Enactor};
use super::trouble;
use crate::law::ProvisionId;
use crate::syntax::tree::{CitationText, Point};

impl Enactor {
    /// A new point in the norm of a provision.
    pub(super) fn insert_point(&mut self, dated: &Dated, within: &CitationText, point: &Point) {
        let Some(standing) = self.standing(dated, within) else {
            return;
        };
        // a provision may have this number
        let provision = self
            .versions
            .citation(standing)
            .map(|citation| citation.with_point(point.mark.text.clone()));
        if let Some(provision) = provision.filter(|cited| self.versions.at(cited, dated.date).is_some()) {
            let span = dated.operation.amendment.span;
            self.findings
                .push(trouble::already_stands(span, &provision, dated.date));
            return;
        }
        self.edit_points(dated, standing, |points| {
            let new = !points.iter().any(|other| other.mark.text == point.mark.text);
            if new {
                points.push(point.clone());
            }
            new
        });
    }

    /// Another point in the place of one in a norm.
    pub(super) fn replace_point(&mut self, dated: &Dated, cited: &CitationText, point: &Point) {
        let Some(standing) = self.standing_below(dated, cited) else {
            return;
        };
        self.edit_points(dated, standing, |points| {
            match points.iter_mut().find(|other| other.mark.text == point.mark.text) {
                Some(old) => {
                    *old = point.clone();
                    true
                }
                None => false,
            }
        });
    }

    /// Takes a point out of a norm.
    pub(super) fn repeal_point(&mut self, dated: &Dated, cited: &CitationText) {
        let (Some(standing), Some(mark)) = (self.standing_below(dated, cited), cited.points.last()) else {
            return;
        };
        self.edit_points(dated, standing, |points| {
            let before = points.len();
            points.retain(|point| point.mark.text != mark.text);
            points.len() < before
        });
    }

    /// Edits the points in the norm of a provision: in its next version.
    fn edit_points(
        &mut self,
        dated: &Dated,
        standing: ProvisionId,
        edit: impl FnOnce(&mut Vec<Point>) -> bool,
    ) {
        let copy = self.next_of(dated, standing);
        let span = dated.operation.amendment.span;
        let had = self.versions.has(copy);
        match self.versions.points(copy) {
            Some(points) => {
                if !edit(points) {
                    self.findings.push(trouble::no_such_point(span));
                }
            }
            None => self.findings.push(trouble::no_points(span)),
        }
        let text = self.take_texts(dated, copy);
        self.take_sources(dated, copy, text);
        self.note_change(dated, copy, (text, true), had);
    }
}
