//! Exact numbers: rationals, read and shown as decimals where they are decimals.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::fmt;

/// An exact number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(BigRational);

/// Why a text is not a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not spelled as one.
    #[error("`{0}` is not a number; write it as in 12, 3.5 or 2/3")]
    Malformed(String),
    /// With a comma, which some write for the decimal mark and others between thousands.
    #[error(
        "`{0}` is not a number: a comma may be a decimal mark or stand between thousands; write it as in 1.5 or 1000"
    )]
    Comma(String),
    /// More digits than are read.
    #[error("a number has at most {0} digits")]
    TooLong(usize),
    /// A portion of nothing.
    #[error("a portion cannot have 0 below the line")]
    DividedByZero,
}

/// How a result is rounded. The direction is always written in the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// Away from less: to the next greater.
    Up,
    /// To the next smaller.
    Down,
    /// To the nearest, halves up.
    HalfUp,
    /// To the nearest, halves to the even one.
    HalfEven,
}

/// Digits of a number, written without an exponent.
const DIGITS: usize = 64;

/// Bytes of a text that is read as a number: two numbers of so many digits, with signs and what stands between them.
const LONGEST: usize = 256;

/// Why a text is not a decimal.
#[derive(Debug, Clone, Copy)]
enum Wrong {
    Malformed,
    TooLong,
}

/// Whether a text is made of digits and separators, a comma among them.
fn has_comma(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_digit() || b"-+., _%".contains(&byte);
    text.contains(',') && text.bytes().all(plain)
}

impl Number {
    /// A whole number.
    pub fn whole(number: i64) -> Number {
        Number(BigRational::from_integer(number.into()))
    }

    /// From an exact ratio.
    pub fn from_ratio(ratio: BigRational) -> Number {
        Number(ratio)
    }

    /// As an exact ratio.
    pub fn ratio(&self) -> &BigRational {
        &self.0
    }

    /// `12`, `-3.5`, `1_000`, `2/3`, `20%`, and JSON's `1.5e3`. A number has at most 64 digits, those among them that an
    /// exponent stands for, and of a portion each part.
    pub fn parse(text: &str) -> Result<Number, NumberError> {
        if text.len() > LONGEST {
            return Err(NumberError::TooLong(DIGITS));
        }
        let wrong = |wrong: Wrong| match wrong {
            Wrong::TooLong => NumberError::TooLong(DIGITS),
            Wrong::Malformed if has_comma(text) => NumberError::Comma(text.to_owned()),
            Wrong::Malformed => NumberError::Malformed(text.to_owned()),
        };
        let clean: String = text.trim().replace('_', "");
        if let Some((above, below)) = clean.split_once('/') {
            let above = decimal(above.trim()).map_err(wrong)?;
            let below = decimal(below.trim()).map_err(wrong)?;
            if below.is_zero() {
                return Err(NumberError::DividedByZero);
            }
            return Ok(Number(above / below));
        }
        if let Some(share) = clean.strip_suffix('%') {
            let share = decimal(share.trim_end()).map_err(wrong)?;
            return Ok(Number(share / BigRational::from_integer(100.into())));
        }
        decimal(&clean).map(Number).map_err(wrong)
    }

    /// The sum.
    pub fn plus(&self, other: &Number) -> Number {
        Number(&self.0 + &other.0)
    }

    /// The difference.
    pub fn minus(&self, other: &Number) -> Number {
        Number(&self.0 - &other.0)
    }

    /// The product.
    pub fn times(&self, other: &Number) -> Number {
        Number(&self.0 * &other.0)
    }

    /// The quotient; `None` by zero.
    pub fn divided_by(&self, other: &Number) -> Option<Number> {
        (!other.0.is_zero()).then(|| Number(&self.0 / &other.0))
    }

    /// The contrary.
    pub fn negated(&self) -> Number {
        Number(-&self.0)
    }

    /// Bits above or below the line, whichever are more.
    pub fn bits(&self) -> u64 {
        self.0.numer().bits().max(self.0.denom().bits())
    }

    /// Whether it has no fraction.
    pub fn is_whole(&self) -> bool {
        self.0.is_integer()
    }

    /// As a whole number of machine size.
    pub fn to_i64(&self) -> Option<i64> {
        self.is_whole().then(|| self.0.to_integer().to_i64()).flatten()
    }

    /// Rounded to a multiple of `step`.
    pub fn rounded(&self, rounding: Rounding, step: &Number) -> Option<Number> {
        let steps = self.divided_by(step)?.0;
        let half = BigRational::new(BigInt::one(), 2.into());
        let whole = match rounding {
            Rounding::Up => steps.ceil(),
            Rounding::Down => steps.floor(),
            Rounding::HalfUp => (&steps + &half).floor(),
            Rounding::HalfEven => {
                let up = (&steps + &half).floor();
                let tie = &up - &steps == half;
                let odd = (up.to_integer() % BigInt::from(2)).abs().is_one();
                if tie && odd { up - BigRational::one() } else { up }
            }
        };
        Some(Number(whole * &step.0))
    }
}

fn decimal(text: &str) -> Result<BigRational, Wrong> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent_of(exponent)?),
        None => (text, 0),
    };
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, mantissa),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(part) || digits.ends_with('.') {
        return Err(Wrong::Malformed);
    }
    let count = |text: &str| i64::try_from(text.len()).map_err(|_| Wrong::TooLong);
    let scale = count(part)? - exponent;
    // the digits before the point and behind it, were the number written without an exponent
    let before = (count(whole.trim_start_matches('0'))? + exponent).max(0);
    let digits = if scale > 0 { before + scale } else { before };
    let most = i64::try_from(DIGITS).map_err(|_| Wrong::TooLong)?;
    let places = match u32::try_from(scale.unsigned_abs()) {
        Ok(places) if digits <= most && i64::from(places) <= most => places,
        _ => return Err(Wrong::TooLong),
    };
    let number: BigInt = format!("{whole}{part}").parse().map_err(|_| Wrong::Malformed)?;
    let power = BigInt::from(10).pow(places);
    let number = number * BigInt::from(sign);
    Ok(if scale >= 0 {
        BigRational::new(number, power)
    } else {
        BigRational::from_integer(number * power)
    })
}

/// An exponent; one that no number of few digits has is too long, however it is spelled.
fn exponent_of(text: &str) -> Result<i64, Wrong> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Wrong::Malformed);
    }
    let digits = digits.trim_start_matches('0');
    if digits.len() > 4 {
        return Err(Wrong::TooLong);
    }
    let exponent: i64 = match digits {
        "" => 0,
        digits => digits.parse().map_err(|_| Wrong::Malformed)?,
    };
    Ok(if text.starts_with('-') {
        -exponent
    } else {
        exponent
    })
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_integer() {
            return write!(f, "{}", self.0.to_integer());
        }
        match decimal_places(self.0.denom()) {
            Some(places) => {
                let scaled = (&self.0 * BigRational::from_integer(BigInt::from(10).pow(places))).to_integer();
                let sign = if scaled.is_negative() { "-" } else { "" };
                let width = usize::try_from(places).unwrap_or(0) + 1;
                let digits = format!("{:0>width$}", scaled.abs().to_string());
                let point = digits.len() - (width - 1);
                write!(
                    f,
                    "{sign}{}.{}",
                    digits.get(..point).unwrap_or(""),
                    digits.get(point..).unwrap_or("")
                )
            }
            None => write!(f, "{}/{}", self.0.numer(), self.0.denom()),
        }
    }
}

/// Places after the point when a denominator divides a power of ten (at most thirty).
fn decimal_places(denominator: &BigInt) -> Option<u32> {
    let mut power = BigInt::one();
    for places in 0..=30 {
        if (&power % denominator).is_zero() {
            return Some(places);
        }
        power *= 10;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_shows_exactly() {
        for (text, shown) in [
            ("1413", "1413"),
            ("0.10", "0.1"),
            ("-3.05", "-3.05"),
            ("2/3", "2/3"),
            ("20%", "0.2"),
            ("1.5e3", "1500"),
            ("1_000", "1000"),
        ] {
            assert_eq!(Number::parse(text).unwrap().to_string(), shown);
        }
        for wrong in ["", "a", "1.", ".5", "1/0", "1e999999999", "--1"] {
            assert!(Number::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_number_has_at_most_64_digits_however_it_is_spelled() {
        let nines = "9".repeat(64);
        let small = format!("0.{}1", "0".repeat(63));
        for read in [
            nines.as_str(),
            "1e63",
            "1e-64",
            "0.5e-63",
            &format!("-{nines}"),
            &small,
            "1e-0",
            "1e+0003",
        ] {
            assert!(Number::parse(read).is_ok(), "{read}");
        }
        assert_eq!(Number::parse(&format!("{nines}/{nines}")), Ok(Number::whole(1)));
        let long = format!("9{nines}");
        let portion = format!("1/{long}");
        let huge = format!("1e{}", "9".repeat(200));
        let extremes = [
            "1e64",
            "1e-65",
            "1e-2147483648",
            "1e2147483648",
            "1e-9223372036854775808",
            "0e2147483647",
        ];
        let more = [long.as_str(), &portion, &huge, "0.05e-63"];
        for refused in extremes.iter().chain(&more) {
            assert_eq!(Number::parse(refused), Err(NumberError::TooLong(64)), "{refused}");
        }
    }

    #[test]
    fn a_comma_is_told_from_other_mistakes() {
        for comma in ["1,5", "1.000,00", "-12,5", "1,000"] {
            assert_eq!(Number::parse(comma), Err(NumberError::Comma(comma.to_owned())));
        }
        assert_eq!(
            Number::parse("a,b"),
            Err(NumberError::Malformed("a,b".to_owned()))
        );
    }

    #[test]
    fn rounds_as_written() {
        let step = Number::whole(1);
        let number = Number::parse("2.5").unwrap();
        let round = |rounding| number.rounded(rounding, &step).unwrap().to_string();
        assert_eq!(round(Rounding::Up), "3");
        assert_eq!(round(Rounding::Down), "2");
        assert_eq!(round(Rounding::HalfUp), "3");
        assert_eq!(round(Rounding::HalfEven), "2");
    }
}
