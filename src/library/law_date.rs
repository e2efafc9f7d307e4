//! The date of the law for a case: what the snapshot or the case states, else the matter's governing date, else the day
//! of the assessment.

use super::snapshot::Matter;
use crate::case::{Case, DatumRef, Spot, Step};
use crate::time::{Date, Moment};
use crate::value::Value;

/// The date of the law for a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LawDate {
    On(Date),
    /// That of the day of the assessment, since nothing says otherwise.
    OfAssessment(Date),
    /// Not known; the fact that would give it, where the matter names one.
    Open(Option<Spot>),
}

impl Matter {
    /// The date of the law that will be applied to a case at its own moment of assessment; `None` where it is not known.
    pub fn law_date(&self, case: &Case) -> Option<Date> {
        self.law_date_at(case, case.at())
    }

    /// The date of the law that will be applied to a case at a moment of assessment; `None` where it is not known.
    pub fn law_date_at(&self, case: &Case, at: Option<Moment>) -> Option<Date> {
        match self.date_for(case, at) {
            LawDate::On(date) | LawDate::OfAssessment(date) => Some(date),
            LawDate::Open(_) => None,
        }
    }

    pub(super) fn date_for(&self, case: &Case, at: Option<Moment>) -> LawDate {
        if let Some(date) = self.snapshot().date().or(case.on()) {
            return LawDate::On(date);
        }
        let Some(fields) = self.shape().and_then(|shape| shape.governed_by.as_ref()) else {
            let zone = case.zone().unwrap_or(self.zone());
            return match at {
                Some(at) => LawDate::OfAssessment(zone.date_of(at)),
                None => LawDate::Open(None),
            };
        };
        let spot: Spot = fields.iter().map(|field| Step::Slot(*field)).collect();
        match self.date_at(case, &spot) {
            Some(date) => LawDate::On(date),
            None => LawDate::Open(Some(spot)),
        }
    }

    /// The date that a case gives at a spot; of a moment its local date.
    pub(super) fn date_at(&self, case: &Case, spot: &Spot) -> Option<Date> {
        match case.datum(spot) {
            DatumRef::Value(Value::Date(date)) => Some(*date),
            DatumRef::Value(Value::Moment(moment)) => {
                Some(case.zone().unwrap_or(self.zone()).date_of(*moment))
            }
            DatumRef::Value(_) | DatumRef::Absent | DatumRef::Record | DatumRef::List(_) => None,
        }
    }
}
