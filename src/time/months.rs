//! How many days some months have: that hangs on when they begin. Exact in the Gregorian calendar, which repeats itself
//! after 400 years.

use super::orders::Orders;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use std::cmp::Ordering;

/// Months after which the calendar repeats itself: 400 years.
pub(super) const MONTHS_OF_CYCLE: i64 = 4_800;

/// The days of so many months.
pub(super) const DAYS_OF_CYCLE: i64 = 146_097;

fn whole(number: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

/// Days from the beginning of a cycle, 1 March of a year that 400 divides, to the beginning of its month with a number.
fn days_before(month: i64) -> i64 {
    let (years, month) = (month.div_euclid(12), month.rem_euclid(12));
    // from March on months begin after 0, 31, 61, 92, 122, 153 ... days, and a leap day ends its year
    let leap_days = years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    365 * years + leap_days + (153 * month + 2) / 5
}

/// The numbers of days that some months can have, less than a cycle of them: each month of a cycle as the first.
fn lengths(months: i64) -> Vec<i64> {
    let mut found: Vec<i64> = Vec::new();
    for first in 0..MONTHS_OF_CYCLE {
        let length = days_before(first + months) - days_before(first);
        if !found.contains(&length) {
            found.push(length);
        }
    }
    found
}

/// Whole cycles in some months, as days, and the months beside them.
fn cycles(months: &BigInt) -> Option<(BigInt, i64)> {
    let cycle = BigInt::from(MONTHS_OF_CYCLE);
    let rest = (months % &cycle).to_i64()?;
    Some((months / cycle * DAYS_OF_CYCLE, rest))
}

/// The fewest and the most days of some whole months, none of them negative.
fn days_of_whole_months(months: &BigInt) -> (BigInt, BigInt) {
    let Some((days, rest)) = cycles(months) else {
        return (months * 28, months * 31);
    };
    let lengths = lengths(rest);
    let least = lengths.iter().min().copied().unwrap_or(0);
    let most = lengths.iter().max().copied().unwrap_or(0);
    (&days + least, days + most)
}

/// The fewest and the most days of some months, none of them negative. A portion of a month is that portion of 28 to 31
/// days.
pub(super) fn days_of_months(months: &BigRational) -> (BigRational, BigRational) {
    let portion = months.fract();
    let (least, most) = days_of_whole_months(&months.to_integer());
    let (least, most) = (BigRational::from_integer(least), BigRational::from_integer(most));
    (least + &portion * whole(28), most + portion * whole(31))
}

/// In which order `months` months and `days` days can be to no time at all.
pub(super) fn orders_of_calendar(months: &BigRational, days: &BigRational) -> Orders {
    let sign = |number: &BigRational| number.cmp(&BigRational::zero());
    if months.is_zero() || days.is_zero() || sign(months) == sign(days) {
        return Orders::only(sign(months).then(sign(days)));
    }
    // of months against days the other way only how many days they have is open
    let (count, days) = (months.abs(), days.abs());
    let turned = |order: Ordering| {
        if months.is_negative() {
            order.reverse()
        } else {
            order
        }
    };
    let coarse = (&count * whole(28), &count * whole(31));
    if coarse.0 > days || coarse.1 < days {
        return Orders::only(turned(coarse.0.cmp(&days)));
    }
    if count.is_integer()
        && let Some((cycles, rest)) = cycles(&count.to_integer())
    {
        let left = days - BigRational::from_integer(cycles);
        let orders = lengths(rest)
            .into_iter()
            .map(|length| turned(whole(length).cmp(&left)));
        return orders.fold(Orders::default(), Orders::or);
    }
    let (least, most) = days_of_months(&count);
    let between = (least < days && days < most).then_some(Ordering::Equal);
    let ends = [least.cmp(&days), most.cmp(&days)];
    let orders = ends.into_iter().chain(between).map(turned);
    orders.fold(Orders::default(), Orders::or)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{Date, MonthEnd, shift};

    /// Every number of months up to a cycle, from every day of a cycle that begins a month, and from its last days.
    #[test]
    fn days_of_months_are_those_of_the_calendar() {
        let begin: Date = "2000-01-01".parse().unwrap();
        let firsts: Vec<Date> = (0..4_800)
            .map(|months| shift(begin, 0, months, 0, MonthEnd::Down).unwrap())
            .collect();
        let counts = (1..=61).chain([120, 299, 300, 1_199, 1_200, 1_201, 2_400, 4_799]);
        for months in counts {
            let days = |from: &Date| (shift(*from, 0, months, 0, MonthEnd::Down).unwrap() - *from).num_days();
            let found: Vec<i64> = firsts.iter().map(days).collect();
            let (least, most) = days_of_months(&whole(months));
            assert_eq!(least, whole(*found.iter().min().unwrap()), "{months}");
            assert_eq!(most, whole(*found.iter().max().unwrap()), "{months}");
            // a day that the last month lacks changes neither
            for round in [MonthEnd::Down, MonthEnd::Up] {
                for first in firsts.iter().step_by(if months < 30 { 1 } else { 7 }) {
                    let last = first.pred_opt().unwrap();
                    let days = whole((shift(last, 0, months, 0, round).unwrap() - last).num_days());
                    assert!(least <= days && days <= most, "{months} months from {last}");
                }
            }
        }
    }

    #[test]
    fn months_of_note() {
        let days = |months| {
            let (least, most) = days_of_months(&whole(months));
            (
                least.to_integer().to_i64().unwrap(),
                most.to_integer().to_i64().unwrap(),
            )
        };
        assert_eq!(days(1), (28, 31));
        assert_eq!(days(2), (59, 62));
        assert_eq!(days(12), (365, 366));
        assert_eq!(days(48), (1_460, 1_461));
        assert_eq!(days(1_200), (36_524, 36_525));
        assert_eq!(days(4_800), (146_097, 146_097));
        assert_eq!(days(9_612), (292_559, 292_560));
    }

    #[test]
    fn which_orders_are_possible() {
        use Ordering::{Equal, Greater, Less};
        let orders = |months: i64, days: i64| -> Vec<Ordering> {
            orders_of_calendar(&whole(months), &whole(days))
                .possible()
                .collect()
        };
        assert_eq!(orders(12, -364), [Greater]);
        assert_eq!(orders(12, -365), [Equal, Greater]);
        assert_eq!(orders(12, -366), [Less, Equal]);
        assert_eq!(orders(12, -367), [Less]);
        assert_eq!(orders(-12, 366), [Equal, Greater]);
        assert_eq!(orders(1, -30), [Less, Equal, Greater]);
        assert_eq!(orders(4_800, -146_097), [Equal]);
        assert_eq!(orders(0, 0), [Equal]);
        assert_eq!(orders(2, 1), [Greater]);
        // half a month is 14 to 15 1/2 days
        let half = BigRational::new(1.into(), 2.into());
        let half =
            |days: i64| -> Vec<Ordering> { orders_of_calendar(&half, &whole(days)).possible().collect() };
        assert_eq!(half(-13), [Greater]);
        assert_eq!(half(-14), [Equal, Greater]);
        assert_eq!(half(-15), [Less, Equal, Greater]);
        assert_eq!(half(-16), [Less]);
    }
}
