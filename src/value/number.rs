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

const DIGITS: usize = 64;

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

    /// `12`, `-3.5`, `1_000`, `2/3`, `20%`, and JSON's `1.5e3`. Exponents and digits are bounded.
    pub fn parse(text: &str) -> Result<Number, NumberError> {
        if text.len() > DIGITS {
            return Err(NumberError::TooLong(DIGITS));
        }
        let malformed = || NumberError::Malformed(text.to_owned());
        let clean: String = text.trim().replace('_', "");
        if let Some((above, below)) = clean.split_once('/') {
            let above = decimal(above.trim()).ok_or_else(malformed)?;
            let below = decimal(below.trim()).ok_or_else(malformed)?;
            if below.is_zero() {
                return Err(NumberError::DividedByZero);
            }
            return Ok(Number(above / below));
        }
        if let Some(share) = clean.strip_suffix('%') {
            let share = decimal(share.trim_end()).ok_or_else(malformed)?;
            return Ok(Number(share / BigRational::from_integer(100.into())));
        }
        decimal(&clean).map(Number).ok_or_else(malformed)
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

fn decimal(text: &str) -> Option<BigRational> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, mantissa),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(part) || digits.ends_with('.') {
        return None;
    }
    let scale = i32::try_from(part.len()).ok()? - exponent;
    if scale.abs() > 64 {
        return None;
    }
    let number: BigInt = format!("{whole}{part}").parse().ok()?;
    let power = BigInt::from(10).pow(scale.unsigned_abs());
    let number = number * BigInt::from(sign);
    Some(if scale >= 0 {
        BigRational::new(number, power)
    } else {
        BigRational::from_integer(number * power)
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
