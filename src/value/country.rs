//! Countries by their ISO 3166-1 alpha-2 codes.

use std::fmt;

/// A country: one of the officially assigned codes of ISO 3166-1 alpha-2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Country(&'static str);

/// The officially assigned codes of ISO 3166-1 alpha-2.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR \
BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET \
FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ \
IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML \
MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS \
PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL \
TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// All codes, in alphabetical order.
pub fn country_codes() -> impl Iterator<Item = &'static str> {
    CODES.split_ascii_whitespace()
}

impl Country {
    /// The country of a code.
    pub fn parse(code: &str) -> Option<Country> {
        // codes stand in order, three letters apart with the space between them
        let (mut from, mut to) = (0, CODES.len().div_ceil(3));
        while from < to {
            let middle = usize::midpoint(from, to);
            let known = CODES.get(middle * 3..middle * 3 + 2)?;
            match known.cmp(code) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Equal => return Some(Country(known)),
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }

    /// Its code.
    pub fn code(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_249_codes_in_order() {
        let codes: Vec<_> = country_codes().collect();
        assert_eq!(codes.len(), 249);
        assert!(codes.is_sorted());
        assert!(Country::parse("KZ").is_some() && Country::parse("XX").is_none());
        assert!(
            codes
                .iter()
                .all(|code| Country::parse(code).map(Country::code) == Some(*code))
        );
    }
}
