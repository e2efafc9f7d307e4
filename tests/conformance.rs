//! Vectors of another implementation for adding to dates: `tests/data/date-addition.csv`. The columns `up`, `down` and
//! `abort` are the results when a month's end is rounded up, down, or refused.

use jargy::{Date, MonthEnd, shift};

#[test]
fn all_vectors_of_date_addition_hold() {
    let table = include_str!("data/date-addition.csv");
    let mut count = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [_, date, years, months, days, up, down, refuse] = cells.as_slice() else {
            panic!("{line}");
        };
        let date: Date = date.parse().unwrap();
        let number = |cell: &str| cell.parse::<i64>().unwrap();
        let sum = |end| {
            shift(date, number(years), number(months), number(days), end)
                .map_or("ERROR".to_owned(), |date| date.to_string())
        };
        assert_eq!(sum(MonthEnd::Up), *up, "{line}");
        assert_eq!(sum(MonthEnd::Down), *down, "{line}");
        assert_eq!(sum(MonthEnd::Refuse), *refuse, "{line}");
        count += 1;
    }
    assert_eq!(count, 79);
}
